"""Every kind of discrepancy is produced here, found, and named."""

import hashlib
import json
import shutil

import nbformat
import numpy as np
import openpyxl
import pandas as pd
import pytest

import discourse as dc
from discourse.publish.checks.additions import NUMBERS_ADDED
from discourse.publish.checks.bundle_evidence import BEYOND
from discourse.publish.checks.bundles import OWN_COLUMNS
from discourse.publish.checks.drawings import OF_OTHER_VERSION
from discourse.publish.checks.pages import BY_HASH, NO_FONT, NOT_COMPARED
from discourse.publish.checks.records import LESS_CHECKED
from discourse.publish.checks.rows import BY_HAND_CHECKED
from discourse.publish.checks.saved_corpora import NOT_HERE
from discourse.publish.checks.shown_pictures import OF_THE_WEB
from discourse.publish.verify import is_not_compared

TEXT = "Peace and rights.\n\nRights, and rights again: peace."


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A study with a figure by part, a dispersion plot and the text behind both."""
    root = tmp_path_factory.mktemp("study")
    (root / "figures").mkdir()
    (root / "texts").mkdir()
    (root / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    corpus = dc.read(root / "texts")
    table = dc.frequencies(corpus, by="section")
    words = {"caption": "Words.", "alt": "Dots."}
    dc.save_figure(dc.plot.frequencies(table), root / "figures" / "words", table=table, **words)
    hits = dc.positions(corpus, ["rights"])
    ax = dc.plot.positions(hits, corpus.parts("section"))
    dc.save_figure(ax, root / "figures" / "where", table=hits, **words)
    return root


@pytest.fixture
def study(published, tmp_path):
    """A copy of it that a test may damage."""
    return shutil.copytree(published, tmp_path / "study")


def findings(root):
    return list(dc.verify(root).itertuples(index=False, name=None))


def edit(path, old, new, count=1):
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new, count))


def rewrite(path, change):
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(json.dumps(record), encoding="utf-8")


def test_what_holds_has_no_findings_and_says_what_was_checked(study):
    table = dc.verify(study)
    assert table.columns.tolist() == ["file", "row", "expected", "found"]
    assert len(table) == 0
    assert table.attrs["checked"] == {
        "bundles": 2,
        "notebooks": 0,
        "numbers bound": 0,
        "cells": 7 * 6 + 3 * 5,
        "rows": 10,
        "rows that their verbs make": 10,
        "lines": 11,
        "counts": 7,
        "drawings": 2,
        "manifests": 1,
        "pictures": 6,
    }


@pytest.mark.parametrize(
    ("files", "asked"),
    [
        ({"1990-ann.txt": TEXT, "2000-bea.txt": "Peace."}, {"metadata": "{year}-{speaker}.txt"}),
        (
            {"a.txt": TEXT, "b.txt": "Peace.", "about.csv": "file,year\na,1990\nb,2000\n"},
            {"metadata": "about.csv", "document": "file"},
        ),
        (
            {"all.csv": "who,year,speech\nann,1990,Peace and war.\nbea,2000,War.\n"},
            {"text": "speech", "document": "who"},
        ),
        ({"a.txt": "Friedensglöckchen, Rechte"}, {"encoding": "latin-1"}),
    ],
)
def test_texts_are_read_again_as_they_were(tmp_path, files, asked):
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content.encode(asked.get("encoding", "utf-8")))
    if asked.get("metadata") == "about.csv":
        asked = {**asked, "metadata": folder / "about.csv"}
    corpus = dc.read(folder, **asked)
    table = dc.frequencies(corpus, by="year" if "year" in corpus.store.sources else "section")
    dc.save_figure(dc.plot.frequencies(table), tmp_path / "x", table=table, caption="x", alt="x")
    assert findings(tmp_path) == []
    assert dc.verify(tmp_path).attrs["checked"]["counts"] == len(table)


def test_a_count_in_a_csv(study):
    path = study / "figures" / "words.csv"
    edit(path, b"2,rights,2,", b"2,rights,3,")
    found = findings(study)
    assert ("figures/words.csv", "row 1 (rights, 2), count", "2", "3") in found
    assert (
        "figures/words.csv",
        "row 1 (rights, 2), count, by the second matcher",
        "2",
        "3",
    ) in found
    assert [row for row in found if row[:2] == ("figures/words.csv", "sha256")]


def test_a_query_that_gives_something_else(study):
    edit(study / "figures" / "words.csv", b'and :: section = ""2""', b'a* :: section = ""2""')
    places = {row[1] for row in findings(study)}
    assert "row 4 (and, 2), query" in places


def test_a_byte_of_a_pdf(study):
    edit(study / "figures" / "words.pdf", b"%PDF-1.4", b"%PDF-1.5")
    found = [row[:2] for row in findings(study)]
    assert found == [
        ("figures/words.pdf", "sha256"), ("figures/words.pdf", "the entries of the file"),
    ]  # fmt: skip


def test_a_word_of_the_text(study):
    edit(study / "texts" / "a.txt", b"Peace", b"Quiet")
    found = findings(study)
    assert {row[0] for row in found} == {"figures/where", "figures/words"}
    assert all("texts/a.txt has another hash" in row[3] for row in found)


def test_a_missing_file(study):
    (study / "figures" / "where.svg").unlink()
    ((file, row, _, found),) = findings(study)
    assert (file, row, found) == ("figures/where.svg", "sha256", "no such file")


def test_an_edited_recipe(study):
    def change(record):
        record["recipe"]["parameters"]["min_count"] = 2

    rewrite(study / "figures" / "words.json", change)
    found = findings(study)
    assert ("figures/words.csv", "row 2 (again, 2)", "a row that the recipe makes",
            "one that it does not make") in found  # fmt: skip


def test_a_drawn_point_and_a_swapped_label(study):
    def change(record):
        record["drawn"]["points"][0][0][0] = 5
        labels = record["drawn"]["y_labels"]
        labels[1], labels[2] = labels[2], labels[1]

    rewrite(study / "figures" / "words.json", change)
    found = findings(study)
    assert ("figures/words.json", "drawn points[0][0][0]", "333.3333333", "5") in found
    assert ("figures/words.json", "drawn y_labels[1]", "'1'", "'2'") in found


def test_a_stroke_that_no_hit_has(study):
    def change(record):
        record["drawn"]["strokes"][2][0][0][0] = 9

    rewrite(study / "figures" / "where.json", change)
    ((file, row, expected, found),) = findings(study)
    assert (file, row, expected, found) == (
        "figures/where.json", "drawn strokes[2][0][0][0]", "3.0", "9",
    )  # fmt: skip


def notebook(study, prose):
    code = nbformat.v4.new_code_cell('import discourse as dc\n\npaper = dc.read("../texts/")')
    book = nbformat.v4.new_notebook(cells=[code, nbformat.v4.new_markdown_cell(prose)])
    (study / "notebooks").mkdir()
    nbformat.write(book, study / "notebooks" / "words.ipynb")


def test_a_number_in_the_prose(study):
    notebook(study, 'There are [3](# "rights") hits of *rights*, and [9](# "peace") of *peace*.')
    ((file, row, expected, found),) = findings(study)
    assert file == "notebooks/words.ipynb"
    assert row.startswith("cell 2, line 1, [9]")
    assert (expected, found) == ("2", "9")


def test_a_number_that_is_bound_to_nothing(study):
    notebook(study, 'There are [3](# "rights") hits of *rights*, in 2 sections.')
    ((file, _, expected, found),) = findings(study)
    assert (file, expected, found) == ("notebooks/words.ipynb", "a bound number", "2, unbound")
    checked = dc.verify(study).attrs["checked"]
    assert (checked["notebooks"], checked["numbers bound"]) == (1, 1)


def test_what_is_exempt_is_counted_by_its_rule_and_listed_where_the_check_is_strict(study):
    notebook(study, "In 1999, and in section 2, the longest.")
    found = dc.verify(study)
    assert len(found) == 0
    counts = {name: n for name, n in found.attrs["checked"].items() if "(" in name or "," in name}
    assert counts == {
        "numbers exempt (year)": 1, "numbers exempt (label)": 1, "words of degree, not checked": 1,
    }  # fmt: skip
    strict = dc.verify(study, strict=True)
    assert strict.loc[strict["file"].str.endswith(".ipynb"), "found"].tolist() == [
        "1999, exempt by the rule 'year'",
        "2, exempt by the rule 'label'",
        "longest, exempt by the rule 'degree'",
    ]
    assert len(strict) == 3


def test_numbers_in_the_caption_of_a_bundle_that_no_notebook_saves(study):
    caption = "The two words with the most hits, in 2017."
    corpus = dc.read(study / "texts")
    table = dc.frequencies(corpus, by="section")
    words = {"caption": caption, "alt": "Dots."}
    dc.save_figure(dc.plot.frequencies(table), study / "figures/words", table=table, **words)
    found = dc.verify(study)
    assert len(found) == 0
    assert found.attrs["checked"]["numbers in captions, not checked"] == 1
    strict = dc.verify(study, strict=True)
    assert strict[["file", "row"]].drop_duplicates().to_numpy().tolist() == [
        ["figures/words.json", "caption"]
    ]
    assert strict["found"].tolist() == [
        "two, unbound",
        "most, exempt by the rule 'degree'",
        "2017, exempt by the rule 'year'",
    ]


def test_a_notebook_that_is_nested_too_deeply(study):
    (study / "deep.ipynb").write_text('{"cells": ' + "[" * 100_000, encoding="utf-8")
    ((file, row, expected, found),) = findings(study)
    assert (file, row, expected) == ("deep.ipynb", "prose", "a notebook")
    assert "is not a notebook; give an .ipynb file" in found


def test_a_line_of_the_evidence(study):
    corpus = dc.read(study / "texts")
    lines = dc.evidence(corpus, dc.frequencies(corpus))
    dc.export(lines, study / "figures" / "evidence.csv")
    assert findings(study) == []
    assert dc.verify(study).attrs["checked"]["lines"] == len(lines) + 11
    assert len(lines) == corpus.size
    edit(study / "figures" / "evidence.csv", b",Peace,", b",Piece,")
    ((file, row, expected, found),) = findings(study)
    assert file == "figures/evidence.csv"
    assert row.endswith(":0-5)")
    assert (expected, found) == ("Peace", "Piece")


def test_evidence_whose_nodes_are_numbers(study):
    (study / "texts" / "b.txt").write_text("In 2017, and in 007 of 2017.", encoding="utf-8")
    corpus = dc.read(study / "texts")
    lines = dc.evidence(corpus, dc.frequencies(corpus).query("term == '2017'"))
    dc.export(lines, study / "figures" / "evidence.csv")
    assert lines["node"].tolist() == ["2017", "2017"]
    assert findings(study) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("all.csv", 'who;speech\nann;"Peace; and\nwar."\nbea;War.\n'),
        ("all.tsv", "who\tspeech\nann\tPeace, and war.\nbea\tWar.\n"),
        ("all.jsonl", '{"who": "ann", "speech": "Peace é"}\n{"who": 7, "speech": "War."}\n'),
        ("all.csv", f"who,speech\nann,{'Peace ' * 25_000}\nbea,War.\n"),
    ],
)
def test_evidence_from_the_rows_of_a_table(tmp_path, name, content):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / name).write_text(content, encoding="utf-8")
    corpus = dc.read(tmp_path / "texts", text="speech", document="who")
    lines = dc.evidence(corpus, dc.frequencies(corpus))
    path = dc.export(lines, tmp_path / "evidence.csv")
    assert findings(tmp_path) == []
    edit(path, b",War,", b",Was,")
    assert [row[2:] for row in findings(tmp_path)] == [("War", "Was")]


@pytest.mark.slow
def test_all_that_is_checked_is_in_the_docstring(root):
    listed = dc.verify.__doc__.partition("counts what was checked,")[2].partition("Raises")[0]
    for kind in dc.verify(root).attrs["checked"]:
        assert kind.split()[0] in listed


@pytest.mark.parametrize(
    "kind",
    [
        BEYOND, BY_HASH, LESS_CHECKED, NOT_COMPARED, NOT_HERE, OF_OTHER_VERSION,
        "figures drawn by hand (x: bars), not checked", NO_FONT, NUMBERS_ADDED, OF_THE_WEB,
        OWN_COLUMNS, "folders without a manifest, not checked",
        "metadata taken as recorded, not derived again", "numbers in captions, not checked",
        "outputs of cells (run=True, --run), not compared", "words of degree, not checked",
    ],
)  # fmt: skip
def test_what_is_not_compared_is_known_by_its_words(kind):
    assert is_not_compared(kind)


@pytest.mark.parametrize("kind", ["pictures", "rows that their verbs make", BY_HAND_CHECKED])
def test_what_is_compared_is_known_by_its_words(kind):
    assert not is_not_compared(kind)


def test_a_bundle_of_the_first_format_is_counted_beside_one_of_the_second(study, as_first_format):
    as_first_format(study / "figures" / "where.json")
    found = dc.verify(study, update=True)
    assert len(found) == 0
    checked = found.attrs["checked"]
    assert (checked[LESS_CHECKED.format("figures/where")], checked["bundles"]) == (1, 2)


def test_files_of_further_formats_are_compared_and_eps_of_elsewhere_by_its_hash_alone(study):
    table = dc.frequencies(dc.read(study / "texts"))
    words = {"caption": "x", "alt": "x", "formats": ["tiff", "eps"]}
    dc.save_figure(dc.plot.frequencies(table), study / "figures/x", table=table, **words)
    found = dc.verify(study)
    assert len(found) == 0
    assert (found.attrs["checked"].get(BY_HASH), found.attrs["checked"]["pictures"]) == (None, 11)
    path = study / "figures/x.json"
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace('"canvas": "own"', '"canvas": "given"'), encoding="utf-8")
    assert dc.verify(study).attrs["checked"][BY_HASH] == 1


def test_texts_may_be_in_another_folder(study):
    assert len(dc.verify(study / "figures", texts=study / "texts")) == 0
    assert len(dc.verify(study / "figures")) == 2


def test_a_figure_without_a_bundle(study):
    (study / "figures" / "extra.png").write_bytes(b"\x89PNG")
    assert findings(study) == [
        ("figures/extra.png", "file", "a file of a saved figure or table", "a file of neither")
    ]


def test_a_bundle_that_lost_its_record(study):
    (study / "figures" / "words.json").unlink()
    files = {row[0] for row in findings(study)}
    endings = ("csv", "evidence.csv", "json", "pdf", "png", "svg")
    assert files == {f"figures/words.{ending}" for ending in endings}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda record: record["recipe"].update(verb="eval"),
            "verb='eval' is not known; choose",
        ),
        (
            lambda record: record["recipe"]["parameters"].update(by=7),
            "frequencies does not take by=7.",
        ),
        (
            lambda record: record["recipe"]["parameters"].update(corpus="x"),
            "parameter of frequencies='corpus' is not known; choose 'queries', 'by', 'of', 'min_",
        ),
        (
            lambda record: record["recipe"]["corpus"]["words"].update(code="import os"),
            "choice of a tokenizer='code' is not known",
        ),
        (
            lambda record: record["plot"].update(name="../../evil"),
            "plot='../../evil' is not known; choose",
        ),
        (
            lambda record: record.update(format="discourse bundle 99"),
            "its format is neither 'discourse bundle 2' nor 'discourse bundle 1'; save it again.",
        ),
        (
            lambda record: record.pop("recipe"),
            "its entry 'recipe' is missing or malformed; save it again.",
        ),
    ],
)
def test_a_bundle_is_data_and_only_what_is_registered_is_called(study, change, message):
    rewrite(study / "figures" / "words.json", change)
    (row,) = [row for row in findings(study) if row[0] == "figures/words"]
    assert row[1:3] == ("recipe", "a bundle that can be made again")
    assert message in row[3]


def test_names_that_leave_the_folder_are_not_followed(study):
    rewrite(
        study / "figures" / "words.json",
        lambda record: record["sha256"].update({"../../secret": "00"}),
    )
    ((file, row, expected, found),) = findings(study)
    assert (file, row, expected) == ("figures/words", "sha256", "files named words")
    assert found == "../../secret"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda recipe, path: recipe["parameters"]["reference"].update(
                list=str(path), sha256="2d711642b726"
            ),
            "has the hash 2d711642b726 of",
        ),
        (
            lambda recipe, path: recipe["corpus"].update(read={"metadata": str(path)}),
            "is not a pattern of names.",
        ),
        (
            lambda recipe, path: recipe["corpus"].update(read=["x"]),
            "its entry 'recipe, corpus, read' is malformed",
        ),
    ],
)
def test_no_file_outside_the_folder_is_read(study, tmp_path, change, message):
    outside = tmp_path / "secret.csv"
    outside.write_text("document,password\na,hunter2\n", encoding="utf-8")
    (study / "own.csv").write_text("term,count\npeace,3\nand,9\n", encoding="utf-8")
    corpus, own = dc.read(study / "texts"), dc.reference(study / "own.csv")
    table = dc.keyness(corpus, own)
    dc.save_table(table, study / "figures" / "own", caption="x")
    assert findings(study) == []
    rewrite(study / "figures" / "own.json", lambda record: change(record["recipe"], outside))
    found = " ".join(row[3] for row in findings(study))
    assert message in found
    assert "password" not in found
    assert "hunter2" not in found


def test_a_table_that_was_changed_is_not_saved(tmp_path):
    corpus = dc.Corpus.from_texts({"a": TEXT})
    table = dc.frequencies(corpus)
    table.loc[table["term"] == "peace", "count"] = 3
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_figure(
            dc.plot.frequencies(table), tmp_path / "x", table=table, caption="x", alt="x"
        )
    assert str(error.value) == (
        "x, row 3 (peace), count: the table has '3', but its recipe makes '2'; "
        "save the numbers as they are, and round where they are shown."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_figure_of_other_rows_than_its_table_is_not_saved(tmp_path):
    corpus = dc.Corpus.from_texts({"a": TEXT})
    table = dc.frequencies(corpus)
    ax = dc.plot.frequencies(table.head(2))
    with pytest.raises(dc.DiscourseError, match=r"x shows .* but its table gives"):
        dc.save_figure(ax, tmp_path / "x", table=table.tail(2), caption="x", alt="x")


def test_columns_of_the_author_are_kept_and_listed_as_theirs(study):
    corpus = dc.read(study / "texts")
    table = dc.frequencies(corpus).assign(theme=["rights", "-", "peace", "-"])
    words = {"caption": "x", "alt": "x"}
    dc.save_figure(dc.plot.frequencies(table), study / "figures" / "own", table=table, **words)
    record = json.loads((study / "figures" / "own.json").read_text(encoding="utf-8"))
    assert record["derived"] == ["theme"]
    assert findings(study) == []


def test_a_table_without_a_record_gets_that_of_the_one_it_comes_from(study):
    corpus = dc.read(study / "texts")
    table = dc.frequencies(corpus)
    joined = pd.DataFrame(table.tail(2).to_dict("records"))
    recorded = dc.with_record(joined, like=table)
    ax = dc.plot.frequencies(recorded)
    dc.save_figure(ax, study / "figures" / "own", table=recorded, caption="x", alt="x")
    assert findings(study) == []
    assert "provenance" not in joined.attrs


def test_a_subset_of_texts_that_a_table_describes_is_made_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"d{number}.txt").write_text(f"Peace in year {number}.", "utf-8")
    (folder / "bad.txt").write_bytes(b"caf\xe9")
    rows = "document,year\nd1,2001\nd2,2002\nd3,2003\nbad,2004\n"
    (tmp_path / "years.csv").write_text(rows, "utf-8")
    corpus = dc.read(folder, metadata=tmp_path / "years.csv", on_error="skip")
    late = corpus.subset("year >= 2002")
    (tmp_path / "figures").mkdir()
    dc.save_table(dc.frequencies(late).head(2), "figures/terms", caption="c")
    dc.save_table(
        dc.keyness(late, corpus.subset("year < 2002")).head(2), "figures/key", caption="c"
    )
    assert dc.verify(tmp_path).to_dict("records") == []


@pytest.mark.parametrize("ending", ["md", "tex", "html"])
def test_a_page_of_a_table_that_says_something_else_is_found(paper, tmp_path, ending):
    table = dc.frequencies(paper).head(3)
    table["share"] = table["count"] / paper.size
    table["note"] = ["a", "b", "01"]
    dc.save_table(table, tmp_path / "words", caption="Words.", digits=3)
    assert dc.verify(tmp_path, texts="seeds").empty
    page, record = tmp_path / f"words.{ending}", tmp_path / "words.json"
    forged = page.read_bytes().replace(b"108", b"801")
    digest, now = (hashlib.sha256(raw).hexdigest() for raw in (page.read_bytes(), forged))
    page.write_bytes(forged)
    record.write_text(record.read_text("utf-8").replace(digest, now), "utf-8")
    found = dc.verify(tmp_path, texts="seeds")
    assert found[["file", "row"]].to_numpy().tolist() == [[f"words.{ending}", "page"]]


DIVIDED = r"""
[documents]
begins = { regex = '^Document (?P<number>\d+)\n' }
[[region]]
name = "head"
begins = { regex = '\A' }
treatment = "drop"
[[region]]
name = "body"
begins = "Text"
[[region]]
name = "rights"
matches = { regex = '^Copyright' }
treatment = "drop"
optional = true
"""


def test_texts_that_a_folder_describes_and_divides_are_verified(tmp_path):
    texts = tmp_path / "texts" / "wire"
    texts.mkdir(parents=True)
    (tmp_path / "figures").mkdir()
    (tmp_path / "texts" / "folder.toml").write_text(DIVIDED, encoding="utf-8")
    (tmp_path / "folder.toml").write_text("[source]\nignored = 'above'\n", encoding="utf-8")
    for name, words in {"x": "peace", "y": "war"}.items():
        (texts / f"{name}.txt").write_text(
            "Export.\n"
            + "".join(f"Document {n}\nText of {words} {n}.\nCopyright\n" for n in (1, 2)),
            encoding="utf-8",
        )
    corpus = dc.read(tmp_path / "texts")
    assert list(corpus) == ["wire/x/1", "wire/x/2", "wire/y/1", "wire/y/2"]
    table = dc.frequencies(corpus, by="number")
    dc.save_table(table, tmp_path / "figures" / "words", caption="Words.")
    part = dc.frequencies(corpus.subset("number = 2"))
    dc.save_table(part, tmp_path / "figures" / "part", caption="Words.")
    dc.export(dc.evidence(corpus, table.head(2)), tmp_path / "evidence.csv")
    assert findings(tmp_path) == []
    edit(tmp_path / "texts" / "folder.toml", b"Copyright", b"Copyleft")
    assert {(file, row) for file, row, _, _ in findings(tmp_path)} == {
        ("figures/words", "recipe"),
        ("figures/part", "recipe"),
    }


def test_a_table_by_derived_metadata_is_verified_and_what_a_function_gave_is_counted(study):
    corpus = dc.read(study / "texts").with_metadata(length=lambda d: d["tokens"], kind={"a": "x"})
    table = dc.frequencies(corpus, by="length")
    dc.save_table(table, study / "figures" / "lengths", caption="Words.")
    found = dc.verify(study)
    assert len(found) == 0
    assert found.attrs["checked"]["metadata taken as recorded, not derived again"] == 1
    edit(study / "figures" / "lengths.json", b'"a": 8', b'"a": 9')
    assert [row[:2] for row in findings(study)] == [("figures/lengths", "recipe")]


def test_the_rows_of_a_workbook_are_verified(tmp_path):
    (tmp_path / "figures").mkdir()
    book = openpyxl.Workbook()
    for row in (["document", "text", "year"], ["a", "Peace now.", 1990], ["b", "War.", 2000]):
        book.active.append(row)
    book.save(tmp_path / "posts.xlsx")
    corpus = dc.read(tmp_path / "posts.xlsx")
    table = dc.frequencies(corpus, by="year")
    dc.save_table(table, tmp_path / "figures" / "words", caption="Words.")
    dc.export(dc.evidence(corpus, table), tmp_path / "evidence.csv")
    found = dc.verify(tmp_path)
    assert len(found) == 0
    assert found.attrs["checked"]["lines"] == 3 + 3, "of the bundle and of the file"


def test_a_figure_of_parts_in_the_order_of_version_0_1_holds(
    tmp_path, monkeypatch, as_first_format
):
    (tmp_path / "figures").mkdir()
    rows = [f"{chapter},Peace and war{chapter}." for chapter in range(1, 12)]
    (tmp_path / "book.csv").write_text("chapter,text\n" + "\n".join(rows), encoding="utf-8")
    with monkeypatch.context() as before:
        before.setattr(
            "discourse.corpus.store.parts.order_labels", lambda labels, given: np.argsort(labels)
        )
        table = dc.tfidf(dc.read(tmp_path / "book.csv"), by="chapter")
        shown = table.head(11)
        assert shown["part"].cat.categories.tolist()[:3] == ["1", "10", "11"]
        words = {"caption": "Words.", "alt": "Squares."}
        dc.save_figure(dc.plot.tfidf(shown), tmp_path / "figures" / "a", table=shown, **words)
    as_first_format(tmp_path / "figures" / "a.json")
    assert dc.tfidf(dc.read(tmp_path / "book.csv"), by="chapter")["part"].cat.categories[1] == "2"
    assert findings(tmp_path) == []
    edit(tmp_path / "figures" / "a.json", b'"10"', b'"12"')
    assert findings(tmp_path) != []
