"""How many leads enter each stage of the funnel, and what comes of them."""

from __future__ import annotations

from hermes_tui.metrics.funnel import Step, funnel, funnel_table
from hermes_tui.metrics.tables import DASH
from storage.database import Database
from tests.metrics.deals_made import a_deal, asked, check_opens, lost, opened, row


def of_group(found: tuple[Step, ...], stage: str) -> tuple[int, int, int, int, int]:
    """entered, passed, advanced, dropped, open of the group that begins with this stage."""
    step = next(each for each in found if each.stage == stage)
    return step.entered, step.passed, step.advanced, step.dropped, step.open


def test_what_advanced_what_was_dropped_and_what_is_still_there_are_told_apart(database: Database) -> None:
    a_deal(database, 20, ("QUALIFIED", 10), ("CONTACTED", 5))
    a_deal(database, 20, ("QUALIFIED", 10), ("LOST", 5))
    a_deal(database, 20, ("QUALIFIED", 10), ("ARCHIVED", 5))
    a_deal(database, 20, ("QUALIFIED", 10))
    found = funnel(database, asked())
    assert [step.stage for step in found] == [
        "NEW", "QUALIFIED", "CONTACTED", "RESPONDED", "CALL_SCHEDULED", "CALL_DONE", "PROPOSAL_SENT", "NEGOTIATING",
        "WON",
    ]  # fmt: skip
    assert of_group(found, "NEW") == (4, 0, 4, 0, 0)
    assert of_group(found, "QUALIFIED") == (4, 0, 1, 2, 1)
    qualified = next(step for step in found if step.stage == "QUALIFIED")
    assert (qualified.rate.n, qualified.rate.rate) == (3, 1 / 3), "those still there count on neither side"
    check_opens(database, [funnel_table(database, asked())])


def test_what_was_skipped_is_filled_in_and_marked(database: Database) -> None:
    deal = a_deal(database, 20, ("CALL_DONE", 10), ("WON", 5))
    found = funnel(database, asked())
    assert of_group(found, "CONTACTED") == (1, 1, 1, 0, 0)
    assert of_group(found, "CALL_DONE") == (1, 0, 1, 0, 0)
    assert of_group(found, "NEGOTIATING") == (1, 1, 1, 0, 0)
    assert of_group(found, "WON") == (1, 0, 0, 0, 0)
    table = funnel_table(database, asked())
    assert opened(database, row(table, "Contacted")["entered_skipped"]) == [deal]
    assert opened(database, row(table, "Call done")["entered_skipped"]) == []


def test_a_follow_up_is_no_progress(database: Database) -> None:
    a_deal(database, 20, ("CONTACTED", 15), ("FOLLOWUP_1", 10), ("FOLLOWUP_2", 5))
    assert of_group(funnel(database, asked()), "CONTACTED") == (1, 0, 0, 0, 1)


def test_a_lead_that_entered_twice_in_the_period_counts_once_by_what_came_first(database: Database) -> None:
    a_deal(database, 50, ("QUALIFIED", 40), ("CONTACTED", 30), ("QUALIFIED", 20), ("LOST", 10))
    assert of_group(funnel(database, asked()), "QUALIFIED") == (1, 0, 1, 0, 0)
    assert of_group(funnel(database, asked(25)), "QUALIFIED") == (1, 0, 0, 1, 0), "its first entry in these 25 days"
    check_opens(database, [funnel_table(database, asked(25)), funnel_table(database, asked(45, ago=15))])


def test_what_comes_of_a_lead_after_the_moment_looked_at_is_not_known_yet(database: Database) -> None:
    a_deal(database, 20, ("QUALIFIED", 10), ("LOST", 5))
    assert of_group(funnel(database, asked(ago=7)), "QUALIFIED") == (1, 0, 0, 0, 1)


def test_lost_is_no_progress_however_late_and_a_reopened_deal_begins_anew(database: Database) -> None:
    a_deal(database, 50, ("NEGOTIATING", 40), ("LOST", 30), ("NEGOTIATING", 20), ("WON", 10))
    assert of_group(funnel(database, asked()), "NEGOTIATING") == (1, 0, 0, 1, 0)
    assert of_group(funnel(database, asked(25)), "NEGOTIATING") == (1, 0, 1, 0, 0)


def test_a_period_with_nothing_in_it_says_so(database: Database) -> None:
    a_deal(database, 2)
    table = funnel_table(database, asked(7, ago=100))
    assert (table.rows, table.empty) == ((), "No lead entered a stage in the period.")
    assert all(step[3:8] == (0, 0, 0, 0, 0) and step.rate.rate is None for step in funnel(database, asked(7, ago=100)))


def test_a_rate_of_few_says_that_it_is_too_early_and_one_of_none_is_a_dash(database: Database) -> None:
    a_deal(database, 20, ("QUALIFIED", 10))
    lost(database, 20, 10)
    table = funnel_table(database, asked())
    rate = row(table, "New")["rate"]
    assert (rate.shown, rate.note) == ("50 %", "too early: n 2, 95 %: 9–91 %")
    assert row(table, "Qualified")["rate"].shown == DASH
    assert row(table, "Won")["rate"] == "", "nothing comes after it"
    assert "moved on ÷ (moved on + dropped)" in rate.definition


def test_a_filter_narrows_who_is_counted_and_who_is_listed(database: Database) -> None:
    first = a_deal(database, 20, ("QUALIFIED", 10), source="ads")
    a_deal(database, 20, ("QUALIFIED", 10))
    some = asked(where="lead.source = :source", params={"source": "ads"})
    assert of_group(funnel(database, some), "NEW") == (1, 0, 1, 0, 0)
    assert opened(database, row(funnel_table(database, some), "Qualified")["open"]) == [first]
