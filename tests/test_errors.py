import pickle
import traceback
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.cli.commands.help import find_pages
from discourse.errors import (
    PAGES_OF_ERRORS,
    DiscourseError,
    check_count,
    check_flag,
    check_path,
    check_text,
    check_texts,
    describe,
    one_of,
)


def test_a_known_choice_is_given_back():
    assert one_of("by", "section", ["document", "section"]) == "section"


def test_an_unknown_choice_is_answered_with_all_and_the_nearest():
    with pytest.raises(DiscourseError) as error:
        one_of("by", "sectoin", ("document", "section"))
    assert str(error.value) == (
        "by='sectoin' is not known; choose 'document', 'section'. Did you mean 'section'?"
    )


def test_a_value_unlike_all_choices_gets_no_hint():
    with pytest.raises(DiscourseError) as error:
        one_of("by", "zebra", ("document", "section"))
    assert str(error.value) == "by='zebra' is not known; choose 'document', 'section'."


def test_of_many_choices_some_are_named():
    many = [f"speech-{n:04}" for n in range(1000)]
    with pytest.raises(DiscourseError) as error:
        one_of("document", "speach-0500", many)
    shown = str(error.value)
    assert shown.startswith("document='speach-0500' is not known; there are 1,000, such as 'speech")
    assert shown.endswith(". Did you mean 'speech-0500'?")
    assert len(shown) < 160
    with pytest.raises(DiscourseError) as error:
        one_of("document", "zebra", many)
    assert str(error.value) == (
        "document='zebra' is not known; there are 1,000, such as 'speech-0000', 'speech-0001', "
        "'speech-0002'."
    )


def test_an_error_is_a_value_error():
    assert issubclass(DiscourseError, ValueError)


def refusal(check, *arguments, **limits):
    with pytest.raises(DiscourseError) as error:
        check(*arguments, **limits)
    return str(error.value)


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3)])
def test_whole_numbers_of_any_kind_are_counts(value):
    assert check_count("n", value) == 3
    assert type(check_count("n", value)) is int


@pytest.mark.parametrize(
    ("value", "limits", "message"),
    [
        ("2", {}, "n expects a whole number of at least 0, got '2'; give a number, such as n=2."),
        (-1, {}, "n expects a whole number of at least 0, got -1; give a number, such as n=1."),
        (2.0, {}, "n expects a whole number of at least 0, got 2.0; give a number, such as n=1."),
        (True, {}, "n expects a whole number of at least 0, got True; give a number, such as n=1."),
        (None, {"least": 2},
         "n expects a whole number of at least 2, got None; give a number, such as n=2."),
        ("99", {"most": 15},
         "n expects a whole number from 0 to 15, got '99'; give a number, such as n=15."),
        ([1], {},
         "n expects a whole number of at least 0, got a list; give a number, such as n=1."),
    ],
)  # fmt: skip
def test_what_is_not_a_count_is_refused(value, limits, message):
    assert refusal(check_count, "n", value, **limits) == message


def test_a_string_is_one_text_and_a_list_is_several():
    assert check_texts("queries", "peace", "rights") == ["peace"]
    for values in (["a", "b"], ("a", "b"), pd.Series(["a", "b"]), np.array(["a", "b"])):
        assert check_texts("queries", values, "rights") == ["a", "b"]
    message = "queries expects a string or a list of strings, got {}; write queries='rights'."
    for values, shown in (
        (None, "None"),
        (["a", 2], "2"),
        (pd.DataFrame({"a": [1]}), "a DataFrame"),
    ):
        assert refusal(check_texts, "queries", values, "rights") == message.format(shown)


def test_a_text_a_path_and_a_flag_are_given_back():
    assert check_text("text", "", "peace") == ""
    assert check_path("path", "a/b") == Path("a/b")
    assert check_flag("verify", False) is False
    assert refusal(check_flag, "verify", "yes") == (
        "verify expects True or False, got 'yes'; write verify=True."
    )
    assert refusal(check_path, "path", "") == (
        "path expects the path of a file or folder, got ''; write path='name'."
    )


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "None"), (1.5, "1.5"), ("short", "'short'"), ("long " * 20, "a str"),
        ([1], "a list"), (pd.DataFrame(), "a DataFrame"),
    ],
)  # fmt: skip
def test_a_value_is_named_in_a_message_on_one_line(value, name):
    assert describe(value) == name


@pytest.mark.parametrize(
    ("wrong", "page"),
    [
        (lambda paper: dc.concordance(paper, '[word="a"'), "queries"),
        (lambda paper: dc.frequencies(paper, by="page"), "groups"),
        (lambda paper: dc.trend(paper, "peace"), "trends"),
        (lambda paper: dc.ngrams(paper, n=0), "reference/ngrams"),
        (lambda paper: dc.sketch(paper, "right"), "sketches"),
        (lambda paper: dc.agreement(paper, "rights"), "coding"),
        (lambda paper: dc.read("nowhere"), "your-own-texts"),
        (lambda paper: dc.keyness(paper, dc.reference("nothing")), "keyness"),
        (lambda paper: dc.plot.frequencies(dc.frequencies(paper)), "figures"),
        (
            lambda paper: dc.keyness(paper, dc.reference("udhr"), measures=["x"]),
            "reference/keyness",
        ),
        (lambda paper: dc.diversity(paper, measures=["x"]), "reference/diversity"),
        (lambda paper: dc.multiverse(paper, "china > peace", leave_out="page"), "robustness"),
        (lambda paper: dc.layers.codebook(["["]), "coding"),
        (lambda paper: dc.layers.codebook(["codes = 1"]), "coding"),
        (lambda paper: dc.layers.lexicon(["["]), "labelling-spans"),
        (lambda paper: dc.layers.lexicon(["words = 1"]), "labelling-spans"),
    ],
)
def test_an_error_names_the_page_about_what_was_asked(paper, wrong, page):
    with pytest.raises(DiscourseError) as error:
        wrong(paper)
    assert error.value.page == page
    assert error.value._render_traceback_() == [
        f"DiscourseError: {error.value}", f"More on this: discourse docs {page}",
    ]  # fmt: skip


def test_a_traceback_names_the_page_below_the_message(paper):
    with pytest.raises(DiscourseError) as error:
        dc.frequencies(paper, by="page")
    shown = "".join(traceback.format_exception_only(error.value))
    assert shown.endswith(f": {error.value}\nMore on this: discourse docs groups\n")
    assert "More on this" not in "".join(traceback.format_exception_only(DiscourseError("no.")))


def test_an_error_of_another_package_names_no_page():
    error = DiscourseError("the corpus has no verbs; tag it.")
    assert (error.page, error.hint) == ("", "")
    assert error._render_traceback_() == ["DiscourseError: the corpus has no verbs; tag it."]


def test_the_parts_of_the_package_that_have_pages_are_there(root):
    modules = {
        ".".join(path.relative_to(root).with_suffix("").parts)
        for path in (root / "discourse").rglob("*.py")
    }
    for part, page in PAGES_OF_ERRORS.items():
        assert any(module.startswith(part) for module in modules), part
        assert page in find_pages(), page


def test_an_error_keeps_its_page_on_its_way_from_another_process():
    error = pickle.loads(pickle.dumps(DiscourseError("no.", page="queries")))
    assert (str(error), error.page) == ("no.", "queries")
