"""Texts that were read, but perhaps not as they were meant, are named in a warning."""

import pandas as pd
import pytest
import regex

import discourse as dc
from discourse.text.damage import count_damage


def warning(make):
    with pytest.warns(UserWarning) as said:
        corpus = make()
    assert [one.filename for one in said] == [__file__] * len(said)
    return corpus, [str(one.message) for one in said]


def test_bytes_that_latin_1_has_no_letters_for_are_read_as_cp1252(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"China\x92s \x93caf\xe9\x94")
    (tmp_path / "b.txt").write_bytes(b"caf\xe9")
    corpus, said = warning(lambda: dc.read(tmp_path, encoding="latin-1"))
    assert corpus.terms == ("café", "china's")
    assert corpus.recipe["encoding"] == {"a": "cp1252", "b": "latin-1"}
    assert said == [
        "cp1252 was taken for 'a', because Latin-1 has no letters for some of the bytes; write "
        "encoding='cp1252'."
    ]


def test_nothing_is_said_if_cp1252_was_named(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"China\x92s")
    assert dc.read(tmp_path, encoding="cp1252").terms == ("china's",)
    assert dc.read(tmp_path, encoding=("cp1252", "latin-1")).terms == ("china's",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "All is well. Itâ€™s a cafÃ©.",
            "'a' contains 'Itâ€™s': text in one encoding was read as another, which was 'It’s'; "
            "name the encoding of the file with encoding=, or mend it with ftfy.fix_text. "
            "The column 'damaged' of corpus.audit() counts all places.",
        ),
        (
            "Two caf\ufffds\nand naf\ufffd.",
            "'a' contains 'caf\ufffds': letters were lost when the file was made; get the "
            "original. The column 'damaged' of corpus.audit() counts all places.",
        ),
    ],
)
def test_damaged_letters_are_named_and_counted(text, said):
    corpus, heard = warning(lambda: dc.Corpus.from_texts({"x": "Fine: Ünïcödé.", "a": text}))
    assert heard == [said]
    assert corpus.audit()["damaged"].tolist() == [0, 2]


def test_whole_letters_are_no_damage(recwarn):
    texts = (
        "Ça va, São João! L’Âge d’or: 5 °C. Ñandú Ångström Łódź «Été» – “œuvre” … Привет. 中文 Â"
    )
    assert dc.Corpus.from_texts({"a": texts}).audit()["damaged"].tolist() == [0]
    assert not [one for one in recwarn if "damaged" in str(one.message)]


def test_a_language_that_is_not_known_is_named():
    table = pd.DataFrame({"text": ["a", "b", "c", "d"], "language": ["German", "xx", "xx", None]})
    corpus, said = warning(lambda: dc.Corpus.from_frame(table))
    assert said == [
        "the language 'xx' of '1' and 1 more is not known, and sentences are found by the rules of "
        "English; give a code or an English name, such as 'de' or 'German'."
    ]
    assert corpus.audit()["language"].tolist() == ["de", "en", "en", "en"]


@pytest.mark.parametrize(
    "text, places",
    [
        ("ƒãa be ablɔɖe", 0), ("TAKPEKPEG\u00c3 LE", 0), ("TAKPEKPEG\u00c3\xa0LE", 0),
        ("«IRM\u00c3»", 0), ("A “MANH\u00c3” e a “IRM\u00c3”.", 0), ("“\u00c3”", 0),
        ("H\u00c3”TEL", 1), ("voil\u00c3\xa0 tout", 1), ("don\x92t", 1), ("5\u00c2°C", 1),
        ("CAF\u00c3‰", 1), ("√2 ≈ 1", 0),
    ],
)  # fmt: skip
def test_what_is_counted_as_damage_is_warned_of(text, places, recwarn):
    corpus = dc.Corpus.from_texts({"a": text})
    assert corpus.audit()["damaged"].sum() == places
    assert bool(recwarn) == bool(places)


def test_damaged_metadata_is_named():
    table = pd.DataFrame({"text": ["A.", "B.", "C."], "who": ["JosÃ©", "Ana", "Zoé"]})
    expected = (
        "the column 'who' contains 'JosÃ©': text in one encoding was read as another, which was "
        "'José'; name the encoding of the file with encoding=, or mend it with ftfy.fix_text. "
        "Parts and conditions take the value as it is."
    )
    corpus, said = warning(lambda: dc.Corpus.from_frame(table))
    assert said == [expected]
    _, said = warning(lambda: corpus.with_metadata(other={"0": "caf\ufffd", "1": "b", "2": "Ñ"}))
    assert said == [
        "the column 'other' contains 'caf\ufffd': letters were lost when the file was made; get "
        "the original. Parts and conditions take the value as it is."
    ]
    turns = pd.DataFrame({"document": ["d"] * 2, "text": ["A.", "B."], "speaker": ["JosÃ©", "ƒã"]})
    _, said = warning(lambda: dc.Corpus.from_frame(turns, transcript=True))
    assert said == [expected.replace("who", "speaker")]


def test_of_the_translations_only_those_with_control_characters_are_damaged(shared):
    files = sorted((shared / "corpora" / "udhr").glob("*.txt"))
    texts = {path.stem: path.read_text("utf-8") for path in files}
    damaged = [name for name, text in texts.items() if count_damage(text)]
    assert damaged == [name for name, text in texts.items() if regex.search(r"[\x80-\x9f]", text)]
