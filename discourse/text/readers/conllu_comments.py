"""The comments of CoNLL-U: what they say about documents, paragraphs and sentences."""

from collections.abc import Sequence

import regex

from discourse.text.document import Value

# Columns of the sentences: comments without a key, and the order of all if it is not the usual one.
COMMENT, ORDER = "comment", "comment_order"
COMMENT_LINE = regex.compile(r"#\s*([^=]+?)\s*=\s*(.*)")
DOCUMENT_MARK = regex.compile(r"#\s*newdoc\b(?:\s+id)?\s*=?\s*(.*)")
_PARAGRAPH_MARK = regex.compile(r"#\s*newpar\b(?:\s+id)?\s*=?\s*(.*)")


def read_comments(comments: Sequence[str], metadata: dict[str, Value]) -> dict[str, str]:
    """What the comments of a sentence say, by key; what they say of its document is metadata."""
    columns: dict[str, str] = {}
    order: list[str] = []
    for comment in comments:
        found = COMMENT_LINE.fullmatch(comment)
        key, value = (found[1], found[2]) if found else ("", "")
        if DOCUMENT_MARK.fullmatch(comment):
            order.append("newdoc")
        elif paragraph := _PARAGRAPH_MARK.fullmatch(comment):
            columns["newpar"] = paragraph[1].strip() or "yes"
            order.append("newpar")
        elif key.startswith("meta::"):
            metadata[key.removeprefix("meta::")] = value
            order.append("meta")
        elif key and key not in (COMMENT, ORDER):
            columns[key] = f"{columns[key]}\n{value}" if key in columns else value
            order.append(key)
        else:
            rest = comment.removeprefix("#").strip()
            columns[COMMENT] = "\n".join(filter(None, [columns.get(COMMENT, ""), rest]))
            order += [COMMENT] if rest else []
    order = [key for key in order if key != "global.columns"]
    if order != sort_comments(order):
        columns[ORDER] = "\n".join(order)
    return columns


def sort_comments(keys: Sequence[str]) -> list[str]:
    """The usual order of the comments of a sentence, by their keys.

    Examples
    --------
    >>> sort_comments(["text", "genre", "newpar", "newdoc", "sent_id"])
    ['newdoc', 'newpar', 'sent_id', 'text', 'genre']
    """
    first = ("newdoc", "meta", "newpar", "sent_id", "text")
    rank = {key: at for at, key in enumerate(first)}
    return sorted(keys, key=lambda key: (rank.get(key, len(first)), key == COMMENT, key))
