"""The next best action: the first rule that holds, with its because."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hermes_tui.scoring.facts import DAY_MS, Evidence, LeadFacts, PendingTask, ProposalFact, Signal
from hermes_tui.scoring.next_action import ACTIONS, NextAction, next_action, task_to_do
from hermes_tui.scoring.stages import STAGES

Lead = Callable[..., LeadFacts]
Said = Callable[..., Evidence]

NOW = 1_800_000_000_000
TODAY = datetime.fromtimestamp(NOW / 1000, UTC).date()


def day(offset: int) -> str:
    return date.fromordinal(TODAY.toordinal() + offset).isoformat()


def asked(days: int) -> Evidence:
    return Evidence(NOW - days * DAY_MS, "email", "in", 1, None, "What would it cost per year?")


def sent(days: int) -> Evidence:
    return Evidence(NOW - days * DAY_MS, "email", "out", 1, None, "Hello")


def confirmed(days: int, kind: str = "pricing") -> Signal:
    return Signal(kind, "confirmed", NOW - days * DAY_MS)


DUE = PendingTask(1, "send deck", "EMAIL", day(-2))
CALL_TODAY = PendingTask(2, "demo with Ann", "CALL", day(0))

RULES: list[tuple[dict[str, Any], NextAction]] = [
    ({"touches": (sent(5), asked(3))},
     NextAction("answer", "Answer the pricing question", "asked 3d ago: “What would it cost per year?”")),
    ({"touches": (asked(3), sent(1)), "signals": (confirmed(3),)},
     NextAction("send_proposal", "Send a proposal", "pricing question confirmed, 3d ago")),
    ({"tasks": (DUE,)}, NextAction("do_task", "Do the task: send deck", "due 2d ago")),
    ({"stage": "CALL_SCHEDULED", "tasks": (CALL_TODAY,)},
     NextAction("prepare_call", "Prepare the call", "scheduled today: demo with Ann")),
    ({"stage": "NEW", "score": None}, NextAction("qualify", "Qualify the lead", "new and not scored yet")),
    ({"stage": "QUALIFIED"}, NextAction("first_message", "Write the first message", "qualified and never contacted")),
    ({"stage": "CONTACTED", "touches": (sent(2),)}, NextAction("follow_up", "Follow up", "silent for 2d")),
    ({"stage": "FOLLOWUP_1", "touches": (sent(4),)}, NextAction("follow_up", "Follow up", "silent for 4d")),
    ({"stage": "RESPONDED", "touches": (asked(3), sent(1))},
     NextAction("find_stakeholder", "Find a second stakeholder", "single-threaded: only Ann Lee is engaged")),
    ({"stage": "RESPONDED", "touches": (sent(1),), "open_objections": ("BUDGET", "TRUST", "BUDGET")},
     NextAction("address_objection", "Address the budget objection", "open: budget, trust")),
    ({"stage": "RESPONDED", "touches": (sent(1),), "stage_entered_at": NOW - 31 * DAY_MS, "stage_median_days": 12.0},
     NextAction("decide", "Decide: advance, lose or archive", "stuck for 31d (median 12d)")),
    ({"stage": "RESPONDED", "touches": (sent(1),), "stage_entered_at": NOW - 31 * DAY_MS},
     NextAction("decide", "Decide: advance, lose or archive", "stuck for 31d (limit 14d)")),
    ({"stage": "FOLLOWUP_2", "touches": (sent(9),)}, NextAction("touch", "Touch", "stale: silent for 9d")),
]  # fmt: skip


# A confirmed signal of another kind says more about what is suggested, and changes nothing else.
BESIDE: list[tuple[dict[str, Any], Signal, NextAction]] = [
    ({"touches": (sent(5), asked(3))}, confirmed(3, "meeting"),
     NextAction("answer", "Answer the pricing question",
                "asked 3d ago: “What would it cost per year?”; they want to meet: offer a time")),
    ({"touches": (sent(5), asked(3))}, confirmed(4, "meeting"),
     NextAction("answer", "Answer the pricing question", "asked 3d ago: “What would it cost per year?”")),
    ({"touches": (asked(3), sent(1))}, confirmed(3, "proposal_request"),
     NextAction("send_proposal", "Send a proposal", "proposal request confirmed, 3d ago")),
    ({"stage": "RESPONDED", "touches": (asked(3), sent(1))}, confirmed(3, "referral"),
     NextAction("find_stakeholder", "Find a second stakeholder",
                "single-threaded: only Ann Lee is engaged; they named a colleague")),
    ({"stage": "CONTACTED", "touches": (sent(2),)}, confirmed(9, "timeline"),
     NextAction("follow_up", "Follow up", "silent for 2d; they named a timeline 9d ago")),
    ({"stage": "RESPONDED", "touches": (sent(1),), "stage_entered_at": NOW - 31 * DAY_MS}, confirmed(9, "timeline"),
     NextAction("decide", "Decide: advance, lose or archive",
                "stuck for 31d (limit 14d); they named a timeline 9d ago")),
    ({"stage": "FOLLOWUP_2", "touches": (sent(9),)}, confirmed(12, "timeline"),
     NextAction("touch", "Touch", "stale: silent for 9d; they named a timeline 12d ago")),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "signal", "expected"), BESIDE)
def test_a_confirmed_signal_says_more_and_one_that_is_not_says_nothing(
    lead: Lead, changes: dict[str, Any], signal: Signal, expected: NextAction
) -> None:
    assert next_action(lead(**changes, signals=(signal,)), NOW, TODAY) == expected
    without = next_action(lead(**changes), NOW, TODAY)
    for state in ("suggested", "refused"):
        assert next_action(lead(**changes, signals=(signal._replace(state=state),)), NOW, TODAY) == without


@pytest.mark.parametrize(
    ("median", "said"), [(3.81631, "median 4d"), (0.756771, "median under 1d"), (12.0, "median 12d")]
)
def test_a_median_is_told_in_whole_days(lead: Lead, median: float, said: str) -> None:
    stuck = lead(stage="RESPONDED", touches=(sent(1),), stage_entered_at=NOW - 31 * DAY_MS, stage_median_days=median)
    found = next_action(stuck, NOW, TODAY)
    assert found is not None
    assert found.because == f"stuck for 31d ({said})"


@pytest.mark.parametrize(("changes", "expected"), RULES, ids=[expected.action for _, expected in RULES])
def test_each_rule_says_what_and_because_of_what(lead: Lead, changes: dict[str, Any], expected: NextAction) -> None:
    assert next_action(lead(**changes), NOW, TODAY) == expected


def test_every_action_is_suggested_by_some_lead_above() -> None:
    assert tuple(dict.fromkeys(expected.action for _, expected in RULES)) == ACTIONS


def test_refused_suggestions_step_back_one_by_one_in_order(lead: Lead) -> None:
    """A lead on which all but the early-stage rules hold walks down the whole list."""
    facts = lead(
        stage="CALL_SCHEDULED",
        touches=(asked(20),),
        signals=(confirmed(20),),
        tasks=(DUE, CALL_TODAY),
        open_objections=("SCOPE",),
        stage_entered_at=NOW - 21 * DAY_MS,
    )
    seen: list[str] = []
    while (found := next_action(facts, NOW, TODAY, refused=set(seen))) is not None:
        seen.append(found.action)
    assert seen == [
        "answer", "send_proposal", "do_task", "prepare_call", "find_stakeholder", "address_objection", "decide",
        "touch",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "label", "because"),
    [
        ("Tuesday works for us.", "Answer Ann Lee", "replied 3d ago: “Tuesday works for us.”"),
        ("Can we talk?", "Answer Ann Lee", "asked 3d ago: “Can we talk?”"),
        ("", "Answer their message", "replied 3d ago, unanswered"),
    ],
)
def test_the_answer_names_who_wrote_what(lead: Lead, text: str, label: str, because: str) -> None:
    assert next_action(lead(touches=(asked(3)._replace(text=text),)), NOW, TODAY) == ("answer", label, because)


@pytest.mark.parametrize(
    "since",
    [
        {"proposals": (ProposalFact("SENT", None, NOW - 2 * DAY_MS),)},
        {"stage": "PROPOSAL_SENT", "stage_entered_at": NOW - 2 * DAY_MS},
    ],
)
def test_a_proposal_sent_since_the_question_is_not_asked_for_again(lead: Lead, since: dict[str, Any]) -> None:
    found = next_action(lead(touches=(asked(3), sent(1)), signals=(confirmed(3),), **since), NOW, TODAY)
    assert found is None or found.action != "send_proposal"


def test_a_new_pricing_question_asks_for_a_new_proposal(lead: Lead) -> None:
    old = (ProposalFact("SENT", None, NOW - 9 * DAY_MS),)
    found = next_action(lead(touches=(asked(3), sent(1)), signals=(confirmed(3),), proposals=old), NOW, TODAY)
    assert found is not None
    assert found.action == "send_proposal"


def test_an_overdue_call_is_a_task_to_do_and_not_one_to_prepare(lead: Lead) -> None:
    late = CALL_TODAY._replace(due_on=day(-1))
    found = next_action(lead(stage="CALL_SCHEDULED", tasks=(late,)), NOW, TODAY)
    assert found == ("do_task", "Do the task: demo with Ann", "due 1d ago")


@pytest.mark.parametrize(
    "quiet", [{"tasks": (DUE._replace(due_on=day(3)),)}, {"snoozed_until": NOW + 1}], ids=["planned task", "snoozed"]
)
def test_a_planned_task_or_a_snooze_silences_nudges_but_never_an_owed_reply(lead: Lead, quiet: dict[str, Any]) -> None:
    assert next_action(lead(touches=(sent(9),), **quiet), NOW, TODAY) is None
    assert next_action(lead(stage="FOLLOWUP_2", touches=(sent(9),), **quiet), NOW, TODAY) is None
    owed = next_action(lead(touches=(asked(9),), **quiet), NOW, TODAY)
    assert owed is not None
    assert owed.action == "answer"


def test_one_day_of_silence_is_too_early_and_a_closed_lead_needs_nothing(lead: Lead) -> None:
    assert next_action(lead(touches=(sent(1),)), NOW, TODAY) is None
    assert next_action(lead(stage="LOST", stage_kind="lost", touches=(asked(9),)), NOW, TODAY) is None


def test_a_new_lead_with_a_score_is_left_to_the_stale_rule_which_says_why(lead: Lead) -> None:
    found = next_action(lead(stage="NEW", score=5), NOW, TODAY)
    assert found == ("touch", "Touch", "stale: silent for 60d; still new with 5 points")
    assert next_action(lead(stage="NEW", score=5, created_at=NOW - DAY_MS), NOW, TODAY) is None


def test_the_task_to_do_is_the_one_longest_due_and_never_todays_call(lead: Lead) -> None:
    planned = DUE._replace(id=9, due_on=day(1))
    facts = lead(stage="CALL_SCHEDULED", tasks=(planned, CALL_TODAY, DUE))
    assert task_to_do(facts, TODAY) == DUE
    assert task_to_do(lead(stage="CALL_SCHEDULED", tasks=(planned, CALL_TODAY)), TODAY) is None


# -- whatever the lead -----------------------------------------------------------------------------------

_DAYS = st.integers(0, 40)
_LEADS = st.fixed_dictionaries({
    "stage": st.sampled_from([stage.name for stage in STAGES]),
    "score": st.none() | st.integers(-20, 40),
    "stage_entered_at": _DAYS.map(lambda days: NOW - days * DAY_MS),
    "snoozed_until": st.none() | st.just(NOW + DAY_MS),
    "touches": st.lists(_DAYS.flatmap(lambda days: st.sampled_from([sent(days), asked(days)])), max_size=4)
    .map(lambda said: tuple(sorted(said))),
    "tasks": st.lists(
        st.builds(PendingTask, st.integers(1, 9), st.just("call"), st.sampled_from(["CALL", "EMAIL"]),
                  st.none() | st.integers(-3, 3).map(day)), max_size=3, unique_by=lambda task: task.id).map(tuple),
    "open_objections": st.lists(st.sampled_from(["BUDGET", "TRUST"]), max_size=2).map(tuple),
    "signals": st.lists(
        st.builds(Signal, st.sampled_from(["pricing", "meeting", "timeline", "referral", "proposal_request"]),
                  st.sampled_from(["suggested", "confirmed", "refused"]), _DAYS.map(lambda days: NOW - days * DAY_MS)),
        max_size=3).map(tuple),
})  # fmt: skip


@settings(max_examples=200)
@given(_LEADS, st.sets(st.sampled_from(ACTIONS)))
def test_what_is_suggested_is_the_first_that_holds_whatever_was_refused(
    lead: Lead, changes: dict[str, Any], refused: set[str]
) -> None:
    kind = next(stage.kind for stage in STAGES if stage.name == changes["stage"])
    facts = lead(**changes, stage_kind=kind)
    # Each rule by itself: all the others are refused.
    held = {action: next_action(facts, NOW, TODAY, set(ACTIONS) - {action}) for action in ACTIONS}
    found = next_action(facts, NOW, TODAY, refused)
    assert found == next((held[action] for action in ACTIONS if action not in refused and held[action]), None)
    if found is not None:
        assert kind == "open"
        assert found.label
        assert found.because
