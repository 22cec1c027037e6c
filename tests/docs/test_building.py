"""The scripts that build the site."""

import doctest
import importlib
import re

import pytest


@pytest.mark.parametrize(
    "name", ["accessible", "assemble", "formulas", "gallery", "verb_docstrings", "works"]
)
def test_an_example_of_a_script_gives_the_output_shown(name):
    found = doctest.testmod(importlib.import_module(name))
    assert (found.failed, found.attempted > 0) == (0, True)


def test_a_folder_that_holds_something_else_is_not_replaced(tmp_path, monkeypatch, capsys):
    import assemble

    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["assemble.py", str(tmp_path)])
    with pytest.raises(SystemExit):
        assemble.main()
    assert "is not a site that this script made" in capsys.readouterr().err
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_number_has_its_claim_and_whole_words_of_its_lines(paper):
    import claims

    found, lines = claims._find_lines("community of shared future", claims._claims_of("index"))
    assert (found, len(lines)) == (7, 7)
    assert {node.lower() for _, node, _ in lines} == {"community of shared future"}
    assert all(len(left) <= claims.CONTEXT and len(right) <= claims.CONTEXT
               for left, _, right in lines)  # fmt: skip
    assert claims._find_lines("corpus; tokens", claims._claims_of("index")) == (0, [])


def test_names_in_prose_are_found_with_and_without_arguments():
    from mentions import COMMAND, NAME

    assert NAME.fullmatch("dc.keyness")[1] == "keyness"
    assert NAME.fullmatch('dc.plot.keyness(table, width="page")')[1] == "plot.keyness"
    assert NAME.fullmatch("dc.keyness and more") is None
    assert NAME.fullmatch('corpus.subset("year > 2000")')[1] == "subset"
    assert COMMAND.fullmatch("discourse help guides/tweets")[1] == "guides/tweets"


def test_a_work_is_named_without_gaps():
    from works import write_work

    from discourse.publish.bibliography import cite_work, read_references

    assert write_work(cite_work("dunning-1993")).startswith(
        "Dunning, Ted (1993). Accurate methods for the statistics of surprise and coincidence. "
        "Computational Linguistics 19(1), 61–74."
    )
    for key in read_references():
        written = write_work(cite_work(key))
        assert not re.search(r"\. \.|[?…]\.|[{}]|  ", written)
