"""What became of a message that was taken in hand: it left, did not, or nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import tzinfo
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.actions.cadence import Cadence
from hermes_tui.actions.message_status import called, went_out
from hermes_tui.actions.outcome import acting
from storage import records
from storage.database import Database
from storage.errors import DatabaseBusy, NotFound
from storage.queries import messages as queries
from storage.queries.messages import MessageRow

if TYPE_CHECKING:
    from hermes_tui.outreach.templates.values import Me
    from hermes_tui.outreach.ways.way import Way

_TRIES = 3  # to write down what became of a mail, each waiting as long as the database waits for another program


class SendLine(NamedTuple):
    """What became of one message. `fate`: sent, handed over, failed, in doubt or waiting; `words` say how or why."""

    message_id: int
    lead_id: int
    lead: str
    called: str
    fate: str
    words: str


class Post(NamedTuple):
    """What every message of one sending goes out with."""

    database: Database
    way: Way
    me: Me
    now: Callable[[], int]
    cadence: Cadence
    zone: tzinfo


def left(post: Post, row: MessageRow, said: str, at: int) -> SendLine:
    """It went out: sent, or handed over to the rep's own program. This must be written, so it is tried again."""
    for _ in range(_TRIES - 1):
        with suppress(DatabaseBusy):
            return _write_left(post, row, said, at)
    return _write_left(post, row, said, at)


def _write_left(post: Post, row: MessageRow, said: str, at: int) -> SendLine:
    with post.database.transaction():
        found = again(post.database, row.id)
        if found is None:
            return line_of(row, "sent", f"{said}; its lead was deleted meanwhile")
        with acting(post.database, "message", [found.lead_id], post.now(), final=True) as doing:
            if post.way.hands_over:
                records.update(
                    post.database, "message", row.id, status="DRAFT", send_at=None, claimed_at=None, failure=None,
                    updated_at=found.changed_at(post.now()),
                )  # fmt: skip
                doing.say(f"{called(found)} handed over by {post.way.name}")
                return line_of(found, "handed over", said)
            words = went_out(post.database, found, at, post.now(), post.way.name, post.cadence, post.zone)
            doing.say(words)
    return line_of(found, "sent", said)


def failed(post: Post, row: MessageRow, why: str) -> SendLine | None:
    """It did not leave; the text is kept, and it can be sent again by key."""
    with post.database.transaction():
        found = again(post.database, row.id)
        if found is None or found.status != "SCHEDULED" or (found.claimed_at, found.way) != (row.claimed_at, row.way):
            return None
        with acting(post.database, "message", [found.lead_id], post.now(), final=True) as doing:
            records.update(
                post.database, "message", row.id, status="FAILED", failure=why, claimed_at=None,
                updated_at=found.changed_at(post.now()),
            )  # fmt: skip
            doing.say(f"{called(found)} failed")
    return line_of(found, "failed", why)


def doubted(database: Database, row: MessageRow, why: str, now: int) -> SendLine:
    """It may have left; it stays where it is and is never sent again by itself."""
    with database.transaction():
        found = again(database, row.id)
        if found is None or not found.is_in_hand:
            return line_of(row, "in doubt", why)
        with acting(database, "message", [found.lead_id], now, final=True) as doing:
            records.update(database, "message", row.id, failure=why, updated_at=found.changed_at(now))
            doing.say(f"{called(found)} may have left")
    return line_of(found, "in doubt", why)


def again(database: Database, message_id: int) -> MessageRow | None:
    """The message as it is now, None where it was deleted with its lead."""
    try:
        return queries.message(database, message_id)
    except NotFound:
        return None


def line_of(row: MessageRow, fate: str, words: str) -> SendLine:
    """What is told of a message: `fate` in a word or two, such as `sent`, and `words` on where it went, or why not."""
    return SendLine(row.id, row.lead_id, row.lead, called(row), fate, words)
