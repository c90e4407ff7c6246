"""The report as one HTML page: the figures at a glance, then each sheet with its plots, then what the numbers mean.

All text from outside is escaped here; the page may fetch nothing and run nothing, which it tells the browser too.
"""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from hermes_tui.exchange.report.cells import bar, whisker
from hermes_tui.exchange.report.footnotes import Footnotes, shared_definition
from hermes_tui.exchange.report.plots import plots_of
from hermes_tui.exchange.report.style import STYLE
from hermes_tui.exchange.sheets import Figure, Head, Sheet

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# What hides or turns text around has no place on a page, nor has what is no character in XML.
_UNSEEN = dict.fromkeys(
    [*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A),
     *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)  # fmt: skip


class Page(NamedTuple):
    """What a report says: a title, lines under it, `past` where it is not of today, its sheets, and a last line.

    The sheet of key `kpis`, of names and figures, stands at the top as cards.
    """

    title: str
    lines: tuple[str, ...]
    past: str
    sheets: tuple[Sheet, ...]
    made: str


def as_html(page: Page) -> str:
    """The page, in UTF-8 once written."""
    notes = Footnotes()
    parts = [_glance(sheet, notes) if sheet.key == "kpis" else _section(sheet, notes) for sheet in page.sheets]
    said = "".join(f"<p>{escape(text)}</p>\n" for text in page.lines if text)
    past = f'<p class="past">{escape(page.past)}</p>\n' if page.past else ""
    body = "\n".join(parts)
    found = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{escape(page.title)}</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<h1>{escape(page.title)}</h1>
{past}{said}</header>
<main>
{body}
<section>
<h2>What the numbers mean</h2>
{notes.page()}
</section>
</main>
<footer>{escape(page.made)}</footer>
</body>
</html>
"""
    return found.translate(_UNSEEN)


def _glance(sheet: Sheet, notes: Footnotes) -> str:
    cards = []
    for name, cell in sheet.rows:
        shown, beside = _words(cell), ""
        mark = ""
        if isinstance(cell, Figure):
            mark = notes.mark(_words(name), cell.definition)
            beside = "".join(f'<div class="beside">{escape(text)}</div>' for text in (cell.note, cell.change) if text)
            picture = _rate_picture(cell)
            beside = f"{picture}{beside}"
        cards.append(
            f'<div><dt>{escape(_words(name))}{mark}</dt><dd><span class="value"{_inputs(cell)}>{escape(shown)}</span>'
            f"{beside}</dd></div>"
        )
    return f'<dl class="glance">\n{chr(10).join(cards)}\n</dl>'


def _section(sheet: Sheet, notes: Footnotes) -> str:
    if not sheet.rows:
        content = f'<p class="empty">{escape(sheet.empty or "There is nothing to count here.")}</p>'
    else:
        plots = plots_of(sheet)
        largest = 0 if plots else _largest(sheet)  # a plot shows it already
        figures = "".join(f"<figure>{drawn}</figure>\n" for drawn in plots)
        content = f'{figures}<div class="scroll">{_table(sheet, notes, largest)}</div>'
    note = f'\n<p class="note">{escape(sheet.note)}</p>' if sheet.note else ""
    return f'<section id="{escape(sheet.key)}">\n<h2>{escape(sheet.title)}</h2>\n{content}{note}\n</section>'


def _table(sheet: Sheet, notes: Footnotes, largest: float) -> str:
    shared = [shared_definition(sheet, place) for place in range(len(sheet.heads))]
    marks = [
        notes.mark(f"{sheet.title}, {head.head}", text) for head, text in zip(sheet.heads, shared, strict=True)
    ]  # fmt: skip
    heads = "".join(_head(head, mark) for head, mark in zip(sheet.heads, marks, strict=True))
    above = list(shared)  # what was said last in each column
    rows = []
    for row in sheet.rows:
        cells = [f'<th scope="row">{escape(_words(row[0]))}</th>']
        for place, (cell, head) in enumerate(zip(row, sheet.heads, strict=True)):
            if not place:
                continue
            mark = drawn = ""
            if isinstance(cell, Figure):
                if not shared[place] and cell.definition != above[place]:
                    mark = notes.mark(f"{_words(row[0])}, {head.head}", cell.definition)
                    above[place] = cell.definition
                drawn = bar(cell, largest) if place == sheet.bar and not cell.share else ""
            cells.append(_cell(cell, head, mark, drawn))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    body = "\n".join(rows)
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _head(head: Head, mark: str) -> str:
    number = ' class="number"' if head.is_number else ""
    return f'<th scope="col"{number}>{escape(head.head)}{mark}</th>'


def _largest(sheet: Sheet) -> float:
    """The largest number of the column of bars; 0 where there is none, or amounts of several currencies stand there."""
    if sheet.bar is None:
        return 0
    cells = [cell for cell in (row[sheet.bar] for row in sheet.rows) if isinstance(cell, Figure) and cell.value]
    if len({(cell.unit, cell.currency) for cell in cells}) > 1:
        return 0
    return max((float(cell.value or 0) for cell in cells), default=0)


def _cell(cell: Figure | str, head: Head, mark: str, drawn: str) -> str:
    number = ' class="number"' if head.is_number else ""
    if isinstance(cell, str):
        return f"<td{number}>{escape(cell)}</td>"
    picture = _rate_picture(cell) or drawn
    beside = [cell.note] if cell.share and cell.value is not None else []
    if cell.change and cell.change != "as before":
        beside.append(cell.change)
    words = f'<div class="beside">{escape("; ".join(beside))}</div>' if beside else ""
    return f"<td{number}{_inputs(cell)}>{escape(cell.shown)}{mark}{picture}{words}</td>"


def _rate_picture(figure: Figure) -> str:
    if figure.share is None or figure.value is None:
        return ""
    return whisker(float(figure.value), figure.share, figure.shown)


def _inputs(cell: Figure | str) -> str:
    """What went into a number, shown where the mouse rests on it."""
    if isinstance(cell, str) or not cell.inputs:
        return ""
    return f' title="{escape("; ".join(f"{name} {shown}" for name, shown in cell.inputs))}"'


def _words(cell: Figure | str) -> str:
    return cell.shown if isinstance(cell, Figure) else cell
