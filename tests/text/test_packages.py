"""Packages that only some kinds of files need, and the error if they are missing."""

import sys

import pypdf
import pytest

import discourse as dc
from discourse.text import packages


def test_a_package_that_is_not_installed_is_named_with_the_way_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "docx", None)
    (tmp_path / "a.docx").write_bytes(b"")
    with pytest.raises(dc.DiscourseError) as refused:
        dc.read(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path / 'a.docx'} needs python-docx to be read; "
        "install it with: pip install 'discourse-toolkit[files]'."
    )


def test_without_a_package_that_guesses_an_encoding_there_is_no_guess(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    (tmp_path / "a.txt").write_bytes("Все люди рождаются свободными.".encode("cp1251"))
    with pytest.raises(dc.DiscourseError) as refused:
        dc.read(tmp_path)
    assert "a guess" not in str(refused.value)


def test_a_program_is_named_with_its_version():
    assert packages.name_with_version("pypdf") == f"pypdf {pypdf.__version__}"
