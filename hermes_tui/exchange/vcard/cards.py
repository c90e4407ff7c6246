"""What a vCard says of a person, in plain rows: as read from a file, and as given to be written."""

from __future__ import annotations

from typing import NamedTuple


class Reach(NamedTuple):
    """One way to reach a person: an address or number as written, and what the card calls it (`work`, `fax`, …)."""

    value: str
    kinds: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """`work, fax`, or nothing where the card calls it nothing."""
        return ", ".join(self.kinds)


class Card(NamedTuple):
    """One person of a file.

    `number` counts the file's cards from 1, `line` is where this one begins. E-mails and phones stand with the
    preferred one first, fax and pager last, each once. `role` is the job title (else the role), `org` the company.
    `more` are the other things a card says, as (what, words); pictures, sounds and keys are left out.
    """

    number: int
    line: int
    name: str
    emails: tuple[Reach, ...] = ()
    phones: tuple[Reach, ...] = ()
    org: str | None = None
    role: str | None = None
    note: str | None = None
    uid: str | None = None
    more: tuple[tuple[str, str], ...] = ()


class RejectedCard(NamedTuple):
    """A card that is nobody: its place in the file, the line it begins in, and one clause saying why."""

    number: int
    line: int
    reason: str

    @property
    def said(self) -> str:
        """`card 3, line 88: it names nobody`."""
        return f"card {self.number}, line {self.line}: {self.reason}"


class Reading(NamedTuple):
    """The cards of a file: those of people, those rejected, and sentences about what had to be assumed."""

    cards: tuple[Card, ...]
    rejected: tuple[RejectedCard, ...]
    notes: tuple[str, ...]

    @property
    def read(self) -> int:
        """How many cards the file has."""
        return len(self.cards) + len(self.rejected)


class CardPerson(NamedTuple):
    """A person to be written as a card; `uid` is a URI that stays theirs, e-mails and phones stand best first."""

    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    role: str | None = None
    org: str | None = None
    note: str | None = None
    uid: str | None = None
