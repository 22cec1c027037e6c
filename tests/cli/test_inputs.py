"""The corpus that a command works on."""

import os
import subprocess
import sys
from dataclasses import fields
from functools import cache

import pytest

import discourse as dc
from discourse.cli.parameters import list_parameters
from discourse.cli.parser import TOKENIZER_OPTIONS
from discourse.cli.verbs import EXAMPLE_VALUES
from discourse.corpus.store import loading
from discourse.publish.provenance.recipes import find_verb, verb_names
from discourse.text.segmenters import SEGMENTERS
from discourse.text.tokenizer import CHOICES


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


def commands_that_take_texts():
    """The commands that read texts, each with what else it needs."""
    verbs = {}
    for name in verb_names():
        needed = (each.name for each in list_parameters(find_verb(name)) if each.is_needed)
        verbs[name] = [EXAMPLE_VALUES[each].split(" --")[0].strip('"') for each in needed]
    return {**verbs, "trend": ["rights"], "show": [], "audit": [], "index": ["new.corpus"]}


# Verbs that need several parts.
BY_PART = ("compare", "correspondence", "dispersion", "similarity", "tfidf")


@cache
def corpus_for(name):
    """Dated speeches, or the paper with the layers that some verbs need: tags, a parse, codes."""
    if name in ("changes", "trend"):
        return dc.read("docs/speeches", metadata="{year:d}-{speaker}")
    paper = dc.read("seeds")
    codes = dc.layers.codes(paper, "notebooks/codes/rights.toml")
    return paper.with_layer(*dc.layers.tag(paper), *codes)


@pytest.mark.parametrize(("name", "needed"), commands_that_take_texts().items())
def test_every_command_can_verify_a_saved_corpus(discourse, tmp_path, monkeypatch, name, needed):
    monkeypatch.setattr(loading, "ALWAYS_HASHED", 0)
    saved = tmp_path / "paper.corpus"
    corpus_for(name).save(saved)
    (texts,) = saved.rglob("texts.arrow")
    content = texts.read_bytes()
    texts.unlink()
    texts.write_bytes(content.replace(b"rights", b"nights", 1).replace(b"peace", b"peach", 1))
    needed = [tmp_path / each if each == "new.corpus" else each for each in needed]
    by = ["--by", "section"] if name in BY_PART else []
    assert discourse(name, saved, *needed, *by)[0] == 0
    assert discourse(name, saved, *needed, *by, "--verify") == (
        2,
        "",
        f"discourse: {saved}: texts.arrow is not what was saved; save the corpus again.\n",
    )


def test_the_rule_for_tokens_can_be_chosen(discourse):
    _, out, _ = discourse("freq", "seeds", "--hyphen", "split", "--format", "csv")
    assert not any("-" in line.split(",")[0] for line in out.splitlines()[1:])


def test_every_choice_of_the_tokeniser_is_an_option(discourse, tmp_path):
    assert set(TOKENIZER_OPTIONS) == {field.name for field in fields(dc.Tokenizer)} - {"rule"}
    for name, (choices, _) in TOKENIZER_OPTIONS.items():
        assert set(choices) == set(CHOICES.get(name, SEGMENTERS))
    (tmp_path / "a.txt").write_text("US us #MeToo 👍 l'homme", encoding="utf-8")
    options = ("--case", "keep", "--hashtag", "keep", "--emoji", "keep", "--elision", "split")
    _, out, _ = discourse("freq", tmp_path, *options, "--format", "csv")
    assert {line.split(",")[0] for line in out.splitlines()[1:]} == {
        "US", "us", "#MeToo", "👍", "l'", "homme",
    }  # fmt: skip


def test_a_warning_is_one_line_of_the_command_s_own(tmp_path):
    (tmp_path / "a.txt").write_text("caf\ufffd", encoding="utf-8")
    command = [sys.executable, "-m", "discourse", "freq", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    assert done.stderr == (
        "discourse: 'a' contains 'caf\ufffd': letters were lost when the file was made; get the "
        "original. The column 'damaged' of corpus.audit() counts all places.\n"
    )


def test_what_a_tagger_says_is_a_layer(discourse, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("China's bridges were built. We don't build them!", encoding="utf-8")
    code, out, err = discourse(
        "kwic",
        path,
        '[lemma="build" & pos="VERB"]',
        "--layer",
        "lemma",
        "--layer",
        "pos",
        "--format",
        "csv",
    )
    assert (code, err) == (0, "")
    assert len(out.splitlines()) == 3
    _, out, _ = discourse("audit", path, "--layers", "--layer", "english", "--format", "csv")
    assert [line.split(",")[0] for line in out.splitlines()] == [
        "layer",
        "lemma",
        "pos",
        "xpos",
        "feats",
        "deprel",
        "head",
    ]


def test_the_path_of_a_model_is_a_tagger(discourse, tmp_path):
    code, _, err = discourse("freq", "seeds", "--layer", tmp_path / "none.udpipe")
    assert code == 2
    assert "none.udpipe does not exist; models are published for many languages" in err
