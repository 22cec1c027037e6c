"""The Markdown of a notebook as HTML: all text is escaped, and each bound number is a link."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from discourse.errors import DiscourseError
from discourse.publish.claims.bound_numbers import check_bound, qualified_text
from discourse.publish.claims.claims import ClaimedCell, Claims, is_share
from discourse.publish.claims.comparisons import parse_comparison, sides_of
from discourse.publish.claims.numbers_as_read import qualifier_before
from discourse.publish.claims.written_numbers import is_number
from discourse.publish.site.entries import enter_row
from discourse.publish.site.ledger import Evidence, Ledger

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass
class NotebookProse:
    """The prose of one notebook: its claims, its headings, and the bound numbers found so far."""

    ledger: Ledger
    claims: Claims | None
    notebook: str
    articles: Sequence[str]
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    bound: int = 0

    def write_html(self, source: str) -> str:
        """Write a Markdown cell as HTML.

        HTML in the cell is shown as text, an image as its description. Links lead to other articles
        of the page or to the web.

        Raises
        ------
        DiscourseError
            If a bound number is not what its claim gives.
        """
        from markdown_it import MarkdownIt

        markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
        tokens = markdown.parse(source)
        for at, token in enumerate(tokens):
            if token.type == "heading_open":
                self._lower_heading(token, tokens[at + 1 : at + 3])
            if token.children:
                self._replace_links(token.children)
        return str(markdown.renderer.render(tokens, markdown.options, {}))

    def _lower_heading(self, opening: "Token", following: Sequence["Token"]) -> None:
        """Lower a heading by one level, since the page has its own title, and give it an anchor."""
        inline, closing = following
        level = min(int(opening.tag[1]) + 1, 6)
        opening.tag = closing.tag = f"h{level}"
        place = f":{len(self.headings)}" if self.headings else ""
        anchor = f"{anchor_of(self.notebook)}{place}"
        opening.attrs = {"id": anchor}
        self.headings.append((level, anchor, _text_until_link_end(inline.children or [])))

    def _replace_links(self, children: list["Token"]) -> None:
        shown = ""
        for at, token in enumerate(children):
            if token.type == "image":
                token.type, token.tag, token.content = "text", "", f"[{token.content}]"
            elif token.type == "link_open":
                text = _text_until_link_end(children[at + 1 :])
                self._set_target(token, text, qualifier_before(f"{shown}{text}", len(shown)))
            shown += " " if token.type == "softbreak" else token.content

    def _set_target(self, token: "Token", text: str, qualifier: str) -> None:
        href, claim = str(token.attrs.get("href", "")), str(token.attrs.get("title", ""))
        if href == "#" and claim:
            claim = " ".join(claim.split())
            number = self._enter_bound_number(qualified_text(qualifier, text, claim), claim)
            token.attrs = {"href": "#lines", "class": "number", "data-number": str(number)}
            if qualifier:  # "nearly 20" is another number than 20
                token.attrs["data-shown"] = qualified_text(qualifier, text, claim)
        elif href.startswith(("https://", "http://", "mailto:")):
            token.attrs = {"href": href, "rel": "noreferrer"}
        elif PurePosixPath(href).stem in self.articles:
            token.attrs = {"href": f"#{anchor_of(PurePosixPath(href).stem)}"}
        else:  # a file that is not part of the page
            token.attrs = {"class": "elsewhere"}

    def _enter_bound_number(self, text: str, claim: str) -> int:
        """Enter a bound number in the ledger, if it is what its claim gives."""
        if self.claims is None:
            raise DiscourseError(
                f"{self.notebook}: {text} is bound to {claim!r}, but the notebook reads no corpus."
            )
        for expected, shown in check_bound(text, claim, self.claims):
            gives = f", which gives {expected}" if is_number(expected) else f": {shown}"
            raise DiscourseError(
                f"{self.notebook}: {text} is bound to {claim!r}{gives}; correct the number, or its "
                "claim."
            )
        self.bound += 1
        return enter_claim(self.ledger, self.claims, claim)


def enter_claim(ledger: Ledger, claims: Claims, claim: str) -> int:
    """Enter what a claim gives, with the lines behind it; of a comparison, those of its first side.

    Raises
    ------
    DiscourseError
        If the claim gives no number.
    """
    if parse_comparison(claim):
        first = _find_evidence(ledger, claims.cells(sides_of(claim)[0])[:1], 1)
        return ledger.enter_number(claim, None, *first)
    evidence = _find_evidence(ledger, claims.cells(claim), 1 + is_share(claim))
    return ledger.enter_number(claim, claims.value(claim), *evidence)


def _find_evidence(ledger: Ledger, cells: Sequence[ClaimedCell], expected: int) -> list[Evidence]:
    """What a claim rests on; for a share, first the numerator, then the denominator."""
    found = []
    for cell in cells:
        if cell.corpus is not None:
            row = enter_row(ledger, cell.corpus, cell.table, cell.options, cell.row)
            if row is not None:
                found.append(row.evidence_of(cell.column))
    return found if len(found) == expected else []


def anchor_of(notebook: str) -> str:
    """The id of the element with which a notebook begins; no other element has it."""
    return f"notebook-{notebook}"


def _text_until_link_end(tokens: Sequence["Token"]) -> str:
    """The text up to the end of the current link, or up to the last token."""
    text = ""
    for token in tokens:
        if token.type == "link_close":
            return text
        text += " " if token.type == "softbreak" else token.content
    return text
