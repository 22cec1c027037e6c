"""What is said below a table: how often the models and rules behind its layers are wrong.

And which values a query asks for that a layer does not have.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import Any

from discourse.errors import ElsewhereError

NOTE = "note"  # the key of `attrs` under which a table has this sentence
MEASURED = "measured"  # the key of `about` that holds precision and recall
_IN_QUOTES = re.compile(r'"(?:\\.|[^"\\])*"')
_SIGNS_OF_CQL = frozenset('["<=')  # what a phrase never has, and each other query or condition has
_TEST = re.compile(r'([\w.]+)\s*==?\s*"((?:\\.|[^"\\])*)"(%c)?')  # of a value, in a query
_FEW = 20  # values that are all named
_NEAR = 2  # letters that a near value may have more or less
_PLACES = "head"  # the layer whose values are distances, which nobody asks for by name
_QUERIES = ("query", "queries", "node", "other", "claim")  # parameters in which a word is a phrase


def note_layers(stores: Iterable[Any], given: object, rests_on: Iterable[str] = ()) -> str:
    """State the measured error of each layer that a table rests on, and what layers do not have.

    Parameters
    ----------
    stores : iterable of Store
        The corpora that the table was made from.
    given : object
        The parameters and the conditions of subsets, as a recipe has them.
    rests_on : iterable of str
        Layers that the table rests on, although no parameter names them.

    Returns
    -------
    str
        A sentence on each value that a query asks for in vain, one on the error, and one on layers
        that were not measured; "" if there is nothing to say.
    """
    told: dict[str, list[str]] = {}
    unknown: list[str] = []
    absent: list[str] = []
    for store in stores:
        with suppress(ElsewhereError):  # in shards, the values of a layer are not in one place
            absent += [each for each in _explain_absent(given, store.layers) if each not in absent]
        named = {*rests_on, *store.joined, *_find_named_layers(given, list(store.layers))}
        for name in sorted(named & store.layers.keys()):
            about = store.layers[name].about
            who = f"{name} ({about['maker']})" if about.get("maker") else name
            if measured := about.get(MEASURED):
                said = told.setdefault(str(measured.get("on", "")), [])
                said += [each for each in [_write_error(who, measured)] if each not in said]
            elif _is_made_by_machine(about) and who not in unknown:
                unknown.append(who)
    pieces = [f"{'; '.join(said)}{f', on {on}' if on else ''}" for on, said in told.items()]
    sentences = [*absent, *([f"Measured error: {'; '.join(pieces)}."] if pieces else [])]
    sentences += [f"Error not measured: {', '.join(unknown)}."] if unknown else []
    return " ".join(sentences)


def _explain_absent(given: object, layers: Mapping[str, Any]) -> Iterator[str]:
    """Name the values that a query or a condition asks for, and that no token or span has."""
    for name, value, folded in dict.fromkeys(_find_tests(given)):
        if name not in layers or name == _PLACES or _is_listed(value, layers[name].values):
            continue
        try:
            wanted = re.compile(value, re.IGNORECASE if folded else 0)
        except re.error:
            continue
        known = sorted({*layers[name].values} - {""})
        if not any(map(wanted.fullmatch, ["", *known])):
            yield f'No {layers[name].shape} has {name}="{value}"{_name_near(value, known)}.'


def _is_listed(value: str, values: Sequence[str]) -> bool:
    """Whether a value is among some; those of a layer of tokens are sorted, and may be many."""
    if isinstance(values, tuple):
        return value in values
    at = bisect_left(values, value)
    return at < len(values) and values[at] == value


def _name_near(value: str, known: Sequence[str]) -> str:
    """The value of a layer that is nearest to another, and all of them if they are few."""
    folded = {
        each.casefold(): each for each in reversed(known) if abs(len(each) - len(value)) <= _NEAR
    }
    near = get_close_matches(value.casefold(), folded, n=1)
    said = [f'nearest: "{folded[near[0]]}"'] if near else []
    said += [f"values: {', '.join(known)}"] if 0 < len(known) <= _FEW else []
    return f" ({'; '.join(said)})" if said else ""


def _find_tests(given: object) -> Iterator[tuple[str, str, str]]:
    """The layer, the value and whether case counts, of each comparison in queries."""
    if isinstance(given, str):
        for name, value, folded in _TEST.findall(given):
            yield name.rpartition(".")[2], value, folded
    elif isinstance(given, Mapping):
        yield from _find_tests(list(given.values()))
    elif isinstance(given, (list, tuple)):
        for value in given:
            yield from _find_tests(value)


def _write_error(who: str, measured: Mapping[str, Any]) -> str:
    shares = (("precision", "are wrong"), ("recall", "are missed"))
    said = [f"{1 - measured[name]:.1%} {what}" for name, what in shares if name in measured]
    return f"of the values of {who}, {' and '.join(said)}"


def _is_made_by_machine(about: Mapping[str, Any]) -> bool:
    """Whether a rule or a tagger made a layer, and no reader did."""
    return about.get("version") is not None and not about.get("coder")


def _find_named_layers(
    given: object, names: Sequence[str], *, in_query: bool = False
) -> Iterator[str]:
    """The layers that a value names: as ``of="lemma"``, or in a query or a condition."""
    if isinstance(given, str):
        parts = given.split("+")  # as in of="lemma+pos"
        outside = _IN_QUOTES.sub(" ", given) if _SIGNS_OF_CQL & set(given) else ""
        for name in names:
            if (name in parts and not in_query) or re.search(
                rf"(?<!\w){re.escape(name)}(?!\w)", outside
            ):
                yield name
    elif isinstance(given, Mapping):
        for key, value in given.items():
            yield from _find_named_layers(value, names, in_query=key in _QUERIES)
    elif isinstance(given, (list, tuple)):
        for value in given:
            yield from _find_named_layers(value, names, in_query=in_query)
