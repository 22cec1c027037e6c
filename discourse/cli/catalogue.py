"""The names of all commands, known without importing what they need."""

import ast
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from discourse import analyses

VERBS_MODULE = "discourse.cli.verbs"

# Verbs that have a shorter name in a terminal.
SHORT: Mapping[str, str] = {"concordance": "kwic", "frequencies": "freq"}


# The commands that are not verbs, and what each does; each has a file in ``commands/``.
OTHERS: Mapping[str, str] = {
    "show": "The text itself, with the hits of a query marked.",
    "audit": "Every region of the texts, and what became of it.",
    "index": "Read texts once, and save them as a corpus.",
    "verify": "Whether what was published still holds.",
    "bind": "Claims for the numbers in a notebook's prose.",
    "publish": "Notebooks as a page that answers back.",
    "new": "An empty study: a notebook and a folder for texts.",
    "help": "A page of the documentation.",
}

HELP = """usage: discourse COMMAND TEXTS [...] [options]

TEXTS is a file, a folder, a saved corpus, or - for standard input.

{commands}

  discourse COMMAND --help   what a command takes, with an example
  discourse --version        the version

For example:
  discourse kwic seeds/ "community of shared future"
"""


def help_text() -> str:
    """What ``discourse --help`` says: every command and what it does."""
    summaries = {SHORT.get(name, name): text for name, text in verb_summaries()}
    summaries |= OTHERS
    width = max(map(len, summaries))
    lines = [f"  {name:<{width}}  {summary}" for name, summary in summaries.items()]
    return HELP.format(commands="\n".join(lines)).rstrip()


@cache
def command_names() -> dict[str, str]:
    """The name of each command by every name that it may be called by."""
    verbs = [name for name, _ in verb_summaries()]
    short = {name: SHORT.get(name, name) for name in verbs}
    return {**{name: name for name in (*short.values(), *OTHERS)}, **short}


def verb_summaries() -> Iterator[tuple[str, str]]:
    """The verbs, each with the question that its file answers.

    A verb has the name of its file in ``analyses/``; nothing of it is imported.
    """
    for folder in analyses.__path__:
        for module in pkgutil.iter_modules([folder]):
            source = (Path(folder) / f"{module.name}.py").read_text(encoding="utf-8")
            summary = ast.get_docstring(ast.parse(source)) or ""
            yield module.name, summary.partition("\n")[0]
