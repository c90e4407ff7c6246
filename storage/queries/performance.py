"""How each template fares, counted from the messages themselves at the moment of asking (definitions.md, "Templates").

Nothing here is kept or incremented: a corrected status corrects the number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from storage.database import Database

RIPE_MS = 7 * 86_400_000
"""A message without an answer counts as unanswered from this age on; before, it is maturing."""

BY = ("channel", "stage", "month")

READ_AT_ONCE = 20_000  # messages whose figures are worked out in milliseconds; a screen counts more in a thread


class Figures(NamedTuple):
    """Counts of one template, or of one of its groups.

    `group` is a channel, the number of a stage or the place of a month; None where nothing is grouped or known.
    `usage` counts messages; the others people: `sent` those whom one reached SENT or later, of whom `replied` did and
    `maturing` did not yet; `positive` replied well. `lengths` are times to the reply in ms, where known.
    """

    group: str | int | None
    usage: int
    sent: int
    replied: int
    maturing: int
    positive: int
    lengths: tuple[int, ...]


# A person is a contact, or an address of the lead where no contact is known. What left, all of which counts as usage;
# what bounced reached nobody. By index message_performance, which has every column named here.
PEOPLE = """
    SELECT lead_id, {first} AS first, COUNT(*) AS usage,
        SUM(status <> 'BOUNCED') AS went,
        MAX(CASE WHEN status <> 'BOUNCED' THEN at END) AS newest,
        SUM(COALESCE(answered_at <= :now, status = 'REPLIED')) AS replied,
        SUM(answered_well AND answered_at <= :now) AS good,
        MIN(CASE WHEN answered_at <= :now THEN answered_at - at END) AS length
    FROM message
    WHERE template_id = :template AND status IN ('SENT', 'DELIVERED', 'READ', 'REPLIED', 'BOUNCED')
        AND at > :since AND at <= :now{of}
    GROUP BY lead_id, contact_id, CASE WHEN contact_id IS NULL THEN address END
"""
_FIGURES = f"""
SELECT {{group}} AS found, SUM(usage), SUM(went > 0), SUM(went > 0 AND replied > 0),
    SUM(went > 0 AND replied = 0 AND newest > :ripe), SUM(good > 0), GROUP_CONCAT(length)
FROM ({PEOPLE}) AS person GROUP BY found ORDER BY found
"""
# Groups are those of a person's first message, so that they add up to the whole: its moment goes before the value in
# one sortable term. A year has the same number of digits in ms from 2001 to 2286.
_TERMS = {
    None: ("NULL", "NULL"),
    "channel": ("MIN((1000000000000000 + at) || channel)", "SUBSTR(first, 17)"),
    "stage": ("MIN(at * 1000 + COALESCE(stage_id, 0))", "NULLIF(first % 1000, 0)"),
}


def figures(
    database: Database, template_id: int, now: int, *, since: int = -1, by: str | None = None,
    months: Sequence[int] = (), of: str = "", given: Mapping[str, Any] | None = None,
) -> list[Figures]:  # fmt: skip
    """The counts of a template as they stood at `now` (UTC ms), of its messages after `since`; empty where none left.

    `by` is None or one of BY. `months` are the moments at which months begin, for by="month": a group is the place of
    the last one that began before the person's first message. `of` narrows the leads (` AND lead_id IN …`), and takes
    `given`.
    """
    params: dict[str, Any] = {
        **(given or {}),
        "template": template_id,
        "now": now,
        "since": since,
        "ripe": now - RIPE_MS,
    }
    if by == "month":
        first, group = "MIN(at)", _month(len(months))
        params.update((f"month{place}", at) for place, at in enumerate(months))
    else:
        first, group = _TERMS[by]
    found = database.rows(_FIGURES.format(first=first, group=group, of=of), params)
    return list(map(_figures, found))


def _month(number: int) -> str:
    """SQL for the place of the month that `first` falls into, the newest asked first."""
    cases = " ".join(f"WHEN first >= :month{place} THEN {place}" for place in reversed(range(number)))
    return f"CASE {cases} END" if cases else "NULL"


def _figures(row: tuple[str | int | None, int, int, int, int, int, str | None]) -> Figures:
    group, usage, sent, replied, maturing, positive, lengths = row
    known = tuple(map(int, lengths.split(","))) if lengths else ()
    return Figures(group, usage, sent, replied, maturing, positive, known)


def first_sent(database: Database) -> int | None:
    """When the first message from any template was written (UTC ms); None where none was."""
    found = database.value("SELECT MIN(at) FROM message WHERE template_id IS NOT NULL")
    return None if found is None else int(found)


def messages_at_most(database: Database) -> int:
    """No more messages than this are there to be counted; to count them would take as long as the figures."""
    return int(database.value("SELECT COALESCE(MAX(id), 0) FROM message"))


# By the indexes message_contact and message_lead.
_REACHES = "status NOT IN ('DRAFT', 'BOUNCED', 'FAILED')"
_SENT_TO_CONTACT = f"""
SELECT DISTINCT template_id FROM message WHERE contact_id = ? AND template_id IS NOT NULL AND {_REACHES}
"""
_SENT_TO_LEAD = f"""
SELECT DISTINCT template_id FROM message
WHERE lead_id = ? AND contact_id IS NULL AND template_id IS NOT NULL AND {_REACHES}
"""


def templates_sent_to(database: Database, lead_id: int, contact_id: int | None) -> set[int]:
    """The templates that a person was written to from, or is about to be; without a contact, the lead's own address."""
    if contact_id is None:
        return {int(row[0]) for row in database.rows(_SENT_TO_LEAD, (lead_id,))}
    return {int(row[0]) for row in database.rows(_SENT_TO_CONTACT, (contact_id,))}
