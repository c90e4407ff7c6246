"""The people of a lead: adding, editing, removing, and who is the champion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hermes_tui.actions.fields import contact_values, mood_named
from hermes_tui.actions.moods import record_mood
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.waiting_mail import readdress, take_out
from hermes_tui.actions.whom import person
from hermes_tui.exchange.addresses import read_phone
from hermes_tui.formats import count
from storage import records
from storage.database import Database
from storage.errors import UsageError

_UNKNOWN = "of no known mood"


def add_contact(
    database: Database, lead_id: int, given: Mapping[str, str], now: int, today: date, region: str = ""
) -> Outcome:
    """Add a person to a lead from typed fields (`name` needed); `region` is where bare numbers are dialled.

    Raises UsageError, NotFound.
    """
    values = contact_values(given, today, region)
    if not values.get("name"):
        raise UsageError("A contact needs a name; nothing was added.")
    mood = values.pop("sentiment", None)
    with acting(database, "contact", [lead_id], now) as doing:
        old = _make_room(database, lead_id, values, 0, now)
        doing.made = records.insert(database, "contact", lead_id=lead_id, **values, created_at=now, updated_at=now)
        if mood is not None:
            record_mood(database, doing.made, mood, now, now)
        doing.say(f"{values['name']} added" + _after(values, old, region))
    return doing.outcome


def edit_contact(
    database: Database, contact_id: int, given: Mapping[str, str], now: int, today: date, region: str = ""
) -> Outcome:
    """Set typed fields of a contact; a new champion takes the place of the old. Raises UsageError, NotFound.

    A change of mood goes into its history; a new e-mail address has not bounced yet.
    """
    known = person(database, contact_id)
    values = contact_values(given, today, region)
    was = row_of(database, contact_id)
    feels = "sentiment" in values and values["sentiment"] != was["sentiment"]
    mood = values.pop("sentiment", None)
    changed = {name: value for name, value in values.items() if was[name] != value}
    follows = 0
    if "email" in changed:
        changed["bounced_at"] = None
    with acting(database, "contact", [known.lead_id], now) as doing:
        old = _make_room(database, known.lead_id, values, contact_id, now)
        if changed:
            records.update(database, "contact", contact_id, **changed, updated_at=now)
        if "email" in changed:
            follows = readdress(database, contact_id, was["email"], changed["email"], now)
        if feels:
            record_mood(database, contact_id, mood, now, now)
        doing.made = contact_id
        name = values.get("name") or known.name
        what = f"{name} edited" if changed or feels else f"{name} is so already"
        if changed.get("is_primary") == 0:
            what = f"{name} is no longer the champion"
        unsent = f"; {count(follows, 'mail')} not sent yet goes there too" if follows and changed["email"] else ""
        doing.say(what + _after(changed, old, region) + unsent)
    return doing.outcome


def set_mood(
    database: Database, contact_id: int, mood: str, now: int, today: date, *, at: int | None = None
) -> Outcome:
    """Say how a person feels: positive, neutral, negative, or nothing for not known. Raises UsageError, NotFound.

    With `at` (UTC ms, not after `now`) they felt so then; how they feel now is the newest that is known.
    """
    known = person(database, contact_id)
    if at is not None and at > now:
        raise UsageError("A mood of the future is not known yet; nothing was changed.")
    with acting(database, "contact", [known.lead_id], now) as doing:
        if at is not None and at < now:
            felt = mood_named(mood) if mood else None
            record_mood(database, contact_id, felt, at, now)
            feels = row_of(database, contact_id)["sentiment"]
            later = "" if feels == felt else f", and since then {feels or _UNKNOWN}"
            doing.made = contact_id
            doing.say(f"{known.name} was {felt or _UNKNOWN}{later}")
            return doing.outcome
        done = edit_contact(database, contact_id, {"sentiment": mood}, now, today)
        doing.made = contact_id
        feels = row_of(database, contact_id)["sentiment"] or _UNKNOWN
        doing.say(f"{known.name} is {feels}" + ("" if done.action_id else " already"))
    return doing.outcome


def mark_champion(database: Database, contact_ids: Sequence[int], now: int) -> Outcome:
    """Mark each of these people the champion of their lead, in the place of who was.

    Raises UsageError, in one sentence, for two of one lead; NotFound.
    """
    people = [person(database, contact_id) for contact_id in dict.fromkeys(contact_ids)]
    for at, one in enumerate(people):
        other = next((each for each in people[:at] if each.lead_id == one.lead_id), None)
        if other is not None:
            raise UsageError(
                f"{other.name} and {one.name} are both of lead #{one.lead_id}, and a lead has one champion; "
                "nothing was changed."
            )
    with acting(database, "contact", [one.lead_id for one in people], now) as doing:
        for one in people:
            old = _make_room(database, one.lead_id, {"is_primary": 1}, one.id, now)
            if not row_of(database, one.id)["is_primary"]:
                records.update(database, "contact", one.id, is_primary=1, updated_at=now)
            doing.made = one.id
        if len(people) == 1:
            doing.say(f"{people[0].name} is the champion" + (f" in place of {old}" if old else ""))
        else:
            doing.say(f"{', '.join(one.name for one in people)} are the champions")
    return doing.outcome


def remove_contact(database: Database, contact_id: int, now: int) -> Outcome:
    """Remove a person; touches and messages stay with the lead, and what waits to go to them is a draft again.

    Raises NotFound.
    """
    known = person(database, contact_id)
    with acting(database, "contact", [known.lead_id], now) as doing:
        held = take_out(database, contact_id, now)
        records.delete(database, "contact", contact_id)
        doing.say(f"{known.name} removed" + (f"; {count(held, 'mail')} of the outbox kept as a draft" if held else ""))
    return doing.outcome


def _make_room(database: Database, lead_id: int, values: Mapping[str, Any], contact_id: int, now: int) -> str:
    """Where a champion comes, the old one steps back; returns their name, empty where there was none."""
    if not values.get("is_primary"):
        return ""
    sql = "SELECT id, name FROM contact WHERE lead_id = ? AND is_primary = 1 AND id <> ?"
    other, stepped = database.row(sql, (lead_id, contact_id)) or (None, "")
    if other is not None:
        records.update(database, "contact", other, is_primary=0, updated_at=now)
    return str(stepped)


def _after(values: Mapping[str, Any], stepped: str, region: str) -> str:
    """What else is to be said of these values."""
    said = f", champion in place of {stepped}" if stepped else ""
    phone = values.get("phone")
    if phone is not None and not read_phone(phone, region).known:
        bare = phone.strip()[:1].isdigit() or phone.startswith("(")
        hint = "no country code, and no `region` is set" if bare and not region else "it is no number I can read"
        said += f"; phone kept as typed ({hint})"
    return said


def row_of(database: Database, contact_id: int) -> dict[str, Any]:
    """The columns of a person's row that a rep may set, and what goes with them."""
    row = database.row(f"SELECT {', '.join(_COLUMNS)} FROM contact WHERE id = ?", (contact_id,))
    return dict(zip(_COLUMNS, row or (None,) * len(_COLUMNS), strict=True))


_COLUMNS = (
    "name", "email", "email_typed", "phone", "phone_typed", "role", "channel", "sentiment", "is_primary", "bounced_at",
)  # fmt: skip
