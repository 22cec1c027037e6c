"""CHAT: the words of each utterance, without the codes of the transcriber."""

import pytest

from discourse.errors import DiscourseError

HEADERS = """@UTF8
@Begin
@Languages:\teng, spa
@Participants:\tCHI Ross Target_Child, MOT Mother
@ID:\teng|brown|CHI|2;00.||||Target_Child|||
@Date:\t12-JAN-1995
"""


def read(extract, *lines):
    return extract("a.cha", HEADERS + "".join(f"{line}\n" for line in lines) + "@End\n")


def utterances(found):
    return [
        (dict(region.attributes), found.text[region.start : region.end].strip())
        for region in found.regions
        if region.treatment == "count"
    ]


def apart(found):
    return [
        (region.name, found.text[region.start : region.end].strip())
        for region in found.regions
        if region.treatment != "count"
    ]


def test_each_utterance_is_a_turn_with_its_speaker_and_role(extract):
    found = read(
        extract, "*CHI:\tmore cookie .", "%mor:\tqn|more", "*CHI:\tplease .", "*MOT:\tno !"
    )
    assert utterances(found) == [
        ({"speaker": "CHI", "role": "Target Child"}, "more cookie ."),
        ({"speaker": "CHI", "role": "Target Child"}, "please ."),
        ({"speaker": "MOT", "role": "Mother"}, "no !"),
    ]
    assert apart(found)[:2] == [
        ("speaker", "CHI:"),
        ("tier", "%mor: qn|more\n\nCHI:".split("\n")[0]),
    ]
    assert found.metadata == {"date": "1995-01-12", "language": "eng"}


@pytest.mark.parametrize(
    ("line", "words", "codes"),
    [
        ("you had <the book> [//] the cup .", "you had the book the cup .", "[//]"),
        ("(be)cause I'm tire(d) .", "because I'm tired .", ""),
        ("I &-uh want &+co cookies &=laughs .", "I want cookies .", "&-uh &+co &=laughs"),
        ("a (.) b (..) c (1.5) d .", "a b c d .", ""),
        ("gonna [: going to] eat@f no:w .", "gonna eat now .", "[: going to]"),
        ("xxx yes yyy www no .", "yes no .", "xxx yyy www"),
        ("he 0is here +...", "he here", "0is"),
        ('+" what [= book] +/.', "what", "[= book]"),
        ("one two \x151200_3400\x15", "one two", ""),
        ("it is 10 , okay ?", "it is 10 , okay ?", ""),
    ],
)
def test_codes_are_left_out_behind_the_utterance(extract, line, words, codes):
    found = read(extract, f"*CHI:\t{line}")
    assert utterances(found)[0][1] == words
    assert [text for name, text in apart(found) if name == "code"] == [codes] * bool(codes)


def test_an_utterance_continues_in_lines_that_begin_with_a_tab(extract):
    found = read(extract, "*CHI:\tone two", "\tthree .", "*MOT:\tfour .")
    assert [said for _, said in utterances(found)] == ["one two three .", "four ."]


def test_the_time_of_an_utterance_is_that_of_its_sound(extract):
    found = read(extract, "*CHI:\tone . \x151200_3400\x15")
    assert utterances(found)[0][0]["start"] == "1.200"


def test_a_file_without_utterances_is_refused(extracts):
    with pytest.raises(DiscourseError) as refused:
        extracts("a.cha", HEADERS)
    assert str(refused.value) == (
        "a.cha has no utterances, which begin with '*' and a code, such as '*CHI:'; "
        "export it again as CHAT."
    )


@pytest.mark.parametrize(
    ("stray", "named"),
    [
        ("stray line of words", "stray line of words"),
        ("*CHI hello", "*CHI hello"),
        ("stray\n\n\tline", "stray line"),
    ],
)
def test_a_line_without_a_tier_is_refused(extracts, stray, named):
    with pytest.raises(DiscourseError) as refused:
        extracts("a.cha", f"{HEADERS}*CHI:\tone .\n{stray}\n*MOT:\ttwo .\n@End\n")
    assert str(refused.value) == (
        f"a.cha has {named!r} in line 8, which begins with no tier, such as '*CHI:'; begin "
        "it with one, or with a tab if it continues the line above."
    )


def test_only_the_ends_of_lines_divide_tiers(extract):
    found = read(extract, "*CHI:\tone\u2028two\n\n\x0bthree\n \n    four .", "*MOT:\tfive .")
    assert [said for _, said in utterances(found)] == ["one two three four .", "five ."]
