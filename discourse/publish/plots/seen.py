"""What a reader sees of a figure, described from its artists as JSON holds it.

`read_back` has the values that are drawn; this has everything else that tells a reader what they
are: labels, limits, scales, ticks, colours, order, what is hidden, and what else is on the page.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from discourse.publish.plots.canvas import figure_style
from discourse.publish.plots.register import lettering_of
from discourse.publish.plots.rendering import settled_layout

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.text import Text

Seen = dict[str, Any]
DIGITS = 6  # significant, of a place: fewer than platforms agree on
# What is hidden in a picture: the kinds of artists that axes keep, in the order of their lists.
KINDS = ("lines", "collections", "patches", "images", "texts", "tables", "artists")
# What artists of matplotlib say of their look, by the name of their method `get_…`.
LOOKS = (
    "visible", "alpha", "zorder", "clip_on", "linewidth", "linewidths", "linestyle", "linestyles",
    "drawstyle", "marker", "markersize", "markevery", "fillstyle", "hatch", "hatches", "sizes",
    "fontsize", "fontweight", "rotation", "ha", "va", "wrap", "interpolation", "extent",
    "path_effects", "sketch_params", "agg_filter",
)  # fmt: skip
COLOURS = (
    "color", "markerfacecolor", "markeredgecolor", "markerfacecoloralt", "facecolor", "edgecolor",
)  # fmt: skip


def describe_figure(figure: "Figure", axes: "Sequence[Axes] | None" = None) -> Seen:
    """What is seen of a whole figure: its axes, and what is on the page beside them.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.
    axes : sequence of Axes, optional
        Those of one panel; then only they are described.
    """
    with figure_style(lettering_of(figure)), settled_layout(figure):
        beside = [artist for artist in figure.get_children() if artist is not figure.patch]
        beside = [artist for artist in beside if artist not in figure.axes and axes is None]
        return {
            "ground": _colour(figure.patch.get_facecolor()),
            "axes": [_describe_axes(each) for each in (figure.axes if axes is None else axes)],
            "beside": [describe_artist(artist, None) for artist in beside],
        }


def _describe_axes(axes: "Axes") -> Seen:
    """What is seen of some axes, and of those inside them, such as a second scale at an edge."""
    legend = axes.get_legend()
    return {
        "shown": bool(axes.get_visible() and axes.axison),
        "ground": _colour(axes.patch.get_facecolor()) if axes.patch.get_visible() else None,
        "box": [round(float(side), 2) for side in axes.get_position().bounds],
        "layer": float(axes.get_zorder()),
        "title": _titles_of(axes),
        "x": _describe_axis(axes.xaxis),
        "y": _describe_axis(axes.yaxis),
        "frame": [bool(spine.get_visible()) for spine in axes.spines.values()],
        "legend": None if legend is None else _describe_legend(legend),
        "artists": [describe_artist(artist, axes) for artist in _artists_of(axes)],
        "inside": [_describe_axes(cast("Axes", inner)) for inner in axes.child_axes],
    }


def _titles_of(axes: "Axes") -> list[str]:
    """The titles at the left, in the middle and at the right; the scale at an edge has none."""
    if not hasattr(axes, "get_title"):
        return ["", "", ""]
    return [axes.get_title("left"), axes.get_title(), axes.get_title("right")]


def _artists_of(axes: "Axes") -> "Iterable[Artist]":
    """What was drawn on some axes, in the order of the kinds."""
    for kind in KINDS:
        yield from getattr(axes, kind)


def _describe_axis(axis: "Axis") -> Seen:
    from matplotlib.ticker import FixedLocator

    return {
        "shown": bool(axis.get_visible()),
        "label": axis.get_label_text() if _is_seen(axis.get_label()) else "",
        "limits": _numbers(axis.get_view_interval()),
        "scale": axis.get_scale(),
        "fixed": isinstance(axis.get_major_locator(), FixedLocator),
        "ticks": _ticks_of(axis, minor=False),
        "minor": [tick for tick in _ticks_of(axis, minor=True) if tick[1]],
        "beside": axis.get_offset_text().get_text(),
    }


def _ticks_of(axis: "Axis", *, minor: bool) -> list[list[Any]]:
    """Place and text of each tick inside the limits; a text that is not seen is empty."""
    low, high = sorted(axis.get_view_interval())
    slack = (high - low) * 1e-6
    places = axis.get_ticklocs(minor=minor)
    labels = axis.get_ticklabels(minor=minor)
    return [
        [_number(place), label.get_text() if _is_seen(label) else ""]
        for place, label in zip(places, labels, strict=False)
        if low - slack <= place <= high + slack
    ]


def _is_seen(text: "Text") -> bool:
    """Whether a text is drawn in a colour that differs from that of the page."""
    figure = text.get_figure(root=True)
    ground = "#ffffffff" if figure is None else _colour(figure.patch.get_facecolor())
    return bool(text.get_visible()) and _colour(text.get_color()) not in (None, ground)


def _describe_legend(legend: Any) -> Seen:
    handles = legend.legend_handles
    return {
        "shown": bool(legend.get_visible()),
        "title": legend.get_title().get_text(),
        "texts": [text.get_text() for text in legend.get_texts()],
        "looks": [_look(handle) for handle in handles],
    }


def describe_artist(artist: "Artist", axes: "Axes | None") -> Seen:
    """What is seen of an artist: its kind, its look, how many marks it has, and where they are."""
    seen: Seen = {"kind": type(artist).__name__, "look": _look(artist)}
    if axes is not None:
        seen |= {"clip": _clip(artist, axes), **_places(artist, axes)}
    if hasattr(artist, "get_text"):
        seen["text"] = artist.get_text()
        box = artist.get_bbox_patch()  # type: ignore[attr-defined]
        seen["ground"] = None if box is None else _colour(box.get_facecolor())
    if hasattr(artist, "get_cmap") and getattr(artist, "get_array", lambda: None)() is not None:
        seen["colours"] = [artist.get_cmap().name, *_numbers(artist.get_clim())]  # type: ignore[attr-defined]
        seen["norm"] = type(artist.norm).__name__  # type: ignore[attr-defined]
    return seen


def _look(artist: "Artist") -> Seen:
    """The properties of an artist that change its look, without those that it does not have."""
    look = {}
    for name in LOOKS:
        get = getattr(artist, f"get_{name}", None)
        value = get() if get is not None else None
        if value is not None and not _is_empty(value):
            look[name] = _plain(value)
    for name in COLOURS:
        get = getattr(artist, f"get_{name}", None)
        if get is not None:
            look[name] = _colours(get())
    return look


def _is_empty(value: Any) -> bool:
    """Whether a property lists nothing; dashes are lists of other lengths than their offset."""
    return isinstance(value, (list, tuple, np.ndarray)) and len(value) == 0


def _plain(value: Any) -> Any:
    """A property as JSON holds it."""
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, float, np.number)):
        return _number(value)
    if isinstance(value, np.ndarray | list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, str) else type(value).__name__


def _colours(value: Any) -> Any:
    """A colour, or the different colours of many marks in their order."""
    from matplotlib.colors import is_color_like

    if isinstance(value, str) or is_color_like(value):
        return _colour(value)
    return list(dict.fromkeys(_colour(each) for each in value))


def _colour(value: Any) -> str | None:
    """A colour as eight hex digits; None for one that is not seen."""
    from matplotlib.colors import is_color_like, to_hex

    if not is_color_like(value):
        return str(value)
    written = to_hex(value, keep_alpha=True)
    return None if written.endswith("00") else written


def _clip(artist: "Artist", axes: "Axes") -> list[Any]:
    """Whether an artist is cut by a path, and the box that it is cut to, in shares of the axes."""
    box = artist.get_clip_box()
    if box is None:
        return [artist.get_clip_path() is not None]
    inside = axes.transAxes.inverted().transform_bbox(box)
    return [artist.get_clip_path() is not None, *(round(side, 2) for side in inside.bounds)]


def _places(artist: "Artist", axes: "Axes") -> Seen:
    """Where an artist is, in the data of the axes: this shows a transform as well as a shift."""
    if hasattr(artist, "xyann"):  # beside what it names, by an offset that depends on the print
        return {"at": _numbers(artist.xy), "from": str(artist.xycoords)}  # type: ignore[attr-defined]
    if hasattr(artist, "get_position"):
        place = artist.get_transform().transform(artist.get_position())
        return {"at": [round(float(at), 3) for at in axes.transAxes.inverted().transform(place)]}
    points = _points_of(artist, axes)
    if points is None:
        return {}
    with np.errstate(all="ignore"):
        points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return {"marks": 0}
    ends = [*points.min(axis=0), *points.max(axis=0)]
    return {"marks": len(points), "reach": [round(float(end), 4) for end in ends]}


def _points_of(artist: "Artist", axes: "Axes") -> Any:
    """The corners of an artist in shares of the axes; None for one without."""
    inverted = axes.transAxes.inverted()
    transform = artist.get_transform()
    if hasattr(artist, "get_paths"):
        offsets = np.asarray(artist.get_offsets(), dtype=np.float64)  # type: ignore[attr-defined]
        paths = artist.get_paths()
        vertices = [np.asarray(path.vertices, dtype=float) for path in paths] or [np.empty((0, 2))]
        points = transform.transform(np.concatenate(vertices))
        if len(offsets) and np.any(offsets):
            moved = artist.get_offset_transform()  # type: ignore[attr-defined]
            points = moved.transform(np.ma.filled(offsets, np.nan))
        return inverted.transform(points)
    if hasattr(artist, "get_path"):
        path = artist.get_path()
        vertices = path.vertices
        if not hasattr(artist, "get_xydata"):
            return inverted.transform(transform.transform(vertices))
        # A Line2D forgets missing points, so it is read as it was given.
        return inverted.transform(transform.transform(np.asarray(artist.get_xydata(), float)))
    return None


def _number(value: Any) -> float | None:
    number = float(f"{float(value):.{DIGITS}g}")
    return number if np.isfinite(number) else None


def _numbers(values: Any) -> list[float | None]:
    return [_number(value) for value in np.ravel(cast("Any", values))]
