"""Whatever is done before, between and after merges and un-merges, what is counted stays what is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from hermes_tui.actions.contact_merge import merge_contacts
from hermes_tui.actions.merging import merge_leads
from hermes_tui.actions.unmerging import unmerge
from storage import derived, journal, records
from storage.database import Database
from storage.errors import HermesError
from storage.queries.duplicates import merges
from storage.settling import settle_objections
from tests.actions.correspondent import Sender

NOW = 1_782_118_800_000
PICK = st.integers(0, 10_000)
NAMES = st.sampled_from(["Ann Lee", "Bob Ray", "Cy Dee"])
MAILS = st.sampled_from([None, "ann@x.com", "Ann@X.com", "bob@y.com"])
JOURNAL = ("action", "change", "journal_now", "sqlite_sequence")


def everything(database: Database) -> dict[str, list[Any]]:
    """Every row but the journal's."""
    names = [row[0] for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    mine = [name for name in names if name not in JOURNAL and "_fts" not in name]
    return {name: database.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in mine}


class Working(Sender, RuleBasedStateMachine):
    """A rep with a few leads, some of which are one."""

    make: Any

    @initialize()
    def begin(self) -> None:
        self.database = type(self).make()
        self.now = NOW
        for title, company in (("ERP rollout", "Acme"), ("ERP roll-out", "Acme Corp"), ("Help desk", None)):
            self.add_a_lead(title, company)

    def do(self, kind: str) -> Any:
        self.now += 1_000
        return journal.action(self.database, kind, kind, self.now)

    def pick(self, table: str, number: int) -> int | None:
        ids = self.database.rows(f"SELECT id FROM {table} ORDER BY id")
        return ids[number % len(ids)][0] if ids else None

    @rule(title=st.sampled_from(["ERP rollout", "Payroll"]), company=st.sampled_from([None, "Acme", "Borealis"]))
    def add_a_lead(self, title: str, company: str | None) -> None:
        with self.do("add"):
            lead = records.insert(
                self.database, "lead", title=title, company=company, created_at=self.now, updated_at=self.now,
                stage_entered_at=self.now, silent_since=self.now,
            )  # fmt: skip
            records.insert(self.database, "stage_event", lead_id=lead, to_stage_id=1, at=self.now)

    @rule(number=PICK, name=NAMES, email=MAILS, role=st.sampled_from([None, "CTO", "Economic buyer"]),
          mood=st.sampled_from([None, "positive", "negative"]), champion=st.booleans())  # fmt: skip
    def add_a_person(self, number: int, name: str, email: Any, role: Any, mood: Any, champion: bool) -> None:
        if lead := self.pick("lead", number):
            with self.do("contact"):
                self.database.connection().execute(
                    "UPDATE contact SET is_primary = 0 WHERE ? AND lead_id = ?", (champion, lead)
                )
                records.insert(
                    self.database, "contact", lead_id=lead, name=name, email=email, role=role, sentiment=mood,
                    is_primary=int(champion), created_at=self.now, updated_at=self.now,
                )  # fmt: skip

    @rule(
        number=PICK,
        person=PICK,
        direction=st.sampled_from(["in", "out", "both"]),
        quote=st.sampled_from([None, "Why?"]),
    )
    def touch(self, number: int, person: int, direction: str, quote: str | None) -> None:
        if lead := self.pick("lead", number):
            people = self.database.rows("SELECT id FROM contact WHERE lead_id = ? ORDER BY id", (lead,))
            contact = people[person % len(people)][0] if people else None
            with self.do("touch"):
                records.insert(
                    self.database, "touch", lead_id=lead, contact_id=contact,
                    kind="email", direction=direction, quote=quote, at=self.now, created_at=self.now,
                )  # fmt: skip

    @rule(number=PICK, objects=st.booleans())
    def note(self, number: int, objects: bool) -> None:
        if lead := self.pick("lead", number):
            with self.do("note"):
                note = records.insert(
                    self.database,
                    "note",
                    lead_id=lead,
                    text="a word",
                    at=self.now,
                    created_at=self.now,
                    updated_at=self.now,
                )
                if objects:
                    records.insert(
                        self.database, "objection", lead_id=lead, note_id=note, kind="BUDGET", raised_at=self.now
                    )
                    settle_objections(self.database.connection(), lead)

    @rule(number=PICK)
    def raise_an_objection_on_an_old_note(self, number: int) -> None:
        if note := self.pick("note", number):
            lead = self.database.value("SELECT lead_id FROM note WHERE id = ?", (note,))
            with self.do("objection"):
                records.insert(self.database, "objection", lead_id=lead, note_id=note, kind="TRUST", raised_at=self.now)
                settle_objections(self.database.connection(), lead)

    @rule(number=PICK, title=st.sampled_from(["Offer", "Pilot"]))
    def propose(self, number: int, title: str) -> None:
        if lead := self.pick("lead", number):
            last = self.database.value(
                "SELECT MAX(version) FROM proposal WHERE lead_id = ? AND title = ?", (lead, title)
            )
            with self.do("proposal"):
                records.insert(self.database, "proposal", lead_id=lead, title=title, version=(last or 0) + 1,
                               created_at=self.now, updated_at=self.now)  # fmt: skip

    @rule(number=PICK, name=st.sampled_from(["hot", "fair"]))
    def tag(self, number: int, name: str) -> None:
        if lead := self.pick("lead", number):
            with self.do("tag"):
                known = self.database.value("SELECT id FROM tag WHERE name = ?", (name,))
                tag = known or records.insert(self.database, "tag", name=name)
                row = self.database.value("SELECT id FROM lead_tag WHERE lead_id = ? AND tag_id = ?", (lead, tag))
                if row is None:
                    records.insert(self.database, "lead_tag", lead_id=lead, tag_id=tag)
                else:
                    records.delete(self.database, "lead_tag", row)

    @rule(number=PICK, company=st.sampled_from(["Acme", "Acme Inc", "Cobalt"]), value=st.none() | st.integers(0, 9))
    def edit(self, number: int, company: str, value: int | None) -> None:
        if lead := self.pick("lead", number):
            with self.do("edit"):
                records.update(self.database, "lead", lead, company=company, value=value, updated_at=self.now)

    @rule(number=PICK, where=st.sampled_from(["/r/1", "/r/2", None]))
    def link(self, number: int, where: str | None) -> None:
        taken = self.database.value("SELECT 1 FROM lead WHERE source_url = ?", (where,))
        if (lead := self.pick("lead", number)) and not taken:
            with self.do("edit"):
                records.update(self.database, "lead", lead, source_url=where, updated_at=self.now)

    @rule(number=PICK, stage=st.integers(1, 13))
    def move(self, number: int, stage: int) -> None:
        from hermes_tui.actions.stages import enter
        from storage.queries.stages import stages

        if lead := self.pick("lead", number):
            with self.do("stage"):
                enter(self.database, lead, next(s for s in stages(self.database) if s.id == stage), self.now)

    @rule(table=st.sampled_from(["contact", "note", "touch", "lead"]), number=PICK)
    def delete(self, table: str, number: int) -> None:
        if row := self.pick(table, number):
            with self.do("delete"):
                records.delete(self.database, table, row)

    @rule(number=PICK, other=PICK, history=st.booleans())
    def merge(self, number: int, other: int, history: bool) -> None:
        one, two = self.pick("lead", number), self.pick("lead", other)
        if one is None or two is None or one == two:
            return
        self.now += 1_000
        before = everything(self.database)
        outcome = merge_leads(self.database, one, two, {"stage": "drop"} if history else {}, self.now)
        assert self.database.value("SELECT 1 FROM lead WHERE id = ?", (two,)) is None
        # At once apart again: every table row for row as before; then merged again by undo.
        merged = everything(self.database)
        unmerge(self.database, outcome.action_id, self.now)
        assert everything(self.database) == before
        journal.undo(self.database, self.now)
        assert everything(self.database) == merged

    @rule(number=PICK)
    def merge_two_people_of_a_lead(self, number: int) -> None:
        pairs = self.database.rows(
            "SELECT one.id, other.id FROM contact AS one JOIN contact AS other USING (lead_id) WHERE one.id <> other.id"
        )
        if not pairs:
            return
        self.now += 1_000
        before = everything(self.database)
        outcome = merge_contacts(self.database, *pairs[number % len(pairs)], self.now)
        merged = everything(self.database)
        unmerge(self.database, outcome.action_id, self.now)
        assert everything(self.database) == before
        journal.undo(self.database, self.now)
        assert everything(self.database) == merged

    @rule(number=PICK)
    def unmerge(self, number: int) -> None:
        lines = merges(self.database)
        if not lines:
            return
        line = lines[number % len(lines)]
        self.now += 1_000
        before = everything(self.database)
        try:
            outcome = unmerge(self.database, line.action_id, self.now)
        except HermesError:
            assert everything(self.database) == before
            return
        if line.of == "lead":
            assert self.database.value("SELECT 1 FROM lead WHERE id = ?", (line.dropped_id,)) == 1
        apart = everything(self.database)
        assert lost_rows(before, apart) <= {"note", "lead_tag", "sentiment_event"}, outcome.words
        journal.undo(self.database, self.now)
        assert everything(self.database) == before
        journal.redo(self.database, self.now)
        assert everything(self.database) == apart

    @rule()
    def undo(self) -> None:
        try:
            journal.undo(self.database, self.now)
        except HermesError:
            return

    @invariant()
    def what_is_counted_is_what_is_there(self) -> None:
        if not hasattr(self, "database"):
            return
        with self.database.transaction() as connection:
            assert derived.rebuild(connection, now=self.now) == 0
            assert not derived.rebuild_totals(connection)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            for table in ("touch", "note", "message", "task", "signal", "sentiment_event"):
                strangers = f"""SELECT COUNT(*) FROM {table} JOIN contact ON contact.id = contact_id
                                WHERE contact.lead_id <> {table}.lead_id"""
                assert connection.execute(strangers).fetchone() == (0,), table
            apart = (
                "SELECT COUNT(*) FROM objection JOIN note ON note.id = note_id WHERE note.lead_id <> objection.lead_id"
            )
            assert connection.execute(apart).fetchone() == (0,)
            open_visits = "SELECT COUNT(*) FROM stage_event WHERE left_at IS NULL GROUP BY lead_id HAVING COUNT(*) > 1"
            assert connection.execute(open_visits).fetchone() is None

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()


def lost_rows(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> set[str]:
    """The tables of which rows are gone."""
    return {
        table for table, rows in before.items()
        if {row[0] for row in rows} - {row[0] for row in after[table]} and table not in ("stage_total",)
    }  # fmt: skip


@pytest.fixture
def new_file(tmp_path: Path) -> Any:
    """Makes empty files that do not wait for the disk."""
    empty = tmp_path / "empty.db"
    Database.open(empty, create=True).close()
    content = empty.read_bytes()
    made: list[Database] = []

    def make() -> Database:
        path = tmp_path / f"{len(made)}.db"
        path.write_bytes(content)
        made.append(Database.open(path))
        made[-1].connection().execute("PRAGMA synchronous = OFF")
        return made[-1]

    return make


def test_any_history_of_merges_leaves_counts_moods_and_risk_as_recomputed(new_file: Any) -> None:
    class Here(Working):
        make = staticmethod(new_file)

    run(
        Here,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
