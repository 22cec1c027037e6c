"""Whether a PNG or a PDF shows a figure: that it opens, has its size and words, and its picture."""

import base64
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO

import numpy as np
import regex
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from discourse.publish.plots.canvas import MM_PER_INCH
from discourse.publish.plots.file_structure import find_odd_pdf, find_odd_png
from discourse.publish.plots.near_numbers import are_near
from discourse.publish.plots.rendering import DPI
from discourse.publish.plots.seen_differences import Difference

LEVELS = 24  # of 255: what the same tools on different processors may differ in
# So many levels lighter or darker on average, over so many dots a side, is something that is seen:
# at edges of letters, where processors differ, it is a few levels of some dots.
FAINT, FAINT_SIDE = 6, 5
# At so many places a side, the colours of a heat map are compared. Edges of cells may be moved by
# fewer places than CELL, so an area that differs and is as wide and as high is no edge.
GRID, CELL = 192, 4
# Width, height, bits, compression, photometry, samples, rows of a strip and places, resolution.
TIFF_TAGS = (256, 257, 258, 259, 262, 273, 277, 278, 279, 282, 283, 284, 296, 317)
Pixels = NDArray[np.int16]
_MEDIA_BOX = regex.compile(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]")
_LENGTH = regex.compile(rb"/Length\d?\s+\d+|(?<=obj\n)\d+(?=\nendobj)")
_STREAM = regex.compile(rb"stream\r?\n(.*?)\r?\nendstream", regex.DOTALL)


def check_png(
    raw: bytes,
    inches: Sequence[float],
    words: dict[str, str],
    fresh: bytes | None,
    *,
    dpi: float = DPI,
) -> Iterator[Difference]:
    """What a PNG shows otherwise than it should.

    Parameters
    ----------
    raw : bytes
        The file.
    inches : sequence of float
        Width and height that the figure should have.
    words : dict
        The texts that the file should hold, by their names: caption, recipe, alternative text.
    fresh : bytes, optional
        The PNG of a fresh drawing with the same tools; None if there is none to compare with.
    dpi : float, optional
        Dots per inch.

    Yields
    ------
    Difference
        What is not so.
    """
    from PIL import Image

    if raw == fresh:
        return
    try:
        with Image.open(BytesIO(raw), formats=["PNG"]) as image:
            wanted = [int(side * dpi + 1e-6) for side in inches]
            if any(abs(a - b) > 1 for a, b in zip(wanted, image.size, strict=True)):
                yield Difference("the size", _pixels(wanted), _pixels(image.size))
                return
            pixels = np.asarray(image.convert("RGBA"), dtype=np.int16)
            written = dict(image.text)  # type: ignore[attr-defined]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        yield Difference("the picture", "a PNG", f"a file that cannot be opened ({error})")
        return
    yield from find_odd_png(raw)
    for name, text in words.items():
        if written.get(name, "") != text:
            yield Difference(f"its entry {name!r}", text, written.get(name, "none"))
    if fresh is not None:
        with Image.open(BytesIO(fresh)) as image:
            yield from _compare_pixels(
                np.asarray(image.convert("RGBA"), dtype=np.int16), pixels, dpi
            )


def _pixels(size: Sequence[int]) -> str:
    return f"{size[0]:,} by {size[1]:,} pixels"


def _compare_pixels(expected: Pixels, found: Pixels, dpi: float) -> Iterator[Difference]:
    if expected.shape != found.shape:
        yield Difference("the size", _pixels(expected.shape), _pixels(found.shape))
        return
    differs = (np.abs(expected - found) > LEVELS).any(axis=2)
    if not differs.any():
        differs = _find_faint(expected, found)
    if differs.any():
        down, across = (int(axis.min()) / dpi * MM_PER_INCH for axis in np.nonzero(differs))
        yield Difference(
            "the picture", "what the plot draws",
            f"another picture in {int(differs.sum()):,} pixels, the first {across:.0f} mm from the "
            f"left and {down:.0f} mm from the top",
        )  # fmt: skip


def _find_faint(expected: Pixels, found: Pixels) -> NDArray[np.bool_]:
    """Where a picture is a little lighter or darker over an area: a pale text, a pale mark."""
    from scipy.ndimage import uniform_filter

    side = (FAINT_SIDE, FAINT_SIDE, 1)
    around = uniform_filter((expected - found).astype(np.float64), size=side)
    return np.asarray((np.abs(around) > FAINT).any(axis=2))


def is_same_picture(one: str, other: str) -> bool:
    """Whether two pictures in an SVG have the same colours at the same shares of their sides."""
    from PIL import Image

    if one == other:
        return True
    grids = []
    for written in (one, other):
        raw = base64.b64decode(written.partition("base64,")[2].replace(" ", ""))
        try:
            with Image.open(BytesIO(raw), formats=["PNG"]) as image:
                small = image.convert("RGB").resize((GRID, GRID), Image.Resampling.NEAREST)
                grids.append(np.asarray(small, dtype=np.int16))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return False
    differs = (np.abs(grids[0] - grids[1]) > LEVELS).any(axis=2)
    return not sliding_window_view(differs, (CELL, CELL)).all(axis=(2, 3)).any()


def check_pdf(
    raw: bytes, inches: Sequence[float], fresh: bytes, *, same_print: bool
) -> Iterator[Difference]:
    """What a PDF shows otherwise than it should.

    Parameters
    ----------
    raw : bytes
        The file.
    inches : sequence of float
        Width and height that the figure should have.
    fresh : bytes
        The PDF of a fresh drawing.
    same_print : bool
        Whether both were drawn with the same tools, so that the page is the same.

    Yields
    ------
    Difference
        What is not so.
    """
    if raw == fresh:
        return
    if not raw.startswith(b"%PDF-") or b"%%EOF" not in raw[-1024:]:
        yield Difference("the page", "a PDF", "a file that cannot be opened")
        return
    found = list(_compare_sizes(raw, inches))
    if not found and same_print:
        found = list(_compare_contents(raw, fresh))
    yield from found or find_odd_pdf(raw, fresh)


def _compare_sizes(raw: bytes, inches: Sequence[float]) -> Iterator[Difference]:
    sizes = [tuple(float(side) for side in match) for match in _MEDIA_BOX.findall(raw)]
    wanted = tuple(side * 72 for side in inches)
    if len(sizes) != 1:
        yield Difference("the number of pages", "1", str(len(sizes)))
    elif any(abs(a - b) > 0.5 for a, b in zip(sizes[0], wanted, strict=True)):
        size, found = (f"{each[0]:.1f} by {each[1]:.1f} points" for each in (wanted, sizes[0]))
        yield Difference("the size", size, found)


def _compare_contents(raw: bytes, fresh: bytes) -> Iterator[Difference]:
    if not are_near(_page_streams(raw), _page_streams(fresh)):
        yield Difference("the page", "what the plot draws", "another page")
    elif not are_near(_outside_streams(raw), _outside_streams(fresh)):
        yield Difference("the entries of the file", "those of the figure", "others")


def check_tiff(raw: bytes, png: bytes, dpi: float) -> Iterator[Difference]:
    """What a TIFF shows otherwise than the PNG of the same figure.

    Parameters
    ----------
    raw, png : bytes
        The file, and the PNG of its figure.
    dpi : float
        Dots per inch.

    Yields
    ------
    Difference
        What is not so.
    """
    from PIL import Image

    try:
        with (
            Image.open(BytesIO(raw), formats=["TIFF"]) as image,
            Image.open(BytesIO(png), formats=["PNG"]) as other,
        ):
            frames = getattr(image, "n_frames", 1)
            further = sorted(set(image.tag_v2) - set(TIFF_TAGS))  # type: ignore[attr-defined]
            pixels = [np.asarray(each.convert("RGB"), dtype=np.int16) for each in (other, image)]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        yield Difference("the picture", "a TIFF", f"a file that cannot be opened ({error})")
        return
    if frames != 1 or further:
        found = f"{frames} pictures" if frames != 1 else f"its entries {further}"
        yield Difference("the entries of the file", "those of a figure", found)
    yield from _compare_pixels(pixels[0], pixels[1], dpi)


def check_eps(raw: bytes, fresh: bytes) -> Iterator[Difference]:
    """Whether an EPS is that of a fresh drawing with the same tools."""
    if not are_near(raw, fresh):
        yield Difference("the page", "what the plot draws", "another page")


def _page_streams(raw: bytes) -> bytes:
    """What is compressed in a PDF, which depends on the library that compresses it."""
    return b" endstream ".join(_decompress(stream) for stream in _STREAM.findall(raw))


def _decompress(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, 2**26)
    except zlib.error:
        return stream


def _outside_streams(raw: bytes) -> bytes:
    """Everything else in a PDF, without the lengths and places of its parts."""
    rest = _STREAM.sub(b"", raw).partition(b"\nxref")[0]
    return b" ".join(_LENGTH.sub(b"", rest).split())
