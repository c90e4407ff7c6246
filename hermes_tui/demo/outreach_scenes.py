"""What happens before the first answer: research, first words, follow-ups."""

from __future__ import annotations

from hermes_tui.demo import words_log, words_out
from hermes_tui.demo.clock import HOUR
from hermes_tui.demo.draws import by_weight
from hermes_tui.demo.happenings import Chore
from hermes_tui.demo.tale import Tale

# Which words open the talk, where they will be answered and where not: the question does best.
_ANSWERED = ((words_out.FIRST, 38.0), (words_out.FIRST_QUESTION, 45.0), (words_out.LINKEDIN, 17.0))
_UNANSWERED = ((words_out.FIRST, 52.0), (words_out.FIRST_QUESTION, 23.0), (words_out.LINKEDIN, 25.0))


def new(tale: Tale) -> None:
    """A lead comes in; somebody there may have written first."""
    if tale.rng.random() < 0.93:
        tale.meet()


def qualified(tale: Tale) -> None:
    """The rep looks the company up."""
    if tale.rng.random() < 0.30:
        tale.wait(3)
        tale.note(words_log.NOTES)
    elif tale.rng.random() < 0.12:
        tale.note(words_log.RESEARCH, kind="AI_RESEARCH")


def contacted(tale: Tale) -> None:
    """The first message goes out, and now and then comes back."""
    opener = by_weight(tale.rng, _UNANSWERED if tale.mute else _ANSWERED)
    tale.send(opener)
    if opener != words_out.LINKEDIN:
        mishap = tale.rng.random()
        if mishap < 0.035:
            _bounced(tale)
        elif mishap < 0.09:
            tale.machine("out_of_office")
    if tale.rng.random() < 0.12:
        tale.meet()
    if tale.rng.random() < 0.12:
        tale.wait(30)
        tale.log("voicemail", "out", words_log.VOICEMAILS)


def _bounced(tale: Tale) -> None:
    tale.mails[-1] = tale.mails[-1]._replace(status="BOUNCED")
    tale.machine("bounce")
    tale.people[0].bounced = tale.at
    tale.wait(5)
    tale.log("call", "out", words_log.QUICK_CALLS)


def followup_1(tale: Tale) -> None:
    """A nudge, sometimes with a call."""
    tale.send(words_out.NUDGE)
    if tale.rng.random() < 0.06:
        tale.machine("out_of_office")
    if tale.rng.random() < 0.25:
        tale.wait(50)
        if tale.rng.random() < 0.5:
            tale.log("message", "out", words_log.LINKEDIN_OUT)
        else:
            tale.log("voicemail", "out", words_log.VOICEMAILS)


def followup_2(tale: Tale) -> None:
    """A story of somebody like them, then the last try."""
    tale.send(words_out.SECOND_NUDGE)
    if tale.rng.random() < 0.3:
        tale.wait(40)
        tale.log("call", "out", words_log.QUICK_CALLS)
    if tale.rng.random() < (0.5 if tale.mute else 0.15):
        tale.wait(90)
        tale.send(words_out.LAST_TRY)


def chore(tale: Tale, kind: str, title: str, priority: str, hours: float) -> None:
    """A task made now and done within about that many hours, which pass."""
    made = tale.at
    tale.wait(hours)
    due = made + max(HOUR, int((tale.at - made) * (0.8 + 0.5 * tale.rng.random())))
    tale.chores.append(Chore(kind, tale.fill(title, 0), priority, made, due, tale.at, None))
