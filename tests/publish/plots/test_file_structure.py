"""A PNG and a PDF hold what this package writes, once each, and nothing more."""

import re
import struct
import zlib
from io import BytesIO

import matplotlib.pyplot as plt
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

import discourse as dc
from discourse.publish.plots.file_structure import find_odd_pdf, find_odd_png
from discourse.publish.plots.rendering import render

CORPUS = dc.Corpus.from_texts({"a": "Peace and rights for all; rights, and peace."})


@pytest.fixture(scope="module")
def pages():
    ax = dc.plot.frequencies(dc.frequencies(CORPUS))
    words = {"title": "Words (of a text).", "subject": "{}", "alt": "Dots \\ more."}
    found = {ending: render(ax.figure, ending, **words) for ending in ("png", "pdf")}
    plt.close("all")
    return found


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def insert(kind, data, before=b"IDAT"):
    def change(raw):
        at = raw.index(before) - 4
        return raw[:at] + chunk(kind, data) + raw[at:]

    return change


def animate(raw):
    image, page = Image.open(BytesIO(raw)), BytesIO()
    other = Image.new("RGBA", image.size, "red")
    image.save(page, "PNG", save_all=True, append_images=[other], duration=100)
    return page.getvalue()


PNG = {
    "a second frame": (animate, "acTL"),
    "a gamma": (insert(b"gAMA", struct.pack(">I", 500_000)), "gAMA"),
    "a profile": (insert(b"iCCP", b"x\0\0" + zlib.compress(b"x")), "iCCP"),
    "a colour space": (insert(b"sRGB", b"\0"), "sRGB"),
    "other primaries": (insert(b"cHRM", b"\0" * 32), "cHRM"),
    "a ground": (insert(b"bKGD", b"\0" * 6), "bKGD"),
    "transparency": (insert(b"tRNS", b"\0" * 6), "tRNS"),
    "a date": (insert(b"tIME", b"\0" * 7), "tIME"),
    "an unknown chunk": (insert(b"teSt", b"hidden"), "teSt"),
    "a second description": (insert(b"tEXt", b"Description\0Nine.", b"pHYs"), "Description, Desc"),
    "another text": (insert(b"tEXt", b"Author\0Nobody", b"pHYs"), "Author"),
    "a text behind the picture": (insert(b"iTXt", b"Title\0\0\0\0\0x", b"IEND"), "IDAT, texts"),
    "a second resolution": (insert(b"pHYs", b"\0" * 9, b"tEXt"), "pHYs, texts"),
    "bytes behind the end": (lambda raw: raw + b"hidden", "6 further bytes"),
    "a second picture behind the end": (lambda raw: raw + raw, "further bytes"),
    "a damaged chunk": (lambda raw: raw.replace(b"Title\0W", b"Title\0V"), "a damaged chunk"),
}  # fmt: skip


def test_the_files_of_a_figure_hold_nothing_odd(pages):
    assert list(find_odd_png(pages["png"])) == []
    assert list(find_odd_pdf(pages["pdf"], pages["pdf"])) == []


@pytest.mark.parametrize("name", PNG)
def test_a_png_with_something_more(pages, name):
    change, words = PNG[name]
    found = [" | ".join(map(str, each)) for each in find_odd_png(change(pages["png"]))]
    assert any(words in each for each in found), found


def append(body):
    """An incremental update, as PDF programs save a change."""

    def change(raw):
        start = int(raw[raw.rindex(b"startxref") + 9 :].split()[0])
        trailer = raw[raw.rindex(b"trailer") + 7 : raw.rindex(b"startxref")].strip()[:-2]
        at = len(raw)
        new = raw + body
        table = b"xref\n90 1\n%010d 00000 n \ntrailer\n%s/Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        return new + table % (at, trailer, start, len(new))

    return change


def rewrite(change):
    """The PDF as pypdf writes it after a change."""

    def changed(raw):
        writer, page = PdfWriter(clone_from=PdfReader(BytesIO(raw))), BytesIO()
        change(writer)
        writer.write(page)
        return page.getvalue()

    return changed


def patch(old, new):
    """A change within the file; its table of objects is made again, as a forger would."""

    def change(raw):
        body = re.sub(old, new, raw[: raw.rindex(b"xref\n0 ")], count=1, flags=re.DOTALL)
        assert body != raw[: raw.rindex(b"xref\n0 ")]
        found = {
            int(match[1]): match.start() for match in re.finditer(rb"(?m)^(\d+) 0 obj\n", body)
        }
        size = max(found) + 1
        lines = [b"0000000000 65535 f \n"]
        lines += [b"%010d 00000 n \n" % found.get(number, 0) for number in range(1, size)]
        tail = raw[raw.rindex(b"trailer") :]
        tail = re.sub(rb"/Size \d+", b"/Size %d" % size, tail)
        tail = re.sub(rb"startxref\n\d+", b"startxref\n%d" % len(body), tail)
        return body + b"xref\n0 %d\n" % size + b"".join(lines) + tail

    return change


NOTE = b"[ << /Type /Annot /Subtype /FreeText /Rect [ 0 0 99 99 ] /Contents (p < 0.001) >> ]"
PDF = {
    "a note": (patch(rb"\[ \]", NOTE), "/Rect"),
    "a note without words of its own": (
        patch(rb"\[ \]", b"[ << /Subtype /Text /Title (9) >> ]"), "the notes on the page",
    ),
    "a note in the page": (patch(rb"/Annots \d+ 0 R", b"/Annots [ 1 0 R ]"), "the notes"),
    "a script": (
        patch(rb"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (x) >>"),
        "/JavaScript",
    ),
    "a name in code": (
        patch(rb"/Type /Catalog", b"/Type /Catalog /Open#41ction << /JS (x) >>"), "/Open#41ction",
    ),
    "an embedded file": (
        patch(rb"/Type /Catalog", b"/Type /Catalog /Names << /EmbeddedFiles 2 0 R >>"),
        "/EmbeddedFiles",
    ),
    "layers that can be hidden": (
        patch(rb"/Type /Catalog", b"/Type /Catalog /OCProperties << >>"), "/OCProperties",
    ),
    "a form": (patch(rb"/Type /Catalog", b"/Type /Catalog /AcroForm << >>"), "/AcroForm"),
    "a turned page": (patch(rb"/Type /Page ", b"/Type /Page /Rotate 180 "), "/Rotate"),
    "a cut page": (patch(rb"/Type /Page ", b"/Type /Page /CropBox [ 0 0 9 9 ] "), "/CropBox"),
    "other units": (patch(rb"/Type /Page ", b"/Type /Page /UserUnit 9 "), "/UserUnit"),
    "another title": (patch(rb"\(Words ", b"(All words "), "metadata"),
    "an object": (patch(rb"\n2 0 obj", b"\n99 0 obj\n<< >>\nendobj\n2 0 obj"), "that of a figure"),
    "an object in a page": (
        patch(rb"/Count 1 >>", b"/Count 1 >>\nendobj\n98 0 obj\n<< >>"), "that of a figure",
    ),
    "a comment": (patch(rb"/Count 1 >>", b"/Count 1 >> % nine"), "a note"),
    "a longer stream": (patch(rb"\nendstream", b" x\nendstream"), "longer or shorter"),
    "a later version": (append(b"90 0 obj\n<< >>\nendobj\n"), "that of a figure"),
    "bytes behind the end": (lambda raw: raw + b"% x\n", "one trailer"),
    "bytes before the objects": (patch(rb"\n1 0 obj", b"\nhidden\n1 0 obj"), "before its objects"),
    "a second page": (rewrite(lambda pdf: pdf.add_blank_page(99, 99)), "that of a figure"),
    "a file beside it": (rewrite(lambda pdf: pdf.add_attachment("x", b"x")), "that of a figure"),
}  # fmt: skip


@pytest.mark.parametrize("name", PDF)
def test_a_pdf_with_something_more(pages, name):
    change, words = PDF[name]
    found = find_odd_pdf(change(pages["pdf"]), pages["pdf"])
    said = [" | ".join(map(str, each)) for each in found]
    assert any(words in each for each in said), said
