"""CoNLL-U: what a tagger or parser says about texts of a corpus, and a corpus written for one."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from os import PathLike
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.file_sets import write_together
from discourse.corpus.store.layer import Layer
from discourse.errors import DiscourseError, check_path, check_target
from discourse.layers.aligning import ForeignText, align, open_source, whole_store
from discourse.layers.formats.token_lines import (
    SPAN,
    TOKEN,
    DocumentLines,
    LineHead,
    choose_layers,
    list_lines,
    refuse_value,
)
from discourse.layers.register import check_corpus
from discourse.text.readers.conllu import (
    COLUMNS,
    MULTIWORD,
    NONE,
    SENTENCES,
    WORDS,
    conllu_layer_name,
    parse_conllu,
)
from discourse.text.readers.conllu_comments import COMMENT, ORDER, sort_comments
from discourse.text.readers.distances import HEAD, ROOT
from discourse.text.readers.tokenised import PARAGRAPH_GAP, split_values
from discourse.text.squeezing import has_visible

_ESCAPES = {" ": r"\s", "\t": r"\t", "\n": r"\n", "\r": r"\r", "|": r"\p", "\\": "\\\\"}


def from_conllu(
    corpus: Corpus, path: str | PathLike[str], *, document: str | None = None
) -> list[Layer]:
    r"""Read what a CoNLL-U file says about the texts of a corpus.

    Parameters
    ----------
    corpus : Corpus
        The texts that the file was made of. The tokens of the corpus stay what they are.
    path : str or PathLike
        The file. Its documents (``# newdoc id``) are named like those of the corpus; a file with
        one document may also be named like it.
    document : str, optional
        The document that the file is of, if it is named otherwise.

    Returns
    -------
    list of Layer
        One layer of tokens per column with a value (``lemma``, ``pos``, ``xpos``, ``feats``,
        ``head``, ``deprel``, ``deps``, ``misc``), and the sentences as the layer ``sent``.

    Raises
    ------
    DiscourseError
        If the file is not CoNLL-U, or its tokens do not spell the text; the message names the
        place.

    See Also
    --------
    dc.layers.to_conllu : A corpus and its layers as CoNLL-U.
    dc.layers.from_vertical : Layers from vertical text.
    dc.Corpus.with_layer : A corpus with one more layer.

    Notes
    -----
    ``discourse docs layer-files`` explains the formats of layers.

    Examples
    --------
    >>> import discourse as dc, pathlib, tempfile
    >>> corpus = dc.Corpus.from_texts({"a": "We build"})
    >>> rows = ["1 We we PRON _ _ 2 nsubj _ _", "2 build build VERB _ _ 0 root _ SpaceAfter=No"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder + "/a.conllu").write_text("\n".join(rows).replace(" ", "\t"))
    ...     layers = dc.layers.from_conllu(corpus, folder + "/a.conllu")
    >>> [layer.name for layer in layers]
    ['lemma', 'pos', 'head', 'deprel', 'sent']
    """
    check_corpus("from_conllu", corpus)
    source = open_source(check_path("path", path))
    stem = source.path.stem
    parsed = parse_conllu(source.text, source.place, stem)
    texts = [
        ForeignText(
            found.name if found.name in corpus.whole or len(parsed) > 1 else stem,
            source.place,
            found.text,
            found.annotation.labels if found.annotation else (),
        )
        for found in parsed
    ]
    return align(corpus, texts, source.about, document)


def to_conllu(
    corpus: Corpus, path: str | PathLike[str], *, layers: Sequence[str] | None = None
) -> None:
    """Write the counted text of a corpus as CoNLL-U, with its layers of tokens.

    Parameters
    ----------
    corpus : Corpus
        The corpus; of a subset, its documents as a whole.
    path : str or PathLike
        The file to write.
    layers : sequence of str, optional
        The layers to write; by default all layers of tokens. ``lemma``, ``pos``, ``xpos``,
        ``feats``, ``head``, ``deprel``, ``deps`` and ``misc`` have their columns; others make the
        file CoNLL-U Plus, whose first line names all columns. Layers of spans are written only as
        far as they came from CoNLL-U (``sent``, ``multiword``).

    Raises
    ------
    DiscourseError
        If a value contains a tab or a line end, or cannot be told from a missing one, or if
        ``layers`` names another layer of spans.

    See Also
    --------
    dc.layers.from_conllu : Layers from CoNLL-U.
    dc.layers.to_vertical : A corpus and its layers as vertical text.

    Notes
    -----
    Every sign between the tokens is a line of its own, so that the text can be rebuilt: exactly,
    from ``SpacesAfter`` in the last column. A head is written as its number in the sentence,
    and left out if it lies in another one. A token whose pieces have several values in a layer is
    written with the value that the corpus has for it; `write` keeps the pieces.

    ``discourse docs layer-files`` explains the formats of layers.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> corpus = dc.Corpus.from_texts({"a": "Peace, now."})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dc.layers.to_conllu(corpus, folder + "/a.conllu")
    ...     dc.read(folder + "/a.conllu").tokens("a")
    ['Peace', 'now']
    """
    check_corpus("to_conllu", corpus)
    target = check_target("path", path)
    store = whole_store(corpus)
    tokens = choose_layers(store, layers, TOKEN)
    spans = {layer.name: layer for layer in choose_layers(store, layers, SPAN)}
    others = [name for name in spans if name not in (SENTENCES, MULTIWORD)]
    if others and layers is not None:
        raise DiscourseError(
            f"{others[0]!r} has spans, and CoNLL-U has values of tokens; write it with "
            "dc.layers.to_vertical, or with dc.layers.to_csv."
        )
    columns = _choose_columns([layer.name for layer in tokens if layer.name != WORDS])
    lines: list[str] = []
    if list(columns) != list(COLUMNS):
        lines.append(f"# global.columns = {' '.join(columns)}")
    for document in list_lines(store, list(corpus), tokens):
        writer = _Writer(document, columns, spans, target.name)
        lines += writer.write_document()
    write_together({Path(target): "".join(f"{line}\n" for line in lines).encode()})


def _choose_columns(names: Sequence[str]) -> dict[str, str]:
    """The columns of the file, with the layer that each has; "" for none."""
    standard = {conllu_layer_name(column): column for column in COLUMNS[2:]}
    columns = dict.fromkeys(COLUMNS, "")
    columns |= {standard[name]: name for name in names if name in standard}
    return columns | {name.upper() if name.islower() else name: name for name in names
                      if name not in standard}  # fmt: skip


class _Writer:
    """Writes the lines of one document."""

    def __init__(
        self,
        document: DocumentLines,
        columns: Mapping[str, str],
        layers: Mapping[str, Layer],
        file: str,
    ) -> None:
        self.document = document
        self.columns = columns
        self.file = file
        self.sentences = _spans_by_start(layers.get(SENTENCES), document)
        self.multiword = _spans_by_start(layers.get(MULTIWORD), document)
        self.numbers: Mapping[int, range] = {}  # of the words of each line of a sentence

    def write_document(self) -> Iterator[str]:
        """The lines of the document, sentence by sentence."""
        document = self.document
        firsts = np.flatnonzero(document.sentences)
        for number, (first, after) in enumerate(_pairs(firsts, len(document.spans))):
            yield from self._write_comments(first, after, number == 0)
            yield from self._write_rows(first, after)
            yield ""

    def _write_comments(self, first: int, after: int, opens: bool) -> Iterator[str]:
        """The comments of a sentence, in the order in which they were read."""
        start, end = int(self.document.spans[first, 0]), int(self.document.spans[after - 1, 1])
        _, label, columns = self.sentences.get(start, (0, "", {}))
        text = f"# text = {_one_line(self.document.text[start:end])}"
        comments = [*self._list_comments(first, opens, label, columns), ("text", text)]
        lines: dict[str, list[str]] = {}
        for key, line in comments:
            lines.setdefault(key, []).append(line)
        for key in _restore_order([key for key, _ in comments], columns.get(ORDER, "")):
            yield lines[key].pop(0)

    def _list_comments(
        self, first: int, opens: bool, label: str, columns: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        """The comments of a sentence, each with its key."""
        document = self.document
        if opens:
            yield "newdoc", f"# newdoc id = {_one_line(document.name)}"
            for key, value in document.metadata.items():
                yield "meta", f"# meta::{_one_line(key)} = {_one_line(value)}"
        paragraph = columns.get("newpar", "")
        # A file without paragraphs has none at its beginning either.
        if paragraph or (document.paragraphs[first] and not (opens and label)):
            name = "" if paragraph in ("", "yes") else f" id = {_one_line(paragraph)}"
            yield "newpar", f"# newpar{name}"
        if label:
            yield "sent_id", f"# sent_id = {self._check('sent', label)}"
        for key, values in columns.items():
            if key in ("newpar", ORDER):
                continue
            for value in filter(None, values.split("\n")):
                said = value if key == COMMENT else f"{key} = {value}"
                yield key, f"# {self._check(key, said)}"

    def _write_rows(self, first: int, after: int) -> Iterator[str]:
        lengths = [len(self._words_of(line)) or 1 for line in range(first, after)]
        self.numbers = {
            line: range(number, number + length)
            for line, number, length in zip(
                range(first, after), accumulate(lengths, initial=1), lengths, strict=False
            )
        }
        number, line = 1, first
        while line < after:
            words = self._words_of(line)
            last = self._last_of_multiword(line, after)
            if words:
                yield self._write_range(line, line, number, number + len(words) - 1)
                yield from self._write_words(line, words, number)
                number, line = number + len(words), line + 1
                continue
            if last > line:
                yield self._write_range(line, last, number, number + last - line)
            for inside in range(line, last + 1):
                spacing = _spacing(self.document, inside) if last == line else ""
                yield self._write_word(inside, number, spacing)
                number += 1
            line = last + 1

    def _words_of(self, line: int) -> list[str]:
        """The words of a line that are not spelled in the text, such as *de* and *el* of *del*."""
        values = self.document.values.get(WORDS)
        return split_values(values[line]) if values is not None and values[line] else []

    def _last_of_multiword(self, line: int, after: int) -> int:
        """The last line of the multiword token that begins with a line; the line itself if none."""
        spans = self.document.spans
        end, *_ = self.multiword.get(int(spans[line, 0]), (0, "", {}))
        last = line
        while last + 1 < after and spans[last + 1, 1] <= end:
            last += 1
        return last if spans[last, 1] == end else line

    def _write_range(self, first: int, last: int, number: int, after: int) -> str:
        document = self.document
        _, _, own = self.multiword.get(int(document.spans[first, 0]), (0, "", {}))
        start, end = int(document.spans[first, 0]), int(document.spans[last, 1])
        form = document.text[start:end]
        misc = _join_misc(own.get("misc", ""), _spacing(document, last), _inner_spacing(form))
        cells = {
            column: own.get(column.lower(), "")
            for column in self.columns
            if column not in ("ID", "FORM", "MISC")
        }
        return self._join(f"{number}-{after}", form, cells, misc)

    def _write_words(self, line: int, words: Sequence[str], number: int) -> Iterator[str]:
        """Write the words of one line, among which its values are divided."""
        divided = {
            column: self._split_values(line, name)
            for column, name in self.columns.items()
            if name and self.document.values[name][line]
        }
        for column, parts in divided.items():
            if len(parts) != len(words):
                raise refuse_value(
                    self.columns[column], "+".join(parts), self.file,
                    f"another number of values than the {len(words)} words of a token",
                )  # fmt: skip
        for at, word in enumerate(words):
            cells = {column: parts[at] for column, parts in divided.items()}
            misc = cells.pop("MISC", "")
            cells = {column: "" if cell == NONE else cell for column, cell in cells.items()}
            yield self._join(str(number + at), word, cells, "" if misc == NONE else misc)

    def _split_values(self, line: int, name: str) -> Sequence[str]:
        """The values of the words of a line; of heads, their numbers."""
        if name == HEAD and line in self.document.word_heads:
            return list(map(self._number_head, self.document.word_heads[line]))
        return split_values(self.document.values[name][line])

    def _number_head(self, head: LineHead | None) -> str:
        """The number of a head among the words of its sentence; "" if it is not in this one."""
        if head is None:
            return ""
        if head.word == 0:
            return ROOT
        numbers = self.numbers.get(head.line, range(0))
        return str(numbers[min(head.word, len(numbers)) - 1]) if numbers else ""

    def _write_word(self, line: int, number: int, spacing: str) -> str:
        form = self.document.form(line)
        values = self.document.values
        cells = {column: values[name][line] for column, name in self.columns.items() if name}
        if cells.get("HEAD"):
            cells["HEAD"] = self._number_head(self.document.heads[line])
        misc = _join_misc(cells.pop("MISC", ""), spacing, _inner_spacing(form))
        return self._join(str(number), form, cells, misc)

    def _join(self, number: str, form: str, cells: Mapping[str, str], misc: str) -> str:
        made = {**cells, "ID": number, "FORM": _one_line(form), "MISC": misc}
        return "\t".join(
            self._check(self.columns[column] or column, made.get(column, "")) or NONE
            for column in self.columns
        )

    def _check(self, layer: str, value: str) -> str:
        """Refuse a value that would be read otherwise."""
        if any(sign in value for sign in "\t\n\r"):
            raise refuse_value(layer, value, self.file, "a tab or a line end")
        if value == NONE and layer not in ("FORM", "misc"):
            raise refuse_value(layer, value, self.file, f"{NONE} as a value, which means none")
        return value


def _pairs(firsts: NDArray[np.int64], size: int) -> Iterator[tuple[int, int]]:
    bounds = [*firsts.tolist(), size]
    return pairwise(bounds)


def _spans_by_start(
    layer: Layer | None, document: DocumentLines
) -> dict[int, tuple[int, str, dict[str, str]]]:
    """The end, label and columns of each span of a document, by its first character."""
    if layer is None or document.digest not in layer.spans.texts:
        return {}
    spans = layer.spans
    rows = np.flatnonzero(spans.text == spans.texts.index(document.digest))
    own = spans.columns.iloc[rows].astype(str).to_dict("records")
    own = own or [{}] * len(rows)  # pandas 3.0 gives [] for no columns
    keys = (spans.start[rows].tolist(), spans.end[rows].tolist(), spans.label[rows].tolist())
    return {
        start: (end, spans.values[label], {str(k): str(v) for k, v in columns.items()})
        for start, end, label, columns in zip(*keys, own, strict=True)
    }


def _one_line(text: str) -> str:
    """A text with one blank for each run of white space."""
    return text if not any(sign in text for sign in "\t\n\r") else " ".join(text.split())


def _spacing(document: DocumentLines, line: int) -> str:
    """What the last column says about the white space after a line."""
    gap = document.gap_after(line)
    if gap == " " or line + 1 == len(document.spans):
        return ""
    if gap == PARAGRAPH_GAP and document.paragraphs[line + 1]:
        return ""
    if gap == "":
        return "SpaceAfter=No"
    if has_visible(gap):  # text that is not counted
        return f"SpacesAfter={_escape(PARAGRAPH_GAP)}"
    return f"SpacesAfter={_escape(gap)}"


def _restore_order(keys: Sequence[str], written: str) -> list[str]:
    r"""The keys of comments as they were read; what was not read has its usual place.

    Examples
    --------
    >>> _restore_order(["text", "sent_id", "newpar", "note"], "sent_id\nnewpar\ntext")
    ['sent_id', 'newpar', 'text', 'note']
    """
    read = written.split("\n")
    both = Counter(keys) & Counter(read)
    left, moved = both.copy(), []
    for key in read:
        if left[key]:
            left[key] -= 1
            moved.append(key)
    found, order = iter(moved), []
    for key in sort_comments(keys):
        order.append(next(found) if both[key] else key)
        both[key] -= bool(both[key])
    return order


def _join_misc(own: str, *spacing: str) -> str:
    """The last column: the attributes of a token with those of its white space, in their order.

    Treebanks sort them; where the own ones are not sorted, the others come last.
    """
    attributes = own.split("|") if own else []
    for attribute in filter(None, spacing):
        is_sorted = attributes == sorted(attributes, key=str.casefold)
        place = bisect(attributes, attribute.casefold(), key=str.casefold)
        attributes.insert(place if is_sorted else len(attributes), attribute)
    return "|".join(attributes)


def _inner_spacing(form: str) -> str:
    return "" if _one_line(form) == form else f"SpacesInToken={_escape(form)}"


def _escape(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in text)
