"""Whether saved corpora are whole, and still those that their texts give."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from discourse.corpus.corpus import Corpus, load
from discourse.corpus.store.equality import find_unlike
from discourse.corpus.store.manifest import GENERATION, read_corpus_manifest
from discourse.corpus.store.saved_files import ARRAY_ENDING, TABLE_ENDING, SavedFiles
from discourse.errors import DiscourseError
from discourse.publish.claims.binding import NotebookCorpora
from discourse.publish.claims.bound_numbers import first_line
from discourse.publish.claims.notebook_code import FAULTS
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.finding import Finding
from discourse.text.readers.formats import find_reader

NOT_HERE = "saved corpora whose texts are not here, not checked"
BY_FILES = "saved corpora that cannot be loaded without more, by their files, not checked"


def check_loaded(
    name: str, notebook: NotebookCorpora, texts: FolderCorpora, checked: "Counter[str]"
) -> Iterator[Finding]:
    """Find the saved corpora of a notebook that are damaged, or whose texts have changed.

    Parameters
    ----------
    name : str
        The notebook, as findings name it.
    notebook : NotebookCorpora
        Its corpora.
    texts : FolderCorpora
        What can be made again from the texts below a folder.
    checked : Counter
        What was checked so far. The corpora are added to it, also those whose texts are not below
        the folder, which may be kept elsewhere.

    Yields
    ------
    Finding
        A corpus that cannot be loaded, or that its texts do not give.
    """
    for call in notebook.loads:
        place = f"saved corpus {call.arguments.get('path')!r}"
        try:
            corpus = notebook.load(call)
        except FAULTS as error:
            yield Finding(name, place, "a corpus that can be loaded", first_line(error))
            continue
        yield from _check_texts(name, place, corpus, texts, checked)


def folders_loaded(notebook: NotebookCorpora) -> Iterator[Path]:
    """The folders of the saved corpora that a notebook loads."""
    for call in notebook.loads:
        given = call.arguments.get("path")
        for path in given if isinstance(given, (list, tuple)) else [given]:
            yield (notebook.notebook.parent / str(path)).resolve()


def find_saved_corpora(files: Iterable[Path]) -> set[Path]:
    """The folders of saved corpora, by the arrays and tables in them."""
    return {
        path.parent.parent
        for path in files
        if path.suffix in (ARRAY_ENDING, TABLE_ENDING) and GENERATION.fullmatch(path.parent.name)
    }


def check_saved_corpus(
    folder: Path, name: str, texts: FolderCorpora, checked: "Counter[str]"
) -> Iterator[Finding]:
    """Find what is wrong with a saved corpus that no notebook loads: readers may load it.

    Parameters
    ----------
    folder : Path
        The saved corpus.
    name : str
        The folder, as findings name it.
    texts : FolderCorpora
        What can be made again from the texts below a folder.
    checked : Counter
        What was checked so far.

    Yields
    ------
    Finding
        Files that are not as they were saved, or a corpus that its texts do not give.
    """
    try:
        manifest = read_corpus_manifest(folder)
        SavedFiles(folder, folder / manifest["generation"], manifest["files"]).check(hashed=True)
    except (DiscourseError, OSError) as error:
        yield Finding(name, "saved corpus", "files as they were saved", first_line(error))
        return
    try:
        corpus = load(folder)
    except DiscourseError:  # one with a tokeniser of its author, which has to be given
        checked[BY_FILES] += 1
        return
    yield from _check_texts(name, "saved corpus", corpus, texts, checked)


def _check_texts(
    name: str, place: str, corpus: Corpus, texts: FolderCorpora, checked: "Counter[str]"
) -> Iterator[Finding]:
    """Compare a saved corpus with the one that the texts below a folder give."""
    recipe = corpus.recipe
    try:
        made = texts.find(recipe)
    except DiscourseError as error:
        if not _are_here(recipe["documents"], texts):
            checked[NOT_HERE] += 1
            return
        yield Finding(name, place, "the corpus that its texts give", str(error))
    else:
        what = find_unlike(corpus.store, made.store) if isinstance(made, Corpus) else ""
        if what:
            yield Finding(name, place, f"the {what} that its texts give", f"other {what}")
    checked["saved corpora"] += 1


def _are_here(documents: Mapping[str, str], texts: FolderCorpora) -> bool:
    """Whether the texts of some documents, or others of their names, are below the folder."""
    by_hash = texts.files.by_hash
    stems = {path.stem for path in by_hash.values() if find_reader(path.suffix.casefold())}
    return all(
        digest in by_hash or not stems.isdisjoint((Path(name).stem, Path(name).parent.name))
        for name, digest in documents.items()
    )
