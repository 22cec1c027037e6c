"""The register of makers: rules that label stretches of text, with how well each does it."""

import inspect
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus

MakerFunction = Callable[..., pd.DataFrame]
MAKERS: "dict[str, Maker]" = {}


@dataclass(frozen=True)
class Maker:
    """A rule that makes a layer.

    Attributes
    ----------
    name : str
        What the rule is called, such as "quotations".
    layer : str
        The name of the layer that it makes, such as "quotation".
    version : int
        It goes up when the rule labels other spans than before.
    function : callable
        ``(corpus, **parameters) -> DataFrame`` with the columns ``line_id, label`` and its own.
    """

    name: str
    layer: str
    version: int
    function: MakerFunction

    @property
    def measured(self) -> dict[str, Any]:
        """Its precision and recall with their intervals, and ``on``, what they were measured on.

        Empty for a rule that was not measured, and therefore finds candidates.
        """
        return dict(_read_measured().get(self.name, {}))

    @property
    def parameters(self) -> dict[str, Any]:
        """Its parameters with their defaults."""
        listed = list(inspect.signature(self.function).parameters.values())[1:]
        return {parameter.name: parameter.default for parameter in listed}


def maker(layer: str, *, version: int) -> Callable[[MakerFunction], MakerFunction]:
    """Register a function as a maker, under its own name."""

    def register(function: MakerFunction) -> MakerFunction:
        register_maker(function.__name__, layer, version, function)
        return function

    return register


def register_maker(name: str, layer: str, version: int, function: MakerFunction) -> None:
    """Register a function as a maker, under a name."""
    MAKERS[name] = Maker(name, layer, version, function)


@cache
def _read_measured() -> dict[str, Any]:
    """What was measured of each maker; tests/layers/test_measured.py measures it again."""
    raw = (files("discourse.layers") / "data" / "measured.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


def tabulate_spans(rows: list[tuple[Any, ...]], columns: Mapping[str, str]) -> pd.DataFrame:
    """The spans of a maker as a table, with the same columns and types when there are none."""
    named = zip(*rows, strict=True) if rows else ([] for _ in columns)
    return pd.DataFrame(
        {
            name: pd.Series(list(values), dtype=dtype)
            for (name, dtype), values in zip(columns.items(), named, strict=True)
        }
    )


def check_corpus(name: str, corpus: object) -> Corpus:
    """Return the corpus that a function of layers was given."""
    from discourse.errors import check_type

    way_out = "make one first: corpus = dc.read('texts/')"
    return check_type(f"dc.layers.{name}", corpus, Corpus, "a Corpus", way_out)
