"""Whose a mail may be, in the questions that wait: who was merged into another stands there as that one."""

from __future__ import annotations

import json
from collections.abc import Callable

from storage import records
from storage.database import Database

Whose = tuple[int, int | None]
"""A lead, and one of its people or None."""


def lead_became(database: Database, dropped: int, kept: int) -> None:
    """Inside an action: what may be the dropped lead's may be the kept one's."""
    _point_anew(database, lambda lead, person: (kept if lead == dropped else lead, person))


def person_became(database: Database, dropped: int, kept: int) -> None:
    """Inside an action: what the dropped person may have written the kept one may have."""
    _point_anew(database, lambda lead, person: (lead, kept if person == dropped else person))


def _point_anew(database: Database, now_at: Callable[[int, int | None], Whose]) -> None:
    for number, text in database.rows("SELECT id, candidates FROM mail_question WHERE candidates <> '[]'"):
        found: dict[Whose, str] = {}
        for lead, person, why in json.loads(text):
            found.setdefault(now_at(lead, person), why)  # two that became one are offered once
        wanted = json.dumps([[*whose, why] for whose, why in found.items()], ensure_ascii=False)
        if wanted != text:
            records.update(database, "mail_question", number, candidates=wanted)
