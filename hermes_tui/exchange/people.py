"""The people a file names: who each row speaks of, and which of them are one person within a deal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from hermes_tui.exchange.columns import EMAIL
from hermes_tui.exchange.convert import Values, email_address, separate
from hermes_tui.exchange.fields import contact_part
from storage.clean import clean


class Person(NamedTuple):
    """One contact as a file names it; `email_typed` and `phone_typed` are what is written where that differs."""

    name: str
    email: str | None
    email_typed: str | None
    phone: str | None
    role: str | None
    channel: str | None
    phone_typed: str | None = None


class People(NamedTuple):
    """Contacts of all deals, column by column; the people of one deal stand together, the first being its main one."""

    deal: Sequence[int]
    name: Values
    email: Values
    email_typed: Values
    phone: Values
    role: Values
    channel: Values
    phone_typed: Values

    def of(self, wanted: Callable[[int], bool]) -> dict[int, list[Person]]:
        """Deal → its people, of the deals that are wanted."""
        found: dict[int, list[Person]] = {}
        for deal, *parts in zip(*self, strict=True):
            if wanted(deal):
                found.setdefault(deal, []).append(Person(*parts))
        return found


NOBODY = People((), [], [], [], [], [], [], [])
_STRONG = re.compile(r"\s*[;|]\s*")
_BRACKETED = re.compile(r"([^(<]*)[(<]([^@\s()<>]+@[^@\s()<>]+)[)>]$")
_A_NAME = re.compile(r"[^\W\d_][\w .,'’-]*$")
_NAMES = re.compile(r"\s*[;,\n|&]\s*")


def slots(fields: Iterable[str]) -> list[int]:
    """The numbers of the contacts that a row can name (1 is `contact.…`, 2 is `contact2.…`)."""
    return sorted({found[0] for found in map(contact_part, fields) if found})


def of_rows(values: Mapping[str, Values], typed: Mapping[str, Sequence[str]], rows: int) -> People:
    """Who each row names, in the order of rows and in the words of the file, with the row for the deal.

    `values` are the converted contact fields, `typed` the raw texts of the e-mail ones. A person without a
    name is called by e-mail, phone or role; a cell with several addresses names several people.
    """
    numbers = slots(values)
    if not numbers:
        return NOBODY
    columns = [_slot(number, values, typed, rows) for number in numbers]
    if len(columns) == 1 and None not in columns[0].name:
        return columns[0]
    found = [
        person for persons in zip(*(zip(*column, strict=True) for column in columns), strict=True) for person in persons
    ]
    return in_columns(person for person in found if person[1])


def in_columns(rows: Iterable[tuple[Any, ...]]) -> People:
    """People from rows of (deal, *Person)."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    return People(*columns) if columns else NOBODY


def _slot(number: int, values: Mapping[str, Values], typed: Mapping[str, Sequence[str]], rows: int) -> People:
    prefix = "contact." if number == 1 else f"contact{number}."
    nothing: Values = [None] * rows

    def part(name: str) -> Values:
        return values.get(prefix + name, nothing)

    name, email, phone, role = part("name"), part("email"), part("phone"), part("role")
    if prefix + "first_name" in values or prefix + "last_name" in values:
        pairs = zip(name, part("first_name"), part("last_name"), strict=True)
        name = [whole or " ".join(filter(None, (first, last))) for whole, first, last in pairs]
    raw = typed.get(prefix + "email")
    if raw is not None and (None in name or "" in name):
        said = zip(name, email, raw, strict=True)
        name = [n or (_called(text) if e and EMAIL.match(e) else "") for n, e, text in said]
    if None in name or "" in name:
        name = [n or e or p or r for n, e, p, r in zip(name, email, phone, role, strict=True)]
    written = nothing
    if raw is not None and list(raw) != email:
        addresses = zip(raw, email, strict=True)
        written = [None if value is None or value == text else _unlike(clean(text), value) for text, value in addresses]
    return People(range(rows), name, email, written, phone, role, part("channel"), nothing)


def _unlike(text: str, value: str) -> str | None:
    return text if text != value else None


def apart(person: Person) -> list[Person]:
    """The people of one row's contact: several where its e-mail cell holds several addresses.

    As many names as addresses are paired; otherwise the first person keeps the name. Who has none is called as
    the address itself says (`Ann <ann@x.com>`), or by the address.
    """
    if not person.email:
        return _named_together(person)
    parts = separate(person.email)
    addresses = list(map(email_address, parts))
    if len(addresses) < 2 or not all(map(EMAIL.match, addresses)):
        return [person]
    names = [part for part in _NAMES.split(person.name) if part]
    if len(names) != len(addresses) or person.name == person.email:
        names = [_called(part) or address for part, address in zip(parts, addresses, strict=True)]
        if person.name != person.email:
            names[0] = person.name
    typed = [_unlike(clean(part), address) for part, address in zip(parts, addresses, strict=True)]
    first = person._replace(name=names[0], email=addresses[0], email_typed=typed[0])
    others = zip(names[1:], addresses[1:], typed[1:], strict=True)
    return [first, *(Person(*other, None, None, None) for other in others)]


def _named_together(person: Person) -> list[Person]:
    """The people of a cell of several names, `Ann Lee (ann@x.com); Bob Ray`; a comma may be within a name."""
    parts = [part for part in _STRONG.split(person.name) if part]
    if len(parts) < 2 or not all(_BRACKETED.match(part) or _A_NAME.match(part) for part in parts):
        return [person]
    found = []
    for part in parts:
        known = _BRACKETED.match(part)
        name, email = (known[1].strip() or known[2], known[2].lower()) if known else (part, None)
        typed = _unlike(known[2], email) if known and email else None
        found.append(Person(name, email, typed, None, None, None))
    return [person._replace(name=found[0].name, email=found[0].email, email_typed=found[0].email_typed), *found[1:]]


def _called(part: str) -> str:
    """The name before an address in angle brackets."""
    return clean(part.partition("<")[0]).strip(" \"'") if "<" in part else ""


def first_address(text: str) -> str:
    """The first of several addresses in one cell, for telling whose deal it is."""
    return email_address(next(iter(separate(text)), text))


def merged(persons: Iterable[Person]) -> list[Person]:
    """Each person once: the same address, or the same name where one of the two has no address."""
    found: list[Person] = []
    for person in persons:
        for index, other in enumerate(found):
            if same(person, other):
                found[index] = _together(other, person)
                break
        else:
            found.append(person)
    return found


def _together(one: Person, other: Person) -> Person:
    """What two mentions of one person say of them, the first first; what was typed stays with what it became."""
    mail, phone = (one if one.email else other), (one if one.phone else other)
    return Person(
        other.name if is_unnamed(one) and not is_unnamed(other) else one.name,
        mail.email, mail.email_typed, phone.phone, one.role or other.role, one.channel or other.channel,
        phone.phone_typed,
    )  # fmt: skip


def is_unnamed(person: Person) -> bool:
    """Whether somebody is called by their own address or number."""
    by_mail = person.email is not None and person.name in (person.email, said_email(person.email, person.email_typed))
    return by_mail or _is_called_by_number(person)


def _is_called_by_number(person: Person) -> bool:
    return person.phone is not None and person.name in (person.phone, person.phone_typed)


def same(one: Person, other: Person) -> bool:
    """Whether two mentions are of one person; a number tells only where one of them has no other name."""
    if one.email and other.email:
        return one.email.casefold() == other.email.casefold()
    if one.name.casefold() == other.name.casefold():
        return True
    return one.phone == other.phone and (_is_called_by_number(one) or _is_called_by_number(other))


# Digests and keys are made of the file's words, as they were before any of them was stored otherwise: the same file
# says the same, whichever release imported it before, and wherever numbers are dialled by now.


def said_email(email: str | None, typed: str | None) -> str | None:
    """The e-mail in the file's words, as `convert.emails` reads them, of what is stored and what was typed."""
    if typed is None or email is None or (typed.lower() == email and '"' not in email):
        return email
    return email_address(clean(typed))


def said_phone(phone: str | None, typed: str | None) -> str | None:
    """The phone in the file's words, of what is stored and what was typed."""
    return phone if typed is None else typed
