import ast
from pathlib import PurePosixPath

import pytest

import discourse as dc
from discourse.publish.claims.notebook_calls import (
    FROM_NLTK,
    FROM_TEXTS,
    MetadataCall,
    OtherName,
    PackageName,
    ReadCall,
    ReferenceCall,
    SubsetCall,
    TokenizerCall,
    corpus_of_call,
)
from discourse.publish.claims.notebook_code import (
    UNKNOWN,
    NotebookCode,
    find_read_call,
    syntax_tree,
)

TEXT = ReadCall("read", {"path": "text.txt"})


def value_of(expression, *cells):
    """The value of an expression after some cells."""
    code = NotebookCode()
    for _ in code.follow(cells):
        pass
    return code.evaluate(ast.parse(expression, mode="eval").body)


@pytest.mark.parametrize("source", ["-" * 5_000 + "1", "(" * 5_000, "%%html\nx", "a b"])
def test_code_that_cannot_be_parsed_is_ignored(source):
    assert syntax_tree(source).body == []


@pytest.mark.parametrize("line", ["!ls", "%matplotlib inline", "%%time", "files = !ls", "dc.read?"])
def test_magics_beside_code_are_ignored(line):
    body = syntax_tree(f"{line}\nprint(1)").body
    assert [ast.unparse(statement) for statement in body[1:]] == ["print(1)"]


@pytest.mark.parametrize(
    ("imported", "call"),
    [
        ("import discourse as dc", "dc.read"),
        ("import discourse as d", "d.read"),
        ("import discourse", "discourse.read"),
        ("import discourse.plot", "discourse.read"),
        ("from discourse import read", "read"),
        ("from discourse import plot, read as r", "r"),
        ("%matplotlib inline\nimport discourse as dc", "dc.read"),
    ],
)
def test_the_package_is_known_by_any_name_that_it_is_imported_by(imported, call):
    assert find_read_call([imported, f'paper = {call}("text.txt")']) == TEXT


@pytest.mark.parametrize(
    "before",
    [
        "import pandas as dc",
        "import pandas as dc\nimport discourse as d",
        "from pandas import read_csv as dc",
        "dc = 3",
        "def dc():\n    pass",
        "for dc in (1, 2):\n    pass",
    ],
)
def test_a_name_that_means_something_else_is_not_the_package(before):
    assert find_read_call([before, 'paper = dc.read("text.txt")']) is None


@pytest.mark.parametrize(
    ("before", "argument"),
    [
        ('place = "text.txt"', "place"),
        ('folder = "text"\nend = ".txt"', 'f"{folder}{end}"'),
        ('other = "text.txt"\nplace = other', "place"),
        ('place: str = "text.txt"', "place"),
        ('place = 3\nplace = "text.txt"', "place"),
    ],
)
def test_a_name_that_holds_a_constant_is_as_good_as_the_constant(before, argument):
    assert find_read_call([before, f"paper = dc.read({argument})"]) == TEXT


@pytest.mark.parametrize(
    "later",
    [
        "place = find()",
        'place += "x"',
        "del place",
        "for place in places:\n    pass",
        "with open('x') as place:\n    pass",
        "if True:\n    place = 'other.txt'",
        "a, place = 1, 2",
        "print(place := 'x')",
        "import place",
    ],
)
def test_a_name_that_is_set_in_any_other_way_is_unknown_from_then_on(later):
    cells = ['place = "text.txt"', later, "paper = dc.read(place)"]
    assert find_read_call(cells) is None
    assert find_read_call([cells[0], cells[2], later]) == TEXT


def test_a_list_that_may_have_been_changed_is_not_remembered():
    cells = ['places = ["a.txt"]', 'places.append("b.txt")', "paper = dc.read(places)"]
    assert find_read_call(cells) is None
    assert find_read_call(['paper = dc.read(["a.txt"])']) == ReadCall("read", {"path": ["a.txt"]})


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("-2", -2),
        ('(1, "a", None)', (1, "a", None)),
        ("{1, 1}", {1}),
        ("dc.frequencies", PackageName("frequencies")),
        ("paper", TEXT),
        ("paper.subset('year = 1990')", SubsetCall(TEXT, "year = 1990")),
        ("dc.reference(name)", ReferenceCall("udhr")),
        ('paper.subset("a").subset(name)', SubsetCall(SubsetCall(TEXT, "a"), "udhr")),
        ("paper.subset(mask)", UNKNOWN),
        ("paper.subset()", UNKNOWN),
        ("name.subset('a')", UNKNOWN),
        ("dc.reference(3)", UNKNOWN),
        ("dc.reference(name, tokenizer=mine)", UNKNOWN),
        ("dc.read(paper)", UNKNOWN),
        ("[name, unknown]", UNKNOWN),
        ('f"{name:>9}"', UNKNOWN),
        ("Path('a') / name", PurePosixPath("a/udhr")),
        ("(Path('a') / 'b').parent.joinpath(name)", PurePosixPath("a/udhr")),
        ("str(Path('a', name))", "a/udhr"),
        ("os.path.join('a', name)", "a/udhr"),
        ("Path.cwd() / name", PurePosixPath("udhr")),
        ("dc.read(Path('text.txt'))", TEXT),
        ("dc.read(pathlib.Path('.') / 'text.txt')", TEXT),
        (
            "dc.read('a', tokenizer=dc.Tokenizer(hyphen='split'))",
            ReadCall("read", {"path": "a", "tokenizer": TokenizerCall({"hyphen": "split"})}),
        ),
        ("dc.Tokenizer(wrong=1)", UNKNOWN),
        ("dc.Corpus.from_texts({'a': 'x'})", ReadCall(FROM_TEXTS, {"texts": {"a": "x"}})),
        ("dc.Corpus.from_texts({name: find()})", UNKNOWN),
        (
            "dc.Corpus.from_nltk(nltk.corpus.inaugural)",
            ReadCall(FROM_NLTK, {"reader": OtherName("nltk.corpus.inaugural")}),
        ),
        ("dc.Corpus.from_nltk('inaugural')", UNKNOWN),
        ("dc.Corpus.from_nltk(nltk.data)", UNKNOWN),
        ("dc.read(nltk.corpus.inaugural)", UNKNOWN),
        (
            "paper.with_metadata(Path('a') / 'b.csv', on='year')",
            MetadataCall(TEXT, {"table": "a/b.csv", "on": "year"}),
        ),
        (
            "paper.with_metadata(time=('year', {1990: 'late', None: ''}))",
            MetadataCall(TEXT, {"time": ("year", {1990: "late", None: ""})}),
        ),
        ("paper.with_metadata(find())", UNKNOWN),
        ("paper.with_metadata(time=find)", UNKNOWN),
        ("Path(find())", UNKNOWN),
        ("Path('a') / 3", UNKNOWN),
        ("Path('a').glob('*')", UNKNOWN),
        ("name / name", UNKNOWN),
        ("1 + 1", UNKNOWN),
        ("paper" + ".subset('a')" * 900, UNKNOWN),  # deeper than it is followed
    ],
)
def test_an_expression_has_the_value_that_is_written_out(expression, value):
    before = 'import os, nltk, pathlib\nfrom pathlib import Path\npaper = dc.read("text.txt")'
    assert value_of(expression, before, 'name = "udhr"') == value


def test_a_statement_sees_the_names_as_they_are_when_it_runs():
    code, seen = NotebookCode(), []
    for statement in code.follow(['a = "one"', 'a = f"{a} two"', "a"]):
        seen.append(code.evaluate(statement.value))
    assert seen == ["one", "one two", "one two"]


def test_the_paths_of_a_call_start_from_the_folder_of_the_notebook(tmp_path):
    (tmp_path / "text.txt").write_text("peace and war", encoding="utf-8")
    (tmp_path / "years.csv").write_text("document,year\ntext,1990\n", encoding="utf-8")
    assert corpus_of_call(TEXT, tmp_path).size == 3
    dated = ReadCall("read", {"path": "text.txt", "metadata": "years.csv"})
    assert corpus_of_call(dated, tmp_path).documents["year"].tolist() == ["1990"]
    dc.Corpus.from_texts({"a": "one two"}).save(tmp_path / "paper.corpus")
    assert corpus_of_call(ReadCall("load", {"path": "paper.corpus"}), tmp_path).size == 2
