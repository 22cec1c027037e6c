import pandas as pd
import pytest

import discourse as dc


def test_all_lines_behind_all_rows_in_the_order_of_the_table(paper):
    table = dc.frequencies(paper, by="section").query("term in ('shared', 'rights')")
    lines = dc.evidence(paper, table)
    assert len(lines) == table["count"].sum()
    counted = lines.groupby(["part", "term"], sort=False, observed=True).size()
    assert counted.to_dict() == table.set_index(["part", "term"])["count"].to_dict()
    assert lines["node"].str.lower().tolist() == lines["term"].tolist()


def test_rows_that_are_hits_are_their_own_evidence(paper):
    hits = dc.positions(paper, ["human rights", "future"])
    lines = dc.evidence(paper, hits)
    assert lines["line_id"].tolist() == hits["line_id"].tolist()
    assert lines["term"].tolist() == hits["term"].tolist()


def test_no_rows_have_no_lines_and_the_same_columns(paper):
    table = dc.frequencies(paper)
    full, empty = dc.evidence(paper, table.head(1)), dc.evidence(paper, table.head(0))
    assert len(empty) == 0
    assert full.dtypes.equals(empty.dtypes)


def test_a_table_is_not_a_row(paper):
    with pytest.raises(dc.DiscourseError, match="got a table of length 2; give one row"):
        dc.lines(paper, dc.frequencies(paper).head(2))


def test_a_table_of_another_corpus_is_refused(paper):
    table = dc.frequencies(paper).head(2)
    part = paper.subset('section = "1"')
    for other in (part, dc.Corpus.from_texts({"a": "the and"})):
        with pytest.raises(dc.DiscourseError, match="and given with the corpus"):
            dc.evidence(other, table)
        with pytest.raises(dc.DiscourseError, match="and given with the corpus"):
            dc.lines(other, table.iloc[0])


def test_the_refusal_names_both_corpora():
    made = dc.Corpus.from_texts({name: "Peace." for name in "abcde"})
    given = dc.Corpus.from_texts({"x": "Peace. War."}).subset('sentence = "1"')
    with pytest.raises(dc.DiscourseError) as refused:
        dc.lines(given, dc.frequencies(made).iloc[0])
    assert str(refused.value) == (
        f"the table was made from the corpus {made.fingerprint} ('a', 'b', 'c' and 2 more), and "
        f"given with the corpus {given.fingerprint} ('x'; sentence = \"1\"); give the corpus that "
        "it was made from."
    )


def test_a_row_shows_the_line_of_its_own_document():
    corpus = dc.Corpus.from_texts({"a": "Peace and rights.", "b": "Peace and rights."})
    hits = dc.positions(corpus, "rights")
    assert [dc.lines(corpus, row)[0].document for _, row in hits.iterrows()] == ["a", "b"]
    assert dc.evidence(corpus, hits)["document"].tolist() == ["a", "b"]
    lines = dc.concordance(corpus, "rights")
    assert [dc.lines(corpus, row)[0].document for _, row in lines.frame.iterrows()] == ["a", "b"]
    assert [lines.expand(line).document for line in lines] == ["a", "b"]
    first = hits["line_id"].iloc[0]
    assert dc.lines(corpus, {"line_id": first})[0].document == "a"


def test_a_row_of_a_document_without_this_text_is_refused():
    corpus = dc.Corpus.from_texts({"a": "Peace.", "b": "War."})
    row = dc.positions(corpus, "peace").iloc[0]
    with pytest.raises(dc.DiscourseError) as refused:
        dc.lines(corpus, {"line_id": row["line_id"], "document": "b"})
    assert str(refused.value) == (
        f"line_id={row['line_id']!r} is of the document 'a', but the row names 'b'; give a row as "
        "a verb made it."
    )


@pytest.mark.parametrize("words", [0, 3])
def test_the_lines_of_a_bundle_may_have_less_context_and_are_verified_with_it(tmp_path, words):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("We all do want peace and not war, they all say.")
    corpus = dc.read(tmp_path / "texts")
    table = dc.keyness(corpus, corpus, min_count=1).query("term == 'peace'")
    path = tmp_path / "words"
    dc.save_table(table, path, caption="Words.", context=words)
    dc.save_figure(
        dc.plot.keyness(table), tmp_path / "dots", table=table, caption="C", alt="A", context=words
    )
    for name in ("words.evidence.csv", "words.reference.csv", "dots.evidence.csv"):
        (line,) = pd.read_csv(tmp_path / name, keep_default_na=False).to_dict("records")
        shown = line["left"].split(), line["right"].split()
        assert shown == ((["all", "do", "want"], ["and", "not", "war,"]) if words else ([], []))
    assert len(dc.verify(tmp_path)) == 0
    record = path.with_suffix(".json")
    record.write_text(record.read_text().replace(f'"context": {words}', '"context": 99'))
    assert "evidence" in {row.row for row in dc.verify(tmp_path).itertuples()}


def test_lines_with_more_context_than_a_bundle_holds_are_refused(tmp_path):
    table = dc.frequencies(dc.Corpus.from_texts({"a": "Peace."}))
    for save in (
        lambda: dc.save_table(table, tmp_path / "a", caption="C", context=11),
        lambda: dc.save_figure(
            dc.plot.frequencies(table),
            tmp_path / "a",
            table=table,
            caption="C",
            alt="A",
            context=-1,
        ),
    ):
        with pytest.raises(dc.DiscourseError, match="context expects a whole number from 0 to 10"):
            save()
