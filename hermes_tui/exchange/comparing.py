"""What a changed file changes in leads that are here already: only what it says otherwise than it did before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hermes_tui.exchange import digests
from hermes_tui.exchange.lead_rows import STORED, score_reasons
from hermes_tui.exchange.matching import Known, Matches
from hermes_tui.exchange.people import Person, is_unnamed, same
from hermes_tui.exchange.plan import Deals
from hermes_tui.exchange.stored import stored_email
from storage.database import Database

Row = dict[str, Any]


class Update(NamedTuple):
    """A lead that a file changes, and the fields of it, in the file's order."""

    lead_id: int
    title: str
    fields: tuple[str, ...]


@dataclass(slots=True)
class Edits:
    """What is to be written about one lead; `there` are its tags, notes and tasks to be done, as (what, text)."""

    known: Known
    row: Row
    there: frozenset[tuple[str, str | None]] = frozenset()
    fields: list[str] = field(default_factory=list)
    lead: Row = field(default_factory=dict)
    history: bool = False
    touch: int | None = None
    note: str | None = None
    task: bool = False
    tags: tuple[str, ...] = ()
    custom: Row = field(default_factory=dict)
    people: list[tuple[int, Row]] = field(default_factory=list)
    new_people: list[Person] = field(default_factory=list)


class Comparison(NamedTuple):
    """Deal → what changes, what to write for it, and deals that are refused with the reason."""

    updates: dict[int, Update]
    edits: dict[int, Edits]
    refused: dict[int, str]
    new_people: int


_LEADS = """SELECT lead.*, stage.name AS stage FROM lead JOIN stage ON stage.id = stage_id
    WHERE lead.id IN (SELECT value FROM json_each(?))"""
_PEOPLE = """SELECT id, lead_id, name, email, email_typed, phone, role, channel, phone_typed FROM contact
    WHERE lead_id IN (SELECT value FROM json_each(?)) ORDER BY id"""
_URLS = "SELECT source_url, id FROM lead WHERE source_url IN (SELECT value FROM json_each(?))"
_BESIDE = """SELECT lead_tag.lead_id AS lead_id, 'tags' AS what, tag.name AS text FROM lead_tag
        JOIN tag ON tag.id = lead_tag.tag_id WHERE lead_tag.lead_id IN (SELECT value FROM json_each(:leads))
    UNION ALL SELECT lead_id, 'note', text FROM note WHERE lead_id IN (SELECT value FROM json_each(:leads))
    UNION ALL SELECT lead_id, 'next_task', title FROM task
        WHERE lead_id IN (SELECT value FROM json_each(:leads)) AND status IN ('PENDING', 'IN_PROGRESS')
    UNION ALL SELECT lead_id, 'next_task_on', due_on FROM task
        WHERE lead_id IN (SELECT value FROM json_each(:leads)) AND status IN ('PENDING', 'IN_PROGRESS')"""
_DATES = ("stage", "created_at", "engaged_at", "closed_at")
_PARTS = ("name", "email", "phone", "role", "channel")
_TYPED = {"email": "email_typed", "phone": "phone_typed"}
# Longer or worded ids are some program's own; short plain numbers are counted from 1 by every program.
_COMMON_ID = 6


def compare(database: Database, deals: Deals, marks: Sequence[str], matches: Matches) -> Comparison:
    """Find what the file says otherwise than when it was last imported. Reads only."""
    changed = {deal: known for deal, known in matches.known.items() if known.digest != marks[deal]}
    if not changed:
        return Comparison({}, {}, {}, 0)
    ids = json.dumps([known.lead_id for known in changed.values()])
    leads = {row["id"]: row for row in _dicts(database, _LEADS, ids)}
    there: dict[int, list[Row]] = {}
    for row in _dicts(database, _PEOPLE, ids):
        there.setdefault(row["lead_id"], []).append(row)
    beside: dict[int, set[tuple[str, str | None]]] = {}
    for lead_id, what, text in database.rows(_BESIDE, {"leads": ids}):
        beside.setdefault(lead_id, set()).add((what, text))
    named = deals.people.of(changed.__contains__)
    updates, edits, refused = {}, {}, {}
    for deal, known in changed.items():
        before: digests.Digest = json.loads(known.digest)
        said = digests.changed_fields(before, deals, deal)
        found = Edits(known, leads[known.lead_id], frozenset(beside.get(known.lead_id, ())))
        reason = _another_deal(deals, deal, said, found.row)
        if reason:
            refused[deal] = reason
            continue
        for name, named_before in said.items():
            _edit(found, deals, deal, name, named_before)
        people = named.get(deal, [])
        for person in people:
            _edit_person(found, person, before, _counterpart(person, people, before, there.get(known.lead_id, [])))
        if found.fields:
            edits[deal] = found
            updates[deal] = Update(known.lead_id, found.row["title"], tuple(dict.fromkeys(found.fields)))
    for deal, reason in _taken_urls(database, edits).items():
        refused[deal] = reason
        del edits[deal], updates[deal]
    return Comparison(updates, edits, refused, sum(len(each.new_people) for each in edits.values()))


def _dicts(database: Database, sql: str, ids: str) -> list[Row]:
    with database.faults():
        cursor = database.connection().execute(sql, (ids,))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def _another_deal(deals: Deals, deal: int, said: dict[str, bool], row: Row) -> str:
    """Two programs that both count from 1 must not overwrite each other's deals."""
    number = deals.keys[deal].removeprefix("id:")
    if not (number.isdigit() and len(number) <= _COMMON_ID):
        return ""
    telling = [name for name in ("title", "company", "email") if name in deals.values and row[name] is not None]
    if len(telling) < 2 or not all(name in said for name in telling):
        return ""
    return (
        f"its id {number} is that of lead #{row['id']} ({row['title'][:60]!r}), which is another deal; "
        "leave the id out with --map external_id= if the numbers are of another program"
    )


def _taken_urls(database: Database, edits: dict[int, Edits]) -> dict[int, str]:
    wanted = {deal: each.lead["source_url"] for deal, each in edits.items() if "source_url" in each.lead}
    if not wanted:
        return {}
    owners = dict(database.rows(_URLS, (json.dumps(list(wanted.values())),)))
    claimed: set[str] = set()
    found = {}
    for deal, url in wanted.items():
        if url in owners or url in claimed:
            found[deal] = f"its source URL {url[:80]} is that of another lead" + (
                f" (#{owners[url]})" if url in owners else ""
            )
        claimed.add(url)
    return found


def _edit(found: Edits, deals: Deals, deal: int, name: str, named_before: bool) -> None:
    """Note down one changed field, unless the lead says so already, or the rep said it before the file did."""
    value, row = deals.values[name][deal], found.row
    column = STORED.get(name)
    if name in _DATES:
        _edit_date(found, name, value, named_before)
        return
    if column is not None:
        if row[column] == value or (not named_before and row[column] is not None):
            return
        found.lead[column] = value
        if name == "score":
            found.lead |= {"score_manual": 1, "score_reasons": score_reasons(value)}
    elif name == "owner" or name.startswith("custom."):
        key = name.removeprefix("custom.")
        old = json.loads(row["custom"]).get(key)
        if old == value or (not named_before and old is not None):
            return
        found.custom[key] = value
    elif name == "last_touch_at":
        if row["last_touch_at"] is not None and row["last_touch_at"] >= value:
            return
        found.touch = value
    elif name == "tags":
        found.tags = tuple(tag for tag in value if ("tags", tag) not in found.there)
        if not found.tags:
            return
    elif (name, value) in found.there:
        return
    elif name == "note":
        found.note = value
    else:
        found.task = True
    found.fields.append(name)


def _edit_date(found: Edits, name: str, value: Any, named_before: bool) -> None:
    row = found.row
    if name == "stage" and (row["stage"] == value or (not named_before and row["stage"] != "NEW")):
        return
    if name in ("created_at", "engaged_at"):
        if row[name] == value or (not named_before and row[name] is not None):
            return
        if name == "engaged_at":
            found.lead["engaged_at"] = value
    found.history = True
    found.fields.append(name)


def _counterpart(person: Person, people: list[Person], before: digests.Digest, there: list[Row]) -> Row | None:
    """The contact that a person of the file is: the same one, or one of that name whose address the file changed."""
    known = [(row, _person(row)) for row in there]
    for row, each in known:
        if same(each._replace(email=each.email and stored_email(each.email)), person):
            return row
    named = {digests.key_of(each) for each in people}
    for row, each in known:
        key = digests.key_of(each)
        if row["name"].casefold() == person.name.casefold() and key in before and key not in named:
            return row
    return None


def _person(row: Row) -> Person:
    return Person(**{part: row[part] for part in Person._fields})


def _edit_person(found: Edits, person: Person, before: digests.Digest, known: Row | None) -> None:
    parts = digests.changed_parts(before, person, digests.key_of(person))
    if known is None:
        # A person the file named before and the rep has removed since stays removed.
        if parts is None:
            found.new_people.append(person)
            found.fields.append("contact")
        return
    if parts is None:
        parts = digests.changed_parts(before, person, digests.key_of(_person(known)))
    if parts is None:
        parts = dict.fromkeys((part for part in _PARTS if getattr(person, part)), False)
    changes = {
        part: getattr(person, part)
        for part, named_before in parts.items()
        if known[part] != getattr(person, part) and (named_before or known[part] is None)
    }
    if is_unnamed(person) and not changes.keys() & _TYPED.keys():
        # Their number in another spelling is no other name, and none for somebody whom the rep has named.
        changes.pop("name", None)
    if changes:
        typed = {_TYPED[part]: getattr(person, _TYPED[part]) for part in changes if part in _TYPED}
        found.people.append((known["id"], changes | typed))
        found.fields.extend(f"contact {part}" for part in changes)
