"""Which template next: by the stage, the silence, what they got already and what worked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hermes_tui.scoring.follow_up import Candidate, Place, advise, enough, record_words, wanted_kind
from hermes_tui.scoring.stages import STAGE_NAMES

SENT_ONCE = Place("CONTACTED", 1, 5, ("email",), frozenset())


def one(number: int, kind: str = "FOLLOWUP_1", **changes: Any) -> Candidate:
    """A template by mail that was never sent, but for the changes."""
    return Candidate(number, f"T{number}", kind, "email", 0, 0, 0, None, None)._replace(**changes)


def proven(number: int, replied: int, sent: int, low: float, high: float, **changes: Any) -> Candidate:
    """A template with a record."""
    return one(number, **changes)._replace(usage=sent, sent=sent, replied=replied, low=low, high=high)


@pytest.mark.parametrize(
    ("stage", "unanswered", "kind"),
    [
        ("NEW", 0, "INITIAL_OUTREACH"), ("QUALIFIED", 0, "INITIAL_OUTREACH"), ("CONTACTED", 1, "FOLLOWUP_1"),
        ("FOLLOWUP_1", 2, "FOLLOWUP_2"), ("FOLLOWUP_2", 3, "FOLLOWUP_3"), ("RESPONDED", 0, "FOLLOWUP_1"),
        ("CALL_SCHEDULED", 1, "FOLLOWUP_1"), ("CALL_DONE", 2, "FOLLOWUP_2"), ("CALL_DONE", 7, "FOLLOWUP_3"),
        ("PROPOSAL_SENT", 1, "FOLLOWUP_1"), ("NEGOTIATING", 0, "CLOSING"), ("LOST", 2, "REJECTION"),
        # Mail that the rep wrote elsewhere and logged moves no stage, but it was written.
        ("NEW", 1, "INITIAL_OUTREACH"), ("CONTACTED", 2, "FOLLOWUP_2"), ("CONTACTED", 3, "FOLLOWUP_3"),
        ("CONTACTED", 0, "FOLLOWUP_1"), ("FOLLOWUP_2", 9, "FOLLOWUP_3"),
    ],
)  # fmt: skip
def test_the_stage_says_the_kind_and_after_the_first_answer_how_many_of_ours_went_unanswered(
    stage: str, unanswered: int, kind: str
) -> None:
    assert wanted_kind(SENT_ONCE._replace(stage=stage, unanswered=unanswered)) == kind


def test_because_of_what_in_words() -> None:
    advice = advise(SENT_ONCE, [proven(1, 9, 30, 0.167, 0.479)], 2)
    assert advice.because == "follow-up 1 after 5 days of silence; replied 9 of 30 (17–48 %)"
    after_proposal = SENT_ONCE._replace(stage="PROPOSAL_SENT", days_silent=1)
    assert (
        advise(after_proposal, [one(1)], 2).because
        == "follow-up 1 of the proposal after 1 day of silence; not sent yet"
    )
    assert record_words(proven(1, 1, 3, 0.06, 0.79)) == "replied 1 of 3, too few to tell"
    assert record_words(one(1, usage=4)) == "no answer due yet"


def test_the_surest_goes_first_and_luck_is_no_record() -> None:
    few = proven(1, 3, 3, 0.44, 1.0)
    steady, weak = proven(2, 9, 30, 0.167, 0.479), proven(3, 3, 40, 0.03, 0.20)
    advice = advise(SENT_ONCE, [few, weak, steady], 2)
    assert advice.choice is not None
    assert [advice.choice.template_id, *(each.template_id for each in advice.alternatives)] == [2, 3, 1]


def test_while_none_has_a_record_they_take_turns() -> None:
    usage = dict.fromkeys((1, 2, 3), 0)
    for _ in range(9):
        advice = advise(SENT_ONCE, [one(number, usage=n) for number, n in usage.items()], 2)
        assert advice.choice is not None
        usage[advice.choice.template_id] += 1
    assert usage == {1: 3, 2: 3, 3: 3}


def test_what_they_got_already_steps_back_while_another_of_its_kind_is_there() -> None:
    got = SENT_ONCE._replace(got=frozenset({1}))
    best, other = proven(1, 20, 30, 0.49, 0.81), proven(2, 1, 30, 0.01, 0.17)
    advice = advise(got, [best, other], 2)
    assert advice.choice is not None
    assert advice.choice.template_id == 2
    assert "they got it already" in advice.alternatives[0].because
    alone = advise(got, [best], 2)
    assert alone.choice is not None
    assert "they got it already" in alone.because


def test_the_channel_they_like_comes_before_a_better_record_elsewhere() -> None:
    likes_linkedin = SENT_ONCE._replace(channels=("linkedin", "email"))
    mail, linkedin = proven(1, 20, 30, 0.49, 0.81), one(2, channel="linkedin")
    advice = advise(likes_linkedin, [mail, linkedin], 2)
    assert advice.choice is not None
    assert advice.choice.template_id == 2
    unreachable = advise(SENT_ONCE, [mail, linkedin], 2)
    assert "by linkedin, where no address is known" in unreachable.alternatives[0].because


def test_after_enough_follow_ups_none_is_urged_but_all_stay_at_hand() -> None:
    place = Place("FOLLOWUP_2", 3, 9, ("email",), frozenset())
    advice = advise(place, [one(1), one(2, "FOLLOWUP_3")], 2)
    assert advice.choice is None
    assert advice.because == "2 follow-ups unanswered is enough: snooze it, call, or lose it"
    assert [each.template_id for each in advice.alternatives] == [2, 1]
    assert advise(place, [one(2, "FOLLOWUP_3")], 3).choice is not None
    assert not enough(place._replace(stage="NEW"), 2)  # calls that nobody took; nothing was written yet


def test_someone_new_on_a_deal_gets_a_first_message() -> None:
    assert wanted_kind(SENT_ONCE._replace(stage="FOLLOWUP_1", newcomer=True)) == "INITIAL_OUTREACH"


def test_where_there_is_none_of_the_kind_the_nearest_is_taken_and_else_none() -> None:
    advice = advise(SENT_ONCE, [one(1, "CUSTOM"), one(2, "FOLLOWUP_2"), one(3, "PROPOSAL")], 2)
    assert advice.choice is not None
    assert advice.because == "follow-up 2; not sent yet"
    assert [each.template_id for each in advice.alternatives] == [1, 3]
    none = advise(SENT_ONCE, [one(3, "PROPOSAL")], 2)
    assert (none.choice, none.because) == (None, "there is no active template for a follow-up 1")


KINDS = some.sampled_from(("INITIAL_OUTREACH", "FOLLOWUP_1", "FOLLOWUP_2", "FOLLOWUP_3", "PROPOSAL", "CLOSING",
                           "REJECTION", "CUSTOM"))  # fmt: skip
CHANNEL = some.sampled_from(("email", "linkedin"))
ANY = some.builds(
    lambda number, kind, channel, sent, share: Candidate(
        number, "T", kind, channel, sent, sent, int(sent * share), share / 2 if sent else None, 1.0 if sent else None
    ),
    some.integers(1, 9), KINDS, CHANNEL, some.integers(0, 20), some.floats(0, 1),
)  # fmt: skip


@given(
    stage=some.sampled_from((*STAGE_NAMES, "A stage of my own")), unanswered=some.integers(0, 9),
    got=some.frozensets(some.integers(1, 9)), candidates=some.lists(ANY, max_size=9, unique_by=lambda each: each.id),
    at_most=some.integers(0, 4), newcomer=some.booleans(),
)  # fmt: skip
def test_every_template_is_offered_once_and_none_twice_to_one_person_while_another_is_there(
    stage: str, unanswered: int, got: frozenset[int], candidates: list[Candidate], at_most: int, newcomer: bool
) -> None:
    place = Place(stage, unanswered, 5, ("email",), got, newcomer)
    advice = advise(place, candidates, at_most)
    chosen = [advice.choice] if advice.choice else []
    offered = [each.template_id for each in (*chosen, *advice.alternatives)]
    assert sorted(offered) == sorted(each.id for each in candidates)
    if advice.choice is None:
        assert advice.because
        return
    kind = next(each.kind for each in candidates if each.id == advice.choice.template_id)
    if advice.choice.template_id in got:
        assert all(each.id in got for each in candidates if each.kind == kind)
