"""Where deals come from, and which of those sources are worth it."""

from __future__ import annotations

import pytest

from hermes_tui.metrics.sources import sources, sources_table
from hermes_tui.metrics.tables import DASH
from storage.database import Database
from tests.metrics.deals_made import a_deal, asked, check_opens, lost, opened, row, won


def test_sources_are_told_apart_the_largest_first(database: Database) -> None:
    won(database, 9, 1, source="fair", value="200")
    lost(database, 9, 1, source="fair")
    a_deal(database, 9)
    found = sources(database, asked())
    assert [each[:4] for each in found] == [("fair", 2, 1, 1), (None, 1, 0, 0)]
    assert found[0].won_values[0].mean == 20_000
    assert found[1].win.rate is None


def test_how_many_a_source_brought_has_no_window(database: Database) -> None:
    won(database, 300, 200, source="fair")
    won(database, 30, 20, source="fair")
    assert [each[:4] for each in sources(database, asked(90))] == [("fair", 2, 1, 0)]


def test_on_a_day_in_the_past_a_source_had_brought_what_there_was_then(database: Database) -> None:
    won(database, 300, 200, source="fair")
    a_deal(database, 30, source="fair")
    assert [each[:4] for each in sources(database, asked(ago=100))] == [("fair", 1, 1, 0)]
    assert sources(database, asked(ago=400)) == ()
    assert sources_table(database, asked(ago=100)).note == "By the sources of today."
    assert sources_table(database, asked()).note == ""


def test_an_average_has_a_column_a_currency_and_opens_the_deals_it_is_of(database: Database) -> None:
    won(database, 9, 1, source="fair", value="200", currency="USD")
    first = won(database, 9, 1, source="fair", value="100", currency="EUR")
    second = won(database, 9, 1, source="fair", value="300", currency="EUR")
    lead = won(database, 9, 1, source="web", value="50")
    table = sources_table(database, asked())
    assert [column.head for column in table.columns][-2:] == ["Avg won USD", "Avg won EUR"]
    fair, web = row(table, "fair"), row(table, "web")
    assert fair["mean_won_value_eur"][:2] == (20_000, "200 EUR")
    assert opened(database, fair["mean_won_value_eur"]) == [second, first]
    assert (web["mean_won_value_usd"].value, opened(database, web["mean_won_value_usd"])) == (5_000, [lead])
    assert (web["mean_won_value_eur"].value, web["mean_won_value_eur"].shown) == (None, DASH)
    check_opens(database, [table])


def test_a_rate_of_few_says_so(database: Database) -> None:
    won(database, 9, 1, source="fair")
    number = row(sources_table(database, asked()), "fair")["win_rate"]
    assert number.value == 1
    assert "too early" in number.note


def test_a_file_without_leads_says_so(database: Database) -> None:
    table = sources_table(database, asked())
    assert (table.rows, table.empty) == ((), "There is no lead yet.")


@pytest.mark.parametrize("name", ["[/]", "not known", "a'b; --"])
def test_a_source_may_be_called_anything(database: Database, name: str) -> None:
    lead = a_deal(database, 3, source=name)
    table = sources_table(database, asked())
    assert table.rows[0][0] == name
    assert opened(database, row(table, name)["leads"]) == [lead]
