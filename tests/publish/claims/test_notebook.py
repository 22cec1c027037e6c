import json

import pytest

import discourse as dc
from discourse.publish.claims.notebook import (
    NotebookCell,
    cell_sources,
    language_of,
    notebook_cells,
)


def test_cells_are_numbered_over_all_kinds(prose):
    notebook = prose("# One", "two")
    assert cell_sources(notebook, "markdown") == [(2, "# One"), (3, "two")]
    assert [number for number, _ in cell_sources(notebook, "code")] == [1]


def test_a_source_may_be_stored_as_lines(tmp_path):
    path = tmp_path / "a.ipynb"
    for source in ("one\ntwo", ["one\n", "two"]):
        stored = {"cells": [{"cell_type": "raw", "source": source}]}
        path.write_text(json.dumps(stored), encoding="utf-8")
        assert notebook_cells(path) == [NotebookCell("raw", "one\ntwo", [], {})]


@pytest.mark.parametrize(
    "content",
    ["no JSON", "[]", '{"cells": 3}', '{"cells": [3]}', '{"worksheets": []}', "[" * 100_000],
)
def test_a_file_that_is_not_a_notebook_is_refused(tmp_path, content):
    path = tmp_path / "old.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(dc.DiscourseError) as error:
        cell_sources(path, "markdown")
    assert str(error.value) == (
        f"{path} is not a notebook; give an .ipynb file of format 4, as JupyterLab saves it."
    )


def test_a_notebook_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(dc.DiscourseError) as error:
        cell_sources(tmp_path / "none.ipynb", "code")
    assert str(error.value) == (
        f"{tmp_path / 'none.ipynb'} does not exist; give a notebook, an .ipynb file."
    )


def test_the_language_of_the_code_is_that_of_its_kernel(tmp_path):
    path = tmp_path / "a.ipynb"
    for metadata, language in (
        ({}, "python"),
        ({"kernelspec": {"language": "python"}, "language_info": {"name": "python"}}, "python"),
        ({"kernelspec": {"language": "R"}}, "r"),
        ({"kernelspec": {"language": "python"}, "language_info": {"name": "julia"}}, "julia"),
    ):
        path.write_text(json.dumps({"cells": [], "metadata": metadata}), encoding="utf-8")
        assert language_of(path) == language
