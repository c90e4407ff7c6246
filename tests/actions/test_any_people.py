"""Whatever is logged, corrected, taken out, merged and taken back, each person's counts are what the rows say."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from hermes_tui.actions import history
from hermes_tui.actions.contact_merge import merge_contacts
from hermes_tui.actions.contacts import add_contact, edit_contact, mark_champion, remove_contact, set_mood
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.notes import add_note, remove_note
from hermes_tui.actions.stages import move
from hermes_tui.actions.touches import edit_touch, log_touch, remove_touch
from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.scoring.risk import risks
from storage import derived
from storage.database import Database
from storage.errors import HermesError, NothingToUndo
from tests.actions.correspondent import Correspondent

QUICK = settings(
    max_examples=12, stateful_step_count=25, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
TODAY = date(2026, 6, 22)
HOUR = 3_600_000
PICK = st.integers(0, 1_000)
MOODS = st.sampled_from(["", "positive", "neutral", "negative"])
VIAS = st.sampled_from(["call", "email", "meeting", "linkedin"])
SENT = ("SENT", "DELIVERED", "READ", "REPLIED")
TABLES = ("lead", "contact", "touch", "message", "mail_question", "task", "note", "sentiment_event", "stage_event")


class Committee(Correspondent, RuleBasedStateMachine):
    """Two deals of three people each; `states` holds the rows as they were before each action."""

    begin_file: Callable[[], Database]

    @initialize()
    def begin(self) -> None:
        self.database = type(self).begin_file()
        self.now = 1_782_118_800_000
        for lead in ("Acme", "Borealis"):
            lead_id = add_lead(self.database, {"title": lead}, self.now, TODAY).made
            for person in ("Ann", "Bob", "Cy"):
                add_contact(self.database, lead_id, {"name": person}, self.now, TODAY)
        self.states: list[Any] = [self.rows()]
        self.at = 0

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        found = {table: self.database.rows(f"SELECT * FROM {table} ORDER BY id") for table in TABLES}
        # Mail that undo puts back into the outbox after its time waits anew (storage/second_departure.py); whether
        # interest has gone cold is of the clock as undo finds it.
        for table, moving in (("message", ("send_at",)), ("lead", ("heat", "cold"))):
            names = [row[1] for row in self.database.rows(f"PRAGMA table_info({table})")]
            kept = [place for place, name in enumerate(names) if name not in moving]
            found[table] = [tuple(row[place] for place in kept) for row in found[table]]
        return found

    def pick(self, table: str, number: int) -> int:
        """A row of the table; an id nobody has where it is empty."""
        ids = self.database.rows(f"SELECT id FROM {table} ORDER BY id")
        return int(ids[number % len(ids)][0]) if ids else 999

    def do(self, deed: Callable[[], object]) -> None:
        """An action that may be refused, with a sentence and nothing changed; hours pass."""
        done = False
        with suppress(HermesError):
            deed()
            done = True
        now = self.rows()
        assert done or now == self.states[self.at]
        if now != self.states[self.at]:
            self.states[self.at + 1 :] = [now]
            self.at += 1
        self.now += 31 * HOUR

    def mailing(self, deed: Callable[[], object]) -> None:
        self.do(deed)

    # -- what a rep does

    @rule(
        lead=PICK,
        person=PICK,
        via=VIAS,
        inbound=st.booleans(),
        mood=MOODS,
        ago=st.integers(0, 900),
        named=st.booleans(),
    )
    def log(self, lead: int, person: int, via: str, inbound: bool, mood: str, ago: int, named: bool) -> None:
        lead_id, contact = self.pick("lead", lead), self.pick("contact", person) if named else None
        if contact is not None and self.database.value("SELECT lead_id FROM contact WHERE id = ?", (contact,)):
            lead_id = self.database.value("SELECT lead_id FROM contact WHERE id = ?", (contact,))
        given: Any = {"inbound": inbound, "contact_id": contact, "sentiment": mood or None, "at": self.now - ago * HOUR}
        self.do(lambda: log_touch(self.database, [lead_id], via, self.now, text="And the price?", **given))

    @rule(touch=PICK, person=PICK, ago=st.integers(0, 900), mood=MOODS, via=VIAS, way=st.sampled_from(["in", "out"]),
          fields=st.sets(st.sampled_from(["contact", "at", "mood", "via", "direction"]), min_size=1))  # fmt: skip
    def correct(self, touch: int, person: int, ago: int, mood: str, via: str, way: str, fields: set[str]) -> None:
        whom = str(self.pick("contact", person)) if person % 5 else ""
        given = {"contact": whom, "at": f"{ago}h", "mood": mood, "via": via, "direction": way}
        wanted = {name: given[name] for name in fields}
        self.do(lambda: edit_touch(self.database, self.pick("touch", touch), wanted, self.now, UTC))

    @rule(touch=PICK)
    def take_out(self, touch: int) -> None:
        self.do(lambda: remove_touch(self.database, self.pick("touch", touch), self.now))

    @rule(lead=PICK, person=PICK)
    def note(self, lead: int, person: int) -> None:
        contact = self.pick("contact", person)
        lead_id = self.database.value("SELECT lead_id FROM contact WHERE id = ?", (contact,))
        self.do(
            lambda: add_note(
                self.database, [lead_id or 1], "met them", self.now, contact_id=contact if lead_id else None
            )
        )

    @rule(note=PICK)
    def forget_a_note(self, note: int) -> None:
        self.do(lambda: remove_note(self.database, self.pick("note", note), self.now))

    @rule(one=PICK, other=PICK)
    def merge(self, one: int, other: int) -> None:
        self.do(lambda: merge_contacts(self.database, self.pick("contact", one), self.pick("contact", other), self.now))

    @rule(person=PICK)
    def remove(self, person: int) -> None:
        self.do(lambda: remove_contact(self.database, self.pick("contact", person), self.now))

    @rule(person=PICK)
    def lead_the_committee(self, person: int) -> None:
        self.do(lambda: mark_champion(self.database, [self.pick("contact", person)], self.now))

    @rule(person=PICK, mood=MOODS)
    def feel(self, person: int, mood: str) -> None:
        self.do(lambda: set_mood(self.database, self.pick("contact", person), mood, self.now, TODAY))

    @rule(person=PICK, role=st.sampled_from(["", "Founder", "CTO"]))
    def become(self, person: int, role: str) -> None:
        self.do(lambda: edit_contact(self.database, self.pick("contact", person), {"role": role}, self.now, TODAY))

    @rule(lead=PICK, stage=st.sampled_from(["NEW", "RESPONDED", "PROPOSAL_SENT", "WON"]))
    def move(self, lead: int, stage: str) -> None:
        self.do(lambda: move(self.database, [self.pick("lead", lead)], stage, self.now))

    # -- back and forth

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(min(times, self.at)):
            history.undo(self.database, self.now)
            self.at -= 1
            assert self.rows() == self.states[self.at]

    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(times):
            if self.at == len(self.states) - 1:
                with pytest.raises(NothingToUndo):
                    history.redo(self.database, self.now)
                return
            history.redo(self.database, self.now)
            self.at += 1
            assert self.rows() == self.states[self.at]

    # -- what holds at every moment

    @invariant()
    def every_copy_is_what_the_rows_say(self) -> None:
        if not hasattr(self, "database"):
            return
        with self.database.transaction() as connection:
            assert derived.rebuild(connection) == 0
        check_people(self.database)
        check_leads(self.database, self.now)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()


def said(database: Database) -> list[tuple[int, int | None, str, int]]:
    """What counts as a touch: (lead, contact, direction, at), sorted out in Python."""
    found = database.rows("SELECT lead_id, contact_id, direction, at FROM touch")
    for lead_id, contact_id, direction, at, status, automatic in database.rows(
        "SELECT lead_id, contact_id, direction, at, status, automatic FROM message"
    ):
        if automatic is None and (direction == "in" or status in SENT):
            found.append((lead_id, contact_id, direction, at))
    for lead_id, contact_id, kind, at in database.rows("SELECT lead_id, contact_id, kind, at FROM note"):
        if kind == "MANUAL":
            found.append((lead_id, contact_id, "note", at))
    return found


def last(spoken: list[tuple[int, int | None, str, int]], *directions: str) -> int | None:
    return max((at for _, _, direction, at in spoken if not directions or direction in directions), default=None)


def check_people(database: Database) -> None:
    """Touch count, last touch, last word in and out, and mood of everybody."""
    spoken = said(database)
    moods: dict[int, list[tuple[int, int, str | None]]] = {}
    for number, contact_id, at, mood in database.rows("SELECT id, contact_id, at, sentiment FROM sentiment_event"):
        moods.setdefault(contact_id, []).append((at, number, mood))
    columns = "id, lead_id, touch_count, last_touch_at, last_in_at, last_out_at, sentiment"
    for number, lead_id, *kept, mood in database.rows(f"SELECT {columns} FROM contact"):
        mine = [each for each in spoken if each[1] == number]
        assert {each[0] for each in mine} <= {lead_id}
        assert kept == [len(mine), last(mine), last(mine, "in", "both"), last(mine, "out", "both")]
        assert mood == (max(moods[number])[2] if number in moods else None)


def check_leads(database: Database, now: int) -> None:
    """Last touch, silence, champions and risk of every deal."""
    spoken = said(database)
    columns = "id, created_at, last_touch_at, last_in_at, last_out_at, silent_since, risk_from"
    for number, created_at, *kept, risk_from in database.rows(f"SELECT {columns} FROM lead"):
        mine = [each for each in spoken if each[0] == number]
        newest = last(mine)
        silent_since = created_at if newest is None else newest
        assert kept == [newest, last(mine, "in", "both"), last(mine, "out", "both"), silent_since]
        assert database.value("SELECT COUNT(*) FROM contact WHERE lead_id = ? AND is_primary", (number,)) <= 1
        at_risk = risk_from is not None and risk_from <= now
        assert at_risk == bool(risks(lead_facts(database, number), now))


def test_counts_last_touches_moods_and_risk_follow_whatever_is_done(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    Database.open(empty, create=True).close()
    numbers = itertools.count()

    def begin_file() -> Database:
        path = tmp_path / f"rep{next(numbers)}.db"
        path.write_bytes(empty.read_bytes())
        database = Database.open(path)
        database.connection().execute("PRAGMA synchronous = OFF")
        return database

    class Here(Committee):
        pass

    Here.begin_file = staticmethod(begin_file)
    run(Here, settings=QUICK)
