"""How the goals of a month go, seen from a day of it."""

from __future__ import annotations

from hermes_tui.actions.goals import remove_goal, set_goal
from hermes_tui.metrics.goals import Goal, goals, goals_table, month_of
from hermes_tui.metrics.tables import Number
from storage.database import Database
from tests.metrics.spoken import DAY, HOUR, NOW, a_lead, asking, entered, say, settle

# June 2026 has 22 working days; Monday the 22nd is the 16th.


def of(database: Database, kind: str, **asked: object) -> Goal:
    return next(goal for goal in goals(database, asking(database, **asked)) if goal.kind == kind)


def test_no_goal_is_a_sentence_that_says_how_to_set_one(database: Database) -> None:
    assert goals_table(database, asking(database)).empty.startswith("No goal is set for 2026-06: `hermes goal set")


def test_the_month_is_that_of_the_moment_asked_of(database: Database) -> None:
    month = month_of(asking(database))
    assert (month.name, month.working, month.passed, month.today) == ("2026-06", 22, 15, True)
    april = month_of(asking(database, as_of="2026-04-30"))
    assert (april.name, april.working, april.passed, april.today) == ("2026-04", 22, 22, False)
    sunday = month_of(asking(database, as_of="2026-06-21"))
    assert (sunday.passed, sunday.today) == (15, False)


def test_touches_are_ours_of_this_month_and_meetings_those_held(database: Database) -> None:
    lead = a_lead(database)
    for ago in (1, 2, 30):  # the last one in May
        say(database, lead, "email", "out", NOW - ago * DAY, status="SENT")
    say(database, lead, "email", "in", NOW - DAY, status="READ")
    say(database, lead, "meeting", "both", NOW - DAY)
    say(database, lead, "note", "", NOW - DAY)
    set_goal(database, "touches", 22, "2026-06", NOW)
    set_goal(database, "meetings", 1, "2026-06", NOW)
    touches = of(database, "touches")
    assert (touches.done, touches.expected, touches.behind_by, touches.per_day) == (4, 16, 11, 18 / 7)
    assert touches.pace == "behind by 11; 3 a working day to go"
    assert of(database, "meetings").pace == "reached"


def test_the_pace_is_not_behind_for_what_today_has_yet_to_bring(database: Database) -> None:
    lead = a_lead(database)
    set_goal(database, "touches", 22, "2026-06", NOW)
    for number in range(15):
        say(database, lead, "call", "out", NOW - number * HOUR)
    assert of(database, "touches").pace == "on pace; 1 a working day to go"
    for number in range(3):
        say(database, lead, "call", "out", NOW - number * HOUR)
    assert of(database, "touches").pace == "ahead by 2"


def test_a_month_that_is_over_falls_short_and_an_old_goal_holds_until_the_next(database: Database) -> None:
    set_goal(database, "touches", 5, "2026-03", NOW)
    set_goal(database, "touches", 9, "2026-06", NOW)
    assert of(database, "touches", as_of="2026-04-30").pace == "5 short"
    assert of(database, "touches").target == 9
    remove_goal(database, "touches", "2026-05", NOW)
    assert goals(database, asking(database, as_of="2026-05-31")) == ()
    assert of(database, "touches").target == 9


def test_won_value_of_another_currency_counts_by_the_rep_s_rates_and_is_told_where_there_is_none(
    database: Database,
) -> None:
    for value, currency in ((1_000_00, "USD"), (1_000_00, "EUR"), (500_00, None), (700_00, "GBP")):
        entered(database, a_lead(database, value=value, currency=currency), 11, NOW - DAY)
    entered(database, a_lead(database, value=9_000_00, currency="USD"), 11, NOW - 40 * DAY)
    settle(database)
    set_goal(database, "won_value", 2_000_00, "2026-06", NOW, "USD")
    bare = of(database, "won_value")
    assert (bare.done, bare.left_out) == (1_500_00, 2)
    rated = of(database, "won_value", rates={"EUR": "1.10"})
    assert (round(rated.done), rated.left_out) == (2_600_00, 1)
    table = goals_table(database, asking(database, rates={"EUR": "1.10"}))
    row = table.rows[0]
    assert isinstance(row[1], Number)
    assert row[1].note == "left out: 1 deal in a currency without a rate to USD"
    assert table.note.endswith("Left out of won value: 1 deal in a currency without a rate to USD.")
    set_goal(database, "won_value", 2_000_00, "2026-06", NOW, "EUR")
    abroad = of(database, "won_value", rates={"EUR": "1.10"})
    assert (round(abroad.done), abroad.left_out) == (round(1_000_00 + 1_500_00 / 1.1), 1)
    assert of(database, "won_value").done == 1_000_00


def test_a_filter_narrows_what_is_done_and_says_so(database: Database) -> None:
    set_goal(database, "touches", 10, "2026-06", NOW)
    say(database, a_lead(database), "call", "out", NOW)
    table = goals_table(database, asking(database, filter_text="value>5000"))
    assert isinstance(table.rows[0][1], Number)
    assert table.rows[0][1].value == 0
    assert "only what the filter leaves" in table.note
