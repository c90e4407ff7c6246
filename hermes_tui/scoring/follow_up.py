"""Which template to write from next, and because of what: from the stage, the silence and what worked before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hermes_tui.scoring.stages import at_or_past

ENOUGH_SENT = 10  # of fewer a rate ranks nothing: those take turns
FOLLOW_UPS = ("FOLLOWUP_1", "FOLLOWUP_2", "FOLLOWUP_3")

KIND_WORDS = {
    "INITIAL_OUTREACH": "first message", "FOLLOWUP_1": "follow-up 1", "FOLLOWUP_2": "follow-up 2",
    "FOLLOWUP_3": "last follow-up", "PROPOSAL": "proposal", "CLOSING": "closing", "REJECTION": "parting words",
    "CUSTOM": "other",
}  # fmt: skip
_BY_STAGE = {
    "NEW": "INITIAL_OUTREACH", "QUALIFIED": "INITIAL_OUTREACH", "CONTACTED": "FOLLOWUP_1", "FOLLOWUP_1": "FOLLOWUP_2",
    "FOLLOWUP_2": "FOLLOWUP_3", "NEGOTIATING": "CLOSING", "WON": "CUSTOM", "LOST": "REJECTION", "ARCHIVED": "CUSTOM",
}  # fmt: skip
# Where there is none of a kind, what comes nearest to it.
_NEAREST: dict[str, tuple[str, ...]] = {
    "INITIAL_OUTREACH": ("CUSTOM",),
    "FOLLOWUP_1": ("FOLLOWUP_2", "FOLLOWUP_3", "CUSTOM"),
    "FOLLOWUP_2": ("FOLLOWUP_3", "FOLLOWUP_1", "CUSTOM"),
    "FOLLOWUP_3": ("FOLLOWUP_2", "FOLLOWUP_1", "CUSTOM"),
    "CLOSING": ("FOLLOWUP_1", "CUSTOM"),
    "REJECTION": ("CUSTOM",),
    "CUSTOM": (),
}


class Place(NamedTuple):
    """Where a deal stands with the person written to.

    `stage` is a name as in stages.py; `unanswered` how many we wrote since they last spoke, a message and its
    follow-ups but no calls;
    `days_silent` whole days since anybody did. `channels` are those by which the person can be reached, the one they
    like best first; `got` the ids of the templates they were written to from. `newcomer`: others of the lead were
    written to, this person never was.
    """

    stage: str
    unanswered: int
    days_silent: int
    channels: tuple[str, ...]
    got: frozenset[int]
    newcomer: bool = False


class Candidate(NamedTuple):
    """An active template and what became of it; `low` and `high` (0 … 1) are its rate's interval, None where none.

    `usage` counts every message that left; by it templates take turns.
    """

    id: int
    name: str
    kind: str
    channel: str
    usage: int
    sent: int
    replied: int
    low: float | None
    high: float | None


class Choice(NamedTuple):
    """A template, and because of what."""

    template_id: int
    name: str
    because: str


class Advice(NamedTuple):
    """What to write from, None where no template is to be urged; because of what; and what else, in order."""

    choice: Choice | None
    because: str
    alternatives: tuple[Choice, ...]


def wanted_kind(place: Place) -> str:
    """The kind of template that the deal's place asks for.

    Before the first answer the stage says which follow-up is next, or how many of ours went unanswered, where those
    are more: mail that the rep logged moves no stage. After it, that number says so.
    """
    known = _BY_STAGE.get(place.stage)
    if known is not None and known not in FOLLOW_UPS:
        return known
    if known is not None and place.newcomer:
        return "INITIAL_OUTREACH"
    return _later(known or FOLLOW_UPS[0], place.unanswered)


def _later(kind: str, unanswered: int) -> str:
    return FOLLOW_UPS[min(max(FOLLOW_UPS.index(kind), unanswered - 1), len(FOLLOW_UPS) - 1)]


def kinds_in_order(place: Place) -> tuple[str, ...]:
    """The kinds of template that will do, the one asked for first: only where there is none, the next is looked at."""
    wanted = wanted_kind(place)
    return (wanted, *_NEAREST[wanted])


def next_words(stage: str, unanswered: int) -> str:
    """Which follow-up a stage before the first answer asks for next, in words, after so many of ours.

    >>> next_words("CONTACTED", 1)
    'follow-up 1'
    """
    return KIND_WORDS[_later(_BY_STAGE[stage], unanswered)]


def enough(place: Place, at_most: int) -> bool:
    """Whether `at_most` follow-ups, beside the message that they follow, went unanswered: more would be a bother."""
    return wanted_kind(place) in (*FOLLOW_UPS, "CLOSING") and place.unanswered - 1 >= at_most


def advise(place: Place, candidates: Sequence[Candidate], at_most: int) -> Advice:
    """What to write from next; after `at_most` unanswered follow-ups none, but every template stays at hand.

    A template that the person got already steps back behind others of its kind; then a channel they can be reached by
    goes before others; then, of those sent to 10 or more people, the best lower end; else those sent least.
    """
    wanted = wanted_kind(place)
    kinds = kinds_in_order(place)
    rank = {kind: number for number, kind in enumerate(kinds)}
    order = sorted(candidates, key=lambda each: (rank.get(each.kind, len(kinds)), *_place_of(each, place)))
    choices = tuple(Choice(each.id, each.name, _because(each, wanted, place)) for each in order)
    if enough(place, at_most):
        followed = place.unanswered - 1
        went = "1 follow-up" if followed == 1 else f"{followed} follow-ups"
        if not followed:
            return Advice(None, "unanswered, and no follow-ups are wanted: snooze it, call, or lose it", choices)
        return Advice(None, f"{went} unanswered is enough: snooze it, call, or lose it", choices)
    if not order or order[0].kind not in rank:
        return Advice(None, f"there is no active template for a {KIND_WORDS[wanted]}", choices)
    return Advice(choices[0], choices[0].because, choices[1:])


def _place_of(each: Candidate, place: Place) -> tuple[bool, int, bool, float, int, int]:
    """What goes first within a kind."""
    reach = place.channels.index(each.channel) if each.channel in place.channels else len(place.channels)
    proven = each.sent >= ENOUGH_SENT and each.low is not None
    return each.id in place.got, reach, not proven, -(each.low or 0.0) if proven else 0.0, each.usage, each.id


# -- in words --------------------------------------------------------------------------------------------


def _because(each: Candidate, wanted: str, place: Place) -> str:
    """`follow-up 1 after 5 days of silence; replied 9 of 30 (17–48 %)`."""
    parts = [_occasion(place, wanted) if each.kind == wanted else KIND_WORDS.get(each.kind, "other")]
    if each.id in place.got:
        parts.append("they got it already")
    if place.channels and each.channel not in place.channels:
        parts.append(f"by {each.channel}, where no address is known")
    return "; ".join([*parts, record_words(each)])


def _occasion(place: Place, wanted: str) -> str:
    words = KIND_WORDS[wanted]
    if wanted not in FOLLOW_UPS:
        return words
    of = " of the proposal" if at_or_past(place.stage, "PROPOSAL_SENT") else ""
    days = "1 day" if place.days_silent == 1 else f"{place.days_silent} days"
    return f"{words}{of} after {days} of silence" if place.days_silent else f"{words}{of}"


def record_words(each: Candidate) -> str:
    """What became of a template so far: `replied 9 of 30 (17–48 %)`, `replied 1 of 3, too few to tell`, `not sent yet`.

    A rate of fewer than 10 has no interval here: it would be wider than any use.
    """
    if not each.sent or each.low is None or each.high is None:
        return "not sent yet" if not each.usage else "no answer due yet"
    count = f"replied {each.replied:,} of {each.sent:,}"
    if each.sent < ENOUGH_SENT:
        return f"{count}, too few to tell"
    return f"{count} ({100 * each.low:.0f}–{100 * each.high:.0f} %)"
