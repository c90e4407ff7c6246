"""How long deals stay in each stage."""

from __future__ import annotations

import pytest

from hermes_tui.metrics.stage_times import Here, Spread, StageTimes, stage_times, stage_times_table
from hermes_tui.metrics.tables import DASH
from storage.database import Database
from tests.conftest import NOW
from tests.metrics.deals_made import a_deal, asked, check_opens, lost, opened, row


def of_stage(found: tuple[StageTimes, ...], stage: str) -> StageTimes:
    """The figures of the stage of this name."""
    return next(each for each in found if each.stage == stage)


def _new_for(database: Database, *days: float) -> list[int]:
    """Leads that were New for so many days and then qualified, three days ago."""
    return [a_deal(database, 3 + each, ("QUALIFIED", 3)) for each in days]


def test_completed_visits_and_those_that_stand_there_are_counted_apart(database: Database) -> None:
    _new_for(database, 2, 4, 9, 21)
    a_deal(database, 6)
    found = stage_times(database, asked())
    assert len(found) == 13
    assert of_stage(found, "NEW")[3:] == (Spread(4, 9, 6.5, 12), Here(1, 6, 6))
    assert of_stage(found, "QUALIFIED")[3:] == (Spread(0, None, None, None), Here(4, 3, 3))


@pytest.mark.parametrize(
    ("days", "middle", "upper"),
    [((5,), 5, 5), ((1, 5), 3, 4), ((1, 2, 6), 2, 4), ((1, 2, 3, 4, 9), 3, 4), ((1, 2, 3, 4, 5, 6), 3.5, 4.75)],
)
def test_the_middle_and_the_upper_quarter_are_linear_between_the_two_nearest(
    database: Database, days: tuple[float, ...], middle: float, upper: float
) -> None:
    _new_for(database, *days)
    done = of_stage(stage_times(database, asked()), "NEW").done
    assert (done.median, done.p75) == pytest.approx((middle, upper))
    some = stage_times(database, asked(where="lead.id > 0"))
    assert of_stage(some, "NEW").done == pytest.approx(done), "a filter that lets all through changes nothing"
    check_opens(
        database, [stage_times_table(database, asked()), stage_times_table(database, asked(where="lead.id > 1"))]
    )


def test_a_visit_counts_in_the_period_it_ended_in(database: Database) -> None:
    a_deal(database, 100, ("QUALIFIED", 50), ("CONTACTED", 5))
    found = stage_times(database, asked(30))
    assert of_stage(found, "NEW").done.n == 0
    assert of_stage(found, "QUALIFIED").done == Spread(1, 45, 45, 45)


def test_coming_back_is_another_visit_and_a_skipped_stage_is_none(database: Database) -> None:
    deal = a_deal(database, 30, ("CONTACTED", 20), ("NEW", 10), ("CONTACTED", 4))
    found = stage_times(database, asked())
    assert of_stage(found, "NEW").done == Spread(2, 8, 8, 9)
    assert of_stage(found, "QUALIFIED").done.n == 0
    new = row(stage_times_table(database, asked()), "New")
    assert opened(database, new["completed_n"]) == [deal, deal], "a lead is listed as often as it counts"


def test_a_stage_that_nobody_ever_left_has_dashes_and_says_so(database: Database) -> None:
    a_deal(database, 6)
    table = stage_times_table(database, asked())
    new = row(table, "New")
    assert [new[name].shown for name in ("completed_n", "mean_days", "median_days", "p75_days")] == ["0", *[DASH] * 3]
    assert (new["now"].shown, new["now_oldest_days"].shown) == ("1", "6.0")
    assert table.note == "No visit ended in the period."
    check_opens(database, [table, stage_times_table(database, asked(7, ago=300))])


def test_closed_stages_say_how_many_stand_there_and_nothing_of_days(database: Database) -> None:
    lost(database, 9, 5)
    a_deal(database, 9, ("LOST", 8), ("NEGOTIATING", 2))
    found = stage_times(database, asked())
    assert of_stage(found, "LOST")[3:] == (Spread(0, None, None, None), Here(1, None, None))
    assert [cells[0] for cells in stage_times_table(database, asked()).rows][-1] == "Negotiating"


def test_where_deals_stood_is_told_by_their_visits_and_now_is_such_a_moment_too(database: Database) -> None:
    _new_for(database, 2, 4, 9)
    a_deal(database, 6, ("LOST", 4))
    then = of_stage(stage_times(database, asked(ago=4)), "NEW")
    assert then[3:] == (Spread(1, 2, 2, 2), Here(3, 3, 8))
    assert stage_times(database, asked()) == stage_times(database, asked()._replace(is_now=False))


def test_a_clock_that_was_set_back_makes_nobody_stand_there_for_less_than_no_time(database: Database) -> None:
    a_deal(database, 2)
    early = asked()._replace(at=NOW - 30 * 86_400_000)
    assert of_stage(stage_times(database, early), "NEW").here == Here(1, 0, 0)
    check_opens(database, [stage_times_table(database, early)])
