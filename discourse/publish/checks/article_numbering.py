"""Whether the files of lines that an article lists are those of the figure with that number.

LaTeX numbers figures and tables in the order in which they are shown, and the list of their lines
has the numbers of the day on which the article was saved.
"""

from collections import Counter
from collections.abc import Iterator, Set
from pathlib import Path

import regex

from discourse.publish.checks.article_words import items_by_digest, items_in_latex
from discourse.publish.manuscripts.manuscript import Manuscript
from discourse.publish.manuscripts.passage import CAPTION_KIND
from discourse.publish.manuscripts.saved_words import SavedWords, as_letters
from discourse.publish.provenance.finding import Finding
from discourse.publish.saved_items import SavedItem

Shown = dict[str, Set[str]]  # the files of lines of what has a number, none for one of the author
_LISTED = regex.compile(
    r"^(?P<label>(?:Figure|Table) \d+): (?P<said>.*\.evidence\.csv.*)$", regex.M
)
_FILE = regex.compile(r"\S+\.evidence\.csv")
_NUMBERED = regex.compile(
    r"\\begin\s*\{(?P<kind>(?:wrap|sideways)?(?:figure|table)|longtable)\*?\}(?P<body>.*?)"
    r"\\end\s*\{(?P=kind)\*?\}|\\(?P<command>input|include|subfile)\s*\{(?P<file>[^{}]*)\}",
    regex.S,
)
_CAPTION = regex.compile(r"\\caption(?![a-z*])")
_LABEL = regex.compile(r"^\s*(?P<label>(?:Figure|Table) \d+)\p{Po}?\s*", regex.I)


def check_latex_numbering(
    path: Path, name: str, source: str, saved: SavedWords
) -> Iterator[Finding]:
    """Find lists of lines of another figure or table than LaTeX shows under their number."""
    shown = _shown_by_latex(path, source, saved)
    if shown is not None:
        yield from _compare_lists(name, source.replace("\\_", "_"), shown)


def check_word_numbering(manuscript: Manuscript, name: str, saved: SavedWords) -> Iterator[Finding]:
    """Find lists of lines of another figure or table than the caption with their number says."""
    by_caption: dict[str, list[SavedItem]] = {}
    for item in saved.items:
        by_caption.setdefault(as_letters(item.caption), []).append(item)
    shown: Shown = {}
    for passage in manuscript.passages:
        found = _LABEL.match(passage.text)
        if passage.kind != CAPTION_KIND or found is None or _LISTED.search(passage.text):
            continue
        alike = by_caption.get(as_letters(passage.text[found.end() :]), [])
        if len(alike) > 1:  # which of them it is, nothing says
            return
        if alike:
            shown[found["label"].capitalize()] = alike[0].lines.keys()
    yield from _compare_lists(name, "\n".join(each.text for each in manuscript.passages), shown)


def _compare_lists(name: str, text: str, shown: Shown) -> Iterator[Finding]:
    for listed in _LISTED.finditer(text):
        files = set(_FILE.findall(listed["said"]))
        wanted = shown.get(listed["label"], frozenset[str]())
        # One that is not shown under a number is a finding of its pictures and captions.
        if files != wanted and (wanted or files in shown.values()):
            said = (", ".join(sorted(each)) or "none" for each in (wanted, files))
            yield Finding(name, f"lines of {listed['label']}", *said)


def _shown_by_latex(path: Path, source: str, saved: SavedWords) -> Shown | None:
    """What has each number; None if that is not known, as where other files have figures."""
    tables = {item.path.resolve(): item for item in saved.items if item.digits is not None}
    by_digest = items_by_digest(saved)
    counts: Counter[str] = Counter()
    shown: Shown = {}
    for found in _NUMBERED.finditer(source):
        if found["command"]:
            file = (path.parent / found["file"].strip()).resolve()
            item = tables.get(file.with_suffix("") if file.suffix == ".tex" else file)
            if item is None:
                return None
            kind, captions, items = "Table", 1, [item]
        else:
            kind = "Figure" if found["kind"].endswith("figure") else "Table"
            captions = len(_CAPTION.findall(found["body"]))
            items = items_in_latex(path, source, found["body"], by_digest)
        if captions > 1:
            return None
        if captions:
            counts[kind] += 1
            files = frozenset(file for item in items for file in item.lines)
            shown[f"{kind} {counts[kind]}"] = files
    return shown
