"""What came since a moment: created, heard, hot, at risk, stuck; by the day, the minute and the second."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from storage.errors import UsageError
from storage.filters import compile_filter
from storage.queries.leads import Leads

DAY = 86_400_000
NOW = 1_782_118_800_000  # Monday 22 June 2026, 09:00 UTC
SINCE = NOW - 2 * DAY  # Saturday 20 June, 09:00:00
TODAY = datetime.date(2026, 6, 22)
BERLIN = ZoneInfo("Europe/Berlin")


def add(database: Database, **columns: object) -> int:
    given = {
        "title": "ERP", "stage_id": 6, "created_at": NOW - 90 * DAY, "updated_at": NOW, "silent_since": NOW,
        "stage_entered_at": NOW - DAY, **columns,
    }  # fmt: skip
    names = ", ".join(given)
    with database.transaction() as connection:
        made = connection.execute(
            f"INSERT INTO lead ({names}) VALUES ({', '.join('?' * len(given))})", tuple(given.values())
        )
    return int(made.lastrowid or 0)


def found(database: Database, text: str, zone: datetime.tzinfo = datetime.UTC) -> list[int]:
    compiled = compile_filter(text, now=NOW, today=TODAY, timezone=zone)
    return sorted(Leads(database, now=NOW, where=compiled.where, params=compiled.params).ids())


def test_after_a_second_begins_with_the_next_one_and_before_it_ends_there(database: Database) -> None:
    before, within, after = (add(database, created_at=SINCE + ms) for ms in (-1, 999, 1_000))
    text = "2026-06-20T09:00:00"
    assert found(database, f"created.after:{text}") == [after]
    assert found(database, f"created.before:{text}") == [before]
    assert found(database, f"created:{text}") == [within]
    assert found(database, f"created:{text}..2026-06-20T09:00") == [within, after]
    assert found(database, "created.after:2026-06-20T09:00") == []


def test_a_moment_is_of_the_reps_own_clock(database: Database) -> None:
    lead = add(database, created_at=SINCE + 1_000)
    assert found(database, "created.after:2026-06-20T11:00:00", BERLIN) == [lead]
    assert found(database, "created.after:2026-06-20T11:00:01", BERLIN) == []


@pytest.mark.parametrize("text", ["created.after:2026-06-20T25:00", "created.after:2026-02-30T09:00", "heard:9:00"])
def test_what_is_no_moment_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        compile_filter(text, now=NOW, today=TODAY)


def test_a_day_takes_no_hour() -> None:
    with pytest.raises(UsageError, match=r"`due` is a day without an hour; write due.after:2026-06-20"):
        compile_filter("due.after:2026-06-20T09:00", now=NOW, today=TODAY)


def test_heard_hot_and_at_risk_are_told_by_when_they_came_to_be(database: Database) -> None:
    old = add(database, last_in_at=SINCE - DAY, people_at=SINCE - DAY, risk_from=0, only_negative=1)
    new = add(database, last_in_at=SINCE + DAY, people_at=SINCE - DAY, second_at=SINCE + DAY, risk_from=SINCE + DAY)
    never = add(database)
    for name in ("heard", "hot", "risk"):
        assert found(database, f"{name}.after:2026-06-20T09:00") == [new]
        assert found(database, f"{name}.before:2026-06-20T09:00") == [old]
    assert found(database, "heard:never") == found(database, "hot:none") == [never]


def test_stuck_since_is_the_day_after_the_last_that_the_stage_allows(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("UPDATE stage SET stuck_days = 14 WHERE id = 6")
        connection.execute("UPDATE stage SET stuck_days = NULL WHERE id = 7")
    lead = add(database, stage_entered_at=SINCE - 15 * DAY + 1_000)
    add(database, stage_id=7, stage_entered_at=0)
    assert found(database, "+stuck stuck.after:2026-06-20T09:00:00") == [lead]
    assert found(database, "+stuck stuck.after:2026-06-20T09:00:01") == []
    with database.transaction() as connection:  # once five visits are completed the stage's own pace counts
        connection.execute("INSERT INTO stage_pace VALUES (6, 5, 10.5)")  # 15.75 days: stuck after 16
    assert found(database, "stuck.after:2026-06-21T09:00:00") == [lead]
    assert found(database, "stuck.after:2026-06-21T09:00:01") == []


def test_stuck_by_the_field_is_stuck_by_the_flag(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO stage_pace VALUES (6, 5, 7.3)")
    for days in range(9, 18):
        for ms in (-1, 0, 1):
            add(database, stage_entered_at=NOW - days * DAY + ms)
    now = "2026-06-22T09:00:00"
    by_field = {*found(database, f"stuck.before:{now}"), *found(database, f"stuck:{now}")}
    at_now = {lead for lead in found(database, f"stuck:{now}") if lead not in found(database, "+stuck")}
    assert by_field - at_now == set(found(database, "+stuck"))
    entered = dict(database.rows("SELECT id, stage_entered_at FROM lead"))
    assert all((entered[lead] - NOW) % DAY == 1 for lead in at_now), "stuck within this second, but not yet"
