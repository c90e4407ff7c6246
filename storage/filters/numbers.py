"""Conditions on numbers: scores, ids, whole days of silence or age, and money in major units."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from storage.errors import UsageError
from storage.filters import dates
from storage.filters.binding import Asked, Parameters
from storage.filters.terms import Term, Value

if TYPE_CHECKING:
    from decimal import Decimal

_NUMBER = r"[+-]?(?:[0-9][0-9_']*)?(?:\.[0-9]+)?"
_MONEY = (
    r"(?:[A-Z]{3} ?|[$€£¥₹])?(?P<digits>[+-]?[0-9.,_']*[0-9]) ?(?P<factor>[kKmMbB]|mm|MM|bn|BN|)(?: ?[A-Z]{3}|[$€£¥₹])?"
)
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000, "mm": 1_000_000, "b": 1_000_000_000, "bn": 1_000_000_000}
# Currencies without cents or with thousandths (ISO 4217), among those the import reads.
_NO_CENTS = "'CLP', 'ISK', 'JPY', 'KRW', 'VND'"
_THOUSANDTHS = "'BHD', 'JOD', 'KWD', 'OMR', 'TND'"

COLUMNS = {
    "score": "lead.score", "heat": "lead.heat", "id": "lead.id", "import": "lead.import_id",
    "silent": "lead.silent_since", "age": "COALESCE(lead.engaged_at, lead.created_at)",
}  # fmt: skip
_MISSING = {"value": "lead.value IS NULL", "budget": "lead.budget_min IS NULL AND lead.budget_max IS NULL"}


class Comparison(NamedTuple):
    """One comparison of a column with a written number."""

    operator: str
    text: str


Compare = Callable[[Comparison], str]


def condition(term: Term, kind: str, asked: Asked, parameters: Parameters) -> str:
    """SQL of a field of kind number, days or money; NULL where the lead has no such number."""
    if kind == "money":
        return _any_of(_thousands(term), _MISSING[term.name], lambda c: _money(term.name, c, parameters))
    column = COLUMNS[term.name]
    if kind == "days":
        return _any_of(term, f"{column} IS NULL", lambda c: _days(column, c, asked, parameters, term.name))
    return _any_of(term, f"{column} IS NULL", lambda c: _number(column, c, parameters, term.name))


def _any_of(term: Term, missing: str, compare: Compare) -> str:
    """One condition of a list of values, ranges and `none`/`any`."""
    operator = "=" if term.operator == ":" else term.operator
    if operator != "=" and len(term.values) > 1:
        raise UsageError(f"`{term.name}{term.operator}` takes one number.")
    return " OR ".join(f"({_one(value, operator, missing, compare)})" for value in term.values)


def _one(value: Value, operator: str, missing: str, compare: Compare) -> str:
    word = value.text.casefold()
    if operator == "=" and word in ("none", "never"):
        return missing
    if operator == "=" and word == "any":
        return f"NOT ({missing})"
    low, dots, high = value.text.partition("..")
    if dots and operator == "=":
        ends = [compare(Comparison(op, text)) for op, text in ((">=", low), ("<=", high)) if text]
        if ends:
            return " AND ".join(ends)
    return compare(Comparison(operator, value.text))


def number(text: str, name: str) -> int | float:
    """The number that `text` writes, apostrophes and underscores between digits allowed. Raises UsageError."""
    from decimal import Decimal

    if not re.fullmatch(_NUMBER, text) or not any(character in "0123456789" for character in text):
        raise UsageError(f"`{text}` is no number for `{name}`; write it as 20 or 7.5.")
    return _plain(Decimal(text.replace("_", "").replace("'", "")))


def _plain(found: Decimal) -> int | float:
    return int(found) if found == found.to_integral_value() else float(found)


def _number(column: str, comparison: Comparison, parameters: Parameters, name: str) -> str:
    text = comparison.text.removeprefix("#")
    return f"{column} {comparison.operator} {parameters.mark(number(text, name))}"


def _days(column: str, comparison: Comparison, asked: Asked, parameters: Parameters, name: str) -> str:
    """Whole days since `column` (0 for one still to come), as a range of the column so that its index serves."""
    count = dates.days(comparison.text.casefold(), asked.today)
    if count is None:
        raise UsageError(f"`{comparison.text}` is no number of days for `{name}`; write it as 14 or 2w.")

    def at_least(days: int) -> str:
        if days <= 0:
            return "1 = 1"
        return f"{column} <= {parameters.mark(asked.now - days * dates.DAY_MS)}"

    def below(days: int) -> str:
        if days <= 0:
            return "1 = 0"
        return f"{column} > {parameters.mark(asked.now - days * dates.DAY_MS)}"

    return {
        ">": at_least(count + 1),
        ">=": at_least(count),
        "<": below(count),
        "<=": below(count + 1),
        "=": f"{at_least(count)} AND {below(count + 1)}",
    }[comparison.operator]


# -- money -----------------------------------------------------------------------------------------------


def _thousands(term: Term) -> Term:
    """`value>5,000` was cut at its comma; a comparison takes one amount, so the comma parts thousands."""
    parts = [value.text for value in term.values]
    if term.operator in (":", "=") or not all(re.fullmatch(r"[0-9]{3}(\.[0-9]+)?[kmb]?", part) for part in parts[1:]):
        return term
    return term._replace(values=(Value("".join(parts), False),))


def money(text: str, name: str) -> Decimal:
    """The amount in major units that `text` writes: 5000, 5k, $1.2m, 12'000, "5,000". Raises UsageError."""
    from decimal import Decimal

    match = re.fullmatch(_MONEY, text.strip())
    digits = "" if match is None else re.sub(r"[_']|,(?=[0-9]{3}(?:\D|$))", "", match["digits"])
    if match is None or not re.fullmatch(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)", digits):
        raise UsageError(f"`{text}` is no amount for `{name}`; write it as 5000, 5k or 1.2m.")
    return Decimal(digits) * _FACTORS[match["factor"].lower()]


def _money(name: str, comparison: Comparison, parameters: Parameters) -> str:
    """Compare in each lead's own currency: its minor units are hundredths, or what ISO 4217 says."""
    amount = money(comparison.text, name)
    cents, whole, thousandths = (parameters.mark(_plain(amount.scaleb(digits))) for digits in (2, 0, 3))
    mine = (
        f"CASE WHEN lead.currency IN ({_NO_CENTS}) THEN {whole} "
        f"WHEN lead.currency IN ({_THOUSANDTHS}) THEN {thousandths} ELSE {cents} END"
    )
    low, high = "lead.value", "lead.value"
    if name == "budget":
        low, high = "COALESCE(lead.budget_min, lead.budget_max)", "COALESCE(lead.budget_max, lead.budget_min)"
    if comparison.operator == "=":
        return f"{low} <= {mine} AND {high} >= {mine}"
    return f"{high if comparison.operator[0] == '>' else low} {comparison.operator} {mine}"
