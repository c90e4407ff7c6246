"""From the words of a shell to an exit code: find the command, run it, and say what went wrong in one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hermes_tui.cli.arguments import Given
    from hermes_tui.cli.session import Session

OK, FAILURE, USAGE, NOTHING, SOME_REJECTED, LOCKED, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

_HELP = ("--help", "-h")


def run(argv: Sequence[str]) -> int:
    """Run `hermes` with these words and return the exit code. Never raises for what a person can cause."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = _dispatch(argv)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Who read us has seen enough.
        _write_no_more()
        return OK
    except Exception as error:
        if isinstance(error, OSError):
            _write_no_more()
        return _failed(error)


def _write_no_more() -> None:
    """Nothing may be written to a stdout that fails any more, not even what is left in its buffer at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dispatch(argv: Sequence[str]) -> int:
    asked = argv[_first_word(argv) :]  # `hermes --db FILE help rules` asks as `hermes help rules` does
    if len(asked) == 1 and asked[0] in ("help", *_HELP):
        from hermes_tui.cli import help

        sys.stdout.write(help.overview() + "\n")
        return OK
    from hermes_tui.cli import arguments, table

    if asked and asked[0] == "help":
        argv = asked = [*asked[1:], "--help"]
    family = table.PARENTS - table.BY_NAME.keys()  # `touch` is a command too, with a help of its own
    if len(asked) == 2 and asked[0] in family and asked[1] in _HELP:
        from hermes_tui.cli import help

        sys.stdout.write(help.of_family(asked[0]) + "\n")
        return OK
    given = arguments.read(argv)
    if given.flag("--version"):
        from hermes_tui import __version__

        sys.stdout.write(f"hermes {__version__}\n")
        return OK
    if given.flag("--help"):
        from hermes_tui.cli import help

        ours = given.command.name.split()[0] in argv  # not where none was named, as in `hermes --db FILE --help`
        sys.stdout.write((help.of(given.command) if ours else help.overview()) + "\n")
        return OK
    return _run(given)


def _first_word(argv: Sequence[str]) -> int:
    """Where the command begins, behind options that hold for every command."""
    at = 0
    while at < len(argv) and argv[at].startswith(("--db", "--json")):
        at += 2 if argv[at] == "--db" else 1
    return at


def _run(given: Given) -> int:
    from importlib import import_module

    from hermes_tui.cli.session import Session

    module, _, name = given.command.run.partition(":")
    command: Callable[[Session], int] = getattr(import_module(f"hermes_tui.cli.{module}"), name)
    session = Session(given)
    try:
        return command(session)
    finally:
        session.close()


def _failed(error: Exception) -> int:
    """Say the sentence of a fault; a bug leaves its traceback in the log file."""
    from hermes_tui.cli.output import say
    from storage import errors

    if isinstance(error, errors.HermesError):
        say(str(error))
        return _code(error)
    if isinstance(error, OSError) and error.strerror and not isinstance(error, ConnectionError):
        where = f" {error.filename}" if error.filename else ""
        say(f"The system refused{where or ' the output'}: {error.strerror}.")
        return FAILURE
    from hermes_tui.crash import write_down

    say(write_down(error))
    return FAILURE


def _code(error: Exception) -> int:
    from storage import errors

    codes: tuple[tuple[type[Exception], int], ...] = (
        (errors.UsageError, USAGE),
        (errors.NotFound, NOTHING),
        (errors.NothingToUndo, NOTHING),
        (errors.DatabaseBusy, LOCKED),
        (errors.DatabaseNewer, LOCKED),
    )
    return next((code for kind, code in codes if isinstance(error, kind)), FAILURE)
