"""The methods paragraph of a paper, and the works that it cites."""

import html
import json
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.references.frequency_list import SHIPPED, WORDFREQ, FrequencyList
from discourse.corpus.references.frequency_list import reference as frequency_list
from discourse.corpus.store.file_sets import write_together
from discourse.errors import (
    DiscourseError,
    check_path,
    check_type,
    count_noun,
    hide_controls,
)
from discourse.publish.bibliography import Reference, cite_work, document_reference, read_references
from discourse.publish.export.data_files import read_csv
from discourse.publish.export.manifest import MANIFEST, write_listed
from discourse.publish.layer_sentences import describe_layers, word_decisions
from discourse.publish.measure_phrases import name_measure
from discourse.publish.method_clauses import describe_steps, fill_clauses, list_words
from discourse.publish.plots.relabelling import names_of_author
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.bundle import is_bundle, read_record, rename_old
from discourse.publish.provenance.chosen_rows import describe_rows, say_rows
from discourse.publish.provenance.corpora import (
    FolderCorpora,
    complete_recipe,
    find_in_session,
)
from discourse.publish.provenance.recipes import (
    CORPUS_TABLES,
    Finder,
    Recipe,
    complete_parameters,
    described_parts,
    find_verb,
    recipe_of,
    replace_parts,
)
from discourse.publish.provenance.table_differences import author_columns, match_rows
from discourse.record import RESTS_ON, Verb

# If a corpus has more sources than these, the paragraph does not name them; the BibTeX has all.
NAMED_SOURCES = 3

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

    See Also
    --------
    dc.methods : Write the paragraph for some tables.
    dc.save_article : An article with figures and their methods.

    Notes
    -----
    ``discourse docs evidence`` explains how a table records how it was made.

    Examples
    --------
    >>> import discourse as dc
    >>> made = dc.methods(dc.frequencies(dc.read("seeds/")))
    >>> made.bibtex.count("@")
    2
    """

    text: str
    bibtex: str

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the paragraph into a file; the manifest of a folder of figures lists it.

        So `verify` misses the file if it is lost. It reads what is in ``methods.md`` beside
        figures and tables, and compares each sentence.

        Parameters
        ----------
        path : str or path
            The file, such as ``"figures/methods.md"``.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        DiscourseError
            If its folder does not exist, or the file belongs to a figure or table.

        Examples
        --------
        >>> import discourse as dc, tempfile, pathlib
        >>> made = dc.methods(dc.frequencies(dc.read("seeds/")))
        >>> made.save(pathlib.Path(tempfile.mkdtemp()) / "methods.md").name
        'methods.md'
        """
        place = check_path("path", path)
        if not place.parent.is_dir():
            raise DiscourseError(f"there is no folder {place.parent}; make it, or name another.")
        record = place.with_suffix(".json")
        if place.suffix == ".json" or (is_own_file(record) and is_bundle(record)):
            raise DiscourseError(
                f"{place} belongs to a figure or table; name another file, such as methods.md."
            )
        raw = {place: f"{self.text}\n".encode()}
        if (place.parent / MANIFEST).exists():
            write_listed(raw)
        else:
            write_together(raw)
        return place

    def __repr__(self) -> str:
        return hide_controls(f"{self.text}\n\n{self.bibtex}")

    def _repr_markdown_(self) -> str:
        return f"{html.escape(self.text, quote=False)}\n\n```bibtex\n{self.bibtex}```"


def methods(
    tables: Table | Iterable[Table] | str | PathLike[str],
    *,
    texts: str | PathLike[str] | None = None,
) -> Methods:
    """Describe how tables were made: a methods paragraph for a paper, and its BibTeX.

    The paragraph is written from the recipes that the tables carry and the wording of their verbs.
    It states the texts and their sizes, what a token is, each verb with its parameters and sources,
    and the version of the package. Of a folder, it describes the figures and tables that were saved
    there and nothing else, each by its name: how many of its rows are shown, and how they were
    chosen, as far as the table itself gives them.

    Parameters
    ----------
    tables : DataFrame, Concordance, iterable of these, str or path
        The tables and concordances whose numbers are reported; or a folder of figures.
    texts : str or path, optional
        Of a folder of figures, the folder with their texts, if it is not the folder above.

    Returns
    -------
    made : Methods
        The paragraph as ``text``, and its references as ``bibtex``.

    Raises
    ------
    DiscourseError
        If there is no table, or one does not say how it was made or was made in another session;
        if a folder holds no figure or table, or its texts are not found.

    See Also
    --------
    dc.save_table : Save a table for a paper, with its lines and its recipe.
    dc.verify : Check that what is published still holds.
    dc.verbs : The table of verbs and their columns.

    Notes
    -----
    ``discourse docs evidence`` explains how a table records how it was made.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> made = dc.methods(dc.tfidf(paper, by="section", min_count=3))
    >>> made.text.split(" (")[0]
    'The corpus consists of 1 document with 1,384 tokens and 475 types'
    >>> made.bibtex.count("@article")
    2
    >>> made = dc.methods("figures/")
    >>> "All 12 rows of its table are shown (“numbers”)." in made.text
    True
    """
    if isinstance(tables, (str, PathLike)):
        folder = check_path("tables", tables)
        if not folder.is_dir():
            raise DiscourseError(f"{folder} is not a folder; give one with saved figures.")
        above = check_path("texts", folder.resolve().parent if texts is None else texts)
        return describe_folder(folder, FolderCorpora(above))
    if texts is not None:
        raise DiscourseError("texts= is for a folder of figures; leave it out.")
    given: list[Any] = list(tables) if isinstance(tables, (list, tuple, Iterator)) else [tables]
    kinds: tuple[type[Any], ...] = (pd.DataFrame, Concordance)
    for table in given:
        way_out = "give those whose numbers are reported, e.g. dc.methods([terms])"
        check_type("tables", table, kinds, "tables of verbs", way_out)
    uses = [_Use(recipe) for recipe in _collect_recipes(given)]
    return _write_paragraph(uses, find_in_session("dc.methods"))


def describe_folder(folder: Path, corpora: FolderCorpora) -> Methods:
    """Describe the figures and tables that were saved in a folder.

    Raises
    ------
    DiscourseError
        If there is none, or the texts of one are not found.
    """
    found = [path for path in sorted(folder.glob("*.json")) if is_own_file(path)]
    bundles = {path.stem: read_record(path) for path in found if is_bundle(path)}
    if not bundles:
        raise DiscourseError(f"{folder} holds no figure or table; save one with dc.save_figure.")
    uses = [_use_of_bundle(folder / name, record, corpora) for name, record in bundles.items()]
    return _write_paragraph(uses, corpora.find)


@dataclass(frozen=True)
class _Use:
    """A call of a verb, and what is said of the rows that are shown of its table."""

    recipe: Recipe
    shown: str = ""


def _use_of_bundle(path: Path, record: Mapping[str, Any], corpora: FolderCorpora) -> _Use:
    recipe = complete_parameters(record["recipe"])
    written = rename_old(read_csv(read_bounded(path.with_name(f"{path.name}.csv"))), recipe)
    again = corpora.rerun(record["recipe"])
    shown = [at for at in match_rows(written, again) if at is not None]
    rows = say_rows(describe_rows(again, shown), again, shown)
    own = author_columns(written.columns, again)
    added = f", with the {_list_columns(own)} of the authors" if own else ""
    names = names_of_author((record.get("plot") or {}).get("options"))
    said = [f"“{label}” for {meant}" for label, meant in names]
    shown_as = f", with labels by the authors: {list_words(said)}" if said else ""
    return _Use(recipe, f"{rows}{added}{shown_as} (“{path.name}”)")


def _list_columns(names: Sequence[str]) -> str:
    return f"{'column' if len(names) == 1 else 'columns'} {list_words(names)}"


def _write_paragraph(uses: Sequence[_Use], find: Finder) -> Methods:
    recipes = [use.recipe for use in uses]
    corpora = {_recipe_key(recipe["corpus"]): recipe["corpus"] for recipe in recipes}
    sentences: list[str] = []
    for key, corpus in corpora.items():
        sentences += _describe_corpus(corpus, find)
        inside = [use for use in uses if _recipe_key(use.recipe["corpus"]) == key]
        calls = [use.recipe for use in inside]
        sentences += _describe_sentences(calls)
        sentences += _describe_layers(corpus, calls, find)
        sentences += _describe_calls(inside, find)
    versions = {f"{name} {at}": at for r in recipes for name, at in r["versions"].items()}
    sentences.append(f"All tables were made with {list_words(versions)} [@discourse].")
    parts = [part for recipe in recipes for part in described_parts(recipe)]
    works = {work.key: work for part in parts for work in _source_works(part, find)}
    own = (at for name, at in versions.items() if name.startswith("discourse "))
    works["discourse"] = cite_work("discourse").with_fields(version=", ".join(own))
    return _resolve_citations(" ".join(dict.fromkeys(sentences)), works)


def _describe_sentences(calls: Iterable[Recipe]) -> Iterator[str]:
    """How sentences were found, if anything was counted by them or within them."""
    given = [value for call in calls for value in call["parameters"].values()]
    if "sentence" in [value for value in given if isinstance(value, str)]:
        yield "Sentence borders were found by the rules of sentencex, with corrections."


def _describe_calls(uses: Sequence[_Use], find: Finder) -> Iterator[str]:
    """A sentence on each call, followed by what is shown of its table in each figure."""
    recipes = {_recipe_key(use.recipe): use.recipe for use in uses}
    for key, recipe in recipes.items():
        shown = [use.shown for use in uses if use.shown and _recipe_key(use.recipe) == key]
        said = list(_describe_verb(recipe, find))
        if shown and not said:
            said = [f"The table “{recipe['verb']}” of the corpus was made."]
        # In one piece with the call: the paragraph says each sentence once.
        sentences = (f"{sentence[:1].upper()}{sentence[1:]}." for sentence in shown)
        if pieces := [*said, *sentences]:
            yield " ".join(pieces)


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
    find = find_in_session("dc.methods")
    full = complete_recipe(recipe, find)
    parameters = replace_parts(recipe["parameters"], lambda part: {**part, **find(part).recipe})
    return {**full, "corpus": {**recipe["corpus"], **full["corpus"]}, "parameters": parameters}


def _recipe_key(recipe: Recipe) -> str:
    return json.dumps(recipe, sort_keys=True)


def _corpus_of(part: Recipe, find: Finder) -> Corpus:
    return typing.cast(Corpus, find(part))


def _describe_corpus(part: Recipe, find: Finder) -> Iterator[str]:
    """Sentences on what was read, and on what counts as a token of it."""
    yield f"The corpus consists of {_describe_part(part, find)}."
    choices = dict(part["words"])
    segmenter = choices.pop("segmenter", None)
    rule = f"the words found by {segmenter}" if segmenter else "runs of letters, numbers and marks"
    if choices.get("rule") == "2":
        del choices["rule"]
    case = "by case" if choices.pop("case", "lower") == "keep" else "without regard to case"
    options = "; ".join(f"{name}: {choice}" for name, choice in choices.items())
    yield f"Tokens are {rule} ({options}); types are counted {case}."


def _describe_layers(part: Recipe, calls: Sequence[Recipe], find: Finder) -> Iterator[str]:
    """Sentences on each layer that a call, a subset or a join names or rests on."""
    recorded = part.get("layers", {})
    if not recorded:
        return
    given = (value for call in calls for value in call["parameters"].values())
    named = json.dumps([part.get("subset", []), *map(_without_comments, given)])
    read = {name for call in calls for name in _layers_read(call, find)}
    used = {
        name: made
        for name, made in recorded.items()
        if name in {*part.get("joined", []), *read} or regex.search(rf"(?<!\w){name}(?!\w)", named)
    }
    yield from describe_layers(used, _layer_rows(part, used, find))
    for name in part.get("joined", []):
        yield f"Each span of the layer {name} counts as one token."


def _without_comments(value: object) -> object:
    """A parameter; the lines of a lexicon without its comments, which may use any word."""
    if not isinstance(value, list):
        return value
    return [line for line in value if not str(line).startswith("#")]


def _layer_rows(part: Recipe, used: Mapping[str, Any], find: Finder) -> dict[str, dict[str, Any]]:
    """What `Corpus.layers` says of each layer, and what of those that are used was decided."""
    whole = _corpus_of(part, find).whole
    listed = whole.layers.set_index("layer")
    rows = dict(zip(listed.index, listed.to_dict("records"), strict=True))
    for name in used:
        if "codebook" in used[name]:
            rows[name]["of_whole"] = bool(part.get("subset"))
            rows[name]["decisions"] = list(word_decisions(whole.layer(name).table))
    return rows


def _layers_read(call: Recipe, find: Finder) -> Iterable[str]:
    """The layers that a table is made from besides those that its parameters name."""
    if call["verb"] in CORPUS_TABLES:
        return ()
    facts = find_verb(call["verb"]).facts
    chosen = {name: fact for name, fact in facts.items() if name == RESTS_ON}
    return [name for names in _find_facts(chosen, call, find).values() for name in names]


def _describe_part(part: Recipe, find: Finder) -> str:
    """The size of a corpus or the name of a frequency list, with its sources."""
    keys = [f"@{work.key}" for work in _source_works(part, find)]
    works = f" [{'; '.join(keys)}]" if 0 < len(keys) <= NAMED_SOURCES else ""
    conditions = [_word_condition(text, part) for text in part.get("subset", [])]
    within = f", restricted to {' and '.join(conditions)}" if conditions else ""
    return f"{_describe_size(part, find)}{works}{within}"


def _describe_reference(part: Recipe, find: Finder) -> str:
    """A corpus or list that another is compared with; one without titles by its fingerprint."""
    described = _describe_part(part, find)
    if "list" in part or _source_works(part, find):
        return described
    return f"{described} (fingerprint {part['fingerprint']})"


def _word_condition(condition: str, part: Recipe) -> str:
    """A condition of a subset; that of `Corpus.only` and `Corpus.without` in words."""
    for name in part.get("layers", {}):
        if condition == f'{name} = ""':
            return f"the tokens outside the layer {name}"
        if condition == f'{name} != ""':
            return f"the tokens inside the layer {name}"
    return condition


def _describe_size(part: Recipe, find: Finder) -> str:
    if "list" in part:
        listed = find(part)
        size = (
            f" with {count_noun(listed.size, 'token')}" if isinstance(listed, FrequencyList) else ""
        )
        return f"the frequency list “{part['list']}”{size}"
    corpus = _corpus_of(part, find)
    documents = count_noun(len(corpus.store.texts), "document")
    tokens, types = count_noun(corpus.size, "token"), count_noun(len(corpus.terms), "type")
    return f"{documents} with {tokens} and {types}"


def _source_works(part: Recipe, find: Finder) -> list[Reference]:
    """The works that a corpus or a list was made from; documents without a title are none."""
    if "list" not in part:
        rows = _corpus_of(part, find).documents.to_dict("records")
        return [document_reference(row) for row in rows if not pd.isna(row.get("title"))]
    if part["list"] in SHIPPED:
        listed = typing.cast(FrequencyList, frequency_list(part["list"]))
        return [document_reference({**listed.about, "sha256": part["sha256"]})]
    return [cite_work("wordfreq")] if part["list"].startswith(WORDFREQ) else []


def _describe_verb(recipe: Recipe, find: Finder) -> Iterator[str]:
    """The sentences on one call of a verb; none if its table only describes the corpus."""
    if recipe["verb"] in CORPUS_TABLES:
        return
    entry = find_verb(recipe["verb"])
    if not entry.methods:
        return
    parameters = replace_parts(recipe["parameters"], lambda part: _describe_reference(part, find))
    if parameters.get("measures"):
        parameters["measures"] = list(map(name_measure, parameters["measures"]))
    not_yet_cited = [f"@{key}" for key in entry.cites if f"@{key}" not in "".join(entry.methods)]
    works = f" [{'; '.join(not_yet_cited)}]" if not_yet_cited else ""
    facts = _find_facts(entry.facts, recipe, find)
    further = _word_further(entry, recipe["parameters"])
    sentence = f"{fill_clauses(entry.methods, {**parameters, **facts})}{further}{works}."
    # With its steps in one piece: two calls may have steps in common, and the paragraph says each
    # sentence once.
    steps = (f"{step}." for step in describe_steps(recipe.get("steps", [])))
    yield " ".join([sentence, *steps])


def _word_further(entry: Verb, given: Mapping[str, Any]) -> str:
    """The parameters that the sentence of a verb has no place for, unless they are its defaults."""
    worded = " ".join(entry.methods)
    kinds = signature(entry.function).parameters
    further = [
        f"{name}: {value}"
        for name, value in given.items()
        if not regex.search(rf"\{{!?{name}\b", worded)
        and name not in entry.facts
        and isinstance(value, (str, int, float))
        and value != kinds[name].default
    ]
    return f" ({'; '.join(further)})" if further else ""


def _find_facts(
    facts: Mapping[str, Callable[..., Any]], recipe: Recipe, find: Finder
) -> dict[str, Any]:
    """What a verb's sentence says of a call in addition to its parameters."""
    call = replace_parts(recipe["parameters"], find)
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
