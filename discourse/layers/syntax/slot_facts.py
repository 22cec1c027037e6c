"""What a methods paragraph says of a table by slots."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from discourse.corpus.corpus import Corpus
from discourse.layer_notes import NOTE
from discourse.layers.syntax.accuracy import note_slots, state_slot_accuracy
from discourse.layers.syntax.slots import choose_slots, has_parse, slot_layers


def _state_accuracy(
    corpus: Corpus, slots: str | Sequence[str] | None = None, **parameters: Any
) -> str:
    return state_slot_accuracy(corpus.store, _name_slots(corpus, slots))


def _note_accuracy_of_slots(
    corpus: Corpus, slots: str | Sequence[str] | None = None, **parameters: Any
) -> str:
    return note_slots(corpus.store, _name_slots(corpus, slots))


def _name_slots(corpus: Corpus, slots: str | Sequence[str] | None) -> Sequence[str]:
    choice = choose_slots(corpus.store, slots)
    return choice.names or [slot.name for slot in choice.slots]


# If a parse was followed, which layers were read, and how well that was measured to do.
SLOT_FACTS: Mapping[str, Callable[..., Any]] = {
    "parsed": lambda corpus, **parameters: has_parse(corpus.store),
    "rests_on": lambda corpus, **parameters: slot_layers(corpus.store),
    "accuracy": _state_accuracy,
    NOTE: _note_accuracy_of_slots,
}
