"""Each plot is given the table of each verb: it draws it, or says which plot does."""

from functools import cache
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import discourse as dc
from discourse import plot
from discourse.publish.provenance.recipes import all_verbs
from discourse.record import VERBS


@cache
def read_talks():
    return dc.read(Path(__file__).resolve().parents[3] / "docs" / "parsed")


@cache
def read_speeches():
    folder = Path(__file__).resolve().parents[3] / "docs" / "speeches"
    return dc.read(folder, metadata="{year:d}-{speaker}")


def code_rights(paper):
    """The paper with the same codes by two coders."""
    lines = dc.concordance(paper, "rights").frame[["line_id"]].assign(label="aim")
    return paper.with_layer(*(dc.Layer(f"rights_{coder}", lines) for coder in "AB"))


# A table of each verb.
TABLES = {
    "absences": lambda paper: dc.absences(paper, "modals"),
    "agreement": lambda paper: dc.agreement(code_rights(paper), ["rights_A", "rights_B"]),
    "clauses": lambda paper: dc.clauses(dc.read(Path(__file__).parents[3] / "docs" / "clauses")),
    "collocates": lambda paper: dc.collocates(paper, "rights"),
    "compare": lambda paper: dc.compare(paper, by="section", min_count=20),
    "concordance": lambda paper: dc.concordance(paper, "rights").frame,
    "confusion": lambda paper: dc.confusion(code_rights(paper), ["rights_A", "rights_B"]),
    "contrast": lambda paper: dc.contrast(read_talks(), "*", "*").query("log_ratio == 0"),
    "correspondence": lambda paper: dc.correspondence(paper, by="section", min_count=20),
    "dispersion": lambda paper: dc.dispersion(paper, ["rights", "china"]),
    "diversity": dc.diversity,
    "families": dc.families,
    "frames": lambda paper: dc.frames(paper, 4),
    "frequencies": dc.frequencies,
    "keyness": lambda paper: dc.keyness(paper, dc.reference("udhr")),
    "multiverse": lambda paper: dc.multiverse(paper, "china > 20", names="without"),
    "ngrams": dc.ngrams,
    "positions": lambda paper: dc.positions(paper, "rights"),
    "similarity": lambda paper: dc.similarity(paper, by="section"),
    "sketch": lambda paper: dc.sketch(read_talks(), "future"),
    "tfidf": lambda paper: dc.tfidf(paper, by="section"),
    "trend": lambda _: dc.trend(read_speeches(), "the"),
    "changes": lambda _: dc.changes(read_speeches()),
}
# The tables that each plot draws. A count is a count, whichever verb made it.
COUNTED = {
    "absences", "changes", "collocates", "compare", "contrast", "dispersion", "families", "frames",
    "frequencies", "keyness", "ngrams", "sketch", "tfidf", "trend",
}  # fmt: skip
DRAWN = {
    "association": {"changes", "collocates", "compare", "contrast", "keyness"},
    "clauses": {"clauses"},
    "collocates": {"absences", "collocates", "sketch"},  # expected and observed
    "compare": {"compare"},
    "contrast": {"contrast"},
    "correspondence": {"correspondence"},
    "dispersion": {"dispersion"},
    "families": {"families"},
    "frequencies": COUNTED,
    "keyness": {"keyness", "compare"},
    "multiverse": {"multiverse"},
    "ngrams": COUNTED,
    "positions": {"positions"},
    "sketch": {"sketch"},
    "tfidf": {"tfidf"},
    "trend": {"trend"},
}


@pytest.fixture(scope="module")
def tables(paper):
    return {verb: make(paper).head(3) for verb, make in TABLES.items()}


def draw(name, table, paper):
    corpus = read_talks() if "slot" in table.columns else paper
    beside = [corpus.parts("section")] if name == "positions" else []
    for parts in beside:
        parts.attrs = {}  # that the corpora differ is refused before the columns are looked at
    return getattr(plot, name)(table, *beside)


def refusal(name, *tables, **given):
    with pytest.raises(dc.DiscourseError) as error:
        getattr(plot, name)(*tables, **given)
    assert plt.get_fignums() == [], "nothing is left open"
    return str(error.value)


def test_every_plot_and_every_verb_is_here():
    assert set(TABLES) == set(all_verbs())
    assert set(DRAWN) == set(plot.__all__) - {"panels"}


@pytest.mark.parametrize("verb", sorted(TABLES))
@pytest.mark.parametrize("name", sorted(DRAWN))
def test_a_table_is_drawn_or_refused_with_the_plot_that_draws_it(paper, tables, name, verb):
    if verb in DRAWN[name]:
        assert draw(name, tables[verb], paper).figure is not None
        return
    with pytest.raises(dc.DiscourseError) as error:
        draw(name, tables[verb], paper)
    message = str(error.value)
    assert message.startswith(f"plot.{name} draws the column ")
    assert (f"; draw this one with plot.{verb}, or give it " in message) == (verb in DRAWN)


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_a_table_that_no_verb_makes_is_refused_with_the_verbs_that_exist(name):
    other = pd.DataFrame({"x": [1]})
    start, _, advice = refusal(name, *[other] * (1 + (name == "positions"))).partition(
        "give it a table of "
    )
    assert start.startswith(f"plot.{name} draws the column ")
    verbs = [verb.removeprefix("dc.") for verb in advice.removesuffix(".").split(" or ")]
    assert set(verbs) <= set(VERBS)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("association", "log_ratio"),
        ("collocates", "expected"),
        ("contrast", "log_ratio"),
        ("compare", "count_reference"),
        ("correspondence", "x"),
        ("dispersion", "band_low"),
        ("frequencies", "count"),
        ("keyness", "count_reference"),
        ("families", "count_own"),
        ("ngrams", "count"),
        ("positions", "position"),
        ("sketch", "log_dice"),
        ("tfidf", "tfidf"),
    ],
)
@pytest.mark.parametrize("as_read", [str, bool], ids=["text", "truth values"])
def test_numbers_are_not_drawn_from_a_column_of_something_else(
    paper, tables, name, column, as_read
):
    table = tables["keyness" if name == "association" else name]
    table = table.assign(**{column: table[column].fillna(0).astype(as_read)})
    with pytest.raises(dc.DiscourseError, match=rf"{column!r} of this table has the type (str|b)"):
        draw(name, table, paper)


def test_verdicts_in_the_old_column_position_are_not_positions(paper, tables):
    old = tables["dispersion"].rename(columns={"against_band": "position"})
    assert refusal("positions", old, paper.parts()) == (
        "plot.positions draws the column 'position', which dc.dispersion does not make: it was "
        "added or renamed; draw this one with plot.dispersion, or give it a table of dc.positions."
    )


def test_parts_in_place_of_axes_are_refused(paper, tables):
    assert refusal("dispersion", tables["dispersion"], paper.parts()) == (
        "plot.dispersion expects matplotlib axes as ax, got a DataFrame; "
        "only plot.positions takes a second table."
    )
    assert refusal("frequencies", tables["frequencies"], ax="column") == (
        "plot.frequencies expects matplotlib axes as ax, got 'column'."
    )


def test_another_table_in_place_of_parts_is_refused(paper, tables):
    hits = tables["positions"]
    assert refusal("positions", hits, hits) == (
        "plot.positions draws the column 'part', which this table does not have; "
        "give it corpus.parts('section') as its second table."
    )
    assert refusal("positions", hits, "section") == (
        "plot.positions expects corpus.parts('section') as its second table, got 'section'."
    )
    assert refusal("positions", paper.parts(), hits) == (
        "plot.positions draws the column 'term', which this table does not have; "
        "give it a table of dc.positions."
    )


def test_what_is_not_a_table_is_refused(paper, tables):
    assert refusal("tfidf", paper) == ("plot.tfidf expects a table of dc.tfidf, got a Corpus.")
    assert refusal("frequencies", tables["frequencies"]["count"]) == (
        "plot.frequencies expects a table of dc.frequencies, got a Series."
    )


def test_labels_that_became_numbers_are_refused():
    years = pd.DataFrame({"term": [2016, 2017], "count": [1, 2]})
    assert refusal("frequencies", years) == (
        "plot.frequencies labels what it draws with the text in the column 'term', whose type here "
        "is int64; make it text with .astype(str)."
    )


def test_an_empty_table_is_refused(tables):
    assert refusal("keyness", tables["keyness"].head(0)) == (
        "plot.keyness was given a table without rows; there is nothing to draw."
    )
