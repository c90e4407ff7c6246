"""Saved filters."""

from __future__ import annotations

from hermes_tui.actions import views
from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, say, table
from hermes_tui.cli.session import Session
from storage.queries.stages import stages


def listing(session: Session) -> int:
    """`hermes view list`."""
    found = views.views(session.reading())
    if session.json:
        as_json([view._asdict() for view in found])
    elif found:
        table(("name", "filter"), [(view.name, view.filter) for view in found])
    else:
        say("No filter is saved yet: `hermes view save hot heat>20`.")
    return OK


def save(session: Session) -> int:
    """`hermes view save NAME FILTER…`: only a filter that is one is saved."""
    name, *words = session.given.words
    text = " ".join(words)
    database = session.writing()
    session.compiled(text, stages(database))
    outcome = views.save_view(database, name, text, session.now)
    return session.wrote(outcome, outcome.made)


def remove(session: Session) -> int:
    """`hermes view rm NAME`."""
    database = session.writing()
    name = session.given.words[0]
    number = next((view.id for view in views.views(database) if view.name == name), 0)
    return session.wrote(views.remove_view(database, name, session.now), number)
