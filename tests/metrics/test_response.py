"""How fast they answer us and we them, and who still waits."""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean, median

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hermes_tui.metrics.response import Response, response_table, responses
from hermes_tui.metrics.tables import Number, made_of
from storage.database import Database
from tests.metrics.spoken import DAY, HOUR, NOW, a_lead, asking, entered, say, settle


def test_where_nothing_was_said_there_is_a_sentence_and_no_division_by_zero(database: Database) -> None:
    a_lead(database)
    assert responses(database, asking(database))[0] == Response(True, 0, None, None, None, 0, None)
    assert response_table(database, asking(database)).empty == "Nothing was said in this period."


def test_an_answer_is_counted_from_the_last_word_before_it_and_each_only_once(database: Database) -> None:
    lead = a_lead(database)
    for direction, hour in (("out", 0), ("out", 10), ("in", 14), ("in", 20), ("out", 21), ("both", 30)):
        say(database, lead, "call", direction, NOW - 10 * DAY + hour * HOUR)
    theirs, ours = responses(database, asking(database))
    assert (theirs.n, theirs.median, theirs.waiting) == (2, (4 + 9) / 2, 0)
    assert (ours.n, ours.mean, ours.waiting) == (1, 1.0, 0)


def test_who_waits_is_told_of_open_deals_only_and_since_when(database: Database) -> None:
    asked_us, asked_them, over = a_lead(database), a_lead(database), a_lead(database, stage=12)
    say(database, asked_us, "email", "in", NOW - 3 * DAY, status="READ")
    say(database, asked_them, "email", "out", NOW - 5 * DAY, status="SENT")
    say(database, over, "email", "out", NOW - 9 * DAY, status="SENT")
    say(database, over, "email", "in", NOW - 8 * DAY, status="READ", automatic="out_of_office")
    say(database, asked_us, "note", "", NOW)  # a note answers nobody
    settle(database)
    theirs, ours = responses(database, asking(database))
    assert (theirs.waiting, theirs.longest) == (1, NOW - 5 * DAY)
    assert (ours.waiting, ours.longest) == (1, NOW - 3 * DAY)
    cell = response_table(database, asking(database)).rows[1][5]
    assert isinstance(cell, Number)
    assert cell.note == "the longest for 3d"


def test_as_of_a_day_what_came_later_was_no_answer_yet_and_a_deal_closed_since_was_open(database: Database) -> None:
    lead = a_lead(database)
    say(database, lead, "email", "in", NOW - 5 * DAY, status="READ")
    say(database, lead, "email", "out", NOW - 2 * DAY, status="SENT")
    entered(database, lead, 12, NOW - DAY)
    settle(database)
    _, ours = responses(database, asking(database, as_of="2026-06-18"))
    assert (ours.n, ours.waiting) == (0, 1)
    _, ours = responses(database, asking(database))
    assert (ours.n, ours.median, ours.waiting) == (1, 72.0, 0)


said = some.lists(some.tuples(some.sampled_from(["in", "out", "both"]), some.integers(0, 30)), min_size=1, max_size=9)


@given(some.lists(said, min_size=1, max_size=4))
def test_answers_are_what_a_plain_reading_finds(
    begin_file: Callable[[], Database], told: list[list[tuple[str, int]]]
) -> None:
    """Of words at one moment a talk comes first, then theirs."""
    database = begin_file()
    lengths: dict[str, list[int]] = {"out": [], "in": []}
    waiting = {"out": 0, "in": 0}
    for words in told:
        lead = a_lead(database)
        for direction, hour in words:
            say(database, lead, "call", direction, NOW - 30 * HOUR + hour * HOUR)
        ordered = sorted(words, key=lambda word: (word[1], word[0]))
        for (direction, hour), after in zip(ordered, [*ordered[1:], None], strict=True):
            if direction == "both" or (after is not None and after[0] == direction):
                continue
            if after is None:
                waiting[direction] += 1
            else:
                lengths[direction].append(after[1] - hour)
    for row, direction in zip(responses(database, asking(database)), ("out", "in"), strict=True):
        found = lengths[direction]
        assert (row.n, row.waiting) == (len(found), waiting[direction])
        assert row.median == (pytest.approx(median(found)) if found else None)
        assert row.mean == (pytest.approx(fmean(found)) if found else None)
        assert row.p75 == (pytest.approx(made_of(found, "p75")) if found else None)
    database.close()
