"""How much the open pipeline wins a day."""

from __future__ import annotations

import pytest

from hermes_tui.metrics.tables import DASH
from hermes_tui.metrics.velocity import per_day_numbers, velocity, velocity_table, window_words
from storage.database import Database
from tests.metrics.deals_made import a_deal, asked, check_opens, lost, opened, row, won


def _usual(database: Database) -> list[int]:
    """Two of three won, 1,000 on average, in 20 days; four open at or past Qualified."""
    won(database, 30, 10, value="500")
    won(database, 25, 5, value="1500")
    lost(database, 20, 5)
    a_deal(database, 9)
    return [a_deal(database, 9, (stage, 8)) for stage in ("QUALIFIED", "FOLLOWUP_2", "CALL_DONE", "NEGOTIATING")]


def test_velocity_is_what_its_inputs_make(database: Database) -> None:
    open_deals = _usual(database)
    (found,) = velocity(database, asked())
    assert (found.open, found.win.n, found.mean_won, found.cycle_days) == (4, 3, 100_000, 20)
    assert found.per_day == pytest.approx(4 * 2 / 3 * 100_000 / 20)
    assert found.window_days == 365
    table = velocity_table(database, asked())
    whole = row(table, "Sales velocity a day")["usd"]
    assert whole.shown == "133 USD"
    assert sorted(opened(database, whole)) == open_deals
    assert dict(whole.inputs)["open leads at or past Qualified"] == "4"
    check_opens(database, [table])


def test_nothing_won_is_no_velocity_and_says_why(database: Database) -> None:
    a_deal(database, 9, ("QUALIFIED", 3), value="500")
    lost(database, 9, 3)
    (found,) = velocity(database, asked())
    assert (found.per_day, found.open, found.win.rate) == (None, 1, 0)
    table = velocity_table(database, asked())
    assert row(table, "Sales velocity a day")["usd"].shown == DASH
    assert table.note.startswith("No velocity: nothing was won")
    check_opens(database, [table])


def test_deals_won_on_the_day_they_began_divide_by_nothing(database: Database) -> None:
    won(database, 9, 9, value="500")
    a_deal(database, 9, ("QUALIFIED", 3))
    assert velocity(database, asked())[0].per_day is None


def test_an_empty_file_has_a_velocity_of_none(database: Database) -> None:
    assert [each[:3] for each in velocity(database, asked())] == [("USD", None, 0)]


def test_a_pipeline_without_an_open_deal_wins_nothing_a_day(database: Database) -> None:
    won(database, 9, 1, value="500")
    assert velocity(database, asked())[0].per_day == 0
    check_opens(database, [velocity_table(database, asked())])


def test_the_look_back_is_a_year_where_the_rep_named_no_period(database: Database) -> None:
    _usual(database)
    won(database, 800, 500, value="90000")
    assert velocity(database, asked()) == velocity(database, asked(90)._replace(chosen=False))
    assert velocity(database, asked())[0].mean_won == 100_000
    assert velocity(database, asked(7))[0].mean_won == 150_000, "a period that was named is looked back on"


def test_the_window_looked_back_on_is_said_as_it_is() -> None:
    assert window_words(asked()) == "the last 365 days"
    assert window_words(asked(1)) == "the last 1 day"
    assert window_words(asked(0.375)) == "the last 9 hours", "today so far is not 0 days"
    assert window_words(asked(90, ago=3)) == "the 90 days to 19 Jun 2026"
    assert window_words(asked()._replace(chosen=True)) == "all time"


def test_each_currency_has_its_own_velocity_and_all_are_one_by_the_rates_only(database: Database) -> None:
    _usual(database)
    a_deal(database, 9, ("QUALIFIED", 8), currency="EUR")
    a_deal(database, 9, ("QUALIFIED", 8), currency="GBP")
    won(database, 30, 10, value="3000", currency="EUR")
    found = velocity(database, asked())
    assert [(each.currency, each.open, each.mean_won) for each in found] == [
        ("USD", 4, 100_000), ("EUR", 1, 300_000), ("GBP", 1, None),
    ]  # fmt: skip
    assert [each.win.n for each in found] == [4, 4, 4], "the win rate is that of all deals"
    assert found[2].per_day is None
    assert len(per_day_numbers(found, asked())) == 3
    rated = asked(rates={"EUR": "1.1"})
    whole, *each = per_day_numbers(found, rated)
    assert len(each) == 3
    assert whole.note == "too early, at your rates", "four deals are as few together"
    assert whole.value == pytest.approx((found[0].per_day or 0) + 1.1 * (found[1].per_day or 0))
    table = velocity_table(database, rated)
    check_opens(database, [table, table._replace(rows=(("all", whole),))])
    assert "GBP" in table.note


def test_where_the_reps_own_currency_won_nothing_the_one_that_did_is_told_first(database: Database) -> None:
    a_deal(database, 9, ("QUALIFIED", 8), currency="EUR")
    a_deal(database, 9, ("QUALIFIED", 8), currency="USD")
    won(database, 30, 10, value="3000", currency="EUR")
    found = velocity(database, asked())
    assert [(each.currency, each.per_day) for each in found] == [("USD", None), ("EUR", pytest.approx(15_000))]
    assert [number.shown for number in per_day_numbers(found, asked())] == ["150 EUR", DASH]
    whole, *each = per_day_numbers(found, asked(rates={"EUR": "1.1"}))
    assert (whole.shown, whole.together, len(each)) == ("165 USD", True, 2)
    check_opens(database, [velocity_table(database, asked())._replace(rows=(("all", whole),))])


def test_as_of_a_day_only_what_was_known_then_counts(database: Database) -> None:
    _usual(database)
    (found,) = velocity(database, asked(ago=7))
    assert (found.open, found.win.n, found.mean_won) == (4, 1, 50_000)
    assert [each[:3] for each in velocity(database, asked(ago=60))] == [("USD", None, 0)]
