"""Tags: on and off many leads at once, which there are, and another name for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, is_terminal, progress, say, table
from hermes_tui.cli.session import Session, all_ids
from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.actions.tags import TagChange
    from storage.database import Database

_TELL_EVERY = 500  # leads


def add(session: Session) -> int:
    """`hermes tag add TAG… LEAD…|--filter FILTER`."""
    from hermes_tui.actions.tags import change_of

    return _tag(session, lambda names: change_of(names, ()))


def remove(session: Session) -> int:
    """`hermes tag rm TAG… LEAD…|--filter FILTER`."""
    from hermes_tui.actions.tags import change_of

    return _tag(session, lambda names: change_of((), names))


def _tag(session: Session, change_of: Callable[[list[str]], TagChange]) -> int:
    from hermes_tui.actions.tags import tag_leads

    words, narrowed = session.given.words, session.given.value("--filter")
    # The first word is always a tag, also one that is a number; leads are the numbers at the end.
    last = len(words)
    while narrowed is None and last > 1 and words[last - 1].removeprefix("#").isdigit():
        last -= 1
    change = change_of(words[:last])
    if narrowed is None and last == len(words):
        raise UsageError("Which leads? End with their ids, or say --filter FILTER.")
    ids = all_ids(words[last:])
    database = session.writing()
    if narrowed is not None:
        ids = filtered(session, database, narrowed)
        if not ids:
            say("No lead matches.")
            return NOTHING
    outcome = tag_leads(database, ids, change, session.now, telling(len(ids)))
    return session.wrote(outcome, ids[0], {"leads": ids})


def filtered(session: Session, database: Database, text: str) -> list[int]:
    """The ids of the leads that a filter leaves, in its order. Raises UsageError, also for one that says nothing."""
    from storage.queries.leads import Leads
    from storage.queries.stages import stages

    if not text.strip():  # a shell's variable that is not set, more often than a wish
        raise UsageError("An empty filter is all leads; say sort:created if you mean them, nothing was changed.")
    found = session.compiled(text, stages(database))
    return Leads(database, now=session.now, where=found.where, params=found.params, order=found.sort).ids()


def telling(total: int) -> Callable[[int], None] | None:
    """Tells a person at a terminal how many leads are done, where they are many; nobody else."""
    if total <= _TELL_EVERY or not is_terminal():
        return None
    return lambda done: progress(done, total) if done % _TELL_EVERY == 0 or done == total else None


def listing(session: Session) -> int:
    """`hermes tag list`."""
    from storage.queries.tags import tag_counts

    found = tag_counts(session.reading())
    if session.json:
        as_json([{"name": tag.name, "leads": tag.leads} for tag in found])
    elif found:
        table(("leads", "tag"), [(f"{tag.leads:,}", tag.name) for tag in found], right=(0,))
    else:
        say("No lead has a tag yet: `hermes tag add hiring 12`.")
    return OK


def rename(session: Session) -> int:
    """`hermes tag rename OLD NEW`."""
    from hermes_tui.actions.tags import rename_tag, tag_name
    from storage.queries.tags import leads_with, tag_id

    old, new = session.given.words
    database = session.writing()
    outcome = rename_tag(database, old, new, session.now)
    number = tag_id(database, tag_name(new)) or 0
    return session.wrote(outcome, number, {"leads": leads_with(database, number)})
