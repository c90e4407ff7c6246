"""What stands around an amount of money, as expressions over lower-case text: what marks it, what denies it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from hermes_tui.scoring.currency import MARKS

DOLLARS = "$"
"""The currency of an amount with a bare dollar sign: whose dollars they are, the lead's own currency says."""

# A line break in these is no break in what they say.
_NUMBER = (
    r"(?:\d{1,3}(?:[.,' ]\d{3}){1,4}(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d{1,9}(?:[.,]\d{1,2})?)(?!\d)"
    r"(?:,[-–—]{1,2})?"
)
_SCALE = r"(?:\s?(?:k|m|mm|mn|mio|mil|tsd|thousand|million|grand|bn|b|billion)(?![a-z]))?"
CODES = (
    "usd", "eur", "gbp", "chf", "aud", "nzd", "cad", "sgd", "hkd", "jpy", "cny", "inr", "sek", "nok", "dkk", "pln",
    "czk", "huf", "ron", "brl", "mxn", "zar", "aed", "ils", "krw", "uah",
)  # fmt: skip
NAMES = {
    "us dollars": "USD", "dollars": DOLLARS, "dollar": DOLLARS, "bucks": DOLLARS, "euros": "EUR", "euro": "EUR",
    "pounds": "GBP", "quid": "GBP", "francs": "CHF", "zł": "PLN", "kč": "CZK",
}  # fmt: skip
SIGNS = {mark.lower(): code for mark, code in MARKS.items() if not mark[-1].isalpha() and mark != "fr."}
_MARK = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
_CODE = "|".join(CODES)
ANCHORS = frozenset((
    *CODES, "dollars", "dollar", "bucks", "euros", "euro", "pounds", "quid", "francs", "grand", "figure", "figures",
    "budget", "budgets", "budgeted", "spend", "pay", "k", "z",
))  # fmt: skip
"""Runs of letters of which one stands in every text that names money without a sign of `A_SIGN`."""
A_SIGN = re.compile("[" + "".join(dict.fromkeys(sign[-1] for sign in SIGNS)) + "]")

_ABOUT = (
    r"(?:is|was|are|of|at|up to|around|about|approx\.?|approximately|roughly|circa|ca\.?|range|ranges|between|from"
    r"|under|below|over|above|max(?:imum)?\.?|min(?:imum)?\.?|at most|at least|no more than|not more than|less than"
    r"|more than|currently|would be|will be|approved|set at|set to|capped at|limited to|in the range of|starts? at"
    r"|starting at|starting from|amount|for(?:\s\w+){1,3}?|here|totals?|somewhere|some|the|a)"
)
_GAP = r"[^\w.!?;\n]"
_BUDGET_BEFORE = (
    r"\b(?:budget(?:s|ed)?|can spend|to spend|willing to pay|able to pay)"
    rf"{_GAP}{{0,4}}(?:{_ABOUT}{_GAP}{{0,2}}){{0,5}}$"
)
_BUDGET_AFTER = (
    r"\s?(?:max(?:imum)?\s|total\s|fixed\s|project\s|annual\s)?budget\b(?![\s-](?:airline|hotel|plan|version))"
    r"|\s(?:is\s|are\s)?(?:set\saside|earmarked|to\sspend|to\sinvest)\b"
)
_RATE = (
    r"\+?\s?(?:/|\bper |\ban |\ba )\s?(?:hr|hour|h|day|d|week|wk|month|mo)\b"
    r"|\s?\b(?:hourly|daily|weekly|monthly|pcm)\b"
)
# "Hourly: $15 - $35", "monthly budget of $300": what stands before the amount says the same.
_RATE_BEFORE = (
    r"\b(?:(?:hourly|daily|weekly|monthly|day)(?:\s(?:rate|range|budget|fee|retainer|pay))?s?|rates?|retainer)"
    rf"{_GAP}{{0,3}}(?:{_ABOUT}{_GAP}{{0,2}}){{0,3}}$"
)
# "$300+", "at least $300", "starting at $300": how much it may be at most is not said.
_OPEN_BEFORE = (
    r"\b(?:at least|more than|over|above|upwards? of|north of|from|start(?:s|ing)? (?:at|from)|min(?:imum)?\.?)"
    rf"{_GAP}{{0,3}}$"
)
_OPEN_AFTER = r"\s?(?:\+|and up\b|and above\b|or more\b|plus\b(?!\s(?:vat|tax|gst))|min(?:imum)?\b)"
_EACH = (
    r"\+?\s?(?:/|per |an? )\s?(?:user|seat|head|person|employee|licen[cs]e|unit|piece|item|ticket|order|lead|click"
    r"|kg|ton)"
    r"|\+?\s?per\s(?!hour|hr|day|week|wk|month|mo\b|quarter|year|yr|annum|sprint|project|campaign|phase|milestone|contract"
    r"|engagement|the\b|our\b|your\b|request)[a-z]"
)
_UNITS = (
    r"\s?(?:%|percent|users?|seats?|hours?|hrs?|h\b|days?|weeks?|months?|years?|people|persons?|employees"
    r"|licen[cs]es?|units|items|options?|phases?|pianos?|prix|slam|opening|finale)"
)
_OTHER_BEFORE = (
    r"\b(?:raised?|raising|funding|funded|revenues?|arr|mrr|gmv|valuation|valued|worth|turnover|seed|series [a-d]"
    r"|sav(?:e[sd]?|ings?)|costs? us|costing us|los(?:t|es?|ing|s of)|fine[sd]?|profits?|sales of|salar(?:y|ies)"
    r"|wages?|assets|inventory|market (?:size|cap)|debt|loans?|gross(?:ed|ing)|earn(?:s|ed|ing)?|makes?|making"
    r"|transactions?|donat\w+|prize|sold|invoiced|charges?|quoted us"
    r"|made|prices?|priced|(?<!be )(?<!get )paid|(?<!be )spent|costs|insurance|liability|indemnity|bonds?|referral"
    r"|(?:average|avg) (?:order|basket|ticket|sale|deal)|copay|tuition|bid security|documents? (?:are )?available"
    r"|(?:tender|late|entry|application|registration|membership|booking|processing|cancellation) fees?)\b"
    r"[^.!?;,\n\]]*$"
    # What others pay, and what things cost that are sold.
    r"|\b(?:customers|clients|buyers|users|guests|patients|members|donors|visitors|students|shoppers|people)\s(?:\w+\s){0,2}"
    r"(?:pay|give|spend|donate|deposit)\b[^.!?;,\n]*$"
    r"|\b(?:homes|houses|properties|apartments|listings|cars|orders|invoices|tickets|packages|plans|tiers|subscriptions"
    r"|courses|purchases|prices)\s(?:from|between|under|over|above|below|of|at|starting)\b[^.!?;,\n]{0,20}$"
    rf"|\b(?:sell(?:s|ing)?|pricing plans)\s(?:\w+\s){{0,3}}(?:{_MARK})?$"
)
_OTHER_AFTER = (
    r"\+?\s(?:(?:in|of|a year in|annual|annually in|yearly|per year in)\s)?(?:\w+\s)?(?:assets|aum|revenues?|arr|mrr"
    r"|gmv|turnover|funding|sales|profits?|savings|valuation|seed|series [a-d]|raise|round|debt|company|business"
    r"|startup|start-up|firm|agency|salar(?:y|ies)|fines?|prize|credits?|coupons?|discount|off|refund|capital|insurance"
    r"|liability|coverage|indemnity|bonds?)\b"
)
_CANNOT_PAY = (
    r"(?:\b(?:cannot|not able to|unable to|not going to|not willing to|never|not)|n't)\s(?:\w+\s){0,2}"
    r"(?:afford|pay|spend|have)\b(?!\s(?:more|over|above)\b)(?:(?!\bbut\b)[^.!?;,\n])*$"
    r"|\b(?:no|without|lack(?:s|ing)?)\s(?:\w+\s)?(?:budget|money|funds)\b(?!\s(?:problem|issue))[^.!?;,\n]*$"
)
_COUNTED = (
    r"\b(?:users?|visitors?|people|employees|followers|customers|rows|records|orders|products|leads|items|km|runs?"
    r"|steps)\b"
)
_MAY_STAND_BARE = r"\s*(?:$|[.,;:)!?\n]|\b(?:budget|range|total|all[- ]in|max|depending|to spend|or so|for)\b)"
_FIGURES = (
    r"\b(?:low |mid |high )?(?P<count>four|five|six|seven)[\s-]figures?\b"
    r"(?=\s(?:budget|project|contract|deal|spend|engagement|investment))"
    r"|\b(?:budget|spend|invest|pay)\b[^.!?;\n]{0,30}?\b(?:low |mid |high )?(?P<after>four|five|six|seven)"
    r"[\s-]figures?\b(?!\s(?:salar|revenue))"
)


class Around(NamedTuple):
    """The expressions, compiled once money is first looked for: `_before` ends at the amount, the others follow it."""

    amount: re.Pattern[str]
    mark_before: re.Pattern[str]
    mark_after: re.Pattern[str]
    budget_before: re.Pattern[str]
    budget_after: re.Pattern[str]
    rate: re.Pattern[str]
    rate_before: re.Pattern[str]
    open_before: re.Pattern[str]
    open_after: re.Pattern[str]
    each: re.Pattern[str]
    units: re.Pattern[str]
    other_before: re.Pattern[str]
    other_after: re.Pattern[str]
    cannot_pay: re.Pattern[str]
    counted: re.Pattern[str]
    may_stand_bare: re.Pattern[str]
    figures: re.Pattern[str]


@cache
def around() -> Around:
    """What stands around amounts, ready to be looked for."""
    names = "|".join(sorted(NAMES, key=len, reverse=True))
    to = rf"(?P<to>\s?[-–—]\s?|\s(?:to|bis|and|or)\s)(?:(?:{_MARK}|(?:{_CODE})\b)\s?)?"
    return Around(
        re.compile(rf"(?P<first>{_NUMBER})(?P<scale>{_SCALE})(?:{to}(?P<second>{_NUMBER})(?P<scale2>{_SCALE}))?"),
        re.compile(rf"(?:{_MARK}|(?<![a-z])(?:{_CODE}))\s?$"),
        re.compile(rf"\+?\s?(?:{_MARK}|(?:{_CODE}|{names})(?![a-z]))(?!\s?\d)"),
        re.compile(_BUDGET_BEFORE), re.compile(_BUDGET_AFTER), re.compile(_RATE),
        re.compile(_RATE_BEFORE), re.compile(_OPEN_BEFORE), re.compile(_OPEN_AFTER), re.compile(_EACH),
        re.compile(_UNITS), re.compile(_OTHER_BEFORE), re.compile(_OTHER_AFTER), re.compile(_CANNOT_PAY),
        re.compile(_COUNTED), re.compile(_MAY_STAND_BARE), re.compile(_FIGURES),
    )  # fmt: skip
