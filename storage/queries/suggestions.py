"""What the rep made of suggestions: those refused, and how new the evidence is that each rests on."""

from __future__ import annotations

from collections.abc import Iterable

from storage.database import Database

_REFUSED = """
SELECT kind, MAX(at) FROM suggestion WHERE lead_id = ? AND verdict = 'refused' AND at >= ? GROUP BY kind
"""  # by index suggestion_lead

# An old word that was filed only now is as new as its filing: whoever refused could not know of it.
_OWED = """(SELECT MAX(known) FROM (
    SELECT MAX(at, created_at) AS known FROM touch WHERE lead_id = lead.id AND direction = 'in' AND at = lead.owed_since
    UNION ALL SELECT MAX(at, created_at) FROM message
        WHERE lead_id = lead.id AND direction = 'in' AND at = lead.owed_since))"""
_SIGNAL = """(SELECT MAX(MAX(at, COALESCE(decided_at, at))) FROM signal
    WHERE lead_id = lead.id AND state = 'confirmed' AND kind IN ({kinds}))"""
_TASK = """(SELECT MAX(created_at) FROM task
    WHERE lead_id = lead.id AND status IN ('PENDING', 'IN_PROGRESS') AND due_on <= :today)"""
_REFERRED = _SIGNAL.format(kinds="'referral'")
_SPOKE = "MAX(COALESCE(lead.last_in_at, 0), COALESCE(lead.last_out_at, 0), lead.stage_entered_at)"
# Action → the moment (UTC ms) of the newest that speaks for it.
_NEWEST: dict[str, str] = {
    "answer": _OWED,
    "send_proposal": _SIGNAL.format(kinds="'pricing', 'proposal_request'"),
    "do_task": _TASK,
    "prepare_call": _TASK,
    "qualify": "lead.created_at",
    "first_message": "lead.stage_entered_at",
    "follow_up": _SPOKE,
    "find_stakeholder": f"MAX(lead.stage_entered_at, COALESCE({_REFERRED}, 0))",
    "address_objection": "(SELECT MAX(raised_at) FROM objection WHERE lead_id = lead.id AND state = 'open')",
    "decide": "lead.stage_entered_at",
    "touch": _SPOKE,
}


def refusals(database: Database, lead_id: int, since: int) -> dict[str, int]:
    """The actions that the rep refused on this lead since that moment → when last (UTC ms)."""
    return dict(database.rows(_REFUSED, (lead_id, since)))


def newest_evidence(database: Database, lead_id: int, actions: Iterable[str], today: str) -> dict[str, int]:
    """Of each of these actions when the newest of its evidence came (UTC ms), 0 where there is none.

    `today` is the rep's own date: only tasks that are due by it speak for anything.
    """
    asked = list(actions)
    if not asked:
        return {}
    columns = ", ".join(_NEWEST.get(action, "0") for action in asked)
    row = database.row(f"SELECT {columns} FROM lead WHERE id = :lead", {"lead": lead_id, "today": today})
    return dict(zip(asked, (moment or 0 for moment in row or [0] * len(asked)), strict=True))
