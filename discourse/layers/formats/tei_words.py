"""The words of a TEI file (``<w lemma="..." pos="...">``) as layers of the corpus read from it.

The reader of TEI writes down a text, with the words of the file in their order among others. Each
word is looked for behind the one before it; a word that is not there, because the reader leaves its
element out, has no value, and is counted.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from os import PathLike
from typing import Any

import numpy as np

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.layer import Layer
from discourse.errors import DiscourseError, check_path, count_noun
from discourse.layers.aligning import (
    ForeignText,
    SourceFile,
    find_document,
    make_documented_layers,
    open_source,
    whole_store,
)
from discourse.layers.register import check_corpus
from discourse.text.annotation import TOKEN, Labels
from discourse.text.packages import import_package
from discourse.text.squeezing import Squeezed, squeeze

WORD_ELEMENTS = ("w", "pc")
# The layer that each attribute of a word makes.
ATTRIBUTES: Mapping[str, str] = {"lemma": "lemma", "pos": "pos", "msd": "feats", "type": "type"}
# How many characters, white space not counted, may be between a word and the one before it; and how
# many between a word that is not directly behind and the next, without which it is not believed.
REACH, NEAR = 2_000, 40
SHOWN = 5  # words that are named of those that were not found
APART = ("note", "fw")  # elements that the reader may move
HEADERS = frozenset(["teiHeader", "facsimile", "standOff"])
# Of two readings the text has one: the edited one, or that of the source.
READINGS = (
    HEADERS | {"sic", "orig", "abbr", "am", "surplus", "del"},
    HEADERS | {"corr", "reg", "expan", "ex", "supplied"},
    HEADERS,
)


@dataclass(frozen=True)
class _TeiWord:
    """A word of the file: its text, that without white space, its attributes, and if in a note."""

    text: str
    form: str
    attributes: Mapping[str, str]
    is_apart: bool


def from_tei(
    corpus: Corpus, path: str | PathLike[str], *, document: str | None = None
) -> list[Layer]:
    """Read the words of a TEI file, with their lemmas and tags, for a corpus that was read from it.

    Parameters
    ----------
    corpus : Corpus
        The texts, which `dc.read` read from TEI files.
    path : str or PathLike
        The file. It is named like its document.
    document : str, optional
        The document that the file is of, if it is named otherwise.

    Returns
    -------
    list of Layer
        A layer of tokens for each attribute of ``<w>`` and ``<pc>`` that has values: ``lemma``,
        ``pos``, ``feats`` (of ``msd``) and ``type``. In ``about``, ``words`` is how many words the
        file has, ``not_found`` how many of them are not in the text, and ``examples`` names the
        first.

    Raises
    ------
    DiscourseError
        If the file is not TEI, it has no words, or none of them is in the text.

    See Also
    --------
    dc.read : Texts of a folder become a corpus.
    dc.layers.from_conllu : Layers from CoNLL-U.
    dc.Corpus.with_layer : A corpus with one more layer.

    Notes
    -----
    ``discourse docs layer-files`` explains the formats of layers.

    Examples
    --------
    >>> import discourse as dc, pathlib, tempfile
    >>> words = '<w lemma="we" pos="PRON">We</w> <w lemma="build" pos="VERB">built</w>'
    >>> tei = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.xml")
    ...     _ = path.write_text(tei + words + "<pc>.</pc></p></body></text></TEI>")
    ...     layers = dc.layers.from_tei(dc.read(path), path)
    >>> [(layer.name, list(layer.table["label"])) for layer in layers]
    [('lemma', ['we', 'build']), ('pos', ['PRON', 'VERB'])]
    """
    check_corpus("from_tei", corpus)
    source = open_source(check_path("path", path))
    root = _parse_words_file(source)
    if not next(_list_words(root, HEADERS), None):
        raise DiscourseError(f"{source.place} has no <w> with text; give a file with words.")
    store = whole_store(corpus)
    text = ForeignText(source.path.stem, source.place, "", ())
    number = find_document(store, text, 1, document)
    written = squeeze(store.texts[number])
    readings = (list(_list_words(root, left_out)) for left_out in READINGS)
    tried = [(words, _locate_words(written, words)) for words in readings]
    words, placed = min(tried, key=lambda each: (each[1].count(-1), -len(each[1])))
    lost = [word.text for word, at in zip(words, placed, strict=True) if at < 0]
    if len(lost) == len(words):
        raise DiscourseError(
            f"{source.place} has {count_noun(len(words), 'word')}, none of which is in the text of "
            f"{store.sources['document'].iloc[number]!r}; give the file that it was read from."
        )
    about: dict[str, Any] = {**source.about, "words": len(words), "not_found": len(lost)}
    if lost:
        about["examples"] = lost[:SHOWN]
    labels = list(_label_words(words, placed, written))
    if not labels:
        raise DiscourseError(
            f"{source.place} has words without {', '.join(ATTRIBUTES)}; there is nothing to read."
        )
    return make_documented_layers(store, [(number, each) for each in labels], about, [number])


def _parse_words_file(source: SourceFile) -> Any:
    """Parse a file; nothing is fetched, and entities are not expanded."""
    etree = import_package("lxml.etree", "lxml", source.place)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(source.data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DiscourseError(
            f"{source.place} is not well-formed XML ({error}); correct it there."
        ) from None


def _list_words(root: Any, left_out: Set[str]) -> Iterator[_TeiWord]:
    """The words of a file in their order; of words inside others, the outer one."""
    stack = [(root, False)]
    while stack:
        element, is_apart = stack.pop()
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name in left_out:
            continue
        if name in WORD_ELEMENTS:
            text = "".join("".join(_text_pieces(element, left_out)).split())
            form = "".join(map(chr, squeeze(text).characters.tolist()))
            if form:
                attributes = {key: " ".join(value.split()) for key, value in element.attrib.items()}
                yield _TeiWord(text, form, attributes, is_apart)
            continue
        stack.extend((child, is_apart or name in APART) for child in reversed(element))


def _text_pieces(element: Any, left_out: Set[str]) -> Iterator[str]:
    """The text of an element, without that of other readings."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] not in left_out:
            yield from _text_pieces(child, left_out)
        yield child.tail or ""


def _locate_words(written: Squeezed, words: Sequence[_TeiWord]) -> list[int]:
    """The number of the character at which each word begins; -1 if it is not found.

    The reader may write down a note elsewhere than where it is in the file. So the words of the
    text itself are found first, and then those of notes in what is left.
    """
    text = "".join(map(chr, written.characters.tolist()))
    starts = _word_starts(written, text)
    placed = [-1] * len(words)
    for apart in (False, True):
        rows = [row for row, word in enumerate(words) if word.is_apart == apart]
        forms = [words[row].form for row in rows]
        for row, at in zip(rows, _find_in_order(text, starts, forms), strict=True):
            placed[row] = at
            if at >= 0:
                taken = slice(at, at + len(words[row].form))
                starts[taken] = [False] * len(words[row].form)
    return placed


def _find_in_order(text: str, starts: Sequence[bool], forms: Sequence[str]) -> list[int]:
    """Find each form behind the one before it: directly, or where the next form follows it."""
    found: list[int] = []
    at = 0
    for number, form in enumerate(forms):
        here = (
            at if text.startswith(form, at) and starts[at] else _find_start(text, starts, form, at)
        )
        following = forms[number + 1] if number + 1 < len(forms) else ""
        while here > at and following and not _occurs_at(text, following, here + len(form)):
            here = _find_start(text, starts, form, here + 1, at)
        found.append(here)
        at = here + len(form) if here >= 0 else at
    return found


def _find_start(
    text: str, starts: Sequence[bool], form: str, first: int, since: int | None = None
) -> int:
    """Where a form begins a word of the text, within reach; -1 if nowhere."""
    last = (first if since is None else since) + REACH + len(form)
    here = text.find(form, first, last)
    while here >= 0 and not starts[here]:
        here = text.find(form, here + 1, last)
    return here


def _occurs_at(text: str, form: str, at: int) -> bool:
    return text.find(form, at, at + NEAR + len(form)) >= 0


def _word_starts(written: Squeezed, text: str) -> list[bool]:
    """Whether a word can begin at each character: at white space, or at the edge of a word."""
    gaps = np.diff(written.places, prepend=-2) > 1
    alphabetic = np.array([sign.isalnum() for sign in text], dtype=bool)
    edges = np.diff(alphabetic, prepend=False) != 0 if len(text) else alphabetic
    return list((gaps | edges | ~alphabetic).tolist())


def _label_words(
    words: Sequence[_TeiWord], placed: Sequence[int], written: Squeezed
) -> Iterator[Labels]:
    found = [(word, at) for word, at in zip(words, placed, strict=True) if at >= 0]
    first = np.array([at for _, at in found], dtype=np.int64)
    lengths = [len(word.form) for word, _ in found]
    spans = written.spans_at(first, first + np.array(lengths, dtype=np.int64))
    for attribute, layer in ATTRIBUTES.items():
        rows = [row for row, (word, _) in enumerate(found) if word.attributes.get(attribute)]
        if rows:
            yield Labels(
                layer,
                TOKEN,
                spans[rows],
                [found[row][0].attributes[attribute] for row in rows],
                {"maker": "TEI", "attribute": attribute},
            )
