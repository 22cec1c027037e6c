"""What is said of the model of English: measured again where the treebank is."""

import hashlib
import sys

import pytest

import discourse as dc
from discourse.layers.taggers.english_model import english, read_english_record
from discourse.layers.taggers.tagger import ATTRIBUTES


def test_the_record_is_that_of_the_model_that_is_here():
    record, raw = read_english_record(), english().model.path.read_bytes()
    assert record["sha256"] == hashlib.sha256(raw).hexdigest()
    assert record["bytes"] == len(raw) < 20_000_000


def test_the_record_says_which_treebank_it_is():
    treebank = read_english_record()["treebank"]
    assert treebank["source"].endswith("/UD_English-EWT")
    assert treebank["release"].startswith(
        "not named by the files; they have the relation nmod:desc"
    )
    assert [len(treebank[part]) for part in ("train", "dev", "test")] == [64, 64, 64]


@pytest.mark.parametrize(
    ("readme", "relation", "release"),
    [
        ("# UD\nUniversal Dependencies English Web Treebank v2.16 -- 2025-05-15\n", "obj",
         "2.16 -- 2025-05-15"),
        ("", "obj", "not named by the files"),
        ("", "nmod:desc", "not named by the files; they have the relation nmod:desc, which came "
         "with release 2.16 (2025-05-15)"),
    ],
)  # fmt: skip
def test_a_readme_or_a_relation_tells_the_release(
    root, tmp_path, monkeypatch, readme, relation, release
):
    monkeypatch.syspath_prepend(str(root / "benchmarks" / "models"))
    import train

    if readme:
        (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    row = ["1", "Go", "go", "VERB", "VB", "_", "0", relation, "_", "_"]
    block = "# text = Go\n" + "\t".join(row) + "\n\n"
    (tmp_path / "train.conllu").write_text(block, encoding="utf-8")
    assert train.find_release(tmp_path) == release
    forget_benchmarks()


def forget_benchmarks():
    for name in ("train", "treebank", "scoring", "word_forms", "dictionary_exchange"):
        sys.modules.pop(name, None)


def test_a_dictionary_is_exchanged_between_two_models(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "benchmarks" / "models"))
    from dictionary_exchange import HEAD, PROPERTIES, exchange_dictionary

    def make_model(dictionary, learned, opening=b"\x04name\x02"):
        length, size = 3 * len(dictionary), len(dictionary)
        total = (length * 19991 + size * 199999991 + 1234567890) % 2**32
        head = HEAD.pack(length, size, total)
        return opening + head + bytes(PROPERTIES) + dictionary + learned

    made = exchange_dictionary(make_model(b"one", b"learned"), make_model(b"other", b"nothing"))
    assert made == make_model(b"other", b"learned")
    other = make_model(b"other", b"nothing", opening=b"\x05names\x02")
    with pytest.raises(SystemExit, match="were trained with other options"):
        exchange_dictionary(made, other)
    with pytest.raises(SystemExit, match="No dictionary was found"):
        exchange_dictionary(bytes(200), other)
    forget_benchmarks()


@pytest.mark.parametrize(
    ("text", "word", "pos"),
    [
        ("China is a country that built goodwill.", "built", "VERB"),
        ("We must strengthen the rule of law.", "strengthen", "VERB"),
        ("The teachers and the farmers agree.", "teachers", "NOUN"),
    ],
)
def test_an_open_word_has_no_closed_class(text, word, pos):
    corpus = dc.Corpus.from_texts({"a": text})
    corpus = corpus.with_layer(*dc.layers.tag(corpus))
    assert len(dc.concordance(corpus, f'[word="{word}" & pos="{pos}"]')) == 1
    assert not {*dc.clauses(corpus)["modal"]} - {"", "must"}


def test_the_model_is_as_good_as_it_has_to_be():
    record = read_english_record()
    assert record["words"]["test"]["upos"] >= 0.947
    assert record["words"]["test"]["lemma"] >= 0.958
    assert record["gold_tags"]["dev"]["uas"] >= 0.865
    assert record["gold_tags"]["dev"]["las"] >= 0.845


def test_the_page_shows_what_was_measured(root):
    page = (root / "docs" / "models.md").read_text(encoding="utf-8")
    record = read_english_record()
    for name in ATTRIBUTES:
        row = record["measured"][name]
        shown = [
            f"{row[kind]:.3f} ({row[f'{kind}_low']:.3f}–{row[f'{kind}_high']:.3f})"
            for kind in ("precision", "recall")
        ]
        counts = f"{row['found']:,}, {row['labelled']:,}"
        assert f"| `{name}` | {' | '.join(shown)} | {counts} |" in page
    for part in ("dev", "test"):
        words, parsed = record["words"][part], record["gold_tags"][part]
        names = ("lemma", "upos", "xpos", "feats", "uas", "las")
        assert f"| {' | '.join(f'{words[name]:.4f}' for name in names)} |" in page
        assert f"| {parsed['uas']:.4f} | {parsed['las']:.4f} |" in page


@pytest.mark.slow
def test_measuring_it_again_gives_the_same(root, shared, monkeypatch):
    treebank = shared / "treebanks" / "ud-english-ewt"
    if not treebank.is_dir():
        pytest.skip("needs the treebank")
    monkeypatch.syspath_prepend(str(root / "benchmarks" / "models"))
    import train

    sentences = train.read_treebank(treebank / "test.conllu")
    measured = train.score_tokens(english(), sentences, "")
    record = read_english_record()
    for name in ATTRIBUTES:
        row = record["measured"][name]
        assert measured[name] | {"on": row["on"]} == row
    words = english().tag([sentence.forms for sentence in sentences], list(train.FIELDS), "en")
    assert train.score_words(sentences, words) == record["words"]["test"]
    forget_benchmarks()


def test_every_word_has_a_lemma_and_a_common_noun_none_with_a_capital():
    texts = {"a": "Houses burned. @POTUS signed a_b. Rights matter. China built it. TVs are sold."}
    corpus = dc.Corpus.from_texts(texts)
    corpus = corpus.with_layer(*dc.layers.tag(corpus))
    found = dc.frequencies(corpus, of="lemma")["term"].tolist()
    assert {"house", "right", "China", "POTUS"} <= {*found}
    assert not {"_", "House", "Right"} & {*found}
