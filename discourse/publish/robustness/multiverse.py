"""Does a claim hold under other choices than the author's?"""

from collections.abc import Sequence
from os import PathLike
from typing import Any

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.references.frequency_list import FrequencyList, Rates
from discourse.corpus.references.frequency_list import reference as frequency_list
from discourse.corpus.store.retokenising import check_own_rule
from discourse.errors import DiscourseError, check_text, check_texts, check_type, count_noun, one_of
from discourse.publish.claims.bound_numbers import first_line
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.comparisons import parse_comparison
from discourse.publish.claims.verdicts import Verdict, judge
from discourse.publish.provenance.corpora import CorpusOrList
from discourse.publish.robustness.deciding_lines import NO_LINES, OwnHits
from discourse.publish.robustness.settings import (
    NAME_LAYER,
    NAMES,
    WITH,
    WITHOUT,
    Choices,
    Setting,
    Variants,
    check_number,
    has_names,
    list_parts,
    name_references,
)
from discourse.record import verb
from discourse.text.segmenters import segmenter_name
from discourse.text.tokenizer import Tokenizer
from discourse.text.tokenizer_texts import read_tokenizer, write_tokenizer

COLUMNS = {
    "tokenizer": "str", "names": "str", "reference": "str", "left_out": "str",
    "value": "float64", "value_other": "float64", "holds": "boolean",
    "lost": "int64", "gained": "int64", "count": "int64", "line_id": "str", "note": "str",
}  # fmt: skip
NAMES_IN_LIST = "names are left out of the corpus, but not of the list"


def _read_tokenizers(given: Any) -> list[Tokenizer]:
    """The tokenisers that are given: one, or several, each as itself or as a text."""
    several = given if isinstance(given, (list, tuple)) else [given]
    read = [read_tokenizer(each) for each in several]
    function = next((each.segmenter for each in read if callable(each.segmenter)), None)
    if function is not None:
        raise DiscourseError(
            f"the segmenter {segmenter_name(function)} is a function, and a recipe cannot hold "
            "functions; read the texts with it, and compare the claim in both corpora."
        )
    return read


def _record_tokenizers(given: Any) -> list[str]:
    """The tokenisers as a recipe holds them."""
    return [write_tokenizer(each) for each in _read_tokenizers(given)]


def _read_references(given: Any) -> list[CorpusOrList]:
    """The references that are given: one, or several; a text is the name of a list or its path."""
    if given is None:
        return []
    kinds = (str, PathLike, Corpus, FrequencyList, Rates)
    several = given if isinstance(given, (list, tuple)) else [given]
    expected = "the name of a list, a list or a corpus"
    way_out = "write reference=['udhr', 'inaugural'], or give dc.read('texts/')"
    checked: list[Any] = [
        check_type("reference", each, kinds, expected, way_out) for each in several
    ]
    return [frequency_list(each) if isinstance(each, (str, PathLike)) else each for each in checked]


def _choose_names(given: Any) -> list[str]:
    """With names, and without them if that is asked."""
    asked = [one_of("names", name, NAMES) for name in check_texts("names", given, "without")]
    return [WITH, *({*asked} - {WITH})]


def _record_names(given: Any) -> str:
    return _choose_names(given)[-1]


def _count_settings(corpus: Corpus, claim: str, **given: Any) -> int:
    return len(_plan(corpus, claim, **given)[1])


def _finds_names(corpus: Corpus, claim: str, **given: Any) -> bool:
    """Whether names are left out that a rule finds, because the corpus has no layer of them."""
    return WITHOUT in _choose_names(given["names"]) and not has_names(corpus)


def _rests_on(corpus: Corpus, claim: str, **given: Any) -> list[str]:
    return [NAME_LAYER] * (WITHOUT in _choose_names(given["names"]) and has_names(corpus))


@verb(
    columns=tuple(COLUMNS),
    cites=("steegen-2016", "simonsohn-2020"),
    methods=(
        "the claim “{claim}” was computed in {settings:setting}, which are all combinations of",
        "the tokenisation of the corpus and “{tokenizer}”;",
        "{finds_names?}all words and only those outside names (candidates found by rule);",
        "{names=without?}{!finds_names?}all words and only those outside names;",
        "the reference of the claim and {reference};",
        "the whole corpus and all of it but one {leave_out} at a time;",
        "the first of each is the authors’ own choice [@steegen-2016; @simonsohn-2020]",
    ),
    recorded={
        "tokenizer": _record_tokenizers,
        "names": _record_names,
        "reference": lambda given: _read_references(given) or None,
    },
    facts={"settings": _count_settings, "finds_names": _finds_names, "rests_on": _rests_on},
)
def multiverse(
    corpus: Corpus,
    claim: str,
    *,
    tokenizer: str | Tokenizer | Sequence[str | Tokenizer] = (),
    names: str | Sequence[str] = WITH,
    reference: (
        str | Corpus | FrequencyList | Rates | Sequence[str | Corpus | FrequencyList | Rates] | None
    ) = None,
    leave_out: str | None = None,
) -> pd.DataFrame:
    """One row per setting: what a claim gives there, and whether it holds; the author's own first.

    A setting is a combination of choices that somebody else could have made as well. The author's
    own choices are those of the corpus and of the claim; the alternatives are given here.

    Parameters
    ----------
    corpus : Corpus
        The corpus that the claim is about, as its author reads it.
    claim : str
        What the author says, as a notebook binds it: a comparison such as ``"rights > peace"``,
        ``"share; cooperation; count; section = 5 > 0.4"`` or ``"frequencies; the; count is
        highest"``, or a number, such as ``"dispersion; peace; dp"``.
    tokenizer : str, Tokenizer or sequence of these
        Other rules for what a token is: `Tokenizer`, or its choices as text, such as
        ``"possessive=split, hyphen=split"``; "default" has none.
    names : str or sequence of str
        "without" counts only the words outside names as well: outside the spans of the layer
        "name", or, in a corpus without one, of the names that ``layers.make(corpus, "names")``
        finds.
    reference : str, Corpus, FrequencyList or sequence of these, optional
        Other references for a claim about `keyness` or `absences`, which names its own.
    leave_out : str, optional
        "document", "section", "sentence", a metadata column or a layer of spans: each of these
        parts is left out in turn; "no party" is that of the documents without a party.

    Returns
    -------
    DataFrame
        The columns are ``tokenizer, names, reference, left_out, value, value_other, holds, lost,
        gained, count, line_id, note``. The first four are the choices; ``left_out`` is empty if
        nothing is left out. ``value`` and ``value_other`` are the sides of a comparison; of an
        order of three or more, the neighbours that contradict it or come closest to that, which
        ``note`` names; of a rank, the cell and its strongest rival. ``holds`` says whether the
        claim is true; it is missing where the claim cannot be computed, and ``note`` says why. A
        claim that is a number holds where it is the same as in the author's setting, which is then
        ``value_other``. ``count`` is the number of lines that decide: hits of the claim's queries
        that the setting takes away (``lost``) or adds (``gained``). ``line_id`` names them, and
        `lines` shows them.

    Raises
    ------
    DiscourseError
        For a text that is no claim, a claim that cannot be computed as it is, an alternative that
        is no tokenizer or no reference, a reference for a claim that has none, a part that the
        corpus does not have, or more than 2,000 combinations.

    See Also
    --------
    dc.plot.multiverse : Draw the settings as a strip.
    dc.lines : The lines that decide a setting.
    dc.verify : Check the claims of notebooks in the author's setting.

    Notes
    -----
    A multiverse [1]_ shows whether a claim hangs on a choice. The drawing is that of a
    specification curve [2]_. ``discourse docs robustness`` has examples.

    Limits: it is no test. Settings are neither independent nor equally good, and that a claim holds
    in 20 of 24 says nothing about other texts. It has the choices that you name, and no others.
    Names that the rule finds are candidates, and a frequency list keeps the names and tokens that
    it was counted with.

    References
    ----------
    .. [1] Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Increasing transparency through a
       multiverse analysis. Perspectives on Psychological Science 11(5), 702-712.
    .. [2] Simonsohn, Simmons & Nelson (2020), Specification curve analysis. Nature Human Behaviour
       4, 1208-1214.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> table = dc.multiverse(
    ...     paper, "china > development", tokenizer="possessive=split", names="without"
    ... )
    >>> table[["tokenizer", "names", "value", "value_other", "holds", "lost", "gained"]]
              tokenizer    names  value  value_other  holds  lost  gained
    0           default     with   25.0          6.0   True     0       0
    1           default  without    0.0          5.0  False    26       0
    2  possessive=split     with   31.0          6.0   True     0       6
    3  possessive=split  without    0.0          5.0  False    26       0
    >>> dc.lines(paper, table.iloc[2]).frame["node"].head(2).tolist()
    ["China's", "China's"]
    """
    own, choices = _plan(
        corpus, claim, tokenizer=tokenizer, names=names, reference=reference, leave_out=leave_out
    )
    variants, hits = Variants(corpus, choices), OwnHits(corpus)
    judged = (_judge_setting(claim, setting, own, variants, hits) for setting in choices)
    rows = [
        {**_name_choices(setting, choices), **values}
        for setting, values in zip(choices, judged, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _plan(
    corpus: Corpus, claim: str, *, tokenizer: Any, names: Any, reference: Any, leave_out: Any
) -> tuple[Verdict, Choices]:
    """What the claim gives in the author's setting, and what is varied."""
    own = judge(check_text("claim", claim, "rights > peace"), Claims(corpus))
    if leave_out is not None:
        check_text("leave_out", leave_out, "section")
    others = [each for each in _read_tokenizers(tokenizer) if each != corpus.tokenizer]
    for each in others:
        check_own_rule(each)
    references = _choose_references(claim, own.references, _read_references(reference))
    choices = Choices(
        [corpus.tokenizer, *dict.fromkeys(others)],
        _choose_names(names),
        references,
        name_references("; ".join(own.references), references),
        *list_parts(corpus, leave_out),
    )
    check_number(len(choices))
    return own, choices


def _choose_references(
    claim: str, own: Sequence[str], others: Sequence[CorpusOrList]
) -> list[CorpusOrList]:
    """The references that are not the claim's own, each once."""
    if not others:
        return []
    if not own:
        raise DiscourseError(
            f"reference= is for claims that name one, such as 'keyness; rights; log_ratio; "
            f"reference=udhr > 1', and {claim!r} names none; leave reference= out."
        )
    if len(own) > 1:
        raise DiscourseError(
            f"{claim!r} names the references {' and '.join(own)}; vary the reference of a claim "
            "that names one."
        )
    known = {frequency_list(own[0]).fingerprint}
    chosen = {each.fingerprint: each for each in others if each.fingerprint not in known}
    return list(chosen.values())


def _name_choices(setting: Setting, choices: Choices) -> dict[str, Any]:
    return {
        "tokenizer": write_tokenizer(setting.tokenizer),
        "names": setting.names,
        "reference": choices.reference_names[setting.reference],
        "left_out": ["", *choices.parts][setting.left_out],
    }


def _judge_setting(
    claim: str, setting: Setting, own: Verdict, variants: Variants, hits: OwnHits
) -> dict[str, Any]:
    """What a claim gives in a setting: the columns of its row after those of the choices."""
    lines, verdict, notes = NO_LINES, None, []
    try:
        corpus, reference = variants.corpus_of(setting), variants.reference_of(setting)
        try:
            is_own = corpus is variants.corpus and reference is None
            verdict = own if is_own else judge(claim, Claims(corpus, reference=reference))
        finally:
            behind = () if verdict is None else verdict.queries
            lines = hits.compare(corpus, dict.fromkeys([*own.queries, *behind]))
    except DiscourseError as error:
        notes.append(first_line(error).rstrip("."))
    if verdict and own.references and setting.names == WITHOUT:
        notes += [] if isinstance(reference, Corpus) else [NAMES_IN_LIST]
    if verdict is None:
        values: dict[str, Any] = {"value": np.nan, "value_other": np.nan, "holds": pd.NA}
    elif parse_comparison(claim) is None:
        values = {"value": verdict.value, "value_other": own.value}
        values["holds"] = verdict.value == own.value
    else:
        values = {"value": verdict.value, "value_other": verdict.value_other}
        values["holds"] = verdict.holds
        notes.append(verdict.pair)
    if lines.unseen:
        notes.append(f"{count_noun(lines.unseen, 'added hit')} without a token in the corpus")
    found = {name: getattr(lines, name) for name in ("lost", "gained", "count", "line_id")}
    return {**values, **found, "note": "; ".join(filter(None, notes))}
