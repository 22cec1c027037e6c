"""The paper in seeds/: its counts are checked against a plain scan of the text."""

import hashlib
import re
import tomllib

import pytest

SECTIONS = {"lead": 64, "1": 275, "2": 192, "3": 380, "4": 272, "5": 201}
PHRASE = "community of shared future"

# The token rule, as far as this text needs it: letters and digits, joined by an apostrophe or a
# hyphen between them, or by . or , between digits.
TOKEN = re.compile(r"[^\W_]+(?:(?:['’-]|(?<=\d)[.,](?=\d))[^\W_]+)*")


@pytest.fixture(scope="module")
def text(root):
    return (root / "seeds" / "human-rights-2017-chapter-6.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def body(text):
    """The paragraphs of the chapter, between its heading and the pager."""
    paragraphs = [line for line in text.split("\n") if line.strip()]
    heading = next(at for at, line in enumerate(paragraphs) if line.startswith("VI. "))
    pager = next(at for at, line in enumerate(paragraphs) if line.startswith("<"))
    return dict(zip(SECTIONS, paragraphs[heading + 1 : pager], strict=True))


def test_the_text_is_the_one_that_its_description_means(root):
    folder = root / "seeds"
    description = tomllib.loads((folder / "human-rights-2017-chapter-6.toml").read_text("utf-8"))
    raw = (folder / "human-rights-2017-chapter-6.txt").read_bytes()
    assert description["text"]["sha256"] == hashlib.sha256(raw).hexdigest()


def test_the_chapter_has_a_lead_and_five_sections(paper):
    parts = paper.parts("section")
    assert dict(zip(parts["part"], parts["tokens"], strict=True)) == SECTIONS
    assert parts["head"].tolist()[:2] == ["", "Building a community of shared future for humanity."]


def test_a_plain_scan_of_the_text_counts_the_same_tokens(paper, body):
    scanned = {section: TOKEN.findall(paragraph) for section, paragraph in body.items()}
    assert {section: len(tokens) for section, tokens in scanned.items()} == SECTIONS
    flat = [token for tokens in scanned.values() for token in tokens]
    assert (len(flat), len({token.casefold() for token in flat})) == (1384, 475)
    assert (paper.size, len(paper.terms)) == (1384, 475)
    assert list(paper.to_nltk()) == flat


def test_the_phrase_occurs_once_in_the_lead_and_six_times_in_section_1(paper, body):
    scanned = {section: paragraph.lower().count(PHRASE) for section, paragraph in body.items()}
    assert scanned == {"lead": 1, "1": 6, "2": 0, "3": 0, "4": 0, "5": 0}
    assert len(paper.find(PHRASE)) == 7
    assert {s: len(paper.find(f'{PHRASE} :: section = "{s}"')) for s in SECTIONS} == scanned


def test_only_the_chapter_gives_tokens(paper):
    audit = paper.audit().set_index("region")
    assert audit.loc[["blurb", "byline", "pager"], "treatment"].eq("drop").all()
    assert audit.loc[["title", "kicker", "chapter heading"], "treatment"].eq("show").all()
    assert audit.loc[audit["treatment"] != "count", "tokens"].eq(0).all()


def test_the_regions_cover_the_whole_file(paper, text):
    assert paper.audit()["characters"].sum() == len(text)
