"""What was said, put into a file row by row for the tests of figures about it."""

from __future__ import annotations

from datetime import UTC, date, tzinfo
from typing import Any

from hermes_tui.actions.asking import Reckoning, asked_of
from hermes_tui.metrics.asked import Asked
from storage import derived
from storage.database import Database

NOW = 1_782_118_800_000  # Monday 22 June 2026, 09:00 UTC
DAY = 86_400_000
HOUR = 3_600_000


def asking(database: Database, period: str = "all", zone: tzinfo = UTC, now: int = NOW, **more: Any) -> Asked:
    """What figures are asked of, at the frozen moment."""
    rates, currency = more.pop("rates", {}), more.pop("currency", "USD")
    today = date(2026, 6, 22)
    return asked_of(database, Reckoning(now, today, zone, 7, currency, rates), period=period, **more)


def put(database: Database, table: str, **values: Any) -> int:
    """A row, past every action."""
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    return int(database.connection().execute(sql, tuple(values.values())).lastrowid or 0)


def a_lead(database: Database, stage: int = 1, at: int = NOW - 400 * DAY, **values: Any) -> int:
    """A lead that has stood in a stage since then."""
    lead = put(
        database, "lead", title="Deal", stage_id=stage, created_at=at, updated_at=at, stage_entered_at=at,
        silent_since=at, **values,
    )  # fmt: skip
    entered(database, lead, stage, at)
    return lead


def entered(database: Database, lead: int, stage: int, at: int, reason: str | None = None) -> None:
    """It went to a stage; `settle` once all of it is told."""
    connection = database.connection()
    connection.execute("UPDATE stage_event SET left_at = ? WHERE lead_id = ? AND left_at IS NULL", (at, lead))
    put(database, "stage_event", lead_id=lead, to_stage_id=stage, at=at, cause="import", reason=reason)
    connection.execute("UPDATE lead SET stage_id = ? WHERE id = ?", (stage, lead))


def settle(database: Database) -> None:
    """The copies and visits that these rows come to."""
    with database.transaction() as connection:
        derived.rebuild(connection, now=NOW)


def say(
    database: Database, lead: int, kind: str, direction: str, at: int, *, status: str = "", automatic: str | None = None
) -> None:
    """A touch of that kind; `email` and `message` with a status are a Message."""
    stamp = {"lead_id": lead, "at": at, "created_at": at}
    if kind == "note":
        put(database, "note", kind="MANUAL", text="said", updated_at=at, **stamp)
    elif status:
        channel = "email" if kind == "email" else "linkedin"
        put(database, "message", channel=channel, direction=direction, status=status, automatic=automatic,
            updated_at=at, **stamp)  # fmt: skip
    else:
        put(database, "touch", kind=kind, direction=direction, automatic=automatic, **stamp)
