"""What can be done with a person of a lead: the form, the menu of `p`, champion, mood, role, merge, remove."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.actions.fields import CHANNELS, ROLES, SENTIMENTS
from hermes_tui.screens.forms import Typed, ask, show_done
from hermes_tui.screens.lead.person_merge import ask_merge
from hermes_tui.screens.lead_form import contact_check
from hermes_tui.session import Session
from widgets.form import Field
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.base import HermesScreen
    from hermes_tui.screens.lead.page import LeadScreen
    from storage.queries.lead import ContactRow

_MOODS = (("+", "positive"), ("0", "neutral"), ("-", "negative"))


def person_menu(screen: LeadScreen, person: ContactRow | None) -> None:
    """Ask what is to be done with a person; where there is none, add the first."""
    if person is None:
        contact_form(screen, screen.lead_id)
        return
    label = Content.assemble((" person ", "bold"), (person.name, ""), (":", "bold"))
    champion = "no champion" if person.is_primary else "champion"
    choices = [
        Choice("a", "add", lambda: contact_form(screen, screen.lead_id)),
        Choice("e", "edit", lambda: contact_form(screen, screen.lead_id, person)),
        Choice("c", champion, lambda: turn_champion(screen, person)),
        Choice("m", "mood", lambda: ask_mood(screen, person)),
        Choice("r", "role", lambda: ask_role(screen, person)),
        Choice("g", "merge", lambda: ask_merge(screen, person)),
        Choice("x", "remove", lambda: remove_person(screen, person)),
    ]
    screen.strip.ask_choice(label, choices, lambda chosen: chosen())


def set_person(screen: LeadScreen, person: ContactRow, **given: str) -> None:
    """Set fields of a person, as typed."""
    from hermes_tui.actions.contacts import edit_contact

    session, region = screen.session, screen.session.settings.region
    screen.perform(
        lambda _ids: edit_contact(session.database, person.id, given, session.now(), session.today(), region),
        repeatable=False,
    )


def turn_champion(screen: LeadScreen, person: ContactRow) -> None:
    """They lead the committee, in the place of who did; or no longer."""
    from hermes_tui.actions.contacts import mark_champion

    session = screen.session
    if person.is_primary:
        set_person(screen, person, is_primary="no")
    else:
        screen.perform(lambda _ids: mark_champion(session.database, [person.id], session.now()), repeatable=False)


def set_mood(screen: LeadScreen, person: ContactRow, mood: str) -> None:
    """They feel so; empty: not known."""
    from hermes_tui.actions import contacts

    session = screen.session
    screen.perform(
        lambda _ids: contacts.set_mood(session.database, person.id, mood, session.now(), session.today()),
        repeatable=False,
    )


def remove_person(screen: LeadScreen, person: ContactRow) -> None:
    """Remove a person; what was said with them stays."""
    from hermes_tui.actions.contacts import remove_contact

    session = screen.session
    screen.perform(lambda _ids: remove_contact(session.database, person.id, session.now()), repeatable=False)


def ask_mood(screen: LeadScreen, person: ContactRow) -> None:
    """One key sets how they are disposed."""
    choices = [*(Choice(key, mood, mood) for key, mood in _MOODS), Choice("x", "none", "")]
    label = Content.assemble((" mood of ", "bold"), (person.name, ""), (":", "bold"))
    screen.strip.ask_choice(label, choices, lambda mood: set_mood(screen, person, mood))


def ask_role(screen: LeadScreen, person: ContactRow) -> None:
    """Any words; the usual roles are suggested."""
    label = Content.assemble((" role of ", "bold"), (person.name, ""), (":", "bold"))
    screen.strip.ask_text(
        label, person.role or "", lambda role: set_person(screen, person, role=role), suggestions=ROLES
    )


def contact_form(
    screen: HermesScreen, lead_id: int, person: ContactRow | None = None, begins: Mapping[str, str] | None = None
) -> None:
    """Add a person to a lead, the form begun with these texts, or edit one."""
    session, begun = screen.session, begins or {}

    def value(name: str) -> str:
        return begun.get(name, "") if person is None else str(getattr(person, name) or "")

    plain = (("name", ()), ("role", ROLES), ("email", ()), ("phone", ()), ("channel", CHANNELS))
    fields = [
        Field(name, name, value(name), suggestions=known, check=contact_check(session, name)) for name, known in plain
    ]
    moods = [("", "–"), *((mood, mood) for mood in SENTIMENTS)]
    champion = begun.get("is_primary", "yes" if person is not None and person.is_primary else "no")
    fields += [
        Field("sentiment", "mood", value("sentiment"), "choice", choices=moods),
        Field("is_primary", "champion", champion, "choice", choices=["no", "yes"]),
    ]
    title = "New person" if person is None else person.name
    save = partial(_save, session, lead_id, person, begun)
    ask(screen, title, fields, save, partial(show_done, screen, [lead_id]))


def _save(session: Session, lead_id: int, person: ContactRow | None, begun: Mapping[str, str], typed: Typed) -> Outcome:
    from hermes_tui.actions.contacts import add_contact, edit_contact

    region = session.settings.region
    if person is None:
        return add_contact(session.database, lead_id, {**begun, **typed}, session.now(), session.today(), region)
    return edit_contact(session.database, person.id, typed, session.now(), session.today(), region)
