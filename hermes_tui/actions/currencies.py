"""The currencies that an offer may be made in."""

from __future__ import annotations

from difflib import get_close_matches

from hermes_tui.exchange.money import CODES, currency_code
from storage.errors import UsageError

# The rest of ISO 4217: of these an import has no doubts to settle, but an offer may be made in any of them.
_RARER = frozenset((
    "AFN", "ALL", "AMD", "AOA", "AWG", "AZN", "BAM", "BBD", "BDT", "BIF", "BMD", "BND", "BOB", "BSD", "BTN", "BWP",
    "BYN", "BZD", "CDF", "CRC", "CUP", "CVE", "DJF", "DOP", "DZD", "ERN", "ETB", "FJD", "FKP", "GEL", "GHS", "GIP",
    "GMD", "GNF", "GTQ", "GYD", "HNL", "HTG", "IQD", "IRR", "JMD", "KGS", "KHR", "KMF", "KPW", "KYD", "LAK", "LBP",
    "LKR", "LRD", "LSL", "LYD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MZN", "NAD",
    "NIO", "NPR", "PAB", "PGK", "PYG", "RWF", "SBD", "SCR", "SDG", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC",
    "SYP", "SZL", "TJS", "TMT", "TOP", "TTD", "TZS", "UGX", "UZS", "VES", "VUV", "WST", "XAF", "XCD", "XCG", "XOF",
    "XPF", "YER", "ZMW", "ZWG",
))  # fmt: skip
CURRENCIES = CODES | _RARER


def currency_named(text: str) -> str:
    """The ISO 4217 code that a code or a mark means: `eur`, `€`. Raises UsageError naming the nearest."""
    code = currency_code(text) or text.strip().upper()
    if code in CURRENCIES:
        return code
    near = get_close_matches(code, sorted(CURRENCIES), n=1, cutoff=0.6)
    hint = f"did you mean {near[0]}?" if near else "give its three letters, such as USD."
    raise UsageError(f"`{text.strip()}` is no currency I know; {hint}")
