"""Vertical text (``.vrt``) as CWB encodes it: read for its labels, and written with a registry."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import starmap
from os import PathLike
from pathlib import Path

import numpy as np
import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.file_sets import write_together
from discourse.corpus.store.layer import Layer, describe_spans, write_cell
from discourse.errors import DiscourseError, check_path, check_target, check_texts, count_noun
from discourse.layers.aligning import (
    FIRST_CHARACTER,
    LAST_CHARACTER,
    ForeignText,
    align,
    open_source,
    whole_store,
)
from discourse.layers.files import TEXT_KIND, name_kind, restore_kind
from discourse.layers.formats.token_lines import (
    SPAN,
    TOKEN,
    DocumentLines,
    LineHead,
    choose_layers,
    list_lines,
)
from discourse.layers.register import check_corpus
from discourse.text.readers.distances import HEAD, ROOT, UNKNOWN
from discourse.text.readers.tokenised import join_values
from discourse.text.readers.vertical import (
    DOCUMENT_ELEMENTS,
    GLUE,
    NO_VALUES,
    PARAGRAPH_ELEMENTS,
    SENTENCE_ELEMENTS,
    parse_vertical,
)

_TAKEN = (*DOCUMENT_ELEMENTS, *PARAGRAPH_ELEMENTS, *SENTENCE_ELEMENTS, GLUE)
_SPECIAL = regex.compile("[&<>\"'\\x00-\\x1f\\x7f-\\x9f\u2028\u2029]")
_NOT_A_NAME = regex.compile(r"[^\p{L}\p{N}_]+")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "'": "&apos;"}
REGISTRY = "registry"
_COLUMNS_NOTE = "#discourse columns: "
_NOTED_COLUMNS = regex.compile(rf"^<!-- {_COLUMNS_NOTE}(\{{.*\}}) -->\r?$", regex.MULTILINE)


def from_vertical(
    corpus: Corpus,
    path: str | PathLike[str],
    *,
    columns: Sequence[str] | None = None,
    document: str | None = None,
) -> list[Layer]:
    r"""Read what vertical text says about the texts of a corpus.

    Parameters
    ----------
    corpus : Corpus
        The texts that the file was made of. The tokens of the corpus stay what they are.
    path : str or PathLike
        The file. Its ``<text id="...">`` are named like the documents; a file with one text may
        also be named like it.
    columns : sequence of str, optional
        The names of the columns, with ``word`` for the words; by default those that the file names
        in a line ``<!-- #vrt positional-attributes: word pos lemma -->``.
    document : str, optional
        The document that the file is of, if it is named otherwise.

    Returns
    -------
    list of Layer
        One layer of tokens per column, and one of spans for each kind of element: the label is its
        attribute ``label`` or ``id``, else its name.

    Raises
    ------
    DiscourseError
        If the file is malformed, or its words do not spell the text; the message names the place.

    See Also
    --------
    dc.layers.to_vertical : A corpus and its layers as vertical text.
    dc.layers.from_tsv : Layers from one token per line.
    dc.Corpus.with_layer : A corpus with one more layer.

    Notes
    -----
    ``discourse docs layer-files`` explains the formats of layers.

    Examples
    --------
    >>> import discourse as dc, pathlib, tempfile
    >>> corpus = dc.Corpus.from_texts({"a": "We build."})
    >>> lines = "<q>\nWe\tPRON\nbuild\tVERB\n</q>\n.\tPUNCT\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder + "/a.vrt").write_text(lines)
    ...     layers = dc.layers.from_vertical(corpus, folder + "/a.vrt", columns=["word", "pos"])
    >>> [layer.name for layer in layers]
    ['pos', 'q']
    """
    check_corpus("from_vertical", corpus)
    source = open_source(check_path("path", path))
    named = None if columns is None else check_texts("columns", columns, "word")
    stem = source.path.stem
    parsed = parse_vertical(source.text, source.place, stem, columns=named)
    texts = [
        ForeignText(
            found.name if found.name in corpus.whole or len(parsed) > 1 else stem,
            source.place,
            found.text,
            found.annotation.labels if found.annotation else (),
        )
        for found in parsed
    ]
    layers = align(corpus, texts, source.about, document)
    return [_restore_own_columns(layer, source.text) for layer in layers]


def to_vertical(
    corpus: Corpus, path: str | PathLike[str], *, layers: Sequence[str] | None = None
) -> None:
    """Write the counted text of a corpus as vertical text, with a registry file for CWB.

    Parameters
    ----------
    corpus : Corpus
        The corpus; of a subset, its documents as a whole.
    path : str or PathLike
        The file to write, such as ``cwb/paper.vrt``. The registry file is written to
        ``cwb/registry/paper``; its first lines say how to encode the corpus.
    layers : sequence of str, optional
        The layers to write; by default all. Layers of tokens are columns, layers of spans are
        elements.

    Raises
    ------
    DiscourseError
        If a span lies where no text is counted, or a layer has a column that would be mistaken for
        another one.

    See Also
    --------
    dc.layers.from_vertical : Layers from vertical text.
    dc.layers.to_conllu : A corpus and its layers as CoNLL-U.

    Notes
    -----
    CWB allows no two elements of one name inside each other, so such spans get ``-2``, ``-3`` …
    behind their name; reading takes that away again. ``char_start`` and ``char_end`` are the
    characters of a span in its text. ``<g/>`` says that no blank is between two lines.

    ``discourse docs layer-files`` explains the formats of layers.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> corpus = dc.Corpus.from_texts({"a": "Peace, now."})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dc.layers.to_vertical(corpus, folder + "/a.vrt")
    ...     dc.read(folder + "/a.vrt").tokens("a")
    ['Peace', 'now']
    """
    check_corpus("to_vertical", corpus)
    target = check_target("path", path)
    store = whole_store(corpus)
    tokens, spans = (choose_layers(store, layers, shape) for shape in (TOKEN, SPAN))
    columns = ["word", *(layer.name for layer in tokens)]
    lines = [f"<!-- #vrt positional-attributes: {' '.join(columns)} -->"]
    lines += _note_columns(spans)
    elements: dict[str, dict[str, None]] = {}
    for document in list_lines(store, list(corpus), tokens):
        lines += _write_document(document, columns[1:], spans, elements)
    registry = target.parent / REGISTRY
    try:
        registry.mkdir(exist_ok=True)
    except OSError as error:
        raise DiscourseError(
            f"the folder {registry} cannot be made ({error.strerror}); write to another folder."
        ) from None
    name = _NOT_A_NAME.sub("_", target.stem).casefold()
    content = _write_registry(name, target.name, columns, elements)
    written = "".join(f"{line}\n" for line in lines)
    write_together({Path(target): written.encode(), registry / name: content.encode()})


class _Element:
    """A span as an element: its name, its attributes, its first line and the one after its last."""

    def __init__(self, name: str, attributes: Mapping[str, str], first: int, after: int) -> None:
        self.name, self.attributes, self.first, self.after = name, attributes, first, after


def _write_document(
    document: DocumentLines,
    columns: Sequence[str],
    layers: Sequence[Layer],
    known: dict[str, dict[str, None]],
) -> Iterator[str]:
    """Write the lines of a document, and note its elements with their attributes."""
    placed = [each for layer in layers for each in _place_spans(document, layer)]
    whole = _Element("text", _describe_text(document), 0, len(document.spans))
    for each in [whole, *placed]:
        known.setdefault(each.name, {}).update(dict.fromkeys(each.attributes))
    opening: dict[int, list[_Element]] = {}
    for each in sorted(placed, key=lambda each: (each.first, -each.after)):
        opening.setdefault(each.first, []).append(each)
    opened: list[_Element] = []
    heads = _number_heads(document) if HEAD in document.pieces else []
    yield _open_tag(whole)
    for line in range(len(document.spans)):
        if line and document.gap_after(line - 1) == "":
            yield f"<{GLUE}/>"
        if document.paragraphs[line]:
            yield "<p>"
        if document.sentences[line]:
            yield "<s>"
        for each in opening.get(line, []):
            opened.append(each)
            yield _open_tag(each)
        cells = (
            _write_cell_value((heads if name == HEAD else document.values[name])[line])
            for name in columns
        )
        yield "\t".join([escape_xml(document.form(line)), *cells])
        for each in [each for each in reversed(opened) if each.after == line + 1]:
            opened.remove(each)
            yield f"</{each.name}>"
        is_last = line + 1 == len(document.spans)
        if is_last or document.sentences[line + 1]:
            yield "</s>"
        if is_last or document.paragraphs[line + 1]:
            yield "</p>"
    yield "</text>"


def _number_heads(document: DocumentLines) -> Sequence[str]:
    """The number in its sentence of the head of each line; "" if it is not in this one.

    What is no distance stays as it is.
    """
    try:
        heads = document.heads
    except DiscourseError:
        return document.values[HEAD]
    firsts = np.flatnonzero(document.sentences)
    sentence = np.searchsorted(firsts, np.arange(len(document.spans)), side="right") - 1
    numbers = (np.arange(len(document.spans)) - firsts[sentence] + 1).tolist()

    def number(line: int, head: LineHead | None) -> str:
        if head is None or head.word == 0:
            return ROOT if head else ""
        inside = sentence[head.line] == sentence[line]
        return f"{numbers[head.line]}{f'.{head.word}' * (head.word > 1)}" if inside else ""

    written = list(starmap(number, enumerate(heads)))
    for line, words in document.word_heads.items():
        written[line] = join_values([number(line, head) or UNKNOWN for head in words])
    return written


def _describe_text(document: DocumentLines) -> dict[str, str]:
    """The attributes of a document: its name and its metadata, none in place of another."""
    described = {"id": document.name}
    for key, value in document.metadata.items():
        name = _attribute_name(key)
        while name in described:
            name = f"{name}_given"
        described[name] = value
    return described


def _place_spans(document: DocumentLines, layer: Layer) -> Iterator[_Element]:
    """Find the lines of each span of a document; spans of one name that overlap get levels."""
    spans = layer.spans
    if document.digest not in spans.texts:
        return
    rows = np.flatnonzero(spans.text == spans.texts.index(document.digest))
    first = np.searchsorted(document.spans[:, 1], spans.start[rows], side="right")
    after = np.searchsorted(document.spans[:, 0], spans.end[rows], side="left")
    lost = rows[after <= first]
    if len(lost):
        raise DiscourseError(
            f"the layer {layer.name!r} has {count_noun(len(lost), 'span')} where no text is "
            f"counted, and vertical text has only counted text: {describe_spans(spans, lost)}; "
            "leave the layer out with layers=, or write it with dc.layers.write."
        )
    reached: list[int] = []  # the line that the last element of each level reaches
    bounds = zip(rows.tolist(), first.tolist(), after.tolist(), strict=True)
    for row, begins, ends in sorted(bounds, key=lambda each: (each[1], -each[2])):
        level = next((n for n, end in enumerate(reached) if end <= begins), len(reached))
        reached[level : level + 1] = [ends]
        yield _Element(_element_name(layer.name, level), _attributes_of(layer, row), begins, ends)


def _element_name(layer: str, level: int) -> str:
    return layer if not level and layer not in _TAKEN else f"{layer}-{level + 1}"


def _attributes_of(layer: Layer, row: int) -> dict[str, str]:
    spans = layer.spans
    own = {
        _attribute_name(str(name)): write_cell(spans.columns[name].iloc[row])
        for name in spans.columns
    }
    stated = (FIRST_CHARACTER, str(spans.start[row])), (LAST_CHARACTER, str(spans.end[row]))
    return {"label": spans.values[spans.label[row]], **dict(stated), **own}


def _note_columns(layers: Sequence[Layer]) -> Iterator[str]:
    """A comment with the columns of layers that would come back as other ones, if there are any.

    Attributes have no kinds, and only some signs in their names.
    """
    noted: dict[str, dict[str, list[str]]] = {}
    for layer in layers:
        known = dict.fromkeys(("label", FIRST_CHARACTER, LAST_CHARACTER), "")
        for name in map(str, layer.spans.columns):
            attribute, kind = _attribute_name(name), name_kind(layer.spans.columns[name])
            if attribute in known:
                raise DiscourseError(
                    f"the layer {layer.name!r} has a column {name!r}, which would be mistaken for "
                    f"the attribute {attribute!r}; rename it, or write the layer with "
                    "dc.layers.write."
                )
            known[attribute] = name
            if attribute != name or kind != TEXT_KIND:
                noted.setdefault(layer.name, {})[attribute] = [name, kind]
    if noted:
        written = json.dumps(noted).replace("-", "\\u002d")  # two of them would end the comment
        yield f"<!-- {_COLUMNS_NOTE}{written} -->"


def _restore_own_columns(layer: Layer, text: str) -> Layer:
    """Give a layer that was written here the names and kinds of its columns."""
    found = _NOTED_COLUMNS.search(text)
    try:
        noted = json.loads(found[1])[layer.name] if found else {}
        columns = {str(key): (str(name), str(kind)) for key, (name, kind) in noted.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return layer  # nothing is noted of it, or somebody has changed the comment
    table = layer.table
    for column in table.columns.intersection(list(columns)):
        table[column] = restore_kind(table[column], columns[column][1])
    table = table.rename(columns={key: name for key, (name, _) in columns.items()})
    return Layer(layer.name, table, layer.about, shape=layer.shape, texts=layer.texts)


def _attribute_name(name: str) -> str:
    usable = _NOT_A_NAME.sub("_", name).strip("_") or "value"
    return f"_{usable}" if usable[0].isdigit() else usable


def _open_tag(element: _Element) -> str:
    attributes = "".join(
        f' {name}="{escape_xml(value)}"' for name, value in element.attributes.items()
    )
    return f"<{element.name}{attributes}>"


def _write_cell_value(value: str) -> str:
    """A value of a token; one that would be read as missing is written by its first character."""
    if value == "":
        return "_"
    return f"&#{ord(value[0])};{value[1:]}" if value in NO_VALUES else escape_xml(value)


def escape_xml(text: str) -> str:
    r"""Write a text with entities, also for what would end a line or a cell.

    Examples
    --------
    >>> print(escape_xml("R&D <a\tb>"))
    R&amp;D &lt;a&#9;b&gt;
    """
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], f"&#{ord(found[0])};"), text)


def _write_registry(
    name: str, file: str, columns: Sequence[str], elements: Mapping[str, Mapping[str, None]]
) -> str:
    """The registry file of CWB, with the command that encodes the corpus."""
    positional = " ".join(f"-P {column}" for column in columns[1:])
    structures = {"p": {}, "s": {}, **elements}
    structural = " ".join(
        f"-S {element}:0{''.join(f'+{attribute}' for attribute in attributes)}"
        for element, attributes in structures.items()
    )
    declared = [f"ATTRIBUTE {column}" for column in columns]
    for element, attributes in structures.items():
        declared.append(f"STRUCTURE {element}")
        declared += [f"STRUCTURE {element}_{attribute}" for attribute in attributes]
    lines = [
        f"## mkdir -p data/{name}",
        f"## cwb-encode -x -s -c utf8 -d data/{name} -f {file} -R registry/{name} "
        f"{positional} {structural} -0 {GLUE}",
        f"## cwb-make -r registry {name.upper()}",
        f'NAME "{name}"',
        f"ID {name}",
        f"HOME data/{name}",
        '##:: charset = "utf8"',
        *declared,
    ]
    return "".join(f"{line}\n" for line in lines)
