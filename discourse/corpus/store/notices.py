"""What is said of texts that were read, but perhaps not as they were meant."""

from collections.abc import Iterable, Iterator, Sequence

from discourse.corpus.store.block import ATTRIBUTE
from discourse.corpus.store.parts import metadata_columns, section_columns
from discourse.corpus.store.store import Store
from discourse.errors import warn_user
from discourse.text.damage import count_damage, explain_damage
from discourse.text.encodings import USUAL_ENCODING, is_latin_1
from discourse.text.languages import find_language_code
from discourse.text.limits import shorten


def warn_of_texts(
    store: Store, damaged: Sequence[tuple[str, str]], encodings: Sequence[str] = ()
) -> None:
    """Warn of texts in another encoding than was named, of damaged ones and unknown languages.

    `damaged` are names of documents, each with a damaged word.
    """
    for reason in (
        *_explain_latin_1(store, encodings),
        *_explain_damaged(damaged),
        *_explain_damaged_metadata(store, ["document", *metadata_columns(store)]),
        *_find_unlist_languages(store),
    ):
        warn_user(reason)


def _explain_latin_1(store: Store, encodings: Sequence[str]) -> Iterator[str]:
    if not any(map(is_latin_1, encodings)) or USUAL_ENCODING in encodings:
        return
    names, made_by = store.sources["document"], store.sources["made_by"]
    other = names[made_by == USUAL_ENCODING].tolist()
    if other:
        yield (
            f"{USUAL_ENCODING} was taken for {_name_some(other)}, because Latin-1 has no letters "
            f"for some of the bytes; write encoding={USUAL_ENCODING!r}."
        )


def _explain_damaged(damaged: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, word in damaged[:1]:
        yield (
            f"{name!r} contains {word!r}: {explain_damage(word)}. "
            "The column 'damaged' of corpus.audit() counts all places."
        )


def warn_of_columns(store: Store, columns: Iterable[str]) -> None:
    """Warn of damaged letters in columns that were added to a store."""
    for reason in _explain_damaged_metadata(store, columns):
        warn_user(reason)


def _explain_damaged_metadata(store: Store, columns: Iterable[str]) -> Iterator[str]:
    """Name the first value with damaged letters, and how many more there are."""
    found = [(name, value) for name in columns for value in _find_damaged_values(store, name)]
    for name, value in found[:1]:
        more = f" (and {len(found) - 1:,} more values)" if len(found) > 1 else ""
        yield (
            f"the column {name!r} contains {shorten(value)!r}{more}: {explain_damage(value)}. "
            "Parts and conditions take the value as it is."
        )


def _find_damaged_values(store: Store, column: str) -> list[str]:
    """The different values of a column that contain damaged letters."""
    held = [store.sources[column]] if column in store.sources else []
    if column in section_columns(store):
        held.append(store.regions[ATTRIBUTE + column])
    values = dict.fromkeys(v for each in held for v in each.unique() if isinstance(v, str))
    if "".join(values).isascii():
        return []
    return [value for value in values if count_damage(value)]


def _find_unlist_languages(store: Store) -> Iterator[str]:
    if "language" not in store.sources:
        return
    given = store.sources["language"]
    unknown = [value for value in given.unique() if find_language_code(value) is None]
    if unknown:
        names = store.sources["document"][given.isin(unknown)].tolist()
        yield (
            f"the language {str(unknown[0])!r} of {_name_some(names)} is not known, and sentences "
            "are found by the rules of English; give a code or an English name, such as 'de' or "
            "'German'."
        )


def _name_some(names: Sequence[str]) -> str:
    """The first of some documents, and how many more there are."""
    more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
    return f"{str(names[0])!r}{more}"
