"""The one thing to do next, and because of what: the rules of definitions.md in their order, first that holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from datetime import date
from typing import NamedTuple

from hermes_tui.scoring.committee import engaged_contacts
from hermes_tui.scoring.facts import LeadFacts, PendingTask, is_inbound, is_outbound, whole_days
from hermes_tui.scoring.heat import PRICING_KINDS
from hermes_tui.scoring.phrase import days_ago
from hermes_tui.scoring.place import planned_task
from hermes_tui.scoring.stages import at_or_past
from hermes_tui.scoring.staleness import (
    STALE_DAYS,
    days_in_stage,
    days_silent,
    is_snoozed,
    is_stale,
    is_stuck,
    owed_reply,
    unanswered_written,
)

ACTIONS: tuple[str, ...] = (
    "answer", "send_proposal", "do_task", "prepare_call", "qualify", "first_message", "follow_up",
    "find_stakeholder", "address_objection", "decide", "touch",
)  # fmt: skip
"""Every action id, in the order in which they are looked for."""

_CALL_KINDS = frozenset({"call", "meeting"})
# Confirmed buying signals that say more about a suggestion; they never change its place in the order.
_PROPOSAL_ASKED, _MEETING = frozenset({"proposal_request"}), frozenset({"meeting"})
_REFERRAL, _TIMELINE = frozenset({"referral"}), frozenset({"timeline"})
_PRICE_WORDS = r"\b(?:pric(?:e|es|ing)|cost|costs|quote|how much|budget|rate|rates|fee|fees)\b"


class NextAction(NamedTuple):
    """A suggestion: a stable action id, what to do in words, and because of what."""

    action: str
    label: str
    because: str


class _Moment(NamedTuple):
    now: int
    today: date
    stale_days: int


def next_action(
    facts: LeadFacts,
    now: int,
    today: date,
    refused: Set[str] = frozenset(),
    stale_days: int = STALE_DAYS,
) -> NextAction | None:
    """The first rule that holds and whose action id is not in `refused`; None for a closed or quiet lead.

    A planned task (dated after today) or a snooze silences the nudges that only silence causes, follow_up and touch;
    it never silences an owed reply.
    """
    if facts.stage_kind != "open":
        return None
    moment = _Moment(now, today, stale_days)
    for action, rule in zip(ACTIONS, _RULES, strict=True):
        if action not in refused and (found := rule(facts, moment)) is not None:
            return NextAction(action, *found)
    return None


_Found = tuple[str, str] | None


def _answer(facts: LeadFacts, moment: _Moment) -> _Found:
    owed = owed_reply(facts)
    if owed is None:
        return None
    ago = days_ago(whole_days(owed.since, moment.now))
    if not owed.quote:
        return "Answer their message", f"replied {ago}, unanswered"
    asked = "asked" if owed.quote.endswith(("?", "？")) else "replied"
    about_price = re.search(_PRICE_WORDS, owed.quote, re.IGNORECASE)
    what = "the pricing question" if about_price and asked == "asked" else _writer(facts, owed.since)
    meet = _confirmed_at(facts, _MEETING)
    offer = "; they want to meet: offer a time" if meet is not None and meet >= owed.since else ""
    return f"Answer {what}", f"{asked} {ago}: “{owed.quote}”{offer}"


def _writer(facts: LeadFacts, at: int) -> str:
    names = {person.id: person.name for person in facts.contacts}
    by = next((e.contact_id for e in reversed(facts.touches) if e.at == at and is_inbound(e)), None)
    return names.get(by, "their message") if by is not None else "their message"


def _confirmed_at(facts: LeadFacts, kinds: Set[str]) -> int | None:
    """When the newest confirmed signal of these kinds was given (UTC ms)."""
    return max((s.at for s in facts.signals if s.state == "confirmed" and s.kind.lower() in kinds), default=None)


def _named_timeline(facts: LeadFacts, moment: _Moment) -> str:
    """Beside a nudge: that they said by when they want it."""
    at = _confirmed_at(facts, _TIMELINE)
    return "" if at is None else f"; they named a timeline {days_ago(whole_days(at, moment.now))}"


def _send_proposal(facts: LeadFacts, moment: _Moment) -> _Found:
    asked_at = _confirmed_at(facts, PRICING_KINDS)
    if asked_at is None:
        return None
    sent_since = any(p.sent_at is not None and p.sent_at >= asked_at for p in facts.proposals)
    moved_since = at_or_past(facts.stage, "PROPOSAL_SENT") and facts.stage_entered_at >= asked_at
    if sent_since or moved_since:
        return None
    what = "proposal request" if _confirmed_at(facts, _PROPOSAL_ASKED) == asked_at else "pricing question"
    return "Send a proposal", f"{what} confirmed, {days_ago(whole_days(asked_at, moment.now))}"


def _call_today(facts: LeadFacts, today: date) -> PendingTask | None:
    """The scheduled call itself: not yet a thing to do, but one to be ready for."""
    if facts.stage != "CALL_SCHEDULED":
        return None
    return next((t for t in facts.tasks if t.kind.lower() in _CALL_KINDS and t.due_on == today.isoformat()), None)


def task_to_do(facts: LeadFacts, today: date) -> PendingTask | None:
    """The task longest due, which `do_task` is about; not the call of today, which is one to prepare."""
    call = _call_today(facts, today)
    due = [t for t in facts.tasks if t.due_on is not None and t.due_on <= today.isoformat() and t != call]
    return min(due, key=lambda t: (t.due_on or "", t.id), default=None)


def _do_task(facts: LeadFacts, moment: _Moment) -> _Found:
    task = task_to_do(facts, moment.today)
    if task is None:
        return None
    late = (moment.today - date.fromisoformat(task.due_on or "")).days
    return f"Do the task: {task.title}", f"due {days_ago(late) if late > 0 else 'today'}"


def _prepare_call(facts: LeadFacts, moment: _Moment) -> _Found:
    call = _call_today(facts, moment.today)
    return None if call is None else ("Prepare the call", f"scheduled today: {call.title}")


def _qualify(facts: LeadFacts, moment: _Moment) -> _Found:
    holds = facts.stage == "NEW" and facts.score is None
    return ("Qualify the lead", "new and not scored yet") if holds else None


def _first_message(facts: LeadFacts, moment: _Moment) -> _Found:
    if facts.stage != "QUALIFIED" or any(is_outbound(e) or is_inbound(e) for e in facts.touches):
        return None
    return "Write the first message", "qualified and never contacted"


def _nudges_silenced(facts: LeadFacts, moment: _Moment) -> bool:
    return is_snoozed(facts, moment.now) or planned_task(facts, moment.today) is not None


def _follow_up(facts: LeadFacts, moment: _Moment) -> _Found:
    days = days_silent(facts, moment.now)
    enough = unanswered_written(facts.touches) > facts.followups_at_most
    if facts.stage not in ("CONTACTED", "FOLLOWUP_1") or days < facts.followup_after or enough:
        return None
    if _nudges_silenced(facts, moment):
        return None
    return "Follow up", f"silent for {days}d{_named_timeline(facts, moment)}"


def _find_stakeholder(facts: LeadFacts, moment: _Moment) -> _Found:
    if not at_or_past(facts.stage, "RESPONDED"):
        return None
    engaged = engaged_contacts(facts, moment.now)
    if len(engaged) != 1:
        return None
    referred = "; they named a colleague" if _confirmed_at(facts, _REFERRAL) is not None else ""
    return "Find a second stakeholder", f"single-threaded: only {engaged[0].name} is engaged{referred}"


def _address_objection(facts: LeadFacts, moment: _Moment) -> _Found:
    if not facts.open_objections:
        return None
    kinds = ", ".join(dict.fromkeys(kind.lower() for kind in facts.open_objections))
    return f"Address the {facts.open_objections[0].lower()} objection", f"open: {kinds}"


def _decide(facts: LeadFacts, moment: _Moment) -> _Found:
    if not is_stuck(facts, moment.now):
        return None
    days, median = days_in_stage(facts, moment.now), facts.stage_median_days
    than = _usual(median) if median else f"limit {facts.stage_threshold_days:.0f}d"
    return "Decide: advance, lose or archive", f"stuck for {days}d ({than}){_named_timeline(facts, moment)}"


def _usual(median: float) -> str:
    return f"median {median:.0f}d" if median >= 1 else "median under 1d"


def _touch(facts: LeadFacts, moment: _Moment) -> _Found:
    if not is_stale(facts, moment.now, moment.stale_days) or _nudges_silenced(facts, moment):
        return None
    # What was scored and found too little stays new (definitions.md, "Lead score"): that is why nothing else is asked.
    low = f"; still new with {facts.score} points" if facts.stage == "NEW" and facts.score is not None else ""
    return "Touch", f"stale: silent for {days_silent(facts, moment.now)}d{low}{_named_timeline(facts, moment)}"


_RULES: tuple[Callable[[LeadFacts, _Moment], _Found], ...] = (
    _answer, _send_proposal, _do_task, _prepare_call, _qualify, _first_message, _follow_up,
    _find_stakeholder, _address_objection, _decide, _touch,
)  # fmt: skip
