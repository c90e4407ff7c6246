"""Who of a file of people is known already: contacts by address and name, leads by address and company."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from storage.database import Database


class KnownPerson(NamedTuple):
    """A contact, with what tells whose deal it is in."""

    id: int
    lead_id: int
    name: str
    email: str | None
    phone: str | None
    role: str | None
    company: str | None
    is_open: int


class KnownLead(NamedTuple):
    """A lead, with what a card can be recognised by."""

    id: int
    title: str
    company: str | None
    email: str | None
    is_open: int


_PERSON = """SELECT contact.id, contact.lead_id, contact.name, contact.email, contact.phone, contact.role, lead.company,
    lead.is_open FROM contact JOIN lead ON lead.id = contact.lead_id WHERE"""
_LEAD = "SELECT id, title, company, email, is_open FROM lead WHERE"
_AMONG = "IN (SELECT value FROM json_each(?))"
# One pass over the contacts for all the cards of a file: the addresses stored are of any case, since files bring them.
_BY_WORD = f"{_PERSON} lower(contact.email) {_AMONG} OR contact.name COLLATE NOCASE {_AMONG} ORDER BY contact.id"
_OF_LEAD = f"{_PERSON} contact.lead_id = ? ORDER BY contact.id"
_LEADS = f"{_LEAD} lower(email) {_AMONG} OR company COLLATE NOCASE {_AMONG} OR id {_AMONG} ORDER BY id"
_NOTES = f"SELECT contact_id, text FROM note WHERE contact_id {_AMONG} ORDER BY id"  # by the index note_contact


def people_known(database: Database, mails: Iterable[str], names: Iterable[str]) -> list[KnownPerson]:
    """The contacts with one of these addresses (in small letters) or names (in any case of A to Z)."""
    rows = database.rows(_BY_WORD, (_list(mails), _list(names)))
    return [KnownPerson._make(row) for row in rows]


def people_of_lead(database: Database, lead_id: int) -> list[KnownPerson]:
    """The contacts of one lead."""
    return [KnownPerson._make(row) for row in database.rows(_OF_LEAD, (lead_id,))]


def leads_known(
    database: Database, mails: Iterable[str], companies: Iterable[str], ids: Iterable[int]
) -> list[KnownLead]:
    """The leads with one of these addresses, companies or ids."""
    return [KnownLead._make(row) for row in database.rows(_LEADS, (_list(mails), _list(companies), _list(ids)))]


def note_texts(database: Database, contact_ids: Iterable[int]) -> dict[int, list[str]]:
    """The words of all notes about these contacts."""
    found: dict[int, list[str]] = {}
    for contact_id, text in database.rows(_NOTES, (_list(contact_ids),)):
        found.setdefault(contact_id, []).append(text)
    return found


def _list(words: Iterable[object]) -> str:
    return json.dumps(sorted(set(words), key=str))
