"""Whatever a rep does, in whatever order, can all be undone, done again, and read after closing the file."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from storage import journal, records, replay
from storage.database import Database
from storage.errors import NothingToUndo

QUICK = settings(
    max_examples=15, stateful_step_count=30, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
WORDS = st.sampled_from(["Acme", "ERP rollout", "[/] <b>", "漢字", "Zoë", "", "quote ' \" \\", "a\nb", "😀"])
NAMES = st.sampled_from(["Acme", "ERP rollout", "[/] <b>", "漢字", "Zoë"])
MOMENTS = st.integers(-3, 3)
PICK = st.integers(0, 10_000)


class Working(RuleBasedStateMachine):
    """A rep at work. `states` holds the whole file as it was before each action that can be undone."""

    make_rep: Any
    read: Any
    check: Any

    @initialize()
    def begin(self) -> None:
        self.rep = type(self).make_rep()
        self.database = self.rep.database
        self.states = [self.rows()]
        self.position = 0

    def rows(self) -> Any:
        return type(self).read(self.database)

    def did(self) -> None:
        """An action was done: if it changed anything, it can be undone and nothing can be redone."""
        now = self.rows()
        if now != self.states[self.position]:
            del self.states[self.position + 1 :]
            self.states.append(now)
            self.position += 1
        self.rep.now += 1

    def pick(self, table: str, number: int) -> int | None:
        ids = self.database.rows(f"SELECT id FROM {table} ORDER BY id")
        return ids[number % len(ids)][0] if ids else None

    def act(self, table: str, **values: Any) -> None:
        self.rep.add(table, **values)
        self.did()

    # -- what a rep does

    @rule(title=NAMES, value=st.none() | st.integers(0, 5), currency=st.sampled_from([None, "USD", "EUR"]))
    def add_a_lead(self, title: str, value: int | None, currency: str | None) -> None:
        self.rep.lead(title=title, value=value, currency=currency)
        self.did()

    @rule(number=PICK, name=NAMES, champion=st.booleans())
    def add_a_person(self, number: int, name: str, champion: bool) -> None:
        if (lead := self.pick("lead", number)) is None:
            return
        with journal.action(self.database, "contact", "person added", self.rep.now):
            old = self.database.value("SELECT id FROM contact WHERE lead_id = ? AND is_primary = 1", (lead,))
            if champion and old is not None:
                records.update(self.database, "contact", old, is_primary=0)
            self.rep.insert("contact", lead_id=lead, name=name, is_primary=int(champion))
        self.did()

    @rule(number=PICK, person=PICK, kind=st.sampled_from(["call", "email", "meeting"]), at=MOMENTS, text=WORDS,
          direction=st.sampled_from(["in", "out", "both"]), quote=st.none() | NAMES)  # fmt: skip
    def touch(self, number: int, person: int, kind: str, at: int, text: str, direction: str, quote: str | None) -> None:
        if (lead := self.pick("lead", number)) is None:
            return
        people = self.database.rows("SELECT id FROM contact WHERE lead_id = ? ORDER BY id", (lead,))
        contact = people[person % len(people)][0] if people and person % 3 else None
        self.act("touch", lead_id=lead, contact_id=contact, kind=kind, direction=direction, text=text, quote=quote,
                 at=self.rep.now + at)  # fmt: skip

    @rule(number=PICK, status=st.sampled_from(["DRAFT", "SENT", "READ", "BOUNCED"]), at=MOMENTS, body=WORDS,
          direction=st.sampled_from(["in", "out"]), quote=st.none() | NAMES,
          automatic=st.sampled_from([None, None, "out_of_office"]))  # fmt: skip
    def message(self, number: int, status: str, at: int, body: str, direction: str, quote: Any, automatic: Any) -> None:
        if lead := self.pick("lead", number):
            self.act("message", lead_id=lead, status=status, body=body, direction=direction, quote=quote,
                     automatic=automatic, at=self.rep.now + at)  # fmt: skip

    @rule(number=PICK, text=NAMES, kind=st.sampled_from(["MANUAL", "SYSTEM"]), objects=st.booleans())
    def note(self, number: int, text: str, kind: str, objects: bool) -> None:
        if (lead := self.pick("lead", number)) is None:
            return
        with journal.action(self.database, "note", "note added", self.rep.now):
            note = self.rep.insert("note", lead_id=lead, text=text, kind=kind)
            if objects:
                self.rep.insert("objection", lead_id=lead, note_id=note)
        self.did()

    @rule(number=PICK, stage=st.integers(1, 13))
    def move(self, number: int, stage: int) -> None:
        if (lead := self.pick("lead", number)) is None:
            return
        self.rep.move(lead, stage)
        self.did()

    @rule(number=PICK, due=st.sampled_from([None, "2026-07-01", "2026-07-02"]))
    def plan(self, number: int, due: str | None) -> None:
        if lead := self.pick("lead", number):
            self.act("task", lead_id=lead, due_on=due)

    @rule(number=PICK, other=PICK, status=st.sampled_from(["DONE", "PENDING", "CANCELLED"]))
    def change_a_task(self, number: int, other: int, status: str) -> None:
        if task := self.pick("task", number):
            lead = self.pick("lead", other)
            self.rep.edit("task", task, status=status, lead_id=lead)
            self.did()

    @rule(number=PICK, name=NAMES)
    def tag(self, number: int, name: str) -> None:
        if (lead := self.pick("lead", number)) is None:
            return
        with journal.action(self.database, "tag", "tagged", self.rep.now):
            known = self.database.value("SELECT id FROM tag WHERE name = ?", (name,))
            tag = known or self.rep.insert("tag", name=name)
            on = self.database.value("SELECT id FROM lead_tag WHERE lead_id = ? AND tag_id = ?", (lead, tag))
            if on is None:
                self.rep.insert("lead_tag", lead_id=lead, tag_id=tag)
            else:
                records.delete(self.database, "lead_tag", on)
        self.did()

    @rule(number=PICK, company=WORDS, value=st.none() | st.integers(0, 5), stage=st.sampled_from([None, "USD"]))
    def edit(self, number: int, company: str, value: int | None, stage: str | None) -> None:
        if lead := self.pick("lead", number):
            self.rep.edit("lead", lead, company=company, value=value, currency=stage)
            self.did()

    @rule(table=st.sampled_from(["lead", "contact", "note", "tag", "touch", "message"]), number=PICK)
    def delete(self, table: str, number: int) -> None:
        if row := self.pick(table, number):
            self.rep.remove(table, row)
            self.did()

    @rule(number=PICK)
    def merge_into_another(self, number: int) -> None:
        """Everything of one lead goes to the next one, and the first is deleted: one action."""
        one, other = self.pick("lead", number), self.pick("lead", number + 1)
        if one is None or one == other:
            return
        with journal.action(self.database, "merge", "merged", self.rep.now):
            for table in ("contact", "note", "objection", "touch", "message", "task"):
                values = {"is_primary": 0} if table == "contact" else {}
                for (row,) in self.database.rows(f"SELECT id FROM {table} WHERE lead_id = ?", (one,)):
                    records.update(self.database, table, row, lead_id=other, **values)
            records.delete(self.database, "lead", one)
        self.did()

    # -- back and forth

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            if self.position == 0:
                with pytest.raises(NothingToUndo):
                    journal.undo(self.database, self.rep.now)
                return
            journal.undo(self.database, self.rep.now)
            self.position -= 1
            assert self.rows() == self.states[self.position]

    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(times):
            if self.position == len(self.states) - 1:
                with pytest.raises(NothingToUndo):
                    journal.redo(self.database, self.rep.now)
                return
            journal.redo(self.database, self.rep.now)
            self.position += 1
            assert self.rows() == self.states[self.position]

    @precondition(lambda self: len(self.states) > 3)
    @rule()
    def close_and_open_again(self) -> None:
        path = self.database.path
        self.database.close()
        self.database = self.rep.database = Database.open(path)
        self.database.connection().execute("PRAGMA synchronous = OFF")

    @invariant()
    def what_is_kept_beside_the_rows_is_right(self) -> None:
        if hasattr(self, "rep"):
            type(self).check(self.database)

    def teardown(self) -> None:
        """At the end everything is undone, then everything is redone."""
        if not hasattr(self, "rep"):
            return
        end = self.position
        self.undo(self.position + 1)
        assert self.rows() == self.states[0]
        self.redo(len(self.states))
        assert self.position >= end
        assert self.rows() == self.states[-1]
        type(self).check(self.database)
        self.database.close()


@pytest.mark.parametrize(("many", "page"), [(500, 10_000), (2, 7)], ids=["row by row", "many at once"])
def test_any_history_can_be_undone_to_the_first_row_and_redone_to_the_last(
    new_rep, all_rows, check, monkeypatch: pytest.MonkeyPatch, many: int, page: int
) -> None:
    monkeypatch.setattr(replay, "_MANY", many)
    monkeypatch.setattr(replay, "_PAGE", page)

    class Here(Working):
        make_rep = staticmethod(new_rep)
        read = staticmethod(all_rows)

    Here.check = staticmethod(check)
    run(Here, settings=QUICK)
