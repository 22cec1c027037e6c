"""The PNG and the PDF of a figure are compared with its SVG, whatever drew them."""

from io import BytesIO

import matplotlib.pyplot as plt
import pytest
from PIL import Image, ImageDraw

import discourse as dc
from discourse.publish.plots.rendering import render
from discourse.publish.plots.svg_letters import texts_without_font
from discourse.publish.plots.svg_parts import read_svg
from discourse.publish.plots.svg_pixels import compare_pdf, compare_png, draw_page

CORPUS = dc.Corpus.from_texts(
    {"a": "Peace and rights for all; rights, and peace.\n\nWar, and peace for all of us."}
)
WORDS = {"title": "", "subject": "", "alt": ""}


def pages_of(figure, **settings):
    return {each: render(figure, each, **WORDS, **settings) for each in ("svg", "png", "pdf")}


@pytest.fixture(scope="module")
def figures():
    table = dc.frequencies(CORPUS)
    scores = dc.tfidf(CORPUS, by="section")
    dots, cells = dc.plot.frequencies(table), dc.plot.tfidf(scores)
    turned = dc.plot.frequencies(table.head(5))
    turned.text(2, 2, "a note", rotation=30, alpha=0.5)
    turned.axvline(1.5, color="red", linestyle="--")
    fewer = dc.plot.frequencies(table, labels={"peace": "power"})
    wider = dc.plot.frequencies(table)
    wider.lines[0].set_data([1.5] * len(table), range(len(table)))
    found = {
        "dots": pages_of(dots.figure), "cells": pages_of(cells.figure, dpi=600),
        "turned": pages_of(turned.figure, dpi=150), "renamed": pages_of(fewer.figure),
        "moved": pages_of(wider.figure),
    }  # fmt: skip
    plt.close("all")
    return found


@pytest.mark.parametrize("name", ["dots", "cells", "turned"])
def test_the_pictures_of_a_figure_are_those_of_its_svg(figures, name):
    page = read_svg(figures[name]["svg"])
    assert list(compare_png(figures[name]["png"], page)) == []
    assert list(compare_pdf(figures[name]["pdf"], page)) == []


def test_the_pictures_of_another_figure_of_the_same_size_are_not(figures):
    page = read_svg(figures["dots"]["svg"])
    assert [each.place for each in compare_png(figures["moved"]["png"], page)] == ["the picture"]
    assert [each.place for each in compare_pdf(figures["moved"]["pdf"], page)] == ["the picture"]


OTHER_LETTERS = {
    "a digit of an axis": lambda ax: ax.set_xticks([0, 1, 2, 3], ["0", "1", "2", "8"]),
    "a digit for another one": lambda ax: ax.set_xticks([0, 1, 2, 3], ["0", "1", "7", "3"]),
    "a name of the same length": lambda ax: rename(ax, "rights", "fights"),
    "one letter of a name": lambda ax: rename(ax, "peace", "peaoe"),
    "a sign": lambda ax: ax.set_xlabel("Court"),
}


def rename(ax, name, other):
    names = [each.get_text().replace(name, other) for each in ax.get_yticklabels()]
    ax.set_yticks(ax.get_yticks(), names)


@pytest.mark.parametrize("name", OTHER_LETTERS)
def test_other_letters_of_the_same_length_are_seen_in_a_png(figures, name):
    ax = dc.plot.frequencies(dc.frequencies(CORPUS))
    OTHER_LETTERS[name](ax)
    raw = render(ax.figure, "png", **WORDS)
    plt.close("all")
    found = list(compare_png(raw, read_svg(figures["dots"]["svg"])))
    assert [each.place for each in found] == ["the picture"]
    assert found[0].expected.startswith("the letters of "), found


PALE = {
    "text as pale as the paper": lambda ax: ax.text(2, 6, "war: 99", color="#f4f4f4", size=7),
    "a hair line": lambda ax: ax.plot([1, 3], [6.5, 5.5], lw=0.15, color="#888888"),
    "a pale dot": lambda ax: ax.plot([2.5], [6.5], "o", ms=4.5, color="#eeeeee"),
    "a tiny dot": lambda ax: ax.plot([2.5], [6.5], "o", ms=0.6, color="#1a1a1a"),
}


@pytest.mark.parametrize("ending", ["png", "pdf"])
@pytest.mark.parametrize("name", PALE)
def test_nothing_is_where_the_page_has_nothing(figures, name, ending):
    ax = dc.plot.frequencies(dc.frequencies(CORPUS))
    PALE[name](ax)
    raw = render(ax.figure, ending, **WORDS)
    plt.close("all")
    compare = compare_png if ending == "png" else compare_pdf
    found = list(compare(raw, read_svg(figures["dots"]["svg"])))
    assert found[-1].found.startswith(("something beside what is drawn", "another picture"))


def test_letters_of_a_font_that_is_not_here_are_not_taken_for_others(figures):
    raw = figures["dots"]["svg"].replace(b"'DejaVu Sans'", b"'No Such Font', 'DejaVu Sans'")
    page = read_svg(raw)
    assert {part.text for part in texts_without_font(page)} >= {"peace", "Count"}
    assert texts_without_font(read_svg(figures["dots"]["svg"])) == []
    ax = dc.plot.frequencies(dc.frequencies(CORPUS))
    rename(ax, "rights", "fights")
    other = render(ax.figure, "png", **WORDS)
    plt.close("all")
    assert list(compare_png(other, page)) == []


def test_other_words_of_a_pdf_are_noticed_whatever_they_look_like(figures):
    page = read_svg(figures["dots"]["svg"])
    assert compare_pdf_places(figures["renamed"]["pdf"], page)[0] == "the words"
    pale = dc.plot.frequencies(dc.frequencies(CORPUS))
    pale.text(1, 1, "war: 99 hits", color="#f4f4f4", fontsize=3)
    raw = render(pale.figure, "pdf", **WORDS)
    plt.close("all")
    assert compare_pdf_places(raw, page) == ["the words", "the picture"]


def compare_pdf_places(raw, page):
    return [each.place for each in compare_pdf(raw, page)]


DAMAGES = {
    "a dot": lambda image: ImageDraw.Draw(image).ellipse((600, 100, 616, 116), fill="black"),
    "a white patch": lambda image: image.paste((255, 255, 255, 255), (300, 20, 500, 200)),
    "a line": lambda image: ImageDraw.Draw(image).line(
        (600, 50, 600, 300), fill="#bbbbbb", width=2
    ),
    "grey letters": lambda image: image.paste((200, 200, 200, 255), (0, 0, 90, 300)),
    "another ground": lambda image: image.paste((180, 180, 255, 255), (700, 0, 1000, 60)),
    "a mirrored picture": lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "transparency": lambda image: image.putalpha(60),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_pixels_that_were_changed(figures, name):
    with Image.open(BytesIO(figures["dots"]["png"])) as image:
        pixels = image.convert("RGBA")
    changed, page = DAMAGES[name](pixels) or pixels, BytesIO()
    changed.save(page, "PNG")
    found = list(compare_png(page.getvalue(), read_svg(figures["dots"]["svg"])))
    assert [each.place for each in found] == ["the picture"]
    assert "mm from the left" in found[0].found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"text-anchor: middle", b"text-anchor: middle; font-weight: x"),
        (b"text-anchor: middle", b"text-anchor: middle; font-style: x"),
        (b"font-size: ", b"font-size: nan"),
        (b'd="M ', b'd="L M '),
        (b'd="M ', b'd="A M '),
    ],
)
@pytest.mark.parametrize("is_printed", [False, True])
def test_an_svg_that_cannot_be_drawn_is_named_with_the_reason(figures, old, new, is_printed):
    raw = figures["dots"]["svg"]
    assert old in raw
    with pytest.raises(dc.DiscourseError, match="cannot be drawn"):
        draw_page(read_svg(raw.replace(old, new)), 40, is_printed=is_printed)
