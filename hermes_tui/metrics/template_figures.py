"""Templates laid out as a table: how each fared in the period, and the leads behind each number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.metrics.asked import ALL, Asked
from hermes_tui.metrics.tables import Cell, Column, Table
from hermes_tui.metrics.templates import Performance, performance
from hermes_tui.metrics.written import counted, lasted, shared
from storage.queries.performance import PEOPLE, RIPE_MS

if TYPE_CHECKING:
    from storage.database import Database

_COLUMNS = (
    Column("Template", "template", False), Column("Used", "usage"), Column("Sent", "sent"),
    Column("Replied", "replied"), Column("Reply rate", "rate"), Column("Maturing", "maturing"),
    Column("Positive", "positive"), Column("Median d", "median_days"),
)  # fmt: skip
_MATURING = "went > 0 AND replied = 0 AND newest > :ripe"
_SENT = f"went > 0 AND NOT ({_MATURING})"
_TOO_SHORT = "Of a period no longer than 7 days only the replies are known yet, so every rate is 100 % or none."
_PEOPLE = "People to whom a message from this template went in the period, bounced ones left out"
_RATE = (
    "Replied ÷ sent, counted in people. A reply is a person's first answer in the thread, credited to the last message "
    "before it; out-of-office and other machines' answers are none."
)


def templates_table(database: Database, asked: Asked) -> Table:
    """Each template that was used in the window, the surely best first (by the lower end of the interval)."""
    since = None if asked.since == ALL else asked.since
    found = performance(database, asked.at, since=since, of=asked.of("lead_id"), given=asked.params)
    rows = tuple(_row(row, asked) for row in found if row.usage)
    empty = "No message from a template went out in this period."
    note = "Sorted by the lower end of the reply rate's interval." if rows else ""
    if rows and asked.since >= asked.at - RIPE_MS:
        note += f" {_TOO_SHORT}"
    return Table("templates", "Templates", _COLUMNS, rows, 4, empty=empty, note=note)


def _row(row: Performance, asked: Asked) -> tuple[Cell, ...]:
    people = PEOPLE.format(first="NULL", of=asked.of("lead_id"))
    since = -1 if asked.since == ALL else asked.since
    given = {**asked.params, "template": row.template_id, "now": asked.at, "since": since, "ripe": asked.at - RIPE_MS}

    def each(such: str, amount: str = "1") -> str:
        return f"SELECT lead_id, {amount} FROM ({people}) AS person WHERE {such} ORDER BY newest DESC, lead_id"

    used = "Messages from this template that left in the period, those that bounced too; drafts are none."
    days = "Days from the message to the reply: the one in the middle."
    replied = f"{_PEOPLE}, who replied."
    return (
        row.name,
        counted(row.usage, used, each("1 = 1", "usage"), given, unit="messages"),
        counted(row.sent, f"{_PEOPLE}; who got it less than 7 days ago and did not answer yet is not among them.",
                each(_SENT), given),
        counted(row.replied, replied, each("went > 0 AND replied > 0"), given),
        shared(row.rate, _RATE, each(_SENT, "replied > 0"), given,
               (("replied", f"{row.replied:,}"), ("sent", f"{row.sent:,}"))),
        counted(row.maturing, f"{_PEOPLE}, less than 7 days ago, who did not answer yet.", each(_MATURING), given),
        counted(row.positive, f"{_PEOPLE}, whose reply was marked positive.", each("good > 0"), given),
        lasted(row.median_days, days, each("length IS NOT NULL", "length / 86400000.0"), given, "median",
               note=f"n {row.replied:,}"),
    )  # fmt: skip
