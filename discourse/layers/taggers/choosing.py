"""Find the tagger that is meant by a name, a path, a pipeline or a function."""

from collections.abc import Callable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import regex

from discourse.errors import DiscourseError, describe, one_of
from discourse.layers.taggers.english_model import ENGLISH, english
from discourse.layers.taggers.functions import FunctionTagger
from discourse.layers.taggers.hanta import LANGUAGES as HANTA_LANGUAGES
from discourse.layers.taggers.hanta import HanTa
from discourse.layers.taggers.rjieba_tags import LANGUAGES as RJIEBA_LANGUAGES
from discourse.layers.taggers.rjieba_tags import RJieba
from discourse.layers.taggers.simple_lemmas import Simplemma
from discourse.layers.taggers.spacy_pipeline import SpacyPipeline, is_pipeline
from discourse.layers.taggers.tagger import Tagger
from discourse.layers.taggers.udpipe import ENDING, MAKER, PUBLISHED, UDPipe
from discourse.text.languages import DEFAULT_LANGUAGE, find_language_code

# The taggers that a name is enough for.
NAMED: dict[str, Callable[[], Tagger]] = {
    ENGLISH: english, "hanta": HanTa, "rjieba": RJieba, "simplemma": Simplemma,
}  # fmt: skip
_ELSEWHERE = (
    f"the path of a model of UDPipe 1 ({PUBLISHED})",
    "or a pipeline of spaCy that you have loaded (spacy.load)",
)
_SHORT_CODE = regex.compile(r"[a-z]{2}([-_][a-z]{2})?", regex.IGNORECASE)


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
        return NAMED[_check_name(str(given))]()
    if is_pipeline(given):
        return SpacyPipeline(given)
    if callable(given):
        return FunctionTagger(given)
    raise DiscourseError(
        f"tagger expects a name such as 'english', the path of a model of UDPipe, a pipeline of "
        f"spaCy or a function, got {describe(given)}."
    )


def _check_name(given: str) -> str:
    """Return the name of a tagger; for any other, say where taggers are to be had."""
    if given in NAMED:
        return given
    code = find_language_code(given)
    # Of three letters are many codes of languages, and of two those that people write: de, pt-BR.
    if code is not None and (_SHORT_CODE.fullmatch(given) or (given.isalpha() and len(given) > 3)):
        import iso639

        name = iso639.Language.match(code).name.partition(" (")[0]
        known = [f"{tagger!r} ({how})" for tagger, how in _list_taggers_of(code)]
        raise DiscourseError(
            f"tagger={given!r} is a language, and no tagger; for {name}, give "
            f"{', '.join([*known, *_ELSEWHERE])}."
        )
    try:
        return one_of("tagger", given, NAMED)
    except DiscourseError as refusal:
        raise DiscourseError(f"{refusal} For others, give {', '.join(_ELSEWHERE)}.") from None


def _list_taggers_of(code: str) -> Iterator[tuple[str, str]]:
    """The taggers that a name is enough for, of a language, and what they need or give."""
    if code == DEFAULT_LANGUAGE:
        yield ENGLISH, "nothing to install"
    if code in HANTA_LANGUAGES:
        yield "hanta", "pip install HanTa"
    if code in RJIEBA_LANGUAGES:
        yield "rjieba", "pip install 'discourse-toolkit[zh]'"
    if code in Simplemma().languages:
        yield "simplemma", "lemmas alone"


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
