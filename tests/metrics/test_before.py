"""A number says what it was in the window before, in words that do not read chance as change."""

from __future__ import annotations

import pytest

from hermes_tui.metrics.before import change, number_before, with_before
from hermes_tui.metrics.intervals import rate
from hermes_tui.metrics.tables import Behind, Column, Number, Table


def count(n: int | None, currency: str | None = None) -> Number:
    return Number(n, "–" if n is None else f"{n:,}", behind=Behind("", {}, currency=currency))


def share(hits: int, n: int) -> Number:
    found = rate(hits, n)
    shown = "–" if found.rate is None else f"{found.rate:.0%}"
    return Number(found.rate, shown, behind=Behind("", {}, "mean", "share"), rate=found)


def table(**rows: Number) -> Table:
    return Table("k", "K", (Column("what", "what", False), Column("n", "n")), tuple(rows.items()))


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (count(12), count(9), "up from 9"),
        (count(9), count(1_200), "down from 1,200"),
        (count(9), count(9), "as before"),
        (count(9), count(None), ""),
        (count(None), count(9), ""),
        (count(9), count(0), "up from 0"),
        (share(40, 100), share(12, 100), "up from 12%"),
        (share(12, 100), share(40, 100), "down from 40%"),
        (share(4, 10), share(5, 10), "50% before"),
        (share(4, 10), share(0, 0), ""),
    ],
)
def test_what_it_was_is_said(now: Number, then: Number, said: str) -> None:
    assert change(now, then) == said


def test_the_same_number_is_that_of_the_row_and_column_of_the_same_name() -> None:
    now = table(reddit=count(3), mail=count(5))
    then = table(mail=count(4), fair=count(7))
    assert [row[1].change for row in with_before(now, then).rows] == ["", "up from 4"]


def test_two_currencies_are_never_compared() -> None:
    (row,) = with_before(table(won=count(500, "EUR")), table(won=count(400, "USD"))).rows
    assert row[1].change == ""


def test_an_amount_over_several_currencies_is_compared_with_such_a_one_only() -> None:
    """Between the windows deals came in a currency that has no rate: the total of then is no amount of one of them."""
    whole = count(900, "USD")._replace(together=True)
    then = {"Open": whole, "Open, USD": count(500, "USD"), "Open, EUR": count(400, "EUR")}
    now = {"Open": count(700, "USD"), "Open, EUR": count(300, "EUR"), "Open, GBP": count(9, "GBP")}
    changes = [row[1].change for row in with_before(table(**now), table(**then)).rows]
    assert changes == ["up from 500", "down from 400", ""]
    back = [row[1].change for row in with_before(table(**then), table(**now)).rows]
    assert back == ["", "", "up from 300"], "one of several is no total"
    alone = table(Open=count(600, "USD"))
    assert with_before(table(**then), alone).rows[0][1].change == "up from 600", "there was no other"
    without_own = table(**{"Open": whole, "Open, GBP": count(1, "GBP"), "Open, EUR": count(1, "EUR")})
    assert with_before(alone, without_own).rows[0][1].change == ""


def test_of_two_rows_of_one_name_each_has_its_own_before() -> None:
    twice = Table("k", "K", (Column("what", "what", False), Column("n", "n")), (("x", count(1)), ("x", count(5))))
    later = twice._replace(rows=(("x", count(2)), ("x", count(4))))
    assert [row[1].change for row in with_before(later, twice).rows] == ["up from 1", "down from 5"]
    found = [number_before(later, row, 1, twice) for row in (0, 1)]
    assert [number and number.value for number in found] == [1, 5]
    assert number_before(later, 0, 0, twice) is None


def test_a_table_that_had_no_rows_leaves_all_as_it_is() -> None:
    now = table(mail=count(5))
    assert with_before(now, now._replace(rows=())) == now
