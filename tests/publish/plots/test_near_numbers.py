"""Pages that differ in the last digits of their places are alike; all else is seen."""

import pytest

from discourse.publish.plots.near_numbers import are_near
from discourse.publish.plots.raster_differences import check_eps
from discourse.publish.plots.svg_parts import without_ids

PAGE = b'<path id="m0123456789" d="M 10.4995 3 L 7.25 4"/><use xlink:href="#m0123456789"/>'


def test_a_thousandth_more_or_less_is_no_difference():
    other = PAGE.replace(b"10.4995", b"10.5004").replace(b"m0123456789", b"mabcdef0123")
    assert are_near(without_ids(PAGE), without_ids(other))
    assert are_near(b"rotate(-0 175.90624 2)", b"rotate(-0 175.906241 2)")
    assert list(check_eps(b"0.4995 1 moveto", b"0.5005 1 moveto")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"10.4995", b"10.5095"), (b"M", b"L"), (b" 3 ", b" 4 "), (b"7.25 4", b"7.25"), (b"7", b"-7")],
)
def test_any_other_difference_is_one(old, new):
    assert not are_near(without_ids(PAGE), without_ids(PAGE.replace(old, new)))


def test_the_digits_of_a_text_are_no_places():
    assert not are_near(b"(0.001) Tj", b"(0.002) Tj")
    assert not are_near(b'<text x="1.5">0.001</text>', b'<text x="1.5">0.002</text>')
    assert are_near(b'<text x="1.5">0.001</text>', b'<text x="1.501">0.001</text>')
    assert are_near(b"0.001 0 Td (0.001) Tj", b"0.002 0 Td (0.001) Tj")
