"""What any rep may do with mail, as rules of a history: written, sent, marked, answered, come back, asked about."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from hermes_tui.actions import drafting, outbox
from hermes_tui.actions.mail_questions import answer_nobody, answer_question, answer_with_new_lead
from hermes_tui.actions.message_moods import feel
from hermes_tui.actions.replies import file_letter, own_addresses
from hermes_tui.outreach.reading.letters import read_letter
from hermes_tui.outreach.templates.values import Me
from hermes_tui.outreach.ways.faults import SendInDoubt, SendRefused
from storage.database import Database
from storage.errors import HermesError
from tests.actions.mailroom import FakeWay
from tests.actions.postbox import bounce, incoming

TODAY = date(2026, 6, 22)
MINUTE = 60_000
PICK = st.integers(0, 10_000)
ME = Me(name="Sam", email="sam@northbeam.example")
OWN = own_addresses(ME.email)
STATUSES = st.sampled_from([*outbox.STATUSES, "SENT", "SENT", "REPLIED"])
WRITERS = st.sampled_from(["Ann Lee <ann@x.com>", "Bob <BOB@y.com>", "Cy <cy@x.com>", "Zed <zed@far.example>"])
FAULTS = st.sampled_from([None, None, SendRefused("No."), SendRefused("Later.", again=True), SendInDoubt("Who knows?")])


class Correspondent:
    """Rules for a RuleBasedStateMachine with a `database` and a `now`; what is refused changes nothing."""

    database: Database
    now: int

    def pick(self, table: str, number: int) -> int | None:
        """A row of the table; None where it is empty."""
        raise NotImplementedError

    def mailing(self, deed: Any) -> None:
        """An action about mail, which may be refused."""
        self.now += MINUTE
        try:
            deed()
        except HermesError:
            return

    def picked(self, number: int, where: str) -> Any:
        """A message of ours or theirs: (id, rfc_message_id, address, at)."""
        rows = self.database.rows(f"SELECT id, rfc_message_id, address, at FROM message WHERE {where} ORDER BY id")
        return rows[number % len(rows)] if rows else None

    @rule(number=PICK, person=PICK, waits=st.booleans(), address=st.sampled_from(["ann@x.com", "bob@y.com"]))
    def write(self, number: int, person: int, waits: bool, address: str) -> None:
        lead = self.pick("lead", number)
        if lead is None:
            return
        people = self.database.rows("SELECT id FROM contact WHERE lead_id = ? ORDER BY id", (lead,))
        contact = people[person % len(people)][0] if people else None

        def deed() -> None:
            draft = drafting.compose(
                self.database, lead, ME, self.now, UTC, template_id=drafting.BLANK, contact_id=contact
            )
            draft = drafting.edited(draft, "About ERP", "Shall we talk?")._replace(address=draft.address or address)
            if waits:
                outbox.schedule(self.database, draft, self.now, self.now)
            else:
                drafting.save_draft(self.database, draft, self.now)

        self.mailing(deed)

    @rule(number=PICK, status=STATUSES, ago=st.sampled_from([0, 0, 5, 600]))
    def mark(self, number: int, status: str, ago: int) -> None:
        if found := self.picked(number, "direction = 'out'"):
            self.mailing(lambda: outbox.mark(self.database, [found[0]], status, self.now, at=self.now - ago * MINUTE))

    @rule(number=PICK)
    def drop(self, number: int) -> None:
        if found := self.picked(number, "direction = 'out'"):
            self.mailing(lambda: drafting.drop(self.database, [found[0]], self.now))

    @rule(number=PICK, kind=st.sampled_from(["human", "human", "out_of_office"]), sender=WRITERS, by_them=st.booleans())
    def hear(self, number: int, kind: str, sender: str, by_them: bool) -> None:
        found = self.picked(number, "direction = 'out' AND rfc_message_id IS NOT NULL")
        writer = found[2] if found and by_them and found[2] else sender
        heads = {"in_reply_to": found[1]} if found and found[1] else {}
        heard = incoming("What would it cost?", writer, ME.email, self.now, f"in{self.now}", "Re: ERP", **heads)
        self.mailing(lambda: file_letter(self.database, heard._replace(kind=kind), OWN, self.now))

    @rule(number=PICK, lead=PICK)
    def hear_on(self, number: int, lead: int) -> None:
        if whose := self.pick("lead", lead):
            heard = incoming("And when?", "Ann Lee <ann@x.com>", ME.email, self.now, f"on{self.now}", "ERP")
            self.mailing(lambda: file_letter(self.database, heard, OWN, self.now, lead_id=whose))

    @rule(number=PICK)
    def come_back(self, number: int) -> None:
        found = self.picked(number, "direction = 'out' AND address IS NOT NULL")
        if found:
            raw = bounce(found[2], self.now, f"b{self.now}", of=found[1] or "")
            self.mailing(lambda: file_letter(self.database, read_letter(raw), OWN, self.now))

    @rule(number=PICK, mood=st.sampled_from(["", "positive", "negative"]))
    def feel_of(self, number: int, mood: str) -> None:
        if found := self.picked(number, "direction = 'in'"):
            self.mailing(lambda: feel(self.database, found[0], mood, self.now))

    @rule(number=PICK, lead=PICK, new=st.booleans(), how=st.sampled_from(["lead", "lead", "new lead", "nobody"]))
    def say_whose(self, number: int, lead: int, new: bool, how: str) -> None:
        question, whose = self.pick("mail_question", number), self.pick("lead", lead)
        if question is None or whose is None:
            return
        deeds = {
            "lead": lambda: answer_question(self.database, question, whose, self.now, TODAY, new_person=new),
            "new lead": lambda: answer_with_new_lead(self.database, question, self.now, TODAY),
            "nobody": lambda: answer_nobody(self.database, question, self.now),
        }
        self.mailing(deeds[how])


class Sender(Correspondent):
    """The outbox as well: what left cannot be taken back."""

    @rule(
        number=PICK, person=PICK, kind=st.sampled_from(["human", "human", "bounce"]), sender=WRITERS, them=st.booleans()
    )  # fmt: skip
    def write_and_get_an_answer(self, number: int, person: int, kind: str, sender: str, them: bool) -> None:
        self.write(number, person, waits=True, address="ann@x.com")
        self.send(None)
        if kind == "bounce":
            self.come_back(-1)
        else:
            self.hear(-1, kind, sender, them)

    @rule(fault=FAULTS)
    def send(self, fault: Exception | None) -> None:
        way = FakeWay()
        way.fault = fault if isinstance(fault, SendRefused) else None
        way.late_fault = fault if isinstance(fault, SendInDoubt) else None
        self.mailing(lambda: outbox.send_due(self.database, way, ME, lambda: self.now, anyway=True))

    @rule(number=PICK, went=st.booleans())
    def settle(self, number: int, went: bool) -> None:
        if found := self.picked(number, "claimed_at IS NOT NULL"):
            self.mailing(lambda: outbox.settle(self.database, found[0], went, self.now))
