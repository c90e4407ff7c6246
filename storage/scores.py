"""Keeping scores on many leads, and the move from NEW to QUALIFIED that a score may bring; inside an action."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from storage.queries.inquiries import NEW, QUALIFIED


class Kept(NamedTuple):
    """A lead's score to be kept: points, ledger (JSON) and the key of its basis."""

    lead_id: int
    points: int
    reasons: str
    key: int


_KEEP = "UPDATE lead SET score = ?, score_reasons = ?, score_key = ? WHERE id = ?"
_AMONG = "IN (SELECT value FROM json_each(:leads))"
_LEAVE = f"UPDATE stage_event SET left_at = MAX(at, :now) WHERE left_at IS NULL AND lead_id {_AMONG}"
_ENTER = f"""
INSERT INTO stage_event (lead_id, from_stage_id, to_stage_id, at, cause)
SELECT lead.id, {NEW}, {QUALIFIED}, MAX(:now, lead.stage_entered_at), 'rule' FROM lead WHERE lead.id {_AMONG}
"""
_MOVE = f"UPDATE lead SET stage_id = {QUALIFIED}, updated_at = :now WHERE id {_AMONG}"


def keep(connection: sqlite3.Connection, scores: Iterable[Kept]) -> None:
    """Write these scores; the journal notes of each lead what differs."""
    connection.executemany(_KEEP, [(each.points, each.reasons, each.key, each.lead_id) for each in scores])


def settle(connection: sqlite3.Connection, lead_ids: Sequence[int], key: int) -> None:
    """Note that the scores of these leads are those of the basis of this key."""
    if lead_ids:
        asked = {"leads": json.dumps(list(lead_ids)), "key": key}
        connection.execute(f"UPDATE lead SET score_key = :key WHERE id {_AMONG}", asked)


def qualify(connection: sqlite3.Connection, lead_ids: Sequence[int], now: int) -> None:
    """Move these leads, which stand in NEW, to QUALIFIED: a visit of its own, whose cause is the rule."""
    if lead_ids:
        asked = {"leads": json.dumps(list(lead_ids)), "now": now}
        for statement in (_LEAVE, _ENTER, _MOVE):
            connection.execute(statement, asked)
