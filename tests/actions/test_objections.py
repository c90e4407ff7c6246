"""What stands in the way of a deal: tagged while it is written down, answered, reopened, lost with."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hermes_tui.actions import history
from hermes_tui.actions.leads import add_lead, edit_lead
from hermes_tui.actions.merging import merge_leads
from hermes_tui.actions.notes import add_note, edit_note
from hermes_tui.actions.objections import (
    OBJECTIONS,
    bare_words,
    objections_in,
    raise_objection,
    remove_objection,
    reopen_objection,
    resolve_objection,
    tag_note,
)
from hermes_tui.actions.stages import archive, lose, move, reopen
from hermes_tui.actions.unmerging import mergers, unmerge
from storage.database import Database
from storage.errors import NotFound, NothingToUndo, UsageError
from storage.queries.lead import objections

DAY = 86_400_000
TODAY = date(2026, 6, 22)


@pytest.fixture
def lead(database: Database, now: int) -> int:
    """A lead to talk with."""
    return add_lead(database, {"title": "ERP rollout", "company": "Acme"}, now, TODAY, at=now - 30 * DAY).made


def standing(database: Database, lead_id: int) -> list[tuple[str, str]]:
    """Kind and state of each objection, in the order they were noted."""
    sql = "SELECT kind, state FROM objection WHERE lead_id = ? ORDER BY id"
    return [tuple(row) for row in database.rows(sql, (lead_id,))]


def everything(database: Database) -> list[object]:
    """All that an undo has to bring back."""
    return [database.rows(f"SELECT * FROM {table} ORDER BY id") for table in ("lead", "note", "objection")]


def test_beside_its_kind_a_note_is_told_without_the_hashtag_it_begins_with() -> None:
    assert bare_words("#budget #Timing  Nothing left,\nsee #scope") == "Nothing left, see #scope"
    assert bare_words("#budget") == "#budget"
    assert bare_words("#12 is dear") == "#12 is dear"


# -- tagging ---------------------------------------------------------------------------------------------


def test_hashtags_tag_a_note_as_it_is_typed() -> None:
    assert objections_in("too dear #Budget, and #timing; see #12, mail#trust ##scope #other #budget") == (
        "BUDGET",
        "TIMING",
    )


def test_a_note_is_tagged_with_a_key_from_its_own_day_on_and_only_once(database: Database, lead: int, now: int) -> None:
    note = add_note(database, [lead], "Their CFO wants three offers", now, at=now - 5 * DAY).made
    tag_note(database, note, "competition", now)
    again = tag_note(database, note, "COMPETITION", now)
    assert (again.action_id, again.words) == (0, "Acme: the note raises competition already")
    assert [(row.kind, row.raised_at) for row in objections(database, lead)] == [("COMPETITION", now - 5 * DAY)]


def test_a_tag_wrongly_set_is_taken_off_and_the_note_stays(database: Database, lead: int, now: int) -> None:
    note = add_note(database, [lead], "They are happy", now).made
    made = tag_note(database, note, "trust", now).made
    assert remove_objection(database, made, now).words == "Acme: trust objection removed"
    assert standing(database, lead) == []
    assert database.value("SELECT text FROM note WHERE id = ?", (note,)) == "They are happy"


def test_a_note_that_says_nothing_but_its_objection_goes_with_it(database: Database, lead: int, now: int) -> None:
    made = raise_objection(database, [lead], "scope", now).made
    remove_objection(database, made, now)
    assert database.value("SELECT COUNT(*) FROM note") == 0
    history.undo(database, now)
    assert standing(database, lead) == [("SCOPE", "open")]


def test_a_hashtag_taken_out_of_a_note_takes_its_open_objection_along(database: Database, lead: int, now: int) -> None:
    note = add_note(database, [lead], "Dear #budget and late #timing", now).made
    done = edit_note(database, note, "Late #timing, and who are we? #trust", now)
    assert done.words == "Acme: note edited, trust objection noted, budget objection removed"
    assert standing(database, lead) == [("TIMING", "open"), ("TRUST", "open")]
    history.undo(database, now)
    assert standing(database, lead) == [("BUDGET", "open"), ("TIMING", "open")]


def test_what_was_resolved_stays_whatever_the_note_says_now(database: Database, lead: int, now: int) -> None:
    note = add_note(database, [lead], "Dear #budget", now).made
    resolve_objection(database, objections(database, lead)[0].id, "Paid in parts", now)
    assert edit_note(database, note, "Dear", now).words == "Acme: note edited, budget objection kept, it is settled"
    assert standing(database, lead) == [("BUDGET", "resolved")]


def test_a_slip_mended_in_a_note_brings_no_removed_tag_back_and_takes_none_set_by_key(
    database: Database, lead: int, now: int
) -> None:
    note = add_note(database, [lead], "Dear #budget, sayd Ann", now).made
    remove_objection(database, objections(database, lead)[0].id, now)
    tag_note(database, note, "internal", now)
    edit_note(database, note, "Dear #budget, said Ann", now)
    assert standing(database, lead) == [("INTERNAL", "open")]


# -- resolving -------------------------------------------------------------------------------------------


def test_an_objection_is_resolved_with_its_answer_and_reopened_where_that_did_not_hold(
    database: Database, lead: int, now: int
) -> None:
    made = raise_objection(database, [lead], "budget", now - 5 * DAY).made
    done = resolve_objection(database, made, "Quarterly payment", now, at=now - DAY)
    assert done.words == "Acme: budget objection resolved: Quarterly payment"
    found = objections(database, lead)[0]
    assert (found.state, found.resolved_at, found.resolution) == ("resolved", now - DAY, "Quarterly payment")
    reopen_objection(database, made, now)
    found = objections(database, lead)[0]
    assert (found.state, found.resolved_at, found.resolution) == ("open", None, None)
    assert reopen_objection(database, made, now).action_id == 0


def test_words_set_right_later_do_not_move_the_day_it_was_resolved(database: Database, lead: int, now: int) -> None:
    made = raise_objection(database, [lead], "budget", now - 5 * DAY).made
    resolve_objection(database, made, "Quaterly", now - 2 * DAY)
    resolve_objection(database, made, "Quarterly", now)
    found = objections(database, lead)[0]
    assert (found.resolved_at, found.resolution) == (now - 2 * DAY, "Quarterly")


def test_what_cannot_be_is_said_and_changes_nothing(database: Database, lead: int, now: int) -> None:
    made = raise_objection(database, [lead], "budget", now - DAY).made
    note = int(database.value("SELECT id FROM note"))
    before = everything(database)
    with pytest.raises(UsageError, match="in the future"):
        resolve_objection(database, made, "", now, at=now + 1)
    with pytest.raises(UsageError, match="raised after that moment"):
        resolve_objection(database, made, "", now, at=now - 2 * DAY)
    with pytest.raises(UsageError, match="the kinds are budget, timing"):
        tag_note(database, note, "price", now)
    with pytest.raises(UsageError, match="not one of Acme"):
        add_note(database, [lead], "of whom?", now, contact_id=99)
    with pytest.raises(NotFound, match="no note 99"):
        tag_note(database, 99, "budget", now)
    with pytest.raises(NotFound, match="no objection 99"):
        resolve_objection(database, 99, "", now)
    assert everything(database) == before


# -- with the lead ---------------------------------------------------------------------------------------


def test_a_lost_deal_is_lost_with_what_was_open_and_reopened_has_it_open_again(
    database: Database, lead: int, now: int
) -> None:
    answered = raise_objection(database, [lead], "budget", now).made
    resolve_objection(database, answered, "Paid in parts", now)
    raise_objection(database, [lead], "timing", now)
    before = everything(database)
    lose(database, [lead], "timing", now)
    assert standing(database, lead) == [("BUDGET", "resolved"), ("TIMING", "lost_with")]
    history.undo(database, now)
    assert everything(database) == before
    lose(database, [lead], "timing", now)
    reopen(database, [lead], now)
    assert standing(database, lead) == [("BUDGET", "resolved"), ("TIMING", "open")]


def test_a_deal_won_after_all_is_lost_with_nothing(database: Database, lead: int, now: int) -> None:
    raise_objection(database, [lead], "timing", now)
    lose(database, [lead], "timing", now)
    move(database, [lead], "WON", now)
    assert standing(database, lead) == [("TIMING", "open")]
    archive(database, [lead], now)
    edit_lead(database, [lead], {"stage": "LOST"}, now, TODAY)
    assert standing(database, lead) == [("TIMING", "lost_with")]


def test_what_is_learned_after_the_loss_is_what_the_deal_was_lost_with(database: Database, lead: int, now: int) -> None:
    lose(database, [lead], "no reply", now)
    made = raise_objection(database, [lead], "trust", now).made
    assert standing(database, lead) == [("TRUST", "lost_with")]
    resolve_objection(database, made, "", now)
    reopen_objection(database, made, now)
    assert standing(database, lead) == [("TRUST", "lost_with")]


@pytest.mark.parametrize("lost_is_kept", [True, False])
def test_merged_objections_stand_as_the_deal_that_is_left_and_parted_ones_as_their_own(
    database: Database, lead: int, now: int, lost_is_kept: bool
) -> None:
    raise_objection(database, [lead], "budget", now)
    other = add_lead(database, {"title": "CRM", "company": "Dune"}, now, TODAY, at=now - 30 * DAY).made
    raise_objection(database, [other], "trust", now)
    lose(database, [other], "price", now)
    kept, dropped = (other, lead) if lost_is_kept else (lead, other)
    merge_leads(database, kept, dropped, {}, now)
    assert {state for _, state in standing(database, kept)} == {"lost_with" if lost_is_kept else "open"}
    (reopen if lost_is_kept else lambda *it: lose(database, [lead], "price", now))(database, [kept], now)
    unmerge(database, mergers(database, kept)[0].action_id, now)
    assert standing(database, lead) == [("BUDGET", "open" if lost_is_kept else "lost_with")]
    assert standing(database, other) == [("TRUST", "open" if lost_is_kept else "lost_with")]


def test_each_deed_is_one_undo_and_one_redo(database: Database, lead: int, now: int) -> None:
    note = add_note(database, [lead], "Dear #budget", now).made
    made = objections(database, lead)[0].id
    deeds = [
        lambda: tag_note(database, note, "trust", now),
        lambda: resolve_objection(database, made, "Paid in parts", now),
        lambda: reopen_objection(database, made, now),
        lambda: edit_note(database, note, "Dear", now),
        lambda: raise_objection(database, [lead], "scope", now),
        lambda: lose(database, [lead], "price", now),
    ]
    for deed in deeds:
        before = everything(database)
        assert deed().action_id
        after = everything(database)
        history.undo(database, now)
        assert everything(database) == before
        history.redo(database, now)
        assert everything(database) == after


DEEDS = some.lists(
    some.tuples(some.sampled_from(("move", "raise", "tag", "resolve", "reopen", "remove", "edit", "undo", "redo")),
                some.integers(0, 9)),
    max_size=14,
)  # fmt: skip
STAGES = ("NEW", "LOST", "NEGOTIATING", "LOST", "WON", "ARCHIVED")
TEXTS = ("#budget and #trust", "nothing", "#budget", "#scope #trust")


def do(database: Database, lead: int, deed: str, n: int, now: int) -> None:
    """One deed of a rep; what cannot be done now is left."""
    raised = [row[0] for row in database.rows("SELECT id FROM objection ORDER BY id")]
    notes = [row[0] for row in database.rows("SELECT id FROM note ORDER BY id")]
    kind = OBJECTIONS[n % len(OBJECTIONS)]
    if deed == "move":
        move(database, [lead], STAGES[n % len(STAGES)], now)
    elif deed == "raise":
        raise_objection(database, [lead], kind, now)
    elif deed in ("undo", "redo"):
        with suppress(NothingToUndo):
            getattr(history, deed)(database, now)
    elif deed == "tag" and notes:
        tag_note(database, notes[n % len(notes)], kind, now)
    elif deed == "edit" and notes:
        edit_note(database, notes[n % len(notes)], TEXTS[n % len(TEXTS)], now)
    elif raised and deed in ("resolve", "reopen", "remove"):
        objection = raised[n % len(raised)]
        if deed == "resolve":
            resolve_objection(database, objection, "so", now)
        elif deed == "reopen":
            reopen_objection(database, objection, now)
        else:
            remove_objection(database, objection, now)


@given(deeds=DEEDS)
@settings(max_examples=15)
def test_whatever_is_done_a_deal_is_lost_with_exactly_what_was_open(
    begin_file: Callable[[], Database], deeds: list[tuple[str, int]]
) -> None:
    now = 1_782_118_800_000
    database = begin_file()
    try:
        lead = add_lead(database, {"title": "ERP rollout"}, now, TODAY).made
        for number, (deed, n) in enumerate(deeds):
            with suppress(NotFound):  # undo goes as far back as the lead itself
                do(database, lead, deed, n, now + number)
            wrong = database.rows("""
                SELECT objection.id FROM objection JOIN lead ON lead.id = objection.lead_id
                WHERE state <> CASE WHEN state = 'resolved' THEN 'resolved' WHEN stage_id = 12 THEN 'lost_with'
                      ELSE 'open' END
                   OR (state = 'resolved') <> (resolved_at IS NOT NULL)
            """)
            assert wrong == [], deeds[: number + 1]
            assert database.value("SELECT COUNT(*) - COUNT(DISTINCT note_id || kind) FROM objection") == 0
        before = everything(database)
        taken = 0
        with suppress(NothingToUndo):
            while True:
                history.undo(database, now + 99)
                taken += 1
        assert database.value("SELECT COUNT(*) FROM note") == 0
        for _ in range(taken):
            history.redo(database, now + 99)
        assert everything(database) == before
    finally:
        database.close()
