"""Pages of a figure, as bytes that are the same each time."""

import json
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import numpy as np

from discourse.errors import DiscourseError
from discourse.publish.plots.canvas import MM_PER_INCH, figure_style
from discourse.publish.plots.register import lettering_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 300
SHOWN_DPI = 150  # of a picture in a notebook
MOST_PASSES = 6  # two are usual
# The date in an EPS, which differs from run to run, and the version of matplotlib.
EPS_MADE = re.compile(rb"^%%(CreationDate|Creator):.*\n", re.MULTILINE)

_settled: "WeakSet[Figure]" = WeakSet()  # figures whose layout is kept


def page_words(caption: str, alt: str, recipe: object) -> dict[str, str]:
    """The texts that a page has beside its picture, as `render` takes them."""
    return {"title": caption, "subject": json.dumps(recipe, ensure_ascii=False), "alt": alt}


def render(
    figure: "Figure",
    ending: str,
    *,
    title: str,
    subject: str,
    alt: str,
    dpi: float = DPI,
) -> bytes:
    """Render a figure in one format, without date and version of matplotlib."""
    metadata: dict[str, dict[str, Any]] = {
        "pdf": {
            "Title": title, "Subject": subject, "Keywords": alt, "Creator": "discourse",
            "Producer": None,
        }
        | dict.fromkeys(("CreationDate", "ModDate")),
        "svg": {
            "Title": title, "Description": subject, "Keywords": [alt], "Creator": "discourse",
            "Date": None,
        },
        "png": {
            "Title": title, "Description": subject, "Comment": alt, "Software": "discourse",
        },
    }  # fmt: skip
    further: dict[str, Any] = {"metadata": metadata[ending]} if ending in metadata else {}
    page = BytesIO()
    with figure_style(lettering_of(figure)), settled_layout(figure), _no_layout():
        if ending == "tiff":
            figure.savefig(page, format="png", dpi=dpi)
            return _tiff_bytes(page, dpi)
        figure.savefig(page, format=ending, dpi=dpi, **further)
    return EPS_MADE.sub(b"", page.getvalue()) if ending == "eps" else page.getvalue()


@contextmanager
def settled_layout(figure: "Figure") -> Iterator[None]:
    """Keep the axes of a figure where they are after its layout has settled.

    Each time that a figure is drawn, its layout starts from the last one, and depends on the dots
    per inch: the same figure would differ from file to file by a thousandth. Within the block it
    is settled once, whatever is rendered.

    Raises
    ------
    DiscourseError
        If the axes have no room beside their names.
    """
    if figure in _settled:
        yield
        return
    with figure_style(lettering_of(figure)):
        for _ in range(MOST_PASSES):
            before = [axes.get_position().bounds for axes in figure.axes]
            _lay_out(figure)
            if np.allclose(before, [axes.get_position().bounds for axes in figure.axes], atol=1e-9):
                break
    engine = figure.get_layout_engine()
    with _no_layout():
        figure.set_layout_engine(None)
    _settled.add(figure)
    try:
        yield
    finally:
        _settled.discard(figure)
        # Saving gives a figure without a layout that of the style around it.
        figure.set_layout_engine("none" if engine is None else engine)


@contextmanager
def _no_layout() -> Iterator[None]:
    """Let a figure without a layout stay one: saving gives it that of the style.

    With any, even one that does nothing, matplotlib draws each figure once more before it saves it.
    """
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcParams.update({"figure.autolayout": False})
        matplotlib.rcParams.update({"figure.constrained_layout.use": False})
        yield


def _lay_out(figure: "Figure") -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*(layout not applied|zero width or height)")
        try:
            figure.draw_without_rendering()
        except UserWarning:
            width, height = figure.get_size_inches() * MM_PER_INCH
            raise DiscourseError(
                f"the figure of {width:.0f} by {height:.0f} mm has no room for its axes beside "
                "their names; make it larger, or draw fewer rows."
            ) from None


def reduce_png(raw: bytes) -> bytes:
    """A PNG of a page with fewer dots, as a notebook shows it: each is the mean of several."""
    from PIL import Image

    page = BytesIO()
    with Image.open(BytesIO(raw), formats=["PNG"]) as image:
        dpi = float(image.info.get("dpi", (SHOWN_DPI,))[0])
        times = max(1, round(dpi / SHOWN_DPI))
        image.convert("RGB").reduce(times).save(page, "PNG", dpi=(dpi / times, dpi / times))
    return page.getvalue()


def _tiff_bytes(image: BytesIO, dpi: float) -> bytes:
    """An image as TIFF without transparency, which printers do not take, and without loss."""
    from PIL import Image

    page = BytesIO()
    with Image.open(image) as opened:
        opened.convert("RGB").save(page, "TIFF", compression="tiff_lzw", dpi=(dpi, dpi))
    return page.getvalue()
