"""What a figure shows, read back from what was drawn on it and not from what it was given."""

from typing import TYPE_CHECKING, Any

import numpy as np

from discourse.publish.files import rounded

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def drawn(ax: "Axes") -> dict[str, Any]:
    """The labels and values of the artists on some axes, in the order of drawing."""
    return {
        "x_label": ax.get_xlabel(),
        "y_label": ax.get_ylabel(),
        "x_ticks": _ticks(ax.get_xticklabels()),
        "y_ticks": _ticks(ax.get_yticklabels()),
        "points": [_numbers(line.get_xydata()) for line in ax.lines],
        "strokes": [_numbers(_segments(strokes)) for strokes in ax.collections],
        "bars": [_numbers(_bar(bar)) for bar in ax.patches],
        "cells": [_numbers(image.get_array()) for image in ax.images],
        "texts": [[text.get_text(), _numbers(text.get_position())] for text in ax.texts],
    }


def _ticks(labels: Any) -> list[str]:
    return [label.get_text() for label in labels]


def _segments(strokes: Any) -> list[Any]:
    return [path.vertices for path in strokes.get_paths()]


def _bar(bar: Any) -> list[float]:
    return [bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height()]


def _numbers(values: Any) -> Any:
    """Nested lists of numbers as JSON holds them; a missing one is null."""
    if np.ndim(values) or isinstance(values, (list, tuple)):
        return [_numbers(value) for value in values]
    return None if values is np.ma.masked or np.isnan(values) else rounded(float(values))
