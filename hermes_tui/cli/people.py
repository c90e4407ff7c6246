"""The people of a lead: add, edit, list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, say, table
from hermes_tui.cli.session import Session, as_id, pairs
from hermes_tui.formats import age
from storage.errors import UsageError

if TYPE_CHECKING:
    from storage.queries.lead import ContactRow

_OPTIONS = ("name", "email", "phone", "role", "channel", "sentiment")


def add(session: Session) -> int:
    """`hermes contact add LEAD --name N …`: prints the new contact's id."""
    from hermes_tui.actions.contacts import add_contact
    from hermes_tui.cli.writing import made

    given = {name: value for name in _OPTIONS if (value := session.given.value(f"--{name}")) is not None}
    if "name" not in given:
        raise UsageError("A contact needs a name: --name 'Ann Lee'; nothing was added.")
    if session.given.flag("--champion"):
        given["is_primary"] = "yes"
    lead_id = as_id(session.given.words[0])
    outcome = add_contact(session.writing(), lead_id, given, session.now, session.today)
    return made(session, outcome, outcome.made, {"lead": lead_id})


def edit(session: Session) -> int:
    """`hermes contact edit CONTACT field=value…`."""
    from hermes_tui.actions.contacts import edit_contact

    number = as_id(session.given.words[0], "contact")
    given = pairs(session.given.words[1:])
    outcome = edit_contact(session.writing(), number, given, session.now, session.today)
    return session.wrote(outcome, number, {"lead": outcome.lead_ids[0]})


def listing(session: Session) -> int:
    """`hermes contact list LEAD`."""
    from hermes_tui.actions.lead_json import contact_item
    from storage.queries import lead as lead_queries

    database = session.reading()
    lead_id = as_id(session.given.words[0])
    lead_queries.detail(database, lead_id)
    people = lead_queries.contacts(database, lead_id)
    if session.json:
        as_json([contact_item(person, session.now) for person in people])
    elif people:
        print_people(people, session.now)
    else:
        say(f"Nobody is known there: `hermes contact add {lead_id} --name …`.")
    return OK


def print_people(people: list[ContactRow], now: int) -> None:
    """The committee as a table, the champion marked with a star."""
    rows = [
        (
            str(person.id), "*" if person.is_primary else "", person.name, person.role or "–", person.sentiment or "–",
            "never" if person.last_in_at is None else age(person.last_in_at, now), str(person.touch_count),
            person.email or "", person.phone or "",
        )
        for person in people
    ]  # fmt: skip
    table(
        ("id", "", "name", "role", "mood", "heard", "touches", "email", "phone"), rows, right=(0, 5, 6),
        stretch=(2, 3, 7),
    )  # fmt: skip
