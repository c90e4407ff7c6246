"""Which deals of a file are in the database already: imported before, or there by another way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from hermes_tui.exchange.joining import mail_key
from hermes_tui.exchange.plan import Deals
from hermes_tui.exchange.stored import stored_email
from storage.database import Database


class Known(NamedTuple):
    """A lead that an earlier import made or updated: what the file said of it then (JSON), and where that is kept."""

    lead_id: int
    row_id: int
    digest: str


class Matches(NamedTuple):
    """Deal → what it was known as; deal → the lead it repeats, which no import has made."""

    known: dict[int, Known]
    duplicates: dict[int, int]


_BY_KEY = "SELECT key, lead_id, id, digest FROM import_row WHERE key IN (SELECT value FROM json_each(?))"
_BY_LEAD = (
    "SELECT lead_id, lead_id, id, digest FROM import_row WHERE lead_id IN (SELECT value FROM json_each(?)) ORDER BY id"
)
_EXTERNAL = "SELECT external_id, id FROM lead WHERE external_id IN (SELECT value FROM json_each(?)) ORDER BY id DESC"
_URL = "SELECT source_url, id FROM lead WHERE source_url IN (SELECT value FROM json_each(?))"
_LEAD_MAIL = """SELECT email, company, id FROM lead
    WHERE company IS NOT NULL AND lower(email) IN (SELECT value FROM json_each(?)) ORDER BY id DESC"""
_CONTACT_MAIL = """SELECT contact.email, lead.company, lead.id FROM contact JOIN lead ON lead.id = contact.lead_id
    WHERE lead.company IS NOT NULL AND lower(contact.email) IN (SELECT value FROM json_each(?)) ORDER BY lead.id DESC"""
_TITLE = """SELECT title, company, id FROM lead
    WHERE company IS NOT NULL AND title COLLATE NOCASE IN (SELECT value FROM json_each(?)) ORDER BY id DESC"""


def find(database: Database, deals: Deals) -> Matches:
    """Look every deal up by its key, then by external id, source URL, and e-mail with company.

    No lead is matched twice: a second deal that would be the same lead is a duplicate of it.
    """
    if database.row("SELECT 1 FROM lead LIMIT 1") is None:
        return Matches({}, {})
    known: dict[int, Known] = {}
    if database.row("SELECT 1 FROM import_row LIMIT 1") is not None:
        by_key = {row[0]: Known(*row[1:]) for row in database.rows(_BY_KEY, (_list(deals.keys),))}
        known = {deal: by_key[key] for deal, key in enumerate(deals.keys) if key in by_key}
    duplicates: dict[int, int] = {}
    claimed = {each.lead_id for each in known.values()}
    leads = _by_other_ways(database, deals, known)
    imported = (
        {row[0]: Known(*row[1:]) for row in database.rows(_BY_LEAD, (_list(set(leads.values())),))} if leads else {}
    )
    for deal, lead in leads.items():
        if lead in imported and lead not in claimed:
            known[deal] = imported[lead]
            claimed.add(lead)
        else:
            duplicates[deal] = lead
    return Matches(known, duplicates)


def _by_other_ways(database: Database, deals: Deals, known: dict[int, Known]) -> dict[int, int]:
    """Deal → lead, of the deals not known by their key."""
    nothing: list[str | None] = [None] * len(deals.keys)
    found: dict[int, int] = {}
    numbers = deals.values.get("external_id", nothing)
    urls = deals.values.get("source_url", nothing)
    companies = deals.values.get("company", nothing)
    mails: list[tuple[int, str]] = [
        (deal, mail) for deal, mail in enumerate(deals.values.get("email", nothing)) if mail
    ]
    mails += [(deal, stored_email(mail)) for deal, mail in mails if stored_email(mail) != mail]
    mails.extend((deal, mail) for deal, mail in zip(deals.people.deal, deals.people.email, strict=True) if mail)

    def look(wanted: Iterable[tuple[int, str]], fetch: Callable[[list[str]], dict[str, int]]) -> None:
        left = [(deal, word) for deal, word in wanted if deal not in known and deal not in found]
        if left:
            by_word = fetch([word for _, word in left])
            for deal, word in left:
                if word in by_word:
                    found.setdefault(deal, by_word[word])

    look([(deal, url) for deal, url in enumerate(urls) if url], partial(_leads_by, database, _URL))
    look([(deal, number) for deal, number in enumerate(numbers) if number], partial(_leads_by, database, _EXTERNAL))
    # A deal with an id of its own is not one that merely has the same person in it.
    unnumbered = [
        (deal, mail_key(mail, firm)) for deal, mail in mails if (firm := companies[deal]) and not numbers[deal]
    ]
    look(unnumbered, partial(_leads_by_pair, database, (_CONTACT_MAIL, _LEAD_MAIL)))
    wordy = [
        (deal, mail_key(deals.values["title"][deal], firm))
        for deal, key in enumerate(deals.keys)
        if key.startswith("row:") and (firm := companies[deal])
    ]
    look(wordy, partial(_leads_by_pair, database, (_TITLE,)))
    return found


def _leads_by(database: Database, sql: str, words: list[str]) -> dict[str, int]:
    return dict(database.rows(sql, (_list(words),)))


def _leads_by_pair(database: Database, queries: Iterable[str], keys: list[str]) -> dict[str, int]:
    """Leads by what `mail_key` makes of a text (e-mail or title) and a company."""
    firsts = _list({key.removeprefix("mail:").split("\x1f")[0] for key in keys})
    return {mail_key(word, firm): lead for sql in queries for word, firm, lead in database.rows(sql, (firsts,))}


def _list(words: Iterable[object]) -> str:
    return json.dumps(list(words))
