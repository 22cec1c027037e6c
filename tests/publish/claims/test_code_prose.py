import pytest

from discourse.publish.claims.code_prose import SavedText, find_saved_texts, read_code_prose
from discourse.publish.claims.notebook_code import NotebookCode


def texts(cell):
    return [paragraph.text for paragraph in read_code_prose(cell, NotebookCode())]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("dc.save_table(top, 'a', caption='Two words.')", ["Two words."]),
        ("words = 'Two words.'\nsave(top, caption=words)", ["Two words."]),
        ("save(caption='Of ' 'two', alt=f'{n} of {3} dots')", ["Of two", " of ", " dots"]),
        ("ax.set_title('Two')\nprint('It has ' + str(2) + ' hits')", ["Two", "It has ", " hits"]),
        ("'It has two hits.'", ["It has two hits."]),
        ("x = 1  # of two\n# dc.ngrams(paper, n=2)\n#7", ["of two", "7"]),
        ("print('{} of two'.format(n))", ["{} of two"]),
        ("print(dc.concordance(paper, 'two rights'))\ntable['two']\npaper.find('two')", []),
        ("%matplotlib inline\n# of two", ["of two"]),
        ("print('two'\n# of two", []),  # not Python
    ],
)
def test_what_code_says_to_readers_is_read_and_queries_are_not(cell, said):
    assert texts(cell) == said


def test_a_bound_number_in_a_caption_is_a_span_at_its_line():
    (paragraph,) = read_code_prose("save(\n    caption='[7](# \"peace\") hits')", NotebookCode())
    assert (paragraph.line, paragraph.text) == (2, "7 hits")
    assert [(span.kind, span.claim) for span in paragraph.spans] == [("claim", "peace")]


def test_saved_texts_are_found_with_the_path_of_their_bundle():
    cell = (
        "name = '../figures/top'\n"
        "dc.save_figure(ax, name, table=t, caption='Two.', alt=f'{n}')\n"
        "dc.save_table(t, path='b', caption='[2](# x)')\n"
        "other.save_figure(ax, 'c', caption='No.')"
    )
    assert list(find_saved_texts(cell, NotebookCode())) == [
        SavedText("../figures/top", "caption", "Two."),
        SavedText("b", "caption", "[2](# x)"),
    ]
