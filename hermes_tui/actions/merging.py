"""Two leads made one: fields by choice, everything that hangs on the one moved to the other; or said to be two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from hermes_tui.actions.contact_merge import merge_contacts
from hermes_tui.actions.mail_candidates import lead_became
from hermes_tui.actions.merge_fields import DROP, Field, both, fields, values
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.scores import keep_score
from hermes_tui.exchange.people import Person, same
from hermes_tui.formats import count
from storage import records
from storage.database import Database
from storage.queries.duplicates import pointing_to
from storage.queries.lead import LeadDetail, titles
from storage.settling import settle_objections

KIND = "merge"

# Rows of the lead that goes which need more than to be pointed at the other one.
_NOT_SIMPLY_MOVED = ("contact", "lead_tag", "proposal", "stage_event", "not_duplicate")
# What is told of: the rest follows unseen.
CALLED: dict[str, tuple[str, str]] = {
    "contact": ("person", "people"), "touch": ("touch", "touches"), "message": ("message", "messages"),
    "note": ("note", "notes"), "task": ("task", "tasks"), "objection": ("objection", "objections"),
    "proposal": ("proposal", "proposals"), "signal": ("signal", "signals"), "lead_tag": ("tag", "tags"),
}  # fmt: skip


def merge_leads(database: Database, keep_id: int, drop_id: int, choices: Mapping[str, str], now: int) -> Outcome:
    """Make two leads one; `drop_id` goes, and all that was said and planned about it is `keep_id`'s.

    `choices`: field → keep, drop or (description) both; see `merge_fields.fields`. The same person in both becomes
    one, tags are united, the champion stays one. The stage and its history are the kept lead's, or the dropped one's
    with `stage=drop`: two histories mixed would tell a false pace. What finds no place is in a note of the system's.
    Raises UsageError for a lead with itself and for a choice that is none, NotFound.
    """
    kept, dropped = both(database, keep_id, drop_id)
    found = fields(database, kept, dropped, choices)
    with acting(database, KIND, [keep_id], now) as doing:
        people = _same_people(database, keep_id, drop_id)
        moved = _move(database, keep_id, drop_id, takes_history(found))
        for mine, theirs in people:
            merge_contacts(database, mine, theirs, now)
        records.delete(database, "lead", drop_id)  # before its source link is another's: a link belongs to one lead
        records.update(database, "lead", keep_id, **values(found, kept, dropped), updated_at=now)
        settle_objections(database.connection(), keep_id)
        _write_down(database, found, keep_id, dropped, now)
        qualified = keep_score(database, keep_id, now)
        came = told(moved)
        said = [f"merged with #{drop_id} {_name(dropped)}", f"{came} came along" if came else "", qualified.words]
        doing.say("; ".join(filter(None, said)))
    return doing.outcome


def takes_history(found: list[Field]) -> bool:
    """Whether the dropped lead's stage is chosen, and with it its way through the stages."""
    return any(field.name == "stage" and field.choice == DROP for field in found)


def not_a_duplicate(database: Database, one: int, other: int, now: int) -> Outcome:
    """Say that two leads are two: the pair is never shown again. Raises UsageError, NotFound."""
    both(database, one, other)
    lower, higher = sorted((one, other))
    with acting(database, "not duplicate", [one], now) as doing:
        known = "SELECT 1 FROM not_duplicate WHERE lead_a = ? AND lead_b = ?"
        if database.row(known, (lower, higher)) is None:
            records.insert(database, "not_duplicate", lead_a=lower, lead_b=higher, at=now)
        doing.say(f"no duplicate of #{other} {titles(database, [other])[other]}")
    return doing.outcome


def told(counts: Mapping[str, int]) -> str:
    """Rows in words: `3 touches, 1 person`; '' for none."""
    return ", ".join(count(counts[table], *words) for table, words in CALLED.items() if counts.get(table))


# -- what hangs on a lead --------------------------------------------------------------------------------


def _move(database: Database, keep_id: int, drop_id: int, with_history: bool) -> Counter[str]:
    """Point everything of the dropped lead at the kept one; how many rows of each table went."""
    run = database.connection().execute
    asked = {"keep": keep_id, "drop": drop_id}
    moved: Counter[str] = Counter()
    champion = database.value("SELECT id FROM contact WHERE lead_id = ? AND is_primary = 1", (keep_id,))
    demoted = ", is_primary = 0" if champion else ""
    moved["contact"] = run(f"UPDATE contact SET lead_id = :keep{demoted} WHERE lead_id = :drop", asked).rowcount
    for table, column in pointing_to(database, "lead"):
        if table not in _NOT_SIMPLY_MOVED:
            moved[table] += run(f"UPDATE {table} SET {column} = :keep WHERE {column} = :drop", asked).rowcount
    new = "tag_id NOT IN (SELECT tag_id FROM lead_tag WHERE lead_id = :keep)"
    tags = run(f"UPDATE lead_tag SET lead_id = :keep WHERE lead_id = :drop AND {new}", asked)
    moved["lead_tag"] = tags.rowcount
    moved["proposal"] = _move_proposals(database, keep_id, drop_id)
    _move_pairs(database, keep_id, drop_id)
    lead_became(database, drop_id, keep_id)
    if with_history:
        run("DELETE FROM stage_event WHERE lead_id = :keep", asked)
        run("UPDATE stage_event SET lead_id = :keep WHERE lead_id = :drop", asked)
    return moved


def _move_proposals(database: Database, keep_id: int, drop_id: int) -> int:
    """Versions of one title are numbered on: two first versions would be one."""
    moved = 0
    for row, title in database.rows(
        "SELECT id, title FROM proposal WHERE lead_id = ? ORDER BY version, id", (drop_id,)
    ):
        last = database.value("SELECT MAX(version) FROM proposal WHERE lead_id = ? AND title = ?", (keep_id, title))
        mine = database.value("SELECT version FROM proposal WHERE id = ?", (row,))
        records.update(
            database, "proposal", row, lead_id=keep_id, version=mine if last is None else max(mine, last + 1)
        )
        moved += 1
    return moved


def _move_pairs(database: Database, keep_id: int, drop_id: int) -> None:
    """Who was said to be two with the lead that goes is so with the one that stays."""
    pairs = "SELECT id, lead_a, lead_b FROM not_duplicate WHERE lead_a = :drop OR lead_b = :drop"
    for row, one, other in database.rows(pairs, {"drop": drop_id}):
        third = other if one == drop_id else one
        lower, higher = sorted((keep_id, third))
        known = "SELECT 1 FROM not_duplicate WHERE lead_a = ? AND lead_b = ?"
        if third != keep_id and database.row(known, (lower, higher)) is None:
            records.update(database, "not_duplicate", row, lead_a=lower, lead_b=higher)


def _same_people(database: Database, keep_id: int, drop_id: int) -> list[tuple[int, int]]:
    """Who is in both leads, as (kept, dropped); each once."""
    sql = "SELECT id, name, email, phone FROM contact WHERE lead_id = ? ORDER BY id"
    free = [(row[0], Person(row[1], row[2], None, row[3], None, None)) for row in database.rows(sql, (keep_id,))]
    found: list[tuple[int, int]] = []
    for row, name, email, phone in database.rows(sql, (drop_id,)):
        match = next((each for each in free if same(each[1], Person(name, email, None, phone, None, None))), None)
        if match is not None:
            free.remove(match)
            found.append((match[0], row))
    return found


def _write_down(database: Database, found: list[Field], lead_id: int, dropped: LeadDetail, now: int) -> None:
    """What the lead that went said otherwise, and what its words took the place of: no word is lost in silence."""
    since = datetime.fromtimestamp(dropped.stage_entered_at / 1000, UTC).date().isoformat()
    said = [f"{field.label} {field.dropped}" for field in found if field.lost and field.name != "score"]
    text = f"Merged with #{dropped.id} {dropped.title}" + (f" ({dropped.company})" if dropped.company else "")
    if not takes_history(found):
        said = [f"{word} since {since}" if word.startswith("stage ") else word for word in said]
    text += f". It said: {'; '.join(said)}" if said else ""
    before = [f"{field.label} {field.kept}" for field in found if field.replaced and field.name != "score"]
    text += f". Before, this one said: {'; '.join(before)}" if before else ""
    records.insert(
        database, "note", lead_id=lead_id, kind="SYSTEM", at=now, created_at=now, updated_at=now, text=f"{text}."
    )


def _name(lead: LeadDetail) -> str:
    return lead.company or lead.title
