"""From a CSV file to a table whose rows all have the header's width; what does not fit is set aside with a reason."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from hermes_tui.exchange.decoding import decode
from hermes_tui.quiet import no_collection
from storage.clean import clean
from storage.errors import HermesError


class Rejected(NamedTuple):
    """A row that was not imported: the file, the line it begins in (from 1), one sentence, and its fields."""

    file: str
    line: int
    reason: str
    fields: tuple[str, ...] = ()


class Table(NamedTuple):
    """A file as rows of text.

    `rows` all have `len(header)` fields; `lines[i]` is the line row i begins in; `rejected` are the rows of another
    width; `notes` are sentences about what was assumed; `sha256` is the file's own.
    """

    name: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    encoding: str
    delimiter: str
    rejected: tuple[Rejected, ...]
    notes: tuple[str, ...]
    sha256: str

    @property
    def read(self) -> int:
        """How many data rows the file has, rejected ones included."""
        return len(self.rows) + len(self.rejected)


class _Records(NamedTuple):
    """Records as they stand in the file, the line each begins in, and the lines whose quotes do not pair."""

    rows: list[list[str]]
    lines: Sequence[int]
    broken: list[Rejected]


DELIMITERS = ",;\t|"
_UNCLOSED = "the quote opened in this line is never closed"
_MOST_OPEN_QUOTES = 50
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_VALUE_NOT_NAME = re.compile(r"\s*(?:[\w.+-]+@[\w-]+\.[\w.]+|https?://\S+|[$€£]\s?[\d.,]+|\d+[.,/:-][\d.,/:-]+)\s*$")


def read_file(path: str | Path) -> Table:
    """Read the CSV file at `path`. Raises HermesError with one sentence where it cannot be read or is no table."""
    place = Path(path)
    try:
        content = place.read_bytes()
    except FileNotFoundError as error:
        raise HermesError(f"There is no file {place}; nothing was imported.") from error
    except IsADirectoryError as error:
        raise HermesError(f"{place} is a folder, not a CSV file; nothing was imported.") from error
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise HermesError(f"{place} cannot be read ({said}); nothing was imported.") from error
    return read_bytes(content, clean(place.name.encode("utf-8", "replace").decode("utf-8")) or "file")


@no_collection()
def read_bytes(content: bytes, name: str = "stdin") -> Table:
    """Read a table from the bytes of a CSV file; `name` is what sentences and rejected rows call it."""
    csv.field_size_limit(2**31 - 1)  # Python's own limit would call a long mail in one cell an error
    text, encoding, notes = decode(content, name)
    delimiter, text, skipped = _delimiter(text)
    rows, lines, broken = _records(text, delimiter, skipped, name)
    if not rows:
        raise HermesError(f"{name} has no readable line; nothing was imported.")
    if _line_within(rows[0], delimiter):
        rows = [_line_within(row, delimiter) or row for row in rows]
        notes = (*notes, "every line was quoted as one field; the lines were read without those quotes")
    header, renamed = _header(rows[0], name)
    table = _fitted(name, header, _Records(rows[1:], lines[1:], broken), delimiter)
    if not table.read:
        raise HermesError(f"{name} has a header and no rows; nothing was imported.")
    digest = hashlib.sha256(content).hexdigest()
    return table._replace(encoding=encoding, notes=(*notes, *renamed, *table.notes), sha256=digest)


def _delimiter(text: str) -> tuple[str, str, int]:
    """The delimiter, the text to read, and the lines skipped before it (Excel's own `sep=;`)."""
    if text[:4].lower() == "sep=" and len(text) > 5 and text[5] in "\r\n":
        rest = text[5:].removeprefix("\r").removeprefix("\n")
        return text[4], rest, 1
    head = "".join(itertools.islice((found[0] for found in _LINES.finditer(text)), 60))
    return max(DELIMITERS, key=lambda mark: _fit(head, mark)), text, 0


def _fit(head: str, mark: str) -> tuple[float, int]:
    """How well a delimiter explains the first lines: share of rows as wide as the header, then its width."""
    rows = [row for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark) if row]
    width = len(rows[0]) if rows else 0
    if width < 2:
        return (0.0, width)
    return (sum(len(row) == width for row in rows) / len(rows), width)


def _records(text: str, delimiter: str, skipped: int, name: str) -> _Records:
    """Every record that is not an empty line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        return _records_of_broken_quotes(text, delimiter, skipped, name)
    if reader.line_num == len(rows):
        lines: Sequence[int] = range(skipped + 1, skipped + 1 + len(rows))
    else:
        again = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ends = [again.line_num for _ in again]
        lines = [skipped + 1, *(end + skipped + 1 for end in ends[:-1])]
    if not all(rows):
        lines = [line for line, row in zip(lines, rows, strict=True) if row]
        rows = [row for row in rows if row]
    return _Records(rows, lines, [])


def _records_of_broken_quotes(text: str, delimiter: str, skipped: int, name: str) -> _Records:
    """Read on after a broken quote: only the line it stands in is lost, never the lines that follow it."""
    source = [found[0] for found in _LINES.finditer(text)]
    rows: list[list[str]] = []
    lines: list[int] = []
    broken: list[Rejected] = []
    start = 0
    while start < len(source):
        # By index: a copy of the rest for every stray quote would be quadratic in a file full of them.
        rest = map(source.__getitem__, range(start, len(source)))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        begun = start
        try:
            for row in reader:
                if row:
                    rows.append(row)
                    lines.append(begun + 1 + skipped)
                begun = start + reader.line_num
            break
        except csv.Error:
            one_line = reader.line_num == begun - start + 1
            lenient = next(csv.reader([source[begun]], delimiter=delimiter), [])
        # A stray quote inside one line (`"Foo" Inc`) still reads as one line; an open one would eat the next.
        if one_line and source[begun].count('"') % 2 == 0:
            rows.append(lenient)
            lines.append(begun + 1 + skipped)
        else:
            broken.append(Rejected(name, begun + 1 + skipped, _UNCLOSED, tuple(lenient)))
        if len(broken) > _MOST_OPEN_QUOTES:
            raise HermesError(
                f"{name} has more than {_MOST_OPEN_QUOTES} lines with a quote that is never closed "
                f"(first in line {broken[0].line}); nothing was imported."
            )
        start = begun + 1
    return _Records(rows, lines, broken)


def _line_within(fields: Sequence[str], delimiter: str) -> list[str]:
    """The fields of a line that was quoted as a whole, or nothing where it was not."""
    if len(fields) != 1 or delimiter not in fields[0]:
        return []
    return next(csv.reader([fields[0]], delimiter=delimiter), [])


def _header(fields: Sequence[str], name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names, each one once, and sentences about names that had to be given."""
    names = [" ".join(field.split()) for field in fields]
    while len(names) > 1 and not names[-1]:
        names.pop()
    value = next(filter(_VALUE_NOT_NAME.match, names), "")
    if value:
        raise HermesError(
            f"The first line of {name} holds values ({value[:40]}), not column names: "
            "add a line of column names on top; nothing was imported."
        )
    seen: set[str] = set()
    notes = []
    for index, field in enumerate(names):
        given = field or f"column {index + 1}"
        number = 2
        while given.casefold() in seen:
            given = f"{field or 'column'} ({number})"
            number += 1
        if field and given != field:
            notes.append(f"the column name {field!r} comes twice; the later one is called {given!r}")
        seen.add(given.casefold())
        names[index] = given
    return tuple(names), tuple(notes)


def _fitted(name: str, header: tuple[str, ...], records: _Records, delimiter: str) -> Table:
    """Sort records into rows of the header's width and rejected ones; blank rows are dropped and counted."""
    width = len(header)
    rows: list[list[str]] = records.rows
    lines = records.lines
    rejected = records.broken
    unwrapped = blank = 0
    if any(len(row) != width or not "".join(row).strip() for row in rows):
        rows, kept = [], []
        for line, fields in zip(lines, records.rows, strict=True):
            row = fields
            if len(row) == 1 < width and (inner := _line_within(row, delimiter)):
                row = inner
                unwrapped += len(row) == width
            if len(row) > width and not any(map(str.strip, row[width:])):
                row = row[:width]
            if not any(map(str.strip, row)):
                blank += 1
            elif len(row) == width:
                rows.append(row)
                kept.append(line)
            else:
                rejected.append(Rejected(name, line, _wrong_width(len(row), width), tuple(row)))
        lines = kept
    notes = []
    if blank:
        notes.append(f"{blank} blank {'row was' if blank == 1 else 'rows were'} skipped")
    if unwrapped:
        notes.append(f"{unwrapped} lines quoted as one field were read without those quotes")
    ordered = tuple(sorted(rejected, key=lambda row: row.line))
    return Table(name, header, rows, lines, "", delimiter, ordered, tuple(notes), "")


def _wrong_width(found: int, width: int) -> str:
    much = "many" if found > width else "few"
    return f"too {much} fields: {found} where the header has {width}"
