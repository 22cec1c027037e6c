"""Bundles saved by version 0.1.0 still verify; `old_bundles/write.py` made them."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

import discourse as dc
from discourse.publish.checks.records import LESS_CHECKED

OLD = Path(__file__).parent / "old_bundles"
OLD_NAMES = ("evenness", "evenness-drawn", "keywords", "where")

# Since version 0.2, keyness has exact intervals and another test, and parts are left out of the
# ratio, not of its interval: what 0.1.0 saved of these is no longer what the recipe makes.
MEASURED_OTHERWISE = {
    "log_ratio_low", "log_ratio_high", "kept_without_part", "status", "p_value_document",
    "column q_value_document",
}  # fmt: skip


def verify_names(folder):
    """The findings, without those of numbers that are measured otherwise now."""
    found = dc.verify(folder)
    column = found["row"].str.split(", ").str[-1]
    expected = (found["file"] == "keywords.csv") & column.isin(MEASURED_OTHERWISE)
    assert set(column[expected]) == MEASURED_OTHERWISE
    return found[~expected], found.attrs["checked"]


@pytest.fixture
def study(tmp_path):
    """A copy of all, with the table of keyness, which `verify .` must not find."""
    shutil.copytree(OLD, tmp_path / "study")
    copy = shutil.copytree(OLD.parent / "old_keyness", tmp_path / "study", dirs_exist_ok=True)
    (copy / "keywords.record").rename(copy / "keywords.json")
    return copy


def test_bundles_with_old_names_hold(study):
    found, checked = verify_names(study)
    assert sorted(found[["file", "row"]].to_numpy().tolist()) == [
        [f"keywords.{ending}", "page"] for ending in ("html", "md", "tex")
    ], "its pages show the same numbers"
    assert checked == {
        "folders without a manifest, not checked": 1,
        "bundles": 4, "notebooks": 0, "numbers bound": 0, "cells": 554, "counts": 20, "drawings": 2,
        "numbers in captions, not checked": 3,
        "columns of the author (keywords: q_value_document), not checked": 1,
        "files that nothing names (texts/talks.csv), not compared": 1,
        **{LESS_CHECKED.format(name): 1 for name in OLD_NAMES},
    }  # fmt: skip


def test_bundles_hold_whose_words_are_divided_and_counted_otherwise_now():
    old = OLD.parent / "old_words"
    found = dc.verify(old)
    assert found.to_dict("records") == []
    assert found.attrs["checked"] == {
        "bundles": 2,
        "notebooks": 0,
        "numbers bound": 0,
        "cells": 181,
        "counts": 25,
        "folders without a manifest, not checked": 1,
        LESS_CHECKED.format("near"): 1,
        LESS_CHECKED.format("words"): 1,
    }
    words = (old / "words.csv").read_text(encoding="utf-8")
    assert "\nstrasse,4," in words and "\nmasse¹,1," in words, "0.1.0 folded ß, and kept ¹"
    with pytest.warns(UserWarning, match="cp1252 was taken for 'b'"):
        now = dc.read(old / "texts", encoding=("utf-8", "latin-1"))
    assert {"straße", "strasse", "maße", "masse", "don't", "paral·lel", "china's"} < set(now.terms)


def test_they_have_the_old_names_of_plots_columns_and_values():
    record = json.loads((OLD / "where.json").read_text(encoding="utf-8"))
    assert (record["plot"]["name"], record["recipe"]["verb"]) == ("dispersion", "positions")
    record = json.loads((OLD / "evenness-drawn.json").read_text(encoding="utf-8"))
    assert record["plot"]["name"] == "dispersion_band"
    assert ",position," in (OLD / "evenness.csv").read_text(encoding="utf-8")
    words = (OLD.parent / "old_keyness" / "keywords.csv").read_text(encoding="utf-8")
    assert ",fragile," in words, "a status"
    assert "\nfragile," in words, "a term, which keeps its name"


@pytest.mark.parametrize("ending", ["md", "tex", "html"])
def test_a_changed_page_of_an_old_table_is_found(study, ending):
    page, record = study / f"evenness.{ending}", study / "evenness.json"
    honest = page.read_bytes()
    forged = honest.replace(b"peace", b"power").replace(b"within", b"beyond")
    page.write_bytes(forged)
    digests = [hashlib.sha256(raw).hexdigest() for raw in (honest, forged)]
    record.write_text(record.read_text(encoding="utf-8").replace(*digests), encoding="utf-8")
    found, _ = verify_names(study)
    assert [f"evenness.{ending}", "page"] in found[["file", "row"]].to_numpy().tolist()
    assert set(found["file"].str.split(".").str[0]) == {"evenness", "keywords"}


def test_a_changed_status_of_an_old_table_is_found(study):
    path = study / "keywords.csv"
    path.write_bytes(path.read_bytes().replace(b",fragile,is,", b",robust,is,", 1))
    rows = dc.verify(study)["row"].tolist()
    assert "row 11 (is), status" in rows
