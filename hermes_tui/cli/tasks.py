"""Tasks: plan, change, begin, do, drop, list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, say, table
from hermes_tui.cli.session import Session, all_ids, as_id, pairs
from storage.errors import UsageError
from storage.queries import tasks as task_queries
from storage.queries.tasks import Section

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.actions.tasks import Plan
    from storage.database import Database
    from storage.queries.tasks import TaskRow

_SECTIONS = {
    "--overdue": Section.OVERDUE, "--today": Section.TODAY, "--coming": Section.COMING, "--someday": Section.SOMEDAY,
    "--over": Section.OVER,
}  # fmt: skip


def add(session: Session) -> int:
    """`hermes task add [LEAD] TEXT… [--due WHEN]`: prints the new task's id."""
    from hermes_tui.actions.tasks import add_task
    from hermes_tui.cli.writing import made

    words = session.given.words
    about = words[0].removeprefix("#").isdigit()
    leads = [as_id(words[0])] if about else []
    plan = _plan(session, " ".join(words[1:] if about else words))
    outcome = add_task(session.writing(), leads, plan, session.now)
    return made(session, outcome, outcome.made, {"lead": leads[0] if leads else None})


def _plan(session: Session, text: str) -> Plan:
    """The task as typed: `fri call Ann` names its day itself unless --due does."""
    from hermes_tui.actions.due import parse_due
    from hermes_tui.actions.task_text import kind_of, plan_from
    from hermes_tui.actions.tasks import Plan

    given = session.given
    due, contact = given.value("--due"), given.value("--contact")
    if due is None:
        plan = plan_from(text, session.today, session.zone)
    else:
        day, clock = parse_due(due, session.today)
        plan = Plan(text, day, kind_of(text), clock=clock, zone=session.zone)
    return plan._replace(
        kind=(given.value("--kind") or plan.kind).upper(),
        priority=(given.value("--priority") or plan.priority).upper(),
        contact_id=None if contact is None else as_id(contact, "contact"),
    )


def edit(session: Session) -> int:
    """`hermes task edit TASK field=value…`."""
    from hermes_tui.actions.task_text import edit_typed_task

    words = session.given.words
    number, given = as_id(words[0], "task"), pairs(words[1:])
    if not given:
        raise UsageError("What is to be changed? Say field=value: due='fri 14:00' priority=high contact=Ann.")
    database = session.writing()
    return session.wrote(edit_typed_task(database, number, given, session.now, session.today, session.zone), number)


# -- its state: each task is an action of its own, as it would be with a key ---------------------------------


def done(session: Session) -> int:
    """`hermes task done TASK…`."""
    from hermes_tui.actions.tasks import done as mark_done

    at = session.at
    return _each(session, lambda database, number: mark_done(database, number, session.now, at=at))


def start(session: Session) -> int:
    """`hermes task start TASK…`."""
    from hermes_tui.actions.tasks import start as begin

    return _each(session, lambda database, number: begin(database, number, session.now))


def cancel(session: Session) -> int:
    """`hermes task cancel TASK…`."""
    from hermes_tui.actions.tasks import cancel as drop

    return _each(session, lambda database, number: drop(database, number, session.now))


def reopen(session: Session) -> int:
    """`hermes task reopen TASK…`."""
    from hermes_tui.actions.tasks import reopen as take_up

    return _each(session, lambda database, number: take_up(database, number, session.now))


def _each(session: Session, deed: Callable[[Database, int], Outcome]) -> int:
    numbers = all_ids(session.given.words, "task")
    database = session.writing()
    for number in numbers:
        session.wrote(deed(database, number), number)
    return OK


# -- reading -----------------------------------------------------------------------------------------------


def listing(session: Session) -> int:
    """`hermes task list [LEAD] [--overdue] [--today] [--coming] [--someday] [--over]`."""
    from hermes_tui.actions.lead_json import task_item

    database = session.reading()
    found = _found(session, database)
    if session.json:
        as_json([task_item(task) for task in found])
    elif found:
        print_tasks(found, session.today.isoformat(), session.zone)
    else:
        say("Nothing is planned: `hermes task add LEAD call Ann --due fri`.")
    return OK


def _found(session: Session, database: Database) -> list[TaskRow]:
    from storage.queries.lead import detail

    wanted = [section for flag, section in _SECTIONS.items() if session.given.flag(flag)]
    today = session.today.isoformat()
    everything = 1_000_000
    if session.given.words:
        lead_id = as_id(session.given.words[0])
        detail(database, lead_id)
        found = task_queries.tasks(database, lead_id)
        return [row for row in found if not wanted or task_queries.section_of(row, today) in wanted]
    if not wanted:
        return task_queries.pending_tasks(database, everything)
    return [row for section in wanted for row in task_queries.in_section(database, section, today, everything)]


def print_tasks(tasks: list[TaskRow], today: str, zone: tzinfo) -> None:
    """Tasks as a table; those late are said to be."""
    rows = []
    for task in tasks:
        pending = task.is_pending
        state = "" if task.status == "PENDING" else task.status.lower().replace("_", " ")
        if pending and task.due_on and task.due_on < today:
            state = "late" if not state else f"late, {state}"
        about = f"#{task.lead_id} {task.company or task.lead_title}" if task.lead_id else "–"
        about += f", {task.contact}" if task.contact else ""
        priority = task.priority.lower() if task.priority != "MEDIUM" else ""
        rows.append((str(task.id), _due(task, zone), state, task.title, about, task.kind.lower(), priority))
    table(("id", "due", "", "task", "lead", "kind", "priority"), rows, right=(0,), stretch=(3, 4))


def _due(task: TaskRow, zone: tzinfo) -> str:
    """`2026-12-03`, with the hour on the rep's clock where there is one."""
    if task.due_at is None:
        return task.due_on or "some day"
    from datetime import datetime

    return datetime.fromtimestamp(task.due_at / 1000, zone).strftime("%Y-%m-%d %H:%M")
