"""A web page: all visible text is kept, and its main text is counted."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import regex

from discourse.text.document import DROP, Value
from discourse.text.encodings import find_declared_encoding
from discourse.text.extract import HEADING, Extract, RawFile, TextBlock, join_blocks, tile_blocks
from discourse.text.packages import import_package, name_with_version
from discourse.text.readers.markup import GAP, Marks, MarkupScheme, walk_blocks
from discourse.text.readers.raised import NOTE_MARK, is_note_mark, is_raised_number
from discourse.text.readers.runs import HIDDEN

CHARSET = rb"charset\s*=\s*[\"']?\s*([\w.:-]+)"
# A block with at least this many letters may match part of a line of the main text; shorter ones
# occur in menus too.
WHOLE_LINE = 20
RUBY_GLOSSES = ("rt", "rp")  # how to say a word, and the brackets around it for old browsers
ASIDE = (HIDDEN, NOTE_MARK, *RUBY_GLOSSES)
# What is between two blocks of the main text in an article is main text, too, unless its element or
# its role says that it is something else. A page without articles has one in its main element.
ARTICLES, MAIN = ("article",), ("main",)
NO_ARTICLE = ("nav", "aside", "footer", "form", "menu", "dialog")
NO_ARTICLE_ROLES = ("navigation", "complementary", "contentinfo", "search", "menu", "form")
# Pages hide these until a script has run, so that readers see them after all.
WHOLE_PAGE = ("html", "body")

HTML = MarkupScheme(
    blocks=frozenset(
        "address article aside blockquote body caption dd details div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table "
        "tbody td tfoot th thead tr ul".split()
    ),
    opens=dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], HEADING),
    # Scripts and styles are neither run nor read as text.
    left_out=frozenset(
        "head script style noscript template svg math iframe object select textarea".split()
    ),
    breaks=frozenset(["br"]),
    exact=frozenset(["pre"]),
    apart=dict.fromkeys(RUBY_GLOSSES, DROP),
)


@dataclass(frozen=True)
class _Article:
    """An article: the texts of its paragraphs, and of the elements in it that are no part of it."""

    texts: list[str]
    others: list[list[str]]


def read_web_page(raw: RawFile) -> Iterator[Extract]:
    """Read the visible text of a page; what trafilatura does not consider main text is dropped.

    What is dropped is a region named "boilerplate", so the audit shows it.
    """
    html = import_package("lxml.html", "lxml", raw.place)
    content = raw.decode(declared=find_declared_encoding(raw.data, CHARSET))
    root = _parse_html(html, content.text, raw)
    marks = _mark_elements(root)
    found = walk_blocks(root, HTML, marks)
    articles = list(_find_articles(root, marks))
    marked = list(_set_aside(_drop_boilerplate(found, articles, content.text, raw.place)))
    yield Extract(
        join_blocks(marked),
        tile_blocks(marked),
        name_with_version("trafilatura"),
        metadata=_html_metadata(root),
    )


def _parse_html(html: Any, text: str, raw: RawFile) -> Any:
    """Parse a page; one that the parser would cut short is refused."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (html.etree.ParserError, html.etree.XMLSyntaxError):
        raise raw.error("is not HTML; remove it from the folder.") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise raw.error("is nested too deeply, so that its end would be lost; save it as text.")
    return root


def _mark_elements(root: Any) -> Marks:
    """Mark what no reader sees, raised note marks, and deleted text that other text replaces."""
    apart = {element: HIDDEN for element in root.iter("*") if _is_hidden(element)}
    raised = set()
    for element in root.iter("sup"):
        text = "".join(element.itertext())
        if is_raised_number(text):
            raised.add(element)
        elif is_note_mark(text, _text_before(element)):
            apart.setdefault(element, NOTE_MARK)
    replaced = {
        element
        for element in root.iter("del", "ins")
        if not element.tail and (following := element.getnext()) is not None
        if following.tag in ("del", "ins")
    }
    return Marks(apart, raised, replaced)


def _text_before(element: Any) -> str:
    """The text directly before an element, in the same block."""
    previous = element.getprevious()
    if previous is None:
        return element.getparent().text or ""
    inner = previous.itertext() if isinstance(previous.tag, str) else ()  # a comment has no text
    return "".join(inner) + (previous.tail or "")


def _is_hidden(element: Any) -> bool:
    """Whether a page hides an element."""
    style = "".join((element.get("style") or "").casefold().split())
    return element.tag not in WHOLE_PAGE and (
        "hidden" in element.attrib or "display:none" in style or "visibility:hidden" in style
    )


def _drop_boilerplate(
    found: Sequence[TextBlock], articles: Sequence[_Article], page: str, place: str
) -> list[TextBlock]:
    """Mark the blocks of a page that are not part of its main text as dropped."""
    trafilatura = import_package("trafilatura", "trafilatura", place)
    main = trafilatura.extract(page, include_comments=False, favor_recall=True) or ""
    is_main = _MainText(main).contains
    paragraphs = [list(blocks) for blocks in _divide_paragraphs(found)]
    kept = [
        is_main("".join(block.text for block in blocks if block.name != HIDDEN))
        for blocks in paragraphs
    ]
    _keep_whole_articles(kept, [_join_texts(blocks) for blocks in paragraphs], articles)
    if not any(kept):  # the page is too short to have a main text
        return list(found)
    return [
        block if keep or block.treatment == DROP else _drop_block(block)
        for blocks, keep in zip(paragraphs, kept, strict=True)
        for block in blocks
    ]


def _find_articles(root: Any, marks: Marks) -> Iterator[_Article]:
    """Find the articles of a page that have no article inside, or its main element."""
    for element in root.iter(*(ARTICLES if root.find(".//article") is not None else MAIN)):
        if not any(True for _ in element.iterdescendants(element.tag)):
            yield _Article(
                _paragraph_texts(element, marks),
                [
                    _paragraph_texts(inner, marks)
                    for inner in element.iterdescendants("*")
                    if inner.tag in NO_ARTICLE or inner.get("role") in NO_ARTICLE_ROLES
                ],
            )


def _paragraph_texts(element: Any, marks: Marks) -> list[str]:
    return [_join_texts(blocks) for blocks in _divide_paragraphs(walk_blocks(element, HTML, marks))]


def _join_texts(blocks: Sequence[TextBlock]) -> str:
    return "".join(block.text for block in blocks).strip()


def _keep_whole_articles(
    kept: list[bool], texts: Sequence[str], articles: Sequence[_Article]
) -> None:
    """Keep what is between the first and the last main text of an article."""
    start = 0
    for article in articles:
        found = _find_run(texts, article.texts, start, len(texts))
        if found is None:
            continue
        start, end = found, found + len(article.texts)
        main = [at for at in range(start, end) if kept[at]]
        others, at = set[int](), start
        for inner in article.others:
            place = _find_run(texts, inner, at, end)
            if place is not None:
                at = place
                others |= set(range(place, place + len(inner)))
        for between in set(range(main[0], main[-1])) - others if main else ():
            kept[between] = True
        start = end


def _find_run(texts: Sequence[str], run: Sequence[str], start: int, end: int) -> int | None:
    """Find where some texts follow each other."""
    size = len(run)
    places = (at for at in range(start, end - size + 1) if texts[at : at + size] == run)
    return next(places, None) if run else None


def _divide_paragraphs(found: Sequence[TextBlock]) -> Iterator[list[TextBlock]]:
    """Divide blocks where a blank line ends a paragraph."""
    paragraph: list[TextBlock] = []
    for block in found:
        paragraph.append(block)
        if block.text.endswith(GAP):
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _set_aside(found: Sequence[TextBlock]) -> Iterator[TextBlock]:
    """Put what is left out of a paragraph after it, so that it divides no word and no phrase."""
    for blocks in _divide_paragraphs(found):
        aside = [block for block in blocks if block.name in ASIDE]
        inner = [block for block in blocks if block.name not in ASIDE]
        text = "".join(block.text for block in inner).rstrip()
        if text:
            yield replace(inner[0], text=text + GAP)
        yield from (replace(block, text=block.text.strip() + GAP) for block in aside)


def _drop_block(block: TextBlock) -> TextBlock:
    return replace(block, treatment=DROP, name="boilerplate")


class _MainText:
    """The main text of a page, in which its paragraphs are looked up by letters and digits."""

    def __init__(self, text: str) -> None:
        cells = [letters for cell in regex.split(r"[\n|]", text) if (letters := _letters(cell))]
        self._text = "".join(cells)
        self._short_runs = set(_join_short_runs(cells))

    def contains(self, paragraph: str) -> bool:
        """Whether a paragraph is a part of the text; a short one, whole lines or cells of it."""
        letters = _letters(paragraph)
        return letters in (self._text if len(letters) >= WHOLE_LINE else self._short_runs)


def _join_short_runs(cells: Sequence[str]) -> Iterator[str]:
    """Join cells that follow each other, as long as they are short together."""
    for first in range(len(cells)):
        run = ""
        for cell in cells[first : first + WHOLE_LINE]:
            run += cell
            if len(run) >= WHOLE_LINE:
                break
            yield run


def _letters(text: str) -> str:
    """The letters and digits of a line: trafilatura changes white space and punctuation."""
    return regex.sub(r"[^\p{L}\p{N}]+", "", unicodedata.normalize("NFKC", text))


def _html_metadata(root: Any) -> dict[str, Value]:
    """The title and the language that a page declares."""
    title = " ".join((root.findtext(".//title") or "").split())
    language = (root.get("lang") or "").partition("-")[0].casefold()
    declared = {"title": title, "language": language}
    return {key: value for key, value in declared.items() if value}
