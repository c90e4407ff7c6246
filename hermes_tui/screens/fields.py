"""The fields of the rep's own in a list: Enter opens one as a form, and the first line declares another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.actions import custom_fields as actions
from hermes_tui.actions.custom_fields import Listed
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.formats import count
from hermes_tui.screens.forms import Typed, ask, wanted
from storage.queries.custom_fields import CHOICE, KINDS, TEXT
from widgets.form import Field
from widgets.pick_screen import Pick, PickScreen

if TYPE_CHECKING:
    from hermes_tui.screens.base import HermesScreen

_NEW = ""
_EMPTY = "force"
_DECLARATION, _VALUES = "declaration", "values"


def open_fields(here: HermesScreen, name: str = "") -> None:
    """Show them all; with a name the form of that one, or of a new one so called."""
    found = actions.listed(here.session.database)
    if name:
        folded = name.casefold().removeprefix("custom.")
        known = next((each for each in found if each.name.casefold() == folded), None)
        _form(here, known or Listed(name, None, 0))
        return
    picks = [Pick(_NEW, "new field", "declare one, for every lead", faint=True), *map(_pick, found)]
    by_name = {each.name: each for each in found}

    def taken(value: str | None) -> None:
        if value is not None:
            _form(here, by_name.get(value, Listed("", None, 0)))

    here.app.push_screen(PickScreen(Content("Fields of your own"), picks, takes="opens it"), taken)


def _pick(each: Listed) -> Pick:
    kind = "not declared" if each.field is None else actions.described(each.field)
    return Pick(each.name, each.name, f"{kind}, {count(each.leads, 'lead')}", faint=each.field is None)


def _form(here: HermesScreen, each: Listed) -> None:
    field = each.field
    place = "" if field is None else str(_places(here).index(each.name) + 1)
    kind = field.kind if field else TEXT
    lines = [
        Field("name", "name", each.name, check=wanted("a field needs a name")),
        Field("kind", "kind", kind, "choice", choices=KINDS),
        Field("choices", "choices", actions.choices_text(field.choices) if field else "",
              help="of a choice, with commas between them; empty: the words that leads hold"),
    ]  # fmt: skip
    if field is not None:
        lines += [
            Field("place", "place in forms", place, "number"),
            Field("remove", "remove", "", "choice",
                  choices=[("", "no"), (_DECLARATION, "the kind, its values stay"), (_VALUES, "with its values")]),
        ]  # fmt: skip
    if each.leads:
        said = [("", "refuse, change nothing"), (_EMPTY, "empty them (--force)")]
        lines.append(Field("fit", f"values that do not fit ({count(each.leads, 'lead')})", "", "choice", choices=said))
    title = f"Field {each.name}" if field else "New field of your own"
    ask(here, title, lines, partial(_save, here, each), partial(_done, here))


def _places(here: HermesScreen) -> list[str]:
    return [each.name for each in actions.listed(here.session.database) if each.field is not None]


def _done(here: HermesScreen, outcome: Outcome) -> None:
    here.reload()
    here.say_done(outcome)


def _save(here: HermesScreen, each: Listed, typed: Typed) -> Outcome:
    database, now = here.session.database, here.session.now()
    force = typed.get("fit") == _EMPTY
    if each.field is None:
        return actions.add_field(
            database, typed.get("name", each.name), now, kind=typed.get("kind", TEXT),
            choices=typed.get("choices", "") if typed.get("kind", TEXT) == CHOICE else "", force=force,
        )  # fmt: skip
    if typed.get("remove"):
        return actions.remove_field(database, each.name, now, with_values=typed["remove"] == _VALUES)
    with acting(database, "field", [], now) as doing:
        done = [
            actions.edit_field(
                database, each.name, now, rename=typed.get("name"), kind=typed.get("kind"),
                choices=typed.get("choices"), force=force,
            )
        ]  # fmt: skip
        if typed.get("place", "").strip():
            called = typed.get("name", each.name)
            done.append(actions.move_field(database, called, int(float(typed["place"])), now))
        doing.say("; ".join(one.words for one in done if one.action_id) or done[0].words)
    return doing.outcome
