"""Two rows of one person made one, within a lead."""

from __future__ import annotations

from typing import Any

from hermes_tui.actions.contacts import row_of
from hermes_tui.actions.mail_candidates import person_became
from hermes_tui.actions.moods import begin_history, keep_mood
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.whom import person
from storage import records
from storage.database import Database
from storage.errors import UsageError

# The tables whose rows name a person.
NAMING: tuple[str, ...] = ("touch", "message", "note", "task", "signal", "sentiment_event")
# What a person has one of; a second one is written down in a note.
_FILLED: tuple[str, ...] = ("role", "channel")
_ADDRESSES: tuple[str, ...] = ("email", "phone")


def merge_contacts(database: Database, keep_id: int, drop_id: int, now: int) -> Outcome:
    """Make two rows of one person one: what was said with either was said with `keep_id`, and `drop_id` goes.

    Empty fields are filled from the other; a second name, address, number, role or channel is kept in a note of
    the system's. The champion of the two stays the champion, the newest mood holds. Raises UsageError for a
    person with themselves and for people of two leads, NotFound.
    """
    kept, gone = person(database, keep_id), person(database, drop_id)
    if keep_id == drop_id:
        raise UsageError(f"{kept.name} cannot be merged with themselves; nothing was changed.")
    if kept.lead_id != gone.lead_id:
        raise UsageError(
            f"{kept.name} is of lead #{kept.lead_id} and {gone.name} of lead #{gone.lead_id}; "
            "people are merged within one lead, nothing was changed."
        )
    with acting(database, "contact", [kept.lead_id], now) as doing:
        begin_history(database, keep_id)
        begin_history(database, drop_id)
        for table in NAMING:
            for (row,) in database.rows(f"SELECT id FROM {table} WHERE contact_id = ?", (drop_id,)):
                records.update(database, table, row, contact_id=keep_id)
        person_became(database, drop_id, keep_id)
        filled, second = joined(row_of(database, keep_id), row_of(database, drop_id))
        records.delete(database, "contact", drop_id)  # first: a lead has one champion at any moment
        records.update(database, "contact", keep_id, **filled, updated_at=now)
        keep_mood(database, keep_id, now)
        if second:
            _write_down(database, kept.lead_id, keep_id, f"{gone.name} merged into {kept.name}. {second}", now)
        doing.made = keep_id
        doing.say(f"{gone.name} merged into {kept.name}" + ("; what differed is in a note" if second else ""))
    return doing.outcome


def joined(kept: dict[str, Any], gone: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The columns that the person who stays takes over, and in words what of the other finds no place."""
    filled: dict[str, Any] = {"is_primary": int(bool(kept["is_primary"] or gone["is_primary"]))}
    second = [f"Also called {gone['name']}."] if gone["name"] != kept["name"] else []
    for name in (*_ADDRESSES, *_FILLED):
        typed = f"{name}_typed"
        if kept[name] is None:
            taken = [name, *(each for each in (typed, _GOES_WITH.get(name)) if each in gone)]
            filled.update({each: gone[each] for each in taken})
        elif gone[name] is not None and gone[name] != kept[name]:
            as_typed = f" (typed {gone[typed]})" if gone.get(typed) else ""
            bounced = ", which bounced" if name == "email" and gone["bounced_at"] else ""
            second.append(f"Other {_CALLED.get(name, name)}: {gone[name]}{as_typed}{bounced}.")
    return filled, " ".join(second)


# A bounce is of the address.
_GOES_WITH = {"email": "bounced_at"}
_CALLED = {"email": "e-mail", "channel": "preferred channel"}


def _write_down(database: Database, lead_id: int, contact_id: int, text: str, now: int) -> None:
    records.insert(
        database, "note", lead_id=lead_id, contact_id=contact_id, kind="SYSTEM", text=text, at=now,
        created_at=now, updated_at=now,
    )  # fmt: skip
