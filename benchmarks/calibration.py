"""Measure how often keyness calls a word robust where nothing is key; write calibration.md.

Addresses are dealt to two sides at random, so that any difference between the sides is due to
chance. The shipped list of inaugural addresses has their counts. Word order plays no part in
keyness, so a text with the same counts can stand in for the address.

    make calibration
"""

import math
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd

import discourse as dc
from discourse.analyses import keyness
from discourse.measures.association import log_ratio_interval

HALVINGS = 200
CONTRASTS = 20
SIDES = (5, 8, 10, 15, 20, 29)
BANDS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 500)
SEED = 20171215
PAGE = Path(__file__).with_suffix(".md")


def addresses() -> dc.Corpus:
    """Return the inaugural addresses, as texts with the same counts."""
    listed = dc.reference("inaugural")
    counts, _, terms = listed.dtm()
    texts = [" ".join(np.repeat(terms, row)) for row in counts.toarray()]
    table = listed.parts.rename(columns={"part": "document"}).drop(columns="tokens")
    return dc.Corpus.from_frame(table.assign(text=texts))


def compared(corpus: dc.Corpus, target: np.ndarray, reference: np.ndarray) -> pd.DataFrame:
    """Return the keyness of some addresses against others, even if too few for a status."""
    sides = (
        corpus.subset(" | ".join(f'document = "{name}"' for name in names))
        for names in (target, reference)
    )
    with mock.patch.object(keyness, "MIN_DOCUMENTS", 2):
        return dc.keyness(*sides, by="document", inference=True)


def halvings(corpus: dc.Corpus, documents: int) -> list[pd.DataFrame]:
    """Draw addresses at random and compare one half with the other, many times."""
    rng = np.random.default_rng([SEED, documents])
    names = corpus.documents["document"].to_numpy()
    dealt = [rng.choice(names, 2 * documents, replace=False) for _ in range(HALVINGS)]
    return [compared(corpus, each[:documents], each[documents:]) for each in dealt]


def contrasts(corpus: dc.Corpus, documents: int) -> list[pd.DataFrame]:
    """Compare addresses since 1905 with earlier ones, where many words are key."""
    rng = np.random.default_rng([SEED, documents])
    since_1905 = corpus.documents["year"] >= 1905
    names = corpus.documents["document"]
    sides = [names[since_1905].to_numpy(), names[~since_1905].to_numpy()]
    return [
        compared(corpus, *(rng.choice(side, documents, replace=False) for side in sides))
        for _ in range(CONTRASTS)
    ]


def called(tables: list[pd.DataFrame]) -> dict[str, float]:
    """Count the significant and the robust rows on average, and how often there is any."""
    significant = np.array([(table["q_value"] <= 0.05).sum() for table in tables])
    robust = np.array([(table["status"] == "robust").sum() for table in tables])
    return {
        "tokens": np.mean([table["count"].sum() for table in tables]),
        "tested": np.mean([table["q_value"].notna().sum() for table in tables]),
        "significant": significant.mean(),
        "any_significant": (significant > 0).mean(),
        "robust": robust.mean(),
        "any_robust": (robust > 0).mean(),
    }


def by_count(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Show what chance does to words by their combined count: one row per band of counts."""
    rows = pd.concat(tables, ignore_index=True)
    count, other = rows["count"].to_numpy(), rows["count_reference"].to_numpy(dtype=np.int64)
    sizes = [
        [table[c].sum()] * len(table) for table in tables for c in ("count", "count_reference")
    ]
    size, size_other = np.concatenate(sizes[::2]), np.concatenate(sizes[1::2])
    low, high = log_ratio_interval(count, size, other, size_other)
    band = pd.cut(count + other, [*BANDS, np.inf], right=False, labels=band_names())
    table = pd.DataFrame(
        {"one_sided": (count == 0) | (other == 0), "off_zero": (low > 0) | (high < 0)}
    )
    return table.groupby(band, observed=True).mean().assign(rows=np.bincount(band.codes))


def band_names() -> list[str]:
    """Name the bands by their counts: ``1``, ``5-9``, ``500-``."""
    ends = [*(after - 1 for after in BANDS[1:]), ""]
    return [str(b) if b == e else f"{b}-{e}" for b, e in zip(BANDS, ends, strict=True)]


def page(chance: pd.DataFrame, real: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Return the report, with the thresholds that keyness takes from it."""
    sides = [
        f"| {documents} | {row.tokens:,.0f} | {row.tested:,.0f} | {row.significant:.1f} "
        f"| {row.any_significant:.1%} | {row.robust:.2f} | {row.any_robust:.1%} "
        f"| {real.loc[documents, 'robust']:.1f} |"
        for documents, row in chance.iterrows()
    ]
    bands = [
        f"| {band} | {row.rows:,.0f} | {row.one_sided:.1%} | {row.off_zero:.1%} |"
        for band, row in counts.iterrows()
    ]
    return TEXT.format(
        sides="\n".join(sides),
        bands="\n".join(bands),
        halvings=HALVINGS,
        contrasts=CONTRASTS,
        most=SIDES[-1],
        documents=keyness.MIN_DOCUMENTS,
        count=keyness.MIN_COUNT,
        permutations=keyness.PERMUTATIONS,
        # the 95 % upper bound of a rate after no event, -ln(0.05) / trials: the "rule of three"
        bound=-math.log(0.05) / HALVINGS,
        one_sided=counts.loc[str(keyness.MIN_COUNT - 1), "one_sided"],
    )


TEXT = """\
# What chance alone does to keyness

Written by `make calibration`, not by hand.

The 59 inaugural addresses of US presidents, `dc.reference("inaugural")`, are dealt at random to two
sides with equal numbers of addresses, {halvings} times for each number. Nothing is key between such
sides, so any word that is called key is a false positive.

## By the number of documents per side

*Significant* is what is usually reported: log-likelihood at a false discovery rate of 5 %
(Benjamini-Hochberg), as if tokens were independent. *Robust* is the status that
`dc.keyness(…, inference=True)` gives: a permutation test over documents
({permutations:,} permutations, Benjamini-Hochberg at 5 % over all types tested), and an interval of
the log ratio that excludes zero whichever document of either side is left out. *Any* is the share
of halvings with at least one such row. The last column shows the other kind of error: the number of
robust rows when addresses since 1905 are compared with earlier ones, between which much did change
(mean of {contrasts} draws).

| documents per side | tokens per side | tested | significant | any | robust | any | since 1905 |
|---:|---:|---:|---:|---:|---:|---:|---:|
{sides}

None in {halvings} halvings means a rate below {bound:.1%}, with 95 % confidence.

Conclusion: p-values based on tokens cannot be trusted at any size, because words come in bursts.
With fewer than {documents} documents per side, little or nothing is robust even where much is key,
because a permutation test of so few documents cannot reach a small p-value among so many types.
There the status `robust` is not given (`MIN_DOCUMENTS = {documents}`).

## By the combined count of a word

The same halvings with {most} addresses per side. *One side only*: all occurrences are on one side
by chance, so the log ratio comes from the 0.5 that replaces a zero, and is not an estimate.
*Off zero*: the 95 % interval of the log ratio excludes 0, as it should in one row of twenty.

| combined count | rows | one side only | off zero |
|---:|---:|---:|---:|
{bands}

Conclusion: at any combined count below {count}, {one_sided:.0%} of the words or more occur on only
one side by chance; their log ratio is not given (`MIN_COUNT = {count}`, status `not estimable`).
The intervals of frequent words are too narrow, because they treat tokens as independent: read them
as statements about these texts, not about others.
"""


def main() -> None:
    """Run all comparisons and write the page."""
    corpus = addresses()
    chance = {documents: halvings(corpus, documents) for documents in SIDES}
    real = {documents: called(contrasts(corpus, documents)) for documents in SIDES}
    written = page(
        pd.DataFrame({documents: called(tables) for documents, tables in chance.items()}).T,
        pd.DataFrame(real).T,
        by_count(chance[SIDES[-1]]),
    )
    PAGE.write_text(written, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
