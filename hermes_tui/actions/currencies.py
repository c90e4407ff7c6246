"""The currencies that an offer may be made in."""

from __future__ import annotations

from difflib import get_close_matches

from hermes_tui.exchange.money import currency_code
from hermes_tui.scoring.currency import CURRENCIES
from storage.errors import UsageError


def currency_named(text: str) -> str:
    """The ISO 4217 code that a code or a mark means: `eur`, `€`. Raises UsageError naming the nearest."""
    code = currency_code(text) or text.strip().upper()
    if code in CURRENCIES:
        return code
    near = get_close_matches(code, sorted(CURRENCIES), n=1, cutoff=0.6)
    hint = f"did you mean {near[0]}?" if near else "give its three letters, such as USD."
    raise UsageError(f"`{text.strip()}` is no currency I know; {hint}")
