"""`hermes stats`: the figures of metrics/stats.py as a table and as JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, data, key_values, table
from hermes_tui.cli.session import Session
from hermes_tui.formats import DAY_MS, iso, money_with
from hermes_tui.metrics.stats import Days, Money, Stats, WinRate
from hermes_tui.metrics.stats import stats as figures
from storage.errors import UsageError

if TYPE_CHECKING:
    from storage.database import Database


def stats(session: Session) -> int:
    """`hermes stats [--since DAYS|all] [--as-of DATE]`."""
    at, window = _moment(session), window_days(session.given.value("--since"))
    database = session.reading()
    found = figures(database, at, window)
    if session.json:
        from hermes_tui.cli.template_figures import templates_json

        words = {"templates": templates_json(database, at, window), "objections": _objections(database, at, window)}
        as_json({"as_of": iso(at), "since_days": window, **stats_json(found), **words})
    else:
        from hermes_tui.cli.template_figures import print_section

        _print(found)
        print_section(database, at, window)
    return OK


def _moment(session: Session) -> int:
    """The end of the day of --as-of, but never later than now."""
    text = session.given.value("--as-of")
    if text is None:
        return session.now
    from datetime import timedelta

    from hermes_tui.actions.when import parse_day, start_of

    # A weekday or a day of the month is the last such one here: the past is asked about.
    day = parse_day(text, session.today)
    if day > session.today:
        raise UsageError(f"`{text}` is in the future; --as-of wants a day that was, such as 2026-03-31 or yesterday.")
    return min(start_of(day + timedelta(days=1), session.zone) - 1, session.now)


def window_days(text: str | None) -> int | None:
    """The days of --since, None for all. Raises UsageError."""
    if text is None or text.casefold() == "all":
        return None
    match = re.fullmatch(r"([1-9]\d{0,4}) ?d?(ays?)?", text.casefold())
    if match is None:
        raise UsageError(f"--since wants a number of days or `all`, not `{text}`.")
    return int(match[1])


# -- JSON ------------------------------------------------------------------------------------------------


def stats_json(found: Stats) -> dict[str, Any]:
    """The keys of interface.md; an amount is that of the currency of most deals, `others` has the rest."""
    return {
        "win_rate": _rate_json(found.win),
        "won_value": {
            **_money_json(found.won_values[0] if found.won_values else None),
            "others": _others(found.won_values),
        },
        "cycle_days": {"n": found.cycle.n, **_days_json(found.cycle)},
        "stages": [
            {
                "stage": stage.stage,
                "now": stage.now,
                "value": _major(stage.values[0].sum) if stage.values else 0,
                "currency": stage.values[0].currency if stage.values else None,
                "others": _others(stage.values),
                "entered": stage.entered,
                "completed_n": stage.completed.n,
                **{f"{name}_days": value for name, value in _days_json(stage.completed).items()},
            }
            for stage in found.stages
        ],
        "sources": [
            {
                "source": source.source,
                "leads": source.leads,
                **_rate_json(source.win),
                "mean_won_value": _major(source.won_values[0].mean) if source.won_values else None,
                "currency": source.won_values[0].currency if source.won_values else None,
            }
            for source in found.sources
        ],
    }


def _objections(database: Database, at: int, window: int | None) -> list[dict[str, Any]]:
    """How each kind of objection raised in the window stood at that moment."""
    from hermes_tui.cli.objections import kind_json
    from hermes_tui.metrics.objections import objection_stats

    found = objection_stats(database, at, since=None if window is None else at - window * DAY_MS)
    return [kind_json(row) for row in found if row.kind is not None]


def _rate_json(win: WinRate) -> dict[str, Any]:
    shares = {
        name: None if value is None else round(value, 4) for name, value in win.of._asdict().items() if name != "n"
    }
    return {"won": win.won, "lost": win.lost, **shares}


def _money_json(money: Money | None) -> dict[str, Any]:
    if money is None:
        return {"sum": 0, "n": 0, "mean": None, "currency": None}
    return {"sum": _major(money.sum), "n": money.n, "mean": _major(money.mean), "currency": money.currency}


def _others(values: tuple[Money, ...]) -> list[dict[str, Any]]:
    return [_money_json(money) for money in values[1:]]


def _major(minor: float) -> int | float:
    found = round(minor / 100, 2)
    return int(found) if found == int(found) else found


def _days_json(days: Days) -> dict[str, float | None]:
    return {
        "mean": None if days.mean is None else round(days.mean, 3),
        "median": None if days.median is None else round(days.median, 3),
    }


# -- for a person ----------------------------------------------------------------------------------------


def _print(found: Stats) -> None:
    cycle = found.cycle
    key_values(
        [
            ("win rate", _rate_words(found.win)),
            ("won value", ", ".join(_sum_words(money) for money in found.won_values) or "–"),
            ("cycle", f"mean {cycle.mean:.1f} d, median {cycle.median:.1f} d" if cycle.n else "– (nothing won yet)"),
        ]
    )
    data("")
    table(
        ("stage", "now", "value", "entered", "done", "mean days", "median"),
        [
            (
                stage.label, f"{stage.now:,}", _amounts(stage.values), f"{stage.entered:,}", f"{stage.completed.n:,}",
                _one_place(stage.completed.mean), _one_place(stage.completed.median),
            )
            for stage in found.stages
        ],
        right=range(1, 7),
    )  # fmt: skip
    data("")
    table(
        ("source", "leads", "win rate", "mean won"),
        [
            (
                source.source or "(none)", f"{source.leads:,}", _rate_words(source.win),
                _mean_words(source.won_values),
            )
            for source in found.sources
        ],
        right=(1,),
    )  # fmt: skip


def _rate_words(win: WinRate) -> str:
    if win.of.rate is None or win.of.low is None or win.of.high is None:
        return "–"
    few = ", too few" if win.of.is_early else ""
    return f"{win.of.rate:.1%} ({win.won:,}/{win.lost:,}; {win.of.low:.0%} to {win.of.high:.0%}{few})"


def _sum_words(money: Money) -> str:
    return f"{money_with(money.sum, money.currency)} ({money.n:,} deals, mean {money_with(round(money.mean), None)})"


def _mean_words(values: tuple[Money, ...]) -> str:
    return money_with(round(values[0].mean), values[0].currency) if values else "–"


def _amounts(values: tuple[Money, ...]) -> str:
    return ", ".join(money_with(money.sum, money.currency) for money in values[:2]) + (" …" if len(values) > 2 else "")


def _one_place(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
