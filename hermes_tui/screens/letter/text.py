"""A message as one text with its subject on top, as an editor holds it."""

from __future__ import annotations

import re
from typing import NamedTuple

_SUBJECT = re.compile(r"subject:[ \t]*([^\n]*)(?:\n|$)", re.IGNORECASE)


class Written(NamedTuple):
    """What a message says."""

    subject: str
    body: str


def as_text(written: Written, *, with_subject: bool) -> str:
    """`Subject: …`, an empty line and the body; the body alone where the channel has no subjects."""
    return f"Subject: {written.subject}\n\n{written.body}" if with_subject else written.body


def from_text(text: str, *, with_subject: bool) -> Written:
    """The inverse of `as_text`. Where the line of the subject was deleted there is none, and all of it is body."""
    found = _SUBJECT.match(text) if with_subject else None
    if found is None:
        return Written("", text)
    return Written(found[1].strip(), text[found.end() :].removeprefix("\n"))
