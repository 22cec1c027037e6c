"""Figures and tables that were made from a frequency list: their evidence is rows of its file."""

import pandas as pd
import pytest

import discourse as dc


@pytest.fixture
def study(tmp_path):
    addresses = dc.reference("inaugural").subset("year >= 1900")
    rates = dc.trend(addresses, ["we", "i"], bins=4)
    dc.save_figure(
        dc.plot.trend(rates), tmp_path / "we", table=rates, caption="We and I.", alt="Two lines."
    )
    late = dc.compare(addresses, by="speaker", min_count=50).head(6)
    dc.save_table(late, tmp_path / "speakers", caption="Words of speakers.")
    return tmp_path


def test_rows_of_the_file_are_saved_and_verified(study):
    held = pd.read_csv(study / "we.evidence.csv")
    assert list(held.columns) == ["query", "count_of_row", "line", "part", "count"]
    sums = held.groupby("query", sort=False)["count"].sum()
    assert sums.tolist() == pd.read_csv(study / "we.csv")["count"].tolist()
    report = dc.verify(study)
    assert report.empty, report
    assert report.attrs["checked"]["counts"] == 14
    assert report.attrs["checked"]["lines"] >= len(held)


def test_a_count_that_the_file_does_not_have_is_found(study):
    path = study / "we.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    cells[2] = "7"
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:], ""]), encoding="utf-8")
    found = dc.verify(study)["row"]
    assert found.str.endswith("count, by the file of the list").sum() == 1


def test_the_methods_name_the_list(study):
    said = str(dc.methods(study))
    assert "the frequency list “inaugural”" in said
    assert "restricted to year >= 1900" in said
    assert "We and I" not in said
