"""What Enter, `e` and Delete do to the row under the cursor of a lead's page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.actions.edit_text import TEXT_FIELDS, budget_typed, typed_lead, value_typed
from hermes_tui.screens.lead_facts import Fact
from hermes_tui.screens.lead_form import ask, contact_form, lead_check, note_form, task_form
from hermes_tui.screens.lead_people import remove_person
from hermes_tui.screens.lead_reader import ReaderScreen
from hermes_tui.screens.lead_reading import PENDING
from storage.queries.lead import ContactRow, NoteRow, ObjectionRow, ProposalRow, TaskRow, TimelineRow
from widgets.form import Field
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.lead import LeadScreen

_STAGE_KEYS = "1234567890wla"  # thirteen stages: ten open ones, then Won, Lost, Archived
_NOT_BY_HAND = {
    "heat": "Heat follows from what they say and do; it is not set by hand",
    "created": "When the lead was made stays as it is",
    "because": "x tells another reason",
    "snoozed": "W brings the lead back, s snoozes it again",
}


# -- Enter -----------------------------------------------------------------------------------------------


def open_row(screen: LeadScreen, row: object) -> None:
    """Enter: edit what can be edited, read the rest whole."""
    if isinstance(row, Fact):
        _open_fact(screen, row)
    elif isinstance(row, TimelineRow):
        _read(screen, row)
    elif isinstance(row, ObjectionRow):
        _open_objection(screen, row)
    elif isinstance(row, ProposalRow):
        screen.say(" Proposals can be read here, not yet written")
    elif not edit_row(screen, row):
        screen.say(" What happened stays as it was")


def edit_row(screen: LeadScreen, row: object) -> bool:
    """Edit a person, task or note in its form; False where the row is none of these."""
    if isinstance(row, ContactRow):
        contact_form(screen, screen.lead_id, row)
    elif isinstance(row, TaskRow):
        task_form(screen, screen.lead_id, row)
    elif isinstance(row, NoteRow):
        note_form(screen, [screen.lead_id], row)
    elif isinstance(row, TimelineRow) and row.kind == "note":
        note_form(screen, [screen.lead_id], NoteRow(row.row_id, row.detail, row.text, row.at, row.contact_id))
    else:
        return False
    return True


def _read(screen: LeadScreen, row: TimelineRow) -> None:
    title = screen.rows.happening(row._replace(text=""), 80)
    text = row.text or (f"“{row.quote}”" if row.quote else "No words were kept.")
    screen.app.push_screen(ReaderScreen(title, Content(text)))


def _open_objection(screen: LeadScreen, row: ObjectionRow) -> None:
    if row.state != "open":
        words = f"{row.note}\n\n{row.state.replace('_', ' ')}: {row.resolution or 'nobody wrote how'}"
        screen.app.push_screen(ReaderScreen(Content(f"{row.kind.lower()} objection"), Content(words)))
        return
    label = Content.styled(f" {row.kind.lower()} objection resolved by:", "bold")
    screen.strip.ask_text(label, "", partial(_resolve, screen, row.id))


def _resolve(screen: LeadScreen, objection_id: int, how: str) -> None:
    from hermes_tui.actions.notes import resolve_objection

    session = screen.session
    screen.perform(lambda _ids: resolve_objection(session.database, objection_id, how, session.now()), repeatable=False)


# -- facts -----------------------------------------------------------------------------------------------


def _open_fact(screen: LeadScreen, fact: Fact) -> None:
    if fact.field == "stage":
        _ask_stage(screen)
    elif fact.field == "description":
        _ask_description(screen)
    elif fact.field:
        _ask_fact(screen, fact)
    elif fact.whole:
        screen.app.push_screen(ReaderScreen(Content(fact.label.strip()), Content(fact.whole)))
    else:
        screen.say(f" {_NOT_BY_HAND.get(fact.label, 'This is kept by Hermes')}")


def _ask_stage(screen: LeadScreen) -> None:
    if screen.page is None:
        return
    here = screen.page.detail.stage_id
    choices = [
        Choice(key, f"[{stage.label}]" if stage.id == here else stage.label, stage.name)
        for key, stage in zip(_STAGE_KEYS, screen.page.pipeline.values(), strict=False)
    ]
    screen.strip.ask_choice(Content.styled(" stage:", "bold"), choices, partial(_enter_stage, screen))


def _enter_stage(screen: LeadScreen, name: str) -> None:
    from hermes_tui.actions.stages import move

    if name == "LOST":
        screen.action_lose()  # which asks why
        return
    session = screen.session
    screen.perform(lambda ids: move(session.database, ids, name, session.now()))


def _ask_description(screen: LeadScreen) -> None:
    was = typed_lead(screen.session.database, screen.lead_id)["description"]
    field = Field("description", "description", was, "multiline")
    ask(screen, "About this lead", [field], partial(_save_fields, screen), partial(_show_edit, screen))


def _show_edit(screen: LeadScreen, outcome: Outcome) -> None:
    screen.acted(outcome, [screen.lead_id])
    screen.say_done(outcome)


def _ask_fact(screen: LeadScreen, fact: Fact) -> None:
    typed = typed_lead(screen.session.database, screen.lead_id)
    was = typed[fact.field] if fact.field in TEXT_FIELDS else ""
    if fact.field == "value" and was and typed["currency"]:
        was = f"{was} {typed['currency']}".strip()
    elif fact.field == "budget":
        was = " - ".join(end for end in (typed["budget_min"], typed["budget_max"]) if end)
    screen.strip.ask_text(
        Content.styled(f" {fact.label}:", "bold"), was, partial(_set_fact, screen, fact.field),
        validate=partial(_wrong_fact, screen, fact.field),
    )  # fmt: skip


def _fields_of(field: str, text: str) -> dict[str, str]:
    if field == "value":
        return value_typed(text)
    return budget_typed(text) if field == "budget" else {field: text}


def _wrong_fact(screen: LeadScreen, field: str, text: str) -> str | None:
    if field == "value" and not value_typed(text)["value"] and screen.page is not None:
        alone = text.strip().upper()
        if alone not in ("", screen.page.detail.currency):  # `tbd` is no currency: it would empty the value
            return lead_check(screen.session, "value")(text)
    checks = (lead_check(screen.session, name)(typed) for name, typed in _fields_of(field, text).items())
    return next((wrong for wrong in checks if wrong is not None), None)


def _set_fact(screen: LeadScreen, field: str, text: str) -> None:
    screen.perform(lambda _ids: _save_fields(screen, _fields_of(field, text)), repeatable=False)


def _save_fields(screen: LeadScreen, given: dict[str, str]) -> Outcome:
    from hermes_tui.actions.leads import edit_lead

    session = screen.session
    return edit_lead(session.database, [screen.lead_id], given, session.now(), session.today())


# -- Delete ----------------------------------------------------------------------------------------------


def remove_row(screen: LeadScreen, row: object) -> None:
    """Delete: a note and a person go, a task is dropped, a fact is emptied; one key takes it back."""
    from hermes_tui.actions import notes, tasks

    session = screen.session
    if isinstance(row, ContactRow):
        remove_person(screen, row)
    elif isinstance(row, NoteRow) or (isinstance(row, TimelineRow) and row.kind == "note"):
        number = row.id if isinstance(row, NoteRow) else row.row_id
        screen.perform(lambda _ids: notes.remove_note(session.database, number, session.now()), repeatable=False)
    elif isinstance(row, TaskRow) and row.status in PENDING:
        number = row.id
        screen.perform(lambda _ids: tasks.cancel(session.database, number, session.now()), repeatable=False)
    elif isinstance(row, Fact) and row.field and row.field not in ("stage", "title"):
        _set_fact(screen, row.field, "")
    elif isinstance(row, ObjectionRow):
        screen.say(" An objection goes with the note that raised it")
    else:
        screen.say(" Nothing to remove here: what happened stays, u takes back what was logged last")
