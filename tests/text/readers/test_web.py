"""A web page: all visible text is kept, and the main text is counted."""

import pytest

import discourse as dc
from discourse.errors import DiscourseError

PARAGRAPH = (
    "The assembly met for the whole of the day and heard every delegation on the question of "
    "peace, on which each of them had prepared a statement of some length. "
)
MENU = "<ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul>"


def page(body, head="<title>A  page</title>", lang="en-GB"):
    return f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{body}</body></html>"


def shown(found, treatment="count"):
    return [found.text[r.start : r.end].strip() for r in found.regions if r.treatment == treatment]


def article(times=6):
    return "".join(f"<p>{number}. {PARAGRAPH * 2}</p>" for number in range(times))


def test_the_main_text_is_counted_and_the_rest_is_dropped_but_kept(extract):
    body = f"<div id='menu'>{MENU}</div><article>{article()}</article><footer>Imprint</footer>"
    found = extract("a.html", page(body))
    assert len(shown(found)) == 6
    assert shown(found)[0].startswith("0. The assembly met")
    assert shown(found, "drop") == ["Home\n\nNews", "Imprint"]
    assert {r.name for r in found.regions} == {"paragraph", "boilerplate"}


def test_sections_are_divided_at_headings(extract):
    body = f"<article><h1>Peace</h1>{article(3)}<h2>Rights</h2>{article(3)}</article>"
    found = extract("a.html", page(body))
    heads = [found.text[r.start : r.head] for r in found.regions if r.head]
    assert heads == ["Peace", "Rights"]


def test_a_page_too_short_to_judge_is_counted_whole(extract):
    found = extract("a.html", page("<p>Peace now.</p>"))
    assert shown(found) == ["Peace now."]


def test_scripts_and_styles_are_not_text(extract):
    found = extract("a.html", page("<p>One <script>alert('x')</script>two<style>p{}</style>.</p>"))
    assert found.text == "One two.\n\n"


def test_white_space_collapses_and_a_break_ends_a_line(extract):
    found = extract("a.html", page("<p> One\n  two <br> three</p><pre>a\n  b</pre>"))
    assert found.text == "One two\nthree\n\na\n  b\n\n"


def test_a_page_declares_its_title_and_its_language(extract):
    assert extract("a.html", page("<p>One.</p>")).metadata == {"title": "A page", "language": "en"}


def test_an_encoding_that_the_page_declares_is_used_where_utf_8_does_not_fit(extract):
    head = "<meta charset='iso-8859-1'>"
    found = extract("a.html", page("<p>café “now”</p>", head).encode("cp1252"))
    assert (found.text, found.metadata) == ("café “now”\n\n", {"language": "en"})
    assert extract("a.html", page("<p>café</p>", head)).text == "café\n\n"


def test_markup_without_end_tags_is_read_to_the_end(extract):
    assert extract("a.html", "<p>One<b>two <i>three").text == "One two three\n\n".replace(
        " ", "", 1
    )


def test_the_cells_of_a_table_in_the_main_text_are_counted(extract):
    table = (
        "<table><tr><th>Year</th><th>Missions</th></tr><tr><td>2016</td><td>14</td></tr></table>"
    )
    found = extract("a.html", page(f"<article>{article(3)}{table}{article(3)}</article>"))
    assert "Missions" in shown(found)
    assert shown(found, "drop") == []


def test_a_raised_number_is_not_part_of_a_word(extract):
    body = "<p>share<sup>1</sup>, <i>law</i><sup>[<a href='#n'>2</a>, 3]</sup>, 5<sup>th</sup></p>"
    assert extract("a.html", page(body)).text == "share¹, law[², ³], 5th\n\n"


def test_a_raised_letter_after_a_word_is_a_region(extract):
    found = extract(
        "a.html", page("<p>law<sup>a</sup> and aid<sup>note 5</sup>, M<sup>me</sup></p>")
    )
    assert [(r.name, found.text[r.start : r.end]) for r in found.regions] == [
        ("paragraph", "law and aid, Mme\n\n"),
        ("note mark", "a\n\nnote 5\n\n"),
    ]


def test_a_raised_letter_after_a_comment_and_at_the_start_is_text(extract):
    assert extract("a.html", page("<p>one <!-- law --><sup>a</sup></p>")).text == "one a\n\n"
    assert extract("a.html", page("<p><sup>a</sup> Note.</p>")).text == "a Note.\n\n"


def test_what_a_page_hides_is_a_region_that_is_dropped(extract):
    body = (
        f"{article(2)}<p hidden>{PARAGRAPH}</p>"
        "<div style='color:red; Display: none'><p>Menu</p></div>"
        "<p>We <span style='visibility:hidden'>do not </span>agree.</p>"
    )
    found = extract("a.html", page(f"<article>{body}{article(2)}</article>"))
    hidden = [found.text[r.start : r.end] for r in found.regions if r.name == "hidden text"]
    assert hidden == [f"{PARAGRAPH.strip()}\n\nMenu\n\n", "do not\n\n"]
    assert "We agree." in shown(found)


def test_deleted_and_inserted_text_are_two_words(extract):
    body = "<p>We <del>must</del><ins>may</ins> go<del>ing</del>.</p>"
    assert extract("a.html", page(body)).text == "We must may going.\n\n"


SHORT = {
    "dialogue": ("<p><b>Q:</b> Why?<br><b>A:</b> No.</p>", "Q: Why?\nA: No."),
    "dialogue in paragraphs": ("<p>– Yes?</p><p>– No.</p>", "– Yes?"),
    "one line": ("<p>Yes. No.</p>", "Yes. No."),
    "stanza": ("<p>Roses red<br>Violets blue</p>", "Roses red\nViolets blue"),
    "preformatted": ("<pre>Roses red\n  are</pre>", "Roses red\n  are"),
    "quotation": ("<blockquote>We agree.</blockquote>", "We agree."),
    "list": ("<ul><li>One.</li><li>Two.</li></ul>", "Two."),
}


@pytest.mark.parametrize("kind", SHORT)
def test_short_lines_of_an_article_are_counted(extract, kind):
    body, text = SHORT[kind]
    whole = f"<nav>{MENU}</nav><article>{article(3)}{body}{article(3)}</article>"
    found = extract("a.html", page(whole))
    assert text in shown(found)
    assert shown(found, "drop") == ["Home\n\nNews"]


BETWEEN = {
    "stanza": ("<div>Roses<br>Violets</div>", ["Roses\nViolets"]),
    "stanza of lines": (
        "<div class=stanza><div class=line>Roses red</div><div class=line>Violets</div></div>",
        ["Roses red", "Violets"],
    ),
    "lead": (
        f"<div class=lead>{'We met in June. ' * 15}</div>",
        [("We met in June. " * 15).strip()],
    ),
    "caption": ("<figure><img><figcaption>The hall.</figcaption></figure>", ["The hall."]),
    "links": ("<p>See <a href='/a'>A two</a> and <a href='/b'>B</a>.</p>", ["See A two and B."]),
    "sources": (
        "<ul><li><a href='/a'>The Times</a></li><li><a href='/b'>The Post</a></li></ul>",
        ["The Times", "The Post"],
    ),
}


@pytest.mark.parametrize("holder", ["article", "main"])
@pytest.mark.parametrize("kind", BETWEEN)
def test_what_is_between_the_paragraphs_of_an_article_is_counted(extract, kind, holder):
    body, texts = BETWEEN[kind]
    whole = (
        f"<nav>{MENU}</nav><{holder}>{article(4)}{body}{article(4)}</{holder}>"
        "<footer>Imprint and contact</footer>"
    )
    found = extract("a.html", page(whole))
    assert shown(found)[4:-4] == texts
    assert shown(found, "drop") == ["Home\n\nNews", "Imprint and contact"]


@pytest.mark.parametrize(
    "other",
    ["<nav>{}</nav>", "<aside>{}</aside>", "<form>{}</form>", "<div role=navigation>{}</div>"],
)
def test_navigation_inside_an_article_is_dropped(extract, other):
    inner = other.format("<p>Read more</p><p>Sign up</p>")
    found = extract("a.html", page(f"<article>{article(4)}{inner}{article(4)}</article>"))
    assert len(shown(found)) == 8
    assert shown(found, "drop") == ["Read more\n\nSign up"]


def test_what_is_between_two_articles_is_dropped(extract):
    one = f"<article>{article(4)}</article>"
    found = extract("a.html", page(f"<main>{one}<div>Share this</div>{one}</main>"))
    assert shown(found, "drop") == ["Share this"]


def test_the_words_of_small_files(shared):
    for name, lines in (
        ("dialogue", ["Q: Why?", "A: No."]),
        ("stanza", ["Roses red", "Violets blue"]),
        ("one_line", ["Yes. No."]),
    ):
        corpus = dc.read(shared / "cases" / f"html_{name}.html")
        audit = corpus.audit()
        assert audit.loc[audit["treatment"] == "drop", "opening"].tolist() == [
            "Home page of the site",
            "Imprint and contact",
        ]
        assert all(line in corpus.store.texts[0].splitlines() for line in lines)
    words = dc.read(shared / "cases" / "html_sup.html")
    assert words.store.texts[0] == ("rights¹,² law care¹ aid peace³ must may\n\na\n\nnote 5\n\n")
    assert words.audit()["region"].tolist() == ["paragraph", "note mark"]


def test_deep_markup_is_read_or_refused_and_never_cut(extract, extracts):
    assert extract("a.html", page("<div>" * 1_000 + "deep")).text == "deep\n\n"
    with pytest.raises(DiscourseError) as refused:
        extracts("a.html", page("<div>" * 5_000 + "deep"))
    assert str(refused.value) == (
        "a.html is nested too deeply, so that its end would be lost; save it as text."
    )


def test_the_gloss_of_a_ruby_is_left_out(extract):
    found = extract("a.html", page("<p>mis<ruby>ter<rp>(</rp><rt>top</rt><rp>)</rp></ruby>s</p>"))
    assert found.text == "misters\n\n(\n\ntop\n\n)\n\n"
    assert [region.name for region in found.regions] == ["paragraph", "rp", "rt", "rp"]
    found = extract("a.html", page("<p><ruby>one<rt>a<rtc><rt>b</ruby> two</p>"))
    assert found.text.startswith("one two\n\n")


def test_a_raised_roman_number_is_a_region(extract):
    found = extract("a.html", page("<p>law<sup>ii</sup> and S<sup>r</sup></p>"))
    assert found.text == "law and Sr\n\nii\n\n"
