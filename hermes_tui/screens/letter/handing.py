"""Giving a message to the rep's own program, and asking afterwards whether it was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.actions.rep import cadence_of, me_of
from hermes_tui.screens.letter.making import keep_words, way_name
from storage.errors import HermesError
from storage.queries.messages import MessageRow, message
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.draft import Draft
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.base import HermesScreen
    from hermes_tui.screens.letter.review import Review

Then = Callable[["Outcome"], None]


def hand_over_review(screen: HermesScreen, review: Review, then: Then) -> None:
    """As `hand_over`, of a message under review: what the rep wrote in it is kept as a draft first."""
    try:
        keep_words(screen.session, review)
    except HermesError as error:
        screen.say(Content.styled(f" {error}", "$text-error"))
        return
    hand_over(screen, review.draft.message_id or review.draft, review.draft.channel, then)


def hand_over(screen: HermesScreen, what: Draft | int, channel: str, then: Then) -> None:
    """Give a message to the rep's program, write that down, and ask whether it was sent; `then`: what was done last."""
    from hermes_tui.actions.drafting import as_letter
    from hermes_tui.actions.outbox import hand_over as handed_over
    from hermes_tui.outreach.ways.choosing import way_of

    session = screen.session
    me, settings = me_of(session.settings), session.settings

    def deed() -> Outcome:
        return handed_over(session.database, what, way, me, session.now())

    try:
        way = way_of(settings, session.zone, way_name(settings, channel))
        way.given(as_letter(session.database, what, me, session.now()))  # too long for a link: said before anything
    except HermesError as error:
        screen.say(Content.styled(f" {error}", "$text-error"))
        return
    outcome = screen.attempt(deed)
    if outcome is None:
        return
    letter = as_letter(session.database, outcome.made, me, session.now())
    given = way.given(letter)
    if given is not None and given.kind == "text":
        screen.app.copy_to_clipboard(given.text)
    elif given is not None and given.text.startswith("mailto:"):
        screen.app.open_url(given.text)
    ask_sent(screen, message(session.database, outcome.made), outcome.words, then, lambda: then(outcome))


def ask_sent(
    screen: HermesScreen, row: MessageRow, said: str, then: Then, not_yet: Callable[[], object]
) -> None:  # fmt: skip
    """Ask whether a message that was handed over has been sent; `n` and Esc leave it among those that wait for this."""

    def answered(sent: bool) -> None:
        if not sent:
            not_yet()
            return
        outcome = screen.attempt(lambda: sent_by_hand(screen, row))
        if outcome is not None:
            then(outcome)

    label = Content.assemble(f" {said}. ", ("sent?", "bold"))
    choices = [Choice("y", "yes", True), Choice("n", "not yet", False)]
    screen.strip.ask_choice(label, choices, answered, not_yet)


def sent_by_hand(screen: HermesScreen, row: MessageRow) -> Outcome:
    """The rep says that it was sent."""
    from hermes_tui.actions.outbox import mark

    session = screen.session
    return mark(
        session.database, [row.id], "SENT", session.now(), way=row.way, cadence=cadence_of(session.settings),
        zone=session.zone,
    )  # fmt: skip
