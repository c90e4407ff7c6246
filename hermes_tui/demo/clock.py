"""The rep's working week: a smooth clock bent so that everything happens Monday to Friday, 8 to 18 o'clock UTC.

Stories are told on a clock that runs day and night; `office` lays each of its weeks evenly over the working hours
of that week and keeps the order of things, so that no mail leaves on a Sunday night.
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
_WORKDAYS = 5


def office(smooth: int) -> int:
    """The moment in working hours (UTC ms, whole seconds) for a moment of the smooth clock; never decreases.

    Moments a minute apart stay apart.
    """
    week, inside = divmod(smooth - _MONDAY, _WEEK)
    day, rest = divmod(inside * _WORKDAYS * _WORKING // _WEEK, _WORKING)
    return (_MONDAY + week * _WEEK + day * DAY + _OPENS + rest) // SECOND * SECOND


def horizon(now: int) -> int:
    """The latest moment of the smooth clock that `office` maps to `now` or before."""
    week, inside = divmod(now - _MONDAY, _WEEK)
    day, rest = divmod(inside, DAY)
    worked = _WORKDAYS * _WORKING
    if day < _WORKDAYS:
        worked = day * _WORKING + min(max(rest - _OPENS, 0), _WORKING)
    return _MONDAY + week * _WEEK + worked * _WEEK // (_WORKDAYS * _WORKING) - 1


def at_work(moment: int) -> int:
    """The moment of the smooth clock for `moment` (UTC ms), nights and weekends laid over the working day before.

    `horizon` would put all of a weekend into the last second of its Friday.
    """
    inside = (moment - _MONDAY) % _WEEK
    day, rest = divmod(inside, DAY)
    if day < _WORKDAYS and _OPENS <= rest <= _CLOSES:
        return horizon(moment)
    before_work = day < _WORKDAYS and rest < _OPENS
    last = (day - 1 if day else _WORKDAYS - 1 - 7) if before_work else min(day, _WORKDAYS - 1)
    following = day if before_work else (day + 1 if day < _WORKDAYS - 1 else 7)
    closed, opens = last * DAY + _CLOSES, following * DAY + _OPENS
    return horizon(moment) - (_WEEK // _WORKDAYS) * (opens - inside) // (opens - closed)


def iso_date(moment: int) -> str:
    """The UTC date of a moment, as `YYYY-MM-DD`."""
    return datetime.fromtimestamp(moment / SECOND, UTC).date().isoformat()
