"""The verbs for a terminal: which command is asked for, and how it ends.

Nothing heavy is imported before the command is known, so that ``discourse --help`` answers at once.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version

from discourse.cli.catalogue import OTHERS, VERBS_MODULE, command_names, help_text
from discourse.cli.parser import Parser
from discourse.errors import DiscourseError, one_of
from discourse.text.limits import make_printable

OK, BAD_INPUT, INTERRUPTED = 0, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code.

    0 is good, 1 says that something published does not hold, 2 that the input was bad: one line on
    stderr then says what is, and the way out.
    """
    try:
        _write_utf_8()
        code = run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except DiscourseError as error:
        return _refused(str(error))
    except BrokenPipeError:  # the reader has enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _refused(f"{place}{error.strerror}; name a place that can be read and written.")
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def run(arguments: Sequence[str]) -> int:
    """Run the command that stands first, or answer what can be asked of all of them."""
    first = arguments[0] if arguments else "--help"
    if first in ("-h", "--help"):
        print(help_text())
        return OK
    if first in ("-V", "--version"):
        print(f"discourse {version('discourse-toolkit')}")
        return OK
    name = command_names().get(first) or one_of("command", first, command_names())
    module = import_module(f"discourse.cli.commands.{name}" if name in OTHERS else VERBS_MODULE)
    parser = Parser(prog=f"discourse {name}")
    module.add(parser, name)
    args = parser.parse_args(arguments[1:])
    from discourse.corpus.store.parallel import without_progress

    with without_progress(args.quiet):
        return int(module.run(args, name))


def _write_utf_8() -> None:
    """Texts hold any character, whatever the system's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def _refused(message: str) -> int:
    # a file's name may hold what a terminal obeys
    shown = "\n".join(map(make_printable, message.split("\n")))
    print(f"discourse: {shown}", file=sys.stderr)
    return BAD_INPUT
