"""Contacts of the database as people to be written on cards."""

from __future__ import annotations

from hermes_tui.exchange.vcard.cards import CardPerson
from storage.queries.sharing import PersonOut


def card_person(row: PersonOut) -> CardPerson:
    """A contact as a card: the company from its lead, the lead's title as the note, an id that stays."""
    return CardPerson(
        row.name,
        (row.email,) if row.email else (),
        (row.phone,) if row.phone else (),
        row.role,
        row.company,
        row.lead_title,
        f"urn:hermes:contact:{row.id}",
    )
