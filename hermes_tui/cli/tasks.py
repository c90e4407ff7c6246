"""Tasks: plan, do, list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, say, table
from hermes_tui.cli.session import Session, all_ids, as_id
from hermes_tui.formats import iso

if TYPE_CHECKING:
    from storage.queries.lead import TaskRow


def add(session: Session) -> int:
    """`hermes task add [LEAD] TEXT… [--due WHEN]`: prints the new task's id."""
    from hermes_tui.actions.tasks import Plan, add_task, kind_of
    from hermes_tui.actions.when import parse_day
    from hermes_tui.cli.writing import made

    words = session.given.words
    about = words[0].removeprefix("#").isdigit()
    leads = [as_id(words[0])] if about else []
    title = " ".join(words[1:] if about else words)
    due = session.given.value("--due")
    plan = Plan(
        title,
        None if due is None else parse_day(due, session.today),
        (session.given.value("--kind") or kind_of(title)).upper(),
        (session.given.value("--priority") or "MEDIUM").upper(),
    )
    outcome = add_task(session.writing(), leads, plan, session.now)
    return made(session, outcome, outcome.made, {"lead": leads[0] if leads else None})


def done(session: Session) -> int:
    """`hermes task done TASK…`: each is an action of its own, as it would be with a key."""
    from hermes_tui.actions.tasks import done as mark_done

    numbers = all_ids(session.given.words, "task")
    database = session.writing()
    for number in numbers:
        session.wrote(mark_done(database, number, session.now), number)
    return OK


def listing(session: Session) -> int:
    """`hermes task list [LEAD]`."""
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


def task_item(task: TaskRow) -> dict[str, Any]:
    """A task as `show --json` prints it."""
    return {
        "id": task.id, "lead": task.lead_id, "title": task.title, "kind": task.kind, "priority": task.priority,
        "status": task.status, "due": task.due_on, "done_at": iso(task.done_at),
    }  # fmt: skip


def print_tasks(tasks: list[TaskRow], today: str) -> None:
    """Tasks as a table; those late are said to be."""
    rows = []
    for task in tasks:
        pending = task.status in ("PENDING", "IN_PROGRESS")
        state = task.status.lower() if not pending else ("late" if task.due_on and task.due_on < today else "")
        about = f"#{task.lead_id} {task.company or task.lead_title}" if task.lead_id else "–"
        priority = task.priority.lower() if task.priority != "MEDIUM" else ""
        rows.append((str(task.id), task.due_on or "some day", state, task.title, about, priority))
    table(("id", "due", "", "task", "lead", "priority"), rows, right="id", stretch=(3, 4))
