"""The checks of a study as tasks: each is done here, or by an executor."""

import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from discourse.corpus.store.parallel import map_tasks
from discourse.publish.checks.articles import check_article
from discourse.publish.checks.bundles import check_bundle, check_figure_of_panels
from discourse.publish.checks.contents import (
    ARTICLE,
    BUNDLE,
    LAYER,
    LINES,
    NOTEBOOK,
    PANELS,
    UNREADABLE,
    kind_of,
)
from discourse.publish.checks.loose_lines import check_lines
from discourse.publish.checks.methods_page import check_methods
from discourse.publish.checks.notebooks import check_notebook
from discourse.publish.checks.saved_corpora import check_saved_corpus
from discourse.publish.checks.study import Study, StudyCheck
from discourse.publish.export.manifest import MANIFEST, METHODS
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.listed_files import (
    check_listed_record,
    check_manifest,
    find_missing_manifest,
)
from discourse.publish.provenance.recorded_layers import check_layer_file
from discourse.text.sentences import remember_starts

FOLDER = "folder"  # the kind of a folder whose manifest and paragraph are checked
SAVED_CORPUS = "saved corpus"  # the kind of the folder of one that no notebook loads
# What is expected of a file that cannot be checked at all.
EXPECTED = {
    BUNDLE: "a bundle that can be made again",
    PANELS: "a bundle that can be made again",
    LINES: "lines with line_id and node",
}


COUNTED_AS = {BUNDLE: "bundles", PANELS: "figures of panels"}
UNMADE = "bundles whose texts are not on this computer, not compared"


class StudyTask(NamedTuple):
    """A file of a study, its kind and its name; or a folder, and the files of bundles in it."""

    kind: str
    path: Path
    name: str
    inside: frozenset[Path] = frozenset()


class Checked(NamedTuple):
    """What a task found, what was checked, and what was not because its texts are not here.

    ``read`` are the first digits of the hashes of the texts on which claims were computed, and
    ``loaded`` the folders of the saved corpora that notebooks load. ``warned`` are the warnings of
    a task that was done elsewhere: text, category, file and line.
    """

    findings: list[Finding]
    checked: "Counter[str]"
    missing: dict[str, str]
    read: set[str]
    loaded: set[Path]
    warned: tuple[tuple[str, type[Warning], str, int], ...] = ()


@dataclass(frozen=True)
class Checker:
    """Checks a task in whatever process it is called.

    A process keeps the corpora of the study that it checked last: ``key`` tells the checks of
    studies apart. Its threads take turns, because matplotlib draws one figure at a time.
    """

    study: Study
    key: str

    def __call__(self, task: StudyTask) -> Checked:
        """Check a file or a folder."""
        with _turn, _keep_warnings() as caught:
            if self.key not in _kept:
                _kept.clear()
                _kept[self.key] = FolderCorpora(self.study.texts)
            found = check_task(task, self.study, _kept[self.key])
            warned = ((str(w.message), w.category, w.filename, w.lineno) for w in caught)
            return found._replace(warned=tuple(warned))


def _keep_warnings() -> AbstractContextManager[list[warnings.WarningMessage]]:
    """Keep the warnings of a process for the one that gave the task; threads show their own."""
    if threading.current_thread() is threading.main_thread():
        return warnings.catch_warnings(record=True)
    return nullcontext([])


_turn = threading.Lock()
_kept: dict[str, FolderCorpora] = {}


def check_all(
    work: Callable[[StudyTask], Checked], tasks: Sequence[StudyTask], executor: Executor | None
) -> Iterator[Checked]:
    """What was found in each file or folder, in their order.

    An executor gets those that take longest first, or it would wait for a last one: notebooks, and
    then the largest records.
    """
    order = list(range(len(tasks)))
    if executor is not None:
        order.sort(key=lambda at: (tasks[at].kind != NOTEBOOK, -_count_bytes(tasks[at].path)))
    results = map_tasks(work, [tasks[at] for at in order], executor, "verifying")
    waiting: dict[int, Checked] = {}
    following = 0
    for at, result in zip(order, results, strict=True):
        waiting[at] = result
        while following in waiting:
            yield waiting.pop(following)
            following += 1


def _count_bytes(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def check_task(task: StudyTask, study: Study, corpora: FolderCorpora) -> Checked:
    """Check a file or a folder."""
    check = StudyCheck(study, corpora)
    with remember_starts(corpora.sentences):
        found = list(_find_faults(task, check))
    return Checked(found, check.checked, check.missing, check.read, check.loaded)


def _find_faults(task: StudyTask, check: StudyCheck) -> Iterator[Finding]:
    kind, path, name, _ = task
    if kind == UNREADABLE:
        yield Finding(name, "file", "a file that can be read", "one that cannot")
    elif kind in (BUNDLE, PANELS):
        bundle = name.removesuffix(".json")
        find = check_bundle if kind == BUNDLE else check_figure_of_panels
        faults = find(path, bundle, check)
        found = check.within_time(bundle, "recipe", EXPECTED[kind], faults)
        if bundle in check.missing:
            check.checked[COUNTED_AS[kind]] -= 1
            check.checked[UNMADE] += 1
        yield from found or check_listed_record(path, bundle)
    elif kind == LINES:
        faults = check_lines(path, name, check)
        found = check.within_time(name, "file", EXPECTED[kind], faults)
        yield from found or check_listed_record(path, name)
    elif kind == NOTEBOOK:
        faults = check_notebook(path, name, check)
        yield from check.within_time(name, "prose", "a notebook", faults)
    elif kind == ARTICLE:
        faults = check_article(path, name, check)
        yield from check.within_time(name, "prose", "an article", faults)
    elif kind == LAYER:
        check.checked["layers"] += 1
        faults = check_layer_file(path, name, check.corpora)
        yield from check.within_time(name, "layer", "a layer of texts", faults)
    elif kind == SAVED_CORPUS:
        faults = check_saved_corpus(path, name, check.corpora, check.checked)
        yield from check.within_time(name, kind, "a corpus that can be loaded", faults)
    elif kind == FOLDER:
        yield from _check_manifest_of(task, check)


def _check_manifest_of(task: StudyTask, check: StudyCheck) -> Iterator[Finding]:
    """What the manifest of a folder lists and is not there, and its paragraph on methods."""
    _, folder, name, inside = task
    place = f"{name}{MANIFEST}"
    if (folder / MANIFEST).exists():
        check.checked["manifests"] += 1
        faults = check_manifest(folder, name, inside, check.checked)
    else:
        records = [path for path in inside if path.exists() and kind_of(path) in (BUNDLE, PANELS)]
        faults = find_missing_manifest(name, records, check.checked)
    yield from check.within_time(place, "manifest", "a manifest", faults)
    faults = check_methods(folder, name, check.corpora)
    yield from check.within_time(f"{name}{METHODS}", "methods", "a paragraph", faults)
