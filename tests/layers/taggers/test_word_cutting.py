import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.layers.taggers.stretches import divide_document
from discourse.layers.taggers.word_cutting import LONGEST_SENTENCE, cut_english, cut_stretch


def cut(text, **options):
    return dc.Corpus.from_texts({"a": text}, **options)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("China's plan.", ["China", "'s", "plan", "."]),
        ("China’s plan!", ["China", "'s", "plan", "!"]),
        ("We don't, and WON'T.", ["We", "do", "n't", ",", "and", "WO", "N'T", "."]),
        ("They'd've gone", ["They", "'d", "'ve", "gone"]),
        ("o'clock ma'am O'Rourke 1960's", ["o'clock", "ma'am", "O'Rourke", "1960's"]),
        ("I cannot go", ["I", "can", "not", "go"]),
        ("a well-known fact", ["a", "well", "-", "known", "fact"]),
        ("state‑of‑the‑art", ["state", "-", "of", "-", "the", "-", "art"]),
        ("co-operate non-violent e-mail", ["co-operate", "non-violent", "e-mail"]),
        ("the UN-led anti-UN vote", ["the", "UN", "-", "led", "anti-UN", "vote"]),
        ("Mr. Li of the U.S. went", ["Mr.", "Li", "of", "the", "U.S.", "went"]),
        ("J. F. Kennedy spoke", ["J.", "F.", "Kennedy", "spoke"]),
        ("It was No. Then he left.", ["It", "was", "No", ".", "Then", "he", "left", "."]),
        ("at 5:30 on 12/31/2001", ["at", "5:30", "on", "12/31/2001"]),
        ("36,000 and 9.5%", ["36,000", "and", "9.5", "%"]),
        ("see http://x.org/a-b, now", ["see", "http://x.org/a-b", ",", "now"]),
        ("ask li@x.org now", ["ask", "li@x.org", "now"]),
        ("He said … nothing -- !!!", ["He", "said", "…", "nothing", "--", "!!!"]),
        ("great 👍🏽 and 👩‍👩‍👧 :)", ["great", "👍🏽", "and", "👩👩👧", ":)"]),
        ("rights¹ and re­forms", ["rights", "and", "reforms"]),
        ("AT&T and R & D", ["AT&T", "and", "R", "&", "D"]),
    ],
)
def test_sentences_are_cut_as_a_treebank_cuts_them(words_of, text, words):
    found = words_of(cut(text))
    assert [word for sentence in found for word in sentence] == words


def test_marks_belong_to_the_sentence_that_they_close_or_open(words_of):
    corpus = cut("“Peace,” he said. “Is it?” (We ask.) *Yes*")
    assert words_of(corpus)[:2] == [
        ["“", "Peace", ",", "”", "he", "said", "."],
        ["“", "Is", "it", "?", "”"],
    ]


def test_what_is_dropped_or_shown_has_no_words(words_of, drop_pages):
    corpus = drop_pages("There is *peace*\nPage 3\n“and” more. Yes.\n")
    found = [word for sentence in words_of(corpus) for word in sentence]
    assert found == ["There", "is", "*", "peace", "*", "“", "and", "”", "more", ".", "Yes", "."]


def test_french_elisions_are_cut_and_hyphens_are_not(words_of):
    table = pd.DataFrame(
        {"document": ["a"], "language": ["French"], "text": ["L'homme d'aujourd'hui, vas-y."]}
    )
    assert words_of(dc.Corpus.from_frame(table)) == [
        ["L'", "homme", "d'", "aujourd'hui", ",", "vas-y", "."]
    ]


def test_tokens_of_another_rule_are_cut_the_same_way(words_of):
    text = "China's well-known plan."
    split = dc.Tokenizer(possessive="split", hyphen="split")
    assert words_of(cut(text, tokenizer=split)) == words_of(cut(text))


@given(st.text(alphabet=st.sampled_from("ab'’-. \n“”!$:/@#1é😀\u200d\u00ad&"), max_size=80))
def test_every_token_is_in_the_words_once_and_in_order(text):
    corpus = cut(f"{text} x")
    tokens = []
    for task in divide_document(corpus.store, 0):
        for words in cut_stretch(task.stretch, "en"):
            assert all(words.forms)
            covered = [token for token in words.tokens if token >= 0]
            assert covered == sorted(covered)
            tokens += sorted({*covered, *(other for other, _ in words.others)})
            assert words.starts == sorted(words.starts)
    assert tokens == list(range(corpus.store.size))


@given(st.text(max_size=30))
def test_the_words_of_a_token_are_its_characters(token):
    forms = [form for form, _, _ in cut_english(f"a{token}")]
    assert all(forms)


def test_a_sentence_of_100_000_words_is_cut_and_takes_no_quadratic_time(words_of):
    found = words_of(cut("word, " * 100_000))
    assert sum(map(len, found)) == 200_000
    assert max(map(len, found)) <= LONGEST_SENTENCE


def test_a_long_run_of_marks_and_a_long_word_are_read():
    corpus = cut(f"a {'-' * 100_000} {'.-' * 50_000} {'x' * 100_000} b")
    (task,) = divide_document(corpus.store, 0)
    assert sum(map(len, cut_stretch(task.stretch, "en"))) == 100_004


def test_texts_without_a_token_have_no_words(words_of):
    corpus = dc.Corpus.from_texts({"marks": "… !!! 😀", "empty": "", "word": "Yes"})
    assert words_of(corpus) == [["Yes"]]
