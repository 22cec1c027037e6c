"""What is said of the model of English: measured again where the treebank is."""

import hashlib
import sys

import pytest

from discourse.layers.taggers.english_model import english, read_english_record
from discourse.layers.taggers.tagger import ATTRIBUTES


def test_the_record_is_that_of_the_model_that_is_here():
    record, raw = read_english_record(), english().model.path.read_bytes()
    assert record["sha256"] == hashlib.sha256(raw).hexdigest()
    assert record["bytes"] == len(raw) < 20_000_000


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
    record = read_english_record()["measured"]
    for name in ATTRIBUTES:
        assert measured[name] | {"on": record[name]["on"]} == record[name]
    for name in ("train", "treebank", "scoring", "word_forms"):
        sys.modules.pop(name, None)
