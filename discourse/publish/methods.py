"""The methods paragraph of a paper, and the works that it cites."""

import html
import json
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.references.frequency_list import SHIPPED, WORDFREQ, FrequencyList
from discourse.corpus.references.frequency_list import reference as frequency_list
from discourse.errors import DiscourseError
from discourse.publish.bibliography import Reference, cite_work, of_document, shipped
from discourse.publish.provenance.corpora import complete_recipe, find_in_session
from discourse.publish.provenance.recipes import Recipe, recipe_of, verbs

# More sources than these are in the BibTeX alone: a sentence would be nothing but their names.
NAMED_SOURCES = 3

_PLACE = regex.compile(r"(?P<quote>“?)\{(?P<name>\w+)(?::(?P<unit>\w+))?\}”?")
_ASKED = regex.compile(r"\{(?P<name>\w+)(?:=(?P<value>\w+))?\?\}")
_CITED = regex.compile(r"\[@([\w-]+(?:; @[\w-]+)*)\]")

Table = pd.DataFrame | Concordance


@dataclass(frozen=True, repr=False)
class Methods:
    """A methods paragraph and its references; a notebook shows both.

    ``text`` names works by author and year, ``bibtex`` holds their entries.

    Examples
    --------
    >>> import discourse as dc
    >>> made = dc.methods(dc.frequencies(dc.read("seeds/")))
    >>> made.bibtex.count("@")
    2
    """

    text: str
    bibtex: str

    def __repr__(self) -> str:
        return f"{self.text}\n\n{self.bibtex}"

    def _repr_markdown_(self) -> str:
        return f"{html.escape(self.text, quote=False)}\n\n```bibtex\n{self.bibtex}```"


def methods(tables: Table | Iterable[Table]) -> Methods:
    """How the numbers of some tables were made: a paragraph for a paper, and its BibTeX.

    Every clause comes from the recipes that the tables carry and from what their verbs say of
    themselves: the texts and their sizes, what a token is, each verb with its parameters and
    sources, and the version of the package. Other parameters give another paragraph.

    Parameters
    ----------
    tables : one table of a verb or several, or concordances.

    Returns
    -------
    `Methods`, with ``text`` and ``bibtex``.

    Raises
    ------
    DiscourseError : no table, one that does not say how it was made, or whose corpus is no longer
        in memory.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> made = dc.methods(dc.tfidf(paper, by="section", min_count=3))
    >>> made.text.split(" (")[0]
    'The corpus is 1 document of 1,384 tokens and 475 types'
    >>> made.text.split(". ")[2].split(", as ")[0]
    'Terms were weighed by TF-IDF, by section'
    >>> made.bibtex.count("@article")
    2
    """
    recipes = _recipes([tables] if isinstance(tables, Table) else list(tables))
    sentences: list[str] = []
    for name, part in {_name(recipe["corpus"]): recipe["corpus"] for recipe in recipes}.items():
        sentences += _of_corpus(part)
        sentences += [_of_verb(recipe) for recipe in recipes if _name(recipe["corpus"]) == name]
    versions = _versions(recipes)
    sentences.append(f"All tables were made with {_listed(versions)} [@discourse].")
    works = {work.key: work for recipe in recipes for p in _parts(recipe) for work in _sources(p)}
    own = (at for name, at in versions.items() if name.partition(" ")[0] == "discourse")
    works["discourse"] = cite_work("discourse").with_fields(version=", ".join(own))
    return _resolved(" ".join(filter(None, dict.fromkeys(sentences))), works)


def _recipes(tables: Sequence[Table]) -> list[Recipe]:
    """The recipe of each table, each once, in the order given."""
    if not tables:
        raise DiscourseError(
            "no table is given; give those whose numbers are reported, as dc.methods([terms])."
        )
    frames = (table.frame if isinstance(table, Concordance) else table for table in tables)
    made = (_complete(recipe_of(frame, "dc.methods")) for frame in frames)
    recipes = {_name(recipe): recipe for recipe in made}
    return list(recipes.values())


def _complete(recipe: Recipe) -> Recipe:
    """A recipe with all that is known of each corpus, and how to find it in this session."""
    full = complete_recipe(recipe, find_in_session("dc.methods"))
    parameters = {
        name: {**value, **full["parameters"][name]} if isinstance(value, dict) else value
        for name, value in recipe["parameters"].items()
    }
    return {**full, "corpus": {**recipe["corpus"], **full["corpus"]}, "parameters": parameters}


def _name(recipe: Recipe) -> str:
    return json.dumps(recipe, sort_keys=True)


def _parts(recipe: Recipe) -> list[Recipe]:
    """The corpora and lists of frequencies that a recipe names."""
    given = recipe["parameters"].values()
    return [recipe["corpus"], *(value for value in given if isinstance(value, dict))]


def _corpus(part: Recipe) -> Corpus:
    return typing.cast(Corpus, find_in_session("dc.methods")(part))


def _versions(recipes: Iterable[Recipe]) -> dict[str, str]:
    return {f"{name} {at}": at for recipe in recipes for name, at in recipe["versions"].items()}


def _of_corpus(part: Recipe) -> Iterator[str]:
    """What was read, and what counts as a word of it."""
    yield f"The corpus is {_told(part)}."
    choices = dict(part["words"])
    divided = choices.pop("segmenter", None)
    rule = (
        f"divided by the segmenter {divided}" if divided else "runs of letters, numbers and marks"
    )
    told = "; ".join(f"{name}: {choice}" for name, choice in choices.items())
    yield f"Tokens are {rule} ({told}); types are counted without regard to case."


def _told(part: Recipe) -> str:
    """The size of a corpus, or the name of a list of frequencies, with its sources."""
    keys = [f"@{work.key}" for work in _sources(part)]
    works = f" [{'; '.join(keys)}]" if 0 < len(keys) <= NAMED_SOURCES else ""
    kept = part.get("subset", [])
    within = f", restricted to {' and '.join(kept)}" if kept else ""
    return f"{_size(part)}{works}{within}"


def _size(part: Recipe) -> str:
    if "list" in part:
        return f"the frequency list “{part['list']}”"
    corpus = _corpus(part)
    counts = {"document": len(corpus.store.texts), "token": corpus.size, "type": len(corpus.terms)}
    documents, tokens, types = (_number(count, unit) for unit, count in counts.items())
    return f"{documents} of {tokens} and {types}"


def _sources(part: Recipe) -> list[Reference]:
    """The works that a corpus or a list was made of: those that have a title."""
    if "list" not in part:
        rows = _corpus(part).documents.to_dict("records")
        return [of_document(row) for row in rows if not pd.isna(row.get("title"))]
    if part["list"] in SHIPPED:
        listed = typing.cast(FrequencyList, frequency_list(part["list"]))
        return [of_document({**listed.about, "sha256": part["sha256"]})]
    return [cite_work("wordfreq")] if part["list"].startswith(WORDFREQ) else []


def _of_verb(recipe: Recipe) -> str:
    """The sentence of a verb; none of a table that only describes the corpus."""
    entry = verbs().get(recipe["verb"])
    if entry is None or not entry.methods:
        return ""
    clauses = [_filled(clause, recipe["parameters"]) for clause in entry.methods]
    told = " ".join(filter(None, clauses)).rstrip(",;")
    rest = [f"@{key}" for key in entry.cites if f"@{key}" not in "".join(entry.methods)]
    works = f" [{'; '.join(rest)}]" if rest else ""
    steps = [_step(*step) for step in recipe.get("steps", [])]
    then = f" Of its lines were taken: {', '.join(steps)}." if steps else ""
    return f"{told[:1].upper()}{told[1:]}{works}.{then}"


def _filled(clause: str, parameters: Mapping[str, Any]) -> str:
    """A clause with its values; none where one that it names is missing, empty or false."""
    for asked in [*_ASKED.finditer(clause), *_PLACE.finditer(clause)]:
        value, wanted = parameters[asked["name"]], asked.groupdict().get("value")
        if value in (None, "", []) or value is False or str(value) != (wanted or str(value)):
            return ""
    clause = _ASKED.sub("", clause)
    return _PLACE.sub(lambda place: _value(place, parameters[place["name"]]), clause)


def _value(place: "regex.Match[str]", value: Any) -> str:
    """A parameter as it is said at a place of a clause."""
    if isinstance(value, dict):
        return _told(value)
    items = value if isinstance(value, list) else [value]
    said = _listed([f"“{item}”" if place["quote"] else str(item) for item in items])
    if not place["unit"]:
        return said
    return _number(value, place["unit"]) if isinstance(value, int) else f"{said} {place['unit']}s"


def _step(name: str, arguments: Sequence[Any], options: Mapping[str, Any]) -> str:
    given = [*map(str, arguments), *(f"{key}={value}" for key, value in options.items())]
    return f"{name}({', '.join(given)})"


def _number(count: int, unit: str) -> str:
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def _listed(items: Iterable[str]) -> str:
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last


def _resolved(text: str, works: dict[str, Reference]) -> Methods:
    """The text with authors and years for keys, and the entries of all works cited or read."""
    every = {**shipped(), **works}

    def labels(cited: "regex.Match[str]") -> str:
        found = [every[key].label for key in cited[1].split("; @") if key in every]
        return f"({'; '.join(found)})" if found else cited[0]  # somebody's text may look like one

    keys = [key for cited in _CITED.findall(text) for key in cited.split("; @")]
    known = {key: every[key] for key in [*keys, *works] if key in every}
    return Methods(_CITED.sub(labels, text), "\n".join(work.bibtex for work in known.values()))
