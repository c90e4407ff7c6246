"""The way through the stages: which ones a lead visits and for how long, and the telling of each visit."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hermes_tui.demo import deal_scenes, outreach_scenes, words_in, words_log, words_out
from hermes_tui.demo.clock import DAY
from hermes_tui.demo.deck import Card, Ending
from hermes_tui.demo.draws import by_weight, one_of
from hermes_tui.demo.tale import Tale
from hermes_tui.demo.wares import INBOUND_SOURCES

Scene = Callable[[Tale], None]

# Stage: its scene and the median days of a visit.
_SCENES: dict[str, tuple[Scene, float]] = {
    "NEW": (outreach_scenes.new, 0.7),
    "QUALIFIED": (outreach_scenes.qualified, 1.5),
    "CONTACTED": (outreach_scenes.contacted, 4.5),
    "FOLLOWUP_1": (outreach_scenes.followup_1, 5.5),
    "FOLLOWUP_2": (outreach_scenes.followup_2, 8.0),
    "RESPONDED": (deal_scenes.responded, 3.0),
    "CALL_SCHEDULED": (deal_scenes.call_scheduled, 4.0),
    "CALL_DONE": (deal_scenes.call_done, 4.5),
    "PROPOSAL_SENT": (deal_scenes.proposal_sent, 9.0),
    "NEGOTIATING": (deal_scenes.negotiating, 10.0),
}
_OPEN = tuple(_SCENES)
_MOVED_BY_MAIL = frozenset({"CONTACTED", "FOLLOWUP_1", "FOLLOWUP_2"})  # the first mail there is what moved the lead

# Where deals are lost, and why there.
_LOST_FROM: tuple[tuple[str, float], ...] = (
    ("CONTACTED", 8), ("FOLLOWUP_1", 10), ("FOLLOWUP_2", 30), ("RESPONDED", 13), ("CALL_SCHEDULED", 4),
    ("CALL_DONE", 13), ("PROPOSAL_SENT", 15), ("NEGOTIATING", 7),
)  # fmt: skip
_ARCHIVED_FROM: tuple[tuple[str, float], ...] = (
    ("NEW", 45), ("QUALIFIED", 15), ("CONTACTED", 12), ("FOLLOWUP_2", 18), ("RESPONDED", 10),
)  # fmt: skip
_REASONS_EARLY: tuple[tuple[str, float], ...] = (("no reply", 78), ("no need", 12), ("timing", 7), ("other", 3))
_REASONS_LATE: tuple[tuple[str, float], ...] = (
    ("price", 27), ("competitor", 24), ("timing", 20), ("no need", 13), ("no reply", 10), ("other", 6),
)  # fmt: skip
_FROM_RESPONDED = _OPEN.index("RESPONDED")
_TURNS_BACK = {"NEGOTIATING": "PROPOSAL_SENT", "PROPOSAL_SENT": "CALL_SCHEDULED", "CALL_DONE": "CALL_SCHEDULED"}


def way(rng: Random, stage: str, source: str) -> list[str]:
    """The open stages visited up to and including `stage`, with the skips and the turns back of real deals."""
    warm = source in INBOUND_SOURCES
    found = ["NEW"]
    last = _OPEN.index(stage)
    found += [between for between in _OPEN[1:last] if rng.random() < _kept(between, last, warm)]
    if last:
        found.append(stage)
    back = _TURNS_BACK.get(stage)
    if back is not None and back in found and rng.random() < 0.09:
        found += [back, stage]
    return found


def _kept(stage: str, last: int, warm: bool) -> float:
    """How likely a stage is visited on the way to a later one."""
    if stage == "QUALIFIED":
        return 0.93
    if stage == "CONTACTED":
        return 0.55 if warm and last >= _FROM_RESPONDED else 0.97
    if stage in ("FOLLOWUP_1", "FOLLOWUP_2"):
        if last < _FROM_RESPONDED:
            return 0.95
        return (0.1 if warm else 0.25) if stage == "FOLLOWUP_2" else (0.2 if warm else 0.38)
    return {"RESPONDED": 0.92, "CALL_SCHEDULED": 0.8, "CALL_DONE": 0.92, "PROPOSAL_SENT": 0.97}[stage]


def tell(tale: Tale, card: Card) -> None:
    """Tell the whole story of a lead up to where its card says it stands."""
    if card.ending is not Ending.CLOSED:
        tale.mute = card.stage in _OPEN[:_FROM_RESPONDED] and card.ending is not Ending.OWED
        _visit(tale, way(tale.rng, card.stage, tale.account.source), leave=False)
        return
    if card.stage == "WON":
        _win(tale)
    elif card.stage == "LOST":
        _lose(tale)
    else:
        _archive(tale)


def _visit(tale: Tale, stages: list[str], *, leave: bool) -> None:
    """Visit these stages one after the other; with `leave` the last one is stayed out too."""
    for place, stage in enumerate(stages):
        scene, days = _SCENES[stage]
        tale.enter(stage)
        if stage != "NEW" and not tale.people:
            tale.meet()
        said = len(tale.mails)
        scene(tale)
        if stage in _MOVED_BY_MAIL and said < len(tale.mails):
            tale.entered_by(tale.mails[said])
        if leave or place < len(stages) - 1:
            tale.stay(days if tale.warm else days * 1.3)


def _win(tale: Tale) -> None:
    rng = tale.rng
    stage = "NEGOTIATING" if rng.random() < 0.68 else "PROPOSAL_SENT"
    _visit(tale, way(rng, stage, tale.account.source), leave=True)
    tale.hear(words_in.ACCEPTANCE, 0)
    tale.enter("WON")
    deal_scenes.won(tale)


def _lose(tale: Tale) -> None:
    rng = tale.rng
    stage = by_weight(rng, _LOST_FROM)
    late = _OPEN.index(stage) >= _FROM_RESPONDED
    tale.mute = not late
    _visit(tale, way(rng, stage, tale.account.source), leave=True)
    if rng.random() < 0.05 and late:
        _revive(tale)
    reason = by_weight(rng, _REASONS_LATE if late else _REASONS_EARLY)
    if reason == "no reply":
        tale.wait(150)
        if late:
            tale.reply(words_out.NUDGES)
            tale.stay(20)
    else:
        if late and rng.random() < 0.5:
            deal_scenes.stumble(tale, words_log.STUMBLES[reason])
            tale.wait(20)
        tale.hear(words_in.REFUSAL[reason], 0)
    tale.enter("LOST", reason)
    deal_scenes.lost(tale, reason)


def _revive(tale: Tale) -> None:
    """Lost once already, and reopened weeks later by a mail of theirs."""
    tale.enter("LOST", "timing")
    tale.at += int((20 + 30 * tale.rng.random()) * DAY)
    tale.enter("RESPONDED", "reopened")
    deal_scenes.exchange(tale, "interest")
    tale.stay(6)


def _archive(tale: Tale) -> None:
    stage = by_weight(tale.rng, _ARCHIVED_FROM)
    _visit(tale, way(tale.rng, stage, tale.account.source), leave=True)
    if stage != "NEW":
        tale.stay(14)
    tale.enter("ARCHIVED")
    if tale.rng.random() < 0.5:
        tale.note(words_log.ARCHIVE_NOTES)


def ask_last(tale: Tale, stage: str) -> None:
    """The buyer's question that still waits for an answer."""
    tale.answered()
    if stage in ("PROPOSAL_SENT", "NEGOTIATING"):
        topic = "proposal"
    elif stage == "CALL_DONE":
        topic = "after_call"
    elif stage == "CALL_SCHEDULED":
        topic = "security"
    else:
        topic = one_of(tale.rng, ("pricing", "scope", "competitor"))
    deal_scenes.ask(tale, topic, 0)


def nudge_last(tale: Tale) -> None:
    """The rep's last try before the silence, now and then."""
    if tale.people and tale.mails and tale.rng.random() < 0.45:
        tale.wait(100)
        tale.reply(words_out.NUDGES)
