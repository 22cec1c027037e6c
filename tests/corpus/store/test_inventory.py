"""Tables of what a corpus is made of."""

import pandas as pd
import pytest

import discourse as dc


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"Title\nIntro. One two one.\nEnd.")
    (tmp_path / "a.toml").write_bytes(
        b'[source]\nyear = 1990\n[[region]]\nname = "title"\nbegins = "Title"\n'
        b'treatment = "show"\n[[region]]\nname = "body"\nbegins = "Intro."\nsection = "1"\n'
        b'head = true\n[[region]]\nname = "end"\nbegins = "End."\ntreatment = "drop"\n'
    )
    (tmp_path / "b.txt").write_bytes(b"Three.")
    return dc.read(tmp_path)


def test_a_row_of_documents_is_a_document_with_its_metadata(corpus):
    table = corpus.documents
    assert table.columns.tolist()[:5] == ["document", "tokens", "sections", "characters", "sha256"]
    assert table[["document", "tokens", "sections", "characters"]].to_dict("list") == {
        "document": ["a", "b"],
        "tokens": [4, 1],
        "sections": [1, 1],
        "characters": [30, 6],
    }
    assert table["year"].tolist()[0] == 1990
    assert pd.isna(table["year"][1])


def test_a_row_of_parts_is_a_part_with_its_head_and_place(corpus):
    assert corpus.parts("section").to_dict("list") == {
        "part": ["a/1", "b/1"],
        "head": ["Intro.", ""],
        "position": [1, 5],
        "tokens": [4, 1],
        "types": [3, 1],
    }


def test_parts_by_metadata_have_no_position(corpus):
    table = corpus.parts("year")
    assert table["position"].isna().all()
    assert table["tokens"].tolist() == [1, 4]


def test_a_row_of_the_audit_is_a_region_and_its_treatment(corpus):
    assert corpus.audit().to_dict("list") == {
        "document": ["a", "a", "a", "b"],
        "region": ["title", "body", "end", "paragraph"],
        "section": ["", "1", "", "1"],
        "characters": [6, 20, 4, 6],
        "tokens": [0, 4, 0, 1],
        "treatment": ["show", "count", "drop", "count"],
        "line_end_hyphens": [0, 0, 0, 0],
        "soft_hyphens": [0, 0, 0, 0],
        "kept_hyphens": [0, 0, 0, 0],
        "damaged": [0, 0, 0, 0],
        "language": ["en", "en", "en", "en"],
        "opening": ["Title", "Intro. One two one.", "End.", "Three."],
        "duplicate_of": ["", "", "", ""],
    }


def test_the_audit_counts_hyphens_at_line_ends():
    text = "a co-\noperation, co\u00ad\r\n  op -\nwin-win 3-\n4\n\nthe re-\nunion"
    corpus = dc.Corpus.from_texts({"a": text})
    assert corpus.audit()["line_end_hyphens"].tolist() == [2, 1]


def test_the_audit_counts_the_line_ends_inside_joined_words():
    text = "inter\u00adnational, Anti-\u2060American co\u00adop\u00aderation win-win \u00adx"
    audit = dc.Corpus.from_texts({"a": text}).audit()
    assert audit[["soft_hyphens", "kept_hyphens"]].iloc[0].tolist() == [3, 1]


def test_the_characters_of_the_audit_add_up_to_the_texts(corpus):
    assert corpus.audit()["characters"].sum() == corpus.documents["characters"].sum()


def test_a_subset_audits_what_it_left_out_as_no_tokens(corpus):
    audit = corpus.subset('document = "b"').audit()
    assert audit[["document", "tokens"]].to_dict("list") == {"document": ["b"], "tokens": [1]}
