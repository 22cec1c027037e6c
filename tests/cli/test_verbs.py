"""A verb as a command gives the numbers of a notebook."""

from dataclasses import replace

import discourse as dc
from discourse.record import VERBS


def test_a_verb_gets_the_arguments_given_and_no_others(discourse, monkeypatch):
    calls = []
    real = VERBS["frequencies"]

    def counted(corpus: dc.Corpus, *, by: str | None = None, min_count: int = 1) -> object:
        """One row."""
        calls.append((by, min_count))
        return real.function(corpus)

    monkeypatch.setitem(VERBS, "frequencies", replace(real, function=counted))
    assert discourse("freq", "seeds", "--min-count", "3", "--rows", "0")[0] == 0
    assert calls == [(None, 3)]


def test_a_terminal_shows_the_numbers_of_a_notebook(discourse, paper):
    _, out, _ = discourse("tfidf", "seeds", "--by", "section", "--format", "csv")
    assert out == dc.tfidf(paper, by="section").to_csv(
        index=False, lineterminator="\n", float_format="%.10g"
    )


def test_a_part_of_the_texts_can_be_selected(discourse):
    _, out, _ = discourse("freq", "seeds", "--subset", 'section = "lead"', "--format", "csv")
    assert sum(int(line.split(",")[1]) for line in out.splitlines()[1:]) == 64


def test_lines_are_sorted_and_sampled(discourse):
    code, out, _ = discourse("kwic", "seeds", "rights", "--sort", "R1", "--rows", "2")
    assert (code, out.count("\n")) == (0, 2)
    assert discourse("kwic", "seeds", "rights", "--sample", "3")[1].count("\n") == 3


def test_two_parts_of_the_same_texts_are_compared(discourse, root):
    options = ["--metadata", "{year:d}-{speaker}", "--format", "csv"]
    sides = ["--subset", "year < 2005", "--against", "year >= 2005"]
    _, out, _ = discourse("keyness", "docs/speeches", *sides, *options)
    speeches = dc.read(root / "docs" / "speeches", metadata="{year:d}-{speaker}")
    early, late = (speeches.subset(f"year {sign} 2005") for sign in ("<", ">="))
    assert out == dc.keyness(early, late).to_csv(
        index=False, lineterminator="\n", float_format="%.10g"
    )


def test_a_comparison_needs_one_other_side(discourse):
    code, _, err = discourse("keyness", "docs/speeches")
    assert (code, err) == (
        2,
        "discourse: keyness compares with other texts; name them as REFERENCE, or a part of the "
        "same texts with --against, such as --subset 'year < 2000' --against 'year >= 2000'.\n",
    )
    code, _, err = discourse("keyness", "docs/speeches", "udhr", "--against", 'document = "a"')
    assert (code, err) == (
        2,
        "discourse: keyness compares with REFERENCE or --against; leave one of them out.\n",
    )


def test_queries_are_counted(discourse, paper):
    _, out, _ = discourse("freq", "seeds", "human rights", "utopia", "--format", "csv")
    assert [line.split(",")[:2] for line in out.splitlines()[1:]] == [
        ["human rights", "18"], ["utopia", "0"],
    ]  # fmt: skip
