"""A rep says what they want of a month, and thinks better of it."""

from __future__ import annotations

from datetime import date

import pytest

from hermes_tui.actions import history
from hermes_tui.actions.goals import kind_named, month_named, parse_goal, remove_goal, set_goal
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries.goals import goals_set, in_force

TODAY = date(2026, 12, 22)


def held(database: Database, month: str) -> dict[str, int]:
    return {goal.kind: goal.amount for goal in in_force(database, month)}


@pytest.mark.parametrize(
    ("typed", "month"),
    [("", "2026-12"), ("this month", "2026-12"), ("next", "2027-01"), ("last month", "2026-11"),
     ("2026-3", "2026-03"), ("november", "2026-11"), ("Feb 2027", "2027-02")],
)  # fmt: skip
def test_a_month_as_one_says_it(typed: str, month: str) -> None:
    assert month_named(typed, TODAY) == month


@pytest.mark.parametrize("typed", ["2026-13", "someday", "2026", "3"])
def test_what_is_no_month_is_a_sentence(typed: str) -> None:
    with pytest.raises(UsageError, match="no month; try 2026-11"):
        month_named(typed, TODAY)


@pytest.mark.parametrize(
    ("kind", "typed", "amount"),
    [("touches", "1,200", (1200, None)), ("meetings", "8", (8, None)), ("won_value", "30k", (3_000_000, "USD")),
     ("won_value", "30kEUR", (3_000_000, "EUR")), ("won_value", "1,500.50 eur", (150_050, "EUR")),
     ("won_value", "GBP 20000", (2_000_000, "GBP"))],
)  # fmt: skip
def test_an_amount_as_one_types_it(kind: str, typed: str, amount: tuple[int, str | None]) -> None:
    assert parse_goal(kind, typed, "USD") == amount


@pytest.mark.parametrize(("kind", "typed"), [("touches", "-3"), ("meetings", "2.5"), ("won_value", "much")])
def test_what_is_no_amount_is_a_sentence(kind: str, typed: str) -> None:
    with pytest.raises(UsageError):
        parse_goal(kind, typed, "USD")


def test_letters_alone_are_told_as_they_were_typed() -> None:
    with pytest.raises(UsageError, match="`abc` is no amount"):
        parse_goal("won_value", "abc", "USD")


def test_a_kind_by_another_word_and_the_nearest_of_one_that_is_none() -> None:
    assert (kind_named("won"), kind_named("Won-Value"), kind_named("meeting")) == ("won_value", "won_value", "meetings")
    with pytest.raises(UsageError, match="did you mean touches"):
        kind_named("tuches")


def test_a_goal_holds_from_its_month_on_and_undo_gives_the_one_before_back(database: Database, now: int) -> None:
    set_goal(database, "touches", 100, "2026-03", now)
    set_goal(database, "touches", 200, "2026-03", now)
    set_goal(database, "touches", 300, "2026-06", now)
    assert [held(database, month) for month in ("2026-02", "2026-05", "2026-07")] == [
        {}, {"touches": 200}, {"touches": 300}]  # fmt: skip
    history.undo(database, now)
    history.undo(database, now)
    assert held(database, "2026-07") == {"touches": 100}
    history.redo(database, now)
    assert held(database, "2026-07") == {"touches": 200}


def test_the_same_goal_again_is_no_action(database: Database, now: int) -> None:
    assert set_goal(database, "meetings", 8, "2026-06", now).action_id
    assert not set_goal(database, "meetings", 8, "2026-06", now).action_id


def test_taking_a_goal_away_ends_it_from_that_month_on_only(database: Database, now: int) -> None:
    set_goal(database, "touches", 100, "2026-03", now)
    remove_goal(database, "touches", "2026-05", now)
    assert (held(database, "2026-04"), held(database, "2026-06")) == ({"touches": 100}, {"touches": 0})
    with pytest.raises(NotFound, match="No goal of touches holds in 2026-06"):
        remove_goal(database, "touches", "2026-06", now)
    history.undo(database, now)
    assert held(database, "2026-06") == {"touches": 100}
    remove_goal(database, "touches", "2026-03", now)
    assert goals_set(database) == []


@pytest.mark.parametrize(("amount", "currency"), [(0, "USD"), (-1, "USD"), (100, None)])
def test_what_is_no_goal_changes_nothing(database: Database, now: int, amount: int, currency: str | None) -> None:
    with pytest.raises(UsageError, match=r"[Nn]othing was changed"):
        set_goal(database, "won_value", amount, "2026-06", now, currency)
    assert goals_set(database) == []
