"""A PDF: one section per page, columns in order, running heads dropped, divided words joined."""

import io
from importlib.metadata import version
from pathlib import Path

import matplotlib
import pypdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import discourse as dc
from discourse.errors import DiscourseError

SENTENCES = [
    "We the peoples want peace",
    "and the rule of law here",
    "for all who live in fear",
    "so that each may be free",
    "to speak and to be heard",
    "in the house of the many",
    "on the day that is near",
]


@pytest.fixture
def drawn():
    """A function that draws a PDF: on each page, texts from points of the lower left corner."""

    def draw(*pages, size=11, rotation=0):
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(595, 842), invariant=True)
        for page in pages:
            canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}.get(rotation, (0, 0)))
            canvas.rotate(rotation)
            for left, base, text, *own_size in page:
                canvas.setFont("Times-Roman", *(own_size or [size]))
                canvas.drawString(left, base, text)
            canvas.showPage()
        canvas.save()
        return turned(buffer.getvalue(), rotation)

    return draw


def turned(data, rotation):
    """A PDF whose pages are turned clockwise to be read."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        page.rotate(rotation)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def lines(*texts, left=72, top=760):
    return [(left, top - 14 * row, text) for row, text in enumerate(texts)]


def regions(found):
    return [(r.name, found.text[r.start : r.end]) for r in found.regions]


def locked(data, password):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def refusal(extracts, data):
    with pytest.raises(DiscourseError) as refused:
        extracts("a.pdf", data)
    return str(refused.value)


def test_each_page_is_a_section(extract, pdf):
    found = extract("a.pdf", pdf(["One.", "Two."], ["Three."]))
    assert [(r.name, r.section, found.text[r.start : r.end]) for r in found.regions] == [
        ("page", "1", "One.\nTwo.\n\n"),
        ("page", "2", "Three.\n\n"),
    ]
    assert found.made_by == f"pypdfium2 {version('pypdfium2')}"


def test_a_page_without_text_keeps_its_number(extract, pdf):
    found = extract("a.pdf", pdf(["One."], [], ["Three."]))
    assert [r.section for r in found.regions] == ["1", "2", "3"]


def test_title_and_author_are_metadata(extract):
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setTitle("A Speech")
    canvas.setAuthor("B")
    canvas.drawString(72, 700, "One.")
    canvas.save()
    assert extract("a.pdf", buffer.getvalue()).metadata == {"title": "A Speech", "author": "B"}


def test_words_divided_at_the_end_of_a_line_and_of_a_page_are_joined(extract, pdf):
    found = extract("a.pdf", pdf(["Inter-", "national", "and multi-"], ["lateral", "aims"]))
    assert regions(found) == [
        ("page", "Inter\u00adnational\nand multi\u00adlateral\n\n"),
        ("page", "\naims\n\n"),
    ]


def test_two_columns_are_read_one_after_the_other(extract, drawn):
    page = [
        (left, base, f"{name} {text}")
        for row, text in enumerate(SENTENCES)
        for name, left, base in (("A", 72, 760 - 14 * row), ("B", 320, 759 - 14 * row))
    ]
    found = extract(
        "a.pdf", drawn([(72, 800, "A heading over the two columns of this page"), *page])
    )
    rows = found.text.split("\n")
    assert [row[0] for row in rows if row] == list("A" + "A" * 7 + "B" * 7)
    same_height = [(left, base + (left > 100), text) for left, base, text in page]
    assert extract("a.pdf", drawn(same_height)).text.split("\n")[7] == f"B {SENTENCES[0]}"


def test_a_word_that_goes_on_in_the_next_column_is_joined(extract, drawn):
    left = [*SENTENCES[:-1], "We value the inter-"]
    right = ["national law of all seas", *SENTENCES[1:]]
    page = [
        (x, 760 - 14 * row, text)
        for row, texts in enumerate(zip(left, right, strict=True))
        for x, text in zip((72, 320), texts, strict=True)
    ]
    assert "value the inter\u00adnational law" in extract("a.pdf", drawn(page)).text


def test_a_turned_page_is_read_as_its_reader_sees_it(extract, drawn):
    for rotation, top in ((0, 800), (90, 560), (180, 800), (270, 560)):
        pages = [
            [*lines(SENTENCES[n], top=400), (72, top, "Statement"), (72, 40, str(n))]
            for n in range(3)
        ]
        found = extract("a.pdf", drawn(*pages, rotation=rotation))
        assert [text for name, text in regions(found) if name == "page"] == [
            f"{sentence}\n\n" for sentence in SENTENCES[:3]
        ]


def test_text_that_goes_up_or_down_is_read(extract, drawn):
    for angle in (90, 180, 270):
        data = turned(drawn(lines(SENTENCES[0])), angle)
        assert extract("a.pdf", data).text == f"{SENTENCES[0]}\n\n"


def test_running_heads_feet_and_page_numbers_are_dropped_regions(extract, drawn):
    pages = [
        [
            (72, 800, "General Assembly"),
            *lines(SENTENCES[number], "and we agree"),
            (72, 40, "A/72/PV.3"),
            (500, 50, f"{number + 5}/40"),
        ]
        for number in range(4)
    ]
    found = extract("a.pdf", drawn(*pages))
    assert regions(found)[:4] == [
        ("running head", "General Assembly\n\n"),
        ("page", f"{SENTENCES[0]}\nand we agree\n\n"),
        ("page number", "5/40\n\n"),
        ("running foot", "A/72/PV.3\n\n"),
    ]
    assert {r.name for r in found.regions if r.treatment == "drop"} == {
        "running head",
        "running foot",
        "page number",
    }


def test_a_word_divided_at_the_page_end_is_joined_across_foot_head_and_footnotes(extract, drawn):
    pages = [
        [
            (72, 800, "General Assembly"),
            *lines(SENTENCES[0], "We value inter-"),
            (72, 80, "1 See the charter of the assembly.", 7),
            (72, 40, "1"),
        ],
        [(72, 800, "General Assembly"), *lines("national law.", SENTENCES[1]), (72, 40, "2")],
    ]
    found = extract("a.pdf", drawn(*pages))
    assert [text for name, text in regions(found) if name == "page"] == [
        f"{SENTENCES[0]}\nWe value inter\u00adnational\n1 See the charter of the assembly.\n\n",
        f" law.\n{SENTENCES[1]}\n\n",
    ]


def test_a_raised_note_mark_is_no_part_of_a_word(extract, drawn):
    found = extract(
        "a.pdf", drawn([(72, 700, "human rights"), (127, 704, "12", 6), (134, 700, "and H2O, 2nd")])
    )
    assert found.text == "human rights¹² and H2O, 2nd\n\n"


def test_a_raised_letter_after_a_word_is_a_region_after_the_page(extract, drawn):
    page = [(72, 700, "law"), (89, 704, "a", 6), (92, 700, ", aid"), (111, 704, "b", 6)]
    found = extract("a.pdf", drawn([*page, (72, 686, "on the 5"), (108, 690, "th", 6)]))
    assert regions(found) == [
        ("page", "law, aid\non the 5th\n\n"),
        ("note mark", "a b\n\n"),
    ]


def raised(word, letters, after=" now", size=7, rise=4):
    """A word of a line with raised letters after it."""
    at = 72 + pdfmetrics.stringWidth(word, "Times-Roman", 12)
    end = at + pdfmetrics.stringWidth(letters, "Times-Roman", size)
    return [(72, 700, word), (at, 700 + rise, letters, size), (end, 700, after)]


@pytest.mark.parametrize(("size", "rise"), [(7, 4), (8, 5), (6, 5)])
@pytest.mark.parametrize(
    ("word", "letters"),
    {
        "M": "me",
        "the M": "lle",
        "XIX": "th",
        "N": "os",
        "Mg": "r",
        "5": "th",
        "19": "e",
        "1": "er",
        "Messrs and M": "gr",
        "law": "ab",
    }.items(),
)
def test_raised_letters_of_an_abbreviation_are_all_kept(extract, drawn, word, letters, size, rise):
    found = extract("a.pdf", drawn(raised(word, letters, size=size, rise=rise), size=12))
    assert regions(found)[0][1].split() == f"{word}{letters} now".split()


@pytest.mark.parametrize("letters", ["a", "i", "ii", "iv", "viii", "xii"])
def test_a_raised_letter_or_roman_numeral_after_a_word_marks_a_note(extract, drawn, letters):
    for after in ("", " now", ", now"):
        found = extract("a.pdf", drawn(raised("the Nations", letters, after), size=12))
        assert [(name, text.split()) for name, text in regions(found)] == [
            ("page", f"the Nations{after}".split()),
            ("note mark", [letters]),
        ]


@pytest.fixture
def in_all_scripts():
    """A function that draws a line in a font that has many scripts, from left to right."""
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    pdfmetrics.registerFont(TTFont("Sans", fonts / "DejaVuSans.ttf"))

    def draw(text):
        buffer = io.BytesIO()
        canvas = Canvas(buffer)
        canvas.setFont("Sans", 11)
        canvas.drawString(72, 700, text)
        canvas.save()
        return buffer.getvalue()

    return draw


def test_a_soft_hyphen_inside_a_line_is_a_hyphen_that_readers_see(extract, in_all_scripts):
    found = extract("a.pdf", in_all_scripts("a win\u00adwin deal")).text
    assert found.replace("\u2010", "-") == "a win-win deal\n\n"


@pytest.mark.parametrize(
    "text", ["שלום וצדק לכל העולם", "السلام والعدل لكل الناس", "Мир и право", "Ειρήνη και δίκαιο"]
)
def test_scripts_that_are_read_from_right_to_left_or_left_to_right(extract, in_all_scripts, text):
    seen = text[::-1] if text[0] in "שا" else text
    assert extract("a.pdf", in_all_scripts(seen)).text == f"{text}\n\n"


def test_a_soft_hyphen_inside_a_ligature_is_not_seen(extract, pdf):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["diAerent"])))
    letters = pypdf.generic.StreamObject()
    letters.set_data(
        b"1 begincodespacerange <00> <ff> endcodespacerange "
        b"2 beginbfrange <20> <40> <0020> <42> <7e> <0042> endbfrange "
        b"1 beginbfchar <41> <006600ad0066> endbfchar"
    )
    font = writer.pages[0]["/Resources"]["/Font"]["/F1"]
    font[pypdf.generic.NameObject("/ToUnicode")] = writer._add_object(letters)
    buffer = io.BytesIO()
    writer.write(buffer)
    assert extract("a.pdf", buffer.getvalue()).text == "dif\u00adferent\n\n"


def test_a_scan_is_refused(extracts, pdf):
    assert refusal(extracts, pdf([])) == (
        "a.pdf contains no text, like a scan; run it through text recognition first."
    )


@pytest.fixture
def garbled(pdf):
    """A function that makes a PDF whose font names its glyphs by numbers, on pages that say so."""
    named = pypdf.generic.ArrayObject(
        [
            pypdf.generic.NumberObject(0),
            *(pypdf.generic.NameObject(f"/i{255 + number}") for number in range(256)),
        ]
    )

    def make(*pages, keep=()):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(*[[page] for page in pages])))
        for number, page in enumerate(writer.pages, 1):
            if number not in keep:
                font = page["/Resources"]["/Font"]["/F1"]
                font[pypdf.generic.NameObject("/BaseFont")] = pypdf.generic.NameObject("/ABCDEF+G")
                font[pypdf.generic.NameObject("/Encoding")] = pypdf.generic.DictionaryObject(
                    {pypdf.generic.NameObject("/Differences"): named}
                )
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()

    return make


def test_a_page_whose_glyphs_have_no_letters_is_refused(extracts, garbled):
    text = "We the peoples of the world want peace"
    assert refusal(extracts, garbled(text)) == (
        "a.pdf does not say which letters the signs on page 1 stand for; "
        "run it through text recognition first."
    )
    assert "the signs on pages 2, 3 stand for" in refusal(
        extracts, garbled(text, text, text, keep=[1])
    )
    assert "the signs on pages 1, 2, 3, 4, 5 and 2 more stand for" in refusal(
        extracts, garbled(*[text] * 7)
    )


def test_a_file_with_an_unreadable_page_is_skipped_by_name(tmp_path, garbled):
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(garbled("We the peoples of the world want peace"))
    corpus = dc.read(tmp_path, on_error="skip")
    assert list(corpus) == ["a"]
    assert corpus.skipped["reason"][0].startswith(
        f"{tmp_path / 'b.pdf'} does not say which letters the signs on page 1 stand for"
    )


def test_a_file_with_an_empty_password_is_read_as_every_viewer_does(extract, pdf):
    assert extract("a.pdf", locked(pdf(["One."]), "")).text == "One.\n\n"


def test_a_locked_file_is_refused(extracts, pdf):
    assert refusal(extracts, locked(pdf(["One."]), "secret")) == (
        "a.pdf is protected by a password; save a copy without one."
    )


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"Not a PDF", b"%PDF-1.4\n1 0 obj\n<<"])
def test_a_damaged_file_is_refused(extracts, data):
    assert refusal(extracts, data) == (
        "a.pdf cannot be read as a PDF; open it and print it to PDF again."
    )


def test_a_file_that_ends_in_the_middle_is_refused_or_read(extracts, drawn):
    data = drawn(lines(*SENTENCES))
    for length in range(0, len(data), 97):
        try:
            extracts("a.pdf", data[:length])
        except DiscourseError as error:
            assert str(error).startswith("a.pdf ")


@pytest.mark.parametrize(
    ("name", "words"),
    {
        "plain": "we value international law",
        "soft_hyphen": "we value international law",
        "blank_behind": "we value international law",
        "blank_before": "we value international law",
        "page_end": "we value international law",
        "capital": "an anti-american and anti-american view",
        "digit": "in covid-19 times covid-19 was new",
        "suspended": "pre and postwar aims",
    }.items(),
)
def test_the_words_of_small_files(shared, name, words):
    corpus = dc.read(shared / "cases" / f"pdf_{name}.pdf")
    assert [corpus.tokenizer.fold(word) for word in corpus.tokens(f"pdf_{name}")] == words.split()
