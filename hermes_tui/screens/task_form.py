"""The form of a task: what, when, with whom, about which lead, how pressing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hermes_tui.screens.forms import Typed, ask, show_done, wanted, what_is_wrong
from storage.queries import lead as lead_queries
from widgets.form import Field

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.base import HermesScreen
    from hermes_tui.session import Session
    from storage.queries.tasks import TaskRow

_WHEN_HELP = "fri, fri 14:00, 3d, next month, 3 dec; nothing: some day"


def task_form(
    screen: HermesScreen, lead_id: int | None, task: TaskRow | None = None, *, asks_lead: bool = False
) -> None:
    """Plan a task (of a lead, or of none), or edit one; `asks_lead`: it may go to another lead."""
    from hermes_tui.actions.due import parse_due
    from hermes_tui.actions.task_text import typed_task
    from hermes_tui.actions.tasks import KINDS, PRIORITIES

    session = screen.session
    was = {"title": "", "due": "", "kind": "", "priority": "MEDIUM", "contact": "", "lead": str(lead_id or "")}
    if task is not None:
        was = typed_task(task, session.today(), session.zone)

    def wrong_due(text: str) -> str | None:
        return what_is_wrong(lambda day: parse_due(day, session.today()), text) if text.strip() else None

    kinds = [*([("", "by its first word")] if task is None else []), *((kind, kind.lower()) for kind in KINDS)]
    fields = [
        Field("title", "what", was["title"], check=wanted("what is to be done?")),
        Field("due", "when", was["due"], check=wrong_due, help=_WHEN_HELP),
        *_people(session, lead_id, was["contact"], new=task is None),
        Field("kind", "kind", was["kind"], "choice", choices=kinds),
        Field("priority", "priority", was["priority"], "choice", choices=[(each, each.lower()) for each in PRIORITIES]),
    ]
    if asks_lead:
        help_words = "its number, as #12 on its page; nothing: about no lead"
        fields.insert(2, Field("lead", "lead", was["lead"], check=partial(_wrong_lead, session), help=help_words))
    title = "New task" if task is None else "Task"
    ids = [] if lead_id is None else [lead_id]
    ask(screen, title, fields, partial(_save, session, lead_id, task), partial(show_done, screen, ids))


def _people(session: Session, lead_id: int | None, value: str, *, new: bool) -> list[Field]:
    people = lead_queries.contacts(session.database, lead_id) if lead_id is not None else []
    if not people:
        return []
    nobody = [("", "whom the words name"), ("0", "nobody")] if new else [("", "nobody")]
    choices = [*nobody, *((str(person.id), person.name) for person in people)]
    return [Field("contact", "with", value, "choice", choices=choices)]


def _wrong_lead(session: Session, text: str) -> str | None:
    number = text.strip().removeprefix("#")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return "the number of a lead, or nothing"
    return None if lead_queries.is_there(session.database, int(number)) else f"there is no lead #{number}"


def _save(session: Session, lead_id: int | None, task: TaskRow | None, typed: Typed) -> Outcome:
    from hermes_tui.actions.task_text import add_typed_task, edit_typed_task

    now, today, zone = session.now(), session.today(), session.zone
    if task is None:
        return add_typed_task(session.database, typed, now, today, zone, lead_id)
    return edit_typed_task(session.database, task.id, typed, now, today, zone)
