"""A web page: all visible text is kept, and the main text is counted."""

import pytest

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


def test_a_note_mark_is_not_part_of_a_word(extract):
    assert extract("a.html", page("<p>share<sup>1</sup>, 5<sup>th</sup></p>")).text == (
        "share 1, 5th\n\n"
    )


def test_deep_markup_is_read_or_refused_and_never_cut(extract, extracts):
    assert extract("a.html", page("<div>" * 1_000 + "deep")).text == "deep\n\n"
    with pytest.raises(DiscourseError) as refused:
        extracts("a.html", page("<div>" * 5_000 + "deep"))
    assert str(refused.value) == (
        "a.html is nested too deeply, so that its end would be lost; save it as text."
    )
