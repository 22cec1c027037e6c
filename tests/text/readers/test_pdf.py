"""A PDF: one section per page, and words divided at a line end joined."""

import io
import re
import time

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DiscourseError
from discourse.text.readers.pdf import join_broken_words


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
    assert found.made_by == f"pypdf {pypdf.__version__}"


def test_words_divided_at_the_end_of_a_line_are_joined():
    assert join_broken_words(["inter-\nnational"]) == ["inter\u00adnational"]
    assert join_broken_words(["well-\nknown", "a Well-known one"]) == [
        "well-known",
        "a Well-known one",
    ]
    assert join_broken_words(["Anglo-\nAmerican, 1990-\n2000"]) == ["Anglo-\nAmerican, 1990-\n2000"]


def test_a_word_of_many_letters_takes_no_longer_than_its_letters():
    started = time.perf_counter()
    assert join_broken_words(["a" * 100_000 + " b-\nc"]) == ["a" * 100_000 + " b\u00adc"]
    assert time.perf_counter() - started < 2


@given(st.lists(st.text("aB-\u2010\n "), max_size=3))
def test_words_are_joined_wherever_a_letter_precedes_the_hyphen(pages):
    hyphened = {word for page in pages for word in re.findall("[a-z]+[-‐][a-z]+", page.casefold())}

    def whole(match):
        kept = f"{match[1]}-{match[2]}"
        return kept if kept.casefold() in hyphened else f"{match[1]}\u00ad{match[2]}"

    assert join_broken_words(pages) == [
        re.sub("([aB]+)[-‐]\n(a[aB]*)", whole, page) for page in pages
    ]


def test_a_page_without_text_keeps_its_number(extract, pdf):
    found = extract("a.pdf", pdf(["One."], [], ["Three."]))
    assert [r.section for r in found.regions] == ["1", "2", "3"]


def test_a_scan_is_refused(extracts, pdf):
    assert refusal(extracts, pdf([])) == (
        "a.pdf contains no text, like a scan; run it through text recognition first."
    )


def test_a_file_with_an_empty_password_is_read_as_every_viewer_does(extract, pdf):
    assert extract("a.pdf", locked(pdf(["One."]), "")).text == "One.\n\n"


def test_a_locked_file_is_refused(extracts, pdf):
    assert refusal(extracts, locked(pdf(["One."]), "secret")) == (
        "a.pdf is protected by a password; save a copy without one."
    )


@pytest.mark.filterwarnings("ignore")  # pypdf warns before it fails
@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"Not a PDF", b"%PDF-1.4\n1 0 obj\n<<"])
def test_a_damaged_file_is_refused(extracts, data):
    message = refusal(extracts, data)
    assert message.startswith("a.pdf cannot be read as a PDF (")
    assert message.endswith("); print it to PDF again.")
