"""The commands that are not verbs, and the names of all."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from discourse.cli.catalogue import COMMAND_SUMMARIES, SHORT_NAMES, VERB_SUMMARIES, list_commands
from discourse.record import VERBS


def test_the_commands_are_the_verbs_of_this_package_and_some_more():
    assert set(VERB_SUMMARIES) == set(VERBS)
    names = {SHORT_NAMES.get(name, name) for name in VERBS} | set(COMMAND_SUMMARIES)
    assert set(list_commands().values()) == names


def test_each_command_is_summarized_in_one_line():
    for summary in (*VERB_SUMMARIES.values(), *COMMAND_SUMMARIES.values()):
        assert summary.endswith(("?", ".")) and len(summary) <= 65


def test_show_prints_the_text_with_hits_marked(discourse):
    code, out, _ = discourse("show", "seeds", "shared future")
    assert (code, out.count("[shared future]") + out.count("[Shared Future]")) == (0, 7)


def test_audit_lists_regions_documents_or_skipped_files(discourse, tmp_path):
    assert discourse("audit", "seeds")[1].count("\n") == 1 + 12
    assert discourse("audit", "seeds", "--documents")[1].count("\n") == 1 + 1
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "b.txt").touch()
    code, out, _ = discourse("audit", tmp_path, "--skipped", "--format", "csv")
    assert (code, out.splitlines()[1].split(",")[0]) == (0, str(tmp_path / "b.txt"))


def test_verify_lists_what_does_not_hold_with_exit_code_1(discourse, root, tmp_path):
    assert discourse("verify", tmp_path) == (
        0,
        "everything holds: bundles 0, notebooks 0, numbers bound 0\n",
        "",
    )
    shutil.copytree(root / "seeds", tmp_path / "seeds")
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a.csv").write_text("term\n", encoding="utf-8")
    code, out, _ = discourse("verify", tmp_path)
    assert code == 1
    assert "figures/a.csv" in out


def test_verify_names_what_was_not_compared(discourse, root, tmp_path):
    for name in ("paper.md", "one.qmd", "two.tex", "x\x1b[31m.rst", "readme.md"):
        (tmp_path / name).write_text("It has 28 hits.", encoding="utf-8")
    assert discourse("verify", tmp_path)[1].splitlines()[1] == (
        "not compared: manuscripts (one.qmd, paper.md, two.tex and 1 more), not compared 4, "
        "files that nothing names (readme.md), not compared 1"
    )
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a\x1b[31m.csv").write_text("term\n", encoding="utf-8")
    code, out, _ = discourse("verify", tmp_path, "--jobs", "1")
    assert (code, out.splitlines()[-2][:19]) == (1, "compared: bundles 0")
    assert "a\\x1b[31m.csv" in out
    assert "\x1b" not in out


def test_verify_refuses_a_number_of_processes_that_is_none(discourse, tmp_path):
    assert discourse("verify", tmp_path, "--jobs", "0") == (
        2, "", "discourse: --jobs expects a number of processes, got 0; give 1 or more.\n",
    )  # fmt: skip


def test_bind_proposes_claims_for_unbound_numbers(discourse, tmp_path):
    (tmp_path / "a.txt").write_text("Peace and rights, and peace.", encoding="utf-8")
    code = nbformat.v4.new_code_cell('import discourse as dc\n\npaper = dc.read("a.txt")')
    prose = nbformat.v4.new_markdown_cell("There are 2 hits of *peace*.")
    nbformat.write(nbformat.v4.new_notebook(cells=[code, prose]), tmp_path / "a.ipynb")
    code, out, _ = discourse("bind", tmp_path / "a.ipynb", "--format", "csv")
    assert code == 0
    assert out.splitlines()[1] == "2,1,2,There are 2 hits of peace.,peace,2"


def test_verify_lists_exempt_numbers_if_it_is_strict(discourse, tmp_path):
    prose = nbformat.v4.new_markdown_cell("In 1999.")
    nbformat.write(nbformat.v4.new_notebook(cells=[prose]), tmp_path / "a.ipynb")
    assert discourse("verify", tmp_path)[:2] == (
        0,
        "everything holds: bundles 0, notebooks 1, numbers bound 0, numbers exempt (year) 1\n",
    )
    code, out, _ = discourse("verify", tmp_path, "--strict", "--format", "csv")
    assert code == 1
    assert out.splitlines()[1].endswith("\"1999, exempt by the rule 'year'\"")


def test_bind_counts_the_numbers_if_all_are_bound(discourse):
    code, out, _ = discourse("bind", "notebooks/05-phrases-and-collocates.ipynb")
    assert code == 0
    assert out.startswith("bound ")
    assert out.endswith("unbound 0\n")


@pytest.mark.slow
def test_new_starts_a_study_whose_notebook_runs(discourse, tmp_path):
    study = tmp_path / "study"
    code, out, _ = discourse("new", study)
    assert code == 0
    assert out.startswith(f"{study} is ready: put your text into {study / 'seeds'}")
    files = [p.relative_to(study).as_posix() for p in sorted(study.rglob("*")) if p.is_file()]
    assert files == ["README.md", "notebooks/01-first-look.ipynb", "seeds/my-text.toml"]
    (study / "seeds" / "my-text.txt").write_text("We speak of peace.\n\nPeace and rights.")
    notebook = nbformat.read(study / "notebooks" / "01-first-look.ipynb", as_version=4)
    nbformat.validate(notebook)
    run_in = {"metadata": {"path": str(study / "notebooks")}}
    NotebookClient(notebook, kernel_name="python3", resources=run_in).execute()
    shown = json.dumps(notebook)
    assert "2 documents" not in shown
    assert "1 document, 2 sections, 7 tokens" in shown


def test_a_new_study_without_a_text_is_refused_with_the_way_out(discourse, tmp_path):
    discourse("new", tmp_path / "study")
    code, _, err = discourse("freq", tmp_path / "study" / "seeds")
    assert code == 2
    assert "my-text.toml describes no text: no file beside it has its name" in err


def test_new_leaves_a_folder_with_files_as_it_is(discourse, tmp_path):
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    assert discourse("new", tmp_path)[2] == (
        f"discourse: {tmp_path} is not empty; name a new folder.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_place_that_cannot_be_written_to_is_refused(discourse):
    nowhere = Path("/proc/no-study")
    if not nowhere.parent.is_dir():
        pytest.skip("needs a folder that nobody can write to")
    for arguments in (["new", nowhere], ["index", "seeds", nowhere]):
        code, out, err = discourse(*arguments)
        assert (code, out) == (2, "")
        assert (
            "; name a place that can be read and written." in err or "; name another folder." in err
        )
        assert err.count("\n") == 1
