"""The notebooks of a study are chosen by what is in the folder."""

from dataclasses import replace

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.studies.gathering import find_name_pattern
from discourse.publish.studies.notebooks_of_study import write_notebooks
from discourse.publish.studies.plan import PlannedCodes, plan_study


def asked(corpus, codebooks=()):
    plan = plan_study(corpus, codebooks)
    return [name.partition("-")[2] for name in write_notebooks(plan, "dc.read('x')")]


def test_one_text_in_sections_is_divided_by_them(paper, root):
    plan = plan_study(paper)
    assert (plan.node, plan.parts, plan.time, plan.group) == ("human rights", "section", "", "")
    assert asked(paper) == ["texts", "in-context", "parts", "paper-kit"]


def test_dated_texts_are_followed_over_time(root):
    speeches = root / "docs" / "speeches"
    assert find_name_pattern(speeches) == "{year:d}-{name}"
    corpus = dc.read(speeches, metadata=find_name_pattern(speeches))
    assert asked(corpus) == ["texts", "in-context", "parts", "time", "paper-kit"]


def test_groups_of_several_texts_are_compared(tmp_path):
    table = pd.DataFrame(
        {
            "text": ["We want peace and peace."] * 4,
            "party": list("aabb"),
            "one": list("wxyz"),
        }
    )
    corpus = dc.Corpus.from_frame(table)
    assert plan_study(corpus).group == "party"
    assert "groups" in asked(corpus)


def test_a_single_short_text_has_only_what_it_can_answer(tmp_path):
    assert asked(dc.Corpus.from_texts({"a": "Peace."})) == ["texts", "paper-kit"]


def test_headings_and_captions_name_nothing_with_a_number(paper, tmp_path):
    plan = replace(
        plan_study(paper), group="group2", codes=(PlannedCodes("x.toml", "x2", 1, has_lines=True),)
    )
    said = [
        line
        for cells in write_notebooks(plan, "dc.read('x')").values()
        for cell in cells
        for line in cell.source.splitlines()
        if cell.kind == "markdown" or "caption=" in line or "alt=" in line
    ]
    assert not [line for line in said if "2" in line]


def test_files_of_one_name_in_several_folders_are_no_group(tmp_path):
    for name in ["1990/a.txt", "1990/b.txt", "1995/a.txt", "1995/b.txt", "2000/a.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("We want peace and peace.", encoding="utf-8")
    plan = plan_study(dc.read(tmp_path, metadata=find_name_pattern(tmp_path)))
    assert (plan.time, plan.group) == ("year", "")


def test_what_is_read_in_context_has_no_number(tmp_path):
    """A number in a heading or a caption would need a claim."""
    said = "In 1990 Ada spoke of twenty ships; in 1990 Ada spoke of twenty ships. "
    plan = plan_study(dc.Corpus.from_texts({name: said for name in "abcd"}))
    assert plan.node == "ada spoke"
    assert plan.terms == ("ada", "ships", "spoke")


def test_what_was_coded_is_counted_and_compared(paper, root):
    plan = plan_study(paper, [root / "notebooks" / "codes" / "rights.toml"])
    assert plan.codes == (PlannedCodes("rights.toml", "rights", 2, has_lines=True),)
    cells = cells_of(plan)
    assert 'dc.layers.codes(texts, "../codes/rights.toml")' in cells
    assert 'dc.frequencies(coded, of="rights", by="section")' in cells
    assert 'dc.agreement(coded, "rights")' in cells
    assert "each code of *rights* given" in cells
    assert "dc.save_figure" in cells.partition("What was coded?")[2].partition("agreement")[0]


def test_a_codebook_that_nobody_has_used_is_not_asked_for(paper, tmp_path):
    book = tmp_path / "used.toml"
    book.write_text('[[code]]\ncode = "aim"\n', encoding="utf-8")
    assert plan_study(paper, [book]).codes == ()
    (tmp_path / "used.A.csv").write_text("line_id,label,note\n", encoding="utf-8")
    assert plan_study(paper, [book]).codes == ()
    dc.layers.code_file(book, "A").put("592c40085518:663-675", "aim")
    plan = plan_study(paper, [book])
    assert plan.codes == (PlannedCodes("used.toml", "used", 1, has_lines=True),)
    assert "agreement" not in cells_of(plan)


def test_codes_of_other_texts_are_refused(tmp_path):
    book = tmp_path / "used.toml"
    book.write_text('[[code]]\ncode = "aim"\n', encoding="utf-8")
    dc.layers.code_file(book, "A").put("592c40085518:663-675", "aim")
    with pytest.raises(dc.DiscourseError, match=r"used\.A\.csv"):
        plan_study(dc.Corpus.from_texts({"a": "Other words."}), [book])


def test_a_group_may_have_a_single_text():
    table = pd.DataFrame({"text": ["We want peace."] * 6, "body": list("aabbbc")})
    assert plan_study(dc.Corpus.from_frame(table)).group == "body"


def test_dates_are_times():
    days = ["1998-05-01", "2001-12", "2005"]
    table = pd.DataFrame({"text": ["We want peace."] * 3, "date": days})
    assert plan_study(dc.Corpus.from_frame(table)).time == "date"


@pytest.mark.parametrize("names", [["a.txt", "b.txt"], ["1990-A.txt"], ["1990-A.txt", "b.txt"]])
def test_names_without_years_have_no_pattern(names, tmp_path):
    for name in names:
        (tmp_path / name).touch()
    assert find_name_pattern(tmp_path) == ""


@pytest.mark.parametrize(
    ("names", "pattern"),
    [
        (["press/1.txt", "letters/1.txt"], "{group}/{file}"),
        (["press/1990-A.txt", "letters/1995-B.txt"], "{group}/{year:d}-{name}"),
        (["1990/a.txt", "1995/a.txt"], "{year:d}/{file}"),
        (["1990-A.txt", "1995-B.txt", "odd/c.txt"], ""),
        (["press/1.txt", "2.txt"], ""),
    ],
)
def test_folders_of_texts_are_groups_or_years(names, pattern, tmp_path):
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert find_name_pattern(tmp_path) == pattern


FRENCH = "Le peuple et la paix sont dans les mains de la nation, et la paix est pour le peuple. "
WELSH = "Mae'r ddraig goch ar y mynydd. "


def cells_of(plan):
    return "\n".join(
        cell.source for cells in write_notebooks(plan, "dc.read('x')").values() for cell in cells
    )


@pytest.mark.parametrize("given", [{}, {"language": ["French"]}])
def test_function_words_are_those_of_the_language(given, tmp_path):
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": [FRENCH * 5], **given}))
    plan = plan_study(corpus)
    assert (plan.languages, plan.unlisted) == (("fr",), ())
    assert set(plan.terms) <= {"peuple", "paix", "mains", "nation"}
    assert 'dc.stopwords("fr")' in cells_of(plan)
    assert "dc.stopwords()" not in cells_of(plan)


def test_texts_in_several_languages_have_the_function_words_of_all(tmp_path):
    table = pd.DataFrame({"text": ["The peace " * 9, FRENCH * 5], "language": ["en", "fr"]})
    plan = plan_study(dc.Corpus.from_frame(table))
    assert 'dc.stopwords("en") | dc.stopwords("fr")' in cells_of(plan)


def test_a_language_without_a_list_is_named(tmp_path):
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": [WELSH * 5], "language": ["Welsh"]}))
    plan = plan_study(corpus)
    assert (plan.languages, plan.unlisted) == ((), ("cy",))
    assert "no list of function words here for: cy" in cells_of(plan)
    assert "isin([])" in cells_of(plan)
    assert "no list of function words" not in cells_of(
        plan_study(dc.Corpus.from_texts({"a": "The peace. " * 9}))
    )
