import json

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.site.entries import enter_row
from discourse.publish.site.ledger import Ledger, PageText
from discourse.publish.site.page_source import find_pieces

TEXTS = {
    "a": "peace and war.\n\nrights of peace.",
    "b": "peace.\n\nwar and rights. Peace.",
    "c": "rights.",
}


@pytest.fixture
def corpus():
    rows = {"text": list(TEXTS.values()), "document": list(TEXTS), "year": [1990, 1991, 1990]}
    return dc.Corpus.from_frame(pd.DataFrame(rows))


def entered(corpus, table, row, **options):
    """What is entered for a row of a table of the corpus: its stretches, as text."""
    ledger = Ledger()
    enter_row(ledger, corpus, table, options, row)
    (entry,) = map(json.loads, ledger.evidence)
    spans = entry["spans"]
    places = zip(spans[::3], spans[1::3], spans[2::3], strict=True)
    return [corpus.store.texts[number][start:end] for number, start, end in places]


@pytest.mark.parametrize(
    ("by", "part", "stretches"),
    [
        ("document", "b", ["peace.\n\nwar and rights. Peace"]),
        ("section", "a/2", ["rights of peace"]),
        ("sentence", "b/3", ["Peace"]),
        ("year", "1990", ["peace and war.\n\nrights of peace", "rights"]),
    ],
)
def test_a_part_rests_on_its_stretches_from_the_first_word_to_the_last(corpus, by, part, stretches):
    table = corpus.parts(by)
    (row,) = [row for _, row in table.iterrows() if row["part"] == part]
    assert entered(corpus, "parts", row, by=by) == stretches


def test_a_region_a_document_and_the_corpus_rest_on_their_whole_texts(corpus):
    assert entered(corpus, "audit", corpus.audit().iloc[1]) == ["rights of peace."]
    assert entered(corpus, "documents", corpus.documents.iloc[1]) == [TEXTS["b"]]
    assert entered(corpus, "corpus", corpus.documents.iloc[0]) == list(TEXTS.values())


def test_a_row_is_entered_if_it_has_as_many_lines_as_it_counts(corpus):
    row = dc.frequencies(corpus).iloc[0]
    ledger = Ledger()
    number = enter_row(ledger, corpus, "frequencies", {}, row).enter_cell("count")
    assert number == 0
    assert enter_row(ledger, corpus, "frequencies", {}, row.replace({row["count"]: 9})) is None
    assert enter_row(ledger, corpus, "", {}, row[["per_thousand"]]) is None


# ---- growth: two doublings of the size take at most 2.6 × 2.6 times the processor time ------


@pytest.mark.slow
@pytest.mark.parametrize("by", ["document", "section"])
def test_entering_a_part_does_not_grow_faster_than_the_number_of_documents(
    by, processor_time_ratio
):
    def enter_parts(size):
        text = "\n\n".join(["peace and war"] * 5)
        corpus = dc.Corpus.from_texts({f"{n:05}": f"{text}\n\n{n}" for n in range(size)})
        row, options = corpus.parts(by).iloc[5], {"by": by}

        def enter():
            ledger = Ledger()
            ledger.enter_texts(corpus)
            for _ in range(5):
                enter_row(ledger, corpus, "parts", options, row)

        return enter

    assert processor_time_ratio(enter_parts(400), enter_parts(100)) <= 2.6**2


def test_the_pieces_of_a_text_do_not_grow_faster_than_its_citations(processor_time_ratio):
    def cite(size):
        corpus = dc.Corpus.from_texts({"a": "\n\n".join(["peace and war"] * size)})
        ledger = Ledger()
        ledger.enter_lines(corpus, {"query": "peace"})
        (source,) = ledger.sources.values()
        assert isinstance(source, PageText)
        return lambda: list(find_pieces(source, ledger.cited[0]))

    assert len(cite(10)()) == 10
    assert processor_time_ratio(cite(1_900), cite(475)) <= 2.6**2
