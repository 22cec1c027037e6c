"""The Markdown of a notebook as HTML: everything in it escaped, each bound number a link."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from discourse.errors import DiscourseError
from discourse.publish.claims.claims import Claims, is_share
from discourse.publish.claims.numbers import shows, write_like
from discourse.publish.site.entries import enter_row
from discourse.publish.site.ledger import Ledger, Rest

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass
class Prose:
    """The prose of one notebook: its claims, and the numbers found bound so far."""

    ledger: Ledger
    claims: Claims | None
    notebook: str
    articles: Sequence[str]
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    bound: int = 0

    def html(self, source: str) -> str:
        """A Markdown cell as HTML.

        HTML in it is shown as text, images by their description, and links lead to other articles
        of the page or to the web.

        Raises
        ------
        DiscourseError : a bound number that is not what its claim gives.
        """
        from markdown_it import MarkdownIt

        markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
        tokens = markdown.parse(source)
        for at, token in enumerate(tokens):
            if token.type == "heading_open":
                self._lower(token, tokens[at + 1 : at + 3])
            if token.children:
                self._mend(token.children)
        return str(markdown.renderer.render(tokens, markdown.options, {}))

    def _lower(self, opening: "Token", following: Sequence["Token"]) -> None:
        """A heading one level lower, since the page has a title of its own; it can be linked."""
        inline, closing = following
        level = min(int(opening.tag[1]) + 1, 6)
        opening.tag = closing.tag = f"h{level}"
        place = f":{len(self.headings)}" if self.headings else ""
        anchor = f"{anchor_of(self.notebook)}{place}"
        opening.attrs = {"id": anchor}
        self.headings.append((level, anchor, _inside(inline.children or [])))

    def _mend(self, children: list["Token"]) -> None:
        for at, token in enumerate(children):
            if token.type == "image":
                token.type, token.tag, token.content = "text", "", f"[{token.content}]"
            elif token.type == "link_open":
                self._link(token, _inside(children[at + 1 :]))

    def _link(self, token: "Token", text: str) -> None:
        href, claim = str(token.attrs.get("href", "")), str(token.attrs.get("title", ""))
        if href == "#" and claim:
            number = self._number(text, " ".join(claim.split()))
            token.attrs = {"href": "#lines", "class": "number", "data-number": str(number)}
        elif href.startswith(("https://", "http://", "mailto:")):
            token.attrs = {"href": href, "rel": "noreferrer"}
        elif PurePosixPath(href).stem in self.articles:
            token.attrs = {"href": f"#{anchor_of(PurePosixPath(href).stem)}"}
        else:  # a place that the page does not hold
            token.attrs = {"class": "elsewhere"}

    def _number(self, text: str, claim: str) -> int:
        """A bound number entered in the ledger, once it is what its claim gives."""
        if self.claims is None:
            raise DiscourseError(
                f"{self.notebook}: {text} is bound to {claim!r}, but the notebook reads no corpus."
            )
        value = self.claims.value(claim)
        if not shows(text, value):
            raise DiscourseError(
                f"{self.notebook}: {text} is bound to {claim!r}, which gives "
                f"{write_like(value, text)}; correct the number, or its claim."
            )
        self.bound += 1
        return self.ledger.number(claim, value, *self._rests(claim))

    def _rests(self, claim: str) -> list[Rest]:
        """What a claim rests on; of a share, what is above and what is below the line."""
        assert self.claims is not None
        rests = []
        for cell in self.claims.cells(claim):
            row = enter_row(self.ledger, self.claims.corpus, cell.table, cell.options, cell.row)
            if row is not None:
                rests.append(row.rest(cell.column))
        return rests if len(rests) == 1 + is_share(claim) else []


def anchor_of(notebook: str) -> str:
    """Where in the page a notebook begins; no other element is named so."""
    return f"notebook-{notebook}"


def _inside(tokens: Sequence["Token"]) -> str:
    """The text up to the end of a link, or to the end of all."""
    text = ""
    for token in tokens:
        if token.type == "link_close":
            return text
        text += " " if token.type == "softbreak" else token.content
    return text
