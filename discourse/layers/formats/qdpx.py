"""REFI-QDA projects (``.qdpx``), which NVivo, MAXQDA, ATLAS.ti and QualCoder exchange.

A project is an archive: the texts, and ``project.qde``, which has the codes and, for each text, the
selections that have a code. Characters are counted as Unicode code points, as in a ``line_id``.
"""

import colorsys
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.file_sets import write_together
from discourse.corpus.store.layer import Layer, write_cell
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_path, check_target, check_text, one_of
from discourse.layers.aligning import (
    ForeignText,
    SourceFile,
    align,
    as_spans,
    match_name,
    open_source,
    whole_store,
)
from discourse.layers.coding.code_rows import DECIDED_BY
from discourse.layers.coding.codebook import Codebook
from discourse.layers.coding.codebook import codebook as read_codebook
from discourse.layers.files import name_kind, restore_kind
from discourse.layers.formats.qda_elements import ORIGIN, add_codes, check_xml, make_guid
from discourse.layers.formats.qdpx_archive import (
    NAMESPACE,
    PROJECT,
    open_archive,
    parse_project,
    qda_tag,
    unpack_entry,
)
from discourse.layers.formats.token_lines import SPAN, choose_layers
from discourse.layers.register import check_corpus
from discourse.text.annotation import Labels
from discourse.text.limits import shorten

SOURCES, INTERNAL = "Sources", "internal://"
# Projects are compared and kept in git, so an archive has no time of its own.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_GOLDEN = 0.618034  # of a circle: neighbouring codes get colours that are far apart
_KNOWN = ("line_id", "label")
_DECIDED = " (decided)"


def to_qdpx(
    corpus: Corpus,
    path: str | PathLike[str],
    *,
    layers: Sequence[str] | None = None,
    codebook: str | PathLike[str] | Codebook | None = None,
) -> None:
    """Write the texts of a corpus and its layers of spans as a REFI-QDA project.

    Parameters
    ----------
    corpus : Corpus
        The corpus; of a subset, its documents as a whole.
    path : str or PathLike
        The file to write, such as ``coding.qdpx``.
    layers : sequence of str, optional
        The layers to write; by default all layers of spans. Each is a group of codes, with one code
        per label.
    codebook : str, PathLike or Codebook, optional
        The codebook of layers that `codes` made. Their coders then share its codes, with parents,
        colours and definitions, so that another program can compare what each of them gave. The
        layer that is named after the codebook follows from theirs, and is written only if it has
        decisions, or if `layers` names it.

    Raises
    ------
    DiscourseError
        If a label or a text contains a character that XML cannot hold, a layer gives each token
        a value, or no layer is of the codebook.

    See Also
    --------
    dc.layers.from_qdpx : Codes from a REFI-QDA project.
    dc.layers.to_qdc : A codebook as REFI-QDA.

    Notes
    -----
    The columns of a layer are written as JSON into the description of each selection, and what is
    known of the layer into that of its group, or of the project, so that `from_qdpx` reads the
    same layer. Whoever made a layer (its ``coder`` or ``maker``) is a user of the project, and
    whoever decided about a line is one as "A (decided)".

    ``discourse docs coding`` explains codebooks, coders and decisions.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> corpus = dc.read("seeds/")
    >>> corpus = corpus.with_layer(dc.layers.make(corpus, "quotations"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dc.layers.to_qdpx(corpus, folder + "/paper.qdpx")
    ...     (layer,) = dc.layers.from_qdpx(corpus, folder + "/paper.qdpx")
    >>> layer.digest == corpus.layer("quotation").digest
    True
    """
    check_corpus("to_qdpx", corpus)
    target = check_target("path", path)
    store = whole_store(corpus)
    chosen = choose_layers(store, layers, SPAN)
    if layers is not None and len(chosen) < len(layers):
        tokens = choose_layers(store, layers, "token")[0].name
        raise DiscourseError(
            f"{tokens!r} gives each token a value, and a project has codes on stretches of text; "
            "write it with dc.layers.to_conllu."
        )
    shared = None if codebook is None else _share_codes(chosen, read_codebook(codebook))
    if shared and layers is None:
        chosen = [
            layer for layer in chosen if layer.name != shared.book.name or any(_deciders(layer))
        ]
    numbers = [store.document_numbers[name] for name in corpus]
    files = {PROJECT: _write_project(store, numbers, chosen, shared, target.stem)}
    for number in numbers:
        text = store.texts[number]
        check_xml(text, f"the text of {store.sources['document'].iloc[number]!r}")
        files[f"{SOURCES}/{make_guid('source', number, store)}.txt"] = text.encode()
    write_together({Path(target): _zip(files)})


@dataclass(frozen=True, eq=False)
class _SharedCodes:
    """A codebook, and the layers that have its codes."""

    book: Codebook
    names: frozenset[str]


def _share_codes(layers: Sequence[Layer], book: Codebook) -> _SharedCodes:
    """The layers of a codebook; refuse a code that it does not have."""
    own = [layer for layer in layers if _is_of(layer, book)]
    if not own:
        raise DiscourseError(
            f"no layer here is of the codebook {book.name!r}; add them with "
            f"corpus.with_layer(*dc.layers.codes(corpus, {book.place!r}))."
        )
    for layer in own:
        for label in layer.spans.values:
            one_of(f"code of the layer {layer.name!r}", label, book.labels)
    return _SharedCodes(book, frozenset(layer.name for layer in own))


def _is_of(layer: Layer, book: Codebook) -> bool:
    known = layer.about.get("codebook")
    named = known.get("name") if isinstance(known, Mapping) else None
    return named == book.name and layer.name in (
        book.name,
        f"{book.name}_{layer.about.get('coder')}",
    )


def _zip(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return made.getvalue()


def _write_project(
    store: Store,
    numbers: Sequence[int],
    layers: Sequence[Layer],
    shared: _SharedCodes | None,
    name: str,
) -> bytes:
    project = ElementTree.Element("Project", {"xmlns": NAMESPACE, "name": name, "origin": ORIGIN})
    _add_users(project, layers)
    _add_codes(project, layers, shared)
    sources = ElementTree.SubElement(project, "Sources")
    for number in numbers:
        guid = make_guid("source", number, store)
        source = ElementTree.SubElement(
            sources,
            "TextSource",
            {
                "guid": guid,
                "name": check_xml(str(store.sources["document"].iloc[number]), "a name"),
                "plainTextPath": f"{INTERNAL}{guid}.txt",
            },
        )
        for layer in layers:
            _add_selections(source, layer, str(store.digests[number]), store.texts[number], shared)
    if shared:
        described = {
            layer.name: _describe_layer(layer) for layer in layers if layer.name in shared.names
        }
        _add_description(project, json.dumps(described, ensure_ascii=False), shared.book.name)
    ElementTree.indent(project, " ")
    return bytes(ElementTree.tostring(project, "utf-8", xml_declaration=True)) + b"\n"


def _who_made(layer: Layer) -> str:
    return _name_maker(layer.about)


def _name_maker(about: Mapping[str, Any]) -> str:
    return str(about.get("coder") or about.get("maker") or ORIGIN)


def _deciders(layer: Layer) -> list[str]:
    """Who decided about each span; "" if nobody did."""
    columns = layer.spans.columns
    return [str(name) for name in columns[DECIDED_BY]] if DECIDED_BY in columns else []


def _name_decider(name: str) -> str:
    # Somebody who codes and decides is two users, whose codes can be compared.
    return f"{name}{_DECIDED}"


def _add_users(project: ElementTree.Element, layers: Sequence[Layer]) -> None:
    users = ElementTree.SubElement(project, "Users")
    deciders = [
        _name_decider(name) for layer in layers for name in sorted({*_deciders(layer)} - {""})
    ]
    for name in dict.fromkeys([*map(_who_made, layers), *deciders] or [ORIGIN]):
        named = {"guid": make_guid("user", name), "name": check_xml(name, "the name of a coder")}
        ElementTree.SubElement(users, "User", named)


def _add_codes(
    project: ElementTree.Element, layers: Sequence[Layer], shared: _SharedCodes | None
) -> None:
    """Add a group of codes for each layer, and a code in a colour of its own for each label.

    Layers of the codebook have its codes.
    """
    if not layers:
        return
    codes = ElementTree.SubElement(ElementTree.SubElement(project, "CodeBook"), "Codes")
    if shared:
        add_codes(codes, shared.book)
    colours = _colours()
    for layer in layers:
        if shared and layer.name in shared.names:
            continue
        group = ElementTree.SubElement(
            codes,
            "Code",
            {"guid": make_guid("layer", layer.name), "name": layer.name, "isCodable": "false"},
        )
        _add_description(group, json.dumps(_describe_layer(layer), ensure_ascii=False), layer.name)
        for label in layer.spans.values:
            ElementTree.SubElement(
                group,
                "Code",
                {
                    "guid": make_guid("code", f"{layer.name}\0{label}"),
                    "name": check_xml(label, f"a label of the layer {layer.name!r}"),
                    "isCodable": "true",
                    "color": next(colours),
                },
            )


def _describe_layer(layer: Layer) -> dict[str, Any]:
    """What is known of a layer, besides its spans."""
    return {
        "about": dict(layer.about),
        "columns": {str(n): name_kind(column) for n, column in layer.spans.columns.items()},
        "texts": list(layer.texts),
    }


def _colours() -> Iterator[str]:
    at = 0.0
    while True:
        red, green, blue = colorsys.hls_to_rgb(at, 0.45, 0.6)
        yield f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"
        at = (at + _GOLDEN) % 1


def _add_selections(
    source: ElementTree.Element, layer: Layer, digest: str, text: str, shared: _SharedCodes | None
) -> None:
    spans = layer.spans
    is_shared = shared is not None and layer.name in shared.names
    group = shared.book.name if shared and is_shared else layer.name
    if digest not in spans.texts:
        return
    deciders = _deciders(layer)
    own = [str(name) for name in spans.columns]
    for row in np.flatnonzero(spans.text == spans.texts.index(digest)).tolist():
        start, end = int(spans.start[row]), int(spans.end[row])
        label = spans.values[spans.label[row]]
        decided = bool(deciders and deciders[row])
        user = make_guid("user", _name_decider(deciders[row]) if decided else _who_made(layer))
        key = f"{layer.name}\0{digest}\0{start}\0{end}\0{label}"
        selection = ElementTree.SubElement(
            source,
            "PlainTextSelection",
            {
                "guid": make_guid("selection", key),
                "name": " ".join(text[start:end].split())[:80],
                "startPosition": str(start),
                "endPosition": str(end),
                "creatingUser": user,
            },
        )
        cells = {name: write_cell(spans.columns[name].iloc[row]) for name in own}
        described = {"layer": layer.name, "label": label, "cells": cells} if is_shared else cells
        if described:
            _add_description(selection, json.dumps(described, ensure_ascii=False), layer.name)
        coding = ElementTree.SubElement(
            selection, "Coding", {"guid": make_guid("coding", key), "creatingUser": user}
        )
        target = {"targetGUID": make_guid("code", f"{group}\0{label}")}
        ElementTree.SubElement(coding, "CodeRef", target)


def _add_description(element: ElementTree.Element, text: str, layer: str) -> None:
    described = ElementTree.SubElement(element, "Description")
    described.text = check_xml(text, f"what is said of the layer {layer!r}")


# ----------------------------------------------------------------------------------------- reading


def from_qdpx(
    corpus: Corpus, path: str | PathLike[str], *, name: str = "code", document: str | None = None
) -> list[Layer]:
    """Read the codes of a REFI-QDA project that lie on texts of a corpus.

    Parameters
    ----------
    corpus : Corpus
        The texts. They must be those of the project, apart from white space.
    path : str or PathLike
        The file, as NVivo, MAXQDA, ATLAS.ti or QualCoder export it.
    name : str, default "code"
        The name of the layer. A project that `to_qdpx` wrote has a layer for each group of codes,
        with the name of the group.
    document : str, optional
        The document that the only text of the project is of, if it is named otherwise.

    Returns
    -------
    list of Layer
        The spans with their codes. Codes inside others are written with these, as in
        ``aims > peace``; the column ``coder`` says who coded. If another program has edited a
        project that `to_qdpx` wrote, its codes and users count: what a coder was given there is in
        the layer of this coder, and what somebody else has coded is in the layer `name`.

    Raises
    ------
    DiscourseError
        If the file is not a project, unpacks to too much, or its texts are not those of the corpus.

    See Also
    --------
    dc.layers.to_qdpx : Texts and codes as a REFI-QDA project.
    dc.layers.from_qdc : A codebook from REFI-QDA.

    Notes
    -----
    Only texts are read: no pictures, sound, or selections in PDF pages, and no memos.

    ``discourse docs coding`` explains codebooks, coders and decisions.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> corpus = dc.read("seeds/")
    >>> corpus = corpus.with_layer(dc.layers.make(corpus, "quotations"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dc.layers.to_qdpx(corpus, folder + "/paper.qdpx")
    ...     dc.layers.from_qdpx(corpus, folder + "/paper.qdpx")
    [Layer 'quotation': 9 spans, 1 label]
    """
    check_corpus("from_qdpx", corpus)
    source = open_source(check_path("path", path))
    archive = open_archive(source)
    project = parse_project(source, archive)
    codes = dict(_list_codes(project, ()))
    users = {
        user.get("guid"): user.get("name") or user.get("id") or ""
        for user in project.iter(qda_tag("User"))
    }
    is_ours = project.get("origin") == ORIGIN
    name = check_text("name", name, "code")
    own = _read_own(project) if is_ours else None
    texts = [
        _read_text(element, source, archive, codes, users, name, own)
        for element in project.iter(qda_tag("TextSource"))
    ]
    if not texts:
        raise DiscourseError(f"{source.place} has no text; export the project with its sources.")
    texts = [replace(text, name=match_name(text.name, corpus)) for text in texts]
    kept = [text for text in texts if text.labels or is_ours]
    if not kept:
        raise DiscourseError(f"{source.place} has no code on any of its texts.")
    found = align(corpus, kept, source.about, document)
    return [_restore_own(layer, project) for layer in found] if is_ours else found


def _list_codes(element: Any, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The codes of a code book by their identifiers, each with those that it is inside."""
    stack: list[tuple[Any, tuple[str, ...]]] = [
        (codes, above) for codes in element.iter(qda_tag("Codes"))
    ]
    while stack:
        parent, names = stack.pop()
        for code in parent.findall(qda_tag("Code")):
            inner = (*names, code.get("name") or "")
            yield str(code.get("guid")), inner
            stack.append((code, inner))


def _read_text(
    element: Any,
    source: SourceFile,
    archive: zipfile.ZipFile,
    codes: Mapping[str, tuple[str, ...]],
    users: Mapping[Any, str],
    name: str,
    own: "_OwnLayers | None",
) -> ForeignText:
    """A text of the project, with a label for each code on a stretch of it."""
    called = element.get("name") or ""
    place = f"{source.place}, {shorten(called)!r},"
    text = _plain_text(element, source, archive, place)
    if own is None:  # other programs write a byte order mark, and do not count it
        text = text.removeprefix("\ufeff")
    rows: dict[str, list[tuple[int, int, str, dict[str, str]]]] = {}
    for selection in element.findall(qda_tag("PlainTextSelection")):
        start, end = (_position(selection, key, place) for key in ("startPosition", "endPosition"))
        if not 0 <= start < end <= len(text):
            raise DiscourseError(
                f"{place} has a selection from {start:,} to {end:,} in a text of {len(text):,} "
                "characters; export the project again."
            )
        for coding in selection.findall(qda_tag("Coding")):
            reference = coding.find(qda_tag("CodeRef"))
            target = "" if reference is None else str(reference.get("targetGUID"))
            if target not in codes:
                raise DiscourseError(
                    f"{place} has a code {shorten(target)!r} that is not in the code book; export "
                    "the project again."
                )
            path = codes[target]
            user = users.get(coding.get("creatingUser") or selection.get("creatingUser"), "")
            described = _read_description(selection, place) if own else {}
            placed = own.place(path, user, described) if own else None
            layer, label, cells = placed or (name, " > ".join(path) or "code", {"coder": user})
            rows.setdefault(layer, []).append((start, end, label, cells))
    labels = [_merge_codings(layer, found) for layer, found in rows.items()]
    return ForeignText(called, place, text, labels)


@dataclass(frozen=True, eq=False)
class _OwnLayers:
    """The layers of a project that was written here, and maybe edited by another program since.

    Its codes and users say what was coded, and by whom; descriptions have only what the format has
    no place for.
    """

    groups: frozenset[str]  # the layers that have codes of their own
    shared: Mapping[str, Mapping[str, Any]]  # what is known of those with the codes of a codebook

    def place(
        self, path: tuple[str, ...], user: str, described: Mapping[str, Any]
    ) -> tuple[str, str, dict[str, str]] | None:
        """The layer, the label and the columns of a coding; None if it is of no layer here."""
        is_shared = isinstance(described.get("cells"), dict)
        if path[0] in self.groups and len(path) > 1:
            return path[0], path[1], {} if is_shared else _read_cells(described)
        if is_shared:
            layer, cells = str(described.get("layer")), _read_cells(described["cells"])
            if not self.shared or user == self._user_of(layer, cells):
                return layer, path[-1], cells
        found = self._layer_of(user)
        if found is None:
            return None
        decider = user.removesuffix(_DECIDED)
        return found, path[-1], {} if decider == user else {DECIDED_BY: decider}

    def _user_of(self, layer: str, cells: Mapping[str, str]) -> str:
        decider = cells.get(DECIDED_BY)
        return _name_decider(decider) if decider else _name_maker(self.shared.get(layer, {}))

    def _layer_of(self, user: str) -> str | None:
        """The layer of what a user gave: that of the coder, or of the codebook for decisions."""
        names = [
            layer
            for layer, about in self.shared.items()
            if user == _name_maker(about) or (user.endswith(_DECIDED) and _is_common(layer, about))
        ]
        # What a coder gave may also be the layer that is named after the codebook.
        return max(names, key=lambda layer: layer.endswith(f"_{user}"), default=None)


def _is_common(layer: str, about: Mapping[str, Any]) -> bool:
    book = about.get("codebook")
    return isinstance(book, Mapping) and book.get("name") == layer


def _read_own(project: Any) -> _OwnLayers:
    groups = frozenset(
        str(code.get("name"))
        for code in project.iter(qda_tag("Code"))
        if code.get("isCodable") == "false"
    )
    try:
        described = json.loads(project.findtext(qda_tag("Description")) or "{}")
        shared = {str(name): dict(each["about"]) for name, each in described.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        shared = {}  # somebody has changed the description
    return _OwnLayers(groups, shared)


def _plain_text(element: Any, source: SourceFile, archive: zipfile.ZipFile, place: str) -> str:
    inside = element.find(qda_tag("PlainTextContent"))
    if inside is not None:
        return inside.text or ""
    path = element.get("plainTextPath") or ""
    if not path.startswith(INTERNAL):
        raise DiscourseError(
            f"{place} is outside the project ({shorten(path)!r}); export the project with its "
            "sources."
        )
    raw = unpack_entry(source, archive, f"{SOURCES}/{path.removeprefix(INTERNAL)}")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise DiscourseError(f"{place} is not UTF-8 at byte {error.start}.") from None


def _position(selection: Any, key: str, place: str) -> int:
    written = str(selection.get(key))
    if not (written.isascii() and written.isdecimal() and len(written) < 12):
        raise DiscourseError(
            f"{place} has a selection with {key}={shorten(written)!r}; export the project again."
        )
    return int(written)


def _read_description(selection: Any, place: str) -> dict[str, Any]:
    described = selection.findtext(qda_tag("Description"))
    if not described:
        return {}
    try:
        found = json.loads(described)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise DiscourseError(
            f"{place} has a selection whose description is not JSON: {shorten(described)!r}; "
            "write the project again."
        )
    return found


def _read_cells(found: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in found.items() if key not in _KNOWN}


def _merge_codings(layer: str, rows: Sequence[tuple[int, int, str, dict[str, str]]]) -> Labels:
    """The rows of one layer; two coders who give the same code are named in one row."""
    merged: dict[tuple[int, int, str], dict[str, str]] = {}
    for start, end, label, columns in rows:
        known = merged.setdefault((start, end, label), columns)
        if known is not columns and known.get("coder") != columns.get("coder"):
            known["coder"] = ", ".join(filter(None, [known.get("coder"), columns.get("coder")]))
        known.update({key: cell for key, cell in columns.items() if not known.get(key)})
    names = list(dict.fromkeys(name for columns in merged.values() for name in columns))
    return Labels(
        layer,
        SPAN,
        as_spans([(start, end) for start, end, _ in merged]),
        [label for _, _, label in merged],
        {"maker": "REFI-QDA"},
        {name: [columns.get(name, "") for columns in merged.values()] for name in names},
    )


def _restore_own(layer: Layer, project: Any) -> Layer:
    """Give a layer that was written here what is said about it in the project."""
    try:
        described = _find_description(layer.name, project)
        if described is None:
            return layer
        kinds = dict(described["columns"])
        table = layer.table
        for column in table.columns.intersection(list(kinds)):
            table[column] = restore_kind(table[column], str(kinds[column]))
        return Layer(
            layer.name, table, described["about"],
            texts=sorted({*layer.texts} & {*map(str, described["texts"])}),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, RecursionError):
        return layer  # somebody has changed the description


def _find_description(name: str, project: Any) -> Any:
    """What the project says of a layer: as a whole, or in the group of its codes."""
    of_all = json.loads(project.findtext(qda_tag("Description")) or "{}")
    if name in of_all:
        return of_all[name]
    for code in project.iter(qda_tag("Code")):
        if code.get("name") == name and code.get("isCodable") == "false":
            return json.loads(code.findtext(qda_tag("Description")) or "{}")
    return None
