"""Vertical text: its tokens, its elements, and the names of its columns."""

import pytest

from discourse.errors import DiscourseError

HEAD = "<!-- #vrt positional-attributes: word pos lemma -->\n"
TEXT = """<text id="a" year="1990">
<p>
<s n="1">
We\tPRON\twe
<quote who="Li &amp; Wu">
&lt;3\tSYM\t_
<quote label="inner" who="Noor">
<g/>
rights\tNOUN\tright
</quote>
</quote>
.\tPUNCT\t.
</s>
</p>
<p>
<s>
Yes\tINTJ\tyes
</s>
</p>
</text>
"""


def said(found):
    return {
        each.name: [
            (found.text[start:end], label)
            for (start, end), label in zip(each.spans.tolist(), each.labels, strict=True)
        ]
        for each in found.annotation.labels
    }


def test_elements_are_documents_paragraphs_sentences_and_spans(extract):
    found = extract("x.vrt", HEAD + TEXT)
    assert found.text == "We <3rights .\n\nYes"
    assert (found.name, found.metadata) == ("a", {"year": "1990"})
    assert [found.text[r.start : r.end] for r in found.regions] == ["We <3rights .\n\n", "Yes"]
    assert found.annotation.sentences.tolist() == [0, 15]
    assert said(found) == {
        "pos": [("We", "PRON"), ("<3", "SYM"), ("rights", "NOUN"), (".", "PUNCT"), ("Yes", "INTJ")],
        "lemma": [("We", "we"), ("rights", "right"), (".", "."), ("Yes", "yes")],
        "s": [("We <3rights .", "s")],
        "quote": [("<3rights", "quote"), ("rights", "inner")],
    }
    (quotes,) = [each for each in found.annotation.labels if each.name == "quote"]
    assert quotes.columns == {"who": ["Li & Wu", "Noor"]}


def test_several_texts_are_documents_of_their_ids(extracts):
    found = extracts("x.vrt", "<text id='a'>\nOne\n</text>\n<text>\nTwo\n</text>\n")
    assert [(each.name, each.text) for each in found] == [("a", "One"), ("x/2", "Two")]


def test_the_only_text_of_a_file_has_the_name_that_its_id_gives(extract):
    assert extract("x.vrt", '<text id="minutes">\nOne\n</text>\n').name == "minutes"
    assert extract("x.vrt", '<text title="Minutes">\nOne\n</text>\n').name == ""


def test_several_tags_may_be_in_one_line(extracts):
    lines = (
        "<?xml version='1.0'?><!DOCTYPE corpus>",
        '<text id="a"><p><s>',
        "One",
        '</s></p></text> <text id="b"> <s>',
        "<g/>",
        "two",
        "</s></text>",
    )
    data = "\n".join(lines).replace("?><!D", "?>\n<!D")
    found = extracts("x.vrt", data)
    assert [(each.name, each.text) for each in found] == [("a", "One"), ("b", "two")]


def test_a_sign_that_begins_like_a_tag_is_a_token_if_it_has_the_cells_of_one(extract):
    head = "<!-- #vrt positional-attributes: word pos -->\n"
    assert extract("x.vrt", head + "<unk>\tX\n<\tSYM\n<3\tSYM\n").text == "<unk> < <3"
    assert extract("x.vrt", "<\n<3\n&lt;b\n").text == "< <3 <b"


@pytest.mark.parametrize(
    "line",
    ["<text id=b>", "<s>One", "<s> One </s>", "<!DOCTYPE x [", "<!-- a", "<s", "</s", "<a/b>"],
)
def test_markup_that_is_malformed_is_no_token(extract, line):
    with pytest.raises(DiscourseError, match=r"x\.vrt, line 2: '<.*' is neither a token nor well"):
        extract("x.vrt", f"One\n{line}\ntwo\n")


def test_elements_may_cross(extract):
    found = extract("x.vrt", "<a>\nOne\n<b>\ntwo\n</a>\nthree\n</b>\n")
    assert said(found) == {"a": [("One two", "a")], "b": [("two three", "b")]}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<text>\n</text>\n", "x.vrt has no token; remove it, or put its tokens in."),
        ("One\tNUM\n", "x.vrt does not name its columns; begin it with a line such as <!-- #vrt"),
        (HEAD + "One\tNUM\n", "x.vrt, line 2 has 2 columns, and the file has 3: word, pos, lemma"),
        (HEAD + "<s>\nOne\tNUM\tone\n", "x.vrt, line 2: <s> is never closed; write </s> in a line"),
        ("</s>\nOne\n", "x.vrt, line 1: </s> closes what is not open; remove it."),
        (HEAD.replace("word", "wort"), "x.vrt has the columns wort, pos, lemma; name each once"),
    ],
)
def test_a_file_that_is_not_vertical_text_is_refused(extract, data, message):
    with pytest.raises(DiscourseError) as refused:
        extract("x.vrt", data)
    assert message in str(refused.value)
