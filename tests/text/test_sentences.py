"""Sentences begin where readers say that they do, as far as rules can know."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.text.sentences import remember_starts, sentence_starts

PROBES = Path(__file__).parent / "data" / "sentence_probes.tsv"
UNSPACED = ("zh",)


def pieces(text, language="en", **options):
    starts = sentence_starts(text, language, **options).tolist()
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]


def probes(kind):
    for line in PROBES.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, when, text = line.split("\t")
            if when == kind:
                yield language, text.split("|")


def is_right(language, sentences, **options):
    text = ("" if language in UNSPACED else " ").join(sentences)
    return pieces(text, language, **options) == sentences


@pytest.mark.parametrize(("language", "sentences"), list(probes("seen")))
def test_sentences_of_the_probes(language, sentences):
    assert is_right(language, sentences)


def test_sentences_of_probes_that_the_rules_were_not_written_for():
    held_out = list(probes("held out"))
    assert len(held_out) == 56
    assert sum(is_right(*probe) for probe in held_out) == 52
    assert sum(is_right(*probe, rule="1") for probe in held_out) == 29


def joined(file, blank):
    """The documents of a treebank on one line each, and where their sentences begin."""
    documents = []
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("# newdoc") or not documents:
            documents.append([])
        if line.startswith("# text = "):
            documents[-1].append(line.removeprefix("# text = "))
    for sentences in filter(None, documents):
        ends = np.cumsum([len(sentence) + len(blank) for sentence in sentences])
        yield blank.join(sentences), set(ends[:-1].tolist())


def measure(file, language, blank, rule):
    hits = found = wanted = 0
    for text, gold in joined(file, blank):
        starts = set(sentence_starts(text, language, rule=rule).tolist()) - {0}
        hits, found, wanted = hits + len(starts & gold), found + len(starts), wanted + len(gold)
    return 2 * hits / (found + wanted)


@pytest.mark.parametrize(
    ("treebank", "part", "language", "blank", "first", "now"),
    [
        ("ud-english-ewt", "dev", "en", " ", 82.5, 84.8),
        ("ud-english-ewt", "test", "en", " ", 79.7, 81.1),
        ("ud-chinese-gsdsimp", "dev", "zh", " ", 99.7, 99.7),
        ("ud-chinese-gsdsimp", "test", "zh", " ", 99.7, 99.7),
        ("ud-chinese-gsdsimp", "dev", "zh", "", 92.5, 99.7),
        ("ud-chinese-gsdsimp", "test", "zh", "", 92.6, 99.7),
    ],
)
def test_starts_of_sentences_in_treebanks(shared, treebank, part, language, blank, first, now):
    file = shared / "treebanks" / treebank / f"{part}.conllu"
    assert round(100 * measure(file, language, blank, "1"), 1) == first
    assert round(100 * measure(file, language, blank, "2"), 1) == now


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "We want:\n- peace\n- rights and\n  freedom\n- bread",
            ["We want:", "- peace", "- rights and\n  freedom", "- bread"],
        ),
        ("1. First thing\n2. Second thing", ["1. First thing", "2. Second thing"]),
        ("(a) One aim\n(b) Another aim", ["(a) One aim", "(b) Another aim"]),
        ("He went home - late\n- and slept.", ["He went home - late\n- and slept."]),
        ("It is in chapter\n5. The rest is not.", ["It is in chapter\n5.", "The rest is not."]),
        ("# Peace for all\nWe want peace. Now.", ["# Peace for all", "We want peace.", "Now."]),
        ("CHAPTER ONE\nIt was night. He slept.", ["CHAPTER ONE", "It was night.", "He slept."]),
        ("Chapter 2\nIt was night.", ["Chapter 2", "It was night."]),
        (
            "He spoke at the\nUNITED NATIONS\nand left.",
            ["He spoke at the\nUNITED NATIONS\nand left."],
        ),
    ],
)
def test_lists_and_headings(text, sentences):
    assert pieces(text) == sentences


@pytest.mark.parametrize(
    "language", ["de", "deu", "ger", "German", "german", "de-DE", "DE", "de_AT"]
)
def test_a_language_may_be_named_in_several_ways(language):
    assert len(pieces("Die Nr. 5 ist z. B. gut. Der 2. Weltkrieg endete. Ja.", language)) == 3


def test_without_a_language_the_rules_are_those_of_english():
    for language in (None, "", float("nan"), "Klingonish"):
        assert pieces("See Vol. 2. Then go.", language) == ["See Vol. 2.", "Then go."]


def test_the_first_rule_has_no_corrections():
    assert pieces("See Vol. 2 here.", rule="1") == ["See Vol.", "2 here."]


@given(
    st.text(st.sampled_from("aB. 1\n\"'”’()?!-#中。；:\ud800é\u0301")),
    st.sampled_from(["en", "de", "zh"]),
)
def test_starts_are_ascending_and_inside_the_text(text, language):
    starts = sentence_starts(text, language).tolist()
    assert starts == sorted(set(starts))
    assert all(0 <= start < len(text) for start in starts)


def test_sentences_that_are_remembered_are_found_once_and_cannot_be_changed():
    found = {}
    with remember_starts(found):
        first = sentence_starts("One. Two.")
        assert sentence_starts("One. Two.") is first
        assert sentence_starts("One. Two.", "de") is not first
    assert first.tolist() == sentence_starts("One. Two.").tolist() == [0, 5]
    assert list(found) == [("One. Two.", "en", "2"), ("One. Two.", "de", "2")]
    assert not first.flags.writeable
