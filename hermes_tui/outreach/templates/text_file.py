"""A template as one text, for an editor or a file: its facts a line each, a line `---`, then what it says.

    name: Gentle nudge
    kind: FOLLOWUP_1
    channel: email
    active: yes
    subject: Re: {{ lead.title }}
    ---
    Hi {{ contact.first_name }},

A fact that goes on begins its further lines with two spaces. A text that begins with no fact is all body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from storage.clean import clean
from storage.errors import UsageError

PARTING = "---"
HEAD = ("name", "kind", "channel", "active", "subject")
_ALIASES = {"type": "kind"}
_FACT = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)$")


def as_text(given: Mapping[str, str]) -> str:
    """The facts of HEAD and the `body` as one text; `from_text` reads it back."""
    lines = [f"{name}: {_indented(given.get(name, ''))}".rstrip() for name in HEAD]
    return "\n".join([*lines, PARTING, given.get("body", "")]) + "\n"


def from_text(text: str) -> dict[str, str]:
    """The facts as typed and the `body`: the inverse of `as_text`; a fact whose line was taken out is not in it.

    Raises UsageError naming the line that makes no sense.
    """
    lines = _lines(text)
    parting = _parting(lines)
    found: dict[str, list[str]] = {}
    name = ""
    for number, line in enumerate(lines[: parting or 0], 1):
        if name and (line.startswith("  ") or not line.strip()):
            found[name].append(line[2:])
        elif line.strip() and not line.startswith("#"):
            name, first = _fact(number, line)
            if name in found:
                raise UsageError(f"Line {number}: `{name}` stands in a line above already.")
            found[name] = [first]
    typed = {name: "\n".join(part).strip() for name, part in found.items()}
    return {**typed, "body": "\n".join(lines if parting is None else lines[parting + 1 :])}


def body_line(text: str) -> int:
    """The line of such a text, from 1, on which its body begins: a fault on the body's first line stands there."""
    parting = _parting(_lines(text))
    return 1 if parting is None else parting + 2


def _lines(text: str) -> list[str]:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return plain.removesuffix("\n").split("\n")  # the one that ends a file


def _parting(lines: list[str]) -> int | None:
    """The place of the line `---`; None where the text has no facts. Raises UsageError where it has but no `---`."""
    opening = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    fact = _FACT.match(opening)
    if opening.rstrip() != PARTING and (fact is None or _known(fact[1]) is None):
        return None
    for number, line in enumerate(lines):
        if line.rstrip() == PARTING:
            return number
    raise UsageError(f"The line `{PARTING}` between the facts and the words is gone; put it back.")


def _fact(number: int, line: str) -> tuple[str, str]:
    match = _FACT.match(line)
    if match is None:
        raise UsageError(f"Line {number} is no `field: value`: `{clean(line)[:60]}`.")
    name = _known(match[1])
    if name is None:
        near = get_close_matches(match[1].casefold(), HEAD, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(HEAD)}."
        raise UsageError(f"Line {number}: a template has no `{match[1]}`; {hint}")
    return name, match[2]


def _known(word: str) -> str | None:
    name = _ALIASES.get(word.casefold(), word.casefold())
    return name if name in HEAD else None


def _indented(text: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"  {line}" if line else "" for line in rest)])
