"""The scripts that build the site, importable as they import each other."""

import sys
from pathlib import Path

import pytest

BUILDING = Path(__file__).resolve().parents[2] / "docs" / "building"


@pytest.fixture(scope="session", autouse=True)
def building():
    """The folder of the scripts, in the search path; they need Sphinx and what it needs."""
    for name in ("sphinx", "myst_nb", "pydata_sphinx_theme"):
        pytest.importorskip(name, reason=f"needs {name}: the dependency group docs")
    sys.path.insert(0, str(BUILDING))
    yield BUILDING
    sys.path.remove(str(BUILDING))
