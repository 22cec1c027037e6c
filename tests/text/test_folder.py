"""Which files are texts, the names of their documents, and files refused unopened."""

import os

import pytest

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
