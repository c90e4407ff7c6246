"""The rep's working week: a smooth clock bent so that everything happens Monday to Friday, 8 to 18 o'clock UTC.

Stories are told on a clock that runs day and night; `office` maps its moments into working hours and keeps
their order, so that no mail leaves on a Sunday night and no age moves by more than a weekend.
"""

from __future__ import annotations

from datetime import UTC, datetime

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_WEEK = 7 * DAY
_MONDAY = 4 * DAY  # 1970-01-05, the first Monday of the era
_OPENS = 8 * HOUR
_CLOSES = 18 * HOUR
_WORKING = _CLOSES - _OPENS
_WEEKEND = 48  # how much faster the smooth clock runs on a weekend: two days fall into Friday's last hour


def office(smooth: int) -> int:
    """The moment in working hours (UTC ms, whole seconds) for a moment of the smooth clock; never decreases.

    Moments a minute apart stay apart.
    """
    week, inside = divmod(smooth - _MONDAY, _WEEK)
    day, rest = divmod(inside, DAY)
    if day < 5:
        inside = day * DAY + _OPENS + rest * _WORKING // DAY
    else:
        inside = 4 * DAY + _CLOSES + (inside - 5 * DAY) // _WEEKEND
    return (_MONDAY + week * _WEEK + inside) // SECOND * SECOND


def horizon(now: int) -> int:
    """The latest moment of the smooth clock that `office` maps to `now` or before."""
    inside = (now - _MONDAY) % _WEEK
    day, rest = divmod(inside, DAY)
    start = now - rest
    if day >= 5:
        return now
    if rest < _OPENS:
        return start - 1
    if rest >= _CLOSES:
        return start + DAY - 1
    return start + (rest - _OPENS) * DAY // _WORKING


def iso_date(moment: int) -> str:
    """The UTC date of a moment, as `YYYY-MM-DD`."""
    return datetime.fromtimestamp(moment / SECOND, UTC).date().isoformat()
