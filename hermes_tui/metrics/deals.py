"""Where deals stood at the moment that figures are asked of, as SQL to count over: one rule for now and for the past.

Now it is read off the copies on lead rows, by index lead_standing; a past moment is told by the visits. A value, a
currency and a source are those that the lead has today.
"""

from __future__ import annotations

from hermes_tui.metrics.asked import Asked

_COLUMNS = "COALESCE(lead.engaged_at, lead.created_at) AS began, lead.source, lead.currency, lead.value"
_NOW = f"""(
    SELECT lead.id AS lead_id, lead.stage_id, lead.stage_entered_at AS at, {_COLUMNS}
    FROM lead WHERE {{such}}{{filter}}
) AS deal"""
_THEN = f"""(
    SELECT visit.lead_id, visit.stage_id, visit.at, {_COLUMNS}
    FROM visit JOIN lead ON lead.id = visit.lead_id
    WHERE {{such}} AND visit.at <= :at AND (visit.left_at IS NULL OR visit.left_at > :at)
        AND visit.passed = 0{{filter}}
) AS deal"""
_BARE = """(
    SELECT visit.lead_id, visit.stage_id FROM visit
    WHERE {such} AND visit.at <= :at AND (visit.left_at IS NULL OR visit.left_at > :at) AND visit.passed = 0{filter}
) AS deal"""
_OF_KIND = "(SELECT stage.id FROM stage WHERE stage.kind = '{kind}')"

WON, LOST = _OF_KIND.format(kind="won"), _OF_KIND.format(kind="lost")
"""SQL for the stages of these kinds, to go on with after IN."""

_CLOSED = "(SELECT stage.id FROM stage WHERE stage.kind IN ('won', 'lost'))"
_OPEN = _OF_KIND.format(kind="open")
_FIRST_CLOSED = "(SELECT MIN(stage.id) FROM stage WHERE stage.kind <> 'open')"

CYCLE = "MAX(0, deal.at - deal.began)"
"""SQL for how long a closed deal took: ms from engaged, else created, to closed, never below 0 (definitions.md)."""


def everything(asked: Asked) -> str:
    """Every lead that there was at `asked.at`, and where it stood, to stand after FROM.

    Its columns, by the name `deal`: lead_id, stage_id, at (when it came there), began, source, currency, value. Takes
    the parameters of `asked.given()`.
    """
    return _from(asked, now="1", then="1")


def open_deals(asked: Asked) -> str:
    """The same of those in an open stage: by index a list of stages is faster, reading every visit a bound is."""
    return _from(asked, now=f"lead.stage_id IN {_OPEN}", then=f"visit.stage_id < {_FIRST_CLOSED}")


def closed(asked: Asked, stages: str = _CLOSED) -> str:
    """The same of those that stand in WON or LOST and came there in the window; `stages`: only one of both."""
    return _from(
        asked,
        now=f"lead.stage_id IN {stages} AND lead.stage_entered_at > :since",
        # By index visit_entered: coming there from another stage is entering the group.
        then=f"visit.group_id IN {stages} AND visit.at > :since",
    )


def closed_only(asked: Asked) -> str:
    """The same, but lead_id and stage_id only: of the past without looking up one lead."""
    if asked.is_now:
        return closed(asked)
    return _BARE.format(such=f"visit.group_id IN {_CLOSED} AND visit.at > :since", filter=asked.of("visit.lead_id"))


def _from(asked: Asked, now: str, then: str) -> str:
    """Two whole conditions and not a flag in one, so that SQLite sees which index serves."""
    if asked.is_now:
        return _NOW.format(such=now, filter=asked.of_leads)
    return _THEN.format(such=then, filter=asked.of_leads)
