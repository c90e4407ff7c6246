"""How counts, days and rates of a table are written, each with the leads behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hermes_tui.metrics.intervals import Rate
from hermes_tui.metrics.tables import DASH, Behind, How, Number, Unit


def days(value: float | None) -> str:
    """Days to one place, `12.3`; from a thousand on whole, `1,204`; a dash where there are none."""
    if value is None:
        return DASH
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.1f}"


def percent(share: float | None) -> str:
    """A share 0 … 1 as `63 %`, a dash where there is none; what is neither none nor all is never written so."""
    if share is None:
        return DASH
    whole = round(100 * share)
    if (whole == 0 and share > 0) or (whole == 100 and share < 1):
        return f"{100 * share:.1f} %" if 0.0005 <= share < 0.9995 else ("< 0.1 %" if share < 0.5 else "> 99.9 %")
    return f"{whole} %"


def certainty(of: Rate) -> str:
    """What must stand beside a rate: `n 57, 95 %: 51–75 %`, and that it is too early where it is."""
    if of.low is None or of.high is None:
        return "n 0"
    interval = f"n {of.n:,}, 95 %: {round(100 * of.low)}–{round(100 * of.high)} %"
    return f"too early: {interval}" if of.is_early else interval


def counted(
    n: int, definition: str, sql: str, params: Mapping[str, Any], *, unit: Unit = "leads", note: str = ""
) -> Number:
    """So many leads or happenings; `sql` gives each as (lead_id, 1)."""
    return Number(n, f"{n:,}", definition, Behind(sql, params, "sum", unit), note)


def lasted(
    value: float | None, definition: str, sql: str, params: Mapping[str, Any], how: How, *, note: str = ""
) -> Number:
    """Days; `sql` gives (lead_id, days)."""
    return Number(value, days(value), definition, Behind(sql, params, how, "days"), note)


def shared(
    of: Rate, definition: str, sql: str, params: Mapping[str, Any], inputs: tuple[tuple[str, str], ...] = ()
) -> Number:
    """A rate with its interval; `sql` gives (lead_id, 1 or 0)."""
    behind = Behind(sql, params, "mean", "share")
    return Number(of.rate, percent(of.rate), definition, behind, certainty(of), inputs, of)
