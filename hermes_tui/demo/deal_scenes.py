"""What happens from the first answer on: questions, calls, objections, proposals, and the end of it."""

from __future__ import annotations

from hermes_tui.demo import words_in, words_log, words_out
from hermes_tui.demo.clock import HOUR
from hermes_tui.demo.draws import one_of
from hermes_tui.demo.exchanges import ASKED, EXCHANGES
from hermes_tui.demo.happenings import Hint, Memo, Offer
from hermes_tui.demo.outreach_scenes import chore
from hermes_tui.demo.tale import Tale

_QUESTIONS = ("scope", "security", "timing", "competitor", "pricing")
_MOST_PEOPLE = 7


def ask(tale: Tale, topic: str, who: int | None = None) -> None:
    """The buyer asks; a price question becomes a signal that the rep confirmed, refused or left."""
    said = tale.hear(ASKED[topic], who)
    if topic == "pricing" or (topic == "proposal" and "price" in said):
        luck = tale.rng.random()
        state = "confirmed" if luck < 0.6 else "suggested" if luck < 0.9 else "refused"
        tale.hints.append(Hint(tale.at, "pricing", state, said, tale.mails[-1].who, len(tale.mails) - 1))


def answer(tale: Tale, topic: str) -> None:
    """The rep answers within the day, to whoever wrote last; a few thank for it."""
    asker = tale.mails[-1].who if tale.mails else 0
    tale.wait(8)
    tale.reply((EXCHANGES[topic][tale.heard],), asker)
    if tale.rng.random() < 0.12:
        tale.wait(5)
        tale.hear(words_in.THANKS, asker)


def exchange(tale: Tale, topic: str) -> None:
    """A question and its answer."""
    ask(tale, topic)
    answer(tale, topic)


def join(tale: Tale, chance: float, role: str | None = None) -> None:
    """Somebody else of theirs comes in, perhaps."""
    if len(tale.people) < _MOST_PEOPLE and tale.rng.random() < chance:
        tale.meet(None if any(person.role == role for person in tale.people) else role)


def responded(tale: Tale) -> None:
    """They answer; some ask on."""
    exchange(tale, "pricing" if tale.rng.random() < 0.22 else "interest")
    join(tale, 0.3)
    if tale.rng.random() < (0.4 if tale.warm else 0.2):
        tale.answered()
        exchange(tale, one_of(tale.rng, _QUESTIONS))


def call_scheduled(tale: Tale) -> None:
    """A day is found."""
    join(tale, 0.4)
    if tale.rng.random() < 0.5:
        exchange(tale, "scheduling")
    else:
        tale.reply(words_out.INVITES)
    if tale.rng.random() < 0.6:
        chore(tale, "CALL", "Call with {first}", "HIGH", 40)


def call_done(tale: Tale) -> None:
    """The talk itself, and what it brought up."""
    rng = tale.rng
    mood = "positive" if tale.warm else one_of(rng, ("neutral", "neutral", "negative", "positive"))
    if rng.random() < 0.25:
        tale.log("meeting", "both", words_log.MEETINGS, sentiment=mood)
    else:
        tale.log("call", "both", words_log.CALLS, sentiment=mood)
    tale.people[0].sentiment = mood
    join(tale, 0.65, "Economic buyer" if rng.random() < 0.45 else None)
    if rng.random() < 0.4:
        tale.wait(1)
        tale.note(words_log.NOTES, who=0)
    if rng.random() < 0.38:
        stumble(tale, one_of(rng, tuple(words_log.OBJECTIONS)))
    if rng.random() < 0.6:
        tale.answered()
        exchange(tale, "after_call" if rng.random() < 0.7 else one_of(rng, _QUESTIONS))


def proposal_sent(tale: Tale) -> None:
    """An offer goes out, is read, and is asked about."""
    rng = tale.rng
    if rng.random() < 0.35:
        chore(tale, "PROPOSAL", "Write the proposal for {topic}", "HIGH", 20)
    tale.send(words_out.PROPOSAL)
    offer(tale)
    join(tale, 0.5, one_of(rng, ("Economic buyer", "Legal/Procurement", "CFO", "Finance")))
    if rng.random() < 0.65:
        tale.answered()
        exchange(tale, "proposal" if rng.random() < 0.7 else "security")
        settle(tale, 0.5)
    if rng.random() < 0.3:
        tale.wait(90)
        tale.reply(words_out.NUDGES)


def negotiating(tale: Tale) -> None:
    """Back and forth about sums and clauses."""
    rng = tale.rng
    exchange(tale, "negotiation")
    join(tale, 0.35, "Legal/Procurement")
    if rng.random() < 0.55:
        tale.wait(20)
        tale.send(words_out.PROPOSAL)
        offer(tale)
    if rng.random() < 0.45:
        tale.wait(30)
        tale.log("call", "both", words_log.CALLS, tale.voice(), "positive" if tale.warm else "neutral")
    if rng.random() < 0.25:
        stumble(tale, one_of(rng, ("BUDGET", "INTERNAL", "TRUST")))
    if rng.random() < 0.4:
        tale.answered()
        exchange(tale, "negotiation")
    settle(tale, 0.6)


def won(tale: Tale) -> None:
    """They sign."""
    settle(tale, 0.85)
    if tale.rng.random() < 0.7:
        tale.wait(2)
        tale.send(words_out.WELCOME)
    if tale.rng.random() < 0.4:
        tale.note(words_log.WON_NOTES)


def lost(tale: Tale, reason: str) -> None:
    """It ends for a reason, and the rep writes down which."""
    if tale.mails and reason != "no reply" and tale.rng.random() < 0.25:
        tale.wait(3)
        tale.reply(words_out.GOODBYES)
    if tale.rng.random() < 0.4:
        tale.note(words_log.LOST_NOTES[reason])
    for place, memo in enumerate(tale.memos):
        if memo.state == "open":
            tale.memos[place] = memo._replace(state="lost_with", settled=tale.at)


def offer(tale: Tale) -> None:
    """A version of the proposal leaves now; later ones are a little cheaper."""
    rng = tale.rng
    value = tale.account.value
    amount = value if not tale.offers else round(tale.offers[-1].amount * (0.88 + 0.1 * rng.random()) / 10_000) * 10_000
    viewed = tale.at + int(HOUR * (1 + 30 * rng.random())) if rng.random() < (0.85 if tale.warm else 0.5) else None
    tale.offers.append(
        Offer(tale.at, viewed, amount, one_of(rng, words_out.TERMS), one_of(rng, words_out.PROPOSAL_BODIES))
    )
    if viewed is not None and rng.random() < 0.3:
        tale.hints.append(Hint(viewed, "click", "confirmed", "opened the link in the proposal mail", 0, None))


def stumble(tale: Tale, kind: str) -> None:
    """An objection is raised and written down."""
    who = tale.voice()
    tale.at += 5 * 60_000
    text = tale.fill(one_of(tale.rng, words_log.OBJECTIONS[kind]), who)
    tale.memos.append(Memo(tale.at, "MANUAL", who, text, kind, "open", None, None))


def settle(tale: Tale, share: float) -> None:
    """Some of the open objections are resolved now."""
    for place, memo in enumerate(tale.memos):
        if memo.state == "open" and memo.objection is not None and tale.rng.random() < share:
            how = tale.fill(one_of(tale.rng, words_log.RESOLUTIONS[memo.objection]), memo.who or 0)
            tale.memos[place] = memo._replace(state="resolved", settled=tale.at, resolution=how)
