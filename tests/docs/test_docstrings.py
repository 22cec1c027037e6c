"""Each public function has an example on real text, and says what else to look at."""

import inspect
import re
from types import FunctionType

import pytest
from numpydoc.docscrape import FunctionDoc, NumpyDocString

import discourse as dc
from discourse import layers, plot

FUNCTIONS = {
    f"{prefix}{name}": getattr(module, name)
    for prefix, module in (("dc.", dc), ("dc.plot.", plot), ("dc.layers.", layers))
    for name in module.__all__
    if inspect.isroutine(getattr(module, name))
}
CLASSES = {
    f"{prefix}{name}": getattr(module, name)
    for prefix, module in (("dc.", dc), ("dc.layers.", layers))
    for name in module.__all__
    if inspect.isclass(getattr(module, name))
}
METHODS = {
    f"{name}.{method}": getattr(value, method)
    for name, value in CLASSES.items()
    for method, kind in vars(value).items()
    if not method.startswith("_") and isinstance(kind, (FunctionType, staticmethod, classmethod))
}
# Those that people call; the others are called by the package, or need no more than their class.
STARTING_POINTS = [name for name in METHODS if name.startswith(("dc.Corpus.", "dc.Concordance."))]
WITHOUT_EXAMPLE = {"dc.Tokenizer.simplify_recipe"}  # for fingerprints
# Texts of this repository, or counts and codes of texts that anyone can read.
REAL_TEXT = re.compile(
    r'"(?:seeds|docs/\w+|figures|notebooks)/?[^"\n]*"|dc\.reference\("|dc\.verify\("\."'
)
# These make a small file of another program, or a table that shows one thing.
MADE_UP = {
    "dc.import_csv", "dc.verbs", "dc.plot.contrast", "dc.layers.by_coder", "dc.layers.codebook",
    "dc.layers.from_conllu", "dc.layers.from_csv", "dc.layers.from_tei", "dc.layers.from_tsv",
    "dc.layers.from_vertical", "dc.layers.lexicon", "dc.layers.makers", "dc.layers.measured",
    "dc.layers.tag", "dc.layers.to_conllu", "dc.layers.to_vertical", "dc.layers.unpaired_marks",
}  # fmt: skip


def is_there(name):
    """Whether a name such as ``dc.Corpus.subset`` can be called."""
    value = dc
    for part in name.removeprefix("dc.").split("."):
        value = getattr(value, part, None)
    return name.startswith("dc.") and value is not None


@pytest.mark.parametrize("name", [*FUNCTIONS, *CLASSES, *STARTING_POINTS])
def test_a_public_name_names_others_that_are_there(name):
    documented = {**FUNCTIONS, **CLASSES, **METHODS}[name]
    sections = NumpyDocString(inspect.getdoc(documented))
    names = [other for group, _ in sections["See Also"] for other, _ in group]
    assert names != []
    assert [other for other in names if not is_there(other) or other == name] == []


def test_every_public_class_and_method_has_an_example():
    assert {"dc.Corpus", "dc.DiscourseError", "dc.layers.CodeFile"} <= set(CLASSES)
    assert {"dc.Corpus.subset", "dc.Corpus.from_texts", "dc.Concordance.sort"} <= set(METHODS)
    without = {
        name
        for name, documented in {**CLASSES, **METHODS}.items()
        if ">>> " not in "\n".join(NumpyDocString(inspect.getdoc(documented))["Examples"])
    }
    assert without == WITHOUT_EXAMPLE


def test_the_example_of_a_public_function_is_about_real_text():
    examples = {
        name: "\n".join(FunctionDoc(function)["Examples"]) for name, function in FUNCTIONS.items()
    }
    assert {name for name, text in examples.items() if not REAL_TEXT.search(text)} == MADE_UP


def test_each_public_name_names_the_page_that_explains_it(root):
    for name, documented in {**FUNCTIONS, **CLASSES}.items():
        named = re.findall(r"``discourse docs ([\w/-]+)``", inspect.getdoc(documented))
        assert named, name
        folders = (root / "docs", root)  # the pages on calibration are beside their programs
        assert all(any((each / f"{page}.md").is_file() for each in folders) for page in named)


def test_a_verb_and_its_plot_name_each_other():
    for name in plot.__all__:
        if f"dc.{name}" in FUNCTIONS:
            assert f"dc.plot.{name} :" in inspect.getdoc(getattr(dc, name))
            assert f"dc.{name} :" in inspect.getdoc(getattr(plot, name))
