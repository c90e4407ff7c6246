"""What became of a message: that it left, arrived, was read, answered, came back; said by the outbox or by key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Any

from hermes_tui.actions.cadence import RESPONDED, Cadence, cancel_bounced, cancel_cadence, follow_up
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.stages import enter
from hermes_tui.formats import one_line
from storage import records
from storage.database import Database
from storage.errors import UsageError
from storage.queries import messages as queries
from storage.queries.messages import GONE, MessageRow
from storage.queries.stages import stages

STATUSES = ("DRAFT", "SCHEDULED", "SENT", "DELIVERED", "READ", "REPLIED", "BOUNCED", "FAILED")
"""In the order of a message's life; the last two end it."""

HANDED_OVER_BY = frozenset({"maildir", "eml", "mailto", "clipboard"})
"""The ways by which the rep's own program sends a message, so that only the rep knows whether it went."""

# What a message that left moves its lead to; nothing goes backwards, nor past the second follow-up.
_FORWARD = {"NEW": "CONTACTED", "QUALIFIED": "CONTACTED", "CONTACTED": "FOLLOWUP_1", "FOLLOWUP_1": "FOLLOWUP_2"}
_LONGEST_NAME = 60  # letters of a name in a sentence
_NOT_OUT = frozenset({"DRAFT", "SCHEDULED", "FAILED"})


def mark(
    database: Database, message_ids: Sequence[int], status: str, now: int, *, at: int | None = None,
    way: str | None = None, cadence: Cadence | None = None, zone: tzinfo = UTC,
) -> Outcome:  # fmt: skip
    """Say what became of messages of ours, as one action; `at` (UTC ms) is when: for SCHEDULED when it is to leave.

    What went out before it arrived, was read or answered, went out then too: the lead moves forward and its next
    follow-up is planned (`cadence`, `zone` for the day). REPLIED moves it to Responded and ends the cadence, BOUNCED
    flags the person's address. Mail that Hermes sent is never unsent. Raises UsageError, NotFound.
    """
    target = status_named(status)
    moment = now if at is None else at
    if moment > now and target != "SCHEDULED":
        raise UsageError("What became of a message cannot be of the future; nothing was changed.")
    rows = [queries.message(database, message_id) for message_id in dict.fromkeys(message_ids)]
    with acting(database, "message", list(dict.fromkeys(row.lead_id for row in rows)), now) as doing:
        said = ""
        for row in rows:
            row = queries.message(database, row.id)
            _refuse(row, target)
            doing.made = row.id
            stays = row.way if way is None and target not in _NOT_OUT else way
            if (row.status, row.claimed_at, row.way) == (target, None, stays):
                said = said or f"{called(row)} is {target.lower()} already"
                continue
            said = _marked(database, row, target, moment, now, way, cadence or Cadence(), zone)
        doing.say(said if len(rows) == 1 else f"{len(rows)} messages marked {target.lower()}")
    return doing.outcome


def settle(
    database: Database, message_id: int, went: bool, now: int, *, again_at: int | None = None,
    cadence: Cadence | None = None, zone: tzinfo = UTC,
) -> Outcome:  # fmt: skip
    """Say of a message in doubt whether it left; then it is sent, at the moment it was taken in hand.

    Else it is a draft again or, with `again_at` (UTC ms), waits in the outbox until then. Raises UsageError for one
    that is not in doubt, NotFound.
    """
    row = queries.message(database, message_id)
    with acting(database, "message", [row.lead_id], now) as doing:
        row = queries.message(database, message_id)
        if not row.is_in_doubt:
            raise UsageError(f"There is no doubt about message {row.id}: it is {state_words(row)}.")
        doing.made = row.id
        if went:
            doing.say(went_out(database, row, row.claimed_at or now, now, row.way, cadence or Cadence(), zone))
        else:
            again = {"status": "DRAFT", "send_at": None} if again_at is None else {"send_at": again_at, "at": now}
            records.update(
                database,
                "message",
                row.id,
                **again,
                claimed_at=None,
                failure=None,
                way=None,
                updated_at=row.changed_at(now),
            )
            doing.say(f"{called(row)} did not leave, and is {'a draft' if again_at is None else 'in the outbox'} again")
    return doing.outcome


def status_named(word: str) -> str:
    """The status of this name. Raises UsageError naming those there are."""
    found = word.strip().upper()
    if found not in STATUSES:
        raise UsageError(f"A message is never `{word}`; it is {', '.join(STATUSES).lower()}.")
    return found


def called(row: MessageRow) -> str:
    """What to call a message in a sentence: `mail to Ann Lee`, `linkedin message to Bob`."""
    kind = "mail" if row.channel == "email" else f"{row.channel} message"
    whom = one_line(row.to_name or row.address or "", _LONGEST_NAME)
    return f"{kind} to {whom}" if whom else kind


def state_words(row: MessageRow) -> str:
    """Where a message stands, in a word or two."""
    if row.is_in_doubt:
        return "in doubt"
    if row.is_in_hand:
        return "being sent"
    if row.is_handed_over:
        return "handed over"
    return {"SCHEDULED": "in the outbox", "DRAFT": "a draft"}.get(row.status, row.status.lower())


# -- what follows from it, inside an action ----------------------------------------------------------------


def went_out(
    database: Database, row: MessageRow, at: int, now: int, way: str | None, cadence: Cadence, zone: tzinfo,
    status: str = "SENT",
) -> str:  # fmt: skip
    """Write down that a message left at that moment, with what follows: stage and cadence. Returns the words.

    `status` is what became of it since.
    """
    records.update(
        database, "message", row.id, status=status, at=at, way=way, claimed_at=None, failure=None,
        updated_at=row.changed_at(now),
    )  # fmt: skip
    said = f"{called(row)} {status.lower()}"
    moved = _move(database, row.lead_id, _FORWARD, at, now)
    said += f" → {moved}" if moved else ""
    planned = follow_up(database, row, at, now, cadence, zone)
    return said + (f"; {planned}" if planned else "")


def answered(database: Database, row: MessageRow, at: int, now: int) -> str:
    """Write down that a message of ours was answered by a person at that moment. Returns the words."""
    records.update(database, "message", row.id, status="REPLIED", updated_at=row.changed_at(now))
    return f"{called(row)} answered{heard_from(database, row.lead_id, at, now)}"


def heard_from(database: Database, lead_id: int, at: int, now: int) -> str:
    """They wrote: the lead moves on to Responded, never back, and nothing is chased any more. Returns the words."""
    cancel_cadence(database, lead_id, now)
    open_before = [stage.name for stage in stages(database) if stage.kind == "open" and stage.id < RESPONDED]
    moved = _move(database, lead_id, dict.fromkeys(open_before, "RESPONDED"), at, now)
    return f" → {moved}" if moved else ""


def _move(database: Database, lead_id: int, ways: dict[str, str], at: int, now: int) -> str:
    """Move a lead from the stage it is in to the one that `ways` gives; returns that one's label, "" where none.

    Logged late, it enters no earlier than the visit began that it ends.
    """
    pipeline = stages(database)
    here = database.value("SELECT stage_id FROM lead WHERE id = ?", (lead_id,))
    name = next(stage.name for stage in pipeline if stage.id == here)
    if name not in ways:
        return ""
    target = next(stage for stage in pipeline if stage.name == ways[name])
    begun = database.value("SELECT MAX(at) FROM stage_event WHERE lead_id = ? AND left_at IS NULL", (lead_id,))
    enter(database, lead_id, target, now, at=max(at, begun or 0), cause="message")
    return target.label


# -- by key ------------------------------------------------------------------------------------------------


def _refuse(row: MessageRow, target: str) -> None:
    if row.direction == "in":
        raise UsageError(f"Message {row.id} came from them; only what we write has a status to be set.")
    if row.is_in_hand:
        raise UsageError(f"The {called(row)} is being sent just now; nothing was changed.")
    by_hermes = row.way is not None and row.way not in HANDED_OVER_BY
    if by_hermes and (row.status in GONE or row.status == "BOUNCED") and target in _NOT_OUT:
        raise UsageError(
            f"The {called(row)} left by {row.way} and is never sent again; write another one. Nothing was changed."
        )


def _marked(
    database: Database, row: MessageRow, target: str, moment: int, now: int, way: str | None, cadence: Cadence,
    zone: tzinfo,
) -> str:  # fmt: skip
    """Write one message's status and what follows from it. Returns the words."""
    if target in _NOT_OUT:
        return _not_out(database, row, target, moment, now, way)
    said = ""
    if row.status in _NOT_OUT:
        left = row.claimed_at or moment
        chase = Cadence(at_most=0) if target in ("REPLIED", "BOUNCED") else cadence
        said = went_out(database, row, left, now, way or row.way, chase, zone, target)
    else:
        kept = {"way": way} if way is not None else {}
        records.update(database, "message", row.id, status=target, updated_at=row.changed_at(now), **kept)
        said = f"{called(row)} {target.lower()}"
    if target == "REPLIED":
        return said + heard_from(database, row.lead_id, moment, now)
    if target == "BOUNCED":
        cancel_bounced(database, row.id, now)
        return said + _flag_address(database, row, moment, now)
    return said


def _not_out(database: Database, row: MessageRow, target: str, moment: int, now: int, way: str | None) -> str:
    if target == "SCHEDULED" and row.channel == "email":
        from hermes_tui.actions.outbox import put_in

        put_in(database, row, moment, now)
        return f"{called(row)} is in the outbox"
    values: dict[str, Any] = {"status": target, "claimed_at": None, "updated_at": row.changed_at(now), "way": way}
    values["send_at"] = moment if target == "SCHEDULED" else None
    values["failure"] = "marked by hand" if target == "FAILED" else None
    records.update(database, "message", row.id, **values)
    return f"{called(row)} is {state_words(row._replace(status=target, way=way, claimed_at=None))}"


def _flag_address(database: Database, row: MessageRow, moment: int, now: int) -> str:
    """The person's address came back, if it still is the one written to."""
    if row.contact_id is None or row.address is None:
        return ""
    known = database.value("SELECT email FROM contact WHERE id = ?", (row.contact_id,))
    if known is None or known.casefold() != row.address.casefold():
        return ""
    records.update(database, "contact", row.contact_id, bounced_at=moment, updated_at=now)
    return f"; {row.address} is marked as bouncing"
