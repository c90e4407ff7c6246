"""Completion scripts for shells, made from the table of commands."""

from __future__ import annotations

from hermes_tui.cli.arguments import spellings
from hermes_tui.cli.main import OK
from hermes_tui.cli.output import data
from hermes_tui.cli.session import Session
from hermes_tui.cli.table import COMMANDS, GLOBAL_OPTIONS, PARENTS, Command
from storage.errors import UsageError

SHELLS = ("bash", "zsh", "fish")


def script(session: Session) -> int:
    """`hermes completion bash|zsh|fish`."""
    shell = session.given.words[0].casefold()
    if shell not in SHELLS:
        raise UsageError(f"There is no completion for `{shell}`; there is for {', '.join(SHELLS)}.")
    data({"bash": bash, "zsh": zsh, "fish": fish}[shell]())
    return OK


def words_after(command: Command) -> list[str]:
    """What may follow a command: its options, the flags and fields of a filter, and the words it wants one of."""
    found = [name for name in spellings((*command.options, *GLOBAL_OPTIONS)) if name.startswith("--")]
    if "FILTER" in command.usage:
        from storage.filters import FIELDS, FLAGS

        found += [f"+{flag.name}" for flag in FLAGS] + [f"{field.name}:" for field in FIELDS if field.kind != "custom"]
    if command.name in PARENTS:
        found += second_words(command.name)
    return [*found, *_one_of(command.name)]


def _one_of(name: str) -> list[str]:
    """The words one of which a command wants: stages, sections, settings, kinds, moods, statuses, shells."""
    if name == "stage":
        from storage.migrations.m0001_first import STAGES

        return [stage[0] for stage in STAGES]
    if name == "stats":
        return _sections()
    if name in ("goal set", "goal rm"):
        from storage.queries.goals import KINDS as GOALS

        return list(GOALS)
    if name in ("config get", "config set"):
        from hermes_tui.config import Settings

        return [setting for setting in Settings._fields if setting != "keys"]
    if name in ("objection answers", "objection list"):
        from storage.queries.objections import KINDS

        return [kind.lower() for kind in KINDS]
    if name == "proposal status":
        from hermes_tui.actions.proposals import STATUSES

        return [status.lower() for status in STATUSES[1:]]
    if name == "signal add":
        from hermes_tui.scoring.signals import KINDS as SIGNALS

        return list(SIGNALS)
    if name == "contact mood":
        return ["positive", "neutral", "negative", "none"]
    return list(SHELLS) if name == "completion" else []


def _sections() -> list[str]:
    from hermes_tui.metrics.sections import SECTIONS

    return [*(section.key for section in SECTIONS), "all"]


def _periods() -> list[str]:
    return ["7d", "30d", "90d", "365d", "monday", "month", "all"]


def _values(command: Command) -> dict[str, list[str]]:
    """What an option of this command is mostly given; a period may be any number of days and any two dates, too."""
    known = {"--table SECTION…": _sections, "--since PERIOD": _periods}
    return {spec.split()[0]: known[spec]() for spec, _ in command.options if spec in known}


def first_words() -> list[str]:
    """The commands, those of two words by their first."""
    return sorted({command.name.split()[0] for command in COMMANDS})


def second_words(parent: str) -> list[str]:
    """What follows the first word of a command of two."""
    return [command.name.split()[1] for command in COMMANDS if command.name.startswith(f"{parent} ")]


_PLACES = frozenset({"FILE", "FOLDER", "PATH"})


def _names_a_place(spelling: str) -> bool:
    """Whether a usage or an option is spelt with a file or folder: `ID [FOLDER]`, `--into FILE`."""
    return any(word.strip("[…]") in _PLACES for word in spelling.split())


def _takes_files() -> list[str]:
    """The commands that are given files."""
    return [command.name for command in COMMANDS if _names_a_place(command.usage)]


def _options_with_files() -> list[str]:
    """The options that are given a file, of any command."""
    every = [*GLOBAL_OPTIONS, *(option for command in COMMANDS for option in command.options)]
    return sorted({name for spec, _ in every if _names_a_place(spec) for name in spellings(((spec, ""),))})


def bash() -> str:
    """For `source <(hermes completion bash)`; colons in filters are kept whole where bash-completion is there."""
    cases = [f'        "{command.name}") words="{" ".join(words_after(command))}" ;;' for command in COMMANDS]
    takes_files = "|".join(f'"{name}"' for name in _takes_files())
    parents = [f'        {parent}) words="{" ".join(second_words(parent))}" ;;' for parent in sorted(PARENTS)]
    return "\n".join(
        [
            "_hermes() {",
            "    local cur words command",
            '    cur="${COMP_WORDS[COMP_CWORD]}"',
            "    COMPREPLY=()",
            f'    words="{" ".join(first_words())}"',
            '    if [ "$COMP_CWORD" -ge 2 ]; then case "${COMP_WORDS[1]}" in',
            *parents,
            "    esac; fi",
            '    for command in "${COMP_WORDS[1]} ${COMP_WORDS[2]}" "${COMP_WORDS[1]}"; do',
            '        [ "$COMP_CWORD" -gt "$(echo "$command" | wc -w)" ] || continue',
            '        case "$command" in',
            *cases,
            "        *) continue ;;",
            "        esac",
            "        break",
            "    done",
            '    if [ "$COMP_CWORD" -ge 2 ]; then',
            f'        case "$command" in {takes_files}) COMPREPLY=($(compgen -f -- "$cur")) ;; esac',
            f'        case "${{COMP_WORDS[COMP_CWORD-1]}}" in {"|".join(_options_with_files())})',
            '            COMPREPLY=($(compgen -f -- "$cur")); return ;;',
            "        esac",
            '        case "$command ${COMP_WORDS[COMP_CWORD-1]}" in',
            *_value_cases(),
            "        esac",
            "    fi",
            '    COMPREPLY+=($(compgen -W "$words" -- "$cur"))',
            "}",
            "complete -o nospace -F _hermes hermes",
        ]
    )


def _value_cases() -> list[str]:
    return [
        f'        "{command.name} {name}") COMPREPLY=($(compgen -W "{" ".join(words)}" -- "$cur")); return ;;'
        for command in COMMANDS for name, words in _values(command).items()
    ]  # fmt: skip


def zsh() -> str:
    """For `source <(hermes completion zsh)`: zsh runs bash's own through its compatibility layer."""
    return "autoload -U +X bashcompinit && bashcompinit\n" + bash()


def fish() -> str:
    """For `hermes completion fish | source`."""
    lines = ["complete -c hermes -f"]
    for word in first_words():
        said = next((command.help for command in COMMANDS if command.name == word), f"{word} …")
        lines.append(f"complete -c hermes -n __fish_use_subcommand -a {word} -d {_quoted(said)}")
    for parent in sorted(PARENTS):
        seen = f"'__fish_seen_subcommand_from {parent}'"
        lines.append(f"complete -c hermes -n {seen} -a {_quoted(' '.join(second_words(parent)))}")
    places = _options_with_files()
    for command in COMMANDS:
        values = _values(command)
        seen = " ; and ".join(f"__fish_seen_subcommand_from {word}" for word in command.name.split())
        for option in dict.fromkeys(spellings(command.options).values()):
            if option.name.startswith("--"):
                value = " -rF" if option.name in places else " -r" if option.takes_value else ""
                value += f" -a {_quoted(' '.join(values[option.name]))}" if option.name in values else ""
                lines.append(f"complete -c hermes -n '{seen}' -l {option.name[2:]}{value}")
        plain = [word for word in words_after(command) if not word.startswith("--")]
        if plain:
            lines.append(f"complete -c hermes -n '{seen}' -a {_quoted(' '.join(plain))}")
    for name in _takes_files():
        seen = " ; and ".join(f"__fish_seen_subcommand_from {word}" for word in name.split())
        lines.append(f"complete -c hermes -n '{seen}' -F")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
