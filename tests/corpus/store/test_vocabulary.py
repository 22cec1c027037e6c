"""Words count by the rules of their text's language, and by case on request."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.second_matcher import find_without_index
from discourse.text.tokenizer import CHOICES as OPTIONS

CHOICES = st.fixed_dictionaries({name: st.sampled_from(of) for name, of in OPTIONS.items()})
TEXTS = pd.DataFrame(
    {
        "document": ["t", "e", "u"],
        "text": [
            "ISPARTA Isparta ısparta İstanbul istanbul Irmak",
            "I think ISPARTA is it. Istanbul too.",
            "I and I",
        ],
        "language": ["Turkish", "en", None],
    }
)


@pytest.fixture
def mixed():
    return dc.Corpus.from_frame(TEXTS)


def counts(corpus):
    table = dc.frequencies(corpus)
    return dict(zip(table["term"], table["count"].tolist(), strict=True))


def test_the_lower_case_of_a_word_is_that_of_its_text_s_language(mixed):
    assert counts(mixed.subset('document = "t"')) == {"ısparta": 3, "istanbul": 2, "ırmak": 1}
    assert counts(mixed.subset('document != "t"')) == {
        "i": 3, "think": 1, "isparta": 1, "is": 1, "it": 1, "istanbul": 1, "too": 1, "and": 1,
    }  # fmt: skip
    assert counts(mixed)["istanbul"] == 3


@pytest.mark.parametrize(
    "query", ["isparta", "ısparta", "istanbul", '[word="ISPARTA"]', '[lower="i.*"]', '"I.*"', "i*"]
)
def test_the_second_matcher_reads_languages_as_the_index_does(mixed, query):
    tokens = reread(mixed.store)
    found = find_without_index(tokens, query, mixed.tokenizer)
    assert len(found) == len(mixed.find(query)) > 0
    for row in dc.frequencies(mixed).itertuples():
        assert len(find_without_index(tokens, row.query, mixed.tokenizer)) == row.count


def test_a_saved_corpus_and_shards_keep_the_languages(mixed, tmp_path):
    mixed.save(tmp_path / "all")
    assert counts(dc.load(tmp_path / "all", verify=True)) == counts(mixed)
    for name in "teu":
        dc.Corpus.from_frame(TEXTS[TEXTS["document"] == name]).save(tmp_path / name)
    merged = dc.load([tmp_path / name for name in "teu"])
    assert counts(merged) == counts(mixed)
    assert merged.fingerprint == mixed.fingerprint


def test_case_is_kept_on_request():
    texts = {"a": "The US wants us, and us only. US! U.S."}
    cased = dc.Corpus.from_texts(texts, tokenizer=dc.Tokenizer(case="keep"))
    assert len(cased.find("US")) == len(cased.find("us")) == len(cased.find('[lower="US"]')) == 2
    assert len(dc.Corpus.from_texts(texts).find("US")) == 4
    tokens = reread(cased.store)
    for row in [*dc.frequencies(cased).itertuples(), *dc.ngrams(cased, 2).itertuples()]:
        assert len(cased.find(row.query)) == row.count
        assert len(find_without_index(tokens, row.query, cased.tokenizer)) == row.count
    near = dc.collocates(cased, "us", window=3)
    assert {len(dc.lines(cased, row)) - row["count"] for _, row in near.iterrows()} == {0}


@pytest.mark.parametrize(
    "choices",
    [
        {"elision": "split", "possessive": "split"},
        {"hashtag": "keep", "mention": "keep", "url": "keep", "emoji": "keep"},
        {"rule": "1"},
    ],
)
def test_every_term_of_any_tokeniser_is_found_by_its_query(choices):
    text = (
        "L'homme d'hier n'a pas #MeToo ni @who, http://t.co/a?b=1|c 👍🏽 ❤️ ❤ China's "
        'rights¹ don´t paral·lel צה"ל 1️⃣ www.un.org/a[b]* Maße MASSE'
    )
    corpus = dc.Corpus.from_texts({"a": text}, tokenizer=dc.Tokenizer(**choices))
    tokens = reread(corpus.store)
    for n in (1, 2):
        for row in dc.ngrams(corpus, n).itertuples():
            assert len(corpus.find(row.query)) == row.count, row.query
            assert len(find_without_index(tokens, row.query, corpus.tokenizer)) == row.count


def test_only_texts_that_version_0_1_0_read_otherwise_have_another_fingerprint():
    def agree(text, **metadata):
        table = pd.DataFrame([{"document": "a", "text": text, **metadata}])
        now, first = (
            dc.Corpus.from_frame(table, tokenizer=dc.Tokenizer(rule=rule)) for rule in "21"
        )
        return now.fingerprint == first.fingerprint

    same = ("China’s 36,000 win-win deals", "Café naïve déjà", "Привет мир", "‘Quoted’ `x`", "")
    assert all(agree(f"{text} and") for text in same)
    assert all(agree("I go", language=language) for language in ("en", "de", None))
    other = ("Maße", "rights¹", "don´t", "don`t", "paral·lel", "ΛΟΓΟΣ", "İstanbul", "צה״ל")
    assert not any(agree(f"{text} and") for text in other)
    assert not agree("I go", language="tr")


PIECES = st.lists(
    st.sampled_from(
        "L'homme qu’il don´t US us I İ ıI #MeToo #1 @who www.un.org http://t.co/a?b=*|[c] 👍 ❤️ "
        '👨\u200d👩\u200d👧 1️⃣ rights¹ Maße MASSE ΛΟΓΟΣ l·l צה"ל ինչո՞ւ e\u0301 co\u00adop '
        "China's's 36,000 - ' ¿ ﬁn \n\n".split(" ")
    ),
    max_size=12,
)


@settings(deadline=None)
@given(PIECES, st.sampled_from(["", " "]), CHOICES, st.sampled_from(["tr", "fr", None]))
def test_both_matchers_find_every_term_of_any_text_and_choices(pieces, glue, choices, language):
    frame = pd.DataFrame(
        {
            "document": ["a", "b"],
            "text": [glue.join(pieces), "I US x"],
            "language": [language, "en"],
        }
    )
    corpus = dc.Corpus.from_frame(frame, tokenizer=dc.Tokenizer(**choices))
    tokens = reread(corpus.store)
    assert list(map(str, tokens.words)) == corpus.tokens("a") + corpus.tokens("b")
    for n in (1, 2):
        for row in dc.ngrams(corpus, n).itertuples():
            assert len(corpus.find(row.query)) == row.count, row.query
            assert len(find_without_index(tokens, row.query, corpus.tokenizer)) == row.count
