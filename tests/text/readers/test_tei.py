"""TEI: the edited text or that of the source, with notes and speakers kept apart."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from discourse.errors import DiscourseError
from discourse.text.document import READINGS
from discourse.text.extract import RawFile
from discourse.text.readers.tei import read_tei

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>A <hi>Play</hi></title><author>B</author></titleStmt>"
    "<publicationStmt><date>1600</date></publicationStmt></fileDesc></teiHeader>"
)


def tei(body, header=HEADER, before=""):
    return (
        f'{before}<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}'
        f'<text xml:lang="en-GB"><body>{body}</body></text></TEI>'
    )


def shown(found):
    return [(r.name, r.treatment, found.text[r.start : r.end].strip()) for r in found.regions]


def test_heads_open_sections_and_the_header_is_metadata(extract):
    found = extract("a.xml", tei("<div><head>One</head><p>Text.</p></div><head>Two</head>"))
    assert shown(found) == [("heading", "count", "One\n\nText."), ("heading", "count", "Two")]
    assert found.metadata == {"title": "A Play", "author": "B", "date": "1600", "language": "en"}


def words(found):
    """The words that are counted, one space between them."""
    counted = (found.text[r.start : r.end] for r in found.regions if r.treatment == "count")
    return " ".join(" ".join(counted).split())


def apart(found):
    """The name and the text of what is not counted."""
    return [(name, text) for name, treatment, text in shown(found) if treatment != "count"]


def test_a_note_follows_its_paragraph_and_divides_no_phrase(extract):
    found = extract("a.xml", tei("<p>One<note>a <p>note</p></note> two.</p><p>Three.</p>"))
    assert shown(found) == [
        ("paragraph", "count", "One two."),
        ("note", "drop", "a\n\nnote"),
        ("paragraph", "count", "Three."),
    ]
    assert [region.section for region in found.regions] == ["1", "", "2"]


@pytest.mark.parametrize(
    ("body", "edited", "original", "left_out"),
    [
        # One encoding of several, in whatever order they are written.
        ("the <choice><sic>teh</sic><corr>the</corr></choice>", "the the", "the teh", "sic teh"),
        ("a <choice><reg>b</reg><orig>c</orig></choice> d", "a b d", "a c d", "orig c"),
        (
            "<choice><abbr>UN</abbr><expan>United Nations</expan></choice>",
            "United Nations",
            "UN",
            "abbr UN",
        ),
        ("the <choice><unclear>bar</unclear><unclear>bat</unclear></choice> fell",
         "the bar fell", "the bar fell", "unclear bat"),
        ("gov<choice>\n <sic>er</sic>\n <corr>ern</corr>\n</choice>ment",
         "government", "goverment", "sic er"),
        ("<choice><orig>A<choice><sic>x</sic><corr>y</corr></choice></orig><reg>a</reg></choice>",
         "a", "Ax", "orig Axy"),
        # Encodings that stand alone are the only reading there is.
        ("the <corr>government</corr> of", "the government of", "the government of", ""),
        ("<reg>honour</reg> <sic>teh</sic> <orig>ye</orig>", "honour teh ye", "honour teh ye", ""),
        ("<abbr>Mr</abbr> <expan>Doctor</expan>", "Mr Doctor", "Mr Doctor", ""),
        # Abbreviations with their expansion inside.
        ("Imp <expan><abbr>Caes</abbr><ex>ar</ex></expan>", "Imp Caesar", "Imp Caes", ""),
        ("<expan>\n <abbr>an</abbr>\n <ex>nis</ex>\n</expan>\n <w>\n a<ex>b</ex>\n</w>",
         "annis ab", "an a", ""),
        ("<expan><abbr>U</abbr><ex>nited</ex> <abbr>N</abbr><ex>ations</ex></expan>",
         "United Nations", "U N", ""),
        ("<expan>C<ex>aesar</ex> A<ex>ugustus</ex></expan>", "Caesar Augustus", "C A", ""),
        ("<abbr>p<am>~</am>er</abbr>", "per", "p~er", "am ~"),
        ("<choice><am>~</am><ex>m</ex></choice>", "m", "~", "am ~"),
        # What the writer changed.
        ("want <subst><del>old</del> <add>new</add></subst> rules",
         "want new rules", "want old rules", "del old"),
        ("hu<del>n</del><add place='above'>m</add>an", "human", "hunan", "del n"),
        ("<restore><del>kept</del></restore> text", "kept text", "kept text", ""),
        # What the editor supplies, doubts or removes.
        ("<supplied reason='lost'>hum</supplied>an", "human", "an", ""),
        ("i<unclear>n</unclear><supplied reason='lost'>cur</supplied>ia", "incuria", "in ia", ""),
        ("pe<supplied reason='omitted'>a</supplied>ce", "peace", "pece", ""),
        ("<w>Va<lb break='no'/><supplied>tis</supplied></w> <w>to</w>", "Vatis to", "Va to", ""),
        ("Valen<lb break='no'/><supplied>tis</supplied> to", "Valentis to", "Valen to", ""),
        ("ri<unclear>gh</unclear>ts <damage>of</damage>", "rights of", "rights of", ""),
        ("of <surplus>of</surplus> man", "of man", "of of man", "surplus of"),
        # Witnesses.
        ("we seek <app><lem>peace</lem><rdg wit='#B'>war</rdg></app> now",
         "we seek peace now", "we seek peace now", "rdg war"),
        ("<app><rdg>a</rdg><rdg>b</rdg></app> <app><rdgGrp><rdg>c</rdg><rdg>d</rdg></rdgGrp></app>",
         "a c", "a c", "rdg b\n\nd"),
        ("he <app><lem/><rdg>not</rdg></app>did", "he did", "he did", "rdg not"),
        ("peace<app><note>so B</note><lem>ful</lem></app>", "peaceful", "peaceful", "note so B"),
    ],
)  # fmt: skip
def test_one_reading_is_counted_and_the_other_is_a_region(
    extract, body, edited, original, left_out
):
    found = extract("a.xml", tei(f"<p>{body}</p>"))
    assert words(found) == edited
    assert " ".join(map(" ".join, apart(found))) == left_out
    other = extract("a.xml", tei(f"<p>{body}</p>"), reading="original")
    assert words(other) == original
    assert other.made_by == f"{found.made_by}, original reading"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # A break inside a word, with and without white space, signs and other breaks.
        ("inter<lb break='no'/>national law", "international law"),
        ("inter\n  <lb n='2' break='no'/>national", "international"),
        ("inter<pb n='2'/><cb/><lb break='no'/>national", "international"),
        ("inter<lb break='no'/><pb n='2'/>national", "international"),
        ("inter<lb type='inWord'/>national, <lb type='worddiv'/>law", "international,law"),
        ("inter-<lb break='no'/>national", "inter\u00adnational"),
        ("<w>inter<lb/>national</w> <w>a<space/>b</w>", "international ab"),
        ("<w part='I'>inter</w>\n<lb break='no'/><w part='F'>national</w>", "international"),
        ("<name>Lysi\n<lb break='no'/>machos</name>", "Lysimachos"),
        # Breaks between words.
        ("human<lb/>rights", "human\nrights"),
        ("human <lb/> rights", "human\nrights"),
        ("human<pb n='2'/>rights", "human rights"),
        ("human<cb/>rights<milestone unit='x'/>of<gb/>man", "human rights of man"),
        (
            "<w>hu<gap/>ts</w> <w part='I'>Ari</w><gap/>\n<w part='F'>\n<lb break='no'/>sios</w>",
            "hu ts Ari sios",
        ),
        ("inter<lb break='no'/><gap/>national", "inter national"),
        ("human<space/>rights<gap reason='lost'/>of", "human rights of"),
        ("rights<pb/>, too", "rights, too"),
        # Words, sentences and names that touch.
        ("<w>human</w><w>rights</w><pc>,</pc><w>too</w><pc>.</pc>", "human rights,too."),
        ("<s>We agree.</s><s>We vote.</s>", "We agree. We vote."),
        ("<phr>human rights</phr><cl>we vote</cl>", "human rights we vote"),
        ("<w join='right'>do</w>\n<w>nt</w> <pc join='right'>(</pc> <w>a</w>", "dont (a"),
        ("<w>well</w> <w join='both'>-</w> <w>known</w><w part='F'>ness</w>", "well-knownness"),
        ("<persName>Li</persName><persName>Wu</persName>", "Li Wu"),
        ("<persName><forename>Wei</forename><surname>Li</surname></persName>", "Wei Li"),
        ("<placeName>China</placeName>'s, <placeName>China</placeName>town", "China's, Chinatown"),
        ("un<seg>believ</seg>able <hi>un</hi>seen <c>o</c><c>f</c>", "unbelievable unseen of"),
        ("see <bibl>Li 1990</bibl><bibl>Wu 2000</bibl>", "see Li 1990 Wu 2000"),
        ("Imp<g type='interpunct'>·</g>Caes<g ref='#interpunct'/>Aug", "Imp · Caes Aug"),
        ("<g ref='#long-s'>ſ</g>o it<!-- a comment -->is <?x y?>so", "ſo itis so"),
        # Quotations and labels within a sentence.
        ("for <quote>human rights</quote> now", "for human rights now"),
        ("for <q>rights</q>, <said>he said</said>.", "for rights, he said."),
        ("<label>a</label>peace", "a peace"),
        ("the <term>rule</term><gloss>law</gloss>", "the rule law"),
    ],
)
def test_words_are_neither_cut_nor_fused(extract, body, text):
    found = extract("a.xml", tei(f"<p>{body}</p>"))
    assert [(r.name, r.section) for r in found.regions] == [("paragraph", "1")]
    assert found.text == f"{text}\n\n"


@pytest.mark.parametrize(
    ("body", "counted", "left_out"),
    [
        ("rights<ref target='#n1'>1</ref> and law<hi rend='superscript'>2</hi>",
         "rights and law", [("note mark", "1\n\n2")]),
        ("law<ref target='#n' type='note'>a</ref>, aid<hi style='vertical-align: super'>*</hi>",
         "law, aid", [("note mark", "a\n\n*")]),
        ("law <ref target='x' type='noteAnchor'>3</ref> of <hi rend='sup'>4</hi> man", "law of man",
         [("note mark", "3\n\n4")]),
        ("see page <ref target='#p'>12</ref>; M<hi rend='sup'>r</hi> Li", "see page 12; Mr Li", []),
        ("the <hi rend='supraline'>2</hi> <hi rend='italic'>3</hi>", "the 2 3", []),
        ("We agree <kinesic><desc>applause</desc></kinesic>today",
         "We agree today", [("kinesic", "applause")]),
        ("We<vocal><desc>cough</desc></vocal>agree<incident>noise</incident>", "We agree",
         [("vocal", "cough"), ("incident", "noise")]),
        ("peace<gap><desc>one word</desc></gap>now", "peace now", [("gap", "one word")]),
        ("a<fw type='head'>PAGE</fw> b<index><term>peace</term></index>", "a b",
         [("fw", "PAGE"), ("index", "peace")]),
        ("a <figure><figDesc>A map.</figDesc><head>Map 1</head></figure>", "a Map 1",
         [("figDesc", "A map.")]),
        ("inter<note>so</note><lb break='no'/>national", "international", [("note", "so")]),
        ("a <math xmlns='http://www.w3.org/1998/Math/MathML'><mi>x</mi></math> b", "a b",
         [("math", "x")]),
    ],
)  # fmt: skip
def test_what_is_no_text_is_a_region_of_its_own(extract, body, counted, left_out):
    found = extract("a.xml", tei(f"<p>{body}</p>"))
    assert words(found) == counted
    assert apart(found) == left_out


@pytest.mark.parametrize(
    ("body", "sections"),
    [
        ("<p>a <list><item>b</item><item>c</item></list> d</p><p>e</p>", 2),
        ("<list><head>Items</head><item>a</item><item>b</item></list>", 1),
        ("<table><head>T</head><row><cell>a</cell><cell>b</cell></row></table><p>c</p>", 2),
        ("<lg><head>Song</head><l>a</l><l>b</l></lg><lg><l>c</l></lg>", 2),
        ("<l>a</l><l>b</l>", 1),
        ("<quote><p>a</p><p>b</p></quote><p>c</p>", 2),
        ("<div><head>One</head><p>a</p><list><head>Items</head><item>c</item></list></div>", 1),
        (
            "<div><head>One</head><figure><head>F</head></figure></div><div><head>Two</head></div>",
            2,
        ),
        ("<opener><salute>Dear Sir,</salute><dateline>Paris</dateline></opener><p>a</p>", 2),
    ],
)
def test_sections_are_components_of_divisions_or_begin_at_their_heads(extract, body, sections):
    found = extract("a.xml", tei(body))
    assert {r.section for r in found.regions} == {str(at + 1) for at in range(sections)}


def test_a_long_deletion_ends_at_its_anchor(extract):
    body = (
        "<p>We <delSpan spanTo='#e'/>do not</p><p>ever <note>x</note>agree"
        "<anchor xml:id='e'/> today.</p><p>So <addSpan spanTo='#f'/>be <anchor xml:id='f'/>it.</p>"
    )
    found = extract("a.xml", tei(body))
    assert words(found) == "We today. So be it."
    assert apart(found) == [("delSpan", "do not"), ("note", "x"), ("delSpan", "ever agree")]
    original = extract("a.xml", tei(body), reading="original")
    assert words(original) == "We do not ever agree today. So it."
    inside = "<p>We <delSpan spanTo='#e'/>do <note>a <anchor xml:id='e'/></note>agree.</p>"
    assert words(extract("a.xml", tei(inside))) == "We agree."
    assert words(extract("a.xml", tei("<p>We <delSpan spanTo='#none'/>agree.</p>"))) == "We agree."


def test_a_hyphen_before_a_line_break_is_judged_as_in_a_pdf(extract):
    body = (
        "<p>The inter-<lb/>national law, the Anglo-<lb/>American law and pre-<lb/>\nand postwar "
        "law."
        "<note>inter-<lb/>x</note></p><p>So an Anglo-American, an international law, inter-</p>"
        "<p>national.</p>"
    )
    found = extract("a.xml", tei(body))
    counted = words(found).replace("\u00ad", "|").replace("\u2060", "|")
    assert counted == (
        "The inter|national law, the Anglo-|American law and pre- and postwar law. "
        "So an Anglo-American, an international law, inter- national."
    )


def test_the_lines_of_a_stanza_follow_one_another(extract):
    found = extract("a.xml", tei("<lg><l>We want</l>\n<l>peace.</l></lg><lg><l>Now.</l></lg>"))
    assert found.text == "We want\npeace.\n\nNow.\n\n"


# ------------------------------------------------------------------------------------ who speaks

PEOPLE = (
    "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc><profileDesc>"
    "<particDesc><listPerson><person xml:id='li'><persName><surname>Li</surname>\n"
    "<forename>Wei</forename></persName></person><person xml:id='wu'><persName>Wu</persName>"
    "</person></listPerson></particDesc><settingDesc><setting><date when='2018-01-17'>17th</date>"
    "</setting></settingDesc></profileDesc></teiHeader>"
)


def turns(found):
    return [
        (r.section, dict(r.attributes or {}).get("speaker"), found.text[r.start : r.end].strip())
        for r in found.regions
        if r.treatment == "count"
    ]


def test_speakers_and_stage_directions_are_shown_and_not_counted(extract):
    body = (
        "<sp><speaker>Anna.</speaker><l>Peace <stage>aside</stage>now.</l><stage>Exit</stage></sp>"
    )
    found = extract("a.xml", tei(body))
    assert shown(found) == [
        ("speaker", "show", "Anna."),
        ("turn", "count", "Peace now."),
        ("stage", "show", "aside\n\nExit"),
    ]
    assert turns(found) == [("1", "Anna", "Peace now.")]


def test_each_utterance_is_a_section_with_the_name_behind_who(extract):
    body = (
        "<u who='#li'>We agree.</u><u who='#li'><seg>One.</seg><seg>Two.</seg></u>"
        "<u who='#wu #ada'>No.</u><u>Who?</u>"
    )
    found = extract("a.xml", tei(body, header=PEOPLE))
    assert turns(found) == [
        ("1", "Wei Li", "We agree."),
        ("2", "Wei Li", "One.\n\nTwo."),
        ("3", "Wu, ada", "No."),
        ("4", None, "Who?"),
    ]
    assert found.metadata["date"] == "2018-01-17"


def test_a_role_of_the_cast_names_its_speeches(extract):
    cast = (
        "<castList><castItem><role xml:id='h'>Hamlet</role><roleDesc>prince</roleDesc></castItem>"
    )
    body = f"{cast}<castItem>Ophelia</castItem></castList><sp who='#h'><p>To be.</p></sp>"
    found = extract("a.xml", tei(body))
    assert turns(found)[0] == ("1", None, "Hamlet prince\n\nOphelia")
    assert turns(found)[1:] == [("2", "Hamlet", "To be.")]


def test_turns_know_the_heading_and_the_date_of_their_division(extract):
    body = (
        "<div><head>Sitting 1, <date when='2015-11-09'>9 November</date></head>"
        "<u who='A'>One.</u><div><head>Votes</head><u who='B'>Two.</u></div></div>"
        "<div><opener><date when='2015-11-10'/></opener><note>x</note><u who='A'>Three.</u></div>"
        "<div><p>In <date when='1990-01-01'>1990</date> we met.</p><u who='A'>Four.</u></div>"
    )
    found = extract("a.xml", tei(body))
    known = [dict(r.attributes) for r in found.regions if r.attributes]
    assert known == [
        {"speaker": "A", "heading": "Sitting 1, 9 November", "date": "2015-11-09"},
        {"speaker": "B", "heading": "Sitting 1, 9 November / Votes", "date": "2015-11-09"},
        {"speaker": "A", "date": "2015-11-10"},
        {"speaker": "A"},
    ]
    # The two headings and the paragraph are sections without a speaker.
    assert [speaker for _, speaker, _ in turns(found)] == [None, "A", None, "B", "A", None, "A"]


def test_what_comes_between_the_paragraphs_of_an_utterance_keeps_its_place(extract):
    body = "<u who='A'><seg>One.</seg><note>(Pause.)</note><seg>Two.</seg></u>"
    found = extract("a.xml", tei(f"<note type='speaker'>The chair</note>{body}"))
    assert shown(found) == [
        ("speaker", "show", "The chair"),
        ("turn", "count", "One."),
        ("note", "drop", "(Pause.)"),
        ("turn", "count", "Two."),
    ]
    assert [region.section for region in found.regions] == ["", "1", "", "1"]


# --------------------------------------------------------------------------------------- editions


def test_of_an_inscription_the_edition_is_counted(extract):
    found = extract(
        "a.xml",
        tei(
            "<div type='edition' subtype='primary' xml:lang='la'><ab>divi filius</ab></div>"
            "<div type='edition' subtype='transliteration'><ab>divi filivs</ab></div>"
            "<div type='apparatus'><listApp><app><note>Li: divo</note></app></listApp></div>"
            "<div type='translation'><p>Son of a god.</p><p>Or so.</p></div>"
        ),
    )
    assert shown(found) == [
        ("paragraph", "count", "divi filius"),
        ("transliteration", "drop", "divi filivs"),
        ("apparatus", "drop", "Li: divo"),
        ("translation", "drop", "Son of a god.\n\nOr so."),
    ]
    assert found.metadata["language"] == "la"


def test_two_editions_without_a_primary_one_are_both_counted(extract):
    body = "<div type='edition'><ab>one</ab></div><div type='edition'><ab>two</ab></div>"
    assert words(extract("a.xml", tei(f"{body}<div type='commentary'><p>x</p></div>"))) == "one two"


def test_a_translation_without_an_edition_is_the_text(extract):
    assert words(extract("a.xml", tei("<div type='translation'><p>One.</p></div>"))) == "One."


def test_deeply_nested_elements_are_read(extract):
    deep = 200
    found = extract("a.xml", tei(f"<p>{'<hi>' * deep}x{'</hi>' * deep} y</p>"))
    assert words(found) == "x y"


CASES = {
    "lost_expan": ("Imp Caesar divi filius", []),
    "lost_corr": ("the government of the people", []),
    "split_lb": ("international law", []),
    "fused_app": ("we seek peace now", [("rdg", "war")]),
    "fused_subst": ("we want new rules", [("del", "old")]),
    "fused_choice": ("the bar fell", [("unclear", "bat")]),
    "fused_pb": ("human rights", []),
    "fused_w": ("human rights", []),
    "fused_note_mark": ("rights and law", [("note mark", "1\n\n2")]),
    "counted_desc": ("We agree today", [("kinesic", "applause from the left")]),
    "cut_quote": ("We call for human rights now", []),
    "cut_list_head": ("One a b Items c d", []),
}


@pytest.mark.parametrize("name", CASES)
def test_the_cases_that_were_read_wrongly(extract, shared, name):
    counted, left_out = CASES[name]
    found = extract("a.xml", (shared / "cases" / f"tei_{name}.xml").read_bytes())
    assert words(found) == counted
    assert apart(found) == left_out
    assert len({region.section for region in found.regions if region.section}) == 1


def test_every_case_is_tested(shared):
    assert {f"tei_{name}.xml" for name in CASES} == {
        path.name for path in (shared / "cases").glob("tei_*.xml")
    }


def test_the_encoding_is_the_one_that_the_file_declares(extract):
    data = tei("<p>café</p>", before='<?xml version="1.0" encoding="iso-8859-1"?>')
    assert extract("a.xml", data.encode("iso-8859-1")).text == "café\n\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<doc><p>One.</p></doc>", "is XML, but not a TEI document with a <text>"),
        (
            tei("<p><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='b.xml'/></p>"),
            "includes 'b.xml', and nothing is fetched; put its text in its place.",
        ),
        (tei("<p>One.</q>"), "is not well-formed XML: Opening and ending tag mismatch"),
        (
            tei("<p>&x;</p>", before='<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            "contains the entity &x;, and entities are not expanded; write the character itself.",
        ),
    ],
)
def test_files_that_are_not_tei_and_external_entities_are_refused(extracts, data, message):
    with pytest.raises(DiscourseError) as refused:
        extracts("a.xml", data)
    assert str(refused.value).startswith(f"a.xml {message}")


@pytest.mark.parametrize(
    ("body", "counted", "left_out"),
    [
        ("law<hi rend='super'>a</hi> and aid<hi rend='super'>b</hi>", "law and aid", "a\n\nb"),
        ("the <hi>law</hi><hi rend='super'>a</hi>", "the law", "a"),
        ("law<hi rend='super'>ii</hi>, aid<hi rend='sup'>(iv)</hi>", "law, aid", "ii\n\n(iv)"),
        ("the 1<hi rend='sup'>a</hi>, you<hi rend='sup'>r</hi>", "the 1a, your", ""),
        ("you<hi rend='super'>r</hi> hono<hi rend='super'>r</hi>", "your honor", ""),
        ("law<hi rend='sup'>a</hi> hon<hi rend='sup'>o</hi>rable", "law honorable", "a"),
        ("law<hi rend='sup'>a</hi> <abbr>Ma<hi rend='sup'>y</hi></abbr>", "law May", "a"),
        ("5<hi rend='sup'>th</hi> M<hi rend='sup'>lle</hi>", "5th Mlle", ""),
    ],
)  # fmt: skip
def test_raised_letters_mark_notes_or_belong_to_a_word(extract, body, counted, left_out):
    found = extract("a.xml", tei(f"<p>{body}</p>"))
    assert words(found) == counted
    assert apart(found) == ([("note mark", left_out)] if left_out else [])


@pytest.mark.parametrize("space", ["", "\n  "])
def test_the_gloss_of_a_ruby_is_left_out(extract, space):
    ruby = f"<ruby>{space}<rb>ter</rb>{space}<rt>top</rt>{space}</ruby>"
    found = extract("a.xml", tei(f"<p>mis{ruby}s agree</p>"))
    assert (words(found), apart(found)) == ("misters agree", [("rt", "top")])


def test_a_word_in_a_word_is_a_part_of_it(extract):
    body = "<w>we<w>nt</w></w><w>to</w><w><w>do</w><w>n't</w></w><w>go</w>"
    assert words(extract("a.xml", tei(f"<p>{body}</p>"))) == "went to don't go"


def test_what_is_beside_the_text_is_dropped_in_its_place(extract):
    beside = (
        "<sourceDoc><line>one</line></sourceDoc><text>",
        "</text><standOff><p>two</p></standOff>",
    )
    data = tei("<p>Text.</p>").replace('<text xml:lang="en-GB">', beside[0])
    found = extract("a.xml", data.replace("</text>", beside[1]))
    assert shown(found) == [
        ("sourceDoc", "drop", "one"),
        ("paragraph", "count", "Text."),
        ("standOff", "drop", "two"),
    ]


def test_many_long_deletions_are_each_left_out(extract):
    spans = "".join(
        f"<p>a <delSpan spanTo='#e{n}'/>b<anchor xml:id='e{n}'/> c</p>" for n in range(50)
    )
    found = extract("a.xml", tei(spans))
    assert words(found) == " ".join(["a c"] * 50)
    assert [text for _, text in apart(found)] == ["b"] * 50


# ------------------------------------------------------------------------------ several documents

CORPUS = (
    '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0" xml:lang="fr"><teiHeader><profileDesc>'
    "<particDesc><listPerson><person xml:id='li'><persName>Li Wei</persName></person></listPerson>"
    "</particDesc></profileDesc></teiHeader>{}</teiCorpus>"
)
DOCUMENT = (
    "<TEI{}><teiHeader><fileDesc><titleStmt><title>{}</title></titleStmt></fileDesc></teiHeader>"
    "<text><body>{}</body></text></TEI>"
)


def test_each_document_of_a_corpus_is_read(extracts):
    documents = DOCUMENT.format(" xml:id='one'", "One", "<u who='#li'>Peace.</u>")
    documents += f"<teiCorpus>{DOCUMENT.format('', 'Two', '<p>War.</p>')}</teiCorpus>"
    found = extracts("a.xml", CORPUS.format(documents))
    assert [(each.name, each.text, each.metadata) for each in found] == [
        ("a/one", "Peace.\n\n", {"title": "One", "language": "fr"}),
        ("a/2", "War.\n\n", {"title": "Two", "language": "fr"}),
    ]
    assert found[0].regions[0].attributes == {"speaker": "Li Wei"}


def test_documents_may_be_in_one_another(extracts):
    inner = "<TEI><text><body><p>{}</p></body></text>"
    data = CORPUS.format(
        f"<text><body><p>One.</p></body></text><TEI>{inner.format('Two.')}"
        f"{inner.format('Three.')}</TEI></TEI></TEI>"
    )
    assert [each.text.strip() for each in extracts("a.xml", data)] == ["One.", "Two.", "Three."]


def test_a_document_of_a_corpus_without_a_text_is_named(extracts):
    documents = DOCUMENT.format("", "One", "<p>Peace.</p>") + "<TEI xml:id='x'><teiHeader/></TEI>"
    found, error = extracts("a.xml", CORPUS.format(documents))
    assert found.text == "Peace.\n\n"
    assert str(error) == "a.xml has no <text> in its document 'x'; remove that one there."


INCLUDED = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="b.xml"/>'


@pytest.mark.parametrize(
    "data",
    [
        INCLUDED,
        CORPUS.format(INCLUDED),
        CORPUS.format(DOCUMENT.format("", "One", "<p>Peace.</p>") + INCLUDED),
        CORPUS.format(f"<TEI><teiHeader/>{INCLUDED}</TEI>"),
    ],
)
def test_documents_in_other_files_are_refused(extracts, data):
    with pytest.raises(DiscourseError) as refused:
        extracts("a.xml", data)
    assert str(refused.value) == (
        "a.xml includes 'b.xml', and nothing is fetched; read the files that it includes, and "
        "leave this one out."
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "<p>" + "<hi>" * 1000 + "x" + "</hi>" * 1000 + "</p>",
            "is nested deeper than 256 elements in line 1, and is not read to its end; remove "
            "elements there that contain nothing but one other, or export it again.",
        ),
        (
            "<p>" + "word " * 2_000_001 + "</p>",
            "has a value, or a text that no element divides, of more than 10 million characters; "
            "divide it into paragraphs.",
        ),
    ],
)
def test_the_limits_of_the_parser_are_named(extracts, body, message):
    with pytest.raises(DiscourseError) as refused:
        extracts("a.xml", tei(body))
    assert str(refused.value) == f"a.xml {message}"


# --------------------------------------------------------------------------- whatever is written

NAMES = (
    "p ab head lg l list item label table row cell figure figDesc quote q cit bibl sp u speaker "
    "stage kinesic desc note ref hi w s pc seg c name persName choice corr sic reg orig expan abbr "
    "ex am app lem rdg rdgGrp subst add del restore supplied unclear surplus gap lb pb milestone "
    "space delSpan addSpan fw ruby rb rt div floatingText body castItem g term unknown"
).split()
ATTRIBUTES = (
    "",
    " break='no'",
    " part='I'",
    " join='both'",
    " rend='sup'",
    " target='#x'",
    " spanTo='#x'",
)


@st.composite
def elements(draw, depth=4):
    name, attribute = draw(st.sampled_from(NAMES)), draw(st.sampled_from(ATTRIBUTES))
    inner = st.sampled_from(["human", " rights ", "1", "\n", "-", "é", ""])
    if depth:
        inner = st.one_of(inner, elements(depth=depth - 1))
    return f"<{name}{attribute}>{''.join(draw(st.lists(inner, max_size=4)))}</{name}>"


@settings(max_examples=150)
@given(
    body=st.lists(elements(), min_size=1, max_size=4).map("".join),
    reading=st.sampled_from(READINGS),
)
def test_whatever_is_written_nothing_is_lost_and_a_section_is_one_stretch(body, reading):
    data = tei(f"{body}<p>end <note>a <anchor xml:id='x'/></note>so</p>").encode()
    raw = RawFile(Path("a.xml"), "a.xml", data, ("utf-8",), "text", "document", reading=reading)
    (found,) = read_tei(raw)
    assert found.regions[0].start == 0 and found.regions[-1].end == len(found.text)
    written = "".join(etree.fromstring(data).find(".//{*}body").itertext())
    assert sorted(filter(str.isalnum, found.text)) == sorted(filter(str.isalnum, written))
    sections = [region.section for region in found.regions if region.section]
    numbers = [0 if section == "lead" else int(section) for section in sections]
    assert numbers == sorted(numbers)
    for section in set(sections):
        known = [r.attributes for r in found.regions if r.section == section]
        assert all(each == known[0] for each in known)
