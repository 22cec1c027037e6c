"""Damages to an SVG that a reader would see, found whatever platform drew it.

Another platform is one whose letters take other room: the page is laid out with wider margins.
"""

import re

import matplotlib.pyplot as plt
import pytest

import discourse as dc
from discourse.publish.plots.canvas import figure_style
from discourse.publish.plots.rendering import render
from discourse.publish.plots.svg_differences import find_svg_differences
from discourse.publish.plots.svg_frames import Likeness
from discourse.publish.plots.svg_parts import read_svg

OWN = Likeness(same_print=False, is_own=True)
GIVEN = Likeness(same_print=False, is_own=False)
TEXT = "Peace and rights for all.\n\nRights, and rights again: peace, war and peace, for all of us."


def page_of(figure):
    return render(figure, "svg", title="Words.", subject="", alt="")


@pytest.fixture(scope="module")
def pages():
    """The SVG of a fresh drawing, of one of another platform, and of one on given axes."""
    table = dc.frequencies(dc.Corpus.from_texts({"a": TEXT})).head(6)
    fresh = dc.plot.frequencies(table).figure
    other = dc.plot.frequencies(table).figure
    other.set_layout_engine("constrained", w_pad=0.12, h_pad=0.09)
    _, ax = plt.subplots(figsize=fresh.get_size_inches(), layout="constrained")
    dc.plot.frequencies(table, ax)
    with figure_style():
        _, again = plt.subplots(figsize=fresh.get_size_inches())
    dc.plot.frequencies(table, again)
    found = {
        "fresh": page_of(fresh),
        "own": page_of(other),
        "fresh given": page_of(again.figure),
        "given": page_of(ax.figure),
    }
    plt.close("all")
    return found


def differences(pages, alike, damage=lambda page: page):
    fresh, found = ("fresh", "own") if alike.is_own else ("fresh given", "given")
    page = damage(pages[found].decode("utf-8")).encode("utf-8")
    return [" | ".join(map(str, found)) for found in find_svg_differences(
        read_svg(pages[fresh]), read_svg(page), alike)]  # fmt: skip


@pytest.mark.parametrize("alike", [OWN, GIVEN], ids=["own", "given"])
def test_a_page_of_another_layout_is_no_difference(pages, alike):
    assert pages["own"] != pages["fresh"]
    assert differences(pages, alike) == []


DOT = r'<use [^>]*style="fill: #1a1a1a[^>]*/>'
LAST = r"</g>\s*<defs>\s*<clipPath"
TICK_TWO = r'(<g id="xtick_\d+">(?:(?!xtick_).)*?>)2(</text>)'
FRAME = r'(<g id="patch_2">\s*)(<path d="[^"]*" )style="[^"]*"(/>)(.*)</svg>'
DAMAGES = {
    "the page is mirrored": (
        '<g id="figure_1">', '<g id="figure_1" transform="matrix(-1 0 0 1 240.9 0)">', "turned by",
    ),
    "the axes are mirrored": (
        '<g id="axes_1">', '<g id="axes_1" transform="matrix(-1 0 0 1 240.9 0)">', "turned by",
    ),
    "the page is scaled": (
        '<g id="figure_1">', '<g id="figure_1" transform="scale(.9 1)">', "turned by 0.9",
    ),
    "the dots are moved": (
        f"({DOT})", r'<g transform="translate(40 0)">\1</g>', "the place of a mark",
    ),
    "a dot is scaled": (f"({DOT})", r'<g transform="scale(1.1)">\1</g>', "turned by 1.1"),
    "nothing is displayed": ('version="1.1"', 'version="1.1" style="display:none"', "svg style"),
    "a group is not displayed": (
        '<g id="axes_1">', '<g id="axes_1" style="display: none">', "g display",
    ),
    "a dot is not displayed": (f"(<use) ({DOT[5:]})", r'\1 display="none" \2', "use display"),
    "the page is transparent": ('version="1.1"', 'version="1.1" opacity="0"', "svg opacity"),
    "a group is transparent": (
        '<g id="axes_1">', '<g id="axes_1" style="opacity: 0.1">', "group opacity 0.1",
    ),
    "the colours are inverted": (
        'version="1.1"', 'version="1.1" style="filter:invert(1)"', "svg style",
    ),
    "a filter": ('<g id="axes_1">', '<g id="axes_1" filter="url(#f)">', "g filter"),
    "a mask": ('<g id="axes_1">', '<g id="axes_1" mask="url(#f)">', "g mask"),
    "the view is cut": (r'viewBox="0 0 \d+', 'viewBox="0 0 200', "the view 0 0 200"),
    "the view begins elsewhere": ('viewBox="0 0 ', 'viewBox="60 0 ', "the view 60 0"),
    "the view is gone": (r'viewBox="[^"]*"', "", "the view"),
    "the sides are stretched": (
        'version="1.1"', 'version="1.1" preserveAspectRatio="none"', "svg preserveAspectRatio",
    ),
    "letters that cannot be read": ("font-size: 7.5px", "font-size: 0.1px", "7.5"),
    "letters squeezed": (
        '(<text )([^>]*>peace)', r'\1textLength="0.1" \2', "text textLength",
    ),
    "letters moved": ("(<text )([^>]*>peace)", r'\1dx="30" \2', "text dx"),
    "a text upside down": (r"rotate\(-0 ([^)]*\)\">peace)", r"rotate(180 \1", "turned by -1"),
    "a text is white": (
        r"(<text style=\"[^\"]*)(\"[^>]*>peace)", r"\1; fill: #fefefe\2", "fill",
    ),
    "a text is not seen": (
        r"(<text style=\")([^>]*>peace)", r"\1opacity: 0; \2", "opacity 0",
    ),
    "a text in other letters": (
        r"font-family: 'DejaVu Sans'([^>]*>peace)", r"font-family: 'Wingdings'\1", "Wingdings",
    ),
    "a font of signs behind that of the letters": (
        r"font-family: 'DejaVu Sans'([^>]*>peace)", r"font-family: 'DejaVu Sans', Symbol\1",
        "Symbol",
    ),
    "a font that no letter needs": (
        r"font-family: 'DejaVu Sans'([^>]*>Count)", r"font-family: 'DejaVu Sans', 'Odd'\1", "Odd",
    ),
    "a name beside another row": (
        r"(<text [^>]* y=\")([\d.]+)(\" transform=\"rotate\(-0 [\d.]+ )[\d.]+(\)\">peace)",
        r"\g<1>99\g<3>99\g<4>", "the place of 'peace'",
    ),
    "marks of another shape": (r'(<path id="m\w+" d="M )0 2', r"\g<1>9 2", "the shape of"),
    "ticks of another shape": (r'(<path id="m\w+" d="M )0 0', r"\g<1>0 -40", "ticks | like"),
    "a mark of another look": (
        r'(<path id="m\w+" d="[^"]*" style="stroke: #1a1a1a)', r"\1; opacity: 0", "mark opacity",
    ),
    "a mark with the id of another": (
        "<defs>", '<defs><path id="figure_1" d="M 0 0 L 9 9"/>', "the id figure_1 2 times",
    ),
    "a use of something that is not there": (
        '(<use xlink:href="#)', r"\1x", "which is not there",
    ),
    "a link of another standard": (f"(<use) ({DOT[5:]})", r'\1 href="#x" \2', "use href"),
    "a number that lies": (TICK_TWO, r"\g<1>20\2", "texts of ticks"),
    "a number as a name": (TICK_TWO, r"\1many\2", "texts of ticks"),
    "a number at another place": (
        r'(<g id="xtick_2">.*?<use [^>]*x=")[\d.]+', r"\g<1>120", "texts of ticks",
    ),
    "no numbers": (
        r'(<g id="matplotlib.axis_1">).*?(<g id="text_\d+">\s*<text[^>]*>Count)', r"\1\2",
        "ticks | 0",
    ),
    "a dot among the ticks": (
        f'(<g id="xtick_1">)(.*)({DOT})', r"\1<g>\3</g>\2\3", "ticks | like the others",
    ),
    "a dot": (f"({DOT})", r"\1\1", "the number of marks"),
    "a dot away": (f"{DOT}", "", "the number of marks"),
    "dots in another order": (f"({DOT})(.*?)({DOT})", r"\3\2\1", "the place of a mark"),
    "the ground over all": (
        FRAME, r'\1\2style="fill: none"\3\4<g id="patch_99">\2/></g></svg>', "",
    ),
    "a ground over all": (
        FRAME, r'\1\2style="fill: #ffffff"\3\4<g id="axes_1"><g id="patch_99">\2'
        r'style="fill: #ffffff"/></g></g></svg>', "",
    ),
    "a line across": (
        LAST, '<g id="axes_1b"><g id="patch_9"><path d="M 90 20 L 90 60" style="fill: none; '
        'stroke: #000000"/></g></g></g><defs><clipPath', "the number of marks",
    ),
    "a line in the axes": (
        r'(<g id="patch_3">)', r'<g id="patch_98"><path d="M 90 20 L 90 60" style="fill: none; '
        r'stroke: #000000"/></g>\1', "the number of marks",
    ),
    "another cut": (
        "(<clipPath[^>]*>).*?</clipPath>",
        r'\1<rect x="0" y="0" width="50" height="9"/></clipPath>', "the area to which",
    ),
    "a cut that is new": (
        f"({DOT})", r'<g clip-path="url(#c)">\1</g><defs><clipPath id="c"><rect x="0" y="0" '
        r'width="1" height="1"/></clipPath></defs>', "the area to which",
    ),
    "lines from where they are": (
        r'(<path d=")M ([^"]*?)L ([^"]*" clip-path)', r"\1m \2l \3", "path with other commands",
    ),
    "curves for lines": (
        r'(<path d="M [^"]*?)L ([\d. \n]*)(" [^>]*style="fill: none; stroke: #d5d5d5)',
        r"\1 \2z\3", "the shape of",
    ),
    "a second title": ("<title>", "<title>Nine</title><title>", "title more than once"),
    "an instruction": (
        "<!DOCTYPE", '<?xml-stylesheet href="data:text/css,text{display:none}"?><!DOCTYPE',
        "<?xml-stylesheet",
    ),
    "definitions": (r"svg11.dtd\">", 'svg11.dtd" [<!ATTLIST text dx CDATA "9">]>', "DOCTYPE"),
    "a style sheet": ("</style>", " text{display: none}</style>", "style"),
    "a style sheet in the picture": (
        '<g id="axes_1">', '<style>text{display: none}</style><g id="axes_1">', "style in g",
    ),
    "a style with a comment": (
        'style="fill: #1a1a1a', 'style="fill: #1a1a1a; opacity/**/: 0', "opacity/**/",
    ),
    "a style twice": (
        'style="fill: #1a1a1a', 'style="fill: #1a1a1a; fill: #ffffff', "fill 2 times",
    ),
    "an event": ('<g id="axes_1">', '<g id="axes_1" onclick="x()">', "g onclick"),
    "a page in the page": ('<g id="axes_1">', '<svg width="9"></svg><g id="axes_1">', "svg in g"),
    "a switch": ('(<g id="patch_2">.*?</g>)', r"<switch>\1</switch>", "switch in g"),
    "an animation": (">peace<", '>peace<set attributeName="x" to="9"/><', "set in text"),
    "a link": ('(<g id="patch_2">.*?</g>)', r"<a>\1</a>", "a in g"),
    "words of another kind": (
        LAST, '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">9</p></foreignObject></g>'
        "<defs><clipPath", "foreignObject in g",
    ),
    "something behind it": ("</svg>", "</svg><!-- -->", "something after"),
}  # fmt: skip


@pytest.mark.parametrize("alike", [OWN, GIVEN], ids=["own", "given"])
@pytest.mark.parametrize("name", DAMAGES)
def test_what_a_reader_sees_is_named_on_every_platform(pages, name, alike):
    old, new, words = DAMAGES[name]

    def damage(page):
        changed = re.sub(old, new, page, count=1, flags=re.DOTALL)
        assert changed != page
        return changed

    found = differences(pages, alike, damage)
    assert any(words in each for each in found), "\n".join(found) or "nothing"


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("grey letters of another size", "7.5px"),
        ("another ground", "#eeeeee"),
        ("a spine", "the number of marks"),
    ],
)
def test_on_a_figure_of_the_package_looks_are_the_same_everywhere(pages, damage, words):
    change = {
        "grey letters of another size": ("font-size: 7.5px", "font-size: 9px"),
        "another ground": ("fill: #ffffff", "fill: #eeeeee"),
        "a spine": (
            r'(<g id="patch_3">)',
            r'<g id="patch_9"><path d="M 1 1 L 1 2" style="fill: none"/></g>\1',
        ),
    }[damage]  # fmt: skip
    found = differences(pages, OWN, lambda page: re.sub(*change, page, count=1))
    assert any(words in each for each in found), found


def test_a_ground_on_which_marks_are_not_seen(pages):
    found = differences(pages, GIVEN, lambda page: page.replace("fill: #ffffff", "fill: #222222"))
    assert any("one on which #1a1a1a is seen | #222222" in each for each in found)


def test_panels_that_are_exchanged():
    """A panel is compared in its own frame, which is another one if the fonts are others."""

    def page(left, right):
        def axes(name, at):
            box = f"M {at} 90 L {at + 80} 90 L {at + 80} 9 L {at} 9 z"
            ground = f'<path d="{box}" style="fill: #ffffff"/>'
            return f'<g id="{name}"><g id="patch_{name[-1]}">{ground}</g></g>'

        whole = "M 0 99 L 200 99 L 200 0 L 0 0 z"
        return read_svg(
            '<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="99pt" '
            'viewBox="0 0 200 99"><g id="figure_1"><g id="patch_0">'
            f'<path d="{whole}" style="fill: #ffffff"/></g>{axes("axes_1", left)}'
            f"{axes('axes_2', right)}</g></svg>".encode()
        )

    found = list(find_svg_differences(page(10, 110), page(8, 112), OWN))
    assert found == []
    for left, right, where in ((110, 10, "beside"), (10, 50, "beside")):
        found = list(find_svg_differences(page(10, 110), page(left, right), OWN))
        assert [each.place for each in found] == ["the place of axes_2"]
        assert where in found[0].expected
