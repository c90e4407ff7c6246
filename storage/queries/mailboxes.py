"""The mailboxes, which mail of them was seen, and the mail that waits for the rep to say whose it is.

Mailboxes and what was seen are no part of the journal: undoing what a sync filed does not make it read all again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound


class MailboxRow(NamedTuple):
    """A mailbox and how far it was read; `synced_at` UTC ms, None where it never was."""

    id: int
    name: str
    kind: str
    place: str
    state: dict[str, Any]
    synced_at: int | None


def mailboxes(database: Database) -> list[MailboxRow]:
    """Every mailbox that was read, by name."""
    rows = database.rows("SELECT id, name, kind, place, state, synced_at FROM mailbox ORDER BY name")
    return [
        MailboxRow(number, name, kind, place, json.loads(state), at) for number, name, kind, place, state, at in rows
    ]


def mailbox(database: Database, name: str, kind: str, place: str) -> MailboxRow:
    """The mailbox of this name, made where there is none yet; one that moved elsewhere begins anew.

    Call it in a transaction.
    """
    name, place = clean(name), clean(place)
    found = next((each for each in mailboxes(database) if each.name == name), None)
    connection = database.connection()
    if found is not None and (found.kind, found.place) != (kind, place):
        connection.execute("DELETE FROM mailbox WHERE id = ?", (found.id,))
        found = None
    if found is None:
        connection.execute("INSERT INTO mailbox (name, kind, place) VALUES (?, ?, ?)", (name, kind, place))
        found = next(each for each in mailboxes(database) if each.name == name)
    return found


def seen(database: Database, mailbox_id: int) -> set[str]:
    """The keys of the mail that was read and decided upon, by the table's own order."""
    return {row[0] for row in database.rows("SELECT key FROM mail_seen WHERE mailbox_id = ?", (mailbox_id,))}


def mark_seen(database: Database, mailbox_id: int, keys: Iterable[str]) -> None:
    """Write down that this mail was read and decided upon, in the transaction under way."""
    database.connection().executemany(
        "INSERT OR IGNORE INTO mail_seen (mailbox_id, key) VALUES (?, ?)", [(mailbox_id, key) for key in keys]
    )


def keep_state(database: Database, mailbox_id: int, state: dict[str, Any] | None, now: int) -> None:
    """Write down how far a mailbox was read (None: no further than before), in the transaction under way."""
    database.connection().execute(
        "UPDATE mailbox SET state = COALESCE(?, state), synced_at = ? WHERE id = ?",
        (None if state is None else json.dumps(state), now, mailbox_id),
    )


class Question(NamedTuple):
    """A mail that waits for the rep to say whose it is.

    `candidates` are (lead, contact or None, what speaks for it). `message_id`: it is on file already, by its thread,
    and asked is only whether the person who wrote is a new one. `words` is what it says without what it quotes.
    """

    id: int
    at: int
    rfc_message_id: str | None
    in_reply_to: str | None
    refs: str | None
    from_name: str | None
    address: str
    subject: str
    body: str
    words: str
    automatic: str | None
    return_on: str | None
    candidates: tuple[tuple[int, int | None, str], ...]
    why: str
    direction: str
    message_id: int | None
    created_at: int


_QUESTIONS = f"SELECT {', '.join(Question._fields)} FROM mail_question"


def questions(database: Database, limit: int = 1_000) -> list[Question]:
    """What waits to be answered, the newest first."""
    return _questions(database, "ORDER BY at DESC, id DESC LIMIT ?", limit)


def question(database: Database, question_id: int) -> Question:
    """A question. Raises NotFound."""
    found = _questions(database, "WHERE id = ?", question_id)
    if not found:
        raise NotFound(f"There is no question {question_id} about a mail; `hermes mail ask` lists those there are.")
    return found[0]


def questions_of(database: Database, address: str) -> list[Question]:
    """What waits to be answered of one writer (in small letters), the oldest first."""
    return _questions(database, "WHERE address = ? ORDER BY at, id", address)


def _questions(database: Database, which: str, given: int | str) -> list[Question]:
    """Rows as questions; a lead that was deleted since is no candidate, nor a person."""
    rows = database.rows(f"{_QUESTIONS} {which}", (given,))
    place = Question._fields.index("candidates")
    said = [json.loads(row[place]) for row in rows]
    leads = _there(database, "lead", {lead for each in said for lead, _, _ in each})
    people = _there(database, "contact", {person for each in said for _, person, _ in each if person is not None})
    return [
        Question._make(row)._replace(
            candidates=tuple(
                (lead, person if person in people else None, why) for lead, person, why in each if lead in leads
            )
        )
        for row, each in zip(rows, said, strict=True)
    ]


def _there(database: Database, table: str, ids: set[int]) -> set[int]:
    sql = f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0] for row in database.rows(sql, (json.dumps(sorted(ids)),))} if ids else set()
