"""The buying committee: who has been heard of lately, who leads it, who can buy, and what is missing at the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from hermes_tui.scoring.facts import DAY_MS, LeadFacts, Person, whole_days


def is_engaged(last_in_at: int | None, now: int, engaged_days: int) -> bool:
    """Whether somebody who last spoke then (UTC ms) is engaged: within so many days, the last included."""
    return last_in_at is not None and now - last_in_at <= engaged_days * DAY_MS


def engaged_contacts(facts: LeadFacts, now: int) -> tuple[Person, ...]:
    """Contacts who spoke in the last 30 days (a setting; the 30th included), in the order of the facts."""
    return tuple(p for p in facts.contacts if is_engaged(p.last_in_at, now, facts.engaged_days))


def champion(facts: LeadFacts) -> Person | None:
    """The contact marked primary, if any."""
    return next((person for person in facts.contacts if person.is_primary), None)


def nobody_heard(people: Iterable[Person | Seat], engaged_days: int) -> str:
    """How long nobody of these was heard: the deal of today, where nobody spoke yet, has no thirty days of silence."""
    ever = any(person.last_in_at is not None for person in people)
    return f"nobody heard in {engaged_days} days" if ever else "nobody was heard yet"


# -- the map ---------------------------------------------------------------------------------------------

ENGAGED_DAYS = 30
CHAMPION_SILENT_DAYS = 14


class Member(Protocol):
    """What the map is told of a person: a ContactRow will do. Moments UTC ms, `buys`: the role can say yes."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str | None: ...
    @property
    def sentiment(self) -> str | None: ...
    @property
    def is_primary(self) -> int | bool: ...
    @property
    def buys(self) -> int | bool: ...
    @property
    def last_in_at(self) -> int | None: ...
    @property
    def last_out_at(self) -> int | None: ...


class Seat(NamedTuple):
    """A person on the map. `silent_days`: whole days since they spoke, None for one who was never heard."""

    id: int
    name: str
    role: str | None
    mood: str | None
    is_primary: bool
    buys: bool
    last_in_at: int | None
    last_out_at: int | None
    silent_days: int | None
    engaged: bool

    @property
    def blocks(self) -> bool:
        """Whether the role is that of somebody against the deal."""
        return "blocker" in (self.role or "").casefold()


class Gap(NamedTuple):
    """Something the committee lacks: a code and a sentence. A gap that is also a risk has the code of the risk."""

    code: str
    text: str


class CommitteeMap(NamedTuple):
    """Who sits at the table, those who weigh most first, and what is missing there, gravest first."""

    seats: tuple[Seat, ...]
    gaps: tuple[Gap, ...]
    engaged_days: int = ENGAGED_DAYS
    champion_silent_days: int = CHAMPION_SILENT_DAYS

    @property
    def engaged(self) -> tuple[Seat, ...]:
        """Those who spoke lately."""
        return tuple(seat for seat in self.seats if seat.engaged)

    def lacks(self, code: str) -> bool:
        """Whether there is a gap of this code."""
        return any(gap.code == code for gap in self.gaps)

    def without(self, person_id: int) -> CommitteeMap:
        """The map as it is when this person leaves."""
        seats = tuple(seat for seat in self.seats if seat.id != person_id)
        return self._replace(seats=seats, gaps=tuple(_gaps(seats, self.engaged_days, self.champion_silent_days)))

    def if_leaves(self, person_id: int) -> str:
        """`without Ann Lee: nobody engaged, no buyer`: who would still be engaged and what would be gone; empty for
        somebody who is not on the map."""
        leaver = next((seat for seat in self.seats if seat.id == person_id), None)
        if leaver is None:
            return ""
        rest = self.without(person_id)
        said = [_still_engaged(rest)]
        if leaver.is_primary and rest.seats:
            said.append("no champion")
        if leaver.buys and rest.seats and rest.lacks("no-buyer"):
            said.append("no buyer")
        if rest.lacks("negative") and not self.lacks("negative"):
            said.append("only negative moods")
        return f"without {leaver.name}: {', '.join(said)}"


def committee_map(
    people: Iterable[Member],
    now: int,
    engaged_days: int = ENGAGED_DAYS,
    champion_silent_days: int = CHAMPION_SILENT_DAYS,
) -> CommitteeMap:
    """The committee as it stands at `now` (UTC ms), by the thresholds in force (definitions.md, "Committee and risk").

    What it lacks is said whatever the stage; what of it is a risk, and from which stage on, risk.py says.
    """
    seats = tuple(sorted((_seat(person, now, engaged_days) for person in people), key=_weight))
    return CommitteeMap(
        seats, tuple(_gaps(seats, engaged_days, champion_silent_days)), engaged_days, champion_silent_days
    )


def _seat(person: Member, now: int, engaged_days: int) -> Seat:
    heard = person.last_in_at
    return Seat(
        person.id, person.name, person.role or None, person.sentiment or None, bool(person.is_primary),
        bool(person.buys), heard, person.last_out_at, None if heard is None else whole_days(heard, now),
        is_engaged(heard, now, engaged_days),
    )  # fmt: skip


# After the champion and those who can say yes: what a role has in it, the weightiest first. Between spaces a word must
# stand alone: a director is no CTO. A role may be called champion before anybody is marked as the one.
_ROLES = (
    ("champion",), ("technical", " cto ", " cio ", "engineer", "architect", "security"), ("blocker",), ("influencer",),
    ("coach",), ("legal", "procurement", "finance"),
)  # fmt: skip


_WORD = re.compile(r"\w+")


def _weight(seat: Seat) -> tuple[int, int, int, str, int]:
    """Sorts by what a role weighs, then by who spoke last; those never heard come after those who were."""
    said = f" {' '.join(_WORD.findall((seat.role or '').casefold()))} "
    other = len(_ROLES) + (2 if not said.strip() else 1 if "end user" in said else 0)
    place = next((at for at, words in enumerate(_ROLES) if any(word in said for word in words)), other)
    grade = 0 if seat.is_primary else 1 if seat.buys else 2 + place
    return (grade, seat.last_in_at is None, -(seat.last_in_at or 0), seat.name.casefold(), seat.id)


def _gaps(seats: tuple[Seat, ...], engaged_days: int, champion_silent_days: int) -> Iterator[Gap]:
    if not seats:
        yield Gap("nobody", "nobody is known yet")
        return
    engaged = [seat for seat in seats if seat.engaged]
    if not engaged:
        yield Gap("ghosted", f"nobody engaged: {nobody_heard(seats, engaged_days)}")
    elif len(engaged) == 1:
        yield Gap("single-threaded", f"single voice: only {engaged[0].name} is engaged")
    yield from _champion_gaps(seats, champion_silent_days)
    if not any(seat.buys for seat in seats):
        yield Gap("no-buyer", "no economic buyer: nobody here has a role that can say yes")
    blockers = [seat for seat in seats if seat.blocks]
    if blockers and all(seat.mood == "negative" for seat in blockers):
        yield Gap("blockers-negative", f"every blocker is against it: {', '.join(seat.name for seat in blockers)}")
    moods = [seat.mood for seat in seats if seat.mood]
    if moods and all(mood == "negative" for mood in moods):
        yield Gap("negative", "only negative moods")


def _champion_gaps(seats: tuple[Seat, ...], silent_days: int) -> Iterator[Gap]:
    person = next((seat for seat in seats if seat.is_primary), None)
    if person is None:
        yield Gap("no-champion", "no champion: nobody here carries the deal")
    elif person.silent_days is None:
        yield Gap("champion-silent", f"champion {person.name} was never heard")
    elif person.silent_days > silent_days:
        yield Gap("champion-silent", f"champion {person.name} silent for {person.silent_days}d")


def _still_engaged(rest: CommitteeMap) -> str:
    if not rest.seats:
        return "nobody is left"
    names = [seat.name for seat in rest.engaged]
    if len(names) < 2:
        return f"only {names[0]} engaged" if names else "nobody engaged"
    return f"still {len(names)} engaged"
