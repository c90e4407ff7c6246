"""The forms in which a lead is added with its first person, edited, or edited together with others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from hermes_tui.actions import fields as typed_fields
from hermes_tui.actions.edit_text import typed_lead
from hermes_tui.actions.outcome import Outcome, called
from hermes_tui.screens.forms import DAYS_HELP, Typed, ask, show_done, what_is_wrong
from hermes_tui.screens.own_fields import form_fields
from hermes_tui.session import Session
from storage.queries.stages import stages
from widgets.form import Check, Field

if TYPE_CHECKING:
    from hermes_tui.screens.base import HermesScreen
    from hermes_tui.screens.errands import Errands

_LABELS = {
    "source_url": "source link", "external_id": "external id", "budget_min": "budget from", "budget_max": "budget to",
    "author_url": "author link",
}  # fmt: skip
_HELP = {
    "tags": "words with commas between them", "deadline": DAYS_HELP,
    "score": "set by hand; empty lets the rules decide",
}  # fmt: skip
_LEAD_FIELDS: tuple[str, ...] = (
    "title", "company", "value", "currency", "stage", "source", "tags", "email", "phone", "website", "deadline",
    "budget_min", "budget_max", "score", "source_url", "description",
)  # fmt: skip
_NEW_LEAD_FIELDS = ("title", "company", "value", "currency", "stage", "source", "tags", "description")


def create_lead(screen: HermesScreen) -> None:
    """Add a lead and the person it began with; then its page opens."""
    session = screen.session
    fields = [_lead_field(session, name, {"stage": "NEW"}) for name in _NEW_LEAD_FIELDS]
    fields[-1:-1] = form_fields(session, {})
    fields[2:2] = [
        Field("person.name", "contact", help="who it began with; the champion until you say otherwise"),
        Field("person.email", "contact e-mail", check=contact_check(session, "email")),
        Field("person.phone", "contact phone"),
    ]
    ask(screen, "New lead", fields, partial(_save_new, session), partial(_open_new, screen))


def _save_new(session: Session, typed: Typed) -> Outcome:
    from hermes_tui.actions.new_lead import add_lead_with_person

    person = {name.removeprefix("person."): text for name, text in typed.items() if name.startswith("person.")}
    lead = {name: text for name, text in typed.items() if not name.startswith("person.")}
    usual = session.settings
    return add_lead_with_person(
        session.database, lead, person, session.now(), session.today(), usual.currency, usual.region
    )


def _open_new(screen: HermesScreen, outcome: Outcome) -> None:
    screen.reload()
    hermes = screen.hermes
    hermes.open_lead(outcome.made)
    hermes.call_after_refresh(lambda: hermes.here.say_done(outcome))


def edit_leads(screen: Errands, lead_ids: Sequence[int]) -> None:
    """Edit a lead; of several, what is filled in is set on all of them, once it was shown what that changes."""
    session, ids = screen.session, list(lead_ids)
    if len(ids) > 1:
        from hermes_tui.screens.bulk_edit import edit_several

        edit_several(screen, ids)
    elif ids:
        was = typed_lead(session.database, ids[0])
        fields = [_lead_field(session, name, was) for name in _LEAD_FIELDS]
        fields[-1:-1] = form_fields(session, was)  # what it is about stays at the end
        title = f"{called(session.database, ids)}  #{ids[0]}"
        ask(screen, title, fields, partial(_save_edit, session, ids), partial(show_done, screen, ids))


def _save_edit(session: Session, lead_ids: list[int], typed: Typed) -> Outcome:
    from hermes_tui.actions.leads import edit_lead

    return edit_lead(session.database, lead_ids, typed, session.now(), session.today())


def _lead_field(session: Session, name: str, was: Mapping[str, str]) -> Field:
    label, value = _LABELS.get(name, name), was.get(name, "")
    if name == "stage":
        choices = [(stage.name, stage.label) for stage in stages(session.database)]
        return Field(name, label, value, "choice", choices=choices)
    if name == "description":
        return Field(name, label, value, "multiline")
    return Field(name, label, value, check=lead_check(session, name), help=_HELP.get(name, ""))


def lead_check(session: Session, name: str) -> Check:
    """What is wrong with a text for this field of a lead."""
    return partial(what_is_wrong, lambda text: typed_fields.lead_values({name: text}, session.today()))


def contact_check(session: Session, name: str) -> Check:
    """What is wrong with a text for this field of a person."""
    return partial(what_is_wrong, lambda text: typed_fields.contact_values({name: text}, session.today()))
