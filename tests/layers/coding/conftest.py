"""A codebook and a file of codes for tests."""

import pytest

import discourse as dc

BOOK = """
[[code]]
code = "for"
key = "f"
[[code]]
code = "against"
"""


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "codes"
    folder.mkdir()
    path = folder / "stance.toml"
    path.write_text(BOOK, encoding="utf-8")
    return path


@pytest.fixture
def file(book):
    return dc.layers.code_file(book, "A")
