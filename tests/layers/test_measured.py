"""What is said of each maker's precision and recall is measured again, where the texts are.

In tests/gold/, `first` and `second` say which of two annotators labelled a span, each without the
labels of the other, and `gold` whether it counts after the differences were settled. Every unit has
both annotations, but those of sample D only the second. tests/gold/README.md has the rules. The
files hold no words of the texts.
``REWRITE_MEASURED=1`` writes discourse/layers/data/measured.toml anew.
"""

import os
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import binomtest

import discourse as dc
from discourse.layers.lexicons import read_data_lexicon
from discourse.layers.register import MAKERS

OPENINGS = {form.category for form in read_data_lexicon("openings").forms} | {"other"}
GOLD = Path(__file__).parents[1] / "gold"
MEASURED = Path(dc.__file__).parent / "layers" / "data" / "measured.toml"
ADDRESSES = "of inaugural and State of the Union addresses of US presidents"
# Each maker: the sample for its precision, those for its recall, and what counts as found.
MEASUREMENTS = {
    "headings": ("lines", "lines", "same span", f"240 short lines {ADDRESSES}"),
    "hedges": ("hedges", "D", "overlap", f"120 hits {ADDRESSES}, and 250 sentences of the latter"),
    "modals": ("A", "A", "overlap", f"210 sentences {ADDRESSES}"),
    "names": ("B", "B", "same span", f"220 sentences {ADDRESSES}"),
    "negation": ("A", "A", "overlap", f"210 sentences {ADDRESSES}"),
    "numbers": ("A", "A", "same span and label", f"210 sentences {ADDRESSES}"),
    "openings": ("A", "A", "same start and label", f"210 sentences {ADDRESSES}"),
    "person": ("A", "A", "overlap", f"210 sentences {ADDRESSES}"),
    "quantifiers": ("B", "B", "overlap", f"220 sentences {ADDRESSES}"),
    "quotations": ("marks", "marks", "same span", f"150 lines with straight marks {ADDRESSES}"),
    "reporting": ("B", "B", "overlap", f"220 sentences {ADDRESSES}"),
}
LABELLED_ONCE = "D"
WHAT_IS_FOUND = {
    "same span": "a span is right if it has the same first and last character",
    "overlap": "a span is right if it has a token in common with a labelled one",
    "same span and label": "a span is right if it has the same characters and label",
    "same start and label": "a sentence is right if it has the same label",
}


def read_line_ids(column):
    parts = column.str.extract(r"(?P<text>\w+):(?P<start>\d+)-(?P<end>\d+)")
    return parts.astype({"start": int, "end": int})


@pytest.fixture(scope="module")
def gold():
    spans = pd.read_csv(GOLD / "spans.csv", keep_default_na=False)
    return pd.concat([spans, read_line_ids(spans["line_id"])], axis=1)


@pytest.fixture(scope="module")
def units():
    table = pd.read_csv(GOLD / "units.csv", keep_default_na=False)
    return pd.concat([table, read_line_ids(table["line_id"])], axis=1)


@pytest.fixture(scope="module")
def addresses(shared):
    names = ("inaugural", "state_union")
    return [dc.read(shared / "corpora" / name, encoding=["utf-8", "cp1252"]) for name in names]


def find_spans(maker, addresses):
    table = pd.concat([dc.layers.make(corpus, maker).table for corpus in addresses])
    table = table.reset_index(drop=True)[["line_id", "label"]]
    return pd.concat([table, read_line_ids(table["line_id"])], axis=1)


def within(spans, units):
    """The spans that begin in one of the units."""
    pairs = spans.merge(units[["text", "start", "end"]], on="text", suffixes=("", "_unit"))
    inside = (pairs["start"] >= pairs["start_unit"]) & (pairs["start"] < pairs["end_unit"])
    return pairs.loc[inside, ["text", "start", "end", "label"]].drop_duplicates()


def count_matched(spans, others, how):
    """The number of spans that are found among others."""
    if how == "same span":
        return len(spans.merge(others, on=["text", "start", "end"]))
    if how == "same span and label":
        return len(spans.merge(others, on=["text", "start", "end", "label"]))
    if how == "same start and label":
        return len(spans.merge(others, on=["text", "start", "label"]))
    spans = spans.assign(row=range(len(spans)))
    pairs = spans.merge(others, on="text", suffixes=("", "_other"))
    common = (pairs["start"] < pairs["end_other"]) & (pairs["start_other"] < pairs["end"])
    return pairs.loc[common, "row"].nunique()


def share(right, of):
    low, high = binomtest(right, of).proportion_ci(method="wilson")
    return round(right / of, 3), round(low, 3), round(high, 3)


def measure(maker, gold, units, addresses):
    for_precision, for_recall, how, on = MEASUREMENTS[maker]
    layer = MAKERS[maker].layer
    found = find_spans(maker, addresses)
    known = gold[gold["layer"] == layer]
    right = known[known["gold"] == 1]
    hits = within(found, units[units["sample"] == for_precision])
    wanted = right[right["sample"].isin(for_recall.split())]
    searched = within(found, units[units["sample"].isin(for_recall.split())])
    precise = count_matched(hits, right[right["sample"] == for_precision], how)
    precision, precision_low, precision_high = share(precise, len(hits))
    recall, recall_low, recall_high = share(count_matched(wanted, searched, how), len(wanted))
    twice = known[known["sample"] != LABELLED_ONCE]
    both = (twice["first"] & twice["second"]).sum()
    agreement = 2 * both / (twice["first"].sum() + twice["second"].sum())
    return {
        "precision": precision,
        "precision_low": precision_low,
        "precision_high": precision_high,
        "recall": recall,
        "recall_low": recall_low,
        "recall_high": recall_high,
        "found": len(hits),
        "labelled": len(wanted),
        "agreement_f1": round(float(agreement), 3),
        "counted": WHAT_IS_FOUND[how],
        "on": on,
    }


def label_units(annotator, layer, sample, gold, units):
    """The label that an annotator gave to each unit of a sample, "" for none."""
    wanted = (gold["layer"] == layer) & (gold["sample"] == sample) & (gold[annotator] == 1)
    drawn = units[units["sample"] == sample]
    pairs = drawn.merge(gold[wanted], on="text", suffixes=("", "_span"))
    inside = pairs["start_span"].between(pairs["start"], pairs["end"] - 1)
    labels = pairs[inside].drop_duplicates("line_id").set_index("line_id")["label"]
    return drawn["line_id"].map(labels).fillna("")


def cohens_kappa(first, second):
    """Agreement beyond chance, (observed - expected) / (1 - expected), Cohen (1960)."""
    observed = (first == second).mean()
    shares = first.value_counts(normalize=True) * second.value_counts(normalize=True)
    return (observed - shares.sum()) / (1 - shares.sum())


def write_measured(measured):
    head = MEASURED.read_text(encoding="utf-8").partition("\n[")[0].rstrip()
    blocks = [head]
    for maker, values in measured.items():
        lines = [
            f"{k} = {v if not isinstance(v, str) else chr(34) + v + chr(34)}"
            for k, v in values.items()
        ]
        blocks.append("\n".join([f"[{maker}]", *lines]))
    MEASURED.write_text("\n\n".join(blocks) + "\n", encoding="utf-8", newline="\n")


@pytest.mark.slow
def test_precision_and_recall_are_what_is_said(gold, units, addresses):
    measured = {maker: measure(maker, gold, units, addresses) for maker in MEASUREMENTS}
    if os.environ.get("REWRITE_MEASURED"):
        write_measured(measured)
    assert tomllib.loads(MEASURED.read_text(encoding="utf-8")) == measured


def test_the_page_shows_what_was_measured(root):
    page = (root / "docs" / "labelling-spans.md").read_text(encoding="utf-8")
    measured = tomllib.loads(MEASURED.read_text(encoding="utf-8"))
    for maker, values in measured.items():
        shown = [
            f"{values[name]:.3f} ({values[f'{name}_low']:.3f}–{values[f'{name}_high']:.3f})"
            for name in ("precision", "recall")
        ]
        counts = f"{values['found']}, {values['labelled']}"
        row = [f"`{maker}`", *shown, counts, f"{values['agreement_f1']:.2f}"]
        assert f"| {' | '.join(row)} |" in page


@pytest.mark.parametrize(
    ("layer", "sample", "what"),
    [
        ("heading", "lines", "240 lines"),
        ("hedge", "hedges", "120 hits"),
        ("opening", "A", "210 sen"),
    ],
)
def test_the_page_says_the_agreement_beyond_chance(layer, sample, what, gold, units, root):
    labels = [label_units(each, layer, sample, gold, units) for each in ("first", "second")]
    page = (root / "docs" / "labelling-spans.md").read_text(encoding="utf-8")
    assert f"{cohens_kappa(*labels):.2f} for the {what}" in page


def test_kappa_is_that_of_a_table_computed_by_hand():
    first, second = pd.Series(list("aaabb")), pd.Series(list("aabbb"))
    # Observed 4 of 5; expected 0.6 * 0.4 + 0.4 * 0.6 = 0.48; (0.8 - 0.48) / 0.52.
    assert cohens_kappa(first, second) == pytest.approx(0.32 / 0.52)


def test_whatever_is_not_measured_says_candidates():
    table = dc.layers.makers().set_index("maker")
    unmeasured = table.index[table["precision"].isna()]
    assert set(unmeasured) == set(MAKERS) - set(MEASUREMENTS) == {"actors", "categories"}
    assert (table.loc[unmeasured, "on"] == "candidates").all()


def test_the_gold_labels_hold_no_words_of_the_texts(gold, units):
    assert list(units.columns[:2]) == ["sample", "line_id"]
    assert list(gold.columns[:4]) == ["sample", "layer", "line_id", "label"]
    own = {"number": {"year", "date", "quantity", "ordinal"}}
    for layer, labels in gold.groupby("layer")["label"]:
        known = {each.split("/")[0] for each in OPENINGS} if layer == "opening" else {layer}
        assert set(labels) <= own.get(layer, known), layer
