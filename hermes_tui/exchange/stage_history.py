"""What a deal's stage history becomes by the stage events of a file: pure, for new deals and for those here already.

What was told or done with its moment stands; what was only made of a deal's dates gives way to it:

- The events of the file are the whole of what another program knows of the time between the first and the last of
  them: what an earlier file told of that time is replaced, what it told of other times stays.
- Moves made in Hermes (by the rep, by a message) stay, in the order of time; of one moment, they came last.
- The last event is where the deal stands, also where the deal's own file calls another open stage its own. But a deal
  that its own file calls closed stays closed, if no event speaks of that closing or if it closed after the last.
- A deal that was here before its first event was NEW until then.
- A stage that a deal is in already is not entered again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hermes_tui.exchange.plan import CLOSED
from hermes_tui.exchange.stage_order import Told

HISTORY = "history"
"""The cause of a visit that a file of stage events told."""
_GUESSED = frozenset({"import", "rule"})  # made of a deal's dates, or of its words while nobody knew its stage
_NEW = "NEW"
_TOLD = "stage history"  # a NEW with a reason was said by somebody: no score takes it on (storage/queries/inquiries.py)


class Step(NamedTuple):
    """A stage that a deal came to. `id` is the row that says so, None for one to be written."""

    stage: str
    at: int
    cause: str
    reason: str | None = None
    id: int | None = None


def merged(stored: Sequence[Step], told: Sequence[Told]) -> list[Step]:
    """The history that `stored` (oldest first) and the events of a file (at least one) come to, oldest first.

    Telling the same again changes nothing: `merged(merged(s, t), t) == merged(s, t)` but for the ids.
    """
    opening = _opening(stored, told)
    known = list(_known(stored[1:] if opening else stored, told))
    there = {step[:2] for step in known}
    new = [step for step in _steps(stored, told) if step[:2] not in there]
    union = sorted([*new, *known], key=lambda step: step.at)
    if opening is not None and opening.at < union[0].at and (union[0].stage != _NEW or opening.cause not in _GUESSED):
        union.insert(0, opening)
    known_before = False
    for place, step in enumerate(stored, 1):
        if step.cause not in _GUESSED:
            known_before = True
        elif place > 1 or opening is None:
            union += _still_so(step, union, newest=place == len(stored), moved_on=known_before)
    return _numbered(_once(union))


def _opening(stored: Sequence[Step], told: Sequence[Told]) -> Step | None:
    """The NEW that a deal began in before anybody told its history: also where its dates had made it another stage."""
    first = stored[0] if stored else None
    if first is None or first[:2] in [event[:2] for event in told]:
        return None
    if first.cause == "import" and first.stage not in CLOSED:
        return first if first.stage == _NEW else Step(_NEW, first.at, first.cause)
    return first if first.stage == _NEW and first.cause != HISTORY else None


def _known(stored: Sequence[Step], told: Sequence[Told]) -> Iterator[Step]:
    """What stands whatever the file tells: also a closing that the deal went on from."""
    first, last = told[0].at, told[-1].at
    stages = {event.stage for event in told}
    for place, step in enumerate(stored, 1):
        if step.cause == HISTORY:
            stands = not first <= step.at <= last
        elif step.cause in _GUESSED:
            stands = place < len(stored) and step.stage in CLOSED and step.stage not in stages
        else:
            stands = True
        if stands:
            yield step


def _steps(stored: Iterable[Step], told: Iterable[Told]) -> Iterator[Step]:
    """The events of the file; one that is there already keeps its row."""
    there = {(step.stage, step.at): step for step in stored if step.cause in (HISTORY, "import")}
    for event in told:
        kept = there.get((event.stage, event.at))
        reason = _TOLD if event.stage == _NEW else kept and kept.reason
        yield Step(event.stage, event.at, HISTORY, reason, kept and kept.id)


def _still_so(guess: Step, union: list[Step], *, newest: bool, moved_on: bool) -> Iterator[Step]:
    """A guess that holds beside what is known, if it does; `moved_on`: a later file made it of a known history."""
    last = union[-1]
    if guess.stage == last.stage or any(step[:2] == guess[:2] for step in union):
        return
    if guess.cause == "rule":
        if last.stage == _NEW and guess.at >= last.at:
            yield guess
    elif moved_on and guess.at >= last.at:
        yield guess
    elif newest and guess.stage in CLOSED:
        if guess.at > last.at:
            yield guess
        elif all(step.stage != guess.stage for step in union):
            yield guess._replace(at=last.at, id=None)


def _once(steps: Iterable[Step]) -> Iterator[Step]:
    """Without a stage entered from itself: the first entry stands, with the reason that any of them gave."""
    found: Step | None = None
    for step in steps:
        if found is not None and step.stage == found.stage:
            found = found._replace(reason=found.reason or step.reason)
            continue
        if found is not None:
            yield found
        found = step
    if found is not None:
        yield found


def _numbered(steps: Iterable[Step]) -> list[Step]:
    """Of two at one moment the one with the lower id came first: a row that would stand before its time is new."""
    found: list[Step] = []
    for step in steps:
        if found and step.at == found[-1].at and step.id is not None and step.id < (found[-1].id or step.id + 1):
            step = step._replace(id=None)
        found.append(step)
    return found
