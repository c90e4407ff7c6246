"""Heat as it is kept on the lead row: of each factor that holds its newest evidence, and the points.

One statement for one lead and for all, in the words of definitions.md ("Heat score"); hermes_tui/scoring/heat.py says
the same of one lead with the reasons, and a property test holds the two equal. What only the clock decides, interest
that went cold, is flipped by `refresh_cold` for the leads whose hour has come.
"""

from __future__ import annotations

from storage.answers import WENT_OUT
from storage.database import BUSY_TIMEOUT_MS, Database
from storage.thresholds import DAY_MS, setting

COLD_MS = 14 * DAY_MS
QUICK_MS = DAY_MS
COLD_POINTS = 15

HOT = f"lead.is_open = 1 AND lead.heat >= {setting('hot_from')}"
"""SQL for a lead that is open and at least as warm as the file's `hot_from`."""

# What a person wrote to us and what we wrote, by mail, LinkedIn or another written channel; by their (lead_id, at)
# indexes. What a machine answered is nobody's word.
_LETTERS = f"""
    SELECT lead_id, at, id, 0 AS place, direction = 'out' AS ours FROM touch
        WHERE lead_id {{leads}} AND kind IN ('email', 'message') AND automatic IS NULL
    UNION ALL
    SELECT lead_id, at, id, 1, direction = 'out' FROM message
        WHERE lead_id {{leads}} AND automatic IS NULL AND (direction = 'in' OR {WENT_OUT})
"""
# Their first letter after one of ours answers the last of ours before it; in the order of storage/queries/timeline.py.
_ANSWERS = f"""
    SELECT lead_id, at, ours,
        at - LAG(CASE WHEN ours THEN at END) OVER (PARTITION BY lead_id ORDER BY at, id, place) AS took
    FROM ({_LETTERS})
"""
# A median is at most a day where more than half of the answers are, or where just half are and the two in the middle
# are at most two days together: so nothing need be sorted by its length.
_WRITTEN = f"""
    SELECT lead_id, CASE WHEN COUNT(*) >= 2 THEN MAX(at) END AS second_at,
        CASE WHEN 2 * SUM(took <= {QUICK_MS}) > COUNT(took)
                OR 2 * SUM(took <= {QUICK_MS}) = COUNT(took)
                    AND MAX(CASE WHEN took <= {QUICK_MS} THEN took END) + MIN(CASE WHEN took > {QUICK_MS} THEN took END)
                        <= 2 * {QUICK_MS}
            THEN MAX(CASE WHEN took IS NOT NULL THEN at END) END AS quick_at
    FROM ({_ANSWERS}) WHERE NOT ours GROUP BY lead_id
"""
_CLICKS = "('click', 'link_click', 'proposal_click')"
# A click is no word of interest, as a question is.
_SIGNALS = f"""
    SELECT lead_id, MAX(state = 'confirmed' AND lower(kind) NOT IN {_CLICKS}) AS confirmed,
        MAX(CASE WHEN state = 'confirmed' AND lower(kind) IN ('pricing', 'proposal_request') THEN at END) AS priced_at,
        MAX(CASE WHEN state <> 'refused' AND lower(kind) IN {_CLICKS} THEN at END) AS clicked_at
    FROM signal WHERE lead_id {{leads}} GROUP BY lead_id
"""
# A view whose moment nobody noted: since it was sent, or since the stage began.
_OFFERS = """
    SELECT lead_id, MAX(COALESCE(viewed_at, sent_at)) AS viewed_at,
        MAX(viewed_at IS NULL AND sent_at IS NULL) AS undated
    FROM proposal WHERE lead_id {leads} AND (viewed_at IS NOT NULL OR status = 'VIEWED') GROUP BY lead_id
"""
# Felt by its own mood, or else by that of the person who spoke.
_POSITIVE = """
    EXISTS (SELECT 1 FROM {table} AS said LEFT JOIN contact ON contact.id = said.contact_id
        WHERE said.lead_id = picked.id AND said.direction <> 'out' AND said.automatic IS NULL
            AND COALESCE(said.sentiment, contact.sentiment) = 'positive')
"""
_NEVER = -(2**62)  # before any moment
_FACTORS = f"""
    SELECT picked.id, picked.cold AS was_cold,
        CASE WHEN picked.second_heard_at IS NOT NULL THEN picked.heard_at END AS people_at,
        written.quick_at, signals.priced_at, written.second_at,
        NULLIF(MAX(COALESCE(signals.clicked_at, {_NEVER}), COALESCE(offers.viewed_at, {_NEVER}),
            CASE WHEN offers.undated THEN picked.stage_entered_at ELSE {_NEVER} END), {_NEVER}) AS clicked_at,
        CASE WHEN picked.last_out_at > picked.last_in_at AND (signals.confirmed
                OR {_POSITIVE.format(table="touch")} OR {_POSITIVE.format(table="message")})
            THEN picked.last_in_at + {COLD_MS} END AS cold_from
    FROM lead AS picked
        LEFT JOIN ({_WRITTEN}) AS written ON written.lead_id = picked.id
        LEFT JOIN ({_SIGNALS}) AS signals ON signals.lead_id = picked.id
        LEFT JOIN ({_OFFERS}) AS offers ON offers.lead_id = picked.id
    WHERE picked.id {{leads}}
"""
# Materialized: or each column would work out anew those it is made of. Without `:now` the clock is not asked: what had
# gone cold is cold as long as it can be.
_POINTS = f"""
    WITH factor AS MATERIALIZED ({_FACTORS})
    SELECT f.*, 20 * (people_at IS NOT NULL) + 15 * (quick_at IS NOT NULL) + 10 * (priced_at IS NOT NULL)
        + 10 * (clicked_at IS NOT NULL) + 10 * (second_at IS NOT NULL) - {COLD_POINTS} * cold AS heat
    FROM (
        SELECT *, CASE WHEN :now IS NULL THEN was_cold AND cold_from IS NOT NULL ELSE COALESCE(cold_from <= :now, 0) END
            AS cold
        FROM factor
    ) AS f
"""
_KEPT = ("people_at", "quick_at", "priced_at", "clicked_at", "second_at", "cold_from", "cold", "heat")
LEAD_HEAT = f"""
UPDATE lead SET {", ".join(f"{name} = h.{name}" for name in _KEPT)}
FROM ({_POINTS}) AS h
WHERE lead.id = h.id AND ({" OR ".join(f"lead.{name} IS NOT h.{name}" for name in _KEPT)})
"""
"""SQL with a place `{leads}`; takes `:now` (UTC ms, or NULL for the clock as it was). Written are only the rows that
differ; who spoke, what was said last and the stage have to be kept right before (storage/derived.py)."""

# By the partial indexes lead_cooling and lead_cold, each of which begins with those whose hour has come.
_DUE = "cold = 0 AND cold_from <= :now"
_TOO_EARLY = "cold = 1 AND cold_from > :now"
_IS_DUE = f"SELECT EXISTS (SELECT 1 FROM lead WHERE {_DUE}) OR EXISTS (SELECT 1 FROM lead WHERE {_TOO_EARLY})"
_FLIPS = (
    f"UPDATE lead SET cold = 1, heat = heat - {COLD_POINTS} WHERE {_DUE}",
    f"UPDATE lead SET cold = 0, heat = heat + {COLD_POINTS} WHERE {_TOO_EARLY}",
)


def refresh_cold(database: Database, now: int) -> int:
    """Count interest as gone cold where its hour has come by `now` (UTC ms), and no more where the clock went back.

    Returns how many leads changed. Nothing is written, and nothing locked, where none did (20 µs). It is a copy: no
    action, no undo; not to be called inside an action. Where another program is writing it is not waited for: raises
    DatabaseBusy, or DatabaseUnusable for a file that can only be read.
    """
    if not database.value(_IS_DUE, {"now": now}):
        return 0
    waiting = database.connection()
    waiting.execute("PRAGMA busy_timeout = 0")
    try:
        with database.transaction() as connection:
            return sum(connection.execute(statement, {"now": now}).rowcount for statement in _FLIPS)
    finally:
        waiting.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
