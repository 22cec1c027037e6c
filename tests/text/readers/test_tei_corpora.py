"""Every word of real editions, compared with an extraction that knows nothing of the reader.

The text is taken here by another road: what is not read is cut out of the tree by XPath, the places
where words end are marked, and what is left is one string.
"""

import re

import pytest
from lxml import etree

import discourse as dc

TEI = {"t": "http://www.tei-c.org/ns/1.0"}
JOIN, BORDER, LOST = "\ue000", "\ue001", "\ue002"

# What is not part of the edited text.
ABOUT = "apparatus translation commentary bibliography".split()
LEFT_OUT = [
    "//t:note|//t:desc|//t:kinesic|//t:vocal|//t:incident|//t:del|//t:surplus|//t:am",
    "//t:choice[t:corr|t:reg|t:expan]/*[not(self::t:corr or self::t:reg or self::t:expan)]",
    "//t:choice[not(t:corr|t:reg|t:expan)]/*[position() > 1]",
    "//t:app/t:rdg|//t:listApp",
    "|".join(f"//t:body/t:div[@type='{kind}'][../t:div[@type='edition']]" for kind in ABOUT),
    "//t:body[t:div[@subtype='primary']]/t:div[@type='edition'][@subtype != 'primary']",
]
# Where one word ends and another begins, whatever the white space.
ENDS = [
    "//t:lb[not(@break='no')][not(ancestor::t:w)]|//t:pb|//t:cb|//t:milestone",
    "//t:space[not(ancestor::t:w)]|//t:kinesic|//t:vocal|//t:g[not(translate(., '·❦☧☩𐆠⁝', ''))]",
]
AROUND = "//t:w[not(@part)]|//t:ab|//t:p|//t:head|//t:seg|//t:u|//t:div|//t:l"
TOUCHING = "//t:{0}[following-sibling::node()[1][self::t:{0}]]"


def words_by_xpath(path):
    """The words of the edited text of a document."""
    root = etree.parse(path, etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()
    (text,) = root.xpath("t:text", namespaces=TEI)
    for group in text.xpath("//t:choice|//t:app|//t:subst", namespaces=TEI):
        for node in (group, *group):
            if node is group:
                node.text = (node.text or "").strip()
            else:
                node.tail = (node.tail or "").strip()
    for child in text.xpath("//t:expan/*|//t:w/*", namespaces=TEI):  # parts of a word, indented
        if re.fullmatch(r"\s*\n\s*", child.tail or ""):
            child.tail = ""
    for expression in ENDS:
        for element in text.xpath(expression, namespaces=TEI):
            element.tail = BORDER + (element.tail or "")
    for element in text.xpath("//t:gap", namespaces=TEI):  # letters are lost, whatever follows
        element.tail = LOST + (element.tail or "")
    for element in text.xpath("//t:lb[@break='no']", namespaces=TEI):
        element.tail = JOIN + (element.tail or "")
    for name in ("name", "persName", "roleName", "placeName"):
        for element in text.xpath(TOUCHING.format(name), namespaces=TEI):
            element.tail = BORDER
    for element in text.xpath(AROUND, namespaces=TEI):
        element.text = BORDER + (element.text or "")
        element.tail = BORDER + (element.tail or "")
    for element in text.xpath("|".join(LEFT_OUT), namespaces=TEI):
        element.clear(keep_tail=True)
    whole = "".join(text.itertext())
    whole = re.sub(rf"[\s{BORDER}]*{JOIN}[\s{BORDER}{JOIN}]*", "", whole)
    whole = " ".join(re.sub(f"[{BORDER}{LOST}]", " ", whole).split())
    return [whole[start:end] for start, end in dc.Tokenizer().spans(whole).tolist()]


@pytest.fixture(scope="module")
def editions(shared):
    return dc.read(shared / "corpora" / "tei" / "isicily", on_error="skip")


def test_every_word_of_the_inscriptions_is_that_of_the_edited_text(editions, shared):
    assert len(editions) > 100
    for name in editions:
        path = shared / "corpora" / "tei" / "isicily" / f"{name}.xml"
        assert editions.tokens(name) == words_by_xpath(str(path)), name


def test_every_word_of_the_debates_is_that_of_the_edited_text(shared):
    folder = shared / "corpora" / "tei" / "parlamint"
    debates = dc.read(folder)
    for name in debates:
        assert debates.tokens(name) == words_by_xpath(str(folder / f"{name}.xml")), name


def test_the_speakers_of_the_debates_say_what_their_utterances_hold(shared):
    folder = shared / "corpora" / "tei" / "parlamint"
    debates = dc.read(folder)
    said = dict.fromkeys(debates.parts("speaker")["part"], 0)
    for path in sorted(folder.glob("*.xml")):
        for utterance in etree.parse(path).iterfind(".//t:u", TEI):
            segments = ["".join(s.xpath("text()")) for s in utterance.iterfind("t:seg", TEI)]
            text = "\n\n".join(segments)
            said[utterance.get("who")] += len(dc.Tokenizer().spans(text))
    table = debates.parts("speaker").set_index("part")["tokens"].drop("")
    assert table.to_dict() == {name: size for name, size in said.items() if name}


def test_a_debate_has_the_date_of_its_sitting_and_not_that_of_its_publication(shared):
    debates = dc.read(shared / "corpora" / "tei" / "parlamint")
    assert debates.documents["date"].tolist() == ["2015-11-09", "2018-01-17"]


def test_the_original_reading_of_the_inscriptions_has_what_the_editor_corrected(editions, shared):
    folder = shared / "corpora" / "tei" / "isicily"
    original = dc.read(folder, on_error="skip", reading="original")
    assert original.fingerprint != editions.fingerprint
    assert "ἄμεμπτος" in editions.tokens("ISic001313")
    assert "ἄμεμτος" in original.tokens("ISic001313")
    for name in editions:  # whichever reading is counted, nothing is lost
        texts = [
            each.store.texts[each.store.document_numbers[name]] for each in (editions, original)
        ]
        letters = [sorted(filter(str.isalnum, text)) for text in texts]
        assert letters[0] == letters[1], name
