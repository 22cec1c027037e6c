"""Turns are sections that know their speaker: in every verb, query, subset and saved corpus."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.corpus import corpus_of_documents
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.second_matcher import find_without_index
from discourse.errors import DiscourseError
from discourse.text.document import Document, Region, plain_document, text_hash

DEBATE = [("Li", "We want peace now."), ("Wu", "Peace?"), ("Wu", "War."), ("Li", "Peace and war.")]
TALK = [("Wu", "Peace again."), ("", "The end."), ("Ada", "War.")]


def transcript(name, turns, **metadata):
    """A document with a turn on each line, each shown after the name of its speaker."""
    regions, text = [], ""
    for number, (speaker, words) in enumerate(turns, 1):
        label = f"{speaker}: "
        for piece, counted in ((label, False), (f"{words}\n", True)):
            start, text = len(text), text + piece
            known = {"speaker": speaker} if speaker else {}
            regions.append(
                Region(start, len(text), "turn", "count", str(number), None, known)
                if counted
                else Region(start, len(text), "speaker", "show")
            )
    return Document(name, text, text_hash(text), tuple(regions), metadata)


@pytest.fixture
def documents():
    return [
        transcript("debate", DEBATE, year=1990),
        plain_document("letter", "Peace, dear friend.", {"year": 2000, "speaker": "Ada"}),
        transcript("talk", TALK, year=2010),
    ]


@pytest.fixture
def corpus(documents):
    return corpus_of_documents(documents, None)


def sizes(corpus):
    table = corpus.parts("speaker")
    return dict(zip(table["part"], table["tokens"], strict=True))


# Counted by hand: Li 4 + 3, Wu 1 + 1 + 2, Ada 3 (the letter's own metadata) + 1, nobody 2.
SIZES = {"": 2, "Ada": 4, "Li": 7, "Wu": 4}


def test_the_turns_of_a_speaker_are_one_part_over_sections_and_documents(corpus):
    assert sizes(corpus) == SIZES
    assert corpus.parts("section")["tokens"].tolist() == [4, 1, 1, 3, 3, 2, 2, 1]


def test_consecutive_turns_of_a_speaker_are_sections_of_their_own(corpus):
    table = corpus.parts("section")
    assert table["part"].tolist()[:4] == ["debate/1", "debate/2", "debate/3", "debate/4"]
    assert table["speaker"].tolist()[:5] == ["Li", "Wu", "Wu", "Li", "Ada"]
    assert pd.isna(table["speaker"][6])
    assert not len(corpus.find("peace war"))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ('peace :: speaker = "Li"', 2),
        ('peace :: speaker = "Wu"', 2),
        ('peace :: speaker = "Ada"', 1),
        ('peace :: speaker != "Li"', 3),
        ('peace :: speaker in ("Li", "Ada")', 3),
        ('peace :: speaker = "Li" & year = 1990', 2),
        ('peace :: speaker = "Wu" & document = "talk"', 1),
        ('the end :: speaker = ""', 1),
        ('peace :: sentence = "1" & speaker = "Wu"', 1),
        ('war :: section = "3" & speaker = "Wu"', 1),
    ],
)
def test_a_query_names_a_speaker_for_both_matchers(corpus, query, count):
    assert len(corpus.find(query)) == count
    assert len(find_without_index(reread(corpus.store), query, corpus.tokenizer)) == count


@pytest.mark.parametrize(
    "table",
    [
        lambda corpus: dc.frequencies(corpus, by="speaker"),
        lambda corpus: dc.ngrams(corpus, (1, 2), by="speaker"),
        lambda corpus: dc.ngrams(corpus, 2, by="speaker", within="document"),
        lambda corpus: dc.tfidf(corpus, by="speaker"),
        lambda corpus: dc.diversity(corpus, by="speaker").rename(columns={"tokens": "count"}),
        lambda corpus: dc.keyness(
            corpus.subset('speaker = "Li"'), corpus.subset('speaker != "Li"')
        ).query("count > 0"),
    ],
)
def test_every_row_by_speaker_resolves_to_its_lines(corpus, table):
    rows = table(corpus)
    assert len(rows)
    again = reread(corpus.store)
    for _, row in rows.iterrows():
        target = corpus.subset('speaker = "Li"') if "status" in row else corpus
        assert len(dc.lines(target, row)) == row["count"]
        if target is corpus:
            query = row["query"]
            assert len(find_without_index(again, query, corpus.tokenizer)) == row["count"]


def test_dispersion_over_speakers_counts_them_as_parts(corpus):
    row = dc.dispersion(corpus, ["peace"], by="speaker").iloc[0]
    assert (row["count"], row["range"], row["parts"]) == (5, 3, 4)


def test_lines_carry_their_speaker_and_are_grouped_by_it(corpus):
    lines = dc.concordance(corpus, "peace").with_columns("speaker", "year").group("speaker")
    table = lines.to_frame()
    assert table["part"].tolist() == ["Ada", "Li", "Li", "Wu", "Wu"]
    assert table["speaker"].tolist() == table["part"].tolist()
    assert table["year"].tolist() == [2000, 1990, 1990, 1990, 2010]


def test_a_subset_by_speaker_keeps_the_turns_and_can_be_divided_again(corpus):
    part = corpus.subset('speaker in ("Wu", "Ada")')
    assert part.size == 8
    assert sizes(part) == {"Ada": 4, "Wu": 4}
    assert sizes(part.subset("year = 1990")) == {"Wu": 2}
    assert len(part.find("peace")) == len(
        find_without_index(reread(part.store), "peace", part.tokenizer)
    )


def test_a_saved_corpus_keeps_its_speakers(corpus, tmp_path):
    corpus.save(tmp_path / "saved")
    loaded = dc.load(tmp_path / "saved", verify=True)
    assert loaded.fingerprint == corpus.fingerprint
    assert sizes(loaded) == SIZES
    assert loaded.parts("section").equals(corpus.parts("section"))


def test_shards_with_and_without_speakers_are_one_corpus(documents, corpus, tmp_path):
    paths = []
    for document in documents:
        paths.append(tmp_path / document.name)
        corpus_of_documents([document], None).save(paths[-1])
    merged = dc.load(paths)
    assert sizes(merged) == SIZES
    assert merged.fingerprint == corpus.fingerprint
    merged.save(tmp_path / "merged")
    assert sizes(dc.load(tmp_path / "merged", verify=True)) == SIZES


def test_a_corpus_knows_itself_by_its_speakers(documents, corpus):
    other = [transcript("debate", [("Li", DEBATE[0][1]), ("Li", DEBATE[1][1]), *DEBATE[2:]])]
    first = corpus_of_documents([transcript("debate", DEBATE)], None)
    assert corpus_of_documents(other, None).fingerprint != first.fingerprint


def test_the_documents_are_listed_with_their_own_metadata_only(corpus):
    assert corpus.documents["speaker"].tolist()[1] == "Ada"
    one = corpus_of_documents([transcript("debate", DEBATE)], None)
    assert "speaker" not in one.documents


def test_an_unknown_attribute_is_answered_with_those_there_are():
    one = corpus_of_documents([transcript("debate", DEBATE)], None)
    with pytest.raises(
        DiscourseError, match=r"choose 'document', 'section', 'sentence', 'speaker'"
    ):
        one.subset('speeker = "Li"')


def test_an_attribute_with_a_name_of_the_package_is_refused():
    region = Region(0, 4, "turn", "count", "1", None, {"tokens": "x"})
    with pytest.raises(DiscourseError, match="the metadata column 'tokens' has the name"):
        corpus_of_documents([Document("a", "Text", "0" * 64, (region,))], None)


# ------------------------------------------------------------------------ how they are read

INTERVIEW = "Interview 3\n\nLi: We want peace.\nWu: Peace?\n\nOr war?\nLi: Peace."


@pytest.fixture
def folder(tmp_path):
    def made(**files):
        for name, content in files.items():
            stem, _, ending = name.rpartition("_")
            (tmp_path / f"{stem}.{ending}").write_text(content, encoding="utf-8")
        return tmp_path

    return made


def test_a_text_is_a_transcript_only_if_that_is_said(folder):
    path = folder(a_txt=INTERVIEW)
    assert "speaker" not in dc.read(path).parts("section")
    corpus = dc.read(path, transcript=True)
    assert sizes(corpus) == {"": 2, "Li": 4, "Wu": 3}
    assert corpus.fingerprint != dc.read(path).fingerprint
    assert corpus.recipe["read"] == {"transcript": True}


def test_a_description_says_that_its_text_is_a_transcript(folder):
    path = folder(a_txt=INTERVIEW, a_toml="[text]\ntranscript = true\n", b_txt="No: thing.")
    assert sizes(dc.read(path)) == {"": 4, "Li": 4, "Wu": 3}


def test_regions_of_a_description_are_divided_into_turns(folder):
    description = (
        "[text]\ntranscript = true\n[[region]]\nname = 'title'\nbegins = 'Interview'\n"
        "treatment = 'drop'\n[[region]]\nname = 'talk'\nbegins = 'Li: We'\n"
    )
    assert sizes(dc.read(folder(a_txt=INTERVIEW, a_toml=description))) == {"Li": 4, "Wu": 3}


def test_a_file_without_speakers_is_refused_or_skipped_by_name(folder):
    path = folder(a_txt=INTERVIEW, b_txt="We agree.")
    with pytest.raises(DiscourseError, match=r"b\.txt is read as a transcript, but no line of it"):
        dc.read(path, transcript=True)
    corpus = dc.read(path, transcript=True, on_error="skip")
    assert list(corpus) == ["a"]
    assert corpus.skipped["file"].str.endswith("b.txt").tolist() == [True]


TABLE = "document,speaker,text,party\nd,Li,Peace now.,A\ne,Li,End.,A\nd,Wu,War.,B\nd,,Who?,\n"


def test_the_rows_of_a_table_are_the_turns_of_its_documents(folder):
    corpus = dc.read(folder(talks_csv=TABLE), transcript=True)
    assert list(corpus) == ["d", "e"]
    assert sizes(corpus) == {"": 1, "Li": 3, "Wu": 1}
    parties = corpus.parts("party")
    assert dict(zip(parts := parties["part"], parties["tokens"], strict=True)) == {
        "": 1, "A": 3, "B": 1,
    }, parts  # fmt: skip
    assert corpus.tokens("d") == ["Peace", "now", "War", "Who"]
    assert "speaker" not in corpus.documents


def test_a_table_without_a_column_of_documents_is_one_transcript(folder):
    corpus = dc.read(
        folder(talk_csv="text,Who\nPeace.,Li\nWar.,Wu\n"), transcript=True, speaker="Who"
    )
    assert list(corpus) == ["talk"]
    assert sizes(corpus) == {"Li": 1, "Wu": 1}


def test_a_table_without_speakers_is_no_transcript(folder):
    with pytest.raises(DiscourseError, match="has no column 'speaker'"):
        dc.read(folder(talk_csv="text\nPeace.\n"), transcript=True)


def test_a_frame_of_turns_gives_the_same_corpus(folder):
    path = folder(talks_csv=TABLE)
    frame = pd.read_csv(path / "talks.csv")
    corpus = dc.Corpus.from_frame(frame, transcript=True)
    assert sizes(corpus) == {"": 1, "Li": 3, "Wu": 1}
    read = dc.read(path, transcript=True)
    assert corpus.parts("section").equals(read.parts("section"))
    assert corpus.fingerprint == read.fingerprint


def test_a_frame_of_turns_needs_documents_and_speakers():
    frame = pd.DataFrame({"text": ["Peace."], "document": ["a"]})
    with pytest.raises(DiscourseError, match="speaker='speaker' is not known"):
        dc.Corpus.from_frame(frame, transcript=True)
    with pytest.raises(DiscourseError, match="document='document' is not known"):
        dc.Corpus.from_frame(pd.DataFrame({"text": ["a"], "speaker": ["b"]}), transcript=True)


TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>'
    '<u who="#Li">We want <choice><sic>peas</sic><corr>peace</corr></choice>.</u>'
    "</body></text></TEI>"
)
CHAT = "@Begin\n@Participants:\tLi Li Speaker\n*Li:\tpeace .\n@End\n"
SUBTITLES = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Li>We agree.\n"


def test_tei_subtitles_and_chat_have_turns_without_being_asked(folder):
    path = folder(a_xml=TEI, b_vtt=SUBTITLES, c_cha=CHAT, d_txt=INTERVIEW)
    assert sizes(dc.read(path)) == {"": 12, "Li": 3 + 2 + 1}
    assert sizes(dc.read(path, transcript=True)) == {"": 2, "Li": 3 + 2 + 1 + 4, "Wu": 3}


def test_the_original_reading_is_another_corpus(folder):
    path = folder(a_xml=TEI)
    edited, original = dc.read(path), dc.read(path, reading="original")
    assert edited.tokens("a") == ["We", "want", "peace"]
    assert original.tokens("a") == ["We", "want", "peas"]
    assert edited.fingerprint != original.fingerprint
    (path / "a.toml").write_text("[text]\nreading = 'original'\n", encoding="utf-8")
    assert dc.read(path).tokens("a") == ["We", "want", "peas"]


@pytest.mark.parametrize(
    "options", [{"transcript": True}, {"transcript": True, "reading": "original"}]
)
def test_a_table_by_speaker_is_verified_with_the_options_it_was_read_with(folder, options):
    path = folder(a_xml=TEI, b_txt=INTERVIEW, talks_csv=TABLE)
    corpus = dc.read(path, **options)
    (path / "figures").mkdir()
    table = dc.frequencies(corpus, by="speaker")
    dc.save_table(table, path / "figures" / "words", caption="Words of each speaker.")
    lines = dc.evidence(corpus, table)
    dc.export(lines, path / "figures" / "evidence.csv")
    found = dc.verify(path)
    assert found.empty, found.to_dict("records")
    assert found.attrs["checked"]["counts"] == len(table)
    assert len(lines) == table["count"].sum()
    assert found.attrs["checked"]["lines"] == 2 * len(lines), "the export, and those of the bundle"


def test_strings_are_transcripts_if_that_is_said():
    corpus = dc.Corpus.from_texts({"a": INTERVIEW}, transcript=True)
    assert sizes(corpus) == {"": 2, "Li": 4, "Wu": 3}
    with pytest.raises(DiscourseError, match="'b' is read as a transcript, but no line"):
        dc.Corpus.from_texts({"b": "We agree."}, transcript=True)


def test_numbers_and_dates_of_turns_are_written_as_they_were_given():
    frame = pd.DataFrame(
        {
            "document": ["a", "a", "a"],
            "text": ["One.", "Two.", "Three."],
            "speaker": [1, 2, None],
            "day": pd.to_datetime(["2015-11-09", "2015-11-10", None]),
            "share": [0.5, 1, 2],
        }
    )
    table = dc.Corpus.from_frame(frame, transcript=True).parts("section")
    assert table["speaker"].fillna("").tolist() == ["1", "2", ""]
    assert table["day"].fillna("").tolist() == ["2015-11-09", "2015-11-10", ""]
    assert table["share"].tolist() == ["0.5", "1", "2"]


speeches = st.lists(
    st.tuples(
        st.sampled_from(["Li", "Wu", 'A "B" \\', ""]), st.sampled_from(["peace", "war war", "—"])
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(st.lists(speeches, min_size=1, max_size=3))
def test_whoever_speaks_every_row_resolves_to_its_lines(talks):
    documents = [transcript(f"t{number}", turns) for number, turns in enumerate(talks)]
    corpus = corpus_of_documents(documents, None)
    if not corpus.size or "speaker" not in corpus.parts("section"):
        return
    table = dc.frequencies(corpus, by="speaker")
    said = Counter()
    for turns in talks:
        for speaker, words in turns:
            said.update((speaker, word) for word in words.split() if word != "—")
    counted = {(row["part"], row["term"]): row["count"] for _, row in table.iterrows()}
    assert counted == said
    again = reread(corpus.store)
    for _, row in table.iterrows():
        assert len(dc.lines(corpus, row)) == row["count"]
        assert len(find_without_index(again, row["query"], corpus.tokenizer)) == row["count"]


def test_the_text_as_it_is_read_names_the_speaker_once():
    frame = pd.DataFrame(
        {"document": ["a"] * 3, "speaker": ["Li", "Wu", None], "text": ["Peace.", "War?", "End."]}
    )
    corpus = dc.Corpus.from_frame(frame, transcript=True)
    assert repr(corpus.show("war")) == ("a\n\n§ 1 · Li\nPeace.\n\n§ 2 · Wu\n[War]?\n\n§ 3\nEnd.")
    said = dc.Corpus.from_texts({"a": "Li: Peace."}, transcript=True)
    assert repr(said.show()) == "a\n\nLi:\n\n§ 1\nPeace."


def test_a_speaker_is_one_however_the_name_is_composed():
    turns = [("Jos\u00e9", "Peace."), ("Jose\u0301", "War."), ("Jos\u00e9", "End.")]
    corpus = corpus_of_documents([transcript("a", turns)], None)
    assert sizes(corpus) == {"Jos\u00e9": 3}
    assert len(corpus.find('peace|war|end :: speaker = "Jose\u0301"')) == 3
