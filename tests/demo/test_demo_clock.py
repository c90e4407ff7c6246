"""The working week that stories are bent into."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.demo.clock import DAY, HOUR, MINUTE, at_work, horizon, office

moments = st.integers(min_value=0, max_value=4_000_000_000_000)


@given(moments)
def test_every_moment_falls_into_working_hours(moment: int) -> None:
    found = datetime.fromtimestamp(office(moment) / 1000, UTC)
    assert found.weekday() < 5
    assert 8 <= found.hour < 18


@given(moments, st.integers(min_value=MINUTE, max_value=10**10))
def test_what_came_later_stays_later(moment: int, later: int) -> None:
    assert office(moment) < office(moment + later)


@given(moments)
def test_the_horizon_is_the_last_moment_that_has_happened(now: int) -> None:
    assert office(horizon(now)) <= now < office(horizon(now) + 10 * MINUTE) + 10 * MINUTE


@given(moments)
def test_nights_and_weekends_are_laid_over_the_working_day_before(moment: int) -> None:
    found = office(at_work(moment))
    assert found <= moment
    assert moment - found <= 3 * DAY


def test_a_weekend_is_not_one_second_of_its_friday() -> None:
    saturday = 1_781_913_600_000 + 10 * HOUR  # 20 June 2026, 10:00
    said = [office(at_work(saturday + hour * HOUR)) for hour in range(40)]
    assert len(set(said)) == 40
    assert {datetime.fromtimestamp(moment / 1000, UTC).date().isoformat() for moment in said} == {"2026-06-19"}
