"""Bundles saved by version 0.1.0 still verify; `old_bundles/write.py` made them."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

import discourse as dc

OLD = Path(__file__).parent / "old_bundles"


def test_bundles_with_old_names_hold():
    found = dc.verify(OLD)
    assert found.to_dict("records") == []
    assert found.attrs["checked"] == {
        "folders without a manifest, not checked": 1,
        "bundles": 4, "cells": 568, "counts": 20, "drawings": 2,
        "numbers in captions, not checked": 3,
    }  # fmt: skip


def test_bundles_hold_whose_words_are_divided_and_counted_otherwise_now():
    old = OLD.parent / "old_words"
    found = dc.verify(old)
    assert found.to_dict("records") == []
    assert found.attrs["checked"] == {
        "bundles": 2,
        "cells": 181,
        "counts": 25,
        "folders without a manifest, not checked": 1,
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
    words = (OLD / "keywords.csv").read_text(encoding="utf-8")
    assert ",fragile," in words, "a status"
    assert "\nfragile," in words, "a term, which keeps its name"


@pytest.mark.parametrize("name", ["evenness", "keywords"])
@pytest.mark.parametrize("ending", ["md", "tex", "html"])
def test_a_changed_page_of_an_old_table_is_found(tmp_path, name, ending):
    study = shutil.copytree(OLD, tmp_path / "study")
    page, record = study / f"{name}.{ending}", study / f"{name}.json"
    honest = page.read_bytes()
    forged = honest.replace(b"peace", b"power").replace(b"within", b"beyond")
    page.write_bytes(forged)
    digests = [hashlib.sha256(raw).hexdigest() for raw in (honest, forged)]
    record.write_text(record.read_text(encoding="utf-8").replace(*digests), encoding="utf-8")
    found = dc.verify(study)
    assert found[["file", "row"]].to_numpy().tolist() == [[f"{name}.{ending}", "page"]]


def test_a_changed_status_of_an_old_table_is_found(tmp_path):
    study = shutil.copytree(OLD, tmp_path / "study")
    path = study / "keywords.csv"
    path.write_bytes(path.read_bytes().replace(b",fragile,", b",robust,", 1))
    rows = dc.verify(study)["row"].tolist()
    assert "row 6 (now), status" in rows
