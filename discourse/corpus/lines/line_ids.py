"""The ids of lines, and the hit that an id names."""

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.corpus.lines.contexts import hit_characters
from discourse.corpus.store.parts import document_of
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_text

_LINE_ID = regex.compile(r"(?P<document>[0-9a-f]{12}):(?P<start>\d+)-(?P<end>\d+)")
JOINT = "; "  # between several ids in one cell
_EXAMPLE = "592c40085518:563-576"


def line_ids(store: Store, hits: NDArray[np.int64]) -> list[str]:
    """The id of each hit's line: twelve hex digits of its document's sha256, and its characters."""
    digests = store.digests[document_of(store, hits[:, 0])]
    columns = (digests.tolist(), *(column.tolist() for column in hit_characters(store, hits)))
    return [f"{digest}:{start}-{end}" for digest, start, end in zip(*columns, strict=True)]


def find_hit(store: Store, line_id: str, document: str = "") -> NDArray[np.int64]:
    """The hit of a line: (1, 2), its first token and the one after its last.

    Documents with the same bytes have the same ids; the hit is in the one with the given name or,
    without a name, in the first of them.

    Raises
    ------
    DiscourseError
        For a malformed id, a document that is not in the corpus or does not have this text, or
        characters that are not a stretch of its tokens.
    """
    match = _LINE_ID.fullmatch(check_text("line_id", line_id, _EXAMPLE))
    if match is None:
        raise DiscourseError(
            f"{line_id!r} is not a line_id; write one as "
            "'<12 hex digits of a sha256>:<first character>-<last + 1>'."
        )
    documents = np.flatnonzero(store.digests == match["document"])
    if not len(documents):
        raise DiscourseError(
            f"line_id={line_id!r} is of a document that is not in this corpus; "
            "use the corpus that it was made with."
        )
    names = store.sources["document"].iloc[documents].tolist()
    if document and document not in names:
        raise DiscourseError(
            f"line_id={line_id!r} is of the document {names[0]!r}, but the row names "
            f"{document!r}; give a row as a verb made it."
        )
    number = int(documents[names.index(document) if document else 0])
    characters = int(match["start"]), int(match["end"])
    if isinstance(store, ShardedStore):
        own = store.ask_of_document(_find_span, number, *characters)
        return own + store.shard_start(number)
    return _find_span(store, number, *characters)


def find_hits(store: Store, line_ids: str, document: str = "") -> NDArray[np.int64]:
    """The hits of one line or of several, whose ids are divided by "; ", as `find_hit` finds each.

    Without an id there is no line.

    Raises
    ------
    DiscourseError
        As in `find_hit`.
    """
    ids = check_text("line_id", line_ids, _EXAMPLE).split(JOINT) if line_ids != "" else []
    none = np.empty((0, 2), dtype=np.int64)
    return np.concatenate([none, *(find_hit(store, each, document) for each in ids)])


def _find_span(store: Store, document: int, start: int, end: int) -> NDArray[np.int64]:
    """The tokens of a document that start and end with some characters."""
    index = store.index
    first, last = index.documents[document : document + 2].tolist()
    opening = first + int(np.searchsorted(index.starts[first:last], start))
    after = first + int(np.searchsorted(index.starts[first:last], end))
    hit = np.array([[opening, after]])
    if opening >= after or [start, end] != [int(at[0]) for at in hit_characters(store, hit)]:
        raise DiscourseError(
            f"characters {start} to {end} are not a stretch of tokens in "
            f"{store.sources['document'].iloc[document]!r}; the text is the same, but another "
            "tokeniser or subset made this line_id."
        )
    return hit
