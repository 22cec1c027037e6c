"""A study of a corpus of NLTK, where its texts are, and where they are not."""

import importlib.util
import json
import shutil

import nbformat
import nltk
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nltk.corpus.reader import PlaintextCorpusReader
from nltk.corpus.util import LazyCorpusLoader

import discourse as dc
from discourse.cli.main import main
from discourse.publish.checks.notebooks import UNREAD
from discourse.publish.checks.tasks import UNMADE
from discourse.publish.claims.binding import NotebookCorpora

CODE = """import nltk

import discourse as dc

speeches = dc.Corpus.from_nltk(nltk.corpus.inaugural, metadata="{year:d}-{speaker}")
len(speeches)"""
HOW = (
    "the texts of NLTK's corpus 'inaugural' are not on this computer; fetch them once with "
    "python -m nltk.downloader inaugural, or name the folder that has them in NLTK_DATA."
)


def have(patch, folder, *, texts=True):
    """Let NLTK have two speeches in a folder, or nothing at all."""
    loader = LazyCorpusLoader("inaugural", PlaintextCorpusReader, r".*\.txt", encoding="latin1")
    patch.setattr(nltk.corpus, "inaugural", loader)
    patch.setattr(nltk.data, "path", [str(folder)] if texts else [])


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Texts for NLTK; a study with a figure, a table, a paragraph, and a notebook on them."""
    folder = tmp_path_factory.mktemp("published")
    texts, root = folder / "nltk" / "corpora" / "inaugural", folder / "study"
    for each in (texts, root / "figures", root / "notebooks"):
        each.mkdir(parents=True)
    (texts / "1990-Li.txt").write_text("We share peace. Peace and rights.")
    (texts / "2000-Wu.txt").write_text("Rights, and rights again.")
    with pytest.MonkeyPatch.context() as patch:
        have(patch, folder / "nltk")
        corpus = dc.Corpus.from_nltk(nltk.corpus.inaugural, metadata="{year:d}-{speaker}")
        table = dc.frequencies(corpus).head(2)
        saved, words = root / "figures" / "words", {"caption": "Words.", "alt": "Dots."}
        dc.save_figure(dc.plot.frequencies(table), saved, table=table, **words)
        dc.save_table(table, root / "figures" / "top", caption="Words.")
        dc.methods(table).save(root / "figures" / "methods.md")
        write_notebook(root, '*Rights* has [3](# "rights") hits.')
        dc.verify(root, update=True)
    return folder


@pytest.fixture
def study(published, tmp_path, monkeypatch):
    """A copy of the study, and of the texts, which NLTK has."""
    shutil.copytree(published, tmp_path / "copy")
    have(monkeypatch, tmp_path / "copy" / "nltk")
    return tmp_path / "copy" / "study"


@pytest.fixture
def without_texts(study, monkeypatch):
    """A function after whose call NLTK has no texts."""
    return lambda: have(monkeypatch, study.parent / "nltk", texts=False)


def write_notebook(root, prose, code=CODE):
    cells = [
        new_markdown_cell("# How often?"),
        new_code_cell(code, outputs=[new_output("execute_result", {"text/plain": "2"})]),
        new_markdown_cell(prose),
    ]
    path = root / "notebooks" / "one.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


def findings(root, **options):
    return [(row.file, row.row, row.found) for row in dc.verify(root, **options).itertuples()]


def test_where_the_texts_are_everything_is_compared(study):
    found = dc.verify(study)
    checked = found.attrs["checked"]
    assert (len(found), found.attrs["missing"]) == (0, {})
    assert (checked["bundles"], checked["numbers bound"]) == (2, 1)


def test_where_they_are_missing_each_file_is_named_and_none_is_a_finding(study, without_texts):
    without_texts()
    found = dc.verify(study)
    checked = found.attrs["checked"]
    assert len(found) == 0
    assert found.attrs["missing"] == dict.fromkeys(
        ["figures/methods.md", "figures/top", "figures/words", "notebooks/one.ipynb: 1 number"], HOW
    )
    assert (checked["bundles"], checked[UNMADE]) == (0, 2)
    assert (checked["numbers bound"], checked[UNREAD]) == (0, 1)


def test_the_terminal_names_each_file_that_was_not_compared(study, without_texts, capsys):
    without_texts()
    assert main(["verify", str(study)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("what was compared holds: bundles 0, ")
    assert f"{UNMADE} 2, " in said[1]
    assert said[2:] == [
        f"not compared: {HOW}",
        "  figures/methods.md",
        "  figures/top",
        "  figures/words",
        "  notebooks/one.ipynb: 1 number",
    ]


def test_a_file_without_its_hash_is_a_finding_without_the_texts_too(study, without_texts):
    without_texts()
    path = study / "figures" / "words.csv"
    path.write_text(path.read_text().replace("rights,3", "rights,4"))
    assert [row[:2] for row in findings(study)] == [("figures/words.csv", "sha256")]


def test_a_record_that_was_changed_is_a_finding_without_the_texts_too(study, without_texts):
    without_texts()
    path = study / "figures" / "words.json"
    path.write_text(path.read_text().replace("Words.", "Peace."))
    assert ("figures/words", "manifest", "another file") in findings(study)


def test_a_bundle_that_is_lost_is_a_finding_without_the_texts_too(study, without_texts):
    without_texts()
    for path in (study / "figures").glob("top.*"):
        path.unlink()
    assert "figures/top.json" in {file for file, _, _ in findings(study)}


def test_an_unbound_number_is_a_finding_without_the_texts_too(study, without_texts, monkeypatch):
    without_texts()
    write_notebook(study, "It has 3 hits, and *rights* [4](# 'rights').")
    (row,) = findings(study)
    assert (row[0], row[2]) == ("notebooks/one.ipynb", "3, unbound")
    have(monkeypatch, study.parent / "nltk")
    assert [row[2] for row in findings(study)] == ["3, unbound", "4"]


def test_a_number_that_needs_no_text_is_compared_without_the_texts(study, without_texts):
    without_texts()
    write_notebook(study, "The [two](# 'code; top; head') of them.", f"{CODE}\ntop = x.head(3)")
    (row,) = findings(study)
    assert (row[0], row[2]) == ("notebooks/one.ipynb", "two")


def test_a_number_quoted_from_missing_texts_is_counted_as_such(study, without_texts, monkeypatch):
    without_texts()
    write_notebook(study, 'He said "9 times".')
    found = dc.verify(study)
    assert (len(found), "notebooks/one.ipynb: 1 number" in found.attrs["missing"]) == (0, True)
    assert found.attrs["checked"]["numbers exempt (quoted from texts that are not here)"] == 1
    have(monkeypatch, study.parent / "nltk")
    assert [row[2] for row in findings(study)] == ["9, unbound"]


def test_a_text_that_has_changed_is_a_finding(study):
    (study.parent / "nltk" / "corpora" / "inaugural" / "2000-Wu.txt").write_text("Rights.")
    found = {row[0]: row[2] for row in findings(study)}
    assert "has no text '2000-Wu' with the hash" in found["figures/words"]


@pytest.mark.parametrize("name", ["no_such_corpus", "reader", "__doc__"])
def test_a_corpus_that_nltk_does_not_offer_is_a_finding(study, name):
    path = study / "figures" / "words.json"
    record = json.loads(path.read_text())
    record["recipe"]["corpus"]["read"]["nltk"]["corpus"] = name
    path.write_text(json.dumps(record))
    assert f"NLTK has no corpus {name!r}" in {r[0]: r[2] for r in findings(study)}["figures/words"]


def test_notebooks_without_their_texts_are_not_executed(study, without_texts):
    without_texts()
    found = dc.verify(study, run=True)
    assert len(found) == 0
    assert "outputs of cells" not in found.attrs["checked"]


def test_the_page_has_the_title_of_a_notebook_without_its_texts_and_how_to_get_them(
    study, without_texts
):
    without_texts()
    linked = dc.save_site(study / "notebooks", study / "site")
    page = (study / "site" / "index.html").read_text()
    assert linked.iloc[0, 1:].tolist() == [0, 0, 0, 0, 0]
    assert "How often?" in page
    assert "Not on this page: the texts of NLTK&#x27;s corpus &#x27;inaugural&#x27;" in page
    assert "peace" not in page.casefold().partition("<main")[2]


def test_refresh_leaves_a_notebook_without_its_texts_as_it_is(study, without_texts, root, capsys):
    without_texts()
    spec = importlib.util.spec_from_file_location("refresh", root / "notebooks" / "refresh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path = study / "notebooks" / "one.ipynb"
    before = path.read_bytes()
    assert module.refresh(path)
    said = f"one.ipynb: skipped; {HOW} Here, `make corpora` fetches them.\n"
    assert (capsys.readouterr().out, path.read_bytes()) == (said, before)


@pytest.mark.parametrize(
    "opening",
    [
        "import discourse as dc, nltk\nx = dc.Corpus.from_nltk(nltk.corpus.inaugural)",
        "from discourse import Corpus\nfrom nltk.corpus import inaugural as i\n"
        "x = Corpus.from_nltk(i)",
        "import nltk.corpus as c\nimport discourse\nx = discourse.Corpus.from_nltk(c.inaugural)",
        "import nltk.corpus\n"
        "x = dc.Corpus.from_nltk(nltk.corpus.inaugural).with_metadata(a=['b', 'c'])",
    ],
)
def test_a_corpus_of_nltk_is_known_however_it_is_named(study, without_texts, opening):
    path = write_notebook(study, "Words.", opening)
    assert NotebookCorpora(path).only.size == 10
    without_texts()
    assert NotebookCorpora(path).missing == [HOW]


@pytest.mark.parametrize(
    "opening",
    [
        "reader = nltk.corpus.inaugural\nx = dc.Corpus.from_nltk('inaugural')",
        "x = dc.Corpus.from_nltk(nltk.corpus.reader.api)",
        "x = dc.Corpus.from_nltk(nltk.download)",
        "x = dc.Corpus.from_nltk(nltk.corpus.inaugural, tokenizer=find())",
    ],
)
def test_what_is_not_written_out_as_a_corpus_of_nltk_is_not_read(study, opening):
    path = write_notebook(study, "Words.", f"import nltk\nimport discourse as dc\n{opening}")
    assert NotebookCorpora(path).missing == []
    with pytest.raises(dc.DiscourseError):
        _ = NotebookCorpora(path).only


def test_metadata_that_a_notebook_adds_are_known_to_its_claims(study):
    (study / "notebooks" / "who.csv").write_text("year,party\n1990,A\n2000,B\n")
    code = (
        f'{CODE}\nspeeches = speeches.with_metadata("who.csv", on="year")\n'
        'speeches = speeches.with_metadata(time=("year", {1995: "late"}))'
    )
    write_notebook(
        study,
        """*Rights* has [2](# 'rights :: party = "B"') hits, [1](# 'rights :: party = "A"') and
        [3](# 'rights :: time = "late"').""",
        code,
    )
    assert [row[2] for row in findings(study)] == ["3"]
