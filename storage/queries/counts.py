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
