"""The command line as a whole: help, exit codes, pipes, and what it imports."""

import io
import os
import re
import shlex
import subprocess
import sys
from importlib.metadata import version

import pytest

from discourse.cli.catalogue import list_commands
from discourse.cli.main import main

# What a command says while it works that takes long.
PROGRESS = ("discourse: read ", "discourse: running ")
HEAVY = ("pandas", "numpy", "matplotlib", "scipy")


def process(*arguments, options=(), **settings):
    command = [sys.executable, *options, "-m", "discourse", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, **settings)


def write_manuscript(path):
    """A manuscript whose only number needs no claim."""
    document = pytest.importorskip("docx").Document()
    document.add_paragraph("The paper was published in 2017.")
    document.save(path)
    return path


def test_help_names_every_command_and_what_it_does(discourse):
    code, out, err = discourse("--help")
    assert (code, err) == (0, "")
    for name in set(list_commands().values()):
        assert f"\n  {name} " in out
    assert discourse() == (0, out, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", sorted({*list_commands().values()} - {"docs"})
)  # it opens a browser
def test_every_command_has_help_with_an_example_that_runs(discourse, capsys, tmp_path, name):
    with pytest.raises(SystemExit) as left:
        discourse(name, "--help")
    assert left.value.code == 0
    example = capsys.readouterr().out.rpartition("for example: discourse ")[2]
    words = shlex.split(example)
    if name in ("index", "new", "publish", "study", "verify"):  # what is written goes elsewhere
        words[-1] = str(tmp_path / words[-1])
    if "paper.docx" in words:
        words[words.index("paper.docx")] = str(write_manuscript(tmp_path / "paper.docx"))
    code, out, err = discourse(*words)
    assert code == 0
    assert all(line.startswith(PROGRESS) for line in err.splitlines())
    assert out


def test_help_is_there_before_pandas_is_imported():
    imported = process("--help", options=("-X", "importtime")).stderr.decode()
    assert "argparse" in imported
    assert not set(HEAVY) & set(re.findall(r"\| +(\S+)$", imported, re.MULTILINE))


def test_the_version_is_that_of_the_package(discourse):
    assert discourse("--version") == (0, f"discourse {version('discourse-toolkit')}\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["kwi", "seeds"], "command='kwi' is not known; choose "),
        (["kwic", "seeds"], "the following arguments are required: QUERY; discourse kwic --help "),
        (["freq", "nowhere"], "nowhere does not exist; give a text file, or a folder that holds"),
        (["freq", "seeds", "--by", "page"], "by='page' is not known; choose 'document', "),
        (["freq", "seeds", "--min-count", "few"], "argument --min-count: expects a whole number, "),
        (["freq", "seeds", "--rows", "-1"], "argument --rows: expects a whole number, 0 or "),
        (["freq", "seeds", "--ro", "1"], "unrecognized arguments: --ro 1; discourse freq --help"),
        (["freq", "seeds", "--subset", "year > 1"], "condition='year' is not known; choose "),
    ],
)
def test_bad_input_is_one_line_on_stderr_and_exit_code_2(discourse, arguments, message):
    code, out, err = discourse(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"discourse: {message}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "page"),
    [
        (["kwic", "seeds", '[word="a"'], "queries"),
        (["freq", "nowhere"], "your-own-texts"),
        (["trend", "seeds", "peace"], "trends"),
        (["freq", "seeds", "--by", "page"], "groups"),
    ],
)
def test_a_second_line_names_the_page_to_read(capsys, root, monkeypatch, arguments, page):
    monkeypatch.chdir(root)
    assert main(arguments) == 2
    assert capsys.readouterr().err.endswith(f"\nMore on this: discourse docs {page}\n")


def test_an_error_about_the_command_itself_names_no_page(capsys):
    assert main(["kwi"]) == 2
    assert "discourse docs" not in capsys.readouterr().err


@pytest.mark.parametrize("options", [(), ("--on-error", "skip")])
def test_a_message_holds_nothing_that_controls_a_terminal(discourse, tmp_path, options):
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "\x1b[31m.txt").write_text("Two.", encoding="utf-8")
    (tmp_path / "\x1b[31m.toml").write_text("title", encoding="utf-8")
    _, _, err = discourse("freq", tmp_path, *options)
    assert r"\x1b[31m.toml: Expected '='" in err
    assert err[:-1].isprintable()


@pytest.mark.slow
def test_a_closed_pipe_ends_the_command_silently(root):
    command = f'"{sys.executable}" -m discourse freq seeds --by sentence | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, cwd=root, check=False)
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


@pytest.fixture
def standard_input(monkeypatch):
    def hold(data):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return hold


def test_text_is_read_from_standard_input(discourse, standard_input):
    standard_input("Café, café!".encode())
    code, out, _ = discourse("freq", "-", "--format", "csv")
    assert (code, out.splitlines()[1]) == (0, "café,2,1000,1,café")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (b" ", "standard input is empty; pipe a text into the command."),
        (b"caf\xe9", "standard input: byte 3 (line 1) is not utf-8."),
    ],
)
def test_standard_input_that_is_not_text_is_refused(discourse, standard_input, given, message):
    standard_input(given)
    code, out, err = discourse("freq", "-")
    assert (code, out) == (2, "")
    assert err.startswith(f"discourse: {message}")


@pytest.mark.slow
def test_output_is_utf_8_whatever_the_encoding_of_the_system(root):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = process("freq", "-", cwd=root, input="é \U0001f600a".encode(), env=environment)
    assert "é" in done.stdout.decode("utf-8")


def test_advice_to_tag_is_given_in_the_words_of_a_terminal(discourse):
    way_out = "--layer english, or read"
    for words in (["clauses", "seeds"], ["sketch", "seeds", "right"]):
        code, out, err = discourse(*words)
        assert (code, out) == (2, "")
        assert way_out in err
        assert "dc.layers" not in err
    _, _, err = discourse("clauses", "seeds", "--layer", "pos")
    assert "and the corpus has neither; add them with --layer english" in err
    _, _, err = discourse("clauses", "seeds", "--layer", "pos", "--by-parse")
    assert err == (
        "discourse: by_parse=True needs the layers pos, deprel and head; add them with "
        "--layer english, or leave by_parse out.\n"
    )
