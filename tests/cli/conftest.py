"""A command as a terminal runs it, without the start of a new Python."""

import pytest

from discourse.cli.main import main

HINT = "More on this: "


@pytest.fixture
def discourse(capsys, monkeypatch, root):
    """Run a command in the repository: its exit code, its output and its messages.

    The page that an error names is left out of the messages, and tested in `test_main`.
    """
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        lines = written.err.splitlines(keepends=True)
        return code, written.out, "".join(line for line in lines if not line.startswith(HINT))

    return run
