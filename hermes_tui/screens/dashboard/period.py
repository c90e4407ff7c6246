"""The periods a rep looks at figures of: the usual ones by a key, how each is said, and what figures are asked."""

from __future__ import annotations

from typing import NamedTuple

from hermes_tui.actions.asking import Reckoning, asked_of
from hermes_tui.formats import DAY_MS, day, day_with_year, day_words
from hermes_tui.metrics.asked import ALL, Asked
from hermes_tui.session import Session

USUAL = "90d"
OWN = ""
"""The answer that asks for a period in the rep's own words."""
CHOICES = (("7", "days", "7d"), ("3", "30 days", "30d"), ("9", "90 days", "90d"), ("y", "year", "365d"),
           ("m", "this month", "month"), ("a", "all", "all"), ("/", "since when, from..to", OWN))  # fmt: skip
"""(key, label, period) of what `p` offers."""


class Question(NamedTuple):
    """What the rep looks at: a period in their words (None: never chosen), a filter, and a day in the past or None."""

    period: str | None = None
    filter_text: str = ""
    as_of: str | None = None

    def asked(self, session: Session) -> Asked:
        """What that asks of the figures. Raises UsageError for what is no period, filter or day that was."""
        settings = session.settings
        by = Reckoning(
            session.now(), session.today(), session.zone, settings.stale_days, settings.currency, settings.rates
        )
        return asked_of(
            session.database, by, period=self.period or USUAL, filter_text=self.filter_text, as_of=self.as_of,
            chosen=self.period is not None,
        )  # fmt: skip


def period_words(asked: Asked) -> str:
    """`last 90 days`, `all time`, `1 Jan to 31 Mar 2026`: the window as it was understood."""
    if asked.since == ALL:
        return "all time" if asked.is_now else f"until {last_day(asked)}"
    days = (asked.at - asked.since) / DAY_MS
    if asked.is_now and days == int(days):
        return f"last {int(days)} days" if days != 1 else "last day"
    first = day(asked.since + 1, asked.zone, asked.at).strip()
    return f"since {first}" if asked.is_now else f"{first} to {last_day(asked)}"


def last_day(asked: Asked) -> str:
    """The day at whose end the pipeline is looked at: `30 Apr 2026`."""
    from hermes_tui.clock import day_of

    return day_with_year(day_of(asked.at, asked.zone))


def loud_day(asked: Asked) -> str:
    """The same with its weekday: `Thu 30 Apr 2026`."""
    from hermes_tui.clock import day_of

    there = day_of(asked.at, asked.zone)
    return f"{day_words(there)} {there.year}"
