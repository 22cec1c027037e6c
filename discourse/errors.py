"""The error of a call that cannot be answered, and the checks that raise it.

A message says what was given, what is allowed, and the way out.
"""

import re
import sys
import unicodedata
import warnings
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from operator import index
from os import PathLike, fspath
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")

# How layers of tokens are made, as messages advise it; the command line says it in its own words.
ADD_TAGS = "corpus.with_layer(*dc.layers.tag(corpus))"
HINT = "More on this"  # how the last line of an error in a notebook begins
LONGEST_SHOWN = 40  # characters of a string that a message quotes
LONGEST_LIST = 800  # characters of all choices; of a longer list, a message gives the nearest

# The page of the documentation that errors of a part of the package name: that of the longest
# beginning. An error of an analysis names the page of its verb.
PAGES_OF_ERRORS: Mapping[str, str] = {
    "discourse.corpus": "your-own-texts",
    "discourse.corpus.query": "queries",
    "discourse.corpus.query.timeline": "trends",
    "discourse.corpus.references": "keyness",
    "discourse.corpus.store.layer": "labelling-spans",
    "discourse.corpus.store.parts": "groups",
    "discourse.corpus.store.shard": "scale",
    "discourse.extensions": "extending",
    "discourse.lab": "browsing",
    "discourse.lab.coding_desk": "coding",
    "discourse.layers": "labelling-spans",
    "discourse.layers.coding": "coding",
    "discourse.layers.files": "layer-files",
    "discourse.layers.formats": "layer-files",
    "discourse.layers.syntax": "grammar",
    "discourse.layers.syntax.slot": "sketches",
    "discourse.layers.taggers": "models",
    "discourse.publish": "evidence",
    "discourse.publish.bound_text": "numbers-in-prose",
    "discourse.publish.claims": "numbers-in-prose",
    "discourse.publish.figures": "figures",
    "discourse.publish.manuscripts": "manuscripts",
    "discourse.publish.plots": "figures",
    "discourse.publish.robustness": "robustness",
    "discourse.publish.site": "publish",
    "discourse.publish.studies": "start",
    "discourse.record": "extending",
    "discourse.text": "your-own-texts",
    "discourse.text.description": "descriptions",
    "discourse.text.tiling": "descriptions",
}


class DiscourseError(ValueError):
    """A call that cannot be answered, and the way out.

    A notebook shows the message alone, without the frames of the package, and the page of the
    documentation to read, which is the attribute ``page``. A traceback shows it below the message.

    See Also
    --------
    dc.verify : Findings about what was published, which are no errors.
    dc.verbs : The verbs, for a name that is not known.

    Notes
    -----
    ``discourse docs faq`` answers questions that errors raise.

    Examples
    --------
    >>> import discourse as dc
    >>> try:
    ...     dc.read("no-such-folder")
    ... except dc.DiscourseError as error:
    ...     print(error)
    ...     print(error.page)
    no-such-folder does not exist; give a text file, or a folder that holds some.
    your-own-texts
    """

    def __init__(self, *message: object, page: str | None = None) -> None:
        super().__init__(*(hide_controls(str(part)) for part in message))
        self.page = _find_page() if page is None else page
        if self.page:
            self.add_note(self.hint)

    @property
    def hint(self) -> str:
        """The command that opens the page of the documentation; empty if there is none."""
        return f"{HINT}: discourse docs {self.page}" if self.page else ""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return list(filter(None, [f"{type(self).__name__}: {self}", self.hint]))


def _find_page() -> str:
    """The page about that part of the package in which an error is made.

    A part without a page has that of the part that called it, as measures have that of the verb.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame and (module := frame.f_globals.get("__name__", "")).startswith("discourse."):
        package, _, verb = module.rpartition(".")
        if package == "discourse.analyses":
            return f"reference/{verb}"
        parts = [part for part in PAGES_OF_ERRORS if module.startswith(part)]
        if parts:
            return PAGES_OF_ERRORS[max(parts, key=len)]
        frame = frame.f_back
    return ""


class MissingTextsError(DiscourseError):
    """Texts that are not on this computer, and that others fetch for it, such as NLTK.

    What rests on them is not compared, and is neither true nor false here.
    """


class ElsewhereError(DiscourseError):
    """What a call needs is in the shards of a corpus, and is not brought here."""


def hide_controls(text: str) -> str:
    r"""Write control characters as escapes: a terminal would obey them. Line ends are kept.

    Names, metadata and texts come from files, which may hold any character.

    Examples
    --------
    >>> hide_controls("a\x1b[31m red\x07\n")
    'a\\x1b[31m red\\x07\n'
    """
    return _CONTROLS.sub(lambda sign: repr(sign[0])[1:-1], text)


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def one_of(name: str, value: str, choices: Iterable[str]) -> str:
    """Return `value` if it is among `choices`; otherwise list them, and suggest the nearest.

    Of many choices, a few are named.

    A name whose letters and marks are written apart is returned composed, as names are kept.
    """
    choices = list(choices)
    if isinstance(value, str):
        for form in (value, unicodedata.normalize("NFC", value)):
            if form in choices:
                return form
    shown = repr(value)
    is_readable = len(shown) <= LONGEST_SHOWN and "\n" not in shown and not shown.startswith("<")
    if not isinstance(value, str) and not is_readable:
        shown = describe(value)
    near = get_close_matches(str(value), choices)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    listed = ", ".join(map(repr, choices))
    allowed = f"choose {listed}" if choices else "there is none here"
    if len(listed) > LONGEST_LIST:
        some = ", ".join(map(repr, near or choices[:3]))
        allowed = f"there are {len(choices):,}, such as {some}"
    raise DiscourseError(f"{name}={shown} is not known; {allowed}.{hint}")


def check_count(name: str, value: object, *, least: int = 0, most: int | None = None) -> int:
    """Return `value` as an int if it is a whole number within the limits."""
    try:
        number = index(value)  # type: ignore[arg-type]
    except TypeError:
        number = least - 1
    if not isinstance(value, bool) and least <= number and (most is None or number <= most):
        return number
    limits = f"of at least {least:,}" if most is None else f"from {least:,} to {most:,}"
    is_quoted = isinstance(value, str) and value.isascii() and value.isdecimal()
    example = int(str(value)[:9]) if is_quoted else 1
    example = max(least, example if most is None else min(most, example))
    raise DiscourseError(
        f"{name} expects a whole number {limits}, got {describe(value)}; "
        f"give a number, such as {name}={example}."
    )


def warn_user(reason: str) -> None:
    """Warn, and name the line outside this package that led to it."""
    depth = 1
    while sys._getframe(depth).f_globals.get("__name__", "").partition(".")[0] == "discourse":
        depth += 1
    warnings.warn(hide_controls(reason), UserWarning, stacklevel=depth + 1)


def check_flag(name: str, value: object) -> bool:
    """Return `value` if it is True or False."""
    return check_type(name, value, bool, "True or False", f"write {name}=True")


def check_text(name: str, value: object, example: str) -> str:
    """Return `value` if it is a string."""
    return check_type(name, value, str, "a string", f"write {name}={example!r}")


def check_texts(name: str, values: object, example: str | tuple[str, ...]) -> list[str]:
    """Return one string, or several, as a list."""
    if isinstance(values, str):
        return [values]
    if isinstance(values, Iterable) and not isinstance(values, (bytes, Mapping)):
        # A table, which has two dimensions, would give the names of its columns.
        texts = list(values) if getattr(values, "ndim", 1) == 1 else [values]
    else:
        texts = [values]
    expected, way_out = "a string or a list of strings", f"write {name}={example!r}"
    return [check_type(name, text, str, expected, way_out) for text in texts]


def check_path(name: str, value: object) -> Path:
    """Return the path that a string or a path-like object names."""
    if isinstance(value, (str, PathLike)) and fspath(value) and _can_be_a_path(str(value)):
        return Path(value)
    raise DiscourseError(
        f"{name} expects the path of a file or folder, got {describe(value)}; write {name}='name'."
    )


def check_target(name: str, value: object) -> Path:
    """Return the path of a file to write, whose folder must exist."""
    target = check_path(name, value)
    if not target.parent.is_dir():
        raise DiscourseError(f"there is no folder {target.parent}; make it, or name another.")
    return target


def _can_be_a_path(text: str) -> bool:
    """Whether the system can look for a file of this name; a name may be too long for it."""
    try:
        Path(text).exists()
        text.encode()
    except (OSError, ValueError):
        return False
    return "\0" not in text


def check_type(
    name: str, value: Any, kind: type[T] | tuple[type[T], ...], expected: str, way_out: str
) -> T:
    """Return `value` if it is of a kind; `expected` and `way_out` complete the message."""
    if isinstance(value, kind):
        return value
    raise DiscourseError(f"{name} expects {expected}, got {describe(value)}; {way_out}.")


def describe(value: object) -> str:
    """Name a value in a message: a short string or a number as it is, the rest by its type."""
    if value is None or isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str) and len(value) < LONGEST_SHOWN:
        return repr(value)
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def count_noun(count: int, noun: str) -> str:
    """A number of things, whose name is a regular English noun in the singular.

    Examples
    --------
    >>> count_noun(1, "token"), count_noun(1384, "token"), count_noun(2, "query")
    ('1 token', '1,384 tokens', '2 queries')
    """
    return f"{count:,} {noun if count == 1 else make_plural(noun)}"


def make_plural(noun: str) -> str:
    """The plural of a regular English noun."""
    if re.search(r"(s|x|ch|sh)$", noun):
        return f"{noun}es"
    return re.sub(r"(?<![aeiou])y$", "ie", noun) + "s"
