"""What an import would do with a file, before anything is written: rows of one deal joined, people told apart."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, tzinfo
from itertools import compress
from types import MappingProxyType
from typing import Any, NamedTuple

from hermes_tui.exchange import joining, people, stored
from hermes_tui.exchange.convert import Question, Values, shown
from hermes_tui.exchange.custom_columns import NO_FIELDS, PREFIX, CustomColumn, OwnFields
from hermes_tui.exchange.fields import contact_part
from hermes_tui.exchange.history import History
from hermes_tui.exchange.joining import Identities, Joined
from hermes_tui.exchange.mapping import ColumnMap, Source, resolve, unused_columns
from hermes_tui.exchange.people import People, Person
from hermes_tui.exchange.rows import LeftEmpty, Rows, read_rows
from hermes_tui.exchange.stage_words import STAGES
from hermes_tui.exchange.stored import Unread
from hermes_tui.exchange.tables import Rejected, Table
from hermes_tui.quiet import no_collection


class Deals(NamedTuple):
    """The deals of a file, column by column: `values[field][deal]`, with the key and the first line of each.

    `told`: the histories of deals of which another file tells more than their own dates do.
    """

    keys: list[str]
    lines: Sequence[int]
    values: dict[str, Values]
    people: People
    told: Mapping[int, History] = MappingProxyType({})


class Plan(NamedTuple):
    """A file ready to be loaded, or the questions to be answered first.

    `accepted[i]` is the place in the table of the i-th accepted row, `deal_of[i]` its deal, and `adds[i]` whether it
    says anything the rows of its deal before it did not; accepted + rejected rows = `read`.
    `customs`: the rep's own fields that the file fills; `left_empty`: the cells that these cannot hold.
    """

    table: Table
    mapping: ColumnMap
    sources: dict[str, Source]
    questions: tuple[Question, ...]
    stage_words: dict[str, str | None]
    deals: Deals
    deal_of: Sequence[int]
    adds: Sequence[bool]
    accepted: Sequence[int]
    rejected: tuple[Rejected, ...]
    notes: tuple[str, ...]
    customs: tuple[CustomColumn, ...] = ()
    left_empty: tuple[LeftEmpty, ...] = ()

    @property
    def read(self) -> int:
        """How many data rows the file has."""
        return self.table.read


CLOSED = ("WON", "LOST", "ARCHIVED")

# Where rows of one deal differ in these, the later or the earlier moment is the deal's, and nothing is lost.
_PICK: dict[str, Callable[[Any, Any], Any]] = {"last_touch_at": max, "created_at": min, "engaged_at": min}


@no_collection()
def plan(
    table: Table, mapping: ColumnMap, *, zone: tzinfo = UTC, stages: Sequence[str] = STAGES, region: str = "",
    own: Callable[[], OwnFields] = OwnFields,
) -> Plan:  # fmt: skip
    """Plan the import of a table. Pure: reads no clock and no database.

    `zone` is the rep's own, for moments written without one; `stages` the stages deals can be in; `region` (`US`)
    where people's numbers without a country code are dialled; `own` tells which custom fields there are, and is asked
    only where the file fills some. Raises UsageError where the mapping names a column, field or stage that does not
    exist.
    """
    sources = resolve(mapping, table)
    there = own() if any(field.startswith(PREFIX) for field in sources) else NO_FIELDS
    rows = read_rows(table, sources, mapping, zone=zone, stages=stages, own=there)
    named, unread = stored.as_stored(_named(rows), region)
    joined = joining.join(_identities(table, rows))
    refused = joined.refused
    if refused:
        rejected = [
            Rejected(table.name, rows.lines[row], reason, tuple(table.rows[rows.places[row]]))
            for row, reason in refused.items()
        ]
        rows = rows._replace(rejected=[*rows.rejected, *rejected])
    deals, adds, notes = _deals(rows, joined, named, _own_titles(table, rows, sources.get("title")))
    _settle(deals.values, len(deals.keys))
    deal_of, accepted = joined.deal_of, rows.places
    if refused:
        good = [deal >= 0 for deal in joined.deal_of]
        deal_of, accepted = list(compress(joined.deal_of, good)), list(compress(rows.places, good))
        adds = list(compress(adds, good))
    notes += [f"blank: {' · '.join(f'{word} {n:,}' for word, n in rows.blanks)}"] if rows.blanks else []
    notes += [each.note for each in rows.customs if each.note]
    notes += _odd(rows, named)
    if unread:
        notes.append(_unread(unread, rows.lines[named.deal[unread.place]], region))
    unused = unused_columns(table, sources)
    if unused:
        notes.append(
            f"not imported: {', '.join(unused)} "
            "(--map custom.NAME=COLUMN keeps a column, --map 'custom.*=*' all of them)"
        )
    ordered = tuple(sorted((*table.rejected, *rows.rejected), key=lambda row: row.line))
    return Plan(
        table, mapping, sources, rows.questions, rows.stage_words, deals, deal_of, adds, accepted, ordered,
        (*table.notes, *notes), rows.customs, rows.left_empty,
    )  # fmt: skip


def _odd(rows: Rows, named: People) -> list[str]:
    """A sentence for people's e-mails that are none, and one for the leads' own."""
    people_odd, leads_odd = stored.odd_emails(named.email), stored.odd_emails(rows.values.get("email", []))
    found = [(people_odd, rows.lines[named.deal[people_odd.place]])] if people_odd else []
    found += [(leads_odd, rows.lines[leads_odd.place])] if leads_odd else []
    return [
        f"{'1 e-mail is' if odd.number == 1 else f'{odd.number:,} e-mails are'} no address and stayed as typed "
        f"(first: line {line}, {shown(odd.text)})"
        for odd, line in found
    ]


def _unread(unread: Unread, line: int, region: str) -> str:
    many = "1 phone number" if unread.number == 1 else f"{unread.number:,} phone numbers"
    wish = "" if region else "; the setting `region` says where numbers without a country code are dialled"
    return f"{many} could not be read and stayed as typed (first: line {line}, {shown(unread.text)}){wish}"


def _named(rows: Rows) -> People:
    """Who the rows name, with cells of several addresses taken apart."""
    named = people.of_rows(rows.values, rows.typed, len(rows.places))
    together = "".join(filter(None, named.email))
    names = "".join(filter(None, named.name))
    if any(mark in together for mark in " ,;|") or ";" in names or "|" in names:
        return people.in_columns(
            (row, *person) for row, *parts in zip(*named, strict=True) for person in people.apart(Person(*parts))
        )
    return named


def _identities(table: Table, rows: Rows) -> Identities:
    nothing: Values = [None] * len(rows.places)
    email = rows.values.get("email", nothing)
    contact = rows.values.get("contact.email", nothing)
    if contact is not nothing:
        email = [own or other for own, other in zip(email, contact, strict=True)]
    email = [text if text is None or " " not in text else people.first_address(text) for text in email]
    return Identities(
        rows.values.get("external_id", nothing),
        rows.values.get("source_url", nothing),
        email,
        rows.values.get("company", nothing),
        rows.values["title"],
        table.rows if len(rows.places) == len(table.rows) else [table.rows[row] for row in rows.places],
        rows.lines,
    )


def _own_titles(table: Table, rows: Rows, source: Source | None) -> Callable[[int], str]:
    """Row → the title its own column gives it; '' where titles are made of names, which differ between people."""
    column = source.column if source else None
    return lambda row: "" if column is None else table.rows[rows.places[row]][column].strip()


def _deals(
    rows: Rows, joined: Joined, named: People, own_title: Callable[[int], str]
) -> tuple[Deals, list[bool], list[str]]:
    """One value a deal and field; what later rows of a deal add; sentences about what they contradict."""
    values = {field: column for field, column in rows.values.items() if contact_part(field) is None}
    if isinstance(joined.first, range):
        deals = Deals(joined.keys, rows.lines, values, named)
        if len(people.slots(rows.values)) > 1 or len(named.deal) > len(rows.places):
            deals = deals._replace(people=_merged(named, joined.deal_of)[0])
        return deals, [True] * len(rows.places), []
    found = {field: [column[row] for row in joined.first] for field, column in values.items()}
    adds = [False] * len(rows.places)
    for row in joined.first:
        adds[row] = True
    conflicts = _fill(found, values, joined, adds, rows.lines, own_title)
    persons, brought = _merged(named, joined.deal_of)
    for row in brought:
        adds[row] = True
    return Deals(joined.keys, [rows.lines[row] for row in joined.first], found, persons), adds, conflicts


def _fill(
    found: dict[str, Values], values: dict[str, Values], joined: Joined, adds: list[bool], lines: Sequence[int],
    own_title: Callable[[int], str],
) -> list[str]:  # fmt: skip
    """Let the later rows of a deal fill what its first left blank; the first says what it says."""
    firsts = set(joined.first)
    later = [(row, deal) for row, deal in enumerate(joined.deal_of) if row not in firsts and deal >= 0]
    contradicting: dict[int, str] = {}
    for field, column in values.items():
        target = found[field]
        for row, deal in later:
            new, old = column[row], target[deal]
            if new is None or new == old:
                continue
            if old is None:
                target[deal], adds[row] = new, True
            elif field in _PICK:
                target[deal] = _PICK[field](old, new)
                adds[row] = adds[row] or target[deal] != old
            elif field in ("note", "description"):
                if new not in old.split("\n\n"):
                    target[deal], adds[row] = f"{old}\n\n{new}", True
            elif field == "tags":
                target[deal] = tuple(dict.fromkeys((*old, *new)))
                adds[row] = adds[row] or target[deal] != old
            elif field != "title" or own_title(row):
                contradicting.setdefault(row, field)
    if not contradicting:
        return []
    row, field = next(iter(contradicting.items()))
    many = "1 row says" if len(contradicting) == 1 else f"{len(contradicting):,} rows say"
    return [
        f"{many} something else than the first row of their deal, which was kept (first: line {lines[row]}, {field})"
    ]


def _merged(named: People, deal_of: Sequence[int]) -> tuple[People, set[int]]:
    """The people of each deal, each once; and the rows that brought somebody or something new about somebody."""
    by_deal: dict[int, list[Person]] = {}
    brought: set[int] = set()
    for row, *parts in zip(*named, strict=True):
        if deal_of[row] < 0:
            continue
        known = by_deal.setdefault(deal_of[row], [])
        together = people.merged([*known, Person(*parts)])
        if together != known:
            brought.add(row)
            by_deal[deal_of[row]] = together
    return people.in_columns((deal, *person) for deal in sorted(by_deal) for person in by_deal[deal]), brought


def _settle(values: dict[str, Values], deals: int) -> None:
    """Read the close date of an open deal as the deadline that it is; a deal without a stage is open."""
    stages: Values = values.get("stage", [None] * deals)
    closed = values.get("closed_at")
    if closed is None:
        return
    still_open = [stage not in CLOSED for stage in stages]
    if any(map(operator.and_, still_open, map(bool, closed))):
        from hermes_tui.exchange.dates import day_of_ms

        deadline: Values = values.get("deadline", [None] * deals)
        values["deadline"] = [
            day_of_ms(moment) if is_open and moment and not day else day
            for is_open, moment, day in zip(still_open, closed, deadline, strict=True)
        ]
        values["closed_at"] = [None if is_open else moment for is_open, moment in zip(still_open, closed, strict=True)]
