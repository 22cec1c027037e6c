"""Whether the corpora that a notebook loads are still those that their texts give."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from discourse.errors import DiscourseError
from discourse.publish.claims.binding import NotebookCorpora
from discourse.publish.claims.bound_numbers import first_line
from discourse.publish.claims.notebook_code import FAULTS
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.finding import Finding
from discourse.text.readers.formats import find_reader

NOT_HERE = "saved corpora whose texts are not here, not checked"


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
            recipe = notebook.load(call).recipe
        except FAULTS as error:
            yield Finding(name, place, "a corpus that can be loaded", first_line(error))
            continue
        try:
            texts.find(recipe)
        except DiscourseError as error:
            if not _are_here(recipe["documents"], texts):
                checked[NOT_HERE] += 1
                continue
            yield Finding(name, place, "the corpus that its texts give", str(error))
        checked["saved corpora"] += 1


def _are_here(documents: Mapping[str, str], texts: FolderCorpora) -> bool:
    """Whether the texts of some documents, or others of their names, are below the folder."""
    by_hash = texts.files.by_hash
    stems = {path.stem for path in by_hash.values() if find_reader(path.suffix.casefold())}
    return all(
        digest in by_hash or not stems.isdisjoint((Path(name).stem, Path(name).parent.name))
        for name, digest in documents.items()
    )
