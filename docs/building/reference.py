"""The pages of the reference, written from the register of verbs and from the docstrings."""

import ast
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from formulas import find_formulas
from gallery import Snippet, find_examples, find_snippets
from verb_docstrings import find_limits, find_sources
from works import write_work

import discourse as dc
from discourse import layers, measures, plot
from discourse.cli.catalogue import COMMAND_SUMMARIES, SHORT_NAMES
from discourse.publish.provenance.recipes import find_verb
from discourse.record import Verb

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGE_FOLDERS = ("guides", "coming-from")
FOLDER = "reference"
# The modules of measures in the order of the page; new ones follow.
FIRST_MEASURES = ("association", "sequences", "dispersion", "diversity", "weighting", "agreement")
# Columns that have the name of a measure, and are computed in another way.
OTHER_VALUES = (("absences", "expected"), ("changes", "log_ratio"), ("frames", "ttr"))
# Columns that have another name than their measure.
MEASURES_OF_COLUMNS: Mapping[tuple[str, str], str] = {
    ("absences", "per_thousand_high"): "absence_bound",
    ("agreement", "alpha"): "krippendorff_alpha",
    ("agreement", "kappa"): "cohen_kappa",
    ("agreement", "ac1"): "gwet_ac1",
    ("changes", "slope"): "log_linear_slope",
    ("compare", "dp_reference"): "dp",
    ("compare", "p_value_document"): "max_permutation_p_value",
    ("keyness", "dp_reference"): "dp",
    ("keyness", "p_value_document"): "max_permutation_p_value",
    ("similarity", "cosine"): "cosines",
    **{(verb, f"log_ratio_{end}"): "log_ratio_interval"
       for verb in ("compare", "keyness") for end in ("low", "high")},
    **{("contrast", end): "log_ratio_interval" for end in ("low", "high")},
    **{("dispersion", f"band_{end}"): "dp_band" for end in ("low", "high")},
    **{("trend", end): "rate_interval" for end in ("low", "high")},
}  # fmt: skip
OF_ONE_VERB = re.compile(r"in ``\w+``, ")
PLOT = re.compile(r"^dc\.plot\.(\w+) :", re.M)
# Why the table of a verb has no plot.
WITHOUT_PLOT: Mapping[str, str] = {
    "absences": "There is none: all counts are 0, and bounds are read in a table.",
    "agreement": "There is none: a few codes with many measures are read in a table.",
    "concordance": "There is none: lines are read. :doc:`positions` draws where they are.",
    "confusion": 'There is none: ``table.pivot(index="label", columns="label_other", '
    'values="count")`` shows two coders as a square.',
    "diversity": "There is none: a few measures of a few parts are read in a table.",
    "frames": "There is none: frames are read with their fillers. :doc:`families` draws variants.",
    "similarity": "There is none for pairs: :doc:`correspondence` maps which parts are alike.",
}

# The groups of the map in `discourse.__doc__`, without what has a page of its own.
GROUPS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "corpus": (
        "Reading texts",
        "What texts become, and how words are found in them.",
        ("read", "load", "Corpus", "Tokenizer", "stopwords", "reference", "FrequencyList"),
    ),
    "lines": (
        "Lines",
        "Hits in context, and the lines behind a row of a table.",
        ("Concordance", "Line", "lines", "evidence", "browse", "Browser"),
    ),
    "publishing": (
        "Publishing and checking",
        "What saves a finding, describes it, and checks that it still holds.",
        (
            "save_figure", "save_table", "save_article", "verify", "methods", "Methods",
            "contact_sheet",
            "save_site", "with_record", "verbs", "check_manuscript",
        ),
    ),
    "exports": (
        "Exports",
        "Tables and lines for other programs.",
        ("export", "import_csv"),
    ),
    "errors": (
        "Errors",
        "A call that cannot be answered raises one kind of error. Its message names what was "
        "given, and the way out.",
        ("DiscourseError",),
    ),
}  # fmt: skip


def write_pages() -> dict[str, str]:
    """Each page of the reference by its place in the site."""
    verbs = {name: find_verb(name) for name in dc.verbs()["verb"]}
    pages = {f"{name}.rst": _write_verb(entry) for name, entry in verbs.items()}
    pages |= {f"{page}.rst": _write_group(page) for page in GROUPS}
    pages["layers.rst"] = _write_layers()
    pages["measures.rst"] = _write_measures()
    pages["plots.rst"] = _write_plots()
    pages["index.rst"] = _write_index(verbs)
    return {f"{FOLDER}/{name}": text for name, text in pages.items()}


# ---------------------------------------------------------------------------------------- a verb


def _write_verb(entry: Verb) -> str:
    name = entry.name
    command = SHORT_NAMES.get(name, name)
    parts = [
        _title(name),
        f":doc:`In a terminal </command-line>`: ``discourse {command}``.\n",
        _autofunction(f"discourse.{name}"),
        _title("Columns", "-"),
        _write_columns(entry),
    ]
    plots = _plots_of(entry)
    links = [f":func:`dc.plot.{drawn} <discourse.plot.{drawn}>`" for drawn in plots]
    draw = f"{' and '.join(links)} {'draws' if len(links) == 1 else 'draw'} the table.\n"
    parts += [_title("Plot", "-"), draw if plots else f"{WITHOUT_PLOT[name]}\n", _picture(name)]
    parts += [_title("Limits", "-"), _write_limits(entry)]
    parts += [_title("Sources", "-"), *_write_sources(entry), ""]
    notebooks = [*_notebooks_with(name)] or ["- no tutorial"]
    parts += [_title("Where it is used", "-"), *notebooks, *_pages_with(name), ""]
    return "\n".join(parts)


def _write_columns(entry: Verb) -> str:
    """The columns that a verb promises: what each means, and the formula of its measure."""
    rows = []
    own = dict(find_formulas(inspect.getdoc(entry.function) or ""))
    for column in entry.columns:
        name, formula = _write_measure(entry.name, column)
        formula = f":math:`{own[column]}`" if column in own else formula
        meaning = _meaning(entry.name, column)
        said = f"{meaning}; in some tables only" if column in entry.optional else meaning
        rows.append((name, f"{said}\n\n       {formula}" if formula else said))
    return _table(("column", "means"), rows)


def _meaning(verb: str, column: str) -> str:
    """What the glossary says of a column: where it names the verb, or else where it comes first."""
    found = [each for each in _glossary() if column in each[1]]
    _, columns, means = next((each for each in found if verb in each[0]), found[0])
    pieces = means.split("; ")  # one for all, for each of several columns, or for single verbs
    if len(pieces) == len(columns) > 1:
        return pieces[columns.index(column)]
    own = [piece for piece in pieces if piece.startswith(f"in ``{verb}``, ")]
    return (
        own[0].partition(", ")[2]
        if own
        else "; ".join(piece for piece in pieces if not OF_ONE_VERB.match(piece))
    )


@cache
def _glossary() -> list[tuple[list[str], list[str], str]]:
    """The rows of the glossary of columns: the verbs of their heading, the columns, the meaning."""
    text = (DOCS / "glossary.md").read_text(encoding="utf-8").partition("\n## Columns\n")[2]
    rows = []
    for part in text.split("\n### "):
        heading, _, table = part.partition("\n")
        for columns, means in re.findall(r"^\| (`[^|]*) \| (.*) \|$", table, re.M):
            without_links = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", means)
            shown = re.sub(r"`([^`]+)`", r"``\1``", without_links)
            rows.append((_in_code(heading), _in_code(columns), shown))
    return rows


def _in_code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def _write_measure(verb: str, column: str) -> tuple[str, str]:
    """A column as a link to the measure of its name, and the formula if its docstring has one."""
    function = measure_functions().get(MEASURES_OF_COLUMNS.get((verb, column), column))
    if function is None or (verb, column) in OTHER_VALUES:
        return f"``{column}``", ""
    formulas = [latex for _, latex in find_formulas(inspect.getdoc(function) or "")]
    link = f":func:`{column} <{function.__module__}.{function.__name__}>`"
    return link, f":math:`{formulas[0]}`" if formulas else ""


def _write_limits(entry: Verb) -> str:
    """What the docstring says of its limits, and where those of all tables are."""
    limits = find_limits(inspect.getdoc(entry.function) or "")
    return f"{limits}\n\n:doc:`/limits` has those of all tables.\n"


def _write_sources(entry: Verb) -> Iterator[str]:
    """Each work once, with the number by which the page cites it."""
    works = find_sources(inspect.getdoc(entry.function) or "", entry.cites)
    for number, work in enumerate(works, start=1):
        yield f"{number}. {work if isinstance(work, str) else write_work(work)}"


def _plots_of(entry: Verb) -> list[str]:
    """The plot of the name of a verb, and those that its docstring names as drawing it."""
    named = PLOT.findall(inspect.getdoc(entry.function) or "")
    return [name for name in dict.fromkeys([entry.name, *named]) if name in plot.__all__]


def _picture(name: str) -> str:
    """A figure that the plot of a verb drew: of a notebook, or else of the gallery."""
    figure = _figures().get(name)
    if figure is None:
        return ""
    return (
        f".. figure:: {figure.picture}\n   :alt: {figure.alt}\n"
        f"   :class: gallery-figure\n   :target: ../gallery.html#{figure.anchor}\n"
    )


@cache
def _figures() -> Mapping[str, Snippet]:
    return {each.figure: each for each in (*find_examples(), *find_snippets())}


def _notebooks_with(name: str) -> Iterator[str]:
    """The notebooks that call a verb."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        if f"dc.{name}" in _names_in(path):
            yield f"- :doc:`/tutorials/{path.stem}`"


@cache
def _names_in(notebook: Path) -> frozenset[str]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    trees = [ast.walk(ast.parse(source)) for source in code]
    return frozenset(
        ast.unparse(node) for tree in trees for node in tree if isinstance(node, ast.Attribute)
    )


def _pages_with(name: str) -> Iterator[str]:
    """The pages of this folder that name a verb."""
    pattern = re.compile(rf"\bdc\.{name}\b(?!\.)")
    for path in written_pages():
        if pattern.search(path.read_text(encoding="utf-8")):
            page = path.relative_to(DOCS).with_suffix("").as_posix()
            yield f"- :doc:`/{page}`"


def written_pages() -> list[Path]:
    """The pages that people write, without the sample texts that they read."""
    folders = (".", *PAGE_FOLDERS)
    return sorted(path for folder in folders for path in (DOCS / folder).glob("*.md"))


# -------------------------------------------------------------------------------------- other pages


def _write_group(page: str) -> str:
    title, sentence, names = GROUPS[page]
    parts = [_title(title), sentence, ""]
    for name in names:
        parts += [_title(name, "-"), _automatic(f"discourse.{name}", getattr(dc, name))]
    return "\n".join(parts)


def _write_layers() -> str:
    parts = [_title("Layers"), f"{_first_line(layers)}\n", ":doc:`/labelling-spans` explains how "
             "layers are made and used, :doc:`/layer-files` the formats, and :doc:`/coding` "
             "codebooks and coders.\n"]  # fmt: skip
    parts += [_title("Layer", "-"), _automatic("discourse.Layer", dc.Layer)]
    for name in layers.__all__:
        shown = f"layers.{name}"
        parts += [
            _title(shown, "-"), _automatic(f"discourse.layers.{name}", getattr(layers, name)),
        ]  # fmt: skip
    return "\n".join(parts)


def _write_plots() -> str:
    parts = [_title("Plots"), *inspect.getdoc(plot).split("\n\n")[:2], ""]  # type: ignore[union-attr]
    parts += ["\n:doc:`/figures` explains sizes, fonts, labels and panels, and :doc:`/gallery` "
              "shows plots with the code that makes them.\n"]  # fmt: skip
    for name in plot.__all__:
        parts += [_title(f"plot.{name}", "-"), _autofunction(f"discourse.plot.{name}")]
        parts += [_picture(name)]
    return "\n".join(parts)


def _write_measures() -> str:
    """Every published formula that a table can have, by the module that it is in."""
    parts = [_title("Measures"), "Each published formula once, with its source. A verb has some of "
             "them as columns; others are added by its parameter ``measures``. With these pages "
             "open, a number in a table can be computed again by hand.\n"]  # fmt: skip
    for module in _measure_modules():
        name = module.__name__.rpartition(".")[2].replace("_", " ").capitalize()
        parts += [_title(name, "-"), inspect.getdoc(module) or "", ""]
        for function in public_functions(module):
            address = f"{module.__name__}.{function.__name__}"
            parts += [_title(function.__name__, "~"), _autofunction(address)]
    return "\n".join(parts)


def _measure_modules() -> list[ModuleType]:
    """The modules of measures that have any to show."""
    found = [module.name for module in pkgutil.iter_modules(measures.__path__)]
    names = [*FIRST_MEASURES, *(name for name in found if name not in FIRST_MEASURES)]
    modules = [import_module(f"{measures.__name__}.{name}") for name in names]
    return [module for module in modules if public_functions(module)]


@cache
def measure_functions() -> Mapping[str, Callable[..., Any]]:
    """Each measure by its name; columns have the names of their measures."""
    functions = [each for module in _measure_modules() for each in public_functions(module)]
    return {function.__name__: function for function in functions}


def public_functions(module: ModuleType) -> list[Callable[..., Any]]:
    """The functions that a module defines and documents with an example, in their order."""
    return [
        value
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
        and ">>>" in (value.__doc__ or "")
    ]


def _write_index(verbs: Mapping[str, Verb]) -> str:
    rows = [(f":doc:`{name}`", _first_line(entry.function)) for name, entry in verbs.items()]
    pages = ("corpus", "lines", "layers", "measures", "plots", "publishing", "exports", "errors")
    further = [
        ("/queries", "the query language"),
        ("/descriptions", "the file beside a text that says what is counted"),
        ("/labelling-spans", "rules, word lists and other makers of layers"),
        ("/layer-files", "layers as files of other programs"),
        ("/command-line", f"the verbs in a terminal, and {', '.join(COMMAND_SUMMARIES)}"),
        ("/extending", "verbs, measures, plots and readers of your own"),
    ]
    return "\n".join(
        [
            _title("Reference"),
            "Each page is made from what ``help()`` says of the function. ``dc.verbs()`` gives the "
            "table of verbs with their columns. All names are in the :ref:`index <genindex>`.\n",
            _title("Verbs", "-"),
            "A verb makes a tidy table of a corpus.\n",
            _table(("verb", "one row"), rows),
            _title("Everything else", "-"),
            _table(("page", ""), [(f":doc:`{page}`", _about(page)) for page in pages]),
            _title("Formats and languages", "-"),
            _table(("page", ""), [(f":doc:`{page}`", what) for page, what in further]),
            _toctree("Verbs", verbs),
            _toctree("Objects and functions", pages),
        ]
    )


def _about(page: str) -> str:
    if page in GROUPS:
        return ", ".join(f"``{name}``" for name in GROUPS[page][2])
    return {
        "layers": "labels of stretches of text, their makers and their files",
        "measures": "every formula, with its source",
        "plots": "what draws each table",
    }[page]


# --------------------------------------------------------------------------------- pieces of a page


def _title(text: str, under: str = "=") -> str:
    return f"\n{text}\n{under * len(text)}\n"


def _autofunction(address: str) -> str:
    return f".. autofunction:: {address}\n"


def _automatic(address: str, value: object) -> str:
    if inspect.isclass(value):
        return f".. autoclass:: {address}\n   :members:\n"
    return _autofunction(address)


def _first_line(value: object) -> str:
    return (inspect.getdoc(value) or "").partition("\n")[0]


def _table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in (titles, *rows):
        for number, cell in enumerate(row):
            lines.append(f"   {'* -' if number == 0 else '  -'} {cell}")
    return "\n".join([*lines, ""])


def _toctree(caption: str, pages: Iterable[str]) -> str:
    entries = "\n".join(f"   {page}" for page in pages)
    return f".. toctree::\n   :hidden:\n   :caption: {caption}\n\n{entries}\n"
