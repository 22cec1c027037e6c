"""A PDF: a section a page, words divided at a line's end joined again."""

import io

import pypdf
import pytest

from discourse.errors import DiscourseError
from discourse.text.readers.pdf import joined


def pdf(*pages):
    """A PDF, written by hand, with some lines of Latin text on each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET"
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects += [
            f"<< /Type /Page /Parent 2 0 R /Contents {number + 1} 0 R /MediaBox [0 0 612 792] "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> "
            ">> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    return data + (head + table + trailer).encode()


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


def test_each_page_is_a_section(extract):
    found = extract("a.pdf", pdf(["One.", "Two."], ["Three."]))
    assert [(r.name, r.section, found.text[r.start : r.end]) for r in found.regions] == [
        ("page", "1", "One.\nTwo.\n\n"),
        ("page", "2", "Three.\n\n"),
    ]
    assert found.made_by == f"pypdf {pypdf.__version__}"


def test_words_divided_at_the_end_of_a_line_are_joined():
    assert joined(["inter-\nnational"]) == ["inter\u00adnational"]
    assert joined(["well-\nknown", "a Well-known one"]) == ["well-known", "a Well-known one"]
    assert joined(["Anglo-\nAmerican, 1990-\n2000"]) == ["Anglo-\nAmerican, 1990-\n2000"]


def test_a_page_without_text_keeps_its_number(extract):
    found = extract("a.pdf", pdf(["One."], [], ["Three."]))
    assert [r.section for r in found.regions] == ["1", "2", "3"]


def test_a_scan_is_refused(extracts):
    assert refusal(extracts, pdf([])) == (
        "a.pdf holds no text, as a scan does; run it through text recognition first."
    )


def test_a_file_with_an_empty_password_is_read_as_every_viewer_does(extract):
    assert extract("a.pdf", locked(pdf(["One."]), "")).text == "One.\n\n"


def test_a_locked_file_is_refused(extracts):
    assert refusal(extracts, locked(pdf(["One."]), "secret")) == (
        "a.pdf is locked by a password; save a copy without one."
    )


@pytest.mark.filterwarnings("ignore")  # pypdf warns of what it then fails on
@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"Not a PDF", pdf(["One."])[:40]])
def test_a_damaged_file_is_refused(extracts, data):
    message = refusal(extracts, data)
    assert message.startswith("a.pdf cannot be read as a PDF (")
    assert message.endswith("); print it to PDF once more.")
