"""docs/descriptions.md explains the format that is read; seeds/README.md names the texts."""

import doctest
import re

from discourse.text.description import DESCRIPTION_TABLES, RULE_KEYS, TEXT_KEYS


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def test_the_example_gives_the_output_shown(root, tmp_path, monkeypatch):
    page = (root / "docs" / "descriptions.md").read_text(encoding="utf-8")
    text, toml, session = (blocks(page, name)[0] for name in ("text", "toml", "pycon"))
    (tmp_path / "minutes.txt").write_bytes(text.encode())
    (tmp_path / "minutes.toml").write_bytes(toml.encode())
    monkeypatch.chdir(tmp_path)
    example = doctest.DocTestParser().get_doctest(session, {}, "docs/descriptions.md", None, 0)
    said = []
    results = doctest.DocTestRunner(verbose=False).run(example, out=said.append)
    assert (results.failed, results.attempted > 0) == (0, True), "".join(said)


def test_every_key_of_the_format_is_explained(root):
    page = (root / "docs" / "descriptions.md").read_text(encoding="utf-8")
    assert {key for key in (*TEXT_KEYS, *RULE_KEYS) if f"| `{key}` |" not in page} == set()
    assert {name for name in DESCRIPTION_TABLES if f"[{name}]" not in page} == set()


def test_every_file_in_seeds_is_named(root):
    page = (root / "seeds" / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in (root / "seeds").iterdir()} - {"README.md"}
    assert {name for name in files if f"| `{name}` |" not in page} == set()
