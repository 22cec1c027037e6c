"""No command lets a terminal obey what a text, a name or a column holds."""

import sys

import pytest

ESCAPE = "\x1b[31m\x07"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(f"Peace {ESCAPE} and rights.", encoding="utf-8")
    (tmp_path / "about.csv").write_text(
        f"document,pl{ESCAPE}ace\na,G{ESCAPE}enf\n", encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown", "latex"])
@pytest.mark.parametrize(
    "command",
    [("kwic", "rights"), ("show", "rights"), ("audit", "--documents"), ("audit",), ("freq",)],
)
def test_a_terminal_gets_no_control_character(discourse, folder, monkeypatch, form, command):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    name, *rest = command
    options = [] if name == "show" else ["--format", form]
    metadata = ["--metadata", folder / "about.csv"]
    code, out, _ = discourse(name, folder / "a.txt", *rest, *metadata, *options)
    assert code == 0
    assert not {sign for sign in out if ord(sign) < 32} - {"\n", "\t"}


def test_a_pipe_gets_the_data_as_they_are(discourse, folder):
    _, out, _ = discourse("kwic", folder / "a.txt", "rights", "--format", "csv")
    assert ESCAPE in out
