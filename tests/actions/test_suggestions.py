"""A rep accepts what is suggested, or refuses it: recorded, undone, and back early when there is something new."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.notes import add_note
from hermes_tui.actions.objections import raise_objection
from hermes_tui.actions.stages import lose, move
from hermes_tui.actions.suggestions import accept, refuse
from hermes_tui.actions.tasks import Plan, add_task
from hermes_tui.actions.touches import log_touch
from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.metrics.suggestion import REFUSED_DAYS, suggestion
from hermes_tui.scoring.next_action import ACTIONS, next_action
from storage import journal, records
from storage.database import Database
from storage.errors import NotFound, UsageError

DAY = 86_400_000
HOUR = DAY // 24
TODAY = date(2026, 6, 22)
STALE = 7


def lead_at(database: Database, now: int, stage: str, days: int = 30) -> int:
    return add_lead(database, {"title": "ERP", "company": "Acme Corp", "stage": stage}, now - days * DAY, TODAY).made


def suggested(database: Database, lead: int, now: int, today: date = TODAY) -> str | None:
    found = suggestion(database, lead_facts(database, lead), now, today, STALE)
    return None if found is None else found.action


def kept(database: Database) -> list[tuple[object, ...]]:
    return [tuple(row) for row in database.rows("SELECT lead_id, kind, verdict, at, because FROM suggestion")]


def test_what_is_accepted_is_recorded_with_its_because_as_one_undo(database: Database, now: int) -> None:
    lead = lead_at(database, now, "qualified")
    taken = accept(database, lead, now, TODAY, STALE)
    assert taken.action.action == "first_message"
    assert taken.outcome.words == "Acme Corp: accepted: Write the first message"
    assert kept(database) == [(lead, "first_message", "accepted", now, "qualified and never contacted")]
    assert suggested(database, lead, now) == "first_message", "to accept is not to have done it"
    journal.undo(database, now)
    assert kept(database) == []


def test_a_refused_suggestion_says_until_when_and_what_comes_in_its_place(database: Database, now: int) -> None:
    lead = lead_at(database, now, "qualified")
    outcome = refuse(database, [lead], now, TODAY, STALE)
    assert outcome.words == "Acme Corp: “Write the first message” refused until Mon 29 Jun; next: Decide: advance, " \
        "lose or archive"  # fmt: skip
    assert suggested(database, lead, now) == "decide"
    assert refuse(database, [lead], now, TODAY, STALE).words.endswith("; next: Touch")
    assert refuse(database, [lead], now, TODAY, STALE).words.endswith("; nothing else asks to be done")
    outcome = refuse(database, [lead], now, TODAY, STALE)
    assert (outcome.action_id, outcome.words) == (0, "Acme Corp: nothing was suggested")
    for _ in range(3):
        journal.undo(database, now)
    assert suggested(database, lead, now) == "first_message"


def test_many_are_refused_as_one(database: Database, now: int) -> None:
    leads = [lead_at(database, now, stage) for stage in ("qualified", "contacted", "new")]
    told: list[int] = []
    gone = lead_at(database, now, "responded", 0)
    outcome = refuse(database, [*leads, gone], now, TODAY, STALE, told.append)
    assert outcome.words == "4 leads: 3 suggestions refused until Mon 29 Jun"
    assert told == [1, 2, 3, 4]
    journal.undo(database, now)
    assert kept(database) == []


def test_a_refusal_is_over_after_its_days(database: Database, now: int) -> None:
    lead = lead_at(database, now, "qualified")
    refuse(database, [lead], now, TODAY, STALE)
    assert suggested(database, lead, now + REFUSED_DAYS * DAY) == "decide"
    assert suggested(database, lead, now + REFUSED_DAYS * DAY + 1) == "first_message"


def test_accepting_to_qualify_scores_the_lead_and_says_the_points(database: Database, now: int) -> None:
    lead = lead_at(database, now, "new", 1)
    with database.transaction() as connection:
        connection.execute("UPDATE lead SET score = NULL, score_reasons = '[]', score_key = NULL")
    assert suggested(database, lead, now) == "qualify"
    taken = accept(database, lead, now, TODAY, STALE)
    assert taken.outcome.words == "Acme Corp: stays new: 0 points, 15 needed"
    assert suggested(database, lead, now) is None
    found = suggestion(database, lead_facts(database, lead), now + 6 * DAY, TODAY, STALE)
    assert found == ("touch", "Touch", "stale: silent for 7d; still new with 0 points")
    journal.undo(database, now)
    assert suggested(database, lead, now) == "qualify"


def test_a_lead_whose_words_are_worth_it_is_qualified_by_accepting(database: Database, now: int) -> None:
    about = {"title": "ERP", "description": "We have a budget of $9k and work remote.", "tags": "hiring"}
    lead = add_lead(database, {**about, "company": "Acme Corp", "stage": "new"}, now - DAY, TODAY).made
    with database.transaction() as connection:
        connection.execute("UPDATE lead SET score = NULL, score_reasons = '[]', score_key = NULL")
    assert accept(database, lead, now, TODAY, STALE).outcome.words == "Acme Corp: qualified: 25 points, 15 needed"
    assert suggested(database, lead, now) == "first_message"


def test_nothing_is_accepted_where_nothing_is_suggested_or_nobody_is(database: Database, now: int) -> None:
    lead = lead_at(database, now, "contacted", 1)
    with pytest.raises(UsageError, match="Acme Corp: nothing asks to be done now; nothing was recorded"):
        accept(database, lead, now, TODAY, STALE)
    with pytest.raises(NotFound):
        accept(database, 99, now, TODAY, STALE)
    with pytest.raises(NotFound):
        refuse(database, [99], now, TODAY, STALE)
    assert kept(database) == []


# -- back early ------------------------------------------------------------------------------------------


def test_an_answer_that_was_refused_is_asked_for_again_when_they_write_again(database: Database, now: int) -> None:
    lead = lead_at(database, now, "responded")
    log_touch(database, [lead], "email", now, inbound=True, text="What would it cost?", at=now - 2 * DAY)
    assert suggested(database, lead, now) == "answer"
    refuse(database, [lead], now, TODAY, STALE)
    assert suggested(database, lead, now) != "answer"
    log_touch(database, [lead], "email", now + HOUR, inbound=True, text="Are you there?")
    assert suggested(database, lead, now + HOUR) == "answer"


def test_an_older_word_that_was_filed_only_now_is_new_too(database: Database, now: int) -> None:
    lead = lead_at(database, now, "responded")
    log_touch(database, [lead], "email", now, inbound=True, text="What would it cost?", at=now - 3 * DAY)
    refuse(database, [lead], now, TODAY, STALE)
    log_touch(database, [lead], "email", now + HOUR, inbound=True, text="And when could we start?", at=now - 2 * DAY)
    assert suggested(database, lead, now + HOUR) == "answer"


def test_a_new_pricing_question_asks_for_the_proposal_again(database: Database, now: int) -> None:
    lead = lead_at(database, now, "responded")

    def confirmed(at: int, decided: int) -> None:
        with database.transaction():
            records.insert(
                database, "signal", lead_id=lead, kind="pricing", state="confirmed", at=at, decided_at=decided
            )

    confirmed(now - 5 * DAY, now - 5 * DAY)
    assert suggested(database, lead, now) == "send_proposal"
    refuse(database, [lead], now, TODAY, STALE)
    assert suggested(database, lead, now) != "send_proposal"
    confirmed(now - 4 * DAY, now + HOUR)
    assert suggested(database, lead, now + HOUR) == "send_proposal"


def test_a_task_planned_since_or_due_since_is_no_longer_refused(database: Database, now: int) -> None:
    lead = lead_at(database, now, "contacted", 1)
    add_task(database, [lead], Plan("send the deck", TODAY), now)
    assert suggested(database, lead, now) == "do_task"
    refuse(database, [lead], now, TODAY, STALE)
    assert suggested(database, lead, now + 8 * HOUR) is None
    add_task(database, [lead], Plan("call Ann", TODAY), now + HOUR)
    assert suggested(database, lead, now + 2 * HOUR) == "do_task"
    refuse(database, [lead], now + 2 * HOUR, TODAY, STALE)
    assert suggested(database, lead, now + 3 * HOUR) is None


def test_a_task_of_a_later_day_comes_due_whatever_was_refused_before_it(database: Database, now: int) -> None:
    lead = lead_at(database, now, "contacted", 1)
    add_task(database, [lead], Plan("send the deck", TODAY), now - DAY)
    add_task(database, [lead], Plan("call Ann", date(2026, 6, 24)), now - DAY)
    refuse(database, [lead], now, TODAY, STALE)
    assert suggested(database, lead, now + DAY, date(2026, 6, 23)) != "do_task"
    assert suggested(database, lead, now + 2 * DAY, date(2026, 6, 24)) == "do_task"


def test_another_stage_asks_anew_to_decide_and_another_objection_to_be_addressed(database: Database, now: int) -> None:
    lead = lead_at(database, now, "responded")
    raise_objection(database, [lead], "budget", now - DAY)
    assert suggested(database, lead, now) == "address_objection"
    refuse(database, [lead], now, TODAY, STALE)
    assert suggested(database, lead, now) == "decide"
    refuse(database, [lead], now, TODAY, STALE)
    raise_objection(database, [lead], "trust", now + HOUR)
    assert suggested(database, lead, now + HOUR) == "address_objection"
    refuse(database, [lead], now + HOUR, TODAY, STALE)
    move(database, [lead], "call_done", now + 2 * HOUR)
    assert suggested(database, lead, now + 2 * HOUR) is None
    with database.transaction() as connection:
        connection.execute("UPDATE stage SET stuck_days = 1")
    assert suggested(database, lead, now + 3 * DAY) == "decide"


def test_silence_that_was_refused_counts_anew_from_the_next_word(database: Database, now: int) -> None:
    lead = lead_at(database, now, "contacted")
    log_touch(database, [lead], "email", now - 3 * DAY)
    assert suggested(database, lead, now) == "follow_up"
    refuse(database, [lead], now, TODAY, STALE)
    add_note(database, [lead], "they are at a fair", now + HOUR)
    assert suggested(database, lead, now + 3 * DAY) != "follow_up", "a note is nobody's word"
    log_touch(database, [lead], "email", now + 2 * HOUR)
    assert suggested(database, lead, now + 3 * DAY) == "follow_up"


# -- whatever happens ------------------------------------------------------------------------------------

DEEDS = ("wrote", "asked", "task", "objection", "signal", "refuse", "accept", "step", "lose", "day")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.sampled_from(["new", "qualified", "contacted", "responded", "negotiating"]), st.lists(st.sampled_from(DEEDS)))
def test_the_first_rule_that_holds_is_suggested_and_the_refused_step_back(
    database: Database, now: int, stage: str, deeds: list[str]
) -> None:
    lead, moment = lead_at(database, now, stage), now
    for deed in deeds:
        moment += HOUR
        today = date.fromordinal(TODAY.toordinal() + (moment - now) // DAY)
        before = suggested(database, lead, moment, today)
        if deed == "wrote":
            log_touch(database, [lead], "email", moment)
        elif deed == "asked":
            log_touch(database, [lead], "email", moment, inbound=True, text="Can we meet?")
        elif deed == "task":
            add_task(database, [lead], Plan("call", today), moment)
        elif deed == "objection":
            raise_objection(database, [lead], "budget", moment)
        elif deed == "signal":
            with database.transaction():
                records.insert(database, "signal", lead_id=lead, kind="pricing", state="confirmed", at=moment)
        elif deed == "refuse":
            refuse(database, [lead], moment, today, STALE)
            assert before is None or suggested(database, lead, moment, today) != before
        elif deed == "accept" and before is not None:
            assert accept(database, lead, moment, today, STALE).action.action == before
        elif deed == "step":
            move(database, [lead], "call_done", moment)
        elif deed == "lose":
            lose(database, [lead], "price", moment)
        elif deed == "day":
            moment += DAY
        today = date.fromordinal(TODAY.toordinal() + (moment - now) // DAY)
        facts = lead_facts(database, lead)
        found = suggested(database, lead, moment, today)
        if facts.stage_kind != "open":
            assert found is None, "a closed lead asks for nothing"
            continue
        # Whatever holds before the one suggested was refused within the week; nothing else may be passed over.
        first = next_action(facts, moment, today, frozenset(), STALE)
        assert (first is None) <= (found is None)
        passed, refused = set[str](), {row[1] for row in kept(database) if row[2] == "refused"}
        while (held := next_action(facts, moment, today, passed, STALE)) is not None and held.action != found:
            assert held.action in refused
            passed.add(held.action)
        assert (None if held is None else held.action) == found
        assert found is None or found in ACTIONS
