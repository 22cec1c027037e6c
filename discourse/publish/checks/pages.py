"""Whether the pages of a saved figure show what a fresh drawing shows."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from discourse.errors import DiscourseError
from discourse.publish.plots.drawing_tools import drawing_tools
from discourse.publish.plots.near_numbers import are_near
from discourse.publish.plots.picture_differences import LEAST_FINE
from discourse.publish.plots.raster_differences import check_eps, check_pdf, check_png, check_tiff
from discourse.publish.plots.rendering import DPI, render
from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_differences import find_svg_differences
from discourse.publish.plots.svg_frames import Likeness
from discourse.publish.plots.svg_letters import texts_without_font
from discourse.publish.plots.svg_parts import SvgPage, read_svg, without_ids
from discourse.publish.plots.svg_pixels import MALFORMED, compare_pdf, compare_png
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.finding import Finding

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BY_HASH = "files, compared by hash alone"
BY_LOOK = "pictures compared by their letters and marks, not byte by byte"
COARSELY = "pictures with few dots, whose letters were not compared"
NO_FONT = "texts of pictures whose fonts are not installed here, not compared"
# Without it, a PDF can be compared with a fresh one, but not with the SVG.
NOT_COMPARED = (
    "PDF of another platform, other axes or with additions (pypdfium2 reads it), not checked"
)


class WantedPages(NamedTuple):
    """What the pages of a figure should be, beside what is drawn on them."""

    words: dict[str, str]
    inches: Sequence[float]
    alike: Likeness  # how alike they and those of the fresh drawing should be
    why_unlike: str = ""  # what makes them other than the fresh drawing, for the summary


def check_pages(
    path: Path,
    name: str,
    record: Mapping[str, Any],
    fresh: "Figure",
    wanted: WantedPages,
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Compare the pages of a figure with those of a fresh drawing.

    Parameters
    ----------
    path : Path
        The record of the figure.
    name : str
        The path of the figure, without an ending.
    record : mapping
        The record.
    fresh : matplotlib.figure.Figure
        The fresh drawing.
    wanted : WantedPages
        What the pages should have.
    checked : Counter
        What was checked; pictures are added to it.

    Yields
    ------
    Finding
        What a reader sees otherwise.
    """
    dpi = float(record.get("dpi", DPI))
    stored = {}
    for ending in ("svg", "png", "pdf", "tiff", "eps"):
        file = path.with_suffix(f".{ending}")
        if is_own_file(file) and file.name in record["sha256"]:  # one that is lost is a finding
            stored[ending] = read_bounded(file)
    if not wanted.alike.same_print and "svg" in stored:
        _note_how(name, stored["svg"], dpi, wanted.why_unlike, checked)
    for ending, raw in stored.items():
        checked[_count_as(ending, wanted.alike)] += 1
        for place, expected, shown, _ in _compare_page(ending, raw, fresh, stored, wanted, dpi):
            yield Finding(f"{name}.{ending}", place, expected, shown)


def _count_as(ending: str, alike: Likeness) -> str:
    """How the summary counts a page."""
    if alike.same_print or ending not in ("eps", "pdf"):
        return "pictures"
    if ending == "eps":
        return BY_HASH
    return "pictures" if find_spec("pypdfium2") else NOT_COMPARED


def _note_how(name: str, svg: bytes, dpi: float, why: str, checked: "Counter[str]") -> None:
    """Say of a figure how its pictures are compared, if no fresh drawing has the same bytes."""
    checked[f"{BY_LOOK} ({name}: {why})"] += 1
    if dpi < LEAST_FINE:
        checked[f"{COARSELY} ({name}: {dpi:g} dots per inch)"] += 1
    with suppress(DiscourseError):  # a finding of the SVG
        if unread := texts_without_font(read_svg(svg)):
            checked[NO_FONT] += len(unread)


def name_cause(tools: object, canvas: str, added: object) -> str:
    """What makes the pictures of a figure other than those of a fresh drawing, in words."""
    here = drawing_tools()
    if isinstance(tools, Mapping) and tools != here:
        said = {name: str(tools.get(name, "an unknown version")) for name in here}
        return (
            f"drawn with matplotlib {said['matplotlib']} and FreeType {said['freetype']} on "
            f"{said['platform']}, where each byte is compared"
        )
    if canvas != "own":
        return "drawn on axes of the author"
    return "with additions" if added is not None else "drawn with unknown tools"


def _compare_page(
    ending: str,
    raw: bytes,
    fresh: "Figure",
    stored: Mapping[str, bytes],
    wanted: WantedPages,
    dpi: float,
) -> Iterator[Difference]:
    """Compare one file of a figure; a TIFF is compared with the PNG."""
    words, is_same = wanted.words, wanted.alike.same_print
    if ending == "tiff":
        yield from check_tiff(raw, stored.get("png", b""), dpi)
        return
    needs_drawing = is_same or ending in ("svg", "pdf")
    drawn = render(fresh, ending, **words, dpi=dpi) if needs_drawing else b""
    if ending == "svg":
        yield from _compare_svg(raw, drawn, wanted)
    elif ending == "png":
        entries = {"Title": words["title"], "Description": words["subject"]}
        entries["Comment"] = words["alt"]
        found = list(check_png(raw, wanted.inches, entries, drawn or None, dpi=dpi))
        yield from found or _compare_with_svg(compare_png, raw, stored, wanted)
    elif ending == "pdf":
        found = list(check_pdf(raw, wanted.inches, drawn, same_print=is_same))
        has_reader = find_spec("pypdfium2") is not None
        yield from found or (
            _compare_with_svg(compare_pdf, raw, stored, wanted) if has_reader else ()
        )
    elif is_same:
        yield from check_eps(raw, drawn)


def _compare_with_svg(
    compare: Callable[[bytes, SvgPage], Iterator[Difference]],
    raw: bytes,
    stored: Mapping[str, bytes],
    wanted: WantedPages,
) -> Iterator[Difference]:
    """Compare a picture that no fresh drawing equals with the SVG, which was compared with it."""
    if wanted.alike.same_print or "svg" not in stored:
        return
    try:
        page = read_svg(stored["svg"])
    except DiscourseError:  # a finding of the SVG
        return
    if page.others:
        return
    try:
        yield from compare(raw, page)
    except DiscourseError as error:
        yield Difference("the page", "an SVG that it can be compared with", str(error))


def _compare_svg(raw: bytes, drawn: bytes, wanted: WantedPages) -> Iterator[Difference]:
    if wanted.alike.added is None and are_near(without_ids(raw), without_ids(drawn)):
        return
    try:
        page = read_svg(raw)
    except DiscourseError as error:
        yield Difference("the page", "an SVG", str(error))
        return
    if page.title != wanted.words["title"]:
        yield Difference("its title", wanted.words["title"], page.title)
    fresh = read_svg(drawn)
    try:
        found = list(find_svg_differences(fresh, page, wanted.alike))
    except MALFORMED as error:  # then the other files are compared all the same
        reason = f"malformed ({type(error).__name__}: {error})"
        found = [Difference("the page", "an SVG of a figure", reason)]
    if page.words != fresh.words and page.title == fresh.title:
        found.append(Difference("its metadata", "those of the figure", "others"))
    yield from found
    if wanted.alike.same_print and not found:
        yield Difference("the page", "what its plot draws", "something else")
