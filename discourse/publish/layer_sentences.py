"""What a methods paragraph says of layers, and of who made them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from discourse.errors import count_noun
from discourse.layer_notes import MEASURED
from discourse.layers.taggers.english_model import ENGLISH, LEMMAS, TREEBANK
from discourse.layers.taggers.tagger import ATTRIBUTES
from discourse.layers.taggers.udpipe import ENDING
from discourse.publish.method_clauses import list_words

_PARSED = "parsed"
Rows = Mapping[str, Mapping[str, Any]]


def describe_layers(used: Mapping[str, Mapping[str, Any]], known: Rows) -> Iterator[str]:
    """A sentence on each layer; one for all that a tagger made at a time.

    Parameters
    ----------
    used : mapping of str to mapping
        What the recipe of a corpus says of each layer.
    known : mapping of str to mapping
        The rows of `Corpus.layers`, by the name of the layer; ``decisions`` says what of it was
        decided, and ``of_whole`` whether the corpus is a subset, and the layer is not.

    Yields
    ------
    str
        The sentences.
    """
    tagged: dict[str, list[str]] = {}
    for name, made in used.items():
        if _is_tagged(name, made):
            tagged.setdefault(_say_tagging(made), []).append(name)
        else:
            yield _say_layer(name, made, known[name])
    for names in tagged.values():
        yield _describe_tagged([name for name in ATTRIBUTES if name in names], used, known)


def _say_layer(name: str, made: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    facts = [f"version {made['version']}"] if "version" in made else []
    facts += _word_parameters(made)
    facts += _word_coding(made, of_whole=bool(row.get("of_whole")))
    facts += row.get("decisions", [])
    facts += [_STATUS[row["status"]].format(**row)] if row["status"] in _STATUS else []
    by = f" was made by {row['maker']}" if row["maker"] else " was given"
    details = f" ({'; '.join(facts)})" if facts else ""
    return f"The layer {name} ({count_noun(int(row['spans']), 'span')}){by}{details}."


def _word_parameters(made: Mapping[str, Any]) -> Iterator[str]:
    """The parameters of a rule; a lexicon or a gazetteer, which is a file, by its hash."""
    for key, value in made.get("parameters", {}).items():
        if f"{key}_sha256" in made:
            yield f"{key} with SHA-256 {made[f'{key}_sha256'][:12]}…"
        elif value is not None:
            yield f"{key}: {value}"


def _word_coding(made: Mapping[str, Any], *, of_whole: bool) -> Iterator[str]:
    """The codebook of coders, how far they agree, and how many lines they differ on."""
    keys = ("codebook", "agreement", "undecided", "outdated")
    book, agreed, undecided, outdated = (made.get(key) for key in keys)
    if isinstance(book, Mapping) and "file" in book:
        yield f"codebook {book['file']}, sha256 {str(book.get('sha256'))[:12]}"
    if isinstance(agreed, Mapping):
        lines = count_noun(int(agreed["lines"]), "line")
        where = " of all texts" if of_whole else ""
        yield f"Krippendorff's alpha {agreed['alpha']:.2f} over {lines}{where}"
    if undecided:
        yield f"{count_noun(int(undecided), 'line')} on which they differ left out"
    if outdated:
        lines = count_noun(int(outdated), "line")
        yield f"{lines} decided otherwise than all coders say now"


def word_decisions(table: pd.DataFrame) -> Iterator[str]:
    """How many lines of a layer of codes were decided, and by whom."""
    if "decided_by" not in table:
        return
    decided = table.loc[table["decided_by"] != "", ["line_id", "decided_by"]]
    if len(decided):
        lines = count_noun(decided["line_id"].nunique(), "line")
        yield f"{lines} decided by {list_words(sorted(set(decided['decided_by'])))}"


# What the status of a layer means for its numbers.
_STATUS = {
    "measured": "precision {precision:.2f}, recall {recall:.2f} on other texts",
    "candidates": "precision and recall were not measured, so the spans are candidates",
    "coded": "labels given by a reader",
}


# ------------------------------------------------------------------------------- of taggers


def _is_tagged(name: str, made: Mapping[str, Any]) -> bool:
    """Whether a tagger made a layer."""
    given = made.get("parameters")
    return name in ATTRIBUTES and isinstance(given, Mapping) and [*given] == [_PARSED]


def _say_tagging(made: Mapping[str, Any]) -> str:
    """What layers have in common that a tagger made at a time."""
    return json.dumps({key: made[key] for key in sorted(made) if key != "digest"})


def _describe_tagged(names: list[str], used: Rows, known: Rows) -> str:
    several = len(names) > 1
    measured = [name for name in names if known[name]["status"] == MEASURED]
    shares = (f"{known[name]['precision']:.2f} for {name}" for name in measured)
    if measured:
        told = f"the share of right values on other texts is {list_words(shares)}"
    else:
        told = f"{'their' if several else 'its'} accuracy was not measured"
    made = f"{'were' if several else 'was'} made by {_name_tagger(used[names[0]])}"
    return f"The layer{'s' * several} {list_words(names)} {made}; {told}."


def _name_tagger(made: Mapping[str, Any]) -> str:
    """The tagger, its model, and whether it parsed."""
    model, program = made.get("model", {}), made.get("program")
    facts = [f"sha256 {model['sha256'][:12]}"] if "sha256" in model else []
    facts += [str(made[key]) for key in ("program",) if program and model]
    facts += [f"lemmas mended by {made[LEMMAS]}"] if LEMMAS in made else []
    facts += [f"version {made['version']}"] if "version" in made else []
    facts += ["with a parse of each sentence"] if made["parameters"][_PARSED] else []
    if str(model.get("file", "")).endswith(ENDING):
        trained = f", trained on {TREEBANK}" if made["maker"] == ENGLISH else ""
        who = f"the UDPipe model {model['file'].removesuffix(ENDING)}{trained}"
    elif "name" in model:
        who = f"the spaCy pipeline {model['name']} {model['version']}"
    else:
        who = f"{program}" if program else f"the function {made['maker']}"
    return f"{who} ({'; '.join(facts)})"
