"""What is published of coded lines: saved, verified, claimed, described."""

import json
import shutil

import nbformat
import pytest

import discourse as dc
from discourse.publish.claims.binding import check_prose, notebook_corpus

TEXT = "Peace is a right. They seek peace. Peace, or war? For peace and rights.\n\nNo peace."
BOOK = '[[code]]\ncode = "aim"\n[[code]]\ncode = "state"\n'


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    root = tmp_path_factory.mktemp("study")
    for folder in ("figures", "texts", "notebooks", "codes"):
        (root / folder).mkdir()
    (root / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    (root / "texts" / "b.txt").write_text("Other words of war.", encoding="utf-8")
    book = root / "codes" / "goal.toml"
    book.write_text(BOOK, encoding="utf-8")
    corpus = dc.read(root / "texts")
    lines = dc.concordance(corpus, "peace").frame["line_id"]
    for coder, labels in (("A", "saasa"), ("B", "saaaa")):
        file = dc.layers.code_file(book, coder)
        for line, label in zip(lines, labels, strict=True):
            file.put(line, {"a": "aim", "s": "state"}[label], note="why")
    coded = corpus.with_layer(*dc.layers.codes(corpus, book))
    by_one = corpus.with_layer(dc.layers.codes(corpus, book, coder="A")[0])
    tables = {
        "counts": dc.frequencies(coded, of="goal"),
        "by-goal": dc.frequencies(coded, by="goal"),
        "lines": dc.concordance(coded, 'peace :: goal = "aim"').with_columns("goal").frame,
        "agreement": dc.agreement(coded, "goal"),
        "confusion": dc.confusion(coded, "goal"),
        "one-coder": dc.frequencies(by_one, of="goal"),
        "some-texts": dc.frequencies(coded.subset('document = "a"'), of="goal_B"),
    }
    for name, table in tables.items():
        dc.save_table(table, root / "figures" / name, caption="Words.")
    return root


@pytest.fixture
def study(published, tmp_path):
    return shutil.copytree(published, tmp_path / "study")


def findings(root):
    return list(dc.verify(root).itertuples(index=False, name=None))


def test_tables_of_codes_hold(study):
    table = dc.verify(study)
    assert table.empty, table.to_string()
    assert table.attrs["checked"]["bundles"] == 7
    assert table.attrs["checked"]["layers"] == 2
    assert table.attrs["checked"]["counts"] > 10


def test_the_recipe_names_the_coders_and_the_codebook_with_its_hash(study):
    record = json.loads((study / "figures" / "counts.json").read_text("utf-8"))
    layers = record["recipe"]["corpus"]["layers"]
    assert [layers[name]["coder"] for name in ("goal", "goal_A", "goal_B")] == ["A, B", "A", "B"]
    assert (
        layers["goal"]["codebook"]["sha256"]
        == dc.layers.codebook(study / "codes" / "goal.toml").sha256
    )
    assert layers["goal"]["undecided"] == 1
    assert layers["goal"]["agreement"]["lines"] == 5


def test_a_changed_code_is_found_in_every_table_made_with_it(study):
    file = dc.layers.code_file(study / "codes" / "goal.toml", "A")
    line = next(iter(file.read()))
    file.put(line, "aim")
    found = findings(study)
    assert {"figures/counts", "figures/agreement", "figures/one-coder"} <= {n for n, *_ in found}
    reasons = {name: reason for name, row, _, reason in found if row == "recipe"}
    assert "goal.A.csv has changed" in reasons["figures/counts"]


def test_a_decision_changes_what_the_layer_says(study):
    file = dc.layers.code_file(study / "codes" / "goal.toml", "A")
    other = dc.layers.code_file(study / "codes" / "goal.toml", "B").read()
    disputed = next(line for line, said in file.read().items() if said != other[line])
    dc.layers.code_file(study / "codes" / "goal.toml", "C", decides=True).put(disputed, "aim")
    corpus = dc.read(study / "texts")
    layer = dc.layers.codes(corpus, study / "codes" / "goal.toml")[0]
    assert len(layer) == 5
    assert layer.table.set_index("line_id").loc[disputed].to_dict() == {
        "label": "aim", "note": "", "coder": "A, B", "decided_by": "C",
    }  # fmt: skip
    reasons = {name: reason for name, _, _, reason in findings(study)}
    assert (
        "other codes, notes or decisions than recorded: one of the files goal.*.csv has"
        in (reasons["figures/counts"])
    )


def test_a_changed_note_is_named(study):
    file = dc.layers.code_file(study / "codes" / "goal.toml", "B")
    file.put(next(iter(file.read())), "state", note="another")
    reasons = {name: reason for name, _, _, reason in findings(study)}
    assert "other codes or notes than recorded: goal.B.csv has changed" in reasons["figures/counts"]


def test_a_file_of_codes_that_is_gone_is_named(study):
    (study / "codes" / "goal.B.csv").unlink()
    reasons = {name: reason for name, _, _, reason in findings(study)}
    assert "codes in goal.B.csv, which is not beside goal.toml" in reasons["figures/counts"]


def test_a_changed_codebook_is_named(study):
    used = dc.layers.codebook(study / "codes" / "goal.toml").sha256[:12]
    path = study / "codes" / "goal.toml"
    path.write_text(BOOK + 'definition = "What is."\n', encoding="utf-8")
    now = dc.layers.codebook(path).sha256[:12]
    reasons = {name: reason for name, _, _, reason in findings(study)}
    assert (
        f"the codebook goal.toml, sha256 {used}, which has changed: its sha256 is {now} now"
        in (reasons["figures/counts"])
    )
    path.unlink()
    reasons = {name: reason for name, _, _, reason in findings(study)}
    assert f"the codebook goal.toml, sha256 {used}, which is not below" in reasons["figures/counts"]


def test_a_code_that_is_in_no_codebook_is_named_with_its_line(study):
    path = study / "codes" / "goal.A.csv"
    path.write_text(path.read_text("utf-8").replace(",aim,", ",aims,", 1), encoding="utf-8")
    named = [found for name, _, _, found in findings(study) if name == "codes/goal.A.csv"]
    assert len(named) == 1
    assert "goal.A.csv, line 3: code of goal.toml='aims' is not known" in named[0]


def test_a_line_of_no_text_is_named(study):
    dc.layers.code_file(study / "codes" / "goal.toml", "A").put("abcdef012345:1-2", "aim")
    assert ("codes/goal.A.csv", "abcdef012345:1-2") in [each[:2] for each in findings(study)]


@pytest.fixture
def notebook(study):
    def write(prose, *code):
        cells = [nbformat.v4.new_markdown_cell("# Codes"), nbformat.v4.new_markdown_cell(prose)]
        cells += [nbformat.v4.new_code_cell(source) for source in code]
        path = study / "notebooks" / "a.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        return path

    return write


CODE = (
    "import discourse as dc\npaper = dc.read('../texts/')",
    "coded = paper.with_layer(*dc.layers.codes(paper, '../codes/goal.toml'))",
)


def test_numbers_in_prose_are_bound_to_codes(notebook):
    prose = (
        "Of *peace*, [3](# 'peace :: goal = \"aim\"') are aims, "
        "[1](# 'frequencies; state; count; of=goal') is a state; "
        "A alone sees [2](# '<goal_A label=\"state\"/>'). Alpha is "
        "[0.57](# 'agreement; alpha; layers=goal; label=')."
    )
    path = notebook(prose, *CODE)
    assert list(notebook_corpus(path).store.layers) == ["goal", "goal_A", "goal_B"]
    assert list(check_prose(path)) == []


def test_a_claim_on_a_code_that_is_not_in_the_codebook_is_a_finding(notebook):
    prose = 'Of them, [0 of 4](# "goal = aims") are, and [0](# \'<goal_A label="zebra"/>\').'
    found = [str(each) for each in check_prose(notebook(prose, *CODE))]
    assert len(found) == 2
    assert "goal='aims' is not known; choose 'aim', 'state'. Did you mean 'aim'?" in found[0]
    assert "goal_A='zebra' is not known; choose 'aim', 'state'." in found[1]


def test_layers_that_have_a_name_first_are_found_too(notebook):
    path = notebook("Of them, [2](# '<goal_A label=\"state\"/>') are.", CODE[0],
                    "layers = dc.layers.codes(paper, '../codes/goal.toml', coder='A')",
                    "coded = paper.with_layer(*layers)")  # fmt: skip
    assert list(check_prose(path)) == []


def test_the_methods_name_coders_codebook_and_alpha(study):
    corpus = dc.read(study / "texts")
    coded = corpus.with_layer(*dc.layers.codes(corpus, study / "codes" / "goal.toml"))
    text = dc.methods(dc.frequencies(coded, by="goal")).text
    digest = dc.layers.codebook(study / "codes" / "goal.toml").sha256[:12]
    assert (
        f"The layer goal (4 spans) was made by coders A and B (codebook goal.toml, sha256 {digest};"
        " Krippendorff's alpha 0.57 over 5 lines; 1 line on which they differ left out; labels "
        "given by a reader)."
    ) in text


def test_the_methods_of_a_subset_say_that_alpha_is_of_all_texts(study):
    corpus = dc.read(study / "texts")
    coded = corpus.with_layer(*dc.layers.codes(corpus, study / "codes" / "goal.toml"))
    text = dc.methods(dc.frequencies(coded.subset('document = "a"'), by="goal")).text
    assert "Krippendorff's alpha 0.57 over 5 lines of all texts; 1 line" in text


def test_evidence_has_the_lines_of_a_code(study):
    corpus = dc.read(study / "texts")
    coded = corpus.with_layer(*dc.layers.codes(corpus, study / "codes" / "goal.toml"))
    table = dc.frequencies(coded, of="goal")
    assert len(dc.evidence(coded, table)) == table["count"].sum() == 4
