"""Damages to tables, records, lines, paragraphs, code and whole files of a study.

Each is done to a copy of a study that was saved here, by somebody who changes every hash and every
list with it, so that none is found by its hash alone; and verify names it.
"""

import hashlib
import json
import os
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image, ImageDraw

import discourse as dc
from discourse.publish.checks.loose_lines import OF_NO_BUNDLE
from discourse.publish.checks.records import LESS_CHECKED
from discourse.publish.checks.saved_code import UNFOLLOWED
from discourse.publish.export.data_files import csv_bytes, read_csv
from discourse.publish.export.manifest import update_manifest
from discourse.publish.verify import MANUSCRIPTS, UNSAVED, is_not_compared

pytestmark = pytest.mark.slow  # hundreds of damages, minutes together

A = (
    "Peace and rights for all.\n\nRights, and rights again: peace, war and peace. Human rights are "
    "rights.\n\nThe war was long, and the peace was short; rights of all, for all. China signed.\n"
)
B = (
    "War and duty for some.\n\nDuty, and duty again: war, peace and war. Human duty is duty, and "
    "China's too.\n\nThe peace was short; rights of few.\n"
)
LABELS = {"peace": "Frieden"}
READ = 'import discourse as dc\n\npaper = dc.read("../texts/", metadata="../texts.csv")\n'


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A study with tables of several verbs, a figure, exported lines and a paragraph."""
    root = tmp_path_factory.mktemp("study")
    for folder in ("texts", "others", "figures", "notebooks"):
        (root / folder).mkdir()
    (root / "texts/a.txt").write_text(A, encoding="utf-8")
    (root / "texts/b.txt").write_text(B, encoding="utf-8")
    (root / "others/x.txt").write_text(B.replace("duty", "law"), encoding="utf-8")
    (root / "texts.csv").write_text("document,year\na,1990\nb,1991\n", encoding="utf-8")
    corpus = dc.read(root / "texts", metadata=root / "texts.csv")
    other = dc.read(root / "others")
    words = dc.frequencies(corpus)
    tables = {
        "top": words.head(8),
        "mine": words.head(4).assign(theme=list("abab")),
        "key": dc.keyness(corpus, other, min_count=2).head(5),
        "list": dc.keyness(corpus, dc.reference("udhr")).head(5),
        "pairs": dc.ngrams(corpus, 2, min_count=2),
        "near": dc.collocates(corpus, "rights", window=2),
        "lines": dc.concordance(corpus, "rights").sort("R1").frame,
        "years": dc.frequencies(corpus, ["peace", "war"], by="year"),
        "spread": dc.dispersion(corpus, ["peace", "war"], seed=3),
        "docs": corpus.documents,
    }
    for name, table in tables.items():
        dc.save_table(table, root / "figures" / name, caption="Words.")
    drawn = words.head(5)
    ax = dc.plot.frequencies(drawn, labels=LABELS)
    dc.save_figure(ax, root / "figures/dots", table=drawn, caption="Words.", alt="Dots.")
    dc.export(dc.evidence(corpus, words.head(2)), root / "figures/evidence.csv")
    return root


class Forger:
    """Somebody with a copy of a bundle and its texts, who knows how all of it is stored."""

    def __init__(self, root):
        self.root, self.figures = root, root / "figures"

    def list_again(self):
        (self.figures / "manifest.json").unlink(missing_ok=True)
        names = [path.name for path in self.figures.iterdir() if path.is_file()]
        update_manifest(self.figures, sorted(names))

    def record(self, name, change=lambda record: None):
        """Change a record, and give each file its hash again."""
        path = self.figures / f"{name}.json"
        record = json.loads(path.read_text(encoding="utf-8"))
        change(record)
        for file in record.get("sha256", {}):
            if (self.figures / file).is_file():
                raw = (self.figures / file).read_bytes()
                record["sha256"][file] = hashlib.sha256(raw).hexdigest()
        path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        self.list_again()

    def cells(self, file, change):
        """Change the table in a CSV."""
        path = self.figures / file
        path.write_bytes(csv_bytes(change(read_csv(path.read_bytes()))))
        name = file.split(".")[0]
        if (self.figures / f"{name}.json").exists():
            self.record(name)
        self.list_again()

    def replace(self, name, old, new, *endings):
        """Change a text in files of a bundle: in all of them but the record, or in some."""
        for ending in endings or ("csv", "evidence.csv", "reference.csv", "md", "html", "tex"):
            path = self.figures / f"{name}.{ending}"
            if path.exists():
                written = path.read_text(encoding="utf-8").replace(old, new)
                path.write_text(written, encoding="utf-8")
        self.record(name)

    def write(self, name, content="False."):
        path = self.root / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(content, encoding="utf-8")

    def copy(self, name, new, change=lambda record: None):
        """Copy a bundle under another name."""
        for path in list(self.figures.glob(f"{name}.*")):
            shutil.copy(path, self.figures / (new + path.name.removeprefix(name)))
        record = self.figures / f"{new}.json"
        written = record.read_text(encoding="utf-8").replace(f'"{name}.', f'"{new}.')
        record.write_text(written, encoding="utf-8")
        self.record(new, change)

    def notebook(self, *cells):
        path = self.root / "notebooks/one.ipynb"
        nbformat.write(new_notebook(cells=list(cells)), path)

    def paint(self, name):
        """Another picture of the size of the figure."""
        with Image.open(self.figures / "dots.png") as image:
            page = image.convert("RGB")
        ImageDraw.Draw(page).ellipse((300, 60, 340, 100), fill="black")
        path = self.root / name
        path.parent.mkdir(exist_ok=True, parents=True)
        page.save(path)


@pytest.fixture
def forger(published, tmp_path):
    """A function that copies some bundles, with their texts, for a forger."""

    def copied(*names):
        root = tmp_path / "study"
        shutil.copytree(published, root, ignore=shutil.ignore_patterns("figures"))
        (root / "figures").mkdir()
        for name in names:
            for path in (published / "figures").glob(f"{name}.*"):
                shutil.copy(path, root / "figures")
        found = Forger(root)
        found.list_again()
        return found

    return copied


def findings(forger, **options):
    found = dc.verify(forger.root, **options)
    return found, [" | ".join(row) for row in found.itertuples(index=False)]


def assert_named(forger, *words):
    _, said = findings(forger)
    assert any(all(word in row for word in words) for row in said), "\n".join(said) or "nothing"


def parameter(name, value):
    return lambda record: record["recipe"]["parameters"].update({name: value})


def of_corpus(name, value):
    return lambda record: record["recipe"]["corpus"].update({name: value})


def test_the_sound_study_holds(published):
    found = dc.verify(published)
    assert found.to_dict("records") == []
    assert found.attrs["checked"]["bundles"] == 11


# -------------------------------------------------------------------------------------- the tables


def swap(one, other):
    def change(table):
        table[[one, other]] = table[[other, one]].to_numpy()
        return table

    return change


def swap_heads(forger):
    for old, new in (("count", "x-x"), ("range", "count"), ("x-x", "range")):
        forger.replace("top", old, new, "csv", "md", "html", "tex")


def exchange_years(forger):
    for old, new in (("1990", "x-x"), ("1991", "1990"), ("x-x", "1991")):
        forger.replace("years", old, new)


TABLES = {
    "values of two columns": (
        "top", lambda f: f.cells("top.csv", swap("count", "range")), "count | 8 | 2",
    ),
    "heads of two columns, in all forms": ("top", swap_heads, "range"),
    "a head in Markdown": (
        "top", lambda f: f.replace("top", "| count", "| texts", "md"), "top.md",
    ),
    "a count in Markdown": ("top", lambda f: f.replace("top", "| 6 |", "| 60 |", "md"), "top.md"),
    "a row in LaTeX": ("top", lambda f: f.replace("top", "peace", "war", "tex"), "top.tex"),
    "a note under HTML": (
        "top", lambda f: f.replace("top", "</body>", "<p>p < .01</p></body>", "html"), "top.html",
    ),
    "a style that hides a row": (
        "top",
        lambda f: f.replace("top", "<style>", "<style>tr:nth-child(2){display:none}", "html"),
        "top.html",
    ),
    "a comment in LaTeX": (
        "top", lambda f: f.replace("top", r"\bottomrule", "% x\n\\bottomrule", "tex"), "top.tex",
    ),
    "a term renamed in all forms": (
        "top", lambda f: f.replace("top", "peace", "trade"), "row 3 (trade)",
    ),
    "a term in Cyrillic letters": (
        "top", lambda f: f.replace("top", "peace", "pe\u0430ce"), "a row that the recipe makes",
    ),
    "a term with a soft hyphen": (
        "top", lambda f: f.replace("top", "peace", "pea\u00adce"), "a row that the recipe makes",
    ),
    "a term in capitals": (
        "top", lambda f: f.replace("top", "peace", "PEACE"), "a row that the recipe makes",
    ),
    "a count in other digits": (
        "top", lambda f: f.replace("top", "peace,6,", "peace,\u0666,", "csv"), "second matcher",
    ),
    "a count with a nought": (
        "top", lambda f: f.replace("top", "peace,6,", "peace,06,", "csv"), "second matcher",
    ),
    "fewer digits": (
        "top",
        lambda f: f.cells("top.csv", lambda t: t.assign(per_thousand=t["per_thousand"].str[:3])),
        "per_thousand",
    ),
    "another unit": (
        "top",
        lambda f: f.replace("top", "per_thousand", "per_million", "csv", "evidence.csv"),
        "column per_million",
    ),
    "another unit, said to be the author's": (
        "top",
        lambda f: (
            f.replace("top", "per_thousand", "per_million", "csv", "evidence.csv"),
            f.record("top", lambda r: r["derived"].append("per_million")),
        ),
        "column per_thousand",
    ),
    "a word that no text has": (
        "top",
        lambda f: f.cells("top.csv", lambda t: t.replace({"for": "love"})),
        "a row that the recipe makes",
    ),
    "queries of other rows": (
        "top",
        lambda f: f.cells("top.csv", lambda t: t.assign(query=t["query"].to_numpy()[::-1])),
        "query",
    ),
    "a column that looks like another": (
        "mine",
        lambda f: (
            f.replace("mine", "theme", "\u0441ount"),
            f.record("mine", lambda r: r.update(derived=["\u0441ount"])),
        ),
        "the look of 'count'",
    ),
    "cells of the author turned round": (
        "mine",
        lambda f: f.replace("mine", ",a", ",\u202e82", "csv"),
        "turn the order of letters and digits round",
    ),
    "a column of the author that lost a value": (
        "mine", lambda f: f.replace("mine", ",a\n", ",\n", "csv"), "theme",
    ),
    "the sides of a comparison": (
        "key", lambda f: f.cells("key.csv", swap("count", "count_reference")), "count_reference",
    ),
    "the ends of an interval": (
        "key", lambda f: f.cells("key.csv", swap("log_ratio_low", "log_ratio_high")), "log_ratio",
    ),
    "a verdict": ("key", lambda f: f.replace("key", "descriptive", "robust"), "status"),
    "the order of rows": ("key", lambda f: f.cells("key.csv", lambda t: t.iloc[::-1]), "by hand"),
    "years exchanged": ("years", exchange_years, "count"),
    "another year": ("years", lambda f: f.replace("years", "1990", "1890"), "(peace, 1890)"),
    "metadata in a table of texts": (
        "docs", lambda f: f.replace("docs", "1990", "1890"), "row 1 (a), year",
    ),
    "a name in a table of texts": (
        "docs", lambda f: f.replace("docs", "\na,", "\nz,", "csv"), "(z)",
    ),
    "a line of a concordance": (
        "lines", lambda f: f.cells("lines.csv", lambda t: t.iloc[1:]), "lines.csv",
    ),
    "what is left of a node": (
        "lines", lambda f: f.cells("lines.csv", lambda t: t.assign(left="never ")), "left",
    ),
    "the letters of a node": (
        "lines",
        lambda f: f.cells("lines.csv", lambda t: t.assign(node=t["node"].str.upper())),
        "node",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_damage_to_a_table_is_named(forger, name):
    bundle, damage, words = TABLES[name]
    forged = forger(bundle)
    damage(forged)
    assert_named(forged, f"figures/{bundle}", words)


# ------------------------------------------------------------------------------------- the records


def exchange_sides(record):
    recipe = record["recipe"]
    sides = recipe["corpus"], recipe["parameters"]["reference"]
    recipe["parameters"]["reference"], recipe["corpus"] = sides


def first_lines_alone(forger):
    """One line of each row, and a record that says that no more were wanted."""
    forger.cells("top.evidence.csv", lambda table: table.groupby("term", sort=False).head(1))
    forger.record("top", lambda r: r["evidence"].update(each=1, lines=8))


RECORDS = {
    "a window": ("near", parameter("window", 3), "expected"),
    "a window as a text": ("near", parameter("window", "2"), "window='2'"),
    "a window as a fraction": ("near", parameter("window", 2.0), "window=2.0"),
    "a window as a truth": ("near", parameter("window", True), "window=True"),
    "a border": ("near", parameter("within", "section"), "expected"),
    "a node": ("near", parameter("node", "peace"), "row 1"),
    "a minimum": ("pairs", parameter("min_count", 1), "rows"),
    "a length": ("pairs", parameter("n", 3), "a row that the recipe makes"),
    "a seed": ("spread", parameter("seed", 4), "spread.html"),
    "a seed that no number shows": ("key", parameter("seed", 4), "key.html"),
    "a unit": ("key", parameter("unit", "document"), "unit='document'"),
    "another list": (
        "list", lambda r: r["recipe"]["parameters"]["reference"].update(list="inaugural"),
        "'inaugural' found here is not the one",
    ),
    "the title of a list": (
        "list", lambda r: r["recipe"]["parameters"]["reference"].update(title="Magna Carta"),
        "'title' is not known",
    ),
    "the sides": ("key", exchange_sides, "count"),
    "the target as reference": (
        "key", lambda r: r["recipe"]["parameters"].update(reference=r["recipe"]["corpus"]),
        "count_reference",
    ),
    "a fingerprint": ("top", of_corpus("fingerprint", "0" * 16), "the texts give the corpus"),
    "the hash of a text": (
        "top", lambda r: r["recipe"]["corpus"]["documents"].update(a="0" * 12), "no text below",
    ),
    "a text less": ("top", lambda r: r["recipe"]["corpus"]["documents"].pop("b"), "the corpus"),
    "a title of the texts": ("top", of_corpus("title", "All speeches"), "'title' is not known"),
    "a subset": ("top", of_corpus("subset", ['year = "1990"']), "the texts give the corpus"),
    "a tokenizer": (
        "top", lambda r: r["recipe"]["corpus"]["words"].update(possessive="split"), "the corpus",
    ),
    "texts of elsewhere": (
        "top", lambda r: r["recipe"]["corpus"]["read"]["metadata"].update(file="/etc/passwd"),
        "top.html",
    ),
    "metadata of elsewhere": (
        "top", lambda r: r["recipe"]["corpus"]["read"]["metadata"].update(sha256="0" * 12),
        "no text below",
    ),
    "a verb in Cyrillic letters": (
        "top", lambda r: r["recipe"].update(verb="frequen\u0441ies"), "is not known",
    ),
    "a package that nobody has": (
        "top", lambda r: r["recipe"]["versions"].update(notary="1"), "the package notary 1",
    ),
    "rows chosen by a rule": (
        "mine", lambda r: r["rows"].update(chosen="all that are significant"), "significant",
    ),
    "more rows": ("mine", lambda r: r["rows"].update(of=4), "4 of 4 rows"),
    "an order": ("mine", lambda r: r["rows"].update(order="by keyness"), "by keyness"),
    "columns in another order": (
        "top", lambda r: r.update(columns=r["columns"][::-1]), "top.md",
    ),
    "fewer digits": ("top", lambda r: r.update(digits=0), "top.tex"),
    "hits that are no lines": ("top", lambda r: r["evidence"].update(hits=99), "evidence"),
    "no lines of the other side": (
        "key", lambda r: r.pop("evidence_reference"), "evidence_reference",
    ),
    "a file elsewhere": (
        "top", lambda r: r["sha256"].update({"../texts/a.txt": "0"}), "../texts/a.txt",
    ),
    "an addition to a table": ("top", lambda r: r.update(added="an arrow"), "added"),
    "a panel of nothing": ("top", lambda r: r.update(panel_of="dots"), "panel_of"),
    "a caption turned round": ("dots", lambda r: r.update(caption="\u202e82 hits."), "caption"),
    "an alternative text turned round": ("dots", lambda r: r.update(alt="\u2067(28)."), "alt"),
    "labels exchanged": (
        "dots", lambda r: r["plot"]["options"].update(labels={"peace": "rights", "rights": "x"}),
        "labels",
    ),
    "another plot of cells": ("dots", lambda r: r["plot"].update(name="tfidf"), "dots"),
    "a title of a panel": ("dots", lambda r: r["plot"].update(title="War"), "'War'"),
    "a size without end": ("dots", lambda r: r["plot"].update(inches=[1e9, 1e9]), "inches"),
}  # fmt: skip


@pytest.mark.parametrize("name", RECORDS)
def test_a_damage_to_a_record_is_named(forger, name):
    bundle, change, words = RECORDS[name]
    forged = forger(bundle)
    forged.record(bundle, change)
    assert_named(forged, f"figures/{bundle}", words)


RAW = {
    "a key twice, deep inside": (
        lambda raw: raw.replace(b'"verb"', b'"verb": "ngrams", "verb"'), "'verb' is there twice",
    ),
    "a key twice, once in other signs": (
        lambda raw: raw.replace(b'"verb"', b'"v\\u0065rb": "ngrams", "verb"'), "is there twice",
    ),
    "more behind the end": (lambda raw: raw + b"{}", "is not JSON"),
    "another encoding": (lambda raw: raw.replace(b"Words.", b"W\xf6rter."), "is not JSON"),
    "lists without end": (lambda raw: b"[" * 100_000, "is not JSON"),
    "another object": (lambda raw: b"{}", "its format is neither"),
    "a format that looks like it": (
        lambda raw: raw.replace(b"discourse b", "dis\u0441ourse b".encode()), "its format",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RAW)
def test_a_record_that_is_none_does_not_hide_its_bundle(forger, name):
    change, words = RAW[name]
    forged = forger("top")
    path = forged.figures / "top.json"
    path.write_bytes(change(path.read_bytes()))
    forged.list_again()
    assert_named(forged, "figures/top", words)


@pytest.mark.parametrize("name", ["top.json", "top.csv", "top.md", "manifest.json"])
def test_a_file_without_end_is_a_finding(forger, name):
    forged = forger("top")
    os.truncate(forged.figures / name, 3 * 2**30)  # it takes no room on the disk
    assert_named(forged, "figures/")


def test_a_bundle_that_is_said_to_be_of_the_first_format_is_named_and_not_all_holds(forger):
    forged = forger("top")

    def downgrade(record):
        for entry in ("rows", "columns", "evidence"):
            del record[entry]
        del record["sha256"]["top.evidence.csv"]
        record["format"] = "discourse bundle 1"

    forged.record("top", downgrade)
    assert_named(forged, "figures/top.evidence.csv", "no lines beside a bundle of the first format")
    (forged.figures / "top.evidence.csv").unlink()
    forged.list_again()
    found, said = findings(forged)
    assert said == []
    kind = LESS_CHECKED.format("figures/top")
    assert found.attrs["checked"][kind] == 1
    assert is_not_compared(kind)


# --------------------------------------------------------------------------------------- the lines


def move(table):
    """Exchange the lines of two hits of a word."""
    two = table.index[table["term"] == "peace"][:2]
    columns = ["line_id", "document", "section", "start_char", "end_char", "left", "node", "right"]
    table.loc[two, columns] = table.loc[two[::-1], columns].to_numpy()
    return table


LINES = {
    "lines of two hits": (move, "order"),
    "ids of an equal text elsewhere": (
        lambda t: t.assign(line_id=t["line_id"].replace(dict(zip(
            t["line_id"][t["term"] == "peace"], t["line_id"][t["term"] == "peace"][::-1],
            strict=True,
        )))),
        "start_char",
    ),
    "a nought in an id": (
        lambda t: t.assign(line_id=t["line_id"].str.replace(":", ":0")), "another one",
    ),
    "ids in capitals": (lambda t: t.assign(line_id=t["line_id"].str.upper()), "another one"),
    "blanks that look alike": (
        lambda t: t.assign(left=t["left"].str.replace(" ", "\u00a0")), "left",
    ),
    "line ends": (lambda t: t.assign(left=t["left"].str.replace("\n", " ")), "left"),
    "a sign that nobody sees": (lambda t: t.assign(left=t["left"] + "\u200b"), "left"),
    "a column of notes": (lambda t: t.assign(note="see p. 9"), "columns"),
    "heads of two columns": (
        lambda t: t.rename(columns={"left": "right", "right": "left"}), "columns",
    ),
    "no lines": (lambda t: t.iloc[:0], "no such line"),
    "less context than elsewhere": (
        lambda t: t.assign(left=t["left"].str.split().str[-1:].str.join(" ")), "left",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_a_damage_to_the_lines_of_a_bundle_is_named(forger, name):
    change, words = LINES[name]
    forged = forger("top")
    forged.cells("top.evidence.csv", change)
    assert_named(forged, "figures/top.evidence.csv", words)


@pytest.mark.parametrize(
    ("bundle", "ending"),
    [("top", "png"), ("top", "pdf"), ("top", "eps"), ("dots", "md"), ("dots", "tex")],
)
def test_a_file_that_only_the_other_kind_of_bundle_has_is_named(forger, bundle, ending):
    forged = forger(bundle)
    forged.write(f"figures/{bundle}.{ending}")
    forged.record(bundle, lambda record: record["sha256"].update({f"{bundle}.{ending}": ""}))
    assert_named(forged, f"figures/{bundle}.{ending}", "another file")


def test_lines_that_the_record_leaves_out_are_missed(forger):
    forged = forger("top")
    first_lines_alone(forged)
    assert_named(forged, "figures/top.evidence.csv", "no such line")


def test_the_two_files_of_lines_are_not_exchanged(forger):
    forged = forger("key")
    one, other = (forged.figures / f"key.{name}.csv" for name in ("evidence", "reference"))
    lines, others = one.read_bytes(), other.read_bytes()
    one.write_bytes(others)
    other.write_bytes(lines)
    forged.record("key")
    assert_named(forged, "figures/key.evidence.csv", "another one")


LOOSE = {
    "a node": (lambda t: t.assign(node="war"), "row 1"),
    "what is left of it": (lambda t: t.assign(left="never "), "left and right"),
    "what is right of it": (lambda t: t.assign(right=" never"), "left and right"),
    "its place": (lambda t: t.assign(start_char="1"), "start_char"),
    "its document": (lambda t: t.assign(document="z"), "document 'z'"),
    "an id in other digits": (
        lambda t: t.assign(line_id=t["line_id"].str.replace("-9", "-\uff19")), "line_id",
    ),
    "a line twice": (lambda t: t.iloc[[0, 0, *range(1, len(t))]], "a line once"),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOSE)
def test_a_damage_to_lines_of_no_bundle_is_named(forger, name):
    change, words = LOOSE[name]
    forged = forger("evidence")
    forged.cells("evidence.csv", change)
    assert_named(forged, "figures/evidence.csv", words)


def test_what_is_not_known_of_lines_of_no_bundle_is_said(forger):
    forged = forger("evidence")
    forged.cells("evidence.csv", lambda table: table.iloc[1:].assign(count="99"))
    found, said = findings(forged)
    assert said == []
    columns = ", and the columns term, count, per_thousand, range, query, section"
    kind = OF_NO_BUNDLE.format("figures/evidence.csv", columns)
    assert found.attrs["checked"][kind] == 1
    assert is_not_compared(kind)


# ----------------------------------------------------------------------------- the files of a study


FILES = {
    "a hidden bundle": (lambda f: f.copy("top", ".top"), "figures/.top"),
    "a hidden picture": (lambda f: f.write("figures/.dots.png"), "figures/.dots.png"),
    "a picture below figures": (lambda f: f.write("figures/old/a.png"), "figures/old/a.png"),
    "a table below figures": (lambda f: f.write("figures/old/a.csv"), "figures/old/a.csv"),
    "a folder in capitals": (lambda f: f.write("Figures/a.csv"), "Figures/a.csv"),
    "a page of methods": (lambda f: f.write("figures/methods.html"), "figures/methods.html"),
    "methods in LaTeX": (lambda f: f.write("figures/methods.tex"), "figures/methods.tex"),
    "lines that lost their bundle": (
        lambda f: (
            [p.unlink() for p in f.figures.glob("top.*") if p.name != "top.evidence.csv"],
            f.list_again(),
        ),
        "figures/top.evidence.csv",
    ),
    "a record in capitals": (
        lambda f: ((f.figures / "top.json").rename(f.figures / "top.JSON"), f.list_again()),
        "figures/top.evidence.csv",
    ),
    "a record under another name": (
        lambda f: ((f.figures / "top.json").rename(f.figures / "new.json"), f.list_again()),
        "figures/new",
    ),
    "a bundle that takes a file of another": (
        lambda f: f.copy("top", "top.evidence"), "figures/top.evidence.csv",
    ),
    "a copy with another caption": (
        lambda f: f.copy("top", "top2", lambda r: r.update(caption="Words of war.")), "top2.md",
    ),
    "a copy in a folder of packages": (
        lambda f: (
            f.copy("top", "two", parameter("min_count", 3)),
            (f.root / "node_modules").mkdir(),
            [p.rename(f.root / "node_modules" / p.name) for p in f.figures.glob("two.*")],
            f.list_again(),
        ),
        "node_modules/two",
    ),
    "a record that is a link": (
        lambda f: (
            (f.figures / "top.json").rename(f.root / "x.json"),
            (f.figures / "top.json").symlink_to(f.root / "x.json"),
        ),
        "top",
    ),
    "metadata that changed": (
        lambda f: f.write("texts.csv", "document,year\na,1890\nb,1991\n"), "texts.csv",
    ),
    "a description that was added": (
        lambda f: f.write("texts/a.toml", 'title = "War"\n'), "figures/top",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_damage_to_files_is_named(forger, name):
    damage, words = FILES[name]
    forged = forger("top")
    damage(forged)
    assert_named(forged, words)


@pytest.mark.parametrize(
    "name",
    [
        "more/methods.md",
        "methods.md",
        "paper.pdf",
        "paper.doc",
        "slides.ppt",
        "site/index.html",
        "figures/README.md",
    ],
)
def test_what_is_written_up_elsewhere_is_said_not_to_be_compared(forger, name):
    forged = forger("top")
    forged.write(name)
    found, said = findings(forged)
    assert said == []
    assert (found.attrs["unread"], found.attrs["checked"][MANUSCRIPTS]) == ([name], 1)


PARAGRAPHS = {
    "a number": ("windows of 2", "windows of 9"),
    "a node": ("“rights”", "“peace”"),
    "a source": ("Evert 2008", "Evert 2009"),
    "a border": ("sentence borders, and", "section borders, and"),
    "a sentence more": (" Collocates", " Everything is significant. Collocates"),
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text * 2, "one of them twice"),
        (
            lambda text: " ".join([text.split(". ", 1)[1], text.split(". ", 1)[0] + ".\n"]),
            "another",
        ),
    ],
)
def test_sentences_of_the_methods_in_another_order_are_named(forger, change, words):
    forged = forger("near")
    dc.methods(forged.figures, texts=forged.root).save(forged.figures / "methods.md")
    path = forged.figures / "methods.md"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    forged.list_again()
    assert_named(forged, "figures/methods.md", "each once, in their order", words)


def test_a_name_that_a_manifest_has_twice_is_named(forger):
    forged = forger("top")
    path = forged.figures / "manifest.json"
    written = path.read_text(encoding="utf-8")
    path.write_text(
        written.replace('"files": {', '"files": {"top.csv": "0", ', 1), encoding="utf-8"
    )
    assert_named(forged, "figures/manifest.json", "is not a manifest")


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_a_damage_to_the_methods_is_named(forger, name):
    forged = forger("near")
    dc.methods(forged.figures, texts=forged.root).save(forged.figures / "methods.md")
    path = forged.figures / "methods.md"
    written = path.read_text(encoding="utf-8")
    changed = written.replace(*PARAGRAPHS[name])
    assert changed != written, written
    path.write_text(changed, encoding="utf-8")
    forged.list_again()
    assert_named(forged, "figures/methods.md")


# ----------------------------------------------------------------------------------- the notebooks


def saved(table, name, start=READ):
    return f'{start}dc.save_table({table}, "../figures/{name}", caption="Words.")'


CODE = {
    "another verb": (
        saved("dc.ngrams(paper, 2)", "top"), "the verb frequencies of the bundle",
    ),
    "another window": (
        saved('dc.collocates(paper, "rights", window=5)', "near"), "window=2 of the bundle",
    ),
    "a window left out": (
        saved('dc.collocates(paper, "rights")', "near"), "window=5 in the code",
    ),
    "a name of another table": (
        saved("t", "near", f'{READ}t = dc.collocates(paper, "peace", window=2)\n'),
        "node='peace' in the code",
    ),
    "more rows": (saved("dc.frequencies(paper).head(9)", "top"), "the first 9 in the code"),
    "all rows": (saved("dc.frequencies(paper)", "top"), "all rows in the code"),
    "another queries": (
        saved('dc.frequencies(paper, ["peace", "duty"], by="year")', "years"), "queries=",
    ),
    "another corpus": (
        saved("dc.frequencies(other).head(8)", "top", f'{READ}other = dc.read("../others/")\n'),
        "a corpus read from '../others/' in the code",
    ),
    "a part of the corpus": (
        saved("dc.frequencies(paper.subset('year > 1900')).head(8)", "top"), "year > 1900 in the",
    ),
    "another tokenizer": (
        saved("dc.frequencies(split).head(8)", "top",
              f'{READ}split = dc.read("../texts/", tokenizer=dc.Tokenizer(hyphen="split"))\n'),
        "hyphen='split' in the code",
    ),
    "a frequency list": (
        saved("dc.frequencies(dc.reference('udhr')).head(8)", "top"), "a frequency list in the",
    ),
    "fewer of the first rows": (
        saved("t.head(2)", "top", f"{READ}t = dc.frequencies(paper).head(8)\n"),
        "the first 2 in the code",
    ),
    "another figure, by its plot": (
        f"{READ}t = dc.frequencies(paper)\n"
        "dc.save_figure(dc.plot.ngrams(t), '../figures/dots', table=t, caption='W.', alt='D.')",
        "dc.plot.ngrams in the code",
    ),
    "another figure, by its names": (
        f"{READ}t = dc.frequencies(paper)\nax = dc.plot.frequencies(t, labels={{'a': 'war'}})\n"
        "dc.save_figure(ax, '../figures/dots', table=t, caption='Words.', alt='Dots.')",
        "labels={'a': 'war'} in the code",
    ),
    "another figure": (
        f"{READ}t = dc.frequencies(paper, by='section')\n"
        "ax = dc.plot.frequencies(t)\n"
        "dc.save_figure(ax, '../figures/dots', table=t, caption='Words.', alt='Dots.')",
        "by='section' in the code",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CODE)
def test_code_that_does_not_make_what_it_saves_is_named(forger, name):
    code, words = CODE[name]
    forged = forger(*(["dots"] if "figure" in name else ["top", "near", "years"]))
    forged.notebook(new_code_cell(code))
    assert_named(forged, "notebooks/one.ipynb", "cell 1", words)


HOLDS = {
    "the same": saved("dc.frequencies(paper).head(8)", "top"),
    "by a name": saved("t.head(8)", "top", f"{READ}t = dc.frequencies(paper)\n"),
    "chosen in a way that is not read": saved("dc.frequencies(paper)[:8]", "top"),
    "a window": saved('dc.collocates(paper, node="rights", window=2)', "near"),
    "a name that may stand for anything": saved(
        "t", "near", f"{READ}for t in [dc.collocates(paper, 'peace')]: t = 9\n"
    ),
    "a column of the author": saved(
        't.assign(theme=list("abab"))', "mine", f"{READ}t = dc.frequencies(paper).head(4)\n"
    ),
    "saved again below": saved(
        "dc.frequencies(paper).head(8)", "top", saved("dc.ngrams(paper, 2)", "top") + "\n"
    ),
}


@pytest.mark.parametrize("name", HOLDS)
def test_code_that_makes_what_it_saves_is_no_finding(forger, name):
    forged = forger("top", "near", "mine")
    forged.notebook(new_code_cell(HOLDS[name]))
    assert findings(forged)[1] == []


def test_steps_of_code_that_are_not_followed_are_named(forger):
    forged = forger("top")
    forged.notebook(new_code_cell(saved("dc.frequencies(paper).tail(8)", "top")))
    found, said = findings(forged)
    assert said == []
    assert found.attrs["checked"][UNFOLLOWED.format("notebooks/one.ipynb", "top")] == 1


def test_code_is_not_compared_with_bundles_outside_of_the_folder(forger, tmp_path):
    forged = forger("top")
    for path in forged.figures.glob("top.*"):
        shutil.copy(path, tmp_path / path.name)
    path = "../../top"
    forged.notebook(new_code_cell(saved("dc.ngrams(paper, 2)", "x").replace("../figures/x", path)))
    assert findings(forged)[1] == []


def test_a_bundle_that_a_notebook_saves_and_that_is_not_there_is_said(forger):
    forged = forger("top")
    forged.notebook(new_code_cell(saved("dc.frequencies(paper)", "gone")))
    found, said = findings(forged)
    assert said == []
    assert found.attrs["checked"][UNSAVED.format("figures/gone", "one.ipynb")] == 1


PICTURES = {
    "hidden": ".secret/x.png",
    "hidden beside figures": "figures/.x.png",
    "with the texts": "texts/x.png",
    "in another folder": "docs/x.png",
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("alt", ["Dots.", ""])
def test_a_false_picture_in_a_notebook_is_named_wherever_it_is(forger, name, alt):
    forged = forger("dots")
    forged.paint(PICTURES[name])
    forged.notebook(new_markdown_cell(f"![{alt}](../{PICTURES[name]})"))
    assert_named(forged, "notebooks/one.ipynb", "cell 1, picture")


DRAWN = {
    "a diagram": "```mermaid\ngraph TD; war-->peace;\n```",
    "a diagram between waves": "~~~ mermaid\npie\n  'peace' : 9\n~~~",
    "bars": "rights \u2588\u2588\u2588\u2588, peace \u2588",
    "bars in a block": "```\nrights \u2593\u2593\u2593\npeace \u2593\n```",
    "a line of small bars": "*Rights* by year: \u2581\u2583\u2587",
}


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_in_letters_is_a_picture_of_no_bundle(forger, name):
    forged = forger("top")
    forged.notebook(new_markdown_cell(DRAWN[name]))
    assert_named(forged, "notebooks/one.ipynb", "cell 1, picture")
    output = new_output("display_data", {"text/markdown": DRAWN[name]})
    forged.notebook(new_code_cell("pass", outputs=[output]))
    assert_named(forged, "notebooks/one.ipynb", "cell 1, picture")


def test_a_false_picture_that_a_manifest_lists_is_named_as_one_of_no_bundle(forger):
    forged = forger("dots")
    forged.paint("figures/.x.png")
    forged.list_again()
    forged.notebook(new_markdown_cell("![](../figures/.x.png)"))
    found, said = findings(forged)
    assert said == []
    kind = "files of no bundle (figures/.x.png), compared by hash alone"
    assert (found.attrs["checked"][kind], is_not_compared(kind)) == (1, True)


def test_stored_outputs_that_say_something_else_are_not_said_to_hold(forger):
    forged = forger("top")
    output = new_output("execute_result", {"text/plain": "peace 99"}, execution_count=1)
    forged.notebook(new_code_cell(READ + "dc.frequencies(paper)", outputs=[output]))
    found, said = findings(forged)
    assert said == []
    assert found.attrs["checked"]["outputs of cells (run=True, --run), not compared"] == 1


# ------------------------------------------------------------------------- before anything is saved


def test_what_misleads_is_not_saved(published, tmp_path):
    table = dc.frequencies(dc.read(published / "texts")).head(2)
    with pytest.raises(dc.DiscourseError, match="x, caption: it has characters that turn"):
        dc.save_table(table, tmp_path / "x", caption="\u202e82 hits")
    with pytest.raises(dc.DiscourseError, match="column c\u043eunt: it has the look of 'count'"):
        dc.save_table(table.assign(**{"c\u043eunt": 9}), tmp_path / "x", caption="x")
    with pytest.raises(dc.DiscourseError, match="column note: it has characters that turn"):
        dc.save_table(table.assign(note="\u202e82"), tmp_path / "x", caption="x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["count\u200b", " count", "\uff43ount", "c\u03bfunt"])
def test_a_column_with_the_look_of_another_is_not_saved(published, tmp_path, name):
    table = dc.frequencies(dc.read(published / "texts")).head(2)
    with pytest.raises(dc.DiscourseError, match="it has the look of 'count'"):
        dc.save_table(table.assign(**{name: 9}), tmp_path / "x", caption="x")


@pytest.mark.parametrize("name", ["Count", "counted", "per thousand", "\u05de\u05e1\u05e4\u05e8"])
def test_a_column_with_a_name_of_its_own_is_saved(published, tmp_path, name):
    table = dc.frequencies(dc.read(published / "texts")).head(2)
    dc.save_table(table.assign(**{name: 9}), tmp_path / "x", caption="x")
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["derived"] == [name]


def test_hidden_files_of_programs_and_data_beside_tables_are_no_findings(forger):
    forged = forger("top")
    for name in ("figures/._top.png", "figures/.DS_Store", "figures/.~lock.top.csv#"):
        forged.write(name)
    for ending in ("csv", "json", "pdf"):
        forged.write(f"data/words.{ending}", "{}")
    assert findings(forged)[1] == []


def test_a_caption_that_is_written_from_right_to_left_is_saved(published, tmp_path):
    table = dc.frequencies(dc.read(published / "texts")).head(2)
    dc.save_table(table, tmp_path / "x", caption="\u2067\u05e9\u05dc\u05d5\u05dd\u2069")
    assert (tmp_path / "x.json").exists()
