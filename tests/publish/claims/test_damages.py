"""Damages to the prose of a study: each is noticed, and named at its place."""

import json
import shutil

import matplotlib.pyplot as plt
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell, writes

import discourse as dc
from discourse.publish.bound_text import show_text
from discourse.publish.claims.binding import check_prose

# Sections of 5, 5 and 4 words: peace 4 times (2, 1, 1), rights 2 (both in section 2), war 1.
TEXT = "peace and war and peace\n\nrights of peace or rights\n\npeace of 7 nations"

READ = 'import discourse as dc\n\npaper = dc.read("../texts/")'
CAPTION = "The [two](# 'code; top; head') words: *peace* with [4](# 'peace') hits."
ALT = "Dots: [four](# 'peace') for peace, [2](# '../figures/top; rights; count') for rights."
SAVE = (
    "terms = dc.frequencies(paper, min_count=2)\n"
    'top = terms[terms["term"].isin(["peace", "rights"])].head(2)\n'
    "ax = dc.plot.frequencies(top)\n"
    f'dc.save_figure(ax, "../figures/top", table=top, caption="{CAPTION}", alt="{ALT}")'
)
PROSE = """# What is said of peace?

The text has [14](# "corpus; tokens") tokens of [8](# "corpus; types") types in
[three](# "parts; rows") sections. *Peace* has [four](# "peace") hits,
[half](# "share; peace; count; section = 1") of them in section 1, and *war* has [one](# "war").

*Peace* is the [most frequent](# "frequencies; peace; count is highest") word,
[more frequent](# "peace > rights") than *rights*, which occurs [twice](# "rights"), in section 2
[alone](# 'rights :: section = "2" == rights'). [None](# "peace shall") of them is followed by
*shall*. In section 2, *peace* occurs [once](# 'peace :: section = "2"').
[More than a quarter](# "peace / corpus; tokens > 0.25") of all words are *peace*, the text ends
with "7 nations", and *peace* occurs every [4](# "corpus; tokens / peace") words.
Words that occur once in a while are left out by `min_count=2`."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A study whose prose and figure hold."""
    folder = tmp_path_factory.mktemp("study")
    for name in ("texts", "figures", "notebooks"):
        (folder / name).mkdir()
    (folder / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    terms = dc.frequencies(dc.read(folder / "texts"), min_count=2)
    top = terms[terms["term"].isin(["peace", "rights"])].head(2)
    ax = dc.plot.frequencies(top)
    dc.save_figure(ax, folder / "figures" / "top", table=top, caption=CAPTION, alt=ALT)
    plt.close("all")
    return folder


@pytest.fixture
def study(sound, tmp_path):
    """A copy of the sound study, and a function that writes its notebook."""
    folder = tmp_path / "study"
    shutil.copytree(sound, folder)

    def written(prose=PROSE, save=SAVE, read=READ, cells=()):
        sources = [new_markdown_cell(prose), new_code_cell(read), new_code_cell(save), *cells]
        path = folder / "notebooks" / "words.ipynb"
        path.write_text(writes(new_notebook(cells=sources)), encoding="utf-8")
        return path

    return written


def found(notebook):
    return [
        f"{finding.row} | {finding.expected} | {finding.found}" for finding in check_prose(notebook)
    ]


def test_the_sound_study_holds(study):
    assert found(study()) == []
    assert len(dc.verify(study().parents[1])) == 0


UNBOUND = "a bound number | "

# What is changed in the prose, and what is found.
IN_PROSE = {
    "a word for a number": ('[four](# "peace")', '[five](# "peace")', "4 | five"),
    "a fraction": ("[half](#", "[a third](#", "0.5 | a third"),
    "how many times": ("[twice](#", "[thrice](#", "2 | thrice"),
    "none": ("[None](#", "[One](#", "0 | One"),
    "the number of rows": ("[three](#", "[four](#", "3 | four"),
    "a claim taken away": ('[three](# "parts; rows")', "three", UNBOUND + "three, unbound"),
    "a number word added": ("*Peace* is", "In a dozen cases, *peace* is", "a dozen, unbound"),
    "half of an unbound one": ("Words that", "Half of the words that", "Half, unbound"),
    "the only": ("the text ends", "the only text ends", "the only, unbound"),
    "a claim of the same value": (
        '[one](# "war")', '[one](# "nations")',
        "a claim about what the sentence names, such as war | nations",
    ),
    "a claim about nothing near": (
        '[14](# "corpus; tokens")', '[14](# "frequencies; terror; count")', "no row of",
    ),
    "another unit of the same table": (
        '[14](# "corpus; tokens") tokens', '[8](# "corpus; types") tokens', "a claim about tokens",
    ),
    "another section of the same value": (
        """[once](# 'peace :: section = "2"')""", """[once](# 'peace :: section = "3"')""",
        "a claim about section 2",
    ),
    "a comparison turned round": ("[more frequent]", "[less frequent]", "the same direction"),
    "a comparison that does not hold": ('"peace > rights"', '"rights > peace"', "2 is not > 4"),
    "a superlative turned round": ("[most frequent]", "[least frequent]", "the same direction"),
    "another term as the highest": ("frequencies; peace; count is", "frequencies; war; count is",
                                    "has 4"),
    "a greater share": ("[More than a quarter]", "[More than half]", "is compared with half"),
    "at most instead of more": ("[More than a quarter]", "[At most a quarter]", "that 'at most'"),
    "another section alone": ('section = "2" == rights', 'section = "1" == rights', "0 is not =="),
    "a number among bound words": ("[more frequent]", "[28 times more]", "without a number"),
    "a number without its claim": ('"peace > rights"', '"4 > 2"', "without a claim"),
    "an order for a number": ("[twice](#", "[two](# 'rights > 1') [twice](#", "the comparison"),
    "a number for an order": ('"peace > rights"', '"peace"', "a number and nothing else"),
    "a quotation that the text has not": ('"7 nations"', '"8 nations"', "8, unbound"),
    "a half rounded to the odd digit": ("[4](#", "[3](#", "4 | 3"),
    "a count like a year": ("The text has", "1999 different words. It has", "1999, unbound"),
    "a number in code font": ("The text has", "`28` hits. The text has", "28, unbound"),
    "words in code font": ("The text has", "`28 hits`. The text has", "28, unbound"),
    "another parameter than the code's": ("`min_count=2`", "`min_count=3`", "3, unbound"),
    "a number as a formula": ("The text has", "$28$ hits. The text has", "28, unbound"),
    "a number in a heading": ("# What", "## 28 hits\n\n# What", "28, unbound"),
    "a circled digit": ("The text has", "Of ④ words. The text has", "④, unbound"),
    "raised digits": ("The text has", "Of hits²⁸. The text has", "², unbound"),
    "Arabic digits": ("The text has", "Of ٢٨ hits. The text has", "٢٨, unbound"),
    "the number of a list": ("# What", "28. hits of peace\n\n# What", "28, unbound"),
    "digits joined to a word": ("The text has", "The hits28. The text has", "28, unbound"),
    "a number that counts like an ordinal": ("The text has", "The 28th hit. It has", "28, unbound"),
    "a date that counts": ("The text has", "In May 28 hits. It has", "28, unbound"),
    "an attribute of HTML": ("# What", '<p title="28 hits">x</p>\n\n# What', "28, unbound"),
    "an attribute in a line": ("The text", 'A <b title="28 hits">b</b>. The text', "28, unbound"),
    "the title of an image": ("# What", '![dots](a.png "28 hits")\n\n# What', "28, unbound"),
    "the title of a link": ("# What", '[dots](a.html "28 hits")\n\n# What', "28, unbound"),
    "a footnote": ("# What", "Dots[^a].\n\n[^a]: 28\n\n# What", "28, unbound"),
    "a number turned round": (
        '[14](# "corpus; tokens")', '&#8238;[14](# "corpus; tokens")&#8236;', "turned round",
    ),
    "a number turned by a tag": (
        '[14](# "corpus; tokens")', '<bdo dir="rtl">[14](# "corpus; tokens")</bdo>', "turned round",
    ),
    "a number struck out": (
        '[14](# "corpus; tokens")', '~~[14](# "corpus; tokens")~~', "struck out",
    ),
    "a hidden word": (
        "The text has [14]", "The text has <b hidden>not</b> [14]", "hidden, struck out",
    ),
    "a hidden block": (
        "The text has [14]", '\n\n<p hidden>\n\nThe text has [14]', "hidden, struck",
    ),
    "an invisible character": ("The text has", "In t\u200cwenty lines. It has", "twenty, unbound"),
    "a letter of another script": ("The text", "In tw\u0435nty lines. The text", "twenty, unbound"),
    "the start of a list": ("# What", '<ol start="28"><li>x</li></ol>\n\n# What', "28, unbound"),
    "a quoted block": ("# What", "> of 28 nations\n\n# What", "28, unbound"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), IN_PROSE.values(), ids=IN_PROSE)
def test_a_damage_to_the_prose_is_noticed(study, old, new, expected):
    assert PROSE.count(old) >= 1
    assert any(expected in each for each in found(study(PROSE.replace(old, new, 1))))


IN_CODE = {
    "a number of the caption": ("[4](# 'peace')", "[5](# 'peace')", "4 | 5"),
    "a word of the alternative text": ("[four](# 'peace')", "[six](# 'peace')", "4 | six"),
    "a caption without its claim": ("[4](# 'peace')", "4", "4, unbound"),
    "a word of a caption without its claim": ("[two](# 'code; top; head')", "two", "two, unbound"),
    "a parameter": (".head(2)", ".head(3)", "3 | two"),
    "a row of the saved table": ("../figures/top; rights;", "../figures/top; rights; rows;", "not"),
    "a comment": ("ax = ", "# of 28 words\nax = ", "28, unbound"),
    "printed text": ("ax = ", 'print("It has 28 hits.")\nax = ', "28, unbound"),
    "text put together": ("ax = ", 'print(f"It has {1} of 28 hits.")\nax = ', "28, unbound"),
    "a name for a text": ("ax = ", 'said = "It has 28 hits."\nsaid\nax = ', "28, unbound"),
    "a name for a number": ("ax = ", 'n = 28\nprint(f"{n} hits")\nax = ', "28, unbound"),
    "a dict": ("ax = ", '{"hits of peace": 28}\nax = ', "28, unbound"),
    "a list": ("ax = ", '[("peace", 28)]\nax = ', "28, unbound"),
    "another name for a function": (
        "ax = ",
        "from IPython.display import Markdown as M\nM('28 hits')\nax = ",
        "28, unbound",
    ),
    "a function for printing": ("ax = ", "show = print\nshow('28 hits')\nax = ", "28, unbound"),
    "a stream": ("ax = ", "import sys\nsys.stdout.write('28 hits')\nax = ", "28, unbound"),
    "a warning": ("ax = ", "warnings.warn('28 hits')\nax = ", "28, unbound"),
    "an exception": ("ax = ", "if 0: pass\nraise SystemExit('28 hits')\nax = ", "28, unbound"),
    "a docstring": ("ax = ", 'def f():\n    """28 hits."""\nax = ', "28, unbound"),
    "a count by hand": ("ax = ", 'top["count"] = 28\nax = ', "28, unbound"),
    "a cell of counts": ("ax = ", 'top.loc[0, "count"] = 28\nax = ', "28, unbound"),
    "a count added": ("ax = ", 'top["count"] += 28\nax = ', "28, unbound"),
    "a column assigned": ("ax = ", "top = top.assign(count=28)\nax = ", "28, unbound"),
    "a caption in a dict": ("ax = ", 'd = {"caption": "Of 28 hits."}\nax = ', "28, unbound"),
    "a comment turned round": ("ax = ", "# \u202eof 28 words\nax = ", "28"),
    "a magic before a text": (
        "ax = ",
        "%matplotlib inline\nprint('28 hits')\nax = ",
        "28, unbound",
    ),
    "a shell": ("ax = ", "!echo 28 hits\nax = ", "28, unbound"),
    "a title": ("ax = ", 'axes.set_title("28 hits")\nax = ', "28, unbound"),
}


@pytest.mark.parametrize(("old", "new", "expected"), IN_CODE.values(), ids=IN_CODE)
def test_a_damage_to_captions_and_other_texts_in_code_is_noticed(study, old, new, expected):
    assert any(expected in each for each in found(study(save=SAVE.replace(old, new, 1))))


IN_CELLS = {
    "a text as Markdown": "%%markdown\nIt has 28 hits.",
    "a text as HTML": "%%html\n<b>28 hits</b>",
    "a text as LaTeX": "%%latex\n28 hits",
    "a script": "%%bash\necho 28 hits",
    "a table by hand": 'pd.DataFrame({"term": ["peace"], "count": [28]})',
    "a table by hand under a name": 'table = pd.DataFrame({"count": [28]})\ntable',
    "a table by hand that is shown": 'display(pd.DataFrame({"count": [28]}))',
    "a table of rows under a name": 'rows = [("peace", 28)]\npd.DataFrame(rows)',
    "a dict by hand": "dict(peace=28)",
    "a number": "peace = 28\npeace",
    "a column with a count": 'top.rename(columns={"count": "28 hits"})',
    "a sum of numbers": "print(sum([28]), 'hits')",
    "a computed number": "max(28, 3)",
    "a list that is computed": "[n for n in (28, 3)]",
    "a text that is returned": 'def say():\n    return "28 hits"\nsay()',
    "a text that is joined": '"".join(["28", " hits"])',
    "a text that grows": 'said = "peace: "\nsaid += "28 hits"\nsaid',
    "a text that is changed": 'from textwrap import dedent\nprint(dedent("28 hits"))',
    "a magic that is called": 'get_ipython().run_cell_magic("markdown", "", "28 hits")',
    "code in a text": 'exec("print(28)")',
    "two names": "a = b = 28\nprint(b)",
    "a pair of names": "a, b = 28, 3\nprint(a)",
    "a loop": "for n in [28]:\n    print(n)",
    "an entry of a dict": 'd = {"peace": 28}\nprint(d["peace"], "hits")',
    "a number replaced": "top.replace(4, 28)",
    "what an assertion says": 'assert top.empty, "28 hits"',
}


@pytest.mark.parametrize("cell", IN_CELLS.values(), ids=IN_CELLS)
def test_a_number_that_a_cell_shows_is_noticed(study, cell):
    assert any("28, unbound" in each for each in found(study(cells=[new_code_cell(cell)])))


HONEST_CELLS = [
    "size = 20\nfirst = terms.head(size)\nprint(f'The {size} most frequent words')",
    "words = ['peace', 'rights']\ndc.dispersion(paper, words)",
    "np.log(10)\nround(x, 2)\nterms.head(5)",
    "%matplotlib inline\nimport pandas as pd",
    "!pip install pandas==2.1",
    "%%time\ntable = dc.frequencies(paper, min_count=5)",
    "table['group'] = 1\ntable['year'] = 2017",
    "years = pd.DataFrame({'document': ['a'], 'year': [1990]})\nyears",
    "dc.concordance(paper, '7 words')",
    "paper.find('7 nations')",
    "print('Done.', end='')",
    "cuts = [5, 10]\nfor cut in cuts:\n    dc.frequencies(paper, min_count=cut)",
]


@pytest.mark.parametrize("cell", HONEST_CELLS)
def test_numbers_that_code_works_with_are_not_said(study, cell):
    assert found(study(cells=[new_code_cell(cell)])) == []


def test_a_number_in_a_raw_cell_is_noticed(study):
    notebook = study(cells=[new_raw_cell("It has 28 hits.")])
    assert found(notebook) == ["cell 4, line 1, 28 | a bound number | 28, unbound"]


@pytest.mark.parametrize(("entry", "text"), [("caption", CAPTION), ("alt", ALT)])
def test_a_caption_that_was_changed_in_its_bundle_is_noticed(study, entry, text):
    folder = study().parents[1]
    bundle = folder / "figures" / "top.json"
    record = json.loads(bundle.read_text(encoding="utf-8"))
    assert record[entry] == show_text(text)
    record[entry] = record[entry].replace("peace", "war")
    bundle.write_text(json.dumps(record), encoding="utf-8")
    shown = show_text(text)
    caption, *rest = dc.verify(folder).to_numpy().tolist()
    assert caption == ["figures/top.json", entry, shown, record[entry]]
    pages = {f"figures/top.{ending}" for ending in ("svg", "png", "pdf")}
    assert {file for file, *_ in rest} == pages, "they still have the words that were changed"


def test_another_corpus_is_not_guessed(study):
    notebook = study(read=f'{READ}\nother = dc.read("../texts/a.txt")')
    assert any("reads more than one corpus (paper, other)" in each for each in found(notebook))


# Every exemption is switched off where the check is strict.
@pytest.mark.parametrize(
    ("prose_text", "rule"),
    [("In 2017.", "year"), ("Section 3.", "label"), ("Mostly the longest.", "degree")],
)
def test_a_strict_check_lists_what_is_exempt(prose, prose_text, rule):
    notebook = prose(prose_text)
    assert found(notebook) == []
    shown = [finding.found for finding in check_prose(notebook, strict=True)]
    assert [each.split(", ")[1] for each in shown] == [f"exempt by the rule '{rule}'"]
