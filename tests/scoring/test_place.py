"""Each lead's place in the queue and the one phrase that says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring.facts import DAY_MS, Evidence, LeadFacts, PendingTask
from hermes_tui.scoring.place import Place, Section, phrase_from_row, place
from hermes_tui.scoring.stages import STAGE_NAMES

Lead = Callable[..., LeadFacts]
Said = Callable[..., Evidence]

TODAY = datetime.fromtimestamp(1_800_000_000, UTC).date()
ROW: dict[str, Any] = {
    "stage": "CONTACTED",
    "days_silent": 9,
    "days_in_stage": 9,
    "threshold": 14.0,
    "median": None,
    "owed_days": None,
    "unanswered_out": 1,
    "task_title": None,
    "task_due_days": None,
    "parked_until": None,
    "risk": None,
}


@pytest.mark.parametrize(
    ("section", "changes", "phrase"),
    [
        (Section.OWED, {"owed_days": 3}, "replied 3d ago, unanswered"),
        (Section.OWED, {"owed_days": 0}, "replied hours ago, unanswered"),
        (Section.DUE, {"task_title": "send deck", "task_due_days": -2}, "task due 2d ago: send deck"),
        (Section.DUE, {"task_title": "send deck", "task_due_days": 0}, "task due today: send deck"),
        (Section.DUE, {"task_title": "x" * 60, "task_due_days": 0}, f"task due today: {'x' * 39}…"),
        (Section.PARKED, {"parked_until": "2026-12-03"}, "parked until Thu 3 Dec"),
        (Section.OUTREACH, {}, "follow-up 1 due"),
        (Section.OUTREACH, {"unanswered_out": 2}, "follow-up 2 due"),
        (Section.OUTREACH, {"stage": "FOLLOWUP_1"}, "follow-up 2 due"),
        (Section.OUTREACH, {"unanswered_out": 3}, "2 follow-ups, silent"),
        (Section.OUTREACH, {"stage": "FOLLOWUP_2"}, "2 follow-ups, silent"),
        (Section.OUTREACH, {"days_silent": 12, "never_touched": True}, "never touched"),
        (Section.OUTREACH, {"stage": "QUALIFIED", "unanswered_out": 0}, "silent 9d"),
        (Section.OUTREACH, {"stage": "NEW", "days_in_stage": 20}, "stuck, 20d in stage"),
        (Section.IN_PLAY, {"stage": "CALL_DONE", "days_in_stage": 19, "median": 9.0}, "stuck, 2.1 × median"),
        (Section.IN_PLAY, {"stage": "CALL_DONE", "days_in_stage": 14, "median": 6.0}, "silent 9d"),
        (Section.IN_PLAY, {"stage": "RESPONDED", "risk": "single-threaded"}, "single-threaded"),
        (Section.IN_PLAY, {"stage": "RESPONDED", "risk": "ghosted"}, "ghosted, silent 9d"),
        (Section.IN_PLAY, {"stage": "RESPONDED", "unanswered_out": 3}, "2 follow-ups, silent"),
        (Section.IN_PLAY, {"stage": "RESPONDED", "unanswered_out": 2}, "1 follow-up, silent"),
        (Section.IN_PLAY, {"stage": "RESPONDED", "never_touched": True}, "never touched"),
    ],
)
def test_the_phrase_says_why_in_a_few_words(section: Section, changes: dict[str, Any], phrase: str) -> None:
    assert phrase_from_row(section, **{**ROW, **changes}) == phrase
    assert phrase_from_row(int(section), **{**ROW, **changes}) == phrase


def task(due_on: str | None, title: str = "send deck", id: int = 1) -> PendingTask:
    return PendingTask(id, title, "FOLLOWUP", due_on)


def day(offset: int) -> str:
    return date.fromordinal(TODAY.toordinal() + offset).isoformat()


def test_an_owed_reply_comes_before_a_due_task(lead: Lead, said: Said, now: int) -> None:
    facts = lead(touches=(said(3, "in", text="What would it cost?"),), tasks=(task(day(-2)),))
    assert place(facts, now, TODAY) == Place(Section.OWED, "replied 3d ago, unanswered")


def test_a_planned_task_never_silences_an_owed_reply(lead: Lead, said: Said, now: int) -> None:
    facts = lead(touches=(said(3, "in", text="What would it cost?"),), tasks=(task(day(+5)),))
    assert place(facts, now, TODAY) == Place(Section.OWED, "replied 3d ago, unanswered")


def test_a_task_is_due_today_and_the_oldest_is_named(lead: Lead, said: Said, now: int) -> None:
    touched = (said(1, "out"),)
    assert place(lead(touches=touched, tasks=(task(day(0)),)), now, TODAY) == (Section.DUE, "task due today: send deck")
    both = (task(day(0)), task(day(-4), "call Ann", id=2), task(None, "some day", id=3))
    assert place(lead(touches=touched, tasks=both), now, TODAY) == (Section.DUE, "task due 4d ago: call Ann")
    assert place(lead(touches=touched, tasks=(task(day(1)), task(None, id=2))), now, TODAY) is None


@pytest.mark.parametrize(
    ("stage", "section"),
    [(s, Section.OUTREACH) for s in STAGE_NAMES[:5]] + [(s, Section.AT_RISK) for s in STAGE_NAMES[5:10]],
)
def test_stale_deals_in_play_stand_before_outreach(
    lead: Lead, said: Said, now: int, stage: str, section: Section
) -> None:
    assert place(lead(stage=stage, touches=(said(6.9, "out"),)), now, TODAY) is None
    found = place(lead(stage=stage, touches=(said(7, "out"),)), now, TODAY)
    assert found is not None
    assert found.section == section


def test_deals_at_risk_stand_before_the_others_in_play(lead: Lead, said: Said, now: int) -> None:
    two = (said(9, "in", by=1), said(8, "in", by=2), said(7, "out"))
    found = place(lead(stage="RESPONDED", touches=two), now, TODAY)
    assert found == (Section.IN_PLAY, "silent 7d")
    assert place(lead(stage="RESPONDED", touches=two[1:]), now, TODAY) == (Section.AT_RISK, "single-threaded")


def test_a_stale_lead_with_a_planned_task_is_parked_last(lead: Lead, said: Said, now: int) -> None:
    facts = lead(touches=(said(9, "out"),), tasks=(task(day(30)), task(day(3), id=2)))
    found = place(facts, now, TODAY)
    assert found is not None
    assert found.section == Section.PARKED == max(Section)
    assert found.phrase.startswith("parked until ")
    assert found.phrase.split()[3] == str(date.fromisoformat(day(3)).day)


def test_the_queue_sketch_of_the_screens_holds(lead: Lead, said: Said, now: int) -> None:
    silent = lead(touches=(said(40, "out"), said(30, "out"), said(22, "out")))
    assert place(silent, now, TODAY) == (Section.OUTREACH, "2 follow-ups, silent")
    thin = lead(stage="RESPONDED", touches=(said(15, "in"), said(14, "out")))
    assert place(thin, now, TODAY) == (Section.AT_RISK, "single-threaded")
    stuck = lead(
        stage="CALL_DONE",
        touches=(said(19, "both", "call"),),
        stage_entered_at=now - 19 * DAY_MS,
        stage_median_days=9.0,
    )
    assert place(stuck, now, TODAY) == (Section.AT_RISK, "stuck, 2.1 × median")
    fresh = lead(stage="NEW", created_at=now - 12 * DAY_MS, stage_entered_at=now - 12 * DAY_MS)
    assert place(fresh, now, TODAY) == (Section.OUTREACH, "never touched")


@pytest.mark.parametrize("changes", [{"stage": "WON", "stage_kind": "won"}, {"snoozed_until": 1_800_000_000_001}])
def test_closing_or_snoozing_takes_a_lead_out_of_the_queue(
    lead: Lead, said: Said, now: int, changes: dict[str, Any]
) -> None:
    owed = (said(30, "in", text="What would it cost?"),)
    assert place(lead(touches=owed, tasks=(task(day(-2)),), **changes), now, TODAY) is None


@given(
    stage=st.sampled_from(STAGE_NAMES[:10]),
    directions=st.lists(st.sampled_from(["in", "out", "both"]), max_size=4),
    silent=st.integers(0, 40),
    due=st.none() | st.integers(-9, 9),
)
def test_every_open_lead_has_one_place_or_none_and_one_short_line(
    lead: Lead, said: Said, now: int, stage: str, directions: list[str], silent: int, due: int | None
) -> None:
    touches = tuple(said(silent + len(directions) - n, way) for n, way in enumerate(directions, 1))
    facts = lead(
        stage=stage, touches=touches, created_at=now - 50 * DAY_MS, tasks=(task(day(due)),) if due is not None else ()
    )
    found = place(facts, now, TODAY)
    owed = facts.owed_since is not None
    is_due = due is not None and due <= 0
    stale = silent >= 7 or not directions
    assert (found is not None) == (owed or is_due or stale)
    if found is not None:
        assert (found.section == Section.OWED) == owed
        assert (found.section == Section.DUE) == (is_due and not owed)
        assert found.phrase
        assert "\n" not in found.phrase
        assert len(found.phrase) <= 60


def test_sections_are_in_the_order_they_deserve_attention() -> None:
    assert sorted(Section) == [
        Section.OWED, Section.DUE, Section.AT_RISK, Section.IN_PLAY, Section.OUTREACH, Section.PARKED,
    ]  # fmt: skip
