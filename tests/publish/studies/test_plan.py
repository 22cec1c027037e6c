"""The notebooks of a study are chosen by what is in the folder."""

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.studies.notebooks_of_study import write_notebooks
from discourse.publish.studies.plan import find_name_pattern, plan_study


def asked(corpus, folder):
    plan = plan_study(corpus, folder)
    return [name.partition("-")[2] for name in write_notebooks(plan, "dc.read('x')")]


def test_one_text_in_sections_is_divided_by_them(paper, root):
    plan = plan_study(paper, root / "seeds")
    assert (plan.node, plan.parts, plan.time, plan.group) == ("human rights", "section", "", "")
    assert asked(paper, root / "seeds") == ["texts", "in-context", "parts", "paper-kit"]


def test_dated_texts_are_followed_over_time(root):
    speeches = root / "docs" / "speeches"
    assert find_name_pattern(speeches) == "{year:d}-{name}"
    corpus = dc.read(speeches, metadata=find_name_pattern(speeches))
    assert asked(corpus, speeches) == ["texts", "in-context", "parts", "time", "paper-kit"]


def test_groups_of_several_texts_are_compared(tmp_path):
    table = pd.DataFrame(
        {
            "text": ["We want peace and peace."] * 4,
            "party": list("aabb"),
            "one": list("wxyz"),
        }
    )
    corpus = dc.Corpus.from_frame(table)
    assert plan_study(corpus, tmp_path).group == "party"
    assert "groups" in asked(corpus, tmp_path)


def test_a_single_short_text_has_only_what_it_can_answer(tmp_path):
    assert asked(dc.Corpus.from_texts({"a": "Peace."}), tmp_path) == ["texts", "paper-kit"]


def test_what_is_read_in_context_has_no_number(tmp_path):
    """A number in a heading or a caption would need a claim."""
    said = "In 1990 Ada spoke of twenty ships; in 1990 Ada spoke of twenty ships. "
    plan = plan_study(dc.Corpus.from_texts({name: said for name in "abcd"}), tmp_path)
    assert plan.node == "ada spoke"
    assert plan.terms == ("ada", "ships", "spoke")


def test_codebooks_in_the_folder_are_read(paper, root):
    plan = plan_study(paper, root / "notebooks")
    assert plan.codebooks == ("codes/rights.toml",)


@pytest.mark.parametrize("names", [["a.txt", "b.txt"], ["1990-A.txt"], ["1990-A.txt", "b.txt"]])
def test_names_without_years_have_no_pattern(names, tmp_path):
    for name in names:
        (tmp_path / name).touch()
    assert find_name_pattern(tmp_path) == ""


FRENCH = "Le peuple et la paix sont dans les mains de la nation, et la paix est pour le peuple. "
WELSH = "Mae'r ddraig goch ar y mynydd. "


def cells_of(plan):
    return "\n".join(
        cell.source for cells in write_notebooks(plan, "dc.read('x')").values() for cell in cells
    )


@pytest.mark.parametrize("given", [{}, {"language": ["French"]}])
def test_function_words_are_those_of_the_language(given, tmp_path):
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": [FRENCH * 5], **given}))
    plan = plan_study(corpus, tmp_path)
    assert (plan.languages, plan.unlisted) == (("fr",), ())
    assert set(plan.terms) <= {"peuple", "paix", "mains", "nation"}
    assert 'dc.stopwords("fr")' in cells_of(plan)
    assert "dc.stopwords()" not in cells_of(plan)


def test_texts_in_several_languages_have_the_function_words_of_all(tmp_path):
    table = pd.DataFrame({"text": ["The peace " * 9, FRENCH * 5], "language": ["en", "fr"]})
    plan = plan_study(dc.Corpus.from_frame(table), tmp_path)
    assert 'dc.stopwords("en") | dc.stopwords("fr")' in cells_of(plan)


def test_a_language_without_a_list_is_named(tmp_path):
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": [WELSH * 5], "language": ["Welsh"]}))
    plan = plan_study(corpus, tmp_path)
    assert (plan.languages, plan.unlisted) == ((), ("cy",))
    assert "no list of function words here for: cy" in cells_of(plan)
    assert "isin([])" in cells_of(plan)
    assert "no list of function words" not in cells_of(
        plan_study(dc.Corpus.from_texts({"a": "The peace. " * 9}), tmp_path)
    )
