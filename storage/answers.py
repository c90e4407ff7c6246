"""Which of our messages an answer is credited to, and where the deal stood when it left: the copies on a message."""

from __future__ import annotations

# Of a message: it left us.
WENT_OUT = "status IN ('SENT', 'DELIVERED', 'READ', 'REPLIED')"

# A human answer is credited to the last of ours that left before it in the same thread (definitions.md, "Templates");
# where no thread is known, all that is said with one person by one channel is one. Each of ours that left begins a
# turn of its thread: what came in before the next one answers it. What did not leave is a thread of its own, so that
# each of ours has one row here and is found again by its number.
_LEFT = f"m.direction = 'out' AND m.{WENT_OUT}"
_THREAD = f"""
    CASE WHEN m.direction = 'in' OR {_LEFT}
    THEN COALESCE(m.thread, m.channel || ':' || COALESCE(m.contact_id, '')) ELSE m.id END
"""
_TURNS = f"""
    SELECT MAX(CASE WHEN said.direction = 'out' THEN said.id END) AS id, said.lead_id,
        MAX(CASE WHEN said.direction = 'out' THEN said.at END) AS at, MAX(said.left_us) AS left_us,
        MIN(CASE WHEN said.direction = 'in' THEN said.at END) AS answered_at,
        COALESCE(MAX(said.direction = 'in' AND said.sentiment = 'positive'), 0) AS answered_well
    FROM (
        SELECT m.id, m.direction, m.at, m.sentiment, m.lead_id, {_THREAD} AS thread,
            ({_LEFT}) OR m.status = 'BOUNCED' AS left_us,
            SUM(m.direction = 'out') OVER (
                PARTITION BY m.lead_id, {_THREAD} ORDER BY m.at, m.direction, m.id ROWS UNBOUNDED PRECEDING
            ) AS turn
        FROM message AS m WHERE m.lead_id {{leads}} AND (m.direction = 'out' OR m.automatic IS NULL)
    ) AS said
    GROUP BY said.lead_id, said.thread, said.turn
"""
# The stage a message found the lead in; the move that the message itself caused came after it.
_STAGE_WHEN_SENT = """
    COALESCE(
        (SELECT e.to_stage_id FROM stage_event AS e
         WHERE e.lead_id = t.lead_id AND (e.at < t.at OR (e.at = t.at AND e.cause <> 'message'))
         ORDER BY e.at DESC, e.id DESC LIMIT 1),
        (SELECT COALESCE(e.from_stage_id, e.to_stage_id) FROM stage_event AS e
         WHERE e.lead_id = t.lead_id ORDER BY e.at, e.id LIMIT 1)
    )
"""
MESSAGE_ANSWERED = f"""
UPDATE message SET answered_at = a.answered_at, answered_well = a.answered_well, stage_id = a.stage_id
FROM (
    SELECT t.id, t.answered_at, t.answered_well, CASE WHEN t.left_us THEN {_STAGE_WHEN_SENT} END AS stage_id
    FROM ({_TURNS}) AS t WHERE t.id IS NOT NULL
) AS a
WHERE message.id = a.id AND (message.answered_at IS NOT a.answered_at
    OR message.answered_well IS NOT a.answered_well OR message.stage_id IS NOT a.stage_id)
"""
"""SQL with a place `{leads}`; written are only the rows that differ."""
