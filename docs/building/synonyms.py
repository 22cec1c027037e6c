"""Words of the field in the index of the site, so that a search for them finds the page about them.

They are those of the glossary: its first column has the words, and its last the page to see.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping

CODE = re.compile(r"`(dc|corpus)\.(\w+)[^`]*`")
LINK = re.compile(r"\]\(([\w/-]+\.md)[^)]*\)")
ROW = re.compile(r"^\| ([^|]+) \| [^|]* \| ([^|]+) \|$", re.M)


def add_index(pages: Mapping[str, str], glossary: str) -> dict[str, str]:
    """The pages, each with the words by which a search finds it after its title.

    The mark ``!`` makes a main entry of a word, which comes before the pages that only use it.
    """
    made = dict(pages)
    for place, words in index_words(pages, glossary).items():
        entries = "".join(f"   ! single: {word}\n" for word in words)
        directive = f".. index::\n{entries}"
        if place.endswith(".md"):
            title, _, rest = made[place].partition("\n")
            made[place] = f"{title}\n\n```{{eval-rst}}\n{directive}```\n{rest}"
        else:
            made[place] = f"{directive}\n{made[place]}"
    return made


def index_words(pages: Mapping[str, str], glossary: str) -> dict[str, list[str]]:
    """The words of the glossary by the first page that their row tells to see."""
    found: dict[str, list[str]] = {}
    for words, see in ROW.findall(glossary.partition("\n## Columns\n")[0]):
        place = next((each for each in _places(see) if each in pages), None)
        if place is not None:
            found.setdefault(place, []).extend(_split(words))
    return found


def _places(see: str) -> Iterator[str]:
    """The pages of a cell, in their order."""
    for match in re.finditer(rf"{CODE.pattern}|{LINK.pattern}", see):
        owner, name, link = match.groups()
        if link:
            yield posixpath.normpath(link)
        elif owner == "corpus":
            yield "reference/corpus.rst"
        else:
            yield f"reference/{name}.rst"


def _split(words: str) -> list[str]:
    """The words of a cell, as they are read."""
    return [word.strip().strip("`") for word in words.split(", ")]
