"""`hermes stats --json`: the figures under stable keys, of which interface.md fixes some.

A section is the same whether it is asked for alone or with all others: rows by code (`NEW`, not its label), amounts
beside their currency however many currencies there are. What has no shape of its own here is its table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hermes_tui.actions.figures import sheet_of
from hermes_tui.exchange.sheets import records
from hermes_tui.formats import iso, major
from hermes_tui.metrics.asked import ALL, Asked
from hermes_tui.metrics.sections import BY_KEY

if TYPE_CHECKING:
    from hermes_tui.metrics.closings import Days
    from hermes_tui.metrics.funnel import Step
    from hermes_tui.metrics.intervals import Rate
    from hermes_tui.metrics.money import Money
    from hermes_tui.metrics.sections import Section
    from hermes_tui.metrics.stage_times import StageTimes
    from hermes_tui.metrics.standing import Stood
    from storage.database import Database

_IN_STAGES = ("kpis", "funnel", "stage_times")  # what the keys of all figures have under other names


def stats_json(database: Database, asked: Asked) -> dict[str, Any]:
    """Everything; an amount is that in the rep's own currency, else in that of most deals; `others` has the rest."""
    from hermes_tui.metrics.closings import closings
    from hermes_tui.metrics.money import named

    found = closings(database, asked)
    won_values = named(found.won_values, asked)
    return {
        **asked_json(asked),
        "win_rate": {"won": found.won, "lost": found.lost, **_shares(found.win)},
        "won_value": {**_money(won_values[:1]), "others": _others(won_values)},
        "cycle_days": _days(found.cycle_won),
        "lost_cycle_days": _days(found.cycle_lost),
        "stages": _stages(database, asked),
        **{key: _section(database, asked, key) for key in BY_KEY if key not in _IN_STAGES},
    }


def sections_json(database: Database, asked: Asked, sections: Sequence[Section]) -> dict[str, Any]:
    """What was asked, and each of these sections under its key."""
    return {**asked_json(asked), **{section.key: _section(database, asked, section.key) for section in sections}}


def _section(database: Database, asked: Asked, key: str) -> Any:
    """A section in its own shape, else as rows, their keys the names of its columns."""
    shaped = _SHAPED.get(key)
    if shaped:
        return shaped(database, asked)
    rows = records(sheet_of(BY_KEY[key].read(database, asked, whole=True)))
    return _by_code(database, rows) if key in _IN_STAGES else rows


def _by_code(database: Database, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same, stages by their codes."""
    from storage.queries.stages import stages

    codes = {stage.label: stage.name for stage in stages(database)}
    return [{**row, "stage": codes[row["stage"]]} if "stage" in row else row for row in rows]


def asked_json(asked: Asked) -> dict[str, Any]:
    """The moment, the window and the filter of figures."""
    days = asked.days
    since = None if asked.since == ALL else iso(asked.since + 1)  # the first moment that counts
    return {
        "as_of": iso(asked.at), "since": since,
        "since_days": None if days is None else round(days) if days == round(days) else round(days, 3),
        "filter": asked.text or None, "currency": asked.currency,
    }  # fmt: skip


# -- the parts ---------------------------------------------------------------------------------------------


def _stages(database: Database, asked: Asked) -> list[dict[str, Any]]:
    from hermes_tui.metrics.entries import other_entries
    from hermes_tui.metrics.funnel import funnel
    from hermes_tui.metrics.stage_times import stage_times
    from hermes_tui.metrics.standing import standing

    steps = {step.stage: step for step in funnel(database, asked)}
    stood = {each.stage: each for each in standing(database, asked)}
    others = other_entries(database, asked)
    return [
        _stage(times, stood[times.stage], asked, steps.get(times.stage), others.get(times.stage_id, 0))
        for times in stage_times(database, asked)
    ]


def _stage(times: StageTimes, stood: Stood, asked: Asked, step: Step | None, came: int) -> dict[str, Any]:
    """A stage; only a step of the funnel has a conversion: the leads of a follow-up count as those of CONTACTED."""
    from hermes_tui.metrics.intervals import rate
    from hermes_tui.metrics.money import named

    values = named(stood.values, asked)
    found = {
        "stage": times.stage, "now": stood.n, "value": major(values[0].sum) if values else 0,
        "currency": values[0].currency if values else None, "others": _others(values),
        "entered": step.entered if step else came, "entered_skipped": step.passed if step else 0,
        "completed_n": times.done.n, "mean_days": _rounded(times.done.mean), "median_days": _rounded(times.done.median),
        "p75_days": _rounded(times.done.p75),
        "now_in": {
            "n": times.here.n, "median_days": _rounded(times.here.median), "oldest_days": _rounded(times.here.oldest),
        },
        "conversion": {
            "advanced": step.advanced if step else 0, "dropped": step.dropped if step else 0,
            "open": step.open if step else 0, **_shares(step.rate if step else rate(0, 0)),
        },
    }  # fmt: skip
    return {**found, "counted_in": "CONTACTED"} if times.stage.startswith("FOLLOWUP") else found


def _sources(database: Database, asked: Asked) -> list[dict[str, Any]]:
    from hermes_tui.metrics.money import named
    from hermes_tui.metrics.sources import sources

    found = [(each, named(each.won_values, asked)) for each in sources(database, asked)]
    return [
        {
            "source": each.source, "leads": each.leads, "won": each.won, "lost": each.lost, **_shares(each.win),
            "mean_won_value": _major(values[0].mean) if values else None,
            "currency": values[0].currency if values else None, "others": _others(values),
        }
        for each, values in found
    ]  # fmt: skip


def _velocity(database: Database, asked: Asked) -> dict[str, Any]:
    """That of the rep's own currency; `others` are those of the rest, each for itself."""
    from hermes_tui.metrics.velocity import velocity

    found = [
        {
            "per_day": _major(each.per_day), "open": each.open, "win_rate": _rounded(each.win.rate, 4),
            "mean_won": _major(each.mean_won), "cycle_days": _rounded(each.cycle_days),
            "window_days": _rounded(each.window_days), "currency": each.currency,
        }
        for each in velocity(database, asked)
    ]  # fmt: skip
    return {**found[0], "others": found[1:]}


def _stuck(database: Database, asked: Asked) -> list[dict[str, Any]]:
    from hermes_tui.metrics.stuck import stuck

    return [
        {
            "lead": each.lead_id, "company": each.company, "title": each.title, "stage": each.stage,
            "days": _rounded(each.days), "threshold": _rounded(each.threshold), "value": major(each.value),
            "currency": each.currency,
        }
        for each in stuck(database, asked)
    ]  # fmt: skip


def _templates(database: Database, asked: Asked) -> list[dict[str, Any]]:
    from hermes_tui.cli.template_figures import item
    from hermes_tui.metrics.templates import performance

    found = performance(database, asked.at, since=_after(asked), of=asked.of("lead_id"), given=asked.params)
    return [item(row) for row in found]


def _objections(database: Database, asked: Asked) -> list[dict[str, Any]]:
    """How each kind of objection raised in the window stood at that moment."""
    from hermes_tui.cli.objections import kind_json
    from hermes_tui.metrics.objections import objection_stats

    found = objection_stats(
        database, asked.at, since=_after(asked), where=asked.where or "1", params=dict(asked.params)
    )  # fmt: skip
    return [kind_json(row) for row in found if row.kind is not None]


def _forecast(database: Database, asked: Asked) -> dict[str, Any]:
    """What each stage is likely to bring, a row a currency, and the totals of each currency."""
    from hermes_tui.metrics.forecast import Outlook, StageOutlook, forecast

    def row(each: StageOutlook | Outlook) -> dict[str, Any]:
        return {
            "currency": each.currency, "open": each.n, "without_value": each.n - each.valued,
            "value": major(each.value), "expected": _major(each.expected), "low": _major(each.low),
            "high": _major(each.high),
        }  # fmt: skip

    found = forecast(database, asked)
    return {
        "stages": [
            {"stage": each.stage, **row(each), "win_rate": {"n": each.rate.n, **_shares(each.rate), "own": each.is_own}}
            for each in found.stages
        ],
        "totals": [row(each) for each in found.totals],
    }


def _goals(database: Database, asked: Asked) -> list[dict[str, Any]]:
    from hermes_tui.cli.goals import goal_json
    from hermes_tui.metrics.goals import goals

    return [goal_json(goal) for goal in goals(database, asked)]


def _changes(database: Database, asked: Asked) -> list[dict[str, Any]]:
    """The sums of `hermes changes`, which names the deals too."""
    from hermes_tui.metrics.changes import changes

    found = changes(database, asked)._asdict()
    return [{"what": what, "n": each.n, "values": [_money([m]) for m in each.values]} for what, each in found.items()]


def _standing(database: Database, asked: Asked) -> list[dict[str, Any]]:
    from hermes_tui.metrics.standing import standing

    return [
        {"stage": each.stage, "leads": each.n, "values": [_money([money]) for money in each.values]}
        for each in standing(database, asked)
    ]


_SHAPED: Mapping[str, Callable[[Database, Asked], Any]] = {
    "sources": _sources, "velocity": _velocity, "stuck": _stuck, "templates": _templates, "objections": _objections,
    "forecast": _forecast, "goals": _goals, "changes": _changes, "standing": _standing,
}  # fmt: skip


def _after(asked: Asked) -> int | None:
    return None if asked.since == ALL else asked.since


# -- values ------------------------------------------------------------------------------------------------


def _shares(found: Rate) -> dict[str, float | None]:
    return {"rate": _rounded(found.rate, 4), "low": _rounded(found.low, 4), "high": _rounded(found.high, 4)}


def _days(found: Days) -> dict[str, float | None]:
    return {"n": found.n, "mean": _rounded(found.mean), "median": _rounded(found.median)}


def _money(found: Sequence[Money]) -> dict[str, Any]:
    if not found:
        return {"sum": 0, "n": 0, "mean": None, "currency": None}
    money = found[0]
    return {"sum": major(money.sum), "n": money.n, "mean": _major(money.mean), "currency": money.currency}


def _others(values: Sequence[Money]) -> list[dict[str, Any]]:
    return [_money([money]) for money in values[1:]]


def _major(minor: float | None) -> int | float | None:
    """A mean of minor units in major ones, to the minor unit."""
    return None if minor is None else major(round(minor))


def _rounded(value: float | None, places: int = 3) -> float | None:
    return None if value is None else round(value, places)
