"""Amounts of money: per currency, and together only by the rates that the rep set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from hermes_tui.formats import count, money_with
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.tables import DASH, Behind, How, Number


class Money(NamedTuple):
    """Amounts in one currency (None: none was named): `sum` and `mean` in minor units, over `n` deals with a value."""

    currency: str | None
    sum: int
    n: int
    mean: float


def of_sums(sums: Iterable[tuple[str | None, int, int]]) -> tuple[Money, ...]:
    """(currency, number with a value, their sum) as Money, that of most deals first; without those of none."""
    found: dict[str | None, tuple[int, int]] = {}
    for currency, n, total in sums:
        before = found.get(currency, (0, 0))
        found[currency] = (before[0] + n, before[1] + (total or 0))
    monies = [Money(currency, total, n, total / n) for currency, (n, total) in found.items() if n]
    return tuple(sorted(monies, key=lambda money: (-money.n, money.currency or "")))


def named(monies: Sequence[Money], asked: Asked) -> tuple[Money, ...]:
    """The same with what named no currency among those in the rep's own, which then stand first."""
    found = of_sums((money.currency or asked.currency, money.n, money.sum) for money in monies)
    return tuple(sorted(found, key=lambda money: money.currency != asked.currency))


def together(monies: Sequence[Money], asked: Asked) -> Money | None:
    """All of them as one amount in the rep's own currency, by the rates set.

    What named no currency counts as the rep's own. None where there is nothing, or a rate is missing.
    """
    found = named(monies, asked)
    if not found or any(money.currency not in asked.rates and money.currency != asked.currency for money in found):
        return None
    total = sum(money.sum * asked.rates.get(str(money.currency), 1) for money in found)
    n = sum(money.n for money in found)
    return Money(asked.currency, round(total), n, float(total) / n)


# -- as SQL ------------------------------------------------------------------------------------------------

IN_CURRENCY = "COALESCE(deal.currency, :own) = :currency"
"""Condition over `deal`: it is in this currency; takes `:currency` and `:own`, the rep's."""


def at_rates(asked: Asked, amount: str, column: str = "deal.currency") -> tuple[str, dict[str, Any]]:
    """SQL for an amount in the rep's own currency, by the rates set, and its parameters; NULL without a rate."""
    given: dict[str, Any] = {"own": asked.currency}
    whens = [f"WHEN {column} IS NULL OR {column} = :own THEN {amount}"]
    for place, (code, one) in enumerate(asked.rates.items()):
        given |= {f"code_{place}": code, f"rate_{place}": float(one)}
        whens.append(f"WHEN {column} = :code_{place} THEN {amount} * :rate_{place}")
    return f"(CASE {' '.join(whens)} END)", given


# -- as numbers --------------------------------------------------------------------------------------------

_NO_CURRENCY = "A deal that names no currency counts as one in {own}."
_AT_RATES = "Currencies together, by the rates you set."


def money_numbers(monies: Sequence[Money], asked: Asked, deals: str, definition: str, how: How = "sum") -> list[Number]:
    """One number a currency, and before them all in the rep's own, where there are others and the rep set their rates.

    `deals` is what to select from (metrics/deals.py); `how` their values make the number: "sum" or "mean". Without any
    deal: one number, in the rep's own currency.
    """
    found = named(monies, asked) or (Money(asked.currency, 0, 0, 0.0),)
    numbers = [money_number(money, asked, deals, definition, how) for money in found]
    total = together(found, asked) if any(money.currency != asked.currency for money in found) else None
    return numbers if total is None else [_total(total, asked, deals, definition, how), *numbers]


def money_number(
    money: Money, asked: Asked, deals: str, definition: str, how: How = "sum", *, such: str = "1", **more: Any
) -> Number:
    """The sum or the mean of the values of deals in one currency; `such` narrows `deal`, `more` are its values."""
    behind = Behind(
        f"SELECT deal.lead_id, deal.value FROM {deals} "
        f"WHERE deal.value IS NOT NULL AND {IN_CURRENCY} AND {such} ORDER BY 2 DESC, 1",
        asked.given(currency=money.currency, own=asked.currency, **more), how, "money", money.currency,
    )  # fmt: skip
    return _told(money, how, behind, f"{definition} {_NO_CURRENCY.format(own=asked.currency)}")


def _total(money: Money, asked: Asked, deals: str, definition: str, how: How) -> Number:
    own, more = at_rates(asked, "deal.value")
    behind = Behind(
        f"SELECT deal.lead_id, {own} FROM {deals} WHERE deal.value IS NOT NULL ORDER BY 2 DESC, 1",
        asked.given(**more), how, "money", asked.currency,
    )  # fmt: skip
    found = _told(money, how, behind, f"{definition} {_AT_RATES}")
    return found._replace(
        note=f"{found.note}, at your rates", inputs=(*found.inputs, *rate_inputs(asked)), together=True
    )


def rate_inputs(asked: Asked) -> tuple[tuple[str, str], ...]:
    """The rates that were used, as inputs of a number."""
    return tuple((f"1 {code}", f"{one} {asked.currency}") for code, one in asked.rates.items())


def _told(money: Money, how: How, behind: Behind, definition: str) -> Number:
    value: float | None = money.sum if how == "sum" else money.mean if money.n else None
    shown = DASH if value is None else money_with(round(value), money.currency)
    inputs = (("deals with a value", f"{money.n:,}"), ("their sum", money_with(money.sum, money.currency)))
    return Number(value, shown, definition, behind, f"of {count(money.n, 'deal')}", inputs)
