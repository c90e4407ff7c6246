"""From the words of a shell to a command and what it was given.

Not argparse, which takes `-snoozed` and `-m "-- thanks"` for options, nor click, which alone costs 2.8 × an
empty Python: `hermes list` has 5 × in all (bench/cli_start.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hermes_tui.cli.table import BY_NAME, GLOBAL_OPTIONS, PARENTS, Command
from storage.errors import UsageError


class Option(NamedTuple):
    """An option as the reader knows it; `name` is its longest spelling."""

    name: str
    takes_value: bool


class Given:
    """What a command was given: its words in order, and its options by their longest spelling."""

    def __init__(self, command: Command, words: list[str], options: dict[str, list[str]]) -> None:
        self.command = command
        self.words = words
        self._options = options

    def flag(self, name: str) -> bool:
        """Whether an option was given."""
        return name in self._options

    def value(self, name: str) -> str | None:
        """The value of an option, None where it was not given; the last counts."""
        found = self._options.get(name)
        return found[-1] if found else None

    def values(self, name: str) -> list[str]:
        """Every value of an option that may be repeated."""
        return self._options.get(name, [])

    def whole(self, name: str) -> int | None:
        """The value of an option as a whole number from 1. Raises UsageError."""
        text = self.value(name)
        if text is None:
            return None
        digits = text.replace(",", "").replace("_", "")
        if not (digits.isascii() and digits.isdigit()) or not digits.strip("0") or len(digits) > 12:
            raise UsageError(f"{name} wants a whole number from 1, not `{text}`.")
        return int(digits)


def read(argv: Sequence[str]) -> Given:
    """The command that the words name, and what it is given. Raises UsageError; no words at all mean `triage`."""
    ahead: list[str] = []
    rest = list(argv)
    plain = spellings(GLOBAL_OPTIONS)
    while rest and rest[0].startswith("-") and rest[0] != "-":
        option = plain.get(rest[0].partition("=")[0])
        taken = 2 if option and option.takes_value and "=" not in rest[0] else 1
        ahead += rest[:taken]
        rest = rest[taken:]
    if not rest:
        return _read(BY_NAME["triage"], ahead)
    name, count = rest[0], 1
    if name in PARENTS and len(rest) > 1 and f"{name} {rest[1]}" in BY_NAME:
        name, count = f"{name} {rest[1]}", 2
    if name not in BY_NAME:
        raise _unknown(name, rest[1] if len(rest) > 1 else "")
    return _read(BY_NAME[name], [*ahead, *rest[count:]])


def spellings(options: Sequence[tuple[str, str]]) -> dict[str, Option]:
    """Option by each of its spellings: `-m, --message TEXT` is known as -m and as --message."""
    found: dict[str, Option] = {}
    for spec, _ in options:
        names, _, value = spec.replace(", ", ",").partition(" ")
        option = Option(names.split(",")[-1], bool(value))
        for name in names.split(","):
            found[name] = option
    return found


def _read(command: Command, rest: list[str]) -> Given:
    known = spellings((*GLOBAL_OPTIONS, *command.options))
    words: list[str] = []
    options: dict[str, list[str]] = {}
    queue = iter(rest)
    for word in queue:
        if word == "--":
            words += queue
            break
        option, value = _option(word, known)
        if option is None:
            if word.startswith("--") or (word.startswith("-") and not _may_start_with_dash(command, word)):
                raise _no_such_option(word, known, command)
            words.append(word)
            continue
        if option.takes_value and value is None:
            value = next(queue, None)
            if value is None:
                raise UsageError(f"{word} wants a value; `hermes {command.name} --help` shows how.")
        elif value is not None and not option.takes_value:
            raise UsageError(f"{option.name} takes no value.")
        options.setdefault(option.name, []).append(value or "")
    given = Given(command, words, options)
    if not given.flag("--help") and not given.flag("--version"):
        _check_words(command, words)
    return given


def _option(word: str, known: dict[str, Option]) -> tuple[Option | None, str | None]:
    """The option that a word is, and the value in it: `--via=call`, `-mhello`."""
    if len(word) < 2 or word[0] != "-":
        return None, None
    if word in known:
        return known[word], None
    name, equals, value = word.partition("=")
    if equals and word.startswith("--") and name in known:
        return known[name], value
    short = known.get(word[:2])
    if short is not None and short.takes_value and not word.startswith("--"):
        return short, word[2:]
    return None, None


def _may_start_with_dash(command: Command, word: str) -> bool:
    """A filter leaves out by a dash (`-snoozed`); a value may be negative or a lone dash."""
    return word == "-" or "FILTER" in command.usage or "=" in word or "TEXT" in command.usage or word[1:2].isdigit()


def _check_words(command: Command, words: list[str]) -> None:
    wanted = command.usage.split()
    least = sum(1 for part in wanted if not part.startswith("["))
    most = None if any(part.rstrip("]").endswith("…") for part in wanted) else len(wanted)
    if len(words) < least:
        raise UsageError(f"`hermes {command.name}` wants {command.usage}; `hermes {command.name} --help` says more.")
    if most is not None and len(words) > most:
        whole = f"hermes {command.name} {command.usage}".rstrip()
        raise UsageError(f"`{words[most]}` is one word too many: `{whole}`.")


def _unknown(name: str, following: str) -> UsageError:
    from difflib import get_close_matches

    if name in PARENTS:
        parts = [known.split()[1] for known in BY_NAME if known.startswith(f"{name} ")]
        near = get_close_matches(following, parts, n=1) if following else []
        hint = f"did you mean `hermes {name} {near[0]}`?" if near else f"it is followed by {', '.join(parts)}."
        return UsageError(f"`hermes {name}{' ' + following if following else ''}` is no whole command; {hint}")
    near = get_close_matches(name, [*BY_NAME, *PARENTS], n=1)
    hint = f"did you mean `hermes {near[0]}`?" if near else "`hermes --help` lists the commands."
    return UsageError(f"There is no command `{name}`; {hint}")


def _no_such_option(word: str, known: dict[str, Option], command: Command) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(word.partition("=")[0], list(known), n=1)
    hint = f"did you mean {near[0]}?" if near else f"`hermes {command.name} --help` lists them."
    return UsageError(f"`hermes {command.name}` has no option `{word.partition('=')[0]}`; {hint}")
