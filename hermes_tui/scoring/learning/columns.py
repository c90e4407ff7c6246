"""Which columns of a lead may teach, what kind each is, and which are left out, with the reason said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.scoring.learning.weights import CATEGORY, GIVEN, NUMBER, TAG, number_of, said_by, title_of

if TYPE_CHECKING:
    from hermes_tui.scoring.qualification import Inquiry

OWN = ("source", "company", "author", "budget", "description")
"""What every lead may have, known when it comes in; of the description only that there is one.

What comes later never teaches: stage, value and its currency (often filled in once a deal is won), closing data,
score, heat, touches and their moments, the address that was found and where.
"""
CUSTOM = "custom."
MOST_COLUMNS = 80

_OUTCOME = frozenset(
    ["close", "closed", "closing", "closes", "won", "win", "wins", "lost", "lose", "loss", "outcome", "outcomes",
     "convert", "converts", "converted", "conversion", "churn", "churned"]
)  # fmt: skip
_OVER = frozenset(["closed", "won", "lost", "converted", "churned"])
# Everyday words, which name the outcome alone or beside those of a deal: "lead status"; "marital status" may teach.
_STANDING = frozenset({"status", "result", "results", "stage", "disposition"})
_OF_A_DEAL = frozenset(
    ["lead", "leads", "deal", "deals", "sale", "sales", "opportunity", "opp", "order", "pipeline", "crm", "contract",
     "quote", "customer", "prospect", "final", "current", "last", "latest", "the", "of", "is", "in"]
)  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?$")
_MOSTLY = 0.95
_SEEN_IN_OPEN = 0.1
_OPEN_FROM = 20
_EXPECTED_FROM = 5


class Case(NamedTuple):
    """A closed lead to learn from: what it says, and whether it was won."""

    lead_id: int
    won: bool
    inquiry: Inquiry


class Open(NamedTuple):
    """What leads that are still open hold: how many were looked at, and of each column how many have a value."""

    n: int = 0
    filled: Mapping[str, int] = {}


class LeftOut(NamedTuple):
    """A column that does not teach, and why, in words that follow its name."""

    column: str
    why: str


class Typed(NamedTuple):
    """A column that may teach: its values as the leads have them, lead by lead, None where missing."""

    name: str
    kind: str
    values: list[object]


def names_held(inquiries: Iterable[Inquiry]) -> list[str]:
    """The columns that any of these leads has, those of every lead first, then the rep's own by name."""
    custom = {name for inquiry in inquiries for name in inquiry.columns if name.startswith(CUSTOM)}
    return [*OWN, *sorted(custom)]


def filled(inquiries: Sequence[Inquiry]) -> Open:
    """How many of these leads hold each column."""
    counts = {name: sum(said_by(inquiry, name) is not None for inquiry in inquiries) for name in names_held(inquiries)}
    return Open(len(inquiries), counts)


def typed(
    cases: Sequence[Case], opens: Open, kinds: Mapping[str, str], without: Sequence[str] = ()
) -> tuple[list[Typed], list[LeftOut]]:
    """The columns that may teach, and those left out by their name, their kind or because open leads lack them.

    `kinds` are the declared kinds of the rep's own fields (text, number, date, choice) by `custom.name`, folded;
    `without` are columns the rep left out, by name with or without `custom.`.
    """
    found: list[Typed] = []
    left: list[LeftOut] = []
    unwanted = {title_of(name).casefold() for name in without}
    for name in names_held(case.inquiry for case in cases):
        values = [said_by(case.inquiry, name) for case in cases]
        known = [value for value in values if value is not None and value != ""]
        if not known:
            continue
        kind = _kind(name, known, kinds.get(name.casefold(), ""))
        why = _why_not(name, kind, len(known) / len(cases), opens, unwanted)
        if why:
            left.append(LeftOut(name, why))
        elif len(found) < MOST_COLUMNS:
            found.append(Typed(name, kind, values))
        else:
            left.append(LeftOut(name, f"more than {MOST_COLUMNS} columns are not looked at"))
    tagged = sum(bool(case.inquiry.tags) for case in cases)
    if tagged:
        why = "you left it out" if unwanted & {"tag", "tags"} else _late("tag", tagged / len(cases), opens)
        if why:
            left.append(LeftOut("tag", why))
        else:
            found.append(Typed("tag", TAG, [case.inquiry.tags for case in cases]))
    return found, left


def names_the_outcome(name: str) -> bool:
    """Whether a name says that the column is filled with the outcome: `Converted`, `close_date`, `leadStatus`."""
    words = _words(title_of(name))
    if _OUTCOME.intersection(words):
        return True
    rest = [word for word in words if word not in _STANDING]
    return len(rest) < len(words) and _OF_A_DEAL.issuperset(rest)


def tells_the_outcome(tag: str) -> bool:
    """Whether a tag says how it ended, such as `lost-price` or `Closed by Ann`: it was set when it was over."""
    return bool(_OVER.intersection(_words(tag)))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", _CAMEL.sub(" ", name).casefold())


def _kind(name: str, known: Sequence[object], declared: str) -> str:
    if name == "description":
        return GIVEN
    if name == "budget" or declared == NUMBER:
        return NUMBER
    if not name.startswith(CUSTOM) or declared == "choice":
        return CATEGORY
    if declared == "date":
        return "date"
    if sum(number_of(value) is not None for value in known) >= _MOSTLY * len(known):
        return NUMBER
    if sum(isinstance(value, str) and bool(_DATE.match(value)) for value in known) >= _MOSTLY * len(known):
        return "date"
    return CATEGORY


def _why_not(name: str, kind: str, share: float, opens: Open, unwanted: set[str]) -> str:
    """Why a column is left out before anything is counted; empty where it is not."""
    if title_of(name).casefold() in unwanted:
        return "you left it out"
    if name in ("source", "company", "author"):
        return ""
    if name.startswith(CUSTOM) and names_the_outcome(name):
        return "its name says that it holds the outcome"
    if kind == "date":
        return "dates do not teach"
    return _late(name, share, opens)


def _late(name: str, share: float, opens: Open) -> str:
    """Whether a column seems to be filled in only when a lead is closed, in words; empty where it does not."""
    expected = share * opens.n
    if opens.n >= _OPEN_FROM and expected >= _EXPECTED_FROM and opens.filled.get(name, 0) < _SEEN_IN_OPEN * expected:
        return f"closed leads have it ({100 * share:.0f} %) and open ones do not: it seems to be filled in at the close"
    return ""
