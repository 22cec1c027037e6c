"""What a user sees first: the map of the package, and what a notebook shows of an error."""

import pytest
import regex

import discourse as dc
from discourse import plot


def test_the_map_of_the_package_names_all_public_names():
    named = regex.findall(r"`([\w.]+)`", dc.__doc__)
    assert {name.partition(".")[0] for name in named} == set(dc.__all__)


def test_the_map_of_the_package_names_nothing_that_is_not_there():
    for name in regex.findall(r"`([\w.]+)`", dc.__doc__):
        first, _, method = name.partition(".")
        assert not method or hasattr(getattr(dc, first), method), name


def test_the_example_of_the_map_draws_what_it_says(paper):
    assert 'dc.keyness(paper, "udhr")' in dc.__doc__
    table = dc.keyness(paper, "udhr")
    assert plot.keyness(table.head(20)).patches or plot.keyness(table.head(20)).lines


@pytest.fixture
def shell(tmp_path, monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    return InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))


@pytest.mark.parametrize(
    ("call", "message", "page"),
    [
        ("dc.read('no-such-folder')",
         "no-such-folder does not exist; give a text file, or a folder that holds some.",
         "your-own-texts"),
        ("dc.frequencies(['a text'])",
         "dc.frequencies expects a Corpus, got a list; make one first: "
         "corpus = dc.read('texts/').", "start"),
    ],
)  # fmt: skip
def test_a_notebook_shows_the_sentence_of_an_error_and_no_frames(
    shell, capsys, call, message, page
):
    result = shell.run_cell(f"import discourse as dc\n{call}")
    assert isinstance(result.error_in_exec, dc.DiscourseError)
    said = f"DiscourseError: {message}\nMore on this: discourse docs {page}\n"
    assert capsys.readouterr().out == said


def test_a_notebook_shows_the_caret_of_a_query_below_it(shell, capsys):
    shell.run_cell("import discourse as dc\ndc.read('seeds/').find('[word=]')")
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("DiscourseError: ")
    assert [line.strip() for line in shown].count("^") == 1
    assert not any("Traceback" in line or "File" in line for line in shown)
