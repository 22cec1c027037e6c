"""The command ``discourse``: find the command asked for, run it, and report how it ended.

Nothing heavy is imported before the command is known, so that ``discourse --help`` is quick.
"""

import os
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version

from discourse.cli.catalogue import COMMAND_SUMMARIES, VERBS_MODULE, list_commands, write_help
from discourse.cli.parser import Parser
from discourse.errors import ADD_TAGS, DiscourseError, one_of
from discourse.text.limits import make_printable

OK, BAD_INPUT, INTERRUPTED = 0, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    0 is success, 1 means that something published does not hold, and 2 that the input was bad: one
    line on stderr then says what is wrong and how to correct it, and a second which page to read.
    """
    try:
        _write_utf_8()
        warnings.formatwarning = _format_warning
        code = run_command(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except DiscourseError as error:
        return _report_bad_input(str(error), error.hint)
    except BrokenPipeError:  # the reader, e.g. `head`, has closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _report_bad_input(
            f"{place}{error.strerror}; name a place that can be read and written."
        )
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def run_command(arguments: Sequence[str]) -> int:
    """Run the command named first; without one, show the help."""
    first = arguments[0] if arguments else "--help"
    if first in ("-h", "--help"):
        print(write_help())
        return OK
    if first in ("-V", "--version"):
        print(f"discourse {version('discourse-toolkit')}")
        return OK
    commands = list_commands()
    name = commands[one_of("command", first, commands)]
    what = name if name in COMMAND_SUMMARIES else "verb"
    module = import_module(VERBS_MODULE if what == "verb" else f"discourse.cli.commands.{name}")
    parser = Parser(prog=f"discourse {name}")
    getattr(module, f"add_{what}")(parser, name)
    args = parser.parse_args(arguments[1:])
    from discourse.corpus.store.parallel import without_progress

    with without_progress(args.quiet):
        return int(getattr(module, f"run_{what}")(args, name))


def _write_utf_8() -> None:
    """Write UTF-8 even if the system uses another encoding: a text may hold any character."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def _report_bad_input(message: str, hint: str = "") -> int:
    print(_say(message.replace(ADD_TAGS, "--layer english")), file=sys.stderr)
    if hint:
        print(hint, file=sys.stderr)
    return BAD_INPUT


def _format_warning(message: Warning | str, *_: object, **__: object) -> str:
    return f"{_say(str(message))}\n"


def _say(message: str) -> str:
    """A message as the command's own; names and words in it may hold what controls a terminal."""
    shown = "\n".join(map(make_printable, message.split("\n")))
    return f"discourse: {shown}"
