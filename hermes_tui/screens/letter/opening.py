"""The ways to the review of a message: the next one of a lead or of those marked, a draft, an answer to their words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from hermes_tui.actions.composing import recipient
from hermes_tui.actions.drafting import load
from hermes_tui.actions.outbox import unschedule
from hermes_tui.actions.outcome import Outcome
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.forms import show_done
from hermes_tui.screens.letter.making import review_for
from hermes_tui.screens.letter.review import Review
from hermes_tui.screens.letter.screen import LetterScreen
from hermes_tui.screens.letter.template_choice import ask_template
from hermes_tui.screens.letter.walk import LetterWalk
from storage.errors import HermesError
from storage.queries.messages import message


def follow_up(
    host: HermesScreen, lead_ids: Sequence[int], template_id: int | None = None, contact_id: int | None = None
) -> None:
    """Review the message to each of these leads: from this template, else the reply owed or what is suggested.

    `contact_id` is for one lead: the person it goes to.
    """
    from hermes_tui.actions.templates import ensure_starters

    session = host.session
    walk = LetterWalk(lead_ids, template_id)
    try:
        ensure_starters(session.database, session.now())
        first = walk.first(lambda lead_id: review_for(session, lead_id, template_id, contact_id))
    except HermesError as error:
        host.hermes.say_error(error)
        return
    _open(host, LetterScreen(session, walk, first))


def with_chosen_template(host: HermesScreen, lead_ids: Sequence[int]) -> None:
    """Ask for the template first; of several leads those that fit the first of them are offered."""
    from hermes_tui.actions.templates import ensure_starters

    session = host.session
    try:
        ensure_starters(session.database, session.now())
        whom = recipient(session.database, lead_ids[0], None, "email").contact_id
        ask_template(host, lead_ids[0], partial(follow_up, host, lead_ids), contact_id=whom)
    except HermesError as error:
        host.hermes.say_error(error)


def review_stored(host: HermesScreen, message_id: int) -> None:
    """Review a draft or what failed; what waits in the outbox is a draft again first: it must not leave meanwhile."""
    session = host.session
    taken_out: Outcome | None = None
    try:
        row = message(session.database, message_id)
        if row.status == "SCHEDULED" and row.claimed_at is None:
            taken_out = unschedule(session.database, message_id, session.now())
        review = Review(session.database, load(session.database, message_id))
    except HermesError as error:
        host.hermes.say_error(error)
        return
    _open(host, LetterScreen(session, LetterWalk([review.draft.lead_id]), review), taken_out)


def _open(host: HermesScreen, page: LetterScreen, before: Outcome | None = None) -> None:
    """Put it on top; what was done in it, else `before`, is shown when it is left."""

    def left(_result: None) -> None:
        outcome, passed = page.walk.outcome() or before, page.walk.passed_words
        if outcome is not None:
            show(host, outcome)
            if passed:
                host.hermes.notify(passed, severity="warning", timeout=8, markup=False)
        elif passed:
            host.say(f" {passed}")

    host.app.push_screen(page, left)


def show(host: HermesScreen, outcome: Outcome) -> None:
    """Show below what was done above: the list goes to its next lead."""
    if host.attempt(lambda: outcome) is not None:
        show_done(host, outcome.lead_ids, outcome)
