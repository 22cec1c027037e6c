"""Measure both errors of the tests for trends and changes on two corpora; write their page.

Dates are shuffled, so that any trend is due to chance; trends to be found are planted. The counts
of the inaugural addresses come with the package; the other texts are read from a folder.

    make calibration CORPORA=folder
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

import discourse as dc
from discourse.corpus.store.counting import term_counts
from discourse.measures import stability
from discourse.measures.trends import TimeOrder

DRAWN = 4  # choices of documents for each size
SHUFFLES = 250  # of the dates of each choice
NULL = 499  # further shuffles, with whose maximum these are compared
PERMUTATIONS = 199
SEED = 20171215
RATIOS = (2, 4, 8)
BANDS = ((20, 50), (50, 100), (100, 200), (200, 500), (500, 2_000))
WORDS = 12  # that are planted for each ratio and band, in each choice of documents
FOUND = 0.8
PAGE = Path(__file__).with_name("calibration-trends.md")


class Dated(NamedTuple):
    """Counts of terms by document in the order of time, and how many documents are drawn."""

    name: str
    counts: Any
    documents: tuple[int, ...]


def read_dated(folder: Path) -> list[Dated]:
    """Return both corpora."""
    union = dc.read(folder / "state_union", encoding=("utf-8", "cp1252"))
    addresses = sparse.csr_array(dc.reference("inaugural").counts.T)
    return [
        Dated("inaugural", addresses, (10, 20, 30, 59)),
        Dated("union", sparse.csr_array(term_counts(union.store).T), (10, 30, 65)),
    ]


class Choice:
    """Some documents of a corpus, and the largest trends and changes that chance makes in them."""

    def __init__(self, counts: Any, rng: np.random.Generator) -> None:
        sizes = counts.sum(axis=0)
        self.counts = counts[counts.sum(axis=1) >= stability.MIN_COUNT]
        self.sizes, self.rng = sizes, rng
        self.times = np.arange(len(sizes), dtype=float)
        self.null = np.sort([self.largest()[:2] for _ in range(NULL)], axis=0)

    def shuffled(self, counts: Any) -> TimeOrder:
        """Give the documents their dates at random."""
        return TimeOrder(counts, self.sizes, self.rng.permutation(self.times))

    def largest(self) -> tuple[float, float, TimeOrder]:
        """Return the largest trend and the largest change of any term, under shuffled dates."""
        order = self.shuffled(self.counts)
        trend, change = order.trend(), order.change()[1]
        return float(np.abs(trend).max()), float(np.abs(change).max()), order

    def judge(self) -> tuple[bool, bool, bool]:
        """Whether any trend, any robust one and any change is found, under shuffled dates."""
        trend, change, order = self.largest()
        found, changed = (
            float(1 + NULL - np.searchsorted(null, value * (1 - 1e-9))) / (1 + NULL)
            <= stability.LEVEL
            for null, value in zip(self.null.T, (trend, change), strict=True)
        )
        above = np.abs(order.trend()) > self.threshold
        robust = found and bool((above & order.keeps_direction()).any())
        return found, robust, changed

    @property
    def threshold(self) -> float:
        """The trend above which p is at most 0.05 among all types."""
        return float(self.null[-int(stability.LEVEL * (1 + NULL)), 0])


def draw(texts: Dated, documents: int) -> Iterator[Choice]:
    """Draw documents at random, several times."""
    rng = np.random.default_rng([SEED, documents])
    for _ in range(DRAWN):
        drawn = np.sort(rng.choice(texts.counts.shape[1], documents, replace=False))
        yield Choice(texts.counts[:, drawn], rng)


def plant(choice: Choice, ratio: int, band: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Make real words rarer, the more so the earlier a document is; the dates were shuffled before.

    From the first to the last document, the rate grows by the ratio.
    """
    times = choice.rng.permutation(choice.times)
    kept = ratio ** (times / times.max() - 1)
    before = np.asarray(choice.counts.sum(axis=1))
    like = np.flatnonzero((before * kept.mean() >= band[0]) & (before * kept.mean() < band[1]))
    terms = choice.rng.choice(like, min(WORDS, len(like)), replace=False)
    rows = choice.counts[terms].toarray().astype(np.int64)
    return choice.rng.binomial(rows, kept), times


def find_planted(choice: Choice, ratio: int, band: tuple[int, int]) -> tuple[list[bool], ...]:
    """Say which planted words are robust, among all types and if they are asked for alone."""
    rows, times = plant(choice, ratio, band)
    rows = rows[rows.sum(axis=1) >= stability.MIN_COUNT]
    if not len(rows):
        return [], []
    order = TimeOrder(rows, choice.sizes, times)
    kept = order.keeps_direction()
    among = (np.abs(order.trend()) > choice.threshold) & kept
    alone = [
        TimeOrder(row[None], choice.sizes, times).trend_p_value(permutations=PERMUTATIONS, seed=1)[
            0
        ]
        <= stability.LEVEL
        for row in rows
    ]
    return among.tolist(), (np.array(alone) & kept).tolist()


def measure(texts: Dated) -> tuple[list[list[str]], dict[int, list[list[str]]], dict[str, Any]]:
    """Return the rows of the tables of a corpus, and what is said of them."""
    chance, power, first, shares = [], {ratio: [] for ratio in RATIOS}, {}, []
    for documents in texts.documents:
        choices = list(draw(texts, documents))
        judged = np.array([choice.judge() for choice in choices for _ in range(SHUFFLES)])
        tokens = np.mean([choice.sizes.sum() for choice in choices])
        tested = np.mean([choice.counts.shape[0] for choice in choices])
        shares.append(judged.mean(axis=0))
        shown = [f"{share:.1%}" for share in shares[-1]]
        chance.append([str(documents), f"{tokens:,.0f}", f"{tested:,.0f}", *shown])
        for ratio in RATIOS:
            cells = [str(documents)]
            for band in BANDS:
                found = [find_planted(choice, ratio, band) for choice in choices]
                rates = [
                    np.mean([each for one in side for each in one]) if any(side) else np.nan
                    for side in zip(*found, strict=True)
                ]
                cells.append("" if np.isnan(rates[0]) else f"{rates[0]:.0%} ({rates[1]:.0%})")
                for place, share in zip(("among", "alone"), rates, strict=True):
                    if ratio == RATIOS[0] and share >= FOUND:
                        first.setdefault(place, (documents, tokens, band))
            power[ratio].append(cells)
    chance.append(["all", "", "", *(f"{share:.1%}" for share in np.mean(shares, axis=0))])
    return chance, power, first


# ---- the page -----------------------------------------------------------------------------------


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown, with its numbers at the right."""
    lines = [head, ["---:"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def name_first(first: dict[str, Any], place: str) -> str:
    """Say which of the corpora is the smallest in which a doubling is found."""
    if place not in first:
        return "in none of these"
    documents, tokens, (low, high) = first[place]
    return (
        f"with {documents} documents, {tokens:,.0f} tokens and {low:,} to {high - 1:,} occurrences"
    )


def section(texts: Dated) -> str:
    """Return what was measured of a corpus."""
    chance, power, first = measure(texts)
    counts = [f"{low:,}-{high - 1:,}" for low, high in BANDS]
    blocks = [
        table(["documents", "tokens", "tested", "p ≤ 5 %", "robust", "change"], chance),
        *(
            f"{ratio} : 1 from the first to the last document:\n\n"
            + table(["documents", *counts], rows)
            for ratio, rows in power.items()
        ),
        "The smallest corpus in which a doubling is found in at least four of five cases: "
        f"among all types {name_first(first, 'among')}; asked for alone "
        f"{name_first(first, 'alone')}.",
    ]
    return "\n\n".join(blocks)


TEXT = """\
# Both errors of trends and changes

Written by `make calibration`, not by hand, for `dc.changes(…, inference=True)`. Two corpora: the 59
inaugural addresses of US presidents (`dc.reference("inaugural")`), and the 65 addresses on the
State of the Union since 1945 that NLTK has. For each number of documents, {drawn} choices were
drawn at random.

*Where nothing changes*: the dates of each choice were shuffled {shuffles} times, and compared with
{null} further shuffles. Shares are those of the shuffles in which any type at all, of those with
{count} occurrences or more (*tested*), has a trend with an adjusted *p* of at most 5 %, is *robust*
(moves the same way whichever document is left out, too), or has a *change* at any time with an
adjusted p of at most 5 %. By construction, p is at most 5 % in one shuffle of twenty; a share in
one line can be off by {error:.1%}.

*Where something changes*: a planted word is a real one, bursts and all, after the dates were
shuffled; of its hits so many are left out at random, the more the earlier a document is, that its
rate grows steadily by the ratio. Columns are counts after that. Each share is that of about {words}
planted words which are robust among all types, and in brackets if they are asked for alone
(`dc.changes(corpus, "word", inference=True)`).

## Inaugural addresses

{inaugural}

## State of the Union

{union}
"""


def main(folder: Path) -> None:
    """Run all comparisons and write the page."""
    made = {texts.name: section(texts) for texts in read_dated(folder)}
    page = TEXT.format(
        drawn=DRAWN,
        shuffles=SHUFFLES,
        null=NULL,
        count=stability.MIN_COUNT,
        words=WORDS * DRAWN,
        error=1.96 * np.sqrt(0.05 * 0.95 / (DRAWN * SHUFFLES)),
        **made,
    )
    PAGE.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
