"""A study in one step holds from the start, and touches nothing but its own folder."""

import json

import nbformat
import pytest

import discourse as dc
from discourse.publish.studies import study
from discourse.publish.studies.study import make_study


@pytest.mark.slow
def test_a_study_is_executed_verified_and_published(root, tmp_path):
    made = make_study(root / "seeds", tmp_path / "mine")
    assert (made.findings, len(made.notebooks)) == (0, 4)
    assert len(dc.verify(tmp_path / "mine")) == 0
    for name in made.notebooks:
        path = tmp_path / "mine" / "notebooks" / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert all(cell.execution_count for cell in cells)
        assert all(len(cell.source.splitlines()) <= 15 for cell in notebook.cells)
    assert (tmp_path / "mine" / "site" / "index.html").is_file()
    assert "DP" in (tmp_path / "mine" / "figures" / "methods.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


def test_a_folder_with_something_in_it_is_refused(root, tmp_path):
    (tmp_path / "own.txt").touch()
    with pytest.raises(dc.DiscourseError, match="not empty"):
        make_study(root / "seeds", tmp_path)


def test_texts_that_are_not_there_are_named(tmp_path):
    with pytest.raises(dc.DiscourseError, match="lost does not exist"):
        make_study(tmp_path / "lost", tmp_path / "mine")


def test_a_cell_that_fails_leaves_nothing_behind(root, tmp_path, monkeypatch):
    monkeypatch.setattr(
        study,
        "write_notebooks",
        lambda plan, read: {"01-bad": [study.StudyCell("code", "1 / 0")]},
    )
    with pytest.raises(dc.DiscourseError, match=r"01-bad cannot be run on these texts: .*division"):
        make_study(root / "seeds", tmp_path / "mine")
    assert list(tmp_path.iterdir()) == []


def test_a_cell_that_a_verb_refuses_gives_the_reason(tmp_path):
    class Refusing:
        def execute(self, notebook, folder):
            raise RuntimeError("DiscourseError: x is lost\nMore on this: discourse docs start\n")

    with pytest.raises(dc.DiscourseError, match="01-bad cannot be run") as refused:
        study._execute(Refusing(), tmp_path / "01-bad.ipynb", [])
    assert str(refused.value).endswith(": DiscourseError: x is lost")


def test_without_the_lab_the_message_says_what_to_install(root, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "nbclient", None)
    with pytest.raises(dc.DiscourseError, match=r"discourse-toolkit\[lab\]"):
        make_study(root / "seeds", tmp_path / "mine")
    assert json.dumps(list(map(str, tmp_path.iterdir()))) == "[]"


def test_files_that_cannot_be_read_may_be_skipped(tmp_path, monkeypatch):
    texts = tmp_path / "mine"
    texts.mkdir()
    (texts / "a.txt").write_text("Peace and peace.", encoding="utf-8")
    (texts / "x.xyz").write_text("{}", encoding="utf-8")
    asked = []

    def run(folder, corpus, plan, arguments, note):
        asked.append((corpus.documents["document"].tolist(), arguments))
        return ["01-texts.ipynb"]

    monkeypatch.setattr(study, "_run_study", run)
    monkeypatch.setattr(study, "save_site", lambda *places: 0)
    monkeypatch.setattr(study, "verify", lambda place: [])
    with pytest.raises(dc.DiscourseError, match=r"x\.xyz"):
        make_study(texts, tmp_path / "study")
    made = make_study(texts, tmp_path / "study", on_error="skip")
    assert (made.findings, asked) == (0, [(["a"], ', on_error="skip"')])


def test_an_error_names_the_texts_that_were_given(tmp_path):
    texts = tmp_path / "mine"
    texts.mkdir()
    with pytest.raises(dc.DiscourseError, match="mine contains no texts"):
        make_study(texts, tmp_path / "study")
    (texts / "x.xyz").write_text("{}", encoding="utf-8")
    with pytest.raises(dc.DiscourseError, match=r"^(?!.*seeds).*x\.xyz"):
        make_study(texts, tmp_path / "study")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_error_of_the_metadata_names_the_table_that_was_given(tmp_path):
    texts = tmp_path / "mine"
    texts.mkdir()
    (texts / "a.txt").write_text("Peace and peace.", encoding="utf-8")
    (texts / "about.csv").write_text("document,party\na,x\nlost,y\n", encoding="utf-8")
    with pytest.raises(dc.DiscourseError, match=r"^metadata\.csv: there is no file 'lost'"):
        make_study(texts, tmp_path / "study")
