"""A table of clicks, as programs that send newsletters and track links write it: who followed which link, when.

Pure: rows in, clicks out; whose the addresses are is for actions/clicks.py to find.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from typing import NamedTuple

from hermes_tui.exchange import dates
from hermes_tui.exchange.columns import EMAIL, words_of
from hermes_tui.exchange.convert import email_address
from hermes_tui.exchange.fields import nearest
from hermes_tui.exchange.synonyms import PERSON_WORDS
from hermes_tui.exchange.tables import Rejected, Table
from hermes_tui.scoring.signals import kind_named
from storage.errors import UsageError


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split("|"))


FIELDS: tuple[str, ...] = ("email", "at", "url", "kind", "lead")
# Column names as exports have them, the most telling first; those of an address are also the lead import's.
_NAMES: dict[str, str] = {
    "email": (
        "email|email address|recipient|recipient email|contact email|subscriber|subscriber email|to|to email|receiver|"
        "user email|member email|kontakt email|empfanger"
    ),
    "at": (
        "at|clicked at|click time|click date|click date time|clicked on|date clicked|time clicked|click timestamp|ts|"
        "event timestamp|event time|event date|"
        "timestamp|time stamp|datetime|date time|occurred at|occurred on|time|date|last clicked|last click|"
        "last click date|last clicked at|first clicked|first click|created at|created|processed|zeitpunkt|datum|uhrzeit"
    ),
    "url": (
        "url|link|clicked url|clicked link|link url|click url|link clicked|destination url|target url|destination|"
        "target|page|page url|href|angeklickter link|lien|enlace"
    ),
    "kind": "kind|event|event type|event name|activity|activity type|action|type|signal",
    "lead": "lead|lead id|deal|deal id|external id|opportunity id|record id|hubspot id|crm id",
}
_CLICKED = _words(
    "click|clicks|clicked|click through|clickthrough|link click|link clicked|clicked link|email click|email clicked|"
    "url click|proposal click|clicked email|klick"
)
# What else such files tell of, and what is no signal of a buyer's.
_OTHER = _words(
    "open|opened|opens|email opened|first open|delivered|delivery|processed|sent|send|queued|deferred|bounce|bounced|"
    "hard bounce|soft bounce|dropped|unsubscribe|unsubscribed|group unsubscribe|group resubscribe|spam report|"
    "spamreport|complaint|reply|replied|forward|print|status change|subscribed|visit"
)


class Click(NamedTuple):
    """One row: who (an address in small letters, or what the file calls the lead) followed what, when (UTC ms)."""

    line: int
    email: str
    lead: str
    kind: str
    at: int
    url: str
    fields: tuple[str, ...]


class Clicks(NamedTuple):
    """A table as clicks. `read` counts its rows, `others` those that tell of something else than a signal."""

    read: int
    rows: tuple[Click, ...]
    others: int
    rejected: tuple[Rejected, ...]
    columns: Mapping[str, str]
    notes: tuple[str, ...]


def clicks_of(
    table: Table, mapped: Mapping[str, str], *, zone: tzinfo = UTC, at: int | None = None,
    date_format: str | None = None,
) -> Clicks:  # fmt: skip
    """The clicks of a table. `mapped` are columns the rep named, by FIELDS; the others are guessed by their names.

    A clock without a zone is one of `zone`; `at` (UTC ms) is the moment of all where no column says one. Raises
    UsageError where no column says who or when, and where the dates of the column can be read in two ways.
    """
    columns = _columns(table, mapped)
    if "email" not in columns and "lead" not in columns:
        raise UsageError(
            f"No column of {table.name} says who clicked ({', '.join(table.header)[:200]}); say --map email=COLUMN. "
            "Nothing was recorded."
        )
    if "at" not in columns and at is None:
        raise UsageError(
            f"No column of {table.name} says when ({', '.join(table.header)[:200]}); say --map at=COLUMN, or --at WHEN "
            "for all of them. Nothing was recorded."
        )
    moments = _moments(table, columns.get("at"), zone, at, date_format)
    found: list[Click] = []
    refused: list[Rejected] = list(table.rejected)
    others = 0
    for line, row in zip(table.lines, table.rows, strict=True):
        fields = tuple(row)
        cell = {name: row[place].strip() for name, place in columns.items()}
        kind = _kind(cell.get("kind", ""))
        if kind == "":
            others += 1
            continue
        moment = at if "at" not in columns else moments.get(cell["at"])
        if kind is None:
            refused.append(Rejected(table.name, line, f"“{cell['kind'][:40]}” is no click and no other signal", fields))
        elif moment is None:
            said = f"“{cell['at'][:40]}” is no date" if cell["at"] else "it does not say when"
            refused.append(Rejected(table.name, line, said, fields))
        elif not cell.get("email") and not cell.get("lead"):
            refused.append(Rejected(table.name, line, "it does not say who", fields))
        else:
            who = email_address(cell.get("email", "")).casefold()
            found.append(Click(line, who, cell.get("lead", ""), kind, moment, cell.get("url", ""), fields))
    names = {name: table.header[place] for name, place in columns.items()}
    return Clicks(table.read, tuple(found), others, tuple(refused), names, table.notes)


def mapped_columns(words: Sequence[str]) -> dict[str, str]:
    """`field=column` words as a mapping. Raises UsageError for a field that clicks do not have."""
    found = {}
    for word in words:
        field, equals, column = word.partition("=")
        name = field.strip().casefold()
        if not equals or not column.strip():
            raise UsageError(f"`{word}` says nothing to map; write --map email=COLUMN.")
        if name not in FIELDS:
            raise UsageError(f"Clicks have no field `{name}`{nearest(name, FIELDS)} They have {', '.join(FIELDS)}.")
        found[name] = column.strip()
    return found


def _columns(table: Table, mapped: Mapping[str, str]) -> dict[str, int]:
    """Field → column number: what the rep said, then the most telling name of a column not used yet."""
    places = {name.casefold(): place for place, name in enumerate(table.header)}
    found = {}
    for field, column in mapped.items():
        if column.casefold() not in places:
            raise UsageError(
                f"{table.name} has no column `{column}`{nearest(column, table.header)} Nothing was recorded."
            )
        found[field] = places[column.casefold()]
    words = [words_of(name) for name in table.header]
    for field in FIELDS:
        if field not in found:
            names = _NAMES[field].split("|")
            if field == "email":
                names += [name for name, (part, _) in PERSON_WORDS.items() if part == "email" and name not in names]
            free = (words.index(name) for name in names if name in words)
            place = next((place for place in free if place not in found.values()), None)
            if place is not None:
                found[field] = place
    if "email" not in found and (place := _by_values(table, found)) is not None:
        found["email"] = place
    return found


def _by_values(table: Table, used: Mapping[str, int]) -> int | None:
    """The first column nearly all of whose values are addresses."""
    some = table.rows[:200]
    for place in range(len(table.header)):
        cells = [row[place].strip() for row in some if row[place].strip()]
        if place not in used.values() and cells and sum(bool(EMAIL.match(cell)) for cell in cells) >= 0.9 * len(cells):
            return place
    return None


def _moments(
    table: Table, column: int | None, zone: tzinfo, at: int | None, date_format: str | None
) -> dict[str, int | None]:
    if column is None:
        return {}
    texts = [row[column].strip() for row in table.rows]
    reading = dates.read_column([text for text in texts if text], date_format)
    if isinstance(reading, dates.Ambiguous):
        ways = " or ".join(f"{said} (--date {name})" for name, said in reading.choices)
        raise UsageError(
            f"{table.name}: `{reading.example}` in column {table.header[column]} may be {ways}; nothing was recorded."
        )
    return {text: None if moment is None else dates.to_ms(moment, zone) for text, moment in reading.values.items()}


def _kind(cell: str) -> str | None:
    """The signal that a row's word names, a click where it has none; "" for what is no signal, None for a word
    unknown."""
    word = words_of(cell)
    if not word or word in _CLICKED:
        return "click"
    if word in _OTHER:
        return ""
    return kind_named(word)
