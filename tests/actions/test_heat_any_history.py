"""Whatever happens on leads, and whenever it is looked: heat as kept, as rebuilt and as told with reasons are one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from hermes_tui.actions import history, proposals
from hermes_tui.actions.contact_merge import merge_contacts
from hermes_tui.actions.contacts import add_contact, remove_contact, set_mood
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.merging import merge_leads
from hermes_tui.actions.stages import move
from hermes_tui.actions.touches import VIAS, edit_touch, log_touch, remove_touch
from hermes_tui.actions.unmerging import unmerge
from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.scoring.heat import factors
from hermes_tui.scoring.staleness import cold_after_interest
from storage import derived, heat, journal, records
from storage.database import Database
from storage.errors import HermesError
from storage.queries.duplicates import merges
from tests.actions.correspondent import PICK, TODAY, Correspondent

DAY = 86_400_000
AGES = st.sampled_from([0, 0, 1, DAY - 1, DAY, DAY + 1, 3 * DAY, 13 * DAY, 14 * DAY - 1, 14 * DAY, 20 * DAY])
JUMPS = st.sampled_from([0, 60_000, DAY, 5 * DAY, 14 * DAY - 1, 14 * DAY, 14 * DAY + 1, -DAY, -15 * DAY, 60 * DAY])
MOODS = st.sampled_from(["", "positive", "positive", "neutral", "negative"])
WORDS = st.sampled_from(["What would it cost?", "thanks", "", "Yes.", "Automatic reply: I am out of office"])
VIA = st.sampled_from(["email", "email", "linkedin", *sorted(VIAS)])
TOUCH = st.tuples(PICK, VIA, st.booleans(), WORDS, MOODS, AGES)
KINDS = st.sampled_from(["pricing", "proposal_request", "click", "Pricing", "referral", "timeline"])
KEPT = {
    "multiple stakeholders engaged": "people_at", "quick response time": "quick_at", "asked about pricing": "priced_at",
    "clicked proposal link": "clicked_at", "second response": "second_at",
}  # fmt: skip


def assert_told(database: Database, lead: int, now: int) -> None:
    """The points and the newest evidence that the lead keeps are those that the ledger tells."""
    columns = ", ".join(KEPT.values())
    [[points, cold, cold_from, *kept]] = database.rows(
        f"SELECT heat, cold, cold_from, {columns} FROM lead WHERE id = ?", (lead,)
    )
    facts = lead_facts(database, lead)
    told = factors(facts, now)
    assert points == sum(factor.reason.points for factor in told)
    assert cold == any(factor.reason.points < 0 for factor in told)
    newest = {KEPT[factor.reason.text]: factor.newest_at for factor in told if factor.reason.text in KEPT}
    assert newest == {name: at for name, at in zip(KEPT.values(), kept, strict=True) if at is not None}
    ever = cold_after_interest(facts, 2**62)
    assert cold_from == (None if ever is None else ever.last_in_at + 14 * DAY)


class Warming(Correspondent, RuleBasedStateMachine):
    """Three deals, two of which have people."""

    begin_file: Callable[[], Database]

    @initialize(before=st.lists(TOUCH, max_size=8))
    def begin(self, before: list[tuple[int, str, bool, str, str, int]]) -> None:
        self.database = type(self).begin_file()
        self.now = 1_782_118_800_000
        for title, people in (("ERP", ("Ann", "Bob")), ("ERP roll-out", ("Ann", "Cy")), ("Help desk", ())):
            lead = add_lead(self.database, {"title": title, "stage": "contacted"}, self.now - 90 * DAY, TODAY).made
            for name in people:
                add_contact(self.database, lead, {"name": name}, self.now - 90 * DAY, TODAY)
        self.log(0, before)

    def pick(self, table: str, number: int) -> int | None:
        rows = self.database.rows(f"SELECT id FROM {table} ORDER BY id")
        return rows[number % len(rows)][0] if rows else None

    @rule(number=PICK, touches=st.lists(TOUCH, min_size=1, max_size=8))
    def log(self, number: int, touches: list[tuple[int, str, bool, str, str, int]]) -> None:
        lead = self.pick("lead", number)
        for person, via, inbound, text, mood, age in touches if lead else ():
            people = self.database.rows("SELECT id FROM contact WHERE lead_id = ? ORDER BY id", (lead,))
            log_touch(
                self.database, [lead], via, self.now, inbound=inbound, text=text, sentiment=mood or None,
                contact_id=people[person % len(people)][0] if people else None, at=self.now - age,
            )  # fmt: skip

    @rule(number=PICK, typed=st.dictionaries(st.sampled_from(["via", "direction", "contact", "text", "sentiment"]),
          PICK, min_size=1))  # fmt: skip
    def correct(self, number: int, typed: dict[str, int]) -> None:
        choices = {
            "via": sorted(VIAS), "direction": ["in", "out", "both"], "contact": ["", "Ann", "Bob", "Cy"],
            "text": ["So?", "Out of office: back soon"], "sentiment": ["", "positive", "negative"],
        }  # fmt: skip
        if touch := self.pick("touch", number):
            fields = {name: choices[name][place % len(choices[name])] for name, place in typed.items()}
            with suppress(HermesError):
                edit_touch(self.database, touch, fields, self.now, UTC)

    @rule(number=PICK)
    def take_out(self, number: int) -> None:
        if touch := self.pick("touch", number):
            remove_touch(self.database, touch, self.now)

    @rule(number=PICK, mood=MOODS)
    def mood(self, number: int, mood: str) -> None:
        if person := self.pick("contact", number):
            set_mood(self.database, person, mood, self.now, TODAY)

    @rule(number=PICK, other=PICK, merge=st.booleans())
    def one_person_less(self, number: int, other: int, merge: bool) -> None:
        one, two = self.pick("contact", number), self.pick("contact", other)
        if one and two:
            with suppress(HermesError):
                if merge:
                    merge_contacts(self.database, one, two, self.now)
                else:
                    remove_contact(self.database, one, self.now)

    @rule(number=PICK, kind=KINDS, state=st.sampled_from(["suggested", "confirmed", "refused"]), age=AGES)
    def signal(self, number: int, kind: str, state: str, age: int) -> None:
        if lead := self.pick("lead", number):
            with journal.action(self.database, "signal", "signal", self.now):
                records.insert(
                    self.database, "signal", lead_id=lead, kind=kind, state=state, evidence="?", at=self.now - age
                )

    @rule(number=PICK, state=st.sampled_from(["confirmed", "refused"]))
    def decide(self, number: int, state: str) -> None:
        if signal := self.pick("signal", number):
            with journal.action(self.database, "signal", "decided", self.now):
                records.update(self.database, "signal", signal, state=state)

    @rule(number=PICK)
    def offer(self, number: int) -> None:
        if lead := self.pick("lead", number):
            with suppress(HermesError):
                proposals.add_proposal(self.database, lead, {"title": "Offer"}, self.now, TODAY)

    @rule(number=PICK, status=st.sampled_from(["sent", "viewed", "viewed", "rejected"]), age=AGES)
    def hand_over(self, number: int, status: str, age: int) -> None:
        if proposal := self.pick("proposal", number):
            with suppress(HermesError):
                proposals.mark(self.database, proposal, status, self.now, at=self.now - age)

    @rule(number=PICK)
    def a_view_of_which_nobody_knows_when(self, number: int) -> None:
        if proposal := self.pick("proposal", number):
            with journal.action(self.database, "proposal", "viewed", self.now):
                records.update(self.database, "proposal", proposal, status="VIEWED", viewed_at=None, sent_at=None)

    @rule(number=PICK, stage=st.sampled_from(["responded", "new", "won", "lost"]))
    def stage(self, number: int, stage: str) -> None:
        if lead := self.pick("lead", number):
            with suppress(HermesError):
                move(self.database, [lead], stage, self.now)

    @rule(number=PICK, other=PICK)
    def merge(self, number: int, other: int) -> None:
        one, two = self.pick("lead", number), self.pick("lead", other)
        if one and two and one != two:
            with suppress(HermesError):
                merge_leads(self.database, one, two, {}, self.now)

    @rule()
    def part(self) -> None:
        if lines := merges(self.database):
            with suppress(HermesError):
                unmerge(self.database, lines[0].action_id, self.now)

    @rule(back=st.booleans())
    def travel(self, back: bool) -> None:
        with suppress(HermesError):
            (history.undo if back else history.redo)(self.database, self.now)

    @rule(jump=JUMPS)
    def clock(self, jump: int) -> None:
        self.now += jump

    @invariant()
    def heat_is_one(self) -> None:
        if not hasattr(self, "database"):
            return
        with self.database.transaction() as connection:
            assert derived.rebuild(connection) == 0  # as the clock was when each was kept
        heat.refresh_cold(self.database, self.now)
        with self.database.transaction() as connection:
            assert derived.rebuild(connection, now=self.now) == 0
        for (lead,) in self.database.rows("SELECT id FROM lead"):
            assert_told(self.database, lead, self.now)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()


def test_heat_is_one_however_it_came_about(begin_file: Callable[[], Database]) -> None:
    class Here(Warming):
        pass

    Here.begin_file = staticmethod(begin_file)
    run(
        Here,
        settings=settings(
            max_examples=20, stateful_step_count=30, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip


SAID = st.tuples(
    st.sampled_from(["touch", "message"]), PICK, AGES | st.integers(0, 40 * DAY),
    st.fixed_dictionaries({
        "kind": st.sampled_from(["call", "email", "meeting", "message", "voicemail"]),
        "direction": st.sampled_from(["in", "in", "out", "out", "both"]),
        "status": st.sampled_from(["DRAFT", "SCHEDULED", "SENT", "DELIVERED", "READ", "REPLIED", "BOUNCED", "FAILED"]),
        "automatic": st.sampled_from([None, None, None, "out_of_office", "auto_reply"]),
        "sentiment": st.sampled_from([None, None, "positive", "neutral", "negative"]),
    }),
)  # fmt: skip
OFFERS = st.tuples(st.sampled_from(["DRAFT", "SENT", "VIEWED", "EXPIRED"]), st.none() | AGES, st.none() | AGES)


@pytest.fixture(scope="module")
def rows_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A file for rows that nobody logged by key."""
    database = Database.open(tmp_path_factory.mktemp("rows") / "rows.db", create=True)
    database.connection().execute("PRAGMA synchronous = OFF")
    yield database
    database.close()


@given(
    said=st.lists(SAID, max_size=12),
    moods=st.lists(st.sampled_from([None, "positive", "negative"]), max_size=3),
    signals=st.lists(st.tuples(KINDS, st.sampled_from(["suggested", "confirmed", "refused"]), AGES), max_size=3),
    offers=st.lists(OFFERS, max_size=2),
    later=st.lists(JUMPS, max_size=3),
)
def test_the_points_of_any_rows_are_those_of_the_ledger_now_and_later(
    rows_file: Database, said: list[Any], moods: list[str | None], signals: list[Any], offers: list[Any],
    later: list[int],
) -> None:  # fmt: skip
    database, now = rows_file, 1_782_118_800_000

    def ago(age: int | None) -> int | None:
        return None if age is None else now - age

    clock = {"created_at": now, "updated_at": now}
    with journal.action(database, "rows", "rows", now):
        lead = records.insert(database, "lead", title="ERP", stage_entered_at=now, silent_since=now, **clock)
        people = [records.insert(database, "contact", lead_id=lead, name="Ann", sentiment=m, **clock) for m in moods]
        for table, person, age, how in said:
            whose = {"lead_id": lead, "contact_id": people[person % len(people)] if people and person % 4 else None}
            if table == "touch":
                row = {key: value for key, value in how.items() if key != "status"} | {"created_at": now}
            else:
                row = {key: value for key, value in how.items() if key != "kind"} | clock
                row["direction"] = "in" if how["direction"] == "both" else how["direction"]
            records.insert(database, table, at=now - age, **whose, **row)
        for kind, state, age in signals:
            records.insert(database, "signal", lead_id=lead, kind=kind, state=state, at=now - age)
        for version, (status, viewed, sent) in enumerate(offers, 1):
            moments = {"viewed_at": ago(viewed), "sent_at": ago(sent)}
            records.insert(
                database, "proposal", lead_id=lead, title="Offer", version=version, status=status, **moments, **clock
            )
    assert_told(database, lead, now)
    for jump in later:
        now += jump
        heat.refresh_cold(database, now)
        assert_told(database, lead, now)
    with database.transaction() as connection:
        assert derived.rebuild(connection, f"SELECT {lead}", now) == 0
