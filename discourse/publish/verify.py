"""Whether what was published still holds: figures, tables, evidence, and numbers in the prose."""

import uuid
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from discourse.errors import DiscourseError, check_flag, check_path, hide_controls
from discourse.publish.checks.contents import (
    ARTICLE,
    EVIDENCE_FILE,
    LAYER,
    NOTEBOOK,
    Contents,
    find_backed,
    find_manifests,
    kind_of,
    survey,
)
from discourse.publish.checks.methods_page import update_methods
from discourse.publish.checks.saved_corpora import find_saved_corpora
from discourse.publish.checks.study import Study
from discourse.publish.checks.tasks import (
    FOLDER,
    SAVED_CORPUS,
    Checked,
    Checker,
    StudyTask,
    check_all,
    check_task,
)
from discourse.publish.claims.binding import NotebookCorpora
from discourse.publish.export.manifest import MANIFEST, update_manifest
from discourse.publish.provenance.allowance import SECONDS, check_seconds
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.hashed_files import files_below
from discourse.publish.provenance.listed_files import list_known
from discourse.publish.provenance.recorded_layers import is_layer_file
from discourse.publish.provenance.study_folder import (
    count_copies,
    find_manuscripts,
    find_namesakes,
    find_odd_entries,
    find_strays,
    find_unnamed_files,
    is_lines_of_bundle,
)
from discourse.publish.run_notebooks import run_notebooks

COMPARED = ("bundles", "notebooks", "numbers bound")  # said even if there are none
# What a manifest lists, and no bundle has.
OF_NEITHER, BY_THEIR_HASH, MOST_NAMED = "files of no bundle", "compared by hash alone", 10
COPIES = "copies of notebooks in .ipynb_checkpoints, not compared"
MANUSCRIPTS = "manuscripts, not compared"
UNNAMED_FILES = "files that nothing names ({}), not compared"
NAMESAKES = "files with the name of a text and other words ({}), not compared"
UNSAVED = "bundles that notebooks save and that are not there ({} of {}), not compared"
UNNAMED = "saves under names that are not written out, not compared"


class Notes(NamedTuple):
    """What was checked; the manuscripts, and what was not because its texts are not here.

    ``read`` are the first digits of the hashes of the texts on which claims were computed, and
    ``loaded`` the folders of the saved corpora that notebooks load. ``warned`` is what `warnings`
    keeps of what it has shown.
    """

    checked: "Counter[str]"
    unread: list[str]
    missing: dict[str, str]
    read: set[str]
    loaded: set[Path]
    warned: dict[Any, Any]


def verify(
    path: str | PathLike[str] = ".",
    *,
    texts: str | PathLike[str] | None = None,
    strict: bool = False,
    seconds: float = SECONDS,
    run: bool = False,
    update: bool = False,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """One row per discrepancy; no rows if everything holds.

    These are checked in every bundle below the folder, as `save_figure` and `save_table` write
    them: each file has the hash that is listed; the recipe, run again on the texts with the hashes
    that it names, gives every cell of the CSV, and the rows are those that the record says; a
    second matcher, which uses no index, finds each count; the lines of evidence are those of the
    text, all of them; what is seen of a figure, in its record and in its files, is what its plot
    draws from these rows, and a table reads as they do. In every notebook, each bound number in the
    prose, in captions and in alternative texts equals its claim, no number in digits or words is
    unbound, bundles have the captions that it gives, and the calls that are written out make the
    bundles that they save. In an article of `save_article`, each bound number equals its claim, and
    each other number is in a sentence of the captions, the methods or the evidence as they are now;
    pictures are shown whole, as they were saved, under their captions, the list of lines has the
    numbers that figures and tables have there, and a Word file has the saved tables and alternative
    texts. Which of them a sentence of the author is about, nothing compares. In every
    ``evidence.csv``, each line is the text at its id, with what is around it. Every layer in a file
    is what its record says, and its spans lie in their texts; the codes in the file of a coder are
    in the codebook beside it.

    The files hold each other. The ``manifest.json`` of a folder, which `save_figure`, `save_table`
    and `export` keep, lists its files, and the hash of the list: what is lost, has another name, or
    is not listed is a finding. So are bundles without a manifest, a bundle that a notebook saves
    and that is not there, a picture in the cells or the stored outputs of a notebook that no bundle
    has, or that is not what the bundle with its alternative text shows, bars made of signs, HTML
    that hides, moves, draws or runs something, files beside figures that belong to no bundle, and
    an entry of a record that no record has, such as an unknown tool. A ``methods.md`` beside
    bundles says what `methods` says of them; the manifest lists it, too. Hidden notebooks, links
    that lead out of the folder, pipes and devices are named.

    A bundle is data and is never executed: only registered verbs are called, with checked
    parameters. A notebook reads nothing outside of `path` and `texts`, and what is not checked
    because it has too many rows or takes too long is a finding.

    Parameters
    ----------
    path : str or path, optional
        A folder with notebooks, figures and the texts that they were made from.
    texts : str or path, optional
        The folder with the texts, if they are not below `path`.
    strict : bool, optional
        Whether numbers of the prose that need no claim, such as years, words such as "most", and
        the numbers in captions that no notebook gives are listed, too.
    seconds : float, optional
        How long the check of one bundle, one notebook or one other file may take; it can be
        interrupted in the main thread of a process, except on Windows.
    run : bool, optional
        Whether every notebook is executed, in a copy of the folder, and its outputs, images and
        bundles are compared with those that are stored. This runs the code of the notebooks.
    update : bool, optional
        Whether the manifests are written anew before the check, with the files that are there now,
        and each ``methods.md`` with what `methods` says. Do this after you have deleted a figure on
        purpose, or added a picture of your own.
    executor : concurrent.futures.Executor, optional
        Checks files at the same time, e.g. ``ProcessPoolExecutor()``. The findings and their order
        are the same. Each of its processes reads the texts that it needs.

    Returns
    -------
    DataFrame
        The columns ``file, row, expected, found``. ``attrs["checked"]`` counts what was checked,
        what the author chose, and what was not compared:

        - checked: bundles, cells, rows, counts, drawings and pictures, lines of evidence, layers
          and files of codes, notebooks, the numbers in their prose, saved corpora, articles, and
          manifests;
        - chosen: tables whose rows were chosen by hand, figures with additions, each text of them,
          and how many artists were added, names that a figure shows in place of others, parameters
          that no recipe records, and pictures that are not compared byte by byte, with the cause,
          such as axes of the author;
        - left in prose: numbers exempt by each rule, words of degree, sentences that name no word
          of the claim in them, what sentences say of bound numbers beyond what their claims say,
          the numbers in captions that no notebook gives and in what was added, articles as they are
          laid out, and outputs of notebooks without `run`;
        - left in bundles: columns and metadata of the author, figures drawn by hand or by another
          version, bundles of the first format, lines beyond those that bundles hold, PDFs that
          cannot be read here, letters of few dots or in fonts that are not here, settings of
          another version, folders without a manifest, and bundles and numbers whose texts are not
          on this computer, such as those of a corpus of NLTK that was not fetched;
        - left in notebooks: pictures on the web, laid out anew, or whose bundles are elsewhere,
          code in other languages than Python, calls that run a text or find a name by one, such as
          ``exec``, steps of the code before a bundle that are not followed, saved corpora whose
          texts are not below the folder, what is saved under names that are not written out,
          bundles that are saved and are not there, and copies in ``.ipynb_checkpoints``, which
          nobody sees;
        - left in articles: commands, files that these bring in, drawings, charts, lists, headers,
          signs of symbol fonts, coloured grounds, text that is white, tiny, squeezed or displaced,
          further captions, paragraphs and works, and style files of the author;
        - other files: manuscripts, those of no bundle, which are compared by their hash alone, such
          as those of `export`, those that nothing names, those with the name of a text and other
          words, and whether lines of no bundle are all there.

        ``attrs["unread"]`` names the manuscripts, such as ``paper.md``. ``attrs["missing"]`` names
        each file that was not compared because its texts are not on this computer, with the
        sentence that says how to fetch them; of bundles, the hashes were compared.
        ``attrs["updated"]`` lists what `update` has changed.

    Raises
    ------
    DiscourseError
        If a folder does not exist, `seconds` is no number above 0, or `executor` is none.

    See Also
    --------
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.save_table : Save a table for a paper, with its lines and its recipe.
    dc.save_site : Notebooks as one page whose numbers open their lines.
    dc.methods : The paragraph that describes tables.

    Notes
    -----
    ``discourse docs evidence`` says what is checked, and what is not.

    Examples
    --------
    >>> import tempfile
    >>> import discourse as dc
    >>> study = tempfile.mkdtemp()
    >>> words = dc.frequencies(dc.read("seeds/")).head(3)
    >>> saved = dc.save_table(words, f"{study}/words", caption="The most frequent words.")
    >>> len(dc.verify(study, texts="seeds/"))
    0
    """
    root = check_path("path", path)
    if texts is not None:
        check_path("texts", texts)
    if not root.is_dir():
        raise DiscourseError(f"{root} is not a folder; give one with bundles and their texts.")
    if texts is not None and not Path(texts).is_dir():
        raise DiscourseError(f"{texts} is not a folder; give the one with the texts.")
    for flag, value in (("strict", strict), ("run", run), ("update", update)):
        check_flag(flag, value)
    check_seconds(seconds)
    places = (root, *([] if texts is None else [Path(texts)]))
    corpora = FolderCorpora(Path(texts or root))
    updated = _update(root, corpora) if update else []
    study = Study(places, Path(texts or root), seconds, strict, run)
    checked: Counter[str] = Counter(dict.fromkeys(COMPARED, 0))
    unread: list[str] = []
    missing: dict[str, str] = {}
    notes = Notes(checked, unread, missing, set(), set(), {})
    found = list(_check_folder(study, corpora, executor, notes))
    rows = [tuple(map(_make_showable, finding)) for finding in found]
    table = pd.DataFrame(rows, columns=list(Finding._fields), dtype="str")
    table.attrs["checked"] = _in_reading_order(checked)
    table.attrs["unread"] = unread
    table.attrs["missing"] = {_make_showable(name): missing[name] for name in sorted(missing)}
    table.attrs["updated"] = updated
    return table


def is_not_compared(kind: str) -> bool:
    """Whether a kind of what was counted is one that was not checked, or by its hash alone."""
    return kind.endswith(("not checked", "not compared", "by hash alone", "not derived again"))


def _update(root: Path, corpora: FolderCorpora) -> list[str]:
    """Write the manifests and the paragraphs on methods anew; return what has changed."""
    kinds = {path: kind_of(path) for path in files_below(root)}
    backed = find_backed(kinds)
    belonging = {path for path in backed if path in kinds}
    belonging |= {path for path in find_strays(root, kinds, backed) if not path.is_symlink()}
    belonging -= {path for path in kinds if is_layer_file(path)}
    changes = []
    for folder in sorted({path.parent for path in {*belonging, *find_manifests(kinds)}}):
        inside = {path.name for path in belonging if path.parent == folder}
        written = update_methods(folder, corpora)
        made = [*update_manifest(folder, sorted(inside)), *written]
        changes += [f"{_name_folder(folder, root)}: {change}" for change in made]
    return changes


def _name_folder(folder: Path, root: Path) -> str:
    return folder.relative_to(root).as_posix()


def _in_reading_order(checked: Mapping[str, int]) -> dict[str, int]:
    """Put what was checked first, then the exemptions by their rules, then what was not checked."""

    def place(item: tuple[str, int]) -> tuple[bool, bool, str]:
        exempt = item[0].startswith("numbers exempt")
        return is_not_compared(item[0]), exempt, item[0] if exempt else ""

    return dict(sorted(checked.items(), key=place))


def _check_folder(
    study: Study,
    corpora: FolderCorpora,
    executor: Executor | None,
    notes: Notes,
) -> Iterator[Finding]:
    """Check each file of the first place; one that cannot be checked hides no other."""
    root, checked = study.root, notes.checked
    kinds = {path: kind_of(path) for path in files_below(root)}
    contents = survey(kinds, study.seconds)
    study = contents.describe(study)
    yield from find_odd_entries(root, study.places)
    tasks = [
        StudyTask(kind, path, path.relative_to(root).as_posix())
        for path, kind in kinds.items()
        if kind
    ]
    folders = list(_find_folders(kinds, contents, root))
    work: Callable[[StudyTask], Checked] = Checker(study, uuid.uuid4().hex)
    if executor is None:
        work = partial(check_task, study=study, corpora=corpora)
    results = check_all(work, [*tasks, *folders], executor)
    yield from _gather_findings(islice(results, len(tasks)), notes)
    yield from _find_unsaved(contents, root, checked)
    yield from _gather_findings(results, notes)
    unloaded = [
        StudyTask(SAVED_CORPUS, folder, folder.relative_to(root).as_posix())
        for folder in sorted(find_saved_corpora(kinds))
        if folder.resolve() not in notes.loaded
    ]
    yield from _gather_findings(map(work, unloaded), notes)
    yield from _check_strays(kinds, contents, root, checked)
    _note_unread(kinds, contents, root, checked, notes.unread)
    _note_unnamed(kinds, contents, root, corpora, notes)
    if study.run:
        notebooks = [path for path, kind in kinds.items() if kind == NOTEBOOK]
        here = [path for path in notebooks if not NotebookCorpora(path).missing]
        yield from run_notebooks(root, here, checked)


def _gather_findings(results: Iterable[Checked], notes: Notes) -> Iterator[Finding]:
    """The findings of some tasks; what they checked, and what they did not, is added up."""
    for found in results:
        notes.checked.update(found.checked)
        notes.missing.update(found.missing)
        notes.read.update(found.read)
        notes.loaded.update(found.loaded)
        for warning in found.warned:  # each is shown once, as if all were checked here
            warnings.warn_explicit(*warning, registry=notes.warned)
        yield from found.findings


def _find_folders(
    kinds: Mapping[Path, str | None], contents: Contents, root: Path
) -> Iterator[StudyTask]:
    """The folders with bundles or a manifest, as tasks, each with the files of bundles in it."""
    own = {path for path in contents.backed if path.name != EVIDENCE_FILE or path.exists()}
    bundled = [path for path in own if path.name != EVIDENCE_FILE]
    for folder in sorted({path.parent for path in [*bundled, *find_manifests(kinds)]}):
        name = "" if folder == root else f"{_name_folder(folder, root)}/"
        yield StudyTask(
            FOLDER, folder, name, frozenset(path for path in own if path.parent == folder)
        )


def _find_unsaved(contents: Contents, root: Path, checked: "Counter[str]") -> Iterator[Finding]:
    """Bundles that a notebook saves and that are not there.

    Beside a manifest they are counted: it misses those that it lists, and the others were deleted
    on purpose.
    """
    for path, notebook in sorted(contents.saved.items()):
        if not path.is_relative_to(root.resolve()) or path.exists():
            continue
        name = path.relative_to(root.resolve()).with_suffix("").as_posix()
        if not (path.parent / MANIFEST).exists():
            yield Finding(name, "bundle", f"a bundle that {notebook} saves", "no such bundle")
        elif path.name not in list_known(path.parent):
            checked[UNSAVED.format(name, notebook)] += 1


def _list_strays(
    kinds: Mapping[Path, str | None], contents: Contents, root: Path
) -> dict[Path, bool]:
    """The pictures and pages of no bundle, and whether a manifest lists each."""
    listed = {
        path.parent / file for path in find_manifests(kinds) for file in list_known(path.parent)
    }
    layers = {path for path, kind in kinds.items() if kind == LAYER}
    records = {path.with_suffix(".toml") for path in layers}
    articles = {path for path, kind in kinds.items() if kind == ARTICLE}
    files = kinds.keys() - layers - records - articles
    strays = find_strays(root, files, contents.backed)
    return {path: path in listed for path in strays if not contents.is_text(path)}


def _check_strays(
    kinds: Mapping[Path, str | None], contents: Contents, root: Path, checked: "Counter[str]"
) -> Iterator[Finding]:
    """What is where figures and tables are, and belongs to nothing."""
    known: list[str] = []
    for path, is_listed in _list_strays(kinds, contents, root).items():
        name = path.relative_to(root).as_posix()
        if is_listed and not is_lines_of_bundle(path):
            known.append(_make_showable(name))
        else:
            yield Finding(name, "file", "a file of a saved figure or table", "a file of neither")
    if known:
        checked[f"{OF_NEITHER} ({_list_first(known)}), {BY_THEIR_HASH}"] += len(known)


def _list_first(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


def _note_unread(
    kinds: Mapping[Path, str | None],
    contents: Contents,
    root: Path,
    checked: "Counter[str]",
    unread: list[str],
) -> None:
    """Note what was not compared with anything, so that nobody thinks that it was."""
    articles = {path for path, kind in kinds.items() if kind == ARTICLE}
    known = {*contents.backed, *_list_strays(kinds, contents, root), *articles}
    for path in find_manuscripts(root, kinds, known):
        if not contents.is_text(path):
            unread.append(_make_showable(path.relative_to(root).as_posix()))
    unread.sort()
    left = {MANUSCRIPTS: len(unread), COPIES: count_copies(root), UNNAMED: contents.unnamed}
    checked.update({kind: count for kind, count in left.items() if count})


def _note_unnamed(
    kinds: Mapping[Path, str | None],
    contents: Contents,
    root: Path,
    corpora: FolderCorpora,
    notes: Notes,
) -> None:
    """Note what readers may open, and what has the name of a text and is another one."""
    digests = contents.digests | notes.read
    copies = corpora.files.copies if digests else {}
    texts = {path for digest in digests for path in copies.get(digest, ())}
    listed = {
        path.parent / file for path in find_manifests(kinds) for file in list_known(path.parent)
    }
    checked_alone = {path for path, kind in kinds.items() if kind}
    records = {path.with_suffix(".toml") for path in checked_alone}
    known = {*contents.backed, *_list_strays(kinds, contents, root), *listed, *checked_alone}
    known |= records
    namesakes = find_namesakes(kinds.keys() - known, texts)
    known |= {*find_manuscripts(root, kinds, known), *namesakes}
    unnamed = find_unnamed_files(root, kinds, known, texts)
    for kind, paths in ((NAMESAKES, namesakes), (UNNAMED_FILES, unnamed)):
        names = sorted(_make_showable(path.relative_to(root).as_posix()) for path in paths)
        if names:
            notes.checked[kind.format(_list_first(names))] += len(names)


def _make_showable(text: str) -> str:
    """A text that a terminal may show, and UTF-8 has: JSON may hold half of a surrogate pair."""
    return hide_controls(text.encode("utf-8", "backslashreplace").decode("utf-8"))
