"""Forms to add and edit leads, people, tasks and notes; what was typed stays until it is saved or dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from hermes_tui.actions import fields as typed_fields
from hermes_tui.actions.edit_text import typed_lead
from hermes_tui.actions.fields import ROLES, SENTIMENTS
from hermes_tui.actions.outcome import Outcome, called
from hermes_tui.screens.verbs import LeadVerbs
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries.stages import stages
from widgets.form import Check, Field, FormScreen

if TYPE_CHECKING:
    from hermes_tui.screens.base import HermesScreen
    from storage.queries.lead import ContactRow, NoteRow, TaskRow

Typed = dict[str, str]
Save = Callable[[Typed], Outcome]
Then = Callable[[Outcome], None]

_LABELS = {
    "source_url": "source link", "external_id": "external id", "budget_min": "budget from", "budget_max": "budget to",
    "author_url": "author link", "is_primary": "champion",
}  # fmt: skip
_HELP = {"tags": "words with commas between them", "deadline": "3d, fri, 3 dec or 2026-12-03"}
_LEAD_FIELDS: tuple[str, ...] = (
    "title", "company", "value", "currency", "stage", "source", "tags", "email", "phone", "website", "deadline",
    "budget_min", "budget_max", "score", "source_url", "description",
)  # fmt: skip
_NEW_LEAD_FIELDS = ("title", "company", "value", "currency", "stage", "source", "tags", "description")
_SEVERAL_FIELDS: tuple[str, ...] = ("company", "value", "currency", "stage", "source", "tags", "deadline", "score")
_CHANNELS = ("email", "phone", "linkedin", "meeting")


def ask(screen: HermesScreen, title: str, fields: Sequence[Field], save: Save, then: Then) -> None:
    """Show a form; where saving fails the form comes back with what was typed, and the reason is said."""
    _ask(screen, title, fields, save, then, {})


def _ask(screen: HermesScreen, title: str, fields: Sequence[Field], save: Save, then: Then, kept: Typed) -> None:
    def answered(changes: Typed | None) -> None:
        if changes is None:
            return
        typed = {**kept, **changes}
        failures: list[HermesError] = []
        outcome = screen.attempt(partial(_saved, save, typed, failures))
        if outcome is not None:
            then(outcome)
            return
        screen.hermes.say_error(failures[-1])
        again = [field._replace(value=typed.get(field.name, field.value)) for field in fields]
        _ask(screen, title, again, save, then, typed)

    screen.app.push_screen(FormScreen(title, fields), answered)


def _saved(save: Save, typed: Typed, failures: list[HermesError]) -> Outcome:
    try:
        return save(typed)
    except HermesError as error:
        failures.append(error)
        raise


def _say(screen: HermesScreen, lead_ids: Sequence[int], outcome: Outcome) -> None:
    """Show what was done as after any verb."""
    if isinstance(screen, LeadVerbs):
        screen.acted(outcome, lead_ids)
    else:
        screen.reload()
    screen.say_done(outcome)


# -- leads -----------------------------------------------------------------------------------------------


def create_lead(screen: HermesScreen) -> None:
    """Add a lead and the person it began with; then its page opens."""
    session = screen.session
    fields = [_lead_field(session, name, {"stage": "NEW"}) for name in _NEW_LEAD_FIELDS]
    fields[2:2] = [
        Field("person.name", "contact", help="who it began with; the champion until you say otherwise"),
        Field("person.email", "contact e-mail", check=_contact_check(session, "email")),
        Field("person.phone", "contact phone"),
    ]
    ask(screen, "New lead", fields, partial(_save_new, session), partial(_open_new, screen))


def _save_new(session: Session, typed: Typed) -> Outcome:
    from hermes_tui.actions.new_lead import add_lead_with_person

    person = {name.removeprefix("person."): text for name, text in typed.items() if name.startswith("person.")}
    lead = {name: text for name, text in typed.items() if not name.startswith("person.")}
    return add_lead_with_person(
        session.database, lead, person, session.now(), session.today(), session.settings.currency
    )


def _open_new(screen: HermesScreen, outcome: Outcome) -> None:
    screen.reload()
    hermes = screen.hermes
    hermes.open_lead(outcome.made)
    hermes.call_after_refresh(lambda: hermes.here.say_done(outcome))


def edit_leads(screen: HermesScreen, lead_ids: Sequence[int]) -> None:
    """Edit a lead; of several, what is filled in is set on all of them."""
    session, ids = screen.session, list(lead_ids)
    if not ids:
        return
    who = called(session.database, ids)
    was: Typed = {}
    title, names = f"{who}: what you fill in is set on all", _SEVERAL_FIELDS
    if len(ids) == 1:
        was = typed_lead(session.database, ids[0])
        title, names = f"{who}  #{ids[0]}", _LEAD_FIELDS
    fields = [_lead_field(session, name, was, several=len(ids) > 1) for name in names]
    ask(screen, title, fields, partial(_save_edit, session, ids), partial(_say, screen, ids))


def _save_edit(session: Session, lead_ids: list[int], typed: Typed) -> Outcome:
    from hermes_tui.actions.leads import edit_lead

    given = dict(typed) if len(lead_ids) == 1 else {name: text for name, text in typed.items() if text.strip()}
    return edit_lead(session.database, lead_ids, given, session.now(), session.today())


def _lead_field(session: Session, name: str, was: Mapping[str, str], several: bool = False) -> Field:
    label, value = _LABELS.get(name, name), was.get(name, "")
    if name == "stage":
        choices = [(stage.name, stage.label) for stage in stages(session.database)]
        if several:
            choices.insert(0, ("", "as it is"))
        return Field(name, label, value, "choice", choices=choices)
    if name == "description":
        return Field(name, label, value, "multiline")
    note = _HELP.get(name, "")
    if name == "score":
        note = "set by hand; empty lets the rules decide" if not several else "set by hand"
    if name == "tags" and several:
        note = "these instead of the tags each has"
    return Field(name, label, value, check=lead_check(session, name), help=note)


def lead_check(session: Session, name: str) -> Check:
    """What is wrong with a text for this field of a lead."""
    return partial(_wrong, lambda text: typed_fields.lead_values({name: text}, session.today()))


def _contact_check(session: Session, name: str) -> Check:
    return partial(_wrong, lambda text: typed_fields.contact_values({name: text}, session.today()))


def _wrong(read: Callable[[str], object], text: str) -> str | None:
    try:
        read(text)
    except HermesError as error:
        return str(error).removesuffix("; nothing was changed.")
    return None


def _wanted(what: str) -> Check:
    return lambda text: None if text.strip() else what


# -- people ----------------------------------------------------------------------------------------------


def contact_form(screen: HermesScreen, lead_id: int, person: ContactRow | None = None) -> None:
    """Add a person to a lead, or edit one."""
    session = screen.session

    def value(name: str) -> str:
        return "" if person is None else str(getattr(person, name) or "")

    plain = (("name", ()), ("role", ROLES), ("email", ()), ("phone", ()), ("channel", _CHANNELS))
    fields = [
        Field(name, _LABELS.get(name, name), value(name), suggestions=known, check=_contact_check(session, name))
        for name, known in plain
    ]
    moods = [("", "–"), *((mood, mood) for mood in SENTIMENTS)]
    champion = "yes" if person is not None and person.is_primary else "no"
    fields += [
        Field("sentiment", "mood", value("sentiment"), "choice", choices=moods),
        Field("is_primary", "champion", champion, "choice", choices=["no", "yes"]),
    ]
    title = "New person" if person is None else person.name
    ask(screen, title, fields, partial(_save_contact, session, lead_id, person), partial(_say, screen, [lead_id]))


def _save_contact(session: Session, lead_id: int, person: ContactRow | None, typed: Typed) -> Outcome:
    from hermes_tui.actions.contacts import add_contact, edit_contact

    if person is None:
        return add_contact(session.database, lead_id, typed, session.now(), session.today())
    return edit_contact(session.database, person.id, typed, session.now(), session.today())


# -- tasks and notes ---------------------------------------------------------------------------------------


def task_form(screen: HermesScreen, lead_id: int | None, task: TaskRow | None = None) -> None:
    """Plan a task (of a lead, or of none), or edit one."""
    from hermes_tui.actions.tasks import KINDS, PRIORITIES
    from hermes_tui.actions.when import parse_day

    session = screen.session
    was = {"title": "", "due": "", "kind": "FOLLOWUP", "priority": "MEDIUM"}
    if task is not None:
        was = {"title": task.title, "due": task.due_on or "", "kind": task.kind, "priority": task.priority}

    def wrong_day(text: str) -> str | None:
        return _wrong(lambda day: parse_day(day, session.today()), text) if text.strip() else None

    fields = [
        Field("title", "what", was["title"], check=_wanted("what is to be done?")),
        Field("due", "when", was["due"], check=wrong_day, help=_HELP["deadline"]),
        Field("kind", "kind", was["kind"], "choice", choices=[(kind, kind.lower()) for kind in KINDS]),
        Field("priority", "priority", was["priority"], "choice", choices=[(each, each.lower()) for each in PRIORITIES]),
    ]
    title = "New task" if task is None else "Task"
    ids = [] if lead_id is None else [lead_id]
    ask(screen, title, fields, partial(_save_task, session, ids, task, was), partial(_say, screen, ids))


def _save_task(session: Session, lead_ids: list[int], task: TaskRow | None, was: Typed, typed: Typed) -> Outcome:
    from hermes_tui.actions.tasks import Plan, add_task, edit_task
    from hermes_tui.actions.when import parse_day

    text = {**was, **typed}
    due_on = parse_day(text["due"], session.today()) if text["due"].strip() else None
    plan = Plan(text["title"], due_on, text["kind"], text["priority"])
    if task is None:
        return add_task(session.database, lead_ids, plan, session.now())
    return edit_task(session.database, task.id, plan, session.now())


def note_form(screen: HermesScreen, lead_ids: Sequence[int], note: NoteRow | None = None) -> None:
    """Write a note of several lines, or edit one; `#budget` in it tags an objection."""
    session, ids = screen.session, list(lead_ids)
    field = Field(
        "text", "words", "" if note is None else note.text, "multiline",
        check=_wanted("a note needs words"),
        help="#budget #timing #competition #internal #trust #scope tag an objection",
    )  # fmt: skip
    title = f"New note: {called(session.database, ids)}" if note is None else "Note"
    ask(screen, title, [field], partial(_save_note, session, ids, note), partial(_say, screen, ids))


def _save_note(session: Session, lead_ids: list[int], note: NoteRow | None, typed: Typed) -> Outcome:
    from hermes_tui.actions.notes import add_note, edit_note

    if note is None:
        return add_note(session.database, lead_ids, typed.get("text", ""), session.now())
    return edit_note(session.database, note.id, typed.get("text", note.text), session.now())
