"""How the text of a Word file looks, as far as that says whether a reader sees it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import regex

from discourse.text.readers.word import SWITCHED_OFF, WORD

_WHITE, _NO_COLOUR = "FFFFFF", "AUTO"
_PLAIN_GROUNDS = (_WHITE, _NO_COLOUR, "")
_LEAST_SIZE = 6  # in half-points, as Word counts: what is smaller cannot be read
_LEAST_WIDTH = 50  # per cent of the width of a letter
_FARTHEST = 24  # in half-points above or below the line: a letter is not higher
_CLOSEST = -40  # in twentieths of a point between letters: they lie over one another
_MEASURE = regex.compile(r"(?P<number>-?\d{1,9}(?:\.\d{1,9})?)(?P<unit>pt|pc|pi|mm|cm|in)?%?")
_POINTS = {"pt": 1.0, "pc": 12.0, "pi": 12.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}


class RunLook(NamedTuple):
    """How a run looks, as far as it says whether and how a reader sees it."""

    hidden: bool = False
    struck: bool = False
    raised: bool = False
    marked: bool = False
    white: bool = False
    shaded: bool = False
    small: bool = False
    displaced: bool = False

    @property
    def is_unseen(self) -> bool:
        """Whether a reader does not see it: hidden, too small, out of its line, white on white."""
        return self.hidden or self.small or self.displaced or (self.white and not self.shaded)


def value_of(element: Any, path: str) -> str:
    """The value of the first element at a path, "" if there is none."""
    found = element.find(path)
    return "" if found is None else str(found.get(f"{WORD}val", ""))


class WordStyles:
    """The styles of a document: their names, and how their text looks."""

    def __init__(self, root: Any) -> None:
        styles = [] if root is None else list(root.iter(f"{WORD}style"))
        self._styles = {style.get(f"{WORD}styleId", ""): style for style in styles}

    def names(self, style: str) -> list[str]:
        """The name of a style, and of those that it is based on."""
        found = (each.find(f"{WORD}name") for each in self._chain(style))
        return [each.get(f"{WORD}val", "") for each in found if each is not None]

    def look(self, style: str, outer: RunLook) -> RunLook:
        """The look of text in a style."""
        for each in reversed(list(self._chain(style))):
            outer = apply_look(shade(outer, each.find(f"{WORD}pPr")), each.find(f"{WORD}rPr"))
        return outer

    def _chain(self, style: str) -> Iterator[Any]:
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            based_on = self._styles[style].find(f"{WORD}basedOn")
            style = "" if based_on is None else based_on.get(f"{WORD}val", "")


def shade(look: RunLook, properties: Any) -> RunLook:
    """A look on the ground that a paragraph, a cell or a table has."""
    ground = None if properties is None else properties.find(f"{WORD}shd")
    if ground is None:
        return look
    return look._replace(shaded=is_coloured(ground))


def is_coloured(ground: Any) -> bool:
    """Whether a ground (``w:shd``) has a colour that is seen on white paper."""
    fills = (ground.get(f"{WORD}fill", _NO_COLOUR), ground.get(f"{WORD}themeFill", ""))
    is_filled = fills[0].upper() not in _PLAIN_GROUNDS or bool(fills[1])
    return is_filled or ground.get(f"{WORD}val") in ("solid", "pct100")


def is_hardly_seen(properties: Any) -> bool:
    """Whether the properties of a run make its text white, too small, narrow, close or far away."""
    look = apply_look(RunLook(), properties)
    return look.white or look.small or look.displaced


def _is_displaced(properties: Any, before: bool) -> bool:
    """Whether letters are squeezed, lie over one another, or are far from their line."""
    names, halves, twentieths = ("w", "position", "spacing"), 2, 20
    said = [value_of(properties, f"{WORD}{name}") for name in names]
    if not any(said):
        return before
    width, height, gap = said
    return (
        _measure_of(width, 1, _LEAST_WIDTH) < _LEAST_WIDTH
        or abs(_measure_of(height, halves, 0)) > _FARTHEST
        or _measure_of(gap, twentieths, 0) <= _CLOSEST
    )


def _measure_of(text: str, parts_of_point: int, default: float) -> float:
    """A measure in parts of a point, which a unit may follow; a default for what is none."""
    found = _MEASURE.fullmatch(text)
    if found is None:
        return default
    unit = _POINTS[found["unit"]] * parts_of_point if found["unit"] else 1
    return float(found["number"]) * unit


def apply_look(look: RunLook, properties: Any) -> RunLook:
    """A look with what the properties of a run or a style say of it."""
    if properties is None:
        return look

    def says(names: tuple[str, ...], before: bool) -> bool:
        found = [properties.find(f"{WORD}{name}") for name in names]
        said = [each.get(f"{WORD}val") not in SWITCHED_OFF for each in found if each is not None]
        return any(said) if said else before

    raised = properties.find(f"{WORD}vertAlign")
    colour, size = value_of(properties, f"{WORD}color"), value_of(properties, f"{WORD}sz")
    highlight = value_of(properties, f"{WORD}highlight")
    shaded = shade(look, properties).shaded
    return RunLook(
        says(("vanish", "webHidden"), look.hidden),
        says(("strike", "dstrike"), look.struck),
        look.raised if raised is None else raised.get(f"{WORD}val") == "superscript",
        says(("i", "b"), look.marked),
        colour.upper() == _WHITE if colour else look.white,
        highlight not in ("none", "white") if highlight else shaded,
        int(size) < _LEAST_SIZE if size.isdecimal() else look.small,
        _is_displaced(properties, look.displaced),
    )
