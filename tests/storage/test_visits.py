"""Visits as figures count them: what is kept is a plain second reading of the stage history, whatever a rep did."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import journal, visits
from storage.errors import NothingToUndo
from storage.visits import Event, Pipeline, Visit, visits_of

MINUTE = 60_000
DAY = 86_400_000
NEW, QUALIFIED, CONTACTED, FOLLOWUP_1, FOLLOWUP_2, RESPONDED, CALL_SCHEDULED = range(1, 8)
NEGOTIATING, WON, LOST, ARCHIVED = range(10, 14)
OPEN_GROUPS = (1, 2, 3, 6, 7, 8, 9, 10)
GROUP = {stage: CONTACTED if stage in (FOLLOWUP_1, FOLLOWUP_2) else stage for stage in range(1, 14)}
KIND = {stage: {WON: "won", LOST: "lost", ARCHIVED: "archived"}.get(stage, "open") for stage in range(1, 14)}
PIPELINE = Pipeline(KIND, GROUP, OPEN_GROUPS)


def told(*moves: tuple[int, int] | tuple[int, int, str]) -> list[Visit]:
    """The visits of a history of (stage, minutes after the beginning[, cause])."""
    return visits_of(
        [Event(move[0], move[1] * MINUTE, move[2] if len(move) > 2 else "rep") for move in moves], PIPELINE
    )


def stays(found: list[Visit]) -> list[tuple[int, int, int | None]]:
    """(stage, from, to) in minutes, of what was a visit."""
    return [
        (visit.stage_id, visit.at // MINUTE, None if visit.left_at is None else visit.left_at // MINUTE)
        for visit in found
        if not visit.passed
    ]


# -- what a rep does ---------------------------------------------------------------------------------------


def test_a_visit_lasts_until_the_next_one_begins() -> None:
    assert stays(told((NEW, 0), (QUALIFIED, 10), (CONTACTED, 25))) == [
        (NEW, 0, 10), (QUALIFIED, 10, 25), (CONTACTED, 25, None),
    ]  # fmt: skip


def test_a_move_taken_back_within_two_minutes_never_was_and_the_visit_goes_on() -> None:
    assert stays(told((NEW, 0), (LOST, 10), (NEW, 11), (QUALIFIED, 30))) == [(NEW, 0, 30), (QUALIFIED, 30, None)]


def test_a_move_taken_back_after_two_minutes_was_one() -> None:
    assert stays(told((NEW, 0), (LOST, 10), (NEW, 12))) == [(NEW, 0, 10), (LOST, 10, 12), (NEW, 12, None)]


def test_pressing_the_key_three_times_is_one_move_that_skips_two_stages() -> None:
    found = told((NEW, 0), (QUALIFIED, 10), (CONTACTED, 10), (RESPONDED, 10))
    assert stays(found) == [(NEW, 0, 10), (RESPONDED, 10, None)]
    assert [visit.stage_id for visit in found if visit.passed] == [QUALIFIED, CONTACTED]
    assert {visit.length for visit in found if visit.passed} == {None}, "a skipped stage is no visit, not 0 days"


def test_what_a_file_tells_of_is_a_visit_however_short_it_was() -> None:
    found = told((NEW, 0, "import"), (QUALIFIED, 0, "import"), (WON, 1, "import"))
    assert stays(found)[:2] == [(NEW, 0, 0), (QUALIFIED, 0, 1)]
    assert [visit.length for visit in found[:2]] == [0, MINUTE]


def test_a_lead_that_was_put_right_at_once_entered_where_it_began_but_never_stood_there() -> None:
    found = told((NEW, 0), (CONTACTED, 1))
    assert stays(found) == [(CONTACTED, 1, None)]
    assert [(visit.stage_id, visit.passed, visit.outcome) for visit in found] == [
        (NEW, 1, "advanced"), (QUALIFIED, 1, "advanced"), (CONTACTED, 0, None),
    ]  # fmt: skip


def test_a_lead_that_came_back_at_once_to_where_it_began_stood_there_all_the_time() -> None:
    assert stays(told((NEW, 0), (LOST, 1), (NEW, 2), (QUALIFIED, 90))) == [(NEW, 0, 90), (QUALIFIED, 90, None)]


def test_follow_ups_are_visits_of_their_own_in_a_group_that_is_entered_once() -> None:
    found = told((CONTACTED, 0), (FOLLOWUP_1, 10), (FOLLOWUP_2, 20), (LOST, 30))
    assert [visit.group_id for visit in found] == [CONTACTED, None, None, LOST]
    assert [visit.length for visit in found] == [10 * MINUTE] * 3 + [None]
    assert (found[0].outcome, found[0].outcome_at) == ("dropped", 30 * MINUTE)


def test_what_came_first_counts_and_a_second_entry_has_an_outcome_of_its_own() -> None:
    found = told((QUALIFIED, 0), (CONTACTED, 10), (QUALIFIED, 20), (LOST, 30), (RESPONDED, 40), (WON, 50))
    first, second = (visit for visit in found if visit.group_id == QUALIFIED)
    assert (first.outcome, first.outcome_at, first.entered_before) == ("advanced", 10 * MINUTE, None)
    assert (second.outcome, second.outcome_at, second.entered_before) == ("dropped", 30 * MINUTE, 0)


def test_a_reopened_deal_skips_nothing_on_its_way_back() -> None:
    found = told((NEW, 0), (LOST, 10), (NEGOTIATING, 20), (WON, 30))
    assert [(visit.stage_id, visit.passed) for visit in found] == [(NEW, 0), (LOST, 0), (NEGOTIATING, 0), (WON, 0)]


# -- any history, read a second time -----------------------------------------------------------------------


class Read(NamedTuple):
    """What the second reading says of a row."""

    stage: int
    at: int
    left: int | None
    passed: bool


def read_again(events: list[Event]) -> list[Read]:
    """The rows by the words of definitions.md: strike out, join, fill in; each in a pass of its own."""
    born, *moves = events
    ends = [event.at for event in moves] + [None]
    real = [
        event for event, end in zip(events, ends, strict=True)
        if end is None or event.cause != "rep" or end - event.at >= 120_000
    ]  # fmt: skip
    joined = [(stage, next(run).at) for stage, run in groupby(real, key=lambda event: event.stage_id)]
    if real[0] is not born:
        if born.stage_id == joined[0][0]:
            joined[0] = (born.stage_id, born.at)
            rows = []
        else:
            rows = [(born.stage_id, born.at, True)]
    else:
        rows = []
    for stage, at in joined:
        before = rows[-1][0] if rows else None
        if before is not None and KIND[before] == "open" and KIND[stage] in ("open", "won"):
            rows += [(group, at, True) for group in OPEN_GROUPS if GROUP[before] < group < GROUP[stage]]
        rows.append((stage, at, False))
    lefts: list[int | None] = [row[1] for row in rows[1:]]
    return [Read(*row[:2], left, row[2]) for row, left in zip(rows, [*lefts, None], strict=True)]


def check_rows(found: list[Visit], events: list[Event]) -> None:
    """Every column of the visits against the second reading."""
    wanted = read_again(events)
    assert [(v.stage_id, v.at, v.left_at, bool(v.passed)) for v in found] == [tuple(row) for row in wanted]
    assert [visit.n for visit in found] == list(range(1, len(found) + 1))
    for place, (visit, row) in enumerate(zip(found, wanted, strict=True)):
        assert visit.length == (None if row.passed or row.left is None else row.left - row.at)
        groups = [GROUP[each.stage] for each in wanted[: place + 1]]
        enters = place == 0 or groups[-1] != groups[-2]
        assert visit.group_id == (groups[-1] if enters else None)
        former = [
            each.at for n, each in enumerate(wanted[:place])
            if groups[n] == groups[-1] and (n == 0 or groups[n - 1] != groups[n])
        ]  # fmt: skip
        assert visit.entered_before == (former[-1] if former and enters else None)
        assert (visit.outcome, visit.outcome_at) == came_of(wanted[place:], enters)


def came_of(rows: list[Read], enters: bool) -> tuple[str | None, int | None]:
    """What came first after the first of these rows."""
    if enters and KIND[rows[0].stage] == "open":
        for row in rows[1:]:
            if KIND[row.stage] in ("lost", "archived"):
                return "dropped", row.at
            if row.stage == WON or GROUP[row.stage] > GROUP[rows[0].stage]:
                return "advanced", row.at
    return None, None


WAITS = st.sampled_from([0, 1, MINUTE, 119_999, 120_000, 5 * MINUTE, DAY])
HISTORIES = st.lists(
    st.tuples(st.integers(1, 13), WAITS, st.sampled_from(["rep", "rep", "rep", "import", "message"])),
    min_size=1, max_size=14,
)  # fmt: skip


@settings(max_examples=400)
@given(moves=HISTORIES)
def test_any_history_is_read_as_the_definitions_say(moves: list[tuple[int, int, str]]) -> None:
    events, at = [], 0
    for stage, wait, cause in moves:
        at += wait
        events.append(Event(stage, at, cause))
    check_rows(visits_of(events, PIPELINE), events)


# -- kept, whatever is done, undone and done again ---------------------------------------------------------

DOINGS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(0, 5), st.integers(1, 13), WAITS),
        st.tuples(st.just("move"), st.integers(0, 5), st.integers(1, 13), WAITS),
        st.tuples(st.just("add"), st.just(0), st.integers(1, 13), WAITS),
        st.tuples(st.just("back"), st.just(0), st.just(0), st.sampled_from([MINUTE, DAY])),
        st.tuples(st.just("undo"), st.integers(1, 3), st.just(0), WAITS),
        st.tuples(st.just("redo"), st.integers(1, 3), st.just(0), WAITS),
        st.tuples(st.just("delete"), st.integers(0, 5), st.just(0), WAITS),
    ),
    max_size=20,
)  # fmt: skip


def do(rep: Any, what: str, number: int, stage: int, wait: int) -> None:
    """One thing that a rep may do; a clock set back gives a move the moment of the one before (actions/stages.py)."""
    rep.now += -wait if what == "back" else wait
    leads = [row[0] for row in rep.database.rows("SELECT id FROM lead ORDER BY id")]
    if what == "add":
        rep.lead(stage_id=stage)
    elif what in ("undo", "redo"):
        for _ in range(number):
            try:
                getattr(journal, what)(rep.database, rep.now)
            except NothingToUndo:
                return
    elif what == "delete" and leads:
        rep.remove("lead", leads[number % len(leads)])
    elif what == "move" and leads:
        lead = leads[number % len(leads)]
        clock, newest = rep.now, rep.one("SELECT MAX(at) FROM stage_event WHERE lead_id = ?", lead)
        rep.now = max(clock, newest)
        rep.move(lead, stage)
        rep.now = clock


def kept_of(rep: Any) -> dict[int, list[Visit]]:
    """The rows of the table, by lead."""
    rows = rep.database.rows(f"SELECT lead_id, {', '.join(Visit._fields)} FROM visit ORDER BY lead_id, n")
    return {lead: [Visit(*row[1:]) for row in each] for lead, each in groupby(rows, key=lambda row: row[0])}


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(doings=DOINGS)
def test_what_is_kept_beside_the_history_is_what_it_says(new_rep, doings: list[tuple[str, int, int, int]]) -> None:
    rep = new_rep()
    rep.lead()
    for doing in doings:
        do(rep, *doing)
    history = rep.database.rows("SELECT lead_id, to_stage_id, at, cause FROM stage_event ORDER BY lead_id, at, id")
    kept = kept_of(rep)
    assert set(kept) == {row[0] for row in history}
    for lead, rows in groupby(history, key=lambda row: row[0]):
        check_rows(kept[lead], [Event(*row[1:]) for row in rows])
    stands = rep.database.rows("SELECT id, stage_id, stage_entered_at FROM lead ORDER BY id")
    assert stands == [(lead, rows[-1].stage_id, rows[-1].at) for lead, rows in kept.items()]
    with rep.database.transaction() as connection:
        assert visits.rebuild(connection, "SELECT id FROM lead") == 0
        connection.execute("DELETE FROM visit")
        visits.fill(connection, 0)
    assert kept_of(rep) == kept, "a bulk load fills in what a rep's moves come to"
    rep.database.close()


def test_a_repair_puts_right_what_was_changed_behind_its_back(rep) -> None:
    lead = rep.lead()
    rep.now += DAY
    rep.move(lead, RESPONDED)
    kept = kept_of(rep)
    with rep.database.transaction() as connection:
        connection.execute("UPDATE visit SET at = at - 1 WHERE n = 3")
        assert visits.rebuild(connection, "SELECT id FROM lead") == 1
        assert kept_of(rep) == kept
        connection.execute("DELETE FROM stage_event")
        assert visits.rebuild(connection, "SELECT id FROM lead") == 1, "visits without a history go"
        assert kept_of(rep) == {}


@pytest.mark.parametrize("stage", range(1, 14))
def test_a_new_lead_has_one_visit_whoever_counts(rep, stage: int) -> None:
    rep.lead(stage_id=stage)
    assert kept_of(rep) == {1: visits_of([Event(stage, rep.now, "rep")], PIPELINE)}
