"""Packages that only some kinds of files need."""

import logging
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import Any

from discourse.errors import DiscourseError


def import_package(name: str, distribution: str, place: str) -> Any:
    """Import a module of the extra ``files``, without letting its log messages reach stderr.

    Raises
    ------
    DiscourseError
        If it is not installed; the message begins with `place`, the file that needs it.
    """
    logger = logging.getLogger(name)
    if not logger.handlers:  # without a handler, Python writes its warnings to stderr
        logger.addHandler(logging.NullHandler())
    try:
        return import_module(name)
    except ImportError:
        raise DiscourseError(
            f"{place} needs {distribution} to be read; "
            "install it with: pip install 'discourse-toolkit[files]'."
        ) from None


@cache  # looking up the version takes as long as reading a page of TEI
def name_with_version(distribution: str) -> str:
    """A package and its version, as provenance records what extracted a text."""
    return f"{distribution} {version(distribution)}"
