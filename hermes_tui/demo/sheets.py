"""Rows on their way into the file: one sheet a table, numbered as they come, written out in chunks."""

from __future__ import annotations

import sqlite3
from typing import Any

# Columns that the generator fills; the others keep their defaults.
COLUMNS: dict[str, tuple[str, ...]] = {
    "lead": (
        "id", "title", "company", "description", "source", "source_url", "external_id", "author", "author_url",
        "email", "email_source", "phone", "website", "budget_min", "budget_max", "value", "currency", "deadline_on",
        "stage_id", "score", "score_reasons", "score_manual", "score_key", "close_reason", "snoozed_until",
        "dismissed_at", "custom", "created_at", "updated_at", "is_open", "in_play", "stage_entered_at", "last_touch_at",
        "last_in_at", "last_out_at", "silent_since", "unanswered_out", "owed_since", "owed_quote", "next_task_id",
        "next_task_on",
    ),
    "contact": (
        "id", "lead_id", "name", "email", "phone", "role", "channel", "sentiment", "is_primary", "bounced_at",
        "created_at", "updated_at", "last_touch_at", "last_in_at", "last_out_at", "touch_count",
    ),
    "note": ("id", "lead_id", "contact_id", "kind", "model", "text", "at", "created_at", "updated_at"),
    "objection": ("id", "lead_id", "note_id", "kind", "state", "raised_at", "resolved_at", "resolution"),
    "template": ("id", "name", "kind", "channel", "subject", "body", "created_at", "updated_at"),
    "message": (
        "id", "lead_id", "contact_id", "template_id", "channel", "direction", "status", "automatic", "subject",
        "body", "quote", "at", "send_at", "rfc_message_id", "in_reply_to", "thread", "address", "created_at",
        "updated_at", "sentiment", "template_version", "return_on",
    ),
    "touch": (
        "id", "lead_id", "contact_id", "kind", "channel", "direction", "sentiment", "text", "quote", "at", "created_at",
    ),
    "task": (
        "id", "lead_id", "contact_id", "kind", "title", "priority", "status", "due_on", "due_at", "done_at",
        "created_at", "updated_at",
    ),
    "proposal": (
        "id", "lead_id", "version", "title", "body", "amount", "currency", "terms", "status", "sent_at", "viewed_at",
        "decided_at", "expires_on", "created_at", "updated_at",
    ),
    "signal": ("id", "lead_id", "contact_id", "kind", "state", "evidence", "origin", "at", "decided_at"),
    "tag": ("id", "name"),
    "lead_tag": ("id", "lead_id", "tag_id"),
    "stage_event": ("id", "lead_id", "from_stage_id", "to_stage_id", "at", "left_at", "cause", "reason"),
    "sentiment_event": ("id", "lead_id", "contact_id", "sentiment", "at"),
    "suggestion": ("id", "lead_id", "kind", "verdict", "at"),
    "view": ("id", "name", "filter", "position"),
    "custom_field": ("id", "name", "kind", "choices", "position", "created_at"),
    "goal": ("id", "month", "kind", "amount", "currency", "created_at", "updated_at"),
}  # fmt: skip


class Sheet:
    """New rows of one table, each under the next number."""

    __slots__ = ("last", "rows", "table")

    def __init__(self, table: str) -> None:
        self.table = table
        self.last = 0
        self.rows: list[tuple[Any, ...]] = []

    def put(self, *values: Any) -> int:
        """Add a row (all columns but the id, in the order of COLUMNS) and return its id."""
        self.last += 1
        self.rows.append((self.last, *values))
        return self.last


class Sheets:
    """A sheet for each table that the generator fills."""

    def __init__(self) -> None:
        self.lead = Sheet("lead")
        self.contact = Sheet("contact")
        self.note = Sheet("note")
        self.objection = Sheet("objection")
        self.template = Sheet("template")
        self.message = Sheet("message")
        self.touch = Sheet("touch")
        self.task = Sheet("task")
        self.proposal = Sheet("proposal")
        self.signal = Sheet("signal")
        self.tag = Sheet("tag")
        self.lead_tag = Sheet("lead_tag")
        self.stage_event = Sheet("stage_event")
        self.suggestion = Sheet("suggestion")
        self.sentiment_event = Sheet("sentiment_event")
        self.view = Sheet("view")
        self.custom_field = Sheet("custom_field")
        self.goal = Sheet("goal")
        # Parents before children, as foreign keys want it.
        self._in_order = (
            self.template, self.tag, self.view, self.custom_field, self.goal, self.lead, self.contact,
            self.note, self.objection, self.message, self.touch, self.task, self.proposal, self.signal, self.lead_tag,
            self.stage_event, self.suggestion, self.sentiment_event,
        )  # fmt: skip

    def write(self, connection: sqlite3.Connection) -> None:
        """Insert what has come together and forget it, so that memory does not grow with the leads."""
        for sheet in self._in_order:
            if sheet.rows:
                columns = COLUMNS[sheet.table]
                marks = ", ".join("?" for _ in columns)
                connection.executemany(f"INSERT INTO {sheet.table} ({', '.join(columns)}) VALUES ({marks})", sheet.rows)
                sheet.rows.clear()
