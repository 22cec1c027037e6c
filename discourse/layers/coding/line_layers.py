"""Lines in a corpus that has other layers: the codes of the moment, or no codes of other coders."""

import json
from collections.abc import Sequence, Set
from dataclasses import replace

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.query.opening import change_whole
from discourse.corpus.store.layer import Layer
from discourse.corpus.store.layering import drop_layers
from discourse.corpus.store.placing import PlacedLayer, SpanLayer
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError
from discourse.layers.coding.codebook import Codebook
from discourse.record import recipe

BETWEEN_CODES = " > "  # of codes inside others, as other programs have them


def add_layers(lines: Concordance, layers: Sequence[Layer]) -> Concordance:
    """The same lines in a corpus that has these layers too, or in place of those of their names."""
    return _move(lines, Corpus(lines.store).with_layer(*layers))


def hidden_layers(store: Store, book: Codebook, coder: str | None) -> set[str]:
    """The layers of a store that show a blind coder what others say; without a coder, all of them.

    Parameters
    ----------
    store : Store
        The store of a corpus.
    book : Codebook
        The codes that are given.
    coder : str, optional
        Who is blind.

    Returns
    -------
    set of str
        The names of the layers.
    """
    return {
        name
        for name, layer in store.layers.items()
        if name != f"{book.name}_{coder}" and _is_of_others(layer, book, coder)
    }


def _is_of_others(layer: PlacedLayer, book: Codebook, own: str | None) -> bool:
    """Whether a layer may show what other coders say, by its record, its name or its labels."""
    coder = layer.about.get("coder")
    if layer.name == book.name or coder is not None:
        return layer.name == book.name or coder != own
    if layer.name.startswith(f"{book.name}_") and "maker" not in layer.about:
        return True
    if not isinstance(layer, SpanLayer):
        return False
    # Who gave a layer another name, or has read it from another program, may keep no record.
    known = {*book.labels, *book.renamed}
    labels = {part for label in layer.values for part in label.split(BETWEEN_CODES)}
    return "coder" in layer.spans.columns or bool(labels & known)


def leave_out_layers(lines: Concordance, names: Set[str]) -> Concordance:
    """The same lines in a corpus without some layers.

    Raises
    ------
    DiscourseError
        If the lines were found, chosen, ordered or grouped by one of these layers.
    """
    if names.isdisjoint(lines.store.layers):
        return lines
    corpus = leave_out_layers_of_corpus(Corpus(lines.store), names)
    try:
        if lines.provenance:
            corpus.find(json.loads(lines.provenance)["parameters"].get("query", ""))
        # Whether a step names a layer does not depend on the lines that it is taken from.
        nothing = replace(lines, store=corpus.store, hits=lines.hits[:0], grouped=(), metadata=())
        nothing.again(lines.steps)
    except DiscourseError:
        raise _refuse(names & set(lines.store.layers)) from None
    return _move(lines, corpus)


def leave_out_layers_of_corpus(corpus: Corpus, names: Set[str]) -> Corpus:
    """The same texts and tokens without some layers.

    Raises
    ------
    DiscourseError
        If the corpus is a subset that was taken by one of these layers, or has joined their spans.
    """
    if names.isdisjoint(corpus.store.layers):
        return corpus

    here = names & set(corpus.store.layers)
    if not here.isdisjoint(corpus.store.joined):
        raise _refuse(here)
    try:
        return Corpus(change_whole(corpus.store, lambda whole: drop_layers(whole, names)))
    except DiscourseError:
        raise _refuse(here) from None


def _refuse(names: Set[str]) -> DiscourseError:
    return DiscourseError(
        "these lines were found, chosen or ordered by what a blind coder must not see "
        f"({', '.join(sorted(names))}); give lines that were not, such as dc.concordance(corpus, "
        "query)."
    )


def _move(lines: Concordance, corpus: Corpus) -> Concordance:
    provenance = lines.provenance
    if provenance:
        made = json.loads(provenance)
        provenance = recipe(made["verb"], corpus, made["parameters"])
    return replace(lines, store=corpus.store, provenance=provenance)
