"""Tasks: plan, do, list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, say, table
from hermes_tui.cli.session import Session, all_ids, as_id

if TYPE_CHECKING:
    from hermes_tui.actions.tasks import Plan
    from storage.queries.lead import TaskRow


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
    from hermes_tui.actions.tasks import Plan, kind_of, plan_from
    from hermes_tui.actions.when import parse_day

    given = session.given
    due = given.value("--due")
    if due is None:
        plan = plan_from(text, session.today)
    else:
        plan = Plan(text, parse_day(due, session.today), kind_of(text))
    return plan._replace(
        kind=(given.value("--kind") or plan.kind).upper(),
        priority=(given.value("--priority") or plan.priority).upper(),
    )


def done(session: Session) -> int:
    """`hermes task done TASK…`: each is an action of its own, as it would be with a key."""
    from hermes_tui.actions.tasks import done as mark_done

    numbers, at = all_ids(session.given.words, "task"), session.at
    database = session.writing()
    for number in numbers:
        session.wrote(mark_done(database, number, session.now, at=at), number)
    return OK


def listing(session: Session) -> int:
    """`hermes task list [LEAD]`."""
    from hermes_tui.actions.lead_json import task_item
    from storage.queries import lead as lead_queries

    database = session.reading()
    if session.given.words:
        lead_id = as_id(session.given.words[0])
        lead_queries.detail(database, lead_id)
        found = lead_queries.tasks(database, lead_id)
    else:
        found = lead_queries.pending_tasks(database, lead_queries.pending_task_count(database))
    if session.json:
        as_json([task_item(task) for task in found])
    elif found:
        print_tasks(found, session.today.isoformat())
    else:
        say("Nothing is planned: `hermes task add LEAD call Ann --due fri`.")
    return OK


def print_tasks(tasks: list[TaskRow], today: str) -> None:
    """Tasks as a table; those late are said to be."""
    rows = []
    for task in tasks:
        pending = task.status in ("PENDING", "IN_PROGRESS")
        state = task.status.lower() if not pending else ("late" if task.due_on and task.due_on < today else "")
        about = f"#{task.lead_id} {task.company or task.lead_title}" if task.lead_id else "–"
        priority = task.priority.lower() if task.priority != "MEDIUM" else ""
        rows.append((str(task.id), task.due_on or "some day", state, task.title, about, priority))
    table(("id", "due", "", "task", "lead", "priority"), rows, right=(0,), stretch=(3, 4))
