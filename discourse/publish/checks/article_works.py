"""The works that an article in LaTeX lists: those that the methods name are as these name them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import regex

from discourse.publish.manuscripts.saved_words import SavedWords, as_letters
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.finding import Finding

OF_AUTHOR = "works, and fields of works, of the author in .bib files, not compared"
_BROUGHT = regex.compile(r"\\(?:bibliography|addbibresource)\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")
_BRACED = r"(?<braced>\{(?:[^{}]|(?&braced))*+\})"
_ENTRY = regex.compile(rf"@\s*\w+\s*\{{\s*([^\s,{{}}]+)\s*,((?:[^{{}}@]|{_BRACED})*+)\}}")
_FIELD = regex.compile(rf'([\w-]+)\s*=\s*(?:{_BRACED}|"(?<quoted>[^"]*)"|(?<bare>\w+))')
_JOINED = regex.compile(rf'(?:{_BRACED}|"[^"]*"|\w)\s*#')  # texts that BibTeX puts together


def check_works(
    path: Path, name: str, source: str, saved: SavedWords, checked: "Counter[str]"
) -> Iterator[Finding]:
    """Find the works whose authors, titles or other fields differ from those of the methods.

    Parameters
    ----------
    path : Path
        An article in LaTeX.
    name : str
        Its name in findings.
    source : str
        What is written in it, without comments.
    saved : SavedWords
        What the folder of its figures says.
    checked : Counter
        What was checked; fields and works that the author added are the author's, and are counted.

    Yields
    ------
    Finding
        A field of another text, and a work of the methods, or a field of it, that is there twice.
    """
    expected = {key: dict(_read_fields(body)) for key, body in _read_entries(saved.bibtex)}
    for listed in _BROUGHT.findall(source):
        for each in listed.split(","):
            file = path.parent / f"{each.strip().removesuffix('.bib')}.bib"
            if not is_own_file(file):
                continue
            entries = _read_entries(read_bounded(file).decode("utf-8", "replace"))
            times, bodies = Counter(key for key, _ in entries), dict(entries)
            found = {key: _read_fields(body) for key, body in bodies.items()}
            if added := sum(bool(dict(found[key]).keys() - expected.get(key, {})) for key in found):
                checked[OF_AUTHOR] += added
            for key, fields in expected.items():
                place = f"{file.name}, {key}"
                if times[key] > 1:  # programs show the first or the last of them
                    yield Finding(name, place, "one entry", f"{times[key]}")
                if _JOINED.search(bodies.get(key, "")):
                    yield Finding(name, place, "fields of one text", "texts joined by #")
                written = found.get(key, [])
                given, last = Counter(field for field, _ in written), dict(written)
                for field, text in fields.items():
                    if given[field] > 1:  # BibTeX prints the first
                        yield Finding(name, f"{place}, {field}", "one field", f"{given[field]}")
                    if _as_read(last.get(field, text)) != _as_read(text):
                        yield Finding(name, f"{place}, {field}", text, last[field])


def _read_entries(bibtex: str) -> list[tuple[str, str]]:
    """The key of each entry, and what is written behind it."""
    return [(entry[1], entry[2]) for entry in _ENTRY.finditer(bibtex)]


def _read_fields(body: str) -> list[tuple[str, str]]:
    """The name and the text of each field of an entry."""
    return [
        (
            field[1].casefold(),
            (field["braced"] or "")[1:-1] or field["quoted"] or field["bare"] or "",
        )
        for field in _FIELD.finditer(body)
    ]


def _as_read(text: str) -> str:
    return as_letters(regex.sub(r"[{}\\]", "", text)).casefold()
