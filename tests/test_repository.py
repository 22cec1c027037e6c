"""What the repository says about itself is true: pages, Makefile, dependencies, names."""

from __future__ import annotations

import doctest
import importlib
import inspect
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import numpydoc.validate
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    *sorted(
        path.relative_to(ROOT).as_posix()
        for folder in ["docs", "docs/guides", "docs/coming-from"]
        for path in (ROOT / folder).glob("*.md")
    ),
]


def run(*command, cwd=ROOT):
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=True)


# ---- the pages --------------------------------------------------------------------------------


def blocks(text, *languages):
    """Return the line number and content of each fenced block in these languages."""
    fence = re.compile(rf"^```(?:{'|'.join(languages)})\n(.*?)^```$", re.M | re.S)
    return [(text[: m.start(1)].count("\n"), m[1]) for m in fence.finditer(text)]


# The example of docs/descriptions.md needs its files, and that of docs/extending.md its package:
# tests/test_seeds.py and tests/test_extensions.py run them.
ELSEWHERE = ("docs/descriptions.md", "docs/extending.md")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] if 'dc.verify(".")' in read(name) else [])
        for name in PAGES
        if ">>>" in read(name) and name not in ELSEWHERE
    ],
)
@pytest.mark.usefixtures("figures_put_back")
def test_the_python_on_a_page_gives_the_output_shown(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    said, names = [], {}
    runner = doctest.DocTestRunner(verbose=False)
    for line, source in blocks(read(name), "python", "pycon"):
        test = doctest.DocTestParser().get_doctest(source, names, name, name, line)
        assert test.examples, f"{name}, line {line}: write Python with >>> and its output"
        runner.run(test, out=said.append, clear_globs=False)
        names = test.globs
    assert runner.tries > 0
    assert runner.failures == 0, "".join(said)


def test_the_tree_in_the_readme_is_the_tree_on_disk():
    shown = {path.rstrip("/") for path in shown_paths(tree_block())}
    tracked = tracked_paths()
    top = {path.split("/")[0] for path in tracked}
    opened = {path.split("/")[0] for path in shown if "/" in path}
    inside = {"/".join(p.split("/")[:2]) for p in tracked if p.split("/")[0] in opened}
    assert sorted(shown - top - inside) == [], "in the README, but not on disk"
    assert sorted((top | inside) - shown) == [], "on disk, but not in the README"


def test_the_tree_in_the_readme_marks_folders_with_a_slash():
    shown = shown_paths(tree_block())
    assert [path for path in shown if path.endswith("/") != (ROOT / path).is_dir()] == []


def tree_block():
    trees = [block for _, block in blocks(read("README.md"), "text") if "discourse/" in block]
    assert len(trees) == 1, "README.md must show the tree in exactly one ```text block"
    return trees[0]


def shown_paths(tree):
    """Return the paths in a tree drawn by indentation, where a description follows each name."""
    paths, folder = [], ""
    for line in tree.splitlines():
        name = line.split()[0]
        folder = folder if line.startswith("  ") else name
        paths.append(folder + name if line.startswith("  ") else name)
    return paths


def tracked_paths():
    """Return the files under version control, except git's own settings."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout to know which files belong to the repository")
    paths = run("git", "ls-files", "-z").stdout.split("\0")
    return [path for path in paths if path and not path.startswith(".git")]


def test_a_tree_is_read_by_its_indentation():
    tree = (
        "docs/          pages\ndiscourse/     the package\n  cli.py       commands\nMakefile  it\n"
    )
    assert shown_paths(tree) == ["docs/", "discourse/", "discourse/cli.py", "Makefile"]


@pytest.mark.parametrize("name", PAGES)
def test_every_file_that_a_page_refers_to_is_there(name):
    links = re.findall(r"\]\(([^)\s#]+)[^)]*\)|<img[^>]* src=\"([^\"]+)\"", read(name))
    local = [link for pair in links for link in pair if link and "://" not in link]
    assert [link for link in local if not (ROOT / name).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_make_target_that_a_page_names_is_in_the_makefile(name):
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", read(name), re.M))
    assert named <= targets()


# ---- Makefile ------------------------------------------------------------------------------


def targets():
    return set(re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.M)[1].split())


def test_make_alone_names_every_target():
    if not shutil.which("make"):
        pytest.skip("needs make")
    named = re.findall(r"^  make (\S+) +\S", run("make", "--no-print-directory").stdout, re.M)
    assert set(named) == targets()


# ---- what is installed ---------------------------------------------------------------------


def locked():
    """Return the versions in requirements.lock by name; platforms may differ in the version."""
    versions = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", read("requirements.lock"), re.M):
        versions.setdefault(name, []).append(version)
    return versions


EXTRAS = PROJECT["project"]["optional-dependencies"]


def test_the_extra_docs_names_the_pages_of_this_version():
    pages = tomllib.loads(read("docs/package/pyproject.toml"))["project"]
    assert EXTRAS["docs"] == [f"{pages['name']}=={PROJECT['project']['version']}"]
    assert pages["requires-python"] == PROJECT["project"]["requires-python"]
    listed = re.search(r"^EXTRAS := .*--extra ,(.*)\)$", read("Makefile"), re.M)[1].split()
    assert set(listed) == set(EXTRAS) - {"docs"}


def wanted():
    """Return every requirement in pyproject.toml: of the package, its extras and its groups."""
    lists = [
        PROJECT["build-system"]["requires"],
        PROJECT["project"]["dependencies"],
        *(names for extra, names in EXTRAS.items() if extra != "docs"),  # that is built here
        *PROJECT["dependency-groups"].values(),
    ]
    return [Requirement(line) for group in lists for line in group if isinstance(line, str)]


def test_the_lock_answers_every_requirement_in_pyproject():
    lock = locked()
    missing = [
        str(requirement)
        for requirement in wanted()
        if not all(map(requirement.specifier.contains, lock.get(requirement.name, ["none"])))
    ]
    assert missing == [], "run `make lock`"


def test_the_lock_holds_hashes_and_no_address():
    lock = read("requirements.lock")
    assert re.findall(r"^.*(?:://|file:| @ ).*$|^-.*$", lock, re.M) == []
    entries = re.split(r"^(?=\S)", lock, flags=re.M)
    assert [e for e in entries if e[:1] not in ("", "#") and "--hash=sha256:" not in e] == []


def test_the_conda_environment_has_not_drifted_from_pyproject(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    run(sys.executable, "-m", "pyproject2conda", "project", cwd=tmp_path)
    assert (tmp_path / "environment.yml").read_text(encoding="utf-8") == read("environment.yml"), (
        "run `make lock`"
    )


def test_the_workflows_test_every_version_of_python_that_the_package_names():
    named = [
        line.rpartition(" ")[2]
        for line in PROJECT["project"]["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", line)
    ]
    workflow = read(".github/workflows/tests.yml")
    tested = re.findall(r'"([\d.]+)"', re.search(r"^ +python: \[(.*)\]$", workflow, re.M)[1])
    assert tested == named
    assert PROJECT["project"]["requires-python"] == f">={named[0]}"


def test_the_workflows_call_only_targets_of_the_makefile_and_pin_every_action():
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        workflow = path.read_text(encoding="utf-8")
        assert set(re.findall(r"(?:run: |&& )make ([a-z-]+)", workflow)) <= targets()
        assert re.findall(r"uses: (?!\S+@[0-9a-f]{40} # v)", workflow) == []


# ---- version -------------------------------------------------------------------------------


def test_citation_changelog_and_package_name_one_version():
    version = PROJECT["project"]["version"]
    assert re.search(r"^version: (\S+)$", read("CITATION.cff"), re.M)[1] == version
    headings = re.findall(r"^## (\S+)", read("CHANGELOG.md"), re.M)
    assert next(heading for heading in headings if heading != "Unreleased") == version


# ---- the package ---------------------------------------------------------------------------


def public_names():
    """Yield the names and objects in `discourse.__all__` and in its public modules."""
    package = importlib.import_module("discourse")
    for name in package.__all__:
        value = getattr(package, name)
        yield name, value
        if inspect.ismodule(value):
            for inner in getattr(value, "__all__", []):
                yield f"{name}.{inner}", getattr(value, inner)


def test_every_public_name_has_a_docstring_with_an_example():
    documented = inspect.isroutine, inspect.isclass, inspect.ismodule
    bare = [
        name
        for name, value in public_names()
        if any(kind(value) for kind in documented) and ">>>" not in (inspect.getdoc(value) or "")
    ]
    assert bare == []


def public_functions():
    """Yield each public function and each public method of a public class."""
    for name, value in public_names():
        if inspect.isroutine(value):
            yield name, value
        elif inspect.isclass(value):
            methods = dict(inspect.getmembers(value, inspect.isroutine))
            own = [method for method in vars(value) if method in methods and method[0] != "_"]
            yield from ((f"{name}.{method}", methods[method]) for method in own)


@pytest.mark.parametrize(("name", "function"), list(public_functions()))
def test_every_parameter_of_a_public_function_is_documented(name, function):
    missing = {"PR01", "PR02", "PR03", "PR04", "PR07", "RT03"}
    path = f"{function.__module__}.{function.__qualname__}"
    errors = numpydoc.validate.validate(path)["errors"]
    assert [message for code, message in errors if code in missing] == []


def test_importing_the_package_loads_nothing_heavy():
    heavy = {"matplotlib", "sklearn", "nltk", "lark", "IPython", "distributed"}
    code = f"import sys, discourse; print(sorted({heavy} & set(sys.modules)))"
    assert run(sys.executable, "-c", code).stdout.strip() == "[]"


def test_tables_import_no_library_that_they_do_not_need():
    heavy = {"scipy.stats", "sklearn", "matplotlib", "nltk", "IPython"}
    calls = ("frequencies(p)", "tfidf(p, by='section')", "ngrams(p)", "collocates(p, 'rights')",
             "keyness(p, dc.reference('udhr'))", "dispersion(p, by='section')", "diversity(p)",
             "concordance(p, 'rights').frame", "positions(p, ['rights'])")  # fmt: skip
    tables = "".join(f"dc.{call}; " for call in calls)
    code = f"import sys, discourse as dc; p = dc.read('seeds'); {tables}"
    printed = run(sys.executable, "-c", f"{code}print(sorted({heavy} & set(sys.modules)))")
    assert printed.stdout.strip() == "[]"
