"""Which column fills which field, as the rep said it, as a file remembers it, and as it applies to a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from hermes_tui.exchange import columns, dates, money
from hermes_tui.exchange.columns import Guess
from hermes_tui.exchange.custom_values import slug
from hermes_tui.exchange.fields import EVERY_OTHER, field_named, nearest
from hermes_tui.exchange.tables import Table
from storage.errors import HermesError, UsageError


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What the rep said about a file, complete or not.

    `fields`: field → column name, `{template}` of columns, `=constant`, or "" for "leave it out".
    `stages`: the file's stage word → one of our stages. `dates`: field or column → format of `dates.FORMATS`.
    `decimals`: field or column → `dot` or `comma`. `blanks`: words that mean "no value" in any column.
    `guess`: whether columns not named here are guessed; a mapping read from a file is complete as it is.
    `events`: field of a stage event → column of the file of stage events beside it; it has no say in the file itself.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, str] = field(default_factory=dict)
    blanks: tuple[str, ...] = ()
    guess: bool = True
    events: Mapping[str, str] = field(default_factory=dict)


class Source(NamedTuple):
    """Where a field's text comes from: one column, a template's pieces (text, column, text, …), or a constant.

    `pieces` holds column numbers and texts; a single column is `(3,)`, a constant `("Maven",)`.
    `said` is what to show; `guessed` is why it was guessed, or "" where the rep said it.
    """

    pieces: tuple[int | str, ...]
    said: str
    guessed: str = ""

    @property
    def column(self) -> int | None:
        """The column number where the field is filled by exactly one column."""
        only = self.pieces[0] if len(self.pieces) == 1 else None
        return only if isinstance(only, int) else None


_HOLE = re.compile(r"\{([^{}]*)\}")


def from_options(
    maps: Iterable[str] = (),
    stage_maps: Iterable[str] = (),
    date_formats: Iterable[str] = (),
    decimals: Iterable[str] = (),
    blanks: Iterable[str] = (),
    base: ColumnMap | None = None,
) -> ColumnMap:
    """A mapping from command-line words, each `left=right`, on top of `base` (a saved mapping).

    Raises UsageError for an unknown field or format and for a word without `=`.
    """
    base = base or ColumnMap()
    fields = {field_named(left): right for left, right in (_pair(word, "--map field=column") for word in maps)}
    stages = dict(_pair(word, "--stage-map name=STAGE") for word in stage_maps)
    formats = dict(_pair(word, "--date field=format") for word in date_formats)
    marks = dict(_pair(word, "--decimal field=dot") for word in decimals)
    return checked(
        ColumnMap(
            {**base.fields, **fields},
            {**base.stages, **stages},
            {**base.dates, **formats},
            {**base.decimals, **marks},
            (*base.blanks, *blanks),
            base.guess,
            base.events,
        )
    )


def checked(mapping: ColumnMap) -> ColumnMap:
    """The mapping with canonical field names; raises UsageError naming the nearest known field or format."""
    for said, known, what in (
        (mapping.dates.values(), dates.FORMATS, "date format"),
        (mapping.decimals.values(), money.FORMATS, "way to write decimals"),
    ):
        for name in said:
            if name not in known:
                raise UsageError(f"There is no {what} {name!r}{nearest(name, known)} Known are {', '.join(known)}.")
    return replace(mapping, fields={field_named(name): source for name, source in mapping.fields.items()})


def _pair(word: str, shape: str) -> tuple[str, str]:
    left, equals, right = word.partition("=")
    if not equals or not left.strip():
        raise UsageError(f"{word!r} says nothing to map; write {shape}.")
    return left.strip(), right.strip()


def resolve(mapping: ColumnMap, table: Table) -> dict[str, Source]:
    """Field → source for this table: what the rep said first, then guesses for the columns left over.

    Raises UsageError where a named column is not in the table, naming the nearest.
    """
    found = {name: _source(text, table) for name, text in mapping.fields.items() if text and name != EVERY_OTHER}
    if mapping.guess:
        used = [table.header[source.column] for source in found.values() if source.column is not None]
        left_out = [name for name, text in mapping.fields.items() if not text]
        guesses = columns.guess(table, [*found, *left_out], used, mapping.blanks)
        for each in guesses:
            found[each.field] = Source((table.header.index(each.column),), each.column, each.because)
        if "title" not in mapping.fields and "title" not in found:
            told = [Guess(table.header[s.column], name, "") for name, s in found.items() if s.column is not None]
            template = columns.title_columns(table, told)
            if template:
                found["title"] = _source(template, table)._replace(guessed="values")
    if mapping.fields.get(EVERY_OTHER):
        found |= _every_other(mapping, table, found)
    if not found:
        raise UsageError(
            f"No column of {table.name} could be recognised ({', '.join(table.header)[:200]}); "
            "say which is which with --map field=column."
        )
    return found


def _every_other(mapping: ColumnMap, table: Table, found: Mapping[str, Source]) -> dict[str, Source]:
    """A custom field, named after its header, for each column that fills nothing else but a guessed title."""
    if mapping.fields[EVERY_OTHER] != "*":
        raise UsageError(f"{EVERY_OTHER} is filled from every other column; write --map '{EVERY_OTHER}=*'.")
    used = {piece for source in found.values() if source.column is not None or not source.guessed
            for piece in source.pieces}  # fmt: skip
    taken, made = {name.casefold() for name in found}, dict[str, Source]()
    for index, header in enumerate(table.header):
        name = f"custom.{slug(header) or f'column_{index + 1}'}"
        if index in used or mapping.fields.get(name) == "":
            continue
        free = next(each for number in range(1, len(table.header) + 2)
                    if (each := name if number == 1 else f"{name}_{number}") not in taken)  # fmt: skip
        taken.add(free)
        made[free] = Source((index,), header)
    return made


def _source(text: str, table: Table) -> Source:
    """A column's exact name wins over what its text could mean; then `=constant`, then a template."""
    index = _column(text, table)
    if index is not None:
        return Source((index,), table.header[index])
    if text.startswith("="):
        return Source((text[1:],), text)
    if not _HOLE.search(text):
        raise UsageError(f"{table.name} has no column {text!r}{nearest(text, table.header)}{_all(table)}")
    pieces: list[int | str] = []
    for number, piece in enumerate(_HOLE.split(text)):
        if number % 2 == 0:
            pieces.append(piece)
            continue
        index = _column(piece, table)
        if index is None:
            raise UsageError(f"{table.name} has no column {piece!r}{nearest(piece, table.header)}{_all(table)}")
        pieces.append(index)
    return Source(tuple(piece for piece in pieces if piece != ""), text)


def _all(table: Table) -> str:
    return f" It has {', '.join(table.header)[:300]}."


def _column(name: str, table: Table) -> int | None:
    if name in table.header:
        return table.header.index(name)
    folded = name.strip().casefold()
    close = [index for index, other in enumerate(table.header) if other.casefold() == folded]
    return close[0] if len(close) == 1 else None


def unused_columns(table: Table, sources: Mapping[str, Source]) -> list[str]:
    """The columns no field takes anything from."""
    used = {piece for source in sources.values() for piece in source.pieces if isinstance(piece, int)}
    return [name for index, name in enumerate(table.header) if index not in used]


def settings_for(name: str, source: Source, said: Mapping[str, str], table: Table) -> str | None:
    """What the rep said of a field, by the field's name or by its column's."""
    if name in said:
        return said[name]
    column = None if source.column is None else table.header[source.column].casefold()
    return next((value for key, value in said.items() if key.casefold() in (column, name)), None)


# -- files -----------------------------------------------------------------------------------------------


def load(path: str | Path) -> ColumnMap:
    """Read a mapping saved as TOML; it is complete, so nothing is guessed unless it says `guess = true`.

    Raises HermesError where the file cannot be read, UsageError where it says what does not exist.
    """
    import tomllib

    try:
        found = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise HermesError(f"The mapping {path} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HermesError(f"The mapping {path} is no TOML file ({error}).") from error
    known = ("fields", "stages", "dates", "decimals", "blanks", "guess", "events")
    for key, value in found.items():
        if key not in known:
            raise UsageError(f"The mapping {path} has an unknown part {key!r}{nearest(key, known)}")
        _check_shape(path, key, value)
    return checked(
        ColumnMap(
            found.get("fields", {}),
            found.get("stages", {}),
            found.get("dates", {}),
            found.get("decimals", {}),
            tuple(found.get("blanks", ())),
            found.get("guess", False),
            found.get("events", {}),
        )
    )


def _check_shape(path: str | Path, key: str, value: Any) -> None:
    if key == "guess":
        right = isinstance(value, bool)
    elif key == "blanks":
        right = isinstance(value, list) and all(isinstance(word, str) for word in value)
    else:
        right = isinstance(value, dict) and all(isinstance(word, str) for word in value.values())
    if not right:
        raise UsageError(f"The mapping {path} has a {key!r} of the wrong shape; save one with the app to see it.")


def complete(mapping: ColumnMap, table: Table) -> ColumnMap:
    """The mapping with its guesses written down, as it should be saved."""
    sources = resolve(mapping, table)
    said = {name: source.said for name, source in sources.items()}
    kept = {name: text for name, text in mapping.fields.items() if name != EVERY_OTHER}
    return replace(mapping, fields={**kept, **said}, guess=False)


def dump(mapping: ColumnMap) -> str:
    """The mapping as TOML, to be read back by `load`."""
    import tomlkit

    document = tomlkit.document()
    document.add("blanks", list(mapping.blanks))
    document.add("guess", mapping.guess)
    for name, part in (
        ("fields", mapping.fields),
        ("stages", mapping.stages),
        ("dates", mapping.dates),
        ("decimals", mapping.decimals),
        ("events", mapping.events),
    ):
        if part:
            document.add(name, dict(part))
    return tomlkit.dumps(document)
