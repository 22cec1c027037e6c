"""Files that hold several documents, and descriptions that many texts share."""

from datetime import date

import pytest

import discourse as dc
from discourse.errors import DiscourseError

EXPORT = "Downloaded today.\n\n" + "".join(
    f"Document {number} of 100\nHeadline {number}\n\nDate: 2001-02-0{number % 9 + 1}\n\n"
    f"Peace number n{number}.\n\nSecond paragraph.\n\n"
    for number in range(1, 101)
)
DIVIDED = r"[documents]" "\n" r"begins = { regex = '^Document (?P<number>\d+) of \d+\n' }" "\n"


@pytest.fixture
def folder(tmp_path):
    def write(**files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_toml", ".toml")
            path = path if path.suffix else path.with_suffix(".txt")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content.encode())
        return tmp_path

    return write


def refusal(path):
    with pytest.raises(DiscourseError) as refused:
        dc.read(path)
    return str(refused.value)


def test_an_export_of_a_hundred_articles_is_a_hundred_documents(folder):
    corpus = dc.read(folder(wire__export=EXPORT, folder_toml=DIVIDED))
    assert list(corpus) == [f"wire/export/{number}" for number in range(1, 101)]
    assert "".join(corpus.store.texts) == EXPORT
    assert corpus.documents["number"].tolist() == [str(number) for number in range(1, 101)]
    assert len(corpus.find("downloaded today")) == 0
    assert len(corpus.find("n7")) == 1
    first = corpus.audit().iloc[:2]
    assert first["region"].tolist() == ["front matter", "paragraph"]
    assert first["treatment"].tolist() == ["drop", "count"]
    assert first["opening"].tolist()[1].startswith("Document 1 of 100")
    assert corpus["wire/export/2"].parts("section")["tokens"].tolist() == [6, 2, 3, 2]


def test_each_document_has_the_regions_and_the_metadata_of_its_own_text(folder):
    rules = (
        "[source]\nwire = 'A'\ndate = { regex = '^Date: (.+)$' }\n"
        "[[region]]\nname = 'head'\nbegins = { regex = '\\A' }\ntreatment = 'drop'\n"
        "[[region]]\nname = 'body'\nbegins = 'Peace'\n"
    )
    corpus = dc.read(folder(export=EXPORT, export_toml=DIVIDED + rules))
    assert corpus.documents["date"].tolist()[:2] == ["2001-02-02", "2001-02-03"]
    assert set(corpus.documents["wire"]) == {"A"}
    assert corpus.documents["tokens"].tolist() == [5] * 100
    audit = corpus.audit()
    assert audit["region"].tolist()[:5] == ["front matter", "head", "body", "head", "body"]
    assert audit["characters"].sum() == len(EXPORT)


def test_the_regions_of_other_kinds_of_files_are_divided_too(tmp_path):
    (tmp_path / "a.md").write_text("# One\n\nPeace.\n\n# Two\n\nWar.\n\nMore.\n", encoding="utf-8")
    (tmp_path / "a.toml").write_text("[documents]\nbegins = { regex = '^# ' }\n", encoding="utf-8")
    corpus = dc.read(tmp_path)
    assert list(corpus.store.texts) == ["# One\n\nPeace.\n\n", "# Two\n\nWar.\n\nMore.\n"]
    assert corpus.parts("section")["head"].tolist() == ["# One", "# Two"]


def test_a_document_that_does_not_fit_is_named_and_loses_no_other(folder):
    rules = "[[region]]\nname = 'body'\nbegins = 'Peace number n'\n"
    wrong = EXPORT.replace("Peace number n5.", "War.")
    path = folder(export=wrong, export_toml=DIVIDED + rules.replace("'Peace", "'Document"))
    path = folder(export=wrong, export_toml=DIVIDED + rules)
    assert refusal(path).startswith(f"{path / 'export.txt'}, 'export/1': {path / 'export.toml'}: ")
    rules = "[[region]]\nname = 'head'\nbegins = { regex = '\\A' }\n" + rules
    (path / "export.toml").write_text(DIVIDED + rules, encoding="utf-8")
    corpus = dc.read(path, on_error="skip")
    assert len(corpus) == 99
    (reason,) = corpus.skipped["reason"]
    assert "'export/5'" in reason


def test_a_marker_of_documents_that_does_not_occur_is_refused(folder):
    path = folder(a="One.", a_toml="[documents]\nbegins = 'Two'\n")
    assert refusal(path) == (
        f"{path / 'a.toml'}: documents should begin at 'Two', which does not occur in 'a'; correct "
        "the marker."
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[documents]\n", "[documents] has no marker; add one, such as begins = { regex = "),
        ("[documents]\nends = 'x'\n", "key of [documents]='ends' is not known; choose 'begins'."),
        ("[[kind]]\n", "[[kind]] 1 does not say which texts are of this kind; add files = "),
        ("[[kind]]\nfiles = 1\n", "files of [[kind]] 1 is 1; give a string, or a list of them."),
        ("[text]\nsha256 = 'a'\n", "key of [text]='sha256' is not known; choose 'encoding', 'transcript', 'reading'."),
        ("[source]\na = { regex = '(' }\n", "the pattern of a of [source] is not a regular expr"),
        ("[source]\na = { regex = 'a', x = 1 }\n", "key of a of [source]='x' is not known; choose"),
    ],
)
def test_a_malformed_description_of_a_folder_is_refused(folder, content, message):
    path = folder(a="One.", folder_toml=content)
    assert refusal(path).startswith(f"{path / 'folder.toml'}: {message}")


NEWS = r"""
[source]
collection = "news"
date = { regex = '^Date: (.+)$', optional = true }

[[region]]
name = "head"
begins = { regex = '\A' }
treatment = "show"

[[region]]
name = "byline"
begins = { regex = '^By ' }
treatment = "drop"
optional = true

[[region]]
name = "body"
begins = { regex = '(?=^Text)' }

[[region]]
name = "copyright"
matches = { regex = '(?s)^Copyright.*\Z' }
treatment = "drop"
optional = true

[[kind]]
files = "letter-*.txt"
[kind.source]
form = "letter"
[[kind.region]]
name = "all"
begins = { regex = '\A' }

[[kind]]
contains = { regex = '^COLUMN' }
[kind.source]
form = "column"
"""


def test_one_description_serves_texts_that_have_a_region_and_texts_that_lack_it(folder):
    path = folder(
        a="Title\nDate: 3 May\nBy Li\nText of peace.\nCopyright\nrights\n",
        b="Title\nText of war.\n",
        d="Text without a title.",
        x__letter="",
        folder_toml=NEWS,
    )
    (path / "x" / "letter.txt").rename(path / "x" / "letter-1.txt")
    (path / "x" / "letter-1.txt").write_text("Dear all.", encoding="utf-8")
    (path / "x" / "c.txt").write_text("COLUMN\nText of Wu.", encoding="utf-8")
    corpus = dc.read(path)
    audit = corpus.audit()
    regions = audit.groupby("document")["region"].apply(list).to_dict()
    assert regions == {
        "a": ["head", "byline", "body", "copyright"],
        "b": ["head", "body"],
        "d": ["body"],
        "x/c": ["head", "body"],
        "x/letter-1": ["all"],
    }
    assert corpus.documents["date"].dropna().tolist() == ["3 May"]
    assert corpus.documents["form"].dropna().tolist() == ["column", "letter"]
    assert corpus.documents["collection"].tolist() == ["news"] * 5
    assert corpus.size == 3 + 3 + 4 + 3 + 2


def test_a_text_that_lacks_a_region_is_named_with_the_description_of_its_folder(folder):
    path = folder(a="Text.", b="None.", folder_toml=NEWS)
    assert refusal(path) == (
        f"{path / 'b.txt'}: {path / 'folder.toml'}: region 'body' should begin at '(?=^Text)', "
        "which does not occur after character 0 (line 1); correct the marker, or the order."
    )


def test_what_a_text_should_say_about_itself_and_does_not_is_named(folder):
    path = folder(a="One.", folder_toml="[source]\nyear = { regex = '[0-9]+' }\n")
    assert refusal(path) == (
        f"{path / 'a.txt'}: {path / 'folder.toml'}: 'year' should be found by '[0-9]+', which does "
        "not occur; correct the pattern, or add optional = true."
    )


def test_a_pattern_that_takes_too_long_is_refused(folder, monkeypatch):
    monkeypatch.setattr("discourse.text.description.SECONDS_PER_PATTERN", 0.01)
    slow = "{ regex = '(?:a|aa)+$b' }"
    path = folder(a="a" * 200, folder_toml=f"[source]\nx = {slow}\n")
    assert "the pattern of 'x' takes more than 0.01 seconds" in refusal(path)
    path = folder(folder_toml=f"[[kind]]\ncontains = {slow}\n")
    assert "what a kind contains takes more than 0.01 seconds" in refusal(path)


def test_a_date_of_the_description_stays_a_date(folder):
    corpus = dc.read(folder(a="One.", folder_toml="[source]\nday = 2001-02-03\n"))
    assert corpus.documents["day"].tolist() == [date(2001, 2, 3)]


def test_the_recipe_names_the_descriptions_of_folders_that_were_used(folder):
    path = folder(a="One.", a_toml="[source]\nx = 1\n", folder_toml="[source]\ny = 1\n")
    assert "read" not in dc.read(path).recipe
    (digest,) = dc.read(folder(b="Two.")).recipe["read"]["folder"]
    assert len(digest) == 12
