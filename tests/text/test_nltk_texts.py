"""Texts of NLTK's corpus readers: small ones made here, and the inaugural addresses if at hand."""

import nltk
import pytest
from nltk.corpus.reader import (
    CategorizedPlaintextCorpusReader,
    PlaintextCorpusReader,
    TaggedCorpusReader,
    XMLCorpusReader,
)

import discourse as dc

PATTERN = r"(?P<year>\d{4})-(?P<speaker>\w+)"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder in which NLTK reads."""
    monkeypatch.setattr(nltk.data, "path", [*nltk.data.path, str(tmp_path)])
    return tmp_path


@pytest.fixture
def speeches(folder):
    """Two speeches with year and speaker in the names of their files."""
    texts = folder / "texts"
    texts.mkdir()
    (texts / "1990-Li.txt").write_text("We share one future.\n\nOne peace.\n")
    (texts / "2000-Wu.txt").write_bytes("Café for all.".encode("latin-1"))
    return texts


@pytest.fixture
def inaugural():
    """The inaugural addresses; skipped where NLTK does not have them."""
    try:
        nltk.corpus.inaugural.fileids()
    except LookupError:
        pytest.skip("needs the inaugural addresses; fetch them with `make corpora`")
    return nltk.corpus.inaugural


def refusal(reader, **options):
    with pytest.raises(dc.DiscourseError) as error:
        dc.Corpus.from_nltk(reader, **options)
    return str(error.value)


def test_files_of_plain_text_are_read_as_those_of_a_folder(speeches):
    reader = PlaintextCorpusReader(str(speeches), r".*\.txt", encoding="latin1")
    corpus = dc.Corpus.from_nltk(reader, metadata=PATTERN)
    read = dc.read(speeches, encoding=("utf-8", "latin1"), metadata="{year:d}-{speaker}.txt")
    assert corpus.fingerprint == read.fingerprint
    assert list(corpus) == ["1990-Li", "2000-Wu"]
    assert corpus.documents["year"].tolist() == ["1990", "2000"]
    assert corpus.documents["speaker"].tolist() == ["Li", "Wu"]
    assert corpus.tokens("2000-Wu") == ["Café", "for", "all"]
    assert list(corpus.subset("year > 1995")) == ["2000-Wu"]


def test_categories_are_metadata(folder):
    for name in ("pos/a.txt", "neg/b.txt"):
        (folder / name).parent.mkdir()
        (folder / name).write_text("A word.")
    reader = CategorizedPlaintextCorpusReader(str(folder), r".*\.txt", cat_pattern=r"(\w+)/.*")
    documents = dc.Corpus.from_nltk(reader).documents
    assert documents["document"].tolist() == ["neg/b", "pos/a"]
    assert documents["category"].tolist() == ["neg", "pos"]


def test_several_categories_of_a_file_are_joined(folder):
    (folder / "a.txt").write_text("A word.")
    reader = CategorizedPlaintextCorpusReader(
        str(folder), r".*\.txt", cat_map={"a.txt": ["trade", "grain"]}
    )
    assert dc.Corpus.from_nltk(reader).documents["category"].tolist() == ["grain; trade"]


def test_a_field_of_the_pattern_wins_over_the_categories(folder):
    (folder / "news-a.txt").write_text("A word.")
    reader = CategorizedPlaintextCorpusReader(
        str(folder), r".*\.txt", cat_map={"news-a.txt": ["trade"]}
    )
    corpus = dc.Corpus.from_nltk(reader, metadata="{category}-{name}")
    assert corpus.documents["category"].tolist() == ["news"]


def test_words_are_taken_where_a_file_has_tags(folder):
    (folder / "a.pos").write_text("Peace/NN matters/VB ./.\nNow/RB ./.\n\nHere/RB ./.\n")
    reader = TaggedCorpusReader(str(folder), r".*\.pos")
    corpus = dc.Corpus.from_nltk(reader)
    assert corpus.store.texts[0] == "Peace matters .\nNow .\n\nHere ."
    assert corpus.tokens("a.pos") == ["Peace", "matters", "Now", "Here"]
    raw = dc.Corpus.from_nltk(reader, text="raw")
    assert raw.tokens("a.pos")[:2] == ["Peace", "NN"]


def test_words_are_taken_where_nothing_divides_sentences(folder):
    (folder / "a.txt").write_text("Peace matters. It does.")
    reader = PlaintextCorpusReader(str(folder), r".*\.txt", sent_tokenizer=None)
    corpus = dc.Corpus.from_nltk(reader, text="words")
    assert corpus.tokens("a") == ["Peace", "matters", "It", "does"]


def test_words_are_taken_where_a_file_has_markup(folder):
    (folder / "a.xml").write_text("<text><s>Peace matters</s></text>")
    reader = XMLCorpusReader(str(folder), r".*\.xml")
    assert dc.Corpus.from_nltk(reader).tokens("a.xml") == ["Peace", "matters"]


def test_a_name_that_does_not_fit_the_pattern_is_named(speeches):
    reader = PlaintextCorpusReader(str(speeches), r".*\.txt")
    assert refusal(reader, metadata=r"(?P<year>\d{4})") == (
        r"'1990-Li' does not fit the pattern '(?P<year>\\d{4})'; rename it, or widen the pattern."
    )


def test_a_pattern_that_is_no_regular_expression_is_refused(speeches):
    reader = PlaintextCorpusReader(str(speeches), r".*\.txt")
    assert "is not a regular expression (missing )" in refusal(reader, metadata="(?P<year>.*")


def test_a_pattern_that_tries_all_ways_to_divide_a_name_is_stopped(folder):
    (folder / f"{'a' * 40}.txt").write_text("A word.")
    reader = PlaintextCorpusReader(str(folder), r".*\.txt")
    assert "takes too long" in refusal(reader, metadata=r"(?P<n>(?:(?:a|a)+)+)b")


def test_a_reader_without_files_is_refused(folder):
    reader = PlaintextCorpusReader(str(folder), r".*\.txt")
    assert "has no files; correct its pattern" in refusal(reader)


def test_a_file_that_is_listed_twice_is_refused(speeches):
    reader = PlaintextCorpusReader(str(speeches), ["1990-Li.txt", "1990-Li.txt"])
    assert refusal(reader) == (
        "the reader has two files '1990-Li'; name each only once, or rename one."
    )


def test_a_text_without_words_is_refused(folder):
    (folder / "a.pos").write_text("\n")
    assert refusal(TaggedCorpusReader(str(folder), r".*\.pos"), text="words") == (
        "'a.pos' has no text; leave it out, such as with "
        "fileids=[name for name in reader.fileids() if name != 'a.pos']."
    )


def test_an_empty_file_is_named_with_the_choice_that_leaves_it_out(speeches):
    (speeches / "2001-Zhou.txt").write_bytes(b"")
    reader = PlaintextCorpusReader(str(speeches), r".*\.txt", encoding="latin1")
    assert refusal(reader).startswith("'2001-Zhou.txt' has no text; leave it out, such as with")
    others = [name for name in reader.fileids() if name != "2001-Zhou.txt"]
    assert list(dc.Corpus.from_nltk(reader, fileids=others)) == ["1990-Li", "2000-Wu"]


def test_some_files_are_read_in_the_order_of_the_reader(speeches):
    reader = PlaintextCorpusReader(str(speeches), r".*\.txt", encoding="latin1")
    assert list(dc.Corpus.from_nltk(reader, fileids="2000-Wu.txt")) == ["2000-Wu"]
    turned = dc.Corpus.from_nltk(reader, fileids=["2000-Wu.txt", "1990-Li.txt"])
    assert list(turned) == ["1990-Li", "2000-Wu"]


def test_the_files_of_some_categories_are_read(folder):
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text("A word.")
    kinds = {"a.txt": ["trade", "grain"], "b.txt": ["news"], "c.txt": ["grain"]}
    reader = CategorizedPlaintextCorpusReader(str(folder), r".*\.txt", cat_map=kinds)
    grain = dc.Corpus.from_nltk(reader, categories="grain")
    assert grain.documents["category"].tolist() == ["grain; trade", "grain"]
    assert list(dc.Corpus.from_nltk(reader, categories=["trade", "news"])) == ["a", "b"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"fileids": "1990-Li"},
            "fileids='1990-Li' is not known; choose '1990-Li.txt', '2000-Wu.txt'. Did you mean "
            "'1990-Li.txt'?",
        ),
        ({"fileids": []}, "fileids=[] names nothing; leave it out to read every file."),
        (
            {"fileids": "1990-Li.txt", "categories": "news"},
            "fileids= and categories= are both given; give one of them, and select the rest with "
            "corpus.subset.",
        ),
    ],
)
def test_a_choice_of_files_that_cannot_be_made_is_refused(speeches, options, message):
    assert refusal(PlaintextCorpusReader(str(speeches), r".*\.txt"), **options) == message


def test_categories_that_a_reader_does_not_have_are_refused(speeches):
    found = refusal(PlaintextCorpusReader(str(speeches), r".*\.txt"), categories="news")
    assert found.endswith("has no categories; choose files with fileids=.")


def test_a_corpus_that_was_not_fetched_says_how(monkeypatch):
    monkeypatch.setattr(nltk.data, "path", [])
    assert refusal(nltk.corpus.gutenberg) == (
        "the texts of NLTK's corpus 'gutenberg' are not on this computer; fetch them once with "
        "python -m nltk.downloader gutenberg, or name the folder that has them in NLTK_DATA."
    )


def test_what_is_no_reader_is_refused():
    assert refusal({"a": "text"}) == (
        "from_nltk expects a corpus reader of NLTK, got a dict; give one such as "
        "nltk.corpus.inaugural, or read a folder with dc.read('texts/')."
    )


def test_the_same_patterns_serve_folders(speeches):
    corpus = dc.read(speeches, encoding="latin1", metadata=PATTERN)
    assert corpus.documents["year"].tolist() == ["1990", "2000"]


def test_a_table_of_a_reader_of_ones_own_is_verified_from_its_files(speeches):
    reader = PlaintextCorpusReader(str(speeches), r".*\.txt", encoding="latin1")
    corpus = dc.Corpus.from_nltk(reader, metadata=PATTERN)
    study = speeches.parent
    dc.save_table(dc.frequencies(corpus, by="year"), study / "words", caption="Words.")
    assert dc.verify(study).empty
    (speeches / "1990-Li.txt").write_text("We share no future.\n\nOne peace.\n")
    found = dc.verify(study)
    assert "no text below" in found["found"][0]


def test_a_table_of_an_nltk_corpus_is_verified_with_nltk(speeches, tmp_path, monkeypatch):
    reader = PlaintextCorpusReader(str(speeches), r".*\.txt", encoding="latin1")
    monkeypatch.setattr(nltk.corpus, "speeches_of_a_test", reader, raising=False)
    corpus = dc.Corpus.from_nltk(reader, metadata=PATTERN)
    assert corpus.recipe["read"]["nltk"] == {"corpus": "speeches_of_a_test", "text": "auto"}
    study = tmp_path / "study"
    study.mkdir()
    table = dc.frequencies(corpus, by="year")
    dc.save_table(table, study / "words", caption="Words.")
    assert dc.verify(study).empty
    monkeypatch.delattr(nltk.corpus, "speeches_of_a_test")
    found = dc.verify(study)["found"][0]
    assert found == "NLTK has no corpus 'speeches_of_a_test'; install a newer NLTK."


def test_a_table_of_some_files_of_an_nltk_corpus_is_verified(speeches, tmp_path, monkeypatch):
    (speeches / "2001-Zhou.txt").write_bytes(b"")
    reader = PlaintextCorpusReader(str(speeches), r".*\.txt", encoding="latin1")
    monkeypatch.setattr(nltk.corpus, "speeches_of_a_test", reader, raising=False)
    corpus = dc.Corpus.from_nltk(reader, fileids=["1990-Li.txt", "2000-Wu.txt"])
    study = tmp_path / "study"
    study.mkdir()
    dc.save_table(dc.frequencies(corpus), study / "words", caption="Words.")
    assert dc.verify(study).empty


def test_a_text_of_an_nltk_corpus_that_has_changed_is_found(speeches, tmp_path, monkeypatch):
    reader = PlaintextCorpusReader(str(speeches), r".*\.txt", encoding="latin1")
    monkeypatch.setattr(nltk.corpus, "speeches_of_a_test", reader, raising=False)
    study = tmp_path / "study"
    study.mkdir()
    table = dc.frequencies(dc.Corpus.from_nltk(reader))
    dc.save_table(table, study / "words", caption="Words.")
    (speeches / "1990-Li.txt").write_text("We share no future.\n\nOne peace.\n")
    found = dc.verify(study)["found"][0]
    assert found.startswith("NLTK's corpus 'speeches_of_a_test' has no text '1990-Li' with the")


def test_the_inaugural_addresses_have_years_and_speakers(inaugural):
    corpus = dc.Corpus.from_nltk(inaugural, metadata=PATTERN)
    documents = corpus.documents
    assert len(documents) >= 58
    assert documents.loc[0, ["year", "speaker"]].tolist() == ["1789", "Washington"]
    # 2013-Obama is UTF-8, although NLTK names Latin-1; 2005-Bush is Latin-1.
    assert "â" not in "".join(corpus.terms)
