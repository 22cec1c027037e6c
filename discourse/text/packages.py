"""Packages that only some files need."""

import logging
from importlib import import_module
from importlib.metadata import version
from typing import Any

from discourse.errors import DiscourseError


def import_package(name: str, distribution: str, place: str) -> Any:
    """A module of the extra ``files``; what it logs is shown only to who asks for it.

    Raises
    ------
    DiscourseError : it is not installed.
    """
    logger = logging.getLogger(name)
    if not logger.handlers:  # without any, Python would write its warnings to stderr
        logger.addHandler(logging.NullHandler())
    try:
        return import_module(name)
    except ImportError:
        raise DiscourseError(
            f"{place} needs {distribution} to be read; "
            "install it with: pip install 'discourse-toolkit[files]'."
        ) from None


def name_with_version(distribution: str) -> str:
    """A package and its version, as provenance records who took a text out of a file."""
    return f"{distribution} {version(distribution)}"
