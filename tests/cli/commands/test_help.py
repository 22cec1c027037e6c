import re

from discourse.cli.commands.help import find_pages


def test_every_page_of_the_documentation_is_a_topic(root):
    docs = root / "docs"
    pages = [
        path.relative_to(docs).with_suffix("").as_posix()
        for folder in [docs, docs / "guides", docs / "coming-from"]
        for path in sorted(folder.glob("*.md"))
    ]
    assert list(find_pages()) == pages


def test_pages_in_folders_are_listed_after_the_others(discourse):
    topics = re.findall(r"^  (\S+)", discourse("help")[1], re.M)
    assert topics.index("your-own-texts") < topics.index("guides/tei")
    assert topics.index("guides/tei") < topics.index("coming-from/nltk")


def test_without_a_topic_the_pages_are_listed_with_their_headings(discourse):
    code, out, _ = discourse("help")
    assert code == 0
    assert re.search(r"^  queries +Asking for lines$", out, re.M)


def test_a_page_is_printed(discourse, root):
    code, out, _ = discourse("help", "queries")
    assert (code, out.rstrip()) == (0, (root / "docs" / "queries.md").read_text("utf-8").rstrip())


def test_an_unknown_topic_is_refused_with_the_nearest(discourse):
    code, _, err = discourse("help", "querys")
    assert (code, "Did you mean 'queries'?" in err) == (2, True)


def test_the_package_points_to_pages_that_are_installed_and_to_no_file_of_the_repository(root):
    for path in (root / "discourse").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        named = set(re.findall(r"``?discourse help ([\w-]+)``?", source))
        assert named <= set(find_pages()), path
        assert not re.search(r"\b(docs|seeds)/[\w-]+\.md", source), path
