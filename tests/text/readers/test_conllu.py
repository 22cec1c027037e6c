"""CoNLL-U: the text, the tokens and the sentences of the file, and what its columns say."""

import pytest

from discourse.errors import DiscourseError
from discourse.text.readers.tokenised import join_values, split_values

ONE = """# newdoc id = a
# meta::year = 1990
# newpar id = p1
# sent_id = s1
# text = We don't know: ½ of it.
# genre = speech
1\tWe\twe\tPRON\tPRP\tCase=Nom\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\tSpaceAfter=No
4\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4.1\tnothing\t_\t_\t_\t_\t_\t_\t_\t_
5\t:\t:\tPUNCT\t:\t_\t4\tpunct\t_\t_
6\t½\t½\tNUM\tCD\t_\t4\tobj\t_\t_
7\tof\tof\tADP\tIN\t_\t8\tcase\t_\t_
8\tit\tit\tPRON\tPRP\t_\t6\tnmod\t_\tSpaceAfter=No
9\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""


def word(number, form, misc="_", lemma="_"):
    return f"{number}\t{form}\t{lemma}\t_\t_\t_\t_\t_\t_\t{misc}"


def said(found):
    """The labels of an extract by layer, each with the text that it is on."""
    return {
        each.name: [
            (found.text[start:end], label)
            for (start, end), label in zip(each.spans.tolist(), each.labels, strict=True)
        ]
        for each in found.annotation.labels
    }


def tokens(found):
    return [found.text[start:end] for start, end in found.annotation.tokens.tolist()]


def test_the_text_is_that_of_the_comment_and_every_token_lies_in_it(extract):
    found = extract("a.conllu", ONE)
    assert found.text == "We don't know: ½ of it."
    assert tokens(found) == ["We", "do", "n't", "know", ":", "½", "of", "it", "."]
    assert (found.name, found.metadata) == ("a", {"year": "1990"})


def test_columns_make_layers_of_tokens_and_comments_a_layer_of_sentences(extract):
    layers = said(extract("a.conllu", ONE))
    assert layers["lemma"][:3] == [("We", "we"), ("do", "do"), ("n't", "not")]
    assert layers["pos"][-1] == (".", "PUNCT")
    assert layers["feats"] == [("We", "Case=Nom")]
    assert layers["head"][1:4] == [("do", "+6"), ("n't", "+4"), ("know", "0")]
    assert layers["head"][-1] == (".", f"-{len('know: ½ of it')}")
    assert layers["multiword"] == [("don't", "don't")]
    assert layers["sent"] == [("We don't know: ½ of it.", "s1")]
    (sentences,) = [
        each for each in extract("a.conllu", ONE).annotation.labels if each.name == "sent"
    ]
    assert sentences.columns == {"genre": ["speech"], "newpar": ["p1"]}


def test_without_a_comment_the_text_follows_from_the_spaces(extract):
    lines = [word(1, "Rights", "SpaceAfter=No"), word(2, ","), word(3, "now")]
    assert extract("a.conllu", "\n".join(lines)).text == "Rights, now"
    lines[1] = word(2, ",", r"SpacesAfter=\s\s\n|Gloss=x")
    found = extract("a.conllu", "\n".join(["# text = Rights, now", *lines]))
    assert found.text == "Rights,  \nnow"
    assert said(found)["misc"] == [(",", "Gloss=x")]


def test_a_multiword_token_that_its_words_do_not_spell_is_one_token(extract):
    rows = [
        "1-2\tdel\t_\t_\t_\t_\t_\t_\t_\tX=1",
        word(1, "de", lemma="de"),
        word(2, "el", lemma="el+"),
    ]
    found = extract("a.conllu", "\n".join(rows))
    assert tokens(found) == ["del"]
    assert said(found)["lemma"] == [("del", "de+el\\+")]
    assert said(found)["words"] == [("del", "de+el")]
    assert split_values("de+el\\+") == ["de", "el+"]
    assert split_values(join_values(["\\", "+", ""])) == ["\\", "+", ""]


def test_heads_among_words_that_are_written_as_one_say_which_of_them(extract):
    rows = [
        "1\tVen\t_\t_\t_\t_\t0\t_\t_\t_",
        "2-3\tdel\t_\t_\t_\t_\t_\t_\t_\t_",
        "2\tde\t_\t_\t_\t_\t3\t_\t_\t_",
        "3\tel\t_\t_\t_\t_\t1\t_\t_\t_",
        "4\tmar\t_\t_\t_\t_\t3\t_\t_\t_",
        "5\taqui\t_\t_\t_\t_\t2\t_\t_\t_",
        "6\tno\t_\t_\t_\t_\t_\t_\t_\t_",
    ]
    assert said(extract("a.conllu", "\n".join(rows)))["head"] == [
        ("Ven", "0"),
        ("del", r"\+0.2+-4"),
        ("mar", "-4.2"),
        ("aqui", "-8"),
    ]


def test_documents_and_paragraphs_are_those_of_the_file(extracts):
    sentences = [
        f"# newdoc id = {name}\n# sent_id = {name}\n{word(1, name)}\n\n"
        f"{word(1, 'One')}\n\n# newpar\n{word(1, 'Two', 'SpaceAfter=No')}\n\n{word(1, 'three')}\n"
        for name in "ab"
    ]
    one, two = extracts("x.conllu", "\n".join(sentences))
    assert (one.name, two.name) == ("a", "b")
    assert one.text == "a One\n\nTwothree"
    assert [(r.section, one.text[r.start : r.end]) for r in one.regions] == [
        ("1", "a One\n\n"),
        ("2", "Twothree"),
    ]
    assert one.annotation.sentences.tolist() == [0, 2, 7, 10]
    assert one.source != two.source


def test_the_order_of_comments_is_kept_where_it_is_not_the_usual_one(extract):
    data = f"# newdoc id = a\n# sent_id = 1\n# newpar\n# x\n# x = 1\n# x = 2\n{word(1, 'One')}\n"
    (sentences,) = extract("a.conllu", data).annotation.labels
    assert sentences.columns == {
        "newpar": ["yes"],
        "comment": ["x"],
        "x": ["1\n2"],
        "comment_order": ["newdoc\nsent_id\nnewpar\ncomment\nx\nx"],
    }


def test_columns_of_its_own_make_layers_too(extract):
    data = "# global.columns = ID FORM PARSEME:MWE\n1\tkick\t1:VID\n2\tit\t_\n"
    assert said(extract("a.conllu", data))["parseme_mwe"] == [("kick", "1:VID")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "a.conllu has no sentence; remove it, or put its sentences in."),
        ("1\tOne", "a.conllu, line 1 has 2 columns, and CoNLL-U has 10, divided by tabs"),
        (
            "1\tOne\t_\t_\t_\t_\t99\t_\t_\t_",
            "HEAD is '99', and the sentence has 1 w",
        ),
        ("1\tOne\t_\t_\t_\t_\t1\t_\t_\t_", "the HEAD is '1', and the sentence has 1 word; give t"),
        ("1\tOne\t_\t_\t_\t_\tx\t_\t_\t_", "line 1: the HEAD is 'x', and"),
        (word(1, "One", "SpaceAfter=Maybe"), "line 1: SpaceAfter=Maybe is not known; write Space"),
        (word(2, "One"), "a.conllu, line 1: the ID is '2' where the word 1 begins"),
        (word("1-3", "One") + "\n" + word(1, "On"), "line 1: the ID is '1-3' where the word 1"),
        (word("3-2", "One") + "\n" + word(1, "On"), "line 1: the ID is '3-2' where the word 1"),
        (word("1.1", "One"), "line 1: the sentence has no word; remove it."),
        (word(1, ""), "line 1: the form '' of a token has no visible character"),
        (
            f"# text = One too\n{word(1, 'One')}\n{word(2, 'two')}",
            "do not spell # text: they differ at 'wo' and 'oo'; correct one of them.",
        ),
        (f"# text = One\n{word(1, 'One')}\n{word(2, 'two')}", "differ at 'two' and the end;"),
        ("# global.columns = FORM\nOne", "line 1: global.columns names FORM; name each column"),
    ],
)
def test_a_file_that_is_not_conllu_is_refused(extract, data, message):
    with pytest.raises(DiscourseError) as refused:
        extract("a.conllu", data)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
