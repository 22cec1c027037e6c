"""A layer that several coders have made is divided into one for each of them."""

from collections.abc import Mapping

import numpy as np
import regex

from discourse.corpus.store.layer import Layer
from discourse.errors import DiscourseError, check_text, check_type, one_of
from discourse.layers.coding.codes import BETWEEN

_NOT_IN_NAMES = regex.compile(r"[^\p{L}\p{N}_]+")


def by_coder(layer: Layer, *, column: str = "coder") -> list[Layer]:
    """Divide a layer by who coded, so that `dc.agreement` can compare them.

    Parameters
    ----------
    layer : Layer
        A layer with a column that says who gave each label, such as one that `from_qdpx` or
        `from_csv` read. Several names are separated by a comma.
    column : str
        The column.

    Returns
    -------
    list of Layer
        A layer for each coder, in alphabetical order, such as ``code_Ann``.

    Raises
    ------
    DiscourseError
        If the layer has no such column, a span has no coder, or two coders have names that differ
        only in signs that no layer can have in its name.

    See Also
    --------
    dc.agreement : How far coders agree.
    dc.layers.codes : The codes of all coders as layers.

    Notes
    -----
    ``discourse docs coding`` explains codebooks, coders and decisions.

    Examples
    --------
    >>> import discourse as dc, pandas as pd
    >>> corpus = dc.Corpus.from_texts({"a": "Peace and rights."})
    >>> lines = dc.concordance(corpus, "peace|rights").frame[["line_id"]]
    >>> table = lines.assign(label="aim", coder=["Ann, Bo", "Ann"])
    >>> dc.layers.by_coder(dc.Layer("code", table))
    [Layer 'code_Ann': 2 spans, 1 label, Layer 'code_Bo': 1 span, 1 label]
    """
    way_out = "give one that dc.layers.from_qdpx or dc.layers.from_csv read"
    check_type("layer", layer, Layer, "a Layer", way_out)
    own = list(map(str, layer.spans.columns))
    named = layer.spans.columns[one_of("column", check_text("column", column, "coder"), own)]
    rows: dict[str, list[int]] = {}
    for row, names in enumerate(map(str, named.tolist())):
        for name in dict.fromkeys(each.strip() for each in names.split(BETWEEN.strip())):
            rows.setdefault(name, []).append(row)
    if "" in rows:
        (line_id,) = layer.spans.line_ids(np.array(rows[""][:1]))
        raise DiscourseError(
            f"the span {line_id} of the layer {layer.name!r} has no {column}; say who coded it, or "
            "drop it."
        )
    _refuse_alike(layer.name, list(rows))
    return [_take_rows(layer, name, rows[name], column) for name in sorted(rows)]


def _take_rows(layer: Layer, coder: str, rows: list[int], column: str) -> Layer:
    """What one coder says, as a layer."""
    spans = layer.spans.take(np.array(rows))
    table = spans.tabulate().drop(columns=column)
    known = layer.about.get("codebook")
    book = {"name": layer.name, "codes": list(layer.spans.values)}
    about = {
        **layer.about,
        "coder": coder,
        "codebook": {**book, **known} if isinstance(known, Mapping) else book,
    }
    return Layer(_name_layer(layer.name, coder), table, about, texts=layer.texts)


def _name_layer(name: str, coder: str) -> str:
    return f"{name}_{_NOT_IN_NAMES.sub('_', coder)}"


def _refuse_alike(name: str, coders: list[str]) -> None:
    owners: dict[str, str] = {}
    for coder in coders:
        other = owners.setdefault(_name_layer(name, coder), coder)
        if other != coder:
            raise DiscourseError(
                f"the coders {other!r} and {coder!r} would both have the layer "
                f"{_name_layer(name, coder)!r}; rename one of them."
            )
