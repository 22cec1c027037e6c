"""Divide the tokens by the labels of a layer of spans: no label, one, or several at a time."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.partition import Partition, quote_label
from discourse.corpus.store.placing import SpanLayer, count_up
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError

MOST_LABELS = 10_000_000  # that lie over stretches of tokens which a layer divides


class LabelledStretches(NamedTuple):
    """Stretches of tokens, and the labels that lie over each of them.

    ``codes`` numbers the ``sets`` of labels, which are given as text.
    """

    bounds: NDArray[np.int64]
    codes: NDArray[np.int64]
    sets: list[tuple[str, ...]]


def divide_by_layer(store: Store, layer: SpanLayer) -> Partition:
    """Divide the tokens by the labels that lie over them."""
    found = list(store.ask(list_stretches, layer.name))
    numbers = {label: number for number, label in enumerate(layer.values)}
    sets: dict[tuple[int, ...], int] = {}
    codes = []
    for each in found:
        own = [tuple(numbers[label] for label in labels) for labels in each.sets]
        known = [sets.setdefault(labels, len(sets)) for labels in own]
        codes.append(np.array(known, dtype=np.int64)[each.codes])
    places = _order_labels(layer)
    order = sorted(sets, key=lambda each: sorted(places[number] for number in each))
    rank = np.empty(len(order), dtype=np.int64)
    rank[[sets[each] for each in order]] = np.arange(len(order))
    labels = _join_label_sets(order, layer.values)
    conditions = [_write_label_set(each, order, layer) for each in order]
    bounds = store.join_bounds([each.bounds for each in found])
    places_of_stretches = rank[np.concatenate(codes)]
    attributes = {layer.name: labels}
    return Partition(layer.name, labels, attributes, bounds, places_of_stretches, conditions)


def list_stretches(store: Store, name: str) -> LabelledStretches:
    """Divide the tokens of one store wherever a span of a layer begins or ends."""
    layer = store.layers[name]
    assert isinstance(layer, SpanLayer)
    first, end, label = _unite_spans(layer)
    bounds = np.unique(np.concatenate([[0, store.size], first, end])).astype(np.int64)
    low, high = np.searchsorted(bounds, first), np.searchsorted(bounds, end)
    if (high - low).sum() > MOST_LABELS:
        raise DiscourseError(
            f"the spans of {layer.name!r} with different labels overlap too often to divide the "
            f"tokens by them (more than {MOST_LABELS:,} times); ask for one label at a time, such "
            f"as corpus.subset('{layer.name} = ...')."
        )
    stretch = np.repeat(low, high - low) + count_up(high - low)
    number = len(layer.values)
    pairs = np.unique(stretch * number + np.repeat(label, high - low))
    stretch, label = np.divmod(pairs, max(number, 1))
    sets: dict[tuple[int, ...], int] = {}
    codes = np.empty(len(bounds) - 1, dtype=np.int64)
    borders = np.searchsorted(stretch, np.arange(len(codes) + 1))
    for at, (start, after) in enumerate(pairwise(borders.tolist())):
        codes[at] = sets.setdefault(tuple(label[start:after].tolist()), len(sets))
    written = [tuple(layer.values[number] for number in each) for each in sets]
    return LabelledStretches(bounds, codes, written)


def _order_labels(layer: SpanLayer) -> list[int]:
    """The place of each label: as a codebook orders its degrees, otherwise alphabetical."""
    book = layer.about.get("codebook")
    degrees = book.get("codes", []) if isinstance(book, Mapping) and book.get("ordered") else []
    known = {label: place for place, label in enumerate(degrees)}
    return [known.get(value, len(known) + number) for number, value in enumerate(layer.values)]


def _unite_spans(
    layer: SpanLayer,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The first token, the one after the last, and the label of the stretches under each label.

    Spans of one label that overlap are one stretch, so that deep nests take no more time.
    """
    here = np.flatnonzero(layer.has_tokens)
    here = here[np.lexsort((layer.first[here], layer.labels[here]))]
    first, label = layer.first[here], layer.labels[here]
    if not len(here):
        return first, first, label
    # Labels one after the other: no stretch of one reaches into the next.
    shift = label * (layer.end.max() + 1)
    reached = np.maximum.accumulate(layer.end[here] + shift)
    opens = np.append(True, first[1:] + shift[1:] > reached[:-1])
    closes = np.append(opens[1:], True)
    return first[opens], reached[closes] - shift[closes], label[opens]


def _join_label_sets(sets: Sequence[tuple[int, ...]], values: Sequence[str]) -> list[str]:
    """Label each set ``a; b``, with another sign where a label itself contains this one."""
    for joint in ("; ", " + ", " & ", " | "):
        labels = [joint.join(values[number] for number in each) for each in sets]
        if len(set(labels)) == len(labels):
            return labels
    return [" ".join(quote_label(values[number]) for number in each) for each in sets]


def _write_label_set(
    labels: tuple[int, ...], sets: Sequence[tuple[int, ...]], layer: SpanLayer
) -> str:
    """Write the condition that holds where exactly these labels lie over a token."""
    if not labels:
        return f'{layer.name} = ""'
    wanted = set(labels)
    besides = sorted({number for each in sets if wanted < set(each) for number in each} - wanted)
    signs = [*((number, "=") for number in labels), *((number, "!=") for number in besides)]
    written = (f"{layer.name} {sign} {quote_label(layer.values[n])}" for n, sign in signs)
    return " & ".join(written)
