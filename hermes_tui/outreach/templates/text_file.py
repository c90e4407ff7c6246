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

from collections.abc import Mapping
from difflib import get_close_matches

from hermes_tui.headed_text import FACT, NO_PARTING, PARTING, facts_in, headed
from storage.errors import UsageError

HEAD = ("name", "kind", "channel", "active", "subject")
_ALIASES = {"type": "kind"}


def as_text(given: Mapping[str, str]) -> str:
    """The facts of HEAD and the `body` as one text; `from_text` reads it back."""
    return headed(given, HEAD) + "\n"


def from_text(text: str) -> dict[str, str]:
    """The facts as typed and the `body`: the inverse of `as_text`; a fact whose line was taken out is not in it.

    Raises UsageError naming the line that makes no sense.
    """
    lines = _lines(text)
    parting = _parting(lines)
    facts = facts_in(lines[: parting or 0], _named)
    return {**facts, "body": "\n".join(lines if parting is None else lines[parting + 1 :])}


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
    fact = FACT.match(opening)
    if opening.rstrip() != PARTING and (fact is None or _known(fact[1]) is None):
        return None
    for number, line in enumerate(lines):
        if line.rstrip() == PARTING:
            return number
    raise UsageError(NO_PARTING)


def _named(number: int, word: str) -> str:
    name = _known(word)
    if name is None:
        near = get_close_matches(word.casefold(), HEAD, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(HEAD)}."
        raise UsageError(f"Line {number}: a template has no `{word}`; {hint}")
    return name


def _known(word: str) -> str | None:
    name = _ALIASES.get(word.casefold(), word.casefold())
    return name if name in HEAD else None
