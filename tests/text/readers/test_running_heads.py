"""Running heads, feet and page numbers are found by repetition, where they are set apart."""

import pytest

from discourse.text.readers.page_layout import PageLine, PrintedPage
from discourse.text.readers.running_heads import name_repeated_lines


def line(text, left=72.0, base=700.0, right=None, gaps=(), size=10.0):
    return PageLine(text, left, left + 5 * len(text) if right is None else right, base, size, gaps)


def page(*lines):
    return PrintedPage(800.0, tuple(lines))


def named(pages):
    return [
        {pages[number].lines[index].text: name for index, name in sorted(names.items())}
        for number, names in enumerate(name_repeated_lines(pages))
    ]


def body(number):
    """Lines that no other page has."""
    return [
        line(f"On {chr(97 + number)} {chr(97 + row)} we agree", base=600 - 12 * row)
        for row in range(6)
    ]


def test_heads_feet_and_numbers_are_found_by_repetition():
    pages = [
        page(
            line("The Assembly", base=780),
            *body(number),
            line("A/72/PV.3", base=40),
            line(f"{number + 11}/16", left=500, base=40),
        )
        for number in range(3)
    ]
    assert named(pages) == [
        {"The Assembly": "running head", "A/72/PV.3": "running foot", f"{n}/16": "page number"}
        for n in (11, 12, 13)
    ]


def test_heads_of_left_and_right_pages_and_of_chapters_are_found():
    heads = ["Report", "I. Peace"] * 3 + ["Report", "II. Law"] * 3
    pages = [page(line(f"{head} {n + 1}", base=780), *body(n)) for n, head in enumerate(heads)]
    assert all(len(names) == 1 for names in named(pages))


def test_page_numbers_in_roman_numerals_are_found():
    pages = [
        page(*body(n), line(f"– {roman} –", base=40))
        for n, roman in enumerate(("iii", "iv", "v", "vi"))
    ]
    assert all(list(names.values()) == ["page number"] for names in named(pages))


def test_what_is_at_another_height_or_once_or_grows_otherwise_is_text():
    pages = [
        page(line("A title", base=780 - 40 * n), *body(n), line(str(n * n), base=40))
        for n in range(5)
    ]
    assert named(pages) == [{}] * 5


def test_numbered_headings_are_text_and_a_number_of_many_digits_is_no_page_number():
    pages = [
        page(line(f"Chapter {n}", base=780, size=14), *body(n), line("1" * 5_000 + str(n), base=40))
        for n in range(1, 5)
    ]
    assert named(pages) == [{}] * 4


def test_a_line_that_is_repeated_below_other_text_is_text():
    pages = [
        page(line("Head", base=792), line(f"{'abc'[n]} opens", base=760), line("and so", base=740))
        for n in range(3)
    ]
    assert named(pages) == [{"Head": "running head"}] * 3


def test_rows_of_numbers_at_the_same_height_are_text():
    pages = [page(line(f"{1990 + 7 * n} {12 * n}", base=780), *body(n)) for n in range(5)]
    assert named(pages) == [{}] * 5


def test_two_pages_are_enough_in_a_short_text_and_three_are_needed_in_a_long_one():
    def pages(count):
        return [
            page(line("Statement" if n < 2 else f"Other {n * n}", base=780), *body(n))
            for n in range(count)
        ]

    assert named(pages(2)) == [{"Statement": "running head"}] * 2
    assert named(pages(6)) == [{}] * 6


def full(number, top, first, space=14, between=14, rows=30):
    """A page with a line on top, a space after it, and lines that no other page has."""
    rest = [
        line(f"On {chr(97 + number)} {chr(97 + row)} we agree", base=top - space - between * row)
        for row in range(rows)
    ]
    return page(line(first, base=top), *rest)


@pytest.mark.parametrize("between", [12, 14, 24, 36])
@pytest.mark.parametrize(
    ("first", "with_it", "pages"),
    [
        ("Article {}", 8, 8),
        ("Day {}", 3, 3),
        ("I have a dream today.", 3, 9),
        ("Mr. President,", 3, 3),
        ("Q: Do you agree?", 2, 2),
        ("1945", 4, 4),
    ],
)
def test_a_line_that_is_not_set_apart_is_text(first, with_it, pages, between):
    texts = [first.format(n + 1) if n < with_it else f"Other {n * n}" for n in range(pages)]
    rows = min(30, 600 // between)
    for top in (780, 740):
        found = [full(n, top, text, between, between, rows) for n, text in enumerate(texts)]
        assert named(found) == [{}] * pages
        found = [full(n, 780, text, 40, 14) for n, text in enumerate(texts[:with_it])]
        assert all(names for names in named(found))


@pytest.mark.parametrize(
    "first", ["Mr. President,", "I have a dream.", "Q: Do you agree?", "“Friends!”", "Article {}"]
)
def test_a_salutation_or_a_heading_with_some_space_below_is_text(first):
    pages = [full(n, 780, first.format(n), 25) for n in range(4)]
    assert named(pages) == [{}] * 4
    pages = [full(n, 780, first.format(n), 60) for n in range(4)]
    assert all(named(pages))


def test_a_line_before_a_paragraph_is_text_if_paragraphs_are_as_far_apart():
    pages = [
        page(
            line("Q: Do you agree?", base=780),
            *(
                line(
                    f"{'ab'[row % 2]} {chr(97 + n)} {chr(97 + row)}",
                    base=756 - 19 * row - row % 2 * -5,
                )
                for row in range(20)
            ),
        )
        for n in range(3)
    ]
    assert named(pages) == [{}] * 3


def test_a_head_over_a_line_that_is_repeated_in_the_text_is_found_alone():
    pages = [
        page(
            line("The Assembly", base=790),
            line("Second session", base=778),
            line("Mr. President,", base=740),
            *(line(f"{chr(97 + n)} {chr(97 + row)}", base=726 - 14 * row) for row in range(20)),
            line(f"Page {n}", base=30),
        )
        for n in range(4)
    ]
    assert named(pages) == [
        {
            "The Assembly": "running head",
            "Second session": "running head",
            f"Page {n}": "running foot",
        }
        for n in range(4)
    ]


def test_page_numbers_close_to_the_text_are_found():
    pages = [
        page(
            *(line(f"{chr(97 + n)} {chr(97 + row)}", base=320 - 14 * row) for row in range(20)),
            line(f"– {n + 3} –", base=40),
        )
        for n in range(4)
    ]
    assert named(pages) == [{f"– {n + 3} –": "page number"} for n in range(4)]


def test_small_print_in_the_margin_needs_little_space_and_at_the_edge_none():
    for top, space, found in ((760, 17, True), (780, 14, True), (760, 14, False)):
        pages = [full(n, top - space, f"{'abcd'[n]} opens") for n in range(4)]
        heads = [page(line("27 November", base=top, size=8), *rest.lines) for rest in pages]
        assert [bool(names) for names in named(heads)] == [found] * 4


def test_a_head_of_many_pages_is_found_over_text_with_wide_paragraphs():
    def pages(count):
        return [
            page(
                line("The Assembly", base=780),
                *(
                    line(f"{chr(97 + n)} {chr(97 + row)}", base=755 - 14 * row - 16 * (row // 5))
                    for row in range(20)
                ),
            )
            for n in range(count)
        ]

    assert named(pages(6)) == [{"The Assembly": "running head"}] * 6
    assert named(pages(3)) == [{}] * 3


def test_numbers_of_a_few_pages_that_grow_with_them_are_found():
    shown = {0, 3, 9}
    pages = [page(*body(n), *([line(str(n), base=40)] * (n in shown))) for n in range(10)]
    assert [number for number, names in enumerate(named(pages)) if names] == sorted(shown)


def test_pages_of_one_repeated_line_are_text():
    assert named([page(line("Statement", base=780))] * 4) == [{}] * 4


@pytest.mark.parametrize("count", [0, 1])
def test_a_single_page_repeats_nothing(count):
    assert name_repeated_lines([page(line("1", base=40))] * count) == [{}] * count
