"""The texts behind a corpus reader of NLTK."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from discourse.errors import DiscourseError, MissingTextsError, check_texts, describe, one_of
from discourse.text.document import Document, plain_document
from discourse.text.folder import TextFile
from discourse.text.limits import shorten
from discourse.text.metadata import add_metadata
from discourse.text.reading import ReadOptions, read_documents

CHOICES = ("auto", "raw", "words")
PLAIN_TEXT = ".txt"
OWN_READER = "your own reader"


class NltkTexts(NamedTuple):
    """What a reader offers: files that are read as those of any folder, or texts in memory.

    ``categories`` has the categories of each document by its name, if the reader knows any.
    ``corpus`` is the name under which NLTK offers the reader, or "".
    """

    corpus: str
    encodings: tuple[str, ...]
    files: list[TextFile]
    documents: list[Document]
    categories: Mapping[str, str]


class FileChoice(NamedTuple):
    """Which files of a reader are wanted: some of them, or those of some categories, or all."""

    fileids: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @classmethod
    def read(cls, fileids: object, categories: object) -> "FileChoice":
        """Read two arguments, each of them a string, several, or None for no choice.

        Raises
        ------
        DiscourseError
            If an argument is something else or names nothing, or if both are given.
        """
        given = {
            name: tuple(check_texts(name, value, example))
            for name, value, example in (
                ("fileids", fileids, "1789-Washington.txt"),
                ("categories", categories, "news"),
            )
            if value is not None
        }
        if len(given) > 1:
            raise DiscourseError(
                "fileids= and categories= are both given; give one of them, and select the rest "
                "with corpus.subset."
            )
        empty = next((name for name, value in given.items() if not value), None)
        if empty is not None:
            raise DiscourseError(f"{empty}=[] names nothing; leave it out to read every file.")
        return cls(**given)


EVERY_FILE = FileChoice()


def list_nltk_texts(
    reader: Any, metadata: str | None, text: str, choice: FileChoice = EVERY_FILE
) -> NltkTexts:
    """List the texts of a reader.

    Parameters
    ----------
    reader : nltk.corpus.reader.CorpusReader
        The reader.
    metadata : str, optional
        A pattern of file names, as `add_metadata` takes it.
    text : str
        "auto", "raw" or "words".
    choice : FileChoice, optional
        Which files are wanted; by default all.

    Raises
    ------
    DiscourseError
        If the reader is none, lacks its texts or has none, lacks a file or a category that is
        wanted, if two files have the same name, or if one does not fit the pattern.
    """
    one_of("text", text, CHOICES)
    names = _choose_files(reader, _list_file_ids(reader), choice)
    raw = text == "raw" or (text == "auto" and _has_plain_text(reader, names))
    paths = _plain_files(reader, names) if raw else None
    for name, path in zip(names, paths or (), strict=False):
        if not path.stat().st_size:
            _refuse_empty(name)
    encodings = _encodings_of(reader, names)
    files = [
        TextFile(path, name.removesuffix(PLAIN_TEXT))
        for name, path in zip(names, paths or [Path(name) for name in names], strict=True)
    ]
    _refuse_same_names([file.name for file in files])
    if metadata is not None:
        files = add_metadata(files, metadata, document="document", encodings=encodings)
        _refuse_misfits(files)
    made = [] if paths else list(_make_texts(reader, files, names, raw=raw))
    by_file = _categories_of(reader, names)
    categories = {file.name: by_file[n] for file, n in zip(files, names, strict=True) if by_file}
    return NltkTexts(_name_in_nltk(reader), encodings, files if paths else [], made, categories)


def read_nltk_documents(
    corpus: str, metadata: str | None, text: str, choice: FileChoice
) -> list[Document]:
    """Read the documents of a corpus that NLTK offers under a name.

    Raises
    ------
    DiscourseError
        If NLTK has no such corpus, or if its data are not on this computer.
    """
    found = list_nltk_texts(nltk_reader(corpus), metadata, text, choice)
    if not found.files:
        return found.documents
    read = read_documents(found.files, ReadOptions(found.encodings))
    return [each for each in read if isinstance(each, Document)]


def check_at_hand(corpus: str) -> None:
    """Refuse the name of a corpus that NLTK does not offer, or does not have here.

    Raises
    ------
    MissingTextsError
        If its texts are not on this computer; the message says how to fetch them.
    DiscourseError
        If NLTK has no such corpus.

    Examples
    --------
    >>> try:
    ...     check_at_hand("no_such_corpus")
    ... except DiscourseError as error:
    ...     print(error)
    NLTK has no corpus 'no_such_corpus'; install a newer NLTK.
    """
    _list_file_ids(nltk_reader(corpus))


def nltk_reader(name: str) -> Any:
    """Find the reader that NLTK offers under a name, such as "inaugural"; its texts may be absent.

    Raises
    ------
    DiscourseError
        If NLTK has no corpus of this name.
    """
    import nltk.corpus

    reader = getattr(nltk.corpus, name, None)
    if not _is_reader(reader):
        raise DiscourseError(f"NLTK has no corpus {shorten(name)!r}; install a newer NLTK.")
    return reader


def _is_reader(value: object) -> bool:
    from nltk.corpus.reader.api import CorpusReader
    from nltk.corpus.util import LazyCorpusLoader

    return isinstance(value, (CorpusReader, LazyCorpusLoader))


def _list_file_ids(reader: Any) -> list[str]:
    if not _is_reader(reader):
        raise DiscourseError(
            f"from_nltk expects a corpus reader of NLTK, got {describe(reader)}; give one such as "
            "nltk.corpus.inaugural, or read a folder with dc.read('texts/')."
        )
    name = vars(reader).get("__name__", OWN_READER)
    try:
        names = [str(file) for file in reader.fileids()]
    except LookupError:
        raise MissingTextsError(_how_to_fetch(name)) from None
    if not names:
        raise DiscourseError(
            f"the reader {shorten(repr(reader))} has no files; correct its pattern of file names, "
            "or put texts into its folder."
        )
    return names


def _choose_files(reader: Any, names: list[str], choice: FileChoice) -> list[str]:
    """The files that are wanted, in the order of the reader."""
    wanted = set(choice.fileids)
    for file in choice.fileids:
        one_of("fileids", file, names)
    if choice.categories:
        if not hasattr(reader, "categories"):
            raise DiscourseError(
                f"the reader {shorten(repr(reader))} has no categories; choose files with fileids=."
            )
        known = sorted(map(str, reader.categories()))
        asked = [one_of("categories", category, known) for category in choice.categories]
        wanted = set(map(str, reader.fileids(categories=asked)))
    return [name for name in names if name in wanted] if wanted else names


def _how_to_fetch(name: str) -> str:
    return (
        f"the texts of NLTK's corpus {name!r} are not on this computer; fetch them once with "
        f"python -m nltk.downloader {name}, or name the folder that has them in NLTK_DATA."
    )


def _has_plain_text(reader: Any, names: Sequence[str]) -> bool:
    """Whether a reader's raw text is what its words are: the same characters but for blanks."""
    from nltk.corpus.reader import PlaintextCorpusReader

    if isinstance(reader, PlaintextCorpusReader):
        return True
    try:
        raw, words = reader.raw(names[0]), reader.words(names[0])
    except (AttributeError, NotImplementedError, TypeError):
        return False
    return isinstance(raw, str) and "".join(raw.split()) == "".join("".join(words).split())


def _plain_files(reader: Any, names: Sequence[str]) -> list[Path] | None:
    """The files of a reader, if all of them are plain text in a folder, and not in an archive."""
    paths = [Path(str(path)) for path in reader.abspaths(list(names))]
    is_plain = all(path.suffix == PLAIN_TEXT and path.is_file() for path in paths)
    return paths if is_plain else None


def _encodings_of(reader: Any, names: Sequence[str]) -> tuple[str, ...]:
    """UTF-8, and the encodings that a reader names: most that name Latin-1 have UTF-8, too."""
    named = (reader.encoding(name) for name in names)
    known = dict.fromkeys(str(each) for each in named if each)
    return tuple(dict.fromkeys(["utf-8", *(name for name in known if name != "utf8")]))


def _refuse_same_names(names: Iterable[str]) -> None:
    repeated = next((name for name, times in Counter(names).items() if times > 1), None)
    if repeated is not None:
        raise DiscourseError(
            f"the reader has two files {shorten(repeated)!r}; name each only once, or rename one."
        )


def _refuse_misfits(files: Iterable[TextFile]) -> None:
    refused = next((file for file in files if file.refusal), None)
    if refused is not None:
        raise DiscourseError(f"{shorten(refused.name)!r} {refused.refusal}")


def _refuse_empty(name: str) -> NoReturn:
    raise DiscourseError(
        f"{shorten(name)!r} has no text; leave it out, such as with "
        f"fileids=[name for name in reader.fileids() if name != {shorten(name)!r}]."
    )


def _make_texts(
    reader: Any, files: Sequence[TextFile], names: Sequence[str], *, raw: bool
) -> Iterator[Document]:
    for file, name in zip(files, names, strict=True):
        text = reader.raw(name) if raw else _join_reader_words(reader, name)
        if not isinstance(text, str) or not text.strip():
            _refuse_empty(name)
        yield plain_document(file.name, text, file.metadata)


def _join_reader_words(reader: Any, name: str) -> str:
    """The words of a file: a blank between two, a new line per sentence, an empty per paragraph."""
    for level in ("paras", "sents", "words"):
        try:
            found = list(getattr(reader, level)(name))
        except (AttributeError, NotImplementedError, TypeError):
            continue
        except ValueError:  # a reader of plain text whose sentence splitter is not there
            if level == "words":
                raise
            continue
        except LookupError as error:  # NLTK's own sentence splitter is not there
            if level == "words":
                raise DiscourseError(str(error).strip(" *\n")) from None
            continue
        if level == "words":
            return " ".join(map(str, found))
        paragraphs = found if level == "paras" else [found]
        return "\n\n".join("\n".join(map(_join_sentence, each)) for each in paragraphs)
    raise DiscourseError(
        f"the reader of {shorten(name)!r} offers no words; choose text='raw', or give texts to "
        "dc.Corpus.from_texts by name."
    )


def _join_sentence(words: Iterable[Any]) -> str:
    return " ".join(map(str, words))


def _categories_of(reader: Any, names: Sequence[str]) -> dict[str, str]:
    """The categories of each file, joined where there are several."""
    if not hasattr(reader, "categories"):
        return {}
    return {name: "; ".join(sorted(map(str, reader.categories(name)))) for name in names}


def _name_in_nltk(reader: Any) -> str:
    """The name under which NLTK offers a reader, or "" for a reader of one's own."""
    import nltk.corpus

    names = sorted(vars(nltk.corpus))
    return next((name for name in names if getattr(nltk.corpus, name, None) is reader), "")
