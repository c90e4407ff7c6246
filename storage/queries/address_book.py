"""Whom one can write to: people, and leads that have an address of their own, found by name, address or firm."""

from __future__ import annotations

from typing import NamedTuple

from storage.database import Database
from storage.search import phrase, searchable


class Entry(NamedTuple):
    """Somebody with an address. `about` is the company, else the lead's title."""

    email: str
    name: str
    about: str
    lead_id: int
    contact_id: int | None


# A person is found by their own words or by those of their lead; each full-text table is asked by its index.
_PERSON = """(contact.id IN (SELECT rowid FROM contact_fts WHERE contact_fts MATCH :{name})
    OR contact.lead_id IN (SELECT rowid FROM lead_fts WHERE lead_fts MATCH :{name}))"""
_LEAD = "lead.id IN (SELECT rowid FROM lead_fts WHERE lead_fts MATCH :{name})"
_ENTRIES = """
SELECT email, name, about, lead_id, contact_id FROM (
    SELECT contact.email, contact.name, COALESCE(lead.company, lead.title) AS about, lead.id AS lead_id,
        contact.id AS contact_id, COALESCE(contact.last_touch_at, 0) AS lately, 0 AS place
    FROM contact JOIN lead ON lead.id = contact.lead_id
    WHERE contact.email IS NOT NULL AND contact.bounced_at IS NULL AND {people}
    UNION ALL
    SELECT lead.email, COALESCE(lead.author, lead.company, lead.title), COALESCE(lead.company, lead.title), lead.id,
        NULL, COALESCE(lead.last_touch_at, 0), 1
    FROM lead WHERE lead.email IS NOT NULL AND {leads}
) ORDER BY place, lately DESC, name, lead_id
"""


def address_book(database: Database, text: str, limit: int = 100) -> list[Entry]:
    """Who has an address and matches every word (their beginnings do), each address once, the latest spoken with first.

    An address that bounced is left out. Without words everybody matches.
    """
    words = searchable(text)
    people = " AND ".join(_PERSON.format(name=f"word_{number}") for number in range(len(words))) or "1"
    leads = " AND ".join(_LEAD.format(name=f"word_{number}") for number in range(len(words))) or "1"
    params = {f"word_{number}": phrase(word) for number, word in enumerate(words)}
    found: dict[str, Entry] = {}
    for row in database.rows(_ENTRIES.format(people=people, leads=leads), params):
        found.setdefault(row[0].casefold(), Entry._make(row))
    return list(found.values())[:limit]
