"""What is said of files elsewhere: in a table, or by a pattern of their names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path, PurePosixPath

import regex

from discourse.errors import DiscourseError
from discourse.text.delimited import ROWS, rows
from discourse.text.document import Value
from discourse.text.encodings import decode
from discourse.text.folder import TextFile
from discourse.text.limits import shorten

_FIELD = regex.compile(r"\{(\w*)\}")


def add_metadata(
    sources: Sequence[TextFile],
    metadata: str | PathLike[str],
    *,
    document: str,
    encodings: Sequence[str],
    all_here: bool = True,
) -> list[TextFile]:
    """Each file with what a table says of it, or its own name by a pattern.

    A file of which nothing is said is marked as refused. A table may tell of other files only if
    these are not `all_here`.
    """
    if is_pattern(metadata):
        return _by_pattern(sources, fspath(metadata))
    return _by_table(sources, Path(metadata), document, encodings, all_here=all_here)


def is_pattern(metadata: str | PathLike[str]) -> bool:
    """Whether metadata is a pattern of file names rather than a table: it has braces."""
    return "{" in fspath(metadata)


def _by_pattern(sources: Sequence[TextFile], pattern: str) -> list[TextFile]:
    """A pattern with ``/`` is laid over the path in the folder, one without over the name.

    One with an ending is laid over all of the name, one without over what stands before the ending.
    """
    fits = _compiled(pattern)
    has_ending = "." in PurePosixPath(pattern).name
    refusal = f"does not fit the pattern {pattern!r}; rename it, or widen the pattern."
    matches = [fits(_full_name(source) if has_ending else source.name) for source in sources]
    return [
        _said(source, match.groupdict() if match else None, refusal)
        for source, match in zip(sources, matches, strict=True)
    ]


def _said(source: TextFile, metadata: Mapping[str, Value] | None, refusal: str) -> TextFile:
    if metadata is None:
        return replace(source, refusal=source.refusal or refusal)
    return replace(source, metadata=metadata)


def _compiled(pattern: str) -> Callable[[str], regex.Match[str] | None]:
    fields = _FIELD.findall(pattern)
    wrong = [name for name in fields if not name.isidentifier() or fields.count(name) > 1]
    literal = _FIELD.sub("", pattern)
    if wrong or not fields or "{" in literal or "}" in literal:
        raise DiscourseError(
            f"metadata={pattern!r} is no pattern; write each field once, "
            "as '{year}-{name}.txt'."
        )
    parts = _FIELD.split(pattern)
    written = "".join(
        f"(?P<{part}>[^/]+?)" if at % 2 else regex.escape(part) for at, part in enumerate(parts)
    )
    compiled = regex.compile(written if "/" in pattern else f"(?:.*/)?{written}")
    return compiled.fullmatch


def _by_table(
    sources: Sequence[TextFile],
    table: Path,
    document: str,
    encodings: Sequence[str],
    *,
    all_here: bool,
) -> list[TextFile]:
    """The table names a file under `document`, with its ending or without."""
    known = _rows_by_name(table, document, encodings)
    place = shorten(str(table))
    keys = [_key(source, known) for source in sources]
    idle = sorted(known.keys() - set(keys))
    if idle and all_here:
        raise DiscourseError(
            f"{place}: there is no file {shorten(idle[0])!r}; correct the name, or take the row "
            "out."
        )
    refusal = f"has no row in {place}; add one, with its name under {document!r}."
    return [
        _said(source, known.get(key), refusal) for source, key in zip(sources, keys, strict=True)
    ]


def _rows_by_name(
    table: Path, document: str, encodings: Sequence[str]
) -> dict[str, Mapping[str, Value]]:
    place = shorten(str(table))
    if table.suffix.casefold() not in ROWS or not table.is_file():
        raise DiscourseError(
            f"metadata={fspath(table)!r} is neither a table that is there ({', '.join(ROWS)}) "
            "nor a pattern, as '{year}-{name}.txt'."
        )
    text = decode(table.read_bytes(), encodings, place).text
    known: dict[str, Mapping[str, Value]] = {}
    for at, row in rows(text, table.suffix.casefold(), place, (document, "document")):
        if isinstance(row, DiscourseError):
            raise row
        name = str(row.pop(document, ""))
        if not name:
            raise DiscourseError(f"{at}: nothing stands under {document!r}; name the file there.")
        if name in known:
            raise DiscourseError(f"{at}: {shorten(name)!r} has a row already; keep one of them.")
        known[name] = row
    return known


def _key(source: TextFile, known: Mapping[str, object]) -> str:
    return _full_name(source) if _full_name(source) in known else source.name


def _full_name(source: TextFile) -> str:
    return f"{source.name}{source.path.suffix}"
