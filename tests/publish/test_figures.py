import hashlib
import json
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from PIL import Image

import discourse as dc
from discourse.publish.plots.register import find_drawing

ENDINGS = ("csv", "evidence.csv", "json", "pdf", "png", "svg")
WORDS = {"caption": "Three words.", "alt": "Dots."}


@pytest.fixture
def table(paper):
    return dc.frequencies(paper).head(3)


def test_a_bundle_is_six_files_of_the_same_bytes_each_time(table, tmp_path):
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


@pytest.mark.parametrize("size", ["page", (5, 4)])
def test_a_figure_of_any_size_is_drawn_again_in_that_size(paper, size, tmp_path):
    table = dc.collocates(paper, "the").head(30)
    ax = None
    if size != "page":  # with room for the words below its axes
        _, ax = plt.subplots(figsize=size, gridspec_kw={"bottom": 0.15})
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


def test_further_formats_are_the_same_bytes_each_time_with_the_dots_asked_for(table, tmp_path):
    for name in ("first", "second"):
        ax = dc.plot.frequencies(table, width=84)
        given = {"dpi": 600, "formats": ["tiff", "eps"]}
        dc.save_figure(ax, tmp_path / name, table=table, **given, **WORDS)
    for ending in ("png", "tiff", "eps"):
        first, second = (tmp_path / f"{name}.{ending}" for name in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()
    for ending in ("png", "tiff"):
        with Image.open(tmp_path / f"first.{ending}") as image:
            assert image.size[0] == int(84 / 25.4 * 600)
            assert image.info["dpi"] == pytest.approx((600, 600), rel=1e-3)
    with Image.open(tmp_path / "first.tiff") as image:
        assert image.mode == "RGB"
    eps = (tmp_path / "first.eps").read_bytes()
    assert eps.startswith(b"%!PS-Adobe-3.0 EPSF-3.0")
    assert b"CreationDate" not in eps
    record = json.loads((tmp_path / "first.json").read_text("utf-8"))
    assert record["dpi"] == 600
    assert {"first.tiff", "first.eps"} < set(record["sha256"])
    assert dc.verify(tmp_path, texts=".").empty


def test_a_changed_tiff_is_noticed(table, tmp_path):
    ax = dc.plot.frequencies(table)
    dc.save_figure(ax, tmp_path / "top", table=table, formats=["tiff"], **WORDS)
    with (tmp_path / "top.tiff").open("ab") as file:
        file.write(b"x")
    assert dc.verify(tmp_path, texts=".")["file"].tolist() == ["top.tiff"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"formats": ["gif"]}, "format='gif' is not known; choose 'tiff', 'eps'."),
        ({"formats": "tiff"}, "formats expects a list, got 'tiff'; write formats=['tiff']."),
        ({"dpi": 0}, "dpi expects dots per inch from 50 to 2,400, got 0; write dpi=300."),
        ({"dpi": True}, "dpi expects dots per inch from 50 to 2,400, got True; write dpi=300."),
    ],
)
def test_a_format_or_a_number_of_dots_that_is_none_is_refused(table, tmp_path, given, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_figure(dc.plot.frequencies(table), tmp_path / "x", table=table, **given, **WORDS)
    assert str(error.value) == message


def test_letters_and_sides_are_recorded_and_drawn_again(paper, tmp_path):
    table = dc.keyness(paper, dc.reference("udhr")).head(4)
    given = {"font": "DejaVu Serif", "font_size": 9, "sides": ["one", "the other"]}
    ax = dc.plot.keyness(table, width=84, **given)
    dc.save_figure(ax, tmp_path / "key", table=table, **WORDS)
    record = json.loads((tmp_path / "key.json").read_text("utf-8"))
    assert record["plot"]["options"] == {"width": 84, **given}
    assert "DejaVu Serif" in (tmp_path / "key.svg").read_text("utf-8")
    assert dc.verify(tmp_path, texts=".").empty
    for key, value, found in (
        ("label", {}, "option of plot.keyness='label' is not known"),
        ("ax", 3, "option of plot.keyness='ax' is not known"),
        ("font", "Nobody's", "no font named"),
        ("font_size", 1e9, "font_size expects points"),
    ):
        record["plot"]["options"] = {key: value}
        (tmp_path / "key.json").write_text(json.dumps(record), "utf-8")
        assert any(found in text for text in dc.verify(tmp_path, texts=".")["found"])


def test_a_plot_with_what_no_file_can_hold_is_not_saved(table, tmp_path):
    ax = dc.plot.frequencies(table)
    drawing = find_drawing(ax)
    drawing.options["font"] = object()
    with pytest.raises(dc.DiscourseError, match="not all of it can be kept in a file"):
        _ = drawing.recipe


def test_labels_are_drawn_and_kept_beside_the_originals(paper, tmp_path):
    table = dc.frequencies(paper).head(3)
    ax = dc.plot.frequencies(table, labels={"the": "der, die, das", "and": "und"})
    assert [label.get_text() for label in ax.get_yticklabels()] == ["der, die, das", "und", "of"]
    dc.save_figure(ax, tmp_path / "top", table=table, **WORDS)
    saved = pd.read_csv(tmp_path / "top.csv")
    assert saved.columns[:3].tolist() == ["term", "term_label", "count"]
    assert saved["term"].tolist() == ["the", "and", "of"]
    assert saved["term_label"].tolist() == ["der, die, das", "und", "of"]
    assert json.loads((tmp_path / "top.json").read_text("utf-8"))["derived"] == ["term_label"]
    assert dc.verify(tmp_path, texts=".").empty
    (tmp_path / "top.csv").write_text(
        (tmp_path / "top.csv").read_text("utf-8").replace("und", "oder"), "utf-8"
    )
    found = " ".join(dc.verify(tmp_path, texts=".")["found"])
    assert "the table has a column 'term_label' with other labels than labels= gives" in found
    assert list(table.columns) == list(dc.frequencies(paper).columns), "it is as it was"


def test_labels_of_parts_keep_the_order_of_the_text(paper, tmp_path):
    table = dc.tfidf(paper, by="section").head(3)
    ax = dc.plot.tfidf(table, labels={"lead": "Vorspann", "3": "III"})
    names = [label.get_text() for label in ax.get_xticklabels()]
    assert names == ["Vorspann", "1", "2", "III", "4", "5"]
    dc.save_figure(ax, tmp_path / "top", table=table, **WORDS)
    assert dc.verify(tmp_path, texts=".").empty


def test_a_query_without_hits_has_its_label(paper, tmp_path):
    table = dc.positions(paper, ["nowhere", "human rights"])
    given = {"human rights": "Menschenrechte", "nowhere": "nirgends"}
    ax = dc.plot.positions(table, paper.parts("section"), labels=given)
    assert [text.get_text() for text in ax.texts] == ["nirgends  0", "Menschenrechte  18"]
    assert table.attrs["without_hits"] == dc.positions(paper, ["nowhere"]).attrs["without_hits"]
    dc.save_figure(ax, tmp_path / "top", table=table, **WORDS)
    assert dc.verify(tmp_path, texts=".").empty


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ({"teh": "x"}, "labels= has a name for 'teh', which no row of the table has; its keys are "
         "names of the table, such as its terms, as they are written there."),
        ({"the": "and"}, "labels= shows 'and' and 'the' of the column 'term' as 'and'; give each a "
         "label of its own."),
        (["the"], "labels expects a mapping from names to labels, got a list; write "
         "labels={'human rights': '人权'}."),
        ({"the": 3}, "labels expects a mapping from names to labels, got a dict; write "
         "labels={'human rights': '人权'}."),
    ],
)  # fmt: skip
def test_labels_that_would_mislead_are_refused(table, labels, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.frequencies(table, labels=labels)
    assert str(error.value) == message


def test_the_rows_that_a_plot_completes_are_in_the_bundle(paper, tmp_path):
    table = dc.tfidf(paper, by="section")
    cut = table[table["term"] == "future"].head(1)
    dc.save_figure(dc.plot.tfidf(cut), tmp_path / "cut", table=cut, **WORDS)
    saved = pd.read_csv(tmp_path / "cut.csv", dtype={"part": "str"})
    assert sorted(saved["part"]) == sorted(table[table["term"] == "future"]["part"])
    assert dc.verify(tmp_path, texts=".").empty
