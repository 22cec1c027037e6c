"""Files become documents; a file that cannot be read is refused with the way out."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

import discourse as dc
from discourse.errors import DiscourseError
from discourse.text import encodings
from discourse.text.document import Document, Region
from discourse.text.encodings import NotDecoded
from discourse.text.reading import ReadOptions, Skipped, list_described_files, read_documents


@pytest.fixture
def folder(tmp_path):
    """Fill a folder with files by name."""

    def fill(**files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_toml", ".toml")
            path = path if path.suffix else path.with_suffix(".txt")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return fill


def read(path, metadata=None, **options):
    options = ReadOptions(**options)
    return list(read_documents(list_described_files(path, metadata, options), options))


def test_the_texts_of_a_folder_are_sorted_by_name(folder):
    path = folder(b="Two.", a="One.", sub__c="Three.")
    assert [(d.name, d.text) for d in read(path)] == [
        ("a", "One."),
        ("b", "Two."),
        ("sub/c", "Three."),
    ]


def test_a_file_is_one_document_with_the_hash_of_its_bytes(folder):
    path = folder(a="Café.\r\n") / "a.txt"
    (document,) = read(path)
    assert (document.name, document.text) == ("a", "Café.\r\n")
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_readme_is_not_read_as_a_text(folder):
    assert [d.name for d in read(folder(README="About.", a="One."))] == ["a"]


def test_the_description_beside_a_text_divides_it_and_names_its_source(folder):
    toml = "[source]\nyear = 2017\n[[region]]\nname = 'body'\nbegins = 'One'\n"
    (document,) = read(folder(a="One.", a_toml=toml))
    assert document.regions == (Region(0, 4, "body", "count", "body"),)
    assert document.metadata == {"year": 2017}
    assert document.description == hashlib.sha256(toml.encode()).hexdigest()


def test_a_description_without_regions_leaves_the_text_in_paragraphs(folder):
    (document,) = read(folder(a="One.\n\nTwo.", a_toml="[source]\nyear = 2017\n"))
    assert [region.name for region in document.regions] == ["paragraph", "paragraph"]


def test_the_encoding_of_the_description_precedes_that_of_the_call(folder):
    path = folder(a="é".encode("cp1252"), a_toml="[text]\nencoding = 'cp1252'\n")
    assert [d.text for d in read(path)] == ["é"]
    assert [d.text for d in read(folder(a_toml=""), encodings=("cp1252",))] == ["é"]


def test_a_byte_order_mark_is_not_part_of_the_text(folder):
    assert [d.text for d in read(folder(a=b"\xef\xbb\xbfOne."))] == ["One."]


def test_a_path_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(DiscourseError) as refused:
        read(tmp_path / "a.txt")
    assert str(refused.value) == (
        f"{tmp_path / 'a.txt'} does not exist; give a text file, or a folder that holds some."
    )


def test_a_folder_without_texts_is_refused(tmp_path):
    with pytest.raises(DiscourseError) as refused:
        read(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path} contains no texts; put files into it that end in .txt, .md, .html, .htm, "
        ".docx, .odt, .rtf, .pdf, .xml, .conllu, .vrt, .vtt, .srt, .cha, .csv, .tsv, "
        ".jsonl, .ndjson, .parquet, .xlsx, .ods."
    )


@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(folder, content):
    path = folder(a="One.", b=content)
    with pytest.raises(DiscourseError) as refused:
        read(path)
    assert str(refused.value) == (
        f"{path / 'b.txt'} is empty; remove it from the folder, or put its text in."
    )


def test_bytes_in_another_encoding_are_refused_with_their_place(folder, monkeypatch):
    monkeypatch.setattr(encodings, "_guess_encoding", lambda sample: [])
    path = folder(a=b"One.\ncaf\xe9")
    with pytest.raises(DiscourseError) as refused:
        read(path)
    assert str(refused.value) == (
        f"{path / 'a.txt'}: byte 8 (line 2) is not utf-8. It reads 'café' in cp1252. Name the "
        "encoding that reads correctly, such as encoding=('utf-8', 'cp1252'): the first that fits "
        "a file is used."
    )


def test_all_files_in_another_encoding_are_named_at_once(folder):
    path = folder(a="One.", b=b"caf\xe9", c=b"\xe9t\xe9", d="Two.")
    with pytest.raises(DiscourseError) as refused:
        dc.read(path)
    assert str(refused.value).startswith(f"{path / 'b.txt'}: byte 3 (line 1) is not utf-8.")
    assert str(refused.value).endswith(" The same is true of c.txt.")


@pytest.mark.parametrize("workers", [None, ThreadPoolExecutor(2)])
def test_files_of_other_tasks_in_another_encoding_are_named_too(folder, workers):
    long = b"caf\xe9\n" + b"a" * 4_500_000  # more than a task reads, so that each file is a task
    path = folder(a="One.", **dict.fromkeys("bcdefg", long), h="Two.", i=b"\xe9t\xe9")
    with pytest.raises(NotDecoded) as refused:
        dc.read(path, executor=workers)
    assert str(refused.value).startswith(f"{path / 'b.txt'}: byte 3 (line 1) is not utf-8.")
    assert str(refused.value).endswith(
        " The same is true of c.txt, d.txt, e.txt, f.txt, g.txt, i.txt."
    )


def test_a_message_names_ten_other_files_and_counts_the_rest(folder):
    path = folder(**dict.fromkeys("abcdefghijklm", b"caf\xe9"))
    with pytest.raises(DiscourseError) as refused:
        dc.read(path)
    assert str(refused.value).endswith("j.txt, k.txt and 2 more.")


def test_of_several_encodings_the_first_that_fits_a_file_is_taken(folder):
    found = read(folder(a="é", b=b"caf\xe9"), encodings=("utf-8", "cp1252"))
    assert [(d.text, d.made_by) for d in found] == [("é", "utf-8"), ("café", "cp1252")]


def test_what_cannot_be_read_can_be_skipped_and_is_listed(folder):
    path = folder(a="One.", b="", c=b"caf\xe9", d="Two.")
    found = read(path, on_error="skip")
    assert [item.name for item in found if isinstance(item, Document)] == ["a", "d"]
    assert [item.file for item in found if isinstance(item, Skipped)] == [
        str(path / "b.txt"),
        str(path / "c.txt"),
    ]
    assert found[1].reason.startswith(f"{path / 'b.txt'} is empty;")


def test_a_row_that_cannot_be_read_does_not_lose_the_others(folder):
    table = "document,text\nx,One.\ny,\nz,...\nw,Two.\n"
    (folder(a=table) / "a.txt").rename((path := folder()) / "a.csv")
    found = read(path, on_error="skip")
    assert [item.name for item in found if isinstance(item, Document)] == ["x", "w"]
    assert [item.reason for item in found if isinstance(item, Skipped)] == [
        f"{path / 'a.csv'}, line 3 has no text in 'text'; remove the row, or give it a text.",
        f"{path / 'a.csv'}, 'z', contains no letters or digits; remove its row from the table.",
    ]
    with pytest.raises(DiscourseError) as refused:
        read(path)
    assert str(refused.value) == found[1].reason


def test_a_text_with_half_of_a_surrogate_pair_is_read(folder):
    path = folder() / "a.jsonl"
    path.write_text(r'{"text": "One \ud83d two."}', encoding="utf-8")
    (document,) = read(path)
    assert document.text == "One \ud83d two."
    assert document.sha256 == hashlib.sha256(b"One \xed\xa0\xbd two.").hexdigest()


def test_the_description_overrules_what_the_file_says_about_itself(folder):
    path = folder(a_toml="[source]\ntitle = 'Named'\n") / "a.html"
    path.write_text("<html lang=de><title>Own</title><p>One.", encoding="utf-8")
    (document,) = read(path)
    assert document.metadata == {"title": "Named", "language": "de"}


def test_contradictory_metadata_are_refused(folder):
    path = folder(**{"1990": "One.", "1990_toml": "[source]\nyear = 1991\n"})
    with pytest.raises(DiscourseError) as refused:
        read(path, metadata="{year}.txt")
    assert str(refused.value) == (
        f"{path / '1990.toml'}: year is 1991, but the metadata given for {path / '1990.txt'} says "
        "'1990'; correct one of them."
    )


def test_an_encoding_that_python_does_not_know_is_refused(folder):
    with pytest.raises(DiscourseError) as refused:
        read(folder(a="One."), encodings=("utf-9",))
    assert str(refused.value) == (
        "encoding='utf-9' is not known to Python; name another, such as 'utf-8'."
    )


def test_a_text_that_no_longer_has_the_hash_of_its_description_is_refused(folder):
    path = folder(a="One.", a_toml="[text]\nsha256 = '00ff'\n")
    with pytest.raises(DiscourseError) as refused:
        read(path)
    assert str(refused.value) == (
        f"{path / 'a.txt'} has the sha256 {hashlib.sha256(b'One.').hexdigest()}, but "
        f"{path / 'a.toml'} says 00ff; restore the text, or write its new hash there if the "
        "change is intended."
    )


def test_markers_that_do_not_occur_are_refused(folder):
    path = folder(a="One.", a_toml="[[region]]\nname = 'b'\nbegins = 'Two'\n")
    with pytest.raises(DiscourseError) as refused:
        read(path)
    assert str(refused.value) == (
        f"{path / 'a.toml'}: region 'b' should begin at 'Two', which does not occur after "
        "character 0 (line 1); correct the marker, or the order."
    )


@pytest.mark.parametrize("post", ["👍", "♥️", "🇩🇪", "👩🏽‍🚒 !"])
def test_a_post_of_emoji_alone_is_a_document_without_tokens(folder, post):
    path = folder(a=post, b="One.") / "posts.csv"
    path.write_text(f"document,text\nx,{post}\ny,Two.\n", encoding="utf-8")
    corpus = dc.read(path.parent)
    assert list(corpus) == ["a", "b", "x", "y"]
    assert corpus.documents["tokens"].tolist() == [0, 1, 0, 1]
    assert corpus.audit()["characters"].tolist() == [len(post), 4, len(post), 4]
    assert dc.frequencies(corpus)["count"].sum() == 2


def test_metadata_is_composed_and_two_names_of_one_form_are_refused(folder):
    path = folder(a="One.", a_toml="[source]\nname = 'Jose\u0301'\n")
    (document,) = read(path)
    assert document.metadata == {"name": "Jos\u00e9"}
    (path / "a.toml").write_text("[source]\n'\u00e9' = 1\n'e\u0301' = 2\n", encoding="utf-8")
    with pytest.raises(DiscourseError) as refused:
        read(path)
    assert str(refused.value) == (
        f"{path / 'a.txt'}: two metadata columns are named '\u00e9'; rename one of them."
    )
