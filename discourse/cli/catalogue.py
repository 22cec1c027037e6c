"""The commands and what each does, known without importing what they need."""

from collections.abc import Mapping
from importlib import import_module

from discourse.extensions import check_extension_names, extension_names, name_package

VERBS_MODULE = "discourse.cli.verbs"

# Verbs that have a shorter name in a terminal.
SHORT_NAMES: Mapping[str, str] = {"concordance": "kwic", "frequencies": "freq"}

VERB_SUMMARIES: Mapping[str, str] = {
    "absences": "Which words of a lexicon does the corpus not have?",
    "agreement": "How far do coders agree, on each code and on all of them?",
    "changes": "Which words became more or less frequent over time, and when?",
    "clauses": "Who does what in each finite clause?",
    "collocates": "Which words occur near a node more often than elsewhere?",
    "compare": "Which words distinguish each group of texts from all others?",
    "concordance": "Every hit of a query, in context.",
    "confusion": "Which codes do coders give to the same lines?",
    "contrast": "How does the company of two words differ, slot by slot?",
    "correspondence": "Which parts use the same words, as a map of parts and words?",
    "dispersion": "How evenly is a word spread over the parts of the corpus?",
    "diversity": "How varied is the vocabulary of each part?",
    "families": "Which formulas recur, and in which variants?",
    "frames": "Which sequences of words have a slot, and what fills it?",
    "frequencies": "How often does each type occur, in the corpus or in each part?",
    "keyness": "Which words distinguish one corpus from another?",
    "multiverse": "Does a claim hold under other choices than the author's?",
    "ngrams": "Which sequences of words occur, and how often?",
    "positions": "Where in the corpus is each hit?",
    "similarity": "Which parts of the corpus are alike, and in which words?",
    "sketch": "Which words keep a word company, slot by slot?",
    "tfidf": "Which terms distinguish one part of the corpus from the others?",
    "trend": "How often does a word occur at each point of time?",
}

# The commands that are not verbs; each has a file in ``commands/``.
COMMAND_SUMMARIES: Mapping[str, str] = {
    "show": "Show the text itself, with the hits of a query marked.",
    "audit": "List every region of the texts and whether it is counted.",
    "index": "Read texts once and save them as a corpus.",
    "verify": "Check whether everything published still holds.",
    "check": "Check every number of a manuscript against the texts.",
    "bind": "Propose claims for the numbers of a notebook or a manuscript.",
    "publish": "Save notebooks as one page whose numbers open their lines.",
    "study": "Make a study of a folder of texts, with executed notebooks.",
    "new": "Start an empty study: a notebook and a folder for texts.",
    "help": "Print a page of the documentation.",
    "docs": "Open the documentation in the browser.",
}

# The page of the documentation about each of them.
PAGES_OF_COMMANDS: Mapping[str, str] = {
    "show": "command-line",
    "audit": "descriptions",
    "index": "scale",
    "verify": "evidence",
    "check": "manuscripts",
    "bind": "numbers-in-prose",
    "publish": "publish",
    "study": "start",
    "new": "start",
    "help": "command-line",
    "docs": "command-line",
}

HELP = """usage: discourse COMMAND TEXTS [...] [options]

TEXTS is a file, a folder, a saved corpus, or - for standard input.

{commands}

  discourse COMMAND --help   list the arguments of a command, with an example
  discourse --version        show the version

For example:
  discourse kwic seeds/ "community of shared future"
"""


def write_help() -> str:
    """The text of ``discourse --help``: every command and what it does."""
    summaries = {SHORT_NAMES.get(name, name): text for name, text in VERB_SUMMARIES.items()}
    summaries |= {**summarize_extensions(), **COMMAND_SUMMARIES}
    width = max(map(len, summaries))
    lines = [f"  {name:<{width}}  {summary}" for name, summary in summaries.items()]
    return HELP.format(commands="\n".join(lines)).rstrip()


def list_commands() -> dict[str, str]:
    """Every name that a command can be called by, mapped to the name of the command."""
    commands = {**SHORT_NAMES, **{name: name for name in SHORT_NAMES.values()}}
    names = (*VERB_SUMMARIES, *summarize_extensions(), *COMMAND_SUMMARIES)
    return {**{name: name for name in names}, **commands}


def summarize_extensions() -> dict[str, str]:
    """The verbs that other packages add, and where each comes from; nothing is imported.

    Raises
    ------
    DiscourseError
        If a package adds a name that discourse has itself.
    """
    taken = {*import_module("discourse").__all__, *SHORT_NAMES.values(), *COMMAND_SUMMARIES}
    summaries: dict[str, str] = {}
    for kind in ("verbs", "layers"):
        check_extension_names(kind, {*taken, *summaries})
        for name in extension_names(kind):
            summaries[name] = f"Added by the package {name_package(kind, name)}."
    return summaries
