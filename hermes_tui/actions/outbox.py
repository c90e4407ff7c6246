"""The outbox: a message waits there until its time, and so long undo takes it back; then it is sent or handed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hermes_tui.actions.drafting import Draft, letter_of, refuse_gone, refuse_unfit, stored
from hermes_tui.actions.message_status import STATUSES, called, mark, settle, state_words
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.send_results import SendLine
from hermes_tui.actions.sending import SendReckoning, look_for_lost, new_mark, send_due
from hermes_tui.formats import count
from storage import claims, records
from storage.database import Database
from storage.errors import UsageError
from storage.queries import messages as queries
from storage.queries import outbox as waiting
from storage.queries.messages import MessageRow

if TYPE_CHECKING:
    from hermes_tui.outreach.templates.values import Me
    from hermes_tui.outreach.ways.way import Way

__all__ = [
    "STATUSES", "SendLine", "SendReckoning", "called", "hand_over", "look_for_lost", "mark", "postpone", "schedule",
    "schedule_all", "send_due", "settle", "state_words", "unschedule",
]  # fmt: skip


def schedule(database: Database, what: Draft | int, send_at: int, now: int) -> Outcome:
    """Put a draft, or the stored message of this id, into the outbox until `send_at` (UTC ms); undo takes it out again.

    Raises UsageError, in one sentence, for a text with gaps or without words, an address that is absent or came back,
    a channel that is no mail, and a message that has left or may have; NotFound.
    """
    claims.hold_back_in_a_copy(database, now)
    if send_at <= now and waiting.rest_of(database) is not None:  # "now" is also: try the way that failed again
        claims.end_rest(database)
    with acting(database, "message", [_lead_of(database, what)], now) as doing:
        doing.made = what if isinstance(what, int) else stored(database, what, now)
        row = queries.message(database, doing.made)
        put_in(database, row, send_at, now)
        doing.say(f"{called(row)} leaves {_when(send_at, now)}")
    return doing.outcome


def schedule_all(database: Database, drafts: Sequence[Draft], send_at: int, now: int) -> Outcome:
    """Put several drafts into the outbox as one action; those that cannot go are kept as drafts, and that is said."""
    claims.hold_back_in_a_copy(database, now)
    kept: list[str] = []
    with acting(database, "message", list(dict.fromkeys(draft.lead_id for draft in drafts)), now) as doing:
        for draft in drafts:
            doing.made = stored(database, draft, now)
            row = queries.message(database, doing.made)
            try:
                put_in(database, row, send_at, now)
            except UsageError as error:
                kept.append(f"{row.lead}: {error}")
        went = len(drafts) - len(kept)
        said = f"{count(went, 'mail')} {'leaves' if went == 1 else 'leave'} {_when(send_at, now)}"
        doing.say(said + (f"; {count(len(kept), 'draft')} kept ({kept[0]})" if kept else ""))
    return doing.outcome


def postpone(database: Database, message_id: int, send_at: int, now: int) -> Outcome:
    """Let a mail of the outbox leave at another moment (UTC ms). Raises UsageError where it is not there, NotFound."""
    row = queries.message(database, message_id)
    with acting(database, "message", [row.lead_id], now) as doing:
        row = _waiting(database, message_id)
        records.update(database, "message", row.id, send_at=send_at, updated_at=row.changed_at(now))
        doing.made = row.id
        doing.say(f"{called(row)} leaves {_when(send_at, now)}")
    return doing.outcome


def unschedule(database: Database, message_id: int, now: int) -> Outcome:
    """Take a mail out of the outbox: it is a draft again. Raises UsageError where it is not there, NotFound."""
    row = queries.message(database, message_id)
    with acting(database, "message", [row.lead_id], now) as doing:
        row = _waiting(database, message_id)
        records.update(database, "message", row.id, status="DRAFT", send_at=None, updated_at=row.changed_at(now))
        doing.made = row.id
        doing.say(f"{called(row)} is a draft again")
    return doing.outcome


def hand_over(database: Database, what: Draft | int, way: Way, me: Me, now: int) -> Outcome:
    """Give a message to the rep's own program by this way, and keep it as handed over until the rep says it was sent.

    Raises SendRefused, with nothing changed, where the way cannot take it; UsageError as `schedule` does; NotFound.
    """
    if waiting.is_demo(database) and way.name != "clipboard":
        raise UsageError("This is a demo file: nothing is ever sent out of it.")
    with acting(database, "message", [_lead_of(database, what)], now) as doing:
        doing.made = what if isinstance(what, int) else stored(database, what, now)
        row = queries.message(database, doing.made)
        refuse_gone(row)
        refuse_unfit(database, row)
        ids = _ids(row, me) if row.channel == "email" else {}
        records.update(
            database, "message", row.id, status="DRAFT", way=way.name, send_at=None, failure=None, **ids,
            at=now, updated_at=row.changed_at(now),
        )  # fmt: skip
        said = way.send(letter_of(queries.message(database, row.id), me, now))
        doing.say(f"{called(row)}: {said}")
    return doing.outcome


def _ids(row: MessageRow, me: Me) -> dict[str, str]:
    """The Message-ID and thread of a mail that has none yet."""
    own = row.rfc_message_id or new_mark(row, me)
    return {"rfc_message_id": own, "thread": row.thread or own}


def _lead_of(database: Database, what: Draft | int) -> int:
    return queries.message(database, what).lead_id if isinstance(what, int) else what.lead_id


def put_in(database: Database, row: MessageRow, send_at: int, now: int) -> None:
    """Inside an action: let a stored message wait in the outbox. Raises UsageError as `schedule` does."""
    refuse_gone(row)
    if row.is_handed_over:
        raise UsageError(
            f"The {called(row)} was handed over by {row.way}; say first whether it was sent (`hermes message status "
            f"{row.id} sent`, or `draft`). Nothing was changed."
        )
    if row.channel != "email":
        raise UsageError(
            f"A {row.channel} message cannot leave by itself: copy it, and say then that it was sent; its text is kept."
        )
    refuse_unfit(database, row)
    records.update(
        database, "message", row.id, status="SCHEDULED", send_at=send_at, claimed_at=None, failure=None, way=None,
        at=now, updated_at=row.changed_at(now),
    )  # fmt: skip


def _waiting(database: Database, message_id: int) -> MessageRow:
    row = queries.message(database, message_id)
    if row.status != "SCHEDULED" or row.claimed_at is not None:
        raise UsageError(f"The {called(row)} is {state_words(row)}, not waiting in the outbox; nothing was changed.")
    return row


def _when(send_at: int, now: int) -> str:
    """How long it waits, in words: `now`, `in 30 s`, `in 5 min`, `in 3 h`, `in 2 d`."""
    seconds = round((send_at - now) / 1000)
    if seconds <= 0:
        return "now"
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"in {round(seconds / size)} {unit}"
    return f"in {seconds} s"
