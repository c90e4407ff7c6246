"""How a story ends today: how long it has been silent, what is left to do, what was put away or left as a draft."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from hermes_tui.demo import words_log, words_out
from hermes_tui.demo.clock import DAY, HOUR, MINUTE, at_work, horizon, iso_date, office
from hermes_tui.demo.deck import Card, Ending
from hermes_tui.demo.draws import one_of
from hermes_tui.demo.exchanges import ASKED
from hermes_tui.demo.happenings import Chore, Mail
from hermes_tui.demo.journey import ask_last, nudge_last
from hermes_tui.demo.tale import Tale

_CLOSED_DAYS = 345  # the year that is told
_PATIENCE = 4 * DAY


class Calendar(NamedTuple):
    """The file's moment: `now` in UTC ms, the last moment of the smooth clock before it, and the date."""

    now: int
    horizon: int
    today: date

    @classmethod
    def of(cls, now: int) -> Calendar:
        """The calendar of a moment."""
        return cls(now, horizon(now), date.fromisoformat(iso_date(now)))

    def day(self, days: int) -> str:
        """The ISO date so many days from today, moved off weekends and away from today."""
        found = self.today + timedelta(days=days)
        if days and found.weekday() >= 5:
            found += timedelta(days=7 - found.weekday() if days > 0 else 4 - found.weekday())
        return found.isoformat()


class Closing(NamedTuple):
    """What the ending adds: when the story's clock began (smooth UTC ms), a snooze, a refused answer."""

    base: int
    snoozed_until: int | None
    dismissed: int | None


def close(tale: Tale, card: Card, calendar: Calendar) -> Closing:
    """Tell the end of the story, and fix the whole of it in time."""
    rng = tale.rng
    if card.ending is Ending.CLOSED:
        age = int((0.3 + (_CLOSED_DAYS - 0.3) * rng.random()) * DAY)
        return Closing(calendar.horizon - age - tale.at, None, None)
    dismissed = _last_words(tale, card)
    _to_do(tale, card)
    if tale.people and card.stage not in ("NEW", "QUALIFIED"):
        _drafts(tale)
    last = _last_said(tale)
    silence = int(_silent_days(rng, card.ending) * DAY)
    if last is None:
        last = tale.visits[0].at
    if card.ending is Ending.FRESH:
        silence = max(silence, min(tale.at - last + HOUR, _PATIENCE))
    return Closing(at_work(calendar.now - silence) - last, _snooze(rng, card, calendar), dismissed)


def _last_words(tale: Tale, card: Card) -> int | None:
    """The last thing said; returns when the rep found that it needs no answer, if it was so."""
    if card.ending is Ending.OWED:
        ask_last(tale, card.stage)
    elif card.ending in (Ending.STALE, Ending.OLD, Ending.PARKED):
        nudge_last(tale)
    elif card.ending is Ending.FRESH and tale.mails and tale.mails[-1].direction == "in" and tale.rng.random() < 0.5:
        tale.answered()
        tale.hear(ASKED["after_call"], 0)
        return tale.at + 40 * MINUTE
    return None


def _silent_days(rng: Random, ending: Ending) -> float:
    """How many days ago the last word was said, at least: a night or a weekend before that comes on top."""
    luck = rng.random()
    if ending is Ending.OWED:
        return 0.1 + 4.4 * luck if rng.random() < 0.8 else 5.0 + 4.0 * luck
    if ending is Ending.DUE:
        return 1.0 + 14.0 * luck
    if ending is Ending.STALE:
        return float(7.02 + 35.0 * luck**1.6)
    if ending is Ending.OLD:
        return 47.0 + 90.0 * luck
    if ending is Ending.PARKED:
        return 9.0 + 25.0 * luck
    if ending is Ending.SNOOZED:
        return 3.0 + 20.0 * luck
    return 0.03 + 3.9 * luck


def _last_said(tale: Tale) -> int | None:
    spoken = [mail.at for mail in tale.mails if counts(mail)]
    spoken += [meeting.at for meeting in tale.meetings]
    spoken += [memo.at for memo in tale.memos if memo.kind == "MANUAL"]
    return max(spoken, default=None)


def counts(mail: Mail) -> bool:
    """Whether a message is somebody's word: sent and arrived, or received from a person."""
    return mail.automatic is None and mail.status not in ("DRAFT", "SCHEDULED", "BOUNCED", "FAILED")


def _to_do(tale: Tale, card: Card) -> None:
    rng = tale.rng
    if card.ending is Ending.DUE:
        _leave(tale, card, one_of(rng, (0, 0, 0, -1, -2, -4)))
    elif card.ending is Ending.PARKED:
        _leave(tale, card, 3 + int(18 * rng.random()))
    elif card.ending is Ending.FRESH and (card.stage == "CALL_SCHEDULED" or rng.random() < 0.25):
        _leave(tale, card, 1 + int(12 * rng.random()))


def _leave(tale: Tale, card: Card, days: int) -> None:
    """Leave a task for that day; another, later one now and then."""
    kind, title, priority = one_of(tale.rng, words_log.TASKS)
    if card.stage == "CALL_SCHEDULED":
        kind, title, priority = "CALL", "Call with {first} about {topic}", "HIGH"
    tale.chores.append(Chore(kind, tale.fill(title, 0), priority, tale.at, None, None, days))
    if tale.rng.random() < 0.1:
        tale.chores.append(Chore("OTHER", "Update the deal's value", "LOW", tale.at, None, None, max(days, 0) + 14))


def _drafts(tale: Tale) -> None:
    """A message begun and not sent, or waiting to be."""
    luck = tale.rng.random()
    if luck < 0.05:
        tale.reply(words_out.NUDGES)
        tale.mails[-1] = tale.mails[-1]._replace(status="DRAFT" if luck < 0.035 else "SCHEDULED")


def _snooze(rng: Random, card: Card, calendar: Calendar) -> int | None:
    luck = rng.random()
    if card.ending is Ending.SNOOZED:
        return office(calendar.now + int((2.5 + 27 * luck) * DAY))
    if card.ending is Ending.FRESH and luck < 0.03:  # woken up again since
        return office(calendar.horizon - int((0.1 + 30 * luck) * DAY))
    return None
