"""Make layers of tokens by a tagger."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.layer import Layer, Spans, limit_layer
from discourse.corpus.store.layering import extract_layer
from discourse.corpus.store.parallel import map_tasks
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_texts, one_of
from discourse.layer_notes import MEASURED
from discourse.layers.aligning import whole_store
from discourse.layers.register import check_corpus
from discourse.layers.taggers.choosing import choose_tagger
from discourse.layers.taggers.english_model import ENGLISH, read_english_record
from discourse.layers.taggers.languages import check_tagger_language
from discourse.layers.taggers.stretches import Task, divide_document
from discourse.layers.taggers.tagger import ATTRIBUTES, PARSED, POS, Tagger, tag_sentences
from discourse.layers.taggers.word_cutting import cut_stretch
from discourse.layers.taggers.word_values import TokenValues, encode_column
from discourse.text.tokenizer import Tokenizer

# It goes up when words are cut in another way, or tokens have the values of other words.
VERSION = 2


def tag(
    corpus: Corpus,
    tagger: Any = ENGLISH,
    *,
    layers: str | Sequence[str] | None = None,
    executor: Executor | None = None,
) -> list[Layer]:
    """Make layers of the lemma, the part of speech and the syntax of all tokens.

    Parameters
    ----------
    corpus : Corpus
        The texts; of a subset, its texts as a whole.
    tagger : str, path, pipeline or callable, optional
        "english", the model that the package brings; the path of a model of UDPipe 1 (``.udpipe``);
        a pipeline of spaCy; "simplemma" (lemmas by form alone, 54 languages); "hanta" (German,
        English, Dutch) or "rjieba" (Chinese), whose packages you install; or a function from a list
        of sentences, which are lists of words, to a mapping for each sentence, such as
        ``{"pos": ["DET", "NOUN"]}``, with one value per word. Nothing is ever downloaded.
    layers : str or sequence of str, optional
        Of "lemma", "pos", "xpos", "feats", "deprel" and "head", those that you want; by default all
        that the tagger gives. Without "deprel" and "head" no sentence is parsed, which takes half
        the time.
    executor : Executor, optional
        Tags in parallel, such as a ``ProcessPoolExecutor()``; the layers are the same.

    Returns
    -------
    list of Layer
        One layer of shape "token" for each. ``about`` holds the tagger, the sha256 of
        its model, and for the model of English how many tokens are right (``measured``).

    Raises
    ------
    DiscourseError
        If a text is in another language than the tagger knows, a package or model is missing, the
        tagger does not give a layer, or leaves out a value.

    See Also
    --------
    dc.layers.make : A layer by a rule.
    dc.clauses : Who does what in each clause.
    dc.sketch : The company of a word by grammatical slot.
    dc.Corpus.with_layer : A corpus with one more layer.

    Notes
    -----
    Sentences are cut into the words of Universal Dependencies before they are tagged: ``China's``
    is two, ``well-known`` three, and marks are words. Each token has the values of one of its
    words: of that whose head is outside of it, or where nothing is parsed of the last that is
    neither a clitic nor a mark (*China*, *known*). Its lemma has the other parts of a compound
    (*well-known*), and no clitics. A word of several tokens, as *U.S.* or a web address, gives its
    values to the first; the others have "X" in ``pos`` and "goeswith" in ``deprel``.

    ``head`` is "0" for the root of a sentence, and else the distance in characters from the first
    character of a token to that of its head, such as "+12" or "-5". Sentences of more than 400
    words are tagged in parts.

    Texts that have layers of the same tagger already are not tagged again; without "deprel" and
    "head", those that were made with a tree are taken over.

    ``discourse docs models`` explains the models and their errors.

    Examples
    --------
    >>> import discourse as dc
    >>> corpus = dc.Corpus.from_texts({"a": "China's roads were built. We don't build them."})
    >>> corpus = corpus.with_layer(*dc.layers.tag(corpus))
    >>> [line.node for line in dc.concordance(corpus, '[lemma="build"]')]
    ['built', 'build']
    >>> corpus.layers["layer"].tolist()
    ['lemma', 'pos', 'xpos', 'feats', 'deprel', 'head']
    """
    check_corpus("tag", corpus)
    if corpus.store.joined:
        raise DiscourseError(
            f"the spans of {corpus.store.joined[0]!r} are joined here, and a tagger knows words; "
            "tag the corpus that corpus.joined was called on."
        )
    chosen = choose_tagger(tagger)
    return tag_texts(corpus, chosen, _check_new_layers(layers, chosen), executor)


def tag_texts(
    corpus: Corpus, tagger: Tagger, wanted: Sequence[str], executor: Executor | None = None
) -> list[Layer]:
    """Make some layers of the texts of a corpus by a tagger.

    Parameters
    ----------
    corpus : Corpus
        The texts.
    tagger : Tagger
        The tagger.
    wanted : sequence of str
        The layers, of which it gives each.
    executor : Executor, optional
        Tags in parallel.

    Returns
    -------
    list of Layer
        One layer for each.
    """
    store, texts = whole_store(corpus), corpus.store.digests.tolist()
    parsed = not set(PARSED).isdisjoint(wanted)
    records, kept = _recall(store, texts, tagger, wanted, parsed=parsed)
    if not kept and not parsed and not set(PARSED).isdisjoint(tagger.attributes):
        # What was said with a tree is known of these texts, and will do.
        more = _recall(store, texts, tagger, wanted, parsed=True)
        if more[1]:
            (records, kept), parsed = more, True
    known = set(next(iter(kept.values())).texts) if kept else set()
    numbers = _number_texts(store, {*texts} - known)
    check_tagger_language(store, numbers, tagger)
    made = _tag_documents(store, numbers, tagger, wanted, executor, parsed=parsed)
    return [
        Layer(
            name, _join_spans(made[name], kept.get(name)), records[name], shape="token",
            texts=texts,
        )
        for name in wanted
    ]  # fmt: skip


def retag(corpus: Corpus, tagger: Tagger, *, parsed: bool) -> list[Layer]:
    """Make all layers again that a tagger made with or without parsing.

    Parameters
    ----------
    corpus : Corpus
        The texts; the layers that it has are not used.
    tagger : Tagger
        The tagger.
    parsed : bool
        Whether it parsed.

    Returns
    -------
    list of Layer
        The layers.
    """
    bare = Corpus(replace(corpus.store, layers={}))
    return tag_texts(
        bare, tagger, [name for name in tagger.attributes if parsed or name not in PARSED]
    )


def _recall(
    store: Store, texts: Sequence[str], tagger: Tagger, wanted: Sequence[str], *, parsed: bool
) -> tuple[dict[str, dict[str, Any]], dict[str, Layer]]:
    """The records of the layers, and those that are known of some texts."""
    records = {name: _make_record(tagger, store, name, parsed=parsed) for name in wanted}
    return records, _find_kept(store, texts, records)


def _make_record(tagger: Tagger, store: Store, name: str, *, parsed: bool) -> dict[str, Any]:
    """What a layer says about who made it."""
    words = store.tokenizer.recipe
    made: dict[str, Any] = {"maker": tagger.name, "version": VERSION, **tagger.record}
    made["parameters"] = {"parsed": parsed}
    if words != Tokenizer().recipe:
        made["words"] = words
    if tagger.name == ENGLISH:
        made[MEASURED] = read_english_record()["measured"][name]
    return made


def _check_new_layers(layers: object, tagger: Tagger) -> list[str]:
    if layers is None:
        return list(tagger.attributes)
    given = [layers] if isinstance(layers, str) else check_texts("layers", layers, "lemma")
    if not given:
        raise DiscourseError("layers=[] asks for no layer; name some, or leave it out for all.")
    for name in given:
        if one_of("layers", name, ATTRIBUTES) not in tagger.attributes:
            raise DiscourseError(
                f"the tagger {tagger.name} gives {', '.join(tagger.attributes)}, and not {name!r}; "
                "leave it out, or give another tagger."
            )
    return [name for name in ATTRIBUTES if name in given]


# ------------------------------------------------------------------------------ what is known


def _find_kept(
    store: Store, texts: Sequence[str], records: Mapping[str, Mapping[str, Any]]
) -> dict[str, Layer]:
    """What the same tagger said of some texts before, if all of the layers cover them."""
    for name, record in records.items():
        known = store.layers.get(name)
        if known is None or _without_measured(known.about) != _without_measured(record):
            return {}
    found = {name: extract_layer(store, name) for name in records}
    covered = {*texts}.intersection(*(layer.texts for layer in found.values()))
    return {name: limit_layer(layer, covered) for name, layer in found.items()}


def _without_measured(about: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in about.items() if key != MEASURED}


def _number_texts(store: Store, texts: set[str]) -> list[int]:
    """The first document of each of some texts."""
    first: dict[str, int] = {}
    for at, digest in enumerate(store.digests.tolist()):
        first.setdefault(digest, at)
    return sorted(first[text] for text in texts)


def _join_spans(made: Spans, kept: Layer | None) -> Spans:
    if kept is None or not len(kept):
        return made
    both = (made, kept.spans)
    return Spans.of_columns(
        [spans.texts[text] for spans in both for text in spans.text.tolist()],
        np.concatenate([spans.start for spans in both]),
        np.concatenate([spans.end for spans in both]),
        [spans.values[label] for spans in both for label in spans.label.tolist()],
    )


# ------------------------------------------------------------------------------------ tagging


Encoded = dict[str, tuple[NDArray[Any], list[str]]]


def _tag_documents(
    store: Store,
    numbers: Sequence[int],
    tagger: Tagger,
    wanted: Sequence[str],
    executor: Executor | None,
    *,
    parsed: bool,
) -> dict[str, Spans]:
    tasks = [task for number in numbers for task in divide_document(store, number)]
    work = partial(_tag_stretch, tagger, list(wanted), parsed)
    found = list(map_tasks(work, tasks, executor, "tagging"))
    return {name: _gather(store, tasks, [each[name] for each in found]) for name in wanted}


def _tag_stretch(tagger: Tagger, wanted: list[str], parsed: bool, task: Task) -> Encoded:
    """Tag a stretch; here, or in another process."""
    sentences = [words for words in cut_stretch(task.stretch, task.language) if len(words)]
    asked = [
        name
        for name in ATTRIBUTES
        if name in wanted
        or (name == POS and POS in tagger.attributes)
        or (name in PARSED and name in tagger.attributes and parsed)
    ]
    values = tag_sentences(tagger, [words.forms for words in sentences], asked, task.language)
    tokens = TokenValues(task.stretch.starts, wanted)
    for words, given in zip(sentences, values, strict=True):
        tokens.add(words, given)
    return {name: encode_column(column) for name, column in tokens.columns.items()}


def _gather(store: Store, tasks: Sequence[Task], found: Sequence[Any]) -> Spans:
    """The values of all stretches as spans: one per token with a value."""
    known: dict[str, int] = {}
    labels, texts, starts, ends = ([np.empty(0, dtype=np.int64)] for _ in range(4))
    for task, (codes, values) in zip(tasks, found, strict=True):
        numbers = np.array([known.setdefault(v, len(known)) for v in values], dtype=np.int64)
        label = numbers[codes]
        position = task.first + np.arange(len(codes))
        labels.append(label)
        texts.append(np.full(len(codes), task.document))
        starts.append(store.index.starts[position].astype(np.int64))
        ends.append(store.index.ends[position].astype(np.int64))
    label, document, start, end = map(np.concatenate, (labels, texts, starts, ends))
    kept = np.flatnonzero(label != known.get("", -1))
    names = np.array([*known, ""], dtype=object)
    return Spans.of_columns(
        store.digests[document[kept]], start[kept], end[kept], names[label[kept]]
    )
