"""What is said below a table: how often the models and rules behind its layers are wrong."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

NOTE = "note"  # the key of `attrs` under which a table has this sentence
MEASURED = "measured"  # the key of `about` that holds precision and recall
_IN_QUOTES = re.compile(r'"(?:\\.|[^"\\])*"')
_SIGNS_OF_CQL = frozenset('["<=')  # what a phrase never has, and each other query or condition has
_QUERIES = ("query", "queries", "node", "other", "claim")  # parameters in which a word is a phrase


def note_layers(stores: Iterable[Any], given: object, rests_on: Iterable[str] = ()) -> str:
    """State the measured error of each layer that a table rests on.

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
        A sentence, and another on layers that were not measured; "" if no layer was made by a model
        or a rule.
    """
    told: dict[str, list[str]] = {}
    unknown: list[str] = []
    for store in stores:
        named = {*rests_on, *store.joined, *_find_names(given, list(store.layers))}
        for name in (name for name in store.layers if name in named):
            about = store.layers[name].about
            who = f"{name} ({about.get('maker')})"
            if measured := about.get(MEASURED):
                said = told.setdefault(str(measured.get("on", "")), [])
                said += [each for each in [_write_error(who, measured)] if each not in said]
            elif _is_made_by_machine(about) and who not in unknown:
                unknown.append(who)
    pieces = [f"{'; '.join(said)}{f', on {on}' if on else ''}" for on, said in told.items()]
    sentences = [f"Measured error: {'; '.join(pieces)}."] if pieces else []
    sentences += [f"Error not measured: {', '.join(unknown)}."] if unknown else []
    return " ".join(sentences)


def _write_error(who: str, measured: Mapping[str, Any]) -> str:
    wrong, missed = (f"{1 - measured[name]:.1%}" for name in ("precision", "recall"))
    return f"{wrong} of the values of {who} are wrong and {missed} are missed"


def _is_made_by_machine(about: Mapping[str, Any]) -> bool:
    """Whether a rule or a tagger made a layer, and no reader did."""
    return about.get("version") is not None and not about.get("coder")


def _find_names(given: object, names: Sequence[str], *, in_query: bool = False) -> Iterator[str]:
    """The layers that a value names: as ``of="lemma"``, or in a query or a condition."""
    if isinstance(given, str):
        outside = _IN_QUOTES.sub(" ", given) if _SIGNS_OF_CQL & set(given) else ""
        for name in names:
            if (given == name and not in_query) or re.search(
                rf"(?<!\w){re.escape(name)}(?!\w)", outside
            ):
                yield name
    elif isinstance(given, Mapping):
        for key, value in given.items():
            yield from _find_names(value, names, in_query=key in _QUERIES)
    elif isinstance(given, (list, tuple)):
        for value in given:
            yield from _find_names(value, names, in_query=in_query)
