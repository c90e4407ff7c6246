"""What a lead says of itself: description, tags, budget, addresses; and the score that these words earn."""

from __future__ import annotations

import json
from random import Random
from typing import NamedTuple

from hermes_tui.demo import wares
from hermes_tui.demo.deck import Card, Ending
from hermes_tui.demo.draws import one_of
from hermes_tui.demo.endings import Calendar
from hermes_tui.demo.tale import Tale
from hermes_tui.demo.wares import INDUSTRIES
from hermes_tui.demo.words_out import sum_of
from hermes_tui.scoring.basis import BUILT_IN, score
from hermes_tui.scoring.qualification import DEFAULT_RULES, Inquiry
from hermes_tui.scoring.score import ledger

_FORUMS = ("smallbusiness", "logistics", "erp", "sysadmin", "msp")
_NOT_YET = frozenset({"NEW", "ARCHIVED"})
_UNSCORED = 0.1  # of the new ones: an earlier Hermes brought them, unscored


OWN_FIELDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("industry", "choice", INDUSTRIES), ("employees", "number", ()), ("country", "text", ()), ("city", "text", ()),
)  # fmt: skip
"""The fields of the rep's own: name, kind, choices."""


class Profile(NamedTuple):
    """The columns of a lead that hold its own words; sums in minor units."""

    description: str
    tags: tuple[str, ...]
    budget_min: int | None
    budget_max: int | None
    score: int | None
    score_reasons: str
    score_manual: int
    score_key: int | None
    custom: str
    deadline_on: str | None


class Origin(NamedTuple):
    """Where a lead came from and how it can be reached; URLs only in `.example`."""

    source_url: str | None
    external_id: str | None
    author: str | None
    author_url: str | None
    email: str | None
    email_source: str | None
    phone: str | None
    website: str | None


def profile(tale: Tale, card: Card, calendar: Calendar) -> Profile:
    """Words in keeping with how far the lead has come."""
    rng, account = tale.rng, tale.account
    serious = card.stage not in _NOT_YET or rng.random() < 0.3
    least, most = _budget(rng, account.value) if serious and rng.random() < 0.5 else (None, None)
    tags = _tags(rng, serious)
    description = _description(tale, card.stage, serious)
    inquiry = Inquiry(account.title, description, tags, least, most, currency=account.currency)
    found = _score(rng, card, inquiry)
    if card.stage == "NEW" and not found.manual and (found.points or 0) >= DEFAULT_RULES.threshold:
        # Who comes in with as much as that goes on at once: whoever is still new said less.
        description, tags, least, most = one_of(rng, wares.NEEDS).format(**_slots(tale)), (), None, None
        found = _qualified(Inquiry(account.title, description, currency=account.currency))
    custom = {
        "industry": account.industry, "country": account.country, "city": account.city, "employees": account.heads,
    }  # fmt: skip
    deadline = None
    if card.ending is not Ending.CLOSED and rng.random() < 0.12:
        deadline = calendar.day(10 + int(110 * rng.random()))
    return Profile(description, tags, least, most, *found, json.dumps(custom, ensure_ascii=False), deadline)


def _description(tale: Tale, stage: str, serious: bool) -> str:
    rng = tale.rng
    lines = [one_of(rng, wares.NEEDS)]
    if serious and rng.random() < 0.75:
        lines.append(one_of(rng, wares.BUYING_WORDS))
    if rng.random() < (0.4 if serious else 0.2):
        lines.append(one_of(rng, wares.STACK_WORDS))
    if rng.random() < 0.35:
        lines.append(one_of(rng, wares.DETAILS))
    if rng.random() < {"ARCHIVED": 0.45, "NEW": 0.15}.get(stage, 0.02):
        lines.append(one_of(rng, wares.RED_FLAGS))
    return " ".join(lines).format(**_slots(tale))


def _slots(tale: Tale) -> dict[str, str]:
    account = tale.account
    return {
        "topic": account.spoken, "company": account.company, "money": sum_of(account.value, account.currency),
    }  # fmt: skip


def _budget(rng: Random, value: int) -> tuple[int | None, int]:
    most = round(value * (0.8 + 0.6 * rng.random()) / 50_000) * 50_000 or 50_000
    return (most // 2 if rng.random() < 0.6 else None), most


def _tags(rng: Random, serious: bool) -> tuple[str, ...]:
    found = {one_of(rng, wares.TAGS) for _ in range(int(rng.random() * 3))}
    if serious and rng.random() < 0.4:
        found.add(one_of(rng, ("buying", "hiring", "rfp")))
    return tuple(sorted(found))


class _Scored(NamedTuple):
    """Points, their ledger, whether the rep set them by hand, and by which rules they are."""

    points: int | None
    reasons: str
    manual: int
    key: int | None


def _score(rng: Random, card: Card, inquiry: Inquiry) -> _Scored:
    if card.stage == "NEW" and rng.random() < _UNSCORED:
        return _Scored(None, "[]", 0, None)
    if rng.random() < 0.02:
        points = one_of(rng, (20, 25, 30, 35))
        return _Scored(points, json.dumps([{"reason": "set by hand", "points": points, "evidence": ""}]), 1, None)
    return _qualified(inquiry)


def _qualified(inquiry: Inquiry) -> _Scored:
    found = score(inquiry)
    return _Scored(found.points, ledger(found), 0, BUILT_IN.key)


def origin(tale: Tale, lead_id: int) -> Origin:
    """Source addresses that are unique to the lead."""
    rng, account = tale.rng, tale.account
    person = tale.people[0] if tale.people else None
    url, external, author, author_url = None, None, None, None
    if account.source == "reddit":
        url = f"https://reddit.example/r/{one_of(rng, _FORUMS)}/comments/{lead_id:x}"
        author = f"u/{account.domain.split('.')[0]}_{lead_id % 97}"
        author_url = f"https://reddit.example/user/{author[2:]}"
    elif account.source == "linkedin":
        url = f"https://linkedin.example/posts/{lead_id}"
        if person is not None:
            author = person.name
            author_url = f"https://linkedin.example/in/{person.email.split('@')[0].replace('.', '-')}-{lead_id}"
    elif account.source == "website":
        external = f"WEB-{lead_id:06d}"
    if person is None:
        email = f"info@{account.domain}" if rng.random() < 0.7 else None
        return Origin(url, external, author, author_url, email, "website" if email else None, None, None)
    found_in = one_of(rng, ("website", "signature", "business card", "linkedin"))
    return Origin(
        url, external, author, author_url, person.email, found_in, person.phone,
        f"https://{account.domain}" if rng.random() < 0.85 else None,
    )  # fmt: skip
