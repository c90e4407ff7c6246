"""Fields of the rep's own as lines of a form and keys of the strip: choices are chosen, numbers and days checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from hermes_tui.actions.custom import CUSTOM, typed_value
from hermes_tui.screens.forms import DAYS_HELP, what_is_wrong
from storage.queries.custom_fields import CHOICE, DATE, NUMBER, CustomField, custom_fields, declared
from widgets.form import Check, Field
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.session import Session

KEYS = "123456789abcdefghijklmopqrstuvwxyz"  # of choices; `n` and `0` say none
_MOST_TURNED = 60  # choices that a line of a form goes through; with more it is typed


def form_fields(session: Session, values: Mapping[str, str]) -> list[Field]:
    """A line for each declared field in its order, then one for each other `custom.NAME` in `values`."""
    fields = custom_fields(session.database)
    others = [name for name in values if name.startswith(CUSTOM) and declared(fields, name[len(CUSTOM) :]) is None]
    found = [_declared_line(session, field, values) for field in fields]
    return found + [Field(name, name[len(CUSTOM) :], values[name]) for name in others]


def _declared_line(session: Session, field: CustomField, values: Mapping[str, str]) -> Field:
    name = f"{CUSTOM}{field.name}"
    value, check = values.get(name, ""), check_of(session, field)
    if field.kind == CHOICE:
        if len(field.choices) <= _MOST_TURNED:
            return Field(name, field.name, value, "choice", choices=[("", "–"), *field.choices])
        return Field(name, field.name, value, suggestions=field.choices, check=check)
    help_ = {DATE: DAYS_HELP, NUMBER: "a number"}.get(field.kind, "")
    return Field(name, field.name, value, check=check, help=help_)


def check_of(session: Session, field: CustomField | None) -> Check:
    """What is wrong with a text for this field."""
    return partial(what_is_wrong, lambda text: typed_value(field, text, session.today()))


def named(session: Session, name: str) -> CustomField | None:
    """The declared field behind `custom.NAME`."""
    return declared(custom_fields(session.database), name[len(CUSTOM) :])


def choice_keys(choices: Sequence[str], value: str) -> list[Choice] | None:
    """A key for each choice, the present one in brackets, and one for none; None where there are more than keys."""
    if len(choices) > len(KEYS):
        return None
    found = [
        Choice(key, f"[{choice}]" if choice == value else choice, choice)
        for key, choice in zip(KEYS, choices, strict=False)
    ]
    return [*found, Choice("0", "none", "")]
