"""What each value of the rules may be: a function reads one value of the TOML text or raises RuleFault."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

from hermes_tui.scoring.currency import CODES, CURRENCIES
from hermes_tui.scoring.expressions import is_expression
from hermes_tui.scoring.rule_faults import RuleFault, place_of
from hermes_tui.scoring.rules import RedFlag, WordRule

POINTS_CAP = 1_000
NAME_CAP = 60
PHRASE_CAP = 200
EXPRESSIONS_CAP = 50
_AMOUNT_CAP = 10**12
_RATE_LEAST, _RATE_MOST = 1e-9, 1e9


def points(shown: str, value: Any) -> int:
    """A whole number from −1000 to 1000."""
    if type(value) is not int:
        raise RuleFault(f"{shown} wants a whole number of points, not {_said(value)}.")
    if abs(value) > POINTS_CAP:
        raise RuleFault(f"{shown} wants points from -{POINTS_CAP} to {POINTS_CAP}, not {_said(value)}.")
    return value


def threshold(shown: str, value: Any) -> int:
    """Points from which a lead qualifies; never negative, as then a lead that says nothing would qualify."""
    number = points(shown, value)
    if number < 0:
        raise RuleFault(f"{shown} cannot be negative: a lead of which nothing is known would qualify.")
    return number


def switch(shown: str, value: Any) -> bool:
    """true or false."""
    if type(value) is not bool:
        raise RuleFault(f"{shown} wants true or false, not {_said(value)}.")
    return value


def amount(shown: str, value: Any) -> int:
    """Money as a rep writes it, 500 or 499.99, in minor units (hundredths)."""
    if type(value) is not int and not isinstance(value, Decimal):
        raise RuleFault(f"{shown} wants an amount, such as 500 or 499.99, not {_said(value)}.")
    number = Decimal(value)
    if not number.is_finite() or number < 0:
        raise RuleFault(f"{shown} wants an amount of 0 or more, not {_said(value)}.")
    if number > _AMOUNT_CAP:
        raise RuleFault(f"{shown} is more money than there is.")
    if number * 100 % 1:
        raise RuleFault(f"{shown} wants two decimals at most, not {_said(value)}.")
    return int(number * 100)


def currency(shown: str, value: Any) -> str:
    """A code of ISO 4217."""
    if not isinstance(value, str):
        raise RuleFault(f"{shown} wants a currency in quotes, such as \"USD\", not {_said(value)}.")  # fmt: skip
    code = value.strip().upper()
    if code not in CURRENCIES:
        raise RuleFault(f"{shown} names a currency nobody knows, {_said(value)}; {_near_currency(code)}")
    return code


def rates(table: dict[str, Any], text: str) -> tuple[tuple[str, float], ...]:
    """`EUR = 1.08`: what one of each currency is worth, by code. Raises RuleFault with its line in the text."""
    found: dict[str, float] = {}
    for name, value in table.items():
        line = place_of(text, "rates", name)
        code = name.strip().upper()
        if code not in CURRENCIES:
            raise RuleFault(f"`{name[:20]}` of [rates] is a currency nobody knows; {_near_currency(code)}", line)
        if type(value) is not int and not isinstance(value, Decimal):
            raise RuleFault(f"`{name}` of [rates] wants a number, such as 1.08, not {_said(value)}.", line)
        if code in found:
            raise RuleFault(f"`{code}` stands twice in [rates].", line)
        if not Decimal(value).is_finite() or not _RATE_LEAST <= float(value) <= _RATE_MOST:
            raise RuleFault(f"`{name}` of [rates] wants a rate above 0 that can be, not {_said(value)}.", line)
        found[code] = float(value)
    return tuple(sorted(found.items()))


def phrases(shown: str, value: Any) -> tuple[str, ...]:
    """A list of words, phrases and `/expressions/`; each once."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise RuleFault(f"{shown} wants a list of phrases in quotes, such as [\"one\", \"two words\"].")  # fmt: skip
    found: dict[str, str] = {}
    expressions = 0
    for each in value:
        phrase = _clean(shown, each, PHRASE_CAP if not is_expression(each.strip()) else 400)
        if phrase.lower() in found:
            raise RuleFault(f"{shown} has “{phrase}” twice.")
        if is_expression(phrase):
            expressions += 1
        elif not any(char.isalnum() for char in phrase):
            raise RuleFault(f"{shown} has “{phrase}”, in which there is no letter and no digit.")
        found[phrase.lower()] = phrase
    if expressions > EXPRESSIONS_CAP:
        raise RuleFault(f"{shown} has {expressions} regular expressions; {EXPRESSIONS_CAP} are the most.")
    return tuple(found.values())


def red_flags(shown: str, value: Any) -> tuple[RedFlag, ...]:
    """Tables of name, phrases and, if they like, points."""
    return tuple(
        RedFlag(name, said, given)
        for name, said, given in (_entry("red_flags", at, each) for at, each in enumerate(_tables(shown, value)))
    )


def word_rules(shown: str, value: Any) -> tuple[WordRule, ...]:
    """Tables of name, phrases and points."""
    found = []
    for at, each in enumerate(_tables(shown, value)):
        name, said, given = _entry("words", at, each)
        if given is None:
            raise RuleFault(f"The rule “{name}” has no `points`; say what it is worth.", None, ("words", "name", at))
        found.append(WordRule(name, said, given))
    return tuple(found)


def _entry(table: str, at: int, given: dict[str, Any]) -> tuple[str, tuple[str, ...], int | None]:
    for key in given:
        if key not in ("name", "phrases", "points"):
            from difflib import get_close_matches

            near = get_close_matches(key, ("name", "phrases", "points"), n=1)
            hint = f"did you mean `{near[0]}`?" if near else "there are name, phrases and points."
            raise RuleFault(f"There is no `{key[:60]}` in [[{table}]]; {hint}", None, (table, key, at))
    called = given.get("name")
    if not isinstance(called, str):
        raise RuleFault(f"Each of [[{table}]] wants a `name` in quotes.", None, (table, "name", at))
    key = "name"
    try:
        name = _clean(f"A `name` of [[{table}]]", called, NAME_CAP)
        key = "phrases"
        said = phrases(f"`phrases` of “{name}”", given.get("phrases"))
        if not said:
            raise RuleFault(f"`phrases` of “{name}” is empty; nothing would ever match.")
        key = "points"
        return name, said, points(f"`points` of “{name}”", given["points"]) if "points" in given else None
    except RuleFault as fault:
        raise RuleFault(fault.sentence, fault.line, (table, key, at)) from None


def _tables(shown: str, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        name = shown.strip("`")
        raise RuleFault(f"{shown} are tables: write [[{name}]] with name, phrases and points below.")
    return value


def _clean(shown: str, text: str, cap: int) -> str:
    """One line without control characters, composed (NFC) as the leads' own text is stored."""
    found = " ".join(unicodedata.normalize("NFC", text).split())
    if not found:
        raise RuleFault(f"{shown} has an empty text; take it out or write something.")
    if len(found) > cap:
        raise RuleFault(f"{shown} has a text of {len(found):,} characters; {cap} are the most.")
    if not found.isprintable():
        raise RuleFault(f"{shown} has a text with characters that cannot be seen; write it anew.")
    return found


def _near_currency(code: str) -> str:
    """The code of which one letter was mistaken, a common one first."""
    near = [each for each in CURRENCIES if len(code) == 3 and sum(map(str.__eq__, code, each)) == 2]
    best = min(near, key=lambda each: (each not in CODES, each), default=None)
    return f"did you mean {best}?" if best else "give its three letters, such as EUR."


def _said(value: Any) -> str:
    """A value of the text as the sentence repeats it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"“{value[:40]}”"
    if isinstance(value, int | Decimal):
        return str(value) if Decimal(value).is_nan() or -(10**18) < value < 10**18 else "such a number"
    if isinstance(value, list):
        return "a list"
    return "a table" if isinstance(value, dict) else f"{value}"[:40]
