"""What the rep wants of a month: the goals in force, and those that were set."""

from __future__ import annotations

from typing import NamedTuple

from storage.database import Database

KINDS: tuple[str, ...] = ("touches", "meetings", "won_value")


class GoalRow(NamedTuple):
    """A goal as it was set: `month` (`2026-06`) and those after it; `amount` is a count, or minor units of `currency`.

    An amount of 0 says that there is none from that month on.
    """

    id: int
    month: str
    kind: str
    amount: int
    currency: str | None


_COLUMNS = ", ".join(GoalRow._fields)
_PLACE = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(KINDS))
_SET = f"SELECT {_COLUMNS} FROM goal ORDER BY month DESC, CASE kind {_PLACE} END"
# A goal holds until the next of its kind; by the unique index of (month, kind).
_IN_FORCE = f"""
SELECT {_COLUMNS} FROM goal
WHERE month <= :month AND NOT EXISTS (
    SELECT 1 FROM goal AS later
    WHERE later.kind = goal.kind AND later.month <= :month AND later.month > goal.month
)
ORDER BY CASE kind {_PLACE} END
"""


def goals_set(database: Database) -> list[GoalRow]:
    """Every goal that was set, the latest month first."""
    return [GoalRow._make(row) for row in database.rows(_SET)]


def in_force(database: Database, month: str) -> list[GoalRow]:
    """The goals that hold in a month, also those of 0, which say that there is none; by kind."""
    return [GoalRow._make(row) for row in database.rows(_IN_FORCE, {"month": month})]


def goal_of(database: Database, month: str, kind: str) -> GoalRow | None:
    """The goal that was set for just that month."""
    row = database.row(f"SELECT {_COLUMNS} FROM goal WHERE month = ? AND kind = ?", (month, kind))
    return None if row is None else GoalRow._make(row)
