"""Where deals stood at the moment that figures are asked of, as SQL to count over: one rule for now and for the past.

Now it is read off the copies on lead rows, by index lead_standing. At a past moment a deal stood where it stands now,
if it came there before, or where a visit that ended since tells; its value and its currency are those of that moment,
read back from the journal (storage/queries/as_of.py). Its source and its beginning are those that it has today.
"""

from __future__ import annotations

from hermes_tui.metrics.asked import Asked
from storage.queries.as_of import changed_since, was

_BEGAN = "COALESCE(lead.engaged_at, lead.created_at) AS began"
_NOW = f"""(
    SELECT lead.id AS lead_id, lead.stage_id, lead.stage_entered_at AS at, {_BEGAN}, lead.source, lead.currency,
        lead.value
    FROM lead WHERE {{such}}{{filter}}
) AS deal"""
# By indexes lead_standing and visit_length, whose rows say when the visits began as well.
_VALUE, _CURRENCY = (was(column, "changed", ":at") for column in ("value", "currency"))
_ENDED_SINCE = "visit.length IS NOT NULL AND visit.left_at > :at AND visit.left_at - visit.length <= :at"
_WAS = f"{was('currency', 'changed', ':at')} AS currency, {was('value', 'changed', ':at')} AS value"
_THEN = f"""(
    WITH {changed_since("changed", ":at")}
    SELECT lead.id AS lead_id, lead.stage_id, lead.stage_entered_at AS at, {_BEGAN}, lead.source, {_WAS}
    FROM lead WHERE lead.stage_entered_at <= :at AND {{such}}{{filter}}
    UNION ALL
    SELECT visit.lead_id, visit.stage_id, visit.left_at - visit.length, {_BEGAN}, lead.source, {_WAS}
    FROM visit CROSS JOIN lead ON lead.id = visit.lead_id
    WHERE {_ENDED_SINCE} AND {{visited}}{{filter}}
) AS deal"""
_BARE = f"""(
    SELECT lead.id AS lead_id, lead.stage_id FROM lead WHERE lead.stage_entered_at <= :at AND {{such}}{{filter}}
    UNION ALL
    SELECT visit.lead_id, visit.stage_id FROM visit WHERE {_ENDED_SINCE} AND {{visited}}{{of_visits}}
) AS deal"""
_OF_KIND = "(SELECT stage.id FROM stage WHERE stage.kind = '{kind}')"

WON, LOST = _OF_KIND.format(kind="won"), _OF_KIND.format(kind="lost")
"""SQL for the stages of these kinds, to go on with after IN."""

_CLOSED = "(SELECT stage.id FROM stage WHERE stage.kind IN ('won', 'lost'))"
_OPEN = _OF_KIND.format(kind="open")

CYCLE = "MAX(0, deal.at - deal.began)"
"""SQL for how long a closed deal took: ms from engaged, else created, to closed, never below 0 (definitions.md)."""


def everything(asked: Asked) -> str:
    """Every lead that there was at `asked.at`, and where it stood, to stand after FROM.

    Its columns, by the name `deal`: lead_id, stage_id, at (when it came there), began, source, currency, value. Takes
    the parameters of `asked.given()`.
    """
    return _from(asked, "1", "1")


def open_deals(asked: Asked) -> str:
    """The same of those in an open stage."""
    return _from(asked, f"lead.stage_id IN {_OPEN}", f"visit.stage_id IN {_OPEN}")


def closed(asked: Asked, stages: str = _CLOSED) -> str:
    """The same of those that stand in WON or LOST and came there in the window; `stages`: only one of both."""
    return _from(asked, *_came_to(stages))


def closed_only(asked: Asked) -> str:
    """The same, but lead_id and stage_id only: what is read off indexes alone, of the past too."""
    if asked.is_now:
        return closed(asked)
    such, visited = _came_to(_CLOSED)
    return _BARE.format(such=such, visited=visited, filter=asked.of_leads, of_visits=asked.of("visit.lead_id"))


def _came_to(stages: str) -> tuple[str, str]:
    return (
        f"lead.stage_id IN {stages} AND lead.stage_entered_at > :since",
        f"visit.stage_id IN {stages} AND visit.left_at - visit.length > :since",
    )


def _from(asked: Asked, such: str, visited: str) -> str:
    """`such` is asked of where leads stand now, `visited` of visits that ended since."""
    if asked.is_now:
        return _NOW.format(such=such, filter=asked.of_leads)
    return _THEN.format(such=such, visited=visited, filter=asked.of_leads)
