"""The goals of a month: how much of each is done, how much of it was to be done by now, and the pace in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.formats import count, money_with
from hermes_tui.metrics import deals
from hermes_tui.metrics.activity import narrowed, start_of
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.money import at_rates
from hermes_tui.metrics.tables import Behind, Cell, Column, Number, Table
from hermes_tui.metrics.written import percent
from storage.queries import activity as said
from storage.queries.goals import GoalRow, in_force

if TYPE_CHECKING:
    from storage.database import Database

LABELS: Mapping[str, str] = {"touches": "Touches", "meetings": "Meetings", "won_value": "Won value"}


class Month(NamedTuple):
    """A month as far as it has got: of its `working` days `passed` are over; `today` is one of them, not over yet."""

    name: str  # 2026-06
    since: int  # UTC ms: what happened after it counts
    working: int
    passed: int
    today: bool


class Goal(NamedTuple):
    """A goal of the month. Amounts are counts, or minor units of `currency`.

    `expected` was to be done by the end of the day; `behind_by` is what lacked when the day began, `per_day` what each
    working day left is to bring. `left_out` says how many won deals are in currencies without a rate.
    """

    kind: str
    month: str
    target: int
    currency: str | None
    done: float
    expected: float
    behind_by: float
    per_day: float | None
    pace: str
    left_out: int = 0

    @property
    def share(self) -> float:
        """How much of it is done, 0 … 1 and above."""
        return self.done / self.target


def month_of(asked: Asked) -> Month:
    """The month of the moment asked of, in the rep's zone. Working days are Monday to Friday."""
    day = datetime.fromtimestamp(asked.at / 1000, asked.zone).date()
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    today = asked.is_now and day.weekday() < 5
    passed = _working_days(first, day if asked.is_now else day + timedelta(days=1))
    return Month(f"{first:%Y-%m}", start_of(first, asked.zone) - 1, _working_days(first, after), passed, today)


def _working_days(first: date, end: date) -> int:
    return sum((first + timedelta(days=number)).weekday() < 5 for number in range((end - first).days))


def goals(database: Database, asked: Asked) -> tuple[Goal, ...]:
    """The goals in force in the month of `asked.at`, with what was done of them since it began.

    Done are, of touches: ours and talks, not what only came in; of meetings: those held; of won value: deals won in
    the month that still stand so, other currencies by the rates set.
    """
    month = month_of(asked)
    within = asked._replace(since=month.since, chosen=True)
    rows = [row for row in in_force(database, month.name) if row.amount]
    talks = _talks(database, within) if any(row.kind in _TALKS for row in rows) else {}
    found = []
    for row in rows:
        done, left_out = (talks[row.kind], 0) if row.kind in _TALKS else _won(database, within, row)
        found.append(_goal(month, row, done, left_out))
    return tuple(found)


def _goal(month: Month, row: GoalRow, done: float, left_out: int) -> Goal:
    before, tonight = (row.amount * days / month.working for days in (month.passed, month.passed + month.today))
    lacking = max(0.0, before - done)
    left = month.working - month.passed
    per_day = max(0.0, row.amount - done) / left if left else None
    goal = Goal(row.kind, month.name, row.amount, row.currency, done, tonight, lacking, per_day, "", left_out)
    return goal._replace(pace=pace(goal))


def pace(goal: Goal) -> str:
    """How it goes, in words."""
    if goal.done >= goal.target:
        return "reached"
    if goal.per_day is None:
        return f"{_amount(goal, goal.target - goal.done)} short"
    a_day = f"{_amount(goal, goal.per_day)} a working day to go"
    if goal.behind_by > 0:
        return f"behind by {_amount(goal, goal.behind_by)}; {a_day}"
    ahead = goal.done - goal.expected
    return f"ahead by {_amount(goal, ahead)}" if ahead >= 1 else f"on pace; {a_day}"


def _amount(goal: Goal, value: float) -> str:
    """A part of the goal as it is written; of what is counted the next whole one."""
    return money_with(round(value), goal.currency) if goal.kind == "won_value" else f"{ceil(value - 1e-9):,}"


# -- what was done ---------------------------------------------------------------------------------------

# What counts towards goals of what was said, as a condition over it.
_TALKS = {"touches": "direction <> 'in'", "meetings": "kind = 'meeting'"}


def _talks(database: Database, within: Asked) -> dict[str, int]:
    sums = ", ".join(f"COALESCE(SUM({such}), 0)" for such in _TALKS.values())
    (found,) = database.rows(f"SELECT {sums} FROM ({said.said(narrowed(within))}) AS spoken", within.given())
    return dict(zip(_TALKS, found, strict=True))


def _rebased(within: Asked, currency: str | None) -> Asked:
    """The same with the goal's currency as the rep's own, and rates in it; none where its own rate is not known."""
    if currency is None or currency == within.currency:
        return within
    one, rates = within.rates.get(currency), {}
    if one:
        rates = {code: rate / one for code, rate in within.rates.items()} | {within.currency: Decimal(1) / one}
    return within._replace(currency=currency, rates=rates)


def _won_sql(within: Asked, row: GoalRow) -> tuple[str, str, dict[str, Any]]:
    """SQL for the amount of a won deal in the goal's currency, NULL without a rate; for what to select from; and both's
    parameters."""
    rebased = _rebased(within, row.currency)
    amount, given = at_rates(rebased, "deal.value", "COALESCE(deal.currency, :usual)")
    return amount, deals.closed(within, deals.WON), within.given(**given, usual=within.currency)


def _won(database: Database, within: Asked, row: GoalRow) -> tuple[float, int]:
    amount, found, given = _won_sql(within, row)
    sql = f"SELECT COALESCE(SUM({amount}), 0), COUNT(deal.value) - COUNT({amount}) FROM {found}"
    total, left_out = database.rows(sql, given)[0]
    return total, left_out


# -- as a table ------------------------------------------------------------------------------------------

_COLUMNS = (
    Column("Goal", "goal", False), Column("Done", "done"), Column("Of", "target"), Column("Share", "share"),
    Column("Expected", "expected"), Column("Pace", "pace", False),
)  # fmt: skip
_DONE = {
    "touches": "Touches of the month that were ours: messages that left, calls, meetings, voicemails and manual "
    "notes; not what only came in.",
    "meetings": "Meetings held in the month.",
    "won_value": "What the deals are worth that were won in the month and stand so still; in another currency by the "
    "rates you set, and left out where there is none.",
}
_EXPECTED = (
    "The goal × working days of the month up to tonight ÷ all its working days. Those are Monday to Friday: no "
    "holidays are taken off."
)


def goals_table(database: Database, asked: Asked) -> Table:
    """The goals of the month of `asked.at`."""
    month = month_of(asked)
    within = asked._replace(since=month.since, chosen=True)
    found = {goal.kind: goal for goal in goals(database, asked)}
    rows = tuple(
        _row(found[row.kind], row, within, month) for row in in_force(database, month.name) if row.kind in found
    )
    note = ""
    if rows:
        days = month.passed + month.today
        note = f"{month.name}: {days} of {count(month.working, 'working day')} by tonight."
        note += " Done counts only what the filter leaves." if asked.where else ""
        note += "".join(
            f" Left out of won value: {_left_out(goal)} {goal.currency}." for goal in found.values() if goal.left_out
        )
    empty = f"No goal is set for {month.name}: `hermes goal set touches 400` sets one."
    return Table("goals", "Goals of the month", _COLUMNS, rows, 3, empty=empty, note=note)


def _row(goal: Goal, row: GoalRow, within: Asked, month: Month) -> tuple[Cell, ...]:
    inputs = (
        ("goal", _shown(goal, goal.target)), ("working days of the month", f"{month.working}"),
        ("of those by tonight", f"{month.passed + month.today}"),
    )  # fmt: skip
    set_by = f"What you set with `hermes goal set`, for {row.month} and the months after it."
    return (
        LABELS[goal.kind],
        _done(goal, row, within),
        Number(goal.target, _shown(goal, goal.target), set_by, currency=goal.currency),
        Number(
            goal.share, percent(goal.share), "Done ÷ goal.", inputs=(("done", _shown(goal, goal.done)), *inputs[:1])
        ),
        Number(goal.expected, _shown(goal, goal.expected), _EXPECTED, inputs=inputs, currency=goal.currency),
        goal.pace,
    )


def _left_out(goal: Goal) -> str:
    return f"{count(goal.left_out, 'deal')} in a currency without a rate to"


def _done(goal: Goal, row: GoalRow, within: Asked) -> Number:
    if goal.kind == "won_value":
        amount, found, given = _won_sql(within, row)
        sql = f"SELECT deal.lead_id, {amount} FROM {found} WHERE {amount} IS NOT NULL ORDER BY 2 DESC, 1"
        behind = Behind(sql, given, "sum", "money", goal.currency)
        note = f"left out: {_left_out(goal)} {goal.currency}" if goal.left_out else ""
    else:
        spoken, such = said.said(narrowed(within)), _TALKS[goal.kind]
        sql = f"SELECT lead_id, 1 FROM ({spoken}) AS spoken WHERE {such} ORDER BY at DESC, lead_id"
        behind, note = Behind(sql, within.given(), "sum", "touches"), ""
    return Number(goal.done, _shown(goal, goal.done), _DONE[goal.kind], behind, note)


def _shown(goal: Goal, value: float) -> str:
    return money_with(round(value), goal.currency) if goal.kind == "won_value" else f"{round(value):,}"
