"""Why an open lead is at risk, in SQL over the copies that the lead row keeps (definitions.md, "Committee and risk").

The same reasons, with names and days, are told by hermes_tui/scoring/risk.py; a test holds the two equal.
"""

from __future__ import annotations

from storage.derived import BUYER_FROM, IN_PLAY_FROM
from storage.thresholds import CHAMPION_SILENT_SINCE, DAY_MS, ENGAGED_SINCE, setting

AT_RISK = "lead.is_open = 1 AND lead.risk_from IS NOT NULL AND lead.risk_from <= :now"  # by index lead_risk
"""Whether any reason holds; `:now` is UTC ms."""

REASONS: dict[str, str] = {
    "ghosted": f"lead.in_play = 1 AND COALESCE(lead.heard_at, 0) < {ENGAGED_SINCE}",
    "single-threaded": f"lead.in_play = 1 AND lead.heard_at >= {ENGAGED_SINCE} "
    f"AND COALESCE(lead.second_heard_at, 0) < {ENGAGED_SINCE}",
    "champion-silent": "lead.is_open = 1 AND lead.champion_id IS NOT NULL AND "
    f"COALESCE(lead.champion_heard_at, CASE WHEN lead.in_play THEN lead.created_at END) <= {CHAMPION_SILENT_SINCE}",
    "no-buyer": f"lead.is_open = 1 AND lead.stage_id >= {BUYER_FROM} AND lead.buyers = 0",
    "negative": "lead.is_open = 1 AND lead.only_negative = 1",
}
"""Code of a reason → its condition, gravest first; it may be NULL where it does not hold."""

_WHENS = " ".join(f"WHEN {sql} THEN '{code}'" for code, sql in REASONS.items())
GRAVEST = f"CASE {_WHENS} END"
"""SQL for the code of the gravest reason; NULL for a lead at no risk."""

ENGAGED = f"(COALESCE(lead.heard_at >= {ENGAGED_SINCE}, 0) + COALESCE(lead.second_heard_at >= {ENGAGED_SINCE}, 0))"
"""SQL for how many people are engaged: 0, 1, or 2 for two and more."""

_NEVER = 2**62  # later than any moment
# When a lead came to where it stands at or past a stage: it left the last one that is not, or was made there.
_CAME = """COALESCE((
    SELECT MAX(gone.left_at) FROM stage_event AS gone JOIN stage ON stage.id = gone.to_stage_id
    WHERE gone.lead_id = lead.id AND (stage.kind <> 'open' OR stage.id < {first})), lead.created_at)"""
# By index stage_event_lead; only of leads whose risk has no beginning by the clock.
BEGAN = f"""CASE WHEN lead.is_open = 1 THEN CASE WHEN lead.risk_from IS NOT 0 THEN lead.risk_from ELSE MIN(
    CASE WHEN lead.in_play = 0 THEN {_NEVER}
        ELSE COALESCE(lead.second_heard_at + {setting("engaged_days")} * {DAY_MS} + 1,
            {_CAME.format(first=IN_PLAY_FROM)}) END,
    COALESCE(lead.champion_heard_at + ({setting("champion_silent_days")} + 1) * {DAY_MS}, {_NEVER}),
    CASE WHEN lead.stage_id >= {BUYER_FROM} AND lead.buyers = 0
        THEN {_CAME.format(first=BUYER_FROM)} ELSE {_NEVER} END,
    CASE WHEN lead.only_negative = 1 THEN COALESCE(lead.last_in_at, lead.created_at) ELSE {_NEVER} END
) END END"""
"""SQL for the moment (UTC ms) at which an open lead's first reason began to hold: what only the stage makes a risk
(nobody else was ever heard, nobody is known who can buy) by its coming there, only bad moods by their last word."""
