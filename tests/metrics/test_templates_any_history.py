"""Whatever is sent, answered, corrected, deleted or undone: the figures are those of a recount in plain Python."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hermes_tui.actions.message_status import mark
from hermes_tui.actions.outcome import acting
from hermes_tui.actions.stages import move
from hermes_tui.metrics.templates import performance
from storage import journal, records
from storage.database import PRAGMAS, Database
from storage.errors import NothingToUndo, UndoRefused
from storage.queries.stages import stages
from tests.metrics.letters import DAY, LEFT, NOW, a_lead, a_template, write


class Said(NamedTuple):
    """A message as it lies in the file, without the copies that are kept on it."""

    id: int
    lead: int
    contact: int | None
    template: int | None
    channel: str
    direction: str
    status: str
    automatic: str | None
    at: int
    thread: str | None
    address: str | None
    sentiment: str | None


def raw_messages(database: Database) -> list[Said]:
    """All messages, as they were written."""
    rows = database.rows(
        "SELECT id, lead_id, contact_id, template_id, channel, direction, status, automatic, at, thread, address, "
        "sentiment FROM message ORDER BY at, id"
    )
    return [Said._make(row) for row in rows]


def answers(messages: Sequence[Said]) -> dict[int, list[Said]]:
    """By message of ours that left, what humans answered before the next of ours in its thread."""
    found: dict[int, list[Said]] = {}
    last: dict[object, int] = {}
    for each in sorted(messages, key=lambda each: (each.at, each.direction == "out", each.id)):
        thread = (each.lead, each.thread or (each.channel, each.contact))
        if each.direction == "out" and each.status in LEFT[:4]:
            last[thread] = each.id
            found[each.id] = []
        elif each.direction == "in" and each.automatic is None and thread in last:
            found[last[thread]].append(each)
    return found


def stage_when_sent(database: Database, message: Said) -> int:
    """The stage that the lead was in then; before its first known one, where that came from."""
    visits = database.rows(
        "SELECT at, from_stage_id, to_stage_id FROM stage_event WHERE lead_id = ? ORDER BY at, id", (message.lead,)
    )
    there = [to for at, _, to in visits if at <= message.at]
    return int(there[-1] if there else visits[0][1] or visits[0][2])


def reckoned(database: Database, by: str | None, zone: ZoneInfo) -> dict[tuple[int, str | None], tuple[Any, ...]]:
    """The same figures from raw messages in plain Python, by template and group."""
    messages = raw_messages(database)
    credited = answers(messages)
    names = {stage.id: stage.name for stage in stages(database)}
    people: dict[tuple[Any, ...], list[Said]] = {}
    for each in messages:
        if each.template is not None and each.status in LEFT and each.at <= NOW:
            whom = (each.contact,) if each.contact is not None else (each.lead, each.address, "address")
            people.setdefault((each.template, *whom), []).append(each)
    found: dict[tuple[int, str | None], list[Any]] = {}
    for (template, *_), said in people.items():
        group: str | None = None
        if by == "channel":
            group = min((each.at, each.channel) for each in said)[1]
        elif by == "stage":
            group = names[min((each.at, stage_when_sent(database, each)) for each in said)[1]]
        elif by == "month":
            group = f"{datetime.fromtimestamp(min(each.at for each in said) / 1000, zone):%Y-%m}"
        reached = [each for each in said if each.status != "BOUNCED"]
        answered = [each for each in reached if credited[each.id] or each.status == "REPLIED"]
        maturing = bool(reached) and not answered and max(each.at for each in reached) > NOW - 7 * DAY
        lengths = [min(reply.at for reply in credited[each.id]) - each.at for each in answered if credited[each.id]]
        well = any(reply.sentiment == "positive" for each in answered for reply in credited[each.id])
        row = found.setdefault((template, group), [0, 0, 0, 0, 0, []])
        row[0] += len(said)
        row[1] += bool(reached) and not maturing
        row[2] += bool(answered)
        row[3] += maturing
        row[4] += well
        row[5] += [min(lengths)] if lengths else []
    return {key: (*row[:5], median(row[5]) / DAY if row[5] else None) for key, row in found.items()}


class Deed(NamedTuple):
    """One thing that happens: what, to which lead, person, template and message (by place), when, and how."""

    what: str
    lead: int
    person: int
    template: int
    place: int
    quarter_days_ago: int
    channel: str
    thread: str | None
    status: str
    automatic: str | None
    sentiment: str | None


DEED = some.builds(
    Deed,
    what=some.sampled_from(("out",) * 5 + ("in",) * 4 + ("status", "key", "delete", "forget", "move", "undo")),
    lead=some.integers(0, 1), person=some.integers(0, 2), template=some.integers(0, 2), place=some.integers(0, 30),
    quarter_days_ago=some.integers(0, 160), channel=some.sampled_from(("email", "linkedin")),
    thread=some.sampled_from((None, "<a>", "<b>")),
    status=some.sampled_from(("SENT", "SENT", "DELIVERED", "READ", "REPLIED", "BOUNCED", "FAILED", "DRAFT")),
    automatic=some.sampled_from((None, None, None, "out_of_office", "auto_reply", "bounce")),
    sentiment=some.sampled_from((None, "positive", "negative")),
)  # fmt: skip


class Year:
    """A file in which things happen: two leads of two people each, three templates."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.templates = [row[0] for row in database.rows("SELECT id FROM template ORDER BY id")]
        self.leads = [
            (lead, [row[0] for row in database.rows("SELECT id FROM contact WHERE lead_id = ? ORDER BY id", (lead,))])
            for (lead,) in database.rows("SELECT id FROM lead ORDER BY id")
        ]

    def do(self, deed: Deed) -> None:
        """Let it happen; what cannot happen now does not."""
        ways: dict[str, Callable[[Deed], None]] = {
            "out": self.say, "in": self.say, "status": self.status, "key": self.key, "delete": self.delete,
            "forget": self.forget, "move": self.move, "undo": self.undo,
        }  # fmt: skip
        ways[deed.what](deed)

    def say(self, deed: Deed) -> None:
        lead, people = self.leads[deed.lead]
        there = [each for each in people if self.database.value("SELECT 1 FROM contact WHERE id = ?", (each,))]
        contact = there[deed.person % len(there)] if deed.person and there else None
        values: dict[str, Any] = {"contact_id": contact, "channel": deed.channel, "thread": deed.thread,
                                  "address": f"{deed.quarter_days_ago % 2}@x.example"}  # fmt: skip
        if deed.what == "in":
            values |= {"automatic": deed.automatic, "sentiment": deed.sentiment}
        else:
            values |= {"status": deed.status, "template_id": [*self.templates, None][deed.place % 4]}
        write(self.database, lead, deed.quarter_days_ago / 4 + (deed.what == "out") / 1000, deed.what, **values)

    def message(self, deed: Deed) -> Said | None:
        ours = [each for each in raw_messages(self.database) if each.direction == "out"]
        return ours[deed.place % len(ours)] if ours else None

    def status(self, deed: Deed) -> None:
        if (message := self.message(deed)) is not None:
            with acting(self.database, "message", [message.lead], NOW):
                records.update(self.database, "message", message.id, status=deed.status)

    def key(self, deed: Deed) -> None:
        if (message := self.message(deed)) is not None and message.status in LEFT[:3]:
            mark(self.database, [message.id], "REPLIED", NOW)

    def delete(self, deed: Deed) -> None:
        if (message := self.message(deed)) is not None:
            with acting(self.database, "message", [message.lead], NOW):
                records.delete(self.database, "message", message.id)

    def forget(self, deed: Deed) -> None:
        lead, people = self.leads[deed.lead]
        with acting(self.database, "contact", [lead], NOW):
            records.delete(self.database, "contact", people[deed.person % 2])

    def move(self, deed: Deed) -> None:
        lead, _ = self.leads[deed.lead]
        begun = self.database.value("SELECT MAX(at) FROM stage_event WHERE lead_id = ?", (lead,))
        at = max(begun, NOW - deed.quarter_days_ago * DAY // 4)
        target = stages(self.database)[1 + deed.place % 8].name
        move(self.database, [lead], target, NOW, at=at)

    def undo(self, deed: Deed) -> None:
        if self.database.value("SELECT COUNT(*) FROM action WHERE undone_at IS NULL") > 7:  # not the file's beginning
            try:
                journal.undo(self.database, NOW)
            except (NothingToUndo, UndoRefused):
                return


@pytest.fixture(scope="module")
def unsynced() -> Iterator[None]:
    """Power cuts are storage's to test; here thousands of commits need not each wait for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        plain = tuple(("synchronous", "OFF", 0) if row[0] == "synchronous" else row for row in PRAGMAS)
        patch.setattr("storage.database.PRAGMAS", plain)
        yield


@pytest.fixture(scope="module")
def beginning(unsynced: None, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file with its leads and templates, before anything was said."""
    path = tmp_path_factory.mktemp("year") / "year.db"
    database = Database.open(path, create=True)
    for name in ("Hello", "Nudge", "Last try"):
        a_template(database, name)
    for _ in range(2):
        a_lead(database, 2)
    database.close()
    return path.read_bytes()


@settings(max_examples=25)
@given(deeds=some.lists(DEED, min_size=1, max_size=25))
def test_any_history_gives_what_plain_python_reckons(
    beginning: bytes, tmp_path_factory: pytest.TempPathFactory, deeds: list[Deed]
) -> None:
    path = tmp_path_factory.mktemp("any") / "year.db"
    path.write_bytes(beginning)
    database = Database.open(path)
    try:
        year = Year(database)
        for deed in deeds:
            year.do(deed)
        compare_all(database)
    finally:
        database.close()
        path.unlink()


def test_a_long_history_gives_what_plain_python_reckons(beginning: bytes, tmp_path: Path) -> None:
    (tmp_path / "year.db").write_bytes(beginning)
    database = Database.open(tmp_path / "year.db")
    draw = random.Random(4)
    year = Year(database)
    statuses = ["SENT", "READ", "REPLIED", "BOUNCED", "FAILED", "DRAFT"]
    for _ in range(300):
        what = draw.choice(["out"] * 4 + ["in"] * 2 + ["status", "key", "move", "undo"])
        automatic = draw.choice([None, None, "out_of_office"])
        year.do(
            Deed(
                what, draw.randrange(2), draw.randrange(3), 0, draw.randrange(300), draw.randrange(400),
                draw.choice(["email", "linkedin"]), draw.choice([None, "<a>", "<b>", "<c>"]), draw.choice(statuses),
                automatic, draw.choice([None, "positive"]),
            )
        )  # fmt: skip
    compare_all(database)
    assert sum(row.replied for row in performance(database, NOW)) > 3
    database.close()


def compare_all(database: Database) -> None:
    """Every figure, whole and by each group, is that of a recount from scratch."""
    zone = ZoneInfo("America/New_York")
    for by in (None, "channel", "stage", "month"):
        told = {
            (row.template_id, row.group): (
                row.usage, row.sent, row.replied, row.maturing, row.positive, row.median_days
            )
            for row in performance(database, NOW, by=by, zone=zone) if row.usage
        }  # fmt: skip
        assert told == reckoned(database, by, zone)
