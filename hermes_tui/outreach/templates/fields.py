"""The fields a template may name: what each is called, what it says, and what stands in it for one lead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from hermes_tui.outreach.templates.days import day_of

Value: TypeAlias = str | int | float | date | Sequence[str] | None
Values: TypeAlias = Mapping[str, Value | Mapping[str, Value]]
"""Groups of plain values (`lead`, `contact`, `me`, `proposal`, `custom`) and the calendar's own at the top."""


class Field(NamedTuple):
    """A field as `{{ name }}` names it, and what it says in words."""

    name: str
    help: str


FIELDS: tuple[Field, ...] = (
    Field("contact.first_name", "the first name of the person written to"),
    Field("contact.name", "the whole name of the person written to"),
    Field("contact.last_name", "their last name"),
    Field("contact.role", "their role, such as CTO"),
    Field("contact.email", "their e-mail address"),
    Field("contact.phone", "their phone number"),
    Field("contact.channel", "the channel they like best"),
    Field("lead.title", "what the lead is about"),
    Field("lead.company", "the firm"),
    Field("lead.author", "who posted the request, else the person written to"),
    Field("lead.value", "what the deal is worth, as 24,000 USD"),
    Field("lead.value_number", "the same as a number, to compare or to reckon with"),
    Field("lead.budget", "their budget, as 10,000–24,000 USD"),
    Field("lead.deadline", "the day by which they want it"),
    Field("lead.description", "the lead's description"),
    Field("lead.source", "where the lead came from"),
    Field("lead.source_url", "the address of the post or page it came from"),
    Field("lead.author_url", "the address of the author's page"),
    Field("lead.website", "the firm's website"),
    Field("lead.email", "the e-mail address on the lead"),
    Field("lead.phone", "the phone number on the lead"),
    Field("lead.stage", "the stage it is in, such as Contacted"),
    Field("lead.tags", "its tags; {% for tag in lead.tags %} takes them one by one"),
    Field("lead.last_touch", "the day of the last touch"),
    Field("lead.days_silent", "days since the last touch, a number"),
    Field("lead.their_words", "what they last wrote that waits for an answer"),
    Field("proposal.title", "the newest proposal's title"),
    Field("proposal.amount", "its amount, as 24,000 USD"),
    Field("proposal.amount_number", "the same as a number"),
    Field("proposal.terms", "its terms"),
    Field("proposal.expires", "the last day on which it is valid"),
    Field("proposal.sent", "the day it went out"),
    Field("proposal.version", "its version, a number"),
    Field("me.name", "your name, from the settings"),
    Field("me.first_name", "your first name"),
    Field("me.email", "your address"),
    Field("me.firm", "your firm"),
    Field("me.phone", "your phone number"),
    Field("me.signature", "your signature"),
    Field("today", "today, as 22 June 2026"),
    Field("tomorrow", "tomorrow"),
    Field("weekday", "today's weekday"),
    Field("month", "this month"),
    Field("next_month", "the month after this one"),
    Field("year", "this year"),
)
_ORDERED = tuple(field.name for field in FIELDS)
NAMES = frozenset(_ORDERED)
CUSTOM = "custom"
GROUPS = frozenset({name.partition(".")[0] for name in NAMES if "." in name} | {CUSTOM})

# The owner's notes write `{{author}}`, `{{title}}`; a plain name is the field one would expect.
PLAIN: Mapping[str, str] = {
    "author": "lead.author", "title": "lead.title", "company": "lead.company", "firm": "lead.company",
    "value": "lead.value", "budget": "lead.budget", "deadline": "lead.deadline", "description": "lead.description",
    "source": "lead.source", "url": "lead.source_url", "source_url": "lead.source_url", "link": "lead.source_url",
    "author_url": "lead.author_url", "website": "lead.website", "stage": "lead.stage", "tags": "lead.tags",
    "first_name": "contact.first_name", "last_name": "contact.last_name", "name": "contact.name",
    "role": "contact.role", "email": "contact.email", "phone": "contact.phone", "channel": "contact.channel",
    "my_name": "me.name", "sender": "me.name", "my_email": "me.email", "my_company": "me.firm", "my_firm": "me.firm",
    "my_phone": "me.phone", "signature": "me.signature", "date": "today",
}  # fmt: skip

_QUOTED = re.compile(r"custom\['((?:[^'\\]|\\.)+)'\]")  # as `custom_name` writes it
_ESCAPED = re.compile(r"\\(.)")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def canonical(name: str) -> str | None:
    """The field that a typed name means, dotted, plain or in camel case; None where there is none.

    >>> canonical("firstName"), canonical("lead_title"), canonical("custom.Seats"), canonical("lead.titel")
    ('contact.first_name', 'lead.title', 'custom.Seats', None)
    """
    if name in NAMES:
        return name
    if name.startswith("lead.custom."):
        name = name[5:]
    if name.startswith("custom."):
        return name if len(name) > len("custom.") else None
    if (quoted := _QUOTED.fullmatch(name)) is not None:
        return "custom." + _ESCAPED.sub(r"\1", quoted[1])
    group, dot, rest = name.partition(".")
    snake = _HUMP.sub("_", rest if dot else name).lower()
    if dot:
        dotted = f"{group}.{snake}"
        return dotted if dotted in NAMES else None
    if snake in PLAIN:
        return PLAIN[snake]
    if snake in NAMES:
        return snake
    dotted = snake.replace("_", ".", 1)
    return dotted if dotted in NAMES else None


def nearest(name: str) -> str | None:
    """The known field that a misspelt name comes nearest to; None where none is near.

    >>> nearest("lead.titel"), nearest("lead.first_name"), nearest("compani")
    ('lead.title', 'contact.first_name', 'company')
    """
    group, dot, last = name.lower().partition(".")
    if not dot:
        return _closest(name.lower(), [*PLAIN, *(known for known in _ORDERED if "." not in known)])
    meant = _closest(group, sorted(GROUPS)) or group
    if f"{meant}.{last}" in NAMES:
        return f"{meant}.{last}"
    within = {path_of(known)[1]: known for known in _ORDERED if path_of(known)[0] == meant}
    anywhere: dict[str, str] = {}
    for known in _ORDERED:
        anywhere.setdefault(path_of(known)[1], known)
    if last in anywhere:  # the right word in the wrong group
        return anywhere[last]
    inner = _closest(last, list(within))
    outer = _closest(last, list(anywhere), 0.75)
    return within[inner] if inner else anywhere[outer] if outer else None


def _closest(name: str, known: Sequence[str], cutoff: float = 0.6) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, known, n=1, cutoff=cutoff)), None)


def value_of(values: Values, name: str) -> Value:
    """What stands in a field; None where nothing does. `name` is canonical; custom names may be cased otherwise."""
    return value_at(values, *path_of(name))


def path_of(name: str) -> tuple[str, str]:
    """A canonical name as its group and the name within; the calendar's have no group."""
    group, dot, rest = name.partition(".")
    return (group, rest) if dot else ("", name)


def value_at(values: Values, group: str, name: str) -> Value:
    """As `value_of`, for a name already parted."""
    inner = values.get(group) if group else values
    if type(inner) is not dict and not isinstance(inner, Mapping):
        return None
    found = inner.get(name)
    if found is None and group == CUSTOM:
        folded = name.casefold()
        found = next((value for key, value in inner.items() if key.casefold() == folded), None)
    return None if isinstance(found, Mapping) else found


def shown(value: Value) -> str:
    """A value as a letter prints it; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, date):
        return str(day_of(value))
    if isinstance(value, str | int | float):
        return str(value)
    return ", ".join(value)


def shown_value(values: Values, name: str) -> str:
    """What a field, named in any way a template may name it, prints for a lead; empty where it is missing."""
    known = canonical(name)
    return shown(value_of(values, known)) if known else ""


def fields_of(values: Values) -> tuple[Field, ...]:
    """All fields, at the end those of the rep's own (`custom.NAME`): the declared, then what the lead has besides."""
    own = values.get(CUSTOM)
    if not isinstance(own, Mapping):
        return FIELDS
    return FIELDS + tuple(Field(custom_name(name), "a field of your own") for name in own)


def custom_name(name: str) -> str:
    """How a template names a field of the lead's own: `custom.seats`, `custom['Seats sold']`."""
    if name.isidentifier():
        return f"{CUSTOM}.{name}"
    quoted = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"{CUSTOM}['{quoted}']"
