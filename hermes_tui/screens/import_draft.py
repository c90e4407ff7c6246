"""A mapping in the making: what the rep has said about a file so far, each step of which can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from hermes_tui.exchange.fields import EVERY_OTHER, field_named
from hermes_tui.exchange.mapping import ColumnMap, Source, complete, resolve
from hermes_tui.exchange.tables import Table
from storage.errors import UsageError

_SAMPLES = 3
_LOOKED_AT = 500


class Draft:
    """The mapping of one table. It begins as what can be guessed, written down, so that no change moves another."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.guessed: dict[str, Source] = {}
        self._set(ColumnMap(guess=False))
        with suppress(UsageError):  # nothing is recognised: the rep says it all
            self.guessed = resolve(ColumnMap(), table)
            self._set(complete(ColumnMap(), table))
        self._before: list[ColumnMap] = []
        self._samples = [_samples_of(table, column) for column in range(len(table.header))]

    @property
    def mapping(self) -> ColumnMap:
        """What was said and guessed so far."""
        return self._mapping

    @property
    def sources(self) -> dict[str, Source]:
        """Field → where it comes from; empty while no field is filled."""
        return self._sources

    def _set(self, mapping: ColumnMap) -> None:
        """Raises UsageError where the mapping does not fit the table."""
        self._sources = resolve(mapping, self.table) if mapping.fields else {}
        self._mapping = mapping

    def fields_of(self, column: int) -> list[str]:
        """The fields that this column alone fills."""
        return [name for name, source in self.sources.items() if source.column == column]

    def samples(self, column: int) -> tuple[str, ...]:
        """A few different values of a column."""
        return self._samples[column]

    def why(self, field: str) -> str:
        """Why a field is filled as it is: guessed by the column's name or values, or said by the rep."""
        guess, now = self.guessed.get(field), self.sources.get(field)
        if guess is None or now is None or guess.pieces != now.pieces:
            return "yours"
        return f"by {guess.guessed}" if guess.guessed in ("name", "values") else "guessed"

    # -- changes: each raises UsageError, and then nothing is changed ------------------------------------

    def fill(self, field: str, text: str) -> None:
        """Fill a field from a column's name, a `{template}` of columns, or a `=constant`; "" leaves it out."""
        fields = dict(self.mapping.fields)
        fields[field_named(field)] = text
        self._take(replace(self.mapping, fields={name: said for name, said in fields.items() if said}))

    def give(self, column: int, field: str) -> str:
        """Let this column alone fill `field`, and no other; returns the column that filled it before, or ""."""
        name = field_named(field)
        before = self.mapping.fields.get(name, "")
        own = self.fields_of(column)
        fields = {other: said for other, said in self.mapping.fields.items() if other not in own}
        self._take(replace(self.mapping, fields={**fields, name: self.table.header[column]}))
        return "" if before == self.table.header[column] else before

    def leave_out(self, *fields: str) -> None:
        """Fill these fields from nothing."""
        left = {name: said for name, said in self.mapping.fields.items() if name not in fields}
        self._take(replace(self.mapping, fields=left))

    def keep_every(self) -> None:
        """Let every column that fills nothing fill a field of the rep's own, named after it."""
        mapping = replace(self.mapping, fields={**self.mapping.fields, EVERY_OTHER: "*"})
        self._take(complete(mapping, self.table))

    def map_stage(self, word: str, stage: str) -> None:
        """The file's stage word means this stage of ours."""
        self._take(replace(self.mapping, stages={**self.mapping.stages, word: stage}))

    def read_as(self, field: str, kind: str, form: str) -> None:
        """Read a field's dates (`kind` "date") or amounts ("decimal") in this form."""
        if kind == "date":
            self._take(replace(self.mapping, dates={**self.mapping.dates, field: form}))
        else:
            self._take(replace(self.mapping, decimals={**self.mapping.decimals, field: form}))

    def call_blank(self, words: tuple[str, ...]) -> None:
        """These words mean "no value" in any column."""
        self._take(replace(self.mapping, blanks=words))

    def use(self, mapping: ColumnMap) -> None:
        """Take over a saved mapping, as far as it names columns of this table (else UsageError)."""
        resolve(mapping, self.table)
        self._take(complete(mapping, self.table))

    def undo(self) -> bool:
        """Take the last change back; False where there is none."""
        if not self._before:
            return False
        self._set(self._before.pop())
        return True

    def _take(self, mapping: ColumnMap) -> None:
        before = self._mapping
        self._set(mapping)
        self._before.append(before)


def to_save(draft: Draft, stage_words: Mapping[str, str | None], events: Mapping[str, str]) -> ColumnMap:
    """The mapping with the stages guessed for the file's words written down too, and the columns of `events` beside."""
    known = {word: stage for word, stage in stage_words.items() if stage}
    return replace(
        draft.mapping, stages={**known, **draft.mapping.stages}, events={**draft.mapping.events, **events}
    )  # fmt: skip


def _samples_of(table: Table, column: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in table.rows[:_LOOKED_AT]:
        text = row[column].strip()
        if text:
            found[text] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)
