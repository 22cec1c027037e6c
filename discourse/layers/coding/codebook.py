"""A codebook: the codes that readers give to lines, read from TOML and checked.

``discourse help coding`` documents the format for users.
"""

import hashlib
import re
import tomllib
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.lines.lines import COLUMNS as LINE_COLUMNS
from discourse.corpus.lines.sorting import KEYS as SORT_KEYS
from discourse.corpus.store.layer import check_layer_name
from discourse.errors import DiscourseError, check_path, describe, one_of
from discourse.layers.given_lines import encode_given_lines
from discourse.text.description import parse_toml
from discourse.text.limits import shorten

FILE_KEYS = ("name", "question", "several", "ordered", "renamed", "code")
CODE_KEYS = ("code", "definition", "example", "exclusion", "parent", "colour", "key")
ADVICE = 'write lines such as code = "institution" below each line [[code]]'
BETWEEN_LABELS = ";"  # between the labels of a line, in cells and in the parts of `by=`
LONGEST_CODE = 100  # characters
# Colours that readers with any colour vision tell apart (Okabe & Ito 2008), without the yellow,
# which is too pale on white.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#666666")
KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
DECIDED = "decided"  # in the name of a file, in place of a coder
# What lines have as columns, or can be sorted by.
NAMES_OF_OTHERS = frozenset((*LINE_COLUMNS, *SORT_KEYS, "part", DECIDED))
_NOT_IN_NAMES = re.compile(r"\W+")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Code:
    """A code of a codebook.

    Attributes
    ----------
    code : str
        Its name, which is the label of the lines that it is given to.
    definition, example, exclusion : str
        What it is for, a line that has it, and what looks like it but is none.
    parent : str
        The code that it is part of; "" if there is none.
    colour : str
        Its colour as ``#rrggbb``.
    key : str
        The letter or digit that gives it at the keyboard; "" if all keys are in use.
    """

    code: str
    definition: str = ""
    example: str = ""
    exclusion: str = ""
    parent: str = ""
    colour: str = ""
    key: str = ""


@dataclass(frozen=True, repr=False)
class Codebook:
    """The codes that readers may give to lines.

    Attributes
    ----------
    name : str
        The name of the layer that the codes are.
    codes : tuple of Code
        The codes, in the order of the file; if they are `ordered`, from the lowest to the highest.
    several : bool
        Whether a line may have several codes.
    ordered : bool
        Whether the codes are degrees, such as "weak", "medium", "strong".
    renamed : mapping
        Former names of codes, with the name that each has now.
    question : str
        What is asked of each line.
    path : Path or None
        The file; None if the codebook was given as lines.
    sha256 : str
        The hash of the file.

    See Also
    --------
    dc.layers.codebook : Read a codebook.
    dc.layers.code_file : The codes of a coder.
    dc.layers.codes : The codes of all coders as layers.

    Notes
    -----
    ``discourse docs coding`` explains codebooks, coders and decisions.

    Examples
    --------
    >>> import discourse as dc
    >>> book = dc.layers.codebook("notebooks/codes/rights.toml")
    >>> book.labels
    ['institution', 'process', 'head']
    >>> book.codes[2].example
    'respect for human rights; universal human rights'
    """

    name: str
    codes: tuple[Code, ...]
    several: bool
    ordered: bool
    renamed: Mapping[str, str]
    question: str
    path: Path | None
    sha256: str

    def __repr__(self) -> str:
        return f"Codebook {self.name}: {', '.join(self.labels)}"

    def _repr_html_(self) -> str:
        shown = ["code", "definition", "example", "exclusion"]
        rows = self.to_frame()[shown].to_html(index=False, border=0)
        return f"<p>{escape(self.question)}</p>{rows}" if self.question else rows

    def to_frame(self) -> pd.DataFrame:
        """The codes as a table.

        Returns
        -------
        DataFrame
            One row per code, in the order of the file, with the columns ``code, definition,
            example, exclusion, parent, colour, key``.

        Examples
        --------
        >>> import discourse as dc
        >>> book = dc.layers.codebook("notebooks/codes/rights.toml")
        >>> book.to_frame()[["code", "key"]]
                  code key
        0  institution   i
        1      process   p
        2         head   h
        """
        return pd.DataFrame([asdict(each) for each in self.codes], columns=list(CODE_KEYS)).astype(
            "str"
        )

    @property
    def labels(self) -> list[str]:
        """The names of the codes, in the order of the file."""
        return [each.code for each in self.codes]

    @property
    def place(self) -> str:
        """What messages call it: its file."""
        return self.path.name if self.path else "the codebook"

    def current(self, label: str) -> str:
        """The name that a code has now.

        Parameters
        ----------
        label : str
            The code, by a former name or its present one.

        Returns
        -------
        str
            The present name; of a label that was never renamed, the label itself.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = ['name = "stance"', "[[code]]", 'code = "for"', "[renamed]", 'pro = "for"']
        >>> dc.layers.codebook(lines).current("pro")
        'for'
        """
        return self.renamed.get(label, label)

    def check_labels(self, labels: str | Sequence[str]) -> tuple[str, ...]:
        """Return the codes of a line in the order of the codebook, by their present names.

        Parameters
        ----------
        labels : str or sequence of str
            The code, or several.

        Returns
        -------
        tuple of str
            The codes, each once.

        Raises
        ------
        DiscourseError
            For a code that is not in the codebook, or for two where a line has one.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.layers.codebook("notebooks/codes/rights.toml").check_labels("head")
        ('head',)
        """
        given = [labels] if isinstance(labels, str) else list(labels)
        named = {self._check_label(label) for label in given}
        if len(named) > 1 and not self.several:
            raise DiscourseError(
                f"a line has one code in {self.place}, got {', '.join(sorted(named))}; give one, "
                "or write several = true in the codebook."
            )
        return tuple(label for label in self.labels if label in named)

    def _check_label(self, label: str) -> str:
        try:
            return one_of(f"code of {self.place}", self.current(label), self.labels)
        except DiscourseError as error:
            if not self._is_outdated():
                raise
            raise DiscourseError(
                f"{error} {self.place} has changed since it was read; read it again with "
                "dc.layers.codebook."
            ) from None

    def _is_outdated(self) -> bool:
        """Whether the file of the codebook is another by now."""
        if self.path is None or not self.path.is_file():
            return False
        return hashlib.sha256(self.path.read_bytes()).hexdigest() != self.sha256


def codebook(path: "str | PathLike[str] | Sequence[str] | Codebook") -> Codebook:
    """Read a codebook: the codes that readers may give to lines.

    Parameters
    ----------
    path : str, PathLike, list of str or Codebook
        The TOML file, or the lines of it. `discourse help coding` explains its format.

    Returns
    -------
    Codebook
        The codes with their definitions, colours and keys. A code without a colour or a key has
        the first that no other code has.

    Raises
    ------
    DiscourseError
        If there is no such file, or it is no codebook: two codes of one name or one key, a parent
        that is no code or is among its own parents, a colour that is none. The message names the
        file, the code and the value.

    See Also
    --------
    dc.layers.code_file : The codes of one coder, in a file.
    dc.layers.codes : The codes of all coders as layers.
    dc.layers.from_qdc : A codebook from REFI-QDA.

    Notes
    -----
    ``discourse docs coding`` explains codebooks, coders and decisions.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.layers.codebook(['name = "stance"', "[[code]]", 'code = "for"', "[[code]]",
    ...                     'code = "against"', 'key = "a"'])
    Codebook stance: for, against
    """
    if isinstance(path, Codebook):
        return path
    given = encode_given_lines(path)
    if given is not None:
        return _parse_codebook(given, None)
    source = check_path("codebook", path)
    if source.is_dir():
        raise DiscourseError(
            f"{shorten(str(source))} is a folder; give the codebook in it, such as "
            f"{shorten(str(source / 'rights.toml'))}."
        )
    if not source.is_file():
        raise DiscourseError(
            f"{shorten(str(source))} does not exist; give a codebook as a TOML file."
        )
    return _parse_codebook(source.read_bytes(), source)


def is_codebook(path: str | PathLike[str]) -> bool:
    """Whether a file has codes, and not the categories of a lexicon or something else."""
    try:
        return "code" in tomllib.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return False


def _parse_codebook(raw: bytes, path: Path | None) -> Codebook:
    def make(content: dict[str, Any]) -> Codebook:
        return _make_codebook(content, path, hashlib.sha256(raw).hexdigest())

    place = path.name if path else "the codebook"
    toml = raw.removeprefix(BOM_UTF8)
    return parse_toml(toml, make, place=place, way_out=ADVICE, page="coding")


def _make_codebook(content: Mapping[str, Any], path: Path | None, digest: str) -> Codebook:
    for key in content:
        one_of("key of a codebook", key, FILE_KEYS)
    name = _read_name(content, path)
    codes = _fill_in(_read_codes(content.get("code")))
    _refuse_circles(codes)
    several, ordered = (
        _check_truth(key, content.get(key, False)) for key in ("several", "ordered")
    )
    if several and ordered:
        raise DiscourseError(
            "several and ordered are both true, but a line has one degree; leave one of them out."
        )
    return Codebook(
        name=name,
        codes=codes,
        several=several,
        ordered=ordered,
        renamed=_read_renamed(content.get("renamed", {}), [each.code for each in codes]),
        question=_check_entry("question", content.get("question", "")),
        path=path,
        sha256=digest,
    )


def _read_name(content: Mapping[str, Any], path: Path | None) -> str:
    """The name of the layer that the codes are: that in the file, or that of the file."""
    given = content.get("name", path.stem if path else None)
    if not isinstance(given, str):
        what = f"name is {describe(given)}" if "name" in content else "there is no name"
        raise DiscourseError(f'{what}; write a line such as name = "rights".')
    try:
        name = check_layer_name(given)
    except DiscourseError as error:
        raise DiscourseError(f"{error} {_advise_name(given)}") from None
    if name in NAMES_OF_OTHERS:
        raise DiscourseError(
            f"a codebook cannot be named {name!r}, which is a column of lines, a key by which they "
            f"are sorted, or the name of a file of decisions. {_advise_name(name)}"
        )
    return name


def _advise_name(given: str) -> str:
    plain = _NOT_IN_NAMES.sub("_", given).strip("_")
    name = plain if plain != given and plain[:1].isalpha() else f"codes_{plain}".strip("_")
    return f'Write a line such as name = "{name}" at the top of the codebook.'


def _read_codes(given: object) -> list[Code]:
    if not isinstance(given, list) or not given:
        raise DiscourseError("a codebook needs codes; begin each with a line [[code]].")
    codes: list[Code] = []
    for number, entry in enumerate(given, 1):
        code = _read_code(number, entry)
        if code.code in [other.code for other in codes]:
            raise DiscourseError(f"the code {code.code!r} is given twice; take one of them out.")
        codes.append(code)
    return codes


def _read_code(number: int, entry: object) -> Code:
    what = f"[[code]] {number}"
    if not isinstance(entry, Mapping):
        raise DiscourseError(f"{what} is {describe(entry)}; begin each code with a line [[code]].")
    for key in entry:
        one_of(f"key of {what}", key, CODE_KEYS)
    name = check_code(what, entry.get("code"))
    values = {
        key: _check_entry(f"{key} of the code {name!r}", value)
        for key, value in entry.items()
        if key != "code"
    }
    colour, key = values.get("colour", "").casefold(), values.get("key", "")
    if colour and not _COLOUR.fullmatch(colour):
        raise DiscourseError(
            f"colour of the code {name!r} is {values['colour']!r}; write red, green and blue as "
            "'#0072b2'."
        )
    if key and not (len(key) == 1 and key.isalnum()):
        raise DiscourseError(f"key of the code {name!r} is {key!r}; give one letter or digit.")
    return Code(**{**values, "code": name, "colour": colour, "key": key})


def check_code(what: str, given: object) -> str:
    """Return the name of a code, unless files or queries could not hold it."""
    if not isinstance(given, str) or not given.strip():
        raise DiscourseError(f"the code of {what} is {describe(given)}; give it a name.")
    name = unicodedata.normalize("NFC", given)
    is_plain = name.isprintable() and name == name.strip() and BETWEEN_LABELS not in name
    if not is_plain or len(name) > LONGEST_CODE:
        raise DiscourseError(
            f"the code of {what} is {shorten(repr(name))}; give it a name of at most "
            f"{LONGEST_CODE} characters in one line, without ';' and without space around it."
        )
    return name


def _check_entry(what: str, given: object) -> str:
    if isinstance(given, str):
        return unicodedata.normalize("NFC", given)
    raise DiscourseError(f"{what} is {describe(given)}; give a text.")


def _check_truth(what: str, given: object) -> bool:
    if isinstance(given, bool):
        return given
    raise DiscourseError(f"{what} is {describe(given)}; write {what} = true.")


def _fill_in(codes: Sequence[Code]) -> tuple[Code, ...]:
    """The codes, each with a colour and a key; refuse two codes with one key."""
    owners: dict[str, str] = {}
    for each in codes:
        key = each.key.casefold()
        other = owners.setdefault(key, each.code) if key else each.code
        if other != each.code:
            raise DiscourseError(
                f"the codes {other!r} and {each.code!r} have the key {each.key!r}; give one of "
                "them another."
            )
    keys = (key for key in KEYS if key not in owners)
    used = {each.colour for each in codes}
    colours = [colour for colour in COLOURS if colour not in used] or list(COLOURS)
    filled, without = [], 0
    for each in codes:
        colour = each.colour
        if not colour:
            colour, without = colours[without % len(colours)], without + 1
        key = each.key or next(keys, "")
        filled.append(
            Code(each.code, each.definition, each.example, each.exclusion, each.parent, colour, key)
        )
    return tuple(filled)


def _refuse_circles(codes: Sequence[Code]) -> None:
    """Refuse a parent that is no code, and codes that are among their own parents."""
    parents = {each.code: each.parent for each in codes}
    for each in codes:
        if each.parent:
            one_of(f"parent of the code {each.code!r}", each.parent, parents)
    for code in parents:
        way = [code]
        while parents[way[-1]]:
            way.append(parents[way[-1]])
            if way[-1] in way[:-1]:
                circle = " → ".join(way[way.index(way[-1]) :])
                raise DiscourseError(
                    f"codes are among their own parents: {circle}; take out one parent."
                )


def _read_renamed(given: object, codes: Sequence[str]) -> dict[str, str]:
    """Former names with the present one, also where a code was renamed twice."""
    if not isinstance(given, Mapping):
        raise DiscourseError(
            f'renamed is {describe(given)}; write old = "new" below a line [renamed].'
        )
    return dict(_follow_names(given, codes))


def _follow_names(given: Mapping[str, object], codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    for old in given:
        if old in codes:
            raise DiscourseError(
                f"renamed has {old!r}, which is a code still; take out the one or the other."
            )
        way: list[object] = [old]
        while isinstance(way[-1], str) and way[-1] in given:
            way.append(given[way[-1]])
            if way[-1] in way[:-1]:
                raise DiscourseError(f"renamed leads from {old!r} back to {way[-1]!r}.")
        new = way[-1]
        if not isinstance(new, str):
            raise DiscourseError(f"renamed gives {old!r} {describe(new)}; give a code.")
        yield unicodedata.normalize("NFC", old), one_of(f"new name of {old!r}", new, codes)
