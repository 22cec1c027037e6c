"""What verify does not compare is named on the page on evidence, as its summary names it."""

import ast
from pathlib import Path

import regex

import discourse.publish
from discourse.publish.verify import is_not_compared

ROOMS = ("verify.py", "checks/*.py", "provenance/listed_files.py")
KIND = regex.compile(r"(\p{Lu}{2,}|\p{Ll}+) [\p{Ll} .]+")


def names_of_kinds():
    """What stands before brackets or a comma in each kind of what is not compared."""
    folder = Path(discourse.publish.__file__).parent
    for path in (each for room in ROOMS for each in folder.glob(room)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            text = "".join(str(each.value) for each in parts if isinstance(each, ast.Constant))
            if is_not_compared(text) and (found := KIND.match(text)):
                yield found[0].strip()


def test_each_kind_of_what_is_not_compared_is_on_the_page_on_evidence(root):
    page = (root / "docs/evidence.md").read_text(encoding="utf-8")
    table = page.partition("### What is not compared, by name")[2]
    kinds = set(names_of_kinds()) - {"a hidden one", "not checked"}
    assert {"columns of the author", "files that nothing names", "figures drawn by hand"} <= kinds
    assert [kind for kind in sorted(kinds) if kind not in table] == []
