"""The people of a lead: add, edit, champion, mood, merge, remove, list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, say, table
from hermes_tui.cli.session import Session, all_ids, as_id, pairs
from hermes_tui.formats import age
from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
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
    region = session.settings.region
    outcome = add_contact(session.writing(), lead_id, given, session.now, session.today, region)
    return made(session, outcome, outcome.made, {"lead": lead_id})


def edit(session: Session) -> int:
    """`hermes contact edit CONTACT field=value…`."""
    from hermes_tui.actions.contacts import edit_contact

    number = as_id(session.given.words[0], "contact")
    given = pairs(session.given.words[1:])
    region = session.settings.region
    return _wrote(session, edit_contact(session.writing(), number, given, session.now, session.today, region))


def champion(session: Session) -> int:
    """`hermes contact champion CONTACT…`: one of a lead."""
    from hermes_tui.actions.contacts import mark_champion

    numbers = all_ids(session.given.words, "contact")
    return _wrote(session, mark_champion(session.writing(), numbers, session.now))


def mood(session: Session) -> int:
    """`hermes contact mood CONTACT positive|neutral|negative|none`."""
    from hermes_tui.actions.contacts import set_mood

    number, feels, at = as_id(session.given.words[0], "contact"), session.given.words[1], session.at
    typed = "" if feels.casefold() in ("none", "unknown", "-", "–") else feels
    return _wrote(session, set_mood(session.writing(), number, typed, session.now, session.today, at=at))


def merge(session: Session) -> int:
    """`hermes contact merge KEEP DROP`."""
    from hermes_tui.actions.contact_merge import merge_contacts

    keep, drop = (as_id(word, "contact") for word in session.given.words)
    return _wrote(session, merge_contacts(session.writing(), keep, drop, session.now))


def remove(session: Session) -> int:
    """`hermes contact rm CONTACT…`: each is an action of its own."""
    from hermes_tui.actions.contacts import remove_contact

    numbers = all_ids(session.given.words, "contact")
    database = session.writing()
    for number in numbers:
        outcome = remove_contact(database, number, session.now)
        session.wrote(outcome, number, {"lead": outcome.lead_ids[0]})
    return OK


def _wrote(session: Session, outcome: Outcome) -> int:
    return session.wrote(outcome, outcome.made, {"lead": outcome.lead_ids[0]})


def listing(session: Session) -> int:
    """`hermes contact list LEAD`."""
    from hermes_tui.actions.lead_json import contact_item
    from storage.queries import lead as lead_queries
    from storage.thresholds import thresholds

    database = session.reading()
    lead_id = as_id(session.given.words[0])
    lead_queries.detail(database, lead_id)
    people = lead_queries.contacts(database, lead_id)
    engaged_days = thresholds(database).engaged_days
    if session.json:
        as_json([contact_item(person, session.now, engaged_days) for person in people])
    elif people:
        print_people(people, session.now, engaged_days)
    else:
        say(f"Nobody is known there: `hermes contact add {lead_id} --name …`.")
    return OK


def print_people(people: list[ContactRow], now: int, engaged_days: int) -> None:
    """The committee as a table, the champion marked with a star."""
    from hermes_tui.scoring.committee import is_engaged

    def address(person: ContactRow) -> str:
        return f"{person.email or ''} (came back)" if person.bounced_at is not None else person.email or ""

    def since(moment: int | None) -> str:
        return "never" if moment is None else age(moment, now)

    rows = [
        (
            str(person.id), "*" if person.is_primary else "", person.name, person.role or "–", person.sentiment or "–",
            since(person.last_in_at), since(person.last_out_at), str(person.touch_count),
            "engaged" if is_engaged(person.last_in_at, now, engaged_days) else "–",
            person.channel or "", address(person), person.phone or "",
        )
        for person in people
    ]  # fmt: skip
    titles = ("id", "", "name", "role", "mood", "in", "out", "touches", "engaged", "channel", "email", "phone")
    table(titles, rows, right=(0, 5, 6, 7), stretch=(2, 3, 10))
