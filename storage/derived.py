"""Copies kept on lead and contact rows, and visits, derived from touches, messages, notes, tasks and the stage history.

One rule for one lead and for all: the same statements keep the copies inside each action and rebuild them
for `hermes doctor --repair`. Nothing else writes these columns, except a bulk load that knows them already.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from storage import visits
from storage.answers import MESSAGE_ANSWERED, WENT_OUT
from storage.heat import LEAD_HEAT
from storage.thresholds import DAY_MS, setting

LEAD_COPIES = frozenset(
    {
        "is_open", "in_play", "stage_entered_at", "last_touch_at", "last_in_at", "last_out_at", "silent_since",
        "unanswered_out", "owed_since", "owed_quote", "next_task_id", "next_task_on", "heat",
        "heard_at", "second_heard_at", "champion_id", "champion_heard_at", "buyers", "only_negative", "risk_from",
        "people_at", "quick_at", "priced_at", "clicked_at", "second_at", "cold_from", "cold",
    }
)  # fmt: skip
CONTACT_COPIES = frozenset({"last_touch_at", "last_in_at", "touch_count", "last_out_at", "buys"})
MESSAGE_COPIES = frozenset({"answered_at", "answered_well", "stage_id"})

# Where replies begin: a deal at or past it is "in play" (definitions.md, "At risk").
IN_PLAY_FROM = 6  # RESPONDED

# What was said, by whom, when: touches, messages that went out or came in, and manual notes (no direction).
# What a machine answered (out-of-office, bounce) is nobody's word.
_SAID = f"""
    SELECT lead_id, contact_id, at, direction, quote, kind IN ('email', 'message') AS written FROM touch
        WHERE lead_id {{leads}} AND automatic IS NULL
    UNION ALL
    SELECT lead_id, contact_id, at, direction, quote, 1 FROM message
        WHERE lead_id {{leads}} AND automatic IS NULL
          AND (direction = 'in' OR {WENT_OUT})
    UNION ALL
    SELECT lead_id, contact_id, at, 'note', NULL, 0 FROM note
        WHERE lead_id {{leads}} AND kind = 'MANUAL'
"""

_LEAD_SAID = f"""
UPDATE lead SET
    last_touch_at = said.last_touch_at, last_in_at = said.last_in_at, last_out_at = said.last_out_at,
    silent_since = COALESCE(said.last_touch_at, lead.created_at)
FROM (
    SELECT picked.id, MAX(s.at) AS last_touch_at,
        MAX(CASE WHEN s.direction IN ('in', 'both') THEN s.at END) AS last_in_at,
        MAX(CASE WHEN s.direction IN ('out', 'both') THEN s.at END) AS last_out_at
    FROM lead AS picked LEFT JOIN ({_SAID}) AS s ON s.lead_id = picked.id
    WHERE picked.id {{leads}} GROUP BY picked.id
) AS said
WHERE lead.id = said.id AND (lead.last_touch_at IS NOT said.last_touch_at OR lead.last_in_at IS NOT said.last_in_at
    OR lead.last_out_at IS NOT said.last_out_at
    OR lead.silent_since IS NOT COALESCE(said.last_touch_at, lead.created_at))
"""

# Unanswered outbound since the last inbound; and the buyer's newest words, if they still wait for ours.
_ASKS = """
    s.direction = 'in' AND s.written AND s.quote IS NOT NULL AND s.at = picked.last_in_at
    AND s.at > COALESCE(picked.last_out_at, 0) AND s.at > COALESCE(picked.dismissed_at, 0)
"""
_LEAD_OWED = f"""
UPDATE lead SET unanswered_out = w.unanswered, owed_since = w.owed_since, owed_quote = w.owed_quote
FROM (
    SELECT picked.id,
        COALESCE(SUM(s.direction = 'out' AND s.at > COALESCE(picked.last_in_at, 0)), 0) AS unanswered,
        MAX(CASE WHEN {_ASKS} THEN s.at END) AS owed_since, MAX(CASE WHEN {_ASKS} THEN s.quote END) AS owed_quote
    FROM lead AS picked LEFT JOIN ({_SAID}) AS s ON s.lead_id = picked.id
    WHERE picked.id {{leads}} GROUP BY picked.id
) AS w
WHERE lead.id = w.id AND (lead.unanswered_out IS NOT w.unanswered OR lead.owed_since IS NOT w.owed_since
    OR lead.owed_quote IS NOT w.owed_quote)
"""

# In the order of the lead page's tasks: of two due on one day the one with the earlier hour, then the older one.
_LEAD_TASK = """
UPDATE lead SET next_task_id = t.task_id, next_task_on = t.due_on
FROM (
    SELECT picked.id, task.id AS task_id, task.due_on
    FROM lead AS picked LEFT JOIN task ON task.id = (
        SELECT next.id FROM task AS next
        WHERE next.lead_id = picked.id AND next.status IN ('PENDING', 'IN_PROGRESS') AND next.due_on IS NOT NULL
        ORDER BY next.due_on, next.due_at, next.id LIMIT 1
    )
    WHERE picked.id {leads}
) AS t
WHERE lead.id = t.id AND (lead.next_task_id IS NOT t.task_id OR lead.next_task_on IS NOT t.due_on)
"""

_LEAD_STAGE = f"""
UPDATE lead SET is_open = s.is_open, in_play = s.in_play, stage_entered_at = s.entered_at
FROM (
    SELECT picked.id, stage.kind = 'open' AS is_open,
        stage.kind = 'open' AND stage.id >= {IN_PLAY_FROM} AS in_play,
        COALESCE((SELECT visit.at FROM visit WHERE visit.lead_id = picked.id ORDER BY visit.n DESC LIMIT 1),
                 picked.created_at) AS entered_at
    FROM lead AS picked JOIN stage ON stage.id = picked.stage_id WHERE picked.id {{leads}}
) AS s
WHERE lead.id = s.id AND (lead.is_open IS NOT s.is_open OR lead.in_play IS NOT s.in_play
    OR lead.stage_entered_at IS NOT s.entered_at)
"""

_CONTACT_SAID = f"""
UPDATE contact SET last_touch_at = said.last_touch_at, last_in_at = said.last_in_at, last_out_at = said.last_out_at,
    touch_count = said.n, buys = said.buys
FROM (
    SELECT c.id, MAX(s.at) AS last_touch_at, COUNT(s.at) AS n, can_buy(c.role) AS buys,
        MAX(CASE WHEN s.direction IN ('in', 'both') THEN s.at END) AS last_in_at,
        MAX(CASE WHEN s.direction IN ('out', 'both') THEN s.at END) AS last_out_at
    FROM contact AS c JOIN lead AS picked ON picked.id = c.lead_id
        LEFT JOIN ({_SAID}) AS s ON s.lead_id = c.lead_id AND s.contact_id = c.id
    WHERE picked.id {{leads}} GROUP BY c.id
) AS said
WHERE contact.id = said.id AND (contact.last_touch_at IS NOT said.last_touch_at
    OR contact.last_in_at IS NOT said.last_in_at OR contact.last_out_at IS NOT said.last_out_at
    OR contact.touch_count IS NOT said.n OR contact.buys IS NOT said.buys)
"""

# From here the deal is about money: somebody who can say yes has to be known (definitions.md, "At risk").
BUYER_FROM = 9  # PROPOSAL_SENT

_CONTACT_BUYS = "UPDATE contact SET buys = can_buy(role) WHERE lead_id {leads} AND buys IS NOT can_buy(role)"

# Moods: those of the people, where none is known those of what they said.
_MOODS = """
    CASE WHEN EXISTS (SELECT 1 FROM contact WHERE contact.lead_id = picked.id AND contact.sentiment IS NOT NULL)
    THEN NOT EXISTS (SELECT 1 FROM contact WHERE contact.lead_id = picked.id AND contact.sentiment <> 'negative')
    ELSE COALESCE((SELECT MIN(felt.sentiment = 'negative') FROM (
        SELECT sentiment FROM touch
            WHERE touch.lead_id = picked.id AND touch.direction <> 'out' AND touch.automatic IS NULL
                AND touch.sentiment IS NOT NULL
        UNION ALL SELECT sentiment FROM message
            WHERE message.lead_id = picked.id AND message.direction = 'in' AND message.automatic IS NULL
                AND message.sentiment IS NOT NULL
    ) AS felt), 0) END
"""
# A reason for risk, once it holds, holds until somebody does something: so one moment says from when on a lead is
# at risk, and an index finds those that are. 0: at any time. The reasons one by one: storage/queries/risk.py.
_RISK_FROM = """
    CASE WHEN c.is_open THEN NULLIF(MIN(
        CASE WHEN c.in_play THEN COALESCE(c.second_heard_at + {engaged} * {day} + 1, 0) ELSE :never END,
        CASE WHEN c.champion_id IS NULL THEN :never
             WHEN c.champion_heard_at IS NOT NULL THEN c.champion_heard_at + ({silent} + 1) * {day}
             WHEN c.in_play THEN c.created_at + ({silent} + 1) * {day} ELSE :never END,
        CASE WHEN c.stage_id >= {buyer_from} AND c.buyers = 0 THEN 0 ELSE :never END,
        CASE WHEN c.only_negative THEN 0 ELSE :never END
    ), :never) END
""".format(engaged=setting("engaged_days"), silent=setting("champion_silent_days"), day=DAY_MS, buyer_from=BUYER_FROM)
_LEAD_RISK = f"""
UPDATE lead SET heard_at = r.heard_at, second_heard_at = r.second_heard_at, champion_id = r.champion_id,
    champion_heard_at = r.champion_heard_at, buyers = r.buyers, only_negative = r.only_negative,
    risk_from = r.risk_from
FROM (
    SELECT c.*, {_RISK_FROM} AS risk_from FROM (
        SELECT picked.id, picked.is_open, picked.in_play, picked.stage_id, picked.created_at,
            (SELECT MAX(last_in_at) FROM contact WHERE contact.lead_id = picked.id) AS heard_at,
            (SELECT last_in_at FROM contact WHERE contact.lead_id = picked.id AND last_in_at IS NOT NULL
             ORDER BY last_in_at DESC LIMIT 1 OFFSET 1) AS second_heard_at,
            champion.id AS champion_id, champion.last_in_at AS champion_heard_at,
            (SELECT COUNT(*) FROM contact WHERE contact.lead_id = picked.id AND contact.buys) AS buyers,
            {_MOODS} AS only_negative
        FROM lead AS picked LEFT JOIN contact AS champion ON champion.lead_id = picked.id AND champion.is_primary = 1
        WHERE picked.id {{leads}}
    ) AS c
) AS r
WHERE lead.id = r.id AND (lead.heard_at IS NOT r.heard_at OR lead.second_heard_at IS NOT r.second_heard_at
    OR lead.champion_id IS NOT r.champion_id OR lead.champion_heard_at IS NOT r.champion_heard_at
    OR lead.buyers IS NOT r.buyers OR lead.only_negative IS NOT r.only_negative OR lead.risk_from IS NOT r.risk_from)
"""

_STATEMENTS: Sequence[str] = (
    _LEAD_STAGE, _LEAD_SAID, _LEAD_OWED, _LEAD_TASK, _CONTACT_SAID, _LEAD_RISK, LEAD_HEAT, MESSAGE_ANSWERED,
)  # fmt: skip
_NEVER = 2**62  # later than any moment


def keep(connection: sqlite3.Connection, lead_ids: Sequence[int], now: int) -> None:
    """Recompute the copies of these leads and their contacts as they are at `now` (UTC ms); writes what differs."""
    if not lead_ids:
        return
    if len(lead_ids) == 1:
        leads, given = "= :leads", str(lead_ids[0])
    else:
        import json  # not at start: `hermes list` does without

        leads, given = "IN (SELECT value FROM json_each(:leads))", json.dumps(list(lead_ids))
    visits.keep(connection, leads, {"leads": given})
    for statement in _STATEMENTS:
        connection.execute(statement.format(leads=leads), {"leads": given, "never": _NEVER, "now": now})


def rebuild(connection: sqlite3.Connection, leads: str = "SELECT id FROM lead", now: int | None = None) -> int:
    """Recompute the copies of all leads, or of those whose ids the query `leads` gives.

    Returns how many rows were put right: 0 says that every copy was right. Without `now` (UTC ms), what only the
    clock decides stays as it is.
    """
    return visits.rebuild(connection, leads) + sum(
        connection.execute(statement.format(leads=f"IN ({leads})"), {"never": _NEVER, "now": now}).rowcount
        for statement in _STATEMENTS
    )


def rebuild_risk(connection: sqlite3.Connection, leads: str = "SELECT id FROM lead") -> None:
    """Work out anew who can buy and what risk is made of, where what was said is kept right; of these leads only."""
    connection.execute(_CONTACT_BUYS.format(leads=f"IN ({leads})"))
    connection.execute(_LEAD_RISK.format(leads=f"IN ({leads})"), {"never": _NEVER})


def rebuild_heat(connection: sqlite3.Connection, leads: str = "SELECT id FROM lead", now: int | None = None) -> int:
    """Work out heat anew, where all it leans on is kept right; of these leads only. Returns how many were wrong."""
    return connection.execute(LEAD_HEAT.format(leads=f"IN ({leads})"), {"now": now}).rowcount


def rebuild_answers(connection: sqlite3.Connection, leads: str = "SELECT id FROM lead") -> None:
    """Work out anew which of our messages were answered and at which stage they left; of these leads only."""
    connection.execute(MESSAGE_ANSWERED.format(leads=f"IN ({leads})"))


_TOTALS = """
SELECT stage_id, COALESCE(currency, ''), COUNT(*), SUM(COALESCE(value, 0)) FROM lead GROUP BY 1, 2
"""


def rebuild_totals(connection: sqlite3.Connection) -> bool:
    """Recount the board's totals; returns whether they were wrong."""
    kept = connection.execute("SELECT stage_id, currency, n, value FROM stage_total ORDER BY 1, 2").fetchall()
    true = sorted(connection.execute(_TOTALS).fetchall())
    if kept == true:
        return False
    connection.execute("DELETE FROM stage_total")
    connection.executemany("INSERT INTO stage_total VALUES (?, ?, ?, ?)", true)
    return True


# Both by index visit_length, which has them in order.
_VISITS = "SELECT COUNT(*) FROM visit WHERE stage_id = ? AND length IS NOT NULL"
_MIDDLE_VISITS = """
SELECT length / 86400000.0 FROM visit WHERE stage_id = ? AND length IS NOT NULL ORDER BY length LIMIT ? OFFSET ?
"""


def pace_of(connection: sqlite3.Connection, stage_id: int) -> tuple[int, float] | None:
    """Completed visits of a stage and their median days (definitions.md, "Stuck"); None where there is none."""
    n = int(connection.execute(_VISITS, (stage_id,)).fetchone()[0])
    if not n:
        return None
    days = [row[0] for row in connection.execute(_MIDDLE_VISITS, (stage_id, 2 - n % 2, (n - 1) // 2))]
    return n, sum(days) / len(days)


def refresh_pace(connection: sqlite3.Connection, between: Callable[[], None] | None = None) -> bool:
    """Work out the pace of every stage; writes, and says so, only where one differs from that kept.

    A long read keeps other connections from committing: outside a transaction, `between` is called before each
    stage and may wait.
    """
    found = []
    for (stage_id,) in connection.execute("SELECT id FROM stage ORDER BY id").fetchall():
        if between is not None:
            between()
        pace = pace_of(connection, stage_id)
        if pace is not None:
            found.append((stage_id, *pace))
    if found == connection.execute("SELECT stage_id, completed_n, median_days FROM stage_pace ORDER BY 1").fetchall():
        return False
    connection.execute("SAVEPOINT pace")
    connection.execute("DELETE FROM stage_pace")
    connection.executemany("INSERT INTO stage_pace VALUES (?, ?, ?)", found)
    connection.execute("RELEASE pace")
    return True
