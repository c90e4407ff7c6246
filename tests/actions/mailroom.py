"""A rep who writes to Ann Lee of Acme: templates, a clock of their own, and a way out that does as it is told."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

from hermes_tui.actions import drafting, outbox
from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.outbox import SendReckoning
from hermes_tui.actions.templates import add_template
from hermes_tui.outreach.finding import Finding
from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.templates.values import Me
from hermes_tui.outreach.ways.way import Plain
from storage.database import Database
from storage.queries.messages import MessageRow, message

NOW = 1_782_118_800_000  # Monday 22 June 2026, 09:00 UTC
TODAY = date(2026, 6, 22)
SECOND = 1_000
DAY = 86_400_000
ME = Me(name="Rep Roe", email="rep@north.example", firm="Northbeam")


class FakeWay(Plain):
    """A way out that keeps what it got. `fault` is raised before, `late_fault` after that; `knows` answers `went`."""

    def __init__(self, name: str = "fake", *, hands_over: bool = False) -> None:
        self.name, self.hands_over = name, hands_over
        self.got: list[Letter] = []
        self.fault: BaseException | None = None
        self.late_fault: BaseException | None = None
        self.knows: bool | None = None

    def send(self, letter: Letter) -> str:
        if self.fault is not None:
            raise self.fault
        self.got.append(letter)
        if self.late_fault is not None:
            raise self.late_fault
        return f"given to {self.name}"

    def went(self, letter: Letter) -> bool | None:
        return self.knows

    def check(self, *, connect: bool = False) -> list[Finding]:
        return []


class Mailroom:
    """The rep at work; `now` moves by hand."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        self.way = FakeWay()
        given = {"title": "ERP rollout", "company": "Acme", "email": "info@acme.example"}
        self.lead = add_lead(database, given, NOW - 30 * DAY, TODAY, at=NOW - 30 * DAY).made
        self.ann = self.person("Ann Lee", "ann@acme.example", champion="yes")

    def person(self, name: str, email: str = "", **more: str) -> int:
        """Another person of the lead."""
        given = {"name": name, **({"email": email} if email else {}), **more}
        return add_contact(self.database, self.lead, given, NOW - DAY, TODAY).made

    def template(self, name: str = "Hello", body: str = "Hi {{ contact.first_name }}", **more: str) -> int:
        """A template; its subject is `About <title>` unless said otherwise."""
        given = {"name": name, "subject": "About {{ lead.title }}", "body": body, "kind": "INITIAL_OUTREACH", **more}
        return add_template(self.database, given, NOW - 40 * DAY).made

    def compose(self, template_id: int | None = drafting.BLANK, contact_id: int | None = None, **more: Any) -> Any:
        """A draft, not yet kept."""
        return drafting.compose(
            self.database, self.lead, more.pop("me", ME), self.now, UTC,
            template_id=template_id, contact_id=contact_id, **more,
        )  # fmt: skip

    def letter(self, body: str = "Shall we talk?", subject: str = "ERP", contact_id: int | None = None) -> Any:
        """A draft in the rep's own words."""
        return drafting.edited(self.compose(contact_id=contact_id), subject, body)

    def schedule(self, what: Any = None, delay: int = 30 * SECOND) -> int:
        """A mail in the outbox; its id."""
        draft = self.letter() if what is None else what
        return outbox.schedule(self.database, draft, self.now + delay, self.now).made

    def send(self, later: int = 30 * SECOND, **more: Any) -> SendReckoning:
        """What is due by then, sent."""
        self.now += later
        return outbox.send_due(self.database, self.way, ME, lambda: self.now, **more)

    def sent(self, what: Any = None) -> int:
        """A mail that left; its id."""
        number = self.schedule(what)
        assert self.send().sent == 1
        return number

    def row(self, message_id: int) -> MessageRow:
        """A message as it stands."""
        return message(self.database, message_id)

    def one(self, sql: str, *given: object) -> Any:
        """One value."""
        return self.database.value(sql, given)

    @property
    def stage(self) -> str:
        """The stage of the lead."""
        return str(
            self.one("SELECT stage.name FROM lead JOIN stage ON stage.id = stage_id WHERE lead.id = ?", self.lead)
        )

    def tasks(self) -> list[tuple[Any, ...]]:
        """(title, status, due) of every task."""
        return self.database.rows("SELECT title, status, due_on FROM task ORDER BY id")
