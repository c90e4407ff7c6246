"""Risk in the file: copies that say from when on a lead is at risk, reasons in SQL, thresholds, and the filter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.scoring.risk import risks
from storage import derived
from storage.errors import UsageError
from storage.filters import compile_filter
from storage.queries.leads import Leads, rows_by_id
from storage.queries.risk import BEGAN, REASONS
from storage.thresholds import Thresholds, keep_thresholds, thresholds

DAY = 86_400_000
CODES = list(REASONS)


def at_risk(rep, text: str = "+risk", now: int | None = None) -> list[int]:
    """The leads that a filter finds, by id."""
    moment = rep.now if now is None else now
    found = compile_filter(text, now=moment, today=date(2026, 6, 22))
    return sorted(Leads(rep.database, now=moment, where=found.where, params=found.params).ids())


def spoke(rep, lead_id: int, contact_id: int, days: float, **values: Any) -> None:
    rep.add("touch", lead_id=lead_id, contact_id=contact_id, direction="in", kind="email",
            at=rep.now - int(days * DAY), **values)  # fmt: skip


@pytest.fixture
def deal(rep) -> int:
    """A deal that answered, 60 days old, with a champion who can buy and a colleague, both heard today."""
    rep.now -= 60 * DAY
    lead_id = rep.lead(stage_id=6)
    rep.now += 60 * DAY
    ann = rep.add("contact", lead_id=lead_id, name="Ann", role="Founder", is_primary=1)
    bob = rep.add("contact", lead_id=lead_id, name="Bob", role="CTO")
    spoke(rep, lead_id, ann, 0)
    spoke(rep, lead_id, bob, 0)
    return lead_id


def test_a_healthy_deal_becomes_a_risk_by_time_alone(rep, deal: int) -> None:
    moment = rep.one("SELECT risk_from FROM lead")
    assert moment == rep.now + 15 * DAY  # the champion's silence comes first
    assert (at_risk(rep), at_risk(rep, now=moment - 1), at_risk(rep, now=moment)) == ([], [], [deal])
    assert at_risk(rep, "risk:champion-silent", now=moment) == [deal]
    assert at_risk(rep, "risk:single", now=moment) == []
    assert at_risk(rep, "risk:ghosted", now=rep.now + 30 * DAY) == []
    assert at_risk(rep, "risk:ghosted", now=rep.now + 30 * DAY + 1) == [deal]


def test_one_word_from_somebody_and_an_undo_move_the_moment(rep, deal: int) -> None:
    rep.now += 20 * DAY
    before = rep.one("SELECT risk_from FROM lead")
    spoke(rep, deal, 1, 0)
    assert rep.one("SELECT risk_from FROM lead") == rep.now + 10 * DAY + 1  # then Ann is alone
    from storage import journal

    journal.undo(rep.database, rep.now)
    assert rep.one("SELECT risk_from FROM lead") == before


def test_what_the_stage_makes_a_risk_began_when_the_lead_came_there(rep, deal: int) -> None:
    """Copies alone say 0, "at any time": so a deal that went to PROPOSAL_SENT yesterday was no news in the digest."""
    now = rep.now
    rep.edit("contact", 1, role=None)
    for days, stage in ((30, 8), (2, 9), (1, 10)):
        rep.now = now - days * DAY
        rep.move(deal, stage)
    began = f"SELECT {BEGAN} FROM lead"
    assert rep.one("SELECT risk_from FROM lead") == 0
    assert rep.one(began) == now - 2 * DAY, "not when it went on from there"
    rep.edit("contact", 1, role="Founder", sentiment="negative")
    assert rep.one("SELECT risk_from FROM lead") == 0
    assert rep.one(began) == rep.one("SELECT last_in_at FROM lead") == now
    rep.edit("contact", 1, sentiment=None)
    assert rep.one(began) == rep.one("SELECT risk_from FROM lead") == now + 15 * DAY, "by the clock, as before"


def test_thresholds_belong_to_the_file_and_move_every_risk(rep, deal: int, check) -> None:
    assert thresholds(rep.database) == Thresholds() == (30, 14, 2, 2, 30)
    assert keep_thresholds(rep.database, Thresholds(30, 14)) is False
    assert keep_thresholds(rep.database, Thresholds(10, 20)) is True
    assert thresholds(rep.database) == Thresholds(10, 20)
    assert rep.one("SELECT risk_from FROM lead") == rep.now + 10 * DAY + 1
    assert at_risk(rep, "risk:ghosted", now=rep.now + 11 * DAY) == [deal]
    check(rep.database)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("risk:gosted", "There is no risk `gosted`; did you mean `ghosted`?"),
        ("risk>3", "`risk` is asked with `risk:`."),
    ],
)
def test_a_risk_nobody_knows_is_one_sentence(rep, text: str, sentence: str) -> None:
    with pytest.raises(UsageError) as error:
        at_risk(rep, text)
    assert str(error.value) == sentence


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from([None, "Founder", "CTO", "Blocker"]),
        st.sampled_from([None, "positive", "negative"]),
        st.lists(st.tuples(st.sampled_from([0, 1, 14, 15, 29, 30, 31, 90]), st.sampled_from(["in", "out", "both"])),
                 max_size=3),
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stage=st.integers(1, 13), people=PEOPLE, champion=st.integers(0, 4), moods=st.booleans(), late=st.integers(0, 40)
)
def test_every_reason_is_the_same_in_the_list_in_the_filter_and_on_the_page(
    new_rep, stage: int, people: list[Any], champion: int, moods: bool, late: int
) -> None:
    rep = new_rep()
    lead_id = rep.lead(stage_id=stage)
    for place, (role, mood, said) in enumerate(people):
        who = rep.add("contact", lead_id=lead_id, role=role, sentiment=mood if moods else None,
                      is_primary=int(place == champion))  # fmt: skip
        for days, way in said:
            rep.add("touch", lead_id=lead_id, contact_id=who, kind="call", direction=way, sentiment=mood,
                    at=rep.now - days * DAY)  # fmt: skip
    now = rep.now + late * DAY
    told = [risk.code for risk in risks(lead_facts(rep.database, lead_id), now)]
    assert [code for code in CODES if at_risk(rep, f"risk:{code}", now=now)] == told
    assert bool(at_risk(rep, now=now)) == bool(told) == (not at_risk(rep, "-risk", now=now))
    assert rows_by_id(rep.database, [lead_id], now=now)[0].risk == next(iter(told), None)
    with rep.database.transaction() as connection:
        assert derived.rebuild(connection) == 0
