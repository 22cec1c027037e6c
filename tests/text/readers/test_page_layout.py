"""Lines of pages: columns in reading order."""

from hypothesis import given
from hypothesis import strategies as st

from discourse.text.readers.page_layout import (
    PageLine,
    order_columns,
)

WORDS = "peace and rights for all the people of the world who want to live in safety".split()


def line(text, left=72.0, base=700.0, right=None, gaps=(), size=10.0):
    return PageLine(text, left, left + 5 * len(text) if right is None else right, base, size, gaps)


def prose(name, number):
    return f"{name}{number} " + " ".join(WORDS[number % 8 : number % 8 + 4])


def texts(lines):
    return [line.text for line in lines]


def columns(rows, lefts=(72, 320)):
    """Lines that go from column to column, as some programs write them."""
    return [
        line(prose("abc"[column], row), left, 700 - 12 * row, left + 200)
        for row in range(rows)
        for column, left in enumerate(lefts)
    ]


def test_columns_that_alternate_are_read_one_after_the_other():
    lines = columns(6)
    assert texts(order_columns(lines)) == [
        *(prose("a", row) for row in range(6)),
        *(prose("b", row) for row in range(6)),
    ]


def test_three_columns_are_read_one_after_the_other():
    lines = columns(6, (40, 250, 460))
    assert [text[0] for text in texts(order_columns(lines))] == list("aaaaaabbbbbbcccccc")


def test_columns_of_a_script_that_is_read_leftwards_begin_at_the_right():
    lines = [
        line(f"{name} שלום וצדק לכל", left, 700 - 12 * row, left + 200)
        for row in range(6)
        for name, left in (("ב", 320), ("א", 72))
    ]
    assert [text[0] for text in texts(order_columns(lines))] == list("בבבבבבאאאאאא")


def test_columns_that_make_one_line_of_the_file_are_cut_at_the_wide_space():
    lines = [
        line(
            f"{prose('a', row)} {prose('b', row)}",
            base=700 - 12 * row,
            right=520,
            gaps=((len(prose("a", row)), 272, 320),),
        )
        for row in range(6)
    ]
    assert [text[0] for text in texts(order_columns(lines))] == list("aaaaaabbbbbb")


def test_a_line_over_both_columns_divides_them_into_bands():
    lines = [
        line("A heading that goes over both of the columns", 72, 720, 520),
        *columns(5),
        line("Another heading over both of the columns", 72, 620, 520),
        *columns(5),
    ]
    assert [text[0] for text in texts(order_columns(lines))] == list("AaaaaabbbbbAaaaaabbbbb")


def test_columns_that_the_file_has_in_order_are_left_as_they_are():
    lines = sorted(columns(6), key=lambda line: line.left)
    assert order_columns(lines) == lines


def test_the_rows_of_a_table_are_not_columns():
    rows = [
        line(
            f"Year {1990 + row} 14 missions", right=520, gaps=((9, 150, 320),), base=700 - 12 * row
        )
        for row in range(8)
    ]
    assert order_columns(rows) == rows


def test_an_ordinary_page_with_wide_spaces_stays_in_order():
    lines = [line(prose("a", row), base=700 - 12 * row, gaps=((2, 90, 110),)) for row in range(8)]
    assert order_columns(lines) == lines


@given(
    st.lists(
        st.builds(
            lambda left, width, base: PageLine("one two three", left, left + width, base, 10.0),
            st.integers(0, 500),
            st.integers(-20, 300),
            st.integers(0, 700),
        ),
        max_size=40,
    )
)
def test_no_line_is_lost_or_repeated(lines):
    words = " ".join(texts(order_columns(lines))).split()
    assert len(words) == 3 * len(lines)
