"""Which objections cost deals, and what answered them before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from statistics import fmean, median
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.notes import add_note
from hermes_tui.actions.objections import OBJECTIONS, raise_objection, reopen_objection, resolve_objection
from hermes_tui.actions.stages import lose, move, reopen
from hermes_tui.metrics.intervals import rate
from hermes_tui.metrics.objections import KindStats, objection_stats, past_answers
from storage.database import Database
from storage.filters import compile_filter

DAY = 86_400_000
NOW = 1_782_118_800_000
TODAY = date(2026, 6, 22)


def a_lead(database: Database, **fields: str) -> int:
    """A lead made long ago."""
    return add_lead(database, {"title": "Deal", **fields}, NOW, TODAY, at=NOW - 300 * DAY).made


def said(database: Database, lead: int, kind: str, days_ago: float = 10) -> int:
    """An objection raised that long ago."""
    at = NOW - int(days_ago * DAY)
    add_note(database, [lead], "they said", NOW, objections=[kind], at=at)
    return int(database.value("SELECT MAX(id) FROM objection"))


def answered(database: Database, kind: str, words: str, *, ending: str = "", days_ago: float = 5, **fields: str) -> int:
    """A lead whose objection was resolved by these words that long ago."""
    lead = a_lead(database, **fields)
    made = said(database, lead, kind, days_ago + 1)
    resolve_objection(database, made, words, NOW, at=NOW - int(days_ago * DAY))
    if ending:
        move(database, [lead], ending, NOW)
    return lead


def of(found: Sequence[KindStats], kind: str | None) -> KindStats:
    """The row of a kind."""
    return next(row for row in found if row.kind == kind)


# -- the figures -----------------------------------------------------------------------------------------


def test_an_empty_file_has_all_kinds_and_no_rates(database: Database) -> None:
    found = objection_stats(database, NOW)
    assert [row.kind for row in found] == [*OBJECTIONS, None]
    assert {(row.raised, row.resolution.rate, row.days.n, row.win.of.rate) for row in found} == {(0, None, 0, None)}


def test_an_open_objection_is_neither_won_nor_lost_yet_and_a_closed_deal_leaves_it_unresolved_however_it_closed(
    database: Database,
) -> None:
    for ending in ("", "LOST", "WON", "ARCHIVED"):
        lead = a_lead(database)
        said(database, lead, "BUDGET")
        if ending:
            move(database, [lead], ending, NOW)
    answered(database, "BUDGET", "Paid in parts", ending="WON")
    row = of(objection_stats(database, NOW), "BUDGET")
    assert (row.raised, row.resolved, row.open, row.unresolved) == (5, 1, 1, 3)
    assert row.resolution == rate(1, 4)
    assert (row.leads, row.win.won, row.win.lost, row.win.of) == (5, 2, 1, rate(2, 3))
    assert row.resolution.is_early


def test_a_lead_that_says_a_thing_twice_is_won_once(database: Database) -> None:
    lead = a_lead(database)
    for kind in ("TRUST", "TRUST", "SCOPE"):
        said(database, lead, kind)
    move(database, [lead], "WON", NOW)
    found = objection_stats(database, NOW)
    assert (of(found, "TRUST").raised, of(found, "TRUST").leads, of(found, "TRUST").win.won) == (2, 1, 1)
    assert (of(found, None).raised, of(found, None).leads, of(found, None).win.won) == (3, 1, 1)


def test_how_long_it_took(database: Database) -> None:
    for days in (1, 2, 9):
        resolve_objection(database, said(database, a_lead(database), "TIMING", days), "later", NOW)
    assert of(objection_stats(database, NOW), "TIMING").days == (3, 4, 2)


def test_a_reopened_deal_has_its_objections_open_again(database: Database) -> None:
    lead = a_lead(database)
    said(database, lead, "SCOPE")
    lose(database, [lead], "no need", NOW)
    assert of(objection_stats(database, NOW), "SCOPE").unresolved == 1
    reopen(database, [lead], NOW)
    row = of(objection_stats(database, NOW), "SCOPE")
    assert (row.open, row.unresolved) == (1, 0)


def test_a_day_in_the_past_is_told_as_it_stood(database: Database) -> None:
    lead = a_lead(database)
    made = said(database, lead, "SCOPE", 30)
    resolve_objection(database, made, "Two phases", NOW, at=NOW - 10 * DAY)
    move(database, [lead], "WON", NOW, at=NOW - 5 * DAY)
    assert of(objection_stats(database, NOW - 40 * DAY), "SCOPE").raised == 0
    then = of(objection_stats(database, NOW - 20 * DAY), "SCOPE")
    assert (then.open, then.resolved, then.win.won) == (1, 0, 0)
    assert of(objection_stats(database, NOW - 7 * DAY), "SCOPE")[2:5] == (1, 0, 0)


def test_a_window_and_a_filter_narrow_what_counts(database: Database) -> None:
    said(database, a_lead(database, source="fair"), "SCOPE", 100)
    said(database, a_lead(database, source="reddit"), "SCOPE", 10)
    assert of(objection_stats(database, NOW, since=NOW - 50 * DAY), "SCOPE").raised == 1
    asked = compile_filter("source:fair", now=NOW, today=TODAY)
    assert of(objection_stats(database, NOW, where=asked.where, params=asked.params), None).raised == 1


# -- against plain Python --------------------------------------------------------------------------------


class Said(NamedTuple):
    """One objection of a told history: days ago raised and resolved (None: never), on lead number `lead`."""

    lead: int
    kind: str
    raised: int
    resolved: int | None
    reopened: bool


ENDINGS = ("", "WON", "LOST", "ARCHIVED", "LOST again open")
SAID = some.builds(
    Said,
    lead=some.integers(0, 4),
    kind=some.sampled_from(OBJECTIONS[:3]),
    raised=some.integers(20, 60),
    resolved=some.none() | some.integers(0, 19),
    reopened=some.booleans(),
)


def told(database: Database, endings: Sequence[tuple[str, int]], history: Sequence[Said]) -> list[int]:
    """Tell a history by the rep's own deeds; the leads in order."""
    leads = [a_lead(database, value="100") for _ in endings]
    for each in history:
        made = said(database, leads[each.lead % len(leads)], each.kind, each.raised)
        if each.resolved is not None:
            resolve_objection(database, made, "answered", NOW, at=NOW - each.resolved * DAY)
            if each.reopened:
                reopen_objection(database, made, NOW)
    for lead, (ending, days) in zip(leads, endings, strict=True):
        if ending:
            move(database, [lead], ending.split(" ")[0], NOW, at=NOW - days * DAY)
        if ending.endswith("open"):
            reopen(database, [lead], NOW, at=NOW - days * DAY // 2)
    return leads


def reckoned(
    endings: Sequence[tuple[str, int]], history: Sequence[Said], kind: str | None, asked: int, window: int
) -> KindStats:
    """The same figures in plain Python, `asked` days ago, of what was raised in the `window` days before."""

    def ending_then(number: int) -> str:
        ending, days = endings[number % len(endings)]
        if not ending or days * DAY < asked * DAY:
            return "open"
        if ending.endswith("open"):
            return "open" if days * DAY // 2 >= asked * DAY else "lost"
        return ending.lower()

    there = [
        each for each in history
        if (kind is None or each.kind == kind) and asked <= each.raised < asked + window
    ]  # fmt: skip
    done = [each for each in there if each.resolved is not None and each.resolved >= asked and not each.reopened]
    rest = [each for each in there if each not in done]
    open_ones = [each for each in rest if ending_then(each.lead) == "open"]
    closed = len(rest) - len(open_ones)
    leads = {each.lead % len(endings) for each in there}
    won = sum(ending_then(lead) == "won" for lead in leads)
    lost = sum(ending_then(lead) == "lost" for lead in leads)
    days = [each.raised - each.resolved for each in done if each.resolved is not None]
    return KindStats(
        kind, len(there), len(done), len(open_ones), closed, rate(len(done), len(done) + closed),
        (len(days), pytest.approx(fmean(days)) if days else None, median(days) if days else None),  # type: ignore[arg-type]
        len(leads), (won, lost, rate(won, won + lost)),  # type: ignore[arg-type]
    )  # fmt: skip


@settings(max_examples=15)
@given(
    endings=some.lists(some.tuples(some.sampled_from(ENDINGS), some.integers(0, 40)), min_size=1, max_size=5),
    history=some.lists(SAID, max_size=8, unique=True),
    asked=some.integers(0, 45),
    window=some.sampled_from((10, 25, 1000)),
)
def test_any_history_gives_what_plain_python_reckons(
    begin_file: Callable[[], Database],
    endings: list[tuple[str, int]],
    history: list[Said],
    asked: int,
    window: int,
) -> None:
    database = begin_file()
    try:
        told(database, endings, history)
        now = NOW - asked * DAY
        found = objection_stats(database, now, since=now - window * DAY)
        assert list(found) == [reckoned(endings, history, kind, asked, window) for kind in (*OBJECTIONS, None)]
    finally:
        database.close()


# -- what answered it before -----------------------------------------------------------------------------


def test_answers_of_won_deals_come_first_then_the_newest_and_our_own_lead_is_no_example(database: Database) -> None:
    answered(database, "BUDGET", "Discount", days_ago=1, ending="LOST", company="Lost Ltd")
    answered(database, "BUDGET", "Two phases", days_ago=40, ending="WON", company="Old Won")
    answered(database, "BUDGET", "Pay quarterly", days_ago=9, ending="WON", company="New Won")
    mine = answered(database, "BUDGET", "Mine", days_ago=2)
    answered(database, "TRUST", "Another kind", days_ago=2, ending="WON")
    found = past_answers(database, "BUDGET", but_lead=mine)
    assert [(each.words, each.lead, each.ending) for each in found] == [
        ("Pay quarterly", "New Won", "won"),
        ("Two phases", "Old Won", "won"),
        ("Discount", "Lost Ltd", "lost"),
    ]
    assert [each.words for each in past_answers(database, "BUDGET", but_lead=mine, limit=1)] == ["Pay quarterly"]


def test_nearly_the_same_words_are_one_answer_and_another_number_is_another(database: Database) -> None:
    answered(database, "BUDGET", "Split into two phases", ending="WON", days_ago=2)
    answered(database, "BUDGET", "split in two phases.", ending="LOST")
    answered(database, "BUDGET", "10 % off for the first two years", ending="WON")
    answered(database, "BUDGET", "20 % off for the first two years", ending="WON", days_ago=8)
    found = past_answers(database, "BUDGET")
    assert [(each.words, each.times, each.won) for each in found] == [
        ("Split into two phases", 2, 1),
        ("10 % off for the first two years", 1, 1),
        ("20 % off for the first two years", 1, 1),
    ]


def test_a_resolution_without_words_and_one_taken_back_teach_nothing(database: Database) -> None:
    answered(database, "SCOPE", "")
    answered(database, "SCOPE", "Did not hold")
    reopen_objection(database, int(database.value("SELECT MAX(id) FROM objection")), NOW)
    raise_objection(database, [a_lead(database)], "SCOPE", NOW)
    assert past_answers(database, "SCOPE") == []
