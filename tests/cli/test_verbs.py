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
