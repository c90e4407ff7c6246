"""Help as text, made from the table of commands."""

from __future__ import annotations

from collections.abc import Sequence

from hermes_tui.cli.output import columns_of_terminal
from hermes_tui.cli.table import COMMANDS, GLOBAL_OPTIONS, GROUPS, Command

TITLE = "Hermes: a sales CRM in the terminal. Without a command it opens the queue."
WIDEST = 100
_NARROWEST, _LEAST = 60, 24  # of a line, and of its second column
_COLUMN = 31  # cells for a command and its arguments; the few longer ones push their words on
EXITS = "Exit codes: 0 ok, 1 failure, 2 usage, 3 nothing matched, 4 some rows rejected, 5 database locked or newer."


def overview() -> str:
    """What `hermes --help` prints."""
    lines = [TITLE, "", "Usage: hermes [COMMAND] [--db PATH] [--json]", ""]
    for group, label in GROUPS.items():
        lines.append(f"{label}:")
        commands = [command for command in COMMANDS if command.group == group]
        lines += _columns([(f"{command.name} {command.usage}", command.help) for command in commands], _COLUMN)
        lines.append("")
    lines += ["Options:", *_options(GLOBAL_OPTIONS), "", "`hermes COMMAND --help` says more of a command."]
    lines += _wrapped(EXITS, _width())
    return "\n".join(lines)


def of(command: Command) -> str:
    """What `hermes COMMAND --help` prints."""
    title = command.help[0].upper() + command.help[1:]
    lines = [f"Usage: hermes {command.name} {command.usage}".rstrip(), "", f"{title}."]
    if command.more:
        lines += ["", *_wrapped(command.more, _width())]
    if command.options:
        lines += ["", "Options:", *_options(command.options)]
    return "\n".join([*lines, "", "Everywhere:", *_options(GLOBAL_OPTIONS[:3])])


def of_family(parent: str) -> str:
    """What `hermes contact --help` prints: the commands that begin with this word."""
    family = [command for command in COMMANDS if command.name.startswith(f"{parent} ")]
    rows = [(f"{command.name} {command.usage}".rstrip(), command.help) for command in family]
    lines = _columns(rows, max(len(row[0]) for row in rows))
    return "\n".join([f"Usage: hermes {parent} COMMAND", "", *lines, "", "`hermes COMMAND --help` says more of one."])


def _width() -> int:
    """Cells a line may have: the terminal's, at most WIDEST; WIDEST too where it goes elsewhere."""
    return max(_NARROWEST, min(WIDEST, columns_of_terminal() or WIDEST))


def _options(options: tuple[tuple[str, str], ...]) -> list[str]:
    return _columns(options, max(len(spec) for spec, _ in options))


def _columns(rows: Sequence[tuple[str, str]], column: int) -> list[str]:
    """Rows of two columns, the second hanging where the terminal is too narrow for it."""
    lines = []
    for name, said in rows:
        place = max(column, len(name)) + 4
        rest = _width() - place
        first, *more = _wrapped(said, rest if rest >= _LEAST else _width())
        lines.append(f"  {name:{column}}  {first}".rstrip())
        lines += [" " * (column + 4) + line for line in more]
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]
