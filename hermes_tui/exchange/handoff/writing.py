"""Small pieces of the document: days, moments and amounts in words, and the packet's moments back as days."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import Any

from hermes_tui.exchange.handoff.values import moment
from hermes_tui.exchange.proposal_words import amount_words
from hermes_tui.formats import day_with_year


def at(said: str, zone: tzinfo) -> datetime:
    """A moment of the packet on the rep's clock."""
    return datetime.fromtimestamp(moment(said) / 1000, zone)


def day_at_ms(moment: int, zone: tzinfo) -> str:
    """The day of a moment (UTC ms) with its year, since a packet is read later: `22 Jun 2026`."""
    return day_with_year(datetime.fromtimestamp(moment / 1000, zone))


def day_at(said: str | None, zone: tzinfo) -> str:
    """The day of a moment of the packet; "" where there is none."""
    return day_with_year(at(said, zone)) if said else ""


def day_on(said: str | None) -> str:
    """A date of the packet; "" where there is none."""
    return day_with_year(date.fromisoformat(said)) if said else ""


def minute(when: datetime) -> str:
    """`22 Jun 2026, 09:05`."""
    return f"{day_with_year(when)}, {when.hour:02}:{when.minute:02}"


def amount(row: dict[str, Any], name: str) -> str:
    """An amount of the packet beside its currency, to the last cent: `24,000 USD`; "" where there is none."""
    return amount_words(row[f"{name}_minor"], row["currency"])
