"""Texts, codes and metadata of a folder go to their places in a study."""

import shutil

import pytest

import discourse as dc
from discourse.publish.studies.gathering import gather_texts

TABLE = "document,party\na,left\nb,right\n"


@pytest.fixture
def mine(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.txt").write_text(f"We want peace, says {name}.", encoding="utf-8")
    return folder


def files_of(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_codes_and_a_table_of_metadata_are_no_texts(mine, tmp_path, root):
    (mine / "about.csv").write_text(TABLE, encoding="utf-8")
    shutil.copytree(root / "notebooks" / "codes", mine / "my codes")
    found = gather_texts(mine, tmp_path / "study")
    names = files_of(tmp_path / "study")
    assert not (found.texts / "my codes").exists()
    assert [name for name in names if name.startswith("seeds")] == ["seeds/a.txt", "seeds/b.txt"]
    assert {"codes/rights.toml", "codes/rights.A.csv", "metadata.csv"} <= set(names)
    corpus = dc.read(found.texts, metadata=found.metadata)
    assert corpus.documents["party"].tolist() == ["left", "right"]
    assert found.codebooks == (tmp_path / "study" / "codes" / "rights.toml",)


def test_a_codebook_elsewhere_is_copied_with_its_codes(mine, tmp_path, root):
    book = root / "notebooks" / "codes" / "rights.toml"
    gather_texts(mine, tmp_path / "study", codebooks=[book])
    assert "codes/rights.B.csv" in files_of(tmp_path / "study")
    with pytest.raises(dc.DiscourseError, match=r"named rights\.toml; rename one"):
        gather_texts(mine, tmp_path / "other", codebooks=[book, book])


def test_a_table_with_texts_is_read_as_texts(mine, tmp_path):
    (mine / "more.csv").write_text("document,text\nc,We agree.\n", encoding="utf-8")
    assert gather_texts(mine, tmp_path / "study").metadata is None
    assert "seeds/more.csv" in files_of(tmp_path / "study")


def test_metadata_are_a_table_anywhere_or_a_pattern(mine, tmp_path):
    table = tmp_path / "elsewhere.csv"
    table.write_text(TABLE, encoding="utf-8")
    found = gather_texts(mine, tmp_path / "study", metadata=str(table))
    assert found.metadata == tmp_path / "study" / "metadata.csv"
    assert gather_texts(mine, tmp_path / "next", metadata="{name}").metadata == "{name}"
    with pytest.raises(dc.DiscourseError, match=r"lost\.csv' is neither a table"):
        gather_texts(mine, tmp_path / "third", metadata="lost.csv")
