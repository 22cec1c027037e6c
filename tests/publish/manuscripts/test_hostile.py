"""Hostile manuscripts: nothing is run, fetched or unpacked without bounds, and no crash."""

import gc
import struct
import zipfile

import pytest

import discourse as dc
from discourse.publish.manuscripts.manuscript import READERS_OF_MANUSCRIPTS, read_manuscript

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = '<w:document xmlns:w="{}"><w:body>{}</w:body></w:document>'


def write_docx(path, body, **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", DOCUMENT.format(WORD, body))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return path


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def texts(path):
    return [passage.text for passage in read_manuscript(path).passages]


@pytest.mark.parametrize("ending", READERS_OF_MANUSCRIPTS)
@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 100, b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe"],
    ids=["empty", "zeros", "zip", "pdf", "mark"],
)
def test_a_file_of_another_kind_is_refused_or_empty(ending, content, tmp_path):
    path = tmp_path / f"paper{ending}"
    path.write_bytes(content)
    try:
        assert dc.check_manuscript(path)["number"].tolist() in ([], ["1.7"])
    except dc.DiscourseError as error:
        assert "paper" in str(error)


@pytest.mark.parametrize("ending", [".docx", ".odt"])
def test_a_bomb_is_refused_before_it_is_unpacked(ending, tmp_path):
    path = tmp_path / f"paper{ending}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (257 * 2**20))
    with pytest.raises(dc.DiscourseError, match="unpacks to 257 MB"):
        dc.check_manuscript(path)


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path):
    path = write_docx(tmp_path / "paper.docx", paragraph("It has 7 hits." * 1_000))
    raw = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = raw.index(mark) + at
        raw[place : place + 4] = struct.pack("<I", 10)
    path.write_bytes(raw)
    with pytest.raises(dc.DiscourseError, match="damaged"):
        dc.check_manuscript(path)


def test_an_entry_that_would_unpack_elsewhere_is_refused(tmp_path):
    path = write_docx(tmp_path / "paper.docx", paragraph("It has 7 hits."))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../evil.txt", "x")
    with pytest.raises(dc.DiscourseError, match="would unpack elsewhere"):
        dc.check_manuscript(path)


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    (tmp_path / "secret.txt").write_text("99", encoding="utf-8")
    lol = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "9 ">' for n in range(12)
    )
    path = tmp_path / "paper.docx"
    doctype = f'<!DOCTYPE x [{lol}<!ENTITY s SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            doctype + DOCUMENT.format(WORD, paragraph("It has 7 hits &l11; &s; here.")),
        )
    try:
        assert "99" not in "".join(texts(path))
        assert "9 9" not in "".join(texts(path))
    except dc.DiscourseError as error:
        assert "damaged" in str(error)


@pytest.mark.parametrize("depth", [200, 5_000])
def test_deep_nesting_is_read_or_refused(depth, tmp_path):
    run = "<w:ins>" * depth + "<w:r><w:t>7</w:t></w:r>" + "</w:ins>" * depth
    sources = {
        "deep.tex": "{\\emph" * depth + "{7}" + "}" * depth,
        "deep.html": "<div>" * depth + "7" + "</div>" * depth,
        "deep.md": "> " * depth + "7",
        "open.tex": "\\footnote{" * depth + "7",
        "claims.tex": "\\claim{" * depth + "7",
        "tables.tex": "\\begin{tabular}{l}" * depth + "7",
    }
    write_docx(tmp_path / "deep.docx", f"<w:p>{run}</w:p>")
    for name, source in sources.items():
        (tmp_path / name).write_text(source, encoding="utf-8")
    for name in ("deep.docx", *sources):
        try:
            dc.check_manuscript(tmp_path / name)
        except dc.DiscourseError as error:
            assert name in str(error)


@pytest.fixture
def uncollected():
    """No garbage is collected; an interruption while it is would be reported by pytest."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
def test_what_takes_too_long_is_refused(tmp_path, paper):
    path = tmp_path / "paper.md"
    path.write_text("It has [7](# 'rights') hits.\n\n" * 20_000, encoding="utf-8")
    with pytest.raises(dc.DiscourseError, match=r"takes more than 0\.5 seconds"):
        dc.check_manuscript(path, paper, seconds=0.5)


def test_latex_includes_nothing_from_outside_and_runs_nothing(tmp_path):
    (tmp_path / "secret.tex").write_text("It has 99 hits.", encoding="utf-8")
    study = tmp_path / "study"
    study.mkdir()
    (study / "one.tex").write_text("It has 3 hits. \\input{one} \\input{paper}", encoding="utf-8")
    (study / "link.tex").symlink_to(tmp_path / "secret.tex")
    path = study / "paper.tex"
    path.write_text(
        "\\input{../secret}\\input{link}\\input{/etc/passwd}\\include{lost}\\input{one}"
        "\\immediate\\write18{touch evil}\\input{|ls}\\openout1=evil\\loop\\iftrue\\repeat",
        encoding="utf-8",
    )
    table = dc.check_manuscript(path)
    assert "3" in table["number"].tolist()
    assert "99" not in table["number"].tolist()
    notes = " ".join(table.attrs["notes"])
    for name in ("../secret", "link", "/etc/passwd", "lost", "|ls", "includes itself"):
        assert name in notes
    assert sorted(each.name for each in study.iterdir()) == ["link.tex", "one.tex", "paper.tex"]


def test_code_in_a_manuscript_is_not_run(tmp_path):
    evil = f"open({str(tmp_path / 'evil')!r}, 'w')"
    (tmp_path / "paper.qmd").write_text(
        f"It has `{{python}} {evil}` hits.\n\n```{{python}}\n{evil}\n```\n", encoding="utf-8"
    )
    (tmp_path / "paper.html").write_text(
        "<script>document.write(9)</script><p>It has 7 hits.<img src=x onerror='9'></p>",
        encoding="utf-8",
    )
    assert dc.check_manuscript(tmp_path / "paper.html")["number"].tolist() == ["7"]
    dc.check_manuscript(tmp_path / "paper.qmd")
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize(
    "content",
    [
        "x = [", "number = 7", "texts = 7", "[[number]]\nsentence = 'a'", "other = 1",
        "[[number]]\nsentence='7'\nnumber='7'\nclaim='a'\nexempt='b'",
        "[[number]]\nsentence='7'\nnumber='7'\nclaim='a'\norder='1'",
        "[[number]]\nsentence='7'\nnumber='7'\nclaim='a'\norder=0",
        "[[number]]\nsentence='7'\nnumber='7'\n", "a = " + "[" * 5_000,
    ],
)  # fmt: skip
def test_a_file_of_claims_that_is_none_is_refused(content, tmp_path):
    (tmp_path / "paper.md").write_text("It has 7 hits.", encoding="utf-8")
    (tmp_path / "paper.claims.toml").write_text(content, encoding="utf-8")
    with pytest.raises(dc.DiscourseError, match=r"paper\.claims\.toml"):
        dc.check_manuscript(tmp_path / "paper.md")


def test_texts_elsewhere_are_read_only_if_they_are_given(tmp_path, root, monkeypatch, paper):
    study = tmp_path / "study"
    study.mkdir()
    monkeypatch.chdir(study)
    (study / "paper.md").write_text("*Rights* has [28](# 'rights') hits.", encoding="utf-8")
    (study / "paper.claims.toml").write_text(
        f"texts = '{(root / 'seeds').as_posix()}'", encoding="utf-8"
    )
    with pytest.raises(dc.DiscourseError, match="outside of its folder"):
        dc.check_manuscript("paper.md")
    assert dc.check_manuscript("paper.md", paper)["status"].tolist() == ["holds"]


def test_hidden_numbers_and_letters_that_pose_as_others_are_seen(tmp_path):
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>It has 9 hits.</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>It has 8 hits.</w:t></w:r></w:p>"
        + paragraph("It has tw\u0435nty hits.")
    )
    table = dc.check_manuscript(write_docx(tmp_path / "paper.docx", body))
    assert table[["number", "status"]].to_numpy().tolist() == [
        ["9", "doubtful"],
        ["8", "doubtful"],
        ["twenty", "unbound"],
    ]


def test_deleted_text_is_gone_and_inserted_text_is_read(tmp_path):
    body = (
        "<w:p><w:r><w:t>It has </w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>7</w:t></w:r></w:ins><w:r><w:t> hits.</w:t></w:r></w:p>"
    )
    assert texts(write_docx(tmp_path / "paper.docx", body)) == ["It has 7 hits."]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_the_same_name_are_refused(tmp_path):
    path = write_docx(tmp_path / "paper.docx", paragraph("28 hits"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/document.xml", DOCUMENT.format(WORD, paragraph("99 hits")))
    with pytest.raises(dc.DiscourseError, match="damaged"):
        read_manuscript(path)


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ('<!DOCTYPE a [<!ENTITY x "9">]>', "Rights occurs 28&x; times."),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x; 28"),
        ('<!DOCTYPE a SYSTEM "a.dtd">', "Rights occurs 28&x; times."),
    ],
    ids=["internal", "external", "of another file"],
)
@pytest.mark.parametrize("ending", [".docx", ".odt"])
def test_entities_are_refused(ending, head, text, tmp_path):
    path = tmp_path / f"paper{ending}"
    name = "word/document.xml" if ending == ".docx" else "content.xml"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, head + DOCUMENT.format(WORD, paragraph(text)))
    with pytest.raises(dc.DiscourseError, match="entities that would have to be expanded"):
        dc.check_manuscript(path)
