"""A table of figures as lines for a person: every rate with its n and interval, and what each number means."""

from __future__ import annotations

from hermes_tui.cli.output import bold, columns_of_terminal, dim, safe, styled, table, width
from hermes_tui.metrics.tables import Cell, Number, Table


def print_table(found: Table, *, at_most: int | None = None) -> None:
    """The title, the rows, the sentence beside them; of more rows than `at_most` the first, or of weeks the last."""
    styled(bold(safe(found.title)))
    if not found.rows:
        styled(dim(safe(found.empty or "There is nothing to count here.")))
        return
    rows = found.rows
    if at_most is not None and len(rows) > at_most:
        rows = rows[-at_most:] if found.key == "weeks" else rows[:at_most]
    if len(found.columns) == 2 and found.key == "kpis":
        _print_named(rows)
    else:
        _print_columns(found, rows)
    cut_off = f"{len(rows):,} of {len(found.rows):,} rows; `hermes stats {found.key}` prints them."
    for said in (found.note, cut_off if len(rows) < len(found.rows) else ""):
        if said:
            styled(dim(safe(said)))


def _print_named(rows: tuple[tuple[Cell, ...], ...]) -> None:
    """A line a figure: its name, the number, what must stand beside it, and how it was before.

    Where that is too wide for the terminal, what stands beside it goes on in lines below.
    """
    lines = []
    for name, cell in rows:
        note, change = (cell.note, cell.change) if isinstance(cell, Number) else ("", "")
        lines.append((_words(name), cell.shown if isinstance(cell, Number) else cell, note, change))
    header = ("figure", "value", "", "before" if any(line[3] for line in lines) else "")
    widths = [max(map(width, column)) for column in zip(header, *lines, strict=True)]
    limit = columns_of_terminal()
    if not limit or sum(widths) + 2 * len(widths) <= limit:
        table(header, lines, right=(1,))
        return
    room = max(20, limit - sum(widths[:2]) - 4)
    table(header[:3], [row for line in lines for row in _wrapped(*line, room)], right=(1,))


def _wrapped(name: str, shown: str, note: str, change: str, room: int) -> list[tuple[str, str, str]]:
    """A figure with the words beside it in as many lines as they take."""
    from textwrap import wrap

    beside = [*wrap(note, room), *wrap(change, room)] or [""]
    return [(name, shown, beside[0]), *(("", "", line) for line in beside[1:])]


def _print_columns(found: Table, rows: tuple[tuple[Cell, ...], ...]) -> None:
    header = [column.head for column in found.columns]
    right = [place for place, column in enumerate(found.columns) if column.is_number]
    words = [place for place in range(len(header)) if place not in right]
    table(header, [[_words(cell) for cell in row] for row in rows], right=right, stretch=words)


def _words(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if cell.rate is None or not cell.rate.n:
        return cell.shown
    early = ", too early" if cell.rate.is_early else ""
    low, high = round(100 * (cell.rate.low or 0)), round(100 * (cell.rate.high or 0))
    return f"{cell.shown} ({low} to {high} % of {cell.rate.n:,}{early})"


def print_definitions(found: Table) -> None:
    """What the numbers of a table mean, each said once, with what went into the first of them."""
    said: dict[str, None] = {}
    for row in found.rows:
        for column, cell in zip(found.columns, row, strict=True):
            if not isinstance(cell, Number) or not cell.definition or cell.definition in said:
                continue
            said[cell.definition] = None
            name = " / ".join(part for part in (_words(row[0]), column.head) if part)
            inputs = "; ".join(f"{each} {shown}" for each, shown in cell.inputs)
            styled(f"  {safe(name)}: {safe(cell.definition)}{dim(safe(f' ({inputs})')) if inputs else ''}")
