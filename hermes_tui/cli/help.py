"""Help as text, made from the table of commands."""

from __future__ import annotations

from hermes_tui.cli.table import COMMANDS, GLOBAL_OPTIONS, GROUPS, Command

TITLE = "Hermes: a sales CRM in the terminal. Without a command it opens the triage queue."
_COLUMN = 31  # cells for a command and its arguments; the few longer ones push their words on
EXITS = "Exit codes: 0 ok, 1 failure, 2 usage, 3 nothing matched, 4 some rows rejected, 5 database locked or newer."


def overview() -> str:
    """What `hermes --help` prints."""
    lines = [TITLE, "", "Usage: hermes [COMMAND] [--db PATH] [--json]", ""]
    for group, label in GROUPS.items():
        lines.append(f"{label}:")
        lines += [
            f"  {f'{command.name} {command.usage}':{_COLUMN}}  {command.help}"
            for command in COMMANDS
            if command.group == group
        ]
        lines.append("")
    lines += ["Options:", *_options(GLOBAL_OPTIONS), "", "`hermes COMMAND --help` says more of a command.", EXITS]
    return "\n".join(lines)


def of(command: Command) -> str:
    """What `hermes COMMAND --help` prints."""
    title = command.help[0].upper() + command.help[1:]
    lines = [f"Usage: hermes {command.name} {command.usage}".rstrip(), "", f"{title}."]
    if command.more:
        lines += ["", *_wrapped(command.more)]
    if command.options:
        lines += ["", "Options:", *_options(command.options)]
    return "\n".join([*lines, "", "Everywhere:", *_options(GLOBAL_OPTIONS[:3])])


def of_family(parent: str) -> str:
    """What `hermes contact --help` prints: the commands that begin with this word."""
    family = [command for command in COMMANDS if command.name.startswith(f"{parent} ")]
    width = max(len(f"{command.name} {command.usage}".rstrip()) for command in family)
    lines = [f"  {f'{command.name} {command.usage}'.rstrip():{width}}  {command.help}" for command in family]
    return "\n".join([f"Usage: hermes {parent} COMMAND", "", *lines, "", "`hermes COMMAND --help` says more of one."])


def _options(options: tuple[tuple[str, str], ...]) -> list[str]:
    width = max(len(spec) for spec, _ in options)
    return [f"  {spec:{width}}  {said}".rstrip() for spec, said in options]


def _wrapped(text: str, width: int = 100) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]
