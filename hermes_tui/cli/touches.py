"""Touches logged wrongly: correct them, take them out."""

from __future__ import annotations

from hermes_tui.cli.main import OK
from hermes_tui.cli.session import Session, all_ids, as_id, pairs


def edit(session: Session) -> int:
    """`hermes touch edit TOUCH field=value…`."""
    from hermes_tui.actions.touches import edit_touch

    number = as_id(session.given.words[0], "touch")
    given = pairs(session.given.words[1:])
    outcome = edit_touch(session.writing(), number, given, session.now, session.zone)
    return session.wrote(outcome, number, {"lead": outcome.lead_ids[0]})


def remove(session: Session) -> int:
    """`hermes touch rm TOUCH…`: each is an action of its own."""
    from hermes_tui.actions.touches import remove_touch

    numbers = all_ids(session.given.words, "touch")
    database = session.writing()
    for number in numbers:
        outcome = remove_touch(database, number, session.now)
        session.wrote(outcome, number, {"lead": outcome.lead_ids[0]})
    return OK
