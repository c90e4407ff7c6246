"""The copies on lead and contact rows: what counts as a touch, who owes whom, what comes next."""

from __future__ import annotations

import pytest

from storage import derived, journal

HOUR = 3_600_000


def copies(rep, *names: str):
    """The named copies of the only lead: one value, or a tuple of them."""
    row = rep.database.row(f"SELECT {', '.join(names)} FROM lead")
    return row[0] if len(names) == 1 else row


@pytest.fixture
def lead_id(rep) -> int:
    """A lead added a day ago, untouched."""
    rep.now -= 24 * HOUR
    found = rep.lead()
    rep.now += 24 * HOUR
    return found


# -- touches ---------------------------------------------------------------------------------------------


def test_a_lead_without_a_touch_counts_from_its_creation(rep, lead_id: int) -> None:
    assert copies(rep, "last_touch_at", "silent_since") == (None, rep.now - 24 * HOUR)


COUNTS = [
    ("touch", {"kind": "call", "direction": "out"}),
    ("touch", {"kind": "voicemail", "direction": "out"}),
    ("touch", {"kind": "meeting", "direction": "both"}),
    ("touch", {"kind": "email", "direction": "in"}),
    ("message", {"direction": "in", "status": "READ"}),
    *[("message", {"direction": "out", "status": status}) for status in ("SENT", "DELIVERED", "READ", "REPLIED")],
    ("note", {"kind": "MANUAL"}),
]
DOES_NOT_COUNT = [
    *[("message", {"direction": "out", "status": status}) for status in ("DRAFT", "SCHEDULED", "BOUNCED", "FAILED")],
    *[
        ("message", {"direction": "in", "status": "READ", "automatic": why, "quote": "when are you back?"})
        for why in ("out_of_office", "auto_reply", "bounce")
    ],
    ("touch", {"kind": "email", "direction": "in", "automatic": "auto_reply"}),
    *[("note", {"kind": kind}) for kind in ("SYSTEM", "AI_ANALYSIS", "AI_RESEARCH")],
    ("task", {}),
    ("signal", {"kind": "pricing", "at": 1}),
    ("proposal", {"title": "Offer"}),
]


@pytest.mark.parametrize(("table", "values"), COUNTS, ids=str)
def test_what_took_place_refreshes_the_lead_and_the_person(rep, lead_id: int, table: str, values: dict) -> None:
    ann = rep.add("contact", lead_id=lead_id)
    rep.add(table, lead_id=lead_id, contact_id=ann, **values)
    assert copies(rep, "last_touch_at", "silent_since") == (rep.now, rep.now)
    assert rep.database.row("SELECT touch_count, last_touch_at FROM contact") == (1, rep.now)


@pytest.mark.parametrize(("table", "values"), DOES_NOT_COUNT, ids=str)
def test_drafts_robots_and_plans_are_nobodys_touch(rep, lead_id: int, table: str, values: dict) -> None:
    ann = rep.add("contact", lead_id=lead_id)
    rep.add(table, lead_id=lead_id, **({"contact_id": ann} if table != "proposal" else {}), **values)
    assert copies(rep, "last_touch_at", "last_in_at", "unanswered_out", "owed_since") == (None, None, 0, None)
    assert copies(rep, "silent_since") == rep.now - 24 * HOUR
    assert rep.database.row("SELECT touch_count, last_touch_at, last_in_at FROM contact") == (0, None, None)


def test_an_edit_is_no_touch_and_a_touch_taken_back_is_none_either(rep, lead_id: int) -> None:
    rep.edit("lead", lead_id, company="Acme", updated_at=rep.now)
    assert copies(rep, "last_touch_at") is None
    touch = rep.add("touch", lead_id=lead_id)
    assert copies(rep, "last_touch_at") == rep.now
    rep.remove("touch", touch)
    assert copies(rep, "last_touch_at", "silent_since") == (None, rep.now - 24 * HOUR)


def test_a_touch_logged_late_does_not_hide_a_newer_one(rep, lead_id: int) -> None:
    rep.add("touch", lead_id=lead_id, at=rep.now - HOUR)
    rep.add("touch", lead_id=lead_id, at=rep.now - 5 * HOUR)
    assert copies(rep, "last_touch_at") == rep.now - HOUR


def test_a_draft_counts_from_the_moment_it_is_sent(rep, lead_id: int) -> None:
    draft = rep.add("message", lead_id=lead_id, status="DRAFT", at=rep.now - HOUR)
    rep.edit("message", draft, status="SENT", at=rep.now)
    assert copies(rep, "last_out_at", "unanswered_out") == (rep.now, 1)
    rep.edit("message", draft, status="BOUNCED")
    assert copies(rep, "last_out_at", "unanswered_out") == (None, 0)


def test_each_person_has_their_own_count_and_last_word(rep, lead_id: int) -> None:
    ann, bob = rep.add("contact", lead_id=lead_id), rep.add("contact", lead_id=lead_id, name="Bob")
    rep.add("touch", lead_id=lead_id, contact_id=ann, direction="in", at=rep.now - HOUR)
    rep.add("touch", lead_id=lead_id, contact_id=ann)
    rep.add("touch", lead_id=lead_id)
    people = rep.database.rows("SELECT id, touch_count, last_touch_at, last_in_at FROM contact ORDER BY id")
    assert people == [(ann, 2, rep.now, rep.now - HOUR), (bob, 0, None, None)]


# -- owed and waiting ------------------------------------------------------------------------------------


def asks(rep, lead_id: int, quote: str | None = "What would it cost?", at: int = 0, **values: object) -> int:
    return rep.add("message", lead_id=lead_id, direction="in", status="READ", quote=quote, at=rep.now + at, **values)


def test_a_question_in_writing_is_owed_an_answer_with_its_words(rep, lead_id: int) -> None:
    rep.add("touch", lead_id=lead_id, kind="email", at=rep.now - HOUR)
    asks(rep, lead_id)
    assert copies(rep, "owed_since", "owed_quote", "unanswered_out") == (rep.now, "What would it cost?", 0)


def test_a_mail_logged_by_hand_is_owed_as_much_as_a_message(rep, lead_id: int) -> None:
    rep.add("touch", lead_id=lead_id, kind="email", direction="in", quote="Can we talk?")
    assert copies(rep, "owed_since", "owed_quote") == (rep.now, "Can we talk?")


@pytest.mark.parametrize(
    ("table", "values"),
    [("touch", {"kind": "call", "direction": "out"}), ("touch", {"kind": "meeting", "direction": "both"}),
     ("message", {"direction": "out", "status": "SENT"})],
)  # fmt: skip
def test_whatever_the_rep_said_after_it_answers_the_question(rep, lead_id: int, table: str, values: dict) -> None:
    asks(rep, lead_id, at=-HOUR)
    rep.add(table, lead_id=lead_id, **values)
    assert copies(rep, "owed_since", "owed_quote") == (None, None)


@pytest.mark.parametrize(
    ("table", "values"),
    [("message", {"direction": "out", "status": "DRAFT"}), ("note", {"kind": "MANUAL"}), ("task", {})],
)
def test_a_draft_a_note_or_a_plan_is_no_answer(rep, lead_id: int, table: str, values: dict) -> None:
    asks(rep, lead_id, at=-HOUR)
    rep.add(table, lead_id=lead_id, **values)
    assert copies(rep, "owed_since") == rep.now - HOUR


def test_thanks_and_a_phone_call_are_not_owed_an_answer(rep, lead_id: int) -> None:
    asks(rep, lead_id, quote=None)
    assert copies(rep, "owed_since", "last_in_at") == (None, rep.now)
    rep.add("touch", lead_id=lead_id, kind="call", direction="in", quote="call me", at=rep.now + 1)
    assert copies(rep, "owed_since") is None


def test_only_the_newest_question_counts_and_an_answer_before_it_does_not(rep, lead_id: int) -> None:
    asks(rep, lead_id, "First?", at=-3 * HOUR)
    rep.add("touch", lead_id=lead_id, at=rep.now - 2 * HOUR)
    asks(rep, lead_id, "Second?", at=-HOUR)
    assert copies(rep, "owed_since", "owed_quote") == (rep.now - HOUR, "Second?")


def test_no_answer_needed_lasts_until_the_next_question(rep, lead_id: int) -> None:
    asks(rep, lead_id, at=-HOUR)
    rep.edit("lead", lead_id, dismissed_at=rep.now)
    assert copies(rep, "owed_since") is None
    asks(rep, lead_id, "And per year?", at=HOUR)
    assert copies(rep, "owed_quote") == "And per year?"


def test_unanswered_counts_what_went_out_since_the_buyers_last_word(rep, lead_id: int) -> None:
    for hours in (9, 8):
        rep.add("touch", lead_id=lead_id, at=rep.now - hours * HOUR)
    assert copies(rep, "unanswered_out") == 2
    asks(rep, lead_id, at=-7 * HOUR)
    assert copies(rep, "unanswered_out") == 0
    rep.add("message", lead_id=lead_id, at=rep.now - 6 * HOUR)
    rep.add("message", lead_id=lead_id, status="DRAFT")
    rep.add("note", lead_id=lead_id)
    assert copies(rep, "unanswered_out") == 1
    rep.add("touch", lead_id=lead_id, kind="meeting", direction="both")
    assert copies(rep, "unanswered_out") == 0


# -- tasks and stages ------------------------------------------------------------------------------------


def test_the_next_task_is_the_one_due_first_and_pending(rep, lead_id: int) -> None:
    later = rep.add("task", lead_id=lead_id, due_on="2026-07-09")
    rep.add("task", lead_id=lead_id, due_on=None)
    rep.add("task", lead_id=lead_id, due_on="2026-01-01", status="DONE")
    rep.add("task", lead_id=lead_id, due_on="2026-01-02", status="CANCELLED")
    sooner = rep.add("task", lead_id=lead_id, due_on="2026-07-02", status="IN_PROGRESS")
    assert copies(rep, "next_task_id", "next_task_on") == (sooner, "2026-07-02")
    rep.edit("task", sooner, status="DONE")
    assert copies(rep, "next_task_id", "next_task_on") == (later, "2026-07-09")
    rep.remove("task", later)
    assert copies(rep, "next_task_id", "next_task_on") == (None, None)


def test_of_two_tasks_on_one_day_the_earlier_hour_comes_first(rep, lead_id: int) -> None:
    rep.add("task", lead_id=lead_id, due_at=rep.now + 9 * HOUR)
    noon = rep.add("task", lead_id=lead_id, due_at=rep.now + 3 * HOUR)
    rep.add("task", lead_id=lead_id, due_at=rep.now + 3 * HOUR)
    assert copies(rep, "next_task_id") == noon


@pytest.mark.parametrize(
    ("stage_id", "is_open", "in_play"),
    [(1, 1, 0), (2, 1, 0), (5, 1, 0), (6, 1, 1), (10, 1, 1), (11, 0, 0), (12, 0, 0), (13, 0, 0)],
)
def test_a_lead_is_open_until_closed_and_in_play_from_the_first_reply(
    rep, lead_id: int, stage_id: int, is_open: int, in_play: int
) -> None:
    if stage_id > 1:
        rep.move(lead_id, stage_id)
    entered = rep.now if stage_id > 1 else rep.now - 24 * HOUR
    assert copies(rep, "is_open", "in_play", "stage_entered_at") == (is_open, in_play, entered)


# -- keeping and rebuilding ------------------------------------------------------------------------------


def test_a_repair_says_how_many_rows_were_wrong_and_finds_none_twice(rep, lead_id: int, check) -> None:
    asks(rep, lead_id)
    connection = rep.database.connection()
    assert derived.rebuild(connection) == 0
    connection.execute("UPDATE lead SET last_touch_at = 5, unanswered_out = 9, is_open = 0, next_task_on = 'x'")
    connection.execute("UPDATE stage_total SET n = n + 1, value = 7")
    assert derived.rebuild(connection) > 0
    assert derived.rebuild_totals(connection)
    assert not derived.rebuild_totals(connection)
    check(rep.database)
    assert copies(rep, "owed_since") == rep.now


def test_a_repair_may_be_of_some_leads_only(rep, lead_id: int) -> None:
    rep.lead(title="another")
    connection = rep.database.connection()
    connection.execute("UPDATE lead SET last_touch_at = 5")
    assert derived.rebuild(connection, f"SELECT {lead_id}") == 1
    assert rep.database.rows("SELECT last_touch_at FROM lead ORDER BY id") == [(None,), (5,)]


def test_keeping_many_leads_at_once_is_keeping_each(rep) -> None:
    leads = [rep.lead(title=f"Deal {number}") for number in range(5)]
    with journal.action(rep.database, "touch", "marked", rep.now) as recording:
        for lead_id in leads[:3]:
            rep.insert("touch", lead_id=lead_id)
    touched = rep.database.rows("SELECT last_touch_at FROM lead ORDER BY id")
    assert touched == [(rep.now,)] * 3 + [(None,)] * 2
    assert sorted(journal.undo(rep.database, rep.now).lead_ids) == leads[:3]
    assert recording.changed


def test_the_board_counts_and_sums_each_stage_by_currency(rep) -> None:
    def totals() -> list[tuple[int, str, int, int]]:
        return rep.database.rows("SELECT stage_id, currency, n, value FROM stage_total ORDER BY stage_id, currency")

    first = rep.lead(value=100_00, currency="USD")
    second = rep.lead(value=50_00, currency="EUR")
    third = rep.lead()
    assert totals() == [(1, "", 1, 0), (1, "EUR", 1, 50_00), (1, "USD", 1, 100_00)]
    rep.move(first, 2)
    rep.edit("lead", second, value=60_00, currency="USD")
    rep.remove("lead", third)
    assert totals() == [(1, "USD", 1, 60_00), (2, "USD", 1, 100_00)]
    for _ in range(3):
        journal.undo(rep.database, rep.now)
    assert totals() == [(1, "", 1, 0), (1, "EUR", 1, 50_00), (1, "USD", 1, 100_00)]


def test_the_pace_of_a_stage_is_the_median_of_its_completed_visits(rep) -> None:
    for days in (1, 2, 9):
        lead_id = rep.lead()
        rep.now += days * 24 * HOUR
        rep.move(lead_id, 2)
    with rep.database.transaction() as connection:
        derived.refresh_pace(connection)
        derived.refresh_pace(connection)
    assert rep.database.rows("SELECT * FROM stage_pace") == [(1, 3, 2.0)]


def test_the_work_of_a_repair_grows_with_the_leads_and_no_faster(rep) -> None:
    # It once grew with their square: six seconds for 8,800 imported leads, a quarter of an hour for 100,000.
    connection = rep.database.connection()

    def steps(leads: int) -> int:
        with rep.database.transaction():
            while rep.one("SELECT COUNT(*) FROM lead") < leads:
                rep.insert("lead")
        counted = 0

        def count() -> None:
            nonlocal counted
            counted += 1

        connection.set_progress_handler(count, 100)
        derived.rebuild(connection)
        derived.keep(connection, [row[0] for row in rep.database.rows("SELECT id FROM lead")], rep.now)
        connection.set_progress_handler(None, 0)
        return counted

    few = steps(100)
    assert steps(400) < 8 * few
