"""Pages of a figure, as bytes that are the same each time."""

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from discourse.publish.plots.canvas import figure_style
from discourse.publish.plots.register import lettering_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 300
# The date in an EPS, which differs from run to run, and the version of matplotlib.
EPS_MADE = re.compile(rb"^%%(CreationDate|Creator):.*\n", re.MULTILINE)


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
    dpi: float | Literal["figure"] = DPI,
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
    with figure_style(lettering_of(figure)):
        if ending == "tiff":
            figure.savefig(page, format="png", dpi=dpi)
            return _tiff_bytes(page, dpi)
        figure.savefig(page, format=ending, dpi=dpi, **further)
    return EPS_MADE.sub(b"", page.getvalue()) if ending == "eps" else page.getvalue()


def _tiff_bytes(image: BytesIO, dpi: float | Literal["figure"]) -> bytes:
    """An image as TIFF without transparency, which printers do not take, and without loss."""
    from PIL import Image

    page = BytesIO()
    with Image.open(image) as opened:
        opened.convert("RGB").save(page, "TIFF", compression="tiff_lzw", dpi=(dpi, dpi))
    return page.getvalue()
