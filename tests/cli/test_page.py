"""docs/command-line.md shows what the commands write."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from discourse.cli.catalogue import list_commands
from discourse.cli.main import main

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.M)


@pytest.fixture
def place(tmp_path, root):
    """A folder to run the commands in, which holds the texts of the page."""
    for name in ("docs", "seeds", "notebooks/codes"):
        shutil.copytree(root / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def terminal(place, capsys, monkeypatch):
    """What a command line writes, on stdout and stderr."""
    monkeypatch.setenv("COLUMNS", "100")

    def run(line):
        monkeypatch.chdir(place)
        if line.startswith("discourse "):
            main(shlex.split(line)[1:])
            return "".join(capsys.readouterr())
        shell = f'discourse() {{ "{sys.executable}" -m discourse "$@"; }}; {line}'
        environment = {**os.environ, "COLUMNS": "100"}
        done = subprocess.run(
            ["bash", "-c", shell], capture_output=True, cwd=place, env=environment, check=False
        )
        return (done.stdout + done.stderr).decode()

    return run


def written(page, run):
    """The page with what each command writes below it."""

    def answered(block):
        lines = (match[1] for match in COMMAND.finditer(block[1]))
        return "```console\n" + "".join(f"$ {line}\n{run(line)}" for line in lines) + "```"

    return BLOCK.sub(answered, page)


@pytest.mark.slow
def test_every_command_on_the_page_writes_what_is_shown(root, terminal):
    page = (root / "docs" / "command-line.md").read_text(encoding="utf-8")
    now = written(page, terminal)
    if "REWRITE_PAGES" in os.environ:
        (root / "docs" / "command-line.md").write_text(now, encoding="utf-8")
    assert page == now


def test_every_command_is_on_the_page(root):
    page = (root / "docs" / "command-line.md").read_text(encoding="utf-8")
    names = set(list_commands().values())
    assert {name for name in names if f"discourse {name} " not in page} == set()
