"""The form in which a template gets its name, its kind and its channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hermes_tui.scoring.follow_up import KIND_WORDS
from hermes_tui.screens.forms import ask
from hermes_tui.screens.templates.draft import Draft, new_draft
from hermes_tui.screens.templates.lines import channel_name
from storage.queries.templates import CHANNELS, KINDS, TemplateRow, name_taken
from widgets.form import Field, FormScreen

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.base import HermesScreen
    from storage.database import Database


def ask_new(host: HermesScreen, write: Callable[[Draft], object]) -> None:
    """Ask what a new template is called, then write it; nothing is stored before that is saved.

    Where one was begun and not saved, go on with that one at once.
    """
    from hermes_tui.screens import leftover

    database = host.session.database
    if leftover.find(leftover.place_of(database, "template-new")) is not None:
        write(new_draft("New template", "CUSTOM", "email"))
        return
    usual = {"name": "", "kind": KINDS[0], "channel": CHANNELS[0]}

    def named(changes: dict[str, str] | None) -> None:
        if changes is not None:
            write(new_draft(**{**usual, **changes}))

    host.app.push_screen(FormScreen("New template", _fields(database, usual, 0)), named)


def ask_names(host: HermesScreen, row: TemplateRow, then: Callable[[Outcome], None]) -> None:
    """Ask for a template's name, kind and channel anew."""
    from hermes_tui.actions.templates import edit_template

    session = host.session
    fields = _fields(session.database, {"name": row.name, "kind": row.kind, "channel": row.channel}, row.id)
    ask(
        host, f"Template: {row.name}", fields,
        lambda typed: edit_template(session.database, row.id, typed, session.now()), then,
    )  # fmt: skip


def _fields(database: Database, given: dict[str, str], but: int) -> list[Field]:
    """`but`: the template that may have the name."""

    def check(text: str) -> str | None:
        name = " ".join(text.split())
        taken = name_taken(database, name, but) if name else None
        if taken is not None:
            return f"there is a template “{taken.name}” already"
        return None if name else "a name, such as Gentle nudge"

    kinds = [(kind, KIND_WORDS.get(kind, kind)) for kind in KINDS]
    channels = [(channel, channel_name(channel)) for channel in CHANNELS]
    return [
        Field("name", "Name", given["name"], check=check),
        Field("kind", "Kind", given["kind"], kind="choice", choices=kinds, help="when it is offered: ← → choose"),
        Field("channel", "Channel", given["channel"], kind="choice", choices=channels),
    ]
