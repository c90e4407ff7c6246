"""How the leads behind a number are drawn: what the number is, a line a lead with its share in it, the sum below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from hermes_tui import formats
from hermes_tui.metrics.tables import made_of
from hermes_tui.screens.figure import Figure, unit_of, written
from hermes_tui.screens.lead_lines import lead_flags
from hermes_tui.screens.styles import DIM
from widgets.columns import Column, ColumnLayout
from widgets.drawing import fit

if TYPE_CHECKING:
    from hermes_tui.metrics.asked import Asked
    from hermes_tui.metrics.tables import Behind
    from hermes_tui.screens.lead_lines import Pipeline
    from storage.queries.leads import LeadRow

Amounts = Sequence[tuple[int, float]]

_AMOUNT_CELLS = {"money": 14}
_USUAL_CELLS = 9  # `counts as`
_LEAD_COLUMNS = (
    Column("#", 6, align="right", priority=2),
    Column("company", None, min_width=18, priority=9),
    Column("title", None, min_width=18, priority=5),
    Column("stage", 14, priority=8),
    Column("value", 9, align="right", priority=7),
    Column("quiet", 5, align="right", priority=6),
    Column("", 17, priority=4),
    Column("source", 12, priority=3),
)


@cache
def _columns(amount_cells: int) -> ColumnLayout:
    return ColumnLayout((Column("", amount_cells, align="right", priority=9), *_LEAD_COLUMNS))


def columns_of(behind: Behind) -> ColumnLayout:
    """The columns of a list: the amount first, as wide as its unit needs, then what is known of the lead."""
    return _columns(_AMOUNT_CELLS.get(behind.unit, _USUAL_CELLS))


_HEADS = {"share": "counts as", "money": "amount"}


class BehindRow(NamedTuple):
    """A lead behind a number and its amount; `lead` is None where it is gone from the file. `id` is the lead's."""

    id: int
    amount: float
    lead: LeadRow | None


def header(behind: Behind, width: int) -> Content:
    """The names of the columns; the first says what the amounts are."""
    columns, first = columns_of(behind), _HEADS.get(behind.unit) or unit_of(behind)
    return columns.line([Content(first), *(Content(column.title) for column in columns.columns[1:])], width)


def draw(row: BehindRow, behind: Behind, pipeline: Pipeline, now: int, width: int) -> Content:
    """The line of a lead."""
    style = "dim" if not row.amount else "" if behind.unit == "leads" else "bold"
    amount = Content.styled(written(row.amount, behind), style)
    columns, lead = columns_of(behind), row.lead
    if lead is None:
        gone = Content.styled(f"#{row.id} is no longer in the file", DIM)
        return columns.line([amount, Content(""), gone, *[Content("")] * 6], width)
    stage = pipeline[lead.stage_id]
    return columns.line(
        [
            amount,
            Content.styled(f"{lead.id}", "dim"),
            Content.styled(lead.company or lead.title, "bold" if lead.is_open else ""),
            Content(lead.title if lead.company else ""),
            Content.styled(stage.label, "$text-muted" if lead.is_open else "dim"),
            Content(formats.money(lead.value)),
            Content.styled(formats.age(lead.silent_since, now), "" if lead.is_open else "dim"),
            Content.styled(lead_flags(lead, pipeline, now), "$text-warning"),
            Content.styled(lead.source or "", "$text-muted"),
        ],
        width,
    )


def looked_at(asked: Asked | None, filter_text: str) -> Content:
    """What was asked: a day in the past loudly, the filter of the figures, the one on this list, the period."""
    from hermes_tui.screens.dashboard.period import loud_day, period_words

    parts: list[Content] = []
    if asked is not None and not asked.is_now:
        parts.append(Content.styled(f" AS IT WAS ON {loud_day(asked)} ", "bold $accent reverse"))
    if asked is not None and asked.text:
        parts.append(Content.styled(asked.text, DIM))
    if filter_text:
        parts.append(Content.styled(filter_text, "bold $accent"))
    if asked is not None:
        parts.append(Content.styled(period_words(asked), DIM))
    return Content.styled(" · ", DIM).join(parts)


def head(figure: Figure, asked: Content, marked: Content, width: int) -> Content:
    """The number by name with what must stand beside it, and on the right what was asked. What it was before is told
    by `?`: after a verb the number is read again, and the window before is not.
    """
    number = figure.number
    name = Content.assemble((f" {figure.table.title}: ", DIM), (figure.called, "bold"), "  ")
    said = Content.assemble((number.shown, "bold $accent"), marked)
    left = Content.assemble(name, said, (f"  {number.note}" if number.note else "", DIM))
    room = width - left.cell_length - asked.cell_length - 1
    if room >= 2:
        return Content.assemble(left, " " * room, asked)
    left = Content.assemble(name, said)  # what stands beside the number is told by `?` too
    room = width - left.cell_length - asked.cell_length - 1
    if room >= 2:
        return Content.assemble(left, " " * room, asked)
    return fit(left, width)


def foot(figure: Figure, amounts: Amounts, of: int, reading: bool) -> Content:
    """How the amounts make the number: `33 leads · together 120,400 USD`; with a filter how many of them are listed."""
    if reading:
        return Content.styled(" reading…", DIM)
    behind = figure.number.behind
    if behind is None:
        return Content("")
    leads = len({lead_id for lead_id, _ in amounts})
    rows = "" if leads == len(amounts) else f", counted {len(amounts):,} times"
    listed = f"{formats.count(leads, 'lead')}{rows}"
    if len(amounts) < of:
        listed = f"{listed} of {of:,} lines"
    parts: list[tuple[str, str]] = [(f" {listed}", "bold")]
    made = _made(behind, amounts)
    if made and not (behind.unit == "leads" and behind.how == "sum" and not rows):
        parts += [(" · ", DIM), (made, "")]
    return Content.assemble(*parts)


def _made(behind: Behind, amounts: Amounts) -> str:
    values = [amount for _, amount in amounts]
    made = made_of(values, behind.how)
    if made is None:
        return ""
    if behind.unit == "share" and behind.how == "mean":
        yes = sum(value == 1 for value in values)
        return f"{yes:,} yes, {len(values) - yes:,} no: {100 * made:.1f} %"
    said = f"{written(made, behind)} {unit_of(behind, made)}".strip()
    words = {"sum": "together", "mean": "mean", "median": "median", "p75": "three quarters at or below", "max": "most"}
    return f"{words[behind.how]} {said}"
