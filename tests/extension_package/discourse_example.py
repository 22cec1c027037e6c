"""What a package can add to discourse: an example of each kind."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import discourse as dc
from discourse.publish.plots.register import plot
from discourse.record import verb
from discourse.text.extract import Extract, TextBlock, tile_blocks


@verb(
    columns=("term", "count", "query"),
    methods=("words that occur once were listed,", "with at least {min_length:letter}"),
)
def hapaxes(corpus: dc.Corpus, *, min_length: int = 1) -> pd.DataFrame:
    """One row per word that occurs once, in alphabetical order.

    Parameters
    ----------
    min_length : int, optional
        The fewest letters that a word needs for a row.
    """
    table = dc.frequencies(corpus)
    once = (table["count"] == 1) & (table["term"].str.len() >= min_length)
    return table.loc[once, ["term", "count", "query"]].sort_values("term", ignore_index=True)


@verb(columns=("line_id", "label", "node"))
def digits(corpus: dc.Corpus) -> pd.DataFrame:
    """One row per number in digits, labelled "year" if it has four, otherwise "number"."""
    table = dc.concordance(corpus, '[word="[0-9]+"]').frame[["line_id", "node"]].copy()
    table.insert(1, "label", np.where(table["node"].str.len() == 4, "year", "number"))
    return table


def yule_q(count, size, count_reference, size_reference):
    """Association from -1 to 1; 0 where a term is equally frequent on both sides (Yule 1900)."""
    count = count.astype(float)  # whole numbers overflow when large ones are multiplied
    more = count * (size_reference - count_reference)
    less = count_reference * (size - count)
    total = more + less
    return np.divide(more - less, total, out=np.full(total.shape, np.nan), where=total > 0)


def largest_share(counts, sizes):
    """The share of a term's occurrences that are in the one part with most of them."""
    most = counts.max(axis=1).toarray().ravel()
    total = counts.sum(axis=1)
    return np.divide(most, total, out=np.full(total.shape, np.nan), where=total > 0)


@plot
def term_lengths(table, ax=None):
    """Draw the number of letters of each term as a bar, the first row on top."""
    ax = plt.subplots()[1] if ax is None else ax
    places = range(len(table))
    ax.barh(places, table["term"].str.len())
    ax.set_yticks(places, table["term"])
    ax.invert_yaxis()
    ax.set_xlabel("Letters")
    return ax


def read_subtitles(raw):
    """One text per file: what is said is counted, and the times of a caption are dropped."""
    content = raw.decode()
    blocks, opens = [], ""
    for line in content.text.splitlines(keepends=True):
        if line[0].isdecimal() and "," in line and ":" in line:
            blocks.append(TextBlock(line, treatment="drop", name="time"))
            opens = "paragraph"
        else:
            blocks.append(TextBlock(line, opens))
            opens = ""
    yield Extract(content.text, tile_blocks(blocks), content.encoding)
