"""The triage queue: who deserves attention, in order, a page at a time at any number of leads.

Six sections, each one range of one index: replies the rep owes, tasks due, silent deals in play that are at risk
and those that are not, silent outreach, and what is parked behind a future task. A lead stands in the first that
holds for it.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

from storage.database import Database
from storage.queries import paging
from storage.queries.paging import DAY_MS, Ordered
from storage.queries.risk import ENGAGED, GRAVEST
from storage.thresholds import ENGAGED_SINCE


class Section(IntEnum):
    """The parts of the queue, in order."""

    OWED = 1
    DUE = 2
    AT_RISK = 3
    IN_PLAY = 4
    OUTREACH = 5
    PARKED = 6


class QueueRow(NamedTuple):
    """A lead in the queue. Moments UTC ms, dates ISO, value minor units.

    `engaged` is how many people were heard from lately (0, 1, or 2 for more), `risk` the gravest reason's code.
    """

    section: int  # a Section
    id: int
    title: str
    company: str | None
    stage_id: int
    value: int | None
    currency: str | None
    heat: int
    silent_since: int
    stage_entered_at: int
    last_touch_at: int | None
    owed_since: int | None
    owed_quote: str | None
    unanswered_out: int
    next_task_on: str | None
    task_title: str | None
    engaged: int
    risk: str | None


_ROW = f"""
    lead.id, lead.title, lead.company, lead.stage_id, lead.value, lead.currency, lead.heat, lead.silent_since,
    lead.stage_entered_at, lead.last_touch_at, lead.owed_since, lead.owed_quote, lead.unanswered_out,
    lead.next_task_on, task.title, {ENGAGED}, {GRAVEST}
"""
# The section is a column of the query: building each row from two parts would cost as much as reading it.
_COLUMNS = {section: f"{int(section)}, {_ROW}" for section in Section}
_JOINS = "LEFT JOIN task ON task.id = lead.next_task_id"

_AWAKE = "(lead.snoozed_until IS NULL OR lead.snoozed_until <= :now)"
# Section: condition, order; beside it the index of m0001_first.py that it walks.
_SECTIONS: dict[Section, tuple[str, tuple[tuple[str, bool], ...]]] = {
    Section.OWED: (  # lead_owed
        f"lead.is_open = 1 AND lead.owed_since IS NOT NULL AND {_AWAKE}",
        (("lead.owed_since", True), ("lead.id", True)),
    ),
    Section.DUE: (  # lead_due
        f"lead.is_open = 1 AND lead.next_task_on IS NOT NULL AND lead.next_task_on <= :today "
        f"AND lead.owed_since IS NULL AND {_AWAKE}",
        (("lead.next_task_on", True), ("lead.silent_since", True), ("lead.id", True)),
    ),
    Section.AT_RISK: (  # lead_stale
        f"lead.is_open = 1 AND lead.in_play = 1 AND lead.silent_since <= :cutoff AND lead.risk_from <= :now "
        f"AND lead.next_task_on IS NULL AND lead.owed_since IS NULL AND {_AWAKE}",
        (("lead.silent_since", True), ("lead.id", True)),
    ),
    # Whom nobody was heard of for so long is at risk, so that this section is a short range of the index.
    Section.IN_PLAY: (  # lead_stale
        f"lead.is_open = 1 AND lead.in_play = 1 AND lead.silent_since <= :cutoff "
        f"AND lead.silent_since >= {ENGAGED_SINCE} AND (lead.risk_from IS NULL OR lead.risk_from > :now) "
        f"AND lead.next_task_on IS NULL AND lead.owed_since IS NULL AND {_AWAKE}",
        (("lead.silent_since", True), ("lead.id", True)),
    ),
    Section.OUTREACH: (  # lead_stale
        f"lead.is_open = 1 AND lead.in_play = 0 AND lead.silent_since <= :cutoff "
        f"AND lead.next_task_on IS NULL AND lead.owed_since IS NULL AND {_AWAKE}",
        (("lead.silent_since", True), ("lead.id", True)),
    ),
    Section.PARKED: (  # lead_due
        f"lead.is_open = 1 AND lead.next_task_on IS NOT NULL AND lead.next_task_on > :today "
        f"AND lead.silent_since <= :cutoff AND lead.owed_since IS NULL AND {_AWAKE}",
        (("lead.next_task_on", True), ("lead.silent_since", True), ("lead.id", True)),
    ),
}


class Queue:
    """The queue as it stands at `now`; make a new one after each change (it remembers its counts).

    `today` is the rep's own date, `where`/`params` a compiled filter that narrows it.
    """

    def __init__(
        self, database: Database, *, now: int, today: str, stale_days: int = 7,
        where: str = "1", params: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.database = database
        self._params: dict[str, Any] = {
            **(params or {}),
            "now": now,
            "today": today,
            "cutoff": now - stale_days * DAY_MS,
        }
        self._where = where
        self._counts: dict[Section, int] = {}

    def _ordered(self, section: Section) -> Ordered:
        condition, order = _SECTIONS[section]
        return Ordered(condition if self._where == "1" else f"{condition} AND ({self._where})", self._params, order)

    def count(self, section: Section) -> int:
        """How many leads stand in a section; grows with them, so the screen asks after its first frame."""
        if section not in self._counts:
            self._counts[section] = paging.count(self.database, self._ordered(section))
        return self._counts[section]

    def total(self) -> int:
        """How many leads stand in the queue."""
        return sum(self.count(section) for section in Section)

    def page(self, offset: int, limit: int) -> list[QueueRow]:
        """Rows `offset` … `offset + limit` of the whole queue, across its sections."""
        found: list[QueueRow] = []
        for section in Section:
            wanted = limit - len(found)
            if wanted <= 0:
                break
            if offset > 0:
                n = self.count(section)
                if offset >= n:
                    offset -= n
                    continue
            rows = paging.page(
                self.database, _COLUMNS[section], _JOINS, self._ordered(section), offset, wanted,
                self._counts.get(section),
            )  # fmt: skip
            found += map(QueueRow._make, rows)
            offset = 0
        return found

    def index_of(self, lead_id: int) -> int | None:
        """Where a lead stands in the queue, or None."""
        before = 0
        for section in Section:
            index = paging.index_of(self.database, self._ordered(section), lead_id)
            if index is not None:
                return before + index
            before += self.count(section)
        return None

    def row(self, lead_id: int) -> QueueRow | None:
        """The row of one lead, or None where it is not in the queue."""
        for section in Section:
            ordered = self._ordered(section)
            one = Ordered(f"lead.id = :only AND {ordered.where}", {**ordered.params, "only": lead_id}, ordered.order)
            for row in paging.page(self.database, _COLUMNS[section], _JOINS, one, 0, 1, None):
                return QueueRow._make(row)
        return None
