"""Metadata given for files elsewhere: in a table, or by a pattern of their names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path, PurePosixPath

import regex

from discourse.errors import DiscourseError
from discourse.text.document import Value, compose
from discourse.text.folder import TextFile
from discourse.text.limits import shorten
from discourse.text.table_files import TABLE_ENDINGS, read_table_rows

_NAMED_GROUP = "(?P<"
# A name is matched in microseconds, unless the expression tries all ways to divide it.
_MOST_SECONDS = 1.0
_PATTERN_FIELD = regex.compile(r"\{(\w*(?::d)?)\}")


def add_metadata(
    files: Sequence[TextFile],
    metadata: str | PathLike[str],
    *,
    document: str,
    encodings: Sequence[str],
    all_here: bool = True,
) -> list[TextFile]:
    r"""Add to each file what a table says about it, or its own name by a pattern.

    Parameters
    ----------
    files : sequence of TextFile
        The files.
    metadata : str or path
        A table, or a pattern such as ``"{year}-{speaker}"``; the field ``{year:d}`` takes digits
        only. A regular expression with named groups, such as ``r"(?P<year>\d{4})-.*"``, is a
        pattern, too. A file that the table does not name, or whose name does not fit the pattern
        or fits it in several ways, is marked as refused.
    document : str
        The column of the table that names the files.
    encodings : sequence of str
        The encodings in which the table may be.
    all_here : bool, optional
        Whether `files` are all files, so that a row about any other is refused.

    Returns
    -------
    list of TextFile
        The files with their metadata, in the same order.
    """
    if is_pattern(metadata):
        return _add_from_pattern(files, fspath(metadata), refuse_ambiguous=all_here)
    return _add_from_table(files, Path(metadata), document, encodings, all_here=all_here)


def is_pattern(metadata: str | PathLike[str]) -> bool:
    """Whether metadata is a pattern of file names rather than a table: it has fields."""
    return "{" in fspath(metadata) or _NAMED_GROUP in fspath(metadata)


def _add_from_pattern(
    files: Sequence[TextFile], pattern: str, *, refuse_ambiguous: bool
) -> list[TextFile]:
    """Match names with a pattern.

    With a ``/``, the pattern is matched with the path in the folder, without one with the name.
    With an ending, it is matched with the whole name, without one with the name up to its ending.
    A name that fits in several ways is read with the shortest first field, as version 0.1 read it,
    unless `refuse_ambiguous`.
    """
    pattern = compose(pattern)
    if _NAMED_GROUP in pattern:
        return _add_from_expression(files, pattern)
    shortest, longest = _compile_pattern(pattern, "+?"), _compile_pattern(pattern, "+")
    has_ending = "." in PurePosixPath(pattern.replace(":d}", "}")).name
    matched = []
    for file in files:
        name = _name_with_ending(file) if has_ending else file.name
        found, other = shortest(name), longest(name)
        if found is None or other is None:
            refusal = f"does not fit the pattern {pattern!r}; rename it, or widen the pattern."
            matched.append(_set_metadata(file, None, refusal))
        elif refuse_ambiguous and found.groupdict() != other.groupdict():
            refusal = _ambiguity(pattern, found.groupdict(), other.groupdict())
            matched.append(_set_metadata(file, None, refusal))
        else:
            matched.append(_set_metadata(file, found.groupdict(), ""))
    return matched


def _add_from_expression(files: Sequence[TextFile], pattern: str) -> list[TextFile]:
    """Match names with a regular expression, with their ending or without.

    Without a ``/`` in the expression, the folders in a name are left out.
    """
    try:
        compiled = regex.compile(pattern)
    except regex.error as error:
        raise DiscourseError(
            f"metadata={pattern!r} is not a regular expression ({error}); write each field as "
            r"a named group, such as '(?P<year>\d{4})-(?P<speaker>\w+)'."
        ) from None
    refusal = f"does not fit the pattern {pattern!r}; rename it, or widen the pattern."
    matched = []
    for file in files:
        names = [file.name, _name_with_ending(file)]
        if "/" not in pattern:
            names = [PurePosixPath(name).name for name in names]
        found = next(filter(None, (_match_in_time(compiled, name) for name in names)), None)
        fields = found.groupdict(default="") if found else None
        matched.append(_set_metadata(file, fields, refusal))
    return matched


def _match_in_time(compiled: "regex.Pattern[str]", name: str) -> "regex.Match[str] | None":
    try:
        return compiled.fullmatch(name, timeout=_MOST_SECONDS)
    except TimeoutError:
        raise DiscourseError(
            f"metadata={compiled.pattern!r} takes too long with {shorten(name)!r}; write it "
            "without a repetition inside another."
        ) from None


def _ambiguity(pattern: str, one: Mapping[str, str], other: Mapping[str, str]) -> str:
    """Why a name that fits a pattern in two ways is refused."""
    name = next(name for name in one if one[name] != other[name])
    last = list(one)[-1]
    return (
        f"fits the pattern {pattern!r} in several ways: {name} is {one[name]!r} or "
        f"{other[name]!r}; limit a field to digits, such as {{{last}:d}}, or give a table."
    )


def _set_metadata(file: TextFile, metadata: Mapping[str, Value] | None, refusal: str) -> TextFile:
    if metadata is None:
        return replace(file, refusal=file.refusal or refusal)
    return replace(file, metadata=metadata)


def _compile_pattern(pattern: str, repeat: str) -> Callable[[str], regex.Match[str] | None]:
    """Compile a pattern whose fields repeat characters by ``+`` or, the shortest first, ``+?``."""
    fields = [field.removesuffix(":d") for field in _PATTERN_FIELD.findall(pattern)]
    wrong = [name for name in fields if not name.isidentifier() or fields.count(name) > 1]
    literal = _PATTERN_FIELD.sub("", pattern)
    if wrong or not fields or "{" in literal or "}" in literal:
        raise DiscourseError(
            f"metadata={pattern!r} is not a pattern; write each field once, "
            "such as '{year}-{name}.txt'."
        )
    parts = _PATTERN_FIELD.split(pattern)
    expression = "".join(
        f"(?P<{part.removesuffix(':d')}>{'[0-9]' if part.endswith(':d') else '[^/]'}{repeat})"
        if at % 2
        else regex.escape(part)
        for at, part in enumerate(parts)
    )
    compiled = regex.compile(expression if "/" in pattern else f"(?:.*/)?{expression}")
    return compiled.fullmatch


def _add_from_table(
    files: Sequence[TextFile],
    table: Path,
    document: str,
    encodings: Sequence[str],
    *,
    all_here: bool,
) -> list[TextFile]:
    """Add the rows of a table, which names a file with its ending or without."""
    rows = _read_rows_by_name(table, document, encodings)
    place = shorten(str(table))
    names = [_name_in_table(file, rows) for file in files]
    unused = sorted(rows.keys() - set(names))
    if unused and all_here:
        raise DiscourseError(
            f"{place}: there is no file {shorten(unused[0])!r}; correct the name, or remove the "
            "row."
        )
    refusal = f"has no row in {place}; add one, with its name under {document!r}."
    return [
        _set_metadata(file, rows.get(name), refusal)
        for file, name in zip(files, names, strict=True)
    ]


def _read_rows_by_name(
    table: Path, document: str, encodings: Sequence[str]
) -> dict[str, Mapping[str, Value]]:
    place = shorten(str(table))
    if table.suffix.casefold() not in TABLE_ENDINGS or not table.is_file():
        raise DiscourseError(
            f"metadata={fspath(table)!r} is neither an existing table ({', '.join(TABLE_ENDINGS)}) "
            "nor a pattern such as '{year}-{name}.txt'."
        )
    suffix = table.suffix.casefold()
    _, found = read_table_rows(table.read_bytes(), suffix, encodings, place, (document, "document"))
    rows: dict[str, Mapping[str, Value]] = {}
    for at, row in found:
        if isinstance(row, DiscourseError):
            raise row
        name = compose(str(row.pop(document, "")))
        if not name:
            raise DiscourseError(
                f"{at}: the cell under {document!r} is empty; name the file there."
            )
        if name in rows:
            raise DiscourseError(f"{at}: {shorten(name)!r} already has a row; keep one of them.")
        rows[name] = row
    return rows


def _name_in_table(file: TextFile, rows: Mapping[str, object]) -> str:
    with_ending = compose(_name_with_ending(file))
    return with_ending if with_ending in rows else compose(file.name)


def _name_with_ending(file: TextFile) -> str:
    return f"{file.name}{file.path.suffix}"
