import webbrowser

import pytest

from discourse.cli.catalogue import COMMAND_SUMMARIES, PAGES_OF_COMMANDS
from discourse.cli.commands import docs
from discourse.cli.commands.docs import BUILT
from discourse.cli.commands.help import find_pages


@pytest.fixture
def pages(tmp_path):
    names = (
        "index",
        "keyness",
        "reference/keyness",
        "reference/tfidf",
        "reference/concordance",
        "reference/frequencies",
        "numbers-in-prose",
        "publish",
        "coming-from/antconc",
        "_static/webpack",
    )
    for page in names:
        path = tmp_path / f"{page}.html"
        path.parent.mkdir(exist_ok=True)
        path.touch()
    return tmp_path.resolve()


@pytest.fixture
def opened(monkeypatch):
    addresses = []
    monkeypatch.setattr(webbrowser, "open", lambda address: bool(addresses.append(address)))
    return addresses


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ([], "index"),
        (["keyness"], "keyness"),
        (["reference/keyness"], "reference/keyness"),
        (["tfidf"], "reference/tfidf"),
        (["dc.keyness"], "reference/keyness"),
        (["antconc"], "coming-from/antconc"),
        (["kwic"], "reference/concordance"),
        (["freq"], "reference/frequencies"),
        (["frequencies"], "reference/frequencies"),
        (["bind"], "numbers-in-prose"),
        (["publish"], "publish"),
    ],
)
def test_a_page_or_the_page_of_a_verb_or_command_is_opened(discourse, pages, opened, asked, page):
    path = pages / f"{page}.html"
    assert discourse("docs", *asked, "--folder", pages) == (0, f"{path}\n", "")
    assert opened == [path.as_uri()]


def test_an_unknown_page_is_refused_with_the_nearest(discourse, pages, opened):
    (pages / "search.html").touch()
    for asked, hint in (
        ("keynes", " Did you mean 'keyness' or 'reference/keyness'?"),
        ("com", " Did you mean 'coming-from/antconc'?"),
        ("sarch", ""),
    ):
        code, _, err = discourse("docs", asked, "--folder", pages)
        assert (code, opened) == (2, [])
        assert err == (
            f"discourse: page={asked!r} is not known; without a name, discourse docs opens the "
            f"first page, which leads to all.{hint}\n"
        )


def test_without_built_pages_the_message_says_how_to_build_or_read_them(
    discourse, tmp_path, opened
):
    code, _, err = discourse("docs", "--folder", tmp_path)
    assert (code, opened) == (2, [])
    assert err == (
        f"discourse: {tmp_path} has no pages; install them with pip install "
        "'discourse-toolkit[docs]', build them with `make docs` in a clone of the repository, "
        "name their folder with --folder, or read one here: discourse help.\n"
    )
    _, _, err = discourse("docs", "queries", "--folder", tmp_path)
    assert err.endswith("or read one here: discourse help queries.\n")


def test_pages_that_were_built_come_before_those_that_are_installed(
    discourse, pages, tmp_path, monkeypatch, opened
):
    package = tmp_path / "site-packages" / docs.INSTALLED
    (package / "pages").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "pages" / "index.html").touch()
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.setattr(docs, "BUILT", tmp_path / "nothing")
    assert discourse("docs")[1] == f"{(package / 'pages' / 'index.html').resolve()}\n"
    monkeypatch.setattr(docs, "BUILT", pages)
    assert discourse("docs")[1] == f"{pages / 'index.html'}\n"


def test_the_pages_of_a_clone_are_where_make_builds_them(root):
    assert root / "build" / "docs" == BUILT
    assert "docs/building/assemble.py build/docs" in (root / "Makefile").read_text("utf-8")


def test_every_command_that_is_no_verb_has_its_page():
    assert set(PAGES_OF_COMMANDS) == set(COMMAND_SUMMARIES)
    assert set(PAGES_OF_COMMANDS.values()) <= set(find_pages())
