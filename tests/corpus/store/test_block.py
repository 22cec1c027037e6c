"""What one worker reads: documents that are checked once, and what was skipped."""

import pytest

import discourse as dc
from discourse.corpus.store import block


@pytest.mark.parametrize("on_error", ["raise", "skip"])
def test_each_document_is_checked_once(tmp_path, monkeypatch, on_error):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Peace.")
    checked = []
    monkeypatch.setattr(block, "refuse_unspaced", lambda name, texts: checked.append(name))
    assert len(dc.read(tmp_path, on_error=on_error)) == 3
    assert checked == ["a", "b", "c"]


def test_what_cannot_be_part_of_a_corpus_is_skipped_in_the_order_of_the_files(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xff")
    (tmp_path / "b.txt").write_text("\u4e2d\u6587" * 20, "utf-8")
    (tmp_path / "c.txt").write_text("Peace.")
    (tmp_path / "d.txt").write_text("War.")
    (tmp_path / "d.toml").write_text("[source]\ntokens = 3\n")
    corpus = dc.read(tmp_path, on_error="skip")
    assert list(corpus) == ["c"]
    assert [name.rpartition("/")[2] for name in corpus.skipped["file"]] == [
        "a.txt", "b.txt", "d.txt",
    ]  # fmt: skip
    with pytest.raises(dc.DiscourseError, match=r"a\.txt: byte 0 "):
        dc.read(tmp_path)
