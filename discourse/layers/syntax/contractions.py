"""Contractions cut in two: taggers give *it's* and *don't*, as one token, the values of one word.

The values of the other word follow from its letters: *n't* is a negation, *'ll* a modal, and *it* a
pronoun. A possessive (*China's*) stays as it is.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import regex

from discourse.layers.syntax.trees import Trees
from discourse.layers.syntax.words import (
    GERUND,
    LAYERS,
    NONE,
    OTHER,
    PARTICIPLE,
    Column,
    Numbers,
    Words,
)

PRONOUNS = ("i", "you", "he", "she", "it", "we", "they", "there", "here")
INDEFINITE = (
    "nobody", "everybody", "somebody", "anybody", "one", "everyone", "someone", "anyone",
    "nothing", "everything", "something", "anything",
)  # fmt: skip
OTHER_HOSTS = ("that", "this", "what", "who", "where", "how", "when", "let")
_CONTRACTION = regex.compile(r"(?P<host>\p{L}+)(?P<clitic>n't|'(?:s|re|ve|ll|d|m))")
# Lemma, UPOS and XPOS of what is shortened.
CLITICS = {
    "n't": ("not", "PART", "RB"), "'ll": ("will", "AUX", "MD"), "'d": ("would", "AUX", "MD"),
    "'ve": ("have", "AUX", "VBP"), "'m": ("be", "AUX", "VBP"), "'re": ("be", "AUX", "VBP"),
    "'s": ("be", "AUX", "VBZ"),
}  # fmt: skip
HOSTS = {
    "there": ("PRON", "EX"),
    "here": ("ADV", "RB"),
    "what": ("PRON", "WP"),
    "who": ("PRON", "WP"),
}
US = {"lemma": "we", "pos": "PRON", "xpos": "PRP", "deprel": "obj"}
Values = dict[str, str]


def split_contractions(words: Words) -> Words:
    """Cut each contraction that is one word into two.

    Parameters
    ----------
    words : Words
        The words as the layers have them.
    """
    cut = _find_contractions(words)
    at = np.array(list(cut), dtype=np.int64)
    if not len(at):
        return words
    # What a contraction is followed by moves on by one place for each.
    places = np.arange(len(words)) + np.searchsorted(at, np.arange(len(words)))
    hosts, clitics = places[at], places[at] + 1
    size = len(words) + len(at)
    whole = np.empty(size, dtype=np.int64)  # the word that each is, or was a part of
    whole[places], whole[clitics] = np.arange(len(words)), at
    lengths = np.array([len(clitic) for _, clitic in cut.values()], dtype=np.int64)
    start, end = words.start[whole], words.end[whole]
    start[clitics] = words.end[at] - lengths
    end[hosts] = start[clitics]
    bearer, given = _give_values(words, cut)
    main = places.copy()  # the part that has the values of a contraction, and its dependents
    main[at] = places[at] + bearer
    head = np.where(words.head == NONE, NONE, main[words.head])[whole]
    other = np.where(bearer == 1, hosts, clitics)
    head[other] = [_head_of(words, k, value, main) for k, value in zip(at, given, strict=True)]
    columns = {
        name: _insert(words.columns[name], whole, other, [v.get(name, "") for v in given])
        for name in LAYERS
    }
    return replace(
        words, document=words.document[whole], start=start, end=end, first=words.first[whole],
        after=words.after[whole], columns=columns, head=head,
    )  # fmt: skip


def _find_contractions(words: Words) -> dict[int, tuple[str, str]]:
    """The contractions that are one word: host and clitic of each, by its place."""
    parts: dict[int, tuple[str, str]] = {}
    for code, form in enumerate(words.form.values):
        found = _CONTRACTION.fullmatch(form)
        if found and (found["clitic"] != "'s" or found["host"] in (*PRONOUNS, *OTHER_HOSTS)):
            parts[code] = (found["host"], found["clitic"])
    at = np.flatnonzero(np.isin(words.form.codes, list(parts)))
    cut = {int(k): parts[int(words.form.codes[k])] for k in at}
    more = {k: (form.removesuffix("'s"), "'s") for k, form in _find_linked(words)}
    return dict(sorted((cut | more).items()))


def _find_linked(words: Words) -> Iterator[tuple[int, str]]:
    """The subjects with an *'s* that is their verb: *Nobody's perfect*, but not *nobody's fault*.

    They are subjects by the parse, of what has no verb; without a parse, pronouns before what is no
    noun.
    """
    forms = words.form.values
    possible = np.array([form.endswith("'s") and form[:-2].isalpha() for form in forms], dtype=bool)
    wanted = possible[words.form.codes]
    if words.is_parsed:
        trees, verbal = Trees(words.head), ~np.isin(words.verb_form, (OTHER, GERUND))
        linked = trees.has_child(words.relation.is_any(["aux", "cop"])) | verbal
        wanted &= words.columns["deprel"].is_any(["nsubj", "nsubj:pass"])
        wanted &= (words.head > np.arange(len(words))) & ~linked[words.head]
    else:
        host = np.array([form.removesuffix("'s") in INDEFINITE for form in forms], dtype=bool)
        kinds = words.columns["xpos"].is_any(["DT", "RB", "IN", "VBG", "VBN", "TO"])
        ends = words.columns["xpos"].is_any(["JJ"])
        noun = words.columns["xpos"].is_any(["NN", "NNS", "NNP", "NNPS", "JJ"])
        ends &= ~np.append(noun[1:], False)
        wanted &= host[words.form.codes] & np.append((kinds | ends)[1:], False)
    for at in np.flatnonzero(wanted).tolist():
        yield at, forms[words.form.codes[at]]


def _give_values(words: Words, cut: dict[int, tuple[str, str]]) -> tuple[Numbers, list[Values]]:
    """Which part has the values of each contraction (0 the host), and those of the other part."""
    bearers, given = [], []
    relations = words.columns["deprel"].take(np.array(list(cut), dtype=np.int64)).tolist()
    verbal = words.columns["pos"].is_any(["VERB", "AUX"]) | (words.verb_form > 0)
    for (at, (host, clitic)), relation in zip(cut.items(), relations, strict=True):
        has_clitic = bool(verbal[at]) and clitic != "n't" and host != "let"
        bearers.append(int(has_clitic))
        if has_clitic:
            pos, xpos = HOSTS.get(host, ("PRON", "PRP"))
            deprel = "expl" if host == "there" else "nsubj"
            given.append({"lemma": host, "pos": pos, "xpos": xpos, "deprel": deprel})
        elif host == "let":
            given.append(US)
        else:
            lemma, pos, xpos = CLITICS[clitic]
            if clitic == "'d" and words.verb_form[min(at + 1, len(words) - 1)] == PARTICIPLE:
                lemma, xpos = "have", "VBD"  # *he'd built*
            deprel = _relate_clitic(words, at, clitic, relation)
            given.append({"lemma": lemma, "pos": pos, "xpos": xpos, "deprel": deprel})
    return np.array(bearers, dtype=np.int64), given


def _relate_clitic(words: Words, at: int, clitic: str, relation: str) -> str:
    """The relation of what is shortened, from that of its host."""
    if clitic == "n't":
        return "advmod"
    if relation.endswith(":pass"):
        return "aux:pass"
    head = int(words.head[at])
    if head == NONE or (clitic in ("'s", "'re", "'m") and words.verb_form[head] < PARTICIPLE):
        return "cop"
    return "aux"


def _head_of(words: Words, at: int, given: Values, main: Numbers) -> int:
    """The head of the part that is added: that of the other part, or the other part itself."""
    head, relation = int(words.head[at]), words.relation.take(np.array([at]))[0]
    beside = ("aux", "cop") if given["deprel"] in ("advmod", "nsubj", "expl") else ("nsubj", "expl")
    return int(main[head]) if head != NONE and relation in beside else int(main[at])


def _insert(column: Column, whole: Numbers, other: Numbers, values: list[str]) -> Column:
    """A column with the values of the added parts."""
    new = dict.fromkeys(values)
    known = {value: code for code, value in enumerate(column.values)}
    listed = [*column.values, *(value for value in new if value not in known)]
    numbers = {value: code for code, value in enumerate(listed)}
    codes = column.codes[whole]
    codes[other] = [numbers[value] for value in values]
    return Column(tuple(listed), codes)
