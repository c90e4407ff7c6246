"""Buying signals: those of a lead or of all, the ones that wait to be decided, and the texts they are read from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from storage.database import Database
from storage.errors import NotFound


class SignalItem(NamedTuple):
    """A signal beside its lead and whoever gave it. Moments UTC ms; `origin` as in the schema: `touch:12`."""

    id: int
    lead_id: int
    company: str | None
    title: str
    kind: str
    state: str
    evidence: str
    origin: str | None
    at: int
    decided_at: int | None
    import_id: int | None
    contact_id: int | None
    contact: str | None


class Mark(NamedTuple):
    """A signal of a lead as the rules of suggesting need it."""

    id: int
    kind: str
    state: str
    evidence: str
    origin: str | None
    at: int


class Text(NamedTuple):
    """What a person wrote to us; `origin` names its row, `touch:12` or `message:7`."""

    origin: str
    lead_id: int
    contact_id: int | None
    at: int
    words: str


_ITEMS = """
SELECT signal.id, signal.lead_id, lead.company, lead.title, signal.kind, signal.state, signal.evidence, signal.origin,
       signal.at, signal.decided_at, signal.import_id, signal.contact_id, contact.name
FROM {chosen} JOIN lead ON lead.id = signal.lead_id LEFT JOIN contact ON contact.id = signal.contact_id
"""
# What waits comes first, then the newest at the top.
_WAITING_FIRST = "signal.state <> 'suggested', signal.at DESC, signal.id DESC"
# The order is found on narrow rows; only those of the page are looked up.
_CHOSEN = """(SELECT signal.id FROM signal WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset) AS picked
    JOIN signal ON signal.id = picked.id"""


class Signals:
    """Signals of a lead (by index signal_lead) and of these states; all where nothing is named."""

    def __init__(self, database: Database, *, lead_id: int | None = None, states: Sequence[str] = ()) -> None:
        self._database = database
        named = ", ".join(f":state{place}" for place, _ in enumerate(states))
        conditions = [
            *(["signal.lead_id = :lead"] if lead_id is not None else []),
            *([f"signal.state IN ({named})"] if states else []),
        ]
        self._where = " AND ".join(conditions) or "1"
        self._params: dict[str, Any] = {"lead": lead_id}
        self._params |= {f"state{place}": state for place, state in enumerate(states)}

    def total(self) -> int:
        """How many there are."""
        return int(self._database.value(f"SELECT COUNT(*) FROM signal WHERE {self._where}", self._params))

    def page(self, offset: int, limit: int) -> list[SignalItem]:
        """Rows `offset` … `offset + limit`: those that wait first, then the newest."""
        chosen = _CHOSEN.format(where=self._where, order=_WAITING_FIRST)
        rows = self._database.rows(
            f"{_ITEMS.format(chosen=chosen)} ORDER BY {_WAITING_FIRST}",
            {**self._params, "limit": limit, "offset": offset},
        )
        return [SignalItem._make(row) for row in rows]


def of_lead(database: Database, lead_id: int) -> list[SignalItem]:
    """The signals of a lead: those that wait first, then the newest."""
    sql = f"{_ITEMS.format(chosen='signal')} WHERE signal.lead_id = ? ORDER BY {_WAITING_FIRST}"
    return [SignalItem._make(row) for row in database.rows(sql, (lead_id,))]


def signal(database: Database, signal_id: int) -> SignalItem:
    """One signal. Raises NotFound."""
    row = database.row(f"{_ITEMS.format(chosen='signal')} WHERE signal.id = ?", (signal_id,))
    if row is None:
        raise NotFound(f"There is no buying signal {signal_id}; `hermes signal list --all` shows those there are.")
    return SignalItem._make(row)


_NEWEST_WAITING = """
SELECT lead_id, id FROM signal WHERE state = 'suggested' AND lead_id IN (SELECT value FROM json_each(?))
ORDER BY at, id
"""


def newest_waiting(database: Database, lead_ids: Iterable[int]) -> dict[int, int]:
    """Of each of these leads on which one waits, the newest one that does; by index signal_suggested."""
    return {row[0]: row[1] for row in database.rows(_NEWEST_WAITING, (json.dumps(list(lead_ids)),))}


def marks(database: Database, lead_id: int) -> list[Mark]:
    """Every signal of a lead, in the order they were written down."""
    sql = f"SELECT {', '.join(Mark._fields)} FROM signal WHERE lead_id = ? ORDER BY id"
    return [Mark._make(row) for row in database.rows(sql, (lead_id,))]


# -- the texts ---------------------------------------------------------------------------------------------

# What the buyer wrote or said by themselves: not a meeting, whose words are the rep's own, nor what a machine answered.
_TOUCH = """SELECT 'touch:' || id, lead_id, contact_id, at, text FROM touch
    WHERE direction = 'in' AND automatic IS NULL AND text <> '' AND {which}"""
_MESSAGE = """SELECT 'message:' || id, lead_id, contact_id, at, body FROM message
    WHERE direction = 'in' AND automatic IS NULL AND body <> '' AND {which}
    AND at >= (SELECT created_at FROM lead WHERE lead.id = message.lead_id) - :before"""
_TEXTS = f"{_TOUCH.format(which='lead_id = :lead')} UNION ALL {_MESSAGE.format(which='lead_id = :lead')} ORDER BY 4, 1"


def texts(database: Database, lead_id: int, before: int) -> list[Text]:
    """What people wrote to us, the oldest first, but mail of more than `before` ms before the deal began."""
    return [Text._make(row) for row in database.rows(_TEXTS, {"lead": lead_id, "before": before})]


def text_of(database: Database, origin: str | None, before: int) -> Text | None:
    """The text that an origin names, under the same conditions; None where there is none."""
    table, _, number = (origin or "").partition(":")
    if table not in ("touch", "message") or not number.isdigit():
        return None
    sql = (_TOUCH if table == "touch" else _MESSAGE).format(which="id = :id")
    row = database.row(sql, {"id": int(number), "before": before})
    return None if row is None else Text._make(row)


# -- clicks ------------------------------------------------------------------------------------------------

_CLICKS = """
SELECT lead_id, at, evidence FROM signal WHERE lead_id IN (SELECT value FROM json_each(?)) AND kind = ?
"""


def recorded(database: Database, lead_ids: Iterable[int], kind: str) -> set[tuple[int, int, str]]:
    """What is on file of a kind on these leads, in any state: (lead, moment in UTC ms, evidence)."""
    return {tuple(row) for row in database.rows(_CLICKS, (json.dumps(list(lead_ids)), kind))}


class Addressee(NamedTuple):
    """A lead that a click may be of, and of whom of its people. `heard_at`: UTC ms of the last word, 0 without one."""

    lead_id: int
    contact_id: int | None
    is_open: int
    heard_at: int


_LEADS = "SELECT id, NULL, is_open, COALESCE(last_touch_at, created_at) FROM lead WHERE {which}"


def lead_by_number(database: Database, number: int) -> Addressee | None:
    """The lead of this id."""
    row = database.row(_LEADS.format(which="id = ?"), (number,))
    return None if row is None else Addressee._make(row)


def lead_by_external_id(database: Database, external_id: str) -> Addressee | None:
    """The lead that another program knows by this id, by index lead_external_id."""
    row = database.row(_LEADS.format(which="external_id IS NOT NULL AND external_id = ?"), (external_id,))
    return None if row is None else Addressee._make(row)


def heard_at(database: Database, lead_ids: Iterable[int]) -> dict[int, int]:
    """When each of these leads was last touched (UTC ms), or made."""
    sql = "SELECT id, COALESCE(last_touch_at, created_at) FROM lead WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0]: row[1] for row in database.rows(sql, (json.dumps(list(lead_ids)),))}
