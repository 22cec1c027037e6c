"""Fonts for characters that the font of the style lacks, such as Chinese; never boxes."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from discourse.errors import DiscourseError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Used first if they are installed; after them any font with the characters, in the order of names.
PREFERRED_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Noto Sans", "Microsoft YaHei",
    "PingFang SC", "Hiragino Sans GB", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
)  # fmt: skip
EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH", "IDEOGRAPHIC")
# Fonts shipped with matplotlib that show some characters as boxes or as other characters.
UNFIT_FONTS = ("Last Resort", "STIXNonUnicode", "cm")


def give_fonts(axes: "Axes") -> None:
    """Give the texts on some axes fonts that have all their characters.

    Raises
    ------
    DiscourseError
        If no installed font has a character.
    """
    from matplotlib import rcParams
    from matplotlib.text import Text

    axes.get_xticklabels(), axes.get_yticklabels()  # matplotlib creates these texts on request
    texts = [text for text in axes.findobj(Text) if text.get_text()]
    own = list(rcParams["font.family"])
    letters = {letter for text in texts for letter in text.get_text() if letter.isprintable()}
    families = own + _find_families(letters - _font_letters(_style_font_path()))
    if families != own:
        for text in texts:
            text.set_fontfamily(families)


def _find_families(missing: Iterable[str]) -> list[str]:
    """Installed fonts that together have these characters: greedily, in the order of the list."""
    left, families = set(missing), list[str]()
    for name, path in _list_fonts():
        if not left:
            break
        if here := left & _font_letters(path):
            families.append(name)
            left -= here
    if left:
        scripts = sorted({unicodedata.name(letter, "unknown").split()[0] for letter in left})
        raise DiscourseError(
            f"no installed font has {''.join(sorted(left)[:10])!r} ({', '.join(scripts)}), which "
            f"a label needs; install one, such as {_suggest_font(scripts[0])}, and restart Python."
        )
    return families


def _suggest_font(script: str) -> str:
    """A free font for a script."""
    return PREFERRED_FONTS[0] if script in EAST_ASIAN else f"Noto Sans {script.title()}"


def _style_font_path() -> str:
    from matplotlib.font_manager import FontProperties, findfont

    return findfont(FontProperties())


def _list_fonts() -> list[tuple[str, str]]:
    """Name and file of each upright font, the preferred ones first."""
    from matplotlib.font_manager import fontManager

    upright = [font for font in reversed(fontManager.ttflist) if font.style == "normal"]
    fonts = {font.name: font.fname for font in upright if not font.name.startswith(UNFIT_FONTS)}
    rank = {name: place for place, name in enumerate(PREFERRED_FONTS)}
    names = sorted(fonts, key=lambda name: (rank.get(name, len(rank)), name))
    return [(name, fonts[name]) for name in names]


@cache
def _font_letters(path: str) -> frozenset[str]:
    from matplotlib.font_manager import get_font

    return frozenset(map(chr, get_font(path).get_charmap()))
