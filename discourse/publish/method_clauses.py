"""Sentences of a methods paragraph, filled with the parameters of a call."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import signature
from typing import Any

import regex

from discourse.corpus.lines.lines import Concordance
from discourse.errors import count_noun, make_plural

_VALUE = regex.compile(r"(?P<quote>“?)\{(?P<name>\w+)(?::(?P<noun>\w+))?\}”?")
_CONDITION = regex.compile(r"\{(?P<absent>!?)(?P<name>\w+)(?:=(?P<value>\w+)|>(?P<least>\d+))?\?\}")

# What the steps that select and order lines say; `sort`, `group`, `rank` and `slice` are worded
# below, and `with_columns` changes neither the lines nor their order.
STEP_CLAUSES = {
    "filter": "lines with “{query}” within {window:token} of the node were kept",
    "exclude": "lines with “{query}” within {window:token} of the node were left out",
    "where": "lines where {condition} were kept",
    "sample": "a random sample of {n:line} was drawn (seed {seed}),",
    "shuffle": "lines were put into a random order (seed {seed})",
    "rank_by_rarity": "lines were ranked by the mean log frequency of the words within "
    "{window:token} of the node, the most common first",
    "within": "context was limited to the {unit} of the hit",
    "with_columns": "",
}
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
)  # fmt: skip


def fill_clauses(clauses: Iterable[str], parameters: Mapping[str, Any]) -> str:
    """Join the clauses of a verb into a sentence about one call, without its full stop.

    A clause is text with places in braces:

    - ``{by}`` is the value of a parameter; several values are listed, with "and".
    - ``“{node}”`` is the value in quotation marks; of several values, each has its own.
    - ``{window:token}`` is a number of things: "1 token", "5 tokens". The noun is given in the
      singular and has a regular plural.
    - ``{of:layer}`` is a name after what it names: "layer lemma"; of several, with "+" between
      them, "layers lemma and pos".
    - ``{inference?}``, ``{!queries?}`` (not given), ``{unit=document?}``, ``{!of=term?}`` (another)
      and ``{min_count>1?}`` are conditions, and leave no text.

    A clause is left out if a parameter that it names is None, empty or False, or if a condition
    does not hold.

    Examples
    --------
    >>> clauses = (
    ...     "words near “{nodes}” were counted within {window:token} of the node,",
    ...     "separately by {by},",
    ...     "{unit=document?}once per document,",
    ...     "{test?}and tested by permutation (seed {seed})",
    ... )
    >>> call = {"nodes": ["peace", "war"], "window": 5, "by": None, "unit": "document"}
    >>> fill_clauses(clauses, {**call, "test": False, "seed": 0})
    'Words near “peace” and “war” were counted within 5 tokens of the node, once per document'
    """
    filled = (_fill_clause(clause, parameters) for clause in clauses)
    sentence = " ".join(filter(None, filled)).rstrip(",;")
    return f"{sentence[:1].upper()}{sentence[1:]}"


def describe_steps(steps: Iterable[Sequence[Any]]) -> list[str]:
    """A sentence, without its full stop, for each step that selected or ordered lines.

    Examples
    --------
    >>> for sentence in describe_steps([("sort", ["R1"], {}), ("sample", [5], {"seed": 1})]):
    ...     print(sentence)
    Lines were sorted by the first word to the right (R1)
    A random sample of 5 lines was drawn (seed 1)
    """
    sentences = []
    for name, arguments, options in steps:
        call = signature(getattr(Concordance, name)).bind(None, *arguments, **dict(options))
        call.apply_defaults()
        parameters = dict(call.arguments)
        clauses = [WORDED[name](parameters) if name in WORDED else STEP_CLAUSES[name]]
        if name == "sample":
            clauses.append("with as many of each {by} as possible")
        sentences.append(fill_clauses(clauses, parameters))
    return list(filter(None, sentences))


def list_words(words: Iterable[str]) -> str:
    """Words as a list in a sentence.

    Examples
    --------
    >>> list_words(["peace", "war", "rights"])
    'peace, war and rights'
    """
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _fill_clause(clause: str, parameters: Mapping[str, Any]) -> str:
    for condition in _CONDITION.finditer(clause):
        if not _holds(condition, parameters[condition["name"]]):
            return ""
    if any(_is_empty(parameters[place["name"]]) for place in _VALUE.finditer(clause)):
        return ""
    clause = _CONDITION.sub("", clause)
    return _VALUE.sub(lambda place: _fill_place(place, parameters[place["name"]]), clause)


def _holds(condition: "regex.Match[str]", value: Any) -> bool:
    if condition["value"]:
        return (str(value) == condition["value"]) != bool(condition["absent"])
    if condition["least"]:
        return bool(value > int(condition["least"]))
    return _is_empty(value) == bool(condition["absent"])


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], ())


def _fill_place(place: "regex.Match[str]", value: Any) -> str:
    items = value if isinstance(value, list) else [value]
    words = list_words([f"“{item}”" if place["quote"] else str(item) for item in items])
    if not place["noun"]:
        return words
    if isinstance(value, int):
        return count_noun(value, place["noun"])
    if isinstance(value, str):
        names = value.split("+")
        noun = place["noun"] if len(names) == 1 else make_plural(place["noun"])
        return f"{noun} {list_words(names)}"
    return f"{words} {make_plural(place['noun'])}"


def _describe_key(key: str) -> str:
    """What lines are sorted by, e.g. "the first word to the right (R1)"."""
    if key[:1] in ("L", "R") and key[1:].isdigit():
        side = "left" if key[0] == "L" else "right"
        return f"the {ORDINALS[int(key[1:]) - 1]} word to the {side} ({key})"
    return {"node": "the node", "position": "position in the corpus"}.get(key, key)


def _describe_sort(parameters: Mapping[str, Any]) -> str:
    return f"lines were sorted by {', then '.join(map(_describe_key, parameters['keys']))}"


def _describe_group(parameters: Mapping[str, Any]) -> str:
    keys = [parameters["by"], *parameters["more"]]
    return f"lines were grouped by {list_words(map(_describe_key, keys))}"


def _describe_rank(parameters: Mapping[str, Any]) -> str:
    words = list_words(f"“{word}”" for word in parameters["words"])
    return f"lines were ranked by how many of {words} occur within {{window:token}} of the node"


def _describe_slice(parameters: Mapping[str, Any]) -> str:
    start, stop, every = (parameters[name] for name in ("start", "stop", "every"))
    if every not in (None, 1) or min(start or 0, stop or 0) < 0:
        bounds = ["" if bound is None else str(bound) for bound in (start, stop, every)]
        return f"lines were selected by the slice [{':'.join(bounds)}]"
    return f"lines {(start or 0) + 1:,} to {'the last' if stop is None else f'{stop:,}'} were kept"


# How the steps are worded that a clause with places in it cannot say.
WORDED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "sort": _describe_sort,
    "group": _describe_group,
    "rank": _describe_rank,
    "slice": _describe_slice,
}
