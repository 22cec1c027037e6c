import pytest

from discourse.publish.claims.paragraphs import read_paragraphs


def read(markdown):
    """Kind, text and claim of each span of a Markdown text."""
    return [
        (span.kind, paragraph.text[span.start : span.end], span.claim)
        for paragraph in read_paragraphs(markdown)
        for span in paragraph.spans
    ]


@pytest.mark.parametrize(
    ("markdown", "claim"),
    [
        ('[7](# "shared future")', "shared future"),
        ("[7](# 'future :: section = \"1\"')", 'future :: section = "1"'),
        ("[7](# (future))", "future"),
        ('[**7**](# "future")', "future"),
        ('[7](# "a title\nover two lines")', "a title over two lines"),
        ('[7][mark]\n\n[mark]: # "future"', "future"),
    ],
)
def test_a_claim_is_the_title_of_a_link_to_nowhere(markdown, claim):
    assert ("claim", "7", claim) in read(markdown)


@pytest.mark.parametrize(
    "markdown",
    ["[7](#)", '[7](#section "a title")', '[7](https://example.org "a title")', '[7] (# "future")'],
)
def test_no_other_link_is_a_claim(markdown):
    assert [kind for kind, _, _ in read(markdown) if kind == "claim"] == []


def test_blocks_are_read_with_their_line_and_what_marks_them():
    markdown = (
        "# A title\n\nOne *word* and\n`code`.\n\n> quoted\n\n1. item\n\n| a |\n|---|\n| cell |\n\n"
        "```\nblock\n```\n\n<p>\nraw <b>bold</b>\n</p>\n\n<https://example.org/1>"
    )
    found = [(p.line, p.text.strip(), [s.kind for s in p.spans]) for p in read_paragraphs(markdown)]
    assert [item for item in found if item[1]] == [
        (1, "A title", ["heading"]),
        (3, "One word and\ncode.", ["emphasis", "code"]),
        (6, "quoted", ["quotation"]),
        (8, "item", []),
        (10, "a", []),
        (12, "cell", []),
        (14, "block", ["code"]),
        (18, "raw", []),
        (19, "bold", []),
        (22, "https://example.org/1", ["address"]),
    ]


def test_a_line_is_counted_over_breaks_and_tags():
    (paragraph,) = read_paragraphs('One\n<b\nclass="x">two</b>  \nthree')
    lines = {word: paragraph.line_of(paragraph.text.index(word)) for word in ("One", "two")}
    assert lines == {"One": 1, "two": 3}
    assert paragraph.line_of(paragraph.text.index("three")) == 4


def test_the_description_of_an_image_is_read():
    assert [p.text for p in read_paragraphs("See ![bars for 7 words](bars.png).")] == [
        "See bars for 7 words."
    ]
