"""What an author added to a figure, in words for the summary: how much of it, and each text."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import regex

from discourse.errors import count_noun

ADDITIONS = "figures with additions"
NUMBERS_ADDED = "numbers and scales that authors added to figures, not checked"
EDGE = 0.02  # of the sides of axes: what is farther out is beside them
_SCALE = regex.compile(
    r"[×‰%]|\b(hundreds?|thousands?|millions?|billions?|per|times|log|ratio|rate|share|mean)\b",
    regex.IGNORECASE,
)


def count_additions(
    name: str,
    said: str,
    things: "Counter[str]",
    texts: Sequence[str],
    seen: Mapping[str, Any],
    checked: "Counter[str]",
) -> None:
    """Count a figure with additions, and the numbers among them.

    Parameters
    ----------
    name : str
        The path of the figure, without an ending.
    said : str
        What its author says was added.
    things : Counter
        How many artists of each kind were added.
    texts : sequence of str
        What was added in words.
    seen : mapping
        What is seen of the figure.
    checked : Counter
        What was checked.
    """
    kinds = ", ".join(f"{times} {kind}" for kind, times in sorted(things.items()))
    parts = [said, *([f"{count_noun(things.total(), 'artist')}: {kinds}"] if things else [])]
    if texts:
        beside = {line for text in _find_beside(seen) for line in text.split("\n")}
        parts.append(", ".join(_name_text(text, text in beside) for text in texts))
    checked[f"{ADDITIONS} ({name}: {'; '.join(parts)})"] += 1
    if numbers := sum(map(reads_as_number, texts)):
        checked[NUMBERS_ADDED] += numbers


def reads_as_number(text: str) -> bool:
    """Whether a reader may take a text for a value or a scale.

    Examples
    --------
    >>> [reads_as_number(text) for text in ("× 1,000", "p < .05", "ten²", "see below")]
    [True, True, True, False]
    """
    return bool(_SCALE.search(text)) or any(
        unicodedata.numeric(sign, None) is not None for sign in text
    )


def _name_text(text: str, is_beside: bool) -> str:
    if not reads_as_number(text):
        return f"“{text}”"
    return f"“{text}” (a number or a scale{', beside an axis' if is_beside else ''})"


def _find_beside(seen: Any) -> Iterator[str]:
    """The texts that are beside their axes or at an edge of them, and those of no axes."""
    if isinstance(seen, Mapping):
        at, text = seen.get("at"), seen.get("text")
        in_shares = "fraction" in str(seen.get("from", "fraction"))
        if isinstance(text, str) and (at is None or (in_shares and _is_at_edge(at))):
            yield text
        for value in seen.values():
            yield from _find_beside(value)
    elif isinstance(seen, list):
        for each in seen:
            yield from _find_beside(each)


def _is_at_edge(at: Sequence[float | None]) -> bool:
    return any(side is None or not EDGE < side < 1 - EDGE for side in at)
