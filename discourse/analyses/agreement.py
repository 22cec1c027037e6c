"""How far do coders agree, on each code and on all of them?"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.line_ids import line_ids
from discourse.corpus.query.writing import both_query, span_query, union_query
from discourse.corpus.store.parts import document_of
from discourse.corpus.store.store import Store
from discourse.errors import check_count, count_noun
from discourse.layers.coding.units import (
    CodedUnits,
    find_coded_layers,
    read_units,
    why_undefined,
)
from discourse.measures.agreement import (
    MISSING,
    Distance,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    nominal_distance,
    resample_alpha,
)
from discourse.record import verb

KINDS = {
    **dict.fromkeys(("label", "coder", "coder_other"), "str"),
    **dict.fromkeys(("units", "both", "one"), "int64"),
    **dict.fromkeys(
        ("agreement", "prevalence", "alpha", "alpha_low", "alpha_high", "kappa", "ac1", "f1"),
        "float64",
    ),
    **dict.fromkeys(("note", "query"), "str"),
}
ALL = ""  # in place of a code or a coder: all of them
DRAWS = 1000
INTERVAL = (0.025, 0.975)
# Of fewer lines, or documents, samples differ too little from one another to give an interval.
MIN_GROUPS = 10
# An interval of the samples that happen to have two values would leave out the others.
MIN_DEFINED = 0.95
SAME = 1e-9  # more than samples differ by rounding


def _are_ordered(corpus: Corpus, layers: str | Sequence[str], **_: Any) -> bool:
    return read_units(corpus.store, find_coded_layers(corpus.store, layers)).ordered


def _are_several(corpus: Corpus, layers: str | Sequence[str], **_: Any) -> bool:
    return read_units(corpus.store, find_coded_layers(corpus.store, layers)).several


def _have_kappa(corpus: Corpus, layers: str | Sequence[str], **_: Any) -> bool:
    """Whether there are kappa and AC1, which sets of codes have not, nor codings all the same."""
    units = read_units(corpus.store, find_coded_layers(corpus.store, layers))
    alpha = krippendorff_alpha(units.codings(), len(units.values), units.distance)
    return not units.several and not why_undefined(len(units.compared), len(units.codes), alpha)


@verb(
    columns=tuple(KINDS),
    cites=("krippendorff-2011", "cohen-1960", "gwet-2008", "passonneau-2006", "zapf-2016"),
    methods=(
        "the agreement of the coders of {layers} was measured as Krippendorff's alpha",
        "[@krippendorff-2011],",
        "{ordered?}of ordered codes,",
        "{several?}of sets of codes with the distance MASI [@passonneau-2006],",
        f"with a 95 % interval from {DRAWS:,} bootstrap samples of documents, or of lines where",
        f"there are fewer than {MIN_GROUPS} documents [@zapf-2016] (seed {{seed}}),",
        "{kappa?}as Cohen's kappa [@cohen-1960] and as Gwet's AC1 [@gwet-2008]",
    ),
    facts={"ordered": _are_ordered, "several": _are_several, "kappa": _have_kappa},
)
def agreement(corpus: Corpus, layers: str | Sequence[str], *, seed: int = 0) -> pd.DataFrame:
    """One row per code and pair of coders, and one for all codes together.

    Parameters
    ----------
    corpus : Corpus
        The corpus, with the layers of the coders.
    layers : str or sequence of str
        The name of a codebook, such as "rights", whose coders have the layers ``rights_A`` and
        ``rights_B``; or the names of layers of spans.
    seed : int
        The seed of the bootstrap samples.

    Returns
    -------
    DataFrame
        The columns are ``label, coder, coder_other, units, both, one, agreement, prevalence, alpha,
        alpha_low, alpha_high, kappa, ac1, f1, note, query``. The rows of all codes have the label
        "" and come first, then the codes in the order of the codebook; of three coders or more, the
        first rows are for all of them, with "" as coders, and the lines that two of them or more
        have coded.

        ``units`` are the lines that both coders have coded. ``both`` is how many of them both gave
        the code, ``one`` how many one of them alone gave it; for all codes, how many have the same
        codes from both, and how many have not: the disputed lines, which are the hits of ``query``.
        ``agreement`` is the share of units on which they
        agree, ``prevalence`` the share of codings with the code.

        ``alpha`` is Krippendorff's: 1 is agreement throughout, 0 is what chance gives. A code is
        compared with all others taken together; all codes together are degrees if the codebook
        orders them, and sets if lines have several. ``alpha_low`` and ``alpha_high`` are a 95 %
        bootstrap interval over documents, or over lines where there are fewer than ten documents.
        A line of a text that the corpus has twice is two units, as it is two lines of the corpus,
        but was coded once: ``alpha``, ``kappa`` and ``ac1`` count it once, and ``note`` says so.
        ``kappa`` is Cohen's, ``ac1`` Gwet's, and ``f1`` is 2 · both / (2 · both + one). The rows
        of all codes have no ``prevalence`` and no ``f1``, which are of one code; any other value
        that is not defined is missing, and ``note`` says why.

    Raises
    ------
    DiscourseError
        If there are no two coders.

    See Also
    --------
    dc.confusion : Which codes coders give to the same lines.
    dc.layers.codes : The codes of all coders as layers.
    dc.layers.by_coder : A layer divided by coders.

    Notes
    -----
    Limits: alpha says whether coders apply a codebook in the same way, not whether the codebook
    asks a good question, and no threshold is built in. An interval needs ten lines. With fewer than
    ten documents it is over lines, takes each for an independent draw, and is too narrow for other
    texts, since lines of one text are alike. A rare code has a low alpha after one or two disputes:
    read ``units``, ``both`` and ``one`` beside it. Where a stretch begins and ends is not compared.

    ``discourse docs coding`` goes from a codebook to agreement and decisions.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> paper = paper.with_layer(*dc.layers.codes(paper, "notebooks/codes/rights.toml"))
    >>> table = dc.agreement(paper, "rights")
    >>> table[["label", "units", "both", "one", "alpha", "kappa", "ac1", "f1"]].round(2)
             label  units  both  one  alpha  kappa   ac1    f1
    0                  18    17    1   0.91   0.90  0.92   NaN
    1  institution     18    10    1   0.89   0.89  0.89  0.95
    2      process     18     4    0   1.00   1.00  1.00  1.00
    3         head     18     3    1   0.83   0.82  0.92  0.86
    >>> len(dc.lines(paper, table.iloc[0]))
    1
    """
    seed = check_count("seed", seed)
    found = find_coded_layers(corpus.store, layers)
    units = read_units(corpus.store, found)
    compare = partial(_compare_all, corpus.store, seed)
    names = list(found.values())
    rows = list(_add_all_queries(compare(units), units.codes, names)) if len(names) > 2 else []
    for one, other in combinations(range(len(names)), 2):
        pair = units.pair(one, other)
        rows += _add_queries(compare(pair), pair, names[one], names[other])
    rows[0]["note"] = "; ".join(filter(None, (rows[0]["note"], _note_outdated(corpus, layers))))
    return pd.DataFrame(rows, columns=list(KINDS)).astype(KINDS)


def _note_outdated(corpus: Corpus, layers: str | Sequence[str]) -> str:
    """That decisions differ from what all coders say now, as the layer of the codebook records."""
    common = corpus.store.layers.get(layers) if isinstance(layers, str) else None
    outdated = common.about.get("outdated") if common else None
    lines = count_noun(int(outdated), "line") if outdated else ""
    return f"{lines} decided otherwise than all coders say now" if lines else ""


@dataclass(frozen=True, eq=False)
class _Compared:
    """The codings that a row is about: of all codes, or whether they have one of them."""

    codings: NDArray[np.int64]
    values: int
    distance: Distance
    documents: NDArray[np.int64]
    once: NDArray[np.int64]  # without the lines of texts that the corpus has twice
    are_sets: bool = False
    codes: int = 2  # that could be given


def _compare_all(store: Store, seed: int, units: CodedUnits) -> Iterator[dict[str, Any]]:
    """The rows of some coders taken together: of all codes, and of each."""
    hits = np.array(units.compared, dtype=np.int64).reshape(-1, 2)
    documents = document_of(store, hits[:, 0])
    once = np.sort(np.unique(np.array(line_ids(store, hits), dtype=str), return_index=True)[1])
    codes = len(units.codes)
    every = _Compared(
        units.codings(), len(units.values), units.distance, documents, once, units.several, codes
    )
    measured = _measure(every, seed)
    note = "; ".join(filter(None, (measured["note"], _note_repeated(len(hits) - len(once)))))
    yield {**measured, "label": ALL, "prevalence": math.nan, "note": note}
    for code in units.codes:
        own = _Compared(units.codings_of(code), 2, nominal_distance, documents, once, codes=codes)
        both = ((own.codings == 1) | (own.codings == MISSING)).all(axis=1)
        yield {**_measure(own, seed), "label": code, "both": int(both.sum())}


def _note_repeated(lines: int) -> str:
    repeated = count_noun(lines, "line") if lines else ""
    return (
        f"{repeated} of texts that the corpus has twice, left out of alpha, kappa and ac1"
        if repeated
        else ""
    )


def _add_all_queries(
    rows: Iterator[dict[str, Any]], codes: Sequence[str], layers: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """The rows of three coders or more, with the queries for the lines that two differ on."""
    pairs = list(combinations(layers, 2))
    disputed = [union_query([_write_disputed(*pair, code) for pair in pairs]) for code in codes]
    # Layers without any code have no line to differ on.
    anything = union_query(disputed) if codes else _write_any_disputed(*pairs[0], [])
    for row, query in zip(rows, [anything, *disputed], strict=True):
        yield {**row, "query": query}


def _add_queries(
    rows: Iterator[dict[str, Any]], units: CodedUnits, layer: str, layer_other: str
) -> Iterator[dict[str, Any]]:
    """The rows of two coders, with the queries for the lines that they differ on."""
    coders = dict(zip(("coder", "coder_other"), units.coders, strict=True))
    disputed = {code: _write_disputed(layer, layer_other, code) for code in units.codes}
    anything = _write_any_disputed(layer, layer_other, list(disputed.values()))
    yield {**next(rows), **coders, "query": anything}
    for row, code in zip(rows, units.codes, strict=True):
        counted = 2 * row["both"] + row["one"]
        f1 = 2 * row["both"] / counted if counted else math.nan
        unused = (
            "" if counted or not row["units"] else "nobody gave this code, so f1 is not defined"
        )
        note = "; ".join(filter(None, (row["note"], unused)))
        yield {**row, **coders, "f1": f1, "note": note, "query": disputed[code]}


def _measure(compared: _Compared, seed: int) -> dict[str, Any]:
    """What is measured of some codings, with the reasons for what is not defined."""
    codings, values = compared.codings, compared.values
    given = codings != MISSING
    same = _which_same(codings)
    # Somebody who coded a line once has not agreed twice, though the corpus has its text twice.
    once = codings[compared.once]
    alpha = krippendorff_alpha(once, values, compared.distance)
    undefined = why_undefined(len(once), compared.codes, alpha)
    alpha = math.nan if undefined else alpha
    missing = (math.nan, math.nan, undefined)
    low, high, reason = missing if undefined else _find_interval(compared, alpha, seed)
    has_values = not undefined and not compared.are_sets
    is_pair = codings.shape[1] == 2
    reasons = [
        reason,
        "kappa and ac1 are for one code per line" if compared.are_sets else "",
        "" if is_pair else "kappa and f1 are for two coders",
    ]
    return {
        "coder": ALL,
        "coder_other": ALL,
        "units": len(codings),
        "both": int(same.sum()),
        "one": int((~same).sum()),
        "agreement": float(same.mean()) if len(same) else math.nan,
        "prevalence": float(codings[given].mean()) if given.any() else math.nan,
        "alpha": alpha,
        "alpha_low": low,
        "alpha_high": high,
        "kappa": cohen_kappa(once, values) if is_pair and has_values else math.nan,
        "ac1": gwet_ac1(once, values) if has_values else math.nan,
        "f1": math.nan,
        "note": "; ".join(filter(None, reasons)),
        "query": "",
    }


def _which_same(codings: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The units to which all who coded them gave the same."""
    highest = codings.max(axis=1, initial=MISSING, keepdims=True)
    return np.asarray(((codings == highest) | (codings == MISSING)).all(axis=1))


def _find_interval(compared: _Compared, alpha: float, seed: int) -> tuple[float, float, str]:
    """The interval of alpha; or that it is missing, and why."""
    missing = (math.nan, math.nan)
    documents, number = np.unique(compared.documents[compared.once], return_inverse=True)
    groups = number if len(documents) >= MIN_GROUPS else None
    if groups is None and len(number) < MIN_GROUPS:
        return *missing, f"an interval needs {MIN_GROUPS} lines"
    if alpha == 1:
        return *missing, "no line is disputed, so samples do not differ"
    codings = compared.codings[compared.once]
    found = resample_alpha(
        codings, compared.values, compared.distance, groups=groups, draws=DRAWS, seed=seed
    )
    defined = found[~np.isnan(found)]
    if len(defined) < MIN_DEFINED * DRAWS:
        return *missing, "too many samples have one code alone"
    if np.ptp(defined) < SAME:
        return *missing, "all samples have the same alpha, so they give no interval"
    low, high = np.quantile(defined, INTERVAL).tolist()
    return low, high, ""


def _write_disputed(layer: str, layer_other: str, code: str) -> str:
    """Write the query for the lines that both coders coded, one of them alone with a code."""
    one, other = f"<{layer}/>", f"<{layer_other}/>"
    with_code, with_other = span_query(layer, code), span_query(layer_other, code)
    without = both_query(f"({one} minus {with_code})", f"({other} minus {with_other})")
    return f"{both_query(one, other)} minus ({both_query(with_code, with_other)}) minus ({without})"


def _write_any_disputed(layer: str, layer_other: str, disputed: Sequence[str]) -> str:
    """Write the query for the lines that both coders coded, with other codes."""
    compared = both_query(f"<{layer}/>", f"<{layer_other}/>")
    agreed = "".join(f" minus ({query})" for query in disputed)
    return f"{compared} minus ({compared}{agreed})"
