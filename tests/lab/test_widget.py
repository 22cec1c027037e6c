"""What a notebook stores, and what a widget sends; no browser runs."""

import nbformat
import pytest
from nbclient import NotebookClient

import discourse as dc
from discourse.lab import widget

pytest.importorskip("anywidget")

CELLS = (
    'import discourse as dc\nlines = dc.concordance(dc.read("seeds/"), "shared future")',
    "dc.browse(lines)",
    "browser = dc.browse(lines)\nbrowser",
    "browser",
)


@pytest.fixture(scope="module")
def stored(root, tmp_path_factory):
    """The outputs of a notebook that was run twice, each time in a fresh kernel."""

    def run():
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
            NotebookClient(
                made, kernel_name="python3", resources={"metadata": {"path": str(root)}}
            ).execute()
        return [cell["outputs"] for cell in made.cells]

    return run(), run()


def test_a_notebook_stores_a_table_and_a_widget_as_two_outputs(stored, paper):
    table, shown = stored[0][1]
    lines = dc.concordance(paper, "shared future")
    assert table["data"]["text/plain"] == repr(lines)
    assert lines._repr_html_() in table["data"]["text/html"]
    assert list(shown["data"]) == [widget.WIDGET]


def test_the_same_cells_store_the_same_bytes_and_no_two_widgets_have_one_id(stored):
    assert stored[0] == stored[1]
    ids = [cell[1]["data"][widget.WIDGET]["model_id"] for cell in stored[0][1:]]
    assert len(set(ids[:2])) == 2


def test_lines_that_are_shown_twice_are_two_views_of_one_widget(stored):
    ids = [cell[1]["data"][widget.WIDGET]["model_id"] for cell in stored[0][1:]]
    assert ids[0] != ids[1] == ids[2]


def test_a_widget_answers_with_what_it_is_given():
    made = widget.make_widget(lambda message: {"kind": "echo", "id": message["id"]}, "0" * 32)
    sent = []
    made.send = sent.append
    made._handle_custom_msg({"id": "a"}, [])
    assert sent == [{"kind": "echo", "id": "a"}]
    assert "render" in made._esm
    assert ".discourse-browser" in made._css
    made.close()


def test_the_page_asks_for_nothing_from_elsewhere_and_writes_no_markup():
    source = (widget.FOLDER / "concordancer.js").read_text(encoding="utf-8")
    styles = (widget.FOLDER / "concordancer.css").read_text(encoding="utf-8")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "eval(",
        'fetch("',
        "http",
        "import ",
    ):
        assert word not in source, word
    assert "url(" not in styles
    assert "@import" not in styles
