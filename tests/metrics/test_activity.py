"""A rep looks at what was said: how much a day, by whom and how, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hermes_tui.metrics.activity import MOST_WEEKS, activity, activity_table
from hermes_tui.metrics.outcomes import Outcome, outcomes, outcomes_table
from hermes_tui.metrics.tables import Number
from storage.database import Database
from tests.metrics.spoken import DAY, HOUR, NOW, a_lead, asking, entered, put, say, settle


def of(found: tuple[Outcome, ...], kind: str | None) -> Outcome:
    return next(row for row in found if row.kind == kind)


def test_nothing_said_is_a_sentence_and_no_row(database: Database) -> None:
    for table in (activity_table(database, asking(database)), outcomes_table(database, asking(database, "7d"))):
        assert table.rows == ()
        assert table.empty == "No touch took place in this period."


def test_what_a_machine_answered_bounced_or_never_left_is_no_touch(database: Database) -> None:
    lead = a_lead(database)
    say(database, lead, "email", "out", NOW - HOUR, status="SENT")
    say(database, lead, "call", "both", NOW - HOUR)
    say(database, lead, "note", "", NOW - HOUR)
    for status in ("DRAFT", "SCHEDULED", "BOUNCED", "FAILED"):
        say(database, lead, "email", "out", NOW - HOUR, status=status)
    say(database, lead, "email", "in", NOW - HOUR, status="READ", automatic="out_of_office")
    say(database, lead, "email", "in", NOW - HOUR, automatic="auto_reply")
    put(database, "note", lead_id=lead, kind="SYSTEM", text="x", at=NOW, created_at=NOW, updated_at=NOW)
    (today,) = activity(database, asking(database, "today")).spans
    assert today.counts == {("email", "out"): 1, ("call", "both"): 1, ("note", ""): 1}
    assert today.of() == 3
    assert today.of(direction="out") == 1
    assert today.of(kind="note") == 1


def test_a_day_is_the_reps_own_also_where_the_clock_is_set_forward(database: Database) -> None:
    lead, zone = a_lead(database), ZoneInfo("Europe/Berlin")
    midnight = 1_774_738_800_000  # Sunday 29 March 2026, 00:00 in Berlin; the day has 23 hours
    for at in (midnight - 1, midnight, midnight + 23 * HOUR - 1, midnight + 23 * HOUR):
        say(database, lead, "call", "out", at)
    found = activity(database, asking(database, "2026-03-28..2026-03-30", zone))
    assert [(span.first.day, span.of()) for span in found.spans] == [(28, 1), (29, 2), (30, 1)]


def test_a_long_period_is_told_by_weeks_and_a_very_long_one_by_the_last_of_them(database: Database) -> None:
    lead = a_lead(database)
    say(database, lead, "call", "out", NOW - 10 * DAY)
    quarter = activity(database, asking(database, "90d"))
    assert quarter.by_week
    assert {span.first.weekday() for span in quarter.spans} == {0}
    assert quarter.spans[0].low == asking(database, "90d").since, "the first week has only its part of the period"
    assert not activity(database, asking(database, "30d")).by_week
    say(database, lead, "call", "out", NOW - 3000 * DAY)
    whole = activity(database, asking(database))
    assert len(whole.spans) == MOST_WEEKS
    assert whole.cut
    assert whole.spans[-1].first == date(2026, 6, 22)
    assert "last 104 weeks" in activity_table(database, asking(database)).note


def test_a_period_of_just_as_many_weeks_as_are_told_is_told_whole(database: Database) -> None:
    say(database, a_lead(database), "call", "out", NOW - DAY)
    for day, is_cut in (("2024-07-01", False), ("2024-06-30", True)):
        found = activity(database, asking(database, f"{day}..2026-06-22"))
        assert (len(found.spans), found.cut) == (MOST_WEEKS, is_cut)


@pytest.mark.parametrize(("period", "first", "head"), [("7d", "2026-06-15", "day"), ("90d", "2026-03-23", "week")])
def test_a_day_is_named_so_that_a_sheet_knows_it_for_one(
    database: Database, period: str, first: str, head: str
) -> None:
    say(database, a_lead(database), "call", "out", NOW - DAY)
    table = activity_table(database, asking(database, period))
    assert (table.columns[0].name, table.rows[0][0]) == (head, first)


def test_a_touch_is_answered_within_fourteen_days_or_not_and_before_that_it_is_maturing(database: Database) -> None:
    answered, late, silent, fresh = (a_lead(database) for _ in range(4))
    for lead, ago in ((answered, 40), (late, 40), (silent, 14.001), (fresh, 14)):
        say(database, lead, "voicemail", "out", NOW - int(ago * DAY))
    say(database, answered, "email", "in", NOW - 26 * DAY, status="READ")  # to the millisecond
    say(database, late, "call", "in", NOW - 26 * DAY + 1)
    row = of(outcomes(database, asking(database)), "voicemail")
    assert (row.out, row.answered, row.unanswered, row.maturing) == (4, 1, 2, 1)
    assert (row.answers.n, row.answers.rate) == (3, pytest.approx(1 / 3))
    rate = next(row for row in outcomes_table(database, asking(database)).rows if row[0] == "Voicemails")[5]
    assert isinstance(rate, Number)
    assert rate.note.startswith("too early")


def test_touches_of_last_week_have_no_rate_though_some_are_answered_already(database: Database) -> None:
    """Of a week's 171 mails the 50 that were answered counted, and the rest did not yet: they stood there as 100 %."""
    for number in range(20):
        lead = a_lead(database, stage=2)
        say(database, lead, "email", "out", NOW - 5 * DAY, status="SENT")
        if number < 8:
            say(database, lead, "email", "in", NOW - 4 * DAY, status="READ")
            entered(database, lead, 6, NOW - 4 * DAY)
    settle(database)
    row = of(outcomes(database, asking(database, "7d")), None)
    assert (row.out, row.answered, row.unanswered, row.maturing, row.so_far) == (20, 0, 0, 20, 8)
    assert (row.answers.rate, row.moved, row.moves.rate) == (None, 8, None)
    maturing = outcomes_table(database, asking(database, "7d")).rows[-1][4]
    assert isinstance(maturing, Number)
    assert maturing.note == "8 of them answered so far"


def test_a_talk_is_an_answer_and_what_they_said_at_the_same_moment_or_before_is_none(database: Database) -> None:
    talked, before = a_lead(database), a_lead(database)
    say(database, talked, "email", "out", NOW - 40 * DAY, status="DELIVERED")
    say(database, talked, "meeting", "both", NOW - 39 * DAY)
    say(database, before, "email", "out", NOW - 40 * DAY, status="SENT")
    say(database, before, "call", "in", NOW - 40 * DAY)
    found = outcomes(database, asking(database))
    assert (of(found, "email").answered, of(found, "email").unanswered) == (1, 1)
    assert of(found, "meeting").talked == 1
    assert of(found, "call").came_in == 1
    assert (of(found, None).out, of(found, None).talked, of(found, None).came_in) == (2, 1, 1)


def test_a_touch_led_on_where_the_deal_went_forward_in_the_week_after_it(database: Database) -> None:
    forward, back, lost, won, by_itself = (a_lead(database, stage=8) for _ in range(5))
    for lead in (forward, back, lost, won, by_itself):
        say(database, lead, "call", "out", NOW - 30 * DAY)
    entered(database, forward, 9, NOW - 23 * DAY)
    entered(database, back, 3, NOW - 29 * DAY)
    entered(database, lost, 12, NOW - 29 * DAY)
    entered(database, won, 11, NOW - 29 * DAY)
    entered(database, by_itself, 9, NOW - 30 * DAY)  # the move that came with the touch is not what it led to
    settle(database)
    row = of(outcomes(database, asking(database)), "call")
    assert (row.moved, row.moves.n) == (2, 5)


def test_the_filter_narrows_what_was_said(database: Database) -> None:
    for value in (100_00, 9_000_00):
        lead = a_lead(database, value=value)
        say(database, lead, "call", "out", NOW - DAY)
    assert sum(span.of() for span in activity(database, asking(database, "7d", filter_text="value>5000")).spans) == 1
    assert of(outcomes(database, asking(database, filter_text="value>5000")), None).out == 1


# -- a plain second reading --------------------------------------------------------------------------------

words = some.tuples(
    some.sampled_from(["call", "email", "meeting", "message", "voicemail"]), some.sampled_from(["in", "out", "both"]),
    some.integers(0, 60 * 24), some.booleans(),
)  # fmt: skip
moves = some.lists(
    some.tuples(some.integers(1, 12), some.integers(1, 60 * 24)), max_size=4, unique_by=lambda move: move[1]
)


@given(some.lists(some.tuples(some.lists(words, max_size=8), moves), min_size=1, max_size=3), some.integers(0, 40))
def test_what_came_of_touches_is_what_a_plain_reading_finds(
    begin_file: Callable[[], Database], told: list[tuple[list[tuple[str, str, int, bool]], list[tuple[int, int]]]],
    days: int,
) -> None:  # fmt: skip
    """Hours from sixty days ago, so that 14 days and 7 are hit exactly."""
    database, begin = begin_file(), NOW - 60 * DAY
    asked = asking(database, f"{days + 1}d")
    wanted = [0, 0, 0, 0, 0, 0, 0]
    for said, moved in told:
        lead = a_lead(database, at=begin - DAY)
        path = [(1, begin - DAY), *((stage, begin + hour * HOUR) for stage, hour in sorted(moved, key=lambda m: m[1]))]
        for stage, at in path[1:]:
            entered(database, lead, stage, at)
        for kind, direction, hour, automatic in said:
            say(database, lead, kind, direction, begin + hour * HOUR, automatic="auto_reply" if automatic else None)
        spoken = [(direction, begin + hour * HOUR) for _, direction, hour, automatic in said if not automatic]
        for direction, at in spoken:
            if direction != "out" or at <= asked.since or at > NOW:
                continue
            answered = any(d != "out" and at < then <= min(NOW, at + 14 * DAY) for d, then in spoken)
            led = any(at < then <= min(NOW, at + 7 * DAY) and _forward(a, b) for (a, _), (b, then) in _pairs(path))
            old, week_old = NOW - at > 14 * DAY, NOW - at > 7 * DAY
            whats = (
                True,
                old and answered,
                old and not answered,
                not old and answered,
                led,
                week_old and led,
                week_old,
            )
            for place, yes in enumerate(whats):
                wanted[place] += yes
    settle(database)
    found = outcomes(database, asked)
    row = found[-1] if found else None
    assert row is not None or not any(wanted)
    if row is not None:
        counts = [row.out, row.answered, row.unanswered, row.so_far, row.moved, row.moves.n * (row.moves.rate or 0)]
        assert [*counts, row.moves.n] == pytest.approx(wanted)
        assert row.out == row.answered + row.unanswered + row.maturing
    database.close()


def _pairs(path: list[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(pairwise(path))


def _forward(before: int, after: int) -> bool:
    """From an open stage to one of a later group, or to WON; 3, 4 and 5 are one group."""
    group = {4: 3, 5: 3}
    return before <= 10 and after <= 11 and group.get(after, after) > group.get(before, before)
