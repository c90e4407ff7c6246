"""A file of stage events (which deal, which stage, when) read column by column; every row accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from itertools import compress
from typing import NamedTuple

from hermes_tui.exchange import convert
from hermes_tui.exchange.blanks import blank_words, says_nothing
from hermes_tui.exchange.columns import words_of
from hermes_tui.exchange.convert import Cells, Converted, Question
from hermes_tui.exchange.fields import nearest
from hermes_tui.exchange.mapping import ColumnMap, Source, resolve, settings_for
from hermes_tui.exchange.stage_words import STAGES, read_stages
from hermes_tui.exchange.tables import Rejected, Table
from storage.errors import UsageError
from storage.thresholds import DAY_MS

FIELDS = ("lead", "stage", "at")
"""What a stage event says: the deal's own id, the stage that it came to, and when."""

# What other programs call these columns, most telling first: where a file has the stage left beside the one entered,
# the one entered is meant.
_NAMES = {
    "lead": (
        "lead|external id|deal id|opportunity id|lead id|record id|object id|deal|opportunity|hubspot id|"
        "salesforce id|crm id|reference|ref|key|uuid|id"
    ),
    "stage": (
        "to stage|stage to|new stage|new stage name|stage entered|to|new value|stage|deal stage|stage name|"
        "pipeline stage|opportunity stage|sales stage|to status|new status|status|phase|etape|etapa|fase"
    ),
    "at": (
        "at|entered at|entered|entry date|date entered|stage entered at|stage date|stage change date|changed at|"
        "changed on|change date|date changed|moved at|move date|moved on|transition date|edit date|timestamp|"
        "date|time|datetime|when|modified at|last modified|created at|created date|created|datum|fecha|data"
    ),
}


class EventFile(NamedTuple):
    """The events of one file, row by row: `keys[i]` came to `stages[i]` (one of ours) at `at[i]`, UTC ms.

    `places[i]` is the row's place in the table; accepted + rejected rows = `read`. `stage_words`: what each stage
    word was read as (None: nobody mapped it).
    """

    table: Table
    sources: dict[str, Source]
    keys: list[str]
    stages: list[str]
    at: list[int]
    places: Sequence[int]
    rejected: tuple[Rejected, ...]
    stage_words: dict[str, str | None]
    questions: tuple[Question, ...]

    @property
    def read(self) -> int:
        """How many data rows the file has."""
        return self.table.read

    def refuse(self, row: int, reason: str) -> Rejected:
        """The accepted row `row` as a rejected one."""
        place = self.places[row]
        return Rejected(self.table.name, self.table.lines[place], reason, tuple(self.table.rows[place]))


def read_events(
    table: Table, mapping: ColumnMap, *, now: int, zone: tzinfo = UTC, stages: Sequence[str] = STAGES
) -> EventFile:
    """Read a table of stage events. Pure: reads no clock and no database.

    `mapping.fields` names the columns of FIELDS, in the shapes that `mapping.resolve` knows; the others are guessed by
    their names. `zone` is that of a clock written without one. A moment more than a day after `now` is rejected (a
    bare date is 00:00 UTC, which may be later than now). Raises UsageError where a field has no column.
    """
    sources = _sources(mapping, table)
    columns: list[Sequence[str]] = list(zip(*table.rows, strict=True)) or [() for _ in table.header]
    blanks = blank_words(mapping.blanks)
    cells = {
        field: Cells(field, source.said, convert.templated(source.pieces, columns, len(table.rows)), blanks)
        for field, source in sources.items()
    }
    words = [text for text in dict.fromkeys(cells["stage"].texts) if not says_nothing(text, blanks)]
    stage_words = read_stages(words, mapping.stages, stages)
    asked = settings_for("at", sources["at"], mapping.dates, table)
    found = {
        "lead": convert.lines(cells["lead"]),
        "stage": convert.stages(cells["stage"], stage_words),
        "at": convert.moments(cells["at"], asked, zone),
    }
    question = found["at"].question
    faults = {} if question else dict(_faults(cells, found, now))
    rejected = [
        Rejected(table.name, table.lines[row], reason, tuple(table.rows[row])) for row, reason in faults.items()
    ]
    good = [row not in faults for row in range(len(table.rows))]
    keys, entered, at = (list(compress(found[field].values, good)) for field in FIELDS)
    ordered = tuple(sorted((*table.rejected, *rejected), key=lambda row: row.line))
    places = list(compress(range(len(table.rows)), good))
    return EventFile(
        table, sources, keys, entered, at, places, ordered, stage_words, (question,) if question else ()
    )  # fmt: skip


def columns_said(files: Sequence[EventFile]) -> dict[str, str]:
    """Field → column of these files, as a mapping keeps it; nothing where one file has it elsewhere than another."""
    said = [{field: source.said for field, source in each.sources.items()} for each in files]
    return said[0] if said and all(each == said[0] for each in said) else {}


def _sources(mapping: ColumnMap, table: Table) -> dict[str, Source]:
    """Field → where its text comes from: what the rep said, then the most telling name of a column not used yet."""
    for field in mapping.fields:
        if field not in FIELDS:
            raise UsageError(f"Stage events have no field {field!r}{nearest(field, FIELDS)} They have lead, stage, at.")
    found = {} if not mapping.fields else resolve(replace(mapping, guess=False), table)
    words = [words_of(name) for name in table.header]
    for field in FIELDS:
        if field in found:
            continue
        used = {source.column for source in found.values()}
        named = (words.index(name) for name in _NAMES[field].split("|") if name in words)
        place = next((place for place in named if place not in used), None)
        if place is None:
            raise UsageError(
                f"No column of {table.name} says {_WHAT[field]} ({', '.join(table.header)[:200]}); "
                f"say --map {field}=COLUMN. Nothing was imported."
            )
        found[field] = Source((place,), table.header[place], "name")
    return {field: found[field] for field in FIELDS}


_WHAT = {"lead": "which deal", "stage": "which stage", "at": "when"}
_SILENT = {"lead": "it names no deal", "stage": "it names no stage", "at": "it says no moment"}


def _faults(cells: Mapping[str, Cells], found: Mapping[str, Converted], now: int) -> Iterator[tuple[int, str]]:
    """Row → why it is no event, for the rows that are none."""
    for row, said in enumerate(zip(*(found[field].values for field in FIELDS), strict=True)):
        reasons = [
            found[field].bad.get(cells[field].texts[row], _SILENT[field])
            for field, value in zip(FIELDS, said, strict=True)
            if value is None
        ]
        if said[2] is not None and said[2] > now + DAY_MS:
            reasons.append(f"{convert.shown(cells['at'].texts[row])} in {cells['at'].column!r} lies in the future")
        if reasons:
            yield row, "; ".join(reasons)
