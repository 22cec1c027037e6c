import pytest

from discourse.publish.bound_text import BoundPiece, find_bound, show_text


@pytest.mark.parametrize(
    ("source", "shown", "pieces"),
    [
        ("Two words.", "Two words.", []),
        ("[7](# 'peace') hits", "7 hits", [(0, 1, "peace")]),
        ('Of [7](# "a b")\n[six](# (c))', "Of 7\nsix", [(3, 4, "a b"), (5, 8, "c")]),
        (r"""[7](# "a :: b = \"1\"")""", "7", [(0, 1, 'a :: b = "1"')]),
        ("[7](# '') and [7](#)", "7 and [7](#)", [(0, 1, "")]),
        ("[a link](https://example.org 'x')", "[a link](https://example.org 'x')", []),
    ],
)
def test_a_text_is_shown_without_its_claims(source, shown, pieces):
    assert show_text(source) == shown
    assert find_bound(source) == [BoundPiece(*piece) for piece in pieces]
    assert show_text(show_text(source)) == show_text(source)
