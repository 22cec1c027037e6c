import pytest

import discourse as dc
from discourse.layers.lexicons import SHIPPED_LEXICONS, read_data_lexicon
from discourse.layers.register import MAKERS

TEXT = "Human rights and the right to peace. The court and courts of law, in peace."


def label(lines, text=TEXT, **parameters):
    """The hits of a lexicon: what is written, its label and the form."""
    lexicon = dc.layers.lexicon(lines.splitlines())
    table = dc.layers.make(dc.Corpus.from_texts({"a": text}), lexicon, **parameters).table
    spans = [tuple(map(int, each.split(":")[1].split("-"))) for each in table["line_id"]]
    texts = [text[start:end] for start, end in spans]
    return list(zip(texts, table["label"], table["form"], strict=True))


def test_forms_are_words_phrases_wildcards_and_cql():
    assert label('[categories]\nlaw = ["court*", "human rights", \'[lower="r.*"]\']') == [
        ("Human rights", "law", "human rights"),
        ("right", "law", '[lower="r.*"]'),
        ("court", "law", "court*"),
        ("courts", "law", "court*"),
    ]


def test_the_longest_hit_is_taken_and_then_the_first():
    lines = '[categories]\na = ["human rights", "peace"]\nb = ["rights", "the court", "court and"]'
    assert [(text, of) for text, of, _ in label(lines)] == [
        ("Human rights", "a"), ("peace", "a"), ("The court", "b"), ("peace", "a"),
    ]  # fmt: skip


def test_an_exception_is_not_labelled_nor_what_is_in_it():
    lines = 'exceptions = ["human rights"]\n[categories]\nlaw = ["right*"]'
    assert label(lines) == [("right", "law", "right*")]
    lines = '[categories.law]\nforms = ["right*"]\nexceptions = ["human rights"]'
    assert label(lines) == [("right", "law", "right*")]


def test_a_form_without_wildcards_goes_before_one_with_them_and_this_before_cql():
    lines = '[categories]\na = ["court*"]\nb = ["courts"]\nc = [\'[lower="cour.*|law"]\']'
    assert [(text, of) for text, of, _ in label(lines)] == [
        ("court", "a"), ("courts", "b"), ("law", "c"),
    ]  # fmt: skip


def test_two_categories_have_the_same_words_only_where_the_file_says_so():
    lines = '[categories]\na = ["right*"]\nb = ["*ight"]'
    with pytest.raises(dc.DiscourseError) as error:
        label(lines)
    assert ": " in str(error.value)
    assert str(error.value).endswith(
        "is a hit of 'right*' in 'a' and of '*ight' in 'b'; write several = true in one of them, "
        "or change a form."
    )
    assert [of for text, of, _ in label(f"several = true\n{lines}") if text == "right"] == [
        "a",
        "b",
    ]
    lines = '[categories]\na = ["right*"]\nb = {forms = ["*ight"], several = true}'
    assert [of for text, of, _ in label(lines) if text == "right"] == ["a", "b"]


def test_categories_nest_and_a_label_has_as_many_levels_as_wanted():
    lines = (
        '[categories.law]\nforms = ["law"]\nbody = ["court*"]\n'
        '[categories.law.aim]\nforms = ["peace"]'
    )
    assert [of for _, of, _ in label(lines)] == [
        "law/aim",
        "law/body",
        "law/body",
        "law",
        "law/aim",
    ]
    assert {of for _, of, _ in label(lines, level=1)} == {"law"}


def test_a_category_includes_others_with_those_nested_in_them():
    lines = (
        '[categories]\nall = {includes = ["law"]}\n[categories.law]\nforms = ["law"]\n'
        'body = ["court"]'
    )
    assert [(text, of) for text, of, _ in label(lines)] == [
        ("court", "all"), ("court", "law/body"), ("law", "all"), ("law", "law"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("categoris = 3", "key of a lexicon='categoris' is not known; choose 'name', 'version', "),
        ("name = 'a'", 'a lexicon needs categories; add a line such as \'peace = ["peace", '),
        ("[categories]\na = 3", "category 'a' is 3; give a list of forms, or a table with forms "),
        ("[categories]\na = [3]", "category 'a' has 3 among its forms; give words in quotes."),
        ("[categories]\na = ['']", "category 'a' has '' among its forms; give words in quotes."),
        ("[categories]\na = ['…']", "category 'a' has the form '…', which is no query: '…' contai"),
        ("[categories.a]\nform = ['x']", "key of category a='form' is not known; choose 'forms', "),
        ("[categories.a]\nnote = 'x'", "category 'a' has no forms; add some, such as forms = ["),
        ("[categories]\n'a/b' = ['x']", "'a/b' cannot name a category; give a name without '/', "),
        ("[categories.a]\nforms = ['x']\nseveral = 1", "several of category 'a' is 1; write sever"),
        ("[categories.a]\nincludes = ['x']", "category included by a='x' is not known; choose 'a'"),
        ("[categories]\na = ['x', 'X']\nb = ['x']", "'x' is a form of 'a' and of 'b'; take it out"),
        ("name = 'word'\n[categories]\na = ['x']", "a layer cannot be named 'word', which means "),
        ("[categories\n", "Expected ']' at the end of a table declaration (at line 1, column 12)"),
    ],
)
def test_a_bad_lexicon_is_refused(lines, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.layers.lexicon(lines.splitlines())
    assert str(error.value).startswith(f"the lexicon: {message}")


@pytest.mark.parametrize(
    ("includes", "circle"),
    [
        ({"a": "a"}, "a → a"),
        ({"a": "b", "b": "c", "c": "a"}, "a → b → c → a"),
        ({"a": "b", "b": "c", "c": "b"}, "b → c → b"),
    ],
)
def test_categories_that_include_one_another_are_named(includes, circle):
    tables = [f"[categories.{one}]\nincludes = ['{other}']" for one, other in includes.items()]
    with pytest.raises(dc.DiscourseError) as error:
        dc.layers.lexicon("\n".join(tables).splitlines())
    assert str(error.value) == (
        f"the lexicon: categories include one another: {circle}; take one of them out of includes."
    )


def test_a_malformed_query_is_named_with_its_file_and_category(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("[categories]\na = ['[word=]']\n", encoding="utf-8")
    with pytest.raises(dc.DiscourseError) as error:
        dc.layers.make(dc.Corpus.from_texts({"a": "x"}), dc.layers.lexicon(file))
    assert str(error.value).startswith("mine.toml: category 'a' has '[word=]': the query breaks")


def test_a_lexicon_is_saved_edited_and_read_again(tmp_path):
    file = tmp_path / "modals.toml"
    dc.layers.lexicon("modals").save(file)
    assert dc.layers.lexicon(file).forms == dc.layers.lexicon("modals").forms
    file.write_text(file.read_text("utf-8").replace('"can", ', ""), encoding="utf-8")
    assert len(dc.layers.lexicon(file).forms) == len(dc.layers.lexicon("modals").forms) - 1
    with pytest.raises(dc.DiscourseError, match=r"modals\.toml exists; give another name"):
        dc.layers.lexicon("modals").save(file)


@pytest.mark.parametrize("name", [*SHIPPED_LEXICONS, "openings"])
def test_the_lexicons_of_discourse_are_read(name):
    known = read_data_lexicon(name)
    assert known.name == MAKERS[name].layer
    assert f"version = {MAKERS[name].version}\n" in known.text
    assert known.text.startswith("# ")


def test_a_lexicon_without_hits_has_the_same_columns():
    lexicon = dc.layers.lexicon(["[categories]", "a = ['x']"])
    table = dc.layers.make(dc.Corpus.from_texts({"a": "peace"}), lexicon).table
    assert table.empty
    assert list(table.columns) == ["line_id", "label", "form"]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("negation", "We can't go, not now. No. 5 is nowhere.", ["can't", "not", "nowhere"]),
        ("modals", "They will go in May. The will of May 5 may fail.", ["will", "may"]),
        ("person", "Let us go to the US in World War I; I'm yours.", ["us", "I'm", "yours"]),
        ("hedges", "About 40 men, kind of; perhaps about it.", ["About 40", "kind of", "perhaps"]),
        (
            "hedges",
            "I believe it will, I imagine; I believe in God, and they believe it.",
            ["I believe", "I imagine"],
        ),
        ("quantifiers", "Most people, at all, more useful, a lot of rice.", ["Most", "a lot of"]),
        ("reporting", "He said so. The report states that it called for aid.", [
            "said", "states that", "called for",
        ]),
    ],
)  # fmt: skip
def test_each_lexicon_of_discourse_labels_a_sentence(name, text, found):
    table = dc.layers.make(dc.Corpus.from_texts({"a": text}), name).table
    spans = [tuple(map(int, each.split(":")[1].split("-"))) for each in table["line_id"]]
    assert [text[start:end] for start, end in spans] == found
