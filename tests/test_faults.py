"""Bad input of every kind is refused with its name, or skipped without losing anything else."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

import discourse as dc

WORD_ENTRY = "word/document.xml"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text>{}</text></TEI>'
BOMB = (
    '<!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {n} "{f"&{m};" * 10}">' for m, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def word(change=lambda data: data, **entries):
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Peace.")
    document.save(buffer)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return change(buffer.getvalue())


def archive(**entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return buffer.getvalue()


def link(target):
    return lambda path: path.symlink_to(target)


# For each fault: the name of the file, its content (or how to make it), and part of the message.
FAULTS = {
    "UTF-16 LE without a mark": ("x.txt", "One text.".encode("utf-16-le"), "encoding='utf-16-le'"),
    "UTF-16 BE without a mark": ("x.txt", "One text.".encode("utf-16-be"), "encoding='utf-16-be'"),
    "NUL": ("x.txt", b"One\0two three four", "character 3 is NUL, which no text contains"),
    "Latin-1": ("x.txt", b"Une id\xe9e.", "byte 6 (line 1) is not utf-8."),
    "truncated UTF-8": ("x.txt", "One é".encode()[:-1], "byte 4 (line 1) is not utf-8."),
    "truncated UTF-16": (
        "x.txt",
        "One".encode("utf-16")[:-1],
        "with the byte order mark of utf-16, but byte ",
    ),
    "empty": ("x.txt", b"", "is empty; remove it from the folder"),
    "blank": ("x.txt", b" \r\n\t ", "is empty; remove it from the folder"),
    "a mark alone": ("x.txt", b"\xef\xbb\xbf", "is empty; remove it from the folder"),
    "only punctuation": ("x.txt", b"... -- !?\n", "contains no letters or digits"),
    "an image": ("x.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff", "is not a text: it contains NUL"),
    "a program": ("x.txt", b"\x7fELF\2\1\1" + b"\0" * 9 + b"\xff" * 9, "is not a text: it"),
    "an old Word file": ("x.doc", b"\xd0\xcf\x11\xe0", "is of a kind that is not read; convert it"),
    "a truncated Word file": (
        "x.docx",
        word(lambda data: data[:-200]),
        "is damaged, or not a .docx file",
    ),
    "text named .docx": ("x.docx", b"One.", "is damaged, or not a .docx file"),
    "an archive named .docx": ("x.docx", archive(a="One."), "cannot be read as a Word file"),
    "a Word file without text": ("x.docx", archive(**{WORD_ENTRY: "<w/>"}), "cannot be read as a"),
    "an entry that leaves": (
        "x.docx",
        word(**{"../../x": "One."}),
        "contains an entry that would unpack elsewhere",
    ),
    "an entry from the root": (
        "x.docx",
        word(**{"/etc/x": "One."}),
        "contains an entry that would unpack elsewhere",
    ),
    "text named .pdf": ("x.pdf", b"One.", "cannot be read as a PDF"),
    "a PDF of one line": ("x.pdf", b"%PDF-1.7\n", "cannot be read as a PDF"),
    "a table without texts": (
        "x.csv",
        b"speech,year\nOne.,1\n",
        "has no column 'text'; its columns",
    ),
    "an empty table": ("x.csv", b"", "is empty, without a column 'text'; remove it"),
    "ragged rows": ("x.csv", b"text,year\nOne, two,1\n", "line 2 has 3 cells, but the table has 2"),
    "an open quote": ("x.csv", b'text\n"One.\n', "a quotation mark that is never closed"),
    "a row without a text": ("x.csv", b"text,year\n,1\n", "line 2 has no text in 'text'"),
    "broken JSON": ("x.jsonl", b'{"text": "One."\n', "line 1 is not JSON"),
    "a list of JSON": ("x.jsonl", b'["One."]\n', "line 1 is '[\"One.\"]'; write one object"),
    "deep JSON": ("x.jsonl", b"[" * 100_000, "line 1 is not JSON"),
    "XML that is no TEI": ("x.xml", b"<a>One.</a>", "is XML, but not a TEI document with"),
    "broken XML": ("x.xml", b"<TEI><text>", "is not well-formed XML: "),
    "an external entity": (
        "x.xml",
        f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/hostname">]>{TEI.format("<p>&x;</p>")}',
        "contains the entity &x;, and entities are not expanded",
    ),
    "an expansion bomb": ("x.xml", BOMB + TEI.format("<p>&i;</p>"), "x.xml "),
    "deep HTML": ("x.html", "<p>" + "<div>" * 3_000 + "One.", "is nested too deeply"),
    "a link that leaves": ("x.txt", link("/etc/hostname"), "is a link that leads elsewhere"),
    "a link to itself": ("x.txt", link("x.txt"), "is a link to nothing"),
    "a link to nothing": ("x.txt", link("none.txt"), "is a link to nothing"),
    "a loop of folders": ("x", link("."), "is a link that leads elsewhere"),
    "a pipe": ("x.txt", lambda path: os.mkfifo(path), "is not a regular file"),
    "a description of nothing": (
        "x.toml",
        b"",
        "describes no text: no file beside it has its name",
    ),
    "Chinese without a segmenter": ("x.txt", "人人生而自由".encode(), "so a segmenter is needed"),
    "a name for a terminal": ("x\x1b[2J\n.txt", b"", "x\\x1b[2J\\n.txt is empty"),
}

# The same for the description beside a text that consists of "One. Two."
DESCRIPTIONS = {
    "a marker that is not there": (
        "[[region]]\nname = 'a'\nbegins = 'Three'\n",
        "region 'a' should begin at 'Three', which does not occur",
    ),
    "a first region that comes late": (
        "[[region]]\nname = 'a'\nbegins = 'Two'\n",
        "the first region begins at character 5 (line 1), not at the text's start",
    ),
    "another hash": ("[text]\nsha256 = '00'\n", "restore the text, or write its new hash there"),
    "an encoding that is none": ("[text]\nencoding = 'utf-9'\n", "is not known to Python"),
    "no TOML": ("source", "below a line such as [source] (see `discourse help descriptions`)."),
    "a column of our own": (
        "[source]\ntokens = 3\n",
        "'tokens' has the name of a column that a corpus makes",
    ),
    "a name of blanks": ("[source]\n' ' = 3\n", "a metadata column has no name"),
}


@pytest.fixture
def folder(tmp_path):
    """A folder with two good texts."""
    path = tmp_path / "texts"
    path.mkdir()
    (path / "a.txt").write_text("Peace.", encoding="utf-8")
    (path / "z.txt").write_text("Rights.", encoding="utf-8")
    return path


def put(path, content):
    if callable(content):
        content(path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def state(folder):
    """Return every file below a folder, with its bytes."""
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and not p.is_symlink()}


def check(folder, message):
    """Check that a fault is named, that the other files are read, and that nothing is changed."""
    before = state(folder)
    with pytest.raises(dc.DiscourseError) as refused:
        dc.read(folder)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
    rest = dc.read(folder, on_error="skip")
    assert rest.documents["document"].tolist() == ["a", "z"]
    assert len(rest.skipped) == 1
    assert message in rest.skipped["reason"][0]
    assert rest.skipped["file"][0].startswith(str(folder))
    assert state(folder) == before


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.filterwarnings("ignore::UserWarning")  # zipfile and pypdf warn before they fail
def test_a_fault_is_named_and_costs_nothing_else(folder, fault):
    name, content, message = FAULTS[fault]
    put(folder / name, content)
    check(folder, message)


@pytest.mark.parametrize("fault", DESCRIPTIONS)
def test_a_fault_in_a_description_is_named_and_costs_nothing_else(folder, fault):
    content, message = DESCRIPTIONS[fault]
    put(folder / "x.txt", "One. Two.")
    put(folder / "x.toml", content)
    check(folder, message)


def test_a_locked_a_scanned_and_a_truncated_pdf(folder, pdf):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["One."])))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(folder / "x.pdf")
    check(folder, "is protected by a password")
    put(folder / "x.pdf", pdf([]))
    check(folder, "contains no text, like a scan")
    whole = pdf(["One."])
    put(folder / "x.pdf", whole[: whole.index(b"stream")])
    check(folder, "x.pdf ")


def test_a_file_that_must_not_be_read(folder, monkeypatch):
    put(folder / "x.txt", "One.")
    real = Path.open

    def refuse(path, *args, **kwargs):
        if path.name == "x.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(dc.DiscourseError) as refused:
        dc.read(folder)
    assert str(refused.value) == (
        f"{folder / 'x.txt'} cannot be read (Permission denied); make it readable, or remove it."
    )
    assert len(dc.read(folder, on_error="skip").skipped) == 1


def test_a_file_that_is_too_large(folder, monkeypatch):
    monkeypatch.setattr("discourse.text.folder.LARGEST_FILE", 2**20)
    put(folder / "x.txt", b"a " * 2**20)
    check(folder, "has 2 MB, and the limit is 1 MB; divide it.")


def test_an_archive_that_unpacks_to_too_much(folder, monkeypatch):
    monkeypatch.setattr("discourse.text.readers.archives.LARGEST_FILE", 2**20)
    put(folder / "x.docx", word(**{"word/media/x.bin": b"\0" * 2**22}))
    check(folder, "and the limit is 1 MB; divide it.")


def test_two_files_of_one_name(folder):
    put(folder / "a.md", "Peace.")
    with pytest.raises(dc.DiscourseError) as refused:
        dc.read(folder, on_error="skip")
    assert "would both be the document 'a'" in str(refused.value)


def test_a_file_that_the_pattern_does_not_fit(folder):
    put(folder / "1990-x.txt", "One.")
    rest = dc.read(folder, metadata="{year}-{name}.txt", on_error="skip")
    assert (len(rest.documents), len(rest.skipped)) == (1, 2)
    with pytest.raises(dc.DiscourseError) as refused:
        dc.read(folder, metadata="{year}-{name}.txt")
    assert "a.txt does not fit the pattern '{year}-{name}.txt'" in str(refused.value)


def test_nothing_but_faults(folder):
    for file in folder.iterdir():
        file.write_bytes(b"")
    with pytest.raises(dc.DiscourseError) as refused:
        dc.read(folder, on_error="skip")
    assert str(refused.value).startswith("none of 2 files could be read; the first: ")


def test_a_folder_named_like_a_text(folder):
    (folder / "x.txt").mkdir()
    put(folder / "x.txt" / "b.txt", "One.")
    assert dc.read(folder).documents["document"].tolist() == ["a", "x.txt/b", "z"]
    assert dc.read(folder / "x.txt").documents["document"].tolist() == ["b"]


def test_hostile_names_and_markup_are_text_wherever_they_are_shown(tmp_path):
    name = "<img src=x onerror=alert(1)>"
    (tmp_path / f"{name}.txt").write_text("<script>alert(1)</script> & peace", encoding="utf-8")
    corpus = dc.read(tmp_path)
    shown = dc.concordance(corpus, "peace")._repr_html_() + corpus.show("peace")._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown


@pytest.mark.slow
def test_fifty_megabytes_on_one_line(tmp_path):
    line = b"peace and rights for all of us " * (50 * 2**20 // 31)
    (tmp_path / "a.txt").write_bytes(line)
    corpus = dc.read(tmp_path)
    assert corpus.size == 7 * line.count(b"peace")
    assert dc.frequencies(corpus)["count"].tolist() == [line.count(b"peace")] * 7


@pytest.mark.slow
def test_a_hundred_thousand_documents_of_one_word(tmp_path):
    rows = (json.dumps({"text": f"word{number % 50}"}) for number in range(100_000))
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    corpus = dc.read(tmp_path)
    assert (len(corpus.documents), corpus.size, len(corpus.terms)) == (100_000, 100_000, 50)


def test_what_is_skipped_and_what_is_read_add_up_on_real_texts(shared):
    folder = shared / "corpora" / "state_union"
    found = len(list(folder.glob("*.txt")))
    with pytest.raises(dc.DiscourseError) as refused:
        dc.read(folder)
    assert "1954-Eisenhower.txt: byte 27596 (line 101) is not utf-8." in str(refused.value)
    assert "The same is true of 1970-Nixon.txt, 1971-Nixon.txt, 1972" in str(refused.value)
    assert "encoding=('utf-8', 'cp1252')" in str(refused.value)
    rest = dc.read(folder, on_error="skip")
    assert len(rest.documents) + len(rest.skipped) == found
    assert len(dc.read(folder, encoding=("utf-8", "cp1252")).documents) == found


@pytest.mark.slow
def test_a_corpus_is_whole_although_a_later_save_was_killed(tmp_path, root):
    saved = tmp_path / "paper.corpus"
    dc.read(root / "seeds").save(saved)
    (tmp_path / "a.txt").write_bytes(b"peace and rights for all " * 400_000)
    command = [sys.executable, "-m", "discourse", "index", tmp_path / "a.txt", saved]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL)
    try:
        while process.poll() is None and len(list(saved.glob("generation-*"))) < 2:
            time.sleep(0.001)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert dc.load(saved).size in (1384, 5 * 400_000)
    dc.read(root / "seeds").save(saved)
    assert dc.load(saved).size == 1384
    shutil.rmtree(saved)
