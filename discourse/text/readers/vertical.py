"""Vertical text (``.vrt``): one token per line, with elements around them, as CWB encodes it.

``<text>`` is a document, ``<p>`` a paragraph, ``<s>`` a sentence, and ``<g/>`` says that no blank
is between two tokens. Any other element that has a token is a labelled span.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import regex

from discourse.errors import DiscourseError
from discourse.text.annotation import SPAN, TOKEN
from discourse.text.document import Value
from discourse.text.extract import Extract, RawFile
from discourse.text.limits import shorten
from discourse.text.readers.distances import HEAD, number_to_distance
from discourse.text.readers.tokenised import TokenisedText, join_values, split_values, usable_name

DOCUMENT_ELEMENTS = ("text", "doc", "document")
PARAGRAPH_ELEMENTS = ("p", "paragraph")
SENTENCE_ELEMENTS = ("s", "sentence")
GLUE = "g"
WORD_COLUMNS = ("word", "form", "token")
NO_VALUES = ("", "_", "__UNDEF__", "__NONE__")
MAKER = "vertical text"
_NAME = r"[\p{L}_][\p{L}\p{N}_.:-]*"
_VALUES = rf"(?:\s+{_NAME}\s*=\s*(?:\"[^\"]*\"|'[^']*'))*"
_TAG = regex.compile(rf"<(?P<close>/?)(?P<name>{_NAME})(?P<attributes>{_VALUES})\s*(?P<empty>/?)>")
_TAGS = regex.compile(rf"(?:</?{_NAME}{_VALUES}\s*/?>\s*)+")
_IGNORED = regex.compile(r"<!--.*?-->|<\?.*\?>|<!DOCTYPE[^\[<>]*>")
_LIKE_MARKUP = regex.compile(r"\s*<[\p{L}_/!?]")
_ATTRIBUTE = regex.compile(rf"({_NAME})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_HEADER = regex.compile(r"<!--\s*#vrt positional-attributes:\s*(.*?)\s*-->")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ENTITY = regex.compile(r"&(lt|gt|amp|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_NUMBER = regex.compile(r"[+-]?[0-9]{1,9}(?:\.[1-9][0-9]{0,3})?|_")  # of a head in its sentence
_LEVEL = regex.compile(r"-[0-9]+$")  # CWB has other names for elements inside those of one name


@dataclass
class _Open:
    """An element that is not closed yet: its first token, and where it was opened."""

    name: str
    attributes: Mapping[str, str]
    first: int
    line: int


class _Region(NamedTuple):
    """An element with its first token and the one after its last."""

    name: str
    attributes: Mapping[str, str]
    first: int
    after: int


@dataclass
class _Document:
    """The tokens of a document, and the elements around them."""

    line: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    glued: set[int] = field(default_factory=set)
    regions: list[_Region] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)


def read_vertical(raw: RawFile) -> Iterator[Extract]:
    """Read the documents of vertical text, with their own tokens and sentences."""
    content = raw.decode()
    yield from parse_vertical(content.text, raw.place, raw.path.stem, encoding=content.encoding)


def parse_vertical(
    text: str,
    place: str,
    stem: str,
    *,
    columns: Sequence[str] | None = None,
    encoding: str = "utf-8",
) -> list[Extract]:
    """Parse the documents of vertical text.

    Parameters
    ----------
    text : str
        The content of the file.
    place : str
        The file as messages name it.
    stem : str
        The name of the file, from which documents without a name are named.
    columns : sequence of str, optional
        The names of the columns; by default those that a comment at the beginning names, as in
        ``<!-- #vrt positional-attributes: word lemma pos -->``.
    encoding : str, optional
        The encoding that the content was in.

    Returns
    -------
    list of Extract
        The documents. The only document of a file has no name of its own, unless it has an ``id``.

    Raises
    ------
    DiscourseError
        If the columns have no names, a line has more or fewer, or an element is not closed.
    """
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    names = columns or _named_columns(lines, place)
    check_word_column(names, place)
    documents = [found for found in _split_at_texts(lines, names, place) if found.rows]
    if not documents:
        raise DiscourseError(f"{place} has no token; remove it, or put its tokens in.")
    if len(documents) == 1:
        name = documents[0].attributes.get("id", "")
        return [_extract_rows(documents[0], names, name, encoding, place)]
    return [
        _extract_rows(found, names, _choose_name(found, f"{stem}/{number}"), encoding, place)
        for number, found in enumerate(documents, 1)
    ]


def _named_columns(lines: Sequence[str], place: str) -> list[str]:
    found = next(filter(None, map(_HEADER.fullmatch, map(str.strip, lines))), None)
    if found is not None:
        return [name.rstrip("/") for name in found[1].split()]
    tokens = (line for line in lines if line.strip() and not _is_markup(line))
    if "\t" not in next(tokens, ""):
        return ["word"]
    raise DiscourseError(
        f"{place} does not name its columns; begin it with a line such as "
        "<!-- #vrt positional-attributes: word pos lemma -->."
    )


def check_word_column(columns: Sequence[str], place: str) -> None:
    """Refuse names of columns of which none is that of the words, or two are the same."""
    has_words = any(name in WORD_COLUMNS for name in columns)
    if not has_words or len(set(columns)) < len(columns):
        raise DiscourseError(
            f"{place} has the columns {', '.join(columns)}; name each once, and that of the words "
            f"one of {', '.join(WORD_COLUMNS)}."
        )


def _is_markup(line: str) -> bool:
    shown = line.strip()
    return _IGNORED.fullmatch(shown) is not None or _TAGS.fullmatch(shown) is not None


def _split_at_texts(
    lines: Sequence[str], columns: Sequence[str], place: str
) -> Iterator[_Document]:
    document = _Document(1)
    for number, line in enumerate(lines, 1):
        at = f"{place}, line {number}"
        if not line.strip():
            continue
        if not line.lstrip().startswith("<") or not _is_markup(line):
            _refuse_malformed(line, columns, at)
            document.lines.append(line)
            document.rows.append(_split_row(line, columns, at))
            continue
        if _IGNORED.fullmatch(line.strip()):
            continue
        for tag in _TAG.finditer(line):  # CWB allows several in a line
            if tag["name"] in DOCUMENT_ELEMENTS and not tag["empty"]:
                _refuse_open(document, place)
                yield document
                attributes = {} if tag["close"] else _parse_attributes(tag["attributes"])
                document = _Document(number, attributes)
            else:
                _open_or_close(document, tag, number, at)
            document.lines.append(tag[0])
    _refuse_open(document, place)
    yield document


def _refuse_malformed(line: str, columns: Sequence[str], at: str) -> None:
    """Refuse a line that begins like markup and is none; with the cells of a token it is one."""
    if _LIKE_MARKUP.match(line) and not (len(columns) > 1 and line.count("\t")):
        raise DiscourseError(
            f"{at}: {shorten(line.strip())!r} is neither a token nor well-formed tags; write tags "
            'such as <text id="a">, with every value in quotation marks and no token beside them, '
            "a comment in one line, and the sign < of a token as &lt;."
        )


def _parse_attributes(text: str) -> dict[str, str]:
    return {
        name: unescape_xml(double or single) for name, double, single in _ATTRIBUTE.findall(text)
    }


def _open_or_close(document: _Document, tag: "regex.Match[str]", line: int, at: str) -> None:
    """Open or close an element; one without a token says nothing about any."""
    name, here = tag["name"], len(document.rows)
    if tag["empty"]:
        if name == GLUE:
            document.glued.add(here)
    elif not tag["close"]:
        attributes = _parse_attributes(tag["attributes"])
        document.opened.append(_Open(name, attributes, here, line))
    else:
        found = next((each for each in reversed(document.opened) if each.name == name), None)
        if found is None:
            raise DiscourseError(f"{at}: </{name}> closes what is not open; remove it.")
        document.opened.remove(found)
        if here > found.first:
            document.regions.append(_Region(name, found.attributes, found.first, here))


def _refuse_open(document: _Document, place: str) -> None:
    if document.opened:
        found = document.opened[-1]
        raise DiscourseError(
            f"{place}, line {found.line}: <{found.name}> is never closed; write </{found.name}> "
            "in a line of its own."
        )


def _split_row(line: str, columns: Sequence[str], at: str) -> list[str]:
    cells = ["" if cell in NO_VALUES else unescape_xml(cell) for cell in line.split("\t")]
    if len(cells) != len(columns):
        raise DiscourseError(
            f"{at} has {len(cells)} column{'' if len(cells) == 1 else 's'}, and the file has "
            f"{len(columns)}: {', '.join(columns)}; write _ where there is no value."
        )
    return cells


def _choose_name(document: _Document, otherwise: str) -> str:
    keys = ("id", "name", "title")
    return next((document.attributes[k] for k in keys if document.attributes.get(k)), otherwise)


# -------------------------------------------------------------------------------------------- text


def _extract_rows(
    document: _Document, columns: Sequence[str], name: str, encoding: str, place: str
) -> Extract:
    made = TokenisedText()
    word = next(columns.index(name) for name in WORD_COLUMNS if name in columns)
    paragraphs = {r.first for r in document.regions if r.name in PARAGRAPH_ELEMENTS}
    sentences = {r.first for r in document.regions if r.name in SENTENCE_ELEMENTS}
    for number, row in enumerate(document.rows):
        if number in document.glued:
            made.end_with("")
        if number in paragraphs or number == 0:
            made.begin_paragraph()
        if number in sentences or number == 0:
            made.begin_sentence()
        span = made.write_token(row[word] or "_")
        for column, value in zip(columns, row, strict=True):
            layer = vertical_layer_name(column)
            if column != columns[word] and value and layer != HEAD:
                made.label(layer, TOKEN, span, value, _about_column(column))
    for at, column in enumerate(columns):
        if column != columns[word] and vertical_layer_name(column) == HEAD:
            heads = [row[at] for row in document.rows]
            _label_heads(made, heads, sorted({0, *sentences}), _about_column(column), place)
    for region in sorted(document.regions, key=lambda r: (r.first, -r.after)):
        _label_region(made, region)
    metadata: dict[str, Value] = {
        key: value for key, value in document.attributes.items() if (key, value) != ("id", name)
    }
    source = "\n".join(document.lines) if name else ""
    return made.extract(encoding, name=name, source=source, metadata=metadata)


def _about_column(column: str) -> dict[str, str]:
    return {"maker": MAKER, "column": column}


def _label_heads(
    made: TokenisedText,
    heads: Sequence[str],
    sentences: Sequence[int],
    about: Mapping[str, str],
    place: str,
) -> None:
    """Label tokens with the distance to their heads, which are given by number in the sentence.

    What is no number is kept as it is: other programs may have other things in such a column.
    """
    for first, after in pairwise([*sentences, len(heads)]):
        inside = made.tokens[first:after]
        places = {str(number): (start, 1) for number, (start, _) in enumerate(inside, 1)}
        for span, given in zip(inside, heads[first:after], strict=True):
            if given:
                label = _measure_heads(given, span[0], places, place)
                made.label(HEAD, TOKEN, span, label, about)


def _measure_heads(
    given: str, start: int, places: Mapping[str, tuple[int, int]], place: str
) -> str:
    words = [given] if _NUMBER.fullmatch(given) else split_values(given)
    if not all(_NUMBER.fullmatch(word) for word in words):
        return given
    measured = [number_to_distance(word, start, places, "") for word in words]
    if "" in measured:
        raise DiscourseError(
            f"{place}: the head is {shorten(given)!r}, and the sentence has {len(places):,} "
            "tokens; give the number of a token in the sentence, 0 for the root, or _."
        )
    return measured[0] if len(words) == 1 else join_values(measured)


def unescape_xml(text: str) -> str:
    """Replace the five entities of XML, and characters by number.

    Examples
    --------
    >>> unescape_xml("AT&amp;T &#169; R&D")
    'AT&T © R&D'
    """
    return _ENTITY.sub(_replace_entity, text) if "&" in text else text


def _replace_entity(found: "regex.Match[str]") -> str:
    name = found[1]
    if not name.startswith("#"):
        return _ENTITIES[name]
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else found[0]


def _label_region(made: TokenisedText, region: _Region) -> None:
    """Label the tokens of an element; a sentence or paragraph only if it has attributes."""
    is_known = region.name in (*PARAGRAPH_ELEMENTS, *SENTENCE_ELEMENTS)
    if is_known and not region.attributes:
        return
    attributes = dict(region.attributes)
    label = attributes.pop("label", "") or attributes.get("id", "") or region.name
    span = (made.tokens[region.first][0], made.tokens[region.after - 1][1])
    about = {"maker": MAKER, "element": region.name}
    made.label(vertical_layer_name(region.name), SPAN, span, label, about, attributes)


def vertical_layer_name(name: str) -> str:
    """The name of the layer that a column or an element makes.

    Examples
    --------
    >>> vertical_layer_name("lemma"), vertical_layer_name("lex.pos"), vertical_layer_name("quote-2")
    ('lemma', 'lex_pos', 'quote')
    """
    return usable_name(_LEVEL.sub("", name), "span")
