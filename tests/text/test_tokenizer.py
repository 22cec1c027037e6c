"""Tokens by rule, in any script; the scan agrees with the rule as a regular expression."""

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.text import tokenizer as words
from discourse.text.characters import APOSTROPHES, HYPHENS, IGNORABLE

# Letters, marks, digits, joints and separators: few enough that every order occurs.
TEXTS = st.text(
    st.sampled_from("aZsé\u0301\u0915\u093f3٣.,'’-\u2010 \n\u00ad\u200d😀\ufe0fא中ʼ\u0e01\u200b")
)


def rule(text, possessive="keep", hyphen="keep"):
    """The tokens by the documented rule, without invisible characters."""
    run = r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*"
    final = rf"[{APOSTROPHES}][sS](?![\p{{L}}\p{{N}}\p{{M}}])"
    joints = [r"(?<=\p{Nd})[.,](?=\p{Nd})"]
    joints += [f"[{HYPHENS}]"] if hyphen == "keep" else []
    joints += [f"[{APOSTROPHES}]" if possessive == "keep" else f"(?!{final})[{APOSTROPHES}]"]
    pattern = rf"{run}(?:(?:{'|'.join(joints)}){run})*"
    if possessive == "split":
        pattern += rf"|(?<=[\p{{L}}\p{{N}}\p{{M}}]){final}"
    return regex.findall(pattern, visible(text))


def visible(text):
    return regex.sub(f"[{IGNORABLE}]", "", text)


@pytest.mark.parametrize("possessive", ["keep", "split"])
@pytest.mark.parametrize("hyphen", ["keep", "split"])
@given(text=st.one_of(TEXTS, st.text()))
def test_the_scan_gives_the_tokens_of_the_rule(possessive, hyphen, text):
    found = dc.Tokenizer(possessive=possessive, hyphen=hyphen).tokens(text)
    assert list(map(visible, found)) == rule(text, possessive, hyphen)


@given(TEXTS)
def test_spans_are_ordered_disjoint_and_inside_the_text(text):
    borders = dc.Tokenizer(possessive="split").spans(text).ravel().tolist()
    assert borders == sorted(borders)
    assert all(0 <= border <= len(text) for border in borders)
    assert all(map(int.__lt__, borders[::2], borders[1::2]))


@given(TEXTS, TEXTS)
def test_splitting_a_text_at_a_blank_line_changes_no_token(before, after):
    tokens = dc.Tokenizer().tokens
    assert tokens(f"{before}\n\n{after}") == tokens(before) + tokens(after)


@given(st.one_of(TEXTS, st.text()))
def test_decomposed_text_has_the_same_tokens_as_composed_text(text):
    def counted(form):
        rule = dc.Tokenizer()
        return [rule.fold(token) for token in rule.tokens(unicodedata.normalize(form, text))]

    assert counted("NFD") == counted("NFC")


@given(TEXTS)
def test_a_text_of_many_pieces_has_the_tokens_of_one(text):
    whole = dc.Tokenizer().tokens(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "PIECE", 3)
        assert dc.Tokenizer().tokens(text) == whole


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("China’s 36,000 win-win deals: 9.5%.", ["China’s", "36,000", "win-win", "deals", "9.5"]),
        ("'tis the dogs' o'clock", ["tis", "the", "dogs", "o'clock"]),
        ("co-\noperation", ["co", "operation"]),
        ("co\u00adoperation", ["co\u00adoperation"]),
        ("\u00adword\u00ad ", ["word"]),
        ("نمی\u200cخواهم", ["نمی\u200cخواهم"]),
        ("one\u200btwo", ["one", "two"]),
        ("peace ❤\ufe0f 👨\u200d👩\u200d👧 now", ["peace", "now"]),
        ("שלום, עולם\u200f!", ["שלום", "עולם"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
        ("\u0301 alone", ["alone"]),
        ("a.b 1.a 1.2", ["a", "b", "1", "a", "1.2"]),
        ("", []),
    ],
)
def test_tokens_of_a_text(text, tokens):
    assert dc.Tokenizer().tokens(text) == tokens


def test_what_is_split_on_request():
    split = dc.Tokenizer(possessive="split", hyphen="split").tokens
    assert split("China’s win-win o'clock") == ["China", "’s", "win", "win", "o'clock"]
    assert split("China's's-led") == ["China", "'s", "'s", "led"]


@pytest.mark.parametrize(
    ("token", "folded"),
    [("CHINA’S", "china's"), ("Straße", "strasse"), ("win‐win", "win-win"), ("E\u0301", "é"),
     ("co\u00adop", "coop"), ("İ", "i̇")],
)  # fmt: skip
def test_a_token_is_counted_in_its_folded_form(token, folded):
    assert dc.Tokenizer().fold(token) == folded


def test_a_choice_that_is_not_known_is_refused():
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Tokenizer(hyphen="cut")
    assert str(refused.value) == "hyphen='cut' is not known; choose 'keep', 'split'."


def test_a_custom_segmenter_allows_no_choices_of_the_built_in_rule():
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Tokenizer(hyphen="split", segmenter=dc.Tokenizer().spans)
    assert str(refused.value) == (
        "possessive and hyphen are choices of the built-in rule; "
        "leave them out with a segmenter of your own."
    )


def test_a_tokenizer_is_remade_from_its_recipe():
    rule = dc.Tokenizer(possessive="split")
    assert dc.Tokenizer.of_recipe(rule.recipe) == rule


def test_a_recipe_with_a_function_is_refused():
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Tokenizer.of_recipe(dc.Tokenizer(segmenter=dc.Tokenizer().spans).recipe)
    assert str(refused.value) == (
        "the segmenter discourse.text.tokenizer.Tokenizer.spans is a function, and functions are "
        "not saved; give tokenizer= as when the texts were read."
    )


def test_an_apostrophe_after_a_mark_outside_any_word_begins_no_token():
    words = dc.Tokenizer(possessive="split")
    assert words.tokens("the \u2764\ufe0f's end") == words.tokens("the \u2764's end")
