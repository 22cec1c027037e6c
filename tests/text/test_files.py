"""Files become documents; what cannot be read is refused, whole, with the way out."""

import hashlib

import pytest

from discourse.errors import DiscourseError
from discourse.text.document import Region
from discourse.text.files import documents


@pytest.fixture
def folder(tmp_path):
    """A folder that is filled with files by name."""

    def fill(**files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_toml", ".toml")
            path = path if path.suffix else path.with_suffix(".txt")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return fill


def test_the_texts_of_a_folder_come_in_the_order_of_their_names(folder):
    path = folder(b="Two.", a="One.", sub__c="Three.")
    assert [(d.name, d.text) for d in documents(path)] == [
        ("a", "One."),
        ("b", "Two."),
        ("sub/c", "Three."),
    ]


def test_a_file_is_one_document_with_the_hash_of_its_bytes(folder):
    path = folder(a="Café.\r\n") / "a.txt"
    (document,) = documents(path)
    assert (document.name, document.text) == ("a", "Café.\r\n")
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_readme_is_no_text(folder):
    assert [d.name for d in documents(folder(README="About.", a="One."))] == ["a"]


def test_the_description_beside_a_text_divides_it_and_names_its_source(folder):
    toml = "[source]\nyear = 2017\n[[region]]\nname = 'body'\nbegins = 'One'\n"
    (document,) = documents(folder(a="One.", a_toml=toml))
    assert document.regions == (Region(0, 4, "body", "count", "body"),)
    assert document.metadata == {"year": 2017}
    assert document.description == hashlib.sha256(toml.encode()).hexdigest()


def test_a_description_without_regions_leaves_the_text_in_paragraphs(folder):
    (document,) = documents(folder(a="One.\n\nTwo.", a_toml="[source]\nyear = 2017\n"))
    assert [region.name for region in document.regions] == ["paragraph", "paragraph"]


def test_the_encoding_is_that_of_the_description_before_that_of_the_call(folder):
    path = folder(a="é".encode("cp1252"), a_toml="[text]\nencoding = 'cp1252'\n")
    assert [d.text for d in documents(path)] == ["é"]
    assert [d.text for d in documents(folder(a_toml=""), encoding="cp1252")] == ["é"]


def test_a_byte_order_mark_is_no_part_of_the_text(folder):
    assert [d.text for d in documents(folder(a=b"\xef\xbb\xbfOne."))] == ["One."]


def test_nothing_there_is_refused(tmp_path):
    with pytest.raises(DiscourseError) as refused:
        list(documents(tmp_path / "a.txt"))
    assert str(refused.value) == (
        f"{tmp_path / 'a.txt'} does not exist; give a text file, or a folder that holds some."
    )


def test_a_folder_without_texts_is_refused(tmp_path):
    with pytest.raises(DiscourseError) as refused:
        list(documents(tmp_path))
    assert str(refused.value) == f"{tmp_path} holds no text; put .txt files into it."


@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(folder, content):
    path = folder(a="One.", b=content)
    with pytest.raises(DiscourseError) as refused:
        list(documents(path))
    assert str(refused.value) == (
        f"{path / 'b.txt'} is empty; take it out of the folder, or put its text in."
    )


def test_bytes_in_another_encoding_are_refused_with_their_place(folder):
    path = folder(a=b"One.\ncaf\xe9")
    with pytest.raises(DiscourseError) as refused:
        list(documents(path))
    assert str(refused.value) == (
        f"{path / 'a.txt'}: byte 8 (line 2) is not utf-8; name the encoding that the file is in, "
        "as encoding='cp1252'."
    )


def test_an_encoding_that_python_does_not_know_is_refused(folder):
    with pytest.raises(DiscourseError) as refused:
        list(documents(folder(a="One."), encoding="utf-9"))
    assert str(refused.value) == (
        "encoding='utf-9' is not known to Python; name another, as 'utf-8'."
    )


def test_a_text_that_was_changed_behind_its_description_is_refused(folder):
    path = folder(a="One.", a_toml="[text]\nsha256 = '00ff'\n")
    with pytest.raises(DiscourseError) as refused:
        list(documents(path))
    assert str(refused.value) == (
        f"{path / 'a.txt'} has the sha256 {hashlib.sha256(b'One.').hexdigest()}, but "
        f"{path / 'a.toml'} says 00ff; restore the text, or write its new hash there if the "
        "change is meant."
    )


def test_markers_that_the_text_does_not_have_are_refused(folder):
    path = folder(a="One.", a_toml="[[region]]\nname = 'b'\nbegins = 'Two'\n")
    with pytest.raises(DiscourseError) as refused:
        list(documents(path))
    assert str(refused.value) == (
        f"{path / 'a.toml'}: region 'b' should begin at 'Two', which the text does not have after "
        "character 0 (line 1); correct the marker, or the order."
    )
