"""A word with one person of a lead, or about them: the touch and the note that name whom the cursor is on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.screens.forms import wanted
from hermes_tui.screens.verbs import ways_to_touch

if TYPE_CHECKING:
    from hermes_tui.screens.lead.page import LeadScreen
    from storage.queries.lead import ContactRow


def ask_touch(screen: LeadScreen, person: ContactRow) -> None:
    """How they were spoken to, by one key; a capital says that it came from them."""
    label = Content.assemble((" touch with ", "bold"), person.name, (":", "bold"))
    screen.strip.ask_choice(label, ways_to_touch(screen), lambda way: _touched(screen, person, *way))


def _touched(screen: LeadScreen, person: ContactRow, via: str, inbound: bool) -> None:
    from hermes_tui.actions.rep import cadence_of
    from hermes_tui.actions.touches import log_touch

    session = screen.session
    screen.hermes.last_via = via
    screen.perform(
        lambda ids: log_touch(
            session.database, ids, via, session.now(), inbound=inbound, contact_id=person.id,
            cadence=cadence_of(session.settings), zone=session.zone,
        ),
        repeatable=False,
    )  # fmt: skip


def ask_note(screen: LeadScreen, person: ContactRow) -> None:
    """A note that names them; `#budget` in it tags what they object to."""
    from hermes_tui.actions.objections import OBJECTIONS

    label = Content.assemble((" note about ", "bold"), person.name, (":", "bold"))
    tags = [f"#{kind.lower()}" for kind in OBJECTIONS]
    screen.strip.ask_text(
        label, "", partial(_noted, screen, person), suggestions=tags, validate=wanted("a note needs words")
    )


def _noted(screen: LeadScreen, person: ContactRow, text: str) -> None:
    from hermes_tui.actions.notes import add_note

    session = screen.session
    screen.perform(
        lambda ids: add_note(session.database, ids, text, session.now(), contact_id=person.id), repeatable=False
    )
