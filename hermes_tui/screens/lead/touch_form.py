"""The form in which a touch that was logged wrongly is put right, and the key that takes it out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hermes_tui.actions.fields import SENTIMENTS
from hermes_tui.actions.touches import VIAS, edit_touch, remove_touch, typed_touch
from hermes_tui.screens.forms import ask, show_done, what_is_wrong
from hermes_tui.screens.lead.person_merge import whom_is_meant
from widgets.form import Field

if TYPE_CHECKING:
    from hermes_tui.screens.lead.page import LeadScreen

_DIRECTIONS = (("out", "from us"), ("in", "from them"), ("both", "both"))


def touch_form(screen: LeadScreen, touch_id: int) -> None:
    """Correct the touch of this id."""
    from hermes_tui.actions.when import parse_moment

    session = screen.session
    people = screen.page.people if screen.page is not None else []
    was = typed_touch(session.database, touch_id, session.zone)

    def wrong_whom(text: str) -> str | None:
        return whom_is_meant(people, text) if text.strip() else None

    wrong_moment = partial(what_is_wrong, lambda text: parse_moment(text, session.now(), session.zone))
    fields = [
        Field("via", "by", was["via"], "choice", choices=[(via, via) for via in VIAS]),
        Field("direction", "direction", was["direction"], "choice", choices=_DIRECTIONS),
        Field("contact", "with", was["contact"], suggestions=[each.name for each in people], check=wrong_whom,
              help="one of the lead's people, or nobody"),
        Field("at", "when", was["at"], check=wrong_moment, help="2h, yesterday 14:00, fri or 2026-12-03 14:00"),
        Field("sentiment", "mood", was["sentiment"], "choice", choices=[("", "–"), *((m, m) for m in SENTIMENTS)]),
        Field("text", "words", was["text"], "multiline"),
    ]  # fmt: skip
    ask(
        screen, "Touch", fields,
        lambda typed: edit_touch(session.database, touch_id, typed, session.now(), session.zone),
        partial(show_done, screen, [screen.lead_id]),
    )  # fmt: skip


def take_out(screen: LeadScreen, touch_id: int) -> None:
    """Remove a touch that never was."""
    session = screen.session
    screen.perform(lambda _ids: remove_touch(session.database, touch_id, session.now()), repeatable=False)
