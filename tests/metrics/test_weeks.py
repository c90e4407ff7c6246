"""Week by week: what came in, what went out, and how fast the pipeline was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hermes_tui.actions import history
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.stages import move
from hermes_tui.metrics.closings import closings
from hermes_tui.metrics.velocity import velocity
from hermes_tui.metrics.week_sums import FOREVER
from hermes_tui.metrics.weeks import MOST, Week, weeks, weeks_table
from storage import journal, records
from storage.database import Database
from storage.errors import HermesError
from tests.conftest import DAY, NOW
from tests.metrics.deals_made import TODAY, a_deal, asked, check_opens, lost, opened, row, won

BERLIN = ZoneInfo("Europe/Berlin")


def moment(text: str, zone: tzinfo = UTC) -> int:
    """A local time as UTC ms."""
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


def flows(found: tuple[Week, ...]) -> dict[str, tuple[int, int, int, int]]:
    """created, won, lost, archived by Monday, of the weeks in which there was anything."""
    return {f"{week.monday}": week[3:7] for week in found if any(week[3:7])}


def test_each_week_says_what_came_in_and_what_went_out(database: Database) -> None:
    won(database, 20, 8, value="500")  # created on Tuesday 2 June, won on Sunday 14 June
    won(database, 9, 7, value="700")  # created on Saturday 13 June, won on Monday 15 June
    lost(database, 9, 5)
    a_deal(database, 0, ("ARCHIVED", 0))
    found = weeks(database, asked(30))
    assert [f"{week.monday}" for week in found] == [
        "2026-05-18", "2026-05-25", "2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22",
    ]  # fmt: skip
    assert flows(found) == {
        "2026-06-01": (1, 0, 0, 0), "2026-06-08": (2, 1, 0, 0), "2026-06-15": (0, 1, 1, 0), "2026-06-22": (1, 0, 0, 1),
    }  # fmt: skip
    assert [week.won_values for week in found][3:5] == [(("USD", 50_000, 1, 50_000),), (("USD", 70_000, 1, 70_000),)]
    check_opens(database, [weeks_table(database, asked(30))])


def test_the_first_week_counts_what_is_in_the_period_and_the_table_says_so(database: Database) -> None:
    won(database, 60, 34)
    won(database, 60, 31)
    found = weeks(database, asked(33))
    assert flows(found) == {"2026-05-18": (0, 1, 0, 0)}
    assert weeks_table(database, asked(33)).note == "The first week counts from Wed 20 May on."
    assert sum(week.won for week in found) == closings(database, asked(33)).won


def test_a_deal_that_was_reopened_was_no_win_but_was_one_when_velocity_was_asked_of_that_week(
    database: Database,
) -> None:
    a_deal(database, 60, ("WON", 20), ("NEGOTIATING", 4), value="900")
    a_deal(database, 60, ("QUALIFIED", 50))
    found = weeks(database, asked(30)._replace(chosen=False))
    assert flows(found) == {}
    assert [week.velocity.win.n for week in found] == [0, 0, 1, 1, 0, 0]
    assert [week.velocity.open for week in found] == [1, 1, 1, 1, 2, 2]
    assert found[2].velocity.per_day == pytest.approx(90_000 / 40)
    assert found[-1].velocity.per_day is None
    check_opens(database, [weeks_table(database, asked(30)._replace(chosen=False))])


def test_deals_in_play_are_those_of_the_end_of_each_week(database: Database) -> None:
    a_deal(database, 60, ("QUALIFIED", 50), ("WON", 27))  # won on Tuesday 26 May
    a_deal(database, 60, ("CALL_DONE", 18), ("NEW", 10))  # from Thursday 4 June to Friday 12 June
    add_lead(database, {"title": "Deal", "stage": "NEGOTIATING"}, NOW, TODAY, at=NOW - 3 * DAY)
    assert [week.velocity.open for week in weeks(database, asked(30))] == [1, 0, 1, 0, 1, 1]


def test_velocity_of_the_last_week_is_that_of_today(database: Database) -> None:
    won(database, 30, 10, value="500")
    a_deal(database, 9, ("QUALIFIED", 8))
    for each in (asked(), asked(7), asked(90), asked(90, ago=3), asked(90)._replace(chosen=False)):
        assert weeks(database, each)[-1].velocity == velocity(database, each)[0]
    last = row(weeks_table(database, asked(90)), "2026-06-22")["velocity"]
    assert (last.shown, last.note) == ("25 USD", "too early")


def test_weeks_are_the_reps_own_summer_time_and_all(database: Database) -> None:
    # On 29 March 2026 the clocks of Berlin went forward, so that this week had 167 hours.
    for at in ("2026-03-29T23:59", "2026-03-30T00:00", "2026-04-05T23:59"):
        add_lead(database, {"title": "Deal"}, NOW, TODAY, at=moment(at, BERLIN))
    asked_there = asked(100, zone=BERLIN)
    assert flows(weeks(database, asked_there)) == {"2026-03-23": (1, 0, 0, 0), "2026-03-30": (2, 0, 0, 0)}
    assert flows(weeks(database, asked(100))) == {"2026-03-23": (2, 0, 0, 0), "2026-03-30": (1, 0, 0, 0)}


def test_of_all_time_the_last_two_years_are_shown_and_two_weeks_at_least(database: Database) -> None:
    assert [week.monday for week in weeks(database, asked())] == [date(2026, 6, 15), date(2026, 6, 22)]
    won(database, 40, 30)
    assert weeks(database, asked())[0].monday == date(2026, 5, 11)
    won(database, 1_000, 30)
    assert len(weeks(database, asked())) == MOST
    assert weeks_table(database, asked()).note == f"The last {MOST} weeks."
    assert [week[3:5] for week in weeks(database, asked(0.25))] == [(0, 0), (0, 0)]
    check_opens(database, [weeks_table(database, asked())])


def test_a_period_within_a_week_is_told_by_that_and_the_one_before_both_whole_and_says_so(database: Database) -> None:
    won(database, 9, 2.5)  # created on Saturday 13 June, won on Friday 19 June
    won(database, 6, 0.25)  # created on Tuesday 16 June, won today at 3
    assert flows(weeks(database, asked(0.125))) == {"2026-06-15": (1, 1, 0, 0), "2026-06-22": (0, 1, 0, 0)}
    note = "The period lies within one week: that and the one before are shown whole."
    assert weeks_table(database, asked(0.125)).note == note
    assert weeks_table(database, asked(7)).note == "The first week counts from Mon 15 Jun on."
    assert weeks_table(database, asked()).note == ""
    check_opens(database, [weeks_table(database, asked(0.125))])


def test_each_currency_that_was_won_in_has_its_column_and_none_is_added_to_another(database: Database) -> None:
    won(database, 9, 7, value="700", currency="EUR")
    won(database, 9, 7, value="50")
    a_deal(database, 9, ("QUALIFIED", 8), currency="EUR")
    table = weeks_table(database, asked(30))
    week = row(table, "2026-06-15")
    assert (week["won_value"].shown, week["won_value_eur"].shown) == ("50 USD", "700 EUR")
    assert row(table, "2026-06-22")["won_value_eur"].shown == "0 EUR"
    assert weeks(database, asked(30))[-1].velocity.open == 0, "velocity is that of deals in the rep's own currency"
    check_opens(database, [table])


def test_a_past_day_is_told_by_the_values_of_that_day_and_the_weeks_before_it_say_that_theirs_are_of_today(
    database: Database,
) -> None:
    deal = won(database, 30, 10, value="500")
    a_deal(database, 30, ("QUALIFIED", 20))
    with journal.action(database, "edit", "value", NOW):
        records.update(database, "lead", deal, value=90_000)
    past = asked(60, ago=2)
    found = weeks(database, past)
    assert [week.won_values for week in found if week.won] == [(("USD", 50_000, 1, 50_000),)]
    assert found[-1].velocity == velocity(database, past)[0]
    assert found[-1].velocity.mean_won == 50_000
    table = weeks_table(database, past)
    check_opens(database, [table, weeks_table(database, asked(60))])
    assert "as they are today" in row(table, "2026-06-08")["velocity"].definition


def test_a_filter_narrows_every_column(database: Database) -> None:
    deals = [won(database, 9, 7, source=source) for source in ("ads", "fair")]
    some = asked(30, where="lead.source = 'fair'")
    assert flows(weeks(database, some)) == {"2026-06-08": (1, 0, 0, 0), "2026-06-15": (0, 1, 0, 0)}
    assert opened(database, row(weeks_table(database, some), "2026-06-15")["won"]) == [deals[1]]


# -- whatever deals go through -----------------------------------------------------------------------------

STAGES = ("NEW", "NEW", "QUALIFIED", "FOLLOWUP_1", "CALL_DONE", "NEGOTIATING", "WON", "WON", "LOST", "ARCHIVED")
DOINGS = st.lists(
    st.tuples(
        st.sampled_from(["move", "move", "move", "add", "undo"]), st.integers(0, 9), st.sampled_from(STAGES),
        st.sampled_from([0, 3 * DAY, 3 * DAY, 8 * DAY, 30 * DAY]), st.sampled_from([None, "100", "2000"]),
        st.sampled_from([None, "USD", "EUR"]),
    ),
    min_size=4, max_size=25,
)  # fmt: skip


def lived(database: Database, doings: list[tuple[Any, ...]]) -> int:
    """Let all that happen; the moment after it."""
    now, leads = moment("2025-09-01T09:00"), []
    for what, number, stage, wait, value, currency in doings:
        now += wait
        try:
            if what == "undo":
                history.undo(database, now)
            elif what == "add" or not leads:
                fields = {"title": "Deal", "value": value, "currency": currency, "stage": stage}
                given_ = {name: each for name, each in fields.items() if each is not None}
                leads.append(add_lead(database, given_, now, date(2026, 1, 1)).made)
            else:
                move(database, [leads[number % len(leads)]], stage, now)
        except HermesError:
            pass  # nothing to undo, or the lead went with the undo
    return now


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Database]:
    """Makes files that do not wait for the disk."""
    path = tmp_path_factory.mktemp("weeks") / "work.db"
    Database.open(path, create=True).close()
    empty = path.read_bytes()

    def make() -> Database:
        path.write_bytes(empty)
        found = Database.open(path)
        found.connection().execute("PRAGMA synchronous = OFF")
        return found

    return make


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(doings=DOINGS, days=st.sampled_from([None, 20, 90, 300]), chosen=st.booleans(), ago=st.sampled_from([0, 0, 9]))
def test_every_week_is_what_looking_back_from_its_end_says(
    fresh, doings: list[tuple[Any, ...]], days: int | None, chosen: bool, ago: int
) -> None:
    database = fresh()
    try:
        at = lived(database, doings) + 5_000 - ago * DAY
        since = asked().since if days is None else at - days * DAY
        every = asked()._replace(at=at, since=since, chosen=chosen and days is not None, is_now=not ago, zone=BERLIN)
        found = weeks(database, every)
        look = every.trailing.days
        assert look is not None
        for week in found:
            end = min(week.until, at)
            then = every._replace(at=end, since=end - int(look * DAY), chosen=True, is_now=False)
            told = {each.currency: each for each in velocity(database, then)}
            here = told.get("USD")
            assert week.velocity.open == (here.open if here else 0), week.monday
            if here:
                assert week.velocity == pytest.approx(here), week.monday
            then = every._replace(since=week.since, at=at)
            came = closings(database, then)
            after = closings(database, every._replace(since=week.until)) if week.until < at else None
            assert week.won == came.won - (after.won if after else 0), week.monday
            assert week.lost == came.lost - (after.lost if after else 0), week.monday
        assert found[-1].until == (at if ago else FOREVER)
        assert all(one.until == other.since for one, other in pairwise(found))
        check_opens(database, [weeks_table(database, every)])
    finally:
        database.close()
