"""Contacts of the database as people to be written on cards."""

from __future__ import annotations

from collections.abc import Iterable

from hermes_tui.exchange.vcard.cards import CardPerson
from hermes_tui.exchange.vcard.words import noted_emails
from storage.queries.sharing import PersonOut


def card_person(row: PersonOut, notes: Iterable[str] = ()) -> CardPerson:
    """A contact as a card: the company from its lead, the lead's title as the note, an id that stays.

    `notes` are the words of the notes about them, which keep their further addresses.
    """
    return CardPerson(
        row.name,
        known_emails(row.email, notes),
        (row.phone,) if row.phone else (),
        row.role,
        row.company,
        row.lead_title,
        f"urn:hermes:contact:{row.id}",
    )


def known_emails(email: str | None, notes: Iterable[str]) -> tuple[str, ...]:
    """A person's own address, then those that notes about them keep, each once."""
    return tuple(dict.fromkeys(filter(None, (email, *noted_emails(notes)))))
