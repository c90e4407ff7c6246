"""Why deals were won and lost."""

from __future__ import annotations

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.stages import lose, move, reopen
from hermes_tui.metrics.reasons import MOST, folded, reasons, reasons_table
from hermes_tui.metrics.tables import Number, behind_rows
from storage.database import Database
from tests.metrics.spoken import DAY, NOW, asking


def a_deal(database: Database, **fields: str) -> int:
    return add_lead(database, {"title": "Deal", **fields}, NOW, asking(database).today, at=NOW - 100 * DAY).made


def test_spellings_of_one_reason_are_one_and_those_without_come_last(database: Database) -> None:
    for reason in ("Too expensive", "too  expensive!", "Too expensive", "timing"):
        lose(database, [a_deal(database, value="1000")], reason, NOW, at=NOW - DAY)
    move(database, [a_deal(database)], "LOST", NOW, at=NOW - DAY)
    found = reasons(database, asking(database))
    assert [(row.words, row.n) for row in found] == [("Too expensive", 3), ("timing", 1), (None, 1)]
    assert found[0].share.rate == 3 / 5
    assert [(money.sum, money.n) for money in found[0].values] == [(300_000, 3)]
    assert folded(" Zu teuer … ") == "zu teuer"


def test_a_won_deal_has_the_reason_it_was_won_with(database: Database) -> None:
    move(database, [a_deal(database, value="500", currency="EUR")], "WON", NOW, reason="knew us", at=NOW - DAY)
    (row,) = reasons(database, asking(database, "7d"))
    assert (row.ending, row.words, row.values[0].currency) == ("won", "knew us", "EUR")
    table = reasons_table(database, asking(database))
    assert [column.head for column in table.columns] == ["Because", "Deals", "Share", "Value EUR"]
    assert table.rows[0][0] == "Won: knew us"


def test_a_deal_reopened_since_was_lost_for_its_reason_as_of_then(database: Database) -> None:
    lead = a_deal(database)
    lose(database, [lead], "no budget", NOW, at=NOW - 10 * DAY)
    reopen(database, [lead], NOW, at=NOW - 2 * DAY)
    assert reasons(database, asking(database)) == ()
    (row,) = reasons(database, asking(database, as_of="2026-06-15"))
    assert row.words == "no budget"


def test_a_deal_lost_twice_was_lost_for_the_first_reason_as_of_then(database: Database) -> None:
    lead, archived = a_deal(database), a_deal(database)
    for number in (lead, archived):
        lose(database, [number], "no budget", NOW, at=NOW - 20 * DAY)
        reopen(database, [number], NOW, at=NOW - 5 * DAY)
    lose(database, [lead], "timing", NOW, at=NOW - DAY)
    move(database, [archived], "ARCHIVED", NOW, reason="a test", at=NOW - DAY)
    assert [row.words for row in reasons(database, asking(database))] == ["timing"]
    assert [(row.words, row.n) for row in reasons(database, asking(database, as_of="2026-06-15"))] == [("no budget", 2)]


def test_of_a_deal_closed_twice_at_one_moment_the_last_reason_counts(database: Database) -> None:
    lead, at = a_deal(database), NOW - DAY
    for step, (stage, reason) in enumerate((("WON", "knew us"), ("NEGOTIATING", None), ("WON", "price"))):
        move(database, [lead], stage, NOW + step, reason=reason, at=at)
    assert [row.words for row in reasons(database, asking(database))] == ["price"]


def test_one_reason_more_than_have_a_row_has_its_own_too(database: Database) -> None:
    for number in range(MOST + 1):
        lose(database, [a_deal(database)], f"reason {number:02}", NOW, at=NOW - DAY)
    assert [row.rest for row in reasons(database, asking(database))] == [False] * (MOST + 1)


def test_rare_reasons_are_one_row_that_opens_on_all_of_them(database: Database) -> None:
    leads = [a_deal(database) for _ in range(MOST + 5)]
    for number, lead in enumerate(leads):
        lose(database, [lead], f"reason {number:02}", NOW, at=NOW - DAY)
    table = reasons_table(database, asking(database))
    assert len(table.rows) == MOST + 1
    name, number, *_ = table.rows[-1]
    assert name == "Lost: other reasons"
    assert isinstance(number, Number)
    assert number.behind is not None
    assert {lead for lead, _ in behind_rows(database, number.behind)} == set(leads[MOST:])


def test_nothing_closed_is_a_sentence(database: Database) -> None:
    assert reasons_table(database, asking(database, "7d")).empty == "No deal was won or lost in this period."
