"""What is published of a corpus with layers: saved, verified, claimed, described."""

import hashlib
import json
import shutil

import nbformat
import pandas as pd
import pytest

import discourse as dc
from discourse.publish.claims.binding import check_prose, notebook_corpus

TEXT = 'Peace. The plan "Peace and Rights" is new.\n\nHe said: "Rights, and rights again: peace."'


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    root = tmp_path_factory.mktemp("study")
    for folder in ("figures", "texts", "notebooks", "layers"):
        (root / folder).mkdir()
    (root / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    corpus = dc.read(root / "texts")
    quoted = corpus.with_layer(dc.layers.make(corpus, "quotations"))
    lines = dc.concordance(corpus, "rights").frame
    code = pd.DataFrame({"line_id": lines["line_id"], "label": ["plan", "speech", "speech"]})
    coded = quoted.with_layer(dc.Layer("code", code, {"maker": "coder A", "coder": "A"}))
    dc.layers.write(coded.layer("code"), root / "layers" / "code.A.csv")
    tables = {
        "by-quotation": dc.frequencies(quoted, by="quotation"),
        "without": dc.frequencies(quoted.without("quotation")),
        "joined": dc.frequencies(quoted.joined("quotation")),
        "codes": dc.frequencies(coded, of="code"),
        "lines": dc.concordance(coded, '"rights" within quotation').with_columns("code").frame,
        "positions": dc.positions(coded, ['"rights" :: code = "speech"', "<quotation/>"]),
    }
    for name, table in tables.items():
        dc.save_table(table, root / "figures" / name, caption="Words.")
    table = tables["by-quotation"]
    ax = dc.plot.frequencies(table)
    dc.save_figure(ax, root / "figures" / "drawn", table=table, caption="Words.", alt="Dots.")
    return root


@pytest.fixture
def study(published, tmp_path):
    return shutil.copytree(published, tmp_path / "study")


def findings(root):
    return list(dc.verify(root).itertuples(index=False, name=None))


def test_tables_of_layers_hold(study):
    table = dc.verify(study)
    assert table.empty, table.to_string()
    assert table.attrs["checked"]["bundles"] == 7
    assert table.attrs["checked"]["counts"] > 20


def test_the_recipe_says_who_made_the_layer_and_not_how_well(study):
    record = json.loads((study / "figures" / "codes.json").read_text("utf-8"))
    layers = record["recipe"]["corpus"]["layers"]
    assert layers["code"]["maker"] == "coder A"
    assert layers["quotation"]["maker"] == "quotations"
    assert "measured" not in layers["quotation"]


def test_a_table_by_a_layer_that_says_something_else_is_named(study):
    path = study / "figures" / "by-quotation.csv"
    old = path.read_bytes()
    path.write_bytes(old.replace(b"quotation,rights,3", b"quotation,rights,2"))
    assert any("rights" in row and found == "2" for _, row, _, found in findings(study))


def test_a_damaged_span_is_named(study):
    path = study / "layers" / "code.A.csv"
    raw = path.read_text("utf-8")
    path.write_text(raw.replace("speech", "plan", 1), encoding="utf-8")
    found = findings(study)
    spans = dc.layers.read(path).table
    changed = spans["line_id"].iloc[1]
    assert any(file == "layers/code.A.csv" and changed in row for file, row, *_ in found), found
    assert any(file == "figures/codes" for file, *_ in found)


def test_a_layer_whose_file_is_gone_is_named(study):
    for path in (study / "layers").iterdir():
        path.unlink()
    found = dict((file, why) for file, _, _, why in findings(study))
    assert "no file of the layer 'code'" in found["figures/codes"]
    assert "figures/by-quotation" not in found, "a rule makes its layer again"


def test_a_changed_text_is_named(study):
    path = study / "texts" / "a.txt"
    path.write_text(TEXT.replace("again", "always"), encoding="utf-8")
    assert {file for file, *_ in findings(study)} >= {"figures/codes", "figures/by-quotation"}


@pytest.fixture
def notebook(study):
    def write(prose, *code):
        cells = [nbformat.v4.new_code_cell(source) for source in code]
        cells.append(nbformat.v4.new_markdown_cell(prose))
        path = study / "notebooks" / "a.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        return path

    return write


CODE = (
    'import discourse as dc\npaper = dc.read("../texts/")',
    'quoted = paper.with_layer(dc.layers.make(paper, "quotations"))',
    'coded = quoted.with_layer(dc.layers.read("../layers/code.A.csv"))',
)


def test_claims_know_the_layers_that_a_notebook_adds(notebook):
    prose = (
        "Of [3](# 'rights') *rights*, [2](# 'rights :: code = \"speech\"') are speech, and "
        "[1](# '\"rights\" within quotation') is quoted in small letters, in "
        "[2](# '<quotation/>') quotations; "
        "[2](# 'frequencies; speech; count; of=code') have that code."
    )
    path = notebook(prose, *CODE)
    assert list(notebook_corpus(path).store.layers) == ["quotation", "code"]
    assert [finding for finding in check_prose(path)] == []


def test_a_claim_about_a_layer_that_does_not_hold_is_named(notebook):
    path = notebook('Of them, [1](# "<quotation/>") is quoted.', *CODE)
    (finding,) = check_prose(path)
    assert (finding.expected, finding.found) == ("2", "1")


def test_the_page_links_the_rows_of_layered_corpora(notebook, study):
    path = notebook("Words.", *CODE, "dc.frequencies(coded.without('quotation')).head(3)")
    cell = nbformat.read(path, as_version=4)
    table = dc.frequencies(
        dc.read(study / "texts")
        .with_layer(dc.layers.make(dc.read(study / "texts"), "quotations"))
        .without("quotation")
    ).head(3)
    data = {"text/html": table.to_html(), "text/plain": table.to_string()}
    cell.cells[3].outputs = [nbformat.v4.new_output("execute_result", data)]
    nbformat.write(cell, path)
    page = dc.save_site(study / "notebooks", study / "page.html")
    assert "1 line" in page.read_text("utf-8") if hasattr(page, "read_text") else True


def test_the_methods_say_how_layers_were_made(published):
    corpus = dc.read(published / "texts")
    quoted = corpus.with_layer(dc.layers.make(corpus, "quotations"))
    text = dc.methods(dc.frequencies(quoted.without("quotation"))).text
    assert "restricted to the tokens outside the layer quotation" in text
    assert "The layer quotation (2 spans) was made by quotations (version 1; " in text
    text = dc.methods(dc.frequencies(quoted.joined("quotation"))).text
    assert "Each span of the layer quotation counts as one token." in text
    assert "quotation" not in dc.methods(dc.frequencies(quoted)).text


def test_the_methods_name_a_gazetteer_and_a_lexicon_by_their_hash(published, tmp_path):
    corpus = dc.read(published / "texts")
    names, words = tmp_path / "names.toml", tmp_path / "words.toml"
    names.write_text('[[name]]\nname = "Peace"\nkind = "aim"\n', encoding="utf-8")
    words.write_text('name = "theme"\n[categories]\naim = ["peace"]\n', encoding="utf-8")
    corpus = corpus.with_layer(
        dc.layers.make(corpus, "names", gazetteer=names, candidates=False),
        dc.layers.make(corpus, dc.layers.lexicon(words)),
    )
    text = dc.methods([dc.frequencies(corpus, of=name) for name in ("name", "theme")]).text
    assert "[[name]]" not in text and "[categories]" not in text
    for key, path in {"gazetteer": names, "lexicon": words}.items():
        mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        assert f"{key} with SHA-256 {mark}…" in text


def write_layer(root, layer, name):
    dc.layers.write(layer, root / "layers" / name)


def test_a_rule_is_run_again_for_the_file_of_its_layer(study):
    corpus = dc.read(study / "texts")
    quoted = dc.layers.make(corpus, "quotations")
    write_layer(study, quoted, "quotation.csv")
    assert findings(study) == []
    forged = dc.Layer("quotation", quoted.table.iloc[1:].assign(label="x"), quoted.about)
    write_layer(study, forged, "quotation.csv")
    rows = {(row, expected, found) for file, row, expected, found in findings(study)}
    first, second = quoted.table["line_id"]
    assert rows == {(first, "quotation", "no span"), (second, "quotation", "x")}


@pytest.mark.parametrize("change", ["x = = 3", "", 'format = "something else"', None])
def test_a_damaged_record_is_named(study, change):
    record = study / "layers" / "code.A.toml"
    if change is None:
        record.unlink()
    else:
        record.write_text(change, encoding="utf-8")
    assert [file for file, *_ in findings(study)].count("layers/code.A.csv") == 1


def test_what_a_record_says_of_its_maker_cannot_be_changed(study):
    record = study / "layers" / "code.A.toml"
    record.write_text(record.read_text("utf-8").replace('"coder A"', '"coder B"'), encoding="utf-8")
    assert ("layers/code.A.csv", "[about]") in {(file, row) for file, row, *_ in findings(study)}


def test_a_removed_span_is_named(study):
    path = study / "layers" / "code.A.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:1], *lines[2:]]), encoding="utf-8")
    rows = {row: (expected, found) for file, row, expected, found in findings(study)}
    assert rows[lines[1].split(",")[0]] == ("a span", "none")


def test_tables_of_some_documents_of_a_coded_corpus_hold(tmp_path):
    for folder in ("figures", "texts", "layers"):
        (tmp_path / folder).mkdir()
    for name, text in (("a", "Peace and rights."), ("b", "Rights and war, and rights.")):
        (tmp_path / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    corpus = dc.read(tmp_path / "texts")
    ids = dc.concordance(corpus, "rights").frame["line_id"]
    layer = dc.Layer("code", pd.DataFrame({"line_id": ids, "label": "x"}), {"maker": "coder A"})
    other = dc.Layer("code", layer.table, {"maker": "coder B"})
    dc.layers.write(layer, tmp_path / "layers" / "code.A.csv")
    dc.layers.write(other, tmp_path / "layers" / "code.B.csv")
    dc.layers.write(dc.Layer("beside", layer.table), tmp_path / "figures" / "beside.csv")
    coded = corpus.with_layer(layer).with_layer(dc.layers.make(corpus, "numbers"))
    tables = {
        "one": dc.frequencies(coded["a"], of="code"),
        "against": dc.keyness(coded["b"], coded["a"], by="code"),
        "joined": dc.frequencies(coded.joined("code")["b"]),
        "lines": dc.concordance(coded["b"], "<code/>").frame,
    }
    for name, table in tables.items():
        dc.save_table(table, tmp_path / "figures" / name, caption="Words.")
    assert findings(tmp_path) == []


def test_a_codebook_that_was_changed_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("Peace and rights.", encoding="utf-8")
    (tmp_path / "rights.csv").write_text("code,definition\nx,an x\n", encoding="utf-8")
    digest = hashlib.sha256((tmp_path / "rights.csv").read_bytes()).hexdigest()
    corpus = dc.read(tmp_path / "a.txt")
    ids = dc.concordance(corpus, "rights").frame["line_id"]
    about = {"maker": "coder A", "codebook": {"file": "rights.csv", "sha256": digest}}
    (tmp_path / "codes").mkdir()
    rows = pd.DataFrame({"line_id": ids, "label": "x"})
    dc.layers.write(dc.Layer("code", rows, about), tmp_path / "codes" / "code.csv")
    assert findings(tmp_path) == []
    (tmp_path / "rights.csv").write_text("code,definition\nx,another\n", encoding="utf-8")
    assert [row for _, row, *_ in findings(tmp_path)] == ["codebook"]
