"""Deals as they were at a past moment: stages by the visits, values by the journal, and who is gone since.

The journal is never pruned, so a value is known back to the day that the lead came into the file; before, it counts
as what the file that brought it said. An action that was undone never was, here as in the stage history; an import
changed a deal at the moment it ran, whatever the dates in it. A lead that was deleted, or merged into another, has no
visits any more: it is in no figure, and `gone` tells of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from storage.database import Database

# A key of the row that was changed, found as text: in a JSON string its quotes would be escaped.
_HAS = "instr(change.before, '\"{column}\":') > 0"
_COLUMNS = ("value", "currency", "deadline_on")
_ANY = " OR ".join(_HAS.format(column=column) for column in _COLUMNS)
# Which leads are worth, or due, another thing since; by index change_action.
_CHANGED = """{name} AS MATERIALIZED (
    SELECT change.row_id AS lead_id, {has} FROM action CROSS JOIN change ON change.action_id = action.id
    WHERE action.at > {moment} AND action.undone_at IS NULL
        AND change.table_name = 'lead' AND change.op <> 'insert' AND ({any})
)"""
# The first change after the moment says what was before it; by index change_row. IN makes its own index of what is
# materialized, which a join does only where the planner believes in it.
_WAS = """CASE WHEN lead.id IN (SELECT {name}.lead_id FROM {name} WHERE {name}.{column}) THEN (
        SELECT json_extract(change.before, '$.{column}')
        FROM change CROSS JOIN action ON action.id = change.action_id
        WHERE change.table_name = 'lead' AND change.row_id = lead.id AND change.op <> 'insert' AND {has}
            AND action.at > {moment} AND action.undone_at IS NULL ORDER BY change.id LIMIT 1
    ) ELSE lead.{column} END"""


def changed_since(name: str, moment: str) -> str:
    """What `was` leans on, to stand after WITH: (lead_id, and of each column whether it was changed since)."""
    has = ", ".join(f"{_HAS.format(column=column)} AS {column}" for column in _COLUMNS)
    return _CHANGED.format(name=name, moment=moment, has=has, any=_ANY)


def was(column: str, name: str, moment: str) -> str:
    """A lead's value, currency or deadline_on at `moment`, as SQL over `lead`; `name` is that of `changed_since`."""
    return _WAS.format(column=column, name=name, moment=moment, has=_HAS.format(column=column))


_NOW = "SELECT lead.id AS lead_id, lead.stage_id, lead.currency, lead.value FROM lead WHERE 1{such}"
# A lead stands where it stands now, by index lead_standing, or is told by a visit that ended since, by index
# visit_length, whose rows say when they began as well.
_THEN = """
    WITH {changed}
    SELECT lead.id AS lead_id, lead.stage_id, {currency} AS currency, {value} AS value FROM lead
    WHERE lead.stage_entered_at <= {moment}{such}
    UNION ALL
    SELECT visit.lead_id, visit.stage_id, {currency}, {value}
    FROM visit CROSS JOIN lead ON lead.id = visit.lead_id
    WHERE visit.length IS NOT NULL AND visit.left_at > {moment} AND visit.left_at - visit.length <= {moment}{such}
"""


def stood(moment: str = ":at", such: str = "", *, is_now: bool = False) -> str:
    """A query for (lead_id, stage_id, currency, value) of every lead, as at `moment` (SQL; UTC ms).

    `such`: further conditions over `lead`, from ` AND` on. `is_now`: nothing happened after the moment.
    """
    if is_now:
        return _NOW.format(such=such)
    return _THEN.format(
        moment=moment, such=such, changed=changed_since("changed", moment),
        value=was("value", "changed", moment), currency=was("currency", "changed", moment),
    )  # fmt: skip


class Gone(NamedTuple):
    """A lead that stood in the pipeline then and is none any more; moments UTC ms, `value` minor units."""

    lead_id: int
    title: str
    company: str | None
    gone_at: int
    label: str  # of the action that took it away: `merged with …`, `… deleted`
    stage_id: int
    kind: str
    value: int | None
    currency: str | None


# By indexes change_action and change_row. Its history went with it, unless another lead has that since: then the deal
# stands where it stood, under that lead's number.
_GONE = """
SELECT gone.row_id, json_extract(gone.before, '$.title'), json_extract(gone.before, '$.company'), action.at,
    action.label, stage.id, stage.kind, {value}, {currency}
FROM action CROSS JOIN change AS gone ON gone.action_id = action.id
JOIN stage ON stage.id = (
    SELECT json_extract(event.before, '$.to_stage_id') FROM change AS event
    WHERE event.lead_id = gone.row_id AND event.action_id = gone.action_id AND event.table_name = 'stage_event'
        AND event.op = 'delete' AND json_extract(event.before, '$.at') <= :at
    ORDER BY json_extract(event.before, '$.at') DESC, event.row_id DESC LIMIT 1
)
WHERE action.at > :at AND action.undone_at IS NULL AND gone.table_name = 'lead' AND gone.op = 'delete'
    AND NOT EXISTS (SELECT 1 FROM lead WHERE lead.id = gone.row_id)
    AND NOT EXISTS (SELECT 1 FROM change AS later JOIN action AS its ON its.id = later.action_id
        WHERE later.table_name = 'lead' AND later.row_id = gone.row_id AND later.op = 'delete'
            AND its.undone_at IS NULL AND later.id > gone.id)
ORDER BY action.at, gone.row_id
"""
_GONE_WAS = """(
    SELECT json_extract(change.before, '$.{column}') FROM change JOIN action AS its ON its.id = change.action_id
    WHERE change.table_name = 'lead' AND change.row_id = gone.row_id AND change.op <> 'insert'
        AND its.at > :at AND its.undone_at IS NULL AND {has} ORDER BY change.id LIMIT 1
)"""


def gone(database: Database, at: int) -> list[Gone]:
    """The leads that there were at `at` (UTC ms), in whatever stage, and that were deleted or merged since."""
    value, currency = (
        _GONE_WAS.format(column=column, has=_HAS.format(column=column)) for column in ("value", "currency")
    )
    return [Gone(*row) for row in database.rows(_GONE.format(value=value, currency=currency), {"at": at})]
