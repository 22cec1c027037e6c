"""Import the packages of taggers, which nobody needs but those who use them."""

from importlib import import_module
from types import ModuleType

from discourse.errors import DiscourseError


def import_tagger(module: str, tagger: str, requirement: str) -> ModuleType:
    """Import what a tagger needs.

    Parameters
    ----------
    module : str
        The module.
    tagger : str
        What the tagger is called in messages.
    requirement : str
        What pip installs.

    Raises
    ------
    DiscourseError
        If it is not installed.
    """
    try:
        return import_module(module)
    except ImportError:
        raise DiscourseError(
            f"the tagger {tagger!r} needs a package; install it with: pip install {requirement}."
        ) from None
