"""Asking which other row of a lead is the same person: a digit where they are few, a name where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.actions.whom import matching
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.screens.lead.page import LeadScreen
    from storage.queries.lead import ContactRow

_DIGITS = "123456789"


def ask_merge(screen: LeadScreen, person: ContactRow) -> None:
    """Whom to merge this person into; what was said with either was said with the other then."""
    if screen.page is None:
        return
    order = [seat.id for seat in screen.page.committee.seats]  # as the list above has them
    others = sorted(
        (each for each in screen.page.people if each.id != person.id), key=lambda each: order.index(each.id)
    )
    label = Content.assemble((" merge ", "bold"), person.name, (" into:", "bold"))
    if not others:
        screen.say(Content(f" Nobody else is known here to merge {person.name} with"))
    elif len(others) <= len(_DIGITS):
        choices = [Choice(digit, each.name, each) for digit, each in zip(_DIGITS, others, strict=False)]
        screen.strip.ask_choice(label, choices, partial(_merge, screen, person))
    else:
        screen.strip.ask_text(
            label, "", lambda text: _merge(screen, person, matching(others, text)[0]),
            suggestions=[each.name for each in others], validate=partial(whom_is_meant, others),
        )  # fmt: skip


def whom_is_meant(people: Sequence[ContactRow], text: str) -> str | None:
    """What is wrong with a text that is to name one of these people; None where it does."""
    found = matching(people, text)
    if len(found) == 1:
        return None
    return "nobody is called so" if not found else " or ".join(each.name for each in found[:3]) + "?"


def _merge(screen: LeadScreen, person: ContactRow, into: ContactRow) -> None:
    from hermes_tui.actions.contact_merge import merge_contacts

    session = screen.session
    screen.perform(lambda _ids: merge_contacts(session.database, into.id, person.id, session.now()), repeatable=False)
