"""The goals of a month from the shell: how they go, setting one, and taking it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, data, say, table
from hermes_tui.cli.session import Session
from hermes_tui.formats import major
from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.metrics.goals import Goal
    from storage.queries.goals import GoalRow


def goal_json(goal: Goal) -> dict[str, Any]:
    """The goal's keys in JSON; money in major units."""
    money = goal.kind == "won_value"
    amounts = {"target": goal.target, "done": goal.done, "expected": goal.expected, "behind_by": goal.behind_by,
               "per_day": goal.per_day}  # fmt: skip
    return {
        "kind": goal.kind, "month": goal.month, "currency": goal.currency,
        **{name: None if value is None else _number(value, money) for name, value in amounts.items()},
        "share": round(goal.share, 4), "pace": goal.pace, "left_out": goal.left_out,
    }  # fmt: skip


def _number(value: float, money: bool) -> float | None:
    return major(round(value)) if money else round(value, 2)


def listing(session: Session) -> int:
    """`hermes goal [list]`: the goals of the month and how they go; `--all` those that were ever set."""
    if session.given.words not in ([], ["list"]):
        raise UsageError(f"`hermes goal {' '.join(session.given.words)}` is none; it is followed by list, set or rm.")
    if session.given.flag("--all"):
        return _every(session)
    from hermes_tui.actions.asking import Reckoning, asked_of
    from hermes_tui.metrics.goals import goals, goals_table

    settings, database = session.settings, session.reading()
    by = Reckoning(session.now, session.today, session.zone, settings.stale_days, settings.currency, settings.rates)
    asked = asked_of(database, by, as_of=session.given.value("--as-of"))
    if session.json:
        as_json([goal_json(goal) for goal in goals(database, asked)])
        return OK
    found = goals_table(database, asked)
    if not found.rows:
        say(found.empty)
        return NOTHING
    rows = [[cell if isinstance(cell, str) else cell.shown for cell in row] for row in found.rows]
    table([column.head for column in found.columns], rows, right=(1, 2, 3, 4), stretch=(5,))
    for note in (found.note, *(cell.note for row in found.rows for cell in row if not isinstance(cell, str))):
        if note:
            data(note)
    return OK


def _every(session: Session) -> int:
    from hermes_tui.actions.goals import goal_words
    from storage.queries.goals import goals_set

    found = goals_set(session.reading())
    if session.json:
        as_json([_set_json(goal) for goal in found])
    elif found:
        rows = [(goal.month, goal_words(goal.kind, goal.amount, goal.currency) if goal.amount else
                 f"no goal of {goal.kind.replace('_', ' ')}") for goal in found]  # fmt: skip
        table(("from", "a month"), rows)
    else:
        say("No goal was set yet: `hermes goal set touches 400`.")
    return OK if found or session.json else NOTHING


def _set_json(goal: GoalRow) -> dict[str, Any]:
    amount = major(goal.amount) if goal.kind == "won_value" else goal.amount
    return {"id": goal.id, "month": goal.month, "kind": goal.kind, "amount": amount, "currency": goal.currency}


def put(session: Session) -> int:
    """`hermes goal set KIND AMOUNT [--month MONTH]`."""
    from hermes_tui.actions.goals import kind_named, month_named, parse_goal, set_goal

    kind = kind_named(session.given.words[0])
    amount, currency = parse_goal(kind, session.given.words[1], session.settings.currency)
    month = month_named(session.given.value("--month") or "", session.today)
    outcome = set_goal(session.writing(), kind, amount, month, session.now, currency)
    return session.wrote(outcome, outcome.made, {"kind": kind, "month": month})


def remove(session: Session) -> int:
    """`hermes goal rm KIND [--month MONTH]`."""
    from hermes_tui.actions.goals import kind_named, month_named, remove_goal

    kind = kind_named(session.given.words[0])
    month = month_named(session.given.value("--month") or "", session.today)
    outcome = remove_goal(session.writing(), kind, month, session.now)
    return session.wrote(outcome, outcome.made, {"kind": kind, "month": month})
