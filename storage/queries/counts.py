"""The few numbers that stand in every title bar, each read at a cost that does not grow with the leads."""

from __future__ import annotations

from storage.database import Database


def lead_count(database: Database) -> int:
    """How many leads there are, from the kept totals."""
    return int(database.value("SELECT COALESCE(SUM(n), 0) FROM stage_total"))


def due_task_count(database: Database, today: str) -> int:
    """How many pending tasks are due today or overdue, by index task_due."""
    pending = "status IN ('PENDING', 'IN_PROGRESS')"
    return int(database.value(f"SELECT COUNT(*) FROM task WHERE {pending} AND due_on <= ?", (today,)))


# What is on its way out or may be, what failed and what the rep's own program has, each by its index (which an OR
# would not use, and in whose place SQLite takes any wider one that covers the question and has every message in it);
# and mail that asks whose it is. A draft asks for nothing.
_WAITING_MAIL = """
SELECT (SELECT COUNT(*) FROM message INDEXED BY message_scheduled WHERE status = 'SCHEDULED' AND direction = 'out')
    + (SELECT COUNT(*) FROM message INDEXED BY message_failed WHERE status = 'FAILED' AND direction = 'out')
    + (SELECT COUNT(*) FROM message INDEXED BY message_draft
        WHERE status = 'DRAFT' AND direction = 'out' AND way IS NOT NULL)
    + (SELECT COUNT(*) FROM mail_question)
"""


def waiting_mail_count(database: Database) -> int:
    """How much mail waits, for its time or for a word of the rep."""
    return int(database.value(_WAITING_MAIL))
