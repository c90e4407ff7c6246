"""How templates fare: usage, reply rate with its interval, time to the reply (definitions.md, "Templates")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from statistics import median
from typing import Any, NamedTuple

from hermes_tui.metrics.comparison import Comparison
from hermes_tui.metrics.comparison import compare as compare_rates
from hermes_tui.metrics.intervals import Rate, rate
from storage.database import Database
from storage.queries.performance import BY, Figures, figures, first_sent
from storage.queries.stages import stages
from storage.queries.templates import TemplateRow, templates

DAY_MS = 86_400_000


class Performance(NamedTuple):
    """How a template fares, or one `group` of it: a channel, a stage's name, a month (`2026-06`); None: all of it.

    `usage` counts messages that left. The rest counts people: `sent` those who got it, but not the `maturing` ones,
    who got it less than 7 days ago and have not answered; `replied` ÷ `sent` is the `rate`. `positive` replied well,
    `median_days` is the time to the reply where it is known.
    """

    template_id: int
    name: str
    kind: str
    channel: str
    active: int
    usage: int
    sent: int
    replied: int
    rate: Rate
    maturing: int
    positive: int
    median_days: float | None
    group: str | None = None


def performance(
    database: Database, now: int, *, by: str | None = None, since: int | None = None, zone: tzinfo = UTC,
    only: Sequence[int] | None = None, of: str = "", given: Mapping[str, Any] | None = None,
) -> list[Performance]:  # fmt: skip
    """Every template as it fared at `now` (UTC ms), the best first: sorted by the lower end of the interval.

    With `since` only messages after that moment count. `by` is "channel", "stage" (of the lead, when it went out) or
    "month" (in `zone`), each that of the person's first message: then a row a template and group, by group, the best
    first in each, without what was never used. `only` names the templates asked for; `of` narrows
    the leads (` AND lead_id IN …`) and takes `given`.
    """
    after = -1 if since is None else since
    months = _months(database, now, zone) if by == "month" else []
    names = _names(database, by, months, zone)
    found = []
    for row in templates(database):
        if only is None or row.id in only:
            counted = figures(database, row.id, now, since=after, by=by, months=months, of=of, given=given)
            found += [_performance(row, each, names) for each in counted]
            if by is None and not counted:
                found.append(_performance(row, Figures(None, 0, 0, 0, 0, 0, ()), names))
    places = {name: place for place, name in enumerate(names.values())}
    return sorted(found, key=lambda each: (places.get(each.group, len(places)) if by else 0, *by_lower_end(each)))


def by_lower_end(found: Performance) -> tuple[bool, float, int, str]:
    """The place of a template among others: what is surely good first, what was not sent yet last."""
    low = found.rate.low
    return (low is None, -(low or 0.0), -found.sent, found.name.casefold())


def compare(first: Performance, second: Performance) -> Comparison:
    """Whether the first is better than the second, and how sure that is."""
    return compare_rates(first.replied, first.sent, second.replied, second.sent)


def _performance(row: TemplateRow, counted: Figures, names: dict[str | int | None, str | None]) -> Performance:
    sent = counted.sent - counted.maturing
    return Performance(
        row.id, row.name, row.kind, row.channel, row.active, counted.usage, sent, counted.replied,
        rate(counted.replied, sent), counted.maturing, counted.positive,
        median(counted.lengths) / DAY_MS if counted.lengths else None,
        names.get(counted.group, None if counted.group is None else str(counted.group)),
    )  # fmt: skip


def _names(
    database: Database, by: str | None, months: Sequence[int], zone: tzinfo
) -> dict[str | int | None, str | None]:  # fmt: skip
    """What each group is called, in the order in which groups are shown; channels are called what they are."""
    if by == "stage":
        return {stage.id: stage.name for stage in stages(database)}
    if by == "month":
        return {place: f"{datetime.fromtimestamp(at / 1000, zone):%Y-%m}" for place, at in enumerate(months)}
    if by is not None and by not in BY:
        raise ValueError(by)
    return {}


def _months(database: Database, now: int, zone: tzinfo) -> list[int]:
    """The moments at which the months began in the zone, from that of the first message on."""
    first = first_sent(database)
    if first is None:
        return []
    month = datetime.fromtimestamp(first / 1000, zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = []
    while (at := int(month.timestamp() * 1000)) <= now:
        found.append(at)
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return found
