"""Which plot a sheet of figures gets: chosen by its key, drawn of its columns; none where there is nothing to see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hermes_tui.exchange.report.charts import Series, course, flow, pair_bars, split_bars
from hermes_tui.exchange.sheets import Figure, Sheet
from hermes_tui.formats import day_words


def plots_of(sheet: Sheet) -> list[str]:
    """The plots of a sheet, as SVG."""
    draw = _PLOTS.get(sheet.key)
    return draw(sheet) if draw and len(sheet.rows) > 1 else []


def _column(sheet: Sheet, name: str) -> list[Figure | None]:
    """The figures of a column, None where a row has none; all None where there is no such column."""
    place = next((place for place, head in enumerate(sheet.heads) if head.name == name), None)
    if place is None:
        return [None] * len(sheet.rows)
    return [cell if isinstance(cell, Figure) else None for cell in (row[place] for row in sheet.rows)]


def _values(sheet: Sheet, name: str) -> list[float]:
    return [float(figure.value or 0) if figure else 0.0 for figure in _column(sheet, name)]


def _series(sheet: Sheet, *wanted: tuple[str, str]) -> list[Series]:
    """(column, look) as series named by the column's head; those that are none or nothing are left out."""
    heads = {head.name: head.head.casefold() for head in sheet.heads}
    return [Series(heads[name], look, _values(sheet, name)) for name, look in wanted if any(_values(sheet, name))]


def _labels(sheet: Sheet) -> list[str]:
    return [_day(_name(row[0])) for row in sheet.rows]


def _name(cell: Figure | str) -> str:
    return cell.shown if isinstance(cell, Figure) else cell


def _day(text: str) -> str:
    """`22 Jun` of an ISO date; any other text without its year."""
    try:
        return day_words(date.fromisoformat(text)).partition(" ")[2]
    except ValueError:
        return " ".join(text.split()[:2])


def _weeks(sheet: Sheet) -> list[str]:
    labels = _labels(sheet)
    up = _series(sheet, ("created", "hollow"))
    down = _series(sheet, ("won", "solid"), ("lost", "hatched"), ("archived", "faint"))
    drawn = [flow("weeks", labels, up, down, "leads a week; in above, out below, on two scales")] if up or down else []
    speed = _column(sheet, "velocity")
    known = [figure for figure in speed if figure and figure.value is not None]
    if known:
        money = [figure.value / 100 if figure and figure.value is not None else None for figure in speed]
        drawn.append(course(labels, money, f"sales velocity, {known[-1].currency or ''} a day"))
    return drawn


def _activity(sheet: Sheet) -> list[str]:
    series = _series(sheet, ("out", "solid"), ("both", "faint"), ("in", "hollow"))
    every = "a week" if any(head.name == "week" for head in sheet.heads) else "a day"
    return [flow("activity", _labels(sheet), series, [], f"touches {every}")] if series else []


def _funnel(sheet: Sheet) -> list[str]:
    """The leads that entered, by what came of them; those that were won are the end."""
    entered, rates = _column(sheet, "entered"), _column(sheet, "rate")
    series = [
        Series("moved on", "solid", _values(sheet, "advanced")),
        Series("still there", "hollow", _values(sheet, "open")),
        Series("lost or archived", "hatched", _values(sheet, "dropped")),
    ]  # fmt: skip
    ended = [not any(each.values[place] for each in series) for place in range(len(sheet.rows))]
    won = [float(figure.value or 0) if figure and end else 0.0 for figure, end in zip(entered, ended, strict=True)]
    series.append(Series("won", "faint", won))
    rows = [
        (_name(row[0]), _told(figure, rate)) for row, figure, rate in zip(sheet.rows, entered, rates, strict=True)
    ]  # fmt: skip
    return [split_bars("funnel", rows, series)]


def _told(entered: Figure | None, rate: Figure | None) -> str:
    """`40, of whom 79 % moved on`, from the table's own words."""
    if entered is None:
        return ""
    if rate is None or rate.value is None:
        return entered.shown
    return f"{entered.shown}, {rate.shown}{' (too early)' if rate.share and rate.share.early else ''}"


def _stage_times(sheet: Sheet) -> list[str]:
    wanted = (("median_days", "solid", "median days of completed visits"),
              ("now_median_days", "hollow", "median days of those that stand there"))  # fmt: skip
    columns = [_column(sheet, name) for name, _, _ in wanted]
    if not any(figure and figure.value is not None for column in columns for figure in column):
        return []
    series = [Series(said, look, _values(sheet, name)) for name, look, said in wanted]
    shown = [[figure.shown if figure else "" for figure in column] for column in columns]
    return [pair_bars("stage_times", [_name(row[0]) for row in sheet.rows], series, shown)]


_PLOTS: dict[str, Callable[[Sheet], list[str]]] = {
    "weeks": _weeks, "activity": _activity, "funnel": _funnel, "stage_times": _stage_times,
}  # fmt: skip
