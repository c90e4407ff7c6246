"""Whom a rep means: one of a lead's people, named by id, by name or by any part of it that is theirs alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from hermes_tui.actions.outcome import called
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import lead as lead_queries
from storage.queries.lead import ContactRow


class Person(NamedTuple):
    """A person known by id: the lead they belong to, and their name."""

    id: int
    lead_id: int
    name: str


def person(database: Database, contact_id: int) -> Person:
    """The person of this id. Raises NotFound."""
    row = database.row("SELECT lead_id, name FROM contact WHERE id = ?", (contact_id,))
    if row is None:
        raise NotFound(f"There is no contact {contact_id}; `hermes contact list LEAD` shows a lead's.")
    return Person(contact_id, int(row[0]), str(row[1]))


def one_of(database: Database, lead_id: int, contact_id: int) -> int:
    """The id again, if it is one of this lead's people. Raises UsageError, in one sentence."""
    people = lead_queries.contacts(database, lead_id)
    if all(person.id != contact_id for person in people):
        raise UsageError(
            f"Contact {contact_id} is not one of {called(database, [lead_id])}'s people{_listed(people)}; "
            "nothing was changed."
        )
    return contact_id


def named(database: Database, lead_ids: Sequence[int], text: str) -> int:
    """The id of the person that `text` names: an id, a name or e-mail, or a part of one that only they have.

    Raises UsageError where nobody of the lead is called so, where several are, or where there is more than one
    lead, since a person belongs to one; NotFound for a lead that is not there.
    """
    plain = clean(text).removeprefix("@")
    if len(set(lead_ids)) != 1:
        raise UsageError("A contact belongs to one lead; name one lead to say with whom, nothing was changed.")
    lead_id = lead_ids[0]
    lead_queries.detail(database, lead_id)
    digits = plain.removeprefix("#")
    if digits.isascii() and digits.isdigit() and len(digits) < 16:
        return one_of(database, lead_id, int(digits))
    people = lead_queries.contacts(database, lead_id)
    found = matching(people, plain)
    if len(found) == 1:
        return found[0].id
    who = called(database, [lead_id])
    if not found:
        raise UsageError(f"Nobody of {who} is called `{plain}`{_listed(people)}; nothing was changed.")
    raise UsageError(f"`{plain}` may be {_names(found, ' or ')}; say which by id, nothing was changed.")


def matching(people: Sequence[ContactRow], text: str) -> list[ContactRow]:
    """Those whom `text` may mean: by the whole name, else by the beginnings of its words, else by any part.

    The first way that finds anybody decides, so that `Ann` is Ann and not Joanne.
    """
    wanted = clean(text).casefold()
    if not wanted:
        return []
    words = wanted.split()

    def begins(name: str) -> bool:
        parts = name.casefold().split()
        return all(any(part.startswith(word) for part in parts) for word in words)

    ways: tuple[Callable[[ContactRow], bool], ...] = (
        lambda each: wanted in (each.name.casefold(), (each.email or "").casefold()),
        lambda each: words[0] in each.name.casefold().split() and begins(each.name),
        lambda each: begins(each.name),
        lambda each: wanted in each.name.casefold() or wanted in (each.email or "").casefold(),
    )
    for way in ways:
        found = [each for each in people if way(each)]
        if found:
            return found
    return []


def _names(people: Sequence[ContactRow], between: str) -> str:
    shown = [f"{each.name} ({each.id})" for each in people[:6]]
    more = len(people) - len(shown)
    if more:
        shown.append(f"{more} more")
    return between.join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _listed(people: Sequence[ContactRow]) -> str:
    return f": its people are {_names(people, ' and ')}" if people else ", where nobody is known"
