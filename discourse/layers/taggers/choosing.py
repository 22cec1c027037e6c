"""Find the tagger that is meant by a name, a path, a pipeline or a function."""

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from discourse.errors import DiscourseError, describe, one_of
from discourse.layers.taggers.english_model import ENGLISH, english
from discourse.layers.taggers.functions import FunctionTagger
from discourse.layers.taggers.hanta import HanTa
from discourse.layers.taggers.rjieba_tags import RJieba
from discourse.layers.taggers.simple_lemmas import Simplemma
from discourse.layers.taggers.spacy_pipeline import SpacyPipeline, is_pipeline
from discourse.layers.taggers.tagger import Tagger
from discourse.layers.taggers.udpipe import ENDING, MAKER, UDPipe

# The taggers that a name is enough for.
NAMED: dict[str, Callable[[], Tagger]] = {
    ENGLISH: english, "hanta": HanTa, "rjieba": RJieba, "simplemma": Simplemma,
}  # fmt: skip


def choose_tagger(given: Any) -> Tagger:
    """The tagger that is meant.

    Parameters
    ----------
    given : str, path, spaCy pipeline or callable
        What `dc.layers.tag` was given.

    Raises
    ------
    DiscourseError
        If it is none of these, or its package is missing.
    """
    if isinstance(given, (str, PathLike)):
        path = Path(given)
        if isinstance(given, PathLike) or path.suffix == ENDING:
            return UDPipe(path)
        if path.exists() or path.name != str(given):
            raise DiscourseError(
                f"tagger={given!r} is no model of UDPipe: the name of one ends in {ENDING}; give "
                f"its path, or choose {', '.join(map(repr, NAMED))}."
            )
        return NAMED[one_of("tagger", given, NAMED)]()
    if is_pipeline(given):
        return SpacyPipeline(given)
    if callable(given):
        return FunctionTagger(given)
    raise DiscourseError(
        f"tagger expects a name such as 'english', the path of a model of UDPipe, a pipeline of "
        f"spaCy or a function, got {describe(given)}."
    )


def find_recorded(
    about: Mapping[str, Any], find_model: Callable[[str], Path | None]
) -> Tagger | None:
    """The tagger that made a layer, if it can be had here.

    Parameters
    ----------
    about : mapping
        What the layer says of who made it.
    find_model : callable
        Returns the path of the file with a sha256, or None.

    Returns
    -------
    Tagger or None
        None for a function, a pipeline of spaCy, a model that is not here or a missing package.
    """
    maker, model = about.get("maker"), about.get("model")
    if not isinstance(about.get("parameters"), Mapping):
        return None
    if maker == MAKER and isinstance(model, Mapping):
        path = find_model(str(model.get("sha256", "")))
        return None if path is None else UDPipe(path)
    try:
        return NAMED[maker]() if isinstance(maker, str) and maker in NAMED else None
    except DiscourseError:  # its package is not installed
        return None
