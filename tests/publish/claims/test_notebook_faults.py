import pytest

import discourse as dc
from discourse.publish.claims.binding import check_prose

BOUND = "*Peace* has [1](# 'peace') hit."
READ = 'import os\nimport discourse as dc\n{}\npaper = dc.read("text.txt")'


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("os.chdir('other')", "changes the folder before dc.read is called"),
        ("%cd other", "'%cd other' changes the folder"),
        ("dc.read = lambda path: 0", "'dc.read' sets a function of the package"),
        ("setattr(dc, 'read', print)", "sets a function of the package"),
    ],
)
def test_what_a_notebook_reads_is_not_guessed(prose, line, said):
    (finding,) = check_prose(prose(BOUND, code=READ.format(line)))
    assert finding.row == "corpus"
    assert said in finding.found


def test_a_module_beside_the_notebook_that_has_the_name_of_the_package_is_named(prose, tmp_path):
    notebook = prose(BOUND)
    assert list(check_prose(notebook)) == []
    (tmp_path / "discourse.py").write_text("", encoding="utf-8")
    (finding,) = check_prose(notebook)
    assert finding.found.endswith("is imported in place of the package; rename it.")


@pytest.mark.parametrize("line", ["os.getcwd()", "cd = 3", "x = 1"])
def test_other_code_hides_nothing(prose, line):
    assert list(check_prose(prose(BOUND, code=READ.format(line)))) == []


def test_a_folder_that_is_changed_later_is_no_fault(prose):
    code = f"{READ.format('')}\nos.chdir('other')"
    assert list(check_prose(prose(BOUND, code=code))) == []


def test_code_that_runs_a_text_is_named_as_not_compared(prose, tmp_path):
    prose(BOUND, code=READ.format("exec('n = 2' + '8')\nvars()\n%run other.py"), text="Peace.")
    found = dc.verify(tmp_path)
    named = [kind for kind in found.attrs["checked"] if kind.startswith("calls that run a text")]
    assert named == [
        f"calls that run a text, or find a name by one (prose.ipynb: {call}), not compared"
        for call in ("%run", "exec", "vars")
    ]
