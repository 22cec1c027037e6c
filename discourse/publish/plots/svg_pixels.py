"""An SVG page as pixels, so that the PNG and the PDF of a figure can be compared with it.

The SVG is text, and was compared part by part with a fresh drawing. It is drawn here as matplotlib
draws a figure, and both pictures are compared. The letters of a PDF are counted, too.
"""

import base64
import unicodedata
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import regex

from discourse.errors import DiscourseError
from discourse.publish.plots.canvas import POINTS_PER_INCH
from discourse.publish.plots.picture_differences import (
    DRAWN,
    PRINTED,
    compare_moved,
    compare_pictures,
)
from discourse.publish.plots.rendering import SHOWN_DPI, reduce_png
from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_frames import size_of
from discourse.publish.plots.svg_letters import (
    angle_of,
    font_of,
    measure_text,
    share_before,
    texts_without_font,
)
from discourse.publish.plots.svg_parts import Points, SvgPage, SvgPart, box_of, corners_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.path import Path
    from matplotlib.transforms import Transform
    from PIL.Image import Image

FINEST = 600  # dots per inch: of a PDF, and the most of a picture
MARGINS = 4  # dots that the sides of what is drawn may differ by: letters are fitted to dots
ANCHORS = {"start": "left", "middle": "center", "end": "right"}
CAPS = {"butt": "butt", "round": "round", "square": "projecting"}
# What matplotlib and Pillow raise for values that no figure has: a text without a size, a path
# with a command that is unknown.
MALFORMED = (
    ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError, TypeError,
    ValueError,
)  # fmt: skip
_HYPHENS = regex.compile("[\x02\ufffe]")  # how pdfium gives one at the end of a line
_COMMAND = regex.compile(r"[A-Za-z]")


def compare_png(raw: bytes, page: SvgPage) -> Iterator[Difference]:
    """What a PNG shows otherwise than the SVG of the same figure; it must be one."""
    shown, _ = _open_png(raw)
    dpi = round(shown.width / page.width * POINTS_PER_INCH)
    unread = texts_without_font(page)
    said: list[Difference] = []
    for is_printed in (False, True):  # each version fits letters to dots otherwise, or hardly
        drawn = draw_page(page, min(dpi, FINEST), is_printed=is_printed)
        found = list(compare_pictures(drawn, shown, page, DRAWN, unread=unread))
        if not found:
            return
        said = said or found
    yield from said


def compare_shown(raw: bytes, page: SvgPage) -> Iterator[Difference]:
    """What a PNG that a notebook shows has otherwise than the SVG of the same figure.

    It is the page. IPython alone lays out a figure anew, cuts what is empty around it, and puts a
    margin there: then the axes of numbers are not compared.
    """
    from PIL import Image

    if is_page(raw, page):
        yield from compare_png(raw, page)
        return
    shown, dpi = _open_png(raw)
    if not SHOWN_DPI <= dpi <= FINEST:
        found = f"one with {dpi} dots per inch, which is not compared"
        yield Difference("the picture", f"one with {SHOWN_DPI} dots per inch or more", found)
        return
    drawn = draw_page(page, dpi, is_printed=False)
    if dpi > SHOWN_DPI:
        drawn, shown = (
            each.resize([round(side * SHOWN_DPI / dpi) for side in each.size], Image.Resampling.BOX)
            for each in (drawn, shown)
        )
    one, other = (_box_of_ink(image) for image in (drawn, shown))
    sides = [[box[2] - box[0], box[3] - box[1]] for box in (one, other)]
    if any(abs(a - b) > MARGINS for a, b in zip(*sides, strict=True)):
        yield Difference(
            "the picture", "what the SVG of the figure shows", "another picture, of another size"
        )
        return
    moved = Image.new("RGB", drawn.size, _ground_of(shown))
    moved.paste(shown.crop(other), one[:2])
    yield from compare_moved(drawn, moved, page)


def is_reduced(raw: bytes, whole: bytes) -> bool:
    """Whether a PNG has the dots of another one, reduced as for a notebook."""
    (shown, _), (reduced, _) = _open_png(raw), _open_png(reduce_png(whole))
    return shown.size == reduced.size and np.array_equal(np.asarray(shown), np.asarray(reduced))


def is_page(raw: bytes, page: SvgPage) -> bool:
    """Whether a PNG has the size of a page, at its dots per inch."""
    shown, dpi = _open_png(raw)
    sides = (page.width, page.height)
    wanted = [side / POINTS_PER_INCH * dpi for side in sides]
    return all(abs(a - b) <= 1 for a, b in zip(wanted, shown.size, strict=True))


def _open_png(raw: bytes) -> "tuple[Image, int]":
    """A PNG on white, and its dots per inch."""
    from PIL import Image

    with Image.open(BytesIO(raw), formats=["PNG"]) as image:
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image.convert("RGBA"))
        dpi = image.info.get("dpi", (SHOWN_DPI,))[0]
    return ground.convert("RGB"), round(float(dpi))


def _box_of_ink(image: "Image") -> tuple[int, int, int, int]:
    """The smallest box around all that differs from the ground of a picture."""
    from PIL import Image, ImageChops

    ground = Image.new("RGB", image.size, _ground_of(image))
    return ImageChops.difference(image, ground).getbbox() or (0, 0, *image.size)


def compare_pdf(raw: bytes, page: SvgPage) -> Iterator[Difference]:
    """What a PDF shows otherwise than the SVG of the same figure; it must be one.

    Raises
    ------
    ImportError
        If pypdfium2, which reads PDF, is not installed.
    """
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(raw)
    try:
        shown = document[0].render(scale=FINEST / POINTS_PER_INCH).to_pil().convert("RGB")
        words = document[0].get_textpage().get_text_range()
    finally:
        document.close()
    written = "".join(part.text for part in page.parts if part.text)
    if _count_letters(words) != _count_letters(written):
        yield Difference("the words", "those of the SVG of the figure", "others")
    drawn = draw_page(page, FINEST, is_printed=True)
    yield from compare_pictures(drawn, shown, page, PRINTED, unread=texts_without_font(page))


def _count_letters(text: str) -> "Counter[str]":
    """How often each letter or sign occurs; a hyphen at the end of a line is one, too."""
    seen = unicodedata.normalize("NFKC", _HYPHENS.sub("-", text))
    return Counter(sign for sign in seen if not sign.isspace())


def _ground_of(image: "Image") -> tuple[int, int, int]:
    """The colour of a picture at its corner."""
    red, green, blue = map(int, np.asarray(image)[0, 0])
    return red, green, blue


def draw_page(page: SvgPage, dpi: int, *, is_printed: bool) -> "Image":
    """Draw the parts of a page with matplotlib.

    Parameters
    ----------
    page : SvgPage
        The page.
    dpi : int
        Dots per inch.
    is_printed : bool
        Whether letters have the outlines of their font, as in print, or are fitted to dots.

    Returns
    -------
    PIL.Image.Image
        The picture.

    Raises
    ------
    DiscourseError
        If a part of the page cannot be drawn, because the SVG is malformed.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D
    from PIL import Image

    inches = (page.width / POINTS_PER_INCH, page.height / POINTS_PER_INCH)
    drawn = ""
    try:
        figure = Figure(figsize=inches, dpi=dpi)
        canvas = FigureCanvasAgg(figure)
        to_dots = Affine2D().scale(1, -1).translate(0, page.height).scale(dpi / POINTS_PER_INCH)
        for number, part in enumerate(page.parts):
            drawn = f", {part.tag} {part.text!r}" if part.text else f", {part.tag}"
            for artist in _draw_part(part, to_dots, is_printed=is_printed):
                _cut(artist, part, to_dots)
                artist.set_zorder(number)
                figure.add_artist(artist)
                if not part.clips:  # a figure cuts what it is given
                    artist.set_clip_on(False)
        drawn = ""
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    except MALFORMED as error:
        reason = f"{type(error).__name__}: {error}"
        raise DiscourseError(f"an SVG that cannot be drawn{drawn} ({reason})") from None
    return Image.fromarray(pixels).convert("RGB")


def _draw_part(part: SvgPart, to_dots: "Transform", *, is_printed: bool) -> "Iterator[Artist]":
    if part.tag == "text":
        draw = _draw_outlines if is_printed else _draw_text
        yield draw(part, to_dots)
    elif part.tag == "image":
        yield _draw_image(part, to_dots)
    elif part.points:
        places = part.points if part.tag == "use" else ((0.0, 0.0),)
        corners = corners_of(part.outline) if part.tag == "use" else part.points
        for x, y in places:
            moved = tuple((across + x, down + y) for across, down in corners)
            yield _draw_path(_read_path(part.outline, moved), part.look, to_dots)


def _read_path(outline: str, corners: Points) -> "Path":
    """The commands of a path with corners of their own."""
    from matplotlib.path import Path

    codes: list[int] = []
    steps = {
        "M": [Path.MOVETO], "L": [Path.LINETO], "Q": [Path.CURVE3] * 2, "C": [Path.CURVE4] * 3,
        "z": [Path.CLOSEPOLY],
    }  # fmt: skip
    waiting = iter(corners)
    places: list[tuple[float, float]] = []
    for command in _COMMAND.findall(regex.sub(r"\de[-+]?\d", "0", outline)):
        for code in steps[command]:
            codes.append(int(code))
            places.append((0.0, 0.0) if command == "z" else next(waiting))
    return Path(np.array(places).reshape(-1, 2), codes)


def _draw_path(path: "Path", look: Any, to_dots: "Transform") -> "Artist":
    from matplotlib.patches import PathPatch

    look = dict(look) | {k.removeprefix("mark "): v for k, v in look.items() if k[:5] == "mark "}
    stroke, whole = look.get("stroke", "none"), float(look.get("opacity", "1"))
    dashes = look.get("stroke-dasharray")
    shown = {
        "facecolor": _paint(look.get("fill", "#000000"), look.get("fill-opacity"), whole),
        "edgecolor": _paint(stroke, look.get("stroke-opacity"), whole),
        "linewidth": float(look.get("stroke-width", "1")) if stroke != "none" else 0.0,
        "joinstyle": look.get("stroke-linejoin", "round"),
        "capstyle": CAPS.get(look.get("stroke-linecap", "butt"), "butt"),
    }
    patch = PathPatch(path, transform=to_dots, **shown)
    if dashes:
        width = float(look.get("stroke-width", "1")) or 1.0
        pattern = [float(each) / width for each in dashes.split(",")]
        patch.set_linestyle((float(look.get("stroke-dashoffset", "0")) / width, pattern))
    return patch


def _paint(colour: str, opacity: str | None, whole: float) -> Any:
    from matplotlib.colors import to_rgba

    return to_rgba(colour, float(opacity or "1") * whole) if colour != "none" else (0, 0, 0, 0)


def _draw_text(part: SvgPart, to_dots: "Transform") -> "Artist":
    from matplotlib.text import Text
    from matplotlib.transforms import IdentityTransform

    x, y = to_dots.transform(part.points[0])
    colour = _paint(part.look.get("fill", "#000000"), None, float(part.look.get("opacity", "1")))
    anchor = ANCHORS.get(part.look.get("text-anchor", "start"), "left")
    return Text(
        x, y, part.text, color=colour, ha=anchor, va="baseline", rotation=angle_of(part),
        rotation_mode="anchor", parse_math=False, transform=IdentityTransform(), **font_of(part),
    )  # fmt: skip


def _draw_outlines(part: SvgPart, to_dots: "Transform") -> "Artist":
    from matplotlib.patches import PathPatch
    from matplotlib.textpath import TextPath
    from matplotlib.transforms import Affine2D

    font, width, _, _ = measure_text(part)
    before = share_before(part) * width
    outlines = TextPath((-before, 0), part.text, size=size_of(part), prop=font)
    x, y = part.points[0]
    place = Affine2D().scale(1, -1).rotate_deg(-angle_of(part)).translate(x, y)
    colour = _paint(part.look.get("fill", "#000000"), None, float(part.look.get("opacity", "1")))
    return PathPatch(outlines, transform=place + to_dots, facecolor=colour, linewidth=0)


def _draw_image(part: SvgPart, to_dots: "Transform") -> "Artist":
    from matplotlib.image import BboxImage
    from matplotlib.transforms import Bbox
    from PIL import Image

    raw = base64.b64decode(part.shape.partition("base64,")[2].replace(" ", ""))
    with Image.open(BytesIO(raw), formats=["PNG"]) as image:
        pixels = np.asarray(image.convert("RGBA"))
    pixels = pixels[:: 1 if part.turn[3] > 0 else -1, :: 1 if part.turn[0] > 0 else -1]
    left, top, right, bottom = part.box
    (x, y), (far, high) = to_dots.transform([(left, bottom), (right, top)])
    drawn = BboxImage(Bbox.from_extents(x, y, far, high), origin="upper", interpolation="nearest")
    drawn.set_data(pixels)
    return drawn


def _cut(artist: "Artist", part: SvgPart, to_dots: "Transform") -> None:
    """Let nothing of an artist be seen outside of the areas to which its part is cut."""
    from matplotlib.transforms import Bbox

    if not part.clips:
        return
    boxes = [box_of(corners) for corners in part.clips]
    left, top = (max(box[at] for box in boxes) for at in (0, 1))
    right, bottom = (min(box[at] for box in boxes) for at in (2, 3))
    corners = to_dots.transform([(left, bottom), (right, top)])
    artist.set_clip_box(Bbox(corners))
