"""The methods paragraph of a paper, and the works that it cites."""

import html
import json
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.references.frequency_list import SHIPPED, WORDFREQ, FrequencyList
from discourse.corpus.references.frequency_list import reference as frequency_list
from discourse.errors import DiscourseError, check_type, count_noun, hide_controls
from discourse.publish.bibliography import Reference, cite_work, document_reference, read_references
from discourse.publish.layer_sentences import describe_layers, word_decisions
from discourse.publish.method_clauses import describe_steps, fill_clauses, list_words
from discourse.publish.provenance.corpora import complete_recipe, find_in_session
from discourse.publish.provenance.recipes import CORPUS_TABLES, Recipe, find_verb, recipe_of

# If a corpus has more sources than these, the paragraph does not name them; the BibTeX has all.
NAMED_SOURCES = 3

RESTS_ON = "rests_on"
_CITATION = regex.compile(r"\[@([\w-]+(?:; @[\w-]+)*)\]")

Table = pd.DataFrame | Concordance


@dataclass(frozen=True, repr=False)
class Methods:
    """A methods paragraph and its references; a notebook shows both.

    Attributes
    ----------
    text : str
        The paragraph, which cites works by author and year.
    bibtex : str
        The BibTeX entries of these works.

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
        return hide_controls(f"{self.text}\n\n{self.bibtex}")

    def _repr_markdown_(self) -> str:
        return f"{html.escape(self.text, quote=False)}\n\n```bibtex\n{self.bibtex}```"


def methods(tables: Table | Iterable[Table]) -> Methods:
    """Describe how some tables were made: a methods paragraph for a paper, and its BibTeX.

    The paragraph is written from the recipes that the tables carry and the wording of their verbs.
    It states the texts and their sizes, what a token is, each verb with its parameters and sources,
    and the version of the package.

    Parameters
    ----------
    tables : DataFrame, Concordance or iterable of these
        The tables and concordances whose numbers are reported.

    Returns
    -------
    made : Methods
        The paragraph as ``text``, and its references as ``bibtex``.

    Raises
    ------
    DiscourseError
        If there is no table, or one does not say how it was made or was made in another session.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> made = dc.methods(dc.tfidf(paper, by="section", min_count=3))
    >>> made.text.split(" (")[0]
    'The corpus consists of 1 document with 1,384 tokens and 475 types'
    >>> made.bibtex.count("@article")
    2
    """
    given: list[Any] = list(tables) if isinstance(tables, (list, tuple, Iterator)) else [tables]
    kinds: tuple[type[Any], ...] = (pd.DataFrame, Concordance)
    for table in given:
        way_out = "give those whose numbers are reported, e.g. dc.methods([terms])"
        check_type("tables", table, kinds, "tables of verbs", way_out)
    recipes = _collect_recipes(given)
    corpora = {_recipe_key(recipe["corpus"]): recipe["corpus"] for recipe in recipes}
    sentences: list[str] = []
    for key, corpus in corpora.items():
        sentences += _describe_corpus(corpus)
        calls = [recipe for recipe in recipes if _recipe_key(recipe["corpus"]) == key]
        sentences += _describe_layers(corpus, calls)
        for recipe in calls:
            sentences += _describe_verb(recipe)
    versions = {f"{name} {at}": at for r in recipes for name, at in r["versions"].items()}
    sentences.append(f"All tables were made with {list_words(versions)} [@discourse].")
    parts = [part for recipe in recipes for part in _counted_parts(recipe)]
    works = {work.key: work for part in parts for work in _source_works(part)}
    own = (at for name, at in versions.items() if name.startswith("discourse "))
    works["discourse"] = cite_work("discourse").with_fields(version=", ".join(own))
    return _resolve_citations(" ".join(dict.fromkeys(sentences)), works)


def _collect_recipes(tables: Sequence[Table]) -> list[Recipe]:
    """The recipe of each table, without repetitions, in the order given."""
    if not tables:
        raise DiscourseError(
            "no table is given; give those whose numbers are reported, e.g. dc.methods([terms])."
        )
    frames = (table.frame if isinstance(table, Concordance) else table for table in tables)
    made = (_complete_parameters(recipe_of(frame, "dc.methods")) for frame in frames)
    return list({_recipe_key(recipe): recipe for recipe in made}.values())


def _complete_parameters(recipe: Recipe) -> Recipe:
    """A recipe with all that is known of each corpus, and what finds it in this session."""
    full = complete_recipe(recipe, find_in_session("dc.methods"))
    parameters = {
        name: {**value, **full["parameters"][name]} if isinstance(value, dict) else value
        for name, value in recipe["parameters"].items()
    }
    return {**full, "corpus": {**recipe["corpus"], **full["corpus"]}, "parameters": parameters}


def _recipe_key(recipe: Recipe) -> str:
    return json.dumps(recipe, sort_keys=True)


def _counted_parts(recipe: Recipe) -> list[Recipe]:
    """What a recipe says of each corpus and frequency list that it names."""
    given = recipe["parameters"].values()
    return [recipe["corpus"], *(value for value in given if isinstance(value, dict))]


def _session_corpus(part: Recipe) -> Corpus:
    return typing.cast(Corpus, find_in_session("dc.methods")(part))


def _describe_corpus(part: Recipe) -> Iterator[str]:
    """Sentences on what was read, and on what counts as a token of it."""
    yield f"The corpus consists of {_describe_part(part)}."
    choices = dict(part["words"])
    segmenter = choices.pop("segmenter", None)
    rule = f"the words found by {segmenter}" if segmenter else "runs of letters, numbers and marks"
    if choices.get("rule") == "2":
        del choices["rule"]
    case = "by case" if choices.pop("case", "lower") == "keep" else "without regard to case"
    options = "; ".join(f"{name}: {choice}" for name, choice in choices.items())
    yield f"Tokens are {rule} ({options}); types are counted {case}."


def _describe_layers(part: Recipe, calls: Sequence[Recipe]) -> Iterator[str]:
    """Sentences on each layer that a call, a subset or a join names or rests on."""
    recorded = part.get("layers", {})
    if not recorded:
        return
    given = (value for call in calls for value in call["parameters"].values())
    named = json.dumps([part.get("subset", []), *map(_without_comments, given)])
    read = {name for call in calls for name in _layers_read(call)}
    used = {
        name: made
        for name, made in recorded.items()
        if name in {*part.get("joined", []), *read} or regex.search(rf"(?<!\w){name}(?!\w)", named)
    }
    yield from describe_layers(used, _layer_rows(part, used))
    for name in part.get("joined", []):
        yield f"Each span of the layer {name} counts as one token."


def _without_comments(value: object) -> object:
    """A parameter; the lines of a lexicon without its comments, which may use any word."""
    if not isinstance(value, list):
        return value
    return [line for line in value if not str(line).startswith("#")]


def _layer_rows(part: Recipe, used: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What `Corpus.layers` says of each layer, and what of those that are used was decided."""
    whole = _session_corpus(part).whole
    listed = whole.layers.set_index("layer")
    rows = dict(zip(listed.index, listed.to_dict("records"), strict=True))
    for name in used:
        if "codebook" in used[name]:
            rows[name]["decisions"] = list(word_decisions(whole.layer(name).table))
    return rows


def _layers_read(call: Recipe) -> Iterable[str]:
    """The layers that a table is made from besides those that its parameters name."""
    if call["verb"] in CORPUS_TABLES:
        return ()
    facts = find_verb(call["verb"]).facts
    chosen = {name: fact for name, fact in facts.items() if name == RESTS_ON}
    return [name for names in _find_facts(chosen, call).values() for name in names]


def _describe_part(part: Recipe) -> str:
    """The size of a corpus or the name of a frequency list, with its sources."""
    keys = [f"@{work.key}" for work in _source_works(part)]
    works = f" [{'; '.join(keys)}]" if 0 < len(keys) <= NAMED_SOURCES else ""
    conditions = [_word_condition(text, part) for text in part.get("subset", [])]
    within = f", restricted to {' and '.join(conditions)}" if conditions else ""
    return f"{_describe_size(part)}{works}{within}"


def _word_condition(condition: str, part: Recipe) -> str:
    """A condition of a subset; that of `Corpus.only` and `Corpus.without` in words."""
    for name in part.get("layers", {}):
        if condition == f'{name} = ""':
            return f"the tokens outside the layer {name}"
        if condition == f'{name} != ""':
            return f"the tokens inside the layer {name}"
    return condition


def _describe_size(part: Recipe) -> str:
    if "list" in part:
        return f"the frequency list “{part['list']}”"
    corpus = _session_corpus(part)
    documents = count_noun(len(corpus.store.texts), "document")
    tokens, types = count_noun(corpus.size, "token"), count_noun(len(corpus.terms), "type")
    return f"{documents} with {tokens} and {types}"


def _source_works(part: Recipe) -> list[Reference]:
    """The works that a corpus or a list was made from; documents without a title are none."""
    if "list" not in part:
        rows = _session_corpus(part).documents.to_dict("records")
        return [document_reference(row) for row in rows if not pd.isna(row.get("title"))]
    if part["list"] in SHIPPED:
        listed = typing.cast(FrequencyList, frequency_list(part["list"]))
        return [document_reference({**listed.about, "sha256": part["sha256"]})]
    return [cite_work("wordfreq")] if part["list"].startswith(WORDFREQ) else []


def _describe_verb(recipe: Recipe) -> Iterator[str]:
    """The sentences on one call of a verb; none if its table only describes the corpus."""
    if recipe["verb"] in CORPUS_TABLES:
        return
    entry = find_verb(recipe["verb"])
    if not entry.methods:
        return
    parameters = {
        name: _describe_part(value) if isinstance(value, dict) else value
        for name, value in recipe["parameters"].items()
    }
    not_yet_cited = [f"@{key}" for key in entry.cites if f"@{key}" not in "".join(entry.methods)]
    works = f" [{'; '.join(not_yet_cited)}]" if not_yet_cited else ""
    facts = _find_facts(entry.facts, recipe)
    sentence = f"{fill_clauses(entry.methods, {**parameters, **facts})}{works}."
    # With its steps in one piece: two calls may have steps in common, and the paragraph says each
    # sentence once.
    steps = (f"{step}." for step in describe_steps(recipe.get("steps", [])))
    yield " ".join([sentence, *steps])


def _find_facts(facts: Mapping[str, Callable[..., Any]], recipe: Recipe) -> dict[str, Any]:
    """What a verb's sentence says of a call in addition to its parameters."""
    find = find_in_session("dc.methods")
    call = {
        name: find(value) if isinstance(value, dict) else value
        for name, value in recipe["parameters"].items()
    }
    return {name: fact(find(recipe["corpus"]), **call) for name, fact in facts.items()}


def _resolve_citations(text: str, works: dict[str, Reference]) -> Methods:
    """The text with authors and years in place of keys, and the entries of all works."""
    every = {**read_references(), **works}

    def label_citation(citation: "regex.Match[str]") -> str:
        labels = [every[key].label for key in citation[1].split("; @") if key in every]
        # Text of the user may look like a citation.
        return f"({'; '.join(labels)})" if labels else citation[0]

    keys = [key for citation in _CITATION.findall(text) for key in citation.split("; @")]
    known = {key: every[key] for key in [*keys, *works] if key in every}
    named = _CITATION.sub(label_citation, text)
    return Methods(named, "\n".join(work.bibtex for work in known.values()))
