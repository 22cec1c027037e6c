"""Fonts for characters that the font of the style lacks, such as Chinese; never boxes."""

import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import regex

from discourse.errors import DiscourseError, check_text

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
# Fonts that show other signs in place of Latin letters: those of programs, and of matplotlib.
_OF_SIGNS = regex.compile(
    r"(?:standard |bookshelf )?symbols?(?: (?:mt|neu|ps|l|set swa|\d))?|(?:wing|web)dings.*"
    r"|.*dingbats?(?: \w+)?|d050000l|marlett|mt extra|last ?resort.*|stix(?:nonunicode|size\w*)"
    r"|(?:cm(?:ex|mi|sy)|ms[ab]m|wasy|rsfs|esint)\d+|.*barcode.*|(?:adobe blank|redacted|flow).*",
    regex.I,
)


# The width of a letter that the font of the figure lacks, as a share of its size.
USUAL_LETTER, WIDE_LETTER = 0.63, 1.0
SPARE = 1.04  # texts measured 3 % more than the sum of their letters


def check_font(font: object) -> str:
    """The name of an installed font; one that was installed in this session is found.

    Raises
    ------
    DiscourseError
        If no font of this name is installed.
    """
    name = check_text("font", font, "DejaVu Sans")
    if name not in dict(_list_fonts()):
        _find_new_fonts()
    fonts = [font for font, _ in _list_fonts()]
    if name in fonts:
        return name
    near = get_close_matches(name, fonts, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise DiscourseError(
        f"no font named {name!r} is installed here; install it, or leave font= out for that of "
        f"the package.{hint}"
    )


def shows_other_signs(family: str) -> bool:
    """Whether a font is known to show other signs than the letters that are written.

    Examples
    --------
    >>> [shows_other_signs(font) for font in ("Symbol", "Wingdings 3", "cmsy10", "Noto Sans")]
    [True, True, True, False]
    """
    return _OF_SIGNS.fullmatch(family.strip()) is not None


def installed_of(families: Iterable[str]) -> list[str]:
    """Those of some families of fonts that are installed here."""
    fonts = dict(_list_fonts())
    return [family for family in families if family in fonts]


def have_letters(families: Sequence[str], text: str) -> bool:
    """Whether it is known here which font shows each letter of a text.

    The first font that has a letter shows it. If one before it is not installed here, that one may
    have shown the letter elsewhere.
    """
    fonts = dict(_list_fonts())
    left = {letter for letter in text if letter.isprintable() and not letter.isspace()}
    for family in families:
        if not left or family not in fonts:
            break
        left -= _font_letters(fonts[family])
    return not left


def letters_width(text: str, size: float) -> float:
    """Width of a text in the font of the figure, as its letters are designed, in points.

    It is the sum of the widths in the file of the font, so it is the same wherever this font is.
    Drawn on a grid of dots, letters can be slightly wider.
    """
    path = _style_font_path()
    return SPARE * size * sum(_advance(path, letter) for letter in text)


@cache
def _advance(path: str, letter: str) -> float:
    """Width of a letter as a share of the size of the letters."""
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    font = get_font(path)
    if ord(letter) not in font.get_charmap():
        return WIDE_LETTER if east_asian_width(letter) in "WF" else USUAL_LETTER
    glyph = font.load_char(ord(letter), flags=LoadFlags.NO_SCALE)
    return float(glyph.horiAdvance) / float(font.units_per_EM)


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
    families, left = _cover(set(missing))
    if left and _find_new_fonts():
        families, left = _cover(set(missing))
    if left:
        scripts = sorted({unicodedata.name(letter, "unknown").split()[0] for letter in left})
        raise DiscourseError(
            f"no installed font has {''.join(sorted(left)[:10])!r} ({', '.join(scripts)}), which "
            f"a label needs; install one, such as {_suggest_font(scripts[0])}, and draw it again."
        )
    return families


def _cover(left: set[str]) -> tuple[list[str], set[str]]:
    """Fonts that together have some characters, and the characters that none has."""
    families = list[str]()
    for name, path in _list_fonts():
        if not left:
            break
        if here := left & _font_letters(path):
            families.append(name)
            left = left - here
    return families, left


def _find_new_fonts() -> bool:
    """Tell matplotlib of fonts that were installed since it made its list; whether there are any.

    It makes its list once, and keeps it for later sessions.
    """
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {font.fname for font in fontManager.ttflist}
    new = sorted(set(findSystemFonts()) - known)
    for path in new:
        with suppress(OSError, RuntimeError):  # a file that is no font, or cannot be read
            fontManager.addfont(path)
    return bool(new)


def _suggest_font(script: str) -> str:
    """A free font for a script."""
    return PREFERRED_FONTS[0] if script in EAST_ASIAN else f"Noto Sans {script.title()}"


def _style_font_path() -> str:
    from matplotlib.font_manager import FontProperties, findfont

    return findfont(FontProperties())


def _list_fonts() -> list[tuple[str, str]]:
    """Name and file of each upright font, the preferred ones first."""
    from matplotlib.font_manager import fontManager

    upright = [
        font
        for font in reversed(fontManager.ttflist)
        if font.style == "normal" and _is_there(font.fname)
    ]
    fonts = {font.name: font.fname for font in upright if not font.name.startswith(UNFIT_FONTS)}
    rank = {name: place for place, name in enumerate(PREFERRED_FONTS)}
    names = sorted(fonts, key=lambda name: (rank.get(name, len(rank)), name))
    return [(name, fonts[name]) for name in names]


def _is_there(path: str) -> bool:
    """Whether the file of a font is there: it may have been removed since the list was made."""
    return Path(path).is_file()


@cache
def _font_letters(path: str) -> frozenset[str]:
    from matplotlib.font_manager import get_font

    return frozenset(map(chr, get_font(path).get_charmap()))
