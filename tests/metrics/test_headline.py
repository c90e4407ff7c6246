"""The numbers at the top of the dashboard."""

from __future__ import annotations

from hermes_tui.actions.snoozes import snooze
from hermes_tui.metrics.headline import kpis
from hermes_tui.metrics.tables import DASH
from storage.database import Database
from tests.conftest import DAY, NOW
from tests.metrics.deals_made import a_deal, asked, check_opens, lost, opened, row, won

_FIRST = (
    "Sales velocity a day", "Win rate", "Won cycle, days", "Won value", "Open value", "Forecast", "Stale", "At risk",
)  # fmt: skip


def test_a_new_file_has_every_figure_and_none_of_them_is_wrong(database: Database) -> None:
    table = kpis(database, asked())
    assert tuple(cells[0] for cells in table.rows) == _FIRST
    shown = [cells[1].shown for cells in table.rows]
    assert shown == [DASH, DASH, DASH, "0 USD", "0 USD", DASH, "0", "0"]
    check_opens(database, [table])


def test_each_figure_is_told_once_and_those_of_other_currencies_after_all(database: Database) -> None:
    won(database, 30, 10, value="500")
    lost(database, 30, 10)
    won(database, 30, 10, value="700", currency="EUR")
    a_deal(database, 3, ("QUALIFIED", 2), value="900")
    table = kpis(database, asked())
    assert tuple(cells[0] for cells in table.rows[:8]) == _FIRST
    assert [cells[0] for cells in table.rows[8:]] == ["Sales velocity a day, EUR", "Won value, EUR"]
    assert row(table, "Win rate")["value"].rate.n == 3
    assert row(table, "Won cycle, days")["value"].note == "median 20.0, of 2"
    rated = kpis(database, asked(rates={"EUR": "2"}))
    assert row(rated, "Won value")["value"].shown == "1,900 USD"
    assert row(rated, "Won value, USD")["value"].shown == "500 USD"
    check_opens(database, [table, rated, kpis(database, asked(ago=5))])


def test_stale_leads_are_those_of_the_list(database: Database) -> None:
    silent = a_deal(database, 9)
    asleep = a_deal(database, 9)
    a_deal(database, 3)
    snooze(database, [asleep], NOW + 5 * DAY, NOW, words="5 days")
    number = row(kpis(database, asked()), "Stale")["value"]
    assert (number.value, opened(database, number)) == (1, [silent])
    some = asked(text="id:999", where="lead.id = 999")
    assert row(kpis(database, some), "Stale")["value"].value == 0, "a filter on top narrows it"


def test_what_is_only_known_of_today_is_not_told_of_a_day_in_the_past(database: Database) -> None:
    a_deal(database, 40)
    number = row(kpis(database, asked(ago=10)), "Stale")["value"]
    assert (number.value, number.shown, number.note) == (None, DASH, "of today only")
