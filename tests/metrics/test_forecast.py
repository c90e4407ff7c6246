"""What the open pipeline is likely to bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from hermes_tui.metrics.closings import closings
from hermes_tui.metrics.forecast import Forecast, StageOutlook, forecast
from hermes_tui.metrics.outlook import expected_together, forecast_table
from hermes_tui.metrics.tables import DASH
from storage.database import Database
from tests.metrics.deals_made import a_deal, asked, check_opens, lost, opened, row, won


@pytest.fixture
def database(begin_file: Callable[[], Database]) -> Iterator[Database]:
    """A new file that does not wait for the disk: many deals are made here."""
    found = begin_file()
    yield found
    found.close()


def _stage(found: Forecast, name: str, currency: str = "USD") -> StageOutlook:
    return next(row for row in found.stages if (row.stage, row.currency) == (name, currency))


def _history(database: Database) -> None:
    """Twelve proposals, nine of them won; and eight deals lost before that. All through NEW, none named NEGOTIATING."""
    for number in range(12):
        end = ("WON", 5.0) if number < 9 else ("LOST", 5.0)
        a_deal(database, 30, ("PROPOSAL_SENT", 10), end)
    for _ in range(8):
        a_deal(database, 30, ("CONTACTED", 20), ("LOST", 15))


def test_a_stage_brings_its_value_at_its_own_win_rate(database: Database) -> None:
    _history(database)
    lead = a_deal(database, 9, ("PROPOSAL_SENT", 3), value="1000")
    a_deal(database, 9, ("PROPOSAL_SENT", 3))
    a_deal(database, 3, value="400")
    found = forecast(database, asked())
    proposal, new = _stage(found, "PROPOSAL_SENT"), _stage(found, "NEW")
    assert (proposal.n, proposal.valued, proposal.value) == (2, 1, 100_000)
    assert (proposal.rate.n, proposal.rate.rate, proposal.is_own) == (12, 0.75, True)
    assert proposal.expected == pytest.approx(75_000)
    assert (new.rate.n, new.rate.rate) == (20, pytest.approx(9 / 20))
    (total,) = found.totals
    assert (total.n, total.valued, total.expected) == (3, 2, pytest.approx(75_000 + 18_000))
    assert total.low == pytest.approx((proposal.low or 0) + (new.low or 0))
    assert total.low < total.expected < total.high
    table = forecast_table(database, asked())
    assert opened(database, row(table, "Proposal sent")["expected"]) == [lead]
    assert "1 deal without a value" in row(table, "In all")["expected"].note
    check_opens(database, [table])


def test_a_follow_up_goes_with_the_group_it_belongs_to(database: Database) -> None:
    _history(database)
    a_deal(database, 9, ("FOLLOWUP_2", 3), value="1000")
    assert _stage(forecast(database, asked()), "FOLLOWUP_2").rate.n == 20, "skipped stages were gone through too"


def test_a_stage_that_few_went_through_takes_the_rate_of_all_and_says_so(database: Database) -> None:
    for number in range(10):
        (won if number < 4 else lost)(database, 30, 10)
        a_deal(database, 30, ("NEGOTIATING", 20), ("ARCHIVED", 10))
    a_deal(database, 30, ("NEGOTIATING", 20), ("LOST", 10))
    a_deal(database, 30, ("NEGOTIATING", 20), value="100")
    found = forecast(database, asked())
    stage = _stage(found, "NEGOTIATING")
    assert stage.is_own is False, "four won and one lost went through it, and archived ones are neither"
    assert stage.rate == found.overall == closings(database, asked()).win
    table = forecast_table(database, asked())
    assert row(table, "Negotiating")["win_rate"].note.startswith("that of all")
    check_opens(database, [table])


def test_nothing_closed_is_no_forecast_and_not_none_of_it(database: Database) -> None:
    a_deal(database, 9, value="100")
    found = forecast(database, asked())
    assert found.totals[0][:5] == ("USD", 1, 1, 10_000, None)
    table = forecast_table(database, asked())
    assert row(table, "In all")["expected"].shown == DASH
    check_opens(database, [table])


def test_no_open_deal_is_said(database: Database) -> None:
    won(database, 9, 3)
    table = forecast_table(database, asked())
    assert (table.rows, table.empty) == ((), "No deal is open.")


def test_each_currency_is_forecast_for_itself_and_all_together_by_the_rates(database: Database) -> None:
    _history(database)
    a_deal(database, 3, value="400")
    a_deal(database, 3, value="100", currency="EUR")
    found = forecast(database, asked())
    assert [(total.currency, total.value) for total in found.totals] == [("USD", 40_000), ("EUR", 10_000)]
    assert expected_together(found, asked()) == ()
    rated = asked(rates={"EUR": "1.5"})
    expected, low, high = expected_together(found, rated)
    assert expected.value == pytest.approx((40_000 + 15_000) * 9 / 20)
    assert low.value < expected.value < high.value
    table = forecast_table(database, rated)
    assert [cells[0] for cells in table.rows] == [
        "New, USD",
        "New, EUR",
        "In all, USD",
        "In all, EUR",
        "In all, at your rates",
    ]
    whole = row(table, "In all, at your rates")
    assert (whole["open"].value, whole["without_value"].value, whole["value"].value) == (2, 0, 55_000)
    check_opens(database, [table])


def test_a_period_that_was_named_tells_the_rates(database: Database) -> None:
    _history(database)
    for _ in range(10):
        a_deal(database, 300, ("PROPOSAL_SENT", 200), ("LOST", 190))
    a_deal(database, 9, ("PROPOSAL_SENT", 3), value="1000")
    assert _stage(forecast(database, asked()), "PROPOSAL_SENT").rate.n == 22
    assert _stage(forecast(database, asked(90)), "PROPOSAL_SENT").rate.n == 12
    assert _stage(forecast(database, asked(90)._replace(chosen=False)), "PROPOSAL_SENT").rate.n == 22
    check_opens(database, [forecast_table(database, asked(90))])


def test_as_of_a_day_only_what_was_open_and_closed_then_counts(database: Database) -> None:
    _history(database)
    then = forecast(database, asked(ago=8))
    assert _stage(then, "PROPOSAL_SENT").n == 12, "all of them were open"
    assert then.overall[:2] == (8, 0)
    check_opens(database, [forecast_table(database, asked(ago=8))])


def test_a_currency_whose_deals_have_no_value_needs_its_rate_too(database: Database) -> None:
    """Nothing of it can be added, so only the rate of the other one seemed to be wanted."""
    won(database, 30, 10, value="100")
    lost(database, 30, 10, value="100")
    a_deal(database, 5)
    a_deal(database, 5, value="500", currency="EUR")
    found = forecast(database, asked())
    assert {total.currency: (total.n, total.valued) for total in found.totals} == {"USD": (1, 0), "EUR": (1, 1)}
    assert expected_together(found, asked()) == ()
    rated = asked(rates={"EUR": "2"})
    expected = expected_together(found, rated)[0]
    assert (expected.value, expected.shown) == (pytest.approx(50_000), "500 USD")
    assert ("deals with a value", "1 of 2") in expected.inputs
    assert ("value of open deals", "1,000 USD") in expected.inputs
    check_opens(database, [forecast_table(database, asked()), forecast_table(database, rated)])
