"""A day in a letter: a date that prints as nobody can read it the wrong way round, and what may be asked of it."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_DAYS = 36_500


class Day(date):
    """A date whose text is `22 June 2026`, the same in every locale.

    >>> print(Day(2026, 6, 22))
    22 June 2026
    """

    def __str__(self) -> str:
        return f"{self.day} {MONTHS[self.month - 1]} {self.year}"


def day_of(moment: date) -> Day:
    """Any date as a Day."""
    return Day(moment.year, moment.month, moment.day)


def later(day: date, days: int) -> Day:
    """The day that many days after (or before) this one. Raises ValueError beyond a hundred years."""
    if abs(days) > MOST_DAYS:
        raise ValueError("more than a hundred years")
    return day_of(day + timedelta(days=days))


def weekday(day: date) -> str:
    """`Monday`."""
    return WEEKDAYS[day.weekday()]


def month(day: date) -> str:
    """`June`."""
    return MONTHS[day.month - 1]


def day_and_month(day: date) -> str:
    """`22 June`."""
    return f"{day.day} {MONTHS[day.month - 1]}"
