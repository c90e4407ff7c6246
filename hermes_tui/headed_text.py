"""Facts and words as one text, for an editor or a file: a line `field: value` each, a line `---`, then the words.

A value that goes on begins its further lines with two spaces; a line that begins with # is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from storage.clean import clean
from storage.errors import UsageError

PARTING = "---"
NO_PARTING = f"The line `{PARTING}` between the facts and the words is gone; put it back."
FACT = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)$")


def headed(given: Mapping[str, str], head: Iterable[str]) -> str:
    """The facts of `head` and the `body` as one text."""
    lines = [f"{name}: {_indented(given.get(name, ''))}".rstrip() for name in head]
    return "\n".join([*lines, PARTING, given.get("body", "")])


def facts_in(lines: Iterable[str], known: Callable[[int, str], str]) -> dict[str, str]:
    """The facts as typed in the lines above the parting; `known` gives a name's own form, by line number (from 1).

    A fact whose line was taken out is not in it. Raises UsageError naming the line that makes no sense.
    """
    found: dict[str, list[str]] = {}
    name = ""
    for number, line in enumerate(lines, 1):
        if name and (line.startswith("  ") or not line.strip()):
            found[name].append(line[2:])
        elif line.strip() and not line.startswith("#"):
            match = FACT.match(line)
            if match is None:
                raise UsageError(f"Line {number} is no `field: value`: `{clean(line)[:60]}`.")
            name = known(number, match[1])
            if name in found:
                raise UsageError(f"Line {number}: `{name}` stands in a line above already.")
            found[name] = [match[2]]
    return {name: "\n".join(part).strip() for name, part in found.items()}


def _indented(text: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"  {line}" if line else "" for line in rest)])
