"""The qualification rules as data: the words, amounts, points and limits that the rep may change, and their key."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

ENGINE = 1
"""The version of the matching (qualification, patterns, money, spellings). Raise it with every change after which a
lead may score otherwise under the same rules: kept scores of another version are stale and are made anew."""


class RedFlag(NamedTuple):
    """A named red flag and the phrases that raise it; without points of its own it takes `Rules.red_flag_points`."""

    name: str
    phrases: tuple[str, ...]
    points: int | None = None


class WordRule(NamedTuple):
    """A rule of the rep's own: its points are given once, where any of its phrases is said."""

    name: str
    phrases: tuple[str, ...]
    points: int


class Rules(NamedTuple):
    """Everything the lead score depends on (definitions.md, "Lead score"); hashable, so that it compiles once.

    A word or phrase matches whole words, whatever their case; a space in it also matches a hyphen, and a phrase
    written `/…/` is a regular expression. Amounts are integer minor units of `currency`; a minimum or maximum of 0
    is none. `rates` says what one unit of another currency is worth in `currency`; without a rate its amounts are
    not compared. A rule worth 0 points is off, but for the maximum, which says so in the ledger and costs nothing.
    """

    tag_words: tuple[str, ...] = (
        "hiring", "looking to hire", "now hiring", "buying", "looking to buy", "rfp", "rfq", "tender",
        "request for proposal", "request for quotation",
    )  # fmt: skip
    budget_words: tuple[str, ...] = ("budget", "budgeted", "budgets")
    remote_words: tuple[str, ...] = (
        "remote", "remotely", "work from home", "wfh", "work from anywhere", "distributed team",
    )  # fmt: skip
    stack: tuple[str, ...] = (
        "python", "django", "fastapi", "flask", "typescript", "react", "next.js", "node.js", "postgresql",
    )  # fmt: skip
    timeline_words: tuple[str, ...] = (
        "asap", "as soon as possible", "urgent", "urgently", "deadline", "start immediately", "immediate start",
        "this month", "next month", "this quarter", "next quarter", "before the quarter ends", "by the end of",
        "end of the month", "end of the quarter", "end of the year", "go live", "going live",
    )  # fmt: skip
    red_flags: tuple[RedFlag, ...] = (
        RedFlag("equity only", (
            "equity only", "only equity", "for equity", "paid in equity", "equity instead of", "equity in lieu",
            "revenue share only", "rev share only", "profit share only", "sweat equity",
        )),
        RedFlag("free test", (
            "free test", "free test task", "free trial project", "unpaid test", "unpaid trial", "test for free",
            "unpaid sample", "free sample", "free mockup", "free prototype", "spec work",
        )),
        RedFlag("unclear scope", (
            "unclear scope", "scope unclear", "scope is unclear", "scope is not clear", "scope tbd",
            "scope to be defined", "not sure what we need", "not sure what we want", "not sure what i need",
            "not sure what i want", "don't know what we need", "don't know what we want", "don't know what i need",
            "no clear scope", "no defined scope",
        )),
    )  # fmt: skip
    custom: tuple[WordRule, ...] = ()
    tag_points: int = 10
    budget_points: int = 10
    remote_points: int = 5
    stack_points: int = 5
    timeline_points: int = 0
    red_flag_points: int = -20
    above_maximum_points: int = 0
    threshold: int = 15
    qualify_new: bool = True
    currency: str = "USD"
    budget_minimum: int = 50_000
    budget_maximum: int = 0
    rates: tuple[tuple[str, float], ...] = ()


DEFAULT_RULES = Rules()


@cache
def built_in(currency: str = DEFAULT_RULES.currency) -> Rules:
    """The rules that Hermes comes with for a rep of this currency: the same numbers in it; of one that nobody knows,
    those in dollars."""
    from hermes_tui.scoring.currency import CURRENCIES

    if currency == DEFAULT_RULES.currency or currency not in CURRENCIES:
        return DEFAULT_RULES
    return DEFAULT_RULES._replace(currency=currency)


TAG, BUDGET, REMOTE, STACK, TIMELINE = (
    "hiring or buying tag", "budget mentioned", "remote", "ideal-customer stack", "timeline named",
)  # fmt: skip
BELOW_MINIMUM, ABOVE_MAXIMUM, NOT_COMPARED = (
    "budget below the minimum", "budget above the maximum", "budget not compared",
)  # fmt: skip
BUILT_IN = (TAG, BUDGET, REMOTE, STACK, TIMELINE, BELOW_MINIMUM, ABOVE_MAXIMUM, NOT_COMPARED)
"""What the ledger calls the rules that have no name of their own; red flags and word rules may not be called so."""


def rules_key(rules: Rules) -> int:
    """63 bits that tell these rules under this ENGINE from any others, the same in every process and Python."""
    import hashlib
    import json

    basis = json.dumps([ENGINE, rules._asdict()], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(basis.encode("ascii")).digest()[:8], "big") >> 1
