import hashlib
import json
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

import discourse as dc

ENDINGS = ("csv", "json", "pdf", "png", "svg")
WORDS = {"caption": "Three words.", "alt": "Dots."}


@pytest.fixture
def table(paper):
    return dc.frequencies(paper).head(3)


def test_a_bundle_is_five_files_of_the_same_bytes_each_time(table, tmp_path):
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        dc.save_figure(dc.plot.frequencies(table), tmp_path / folder / "top", table=table, **WORDS)
    for ending in ENDINGS:
        first, second = (tmp_path / f / f"top.{ending}" for f in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()
    assert len(list((tmp_path / "first").glob("top.*"))) == len(ENDINGS)


def test_the_readers_own_settings_change_no_byte(table, tmp_path):
    mine = {"axes.grid": True, "savefig.bbox": "tight", "lines.linestyle": "--", "font.weight": 900}
    for name, settings in (("first", {}), ("second", mine)):
        with mpl.rc_context(settings):
            dc.save_figure(dc.plot.frequencies(table), tmp_path / name, table=table, **WORDS)
    for ending in ("pdf", "png", "svg"):
        first, second = (tmp_path / f"{name}.{ending}" for name in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()


def test_where_one_file_cannot_be_replaced_all_stay_as_they_were(table, tmp_path):
    (tmp_path / "top.svg").write_text("old")
    (tmp_path / "top.csv").mkdir()
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_figure(dc.plot.frequencies(table), tmp_path / "top", table=table, **WORDS)
    assert str(error.value).startswith(f"{tmp_path / 'top.csv'} cannot be replaced (")
    assert str(error.value).endswith(
        "); close the program that has it open, or remove the file. No file was changed."
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["top.csv", "top.svg"]
    assert (tmp_path / "top.svg").read_text() == "old"


def test_the_csv_holds_exactly_the_rows_that_are_drawn(table, tmp_path):
    dc.save_figure(dc.plot.frequencies(table), tmp_path / "top", table=table, **WORDS)
    pd.testing.assert_frame_equal(
        pd.read_csv(tmp_path / "top.csv", dtype={"query": "str"}), table, rtol=1e-9
    )


def test_the_json_holds_recipe_words_hashes_and_what_was_drawn(table, tmp_path):
    dc.save_figure(dc.plot.frequencies(table), tmp_path / "top", table=table, **WORDS)
    record = json.loads((tmp_path / "top.json").read_text(encoding="utf-8"))
    recipe = json.loads(table.attrs["provenance"])
    assert record["recipe"]["parameters"] == recipe["parameters"]
    assert record["recipe"]["corpus"]["fingerprint"] == recipe["corpus"]["fingerprint"]
    assert list(record["recipe"]["corpus"]["documents"]) == ["human-rights-2017-chapter-6"]
    assert (record["caption"], record["alt"]) == ("Three words.", "Dots.")
    assert record["drawn"]["y_labels"] == ["the", "and", "of"]
    assert record["drawn"]["points"] == [[[108, 0], [73, 1], [65, 2]]]
    for name, digest in record["sha256"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_a_figure_is_as_wide_as_a_column_and_its_fonts_are_embedded(table, tmp_path):
    ax = dc.plot.frequencies(table)
    assert ax.figure.get_size_inches()[0] * 25.4 == pytest.approx(85)
    dc.save_figure(ax, tmp_path / "top", table=table, **WORDS)
    pdf = (tmp_path / "top.pdf").read_bytes()
    assert b"/FontFile2" in pdf
    width = re.search(rb"/MediaBox \[ 0 0 ([\d.]+)", pdf)
    assert float(width[1]) == pytest.approx(85 / 25.4 * 72, abs=0.01)


def test_a_page_is_178_mm_wide(table):
    ax = dc.plot.frequencies(table, width="page")
    assert ax.figure.get_size_inches()[0] * 25.4 == pytest.approx(178)


def test_drawing_and_saving_leave_matplotlibs_settings_and_the_table_as_they_were(table, tmp_path):
    settings, rows = dict(mpl.rcParams), table.copy()
    dc.save_figure(dc.plot.frequencies(table), tmp_path / "top", table=table, **WORDS)
    assert dict(mpl.rcParams) == settings
    pd.testing.assert_frame_equal(table, rows)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"alt": " "},
            "{} has no alternative text; say in alt= what the figure shows.",
        ),
        ({"caption": ""}, "{} has no caption; say in caption= what it shows."),
        (
            {"table": pd.DataFrame({"term": ["rights"]})},
            "the table of top does not say how it was made; give rows of a table that a verb made, "
            "or pass on its record: dc.with_record(table, like=the_table_it_comes_from).",
        ),
    ],
)
def test_what_a_bundle_needs_is_asked_for_and_nothing_is_written(table, tmp_path, change, message):
    ax = dc.plot.frequencies(table)
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_figure(ax, tmp_path / "top", **{"table": table, **WORDS, **change})
    assert str(error.value) == message.format(tmp_path / "top")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(table, tmp_path):
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_figure(dc.plot.frequencies(table), tmp_path / "no" / "top", table=table, **WORDS)
    assert str(error.value) == f"there is no folder {tmp_path / 'no'}; make it, or name another."


@pytest.mark.parametrize("size", ["page", (4, 3)])
def test_a_figure_of_any_size_is_drawn_again_in_that_size(paper, size, tmp_path):
    table = dc.collocates(paper, "the").head(30)
    _, ax = (None, None) if size == "page" else plt.subplots(figsize=size)
    width = size if size == "page" else "column"
    drawn = dc.plot.association(table, ax, width=width)
    dc.save_figure(drawn, tmp_path / "figure", table=table, caption="c", alt="a")
    assert dc.verify(tmp_path, texts="seeds").empty


def test_places_of_one_corpus_are_not_drawn_over_the_parts_of_another():
    texts = {"a": "war " * 9, "b": "peace " * 9, "c": "word " * 9}
    corpus = dc.Corpus.from_texts(texts)
    hits = dc.positions(corpus.subset('document != "a"'), "peace")
    with pytest.raises(dc.DiscourseError, match="was given tables of different corpora"):
        dc.plot.positions(hits, corpus.parts("document"))


@pytest.mark.parametrize("name", ["figure.png", "figure.json"])
def test_the_name_of_a_bundle_has_no_ending(table, tmp_path, name):
    with pytest.raises(dc.DiscourseError, match=f"{name!r} names one file, but several"):
        dc.save_figure(dc.plot.frequencies(table), tmp_path / name, table=table, **WORDS)
