"""Lines to read and to code in a notebook, with the keyboard or the mouse."""

from collections.abc import Callable
from importlib.util import find_spec
from os import PathLike

import numpy as np

from discourse.analyses.concordance import concordance
from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.lines.steps import Step
from discourse.errors import DiscourseError, check_count, check_flag, check_text, check_type
from discourse.lab.browser import Browser
from discourse.lab.coding_desk import CodingDesk
from discourse.lab.line_history import LineHistory
from discourse.layers.coding.codebook import Codebook
from discourse.layers.coding.line_layers import leave_out_layers, leave_out_layers_of_corpus

NEEDED = "anywidget"


def browse(
    lines: Concordance | Corpus,
    query: str = "",
    *,
    codebook: str | PathLike[str] | Codebook | None = None,
    coder: str | None = None,
    blind: bool = False,
    decides: bool = False,
    n: int | None = None,
    seed: int = 0,
) -> Browser:
    """Browse lines in a notebook: sort, filter, group, rank, sample, read, copy and code them.

    Parameters
    ----------
    lines : Concordance or Corpus
        The lines to browse; or a corpus, whose lines a query field finds.
    query : str
        With a corpus, the first query.
    codebook : str, PathLike or Codebook, optional
        The codes that a key gives to a line. They are saved at once in a file beside the codebook,
        such as ``codes/rights.A.csv``.
    coder : str, optional
        Who codes: a name of letters, digits and ``_``, such as "A".
    blind : bool
        Whether the coder sees nothing of other coders: neither their codes nor an order of the
        lines that one of them chose. The lines are put into a random order, and layers of codes
        are left out of their corpus.
    decides : bool
        Whether the coder decides about lines that coders differ on. The codes of all coders are
        shown, and a key gives the decision, which is kept in ``codes/rights.decided.csv``.
    n : int, optional
        The number of lines in a random sample; by default all lines.
    seed : int
        The seed of the sample and of the order; the same seed gives the same lines.

    Returns
    -------
    Browser
        What the notebook shows. ``browser.lines`` are the lines as they stand there, with the steps
        that led to them. A notebook that is stored, or opened where nothing runs, shows a table.

    Raises
    ------
    DiscourseError
        If anywidget is not installed, a query is malformed, a codebook has no coder or is
        malformed, lines for a blind coder were found or ordered by codes of others, or nobody has
        coded anything about which a coder could decide.

    See Also
    --------
    dc.concordance : Every hit of a query, in context.
    dc.layers.codebook : The codes that readers may give.
    dc.layers.revision : What is uncoded, disputed or lost.

    Notes
    -----
    ``discourse docs browsing`` lists the keys, and what a click does.

    Examples
    --------
    >>> import discourse as dc
    >>> browser = dc.browse(dc.concordance(dc.read("seeds/"), "shared future"))
    >>> browser.lines.sort("R1")[0].section
    'lead'
    """
    way_out = "give dc.concordance(corpus, query), or a corpus"
    check_type("lines", lines, (Concordance, Corpus), "lines or a corpus", way_out)
    check_text("query", query, "peace")
    if query and not isinstance(lines, Corpus):
        raise DiscourseError(
            "the lines were found by a query already; leave query= out, or give the corpus."
        )
    if find_spec(NEEDED) is None:
        raise DiscourseError(
            f"dc.browse needs {NEEDED}; install it with: pip install 'discourse-toolkit[lab]'."
        )
    corpus = lines if isinstance(lines, Corpus) else Corpus(lines.store)
    check_flag("blind", blind)
    desk = _open_desk(corpus, codebook, coder, blind, check_flag("decides", decides))
    check_count("seed", seed)
    if n is not None:
        check_count("n", n)
    first = _first_steps(n, seed, blind)
    if isinstance(lines, Concordance):
        return Browser(_begin(lines, "lines", desk, first))
    begin = _begin_with_queries(lines, desk, first)
    return Browser(begin(query), begin, query)


def _open_desk(
    corpus: Corpus,
    codebook: str | PathLike[str] | Codebook | None,
    coder: str | None,
    blind: bool,
    decides: bool,
) -> CodingDesk | None:
    if blind and decides:
        raise DiscourseError(
            "who decides sees the codes of all coders; leave blind=True or decides=True out."
        )
    if codebook is None and coder is None:
        if decides:
            raise DiscourseError(
                "decides=True is for a coder; give codebook='codes/rights.toml' and coder='A'."
            )
        if blind:
            raise DiscourseError(
                "blind=True is for a coder; give codebook='codes/rights.toml' and coder='B'."
            )
        return None
    if codebook is None or coder is None:
        missing = "codebook='codes/rights.toml'" if codebook is None else "coder='A'"
        raise DiscourseError(f"coding takes a codebook and a coder; give {missing} as well.")
    return CodingDesk(codebook, coder, corpus, blind=blind, decides=decides)


def _first_steps(n: int | None, seed: int, blind: bool) -> list[Step]:
    seeded = (("seed", seed),)
    sampled = [] if n is None else [Step("sample", (n,), seeded)]
    return [*sampled, Step("shuffle", (), seeded)] if blind else sampled


def _begin(
    lines: Concordance, origin: str, desk: CodingDesk | None, first: list[Step]
) -> LineHistory:
    """The lines as browsing begins with them: a blind coder cannot take back the first steps."""
    if desk is not None and desk.blind:
        hidden = desk.hidden_layers(lines.store)
        shown = leave_out_layers(lines, hidden).again(first)
        return LineHistory(shown, desk, origin=origin + "".join(f".{step}" for step in first))
    history = LineHistory(lines, desk, origin=origin)
    for step in first:
        history.take(*step)
    return history


def _begin_with_queries(
    corpus: Corpus, desk: CodingDesk | None, first: list[Step]
) -> Callable[[str], LineHistory]:
    """A function that begins with the lines of a query; without one, there are none."""
    if desk is not None:
        corpus = leave_out_layers_of_corpus(corpus, desk.hidden_layers(corpus.store))

    def begin(query: str) -> LineHistory:
        nothing = Concordance(corpus.store, np.empty((0, 2), dtype=np.int64))
        if desk is not None:
            desk.refuse_hidden(query)
        lines = concordance(corpus, query) if query else nothing
        return _begin(lines, f"dc.concordance(corpus, {query!r})", desk, first)

    return begin
