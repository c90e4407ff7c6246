"""From a table and a mapping to converted columns: every row's values, or the reason it is rejected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from itertools import compress
from typing import NamedTuple

from hermes_tui.exchange import convert, custom_columns
from hermes_tui.exchange.blanks import blank_words, says_nothing
from hermes_tui.exchange.convert import Cells, Converted, Question, Values
from hermes_tui.exchange.custom_columns import NO_FIELDS, PREFIX, CustomColumn, How, OwnFields
from hermes_tui.exchange.fields import Kind, kind_of
from hermes_tui.exchange.mapping import ColumnMap, Source, settings_for
from hermes_tui.exchange.stage_words import STAGES, read_stages
from hermes_tui.exchange.tables import Rejected, Table
from storage.errors import UsageError


class Rows(NamedTuple):
    """The rows of a table that can be imported, column by column.

    `values`: field → one value a row; `typed`: e-mail field → raw texts; `places`: where each row stands in the table.
    `stage_words`: what each stage word of the file was read as (None: nobody mapped it). `customs`: how each custom
    field was read, and `left_empty` the cells of these that it cannot hold, whose rows are kept without them.
    """

    values: dict[str, Values]
    typed: dict[str, Sequence[str]]
    places: Sequence[int]
    lines: Sequence[int]
    rejected: list[Rejected]
    questions: tuple[Question, ...]
    stage_words: dict[str, str | None]
    customs: tuple[CustomColumn, ...] = ()
    left_empty: tuple[LeftEmpty, ...] = ()
    blanks: tuple[tuple[str, int], ...] = ()


class LeftEmpty(NamedTuple):
    """A cell that its custom field cannot hold; its row was imported without it."""

    file: str
    line: int
    field: str
    text: str
    reason: str

    def sentence(self) -> str:
        """`line 88: custom.visits 'many' is no number; left empty`."""
        return f"line {self.line}: {self.field} {convert.shown(self.text)} is {self.reason}; left empty"


class _Reading:
    """One pass over the fields of a table; gathers values, faults and questions."""

    def __init__(
        self, table: Table, sources: Mapping[str, Source], mapping: ColumnMap, zone: tzinfo, stages: Sequence[str]
    ) -> None:
        self.table, self.sources, self.mapping, self.zone, self.stages = table, sources, mapping, zone, stages
        self.columns: list[Sequence[str]] = list(zip(*table.rows, strict=True)) or [() for _ in table.header]
        self.blanks = blank_words(mapping.blanks)
        self.values: dict[str, Values] = {}
        self.faults: dict[int, list[str]] = {}
        self.questions: list[Question] = []
        self.stage_words: dict[str, str | None] = {}
        self.customs: list[CustomColumn] = []
        self.left_empty: list[tuple[int, str, str, str]] = []

    def cells(self, field: str) -> Cells:
        source = self.sources[field]
        texts = convert.templated(source.pieces, self.columns, len(self.table.rows))
        return Cells(field, source.said, texts, self.blanks)

    def read(self, field: str, kind: Kind) -> None:
        cells = self.cells(field)
        asked_date = settings_for(field, self.sources[field], self.mapping.dates, self.table)
        match kind:
            case Kind.EMAIL:
                found = convert.emails(cells)
            case Kind.TEXT:
                found = convert.lines(cells, multiline=True)
            case Kind.TAGS:
                found = convert.tags(cells)
            case Kind.NUMBER:
                found = convert.numbers(cells)
            case Kind.CURRENCY:
                found = convert.currencies(cells)
            case Kind.DAY:
                found = convert.days(cells, asked_date)
            case Kind.MOMENT:
                found = convert.moments(cells, asked_date, self.zone)
            case Kind.STAGE:
                words = [text for text in dict.fromkeys(cells.texts) if not says_nothing(text, self.blanks)]
                self.stage_words = read_stages(words, self.mapping.stages, self.stages)
                found = convert.stages(cells, self.stage_words)
            case _:
                found = convert.lines(cells)
        self._keep(field, cells, found)

    def read_custom(self, field: str, own: OwnFields) -> None:
        """A field of the rep's own: what it cannot hold empties a cell, and rejects no row."""
        table, source = self.table, self.sources[field]
        name, kind = custom_columns.parted(field)
        called = PREFIX + own.spelt(name)
        if called.casefold() in map(str.casefold, self.values):
            raise UsageError(f"Two columns would fill {called}; one can. Nothing was imported.")
        cells = self.cells(field)._replace(field=called)
        how = How(
            kind,
            settings_for(PREFIX + name, source, self.mapping.dates, table),
            settings_for(PREFIX + name, source, self.mapping.decimals, table),
            source.column is not None and table.header[source.column].startswith(PREFIX),
        )
        found = custom_columns.read(cells, own, how)
        self.customs.append(found)
        self.values[called] = found.values
        if found.question:
            self.questions.append(found.question)
        if found.bad:
            self.left_empty += [
                (row, called, text, found.bad[text]) for row, text in enumerate(cells.texts) if text in found.bad
            ]

    def read_money(self, fields: Sequence[str]) -> None:
        """Amounts last: they need the currency of their row, and the first of them may name it."""
        rows = len(self.table.rows)
        given: Values = self.values.get("currency", [None] * rows)
        for field in fields:
            cells = self.cells(field)
            asked = settings_for(field, self.sources[field], self.mapping.decimals, self.table)
            found = convert.amounts(cells, asked, given)
            self.values[field] = found.minor
            if found.question:
                self.questions.append(found.question)
            if found.bad:
                for row, pair in enumerate(zip(cells.texts, given, strict=True)):
                    if pair in found.bad:
                        self.faults.setdefault(row, []).append(found.bad[pair])
            if any(found.currency):
                given = [old or new for old, new in zip(given, found.currency, strict=True)]
        if fields and any(given):
            self.values["currency"] = given

    def _keep(self, field: str, cells: Cells, found: Converted) -> None:
        self.values[field] = found.values
        if found.question:
            self.questions.append(found.question)
        if found.bad:
            for row, text in enumerate(cells.texts):
                if text in found.bad:
                    self.faults.setdefault(row, []).append(found.bad[text])

    def name_deals(self) -> None:
        """Every deal needs a title: its own, else whom it is with; a row that names nobody is rejected."""
        titles = self.values.get("title") or [None] * len(self.table.rows)
        if None in titles:
            order = ("company", "contact.name", "contact.first_name", "contact.last_name", "contact.email", "email",
                     "external_id", "source_url", "phone", "author")  # fmt: skip
            others = [self.values[field] for field in order if field in self.values]
            for row, title in enumerate(titles):
                if title is None:
                    titles[row] = next((column[row] for column in others if column[row]), None)
                    if titles[row] is None:
                        self.faults.setdefault(row, []).append(
                            "it has no title, company, contact or id to be called by"
                        )
        self.values["title"] = titles


def read_rows(
    table: Table,
    sources: Mapping[str, Source],
    mapping: ColumnMap,
    *,
    zone: tzinfo = UTC,
    stages: Sequence[str] = STAGES,
    own: OwnFields = NO_FIELDS,
) -> Rows:
    """Convert every mapped column once; rows with a fault are set aside with all their reasons.

    `own` are the fields of the rep's own that the database has.
    """
    reading = _Reading(table, sources, mapping, zone, stages)
    amounts = [field for field in sources if kind_of(field) is Kind.MONEY]
    # The value names the currency before a budget does.
    amounts.sort(key=lambda field: field != "value")
    for field in sources:
        if field.startswith(PREFIX):
            reading.read_custom(field, own)
        elif field not in amounts:
            reading.read(field, kind_of(field))
    reading.read_money(amounts)
    reading.name_deals()
    return _without_faults(table, reading)


def _without_faults(table: Table, reading: _Reading) -> Rows:
    rejected = [
        Rejected(table.name, table.lines[row], "; ".join(reasons), tuple(table.rows[row]))
        for row, reasons in sorted(reading.faults.items())
    ]
    index: Sequence[int] = range(len(table.rows))
    lines = table.lines
    values = reading.values
    typed = {
        field: reading.cells(field).texts
        for field in values
        if field.endswith(".email") and not field.startswith(PREFIX)
    }
    if rejected:
        good = [row not in reading.faults for row in index]
        index, lines = list(compress(index, good)), list(compress(lines, good))
        values = {field: list(compress(column, good)) for field, column in values.items()}
        typed = {field: list(compress(texts, good)) for field, texts in typed.items()}
    left_empty = tuple(
        LeftEmpty(table.name, table.lines[row], *cell)
        for row, *cell in sorted(reading.left_empty)
        if row not in reading.faults
    )
    return Rows(
        values, typed, index, lines, rejected, tuple(reading.questions), reading.stage_words,
        tuple(reading.customs), left_empty, _called_blank(table, reading),
    )  # fmt: skip


def _called_blank(table: Table, reading: _Reading) -> tuple[tuple[str, int], ...]:
    """How many cells of the mapped columns are each of the words that the rep calls blank."""
    if len(reading.blanks) < 2:
        return ()
    found = dict.fromkeys((word.strip() for word in reading.mapping.blanks), 0)
    spelt = {word.casefold(): word for word in found}
    columns = {piece for source in reading.sources.values() for piece in source.pieces if isinstance(piece, int)}
    for column in columns:
        for text, number in Counter(reading.columns[column]).items():
            word = spelt.get(text.strip().casefold())
            if word:
                found[word] += number
    return tuple(found.items())
