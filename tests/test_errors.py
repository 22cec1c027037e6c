import pytest

from discourse.errors import DiscourseError, one_of


def test_a_known_choice_is_given_back():
    assert one_of("by", "section", ["document", "section"]) == "section"


def test_an_unknown_choice_is_answered_with_all_and_the_nearest():
    with pytest.raises(DiscourseError) as error:
        one_of("by", "sectoin", ("document", "section"))
    assert str(error.value) == (
        "by='sectoin' is not known; choose 'document', 'section'. Did you mean 'section'?"
    )


def test_what_is_near_to_nothing_gets_no_hint():
    with pytest.raises(DiscourseError) as error:
        one_of("by", "zebra", ("document", "section"))
    assert str(error.value) == "by='zebra' is not known; choose 'document', 'section'."


def test_an_error_is_a_value_error():
    assert issubclass(DiscourseError, ValueError)
