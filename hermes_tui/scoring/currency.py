"""The world's currencies: the codes of ISO 4217 and the marks that stand for them, as data and nothing else."""

from __future__ import annotations

MARKS = {
    "US$": "USD", "A$": "AUD", "C$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "R$": "BRL", "MX$": "MXN",
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH",
    "₪": "ILS", "₫": "VND", "₱": "PHP", "฿": "THB", "₦": "NGN", "zł": "PLN", "kč": "CZK", "chf": "CHF", "fr.": "CHF",
}  # fmt: skip

# ISO 4217 codes of the currencies that deals are written in.
CODES = frozenset((
    "AED", "ARS", "AUD", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR",
    "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JOD", "JPY", "KES", "KRW", "KWD", "KZT", "MAD", "MXN",
    "MYR", "NGN", "NOK", "NZD", "OMR", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SEK",
    "SGD", "THB", "TND", "TRY", "TWD", "UAH", "USD", "UYU", "VND", "ZAR",
))  # fmt: skip
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
"""Every code of ISO 4217 that money is paid in."""
