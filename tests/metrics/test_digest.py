"""The digest: each line defined by an example, and every number that of the leads its own filter lists."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.stages import lose
from hermes_tui.actions.tasks import Plan, add_task
from hermes_tui.actions.touches import log_touch
from hermes_tui.metrics.digest import KEYS, NEWS, Line, digest
from storage import records
from storage.database import Database
from storage.filters import compile_filter
from storage.queries.leads import Leads
from storage.queries.seen import keep_seen, seen_at

DAY = 86_400_000
HOUR = DAY // 24
NOW = 1_782_118_800_000  # Monday 22 June 2026, 09:00 UTC
TODAY = date(2026, 6, 22)
SINCE = NOW - 2 * DAY - 16 * HOUR  # Friday 19 June, 17:00


def lead_at(database: Database, stage: str = "contacted", days: float = 30) -> int:
    given = {"title": "ERP", "company": "Acme Corp", "stage": stage}
    return add_lead(database, given, NOW - int(days * DAY), TODAY - timedelta(days=int(days))).made


def line(database: Database, key: str, since: int | None = SINCE, **more: Any) -> Line:
    (found,) = digest(database, NOW, TODAY, since, stale_days=7, keys=(key,), **more)
    return found


def numbers(database: Database, key: str) -> tuple[int, int | None]:
    found = line(database, key)
    return found.n, found.since


def listed(database: Database, text: str) -> int:
    found = compile_filter(text, now=NOW, today=TODAY, stale_days=7)
    return len(Leads(database, now=NOW, where=found.where, params=found.params).ids())


def heard(database: Database, lead: int, days: float, text: str = "What would it cost?") -> None:
    log_touch(database, [lead], "email", NOW, inbound=True, text=text, at=NOW - int(days * DAY))


# -- each line -------------------------------------------------------------------------------------------


def test_new_are_those_that_came_in_since(database: Database) -> None:
    for days in (0.1, 2, 2.5, 2.8, 30):
        lead_at(database, "new", days)
    assert numbers(database, "new") == (1, 3)
    assert line(database, "new").since_filter == "created.after:2026-06-19T17:00:00"


def test_replied_are_open_leads_that_were_heard_and_no_machine(database: Database) -> None:
    now, since, before, lost = (lead_at(database) for _ in range(4))
    for lead, days in ((now, 0.1), (since, 2), (before, 4), (lost, 1)):
        heard(database, lead, days)
    lose(database, [lost], "price", NOW)
    log_touch(database, [lead_at(database)], "email", NOW, at=NOW - HOUR)
    assert numbers(database, "replied") == (1, 2)


def test_due_are_those_with_a_task_and_since_those_on_which_none_was_due_then(database: Database) -> None:
    old, new, both, later = (lead_at(database) for _ in range(4))
    for lead, days in ((old, -5), (old, -1), (new, 0), (both, -3), (both, 0), (later, 3)):
        add_task(database, [lead], Plan("call", TODAY + timedelta(days=days)), NOW - 9 * DAY)
    found = line(database, "due")
    assert (found.n, found.since, found.since_filter) == (3, 1, "+due due.after:2026-06-19")


def test_hot_since_are_the_hot_ones_whose_warmest_word_came_since(database: Database) -> None:
    before, since, cool = (lead_at(database, "responded", 60) for _ in range(3))
    for lead, last in ((before, 5), (since, 1)):
        with database.transaction():
            records.insert(database, "signal", lead_id=lead, kind="pricing", state="confirmed", at=NOW - 9 * DAY)
        for days in (9, last):
            log_touch(database, [lead], "email", NOW, at=NOW - int((days + 0.1) * DAY))
            heard(database, lead, days)
    heard(database, cool, 1)
    assert numbers(database, "hot") == (2, 1)


def test_at_risk_since_are_those_whose_first_reason_began_to_hold_since(database: Database) -> None:
    silent = 14
    for days in (silent + 1.5, silent + 9):
        lead = lead_at(database, "contacted", 60)
        with database.transaction():
            records.insert(
                database, "contact", lead_id=lead, name="Ann Lee", is_primary=1, created_at=NOW, updated_at=NOW
            )
        log_touch(database, [lead], "email", NOW, inbound=True, text="Yes", at=NOW - int(days * DAY))
    assert numbers(database, "at_risk") == (2, 1)


def test_stuck_since_are_those_that_crossed_the_threshold_since(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("UPDATE stage SET stuck_days = 10")
    for days in (5, 11.5, 12.5, 20):
        lead_at(database, "contacted", days)
    assert numbers(database, "stuck") == (3, 2)


def test_owed_since_are_those_that_wrote_since_and_wait(database: Database) -> None:
    for days in (1, 9):
        heard(database, lead_at(database), days)
    assert numbers(database, "owed") == (2, 1)


def test_what_the_rep_did_in_the_last_second_is_no_news(database: Database) -> None:
    lead_at(database, "new", (NOW - SINCE - 300) / DAY)
    assert line(database, "new", SINCE).since == 0
    lead_at(database, "new", (NOW - SINCE - 1_001) / DAY)
    assert line(database, "new", SINCE).since == 1


def test_the_last_time_is_written_by_the_reps_own_clock(database: Database) -> None:
    found = line(database, "due", zone=ZoneInfo("Pacific/Auckland"))
    assert found.since_filter == "+due due.after:2026-06-20"
    assert "T05:00:00" in line(database, "new", zone=ZoneInfo("Pacific/Auckland")).since_filter


def test_the_first_time_nothing_is_said_of_since(database: Database) -> None:
    lead_at(database)
    found = digest(database, NOW, TODAY, None, stale_days=7)
    assert tuple(each.key for each in found) == KEYS
    assert {(each.since, each.since_filter) for each in found} == {(None, "")}


def test_a_count_that_is_not_wanted_any_more_ends_the_rest(database: Database) -> None:
    left = iter([True, True, False])
    found = digest(database, NOW, TODAY, None, stale_days=7, keys=NEWS, between=lambda: next(left))
    assert [each.key for each in found] == ["new", "replied"]


def test_a_last_time_that_cannot_be_is_taken_for_what_it_can_be(database: Database) -> None:
    lead_at(database, "new", 1)
    assert line(database, "new", NOW + 90 * DAY).since == 0
    assert line(database, "new", 10**17).since == 0
    assert line(database, "new", -(10**17)).since == 1


# -- when the rep was here -------------------------------------------------------------------------------


def test_when_the_rep_was_here_is_a_setting_and_no_action(database: Database) -> None:
    assert seen_at(database) is None
    keep_seen(database, NOW)
    keep_seen(database, NOW + 1)
    assert seen_at(database) == NOW + 1
    assert database.value("SELECT COUNT(*) FROM action") == 0
    assert database.value("PRAGMA busy_timeout") == 5_000


# -- whatever the file -----------------------------------------------------------------------------------

_MOMENTS = st.floats(0, 40).map(lambda days: NOW - int(days * DAY))
_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "stage_id": st.integers(1, 13), "created_at": _MOMENTS, "silent_since": _MOMENTS,
            "stage_entered_at": _MOMENTS, "last_in_at": st.none() | _MOMENTS, "last_out_at": st.none() | _MOMENTS,
            "owed_since": st.none() | _MOMENTS, "heat": st.integers(-15, 65), "second_at": st.none() | _MOMENTS,
            "risk_from": st.none() | st.just(0) | _MOMENTS, "snoozed_until": st.none() | st.just(NOW + DAY),
            "next_task_on": st.none() | st.integers(-9, 9).map(lambda days: (TODAY + timedelta(days)).isoformat()),
        }
    ),
    max_size=8,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_ROWS, st.none() | _MOMENTS)
def test_every_number_is_that_of_the_leads_listed(
    database: Database, rows: list[dict[str, Any]], since: int | None
) -> None:
    with database.transaction() as connection:
        connection.execute("DELETE FROM task")
        connection.execute("DELETE FROM lead")
        for row in rows:
            given = {"title": "x", "updated_at": NOW, "is_open": int(row["stage_id"] <= 10), **row}
            marks = ", ".join("?" * len(given))
            lead = connection.execute(
                f"INSERT INTO lead ({', '.join(given)}) VALUES ({marks})", tuple(given.values())
            ).lastrowid
            if row["next_task_on"]:
                connection.execute(
                    "INSERT INTO task (lead_id, kind, title, due_on, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
                    (lead, "CALL", "call", row["next_task_on"], NOW, NOW),
                )
    for found in digest(database, NOW, TODAY, since, stale_days=7):
        assert found.n == listed(database, found.filter), found.key
        if found.since is not None:
            assert found.since == listed(database, found.since_filter), found.key
            if found.key not in ("new", "replied"):  # of those now, the last day may have begun after the last time
                assert found.since <= found.n
        assert (found.since is None) == (not found.since_filter)
