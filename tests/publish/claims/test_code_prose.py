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
        ("save(caption='Of ' 'two', alt=f'{n} of {3} dots')", ["Of two", " of ", "3", " dots"]),
        (
            "ax.set_title('Two')\nprint('It has ' + str(2) + ' hits')",
            ["Two", "It has ", "2", " hits"],
        ),
        ("print('peace has', 21, 'hits')", ["peace has", "21", "hits"]),
        ("print(-21, 3 * 7, [4, 5])", ["-21", "3 * 7", "4", "5"]),
        ("print(f'{3 * 7} hits, {n:.2f} of {x!r:>21}')", ["3 * 7", " hits, ", " of "]),
        ("print('%d of %.2f %%' % (21, n))", ["{} of {} %", "21"]),
        ("print('{:.2f} of {}'.format(n, 21))", ["{:.2f} of {}".replace(":.2f", ""), "21"]),
        ("print(' '.join(['two', f'{n}']), repr(4))", [" ", "two", "4"]),
        ("print('two' if n > 3 else 4)", ["two", "4"]),
        ("f'{n} of 21'\n21\n('two', 3)", [" of 21", "21", "two", "3"]),
        ("t.style.set_caption('21 hits')", ["21 hits"]),
        ("ax.text(0.5, 1, '21 hits', fontsize=8)\nax.text(x=0, y=1, s='two')", ["21 hits", "two"]),
        ("dc.plot.frequencies(t, labels={'of': 'of (21 hits)'})", ["of (21 hits)"]),
        ("dc.plot.keyness(t, sides=['a', 'two'])\nax.legend(['two'])", ["a", "two", "two"]),
        ("t.iat[0, 1] = 21\nt['count'].values[0] = 3\nx['a'] = 5", ["21", "3"]),
        ("t['count'].map({7: 21})\nt['term'].map({'a': 1})", ["21"]),
        ("t.update({'count': {0: 21}})\nplt.rcParams.update({'figure.dpi': 150})", ["21"]),
        ("t.replace({4: 21})\nt.insert(0, 'hits', [3, 9])", ["21", "3", "9"]),
        ("pd.read_csv(io.StringIO('term,count\\npeace,21'))", ["term,count\npeace,21"]),
        ("print('-' * 40, round(x, 2), 2 * n, t[:3], t.head(5), n > 4, True, None)", ["-"]),
        ("pd.cut(x, bins, labels=['up to 5', '6'])", []),
        ("display(table.head(18).round(2))\nprint(x, end='', flush=True)", []),
        ("table.head(3)\n-n\nn * 2", []),
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
