"""Figures of several panels: one bundle, a table for each panel, all of it verified."""

import hashlib
import json
import re
import shutil

import matplotlib.pyplot as plt
import pytest

import discourse as dc
from discourse.publish.export.manifest import update_manifest

WORDS = {"caption": "Two panels.", "alt": "Dots and strokes."}
TEXT = "Peace and rights.\n\nRights, and rights again: peace."


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    root = tmp_path_factory.mktemp("study")
    (root / "figures").mkdir()
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    corpus = dc.read(root / "a.txt")
    axes = dc.plot.panels("ab", height=50)
    words, hits = dc.frequencies(corpus), dc.positions(corpus, "rights")
    dc.plot.frequencies(words, ax=axes["a"], labels={"rights": "Rechte"})
    dc.plot.positions(hits, corpus.parts("section"), ax=axes["b"])
    tables = {"a": words, "b": hits}
    dc.save_figure(axes["b"], root / "figures" / "two", tables=tables, **WORDS)
    return root


@pytest.fixture
def study(published, tmp_path):
    return shutil.copytree(published, tmp_path / "study")


def findings(root):
    return list(dc.verify(root).itertuples(index=False, name=None))


def test_the_files_are_those_of_one_figure_and_a_table_for_each_panel(study):
    assert sorted(path.name for path in (study / "figures").iterdir()) == [
        "manifest.json",
        "two-a.csv", "two-a.evidence.csv", "two-a.json",
        "two-b.csv", "two-b.evidence.csv", "two-b.json",
        "two.json", "two.pdf", "two.png", "two.svg",
    ]  # fmt: skip
    record = json.loads((study / "figures" / "two.json").read_text("utf-8"))
    assert record["panels"] == ["a", "b"]
    assert record["caption"] == "Two panels."
    panel = json.loads((study / "figures" / "two-a.json").read_text("utf-8"))
    assert panel["plot"]["title"] == "a"
    assert panel["plot"]["inches"] == pytest.approx([178 / 25.4 / 2, 50 / 25.4])


def test_all_of_it_is_verified(study):
    table = dc.verify(study)
    assert table.empty
    counted = table.attrs["checked"]
    assert (counted["figures of panels"], counted["bundles"], counted["drawings"]) == (1, 2, 2)
    assert counted["pictures"] == 3, "the pages on which both panels are"
    assert "files, compared by hash alone" not in counted
    manifest = json.loads((study / "figures" / "manifest.json").read_text("utf-8"))
    assert {*manifest["files"], "manifest.json"} == {
        path.name for path in (study / "figures").iterdir()
    }


def test_a_figure_of_panels_is_the_same_bytes_each_time(published, tmp_path):
    corpus = dc.read(published / "a.txt")
    words, hits = dc.frequencies(corpus), dc.positions(corpus, "rights")
    axes = dc.plot.panels("ab", height=50)
    dc.plot.frequencies(words, ax=axes["a"], labels={"rights": "Rechte"})
    dc.plot.positions(hits, corpus.parts("section"), ax=axes["b"])
    dc.save_figure(axes["a"].figure, tmp_path / "two", tables={"a": words, "b": hits}, **WORDS)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (published / "figures" / path.name).read_bytes()


@pytest.mark.parametrize("name", ["two.pdf", "two.png", "two.svg", "two-a.json", "two-b.json"])
def test_a_missing_or_changed_file_is_noticed(study, name):
    path = study / "figures" / name
    raw = path.read_bytes()
    path.write_bytes(raw + b"\n")
    assert (f"figures/{name}", "sha256") in {row[:2] for row in findings(study)}
    path.unlink()
    assert (f"figures/{name}", "sha256") in {row[:2] for row in findings(study)}


def forge_record(study, change):
    """Change the record of the figure, and its hash in the manifest, as a forger would."""
    folder = study / "figures"
    content = json.loads((folder / "two.json").read_text("utf-8"))
    change(content)
    (folder / "two.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    update_manifest(folder, sorted({path.name for path in folder.iterdir()} - {"manifest.json"}))


def hash_again(study, file):
    raw = (study / "figures" / file).read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    forge_record(study, lambda record: record["sha256"].update({file: digest}))


def forge_svg(study, old, new):
    page = study / "figures" / "two.svg"
    written = page.read_text("utf-8")
    changed = re.sub(old, new, written, count=1, flags=re.DOTALL)
    assert changed != written
    page.write_text(changed, "utf-8")
    hash_again(study, "two.svg")


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_page_that_is_struck_from_the_record_is_missed(study, is_deleted):
    if is_deleted:
        (study / "figures" / "two.png").unlink()
    forge_record(study, lambda record: record["sha256"].pop("two.png"))
    assert ("figures/two.png", "sha256") in {row[:2] for row in findings(study)}


DOT = r'(<use [^>]*x=")\d+(\.\d+" y="[\d.]+" style="fill: #1a)'
STROKE = r'(<path d="M )[\d.]+( [\d.]+ \s*L )[\d.]+( [\d.]+\s*"[^>]*style="fill: none; stroke: #1a1a1a; stroke-width: 0.7)'  # noqa: E501
SVG = {
    "a label of the first panel": (">Rechte<", ">Pflichten<", "'Pflichten'"),
    "a label of the second panel": (">rights  3<", ">rights  30<", "'rights  30'"),
    "a letter": (">b</text>", ">c</text>", "'c'"),
    "a tick": (r">2</text>", ">20</text>", "'20'"),
    "a dot": (DOT, r"\g<1>99\2", "the place"),
    "a hidden dot": (r'(<use [^>]*style=")(fill: #1a)', r"\g<1>opacity: 0; \2", "opacity 0"),
    "a stroke": (STROKE, r"\g<1>470\g<2>470\3", "the place"),
    "a text": (
        "</svg>", '<g id="text_99"><text x="9" y="9">p &lt; 0.001</text></g></svg>', "'p < 0.001'",
    ),
    "a patch": (
        "</svg>", '<path d="M 0 0 L 90 0 L 90 90 z" style="fill: #ffffff"/></svg>', "marks",
    ),
    "a title": ("<title>[^<]*", "<title>Words of war", "Words of war"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", SVG)
def test_a_page_that_was_changed_with_all_of_its_hashes_is_named(study, name):
    old, new, words = SVG[name]
    forge_svg(study, old, new)
    found = findings(study)
    assert {row[0] for row in found} == {"figures/two.svg"}
    assert any(words in " ".join(row) for row in found), found


def test_panels_of_which_only_shares_of_the_frames_are_compared_hold(study):
    forge_record(study, lambda record: record["grid"].update(canvas="given"))
    assert findings(study) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [each for each in SVG if each != "a tick"])
def test_a_changed_page_is_named_where_only_shares_of_the_frames_are_compared(study, name):
    forge_record(study, lambda record: record["grid"].update(canvas="given"))
    old, new, words = SVG[name]
    forge_svg(study, old, new)
    assert any(words in " ".join(row) for row in findings(study))


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_the_pixels_and_the_pdf_of_other_panels_are_named(study, published, tmp_path, ending):
    words = dc.frequencies(dc.read(published / "a.txt"))
    axes = dc.plot.panels("ab", height=50)
    for ax in axes.values():
        dc.plot.frequencies(words, ax=ax)
    dc.save_figure(axes["a"], tmp_path / "other", tables={"a": words, "b": words}, **WORDS)
    shutil.copy(tmp_path / f"other.{ending}", study / "figures" / f"two.{ending}")
    hash_again(study, f"two.{ending}")
    assert {row[0] for row in findings(study)} == {f"figures/two.{ending}"}


@pytest.mark.parametrize(
    "change",
    [
        {"inches": [1e6, 2]}, {"axes": ["a"]}, {"axes": ["a", "b"] * 999}, {"rows": [1] * 999},
        {"cells": 3}, {"boxes": {"a": [0, 0, 1, 1]}},
    ],
)  # fmt: skip
def test_a_grid_that_is_none_is_a_finding(study, change):
    forge_record(study, lambda record: record["grid"].update(change))
    ((file, row, _, found),) = findings(study)
    assert (file, row) == ("figures/two", "recipe")
    assert found == "the grid of the figure is not that of its panels; save it again."


def test_a_panel_without_its_figure_and_with_a_page_of_its_own_is_named(study):
    folder = study / "figures"
    shutil.copy(folder / "two.svg", folder / "two-a.svg")
    for end in ("json", "pdf", "png", "svg"):
        (folder / f"two.{end}").unlink()
    update_manifest(folder, sorted({path.name for path in folder.iterdir()} - {"manifest.json"}))
    named = {row[:2] for row in findings(study)}
    assert ("figures/two-a.json", "panel_of") in named
    assert ("figures/two-a.svg", "page") in named


def test_what_was_added_to_panels_is_said(published, tmp_path):
    words = dc.frequencies(dc.read(published / "a.txt"))
    axes = dc.plot.panels("ab", height=50)
    for ax in axes.values():
        dc.plot.frequencies(words, ax=ax)
    figure = axes["a"].figure
    figure.suptitle("Mine")
    path, tables = tmp_path / "figures" / "two", {"a": words, "b": words}
    path.parent.mkdir()
    assert refusal(figure, path, tables=tables) == (
        "two shows 'Mine' at a text, but its panels give none; say in added= what you added, or "
        "save the panels as they were drawn."
    )
    dc.save_figure(figure, path, tables=tables, added="a title", **WORDS)
    shutil.copy(published / "a.txt", tmp_path)
    assert findings(tmp_path) == []
    record = path.with_suffix(".json")
    text = record.read_text("utf-8")
    record.write_text(text.replace('"text": 1', '"text": 0'), "utf-8")
    assert any("what its record lists, 0 at most" in row for row in findings(tmp_path))
    record.write_text(text, "utf-8")
    forge_svg(tmp_path, ">Mine<", ">Yours<")
    assert any("'Yours'" in row for row in findings(tmp_path))


def test_a_changed_table_of_a_panel_is_noticed(study):
    path = study / "figures" / "two-a.csv"
    path.write_text(path.read_text("utf-8").replace("rights,Rechte,3", "rights,Rechte,4"), "utf-8")
    found = findings(study)
    assert ("figures/two-a.csv", "row 1 (rights), count", "3", "4") in found


def test_a_panel_that_is_left_out_of_the_record_leaves_a_stray_bundle_checked(study):
    path = study / "figures" / "two.json"
    record = json.loads(path.read_text("utf-8"))
    record["panels"] = ["a", "c"]
    path.write_text(json.dumps(record), "utf-8")
    found = findings(study)
    assert ("figures/two-c.json", "sha256", "a hash", "no such file") in found
    assert ("figures/two", "sha256", "files named two", "two-b.json") in found


@pytest.mark.parametrize("entry", ["panels", "sha256", "caption", "alt"])
def test_a_malformed_record_is_a_finding(study, entry):
    path = study / "figures" / "two.json"
    record = json.loads(path.read_text("utf-8"))
    record[entry] = 3
    path.write_text(json.dumps(record), "utf-8")
    ((file, row, _, found),) = findings(study)
    assert (file, row) == ("figures/two", "recipe")
    assert f"its entry {entry!r} is missing or malformed" in found


def test_a_link_out_of_the_folder_is_not_followed(study, tmp_path):
    page = study / "figures" / "two.png"
    shutil.move(page, tmp_path / "elsewhere.png")
    page.symlink_to(tmp_path / "elsewhere.png")
    assert ("figures/two.png", "sha256") in {row[:2] for row in findings(study)}


def refusal(*given, **named):
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_figure(*given, **named, **WORDS)
    return str(error.value)


def test_each_panel_needs_its_own_table(paper, tmp_path):
    words = dc.frequencies(paper)
    first, second = words.head(3), words.head(4)
    axes = dc.plot.panels("ab", height=50)
    for letter, rows in (("a", first), ("b", second)):
        dc.plot.frequencies(rows, ax=axes[letter])
    whole = axes["a"].figure
    path = tmp_path / "two"
    assert refusal(whole, path, tables={"a": first}) == (
        "the figure has 2 panels that plots drew, 'a', 'b', and tables= is for 'a'; give each "
        "panel its table by its letter."
    )
    assert "shows" in refusal(whole, path, tables={"a": second, "b": first})
    assert refusal(whole, path, table=first).startswith("a figure of panels has a table for each;")
    assert refusal(whole, path, table=first, tables={"a": first, "b": second}) == (
        "give table= for a figure of one table, or tables= for panels."
    )
    assert list(tmp_path.iterdir()) == []
    dc.save_figure(whole, path, tables={"a": first, "b": second}, **WORDS)


def test_axes_that_no_plot_drew_have_no_table(paper, tmp_path):
    words = dc.frequencies(paper).head(3)
    axes = dc.plot.panels("ab", height=50)
    dc.plot.frequencies(words, ax=axes["a"])
    axes["b"].plot([1, 2])
    assert refusal(axes["a"], tmp_path / "two", tables={"a": words}) == (
        "1 panel of the figure was drawn by no plot, so no table says what it shows; remove it, or "
        "draw it with dc.plot."
    )


def test_panels_of_the_authors_own_are_matched_in_their_order(paper, tmp_path):
    table = dc.tfidf(paper, by="section").head(5)
    scores = table[table["term"].isin(table["term"].head(3))]
    words = dc.frequencies(paper).head(3)
    figure, (left, right) = plt.subplots(1, 2, layout="constrained", width_ratios=[2, 1])
    dc.plot.tfidf(scores, ax=left)  # with a colour scale, which is its own
    dc.plot.frequencies(words, ax=right)
    dc.save_figure(figure, tmp_path / "two", tables={"1": scores, "2": words}, **WORDS)
    record = json.loads((tmp_path / "two-1.json").read_text("utf-8"))
    assert record["plot"]["inches"][0] == pytest.approx(6.4 * 2 / 3)
    grid = json.loads((tmp_path / "two.json").read_text("utf-8"))["grid"]
    assert (grid["axes"], grid["columns"]) == (["1", "2", "1"], [2, 1])


def test_panels_in_no_grid_hold(published, tmp_path):
    words = dc.frequencies(dc.read(published / "a.txt"))
    shutil.copy(published / "a.txt", tmp_path)
    figure = plt.figure()
    axes = [figure.add_axes((0.2, 0.2, 0.2, 0.6)), figure.add_axes((0.6, 0.2, 0.3, 0.5))]
    for ax in axes:
        dc.plot.frequencies(words, ax=ax)
    path = tmp_path / "figures" / "two"
    path.parent.mkdir()
    dc.save_figure(figure, path, tables={"1": words, "2": words}, **WORDS)
    grid = json.loads(path.with_suffix(".json").read_text("utf-8"))["grid"]
    assert grid["boxes"] == {"1": [0.2, 0.2, 0.2, 0.6], "2": [0.6, 0.2, 0.3, 0.5]}
    assert findings(tmp_path) == []
    forge_svg(tmp_path, DOT, r"\g<1>99\2")
    assert any("the place" in row[1] for row in findings(tmp_path))


def test_letters_of_panels_stay_in_the_folder(paper, tmp_path):
    words = dc.frequencies(paper).head(3)
    figure, ax = plt.subplots()
    dc.plot.frequencies(words, ax=ax)
    message = refusal(figure, tmp_path / "two", tables={"../x": words})
    assert message == "'../x' is no letter of a panel; write tables={'a': …}."


@pytest.mark.parametrize("arrangement", ["aba", "ab;ba", "ab;c", ""])
def test_an_arrangement_that_is_none_is_refused(arrangement):
    with pytest.raises(dc.DiscourseError):
        dc.plot.panels(arrangement, height=50)
    assert plt.get_fignums() == []


def test_panels_that_no_page_holds_are_refused():
    with pytest.raises(dc.DiscourseError, match="a page holds 234 mm"):
        dc.plot.panels("ab", height=300)
