"""Which files are texts, the names of their documents, and files refused unopened."""

import os
import sys

import pytest

import discourse as dc
from discourse.errors import DiscourseError
from discourse.text.folder import list_files


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "texts"
    path.mkdir()
    return path


def write(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("One.", encoding="utf-8")


def named(folder, **options):
    return {source.name: source.refusal for source in list_files(folder, **options)}


def test_files_are_named_by_their_path_in_the_folder(folder):
    write(folder, "b.txt", "a.md", "sub/c.v2.html", "x.txt/d.txt")
    assert list(named(folder)) == ["a", "b", "sub/c.v2", "x.txt/d"]


def test_hidden_files_descriptions_and_a_readme_are_ignored(folder):
    write(folder, "a.txt", "a.toml", "README.md", "sub/Readme.txt", ".hidden.txt", ".git/b.txt")
    assert list(named(folder)) == ["a"]


def test_lock_files_and_what_windows_keeps_in_a_folder_are_ignored(folder):
    write(folder, "report.txt", "~$report.docx", "~$report.txt", "Thumbs.db", "sub/desktop.ini")
    assert list(named(folder)) == ["report"]


def test_the_table_of_metadata_is_ignored(folder, monkeypatch):
    write(folder, "a.txt", "speeches.csv")
    monkeypatch.chdir(folder)
    assert list(named(folder, exclude=folder / ".." / "texts" / "speeches.csv")) == ["a"]
    assert list(named(folder)) == ["a", "speeches"]


def test_a_file_of_another_kind_is_refused_by_its_ending(folder):
    write(folder, "a.doc")
    assert named(folder)["a"].startswith("is of a kind that is not read; convert it to one of .txt")


def test_a_description_of_nothing_is_refused(folder):
    write(folder, "a.txt", "b.toml")
    assert named(folder) == {
        "a": "",
        "b": "describes no text: no file beside it has its name; rename it, or remove it.",
    }


def test_two_files_of_one_name_are_refused(folder):
    write(folder, "a.txt", "a.pdf")
    with pytest.raises(DiscourseError) as refused:
        list_files(folder)
    assert str(refused.value) == (
        f"{folder / 'a.pdf'} and {folder / 'a.txt'} would both be the document 'a'; "
        "rename one of them, or remove it."
    )


def test_a_link_inside_the_folder_is_read_and_one_that_leads_elsewhere_is_refused(folder):
    write(folder, "a.txt", "sub/b.txt", "../outside.txt")
    (folder / "inside.txt").symlink_to(folder / "a.txt")
    (folder / "outside.txt").symlink_to(folder.parent / "outside.txt")
    (folder / "folder").symlink_to(folder / "sub")
    (folder / "loop").symlink_to(folder)
    (folder / "nothing.txt").symlink_to(folder / "none.txt")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    elsewhere = "is a link that leads elsewhere; put its target into the folder itself."
    nothing = "is a link to nothing; remove it from the folder."
    assert named(folder) == {
        "a": "",
        "folder": elsewhere,
        "inside": "",
        "loop": elsewhere,
        "nothing": nothing,
        "outside": elsewhere,
        "self": nothing,
        "sub/b": "",
    }


def test_a_pipe_is_refused_and_not_waited_for(folder):
    os.mkfifo(folder / "a.txt")
    assert named(folder) == {"a": "is not a regular file; remove it from the folder."}


def test_a_pipe_in_place_of_the_description_of_a_folder_is_not_waited_for(folder):
    write(folder, "a.txt")
    os.mkfifo(folder / "folder.toml")
    (found,) = (file for file in list_files(folder) if file.name == "a")
    assert found.description is None


def test_a_link_whose_own_path_is_given_is_followed(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write(elsewhere, "a.txt")
    (folder / "b.txt").symlink_to(elsewhere / "a.txt")
    (folder / "c").symlink_to(elsewhere)
    assert named(folder / "b.txt") == {"b": ""}
    assert named(folder / "c") == {"a": ""}


def test_a_path_that_is_a_link_to_nothing_is_refused(folder):
    (folder / "a.txt").symlink_to(folder / "none.txt")
    assert named(folder / "a.txt") == {"a": "is not a regular file; remove it from the folder."}


def test_a_file_that_is_too_large_is_refused(folder, monkeypatch):
    write(folder, "a.txt")
    monkeypatch.setattr("discourse.text.folder.LARGEST_FILE", 3)
    assert named(folder)["a"].endswith("; divide it.")


def test_names_are_shown_on_one_line_with_nothing_for_a_terminal(folder):
    write(folder, "a\n\x1b[31m\u202eb.doc")
    (source,) = list_files(folder)
    assert source.place == f"{folder}/a\\n\\x1b[31m\\u202eb.doc"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_a_file_whose_name_is_not_utf8_is_refused_and_the_others_are_read(folder):
    write(folder, "a.txt")
    (folder / os.fsdecode(b"bad\xff.txt")).write_text("One.", encoding="utf-8")
    place = f"{folder}/bad\\udcff.txt"
    with pytest.raises(DiscourseError) as refused:
        dc.read(folder)
    assert str(refused.value) == f"{place} has a name that is not UTF-8; rename it."
    corpus = dc.read(folder, on_error="skip")
    assert list(corpus) == ["a"]
    assert corpus.skipped["file"].tolist() == [place]


def test_a_file_of_an_unread_kind_is_no_second_document_of_its_name(folder):
    write(folder, "speech.txt", "speech.jpg")
    assert list(dc.read(folder, on_error="skip")) == ["speech"]
    with pytest.raises(DiscourseError, match=r"speech\.jpg is of a kind that is not read"):
        dc.read(folder)


def test_decomposed_names_of_files_are_composed(folder):
    write(folder, "Jose\u0301.txt")
    assert list(named(folder)) == ["Jos\u00e9"]
    assert list(named(folder / "Jose\u0301.txt")) == ["Jos\u00e9"]


def test_a_folder_is_described_by_the_nearest_description_in_it_or_above(folder):
    write(
        folder,
        "folder.toml",
        "a.txt",
        "own.txt",
        "own.toml",
        "x/b.txt",
        "y/folder.toml",
        "y/z/c.txt",
    )
    found = {source.name: source.description for source in list_files(folder)}
    assert found == {
        "a": folder / "folder.toml",
        "own": folder / "own.toml",
        "x/b": folder / "folder.toml",
        "y/z/c": folder / "y" / "folder.toml",
    }
    (alone,) = list_files(folder / "a.txt")
    assert alone.description == folder / "folder.toml"
    (below,) = list_files(folder / "x")
    assert below.description is None


def test_the_description_of_a_text_named_folder_describes_only_that_text(folder):
    write(folder, "folder.txt", "folder.toml", "a.txt")
    found = {source.name: source.description for source in list_files(folder)}
    assert found == {"a": None, "folder": folder / "folder.toml"}


def test_the_description_of_a_folder_is_not_taken_from_elsewhere(folder):
    write(folder, "a.txt", "../outside.toml")
    (folder / "folder.toml").symlink_to(folder.parent / "outside.toml")
    assert [source.description for source in list_files(folder) if not source.refusal] == [None]
    assert named(folder)["folder"].startswith("is a link that leads elsewhere;")


def test_a_description_of_a_folder_without_texts_is_refused(folder):
    write(folder, "a.txt", "x/folder.toml")
    assert named(folder)["x/folder"].startswith("describes no text: no file beside it has its name")
