"""What figures are asked of: a moment, a window before it, and a filter on top; the same for screen, CLI and report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

DAY_MS = 86_400_000
VELOCITY_DAYS = 365  # definitions.md, "Sales velocity": the trailing window where the rep named none
ALL = -(2**62)
"""`since` of a window without a beginning."""


class Asked(NamedTuple):
    """What happened after `since` up to `at` counts (UTC ms); where leads stand is asked of `at`.

    `is_now`: `at` is the present, so that the copies on lead rows may be read; otherwise where a lead stood is told
    by its visits. `chosen`: the rep named the window. `where` is a condition over `lead` ("" for none) with `params`,
    made of the filter `text`; it is about leads as they are now. `rates` says what one unit of another currency is in
    `currency`, the rep's own, where the rep set that: without it amounts of two currencies are never added.
    """

    at: int
    today: date
    since: int = ALL
    is_now: bool = True
    chosen: bool = False
    where: str = ""
    params: Mapping[str, Any] = {}
    text: str = ""
    zone: tzinfo = UTC
    currency: str = "USD"
    rates: Mapping[str, Decimal] = {}
    stale_days: int = 7

    @property
    def of_leads(self) -> str:
        """SQL to go on with in a query over `lead`: ` AND (…)`, or nothing."""
        return f" AND ({self.where})" if self.where else ""

    def of(self, column: str) -> str:
        """SQL to go on with in a query whose `column` is a lead's id: ` AND column IN (…)`, or nothing."""
        return f" AND {column} IN (SELECT lead.id FROM lead WHERE {self.where})" if self.where else ""

    def given(self, **more: Any) -> dict[str, Any]:
        """The named parameters of a query: `:at`, `:since`, those of the filter, and these."""
        return {**self.params, "at": self.at, "since": self.since, **more}

    @property
    def days(self) -> float | None:
        """How long the window is, None where it has no beginning."""
        return None if self.since == ALL else (self.at - self.since) / DAY_MS

    @property
    def before(self) -> Asked | None:
        """The same of the window of the same length that ends where this one begins; None where there is none."""
        if self.since == ALL:
            return None
        return self._replace(at=self.since, since=2 * self.since - self.at, is_now=False)

    @property
    def trailing(self) -> Asked:
        """The same of the window that velocity looks back on: the rep's own where one was named, else a year."""
        return self if self.chosen else self._replace(since=self.at - VELOCITY_DAYS * DAY_MS)
