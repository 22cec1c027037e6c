r"""Whether an article shows the pictures of its figures as they were saved, under their captions.

The bytes of a picture are compared elsewhere. A Word file can show them cut, turned or in other
colours, and draw over them; both kinds of article can say something else of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import regex

from discourse.publish.checks.article_commands import HARDLY_SEEN, pictures_of
from discourse.publish.export.manifest import digest_of
from discourse.publish.export.text_tables import escape_latex
from discourse.publish.manuscripts.manuscript import Manuscript
from discourse.publish.manuscripts.passage import CAPTION_KIND, CELL_KIND
from discourse.publish.manuscripts.saved_words import SavedWords, as_letters
from discourse.publish.manuscripts.word_look import is_coloured, is_hardly_seen
from discourse.publish.manuscripts.word_manuscript import DOCUMENT
from discourse.publish.manuscripts.xml_parts import XmlParts
from discourse.publish.plots.fonts import shows_other_signs
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.finding import Finding
from discourse.publish.saved_items import SavedItem, say_evidence
from discourse.text.readers.word import GONE, WORD

DRAWN = "drawings, charts and embedded files in articles, not compared"
GROUNDS = "coloured grounds of paragraphs, cells and text in articles, not compared"
SYMBOLS = "signs of symbol fonts in articles, not compared"
LISTS = "automatic numbers of lists in articles, not compared"
HEADERS = "headers and footers of articles, not compared"
AFTER = "paragraphs of the author among the references of articles, not compared"
OTHER_CAPTIONS = "captions of articles beside no saved figure or table, not compared"
AS_IT_WAS = "a picture as it was saved"
CAPTION = "the saved caption {!r}; save the figure or table again with another one"
MOST_SQUEEZED = 0.02  # of its ratio, by which a picture may differ: programs round its sides
THICKEST_EDGE = 19050  # of a line around a picture, in EMU: 1.5 points
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PLAIN_DATA = frozenset(("useLocalDpi", "svgBlip"))  # what Word adds to a picture that it shows
_PLAIN_SHAPE = frozenset(("xfrm", "prstGeom", "noFill", "ln", "extLst"))
_FIGURE = regex.compile(r"\\begin\s*\{((?:wrap|sideways)?figure\*?)\}(.*?)\\end\s*\{\1\}", regex.S)
_CAPTION = regex.compile(
    r"\\caption(?:of\s*\{\w+\})?\*?\s*(\[[^\]]*\])?\s*(\{(?:[^{}\\]|\\.|(?2))*\})"
)
_BOUND = regex.compile(r"\\(?:claim|exempt)\s*\{([^{}]*)\}\s*\{[^{}]*\}")
_LOOK = regex.compile(r"\\(?:emph|text(?:it|bf|rm|sc|sf|tt|normal))\b|\\label\s*\{[^}]*\}|[{}]")
_LABEL = regex.compile(
    r"^\s*(?:figure|fig|table|tab)\p{Po}?\s*[\p{L}\d.]*\d\s*[\p{Po}\p{Pd}|]*\s*", regex.I
)


def items_by_digest(saved: SavedWords) -> dict[str, SavedItem]:
    """The figures of a folder by the hashes of their files."""
    found = {}
    for item in saved.items:
        for ending in (".png", ".pdf", ".svg", ".jpg", ".eps", ".tif", ".tiff"):
            path = item.path.with_name(f"{item.path.name}{ending}")
            if is_own_file(path):
                found[digest_of(read_bounded(path))] = item
    return found


def items_in_latex(
    path: Path, source: str, body: str, by_digest: Mapping[str, SavedItem]
) -> list[SavedItem]:
    """The saved figures whose pictures a part of an article in LaTeX shows, in their order."""
    files = pictures_of(path, source, body)
    found = (by_digest.get(digest_of(read_bounded(file))) for file in files)
    return [item for item in found if item is not None]


def _differs(text: str, saved: str) -> bool:
    return as_letters(text) != as_letters(saved)


# ----------------------------------------------------------------------------------------- LaTeX


def check_latex_captions(
    path: Path, name: str, source: str, saved: SavedWords, checked: "Counter[str]"
) -> Iterator[Finding]:
    """Find the captions of saved figures that say something else than those that were saved."""
    by_digest = items_by_digest(saved)
    compared = 0
    for found in _FIGURE.finditer(source):
        items = items_in_latex(path, source, found[2], by_digest)
        if len(items) != 1:
            continue
        (item,) = items
        captions = list(_CAPTION.finditer(found[2]))
        if item.caption and not captions:
            yield Finding(name, "caption", CAPTION.format(item.caption), "none")
        for caption in captions:
            compared += 1
            expected = _plain_latex(escape_latex(item.caption))
            written, short = _plain_latex(caption[2]), _plain_latex((caption[1] or "")[1:-1])
            if _differs(written, expected):
                yield Finding(name, "caption", CAPTION.format(item.caption), written.strip())
            elif as_letters(short) not in as_letters(expected):
                yield Finding(name, "short caption", CAPTION.format(item.caption), short)
    if left := len(_CAPTION.findall(source)) - compared:
        checked[OTHER_CAPTIONS] += left


def _plain_latex(text: str) -> str:
    return _LOOK.sub("", _BOUND.sub(r"\1", text))


# ------------------------------------------------------------------------------------------ Word


def check_word_file(
    manuscript: Manuscript, name: str, saved: SavedWords, checked: "Counter[str]"
) -> Iterator[Finding]:
    """Find what a Word file shows of saved figures and tables otherwise than they are.

    Parameters
    ----------
    manuscript : Manuscript
        The article.
    name : str
        Its name in findings.
    saved : SavedWords
        The captions and tables of its folder.
    checked : Counter
        What was checked; what cannot be compared is added to it.

    Yields
    ------
    Finding
        A picture that is cut, turned, squeezed or recoloured, or another caption or alternative
        text.
    """
    parts = manuscript.parts
    document = None if parts is None else parts.parse(DOCUMENT)
    if parts is None or document is None:
        return
    by_digest, targets = items_by_digest(saved), _targets(parts)
    digests = {place: digest_of(data) for place, data in parts.files("word/media/")}
    shown: list[tuple[Any, SavedItem]] = []
    for drawing in document.iter(f"{WORD}drawing"):
        for picture in drawing.iter(f"{_PICTURE}pic"):
            item = None
            for blip in picture.iter(f"{_A}blip"):
                place = targets.get(blip.get(f"{_RELATION}embed", ""), "")
                item = by_digest.get(digests.get(place, ""))
                if blip.get(f"{_RELATION}link") is not None:
                    yield Finding(name, "picture", "a picture in the file", "a link to another one")
            where = "picture" if item is None else item.label
            size = None if item is None else _ratio_of(item)
            for fault in _faults_of_picture(drawing, picture, size):
                yield Finding(name, where, AS_IT_WAS, fault)
            if item is not None:
                shown.append((drawing, item))
                yield from _check_descriptions(name, drawing, picture, item)
    yield from _check_captions_beside(manuscript, name, saved, shown, checked)
    _note_drawings(parts, document, checked)
    _note_references(manuscript, saved, checked)


def _targets(parts: XmlParts) -> dict[str, str]:
    """The places in the archive of what a document holds, by the names that it uses."""
    root = parts.parse("word/_rels/document.xml.rels")
    found = {}
    for each in [] if root is None else root:
        if each.get("TargetMode") != "External":
            target = each.get("Target", "")
            place = target[1:] if target.startswith("/") else f"word/{target}"
            found[each.get("Id", "")] = PurePosixPath(place).as_posix()
    return found


def _ratio_of(item: SavedItem) -> float | None:
    """The width of the picture of a figure by its height, from the head of its PNG."""
    path = item.path.with_name(f"{item.path.name}.png")
    head = read_bounded(path)[16:24] if is_own_file(path) else b""
    width, height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")
    return width / height if height else None


def _faults_of_picture(drawing: Any, picture: Any, ratio: float | None) -> Iterator[str]:
    for cut in (*picture.iter(f"{_A}srcRect"), *picture.iter(f"{_A}fillRect")):
        if any(value.strip("-0%.") for value in cut.attrib.values()):
            yield "one that is cropped"
    if next(picture.iter(f"{_A}tile"), None) is not None:
        yield "one in tiles"
    for frame in picture.iter(f"{_A}xfrm"):
        flips = [frame.get(key, "0") for key in ("flipH", "flipV")]
        if any(each not in ("0", "false") for each in flips):
            yield "one that is flipped"
        if frame.get("rot", "0").strip("-0"):
            yield "one that is turned"
    for blip in picture.iter(f"{_A}blip"):
        effects = [_local(each) for each in blip if _local(each) != "extLst"]
        effects += [_local(each) for ext in blip.iter(f"{_A}ext") for each in ext]
        if changed := [each for each in effects if each not in _PLAIN_DATA]:
            yield f"one with {changed[0]}"
    for shape in picture.iter(f"{_PICTURE}spPr"):
        yield from _faults_of_shape(shape)
    if ratio is not None:
        sides = [*picture.iter(f"{_A}ext"), *drawing.iter(f"{_DRAWING}extent")]
        sizes = [tuple(_whole(each.get(key)) for key in ("cx", "cy")) for each in sides]
        for width, height in sizes:
            if width and height and abs(width / height / ratio - 1) > MOST_SQUEEZED:
                yield "one that is squeezed"
                break


def _faults_of_shape(shape: Any) -> Iterator[str]:
    for each in shape:
        name = _local(each)
        if name not in _PLAIN_SHAPE:
            yield f"one with {name}"
        elif name == "prstGeom" and each.get("prst") != "rect":
            yield f"one cut to the shape {each.get('prst')}"
        elif name == "ln" and each.find(f"{_A}noFill") is None:
            if _whole(each.get("w")) > THICKEST_EDGE:
                yield "one with a thick line around it"


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 0


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _check_descriptions(
    name: str, drawing: Any, picture: Any, item: SavedItem
) -> Iterator[Finding]:
    """The alternative text of a picture; one without is no false one."""
    holders = [*drawing.iter(f"{_DRAWING}docPr"), *picture.iter(f"{_PICTURE}cNvPr")]
    for text in dict.fromkeys(
        each.get(key) or "" for each in holders for key in ("descr", "title")
    ):
        if text.strip() and _differs(text, item.alt) and _differs(text, item.caption):
            expected = f"the saved alternative text {item.alt!r}"
            yield Finding(name, f"{item.label}, alternative text", expected, text)


def _check_captions_beside(
    manuscript: Manuscript,
    name: str,
    saved: SavedWords,
    shown: list[tuple[Any, SavedItem]],
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Each saved picture and table stands beside its caption."""
    captions = [each.text for each in manuscript.passages if each.kind == CAPTION_KIND]
    left = Counter(as_letters(_LABEL.sub("", text)) for text in captions)
    tables = {each.table for each in manuscript.passages if each.kind == CELL_KIND}
    expected = [(None, saved.item_of_table(table, manuscript)) for table in sorted(tables)]
    for drawing, item in [*shown, *expected]:
        if item is None or not (wanted := as_letters(item.caption)):
            continue
        beside = "" if drawing is None else _caption_under(drawing)
        is_other = bool(beside) and as_letters(_LABEL.sub("", beside)) in (
            {as_letters(each.caption) for each in saved.items} - {wanted}
        )
        if is_other or not left[wanted]:
            found = beside or _caption_labelled(captions, item.label)
            yield Finding(name, f"{item.label}, caption", CAPTION.format(item.caption), found)
        left[wanted] -= bool(left[wanted])
    evidence = as_letters(_LABEL.sub("", "\n".join(say_evidence(saved.items))))
    if count := (left - Counter([evidence])).total():
        checked[OTHER_CAPTIONS] += count


def _caption_labelled(captions: list[str], label: str) -> str:
    return next((text for text in captions if text.startswith(label)), "none")


def _caption_under(drawing: Any) -> str:
    """The text of the paragraph below a picture."""
    paragraph = next(drawing.iterancestors(f"{WORD}p"), None)
    below = None if paragraph is None else paragraph.getnext()
    return "" if below is None else "".join(each.text or "" for each in below.iter(f"{WORD}t"))


def _note_drawings(parts: XmlParts, document: Any, checked: "Counter[str]") -> None:
    """Count what is drawn or numbered by a program, and what is in other files."""
    seen = Counter[str]()
    for element in document.iter():
        name = _local(element)
        outer = {each.tag for each in element.iterancestors()} if name in _NOTED else frozenset()
        if name not in _NOTED or _FALLBACK in outer or outer & GONE:
            continue
        if name == "drawing":
            seen[DRAWN] += next(element.iter(f"{_PICTURE}pic"), None) is None or _draws(element)
        elif name == "rFonts":
            fonts = [element.get(f"{WORD}{key}", "") for key in ("ascii", "hAnsi", "cs")]
            seen[SYMBOLS] += any(map(shows_other_signs, fonts))
        elif name == "shd":
            seen[GROUNDS] += is_coloured(element)
        elif name == "rPr":
            of_text = _local(element.getparent()) == "r"  # not the mark of a paragraph
            seen[HARDLY_SEEN] += of_text and is_hardly_seen(element)
        else:
            seen[_NOTED[name]] += 1
    for each in sorted(parts.names):
        if regex.fullmatch(r"word/(?:header|footer)\d*\.xml", each):
            root = parts.parse(each)
            seen[HEADERS] += any(element.text for element in root.iter(f"{WORD}t"))
    checked.update({kind: count for kind, count in seen.items() if count})


def _draws(drawing: Any) -> bool:
    """Whether a drawing has more than pictures, or lies freely on the page."""
    kinds = {each.get("uri") for each in drawing.iter(f"{_A}graphicData")}
    is_free = next(drawing.iter(f"{_DRAWING}anchor"), None) is not None
    return is_free or kinds != {_PICTURE[1:-1]}


_NOTED: Mapping[str, str] = {
    "drawing": DRAWN, "pict": DRAWN, "object": DRAWN, "altChunk": DRAWN, "sym": SYMBOLS,
    "rFonts": SYMBOLS, "numPr": LISTS, "shd": GROUNDS, "rPr": HARDLY_SEEN,
}  # fmt: skip


def _note_references(manuscript: Manuscript, saved: SavedWords, checked: "Counter[str]") -> None:
    texts = [each.text for each in manuscript.passages if each.is_reference]
    own = [text for text in texts if as_letters(text) not in saved.references]
    if own := [text for text in own if not regex.fullmatch(r"\W*references\W*", text, regex.I)]:
        checked[AFTER] += len(own)
