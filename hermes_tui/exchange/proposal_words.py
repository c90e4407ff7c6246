"""How a proposal reads: its amount, its days, and what has become of it; the same on screen, in print and in files."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from hermes_tui.formats import count

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MARKDOWN = re.compile(r"[\\`*<>\[\]|#]|(?<!\w)[_~]|[_~](?!\w)")
_GAP = re.compile(r"‹[^‹›\n]*›")


class State(NamedTuple):
    """What has become of a version. `live`: it is out, undecided, still valid, and no later one took its place."""

    words: str
    live: bool
    expired: bool


def state(status: str, expires_on: str | None, today: date, replaced_by: int | None = None) -> State:
    """The state as of today, derived and never written: a version past its last day has expired, whatever its row says.

    The last day itself is still valid. `replaced_by` is the version that went out later, if one did.

    >>> state("SENT", "2026-06-19", date(2026, 6, 22)).words
    'expired 3d ago'
    """
    plain = status.lower()
    if status not in ("SENT", "VIEWED"):
        return State(plain, live=False, expired=status == "EXPIRED")
    if replaced_by is not None:
        return State(f"{plain}, then v{replaced_by}", live=False, expired=False)
    if expires_on is None:
        return State(plain, live=True, expired=False)
    left = (date.fromisoformat(expires_on) - today).days
    if left < 0:
        return State(f"expired {-left}d ago", live=False, expired=True)
    return State(f"{plain}, expires today" if left == 0 else plain, live=True, expired=False)


def amount_words(minor: int | None, currency: str | None) -> str:
    """An amount to the cent where it has cents, beside its currency: `24,000 USD`, `1,500.50 EUR`; empty for none."""
    if minor is None:
        return ""
    units, cents = divmod(abs(minor), 100)
    shown = f"{'-' if minor < 0 else ''}{units:,}" + (f".{cents:02}" if cents else "")
    return f"{shown} {currency}" if currency else shown


def spelled(day: date) -> str:
    """A day that nobody can read the wrong way round: `3 December 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def plain(text: str) -> str:
    """Data that Markdown must not read as marks: `A*B [/]` stays what it is."""
    return _MARKDOWN.sub(r"\\\g<0>", " ".join(text.split()))


def gaps(text: str) -> list[str]:
    """What is still to be filled in: words between ‹ and ›, as our own first draft leaves them."""
    return _GAP.findall(text)


def gaps_words(found: list[str]) -> str:
    """`2 gaps still to fill in: ‹when work begins›, …`; empty where there is none."""
    if not found:
        return ""
    return f"{count(len(found), 'gap')} still to fill in: {found[0]}" + (", …" if len(found) > 1 else "")
