"""What other packages add: found, checked, refused, and in the end installed and verified."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import EntryPoint
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse import extensions
from discourse.cli.catalogue import list_commands, write_help
from discourse.measures import association
from discourse.publish.plots.register import find_plot, plot
from discourse.publish.provenance.recipes import all_verbs, recipe_of, rerun
from discourse.record import VERBS, verb
from discourse.text.extract import Extract
from discourse.text.readers.formats import read_endings

PACKAGE = Path(__file__).parent / "extension_package"


class Installed:
    """The name and version of a package, as an entry point knows them."""

    def __init__(self, name):
        self.name, self.version = name, "1.0"


@pytest.fixture
def install(monkeypatch):
    """A function that adds entry points to objects of this module, as if packages were installed.

    What is added is forgotten after the test.
    """
    entries = []

    def find(group):
        return [entry for entry in entries if entry.group == group]

    def add(kind, name, value=None, *, package="their-package"):
        if value is not None:
            monkeypatch.setattr(sys.modules[__name__], f"added_{name}", value, raising=False)
        entry = EntryPoint(name, f"{__name__}:added_{name}", f"discourse.{kind}")
        vars(entry)["dist"] = Installed(package)
        entries.append(entry)
        extensions._find_entry_points.cache_clear()

    before, names = dict(VERBS), set(vars(dc))
    monkeypatch.setattr(extensions, "entry_points", find)
    extensions._find_entry_points.cache_clear()
    yield add
    monkeypatch.undo()
    extensions._find_entry_points.cache_clear()
    VERBS.clear()
    VERBS.update(before)
    for name in set(vars(dc)) - names:
        delattr(dc, name)


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": "Peace and rights, and peace.", "b": "Rights and war."})


def twice(count, size, count_reference, size_reference):
    return count * 2


def spread(counts, sizes):
    return counts.sum(axis=1) / sizes.sum()


@pytest.fixture
def shortest(install):
    """A verb of another package."""

    @verb(columns=("term", "count"))
    def shortest(corpus: dc.Corpus, *, rows: int = 1) -> pd.DataFrame:
        """One row per term, in alphabetical order."""
        return dc.frequencies(corpus)[["term", "count"]].sort_values("term").head(rows)

    return shortest


# ---- verbs and layers ----------------------------------------------------------------------


def test_a_verb_of_another_package_is_a_verb_of_dc(install, corpus, shortest):
    install("verbs", "shortest", shortest)
    assert "shortest" in dir(dc)
    table = dc.shortest(corpus)
    recipe = json.loads(table.attrs["provenance"])
    assert (recipe["verb"], recipe["versions"]["their-package"]) == ("shortest", "1.0")
    assert list_commands()["shortest"] == "shortest"
    assert "Added by the package their-package 1.0." in write_help()


@pytest.mark.parametrize("name", ["frequencies", "read", "parts", "show", "kwic"])
def test_a_verb_with_a_name_of_discourse_is_refused(install, name):
    install("verbs", name)
    refuse = write_help if name in ("show", "kwic") else all_verbs
    with pytest.raises(dc.DiscourseError) as error:
        refuse()
    assert str(error.value) == (
        f"the package their-package 1.0 adds the verb {name!r}, but discourse has that name "
        "itself; uninstall the package, or rename what it adds."
    )


def test_two_packages_that_add_one_name_are_refused(install, shortest):
    install("verbs", "shortest", shortest)
    install("verbs", "shortest", shortest, package="other-package")
    with pytest.raises(dc.DiscourseError) as error:
        all_verbs()
    assert str(error.value) == (
        "the packages their-package 1.0 and other-package 1.0 both add the verb 'shortest'; "
        "uninstall one."
    )


def test_a_layer_with_the_name_of_a_verb_is_refused(install, shortest):
    install("verbs", "shortest", shortest)
    install("layers", "shortest", shortest)
    with pytest.raises(dc.DiscourseError, match="adds the layer 'shortest', but discourse has"):
        all_verbs()


def test_a_verb_that_nothing_registered_is_refused(install):
    install("verbs", "plain", lambda corpus: corpus)
    with pytest.raises(dc.DiscourseError) as error:
        _ = dc.plain
    assert str(error.value) == (
        "the verb 'plain' of the package their-package 1.0 is not a verb of that name; decorate a "
        "function plain with discourse.record.verb."
    )


def test_a_verb_whose_parameters_have_no_types_is_refused(install):
    @verb(columns=("term",))
    def untyped(corpus, rows=1):
        """One row per term."""

    install("verbs", "untyped", untyped)
    with pytest.raises(dc.DiscourseError, match="has the parameter rows without a type; annotate"):
        _ = dc.untyped


def test_the_table_of_a_layer_begins_with_line_id_and_label(install, shortest):
    install("layers", "shortest", shortest)
    with pytest.raises(dc.DiscourseError) as error:
        all_verbs()
    assert str(error.value) == (
        "the layer 'shortest' of the package their-package 1.0 makes a table that begins with "
        "term, count; the table of a layer begins with line_id, label."
    )


def test_a_maker_of_a_layer_is_a_verb(install, corpus):
    @verb(columns=("line_id", "label"))
    def codes(corpus: dc.Corpus) -> pd.DataFrame:
        """One row per hit of peace."""
        return dc.concordance(corpus, "peace").frame[["line_id"]].assign(label="calm")

    install("layers", "codes", codes)
    table = dc.codes(corpus)
    assert list_commands()["codes"] == "codes"
    assert rerun(recipe_of(table, "codes"), lambda _: corpus).equals(table)
    assert len(dc.lines(corpus, table.iloc[0])) == 1
    assert dc.evidence(corpus, table)["node"].tolist() == ["Peace", "peace"]


def test_a_module_that_cannot_be_imported_is_named(install):
    install("verbs", "gone")
    with pytest.raises(dc.DiscourseError) as error:
        _ = dc.gone
    assert str(error.value).startswith("the verb 'gone' of the package their-package 1.0 cannot")


def test_a_second_verb_of_a_name_does_not_take_the_place_of_the_first():
    def frequencies(corpus):
        """One row per term."""

    before = VERBS["frequencies"]
    with pytest.raises(dc.DiscourseError) as error:
        verb(columns=("term",))(frequencies)
    assert VERBS["frequencies"] is before
    assert str(error.value) == (
        f"discourse.analyses.frequencies and {__name__} both define the verb 'frequencies'; rename "
        "one of them."
    )


# ---- measures ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["collocates", "keyness"])
def test_an_association_measure_of_a_package_is_taken_by_name_or_as_a_function(
    install, corpus, name
):
    install("measures", "doubled", twice)
    other = "peace" if name == "collocates" else "udhr"
    by_name, by_function = (
        VERBS[name].function(corpus, other, measures=[each]) for each in ("doubled", twice)
    )
    measured = by_name["doubled"].dropna()
    assert (measured == 2 * by_name["count"][measured.index]).all()
    pd.testing.assert_frame_equal(by_name, by_function)
    recipe = json.loads(by_function.attrs["provenance"])
    assert recipe["parameters"]["measures"] == ["doubled"]
    assert recipe["versions"]["their-package"] == "1.0"


@pytest.mark.parametrize("queries", [None, ["peace", "rights"]])
def test_a_dispersion_measure_of_a_package_is_given_a_sparse_table(install, corpus, queries):
    install("measures", "spread", spread)
    table = dc.dispersion(corpus, queries, by="document", measures=["spread", "dkl"])
    assert table["spread"].tolist() == (table["count"] / corpus.size).tolist()
    assert list(table.columns[-2:]) == ["spread", "dkl"]


def test_a_measure_of_this_package_given_as_a_function_is_recorded_by_its_name(corpus):
    table = dc.collocates(corpus, "peace", measures=[association.bic, "mi3"])
    assert json.loads(table.attrs["provenance"])["parameters"]["measures"] == ["bic", "mi3"]


def test_a_function_of_nobodys_package_makes_a_column_of_the_author(corpus, tmp_path):
    table = dc.collocates(corpus, "peace", measures=[twice, "mi3"])
    assert json.loads(table.attrs["provenance"])["parameters"]["measures"] == ["mi3"]
    dc.save_table(table, tmp_path / "near", caption="Words near peace.")
    assert json.loads((tmp_path / "near.json").read_text("utf-8"))["derived"] == ["twice"]


def test_verify_says_that_a_column_of_the_author_is_not_checked(tmp_path):
    (tmp_path / "a.txt").write_text("Peace and rights, and peace.", encoding="utf-8")
    table = dc.collocates(dc.read(tmp_path), "peace", window=1, measures=[twice])
    dc.save_table(table, tmp_path / "near", caption="Words near peace.")
    found = dc.verify(tmp_path)
    assert found.empty
    assert found.attrs["checked"]["columns of the author (near: twice), not checked"] == 1
    assert found.attrs["checked"]["cells"] == table.drop(columns="twice").size
    path = tmp_path / "near.json"
    path.write_text(
        path.read_text("utf-8").replace('"derived": ["twice"]', '"derived": []'), encoding="utf-8"
    )
    found = dc.verify(tmp_path)
    assert found["row"][0] == "column twice"


def test_a_function_is_given_copies(corpus):
    def greedy(count, size, count_reference, size_reference):
        count *= 0
        return count

    table = dc.keyness(corpus, corpus, measures=[greedy])
    assert table["count"].sum() == corpus.size


@pytest.mark.parametrize(
    ("made", "wrong"),
    [
        (lambda counts: counts[:1], r"numbers of shape \(1,\)"),
        (lambda counts: 1, r"numbers of shape \(\)"),
        (lambda counts: ["much"] * len(counts), "something other than numbers"),
        (lambda counts: counts > 1, "something other than numbers"),
        (lambda counts: [[1], [1, 2]], "something other than numbers"),
        (lambda counts: None, "something other than numbers"),
        (lambda counts: np.full(len(counts), -np.inf), "infinite numbers"),
    ],
)
def test_a_bad_result_of_a_function_is_refused(corpus, made, wrong):
    def bad(count, size, count_reference, size_reference):
        return made(count)

    with pytest.raises(dc.DiscourseError, match=f"the function bad gives {wrong} for 2 terms; "):
        dc.collocates(corpus, "peace", measures=[bad])


@pytest.mark.parametrize(
    ("measures", "message"),
    [
        (["mi33"], "measures='mi33' is not known; choose 'bic', "),
        ([3], "measures expects names or functions of (count, size, count_reference, "),
        (3, "measures expects a list of measures, got 3."),
        ([spread], "the function spread does not fit here: a measure takes (count, size, "),
        ([lambda a, b, c, d: a], "a function given as a measure needs a name for its column; "),
        ([np.add], "the function add does not fit here: "),
    ],
)
def test_what_is_not_a_measure_is_refused(corpus, measures, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.collocates(corpus, "peace", measures=measures)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize("name", ["count", "mi", "bic", "dkl", "note", "theirs"])
def test_a_function_cannot_have_a_name_that_means_something_else(install, corpus, name):
    def function(count, size, count_reference, size_reference):
        return count

    install("measures", "theirs", twice)
    function.__name__ = name
    with pytest.raises(dc.DiscourseError) as error:
        dc.collocates(corpus, "peace", measures=[function])
    assert str(error.value) == (
        f"a function given as a measure has the name {name!r}, which means something else in a "
        "table; rename the function."
    )


def test_a_measure_with_a_name_of_discourse_is_refused(install, corpus):
    install("measures", "dp", twice)
    assert "mi" in dc.collocates(corpus, "peace"), "nothing was asked of the package"
    with pytest.raises(dc.DiscourseError, match="adds the measure 'dp', but discourse has that"):
        dc.collocates(corpus, "peace", measures=["bic"])


def test_a_dispersion_measure_does_not_measure_association(install, corpus):
    install("measures", "spread", spread)
    with pytest.raises(dc.DiscourseError) as error:
        dc.keyness(corpus, corpus, measures=["spread"])
    assert str(error.value) == (
        "the measure 'spread' of the package their-package 1.0 does not fit here: a measure takes "
        "(count, size, count_reference, size_reference)."
    )


# ---- plots ---------------------------------------------------------------------------------


@plot
def dots(table, ax):
    """Draw nothing."""
    return ax


def test_a_plot_of_another_package_is_a_plot_of_dc(install):
    install("plots", "dots", dots)
    assert "dots" in dir(dc.plot)
    assert dc.plot.dots is find_plot("dots") is dots


def test_a_plot_with_a_name_of_discourse_is_refused(install):
    install("plots", "keyness", dots)
    with pytest.raises(dc.DiscourseError, match="adds the plot 'keyness', but discourse has that"):
        find_plot("keyness")


def test_verify_names_the_package_of_a_plot_that_is_not_installed(install, monkeypatch, tmp_path):
    install("plots", "dots", dots)
    (tmp_path / "a.txt").write_text("Peace and rights.", encoding="utf-8")
    table = dc.frequencies(dc.read(tmp_path))
    ax = dc.plot.dots(table, plt.subplots()[1])
    dc.save_figure(ax, tmp_path / "dots", table=table, caption="Dots.", alt="No dots.")
    assert dc.verify(tmp_path).empty
    monkeypatch.setattr(extensions, "entry_points", lambda group: [])
    extensions._find_entry_points.cache_clear()
    assert dc.verify(tmp_path)["found"].tolist() == [
        "plot.dots was made with the package their-package 1.0, which is not installed here; "
        "install it, then try again."
    ]


@pytest.mark.parametrize(("name", "function"), [("points", dots), ("plain", lambda table: table)])
def test_a_plot_that_could_not_be_drawn_again_is_refused(install, name, function):
    install("plots", name, function)
    with pytest.raises(dc.DiscourseError, match=f"the plot '{name}' of the package their-package "):
        find_plot(name)


# ---- readers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("txt", "adds the reader 'txt', but discourse has that name itself"),
        ("toml", "adds the reader 'toml', but discourse has that name itself"),
        (".srt", "'.srt' of the package their-package 1.0 is not named for the ending of a file"),
        ("SRT", "'SRT' of the package their-package 1.0 is not named for the ending of a file"),
    ],
)
def test_an_ending_that_is_taken_or_none_is_refused(install, tmp_path, name, message):
    install("readers", name)
    (tmp_path / "a.txt").write_text("Peace.", encoding="utf-8")
    for refuse in (read_endings, lambda: dc.read(tmp_path)):
        with pytest.raises(dc.DiscourseError) as error:
            refuse()
        assert message in str(error.value)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ("a text", "the reader 'sub' of the package their-package 1.0 gives 'a text' and not an"),
        (Extract("Peace.", (), ""), "the regions that the reader 'sub' of the package their-"),
    ],
)
def test_what_a_reader_finds_is_checked(install, tmp_path, found, message):
    install("readers", "sub", lambda raw: iter([found]))
    (tmp_path / "a.sub").write_text("Peace.", encoding="utf-8")
    with pytest.raises(dc.DiscourseError) as error:
        dc.read(tmp_path)
    assert str(error.value).startswith(f"{tmp_path / 'a.sub'} cannot be read: {message}")


# ---- a package, installed ------------------------------------------------------------------

PIECES = re.compile(r"^```(py|toml|pycon)\n(.*?)^```$", re.M | re.S)


@pytest.fixture(scope="module")
def page():
    """The fenced blocks of docs/extending.md by their language."""
    text = (PACKAGE.parents[1] / "docs" / "extending.md").read_text(encoding="utf-8")
    found = {"py": [], "toml": [], "pycon": []}
    for language, block in PIECES.findall(text):
        found[language].append(block)
    return found


def test_the_page_shows_the_package_that_is_tested(page):
    module, project = (PACKAGE / name for name in ("discourse_example.py", "pyproject.toml"))
    assert "\n\n".join(page["py"]) == module.read_text(encoding="utf-8")
    assert page["toml"] == [project.read_text(encoding="utf-8")]


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The interpreter of a new environment that has this one's packages as well."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    theirs = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    packages = subprocess.check_output(
        [theirs, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    )
    ours = sysconfig.get_path("purelib")
    beside = f"import site; site.addsitedir({ours!r})\n"  # its .pth files are read as well
    (Path(packages.strip()) / "ours.pth").write_text(beside, encoding="utf-8")
    return theirs


def run(*command, cwd=None):
    """The exit code of a command and what it wrote."""
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def pip(python, *arguments):
    command = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    code, said = run(*command, *arguments, "--quiet")
    assert code == 0, said


@pytest.mark.slow
def test_a_package_adds_one_of_each_and_what_it_made_is_verified(python, page, root, tmp_path):
    pip(python, "install", "--no-deps", "--no-build-isolation", "--no-index", PACKAGE)
    for folder in ("seeds", "docs/subtitles"):
        shutil.copytree(root / folder, tmp_path / folder)
    (tmp_path / "figures").mkdir()
    (tmp_path / "page.txt").write_text("\n".join(page["pycon"]), encoding="utf-8")
    check = "import doctest; print(doctest.testfile('page.txt', module_relative=False))"
    code, said = run(python, "-W", "error", "-c", check, cwd=tmp_path)
    assert re.fullmatch(r"TestResults\(failed=0, attempted=\d\d\)\n", said), said

    discourse = (python, "-m", "discourse")
    said = run(*discourse, "--help")[1]
    assert re.search(r"\n  hapaxes +Added by the package discourse-example 1\.0\.\n", said)
    assert re.search(r"\n  digits +Added by the package discourse-example 1\.0\.\n", said)
    imported = "import sys, discourse.cli.catalogue as c; c.write_help(); print(*sys.modules)"
    assert not {"pandas", "discourse_example"} & set(run(python, "-c", imported)[1].split())
    said = " ".join(run(*discourse, "hapaxes", "--help")[1].split())
    assert "the fewest letters that a word needs for a row (default: 1)" in said
    options = ("--min-length", "13", "--rows", "1")
    said = run(*discourse, "hapaxes", "seeds", *options, cwd=tmp_path)[1]
    assert said == "term           count  query\ncommemorating      1  commemorating\n"
    code, said = run(*discourse, "verify", ".", cwd=tmp_path)
    assert (code, said[:34]) == (0, "what was compared holds: bundles 5"), said

    pip(python, "uninstall", "--yes", "discourse-example")
    code, said = run(*discourse, "verify", ".", "--format", "csv", cwd=tmp_path)
    missing = (
        "was made with the package discourse-example 1.0, which is not installed here; install it"
    )
    assert (code, said.count(missing)) == (1, 5), said
    assert "a table of hapaxes was made with" in said
    code, said = run(*discourse, "freq", "docs/subtitles", cwd=tmp_path)
    assert (code, "is of a kind that is not read" in said) == (2, True)


def test_two_functions_of_one_name_are_refused(paper):
    def scale(factor):
        def scaled(count, size, count_reference, size_reference):
            return count * factor

        return scaled

    with pytest.raises(dc.DiscourseError, match="two functions named 'scaled'"):
        dc.collocates(paper, "rights", measures=[scale(1.0), scale(7.0)])
