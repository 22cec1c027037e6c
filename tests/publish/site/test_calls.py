import subprocess
import sys

import pytest

import discourse as dc
from discourse.publish.site.calls import remake_notebook_tables


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": "peace and war and peace\n\nrights of peace or rights"})


def made(corpus, *cells, folder="."):
    tables = remake_notebook_tables(cells, corpus, folder)
    return [(each.verb, each.corpus.size, dict(each.options)) for each in tables]


@pytest.mark.slow
def test_a_process_that_has_asked_for_no_verb_yet_knows_them_all(root):
    code = (
        "from discourse.corpus.corpus import read\n"
        "from discourse.publish.site.calls import remake_notebook_tables\n"
        "cells = ['t = dc.read(1)', 'dc.frequencies(t)', 'dc.tfidf(t, by=\"section\")']\n"
        "made = remake_notebook_tables(cells, read('seeds'))\n"
        "print([each.verb for each in made])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=root, check=True)
    assert done.stdout.decode().strip() == "['frequencies', 'tfidf']"


@pytest.mark.parametrize(
    "cells",
    [
        ("import discourse as d\npaper = d.read('x')", "d.frequencies(paper, min_count=2)"),
        ("from discourse import read, frequencies as f", "p = read('x')\nf(p, min_count=2)"),
        ("p, n = dc.read('x'), 2", "p = dc.read('x')\nn = 2\ndc.frequencies(p, min_count=n)"),
        ("paper = dc.read('x')", "dc.frequencies(dc.read('x'), min_count=2)"),
    ],
)  # fmt: skip
def test_a_table_is_found_however_the_package_and_its_options_are_called(corpus, cells):
    assert made(corpus, *cells) == [("frequencies", 10, {"min_count": 2})]


def test_the_same_call_makes_one_table_and_the_tables_of_the_corpus_are_among_them(corpus):
    cells = ["paper = dc.read('x')\npaper.parts('section')", "paper.parts()\npaper.documents"]
    assert made(corpus, *cells) == [("parts", 10, {}), ("documents", 10, {})]


def test_a_table_is_of_the_corpus_that_its_name_means_at_that_point(corpus):
    cells = [
        "paper = dc.read('x')",
        "dc.frequencies(paper)\npaper = paper.subset('section = \"2\"')\ndc.frequencies(paper)",
    ]
    assert [size for _, size, _ in made(corpus, *cells)] == [10, 5]


def test_another_corpus_is_read_from_the_folder_of_the_notebook(corpus, tmp_path):
    (tmp_path / "other.txt").write_text("one two", encoding="utf-8")
    cells = [
        "paper = dc.read('x')\nother = dc.read('other.txt')\nnone = dc.read('none.txt')",
        "dc.frequencies(other)\ndc.frequencies(none)\ndc.frequencies(paper)",
    ]
    assert [size for _, size, _ in made(corpus, *cells, folder=tmp_path)] == [2, 10]


@pytest.mark.parametrize(
    "call",
    [
        "dc.frequencies(paper, min_count=count())",
        "dc.frequencies(paper, by='chapter')",
        "dc.frequencies(paper, by=dc.tfidf)",
        "dc.frequencies(unknown)",
        "dc.frequencies(dc)",
        "dc.keyness(paper, dc.reference('none.csv'))",
        "pd.frequencies(paper)",
        "paper.subset('section = \"9\"').parts()",
    ],
)
def test_a_call_that_cannot_be_answered_is_passed_over(corpus, call):
    assert made(corpus, "paper = dc.read('x')", call) == []
