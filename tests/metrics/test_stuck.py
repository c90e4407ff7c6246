"""Deals that stand still, and what is at stake."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from hermes_tui.metrics.sections import BY_KEY
from hermes_tui.metrics.stuck import at_stake, stuck, stuck_table
from storage import derived
from storage.database import Database
from storage.filters import compile_filter
from tests.conftest import DAY, NOW
from tests.metrics.deals_made import TODAY, a_deal, asked, check_opens, opened, row, won


@pytest.fixture
def database(begin_file: Callable[[], Database]) -> Iterator[Database]:
    """A new file that does not wait for the disk: many deals are made here."""
    found = begin_file()
    yield found
    found.close()


def test_a_deal_is_stuck_on_the_day_after_its_threshold_the_longest_over_first(database: Database) -> None:
    a_deal(database, 7)
    new = a_deal(database, 8, company="Acme", value="500")
    long = a_deal(database, 90, ("NEGOTIATING", 60))
    a_deal(database, 90, ("NEGOTIATING", 21))
    won(database, 90, 80)
    found = stuck(database, asked())
    assert [(deal.lead_id, deal.stage, deal.days, deal.threshold) for deal in found] == [
        (long, "NEGOTIATING", 60, 21), (new, "NEW", 8, 7),
    ]  # fmt: skip
    assert found[1].company == "Acme"
    assert (found[1].value, found[0].value) == (50_000, None)
    assert stuck(database, asked(), limit=1) == found[:1]


def test_a_stage_that_deals_stay_in_for_long_is_patient(database: Database) -> None:
    for number in range(5):
        a_deal(database, 60, ("NEGOTIATING", 50), ("PROPOSAL_SENT", 10 + number))
    still = a_deal(database, 60, ("NEGOTIATING", 40))
    assert [deal.lead_id for deal in stuck(database, asked())] == [still]
    with database.transaction() as connection:
        derived.refresh_pace(connection)
    assert stuck(database, asked()) == (), "the median is 38 days, and 57 are allowed"


def test_the_list_is_that_of_the_filter(database: Database) -> None:
    for days in range(5, 25):
        a_deal(database, days + 0.5)
        a_deal(database, 40, ("CALL_DONE", days))
    compiled = compile_filter("+stuck", now=NOW, today=TODAY)
    listed = {lead for (lead,) in database.rows(f"SELECT id FROM lead WHERE {compiled.where}", compiled.params)}
    assert {deal.lead_id for deal in stuck(database, asked())} == listed
    assert 10 < len(listed) < 40


def test_what_is_at_stake_is_told_per_currency_and_opens_every_deal(database: Database) -> None:
    a_deal(database, 30, value="500")
    first = a_deal(database, 50, value="300", currency="EUR")
    second = a_deal(database, 40)
    found = at_stake(database, asked())
    assert (found.n, found.longest) == (3, 50)
    assert {money.currency: money.sum for money in found.values} == {"EUR": 30_000, "USD": 50_000}
    table = stuck_table(database, asked())
    whole = row(table, "All stuck deals")
    assert opened(database, whole["stage"])[:2] == [first, second]
    assert whole["value"].shown == "500 USD"
    assert row(table, "… in EUR")["value"].shown == "300 EUR"
    assert table.rows[2][0] == "Deal"
    check_opens(database, [table, stuck_table(database, asked(rates={"EUR": "1.1"}))])


def test_only_the_longest_are_named_and_that_is_said(database: Database) -> None:
    for number in range(53):
        a_deal(database, 30 + number)
    table = stuck_table(database, asked())
    assert len(table.rows) == 51
    assert table.note == "The 50 that are longest over, of 53."
    assert row(table, "All stuck deals")["stage"].value == 53
    every = BY_KEY["stuck"].read(database, asked(), whole=True)
    assert (len(every.rows), every.note) == (54, "53 deals in all."), "a file has room for all"
    assert every.rows[:51] == table.rows == BY_KEY["stuck"].read(database, asked()).rows


def test_nothing_stuck_is_said(database: Database) -> None:
    a_deal(database, 3)
    assert stuck_table(database, asked()).empty == "No open deal is stuck."
    assert at_stake(database, asked()) == (0, None, ())


def test_on_a_day_in_the_past_what_stood_still_then_is_told(database: Database) -> None:
    lead = a_deal(database, 40, ("WON", 5))
    assert stuck(database, asked()) == ()
    (then,) = stuck(database, asked(ago=10))
    assert (then.lead_id, then.stage, then.days) == (lead, "NEW", pytest.approx(30))
    assert stuck(database, asked(ago=33)) == ()
    check_opens(database, [stuck_table(database, asked(ago=10))])


def test_a_move_back_begins_the_time_in_the_stage_anew(database: Database) -> None:
    a_deal(database, 60, ("NEGOTIATING", 50), ("PROPOSAL_SENT", 40), ("NEGOTIATING", 20))
    assert stuck(database, asked()) == ()
    assert stuck(database, asked()._replace(at=NOW + 2 * DAY))[0].days == 22
