"""The thirteen stages keep the order of the original system."""

from __future__ import annotations

import pytest

from hermes_tui.scoring.stages import STAGE_NAMES, STAGES, at_or_past


def test_the_thirteen_stages_stand_in_the_order_of_the_original() -> None:
    assert STAGE_NAMES == (
        "NEW", "QUALIFIED", "CONTACTED", "FOLLOWUP_1", "FOLLOWUP_2", "RESPONDED", "CALL_SCHEDULED", "CALL_DONE",
        "PROPOSAL_SENT", "NEGOTIATING", "WON", "LOST", "ARCHIVED",
    )  # fmt: skip


def test_followups_count_as_contacted_and_only_three_stages_are_closed() -> None:
    assert [s.name for s in STAGES if s.group == "CONTACTED"] == ["CONTACTED", "FOLLOWUP_1", "FOLLOWUP_2"]
    assert {s.name: s.kind for s in STAGES if s.kind != "open"} == {
        "WON": "won",
        "LOST": "lost",
        "ARCHIVED": "archived",
    }


@pytest.mark.parametrize(
    ("stage", "mark", "holds"),
    [
        ("FOLLOWUP_2", "RESPONDED", False),
        ("RESPONDED", "RESPONDED", True),
        ("WON", "RESPONDED", True),
        ("LOST", "RESPONDED", False),
        ("ARCHIVED", "NEW", False),
        ("LOST", "LOST", True),
        ("A stage of the rep's own", "NEW", False),
    ],
)
def test_lost_is_never_progress(stage: str, mark: str, holds: bool) -> None:
    assert at_or_past(stage, mark) is holds


def test_a_mark_that_is_no_stage_is_a_bug_and_says_so() -> None:
    with pytest.raises(KeyError):
        at_or_past("NEW", "REPLIED")
