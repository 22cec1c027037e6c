"""What the elements of TEI P5 are for the text in them: a table by the classes of the guidelines.

An element that is listed nowhere is phrase-level markup: it changes nothing about the text in it.

References
----------
TEI Consortium, TEI P5: Guidelines for Electronic Text Encoding and Interchange, version 4.
https://tei-c.org/guidelines/p5/
"""

from collections.abc import Iterable, Mapping

from discourse.text.document import DROP, EDITED, ORIGINAL, SHOW

NAMESPACE = "http://www.tei-c.org/ns/1.0"
TEI = f"{{{NAMESPACE}}}"

# ---------------------------------------------------------------------------- larger than a phrase

# Documents, and what several of them are put together in.
DOCUMENTS = ("TEI", "TEI.2", "teiCorpus", "teiCorpus.2")
# Texts and their divisions. A head directly in one of them opens a section.
DIVISIONS = frozenset(
    "text front body back group floatingText div div1 div2 div3 div4 div5 div6 div7".split()
)
# What someone says: each is a turn, with the speaker in ``who``.
TURNS = frozenset(["sp", "u"])
# Components of divisions, and the parts that these are made of, which stand apart from one another.
COMPONENTS = frozenset(
    "p ab head lg list item headItem headLabel table row cell figure listBibl biblStruct biblFull "
    "castList castGroup castItem set prologue epilogue performance argument byline closer dateline "
    "docAuthor docDate docEdition docImprint docTitle epigraph imprimatur meeting opener "
    "postscript salute signed titlePage titlePart trailer spGrp address entry entryFree "
    "superEntry hom listPerson listPlace listOrg listEvent listNym person personGrp place org "
    "event nym annotationBlock exemplum eg egXML specList moduleRef divGen abstract".split()
)
# Components between components, and phrases inside a paragraph (model.inter).
COMPONENTS_OR_PHRASES = frozenset("q quote said cit label bibl caption gloss".split())
# Lines follow one another without a gap, because a sentence runs over several of them.
LINES = frozenset(["l", "addrLine"])
# Their content is other elements, so white space between these is no text. A stretch that is left
# out between components has a place of its own there.
STRUCTURES = DIVISIONS | frozenset(
    "sp lg list table row figure listBibl biblStruct biblFull castList castGroup titlePage "
    "docTitle spGrp listPerson listPlace listOrg listEvent listNym annotationBlock".split()
)

# ------------------------------------------------------------------------------- a phrase or less

# Whole words: text that touches them is another word (w, s, phr, cl), unless ``part`` or ``join``
# says otherwise.
WORDS = frozenset("w s cl phr bibl label roleDesc".split())
# A line break in the white space between the parts of one word only lays out the XML.
ONE_WORD = frozenset(["expan", "abbr"])
# Names, dates and the parts of references: two of them that touch are two words. A letter that
# touches one may belong to it, as in <placeName>China</placeName>'s.
NAMES = frozenset(
    "name persName forename surname genName addName nameLink roleName placeName settlement region "
    "country bloc district geogName orgName objectName eventName rs date time num measure author "
    "editor respStmt resp title publisher pubPlace biblScope citedRange edition series idno email "
    "street postCode postBox role actor q quote gloss orth pron hyph syll form gram gramGrp pos "
    "gen def usg sense etym lang xr cit imprint monogr analytic term mentioned soCalled "
    "foreign".split()
)
# Points in the text. They end a word, unless ``break`` is "no" or they are inside a ``w``.
MILESTONES = frozenset("pb cb gb milestone space".split())
LINE_BREAK = "lb"
INSIDE_A_WORD = frozenset(["inWord", "worddiv"])
UNREADABLE = "gap"  # text that cannot be read: what is before it and after it is not one word

# ----------------------------------------------------------------------------- editorial readings

# Several encodings of one stretch, of which one is read; white space between them is no text.
ALTERNATIVES = frozenset(["choice", "app", "rdgGrp"])
# Groups of elements, between which white space is no text.
GROUPS = ALTERNATIVES | frozenset(["subst", "ruby"])
# The alternative that is read. Failing these, it is the first.
PREFERRED: Mapping[str, frozenset[str]] = {
    EDITED: frozenset(["corr", "reg", "expan", "ex", "lem"]),
    ORIGINAL: frozenset(["sic", "orig", "abbr", "am", "lem"]),
}
# What is left out wherever it occurs: of a correction by the writer the other side, the signs of an
# abbreviation or what was supplied for them, what the editor thinks superfluous or has supplied.
UNREAD: Mapping[str, frozenset[str]] = {
    EDITED: frozenset(["del", "surplus", "am"]),
    ORIGINAL: frozenset(["add", "supplied", "ex"]),
}
# Of the marks at the start of a long addition or deletion, the one after which nothing is read.
UNREAD_SPAN: Mapping[str, str] = {EDITED: "delSpan", ORIGINAL: "addSpan"}
# What was supplied for letters that are lost, unless its ``reason`` is one of these, leaves a gap
# where it is left out: what is before it and after it is not one word.
SUPPLIED, NOT_LOST = "supplied", frozenset(["omitted", "subaudible", "explanation"])
RESTORED = "restore"  # a deletion that was cancelled is read

# ------------------------------------------------------------------------------- outside the text

# What happens while people speak, and who speaks: shown for reading. It ends a word.
EVENTS = frozenset(
    "speaker stage kinesic vocal incident writing shift camera sound tech view move".split()
)
# What an editor says about the text, what a printer adds to each page, and the gloss of a ruby.
REMARKS = frozenset(
    "note noteGrp fw rt figDesc desc certainty precision respons interp interpGrp span spanGrp "
    "link linkGrp join joinGrp alt altGrp timeline fs fLib fvLib index metamark listTranspose "
    "substJoin listApp witDetail wit listWit listChange annotation listAnnotation standOff "
    "facsimile sourceDoc teiHeader xenoData".split()
)
APART: Mapping[str, str] = {**dict.fromkeys(EVENTS, SHOW), **dict.fromkeys(REMARKS, DROP)}

# EpiDoc: the divisions of an inscription's body that are about its edition.
ABOUT_AN_EDITION = frozenset("apparatus translation commentary bibliography".split())
# Raised, as ``rend`` or ``style`` say it.
RAISED = r"\b(?:super|superscript|sup|raised|exponent)\b"


def name_tags(names: Iterable[str]) -> frozenset[str]:
    """The tags of elements, as lxml writes them with their namespace."""
    return frozenset(TEI + name for name in names)
