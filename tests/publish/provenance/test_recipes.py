import json
import subprocess
import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pandas as pd
import pytest

import discourse as dc
from discourse import extensions
from discourse.publish.provenance.recipes import (
    RemadeTables,
    VerbCall,
    all_verbs,
    find_verb,
    recipe_of,
    rerun,
    verb_names,
)
from discourse.record import VERBS, verb


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": "Peace and rights.\n\nRights.", "b": "Peace and war."})


@pytest.mark.parametrize(
    "make",
    [
        lambda corpus: dc.frequencies(corpus, by="section", min_count=2),
        lambda corpus: dc.tfidf(corpus),
        lambda corpus: dc.dispersion(corpus, ["peace", "rights"], by="document"),
        lambda corpus: dc.positions(corpus, "peace"),
        lambda corpus: dc.concordance(corpus, "rights").frame,
        lambda corpus: dc.concordance(corpus, "rights|peace").sort("R1", "L1")[1:].frame,
        lambda corpus: corpus.parts("section"),
    ],
)
def test_a_recipe_run_again_makes_the_same_table(corpus, make):
    table = make(corpus)
    again = rerun(recipe_of(table, "x"), lambda _: corpus)
    pd.testing.assert_frame_equal(table, again)


def test_a_recipe_of_unknown_parameters_is_refused(corpus):
    recipe = recipe_of(dc.frequencies(corpus), "x")
    recipe["parameters"] = {"min_count": "1"}
    with pytest.raises(dc.DiscourseError) as error:
        rerun(recipe, lambda _: corpus)
    assert str(error.value) == "frequencies does not take min_count='1'."


def test_joined_tables_lose_their_record_and_the_error_says_how_to_restore_it(corpus):
    joined = pd.concat([dc.frequencies(corpus), dc.frequencies(corpus, by="document")])
    with pytest.raises(dc.DiscourseError, match=r"dc\.with_record"):
        recipe_of(joined, "x")
    recorded = dc.with_record(joined, like=dc.frequencies(corpus))
    assert json.loads(recorded.attrs["provenance"])["verb"] == "frequencies"


def test_a_cache_makes_each_table_once_and_tells_corpora_and_parameters_apart(corpus, monkeypatch):
    made, make = [], VerbCall.make_table
    monkeypatch.setattr(VerbCall, "make_table", lambda call: made.append(call.verb) or make(call))
    tables, first = RemadeTables(), corpus.subset('document = "a"')
    whole = tables.rerun({"verb": "tfidf", "corpus": {}, "parameters": {}}, lambda _: corpus)
    for parameters in ({}, {"by": "document"}):
        recipe = {"verb": "tfidf", "corpus": {}, "parameters": parameters}
        assert tables.rerun(recipe, lambda _: corpus) is whole
    recipe = {"verb": "tfidf", "corpus": {}, "parameters": {"by": "section"}}
    assert tables.rerun(recipe, lambda _: corpus) is not whole
    assert tables.rerun(recipe, lambda _: first) is not tables.rerun(recipe, lambda _: corpus)
    assert made == ["tfidf"] * 3


def test_a_cache_keeps_lines_that_were_sorted_apart_from_lines_that_were_not(corpus):
    tables = RemadeTables()
    for lines in (
        dc.concordance(corpus, "peace|rights"),
        dc.concordance(corpus, "peace|rights")[:1],
    ):
        again = tables.rerun(recipe_of(lines.frame, "x"), lambda _: corpus)
        pd.testing.assert_frame_equal(again, lines.frame)


# ---- verbs by their names -------------------------------------------------------------------


@pytest.mark.slow
def test_a_verb_is_found_without_importing_any_other(root):
    code = (
        "import sys\n"
        "from discourse.publish.provenance.recipes import find_verb, verb_names\n"
        "print(find_verb('tfidf').name, len(verb_names()) > 5)\n"
        "print([name for name in sys.modules if name.startswith('discourse.analyses.')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=root, check=True)
    assert done.stdout.decode().split("\n")[:2] == ["tfidf True", "['discourse.analyses.tfidf']"]


def test_a_verb_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(dc.DiscourseError, match="Did you mean 'keyness'"):
        find_verb("keynes")


@pytest.fixture
def extend(monkeypatch):
    """A function that installs a module as the extension "lengths" of a kind."""
    before = dict(VERBS)

    def install(kind, decorate=lambda function: function):
        module = ModuleType("other_package")
        sys.modules["other_package"] = module

        def load(entry):
            def lengths(corpus: dc.Corpus, *, twice: bool = False) -> pd.DataFrame:
                return pd.DataFrame({"term": ["peace"], "length": [10 if twice else 5]})

            return decorate(lengths)

        monkeypatch.setattr(EntryPoint, "load", load)
        entry = EntryPoint("lengths", "other_package:lengths", f"discourse.{kind}")
        points = {f"discourse.{kind}": [entry]}
        monkeypatch.setattr(extensions, "entry_points", lambda group: points.get(group, []))
        extensions._find_entry_points.cache_clear()

    yield install
    VERBS.clear()
    VERBS.update(before)
    sys.modules.pop("other_package", None)
    monkeypatch.undo()
    extensions._find_entry_points.cache_clear()


def test_a_verb_of_another_package_is_found_and_run_again(corpus, extend):
    extend("verbs", verb(columns=("term", "length")))
    assert "lengths" in verb_names()
    assert "lengths" not in VERBS
    recipe = {"verb": "lengths", "corpus": {}, "parameters": {"twice": True}}
    assert rerun(recipe, lambda _: corpus)["length"].tolist() == [10]
    assert "lengths" in all_verbs()


def test_a_function_of_another_package_that_is_not_a_verb_is_refused(extend):
    extend("layers")
    with pytest.raises(dc.DiscourseError) as error:
        find_verb("lengths")
    assert str(error.value) == (
        "the layer 'lengths' of the package other_package:lengths is not a verb of that name; "
        "decorate a function lengths with discourse.record.verb."
    )
