"""Tables in a notebook: dollar signs stay, and other tables are shown as pandas shows them."""

import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter

import discourse as dc
from discourse import shown_tables


@pytest.fixture
def formatter(monkeypatch):
    """The formatter of HTML of a notebook that is running."""

    class Shell:
        display_formatter = DisplayFormatter()

    monkeypatch.setattr("IPython.get_ipython", Shell)
    shown_tables.show_notes_and_dollars.cache_clear()
    yield Shell.display_formatter.formatters["text/html"]
    shown_tables.show_notes_and_dollars.cache_clear()


def lines_of(text):
    return dc.concordance(dc.Corpus.from_texts({"a": text}), "million").to_frame()


@pytest.mark.parametrize("text", ["It cost $5 million and $6 million.", r"\(a\) million"])
def test_what_looks_like_mathematics_is_text(formatter, text):
    shown = formatter(lines_of(text)[["left", "node"]])
    assert 'class="dataframe tex2jax_ignore mathjax_ignore"' in shown
    assert pd.get_option("display.html.use_mathjax")


def test_other_tables_are_shown_as_pandas_shows_them(formatter):
    table = lines_of("It cost a million.")
    assert formatter(table) == table._repr_html_()
    own = pd.DataFrame({"x": ["$5 and $7"]})
    assert formatter(own) == own._repr_html_()


def test_a_formatter_of_someone_else_stays(formatter):
    formatter.for_type(pd.DataFrame, lambda table: "mine")
    assert formatter(lines_of("It cost $5 million.")) == "mine"


def test_outside_a_notebook_nothing_happens(monkeypatch):
    monkeypatch.setattr("IPython.get_ipython", lambda: None)
    shown_tables.show_notes_and_dollars.cache_clear()
    assert len(lines_of("A million.")) == 1
