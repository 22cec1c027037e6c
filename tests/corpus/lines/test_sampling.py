from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc


@pytest.fixture
def lines():
    sizes = {1990: 20, 2000: 5, 2010: 1}
    rows = pd.DataFrame({"text": ["x " * n for n in sizes.values()], "year": list(sizes)})
    return dc.concordance(dc.Corpus.from_frame(rows), "x").with_columns("year")


def years(lines):
    return Counter(lines.frame["year"])


def test_each_value_of_a_column_gives_as_many_lines_or_all_that_it_has(lines):
    assert years(lines.sample(3, by="year")) == {1990: 1, 2000: 1, 2010: 1}
    assert years(lines.sample(9, by="year")) == {1990: 4, 2000: 4, 2010: 1}
    assert years(lines.sample(15, by="year")) == {1990: 9, 2000: 5, 2010: 1}
    assert years(lines.sample(99, by="year")) == {1990: 20, 2000: 5, 2010: 1}
    assert len(lines.sample(0, by="year")) == 0


def test_chance_decides_who_gives_one_line_more(lines):
    drawn = [years(lines.sample(8, by="year", seed=seed)) for seed in range(20)]
    assert {tuple(sorted(each.items())) for each in drawn} == {
        ((1990, 3), (2000, 4), (2010, 1)), ((1990, 4), (2000, 3), (2010, 1)),
    }  # fmt: skip


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(0, 30), st.integers(0, 3))
def test_a_sample_is_seeded_in_order_and_no_group_is_short_where_another_is_long(sizes, n, seed):
    corpus = dc.Corpus.from_texts({str(at): "x " * size for at, size in enumerate(sizes)})
    lines = dc.concordance(corpus, "x")
    drawn = lines.sample(n, seed=seed, by="document").hits[:, 0].tolist()
    assert (
        drawn == sorted(set(drawn)) == lines.sample(n, seed=seed, by="document").hits[:, 0].tolist()
    )
    assert len(drawn) == min(n, len(lines))
    counts = Counter(line.document for line in lines.sample(n, seed=seed, by="document"))
    short = [counts[str(at)] for at, size in enumerate(sizes) if counts[str(at)] < size]
    if short:
        assert max(counts.values(), default=0) <= min(short) + 1


def test_lines_are_drawn_by_the_weights_of_values(lines):
    def drawn(n, weights, seed=0):
        return years(lines.sample(n, seed=seed, by="year", weights=weights))

    assert drawn(4, {"1990": 3, "2000": 1}) == {1990: 3, 2000: 1}
    assert drawn(12, {"1990": 3, "2000": 1}) == {1990: 9, 2000: 3}
    assert drawn(16, {"1990": 1, "2000": 7}) == {1990: 11, 2000: 5}  # of 2000, there are only 5
    assert drawn(99, {"2000": 0.5}) == {2000: 5}
    assert drawn(3, {"1990": 1, "2000": 1, "2010": 1}) == {1990: 1, 2000: 1, 2010: 1}
    often = Counter(next(iter(drawn(1, {"1990": 9, "2000": 1}, seed))) for seed in range(50))
    assert often[1990] > often[2000] > 0
    sample = lines.sample(4, seed=2, by="year", weights={"1990": 3, "2000": 1})
    assert lines.again(sample.steps).hits.tolist() == sample.hits.tolist()
    assert sample.hits.tolist() == sorted(sample.hits.tolist())
    assert eval(f"lines.{sample.steps[-1]}").hits.tolist() == sample.hits.tolist()
    assert dc.lines(dc.Corpus(lines.store), sample.frame.iloc[0])[0].document


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weights": {"1990": 1}}, "weights are of the values of a part; give by='year' as well."),
        (
            {"by": "year", "weights": {"1991": 1}},
            "value of year='1991' is not known; choose '1990'",
        ),
        ({"by": "year", "weights": {"1990": 0}}, "the weight of '1990' is 0; give a number for"),
        ({"by": "year", "weights": {"1990": "x"}}, "the weight of '1990' is 'x'; give a number"),
        (
            {"by": "year", "weights": [1]},
            "weights expects a mapping, got a list; give a number for",
        ),
    ],
)
def test_weights_that_are_none_are_refused(lines, options, message):
    with pytest.raises(dc.DiscourseError) as caught:
        lines.sample(3, **options)
    assert str(caught.value).startswith(message)


def test_lines_are_shuffled_by_seed(lines):
    shuffled = lines.shuffle(seed=1)
    assert sorted(shuffled.hits.tolist()) == lines.hits.tolist()
    assert shuffled.hits.tolist() == lines.shuffle(seed=1).hits.tolist()
    assert shuffled.hits.tolist() not in (lines.hits.tolist(), lines.shuffle(seed=2).hits.tolist())


def test_lines_are_kept_where_a_condition_holds(lines):
    assert years(lines.where("year >= 2000")) == {2000: 5, 2010: 1}
    assert lines.where("year > 2000").steps[-1].arguments == ("year > 2000",)
    assert len(lines.where("year > 3000")) == 0


def test_lines_are_kept_and_sorted_by_their_labels():
    corpus = dc.Corpus.from_texts({"d": "x a. x b. x c"})
    ids = dc.concordance(corpus, "x").frame["line_id"]
    labels = pd.DataFrame({"line_id": ids[1:], "label": ["to", "be"]})
    lines = dc.concordance(corpus.with_layer(dc.Layer("code", labels)), "x")
    assert [line.right[:2] for line in lines.where('code = ""')] == [" a"]
    assert [line.right[:2] for line in lines.where('code = "to"')] == [" b"]
    assert [line.right[1] for line in lines.sort("code")] == ["a", "c", "b"]
