"""What the dashboard is put together from: panes and tiles, the columns that decide, periods, what is read again."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.metrics.asked import ALL, Asked
from hermes_tui.metrics.intervals import rate
from hermes_tui.metrics.sections import BY_KEY, PAGES, SECTIONS
from hermes_tui.metrics.tables import Behind, Column, Number, Table
from hermes_tui.screens.dashboard.arrangement import BESIDE, HEADLINE, Wish, heights
from hermes_tui.screens.dashboard.cells import pane_cells, tsv_of, with_changes_of
from hermes_tui.screens.dashboard.excerpts import excerpt, in_short
from hermes_tui.screens.dashboard.lines import head_line
from hermes_tui.screens.dashboard.period import period_words
from hermes_tui.screens.dashboard.reading import Step, Wanted, made_of
from hermes_tui.screens.dashboard.tiles import one_currency, tile_cells

NOW = 1_782_118_800_000  # Monday 22 June 2026, 09:00 UTC
DAY = 86_400_000


def money(minor: int, currency: str, *, note: str = "", change: str = "") -> Number:
    shown = f"{minor // 100:,} {currency}"
    return Number(minor, shown, "", Behind("", {}, "sum", "money", currency), note, change=change)


def share(hits: int, n: int) -> Number:
    found = rate(hits, n)
    return Number(found.rate, f"{found.rate:.0%}", "", Behind("", {}, "mean", "share"), rate=found)


def named(key: str, **columns: Number) -> Table:
    """A table of one row with these columns."""
    heads = (Column("Name", "name", False), *(Column(name, name) for name in columns))
    return Table(key, key, heads, (("row", *columns.values()),), 1)


# -- where things stand ----------------------------------------------------------------------------------


def test_every_section_stands_on_its_page_once() -> None:
    for page, _ in PAGES:
        placed = [key for column in BESIDE[page] for key in column]
        on_page = [section.key for section in SECTIONS if section.page == page and section.key != HEADLINE]
        assert sorted(placed) == sorted(on_page)


WISHES = st.lists(
    st.tuples(st.integers(3, 12), st.integers(0, 40), st.integers(0, 10)).map(
        lambda each: Wish(each[0] + each[1], each[0], each[0] + each[1] + each[2])
    ),
    min_size=1,
    max_size=4,
)


@given(WISHES, st.integers(0, 80))
def test_panes_keep_within_the_room_unless_not_even_the_least_has_any(wishes: list[Wish], room: int) -> None:
    found = heights(wishes, room)
    assert all(each.least <= height <= each.most for each, height in zip(wishes, found, strict=True))
    assert sum(found) <= max(room, sum(each.least for each in wishes))
    if sum(each.wanted for each in wishes) <= room:
        assert all(height >= each.wanted for each, height in zip(wishes, found, strict=True))


# -- tiles -----------------------------------------------------------------------------------------------


def test_a_tile_shows_one_currency_and_names_the_others() -> None:
    table = Table(
        "kpis", "At a glance", (Column("", "figure", False), Column("", "value")),
        (("Won value", money(18_680_000, "USD", note="of 21 deals", change="up from 42,500 USD")),
         ("Won value, EUR", money(8_560_000, "EUR")), ("Won value, GBP", money(620_000, "GBP")),
         ("Stale", Number(12, "12"))),
    )  # fmt: skip
    short = one_currency(table)
    assert [row[0] for row in short.rows] == ["Won value", "Stale"]
    assert "also 85,600 EUR, 6,200 GBP" in short.rows[0][1].note  # type: ignore[union-attr]
    tile = tile_cells(short).rows[0][1]
    assert (tile.text, tile.note, tile.change) == ("187k USD", "+ EUR, GBP", "▲ was 42k")


def test_a_tile_of_all_currencies_together_does_not_promise_more_of_them() -> None:
    whole = money(11_463_600, "USD", note="of 12 deals, at your rates")._replace(together=True)
    parts = (("Won value, USD", money(7_500_000, "USD")), ("Won value, EUR", money(3_670_000, "EUR")),
             ("Won value, GBP", money(0, "GBP")._replace(value=None, shown="–")))  # fmt: skip
    table = Table("kpis", "", (Column("", "figure", False), Column("", "value")), (("Won value", whole), *parts))
    short = one_currency(table)
    assert short.rows[0][1].note == "of 12 deals, at your rates; of 75,000 USD, 36,700 EUR"  # type: ignore[union-attr]
    assert tile_cells(short).rows[0][1].note == "your rates"
    early = table._replace(rows=(("Velocity", whole._replace(note="too early, at your rates")),))
    assert tile_cells(early).rows[0][1].note == "too early"
    ranged = whole._replace(note="420,971 to 1,470,717 USD, at your rates")
    table = one_currency(table._replace(rows=(("Won value", ranged), *parts)))
    assert tile_cells(table).rows[0][1].note == "421k–1.5M"


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (money(250_220_000, "USD", note="of 164 deals"), ("2.5M USD", "164 deals", " ")),
        (money(893_000, "USD", change="as before"), ("8,930 USD", "", "as before")),
        (money(0, "USD", note="677,690 to 1,241,717 USD, 19 deals"), ("0 USD", "678k–1.2M", " ")),
        (share(12, 42)._replace(change="32 % before"), ("29%", "17–44, n 42", "was 32 %")),
        (share(1, 3)._replace(change="down from 41 %"), ("33%", "early, n 3", "▼ was 41 %")),
    ],
)
def test_a_tile_is_short(number: Number, told: tuple[str, str, str]) -> None:
    table = Table("kpis", "", (Column("", "figure", False), Column("", "value")), (("Figure", number),))
    cell = tile_cells(table).rows[0][1]
    assert (cell.text, cell.note, cell.change) == told
    assert all(len(part) <= 12 for part in told)


# -- panes -----------------------------------------------------------------------------------------------


def test_a_pane_shows_the_columns_that_decide_and_its_bars_follow() -> None:
    numbers = {name: Number(at, str(at)) for at, name in enumerate(("entered_skipped", "rate", "entered", "open"))}
    found = excerpt(named("funnel", **numbers)._replace(bar=3))
    assert [column.name for column in found.columns] == ["name", "entered", "rate"]
    assert found.bar == 1


def test_of_money_in_several_currencies_the_reps_own_is_shown_beside_others() -> None:
    numbers = {name: Number(1, "1") for name in ("leads", "lost", "mean_won_value_usd", "mean_won_value_eur")}
    names = [column.name for column in excerpt(named("sources", **numbers)).columns]
    assert names == ["name", "leads", "mean_won_value_usd"]


def test_a_forecast_begins_with_what_it_comes_to_and_its_stages_are_in_one_currency() -> None:
    def rows(*names: str) -> Table:
        return named("forecast", open=Number(1, "1"))._replace(rows=tuple((name, Number(1, "1")) for name in names))

    def shown(*names: str) -> list[str]:
        return [str(row[0]) for row in in_short(rows(*names)).rows]

    several = shown("New, EUR", "New, USD", "Won over, EUR", "In all, EUR", "In all, USD", "In all, in EUR")
    assert several == ["In all, EUR", "In all, USD", "In all, in EUR", "New, EUR", "Won over, EUR"]
    assert shown("New", "Call, then mail", "In all") == ["In all", "New", "Call, then mail"]
    assert shown() == []


def test_a_total_has_no_bar() -> None:
    table = named("forecast", open=Number(9, "9"))
    assert pane_cells(table).rows[0][1].value == 9
    assert pane_cells(table._replace(rows=(("In all, USD", Number(9, "9")),))).rows[0][1].value is None


def test_a_currency_that_all_rows_share_is_said_by_their_amounts() -> None:
    def names(*found: str) -> list[str]:
        table = named("forecast", open=Number(1, "1"))._replace(rows=tuple((name, Number(1, "1")) for name in found))
        return [row[0].text for row in pane_cells(table).rows]

    assert names("In all, USD", "In all, EUR", "New, USD", "Won, USD") == ["In all, USD", "In all, EUR", "New", "Won"]
    assert names("New, USD", "New, EUR") == ["New, USD", "New, EUR"]
    assert names("Call, then mail") == ["Call, then mail"]
    assert names() == []


def test_a_copied_table_has_a_line_a_row_and_rates_with_their_interval() -> None:
    table = named("sources", won=Number(7, "7"), rate=share(7, 10))._replace(
        rows=(("a\tb\nc", Number(7, "7"), share(7, 10)),)
    )
    assert tsv_of(table) == "Name\twon\trate\na b c\t7\t70% (40–89, n 10)\n"


def test_changes_stay_until_they_are_read_again_and_belong_to_the_same_numbers() -> None:
    old = named("funnel", entered=Number(3, "3", change="up from 2"))
    assert with_changes_of(named("funnel", entered=Number(4, "4")), old).rows[0][1].change == "up from 2"  # type: ignore[union-attr]
    other = named("funnel", left=Number(4, "4"))
    assert with_changes_of(other, old) == other


# -- what is asked ---------------------------------------------------------------------------------------

TODAY = date(2026, 6, 22)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(NOW, TODAY, NOW - 90 * DAY), "last 90 days"),
        (Asked(NOW, TODAY, NOW - DAY), "last day"),
        (Asked(NOW, TODAY), "all time"),
        (Asked(NOW - 40 * DAY, TODAY, is_now=False), "until 13 May 2026"),
        (Asked(NOW, TODAY, NOW - 9 * 3_600_000 - 1), "since 22 Jun"),
        (Asked(NOW - 40 * DAY, TODAY, NOW - 60 * DAY, is_now=False), "23 Apr to 13 May 2026"),
    ],
)
def test_the_window_is_said_as_it_was_understood(asked: Asked, words: str) -> None:
    assert period_words(asked._replace(zone=UTC)) == words


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("text", ["", "source:reddit stage:qualified value>5k tag:price owner words and words"])
@pytest.mark.parametrize("since", [ALL, NOW - 90 * DAY])
def test_the_head_never_outgrows_its_line_and_always_says_what_is_looked_at(width: int, text: str, since: int) -> None:
    line = head_line("overview", Asked(NOW, TODAY, since, text=text), width)
    assert line.cell_length <= width
    assert "Overview" in line.plain
    past = head_line("overview", Asked(NOW - DAY, TODAY, since, is_now=False), max(width, 60))
    assert "AS IT WAS ON" in past.plain


# -- what is read ----------------------------------------------------------------------------------------


def test_what_is_in_sight_is_taken_first_also_when_the_page_is_turned_meanwhile() -> None:
    wanted = Wanted(BY_KEY, "overview")
    assert wanted.take() == Step("kpis")
    wanted.page = "words"
    wanted.add([Step("reasons", compare=True)])
    words = [Step(section.key) for section in SECTIONS if section.page == "words"]
    assert [wanted.take() for _ in range(4)] == [*words, Step("reasons", compare=True)]
    rest = list(iter(wanted.take, None))
    assert len(rest) == len(SECTIONS) - 4


@pytest.mark.parametrize(
    ("written", "again", "not_again"),
    [
        ({"touch"}, {"kpis", "activity", "response"}, {"funnel", "sources", "forecast"}),
        ({"lead.value"}, {"kpis", "sources", "forecast", "stuck"}, {"activity", "response", "templates"}),
        ({"lead.*"}, {"kpis", "funnel", "stuck"}, {"response", "templates"}),
        ({"goal"}, {"goals"}, {"kpis", "activity"}),
        ({"lead_tag"}, set(), set(BY_KEY)),
    ],
)
def test_only_sections_made_of_what_was_written_are_read_again(
    written: set[str], again: set[str], not_again: set[str]
) -> None:
    found = made_of(frozenset(written))
    assert again <= found
    assert not not_again & found
