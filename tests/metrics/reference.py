"""The figures a second time, in plain Python, straight from definitions.md: slow, and knowing nothing of `visit`.

It reads the rows a rep made (leads, stage_event) and nothing that is kept beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import mean, median
from typing import Any

from storage.database import Database

DAY = 86_400_000
TWO_MINUTES = 120_000
ORDER = (
    "NEW", "QUALIFIED", "CONTACTED", "FOLLOWUP_1", "FOLLOWUP_2", "RESPONDED", "CALL_SCHEDULED", "CALL_DONE",
    "PROPOSAL_SENT", "NEGOTIATING", "WON", "LOST", "ARCHIVED",
)  # fmt: skip
OPEN = ORDER[:10]
# "FOLLOWUP_1/2 count as CONTACTED"
GROUP = {name: "CONTACTED" if name.startswith("FOLLOWUP") else name for name in ORDER}
FUNNEL = tuple(dict.fromkeys(GROUP[name] for name in OPEN))


@dataclass
class Stay:
    """A visit: `end` is None while the deal is there."""

    stage: str
    start: int
    end: int | None = None


@dataclass
class Deal:
    """A lead with what definitions.md asks of it."""

    id: int
    source: str | None
    value: int | None
    currency: str | None
    began: int
    created: int
    moves: list[tuple[str, int, str]]  # stage, at, cause; oldest first
    began_in: str | None = None  # the stage it began in and left at once
    stays: list[Stay] = field(default_factory=list)

    def standing(self, at: int) -> Stay | None:
        """Where it stood at that moment."""
        return next(
            (stay for stay in reversed(self.stays) if stay.start <= at and (stay.end is None or stay.end > at)), None
        )


def deals_of(database: Database) -> list[Deal]:
    """Every lead of the file."""
    moves: dict[int, list[tuple[str, int, str]]] = {}
    for lead, stage, at, cause in database.rows(
        "SELECT lead_id, to_stage_id, at, cause FROM stage_event ORDER BY lead_id, at, id"
    ):
        moves.setdefault(lead, []).append((ORDER[stage - 1], at, cause))
    found = []
    for number, source, value, currency, created, engaged in database.rows(
        "SELECT id, source, value, currency, created_at, engaged_at FROM lead ORDER BY id"
    ):
        began = created if engaged is None else engaged
        found.append(stayed(Deal(number, source, value, currency, began, created, moves.get(number, []))))
    return found


def stayed(deal: Deal) -> Deal:
    """ "A re-entry is a new visit; a skipped stage is no visit; a move undone within 2 minutes is void." """
    real: list[tuple[str, int]] = []
    for (stage, at, cause), after in zip(deal.moves, [*deal.moves[1:], None], strict=True):
        at_once = after is not None and cause == "rep" and after[1] - at < TWO_MINUTES
        if at_once and (real or deal.began_in):
            continue
        if at_once:
            deal.began_in, began_at = stage, at
            continue
        if real and real[-1][0] == stage:
            continue
        if not real and deal.began_in == stage:  # it came back to where it began: it was there all along
            at, deal.began_in = began_at, None
        real.append((stage, at))
    ends = [at for _, at in real[1:]]
    deal.stays = [Stay(stage, at, end) for (stage, at), end in zip(real, [*ends, None], strict=True)]
    return deal


def p75(values: list[float]) -> float:
    """Linear between the two nearest."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * 3 / 4
    whole = int(place)
    return ordered[whole] + (place - whole) * (ordered[min(whole + 1, len(ordered) - 1)] - ordered[whole])


def days_in(deals: list[Deal], stage: str, since: int, at: int) -> list[float]:
    """The completed visits of a stage that ended in the window, in days."""
    return [
        (stay.end - stay.start) / DAY
        for deal in deals
        for stay in deal.stays
        if stay.stage == stage and stay.end is not None and since < stay.end <= at
    ]


def ages_in(deals: list[Deal], stage: str, at: int) -> list[float]:
    """How long the deals that stand in a stage have been there, in days."""
    stands = [deal.standing(at) for deal in deals]
    return [(at - stay.start) / DAY for stay in stands if stay is not None and stay.stage == stage]


def entries(deal: Deal) -> list[tuple[str, int, bool, int]]:
    """(group, moment, whether it was skipped, place among the stays) of each entry of a funnel group, in order."""
    found: list[tuple[str, int, bool, int]] = []
    before: str | None = None
    if deal.began_in is not None and deal.stays:
        found.append((GROUP[deal.began_in], deal.moves[0][1], True, -1))
        before = deal.began_in
    for place, stay in enumerate(deal.stays):
        if before in OPEN and stay.stage in (*OPEN, "WON"):
            start, end = ORDER.index(GROUP[before]), ORDER.index(GROUP[stay.stage])
            found += [(group, stay.start, True, place - 1) for group in FUNNEL if start < ORDER.index(group) < end]
        if before is None or GROUP[before] != GROUP[stay.stage]:
            found.append((GROUP[stay.stage], stay.start, False, place))
        before = stay.stage
    return found


def conversion(deals: list[Deal], group: str, since: int, at: int) -> dict[str, int]:
    """Of the leads that entered a funnel group in the window: skipped it, advanced, dropped, still there."""
    counted = {"entered": 0, "passed": 0, "advanced": 0, "dropped": 0, "open": 0}
    for deal in deals:
        entry = next((each for each in entries(deal) if each[0] == group and since < each[1] <= at), None)
        if entry is None:
            continue
        counted["entered"] += 1
        counted["passed"] += entry[2]
        counted[_what_came(deal, entry, at)] += 1
    return counted


def _what_came(deal: Deal, entry: tuple[str, int, bool, int], at: int) -> str:
    for stay in deal.stays[entry[3] + 1 :]:
        if stay.start > at:
            break
        if stay.stage in ("LOST", "ARCHIVED"):
            return "dropped"
        if stay.stage == "WON" or ORDER.index(GROUP[stay.stage]) > ORDER.index(entry[0]):
            return "advanced"
    return "open"


def closed(deals: list[Deal], stage: str, since: int, at: int) -> list[Deal]:
    """The deals that stand in WON (LOST) and came there in the window."""
    found = []
    for deal in deals:
        stay = deal.standing(at)
        if stay is not None and stay.stage == stage and stay.start > since:
            found.append(deal)
    return found


def cycle(deals: list[Deal], stage: str, since: int, at: int) -> list[float]:
    """Days from the beginning to the closing."""
    found = []
    for deal in closed(deals, stage, since, at):
        stay = deal.standing(at)
        assert stay is not None
        found.append(max(0, stay.start - deal.began) / DAY)
    return found


def won_values(deals: list[Deal], since: int, at: int) -> dict[str | None, list[int]]:
    """What was won, by currency."""
    found: dict[str | None, list[int]] = {}
    for deal in closed(deals, "WON", since, at):
        if deal.value is not None:
            found.setdefault(deal.currency, []).append(deal.value)
    return found


def velocity(deals: list[Deal], since: int, at: int, currency: str) -> float | None:
    """ "Open leads at or past QUALIFIED × win rate × average won value ÷ mean won cycle", of deals in one currency."""
    won, lost = closed(deals, "WON", since, at), closed(deals, "LOST", since, at)
    values = [deal.value for deal in won if deal.value is not None and (deal.currency or currency) == currency]
    lengths = cycle(deals, "WON", since, at)
    if not won or not values or not mean(lengths):
        return None
    standing = [deal.standing(at) for deal in deals if (deal.currency or currency) == currency]
    n = sum(1 for stay in standing if stay is not None and stay.stage in OPEN[1:])
    return n * len(won) / (len(won) + len(lost)) * mean(values) / mean(lengths)


def stuck(deals: list[Deal], at: int, thresholds: dict[str, float]) -> dict[int, float]:
    """ "Open, and its age in the current stage > that stage's threshold; where the stage has ≥ 5 completed visits,
    threshold = max(setting, 1.5 × own median)"; ages in whole days, as they are shown. Days in the stage by lead."""
    limits: dict[str, float] = {}
    for stage in OPEN:
        lengths = days_in(deals, stage, -(2**62), 2**62)
        limits[stage] = max(thresholds[stage], 1.5 * median(lengths)) if len(lengths) >= 5 else thresholds[stage]
    found = {}
    for deal in deals:
        stay = deal.standing(at)
        if stay is not None and stay.stage in OPEN and (at - stay.start) // DAY > limits[stay.stage]:
            found[deal.id] = (at - stay.start) / DAY
    return found


def spread(values: list[float]) -> tuple[Any, ...]:
    """n, mean, median, p75."""
    return (len(values), mean(values), median(values), p75(values)) if values else (0, None, None, None)
