import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.lines.lines import find_line
from discourse.corpus.lines.steps import LINE_STEPS


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": 'He said: "Peace  and rights." Rights!', "b": "Peace & war."})


@pytest.fixture
def lines():
    text = "Ab b x c dog. X e x fox. Quiet x.\n\nZ x y"
    return dc.concordance(dc.Corpus.from_texts({"d": text}), "x")


def places(lines):
    """The first token of each hit."""
    return lines.hits[:, 0].tolist()


def test_a_line_is_exact_slices_of_the_source(corpus):
    first, second = dc.concordance(corpus, "peace", context=2)
    assert (first.left, first.node, first.right) == ('He said: "', "Peace", '  and rights."')
    assert (second.document, second.left, second.right) == ("b", "", " & war.")


@given(
    st.lists(
        st.sampled_from(["x", "é ", " ", "\n\n", '"', ".", "(x", "和"]), min_size=1, max_size=40
    ),
    st.integers(0, 4),
    st.sampled_from(["token", "character"]),
)
def test_left_node_and_right_are_one_piece_of_the_source(pieces, context, unit):
    text = "latin " * 30 + "x " + "".join(pieces)
    corpus = dc.Corpus.from_texts({"d": text})
    for line in dc.concordance(corpus, "x|é", context=context, unit=unit):
        whole = line.left + line.node + line.right
        assert text[line.start_char : line.end_char] == line.node
        assert text.startswith(whole, line.start_char - len(line.left))


def test_a_line_id_finds_its_line_again(corpus):
    for found in dc.concordance(corpus, "rights"):
        assert find_line(corpus.store, found.line_id)[0].start_char == found.start_char


def test_a_line_id_outlives_another_tokeniser():
    texts = {"a": "China's peace"}
    line_id = dc.concordance(dc.Corpus.from_texts(texts), "peace")[0].line_id
    other = dc.Corpus.from_texts(texts, tokenizer=dc.Tokenizer(possessive="split"))
    assert find_line(other.store, line_id)[0].node == "peace"


@pytest.mark.parametrize(
    ("line_id", "said"),
    [
        ("peace", "'peace' is not a line_id; write one as "
                  "'<12 hex digits of a sha256>:<first character>-<last + 1>'."),
        ("0" * 12 + ":0-5", "line_id='000000000000:0-5' is of a document that is not in this "
                            "corpus; use the corpus that it was made with."),
        ("b:0-4", "characters 0 to 4 are not a stretch of tokens in 'b'; the text is the same, but "
                  "another tokeniser or subset made this line_id."),
        ("b:90-95", "characters 90 to 95 are not a stretch of tokens in 'b'; the text is the same, "
                    "but another tokeniser or subset made this line_id."),
    ],
)  # fmt: skip
def test_a_line_id_that_is_not_here_is_refused(corpus, line_id, said):
    digest = corpus.store.sources["sha256"].iloc[1][:12]
    with pytest.raises(dc.DiscourseError) as error:
        find_line(corpus.store, line_id.replace("b:", f"{digest}:"))
    assert str(error.value) == said


def test_lines_are_sorted_by_the_words_around_the_node_those_without_first(lines):
    assert places(lines) == [2, 5, 7, 10, 12]
    assert places(lines.sort("R1")) == [2, 5, 7, 12, 10]  # c, e, fox, y, z
    assert places(lines.sort("L1")) == [2, 5, 7, 10, 12]  # b, dog, e, quiet, z
    assert places(lines.within("section").sort("R1")) == [10, 2, 5, 7, 12]  # nothing, c, e, fox, y


def test_steps_leave_the_lines_that_they_came_from(lines):
    before = places(lines)
    lines.sort("L1"), lines[1:2], lines.filter("a"), lines.sample(2), lines.group("section")
    assert places(lines) == before
    assert lines.steps == ()


def test_lines_are_kept_or_left_out_by_what_is_near(lines):
    assert places(lines.filter("ab|fox", window=2)) == [2, 7, 10]
    assert places(lines.exclude("ab|fox", window=2)) == [5, 12]
    assert places(lines.filter("x", window=2)) == [5, 7, 10, 12]
    assert places(lines.within("sentence").filter("dog", window=2)) == [2]
    assert places(lines.filter("dog", window=2)) == [2, 5]


@given(st.integers(0, 9), st.integers(0, 3))
def test_a_sample_is_in_the_order_of_the_lines(n, seed):
    lines = dc.concordance(dc.Corpus.from_texts({"d": "x y " * 6}), "x").sort("R1")
    drawn = places(lines.sample(n, seed=seed))
    assert drawn == sorted(set(drawn))
    assert len(drawn) == min(n, 6)
    assert drawn == places(lines.sample(n, seed=seed))


def test_grouped_lines_stay_together_when_sorted():
    corpus = dc.Corpus.from_texts({"a": "x c, x a.", "b": "x b"})
    lines = dc.concordance(corpus, "x").group("document").sort("R1")
    assert lines.frame["part"].tolist() == ["a", "a", "b"]
    assert [line.right for line in lines] == [" a.", " c, x a.", " b"]
    assert repr(lines).splitlines() == [
        "3 lines", "— document a (2)", "a/1  x c,  x  a.", "a/1        x  c, x a.",
        "— document b (1)", "b/1        x  b",
    ]  # fmt: skip


def test_metadata_columns_follow_the_promised_ones():
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": ["x", "x"], "year": [1990, 2000]}))
    frame = dc.concordance(corpus, "x").with_columns("year").frame
    assert frame.columns[-1] == "year"
    assert frame["year"].tolist() == [1990, 2000]


def test_one_line_is_expanded_to_its_sentence_section_or_document(lines):
    assert str(lines.expand(1)) == "[X] e x fox."
    assert str(lines.expand(lines[2])) == "X e [x] fox."
    assert str(lines.expand(1, to="section")) == "Ab b x c dog. [X] e x fox. Quiet x."
    assert str(lines.expand(1, to="document")) == "Ab b x c dog. [X] e x fox. Quiet x. Z x y"


def test_steps_are_printed_written_and_taken_again(lines):
    made = lines.within("sentence").filter("e|fox", window=1).sort("L1").sample(1, seed=3)[:1]
    assert repr(made.steps) == (
        "(within('sentence'), filter('e|fox', window=1), sort('L1'), sample(1, seed=3), "
        "slice(None, 1, None))"
    )
    written = json.loads(made.frame.attrs["provenance"])["steps"]
    assert written[1] == ["filter", ["e|fox"], {"window": 1}]
    assert places(lines.again(written)) == places(lines.again(made.steps)) == places(made)


def test_every_step_is_a_method_and_nothing_else_can_be_called(lines):
    assert set(LINE_STEPS) == {
        "slice", "sort", "filter", "exclude", "sample", "within", "group", "with_columns", "rank",
        "rank_by_rarity", "shuffle", "where",
    }  # fmt: skip
    with pytest.raises(dc.DiscourseError, match="step='__init__' is not known; choose 'slice', "):
        lines.again([["__init__", [], {}]])


def test_an_empty_concordance_has_the_columns_and_types_of_a_full_one(corpus):
    full, empty = (dc.concordance(corpus, query).frame for query in ("peace", "xyz"))
    assert empty.dtypes.equals(full.dtypes)
    assert len(empty) == 0


def test_an_empty_concordance_takes_every_step(corpus):
    empty = dc.concordance(corpus, "xyz")
    made = empty.sort("L1", "node", "document", "position").filter("a").exclude("b").sample(3)
    made = made.rank("a").rank_by_rarity().shuffle().where('document = "a"')
    made = made.sample(3, by="document").group("L1", "node").group("section")
    made = made.within("sentence")[:5]
    assert list(made) == []
    assert repr(made) == "0 lines"
    assert "0 lines" in made._repr_html_()
    assert made.frame.columns[-1] == "part"


def test_everything_is_escaped_in_a_notebook():
    corpus = dc.Corpus.from_texts({"<b>": "<script>peace</script>"})
    lines = dc.concordance(corpus, "peace").group("document")
    for page in (lines._repr_html_(), lines[0]._repr_html_()):
        assert "<script>" not in page
        assert "<b>" not in page


def test_more_lines_than_are_shown_say_so():
    lines = dc.concordance(dc.Corpus.from_texts({"d": "x " * 60}), "x")
    heading = "1–50 of 60 lines; lines[50:100] gives the next, lines.to_frame() gives all of them"
    assert repr(lines).splitlines()[0] == heading
    assert len(repr(lines).splitlines()) == 51
    assert heading in lines._repr_html_()
    assert "hits by section: 1 (60)" in lines._repr_html_()


def test_the_strongest_documents_are_tallied_where_there_are_many():
    corpus = dc.Corpus.from_texts({f"d{n}": "x " * n for n in range(1, 11)})
    assert "hits by document: d10 (10), d9 (9)" in dc.concordance(corpus, "x")._repr_html_()
    assert "d3 (3), and 2 with fewer" in dc.concordance(corpus, "x")._repr_html_()


def test_a_sorted_concordance_holds_few_bytes_a_hit():
    import tracemalloc

    corpus = dc.Corpus.from_texts({"d": "x y " * 50_000})
    dc.concordance(corpus, "x").sort("R1")
    tracemalloc.start()
    lines = dc.concordance(corpus, "x").sort("R1", "L1")
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held / len(lines) <= 64


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda lines: lines.sort("R10"), "key='R10' is not known; choose 'L1', "),
        (lambda lines: lines.filter("x", window=-1),
         "window expects a whole number of at least 0, got -1; give a number, such as window=1."),
        (lambda lines: lines.sample(-1),
         "n expects a whole number of at least 0, got -1; give a number, such as n=1."),
        (lambda lines: lines.within("page"), "unit='page' is not known; choose 'document', "),
        (lambda lines: lines.group("page"), "by='page' is not known; choose 'document', "),
        (lambda lines: lines.expand(0, to="page"), "to='page' is not known; choose 'document', "),
        (lambda lines: lines.with_columns("page"), "column='page' is not known"),
        (lambda lines: lines.group("section", "R1"),
         "by='section', 'R1' is no way to group lines; give one part, such as 'section', or "),
        (lambda lines: lines.group("R1", "R1"), "by='R1', 'R1' is no way to group lines; "),
        (lambda lines: lines.groups(), "these lines are not grouped; group them first: "),
        (lambda lines: lines.rank(), "rank expects one word or more; write lines.rank("),
        (lambda lines: lines.rank("a", 1), "words expects a string, got 1; write words='peace'."),
        (lambda lines: lines.rank("a", window=-1), "window expects a whole number of at least 0"),
        (lambda lines: lines.rank_by_rarity(window=-1), "window expects a whole number of at "),
        (lambda lines: lines.shuffle(seed=-1), "seed expects a whole number of at least 0"),
        (lambda lines: lines.where("page = 1"), "condition='page' is not known; choose "),
        (lambda lines: lines.sample(1, by="page"), "by='page' is not known; choose 'document', "),
    ],
)  # fmt: skip
def test_what_cannot_be_done_with_lines_is_refused(lines, call, said):
    with pytest.raises(dc.DiscourseError) as error:
        call(lines)
    assert str(error.value).startswith(said)


@pytest.mark.parametrize("name", ["left", "part"])
def test_metadata_named_as_a_column_of_the_frame_is_refused(name):
    lines = dc.concordance(dc.Corpus.from_frame(pd.DataFrame({"text": ["a x"], name: ["b"]})), "x")
    with pytest.raises(dc.DiscourseError) as error:
        lines.with_columns(name)
    assert str(error.value) == (
        f"column={name!r} is one that a table of lines makes itself; name the metadata differently."
    )


def test_a_line_beyond_the_last_is_an_index_error(lines):
    assert lines[-1].section == "2"
    with pytest.raises(IndexError, match="line 5 is not among the 5 lines"):
        lines[5]


def test_the_first_and_the_last_lines_are_those_of_a_slice(lines):
    assert places(lines.head(2)) == places(lines[:2])
    assert places(lines.tail(2)) == places(lines[-2:])
    assert places(lines.head(99)) == places(lines.tail(99)) == places(lines)
    assert places(lines.head(0)) == places(lines.tail(0)) == []
    assert places(lines.again(lines.tail(2).steps)) == places(lines.tail(2))


def test_the_table_of_lines_is_a_method_and_has_its_earlier_name(lines):
    pd.testing.assert_frame_equal(lines.to_frame(), lines.frame)
    assert lines.frame.attrs == lines.to_frame().attrs


@pytest.mark.parametrize(
    ("item", "given"),
    [("x", "'x'"), ([1, 2], "a list"), (None, "None"), (1.0, "1.0"), (slice("a", 2), None)],
)
def test_lines_are_found_only_by_number(lines, item, given):
    with pytest.raises(dc.DiscourseError) as error:
        lines[item]
    assert str(error.value) == (
        "lines['a':2] is not a slice; give whole numbers, such as lines[:10]."
        if given is None
        else f"lines[…] expects a number or a slice, got {given}; write lines[0] or lines[:10], "
        "and lines.to_frame() for columns and chosen rows."
    )


def test_completion_offers_what_is_for_users(lines):
    assert dir(lines) == [
        "again", "count", "exclude", "expand", "filter", "group", "groups", "head", "index",
        "note", "rank", "rank_by_rarity", "sample", "shuffle", "slice", "sort", "steps", "tail",
        "to_frame", "to_sheet", "where", "with_columns", "within",
    ]  # fmt: skip


def test_what_lines_give_away_changes_nothing(lines):
    before = places(lines)
    table = lines.frame
    table["left"] = ""
    with pytest.raises(ValueError, match="read-only"):
        lines.hits[0] = 7
    assert places(lines) == before
    assert lines.frame["left"].iloc[0] == "Ab b "


@pytest.mark.slow
def test_a_line_costs_the_same_whatever_the_number_of_documents(processor_time_ratio):
    def looks(documents):
        text = "peace " + "and rights " * 20
        corpus = dc.Corpus.from_texts({str(n): text for n in range(documents)})
        lines = dc.concordance(corpus, "peace")
        return lambda: [lines[at] for at in range(50)]

    assert processor_time_ratio(looks(20_000), looks(5_000)) <= 2
