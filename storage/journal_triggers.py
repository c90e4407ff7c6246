"""The triggers that write each change of each row into the journal, made from the tables' own columns."""

from __future__ import annotations

import sqlite3

# Rows a rep made or may undo. Kept copies, the full-text tables and the journal itself are not journaled.
JOURNALED = (
    "stage", "import", "lead", "contact", "note", "objection", "template", "template_version", "message", "touch",
    "task", "proposal", "signal", "tag", "lead_tag", "stage_event", "suggestion", "view", "import_row",
    "sentiment_event", "not_duplicate", "mail_question", "rule_set", "custom_field", "goal",
)  # fmt: skip

_RECORDING = "(SELECT action_id FROM journal_now WHERE id = 1) IS NOT NULL"


def _object(columns: list[str], row: str) -> str:
    pairs = ", ".join(f"'{column}', {row}.{column}" for column in columns)
    return f"json_object({pairs})"


def _changed(columns: list[str], row: str) -> str:
    # Only what changed is kept: a touch must not copy the lead's description twice.
    parts = " || ".join(
        f"""CASE WHEN OLD.{column} IS NOT NEW.{column} THEN ',"{column}":' || json_quote({row}.{column}) ELSE '' END"""
        for column in columns
    )
    return f"'{{' || substr({parts}, 2) || '}}'"


def triggers_of(table: str, columns: list[str]) -> list[tuple[str, str]]:
    """The (name, SQL) of the insert, update and delete triggers that journal `table`."""
    found = []
    for op, row in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
        if table == "lead":
            lead = f"{row}.id"
        else:
            lead = f"{row}.lead_id" if "lead_id" in columns else "NULL"
        before = {"insert": "NULL", "update": _changed(columns, "OLD"), "delete": _object(columns, "OLD")}[op]
        after = {"insert": _object(columns, "NEW"), "update": _changed(columns, "NEW"), "delete": "NULL"}[op]
        differs = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
        when = f"{_RECORDING} AND ({differs})" if op == "update" else _RECORDING
        name = f"journal_{table}_{op}"
        found.append(
            (
                name,
                f"CREATE TRIGGER {name} AFTER {op.upper()} ON {table} WHEN {when} BEGIN "
                "INSERT INTO change (action_id, table_name, row_id, lead_id, op, before, after) "
                f"SELECT action_id, '{table}', {row}.id, {lead}, '{op}', {before}, {after} "
                "FROM journal_now WHERE id = 1; END",
            )
        )
    return found


def install(connection: sqlite3.Connection) -> None:
    """Drop and make anew every journal trigger, so that they name the columns the tables have now."""
    for table in JOURNALED:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for name, sql in triggers_of(table, columns):
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
            connection.execute(sql)
