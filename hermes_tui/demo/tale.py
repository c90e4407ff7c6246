"""The telling of one lead: a clock, the committee, and everything said, done and decided so far.

Moments here are milliseconds since the lead was created, on the smooth clock of clock.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random

from hermes_tui.demo.account import Account, Someone
from hermes_tui.demo.clock import DAY, HOUR, MINUTE
from hermes_tui.demo.draws import one_of, spread
from hermes_tui.demo.happenings import Chore, Hint, Mail, Meeting, Memo, Offer, Visit
from hermes_tui.demo.words_in import AWAY, DAYS, GREETINGS, MONTHS, PARTINGS, UNDELIVERED
from hermes_tui.demo.words_out import REP, sum_of
from hermes_tui.outreach.templates.starters import STARTERS
from hermes_tui.scoring.staleness import wants_answer

# Somebody of theirs whom we do not know by name, as the buyer, a letter of ours and our own notes call them.
_OURS = ("our CFO", "my boss", "our accountant")
_YOURS = ("your CFO", "your boss", "your accountant")
_THEIRS = ("their CFO", "the boss", "their accountant")


@cache
def _quoted(pattern: str) -> str | None:
    """What of a line wants an answer, with its slots still open: each line is looked at once, not once a message."""
    return wants_answer(pattern)


def _rendered(text: str, account: Account, first_name: str) -> str:
    """A starter template filled in: plain fields only, since a year of mail is rendered while the rep waits."""
    return (
        text.replace("{{ contact.first_name }}", first_name)
        .replace("{{ lead.title }}", account.title)
        .replace("{{ lead.company }}", account.company)
        .replace("{{ me.name }}", REP)
        .replace("{{ me.first_name }}", REP.split()[0])
    )


class Tale:
    """One lead's story as it is told; scenes move `at` forward and never back."""

    def __init__(self, rng: Random, account: Account, *, warm: bool) -> None:
        self.rng = rng
        self.account = account
        self.warm = warm  # whether they like us: closed leads by their outcome
        self.heard = ""  # the line last heard, its slots open
        self.mute = False  # whether they will never answer
        self.at = 0
        self.people: list[Someone] = []
        self.mails: list[Mail] = []
        self.meetings: list[Meeting] = []
        self.memos: list[Memo] = []
        self.offers: list[Offer] = []
        self.chores: list[Chore] = []
        self.hints: list[Hint] = []
        self.visits: list[Visit] = []
        self._used: set[str] = set()
        self.answer_hours = spread(rng, 9.0 if warm else 30.0, 0.9)

    # -- the clock -------------------------------------------------------------------------------------

    def enter(self, stage: str, reason: str | None = None) -> None:
        """Move to a stage now."""
        self.at += 2 * MINUTE
        self.visits.append(Visit(stage, self.at, reason))

    def entered_by(self, mail: Mail) -> None:
        """The mail is what moved the lead to the stage it is in."""
        self.visits[-1] = self.visits[-1]._replace(at=mail.at, cause="message")

    def wait(self, hours: float) -> None:
        """Let about that many hours pass."""
        self.at += max(3 * MINUTE, int(spread(self.rng, hours, 0.6) * HOUR))

    def stay(self, days: float) -> None:
        """Let the visit last about that many days since it began."""
        until = self.visits[-1].at + min(int(spread(self.rng, days, 0.7) * DAY), 70 * DAY)
        self.at = max(self.at, until)

    def answered(self) -> None:
        """Let the buyer's usual time to answer pass."""
        self.wait(self.answer_hours)

    # -- people ----------------------------------------------------------------------------------------

    def meet(self, role: str | None = None) -> int:
        """Bring in another person and return their place; the first one is the champion."""
        person = self.account.someone(self.rng, champion=not self.people)
        if any(known.first == person.first for known in self.people):  # two of one name confuse the reader
            person = self.account.someone(self.rng, champion=False)
        if role is not None:
            person.role = role
        person.joined = self.at
        self.people.append(person)
        return len(self.people) - 1

    def voice(self) -> int:
        """Who of the committee speaks: mostly the champion."""
        count = len(self.people)
        if count <= 1 or self.rng.random() < 0.6:
            return 0
        return 1 + int(self.rng.random() * (count - 1))

    def fill(self, line: str, who: int, unknown: Sequence[str] = _THEIRS) -> str:
        """A line about that person with its slots filled in; `unknown`: what to call others where none is known."""
        return line.format_map(self._slots(who, unknown)) if "{" in line else line

    def _slots(self, who: int, unknown: Sequence[str]) -> dict[str, object]:
        rng, account = self.rng, self.account
        others = [person.first for place, person in enumerate(self.people) if place != who]
        other = one_of(rng, others or unknown)
        return {
            "topic": account.spoken,
            "company": account.company,
            "first": self.people[who].first if self.people else "someone",
            "other": other,
            "Other": other[0].upper() + other[1:],
            "rival": account.rival,
            "day": one_of(rng, DAYS),
            "month": one_of(rng, MONTHS),
            "n": account.heads,
            "money": sum_of(round(account.value * 0.85 / 50_000) * 50_000 or account.value, account.currency),
        }

    # -- words -----------------------------------------------------------------------------------------

    def hear(self, lines: Sequence[str], who: int | None = None) -> str:
        """The buyer writes one of these lines; returns it."""
        self.at += MINUTE
        rng = self.rng
        speaker = self.voice() if who is None else who
        pattern = self.heard = self._fresh(lines)
        slots = self._slots(speaker, _OURS)
        quote = _quoted(pattern)
        if quote is not None:
            quote = quote.format_map(slots)
        line = pattern.format_map(slots)
        body = one_of(rng, GREETINGS) + line + one_of(rng, PARTINGS).format_map(slots)
        self.mails.append(Mail(self.at, "in", speaker, "email", self._subject(), body, quote=quote))
        return line

    def send(self, template: int, who: int = 0) -> None:
        """The rep writes from a template."""
        self.at += MINUTE
        starter = STARTERS[template]
        first = self.people[who].first
        self.mails.append(
            Mail(
                self.at, "out", who, starter.channel, _rendered(starter.subject, self.account, first),
                _rendered(starter.body, self.account, first), template,
            )
        )  # fmt: skip

    def reply(self, lines: Sequence[str], who: int = 0) -> None:
        """The rep writes freehand."""
        self.at += MINUTE
        body = f"Hi {self.people[who].first},\n\n{self.fill(self._fresh(lines), who, _YOURS)}\n\nSam"
        self.mails.append(Mail(self.at, "out", who, "email", self._subject(), body))

    def machine(self, kind: str, who: int = 0) -> None:
        """A machine on their side answers at once: nobody's word."""
        self.at += 2 * MINUTE
        body = UNDELIVERED if kind == "bounce" else self.fill(one_of(self.rng, AWAY), who, _OURS)
        self.mails.append(Mail(self.at, "in", who, "email", self._subject(), body, automatic=kind))

    def log(self, kind: str, direction: str, lines: Sequence[str], who: int = 0, sentiment: str | None = None) -> None:
        """The rep logs a touch in a few words."""
        self.at += MINUTE
        self.meetings.append(Meeting(self.at, kind, direction, who, self.fill(self._fresh(lines), who), sentiment))

    def note(self, lines: Sequence[str], kind: str = "MANUAL", who: int | None = None) -> None:
        """The rep (or a model, or the system) writes something down."""
        self.at += MINUTE
        text = self.fill(self._fresh(lines), who or 0)
        self.memos.append(Memo(self.at, kind, who, text, None, "", None, None))

    def _fresh(self, lines: Sequence[str]) -> str:
        """One of these lines, if possible one that nobody has used in this story."""
        for _ in range(4):
            line = one_of(self.rng, lines)
            if line not in self._used:
                break
        self._used.add(line)
        return line

    def _subject(self) -> str:
        for mail in self.mails:
            if mail.subject:
                subject = mail.subject
                return subject if subject.startswith("Re: ") else f"Re: {subject}"
        return self.account.title
