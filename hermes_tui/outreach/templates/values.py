"""What the fields of a template say for one lead, one person and one day: plain values, read in a few queries."""

from __future__ import annotations

import json
import operator
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from hermes_tui.formats import DAY_MS
from hermes_tui.outreach.templates import days
from hermes_tui.outreach.templates.days import Day, day_of
from hermes_tui.outreach.templates.fields import Value, Values
from hermes_tui.outreach.templates.given_names import first_name, last_name
from storage.clean import clean
from storage.database import Database
from storage.queries import lead as lead_queries
from storage.queries.custom_fields import DATE, CustomField, custom_fields, declared
from storage.queries.lead import ContactRow, LeadDetail


class Me(NamedTuple):
    """The rep, as the settings say."""

    name: str = ""
    email: str = ""
    firm: str = ""
    phone: str = ""
    signature: str = ""


# The newest version of the newest offer that is not over: the draft too, which a letter of today brings along.
_PROPOSAL = """
SELECT title, amount, currency, terms, expires_on, sent_at, version FROM proposal WHERE lead_id = ?
ORDER BY status IN ('REJECTED', 'EXPIRED'), id DESC LIMIT 1
"""
_STAGE = "SELECT label FROM stage WHERE id = ?"


def template_values(database: Database, lead_id: int, contact_id: int | None, me: Me, now: int, zone: tzinfo) -> Values:
    """The values of all fields, None or absent where there is nothing to say.

    `contact_id` None: the champion, else whom one heard from last, else the lead's author. `now` in UTC ms. Raises
    NotFound for a lead that does not exist.
    """
    detail = lead_queries.detail(database, lead_id)
    people = lead_queries.contacts(database, lead_id)
    person = next((one for one in people if one.id == contact_id), None)
    if person is None and contact_id is None and people:
        person = people[0]
    found: dict[str, Value | dict[str, Value]] = {
        "lead": _lead(database, detail, person, now, zone),
        "contact": _contact(detail, person, alone=not people),
        "me": _me(me),
        "proposal": _proposal(database, lead_id, zone),
        "custom": _custom(custom_fields(database), detail.custom),
    }
    return found | _calendar(_day(now, zone))


def _lead(
    database: Database, detail: LeadDetail, person: ContactRow | None, now: int, zone: tzinfo
) -> dict[str, Value]:
    touched = detail.last_touch_at
    return {
        "title": detail.title,
        "company": detail.company,
        "author": detail.author or (person.name if person else None),
        "value": _money(detail.value, detail.currency),
        "value_number": _major(detail.value),
        "budget": _budget(detail),
        "deadline": _date(detail.deadline_on),
        "description": detail.description,
        "source": detail.source,
        "source_url": detail.source_url,
        "author_url": detail.author_url,
        "website": detail.website,
        "email": detail.email,
        "phone": detail.phone,
        "stage": str(database.value(_STAGE, (detail.stage_id,)) or ""),
        "tags": lead_queries.tags(database, detail.id),
        "last_touch": _day(touched, zone) if touched is not None else None,
        "days_silent": max(0, now - detail.silent_since) // DAY_MS,
        "their_words": detail.owed_quote,
    }


def _contact(detail: LeadDetail, person: ContactRow | None, *, alone: bool) -> dict[str, Value]:
    """The person written to; of a lead that knows nobody (`alone`) its author, at the lead's own address."""
    if person is None:
        if not alone:
            return {}
        name = detail.author or ""
        return {**_names(name), "email": detail.email, "phone": detail.phone}
    return {
        **_names(person.name),
        "role": person.role,
        "email": person.email,
        "phone": person.phone,
        "channel": person.channel,
    }


def _names(name: str) -> dict[str, Value]:
    return {"name": name, "first_name": first_name(name), "last_name": last_name(name)}


def _me(me: Me) -> dict[str, Value]:
    name = clean(me.name)
    return {
        "name": name,
        "first_name": first_name(name) or name,
        "email": clean(me.email),
        "firm": clean(me.firm),
        "phone": clean(me.phone),
        "signature": clean(me.signature, multiline=True),
    }


def _proposal(database: Database, lead_id: int, zone: tzinfo) -> dict[str, Value]:
    row = database.row(_PROPOSAL, (lead_id,))
    if row is None:
        return {}
    title, amount, currency, terms, expires_on, sent_at, version = row
    return {
        "title": title,
        "amount": _money(amount, currency),
        "amount_number": _major(amount),
        "terms": terms,
        "expires": _date(expires_on),
        "sent": _day(sent_at, zone) if sent_at is not None else None,
        "version": version,
    }


def _custom(fields: Sequence[CustomField], text: str) -> dict[str, Value]:
    """The declared fields in their order, None where the lead has nothing in one, then its others; days are days."""
    held = {name: value for name, value in json.loads(text or "{}").items() if value is not None}
    found: dict[str, Value] = {field.name: None for field in fields}
    for name, value in held.items():
        field = declared(fields, name)
        plain = value if isinstance(value, str | int | float) and not isinstance(value, bool) else str(value)
        if field is None:
            found[name] = plain
        else:
            found[field.name] = (_date(str(value)) or plain) if field.kind == DATE else plain
    return found


def _calendar(today: Day) -> dict[str, Value | dict[str, Value]]:
    return {
        "today": today,
        "tomorrow": days.later(today, 1),
        "weekday": days.weekday(today),
        "month": days.month(today),
        "next_month": days.MONTHS[today.month % 12],
        "year": today.year,
    }


def _day(moment: int, zone: tzinfo) -> Day:
    return day_of(datetime.fromtimestamp(moment / 1000, zone))


def _date(text: str | None) -> Day | None:
    try:
        return day_of(date.fromisoformat(text)) if text else None
    except ValueError:
        return None


def _major(minor: int | None) -> Value:
    if minor is None:
        return None
    return minor // 100 if minor % 100 == 0 else minor / 100


def _money(minor: int | None, currency: str | None) -> str | None:
    """An amount as a letter says it: `24,000 USD`, to the cent where it has cents."""
    if minor is None:
        return None
    units, cents = divmod(abs(minor), 100)
    shown = f"{'-' if minor < 0 else ''}{units:,}" + (f".{cents:02}" if cents else "")
    return f"{shown} {currency}" if currency else shown


def _budget(detail: LeadDetail) -> str | None:
    low, high = detail.budget_min, detail.budget_max
    if low is None or high is None or low == high:
        only = high if high is not None else low
        return _money(only, detail.currency)
    return f"{_money(low, None)}–{_money(high, detail.currency)}"


# -- samples ---------------------------------------------------------------------------------------------

MOST_SAMPLES = 12
# The stalest of the open leads that have answered (1) or have not (0), by the index lead_stale, each with whom one
# would write to (as `lead.contacts` sorts).
_STALEST = """
SELECT lead.id, person.id, person.name, person.role, person.email, lead.company, lead.value, lead.deadline_on,
       lead.author, lead.description, EXISTS (SELECT 1 FROM proposal WHERE proposal.lead_id = lead.id), lead.title
FROM lead LEFT JOIN contact AS person ON person.id = (
    SELECT id FROM contact WHERE contact.lead_id = lead.id
    ORDER BY is_primary DESC, last_in_at IS NULL, last_in_at DESC, id LIMIT 1)
WHERE lead.is_open = 1 AND lead.in_play = ? ORDER BY lead.silent_since, lead.id LIMIT 200
"""
_ANY = "SELECT id, (SELECT MIN(id) FROM contact WHERE contact.lead_id = lead.id) FROM lead ORDER BY id LIMIT ?"


def samples(database: Database, now: int) -> list[tuple[int, int | None]]:
    """Leads to try a template on, each with the person one would write to (None: it knows nobody); at most 12.

    The stalest comes first; then those that are unlike the ones before: without a firm, a value, a person, a first
    name, with a proposal, with letters beyond ASCII, with long words; then more of the stalest, then any. `now` is for
    the day a list may depend on it.
    """
    found: list[tuple[int, int | None]] = []
    unlike: dict[tuple[int, int | None], tuple[bool, ...]] = {}
    rows = [row for in_play in (1, 0) for row in database.rows(_STALEST, (in_play,))]
    for lead_id, contact_id, name, *facts in rows:
        title = facts[-1]
        plain = f"{name or ''}{facts[2] or ''}{title}".isascii()
        known = (bool(name), bool(name and first_name(name)), *map(bool, facts[:-1]), plain, len(title) > 60)
        unlike[lead_id, contact_id] = known
    distance = dict.fromkeys(unlike, 99)  # of each to the nearest one chosen: how many facts differ
    while distance and len(found) < MOST_SAMPLES:
        chosen = max(distance, key=lambda one: distance[one])  # of those as far the stalest: the first
        del distance[chosen]
        found.append(chosen)
        for one in distance:
            differing = sum(map(operator.ne, unlike[one], unlike[chosen]))
            distance[one] = min(distance[one], differing)
    there = {lead_id for lead_id, _ in found}
    others = [] if len(found) == MOST_SAMPLES else database.rows(_ANY, (MOST_SAMPLES,))
    more = [(lead_id, contact_id) for lead_id, contact_id in others if lead_id not in there]
    return [*found, *more][:MOST_SAMPLES]
