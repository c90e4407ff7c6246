"""Heat: the owner's buying-signal points, exactly (definitions.md, "Heat score"), and heat now, which fades."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hermes_tui.scoring.facts import (
    CLICK_KINDS,
    DAY_MS,
    HOUR_MS,
    Evidence,
    LeadFacts,
    Signal,
    is_outbound,
    is_written,
    whole_days,
)
from hermes_tui.scoring.score import Reason, Score, total
from hermes_tui.scoring.staleness import COLD_DAYS, Cold, cold_after_interest, heard

HALF_LIFE_DAYS = 30
QUICK_MS = DAY_MS

PRICING_KINDS = frozenset({"pricing", "proposal_request"})


class Factor(NamedTuple):
    """A factor that holds: its reason, the moment (UTC ms) of its newest evidence, and what it is worth by now."""

    reason: Reason
    newest_at: int
    points_now: int


class _Held(NamedTuple):
    reason: Reason
    newest_at: int


def heat(facts: LeadFacts, now: int) -> Score:
    """The heat score, −15 … +65: each factor once, each with its evidence. `now` decides only what went cold."""
    return total(factor.reason for factor in factors(facts, now))


def heat_now(facts: LeadFacts, now: int) -> Score:
    """The same reasons, each with the points it is worth by now."""
    return total(factor.reason._replace(points=factor.points_now) for factor in factors(facts, now))


def factors(facts: LeadFacts, now: int) -> tuple[Factor, ...]:
    """The ledger of heat: every factor that holds, with its points halved per 30 days of age of its newest evidence.

    Faded points are rounded half away from zero.
    """
    rules: tuple[Callable[[LeadFacts, int], _Held | None], ...] = (
        _several_people, _quick_answers, _asked_price, _clicked, _second_response, _went_cold,
    )  # fmt: skip
    held = filter(None, (rule(facts, now) for rule in rules))
    return tuple(Factor(*each, _faded(each.reason.points, whole_days(each.newest_at, now))) for each in held)


def _faded(points: int, days: int) -> int:
    size = int(abs(points) * 0.5 ** (days / HALF_LIFE_DAYS) + 0.5)
    return size if points > 0 else -size


def _last_heard(voices: Iterable[Evidence]) -> dict[int, int]:
    """Contact id → the newest moment (UTC ms) that contact spoke, for touches known to be theirs."""
    newest: dict[int, int] = {}
    for evidence in voices:
        if evidence.contact_id is not None:
            newest[evidence.contact_id] = max(evidence.at, newest.get(evidence.contact_id, evidence.at))
    return newest


def _several_people(facts: LeadFacts, now: int) -> _Held | None:
    newest = _last_heard(heard(facts.touches))
    if len(newest) < 2:
        return None
    names = {person.id: person.name for person in facts.contacts}
    who = ", ".join(names.get(contact, f"contact {contact}") for contact in newest)
    return _Held(Reason(20, "multiple stakeholders engaged", who), max(newest.values()))


def _quick_answers(facts: LeadFacts, now: int) -> _Held | None:
    answers = answer_times(facts)
    if not answers:
        return None
    middle = _median([taken for _, taken in answers])
    if middle > QUICK_MS:
        return None
    count = "1 answer" if len(answers) == 1 else f"{len(answers)} answers"
    said = f"median {_span(middle)} over {count}"
    return _Held(Reason(15, "quick response time", said), answers[-1][0])


def answer_times(facts: LeadFacts) -> list[tuple[int, int]]:
    """For each answered outbound message, (when it was answered, how long that took in ms), oldest first.

    An answer is the first message of a person after ours, credited to the last of ours before it, as in the
    definition of a template's reply.
    """
    asked_at: int | None = None
    answers = []
    for evidence in facts.touches:
        if not is_written(evidence):
            continue
        if is_outbound(evidence):
            asked_at = evidence.at
        elif asked_at is not None:
            answers.append((evidence.at, evidence.at - asked_at))
            asked_at = None
    return answers


def _asked_price(facts: LeadFacts, now: int) -> _Held | None:
    asked = _pricing(facts)
    if asked is None:
        return None
    said = "pricing signal confirmed" if asked.kind.lower() == "pricing" else "proposal request confirmed"
    return _Held(Reason(10, "asked about pricing", said + (f": “{asked.words}”" if asked.words else "")), asked.at)


def _pricing(facts: LeadFacts) -> Signal | None:
    asked = (s for s in facts.signals if s.state == "confirmed" and s.kind.lower() in PRICING_KINDS)
    return max(asked, key=lambda signal: signal.at, default=None)


def _clicked(facts: LeadFacts, now: int) -> _Held | None:
    clicks = [s.at for s in facts.signals if s.kind.lower() in CLICK_KINDS and s.state != "refused"]
    views = [
        p.viewed_at if p.viewed_at is not None else p.sent_at if p.sent_at is not None else facts.stage_entered_at
        for p in facts.proposals
        if p.viewed_at is not None or p.status == "VIEWED"
    ]
    if not clicks and not views:
        return None
    said = "proposal viewed" if views else "link clicked"
    return _Held(Reason(10, "clicked proposal link", said), max(clicks + views))


def _second_response(facts: LeadFacts, now: int) -> _Held | None:
    messages = [evidence.at for evidence in heard(facts.touches) if is_written(evidence)]
    if len(messages) < 2:
        return None
    return _Held(Reason(10, "second response", f"{len(messages)} messages from them"), max(messages))


def _went_cold(facts: LeadFacts, now: int) -> _Held | None:
    cold: Cold | None = cold_after_interest(facts, now)
    if cold is None:
        return None
    said = f"{COLD_DAYS} days or more without a word, our last message unanswered"
    return _Held(Reason(-15, "went cold after interest", said), cold.last_out_at)


def _median(spans: Sequence[int]) -> float:
    ordered = sorted(spans)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _span(ms: float) -> str:
    return "under 1 h" if ms < HOUR_MS else f"{ms / HOUR_MS:.0f} h"
