"""The lines of a TOML file that are given instead of the file."""

from collections.abc import Iterable


def join_lines(lines: Iterable[str]) -> str:
    """Join the lines of a file; each ends with a line feed."""
    return "\n".join([*lines, ""])


def encode_given_lines(source: object) -> bytes | None:
    """Encode a list of lines as the content of a file; None if `source` is no such list."""
    if (
        isinstance(source, (list, tuple))
        and source
        and all(isinstance(line, str) for line in source)
    ):
        return join_lines(source).encode()
    return None
