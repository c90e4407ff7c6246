"""How templates fare, as JSON and as tables: for `template list`, `template stats` and `template compare`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, data, say, table
from hermes_tui.cli.rates import rate_words
from hermes_tui.cli.session import Session
from hermes_tui.formats import DAY_MS, count
from hermes_tui.metrics.templates import Performance, compare, performance
from storage.errors import UsageError
from storage.queries.performance import BY

if TYPE_CHECKING:
    from hermes_tui.metrics.comparison import Comparison


def item(row: Performance) -> dict[str, Any]:
    """The keys of interface.md for one template."""
    found = {
        "id": row.template_id, "name": row.name, "kind": row.kind, "channel": row.channel, "active": bool(row.active),
        "usage": row.usage, "sent": row.sent, "replied": row.replied, "rate": _share(row.rate.rate),
        "low": _share(row.rate.low), "high": _share(row.rate.high), "maturing": row.maturing,
        "positive": row.positive,
        "median_days": None if row.median_days is None else round(row.median_days, 3),
    }  # fmt: skip
    return found if row.group is None else {**found, "group": row.group}


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def print_templates(rows: Sequence[Performance], *, groups: str = "") -> None:
    """A line a template, and a group where `groups` heads their column."""
    header = ("id", "template", "kind", "by", "used", "sent", "reply rate", "maturing", "positive", "days")
    lines = [
        (
            str(row.template_id), row.name + ("" if row.active else " (inactive)"), row.kind.lower(), row.channel,
            f"{row.usage:,}", f"{row.sent:,}", rate_words(row.rate, row.replied), f"{row.maturing:,}",
            f"{row.positive:,}", "–" if row.median_days is None else f"{row.median_days:.1f}",
        )
        for row in rows
    ]  # fmt: skip
    if not groups:
        table(header, lines, right=(0, 4, 5, 7, 8, 9), stretch=(1,))
        return
    grouped = [(row.group or "–", *line) for row, line in zip(rows, lines, strict=True)]
    table((groups, *header), grouped, right=(1, 5, 6, 8, 9, 10), stretch=(2,))


def _since(at: int, window: int | None) -> int | None:
    return None if window is None else at - window * DAY_MS


# -- commands --------------------------------------------------------------------------------------------


def stats(session: Session) -> int:
    """`hermes template stats [NAME…] [--by channel|stage|month] [--since DAYS|all]`."""
    from hermes_tui.cli.statistics import window_days
    from storage.queries.templates import template_named

    given, database = session.given, session.reading()
    by, window = _by(given.value("--by")), window_days(given.value("--since"))
    only = [template_named(database, word).id for word in given.words] or None
    rows = performance(
        database, session.now, by=by, since=_since(session.now, window), zone=session.zone, only=only
    )  # fmt: skip
    if session.json:
        as_json([item(row) for row in rows])
    elif rows:
        print_templates(rows, groups=by or "")
        say("Sent, replied and positive count people; a rate is of those who had 7 days to answer.")
    else:
        of = "these templates" if len(given.words) > 1 else "this template" if only else "a template"
        when = "yet" if window is None else f"in the last {count(window, 'day')}"
        say(f"No message went out from {of} {when}." if by else "There is no template yet: `hermes template starters`.")
        return NOTHING
    return OK


def _by(word: str | None) -> str | None:
    if word is None:
        return None
    found = [by for by in BY if word and by.startswith(word.casefold())]
    if len(found) != 1:
        raise UsageError(f"--by wants {', '.join(BY[:-1])} or {BY[-1]}, not `{word}`.")
    return found[0]


def comparison(session: Session) -> int:
    """`hermes template compare A B`: whether the first is better, and how sure that is."""
    from storage.queries.templates import template_named

    database = session.reading()
    wanted = [template_named(database, word).id for word in session.given.words]
    if wanted[0] == wanted[1]:
        raise UsageError("A template is as good as itself; name two.")
    by_id = {row.template_id: row for row in performance(database, session.now, only=wanted)}
    first, second = (by_id[number] for number in wanted)
    found = compare(first, second)
    if session.json:
        as_json({
            "difference": _share(found.difference), "low": _share(found.low), "high": _share(found.high),
            "words": found.words, "more": found.more, "templates": [item(first), item(second)],
        })  # fmt: skip
    else:
        data(comparison_words(first, second, found))
    return OK


def comparison_words(first: Performance, second: Performance, found: Comparison) -> str:
    """Both rates and what lies between them, in two sentences."""
    rates = "; ".join(f"“{row.name}” {rate_words(row.rate, row.replied)}" for row in (first, second))
    if found.difference is None or found.low is None or found.high is None:
        return f"{rates}.\n{found.words[:1].upper()}{found.words[1:]}."
    points = f"{100 * found.difference:+.1f} points, {100 * found.low:+.1f} to {100 * found.high:+.1f}"
    if found.words.startswith("clearly"):
        return f"{rates}.\n“{first.name}” is {found.words}: {points}."
    return f"{rates}.\n{found.words[:1].upper()}{found.words[1:]} ({points})."
