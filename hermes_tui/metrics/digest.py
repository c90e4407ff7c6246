"""The day's digest: what waits now and what of it came since the last time, each number with the filter behind it.

A number is counted by its own filter, so it always is that of the leads listed. What a line counts now, and since:

- new: created yesterday or today; created since.
- replied: open, and a person of theirs said something yesterday or today; since.
- due: a task is due or overdue; of those, the leads of which none was due on the day of the last time.
- hot: open, and as hot as the settings want; of those, the leads whose newest evidence of heat came since.
- at risk: open with a reason for risk; of those, the leads on which the first of the reasons began to hold since.
  What its stage makes a risk (nobody known who can buy, nobody else ever heard) began when the lead came there, only
  bad moods with their last word.
- stuck: open, and longer in its stage than the threshold; of those, the leads that crossed it since.
- owed: they wait for an answer and are not snoozed; of those, the leads that were heard since.
- stale, waiting on them, snoozed: as the flags say; nothing is said of since when.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple

from storage.database import Database
from storage.filters import Stage, compile_filter
from storage.queries.leads import Leads
from storage.queries.stages import stages


class Line(NamedTuple):
    """One line: how many leads now and since the last time, each with the filter that lists them.

    `since` is None, and `since_filter` "", where the last time is not known, or the line tells only of now.
    """

    key: str
    words: str
    n: int
    filter: str
    since: int | None
    since_filter: str


class _Asked(NamedTuple):
    key: str
    words: str
    filter: str
    since: str  # {moment}: the second of the last time; {day}: its date


_ASKED = (
    _Asked("new", "new since yesterday", "created:1d", "created.after:{moment}"),
    _Asked("replied", "replied since yesterday", "+open heard:1d", "+open heard.after:{moment}"),
    _Asked("due", "tasks due or overdue", "+due", "+due due.after:{day}"),
    _Asked("hot", "hot leads", "+hot", "+hot hot.after:{moment}"),
    _Asked("at_risk", "deals at risk", "+risk", "+risk risk.after:{moment}"),
    _Asked("stuck", "stuck deals", "+stuck", "+stuck stuck.after:{moment}"),
    _Asked("owed", "replies you owe", "+owed -snoozed", "+owed -snoozed heard.after:{moment}"),
    _Asked("stale", "stale leads", "+stale", ""),
    _Asked("waiting", "waiting on them", "+waiting", ""),
    _Asked("snoozed", "snoozed", "+snoozed", ""),
)
KEYS: tuple[str, ...] = tuple(asked.key for asked in _ASKED)
NEWS: tuple[str, ...] = ("new", "replied", "due", "hot", "at_risk", "stuck")
"""The lines that a start tells of."""


def digest(
    database: Database, now: int, today: date, since: int | None, *, stale_days: int, zone: tzinfo = UTC,
    keys: Collection[str] = KEYS, between: Callable[[], bool] | None = None,
) -> tuple[Line, ...]:  # fmt: skip
    """The lines of these keys, in their order. Moments are UTC ms; `today` is the rep's own date in `zone`.

    `between` is called before each count, each of which may read all leads; where it answers False the rest is left
    out.
    """
    pipeline = [Stage(stage.id, stage.name, stage.label, stage.kind) for stage in stages(database)]

    def count(text: str) -> int:
        found = compile_filter(text, now=now, today=today, stale_days=stale_days, timezone=zone, stages=pipeline)
        return Leads(database, now=now, where=found.where, params=found.params).total()

    lines: list[Line] = []
    for asked in _ASKED:
        if asked.key not in keys:
            continue
        text = "" if since is None else _since(asked.since, max(0, min(since, now)), zone)
        if between is not None and not between():
            break
        lines.append(
            Line(asked.key, asked.words, count(asked.filter), asked.filter, count(text) if text else None, text)
        )
    return tuple(lines)


def _since(text: str, since: int, zone: tzinfo) -> str:
    """The filter of what came since, begun with the next full second: what the rep did last is not news."""
    moment = datetime.fromtimestamp(since // 1000, zone)
    return text.format(moment=moment.strftime("%Y-%m-%dT%H:%M:%S"), day=moment.date().isoformat())
