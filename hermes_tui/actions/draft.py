"""A message before it is stored: to whom, what it says, what it goes on from, and what is still missing in it."""

from __future__ import annotations

import re
from typing import NamedTuple

# A field that had no value stands in the text as `‹contact.first_name›`. Words that a person puts between such marks
# (as French, German and Swiss writers do) are no name of a field: they have capitals or spaces.
_GAP = re.compile(r"‹(custom\.[^‹›\n]+|[a-z_][a-z0-9_.]*)›")
# What stands in a blank reply before the rep wrote a word: their words with the line that says whose they are, and the
# signature behind its mark.
_NOT_WRITTEN = re.compile(r"^On [^\n]* wrote:\n(?=>)|^>[^\n]*$|^--[ ]?\n.*\Z", re.MULTILINE | re.DOTALL)


class Draft(NamedTuple):
    """A message to be.

    `address` is None where there is none (or the channel needs none); `missing` names the fields that stand as gaps
    in the text; `suggestion` says because of what this template was chosen, "" where the rep chose it. `in_reply_to`,
    `refs` and `thread` are None where it begins a thread. `message_id` is that of the stored message it was loaded
    from, 0 for a new one.
    """

    lead_id: int
    contact_id: int | None
    to_name: str
    address: str | None
    channel: str
    template_id: int | None
    template_version: int | None
    subject: str
    body: str
    missing: tuple[str, ...] = ()
    in_reply_to: str | None = None
    refs: str | None = None
    thread: str | None = None
    suggestion: str = ""
    message_id: int = 0


def gaps_in(subject: str, body: str) -> tuple[str, ...]:
    """The fields that stand as gaps in a text, each once, in the order in which they stand there.

    >>> gaps_in("For ‹lead.company›", "Hi ‹contact.first_name›, ‹lead.company› and ‹Haus›")
    ('lead.company', 'contact.first_name')
    """
    return tuple(dict.fromkeys(_GAP.findall(f"{subject}\n{body}")))


def edited(draft: Draft, subject: str, body: str) -> Draft:
    """The draft with other words; what is missing is what still stands there as a gap."""
    return draft._replace(subject=subject, body=body, missing=gaps_in(subject, body))


def is_unwritten(body: str) -> bool:
    """Whether a text holds no word of the rep's own: only what is quoted, and a signature.

    >>> theirs = "On Fri 13 Nov Ann wrote:\\n> When?"
    >>> is_unwritten(theirs + "\\n\\n-- \\nRep"), is_unwritten("Now.\\n\\n" + theirs)
    (True, False)
    """
    return not _NOT_WRITTEN.sub("", body).strip()
