"""The corpus that a command works on."""

import os
import sys

import pytest


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "1990-Li.txt").write_text("Peace and rights.", encoding="utf-8")
    (tmp_path / "2000-Wu.txt").write_bytes("Café peace.".encode("cp1252"))
    return tmp_path


def test_files_are_read_with_the_options_of_dc_read(discourse, folder):
    code, out, err = discourse(
        "freq", folder, "--by", "year", "--encoding", "utf-8,cp1252",
        "--metadata", "{year}-{speaker}.txt", "--format", "csv",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert '2000,café,1,500,1,"café :: year = ""2000"""' in out


def test_skipped_files_are_reported_on_stderr_unless_quiet(discourse, folder):
    code, _, err = discourse("freq", folder, "--on-error", "skip")
    assert code == 0
    assert err.startswith(f"discourse: skipped 1; the first: {folder / '2000-Wu.txt'}: byte 3")
    assert discourse("freq", folder, "--on-error", "skip", "--quiet")[2] == ""


def test_progress_is_shown_on_a_terminal_unless_quiet(discourse, folder, monkeypatch):
    monkeypatch.setattr("discourse.corpus.store.parallel.DELAY", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    read = ("freq", folder, "--encoding", "utf-8,cp1252")
    environment = dict(os.environ)
    assert discourse(*read, "--quiet")[2] == ""
    assert "reading" in discourse(*read)[2]
    assert os.environ == environment


def test_a_saved_corpus_keeps_its_tokens(discourse, tmp_path):
    saved = tmp_path / "paper.corpus"
    code, out, _ = discourse("index", "seeds", saved)
    assert (code, out) == (
        0,
        f"{saved} holds Corpus: 1 document, 6 sections, 1,384 tokens, 475 types\n",
    )
    assert discourse("freq", saved) == discourse("freq", "seeds")
    assert discourse("freq", saved, "--hyphen", "split")[2] == (
        f"discourse: {saved} is a saved corpus, and its tokens are fixed; leave --hyphen out, "
        "or read the texts again.\n"
    )


def test_the_rule_for_tokens_can_be_chosen(discourse):
    _, out, _ = discourse("freq", "seeds", "--hyphen", "split", "--format", "csv")
    assert not any("-" in line.split(",")[0] for line in out.splitlines()[1:])
