import pytest

from discourse.publish.claims.binding import check_prose

TEXT = "the peace, the peace, the war, the peace of the war or rights"
ORDER = "peace > war > rights"


@pytest.mark.parametrize(
    ("sentence", "is_found"),
    [
        (f"*Peace* is the [most frequent](# '{ORDER}') word.", True),
        (f"*Peace* is the [most frequent](# '{ORDER}') word in the text.", True),
        ("*Peace* is [more frequent](# 'peace > war') than any other word.", True),
        ("*The* is the [most frequent](# 'the > peace > war') word.", False),
        ("*The* is [more frequent](# 'the > peace') than any other word.", False),
        (f"*Peace* is the [most frequent](# '{ORDER}') word among them.", False),
        (f"Of these, *peace* is the [most frequent](# '{ORDER}') word.", False),
        (f"The words are compared: *peace* is the [most frequent](# '{ORDER}') word.", False),
        (f"*Peace* is the [most frequent](# '{ORDER}') one.", False),
    ],
)
def test_a_superlative_over_all_words_needs_a_rank(prose, sentence, is_found):
    found = check_prose(prose("# The peace, war, rights", sentence, text=TEXT))
    assert any(each.expected.startswith("a rank among all words") for each in found) == is_found
