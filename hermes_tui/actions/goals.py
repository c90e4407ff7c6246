"""Setting what the rep wants of a month, and taking it back."""

from __future__ import annotations

import re
from datetime import date

from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.formats import count, money_with
from storage import records
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries.goals import KINDS, goal_of, in_force

_NAMES = {
    "touches": "touches", "touch": "touches", "meetings": "meetings", "meeting": "meetings", "won_value": "won_value",
    "won": "won_value", "value": "won_value",
}  # fmt: skip
_ONE = {"touches": "touch", "meetings": "meeting"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def kind_named(text: str) -> str:
    """The kind of goal that a word means: touches, meetings or won_value. Raises UsageError naming the nearest."""
    word = text.strip().casefold().replace("-", "_").replace(" ", "_")
    if word in _NAMES:
        return _NAMES[word]
    from difflib import get_close_matches

    near = get_close_matches(word, list(_NAMES), n=1)
    hint = f"did you mean {_NAMES[near[0]]}?" if near else f"there are {', '.join(KINDS[:-1])} and {KINDS[-1]}."
    raise UsageError(f"There is no goal `{text.strip()}`; {hint}")


def month_named(text: str, today: date) -> str:
    """The month that words mean, as `2026-06`: that itself, `june` (of this year), `this month`, `next month`.

    Raises UsageError.
    """
    words = " ".join(text.casefold().split()).removesuffix(" month")
    if words in ("", "this"):
        return f"{today:%Y-%m}"
    if words in ("next", "last"):
        number = today.year * 12 + today.month - 1 + (1 if words == "next" else -1)
        return f"{number // 12:04}-{number % 12 + 1:02}"
    found = re.fullmatch(r"(\d{4})-(0?[1-9]|1[0-2])", words)
    if found:
        return f"{found[1]}-{int(found[2]):02}"
    named = re.fullmatch(r"([a-z]{3,9})(?: (\d{4}))?", words)
    if named and named[1][:3] in _MONTHS:
        return f"{int(named[2] or today.year):04}-{_MONTHS.index(named[1][:3]) + 1:02}"
    raise UsageError(f"`{text}` is no month; try 2026-11, november or next month.")


def parse_goal(kind: str, text: str, currency: str) -> tuple[int, str | None]:
    """What a rep types as a goal: a count, or an amount with or without its currency (`30k EUR`), else in `currency`.

    Returns it in minor units where it is money. Raises UsageError.
    """
    words = text.strip()
    if kind == "won_value":
        from hermes_tui.actions.currencies import currency_named
        from hermes_tui.actions.fields import parse_money

        typed = re.fullmatch(r"(.*?[\dkKmM])\s*([A-Za-z]{3})|([A-Za-z]{3})\s*(.*\d.*)", words)
        if typed is not None:
            words, currency = (typed[1], typed[2]) if typed[1] else (typed[4], typed[3])
        return parse_money(words), currency_named(currency)
    digits = words.replace(",", "").replace("_", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        raise UsageError(f"A goal of {kind} is a whole number, such as 400; `{text}` is none.")
    return int(digits), None


def set_goal(
    database: Database, kind: str, amount: int, month: str, now: int, currency: str | None = None
) -> Outcome:  # fmt: skip
    """Want that much of `month` (`2026-06`) and the months after it, until another goal is set.

    `amount` is a count, or minor units of `currency` for won_value. Raises UsageError for one below 1, which is no
    goal, and for money without a currency.
    """
    if kind not in KINDS:
        kind = kind_named(kind)
    if amount < 1:
        raise UsageError(f"A goal is 1 or more; `hermes goal rm {kind}` takes it away. Nothing was changed.")
    if kind == "won_value" and currency is None:
        raise UsageError("An amount of money needs its currency; nothing was changed.")
    kept = currency if kind == "won_value" else None
    with acting(database, "goal", [], now) as doing:
        doing.made = _put(database, kind, amount, month, now, kept)
        doing.say(f"goal from {month} on: {goal_words(kind, amount, kept)} a month")
    return doing.outcome


def remove_goal(database: Database, kind: str, month: str, now: int) -> Outcome:
    """Want nothing of this kind of `month` and the months after it, until another is set. Raises NotFound."""
    if kind not in KINDS:
        kind = kind_named(kind)
    with acting(database, "goal", [], now) as doing:
        holds = next((goal for goal in in_force(database, month) if goal.kind == kind and goal.amount), None)
        if holds is None:
            raise NotFound(f"No goal of {_word(kind)} holds in {month}; `hermes goal list` shows those that were set.")
        own = goal_of(database, month, kind)
        if own is not None:
            records.delete(database, "goal", own.id)
        earlier = next((goal for goal in in_force(database, month) if goal.kind == kind and goal.amount), None)
        if earlier is not None:
            doing.made = _put(database, kind, 0, month, now, earlier.currency)
        doing.say(f"no goal of {_word(kind)} from {month} on")
    return doing.outcome


def _put(database: Database, kind: str, amount: int, month: str, now: int, currency: str | None) -> int:
    """The row of that month and kind, made or changed; its id."""
    own = goal_of(database, month, kind)
    if own is None:
        return records.insert(
            database, "goal", month=month, kind=kind, amount=amount, currency=currency, created_at=now, updated_at=now
        )
    if (own.amount, own.currency) != (amount, currency):
        records.update(database, "goal", own.id, amount=amount, currency=currency, updated_at=now)
    return own.id


def _word(kind: str) -> str:
    return kind.replace("_", " ")


def goal_words(kind: str, amount: int, currency: str | None) -> str:
    """A goal in words: `400 touches`, `30,000 USD won`."""
    if kind == "won_value":
        return f"{money_with(amount, currency)} won"
    return count(amount, _ONE[kind], kind)
