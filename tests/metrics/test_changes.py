"""A rep asks how the pipeline stood on a day, and what has changed since."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hermes_tui.actions.leads import add_lead, delete_leads, edit_lead
from hermes_tui.actions.merging import merge_leads
from hermes_tui.actions.stages import move, reopen
from hermes_tui.actions.unmerging import unmerge
from hermes_tui.metrics.asked import ALL, Asked
from hermes_tui.metrics.changed_leads import movers, revalued, slips
from hermes_tui.metrics.changes import Changed, changes, changes_table
from hermes_tui.metrics.money import named
from hermes_tui.metrics.standing import standing, standing_table
from storage import journal
from storage.database import Database
from storage.errors import NothingToUndo, UndoRefused
from tests.conftest import DAY, NOW
from tests.metrics.deals_made import TODAY, asked, check_opens


def day(number: float) -> int:
    """A moment so many days after the first."""
    return NOW - 100 * DAY + int(number * DAY)


def a_lead(database: Database, on: float, **fields: str) -> int:
    lead = add_lead(database, {"title": "Deal", **fields}, day(on), TODAY).made
    assert lead is not None
    return lead


def edit(database: Database, lead: int, on: float, **fields: str) -> None:
    edit_lead(database, [lead], fields, day(on), TODAY)


def window(since: float | None, at: float, *, is_now: bool = False) -> Asked:
    return asked()._replace(since=ALL if since is None else day(since), at=day(at), is_now=is_now)


def stood(database: Database, on: float) -> dict[str, tuple[int, dict[str | None, int]]]:
    """Stage → leads, value by currency; of the stages where a lead stood."""
    rows = standing(database, window(None, on))
    return {row.stage: (row.n, {money.currency: money.sum for money in row.values}) for row in rows if row.n}


def sums(changed: Changed, of: Asked) -> dict[str | None, int]:
    return {money.currency: money.sum for money in named(changed.values, of) if money.sum}


# -- as it stood -------------------------------------------------------------------------------------------


def test_a_day_in_the_past_shows_the_stage_and_the_value_of_that_day(database: Database) -> None:
    lead = a_lead(database, 0, value="1000", currency="USD")
    edit(database, lead, 10, value="2500")
    move(database, [lead], "PROPOSAL_SENT", day(20))
    edit(database, lead, 30, value="4000", currency="EUR")
    assert stood(database, -1) == {}
    assert stood(database, 5) == {"NEW": (1, {"USD": 100_000})}
    assert stood(database, 15) == {"NEW": (1, {"USD": 250_000})}
    assert stood(database, 25) == {"PROPOSAL_SENT": (1, {"USD": 250_000})}
    assert stood(database, 35) == {"PROPOSAL_SENT": (1, {"EUR": 400_000})}


def test_a_value_that_was_given_late_was_none_before(database: Database) -> None:
    lead = a_lead(database, 0)
    edit(database, lead, 10, value="700", currency="USD")
    assert stood(database, 5) == {"NEW": (1, {})}
    assert stood(database, 15) == {"NEW": (1, {"USD": 70_000})}


def test_what_was_undone_never_was_and_what_was_redone_was(database: Database) -> None:
    lead = a_lead(database, 0, value="1000", currency="USD")
    edit(database, lead, 10, value="9000")
    journal.undo(database, day(20))
    assert stood(database, 15) == {"NEW": (1, {"USD": 100_000})}
    journal.redo(database, day(30))
    assert stood(database, 5) == {"NEW": (1, {"USD": 100_000})}
    assert stood(database, 15) == {"NEW": (1, {"USD": 900_000})}


def test_words_that_look_like_a_value_are_words(database: Database) -> None:
    lead = a_lead(database, 0, value="1000", currency="USD", description='{"value":5}')
    edit(database, lead, 10, description='{"value":6,"currency":"EUR"}')
    assert stood(database, 5) == {"NEW": (1, {"USD": 100_000})}


def test_a_lead_that_was_merged_since_is_told_and_counted_again_when_they_are_two(database: Database) -> None:
    kept = a_lead(database, 0, value="1000", currency="USD", company="Acme")
    dropped = a_lead(database, 1, value="500", currency="USD", company="Acme Ltd")
    merged = merge_leads(database, kept, dropped, {}, day(10))
    assert stood(database, 5) == {"NEW": (1, {"USD": 100_000})}
    note = standing_table(database, window(None, 5)).note
    assert note == "Not counted: 1 deal that was open then and deleted or merged since (500 USD)."
    assert standing_table(database, window(None, 0.5)).note == "", "it was not there yet"
    unmerge(database, merged.action_id or 0, day(20))
    assert stood(database, 5) == {"NEW": (2, {"USD": 150_000})}
    assert standing_table(database, window(None, 5)).note == ""


def test_a_deleted_lead_is_told_with_the_value_it_had_then(database: Database) -> None:
    lead = a_lead(database, 0, value="800", currency="EUR")
    edit(database, lead, 10, value="900")
    delete_leads(database, [lead], day(20))
    assert "(800 EUR)" in standing_table(database, window(None, 5)).note
    assert "(800 EUR)" in changes_table(database, window(5, 25)).note
    journal.undo(database, day(30))
    assert stood(database, 5) == {"NEW": (1, {"EUR": 80_000})}


# -- what changed ------------------------------------------------------------------------------------------


def test_each_deal_is_told_by_what_became_of_it(database: Database) -> None:
    forward, back, won, raised, archived = (a_lead(database, 0, value="1000", currency="USD") for _ in range(5))
    move(database, [back], "NEGOTIATING", day(5))
    again = a_lead(database, 0, value="300", currency="USD")
    move(database, [again], "LOST", day(6))
    made = a_lead(database, 20, value="50", currency="USD")
    move(database, [forward], "CONTACTED", day(21))
    move(database, [back], "CONTACTED", day(22))
    edit(database, won, 23, value="1500")
    move(database, [won], "WON", day(24))
    edit(database, raised, 25, value="400")
    move(database, [archived], "ARCHIVED", day(26))
    reopen(database, [again], day(27))
    of = window(10, 30)
    found = changes(database, of)
    counted = {name: changed.n for name, changed in found._asdict().items() if changed.n}
    assert counted == {
        "opened": 5, "created": 1, "reopened": 1, "raised": 1, "value_in": 2, "won": 1, "archived": 1, "lowered": 1,
        "value_out": 2, "left": 5, "moved": 1, "back": 1, "slipped": 1, "revalued": 2,
    }  # fmt: skip
    assert sums(found.value_in, of) == {"USD": 5_000 + 30_000 + 50_000}
    assert sums(found.value_out, of) == {"USD": 150_000 + 100_000 + 60_000}
    assert sums(found.revalued, of) == {"USD": 50_000 - 60_000}
    told = {each.lead_id: (each.came_in, each.went, each.was, each.became) for each in movers(database, of)}
    assert told == {
        made: ("created", None, None, "New"), again: ("reopened", None, "Lost", "New"),
        forward: (None, "moved", "New", "Contacted"), back: (None, "back", "Negotiating", "Contacted"),
        won: (None, "won", "New", "Won"), archived: (None, "archived", "New", "Archived"),
    }  # fmt: skip
    assert [(each.lead_id, each.more) for each in revalued(database, of)] == [(won, 50_000), (raised, -60_000)]


def test_a_deal_slips_for_each_reason_and_counts_once(database: Database) -> None:
    lead = a_lead(database, 0, deadline="2026-04-10", value="100", currency="USD")  # day 27
    move(database, [lead], "NEGOTIATING", day(1))
    move(database, [lead], "CONTACTED", day(20))
    edit(database, lead, 25, deadline="2026-04-20")
    closed = a_lead(database, 0, deadline="2026-04-12")
    move(database, [closed], "WON", day(30))
    of = window(10, 40)
    assert changes(database, of).slipped.n == 1
    assert [slip.words() for slip in slips(database, of)] == [
        "back from Negotiating to Contacted", "deadline moved from 2026-04-10 to 2026-04-20",
        "deadline 2026-04-20 passed",
    ]  # fmt: skip
    assert changes(database, window(38.9, 40)).slipped.n == 0, "it had passed before"


def test_a_deal_that_came_in_within_the_period_moved_from_where_it_came_in(database: Database) -> None:
    forward, still, back, again = (a_lead(database, 0, value="100", currency="USD") for _ in range(4))
    move(database, [forward], "CONTACTED", day(5))
    move(database, [back], "NEGOTIATING", day(0.0001))  # at once: it never was anything else
    move(database, [back], "CALL_DONE", day(6))
    move(database, [again], "LOST", day(1))
    reopen(database, [again], day(7))
    move(database, [again], "QUALIFIED", day(8))
    of = window(None, 10)
    found = changes(database, of)
    assert (found.created.n, found.moved.n, found.back.n, found.slipped.n) == (4, 2, 1, 1)
    assert {each.lead_id: (each.came_in, each.went, each.was, each.became) for each in movers(database, of)} == {
        forward: ("created", "moved", "New", "Contacted"), still: ("created", None, None, "New"),
        back: ("created", "back", "Negotiating", "Call done"), again: ("created", "moved", "New", "Qualified"),
    }  # fmt: skip
    since = window(6.5, 10)
    assert [(each.came_in, each.went, each.was) for each in movers(database, since)] == [("reopened", "moved", "New")]
    assert changes(database, since).back.n == 0
    check_opens(database, [changes_table(database, of), changes_table(database, since)])


def test_a_deal_that_went_back_and_on_again_slipped_though_it_stands_further(database: Database) -> None:
    lead = a_lead(database, 0)
    for stage, on in (
        ("NEGOTIATING", 1),
        ("CONTACTED", 11),
        ("PROPOSAL_SENT", 12),
        ("QUALIFIED", 13),
        ("CALL_DONE", 14),
    ):
        move(database, [lead], stage, day(on))
    for of in (window(None, 20), window(5, 20), window(5, 20, is_now=True)):
        assert changes(database, of).slipped.n == 1
        assert {slip.words() for slip in slips(database, of)} == {
            "back from Negotiating to Contacted", "back from Proposal sent to Qualified",
        }  # fmt: skip
        check_opens(database, [changes_table(database, of)])
    assert changes(database, window(11.5, 12.5)).slipped.n == 0, "in that time it only went on"
    move(database, [lead], "WON", day(19))
    assert changes(database, window(5, 20)).slipped.n == 0, "what is won slipped no more"


def test_a_lost_deal_that_is_archived_leaves_nothing_of_it_in_the_sums(database: Database) -> None:
    lead = a_lead(database, 0, value="100", currency="USD")
    move(database, [lead], "LOST", day(5))
    move(database, [lead], "ARCHIVED", day(15))
    found = changes(database, window(10, 20))
    assert (found.reclosed.n, found.archived.n, found.left.n) == (1, 1, 0)
    assert found.value_in.values == found.value_out.values


def test_a_window_with_nothing_in_it_says_nothing_changed(database: Database) -> None:
    of = window(1, 2)
    found = changes(database, of)
    assert all(changed == Changed(0, ()) for changed in found)
    check_opens(database, [changes_table(database, of), standing_table(database, of)])


# -- any history -------------------------------------------------------------------------------------------

STAGES = ("NEW", "QUALIFIED", "FOLLOWUP_1", "RESPONDED", "NEGOTIATING", "WON", "LOST", "ARCHIVED")
a_step = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["", "100", "250"]), st.sampled_from(["USD", "EUR"])),
    st.tuples(st.just("move"), st.integers(0, 5), st.sampled_from(STAGES)),
    st.tuples(st.just("worth"), st.integers(0, 5), st.sampled_from(["", "0", "80", "300"])),
    st.tuples(st.just("in"), st.integers(0, 5), st.sampled_from(["USD", "EUR", ""])),
    st.tuples(st.just("due"), st.integers(0, 5), st.sampled_from(["2026-03-15", "2026-03-20", ""])),
    st.tuples(st.sampled_from(["undo", "redo", "delete"]), st.integers(0, 5), st.none()),
)


def live(database: Database, steps: list[tuple[str, int | str, str | None]], seen: Callable[[int], None]) -> None:
    """A step a day; `seen(number)` at the end of each."""
    for number, (what, which, value) in enumerate(steps):
        leads = [row[0] for row in database.rows("SELECT id FROM lead ORDER BY id")]
        lead = leads[int(which) % len(leads)] if leads and isinstance(which, int) else None
        if what == "add":
            a_lead(database, number, value=str(which), currency=str(value))
        elif what in ("undo", "redo"):
            try:
                (journal.undo if what == "undo" else journal.redo)(database, day(number))
            except (NothingToUndo, UndoRefused):
                pass
        elif lead is not None and what == "move":
            move(database, [lead], str(value), day(number))
        elif lead is not None and what == "delete":
            delete_leads(database, [lead], day(number))
        elif lead is not None:
            edit(database, lead, number, **{{"worth": "value", "in": "currency"}.get(what, "deadline"): str(value)})
        seen(number)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, empty_file: bytes) -> Callable[[], Database]:
    path = Path(tmp_path_factory.mktemp("changes")) / "work.db"

    def anew() -> Database:
        path.write_bytes(empty_file)
        return Database.open(path)

    return anew


def moved_in(database: Database, of: Asked) -> tuple[int, int]:
    """How many deals open at the end went forward and back, read plainly off the moves that each of them made."""
    is_open = {number: kind == "open" for number, kind in database.rows("SELECT id, kind FROM stage")}
    moves: dict[int, list[tuple[int, int]]] = {}
    for lead, at, stage in database.rows("SELECT lead_id, at, to_stage_id FROM stage_event ORDER BY lead_id, at, id"):
        if at <= of.at:
            moves.setdefault(lead, []).append((at, stage))
    went = []
    for made in moves.values():
        before = [stage for at, stage in made if at <= of.since]
        within = [stage for at, stage in made if at > of.since and is_open[stage]]
        last = made[-1][1]
        if is_open[last]:
            begun = before[-1] if before and is_open[before[-1]] else within[0]
            went.append(last - begun)
    return sum(step > 0 for step in went), sum(step < 0 for step in went)


@settings(max_examples=30)
@given(st.lists(a_step, min_size=3, max_size=12), st.integers(-1, 11), st.integers(1, 12))
def test_open_at_the_start_and_what_came_in_less_what_went_out_is_open_at_the_end(empty, steps, since, length) -> None:
    with closing(empty()) as database:
        live(database, steps, lambda number: None)
        at = since + length
        for of in (window(since + 0.5, at + 0.5), window(since + 0.5, 60, is_now=True), window(None, at + 0.5)):
            found = changes(database, of)
            opened, into, out, left = (sums(found[place], of) for place in (0, 5, 10, 11))
            for code in {*opened, *into, *out, *left}:
                assert opened.get(code, 0) + into.get(code, 0) - out.get(code, 0) == left.get(code, 0), code
            assert found.opened.n + found.value_in.n - found.value_out.n == found.left.n
            assert (found.moved.n, found.back.n) == moved_in(database, of)
            assert found == changes(database, of._replace(is_now=False)), "the copies and the visits say the same"
            check_opens(database, [changes_table(database, of), standing_table(database, of)])


@settings(max_examples=30)
@given(st.lists(a_step.filter(lambda step: step[0] not in ("undo", "redo", "delete")), min_size=3, max_size=12))
def test_the_pipeline_of_a_past_day_is_what_was_seen_on_that_day(empty, steps) -> None:
    with closing(empty()) as database:
        seen = {}
        live(database, steps, lambda number: seen.update({number: standing(database, window(None, 99, is_now=True))}))
        for number, rows in seen.items():
            assert standing(database, window(None, number + 0.5)) == rows, number
