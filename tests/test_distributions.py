"""The sdist and the wheel hold what they should, and the wheel works away from the repository.

The wheel is built from the unpacked sdist, as those who package for a system build it, and
tried in an environment of its own. Only the package comes from the wheel; what it needs is
borrowed from the environment that runs the tests, so that no network is needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]


def run(*command, cwd, **settings):
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, encoding="utf-8", check=False, **settings
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def wheel(sdist, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    out = folder / "dist"
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=source)
    (path,) = out.iterdir()
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A function that runs a program of a clean environment, in an empty folder."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "env", cwd=folder)
    paths = sysconfig.get_paths(vars={"base": folder / "env", "platbase": folder / "env"})
    programs, packages = Path(paths["scripts"]), Path(paths["purelib"])
    python = programs / Path(sys.executable).name
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps"]
    run(*pip, wheel, cwd=folder)
    # After the package in the search path; the editable install there is not followed.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (folder / "work").mkdir()
    environment = {name: value for name, value in os.environ.items() if "PYTHONPATH" not in name}
    environment["BROWSER"] = "true"  # the program that does nothing

    def program(name, *arguments):
        path = shutil.which(name, path=str(programs))
        return run(path, *arguments, cwd=folder / "work", env=environment)

    program.packages = packages
    program.pip = lambda path: run(*pip, path, cwd=folder)
    return program


def repository(*folders):
    """Files of the repository, those not yet committed included."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout, to know which files belong to the repository")
    options = ["--cached", "--others", "--exclude-standard", "-z"]
    names = run("git", "ls-files", *options, *folders, cwd=ROOT).split("\0")
    return {name for name in names if (ROOT / name).is_file()}


def test_the_sdist_holds_every_file_of_the_repository_and_no_other(sdist):
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    assert repository() - names == set()
    assert names - repository() == {"PKG-INFO"}


def test_the_wheel_holds_every_file_of_the_package_and_no_other(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    folders = [ROOT / "docs", ROOT / "docs/guides", ROOT / "docs/coming-from"]
    found = [path.relative_to(ROOT) for folder in folders for path in folder.glob("*.md")]
    pages = {f"discourse/{path.as_posix()}" for path in found}
    assert names == repository("discourse") | pages


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The pages that `make docs` has built, or a few in their place."""
    if (ROOT / "build" / "docs" / "index.html").is_file():
        return ROOT / "build" / "docs"
    folder = tmp_path_factory.mktemp("site")
    for page in ("index", "queries", "reference/keyness"):
        path = folder / f"{page}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<title>{page}</title>", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def wheel_of_docs(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    for name in ("pyproject.toml", "LICENSE", "docs/package"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        (folder / name).parent.mkdir(exist_ok=True)
        copy(ROOT / name, folder / name)
    shutil.copytree(site, folder / "build" / "docs")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist"]
    run(*command, cwd=folder / "docs" / "package")
    (path,) = (folder / "dist").iterdir()
    return path


def test_the_wheel_of_the_documentation_holds_every_page_and_has_the_version_of_the_toolkit(
    wheel_of_docs, wheel, site
):
    with zipfile.ZipFile(wheel_of_docs) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    own = {"discourse_toolkit_docs/__init__.py", "discourse_toolkit_docs/LICENSE"}
    assert names == {f"discourse_toolkit_docs/pages/{page}" for page in pages} | own
    version = wheel.name.split("-")[1]
    assert wheel_of_docs.name == f"discourse_toolkit_docs-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        (about,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(about).decode()
    assert f"Requires-Dist: discourse-toolkit-docs=={version}; extra == 'docs'\n" in metadata


def test_the_command_opens_the_pages_where_they_are_installed(installed, wheel_of_docs):
    page = installed.packages / "discourse_toolkit_docs" / "pages" / "reference" / "keyness.html"
    installed.pip(wheel_of_docs)
    assert installed("discourse", "docs", "dc.keyness").strip() == str(page.resolve())
    assert "<title>" in page.read_text(encoding="utf-8")


def test_the_package_is_imported_from_the_wheel(installed):
    found = installed("python", "-c", "import discourse; print(discourse.__file__)")
    assert Path(found.strip()) == installed.packages / "discourse" / "__init__.py"


def test_every_module_can_be_imported(installed):
    code = (
        "import importlib, pkgutil, discourse\n"
        "for module in pkgutil.walk_packages(discourse.__path__, 'discourse.'):\n"
        "    if not module.name.endswith('__main__'):\n"
        "        importlib.import_module(module.name)\n"
    )
    assert installed("python", "-W", "error", "-c", code) == ""


def test_a_text_is_read_counted_compared_and_drawn(installed):
    code = (
        "import discourse as dc, pathlib\n"
        "pathlib.Path('a.txt').write_text('We share one future. One future.', encoding='utf-8')\n"
        "corpus = dc.read('a.txt')\n"
        "table = dc.frequencies(corpus).head(2)\n"
        "print(list(table['term']), list(table['count']))\n"
        "print(len(dc.keyness(corpus, dc.reference('udhr'))) > 0)\n"
        "ax = dc.plot.frequencies(table)\n"
        "dc.save_figure(ax, 'top', table=table, caption='The top two.', alt='Two dots.')\n"
        "print(sorted(path.name for path in pathlib.Path().glob('top.*')))\n"
        "print(len(dc.verify('.')))\n"
        "print('Dunning' in str(dc.methods(dc.keyness(corpus, dc.reference('inaugural')))))\n"
    )
    assert installed("python", "-c", code).splitlines() == [
        "['future', 'one'] [2, 2]",
        "True",
        "['top.csv', 'top.evidence.csv', 'top.json', 'top.pdf', 'top.png', 'top.svg']",
        "0",
        "True",
    ]


def test_the_wheel_names_all_licences_and_brings_their_texts(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (about,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(about).decode()
    assert "License-Expression: BSD-3-Clause AND CC-BY-SA-4.0 AND MIT\n" in metadata
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    data = "discourse/layers/data"
    assert licences == {
        "LICENSE",
        f"{data}/english-ewt-LICENSE.txt",
        f"{data}/lemminflect-LICENSE.txt",
    }


def test_english_is_tagged_with_the_model_of_the_wheel(installed):
    code = (
        "import discourse as dc\n"
        "corpus = dc.Corpus.from_texts({'a': 'They were built.'})\n"
        "corpus = corpus.with_layer(*dc.layers.tag(corpus))\n"
        "print(list(corpus.layer('lemma').table['label']))\n"
    )
    assert installed("python", "-c", code).strip() == "['they', 'be', 'build']"


def test_the_command_has_help_and_makes_a_study(installed):
    assert "verify" in installed("discourse", "--help")
    assert "CQL" in installed("discourse", "help", "queries")
    installed("discourse", "new", "study")
    assert "count" in installed("python", "-m", "discourse", "freq", "--help")
