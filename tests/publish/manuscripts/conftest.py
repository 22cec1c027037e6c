"""The gold manuscript for the tests of this folder."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def gold():
    """The module that writes the manuscript with 60 numbers."""
    path = Path(__file__).with_name("gold.py")
    spec = importlib.util.spec_from_file_location("gold_manuscript", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
