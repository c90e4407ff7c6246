"""What is on its way out: the outbox, what may have left, drafts, what was handed over, what failed; and how many."""

from __future__ import annotations

from typing import NamedTuple

from storage.database import Database
from storage.queries.messages import SELECT, MessageRow


class MailCounts(NamedTuple):
    """How many messages stand where; `questions` is mail that came in and waits for the rep to say whose it is."""

    outbox: int
    in_doubt: int
    drafts: int
    failed: int
    questions: int
    handed_over: int


# Each by the index of its status, which holds only what has not left; SQLite wants the `=` spelled out for it.
_OUT = "m.direction = 'out' AND m.status"
_WAITING = f"{_OUT} = 'SCHEDULED' AND (m.claimed_at IS NULL OR m.failure IS NULL)"
_IN_DOUBT = f"{_OUT} = 'SCHEDULED' AND m.claimed_at IS NOT NULL AND m.failure IS NOT NULL"
_DRAFTS = f"{_OUT} = 'DRAFT' AND m.way IS NULL"
_HANDED_OVER = f"{_OUT} = 'DRAFT' AND m.way IS NOT NULL"
_FAILED = f"{_OUT} = 'FAILED'"
# What can go by itself: mail. Words for another channel are copied by the rep.
_TO_GO = f"{_OUT} = 'SCHEDULED' AND m.channel = 'email' AND m.claimed_at IS NULL"


def outbox(database: Database) -> list[MessageRow]:
    """What waits for its time or is being sent, the next to go first."""
    return _rows(database, _WAITING, "m.send_at, m.id")


def in_doubt(database: Database) -> list[MessageRow]:
    """What may have left and is never sent again by itself, the oldest first."""
    return _rows(database, _IN_DOUBT, "m.claimed_at, m.id")


def drafts(database: Database) -> list[MessageRow]:
    """What is being written, the latest first."""
    return _rows(database, _DRAFTS, "m.updated_at DESC, m.id DESC")


def handed_over(database: Database) -> list[MessageRow]:
    """What the rep's own program was given, and nobody said yet whether it was sent; the latest first."""
    return _rows(database, _HANDED_OVER, "m.updated_at DESC, m.id DESC")


def failed(database: Database) -> list[MessageRow]:
    """What did not leave, the latest first; the text is kept."""
    return _rows(database, _FAILED, "m.updated_at DESC, m.id DESC")


def counts(database: Database) -> MailCounts:
    """How many there are of each."""
    parts = (_WAITING, _IN_DOUBT, _DRAFTS, _FAILED, None, _HANDED_OVER)
    sql = ", ".join(
        "(SELECT COUNT(*) FROM mail_question)" if part is None else f"(SELECT COUNT(*) FROM message AS m WHERE {part})"
        for part in parts
    )
    return MailCounts._make(database.row(f"SELECT {sql}") or ())


def waiting_count(database: Database) -> int:
    """How many mails wait for their time, not taken in hand by anybody."""
    return int(database.value(f"SELECT COUNT(*) FROM message AS m WHERE {_TO_GO}"))


def next_due(database: Database) -> int | None:
    """The moment (UTC ms) at which the next mail is to leave; None where none waits."""
    found = database.value(f"SELECT MIN(m.send_at) FROM message AS m WHERE {_TO_GO}")
    return None if found is None else int(found)


def due_ids(database: Database, now: int) -> list[int]:
    """The mails whose time has come and that nobody has in hand, in the order in which they are to leave."""
    sql = f"SELECT m.id FROM message AS m WHERE {_TO_GO} AND m.send_at <= ? ORDER BY m.send_at, m.id"
    return [row[0] for row in database.rows(sql, (now,))]


def in_hand_ids(database: Database) -> list[int]:
    """The mails that somebody took in hand and of which no result is known."""
    sql = f"SELECT m.id FROM message AS m WHERE {_OUT} = 'SCHEDULED' AND m.claimed_at IS NOT NULL AND m.failure IS NULL"
    return [row[0] for row in database.rows(sql)]


def rest_of(database: Database) -> tuple[str, int, str] | None:
    """The way out that failed lately, until when (UTC ms) it is left alone, and why; None where none did."""
    found = database.value("SELECT value FROM setting WHERE key = 'outbox_rest'")
    if not found:
        return None
    import json

    way, until, why = json.loads(found)
    return str(way), int(until), str(why)


def is_demo(database: Database) -> bool:
    """Whether this file is a made-up one, out of which nothing is ever sent."""
    return bool(database.value("SELECT value = '1' FROM setting WHERE key = 'demo'"))


def _rows(database: Database, where: str, order: str) -> list[MessageRow]:
    return [MessageRow._make(row) for row in database.rows(f"{SELECT} WHERE {where} ORDER BY {order}")]
