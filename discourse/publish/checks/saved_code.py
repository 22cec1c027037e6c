"""Whether the code of a notebook makes the bundles that it says it saves."""

import inspect
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from discourse.errors import DiscourseError, count_noun
from discourse.publish.checks.records import is_of_this_version
from discourse.publish.checks.study import StudyCheck
from discourse.publish.claims.notebook_calls import (
    ReadCall,
    ReferenceCall,
    SubsetCall,
    TextCall,
    TokenizerCall,
)
from discourse.publish.claims.notebook_code import source_of
from discourse.publish.claims.saved_calls import PlotCall, TableCall, find_saved_calls
from discourse.publish.provenance.allowance import is_inside, is_own_file
from discourse.publish.provenance.bundle import FIRST_FORMAT, is_bundle, read_record
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.recipes import find_verb
from discourse.record import NOT_RECORDED

UNFOLLOWED = "steps of the code before a bundle that are not followed ({}: {}), not compared"


def check_saved_code(notebook: Path, name: str, check: StudyCheck) -> Iterator[Finding]:
    """Calls that are written out, and do not make the tables of the bundles that they save.

    Whoever reads the code, or a claim on it, takes its arguments for those of the figure.
    """
    saved = {(save.record, save.cell): save for save in find_saved_calls(notebook)}
    last = {save.record: save for save in saved.values()}  # a cell below writes it again
    for save in last.values():
        is_ours = is_inside(save.record, check.study.places) and is_own_file(save.record)
        if not is_ours or not is_bundle(save.record):
            continue
        record: Mapping[str, Any] = {}
        with suppress(DiscourseError):  # one that is malformed is a finding of its own
            record = read_record(save.record)
        if not record or record["format"] == FIRST_FORMAT:
            continue
        place = f"cell {save.cell}, {save.record.stem}"
        if save.plot is not None and isinstance(record.get("plot"), Mapping):
            for wanted, found in _compare_plot(save.plot, record["plot"]):
                yield Finding(name, place, wanted, found)
        if (save.call is None or not save.call.is_whole) and not check.study.run:
            check.checked[UNFOLLOWED.format(name, save.record.stem)] += 1
        if save.call is not None:
            for wanted, found in [
                *_compare(save.call, record),
                *_compare_corpus(save.call, record),
            ]:
                yield Finding(name, place, wanted, found)
            texts = _find_texts_elsewhere(save.call, record, notebook.parent, check.corpora)
            for document, folder in texts:
                wanted = f"the text {document!r} of the bundle"
                found = f"a corpus read from {folder!r} in the code"
                yield Finding(name, place, wanted, found)


def _compare(call: TableCall, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the record says, and the code otherwise: the verb, its arguments, and the rows."""
    recipe = record["recipe"]
    if recipe["verb"] != call.verb:
        yield f"the verb {recipe['verb']} of the bundle", f"dc.{call.verb} in the code"
        return
    recorded = recipe["parameters"]
    for parameter, value in _passed(call, is_current=is_of_this_version(recipe)):
        there = recorded.get(parameter)
        if parameter in recorded and _is_comparable(there) and not _is_same(value, there):
            yield f"{parameter}={there!r} of the bundle", f"{parameter}={value!r} in the code"
    rows = record["rows"]
    shown, of = rows.get("shown"), rows.get("of")
    if call.is_whole and isinstance(shown, int) and isinstance(of, int):
        most = of if call.rows is None else min(call.rows, of)
        # A plot adds the parts of a term that are not among the first rows.
        if shown < most or (shown > most and "part" not in record["columns"]):
            taken = "all rows" if call.rows is None else f"the first {call.rows}"
            yield f"the {count_noun(shown, 'row')} of {of} of the bundle", f"{taken} in the code"


def _compare_plot(plot: PlotCall, recorded: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The plot that drew a figure, and the names that it shows in place of those of the table."""
    if plot.name != recorded["name"]:
        yield f"plot.{recorded['name']} of the bundle", f"dc.plot.{plot.name} in the code"
        return
    options = recorded.get("options") or {}
    for option in ("labels", "sides"):
        given = plot.arguments.get(option)
        if given is not None and not _is_same(given, options.get(option)):
            there = f"{option}={options.get(option)!r} of the bundle"
            yield there, f"{option}={given!r} in the code"


def _compare_corpus(call: TableCall, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a corpus is made of: a frequency list or texts, its tokenizer, and its subsets."""
    recorded = record["recipe"]["corpus"]
    if call.corpus is None:
        return
    source = source_of(call.corpus)
    is_list = isinstance(source, ReferenceCall)
    if is_list != ("list" in recorded):
        kinds = ("a corpus", "a frequency list")
        yield f"{kinds[not is_list]} of the bundle", f"{kinds[is_list]} in the code"
        return
    in_code, in_bundle = _conditions_of(call.corpus), recorded.get("subset") or []
    is_known = all(isinstance(each, str) for each in (*in_code, *in_bundle))
    if is_known and list(map(_plain, in_code)) != list(map(_plain, in_bundle)):
        said = [" and ".join(each) or "all of the corpus" for each in (in_bundle, in_code)]
        yield f"{said[0]} in the bundle", f"{said[1]} in the code"
    if isinstance(source, ReadCall) and source.function == "read":
        given = source.arguments.get("tokenizer")
        passed = given.arguments if isinstance(given, TokenizerCall) else {}
        for choice in ("possessive", "hyphen") if given is None or passed else ():
            there, value = (recorded.get("words") or {}).get(choice), passed.get(choice, "keep")
            if there is not None and there != value:
                yield f"{choice}={there!r} of the bundle", f"{choice}={value!r} in the code"


def _conditions_of(call: TextCall) -> list[Any]:
    """The conditions of the subsets of a corpus, the first one first."""
    found: list[Any] = []
    while not isinstance(call, (ReadCall, ReferenceCall)):
        if isinstance(call, SubsetCall):
            found.insert(0, call.condition)
        call = call.whole
    return found


def _plain(condition: str) -> str:
    return "".join(condition.split()).replace("'", '"')


def _passed(call: TableCall, *, is_current: bool) -> Iterator[tuple[str, Any]]:
    """The arguments of a call; numbers that it leaves out have their defaults."""
    yield from call.arguments.items()
    if not (call.is_complete and is_current):
        return
    for name, parameter in inspect.signature(find_verb(call.verb).function).parameters.items():
        is_number = type(parameter.default) in (int, float, bool)
        if is_number and name not in call.arguments and name not in NOT_RECORDED:
            yield name, parameter.default


def _is_comparable(value: Any) -> bool:
    """Whether a recipe records a value as the code has it; a corpus, it describes."""
    items = value if isinstance(value, list) else [value]
    return not any(isinstance(item, (dict, list)) for item in items)


def _is_same(passed: Any, recorded: Any) -> bool:
    """Whether values are the same; one text stands for a list of it, and None for what it means."""
    passed = list(passed) if isinstance(passed, tuple) else passed
    if passed is None:
        return True
    return bool(passed == recorded or [passed] == recorded or passed == [recorded])


def _find_texts_elsewhere(
    call: TableCall, record: Mapping[str, Any], folder: Path, corpora: FolderCorpora
) -> Iterator[tuple[str, str]]:
    """The first text of a bundle that is not where the code reads its corpus, and that place."""
    source = source_of(call.corpus) if call.corpus is not None else None
    path = source.arguments.get("path") if isinstance(source, ReadCall) else None
    if not isinstance(source, ReadCall) or source.function != "read" or not isinstance(path, str):
        return
    place = Path(os.path.realpath(folder / path))
    for document, digest in record["recipe"]["corpus"].get("documents", {}).items():
        copies = corpora.files.copies.get(str(digest), [])
        found = [Path(os.path.realpath(copy)) for copy in copies]
        if found and not any(copy.is_relative_to(place) for copy in found):
            yield str(document), path
            return
