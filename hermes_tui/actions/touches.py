"""Logging what took place with a buyer: calls, mail, meetings, messages, voicemails."""

from __future__ import annotations

from collections.abc import Sequence

from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.scores import keep_heat
from hermes_tui.scoring.staleness import wants_answer
from storage import records
from storage.database import Database
from storage.errors import UsageError
from storage.queries import lead as lead_queries

# What the rep calls it → (kind, channel, usual direction). LinkedIn is a written channel like any other.
VIAS: dict[str, tuple[str, str | None, str]] = {
    "call": ("call", None, "out"),
    "email": ("email", None, "out"),
    "meeting": ("meeting", None, "both"),
    "linkedin": ("message", "linkedin", "out"),
    "voicemail": ("voicemail", None, "out"),
    "message": ("message", None, "out"),
}

_ALSO = {"mail": "email", "e-mail": "email"}  # as the key `te` is called

NO_WORDS = "(no words kept)"


def log_touch(
    database: Database,
    lead_ids: Sequence[int],
    via: str,
    now: int,
    *,
    inbound: bool = False,
    contact_id: int | None = None,
    text: str = "",
    sentiment: str | None = None,
    at: int | None = None,
) -> Outcome:
    """Log one touch on each lead; `via` is a key of VIAS, `at` (UTC ms, not after `now`) when it took place.

    Without a contact it is the champion's (or the only person's), if there is one. The newest inbound
    word wakes a snoozed lead, an older one logged late does not. Raises UsageError, NotFound.
    """
    via = _ALSO.get(via.casefold(), via.casefold())
    kind, channel, direction = _via(via)
    if inbound:
        direction = "both" if kind == "meeting" else "in"
    moment = now if at is None else at
    if moment > now:
        raise UsageError("A touch cannot have taken place in the future; plan it as a task instead.")
    written = kind in ("email", "message")
    asks = wants_answer(text) if direction == "in" and written else None
    quote = None if asks is None else asks or NO_WORDS
    with acting(database, "touch", lead_ids, now) as doing:
        for lead_id in lead_ids:
            who = _contact(database, lead_id, contact_id)
            newest = database.value("SELECT last_touch_at FROM lead WHERE id = ?", (lead_id,)) or 0
            doing.made = records.insert(
                database, "touch", lead_id=lead_id, contact_id=who, kind=kind, channel=channel,
                direction=direction, sentiment=sentiment, text=text, quote=quote, at=moment, created_at=now,
            )  # fmt: skip
            if direction != "out" and moment >= newest:
                _wake(database, lead_id, now)
        keep_heat(database, lead_ids, now)
        doing.say(f"{via} logged" if not inbound else f"{via} from them logged")
    return doing.outcome


_OWED = "SELECT owed_since IS NOT NULL FROM lead WHERE id = ?"


def no_answer_needed(database: Database, lead_ids: Sequence[int], now: int) -> Outcome:
    """Say that the buyer's last words need no answer: the lead leaves the owed part of the queue.

    Leads on which none is owed are left as they are.
    """
    with acting(database, "dismiss", lead_ids, now) as doing:
        owed = [lead_id for lead_id in lead_ids if database.value(_OWED, (lead_id,))]
        for lead_id in owed:
            records.update(database, "lead", lead_id, dismissed_at=now, updated_at=now)
        if not owed:
            doing.say("owes no answer" if len(lead_ids) == 1 else "none of them waits for an answer")
        else:
            doing.say("no answer needed" + (f" on {len(owed)}" if len(owed) < len(lead_ids) else ""))
    return doing.outcome


def _via(via: str) -> tuple[str, str | None, str]:
    found = VIAS.get(via)
    if found is None:
        raise UsageError(f"There is no touch by `{via}`; the ways are {', '.join(VIAS)}.")
    return found


def _contact(database: Database, lead_id: int, contact_id: int | None) -> int | None:
    people = lead_queries.contacts(database, lead_id)
    if contact_id is not None:
        if all(person.id != contact_id for person in people):
            raise UsageError(f"Contact {contact_id} is not one of lead #{lead_id}; nothing was logged.")
        return contact_id
    champion = next((person.id for person in people if person.is_primary), None)
    return champion if champion is not None or len(people) != 1 else people[0].id


def _wake(database: Database, lead_id: int, now: int) -> None:
    if (database.value("SELECT snoozed_until FROM lead WHERE id = ?", (lead_id,)) or 0) > now:
        records.update(database, "lead", lead_id, snoozed_until=None, updated_at=now)
