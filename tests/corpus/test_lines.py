import pytest

import discourse as dc
from discourse.corpus.lines import find_line


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": 'He said: "Peace  and rights." Rights!', "b": "Peace & war."})


def test_a_line_is_exact_slices_of_the_source(corpus):
    first, second = dc.concordance(corpus, "peace", context=2)
    assert (first.left, first.node, first.right) == ('He said: "', "Peace", '  and rights."')
    assert (second.document, second.left, second.right) == ("b", "", " & war.")


def test_a_line_id_finds_its_line_again(corpus):
    for found in dc.concordance(corpus, "rights"):
        assert find_line(corpus, found.line_id)[0].start_char == found.start_char


def test_lines_are_sorted_by_the_words_around_the_node_those_without_first(corpus):
    lines = dc.concordance(corpus, "rights|peace").sort("R1")
    assert [(item.node, item.document) for item in lines] == [
        ("Rights", "a"),
        ("Peace", "a"),
        ("rights", "a"),
        ("Peace", "b"),
    ]  # fmt: skip  (end of the text, and, rights, war)


def test_the_steps_are_in_the_provenance_of_the_frame(corpus):
    lines = dc.concordance(corpus, "peace").sort("L1")[:1]
    assert repr(lines.steps) == "(sort('L1'), slice(None, 1, None))"
    assert (
        '"steps": [["sort", ["L1"], {}], ["slice", [null, 1, null], {}]]'
        in (lines.frame.attrs["provenance"])
    )


def test_an_empty_concordance_has_the_columns_and_types_of_a_full_one(corpus):
    full, empty = (dc.concordance(corpus, query).frame for query in ("peace", "xyz"))
    assert empty.dtypes.equals(full.dtypes)
    assert len(empty) == 0


def test_everything_is_escaped_in_a_notebook():
    corpus = dc.Corpus.from_texts({"<b>": "<script>peace</script>"})
    page = dc.concordance(corpus, "peace")._repr_html_()
    assert "<script>" not in page
    assert "<b>" not in page
