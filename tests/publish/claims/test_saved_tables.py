import shutil

import pytest

import discourse as dc
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.saved_tables import read_saved_table


@pytest.fixture
def claims(tmp_path):
    """Claims of a notebook beside a folder with a saved table of five words."""
    for name in ("notebooks", "tables"):
        (tmp_path / name).mkdir()
    (tmp_path / "a.txt").write_text("peace and war and peace\n\nrights of peace", encoding="utf-8")
    corpus = dc.read(tmp_path / "a.txt")
    dc.save_table(dc.frequencies(corpus), tmp_path / "tables" / "words", caption="Words.")
    return Claims(corpus, folder=tmp_path / "notebooks")


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("../tables/words; rows", 5),
        ("../tables/words; rows; count>=2", 2),
        ("../tables/words; rows; count=1", 3),
        ("../tables/words; rows; term!=peace", 4),
        ("../tables/words; peace; count", 3),
        ("../tables/words; peace; count / ../tables/words; and; count", 1.5),
    ],
)
def test_the_rows_and_cells_of_a_saved_table_can_be_claimed(claims, claim, value):
    assert claims.value(claim) == value


def test_a_table_that_was_changed_is_no_saved_table(claims):
    file = claims.folder.parent / "tables" / "words.csv"
    file.write_bytes(file.read_bytes().replace(b"peace,3", b"peace,4"))
    with pytest.raises(dc.DiscourseError, match=r"words\.csv is not the file that was saved"):
        claims.value("../tables/words; peace; count")


@pytest.mark.parametrize("path", ["../../outside/words", "/etc/hostname", "../tables/none", "./.."])
def test_nothing_outside_the_study_is_read(claims, tmp_path_factory, path):
    outside = claims.folder.parent.parent / "outside"
    if not outside.exists():
        shutil.copytree(claims.folder.parent / "tables", outside)
    with pytest.raises(dc.DiscourseError, match="there is no saved figure or table"):
        read_saved_table(path, claims.folder)


def test_conditions_on_columns_are_checked(claims):
    for claim, message in {
        "frequencies; rows; counts>1": "column='counts' is not known",
        "frequencies; rows; term>war": "term>war compares no numbers; write a number.",
        "frequencies; rows; count>many": "count>many compares no numbers; write a number.",
    }.items():
        with pytest.raises(dc.DiscourseError) as error:
            claims.value(claim)
        assert message in str(error.value)
