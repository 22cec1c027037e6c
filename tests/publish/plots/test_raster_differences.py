"""Pictures in an SVG: those of a heat map have the same colours in each of their cells."""

import base64
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from discourse.publish.plots.raster_differences import is_same_picture

RANDOM = np.random.default_rng(13)
CELLS = RANDOM.integers(0, 255, (30, 12, 3), dtype=np.uint8)


def picture(cells, width, height):
    """A picture of cells, written as in an SVG."""
    image = Image.fromarray(cells).resize((width, height), Image.Resampling.NEAREST)
    raw = BytesIO()
    image.save(raw, "PNG")
    return f"data:image/png;base64,{base64.b64encode(raw.getvalue()).decode()}"


@pytest.mark.parametrize(("width", "height"), [(199, 260), (150, 331), (400, 180)])
def test_a_picture_of_another_size_is_the_same(width, height):
    assert is_same_picture(picture(CELLS, 180, 240), picture(CELLS, width, height))


@pytest.mark.parametrize("at", [(0, 0), (14, 7), (29, 11)])
def test_one_cell_of_another_colour_is_noticed(at):
    cells = CELLS.copy()
    cells[at] ^= 128
    assert not is_same_picture(picture(CELLS, 180, 240), picture(cells, 199, 260))


def test_what_is_no_picture_is_another_one():
    assert not is_same_picture(picture(CELLS, 180, 240), "data:image/png;base64,AAAA")
