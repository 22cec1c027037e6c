"""A Word article shows its pictures as they were saved, under the saved words, and no others."""

import re
import zipfile

import pytest

import discourse as dc
from discourse.publish.checks.article_words import (
    AFTER,
    DRAWN,
    GROUNDS,
    HARDLY_SEEN,
    HEADERS,
    LISTS,
    SYMBOLS,
)
from discourse.publish.checks.articles import LAYOUT

DOCUMENT = "word/document.xml"
TO_WRITE = "<w:p><w:r><w:t>To be written.</w:t></w:r><w:r/></w:p>"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    pytest.importorskip("docx")
    root = tmp_path_factory.mktemp("study")
    for name in ("texts", "figures"):
        (root / name).mkdir()
    (root / "texts/a.txt").write_text("Peace and rights, and peace for all.", encoding="utf-8")
    table = dc.frequencies(dc.read(root / "texts")).head(3)
    words = {"caption": "Words.", "alt": "Dots."}
    dc.save_figure(dc.plot.frequencies(table), root / "figures/words", table=table, **words)
    dc.save_table(table, root / "figures/list", caption="A list.")
    dc.save_article(root / "figures", root / "article.docx")
    return root


@pytest.fixture
def verify(published):
    """Verify the study with another document in its article."""
    article = published / "article.docx"
    before = article.read_bytes()

    def verify_with(change, name=DOCUMENT):
        with zipfile.ZipFile(article) as archive:
            parts = {each: archive.read(each) for each in archive.namelist()}
        changed = change(parts.get(name, b"").decode())
        assert changed != parts.get(name, b"").decode()
        parts[name] = changed.encode()
        with zipfile.ZipFile(article, "w") as archive:
            for each, data in parts.items():
                archive.writestr(each, data)
        return dc.verify(published)

    yield verify_with
    article.write_bytes(before)


def put(content):
    return lambda text: text.replace(TO_WRITE, f"<w:p>{content}</w:p>", 1)


def replace(old, new):
    return lambda text: re.sub(old, new, text)


def test_an_article_as_it_was_saved_holds(published):
    found = dc.verify(published)
    assert found.empty
    kinds = [kind for kind in found.attrs["checked"] if "articles" in kind and "not" in kind]
    assert kinds == [LAYOUT]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (replace("<a:stretch>", '<a:srcRect r="50000"/><a:stretch>'), "one that is cropped"),
        (replace("<a:fillRect/>", '<a:fillRect l="-50000"/>'), "one that is cropped"),
        (replace("<a:xfrm>", '<a:xfrm flipH="1">'), "one that is flipped"),
        (replace("<a:xfrm>", '<a:xfrm rot="10800000">'), "one that is turned"),
        (replace('(<a:ext cx=")\\d+', "\\g<1>100000"), "one that is squeezed"),
        (replace('(<wp:extent cx=")\\d+', "\\g<1>100000"), "one that is squeezed"),
        (
            replace("(<a:blip [^>]*)/>", '\\1><a:biLevel thresh="99000"/></a:blip>'),
            "one with biLevel",
        ),
        (replace("(<a:blip [^>]*)/>", "\\1><a:duotone/></a:blip>"), "one with duotone"),
        (replace("(<a:blip [^>]*)/>", '\\1><a:lum bright="90000"/></a:blip>'), "one with lum"),
        (replace('prst="rect"', 'prst="ellipse"'), "one cut to the shape ellipse"),
        (replace("</pic:spPr>", "<a:effectLst/></pic:spPr>"), "one with effectLst"),
        (
            replace("</pic:spPr>", '<a:ln w="900000"/></pic:spPr>'),
            "one with a thick line around it",
        ),
        (replace("r:embed=", "r:link="), "a link to another one"),
        (replace('descr="Dots."', 'descr="War leads with 99."'), "War leads with 99."),
        (replace('descr="Dots."', 'descr="Dots." title="War leads."'), "War leads."),
        (replace(">Words.<", ">The rarest words.<"), "Figure 1. The rarest words."),
        (replace(">Words.<", "><"), "Figure 1. "),
        (replace(">A list.<", ">Another list.<"), "Table 1. Another list."),
        (replace(">Words.<", ">A list.<"), "Figure 1. A list."),
    ],
)
def test_a_picture_or_a_caption_that_is_shown_otherwise_is_named(verify, change, said):
    assert said in verify(change)["found"].tolist()


@pytest.mark.parametrize(
    ("content", "number"),
    [
        ('<w:r><w:t>War </w:t><w:sym w:font="Symbol" w:char="F039"/></w:r>', "9"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>99</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>war</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "99",
        ),
    ],
)
def test_numbers_in_signs_and_above_letters_are_read(verify, content, number):
    assert verify(put(content))["found"].tolist() == [f"{number}, unbound"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (f'<w:r><w:pict><v:oval {VML} style="width:5pt;height:5pt"/></w:pict></w:r>', DRAWN),
        (
            f'<w:r><w:pict><v:shape {VML}><v:textpath string="War 99"/></v:shape></w:pict></w:r>',
            DRAWN,
        ),
        (
            '<w:r><w:drawing><wp:inline><a:graphic xmlns:a="http://schemas.openxmlformats.org/'
            f'drawingml/2006/main"><a:graphicData uri="{CHART}"/></a:graphic></wp:inline>'
            "</w:drawing></w:r>",
            DRAWN,
        ),
        ('</w:p><w:altChunk r:id="rIdX"/><w:p>', DRAWN),
        ('<w:r><w:sym w:font="Wingdings" w:char="F039"/></w:r>', SYMBOLS),
        (
            '<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>qq</w:t></w:r>',
            SYMBOLS,
        ),
        (
            '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
            "<w:r><w:t>hits of war</w:t></w:r>",
            LISTS,
        ),
        ('<w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr><w:r><w:t>War</w:t></w:r>', GROUNDS),
        ('<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>not</w:t></w:r>', HARDLY_SEEN),
        ('<w:r><w:rPr><w:w w:val="1"/></w:rPr><w:t>not</w:t></w:r>', HARDLY_SEEN),
        ('<w:r><w:rPr><w:position w:val="-2000"/></w:rPr><w:t>not</w:t></w:r>', HARDLY_SEEN),
    ],
)
def test_what_is_drawn_or_numbered_is_said_not_to_be_compared(verify, content, kind):
    found = verify(put(content))
    assert found.empty
    assert found.attrs["checked"][kind] == 1


def test_paragraphs_after_the_references_are_said_not_to_be_compared(verify):
    said = "<w:p><w:r><w:t>War has 99 hits.</w:t></w:r></w:p><w:sectPr"
    found = verify(replace("<w:sectPr", said))
    assert found.attrs["checked"][AFTER] == 1


def test_headers_are_said_not_to_be_compared(verify):
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    header = f'<w:hdr xmlns:w="{name}"><w:p><w:r><w:t>War 99</w:t></w:r></w:p></w:hdr>'
    found = verify(lambda _: header, "word/header1.xml")
    assert found.attrs["checked"][HEADERS] == 1
