"""What became of deals between two moments, as SQL to count over: came in, went on, went out, were worth another sum.

Two pictures of the pipeline are compared, lead by lead: at the beginning of the window and at its end. So every amount
is counted in once and out once: what was open at the beginning, and what came in, less what went out, is what is open
at the end. Each query takes the parameters that `given` makes.
"""

from __future__ import annotations

from typing import Any

from hermes_tui.metrics.asked import ALL, Asked
from storage.queries.as_of import changed_since, stood, was

_OPEN = "(SELECT stage.id FROM stage WHERE stage.kind = 'open')"

# By index lead_standing: who came later than the beginning to where it stands; its former stage by the
# visits' key, looked for only where index visit_length says that there is one: most leads of a window came in it, and
# came in as NEW unless index visit_entered says that they did not.
_MOVES = """
WITH {changed},
further AS (
    SELECT visit.lead_id FROM stage CROSS JOIN visit ON visit.group_id = stage.id AND visit.at > :since
        AND visit.n = 1 AND (visit.group_id > 1 OR visit.passed = 1)
),
ends AS MATERIALIZED (
    SELECT lead.id AS lead_id, {stage_then} AS stage_then, {stage_last} AS stage_last, {came} AS came,
        {currency} AS currency, {value} AS value, lead.id IN (SELECT further.lead_id FROM further) AS further
    FROM stage AS newest CROSS JOIN lead ON lead.stage_id = newest.id AND lead.stage_entered_at > :since{such}
)
SELECT ends.lead_id, ends.stage_then, ends.stage_last, ends.currency, ends.value,
    CASE WHEN last.kind = 'open' THEN {begun} END AS stage_begun,
    CASE WHEN ends.stage_then IS NULL THEN 'created'
        WHEN ends.stage_then IN {open} THEN NULL
        WHEN last.kind = 'open' THEN 'reopened'
        WHEN ends.came <= :since THEN NULL
        WHEN EXISTS (SELECT 1 FROM visit WHERE visit.lead_id = ends.lead_id AND visit.at > :since AND visit.at <= :at
            AND visit.passed = 0 AND visit.stage_id IN {open}) THEN 'reopened'
        ELSE 'reclosed' END AS came_in,
    CASE WHEN last.kind <> 'open' THEN CASE WHEN ends.came > :since THEN last.kind END
        WHEN ends.stage_last > {begun} THEN 'moved'
        WHEN ends.stage_last < {begun} THEN 'back' END AS went
FROM ends CROSS JOIN stage AS last ON last.id = ends.stage_last
"""
# Where an open deal stood at the beginning or, if it was not open then, where it came in.
_BEGUN = """CASE WHEN ends.stage_then IN {open} THEN ends.stage_then
        WHEN ends.stage_then IS NULL AND NOT ends.further THEN 1
        ELSE (SELECT visit.stage_id FROM visit WHERE visit.lead_id = ends.lead_id AND visit.at > :since
            AND visit.passed = 0 AND visit.stage_id IN {open} ORDER BY visit.n LIMIT 1) END"""
_LEFT_SINCE = """CASE WHEN lead.id IN (
        SELECT visit.lead_id FROM visit
        WHERE visit.length IS NOT NULL AND visit.left_at > {moment} AND visit.left_at - visit.length <= {moment}
    ) THEN (
        SELECT visit.{column} FROM visit
        WHERE visit.lead_id = lead.id AND visit.at <= {moment} AND visit.left_at > {moment} AND visit.passed = 0
    ) END"""


def moves(asked: Asked) -> str:
    """A query for (lead_id, stage_then, stage_last, currency, value, stage_begun, came_in, went) of leads that moved.

    `value` is that at the end. `stage_then` is NULL of one that was not there; `stage_begun` is that or, of one that
    was not open then and is now, where it came in. `came_in`: created, reopened, reclosed (closed before and otherwise
    closed now) or NULL: it was open. `went`: won, lost, archived, moved (forward, from `stage_begun`), back or NULL.
    """
    stage_then, stage_last, came = "NULL", "lead.stage_id", "lead.stage_entered_at"
    if asked.since != ALL:
        stage_then = _LEFT_SINCE.format(column="stage_id", moment=":since")
    if not asked.is_now:
        still = "CASE WHEN lead.stage_entered_at <= :at THEN lead.{column} ELSE {former} END"
        stage_last = still.format(column="stage_id", former=_LEFT_SINCE.format(column="stage_id", moment=":at"))
        came = still.format(column="stage_entered_at", former=_LEFT_SINCE.format(column="at", moment=":at"))
    return _MOVES.format(
        changed=changed_since("later", ":at"), stage_then=stage_then, stage_last=stage_last, came=came,
        currency=_last("currency", asked), value=_last("value", asked), such=asked.of_leads,
        open=_OPEN, begun=_BEGUN.format(open=_OPEN),
    )  # fmt: skip


def _last(column: str, asked: Asked) -> str:
    """What it was at the end of the window."""
    return f"lead.{column}" if asked.is_now else was(column, "later", ":at")


# Deals that were open at the beginning, whatever became of them; in another currency both amounts count whole.
_REVALUED = """
WITH {earlier}, {later},
worth AS MATERIALIZED (
    SELECT lead.id AS lead_id, {currency_then} AS currency_then, COALESCE({value_then}, 0) AS value_then,
        {currency} AS currency, COALESCE({value}, 0) AS value
    FROM lead LEFT JOIN visit AS former ON former.lead_id = lead.id AND former.at <= :since
        AND former.left_at > :since AND former.passed = 0
    WHERE lead.id IN (SELECT earlier.lead_id FROM earlier){such}
        AND CASE WHEN lead.stage_entered_at <= :since THEN lead.stage_id ELSE former.stage_id END IN {open}
)
SELECT lead_id, CASE WHEN value > value_then THEN 'raised' ELSE 'lowered' END AS went, currency,
    ABS(value - value_then) AS value, value - value_then AS more
FROM worth WHERE COALESCE(currency, :own) = COALESCE(currency_then, :own) AND value <> value_then
UNION ALL SELECT lead_id, 'raised', currency, value, value FROM worth
WHERE COALESCE(currency, :own) <> COALESCE(currency_then, :own) AND value <> 0
UNION ALL SELECT lead_id, 'lowered', currency_then, value_then, -value_then
FROM worth WHERE COALESCE(currency, :own) <> COALESCE(currency_then, :own) AND value_then <> 0
"""


def revalued(asked: Asked) -> str:
    """A query for (lead_id, went, currency, value, more) of the deals open at the beginning whose value is another.

    `went` is raised or lowered, `value` by how much, `more` the same with its sign. A window without a beginning has
    none: what every deal is worth came in with it.
    """
    if asked.since == ALL:
        return "SELECT NULL AS lead_id, NULL AS went, NULL AS currency, NULL AS value, NULL AS more WHERE 0"
    return _REVALUED.format(
        earlier=changed_since("earlier", ":since"), later=changed_since("later", ":at"),
        currency_then=was("currency", "earlier", ":since"), value_then=was("value", "earlier", ":since"),
        currency=_last("currency", asked), value=_last("value", asked), such=asked.of_leads, open=_OPEN,
    )  # fmt: skip


def came_in(asked: Asked) -> str:
    """A query for (lead_id, currency, value) of all that came into the open pipeline: deals, and what was added."""
    return _either(asked, "came_in IS NOT NULL", "raised")


def went_out(asked: Asked) -> str:
    """The same of all that went out of it: deals that were closed, and what was taken off."""
    return _either(asked, "went IN ('won', 'lost', 'archived')", "lowered")


def _either(asked: Asked, of_moves: str, went: str) -> str:
    return (
        f"SELECT lead_id, currency, value FROM ({moves(asked)}) WHERE {of_moves} "
        f"UNION ALL SELECT lead_id, currency, value FROM ({revalued(asked)}) WHERE went = '{went}'"
    )


# -- slipping ----------------------------------------------------------------------------------------------

# Each reason is a row. Days are compared as text; one passes when it ends. Who went back to where it had been is found
# by index visit_entered, also if it went on again since.
_SLIPS = """
WITH {earlier}, {later},
due AS MATERIALIZED (
    SELECT lead.id AS lead_id, {due_then} AS was, {due} AS became FROM lead
    WHERE lead.id IN (SELECT earlier.lead_id FROM earlier WHERE earlier.deadline_on){such}
),
again AS MATERIALIZED (
    SELECT visit.lead_id, visit.n
    FROM stage CROSS JOIN visit ON visit.group_id = stage.id AND visit.at > :since AND visit.at <= :at
    WHERE stage.kind = 'open' AND visit.entered_before IS NOT NULL AND visit.passed = 0{of_visits}
),
returned AS MATERIALIZED (
    SELECT again.lead_id, former.stage_id AS was, visit.stage_id AS became
    FROM again CROSS JOIN visit ON visit.lead_id = again.lead_id AND visit.n = again.n
    CROSS JOIN visit AS former ON former.lead_id = again.lead_id AND former.n = again.n - 1
    WHERE former.stage_id > visit.stage_id AND former.stage_id IN {open}
)
SELECT lead_id, 'later' AS because, was, became FROM due WHERE was < became
UNION ALL
SELECT lead.id, 'passed', {due}, NULL FROM lead WHERE {due} >= :first_day AND {due} < :last_day{such}
UNION ALL
SELECT lead_id, 'back', was, became FROM returned
UNION ALL
SELECT lead_id, 'back', was, became FROM ({back}) WHERE lead_id NOT IN (SELECT returned.lead_id FROM returned)
"""
_BACK = "SELECT lead_id, stage_begun AS was, stage_last AS became FROM ({moves}) WHERE went = 'back'"
GONE_BACK = "SELECT value AS lead_id, NULL AS was, NULL AS became FROM json_each(:gone_back)"
"""Of `slips`: the leads that moved back, where they are known already."""


def slips(asked: Asked, back: str = "") -> str:
    """A query for (lead_id, because, was, became), a row a reason: back (stage ids), later or passed (ISO days).

    Whether the deal is still open is for `slipped` to say.
    """
    return _SLIPS.format(
        earlier=changed_since("earlier", ":since"), later=changed_since("later", ":at"),
        due_then=was("deadline_on", "earlier", ":since"), due=_last("deadline_on", asked), such=asked.of_leads,
        open=_OPEN, of_visits=asked.of("visit.lead_id"), back=back or _BACK.format(moves=moves(asked)),
    )  # fmt: skip


def slipped(asked: Asked, back: str = "") -> str:
    """A query for (lead_id, stage_id, currency, value) of the deals open at the end that slipped."""
    deals = stood(":at", asked.of_leads, is_now=asked.is_now)
    return (
        f"SELECT lead_id, stage_id, currency, value FROM ({deals}) WHERE stage_id IN {_OPEN} "
        f"AND lead_id IN (SELECT lead_id FROM ({slips(asked, back)}))"
    )


def given(asked: Asked) -> dict[str, Any]:
    """The parameters of these queries: deadlines from `:first_day` on, before `:last_day`, passed in the window."""
    from datetime import datetime

    first = "" if asked.since == ALL else datetime.fromtimestamp(asked.since / 1000, asked.zone).date().isoformat()
    last = datetime.fromtimestamp(asked.at / 1000, asked.zone).date().isoformat()
    return asked.given(own=asked.currency, first_day=first, last_day=last)


def open_at(asked: Asked, moment: str) -> str:
    """A query for (lead_id, stage_id, currency, value) of the deals open at the window's beginning or end."""
    deals = stood(moment, asked.of_leads, is_now=asked.is_now and moment == ":at")
    return f"SELECT lead_id, stage_id, currency, value FROM ({deals}) WHERE stage_id IN {_OPEN}"
