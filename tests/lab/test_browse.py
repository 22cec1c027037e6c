import importlib.util

import pytest

import discourse as dc


def test_a_browser_begins_with_the_lines_that_it_is_given(lines):
    browser = dc.browse(lines.sort("R1"))
    assert browser.lines.hits.tolist() == lines.sort("R1").hits.tolist()
    assert browser.code == "lines"
    assert repr(browser) == repr(lines.sort("R1"))


def test_a_corpus_is_browsed_by_a_query_or_begins_without_lines(corpus):
    assert len(dc.browse(corpus).lines) == 0
    browser = dc.browse(corpus, "peace")
    assert len(browser.lines) == 5
    assert browser.code == "dc.concordance(corpus, 'peace')"
    assert browser.lines.frame.attrs["provenance"]


def test_a_blind_coder_gets_a_seeded_sample_in_a_seeded_order(lines, codebook):
    blind = dc.browse(lines, codebook=codebook, coder="B", blind=True, n=4, seed=3)
    assert blind.code == "lines.sample(4, seed=3).shuffle(seed=3)"
    again = lines.again(blind.lines.steps)
    assert blind.lines.hits.tolist() == again.hits.tolist()
    assert sorted(blind.lines.hits.tolist()) != blind.lines.hits.tolist()


def test_a_sample_keeps_its_order_for_a_coder_who_is_not_blind(lines):
    assert dc.browse(lines, n=2, seed=1).code == "lines.sample(2, seed=1)"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"lines": "peace"}, "lines expects lines or a corpus, got 'peace'; give dc.concordance("),
        ({"query": "peace"}, "the lines were found by a query already; leave query= out, or "),
        ({"codebook": "x.toml"}, "coding takes a codebook and a coder; give coder='A' as well."),
        ({"coder": "A"}, "coding takes a codebook and a coder; give codebook='codes/rights.toml' "),
        ({"blind": True}, "blind=True is for a coder; give codebook="),
        ({"codebook": "x.toml", "coder": "A"}, "x.toml does not exist; give a codebook as a TOML"),
        ({"n": -1}, "n expects a whole number of at least 0, got -1"),
        ({"seed": None}, "seed expects a whole number of at least 0, got None"),
    ],
)
def test_what_cannot_be_browsed_is_refused(lines, given, said):
    with pytest.raises(dc.DiscourseError) as error:
        dc.browse(**{"lines": lines, **given})
    assert str(error.value).startswith(said)


def test_without_anywidget_the_way_out_is_named(lines, monkeypatch):
    monkeypatch.setattr("discourse.lab.browse.find_spec", lambda name: None)
    with pytest.raises(dc.DiscourseError) as error:
        dc.browse(lines)
    assert str(error.value) == (
        "dc.browse needs anywidget; install it with: pip install 'discourse-toolkit[lab]'."
    )


def test_importing_and_browsing_load_no_widget_until_one_is_shown(lines):
    import sys

    assert importlib.util.find_spec("anywidget")
    before = "anywidget" in sys.modules
    dc.browse(lines)
    assert ("anywidget" in sys.modules) == before
