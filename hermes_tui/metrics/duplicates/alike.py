"""How likely two leads are one: points for what they share, points off for what parts them, each with its reason.

A firm alone never makes a duplicate: a customer has many deals. It takes a person, an address or a title besides,
and what many leads share counts for little. Points were set on planted duplicates and on files of real deals where
one customer has a hundred (tests/metrics/duplicates).
"""

from __future__ import annotations

from collections.abc import Mapping

from hermes_tui.metrics.duplicates import normal
from hermes_tui.metrics.duplicates.cards import Card
from hermes_tui.metrics.duplicates.spelling import (
    NEAR,
    firm_percent,
    numbers,
    person_percent,
    share_a_word,
    title_percent,
)
from hermes_tui.scoring.score import Reason

LIKELY = 60  # from here on a pair is shown unless the rep asks for more or fewer
MOST = 100

# Of an address that more leads than these have, nobody can say whose it is.
_FEW, _SOME = 4, 3
_SITE_OF_MANY = 50
_TELLING = 35  # points from which on somebody is surely in both
_ALIKE, _OTHER = 85.0, 55.0  # % at which two titles say nearly the same, or something else
_TELLING_WORDS = 3  # of a title that two leads without a firm hardly have in common by chance
_COMMON_ID = 6  # digits: short plain numbers are counted from 1 by every program

Shared = Mapping[str, int]
NOBODY: Shared = {}


def compare(one: Card, other: Card, shared: Shared = NOBODY) -> tuple[Reason, ...]:
    """The reasons for and against; empty where nothing is shared.

    `shared` says how many leads of the file have a key (blocks.keys_of): what many have tells little.
    """
    reasons = _same_deal(one, other)
    met = _same_people(one, other, shared, reasons)
    firms = _same_firm(one, other, shared, reasons, met)
    known = bool(reasons)
    whole = not firms and _same_words(one, other, shared, reasons)
    if not reasons:
        return ()
    if firms and one.names.keys().isdisjoint(other.names) and not met:
        _near_people(one, other, reasons)
    if not whole:
        _titles(one, other, firms, shared, reasons)
    _against(one, other, reasons, by_title=whole and not known)
    return tuple(reasons)


def points(reasons: tuple[Reason, ...]) -> int:
    """What the reasons come to, 0 … 100."""
    return max(0, min(MOST, sum(reason.points for reason in reasons)))


def in_words(reason: Reason) -> str:
    """`same e-mail ann@x.com`, `company 96 % alike`."""
    return f"{reason.text} {reason.evidence}".rstrip()


def _same_deal(one: Card, other: Card) -> list[Reason]:
    reasons = []
    if one.link and one.link == other.link:
        reasons.append(Reason(90, "same link", one.link))
    if one.number and one.number == other.number:
        common = one.number.isdecimal() and len(one.number) <= _COMMON_ID
        reasons.append(Reason(20 if common else 80, "same id", one.external_id))
    if one.author and one.author == other.author:
        reasons.append(Reason(50, "same author", one.author))
    return reasons


def _same_people(one: Card, other: Card, shared: Shared, reasons: list[Reason]) -> bool:
    """Whether somebody is in both; the strongest sign of it counts, a second one little."""
    found: list[Reason] = []
    if not one.mails.isdisjoint(other.mails):
        for mail in sorted(one.mails & other.mails):
            own = not normal.is_shared_mailbox(mail) and shared.get(f"mail:{mail}", 0) <= _FEW
            found.append(Reason(75 if own else 35, "same e-mail", mail))
    if not one.phones.keys().isdisjoint(other.phones.keys()):
        for digits in sorted(one.phones.keys() & other.phones.keys()):
            own = shared.get(f"phone:{digits}", 0) <= _FEW
            found.append(Reason(75 if own else 15, "same phone", one.phones[digits]))
    if not one.names.keys().isdisjoint(other.names):
        found.extend(Reason(30, "same person", one.names[name]) for name in sorted(one.names.keys() & other.names))
    found.sort(key=lambda reason: -reason.points)
    for place, reason in enumerate(found[:3]):
        reasons.append(reason if not place else reason._replace(points=5))
    return bool(found) and found[0].points >= _TELLING


def _same_firm(one: Card, other: Card, shared: Shared, reasons: list[Reason], met: bool) -> bool:
    """Whether both are of one firm; where somebody is in both already, that says little more."""
    firms, strange = False, False
    if one.firm and other.firm:
        if one.firm == other.firm:
            firms = True
            reasons.append(Reason(10 if met else 25, "same company", one.company))
        else:
            percent = firm_percent(one.firm, other.firm)
            if percent >= NEAR:
                firms = True
                reasons.append(Reason(10 if met else 25, f"company {percent:.0f} % alike", ""))
            elif percent < _OTHER and not share_a_word(one.firm, other.firm):
                strange = True
                if reasons:
                    reasons.append(Reason(-20, "companies differ", ""))
    if not one.sites.isdisjoint(other.sites):
        site = min(one.sites & other.sites)
        if shared.get(f"site:{site}", 0) <= _SITE_OF_MANY and not (strange and met):
            reasons.append(Reason(5 if firms or met else 25, "same website", site))
            firms = True
    return firms


def _same_words(one: Card, other: Card, shared: Shared, reasons: list[Reason]) -> bool:
    """Whether two leads, one of them without a firm, say the same in title and firm together, and hardly any other."""
    key = whole_key(one)
    if not key or (one.firm and other.firm) or one.whole != other.whole or shared.get(key, 0) > _SOME:
        return False
    reasons.append(Reason(60, "same title", "" if one.firm == other.firm else "with the company in it"))
    return True


def _near_people(one: Card, other: Card, reasons: list[Reason]) -> None:
    """Of one firm and called nearly the same: `Jon Smith` and `John Smith`."""
    best, called = 0.0, ""
    for name in one.names:
        for near, typed in other.names.items():
            percent = person_percent(name, near)
            if percent > best:
                best, called = percent, typed
    if best >= NEAR:
        reasons.append(Reason(20, f"person {best:.0f} % alike", called))


def _titles(one: Card, other: Card, firms: bool, shared: Shared, reasons: list[Reason]) -> None:
    if not one.words and not other.words:
        # Titles that only name the firm, or nothing in letters at all: where it has few leads, they are one.
        named_alike = bool(one.firm) and firm_percent(one.firm, other.firm) >= NEAR
        if firms and named_alike and shared.get(f"firm:{one.firm}", 0) <= _SOME:
            reasons.append(Reason(35, "titles name only the company", ""))
        return
    if not one.words or not other.words:
        return
    if one.words.replace(" ", "") == other.words.replace(" ", ""):
        # Within a firm it counts how many of its deals are called so; of two firms, how many deals at all.
        within = bool(one.firm and other.firm) and firm_percent(one.firm, other.firm) >= NEAR
        many = shared.get(title_key(one, within), 0)
        if many > _FEW:
            reasons.append(Reason(5, "same title as", f"{many} leads"))
        else:
            reasons.append(Reason(35 if many <= _SOME else 25, "same title", ""))
        return
    if numbers(one.words) != numbers(other.words):
        reasons.append(Reason(-15, "titles are numbered otherwise", ""))
        return
    percent = title_percent(one.words, other.words)
    if percent >= NEAR:
        reasons.append(Reason(35, f"title {percent:.0f} % alike", ""))
    elif percent >= _ALIKE:
        reasons.append(Reason(round(percent - 70), f"title {percent:.0f} % alike", ""))
    elif percent < _OTHER:
        reasons.append(Reason(-15, "titles differ", ""))


def _against(one: Card, other: Card, reasons: list[Reason], *, by_title: bool) -> None:
    if one.number and other.number and one.number != other.number:
        counted = normal.shape(one.number) == normal.shape(other.number)
        if counted or (one.import_id is not None and one.import_id == other.import_id):
            reasons.append(Reason(-30, "each has its own id", f"{one.external_id}, {other.external_id}"))
    if (by_title or any(each.text == "same phone" for each in reasons)) and _strangers(one, other):
        reasons.append(Reason(-15, "other people", ""))
    for closed, begun in ((one, other), (other, one)):
        if closed.closed_at is not None and begun.created_at >= closed.closed_at > closed.created_at:
            reasons.append(Reason(-20, "one was closed before the other began", ""))
            break


def _strangers(one: Card, other: Card) -> bool:
    """Whether each has people or addresses of its own and nobody in common: a switchboard serves many."""
    if not one.mails.isdisjoint(other.mails):
        return False
    if not one.names or not other.names:
        return bool(one.mails and other.mails)
    return all(person_percent(name, near) < NEAR for name in one.names for near in other.names)


def title_key(one: Card, firms: bool) -> str:
    """What leads called the same share: within a firm, or anywhere."""
    return f"title:{one.firm if firms else ''}|{one.words}"


def whole_key(one: Card) -> str:
    """What leads share that say the same in title and firm together; '' where that is few words."""
    return f"whole:{one.whole}" if one.whole.count(" ") >= _TELLING_WORDS - 1 else ""
