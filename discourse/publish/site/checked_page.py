"""A manuscript that was checked, as a page: its numbers, by what was found, open their lines."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from os import PathLike

from discourse.corpus.store.file_sets import write_together
from discourse.errors import check_path
from discourse.publish.manuscripts.checking import (
    DOUBTFUL,
    EXEMPT,
    HOLDS,
    LOST,
    MOVED,
    UNBOUND,
    CheckedManuscript,
    CheckedNumber,
    count_statuses,
)
from discourse.publish.manuscripts.passage import (
    CAPTION_KIND,
    CELL_KIND,
    CODE_KIND,
    HEADING_KIND,
    NOTE_KIND,
    Passage,
)
from discourse.publish.site.ledger import Ledger
from discourse.publish.site.marked_prose import anchor_of, enter_claim
from discourse.publish.site.site import PageArticle, write_page

_LEAD = (
    "This is what a check read of the manuscript. Numbers in green hold: each opens the lines of "
    "text that it rests on, and this page counts them again in the text that it contains. Numbers "
    "in red do not hold, and grey ones have no claim. All others need none."
)


def save_checked_page(checked: CheckedManuscript, out: str | PathLike[str]) -> int:
    """Save a manuscript that was checked as one page that needs no network.

    Parameters
    ----------
    checked : CheckedManuscript
        The manuscript, with what was found.
    out : str or path-like
        A folder, created if it does not exist; the page is its ``index.html``.

    Returns
    -------
    int
        The size of the page in bytes.
    """
    folder = check_path("out", out)
    ledger = Ledger()
    if checked.claims.corpus is not None:
        ledger.enter_texts(checked.claims.corpus)
    article = _ManuscriptArticle(checked, ledger).write()
    title = article.headings[0][2] if article.headings else checked.manuscript.path.name
    page = write_page(title, [article], ledger, _LEAD)
    folder.mkdir(parents=True, exist_ok=True)
    write_together({folder / "index.html": page})
    return len(page)


class _ManuscriptArticle:
    """The passages of a manuscript as HTML; all text is escaped, and nothing else is taken over."""

    def __init__(self, checked: CheckedManuscript, ledger: Ledger) -> None:
        self.checked = checked
        self.ledger = ledger
        self.name = checked.manuscript.path.stem
        self.headings: list[tuple[int, str, str]] = []
        self._numbers: dict[int, list[CheckedNumber]] = {}
        for each in checked.numbers:
            if each.number is not None:
                self._numbers.setdefault(each.number.number.cell, []).append(each)

    def write(self) -> PageArticle:
        """Write the article."""
        counts = ", ".join(f"{status} {n:,}" for status, n in count_statuses(self.checked.numbers))
        pieces = [f"<p>{escape(self.checked.manuscript.path.name)}: {escape(counts)}</p>"]
        passages = list(enumerate(self.checked.manuscript.passages))
        for kind, group in groupby(passages, lambda item: item[1].kind == CELL_KIND):
            if kind:
                pieces.append(self._write_table(list(group)))
            else:
                pieces += [self._write_passage(at, passage) for at, passage in group]
        pieces += self._write_gone()
        anchor = "" if self.headings else f' id="{escape(anchor_of(self.name))}"'
        html = "\n".join(pieces)
        return PageArticle(
            self.name,
            f'<article class="notebook manuscript"{anchor}>\n{html}\n</article>',
            self.headings,
            (0, 0, 0, 0, 0),
        )

    def _write_passage(self, at: int, passage: Passage) -> str:
        inside = self._write_text(at, passage)
        place = f' title="{escape(passage.place_at(0))}"'
        if passage.kind == HEADING_KIND:
            level = 2 if not self.headings else 3
            number = f":{len(self.headings)}" if self.headings else ""
            anchor = f"{anchor_of(self.name)}{number}"
            self.headings.append((level, anchor, passage.text))
            return f'<h{level} id="{escape(anchor)}">{inside}</h{level}>'
        if passage.kind == CODE_KIND:
            return f"<pre{place}>{inside}</pre>"
        small = passage.kind in (CAPTION_KIND, NOTE_KIND)
        style = f' class="{passage.kind}"' if small else ""
        return f"<p{place}{style}>{inside}</p>"

    def _write_table(self, cells: Sequence[tuple[int, Passage]]) -> str:
        rows = groupby(cells, lambda item: item[1].row or item[1].place_at(0))
        inside = "\n".join(
            "<tr>" + "".join(f"<td>{self._write_text(*cell)}</td>" for cell in row) + "</tr>"
            for _, row in rows
        )
        return f'<div class="table"><table>\n{inside}\n</table></div>'

    def _write_text(self, at: int, passage: Passage) -> str:
        """The text of a passage, with its numbers marked."""
        pieces, last = [], 0
        found = sorted(self._numbers.get(at, []), key=_where_begun)
        for each in found:
            start = _where_begun(each)
            if each.number is None or start < last:
                continue
            end = start + len(each.number.number.text)
            pieces += [escape(passage.text[last:start]), self._write_number(each)]
            last = end
        pieces.append(escape(passage.text[last:]))
        return "".join(pieces)

    def _write_number(self, each: CheckedNumber) -> str:
        number = each.number.number if each.number is not None else None
        text = "" if number is None else escape(number.text)
        if each.status == EXEMPT:
            return f'<span title="{escape(f"needs no claim: {each.found}")}">{text}</span>'
        if each.status in (UNBOUND, LOST):
            said = "has no claim" if each.status == UNBOUND else f"lost its claim: {each.claim}"
            return f'<span class="unbound" title="{escape(said)}">{text}</span>'
        said = f"{each.status}: {each.expected}" + (f"; {each.found}" if each.found else "")
        now = (
            f' <span class="now">is {escape(each.expected)}</span>' if each.status == MOVED else ""
        )
        if each.status not in (HOLDS, MOVED, DOUBTFUL) or not each.claim:
            return f'<span class="fails" title="{escape(said)}">{text}</span>'
        place = enter_claim(self.ledger, self.checked.claims, each.claim)
        shown = each.expected if each.status == HOLDS else (number.text if number else "")
        state = "good" if each.status == HOLDS else "fails"
        title = "" if each.status == HOLDS else f' title="{escape(said)}"'
        return (
            f'<a class="number {state}" href="#lines" data-number="{place}" '
            f'data-shown="{escape(shown)}"{title}>{text}</a>{now if each.status == MOVED else ""}'
        )

    def _write_gone(self) -> Iterator[str]:
        """The claims whose sentence is gone, and no other is like it."""
        gone = [each for each in self.checked.numbers if each.number is None]
        if gone:
            yield "<h3>Claims whose sentence is gone</h3>"
        for each in gone:
            yield f'<p class="unbound">{escape(each.expected)} ({escape(each.claim)})</p>'


def _where_begun(each: CheckedNumber) -> int:
    return each.number.number.start if each.number is not None else 0
