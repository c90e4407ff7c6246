"""Won, lost, what that was worth and how long it took."""

from __future__ import annotations

import pytest

from hermes_tui.actions.stages import move
from hermes_tui.metrics.closings import Closings, Days, closings
from hermes_tui.metrics.intervals import Rate
from storage import journal, records
from storage.database import Database
from tests.conftest import DAY, NOW
from tests.metrics.deals_made import a_deal, asked, lost, won


def test_an_empty_file_has_figures_too(database: Database) -> None:
    none = Days(0, None, None)
    assert closings(database, asked()) == Closings(0, 0, Rate(0, None, None, None), (), none, none)
    assert closings(database, asked(30, ago=5)) == closings(database, asked())


def test_win_rate_and_cycles_are_of_closed_deals_only(database: Database) -> None:
    won(database, 30, 10)
    won(database, 50, 10)
    lost(database, 5, 0)
    a_deal(database, 90)
    a_deal(database, 40, ("ARCHIVED", 3))
    found = closings(database, asked())
    assert (found.won, found.lost, found.win.n, found.win.rate) == (2, 1, 3, pytest.approx(2 / 3))
    assert found.cycle_won == (2, 30, 30)
    assert found.cycle_lost == (1, 5, 5)


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle(database: Database) -> None:
    for begun in (11, 12, 20, 41):
        won(database, begun, 1)
    assert closings(database, asked()).cycle_won == (4, 20, 15)


def test_currencies_are_never_added_up(database: Database) -> None:
    won(database, 9, 1, value="100", currency="EUR")
    won(database, 9, 1, value="300", currency="EUR")
    won(database, 9, 1, value="7000", currency="JPY")
    won(database, 9, 1)
    found = closings(database, asked()).won_values
    assert [money[:3] for money in found] == [("EUR", 40_000, 2), ("JPY", 700_000, 1)]
    assert found[0].mean == 20_000


def test_a_window_counts_what_was_closed_in_it(database: Database) -> None:
    won(database, 300, 200)
    won(database, 50, 20)
    lost(database, 120, 90)
    found = closings(database, asked(90))
    assert (found.won, found.lost, found.cycle_won) == (1, 0, (1, 30, 30)), "the 90th day before is outside"
    assert closings(database, asked(91)).lost == 1


def test_a_deal_reopened_since_was_won_then_and_is_not_now(database: Database) -> None:
    lead = a_deal(database, 40, ("WON", 20), ("NEGOTIATING", 10))
    assert closings(database, asked()).won == 0
    assert closings(database, asked(ago=15)).won == 1
    move(database, [lead], "LOST", NOW, at=NOW - DAY)
    assert closings(database, asked())[:2] == (0, 1)
    assert closings(database, asked(6, ago=15))[:2] == (1, 0)
    assert closings(database, asked(5, ago=25))[:2] == (0, 0)


def test_an_imported_beginning_counts_and_one_after_the_end_is_no_time_below_zero(database: Database) -> None:
    leads = [won(database, 30, 10), won(database, 30, 10)]
    with journal.action(database, "edit", "engaged", NOW):
        records.update(database, "lead", leads[0], engaged_at=NOW - 50 * DAY)
        records.update(database, "lead", leads[1], engaged_at=NOW - 2 * DAY)
    assert closings(database, asked()).cycle_won == (2, 20, 20)


def test_a_filter_is_asked_of_the_leads(database: Database) -> None:
    won(database, 30, 10, source="fair")
    lost(database, 30, 10)
    some = asked(where="lead.source = :f0", params={"f0": "fair"})
    assert closings(database, some)[:2] == (1, 0)
    assert closings(database, some._replace(is_now=False))[:2] == (1, 0)


def test_what_a_deal_was_worth_then_is_told_of_then(database: Database) -> None:
    lead = won(database, 30, 20, value="100", currency="EUR")
    with journal.action(database, "edit", "value", NOW - 5 * DAY):
        records.update(database, "lead", lead, value=90_000, currency="USD")
    assert closings(database, asked(ago=10)).won_values == (("EUR", 10_000, 1, 10_000),)
    assert closings(database, asked(ago=3)).won_values == (("USD", 90_000, 1, 90_000),)
    assert closings(database, asked()).won_values == (("USD", 90_000, 1, 90_000),)
