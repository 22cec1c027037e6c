"""What docs/gold.md says of the labels of the chapter, and of the rules, is measured again.

tests/gold/chapter.csv has the names, quotations, numbers, heads and formulas of the chapter in
seeds/, families.csv what each family of a table is, by two annotators. They hold no words of other
texts. The clauses are in clauses.csv, the second text of the other kinds in spans.csv.
"""

import tomllib
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import binomtest

import discourse as dc

GOLD = Path(__file__).parents[1] / "gold"
DATA = files("discourse.layers") / "data"
ANNOTATORS = ("first", "second")
# Each kind in the order of the page: its layer, and the sample of the second texts.
KINDS = {
    "names": ("name", "B"),
    "quotations": ("quotation", "marks"),
    "numbers": ("number", "A"),
    "heads": ("heading", "lines"),
}
# Each rule: its layer, the maker, and its parameters.
RULES = {
    "names, candidates": ("name", "names", {}),
    "names, with the list": ("name", "names", {"gazetteer": "notebooks/names.toml"}),
    "quotations": ("quotation", "quotations", {}),
    "numbers": ("number", "numbers", {}),
    "heads": ("heading", "headings", {}),
}
SPEECH = "2001-GWBush-2.txt"  # drawn at random from the addresses of fewer than 6,000 tokens
FEWEST = 3  # hits of a formula that is looked for in the chapter


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "gold.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def chapter(root):
    return dc.read(root / "seeds")


@pytest.fixture(scope="module")
def speech(shared):
    place = shared / "corpora" / "state_union" / SPEECH
    return dc.read(place, encoding=["utf-8", "cp1252"])


@pytest.fixture(scope="module")
def labelled():
    return pd.read_csv(GOLD / "chapter.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def addresses():
    return pd.read_csv(GOLD / "spans.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def formulas():
    return pd.read_csv(GOLD / "families.csv", keep_default_na=False)


def write_share(right, of):
    low, high = binomtest(int(right), int(of)).proportion_ci(method="wilson")
    return f"{right / of:.2f} ({low:.2f}–{high:.2f})"


def write_agreement(spans):
    """Spans that both labelled, of all that one or both labelled, and F1."""
    both = int((spans["first"] & spans["second"]).sum())
    either = int((spans["first"] | spans["second"]).sum())
    return f"{both} of {either} | {write_share(both, either)} | {2 * both / (both + either):.2f}"


def write_scores(right, found, wanted):
    return f"{write_share(right, found)} | {write_share(right, wanted)} | {found}, {wanted}"


def compare_clauses(sample):
    table = pd.read_csv(GOLD / "clauses.csv", keep_default_na=False, dtype=str)
    table = table[table["sample"] == sample]
    one, other = (set(table.loc[table["annotator"] == name, "verb"]) for name in ANNOTATORS)
    rows = sorted(one | other)
    return pd.DataFrame(
        {"first": [row in one for row in rows], "second": [row in other for row in rows]}
    )


def test_the_page_shows_the_agreement_on_spans(page, labelled, addresses):
    for kind, (layer, sample) in KINDS.items():
        assert f"| {kind} | {write_agreement(labelled.query('layer == @layer'))} |" in page
        elsewhere = addresses[(addresses["layer"] == layer) & (addresses["sample"] == sample)]
        assert f"| {kind}, addresses | {write_agreement(elsewhere)} |" in page
    assert f"| formulas | {write_agreement(labelled.query('layer == @FORMULA'))} |" in page
    for sample, name in (("chapter", "clauses"), ("addresses", "clauses, addresses")):
        assert f"| {name} | {write_agreement(compare_clauses(sample))} |" in page


FORMULA = "formula"


def write_coding(corpus, rows):
    """Krippendorff's alpha and Cohen's kappa of two annotators of the same rows."""
    layers = [
        dc.Layer(name, rows[["line_id", name]].set_axis(["line_id", "label"], axis=1), {})
        for name in ANNOTATORS
    ]
    total = dc.agreement(corpus.with_layer(*layers), list(ANNOTATORS)).iloc[0]
    same = int((rows["first"] == rows["second"]).sum())
    alpha = f"{total['alpha']:.2f} ({total['alpha_low']:.2f}–{total['alpha_high']:.2f})"
    return f"{same} of {len(rows)} | {alpha} | {total['kappa']:.2f}"


def test_the_page_shows_the_agreement_on_families_of_the_chapter(page, chapter, formulas):
    rows = formulas[formulas["sample"] == "chapter"]
    assert f"| the chapter | {write_coding(chapter, rows)} |" in page


def test_the_page_shows_the_agreement_on_families_of_the_speech(page, speech, formulas):
    rows = formulas[formulas["sample"] == "address"]
    assert f"| the speech | {write_coding(speech, rows)} |" in page


@pytest.mark.parametrize("rule", RULES)
def test_the_page_shows_how_each_rule_does_in_the_chapter(rule, page, chapter, labelled, root):
    layer, maker, parameters = RULES[rule]
    given = {name: root / value for name, value in parameters.items()}
    table = dc.layers.make(chapter, maker, **given).table
    gold = labelled[(labelled["layer"] == layer) & (labelled["gold"] == 1)]
    keys = ["line_id", "label"] if layer == "number" else ["line_id"]
    right = len(table[keys].merge(gold[keys]))
    assert f"| {rule} | {write_scores(right, len(table), len(gold))} |" in page


def test_the_page_shows_how_the_rules_do_in_the_addresses(page):
    measured = tomllib.loads((DATA / "measured.toml").read_text(encoding="utf-8"))
    clauses = tomllib.loads((DATA / "measured_clauses.toml").read_text(encoding="utf-8"))
    makers = {"names, candidates": "names", "heads": "headings"}
    for rule in ("names, candidates", "quotations", "numbers", "heads"):
        values = measured[makers.get(rule, rule)]
        assert f"| {rule}, addresses | {write_known(values)} |" in page
    for sample, name in (("chapter", "clauses"), ("addresses", "clauses, addresses")):
        assert f"| {name} | {write_known(clauses[sample]['parse']['clause'])} |" in page


def write_known(values):
    shown = [
        f"{values[name]:.2f} ({values[f'{name}_low']:.2f}–{values[f'{name}_high']:.2f})"
        for name in ("precision", "recall")
    ]
    return " | ".join([*shown, f"{values['found']}, {values['labelled']}"])


def test_the_page_shows_how_many_formulas_of_the_chapter_are_found(page, chapter, labelled):
    wanted = labelled[(labelled["layer"] == FORMULA) & (labelled["gold"] == 1)]
    found = [
        line.line_id
        for query in dc.families(chapter, min_count=FEWEST)["query"]
        for line in dc.concordance(chapter, query)
    ]
    ends = [read_ends(each) for each in found]
    right = sum(
        any(start < last and first < end for first, last in ends)
        for start, end in map(read_ends, wanted["line_id"])
    )
    assert f"finds {right} of the {len(wanted)} occurrences, {write_share(right, len(wanted))}" in (
        page
    )


def read_ends(line_id):
    start, _, end = line_id.partition(":")[2].partition("-")
    return int(start), int(end)


@pytest.mark.parametrize(
    ("sample", "name"), [("chapter", "the chapter"), ("address", "the speech")]
)
def test_the_page_shows_what_the_families_are(sample, name, page, formulas):
    rows = formulas[formulas["sample"] == sample]
    for fewest in (2, FEWEST):
        labels = rows.loc[rows["count"] >= fewest, "gold"]
        counts = " | ".join(
            str((labels == label).sum()) for label in ("formula", "name", "fragment")
        )
        share = write_share((labels == "formula").sum(), len(labels))
        assert f"| {name}, {fewest} hits or more | {counts} | {share} |" in page


def check_heads(corpus, rows):
    table = dc.families(corpus, min_count=2)
    heads = table[table["depth"] == 0]
    firsts = {dc.concordance(corpus, query)[0].line_id for query in heads["query"]}
    assert firsts == set(rows["line_id"])
    assert sorted(heads["count"]) == sorted(rows["count"])


def test_the_families_of_the_chapter_are_those_that_were_labelled(chapter, formulas):
    check_heads(chapter, formulas[formulas["sample"] == "chapter"])


def test_the_families_of_the_speech_are_those_that_were_labelled(speech, formulas):
    check_heads(speech, formulas[formulas["sample"] == "address"])


def test_the_labels_are_ids_and_known_labels(labelled, formulas):
    assert list(labelled.columns) == ["layer", "line_id", "label", *ANNOTATORS, "gold"]
    assert list(formulas.columns) == ["sample", "line_id", "count", *ANNOTATORS, "gold"]
    assert set(labelled["layer"]) == {*(layer for layer, _ in KINDS.values()), FORMULA}
    assert (labelled["first"] | labelled["second"]).all()
    assert set(formulas[[*ANNOTATORS, "gold"]].to_numpy().ravel()) == {
        "formula",
        "name",
        "fragment",
    }
