"""Which saved views and templates name a field of the rep's own: they keep the words that the rep wrote."""

from __future__ import annotations

from collections.abc import Iterator

from hermes_tui.actions.custom import CUSTOM
from hermes_tui.actions.views import views
from storage.database import Database
from storage.errors import UsageError
from storage.filters.conditions import squeezed
from storage.queries.templates import templates

_SHOWN = 3  # views and templates that a sentence names
_DAYS = ("before", "after", "on")  # what a filter says behind a date's name


def mentions(database: Database, name: str) -> str:
    """`; the view “Big” and the template “Intro” still say custom.seats`; "" where none names the field."""
    found = [*_views(database, squeezed(name)), *_templates(database, name.casefold())]
    if not found:
        return ""
    shown, more = found[:_SHOWN], len(found) - _SHOWN
    named = [*shown, f"{more:,} more"] if more > 0 else shown
    *first, last = named
    say = "says" if len(found) == 1 else "say"
    return f"; {', '.join(first)}{' and ' if first else ''}{last} still {say} {CUSTOM}{name}"


def _views(database: Database, plain: str) -> Iterator[str]:
    from storage.filters.terms import terms_of

    for view in views(database):
        try:
            terms = terms_of(view.filter)
        except UsageError:  # it says so itself when it is opened
            continue
        said = [term.part for term in terms if term.name == "custom"]
        said += [
            value.text.removeprefix("-").removeprefix(CUSTOM)
            for term in terms for value in term.values if term.kind == "sort" and CUSTOM in value.text
        ]  # fmt: skip
        if any(plain in (squeezed(each), squeezed(_without_days(each))) for each in said):
            yield f"the view “{view.name}”"


def _without_days(part: str) -> str:
    base, _, ending = part.rpartition(".")
    return base if ending.casefold() in _DAYS else part


def _templates(database: Database, folded: str) -> Iterator[str]:
    from hermes_tui.outreach.templates.compiling import part

    for each in templates(database):
        fields = (*part(each.subject).fields, *part(each.body).fields)
        if any(field[1].casefold() == f"{CUSTOM}{folded}" for field in fields):
            yield f"the template “{each.name}”"
