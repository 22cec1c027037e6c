"""Tokens by rule, in any script; the scan agrees with the rule as a regular expression."""

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.text import scanning
from discourse.text import tokenizer as words
from discourse.text.characters import APOSTROPHES, HYPHENS, IGNORABLE, LOOKALIKES
from discourse.text.folding import fold_word

# Letters, marks, digits, joints and separators: few enough that every order occurs.
TEXTS = st.text(
    st.sampled_from(
        "aZsélhLn\u0301\u0915\u093f3٣.,'’-\u2010 \n\u00ad\u200d😀\ufe0fאב\"״՞¹²·`´‘中ʼ"
        "\u0e01\u200b#@_"
    )
)
CHOICES = st.fixed_dictionaries({name: st.sampled_from(of) for name, of in words.CHOICES.items()})
PART = r"[\p{L}\p{N}\p{M}--[¹²³⁰⁴-⁹]]"
LETTER = r"[\p{L}\p{N}--[\p{Nd}¹²³⁰⁴-⁹]]"


def first_rule(text, possessive="keep", hyphen="keep"):
    """The tokens by the rule of version 0.1.0, without invisible characters."""
    run = r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*"
    final = rf"[{APOSTROPHES}][sS](?![\p{{L}}\p{{N}}\p{{M}}])"
    joints = [r"(?<=\p{Nd})[.,](?=\p{Nd})"]
    joints += [f"[{HYPHENS}]"] if hyphen == "keep" else []
    joints += [f"[{APOSTROPHES}]" if possessive == "keep" else f"(?!{final})[{APOSTROPHES}]"]
    pattern = rf"{run}(?:(?:{'|'.join(joints)}){run})*"
    if possessive == "split":
        pattern += rf"|(?<=[\p{{L}}\p{{N}}\p{{M}}]){final}"
    return regex.findall(pattern, visible(text))


def rule(text, possessive="keep", hyphen="keep"):
    """The tokens by the documented rule, without invisible characters."""
    run = rf"[\p{{L}}\p{{N}}--[¹²³⁰⁴-⁹]]{PART}*"
    between = rf"(?<![\p{{Nd}}])(?=.{LETTER})"
    apostrophe = rf"(?:[{APOSTROPHES}]|{between}[{LOOKALIKES}])"
    final = rf"{apostrophe}[sS](?!{PART})"
    joints = [r"(?<=\p{Nd})[.,](?=\p{Nd})"]
    joints += [f"[{HYPHENS}]"] if hyphen == "keep" else []
    joints += [apostrophe if possessive == "keep" else f"(?!{final}){apostrophe}"]
    joints += [rf"{between}[״׳՛՜՞]", "(?<=[lL])·(?=[lL])", "(?<=[nNsS])·(?=[hH])"]
    joints += [rf"(?<=[א-ת])\"(?=[א-ת](?!{PART}))"]
    pattern = rf"{run}(?:(?:{'|'.join(joints)}){run})*"
    if possessive == "split":
        pattern += rf"|(?<={PART}){final}"
    return regex.findall(pattern, visible(text), regex.V1 | regex.DOTALL)


def visible(text):
    return regex.sub(f"[{IGNORABLE}]", "", text)


@pytest.mark.parametrize("possessive", ["keep", "split"])
@pytest.mark.parametrize("hyphen", ["keep", "split"])
@given(text=st.one_of(TEXTS, st.text()))
def test_the_scan_gives_the_tokens_of_the_rule(possessive, hyphen, text):
    found = dc.Tokenizer(possessive=possessive, hyphen=hyphen).tokens(text)
    assert list(map(visible, found)) == rule(text, possessive, hyphen)


@pytest.mark.parametrize("possessive", ["keep", "split"])
@pytest.mark.parametrize("hyphen", ["keep", "split"])
@given(text=st.one_of(TEXTS, st.text()))
def test_the_first_rule_gives_the_tokens_of_version_0_1_0(possessive, hyphen, text):
    tokenizer = dc.Tokenizer(possessive=possessive, hyphen=hyphen, rule="1")
    found = tokenizer.tokens(text)
    assert list(map(visible, found)) == first_rule(text, possessive, hyphen)
    folded = [unicodedata.normalize("NFC", token).casefold() for token in found]
    signs = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))
    assert list(map(tokenizer.fold, found)) == [
        unicodedata.normalize("NFC", visible(token.translate(signs))) for token in folded
    ]


@given(st.one_of(TEXTS, st.text()), CHOICES)
def test_spans_of_any_choices_are_ordered_disjoint_and_inside_the_text(text, choices):
    tokenizer = dc.Tokenizer(**choices)
    borders = tokenizer.spans(text).ravel().tolist()
    assert borders == sorted(borders)
    assert all(0 <= border <= len(text) for border in borders)
    assert all(map(int.__lt__, borders[::2], borders[1::2]))
    assert [text[start:end] for start, end in tokenizer.spans(text).tolist()] == (
        tokenizer.tokens(text)
    )


@given(st.one_of(TEXTS, st.text()), CHOICES)
def test_an_explanation_has_a_row_for_each_token_and_leaves_out_only_white_space(text, choices):
    tokenizer = dc.Tokenizer(**choices)
    rows = tokenizer.explain(text)
    tokens = tokenizer.tokens(text)
    here = rows[rows["end_char"].isin(tokenizer.spans(text)[:, 1])]
    here = here[here["start_char"].isin(tokenizer.spans(text)[:, 0])]
    assert here["text"].tolist() == tokens
    assert here["term"].tolist() == list(map(tokenizer.fold, tokens))
    spans = rows[["start_char", "end_char"]].to_numpy().ravel().tolist()
    assert spans == sorted(spans)
    assert [text[start:end] for start, end in zip(spans[::2], spans[1::2], strict=True)] == (
        rows["text"].tolist()
    )
    left_out = "".join(
        text[end:start]
        for end, start in zip([0, *spans[1::2]], [*spans[::2], len(text)], strict=True)
    )
    assert not left_out.strip()
    assert rows["reason"].str.len().min() > 0 if len(rows) else True


@given(TEXTS, TEXTS, CHOICES)
def test_with_any_choices_a_blank_line_keeps_tokens_apart(before, after, choices):
    tokens = dc.Tokenizer(**choices).tokens
    assert tokens(f"{before}\n\n{after}") == tokens(before) + tokens(after)


@given(st.one_of(TEXTS, st.text()), CHOICES)
def test_folding_a_folded_word_changes_nothing(text, choices):
    fold = dc.Tokenizer(**choices).fold
    assert fold(fold(text)) == fold(text)


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
        patch.setattr(scanning, "PIECE", 3)
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
        ("don‘t don`t don´t don＇t geht´s", ["don‘t", "don`t", "don´t", "don＇t", "geht´s"]),
        ("‘quoted’ `code` 5′10 x‘ ´y", ["quoted", "code", "5", "10", "x", "y"]),
        ("col·lecció paral·lel des·har a·b", ["col·lecció", "paral·lel", "des·har", "a", "b"]),
        ("צה״ל ג׳ירפה", ["צה״ל", "ג׳ירפה"]),
        ('צה"ל ה"הארץ"', ['צה"ל', "ה", "הארץ"]),
        ("ինչո՞ւ ինչո՞", ["ինչո՞ւ", "ինչո"]),
        ("rights¹ rights¹² 2017³ ¹See km²", ["rights", "rights", "2017", "See", "km"]),
        ("H₂O 1ª Nº", ["H₂O", "1ª", "Nº"]),
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
    [("CHINA’S", "china's"), ("Straße", "straße"), ("win‐win", "win-win"), ("E\u0301", "é"),
     ("co\u00adop", "coop"), ("İSTANBUL", "istanbul"), ("don´t", "don't"), ("don`T", "don't"),
     ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("Maße", "maße"), ("ẞ", "ß"), ("ﬁne", "fine"),
     ("bleſſing", "blessing"), ("COL·LECCIÓ", "col·lecció"), ("coŀlecció", "col·lecció"),
     ('צה"ל', "צה״ל"), ("ինչո՞ւ", "ինչու")],
)  # fmt: skip
def test_a_token_is_counted_in_its_folded_form(token, folded):
    assert dc.Tokenizer().fold(token) == folded


def test_the_lower_case_of_i_is_dotless_in_turkish():
    fold = dc.Tokenizer().fold
    assert fold("ISPARTA", "tr") == "ısparta" == fold("Isparta", "az")
    assert fold("İstanbul", "tr") == fold("istanbul", "tr") == "istanbul"
    assert fold("ISPARTA") == fold("ISPARTA", "de") == "isparta"


@given(st.text(st.characters(max_codepoint=127), min_size=1), st.sampled_from(["", "en", "tr"]))
def test_words_of_ascii_are_folded_by_the_same_rule(word, language):
    assert dc.Tokenizer().fold(word, language) == fold_word(word, language)
    assert dc.Tokenizer(case="keep").fold(word) == fold_word(word, keep_case=True)


def test_case_is_kept_on_request():
    keep = dc.Tokenizer(case="keep")
    assert [keep.fold(token) for token in ("US", "us", "China’s")] == ["US", "us", "China's"]


def test_elided_words_are_split_on_request():
    split = dc.Tokenizer(elision="split").tokens
    assert split("L'homme qu’il n'a d'aujourd'hui") == (
        ["L'", "homme", "qu’", "il", "n'", "a", "d'", "aujourd'hui"]
    )
    assert split("dell'arte un´altra l'«idée»") == ["dell'", "arte", "un´", "altra", "l", "idée"]
    assert split("quelqu'un va-t'en presqu'île rock'n'roll don't o'clock China's") == (
        ["quelqu'un", "va-t'", "en", "presqu'île", "rock'n'roll", "don't", "o'clock", "China's"]
    )


@pytest.mark.parametrize(
    ("kind", "text", "tokens"),
    [
        (
            "hashtag",
            "#MeToo a#b #1 #2020vote ＃日本語 &#39;",
            ["#MeToo", "a", "b", "1", "#2020vote", "＃日本語", "39"],
        ),
        (
            "mention",
            "@user_1: a@b.org @who@host.social @x.",
            ["@user_1", "a", "b", "org", "@who@host.social", "@x"],
        ),
        (
            "url",
            "See http://t.co/ab_c?x=1. (www.un.org/en)",
            ["See", "http://t.co/ab_c?x=1", "www.un.org/en"],
        ),
        (
            "url",
            "pic.twitter.com/Ab1 and/or U.S./China",
            ["pic.twitter.com/Ab1", "and", "or", "U", "S", "China"],
        ),
        (
            "emoji",
            "so 👍👍 good🙂 ❤️ 👨\u200d👩\u200d👧 👍🏽 🇩🇪🇫🇷 1️⃣ ©™ →",
            ["so", "👍", "👍", "good", "🙂", "❤️", "👨\u200d👩\u200d👧", "👍🏽", "🇩🇪", "🇫🇷", "1️⃣"],
        ),
    ],
)
def test_what_is_kept_whole_on_request(kind, text, tokens):
    assert dc.Tokenizer(**{kind: "keep"}).tokens(text) == tokens


def test_an_emoji_with_and_without_its_selector_is_one_type():
    fold = dc.Tokenizer(emoji="keep").fold
    assert fold("❤️") == fold("❤")
    assert fold("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"


def test_an_explanation_says_why():
    told = dc.Tokenizer().explain("China’s rights¹, #MeToo don´t")
    assert told[["text", "term", "reason"]].to_numpy().tolist() == [
        ["China’s", "china's", "an apostrophe joins two parts; counted in its folded form"],
        ["rights", "rights", "a word"],
        ["¹", "", "a raised digit marks a note and belongs to no word"],
        [",", "", "signs belong to no word"],
        ["#", "", "a sign belongs to no word; hashtag='keep' keeps hashtags whole"],
        ["MeToo", "metoo", "a word; counted in lower case"],
        ["don´t", "don't",
         "´ between letters is read as an apostrophe; counted in its folded form"],
    ]  # fmt: skip


def test_a_choice_that_is_not_known_is_refused():
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Tokenizer(hyphen="cut")
    assert str(refused.value) == "hyphen='cut' is not known; choose 'keep', 'split'."


def test_a_custom_segmenter_allows_no_choices_of_the_built_in_rule():
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Tokenizer(hyphen="split", segmenter=dc.Tokenizer().spans)
    assert str(refused.value) == (
        "hyphen is a choice of the built-in rule; leave it out with a segmenter of your own."
    )
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Tokenizer(elision="split", emoji="keep", segmenter=dc.Tokenizer().spans)
    assert str(refused.value) == (
        "elision and emoji are choices of the built-in rule; "
        "leave them out with a segmenter of your own."
    )


@given(CHOICES)
def test_a_tokenizer_is_remade_from_its_recipe(choices):
    rule = dc.Tokenizer(**choices)
    assert dc.Tokenizer.of_recipe(rule.recipe) == rule


def test_a_recipe_without_a_rule_is_of_version_0_1_0():
    made = dc.Tokenizer.of_recipe({"possessive": "keep", "hyphen": "keep"})
    assert made == dc.Tokenizer(rule="1")
    assert made.recipe == {"possessive": "keep", "hyphen": "keep"}
    assert dc.Tokenizer().recipe == {"possessive": "keep", "hyphen": "keep", "rule": "2"}


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


@pytest.mark.parametrize("emoji", ["drop", "keep"])
def test_no_choice_makes_a_token_of_a_sign_that_is_text(emoji):
    shown = dc.Tokenizer(emoji=emoji).explain("© ® ™ 👍")
    assert shown["reason"].tolist()[:3] == ["signs belong to no word"] * 3
    assert "emoji='keep'" in shown["reason"].tolist()[3]
