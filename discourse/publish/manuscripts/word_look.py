"""How the text of a Word file looks, as far as that says whether a reader sees it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from discourse.text.readers.word import SWITCHED_OFF, WORD

_WHITE, _NO_COLOUR = "FFFFFF", "AUTO"
_PLAIN_GROUNDS = (_WHITE, _NO_COLOUR, "")
_LEAST_SIZE = 6  # in half-points, as Word counts: what is smaller cannot be read


class RunLook(NamedTuple):
    """How a run looks, as far as it says whether and how a reader sees it."""

    hidden: bool = False
    struck: bool = False
    raised: bool = False
    marked: bool = False
    white: bool = False
    shaded: bool = False
    small: bool = False

    @property
    def is_unseen(self) -> bool:
        """Whether a reader does not see it: it is hidden, too small, or white on white."""
        return self.hidden or self.small or (self.white and not self.shaded)


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
    fills = (ground.get(f"{WORD}fill", _NO_COLOUR), ground.get(f"{WORD}themeFill", ""))
    is_shaded = fills[0].upper() not in _PLAIN_GROUNDS or bool(fills[1])
    return look._replace(shaded=is_shaded or ground.get(f"{WORD}val") in ("solid", "pct100"))


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
    )
