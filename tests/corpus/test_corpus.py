"""The central object: made from texts and tables, asked for hits, terms and its own recipe."""

import nltk
import numpy as np
import pandas as pd
import pytest

import discourse as dc

TEXTS = {"a": "Peace and rights. Peace!\n\nRights for all.", "b": "Peace, and rights."}


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts(TEXTS)


def refusal(call, *arguments, **options):
    with pytest.raises(dc.DiscourseError) as refused:
        call(*arguments, **options)
    return str(refused.value)


def test_a_corpus_says_what_it_holds(corpus):
    assert repr(corpus) == "Corpus: 2 documents, 3 sections, 10 tokens, 5 types"
    assert repr(dc.Corpus.from_texts({"a": "One"})) == (
        "Corpus: 1 document, 1 section, 1 token, 1 type"
    )


def test_terms_are_the_folded_types_in_the_order_of_the_alphabet(corpus):
    assert list(corpus.terms) == ["all", "and", "for", "peace", "rights"]
    assert corpus.store.counts.tolist() == [1, 2, 1, 3, 3]


def test_the_rows_of_a_table_are_documents_and_its_columns_their_metadata():
    table = pd.DataFrame({"document": ["a", "b"], "text": ["One.", "Two."], "year": [1990, 2000]})
    before = table.copy()
    corpus = dc.Corpus.from_frame(table)
    assert corpus.documents[["document", "year"]].to_dict("list") == {
        "document": ["a", "b"],
        "year": [1990, 2000],
    }
    pd.testing.assert_frame_equal(table, before)


def test_rows_without_a_name_are_named_by_their_label():
    table = pd.DataFrame({"speech": ["One.", "Two."]}, index=["x", "y"])
    assert dc.Corpus.from_frame(table, text="speech").documents["document"].tolist() == ["x", "y"]


def test_a_table_without_the_column_of_texts_is_refused():
    table = pd.DataFrame({"texts": ["One."]})
    assert refusal(dc.Corpus.from_frame, table) == (
        "text='text' is not known; choose 'texts'. Did you mean 'texts'?"
    )


def test_a_table_without_the_column_of_names_that_was_asked_for_is_refused():
    table = pd.DataFrame({"id": ["a"], "text": ["One."]})
    assert refusal(dc.Corpus.from_frame, table, document="idd") == (
        "document='idd' is not known; choose 'id', 'text'. Did you mean 'id'?"
    )


def test_a_row_without_a_text_is_refused():
    table = pd.DataFrame({"text": ["One.", None]})
    assert refusal(dc.Corpus.from_frame, table).startswith("row 1 has ")


def test_a_text_in_no_encoding_is_refused():
    assert refusal(dc.read, "seeds", encoding=()) == (
        "encoding=() is empty; name an encoding, such as 'utf-8'."
    )


def test_a_corpus_of_nothing_is_refused():
    assert refusal(dc.Corpus.from_texts, {}) == (
        "a corpus needs at least one text; none was given."
    )


def test_two_documents_of_one_name_are_refused():
    table = pd.DataFrame({"document": ["a", "a"], "text": ["One.", "Two."]})
    assert refusal(dc.Corpus.from_frame, table) == (
        "two documents are named 'a'; give each a name of its own."
    )


@pytest.mark.parametrize("name", ["tokens", "sha256", "section", "sentence", "made_by"])
def test_metadata_named_like_a_column_of_the_corpus_is_refused_with_the_way_out(name):
    table = pd.DataFrame({"text": ["One."], name: [3]})
    assert refusal(dc.Corpus.from_frame, table) == (
        f"0: the metadata column {name!r} has the name of a column that a corpus makes itself; "
        f"rename it, in a frame with df.rename(columns={{{name!r}: '{name}_given'}})."
    )
    renamed = dc.Corpus.from_frame(table.rename(columns={name: f"{name}_given"}))
    assert renamed.subset(f"{name}_given = 3").size == 1


@pytest.mark.parametrize("name", ["", " "])
def test_metadata_without_a_name_is_refused(name):
    table = pd.DataFrame({"text": ["One."], name: [3]})
    assert refusal(dc.Corpus.from_frame, table) == (
        "0: a metadata column has no name; name it, in a frame with "
        f"df.rename(columns={{{name!r}: 'name'}})."
    )


ODD_NAMES = ["Speaker Name", "date-time", "1990", "description", 'a "b" \\', "in", "a::b", "é\n"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_metadata_of_any_other_name_is_read_and_queried(name, tmp_path):
    table = pd.DataFrame({"text": ["One two.", "Three."], name: ["Li", "Wu"]})
    corpus = dc.Corpus.from_frame(table)
    assert corpus.documents[name].tolist() == ["Li", "Wu"]
    corpus.save(tmp_path / "saved")
    for each in (corpus, dc.load(tmp_path / "saved")):
        by_part = dc.frequencies(each, by=name)
        assert by_part["count"].tolist() == [1, 1, 1]
        for row in by_part.to_dict("records"):
            assert [line.node.lower() for line in dc.lines(each, row)] == [row["term"]]
        rows = dc.concordance(each, "*").with_columns(name).frame
        assert rows[name].tolist() == ["Li", "Li", "Wu"]


def test_odd_names_in_a_csv_are_read(tmp_path):
    (tmp_path / "a.csv").write_text(
        "Speaker Name,date-time,1990,text\nLi,2000-01-01,x,One.\nWu,1999-01-01,y,Two three.\n",
        encoding="utf-8",
    )
    corpus = dc.read(tmp_path / "a.csv")
    for condition in ('"Speaker Name" = "Li"', '"date-time" >= "2000"', '"1990" in ("x", "z")'):
        assert corpus.subset(condition).size == 1
        assert len(corpus.find(f"one|two :: {condition}")) == 1


def test_a_number_is_the_name_of_a_column_too():
    corpus = dc.Corpus.from_frame(pd.DataFrame({0: ["One.", "Two."], 1990: [1, 2]}), text="0")
    assert corpus.subset('"1990" = 2').terms == ("two",)


def test_two_columns_of_one_name_are_refused():
    table = pd.DataFrame([["One.", 1, 2]], columns=["text", 1990, "1990"])
    assert refusal(dc.Corpus.from_frame, table) == (
        "the frame has two columns '1990'; rename one of them, with df.columns = [...]."
    )


def test_hits_are_first_tokens_and_the_ones_after_the_last(corpus):
    assert corpus.find("peace and rights").tolist() == [[0, 3], [7, 10]]
    assert corpus.find("Peace").tolist() == [[0, 1], [3, 4], [7, 8]]
    assert corpus.find("war").shape == (0, 2)


def test_no_hit_crosses_the_border_that_is_named(corpus):
    assert len(corpus.find("rights peace", within="section")) == 1
    assert len(corpus.find("rights peace", within="sentence")) == 0
    assert len(corpus.find("peace rights", within="section")) == 0
    assert len(corpus.find("peace rights", within="document")) == 1
    assert refusal(corpus.find, "peace", within="page") == (
        "within='page' is not known; choose 'document', 'section', 'sentence'."
    )


def test_a_phrase_does_not_bridge_what_is_dropped(tmp_path):
    (tmp_path / "a.txt").write_text("human 12 rights", encoding="utf-8")
    (tmp_path / "a.toml").write_text(
        "[[region]]\nname = 'body'\nbegins = 'human'\n"
        "[[region]]\nname = 'page'\nmatches = { regex = '\\d+' }\ntreatment = 'drop'\n",
        encoding="utf-8",
    )
    corpus = dc.read(tmp_path)
    assert (corpus.size, len(corpus.parts())) == (2, 1)
    assert len(corpus.find("human rights", within="document")) == 0


def test_a_hit_can_be_restricted_to_parts(corpus):
    assert corpus.find('peace :: document = "b"').tolist() == [[7, 8]]
    assert corpus.find('rights :: section = "2"').tolist() == [[4, 5]]


def test_the_document_term_matrix_counts_terms_by_part(corpus):
    counts, parts, terms = corpus.dtm(by="document")
    assert (parts, terms) == (["a", "b"], list(corpus.terms))
    assert counts.toarray().tolist() == [[1, 1, 1, 2, 2], [0, 1, 0, 1, 1]]


def test_nltk_is_given_the_tokens_as_they_are_written(corpus):
    text = corpus.to_nltk()
    assert isinstance(text, nltk.Text)
    assert list(text)[:4] == ["Peace", "and", "rights", "Peace"]


def test_the_text_is_shown_with_its_hits_marked(corpus):
    shown = repr(corpus.show("peace"))
    assert "[Peace] and rights. [Peace]!" in shown
    assert shown.count("[Peace]") == 3


def test_what_is_shown_in_a_notebook_is_escaped():
    corpus = dc.Corpus.from_texts({"<b>": "<script>alert(1)</script> & peace"})
    page = corpus.show("peace")._repr_html_()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <mark title=" in page
    assert "&lt;b&gt;" in page


def test_the_fingerprint_changes_with_text_words_metadata_and_subset(corpus):
    fingerprints = [
        corpus.fingerprint,
        dc.Corpus.from_texts({**TEXTS, "b": "Peace, and right."}).fingerprint,
        dc.Corpus.from_texts(TEXTS, tokenizer=dc.Tokenizer(hyphen="split")).fingerprint,
        dc.Corpus.from_frame(pd.DataFrame({"text": TEXTS.values()}, TEXTS)).fingerprint,
        dc.Corpus.from_frame(pd.DataFrame({"text": TEXTS.values(), "year": 1}, TEXTS)).fingerprint,
        corpus.subset('document = "a"').fingerprint,
    ]
    assert fingerprints[0] == fingerprints[3]
    assert len(set(fingerprints)) == 5
    assert all(len(fingerprint) == 16 for fingerprint in fingerprints)


def test_reading_leaves_the_source_as_it_was(root, paper):
    source = root / "seeds" / "human-rights-2017-chapter-6.txt"
    before = source.read_bytes()
    again = dc.read(source)
    assert source.read_bytes() == before
    assert again.fingerprint == paper.fingerprint
    assert np.array_equal(again.store.index.starts, paper.store.index.starts)


def test_texts_without_names_and_several_paths_are_refused():
    with pytest.raises(dc.DiscourseError, match="got a list; give each text a name"):
        dc.Corpus.from_texts(["One text."])
    with pytest.raises(dc.DiscourseError, match="got a list; put the texts into one folder"):
        dc.read(["a.txt", "b.txt"])


def test_a_corpus_is_a_mapping_of_the_names_of_its_documents(corpus):
    assert len(corpus) == 2
    assert list(corpus) == ["a", "b"]
    assert "b" in corpus
    assert "c" not in corpus and 0 not in corpus
    assert repr(corpus["b"]) == "Corpus: 1 document, 1 section, 3 tokens, 3 types"
    assert corpus["b"].whole.fingerprint == corpus.fingerprint
    assert corpus.tokens("b") == ["Peace", "and", "rights"]


@pytest.mark.parametrize("look", [lambda corpus, name: corpus[name], dc.Corpus.tokens])
def test_a_document_that_is_not_here_is_refused(corpus, look):
    assert refusal(look, corpus, "B") == ("document='B' is not known; choose 'a', 'b'.")
    assert refusal(look, corpus, 0) == (
        "corpus[…] expects the name of a document, got 0; list(corpus) gives the names."
    )


@pytest.mark.parametrize("given", ["seeds/", {"a": "One text."}, None])
def test_a_corpus_that_is_called_says_how_it_is_made(given):
    assert refusal(dc.Corpus, given).endswith(
        "is not how a corpus is made; read texts with dc.read('texts/'), or use "
        "dc.Corpus.from_texts or dc.Corpus.from_frame."
    )


def test_completion_offers_what_is_for_users(corpus):
    assert dir(corpus) == [
        "audit", "documents", "dtm", "duplicates", "find", "fingerprint", "from_frame",
        "from_nltk", "from_texts", "joined", "layer", "layers", "misfits", "only", "parts",
        "recipe", "save", "show", "size", "skipped", "sort", "subset", "terms", "to_nltk",
        "tokenizer", "tokens", "whole", "with_layer", "with_metadata", "without",
    ]  # fmt: skip


def test_a_changed_table_leaves_the_corpus_as_it_was(corpus):
    def state():
        tables = (corpus.documents, corpus.skipped, corpus.parts(), corpus.audit())
        return [table.to_csv() for table in tables]

    before = state()
    for table in (corpus.documents, corpus.skipped, corpus.parts(), corpus.audit()):
        table[table.columns[0]] = 0
        table["tokens"] = 0
        table.attrs["provenance"] = "X"
    assert state() == before
    assert "fingerprint" in corpus.documents.attrs["provenance"]


def test_a_changed_recipe_leaves_the_corpus_as_it_was(corpus):
    fingerprint = corpus.fingerprint
    for given in (corpus.recipe, corpus.identity):
        given["fingerprint"] = "X"
    corpus.recipe["documents"].clear()
    corpus.recipe["subset"].append("section = 1")
    assert corpus.fingerprint == corpus.recipe["fingerprint"] == fingerprint
    assert list(corpus.recipe["documents"]) == ["a", "b"]
    assert corpus.recipe["subset"] == []


def test_what_cannot_be_copied_cheaply_cannot_be_written(corpus):
    with pytest.raises(TypeError):
        corpus.terms[0] = "war"
    with pytest.raises(dc.DiscourseError, match="a corpus never changes; 'size' cannot be set"):
        corpus.size = 7
    with pytest.raises(dc.DiscourseError, match="a corpus never changes; 'terms' cannot be set"):
        corpus.terms += ("war",)
    index = corpus.store.index
    arrays = (index.ids, index.starts, index.documents, index.sections, index.runs)
    for array in (*arrays, index.term_ids, *index.postings, corpus.store.counts):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize("query", ["peace", "peace|war", "p*", "peace and", '[] "rights"'])
def test_changed_hits_leave_the_corpus_as_it_was(corpus, query):
    before = corpus.find(query).tolist()
    corpus.find(query)[:] = 1
    assert corpus.find(query).tolist() == before


def test_a_changed_matrix_leaves_the_corpus_as_it_was(corpus):
    counts, parts, terms = corpus.dtm()
    counts.data[:] = 7
    parts.append("x"), terms.append("x"), corpus.tokens("a").append("x")
    again, parts, terms = corpus.dtm()
    assert (again.sum(), parts, terms) == (10, ["a", "b"], list(corpus.terms))


def test_the_old_and_the_new_name_of_the_tokenizer_are_not_taken_together():
    with pytest.raises(dc.DiscourseError, match="give tokenizer= alone"):
        dc.Corpus.from_texts({"a": "x"}, words=dc.Tokenizer(), tokenizer=dc.Tokenizer())


@pytest.mark.parametrize("name", ["words", "index", "texts", "sources", "regions", "counts"])
def test_what_is_in_the_store_now_is_found_under_its_old_name_with_a_warning(corpus, name):
    with pytest.warns(FutureWarning, match=f"corpus.{name} is now called corpus."):
        assert getattr(corpus, name) is not None
