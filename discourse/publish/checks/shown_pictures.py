"""What a notebook shows besides its prose: pictures in cells and outputs, and pages in outputs."""

import base64
import binascii
import html
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import regex

from discourse.errors import DiscourseError
from discourse.publish.checks.bars import find_bars
from discourse.publish.checks.stored_pages import find_odd_html
from discourse.publish.checks.study import Study, StudyCheck
from discourse.publish.claims.notebook import NotebookCell, join_source
from discourse.publish.export.manifest import digest_of
from discourse.publish.plots.svg_parts import read_svg
from discourse.publish.plots.svg_pixels import compare_shown, is_page, is_reduced
from discourse.publish.provenance.allowance import is_inside, read_bounded
from discourse.publish.provenance.finding import Finding

ELSEWHERE = "pictures in notebooks whose bundles are elsewhere, not compared"
OF_NO_BUNDLE = "pictures of no bundle in notebooks, listed in a manifest, compared by hash alone"
LAID_OUT_ANEW = "pictures in notebooks that IPython laid out anew, whose axes were not compared"
OF_THE_WEB = "pictures in notebooks that are on the web, not compared"
BACKED = "a bundle with its alternative text, or a file that a manifest lists"
TEXT_ALONE = "text that is seen where it is written"
DIAGRAM = "mermaid"  # what JupyterLab draws of a block of code with this name
LONGEST_NAME = 80  # characters of an alternative text, in a finding
MOST_NAMED = 5  # things of one output that are no text
PNG = "image/png"
# Kinds of outputs that JupyterLab shows as text, or only while a kernel runs.
OF_TEXT = regex.compile(r"text/(plain|html|markdown|latex)|application/json|.*widget-view\+json")
_SPECIFICATION = regex.compile(r"application/.*(?:vega|plotly|bokeh)")  # drawn by the browser
_IMAGE = regex.compile(r"<(?:img|source|input|video|image)\b[^>]*>|<svg\b", regex.IGNORECASE)
_SOURCE = regex.compile(
    r"""\b(?:src|srcset|poster|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", regex.IGNORECASE
)
_ALT = regex.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", regex.IGNORECASE)
_DATA = regex.compile(r"data:image/([\w.+-]*)[^,]*,(.*)", regex.IGNORECASE | regex.DOTALL)
_WEB = regex.compile(r"(?:https?:)?//", regex.IGNORECASE)
_SCHEME = regex.compile(r"[a-z][a-z0-9+.-]+:|//", regex.IGNORECASE)


class ShownPicture(NamedTuple):
    """A picture that a reader sees: its alternative text, and its bytes or its address."""

    alt: str
    raw: bytes
    address: str = ""


def check_shown(
    path: Path, name: str, cells: Iterable[NotebookCell], check: StudyCheck
) -> Iterator[Finding]:
    """Pictures that no bundle has, and what outputs show otherwise than as text.

    Parameters
    ----------
    path : Path
        The notebook.
    name : str
        Its path, as findings give it.
    cells : iterable of NotebookCell
        Its cells.
    check : StudyCheck
        The study; what was compared is counted.

    Yields
    ------
    Finding
        Each picture that neither a bundle nor a manifest knows, or that is not the one that its
        alternative text is of; each element or style that is no text in its place.
    """
    for number, cell in enumerate(cells, 1):
        pictures, pages = list(_pictures_in(cell.outputs)), list(_pages_in(cell.outputs))
        if cell.kind in ("markdown", "raw"):
            images, pages = _read_markdown(cell.source)
            pictures = [_attached(each, cell.attachments) for each in images]
            pictures += [each for page in pages for each in _pictures_of_page(page)]
        for picture in pictures:
            found = _check_picture(picture, path, check)
            if found is not None:
                yield Finding(name, f"cell {number}, picture", *found)
        odd = dict.fromkeys(each for page in pages for each in find_odd_html(page))
        odd |= dict.fromkeys(_other_kinds(cell.outputs))
        for each in list(odd)[:MOST_NAMED]:
            yield Finding(name, f"cell {number}, output" if cell.outputs else f"cell {number}",
                          TEXT_ALONE, each)  # fmt: skip


def _check_picture(
    picture: ShownPicture, notebook: Path, check: StudyCheck
) -> tuple[str, str] | None:
    """What is expected in place of a picture, and what is found; None if it is as it should be."""
    study, checked = check.study, check.checked
    # Of an SVG, a browser shows the part that is named behind the sign.
    if "#" in picture.address and not _WEB.match(picture.address):
        return "a picture as it was saved", f"a part of it: {picture.address[:LONGEST_NAME]}"
    raw = picture.raw or _read_beside(picture.address, notebook, study)
    if not raw and _WEB.match(picture.address):
        checked[OF_THE_WEB] += 1
        return None
    digest = digest_of(raw)
    shown = picture.alt[:LONGEST_NAME] or "without a text"
    if digest in study.bundled:
        checked["pictures in notebooks"] += 1
    elif digest in study.pictures:
        checked[OF_NO_BUNDLE] += 1
    elif picture.alt in study.alts:
        checked["pictures in notebooks"] += 1
        return _compare_with_bundles(raw, study.alts[picture.alt], checked)
    elif picture.alt in _alts_elsewhere(study):
        checked[ELSEWHERE] += 1
    else:
        return BACKED, f"neither: {shown}"
    return None


def _compare_with_bundles(
    raw: bytes, records: Sequence[Path], checked: "Counter[str]"
) -> tuple[str, str] | None:
    """Compare a picture with the PNG, or the SVG, of the bundles with its alternative text."""
    found = "a picture of another kind than PNG"
    for path in records:
        wanted = f"the picture of {path.stem}, with its alternative text"
        with suppress(DiscourseError, OSError, ValueError, SyntaxError):  # findings of the bundle
            if is_reduced(raw, read_bounded(path.with_suffix(".png"))):
                return None
        with suppress(DiscourseError, OSError, ValueError, SyntaxError):
            page = read_svg(read_bounded(path.with_suffix(".svg")))
            differences = list(compare_shown(raw, page))
            if not differences:
                checked[LAID_OUT_ANEW] += not is_page(raw, page)
                return None
            found = f"{differences[0].found}, where it has {differences[0].expected}"
    return wanted, found


def _alts_elsewhere(study: Study) -> set[str]:
    return {
        alt
        for (record, entry), alts in study.captions.items()
        if entry == "alt" and not record.is_relative_to(study.root.resolve())
        for alt in alts
    }


def _read_beside(address: str, notebook: Path, study: Study) -> bytes:
    """The bytes of a picture beside a notebook; none of one that is not there, or elsewhere."""
    if not address or _SCHEME.match(address):
        return b""
    path = notebook.parent / unquote(address.partition("?")[0].partition("#")[0])
    with suppress(DiscourseError, OSError, ValueError):
        return read_bounded(path) if is_inside(path, study.places) else b""
    return b""


def _read_markdown(source: str) -> tuple[list[ShownPicture], list[str]]:
    """The pictures of a text in Markdown, and what it has in HTML."""
    from markdown_it import MarkdownIt

    pictures, pages = list[ShownPicture](), list[str]()
    markdown = MarkdownIt("commonmark").enable("table")
    # JupyterLab shows what an address has, of whatever kind it is.
    markdown.validateLink = lambda url: bool(url)  # type: ignore[method-assign]
    waiting = markdown.parse(source)
    while waiting:
        token = waiting.pop(0)
        if token.type == "image":
            address = str(token.attrs.get("src", ""))
            pictures.append(_addressed(token.content, address))
        elif token.type == "fence" and token.info.split()[:1] == [DIAGRAM]:
            pictures.append(ShownPicture(f"a diagram of {DIAGRAM}", token.content.encode()))
        elif token.type in ("code_block", "code_inline", "fence", "text"):
            if bars := find_bars(token.content):
                pictures.append(ShownPicture(bars, bars.encode()))
        elif token.type in ("html_block", "html_inline"):
            pages.append(token.content)
            if bars := find_bars(token.content):
                pictures.append(ShownPicture(bars, bars.encode()))
        waiting[:0] = token.children or []
    return pictures, pages


def _addressed(alt: str, address: str) -> ShownPicture:
    data = _DATA.fullmatch(address.strip())
    if data is None:
        return ShownPicture(alt, b"", address)
    is_text = "base64," not in address[:200]
    return ShownPicture(alt, unquote(data[2]).encode() if is_text else _bytes_of_base_64(data[2]))


def _attached(picture: ShownPicture, attachments: Mapping[str, Any]) -> ShownPicture:
    """A picture with the bytes that its cell holds of it."""
    held = attachments.get(unquote(picture.address.removeprefix("attachment:")))
    if not picture.address.startswith("attachment:") or not isinstance(held, Mapping):
        return picture
    content = next(iter(held.items()), ("", ""))
    return picture._replace(raw=_bytes_of_output(content[0], join_source(content[1])), address="")


def _pages_in(outputs: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What outputs have in HTML, also within Markdown."""
    for output in outputs:
        data = output.get("data")
        if isinstance(data, Mapping):
            yield join_source(data.get("text/html", ""))
            yield from _read_markdown(join_source(data.get("text/markdown", "")))[1]


def _other_kinds(outputs: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The kinds of outputs that are neither text nor a picture."""
    for output in outputs:
        data = output.get("data")
        for kind in data if isinstance(data, Mapping) else ():
            is_picture = kind.startswith("image/") or _SPECIFICATION.match(kind)
            if not is_picture and not OF_TEXT.fullmatch(kind):
                yield f"an output of the kind {kind}"
            said = output.get("metadata", {}).get(kind)
            if is_picture and isinstance(said, Mapping) and {"width", "height"} <= set(said):
                yield "a picture with a width and a height of its own"


def _pictures_in(outputs: Iterable[Mapping[str, Any]]) -> Iterator[ShownPicture]:
    """The pictures that outputs show."""
    for output in outputs:
        data, metadata = output.get("data"), output.get("metadata")
        if not isinstance(data, Mapping):
            continue
        for kind in data:
            if kind.startswith("image/") or _SPECIFICATION.match(kind):
                said = metadata.get(kind) if isinstance(metadata, Mapping) else None
                alt = said.get("alt") if isinstance(said, Mapping) else None
                text = join_source(data.get("text/plain", "")) if alt is None else str(alt)
                yield ShownPicture(text, _bytes_of_output(kind, join_source(data[kind])))
        yield from _pictures_of_page(join_source(data.get("text/html", "")))
        images, pages = _read_markdown(join_source(data.get("text/markdown", "")))
        yield from images
        for page in pages:
            yield from _pictures_of_page(page)


def _bytes_of_output(kind: str, content: str) -> bytes:
    """A picture as bytes: SVG is stored as text, and other kinds in base 64."""
    return content.encode("utf-8", "replace") if "svg" in kind else _bytes_of_base_64(content)


def _pictures_of_page(page: str) -> Iterator[ShownPicture]:
    """The pictures on a page of HTML."""
    for tag in _IMAGE.findall(page):
        sources, alt = [*_SOURCE.finditer(tag)], _ALT.search(tag)
        text = html.unescape(next(filter(None, alt.groups()), "")) if alt else ""
        for source in sources:  # a browser chooses one of them
            yield _addressed(text, html.unescape(next(filter(None, source.groups()), "")))
        if sources:
            continue
        if tag[1:].casefold() == "svg" or tag[:4].casefold() == "<img":
            yield ShownPicture(text, b"")


def _bytes_of_base_64(content: str) -> bytes:
    """What is written in base 64; nothing if it is not."""
    with suppress(binascii.Error, ValueError):
        return base64.b64decode(content)
    return b""
