"""How a fact of a lead is edited in place: the stage by a key, what it is about in a form, others in the strip."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from hermes_tui.actions.custom import CUSTOM
from hermes_tui.actions.edit_text import TEXT_FIELDS, budget_typed, typed_lead, value_typed
from hermes_tui.screens.forms import ask, show_done
from hermes_tui.screens.lead_form import lead_check
from hermes_tui.screens.lead_reader import ReaderScreen
from hermes_tui.screens.own_fields import check_of, choice_keys, named
from storage.queries.custom_fields import CHOICE
from widgets.form import Field
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.lead.page import LeadScreen

_STAGE_KEYS = "1234567890wla"  # thirteen stages: ten open ones, then Won, Lost, Archived
_NOT_BY_HAND = {
    "heat": "Heat follows from what they say and do; it is not set by hand",
    "created": "When the lead was made stays as it is",
    "because": "x tells another reason",
    "snoozed": "W brings the lead back, s snoozes it again",
}


class Fact(NamedTuple):
    """A line of facts. `field`: what Enter edits, empty where nothing can be; `whole`: all of it, to read."""

    label: str
    value: Content
    field: str = ""
    whole: str = ""


def open_fact(screen: LeadScreen, fact: Fact) -> None:
    """Enter: edit it in place, read it whole, or say what sets it."""
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
    ask(screen, "About this lead", [field], partial(_save_fields, screen), partial(show_done, screen, [screen.lead_id]))


def _ask_fact(screen: LeadScreen, fact: Fact) -> None:
    typed = typed_lead(screen.session.database, screen.lead_id)
    if fact.field.startswith(CUSTOM):
        _ask_own(screen, fact, typed.get(fact.field, ""))
        return
    was = typed[fact.field] if fact.field in TEXT_FIELDS else ""
    if fact.field == "value" and was and typed["currency"]:
        was = f"{was} {typed['currency']}".strip()
    elif fact.field == "budget":
        was = " - ".join(end for end in (typed["budget_min"], typed["budget_max"]) if end)
    screen.strip.ask_text(
        Content.styled(f" {fact.label}:", "bold"), was, partial(set_fact, screen, fact.field),
        validate=partial(_wrong_fact, screen, fact.field),
    )  # fmt: skip


def _ask_own(screen: LeadScreen, fact: Fact, was: str) -> None:
    """A field of the rep's own: a choice by its key, else typed, and checked by its kind."""
    field = named(screen.session, fact.field)
    called = fact.field.removeprefix(CUSTOM)
    keys = choice_keys(field.choices, was) if field is not None and field.kind == CHOICE else None
    if keys is not None:
        screen.strip.ask_choice(
            Content.assemble(" ", (f"{called}:", "bold")), keys, partial(set_fact, screen, fact.field)
        )
        return
    screen.strip.ask_text(
        Content.assemble(" ", (f"{called}:", "bold")), was, partial(set_fact, screen, fact.field),
        suggestions=() if field is None else field.choices, validate=check_of(screen.session, field),
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


def set_fact(screen: LeadScreen, field: str, text: str) -> None:
    """Set a field of the lead, as typed."""
    screen.perform(lambda _ids: _save_fields(screen, _fields_of(field, text)), repeatable=False)


def _save_fields(screen: LeadScreen, given: dict[str, str]) -> Outcome:
    from hermes_tui.actions.leads import edit_lead

    session = screen.session
    return edit_lead(session.database, [screen.lead_id], given, session.now(), session.today())
