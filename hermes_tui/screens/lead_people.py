"""The person menu of a lead's page: add, edit, champion, mood, role, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.actions.fields import ROLES
from hermes_tui.screens.lead_form import contact_form
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.screens.lead import LeadScreen
    from storage.queries.lead import ContactRow

_MOODS = (("+", "positive"), ("0", "neutral"), ("-", "negative"))


def person_menu(screen: LeadScreen) -> None:
    """Ask what is to be done with the person under the cursor of the list of people."""
    person = screen.people.chosen
    if person is None:
        contact_form(screen, screen.lead_id)
        return
    label = Content.assemble((" person ", "bold"), (person.name, ""), (":", "bold"))
    champion = "no champion" if person.is_primary else "champion"
    choices = [
        Choice("a", "add", lambda: contact_form(screen, screen.lead_id)),
        Choice("e", "edit", lambda: contact_form(screen, screen.lead_id, person)),
        Choice("c", champion, lambda: set_person(screen, person, is_primary="no" if person.is_primary else "yes")),
        Choice("m", "mood", lambda: _ask_mood(screen, person)),
        Choice("r", "role", lambda: _ask_role(screen, person)),
        Choice("x", "remove", lambda: remove_person(screen, person)),
    ]
    screen.strip.ask_choice(label, choices, lambda chosen: chosen())


def set_person(screen: LeadScreen, person: ContactRow, **given: str) -> None:
    """Set fields of a person, as typed."""
    from hermes_tui.actions.contacts import edit_contact

    session = screen.session
    screen.perform(
        lambda _ids: edit_contact(session.database, person.id, given, session.now(), session.today()),
        repeatable=False,
    )


def remove_person(screen: LeadScreen, person: ContactRow) -> None:
    """Remove a person; what was said with them stays."""
    from hermes_tui.actions.contacts import remove_contact

    session = screen.session
    screen.perform(lambda _ids: remove_contact(session.database, person.id, session.now()), repeatable=False)


def _ask_mood(screen: LeadScreen, person: ContactRow) -> None:
    choices = [*(Choice(key, mood, mood) for key, mood in _MOODS), Choice("x", "none", "")]
    label = Content.assemble((" mood of ", "bold"), (person.name, ""), (":", "bold"))
    screen.strip.ask_choice(label, choices, lambda mood: set_person(screen, person, sentiment=mood))


def _ask_role(screen: LeadScreen, person: ContactRow) -> None:
    label = Content.assemble((" role of ", "bold"), (person.name, ""), (":", "bold"))
    screen.strip.ask_text(
        label, person.role or "", lambda role: set_person(screen, person, role=role), suggestions=ROLES
    )
