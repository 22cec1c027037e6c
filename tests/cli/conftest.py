"""A command as a terminal runs it, without the start of a new Python."""

import pytest

from discourse.cli.main import main


@pytest.fixture
def discourse(capsys, monkeypatch, root):
    """Run a command in the repository: its exit code, its output and its messages."""
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return code, written.out, written.err

    return run
