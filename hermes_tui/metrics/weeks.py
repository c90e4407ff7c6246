"""Week by week: what came in, what was won, lost and archived, and how fast the pipeline was at each week's end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.formats import day_words
from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import ALL, DAY_MS, Asked
from hermes_tui.metrics.intervals import rate
from hermes_tui.metrics.money import Money, money_number, named, of_sums
from hermes_tui.metrics.tables import Behind, Cell, Column, Number, Table
from hermes_tui.metrics.velocity import Velocity, per_day_number, velocity
from hermes_tui.metrics.week_sums import FOREVER, Closing, closings_between, in_play, in_play_at, week_of
from hermes_tui.metrics.written import counted

if TYPE_CHECKING:
    from storage.database import Database

MOST = 104  # weeks: of more a chart shows none


class Week(NamedTuple):
    """A week from `monday` on, of which what is in the window counts: after `since` up to `until` (UTC ms).

    `created` leads, and deals that came to WON, LOST or ARCHIVED and stand there at the moment asked of; `won_values`
    per currency. `velocity` is that of the deals in the rep's own currency at the week's end, looking back as the
    velocity of the whole window does; that of the last week is that velocity. Of weeks before, values and currencies
    are those of today.
    """

    monday: date
    since: int
    until: int
    created: int
    won: int
    lost: int
    archived: int
    won_values: tuple[Money, ...]
    velocity: Velocity


# Both through index lead_standing, which covers them: no index is by creation.
_FIRST = "SELECT MIN(lead.created_at), MIN(lead.stage_entered_at) FROM lead WHERE 1 = 1{of}"
_CREATED = """
SELECT {week}, COUNT(*) FROM lead WHERE lead.created_at > :first AND lead.created_at <= :last{of} GROUP BY 1
"""
_KINDS = ("won", "lost", "archived")


def weeks(database: Database, asked: Asked) -> tuple[Week, ...]:
    """The weeks of the window in the rep's zone, oldest first: two at least, 104 at most, then the last ones."""
    mondays, begins, ends = _calendar(database, asked)
    at = ends[-1]
    look = asked.at - asked.trailing.since
    backs = [end - look for end in (*ends[:-1], asked.at)]
    closed = closings_between(database, asked, [*begins, *ends, *backs])
    playing = in_play_at(database, asked, ends, closed)
    given = asked.given(first=begins[0], last=at)
    sql = _CREATED.format(week=week_of("lead.created_at", ends), of=asked.of_leads)
    created: dict[int, int] = dict(database.rows(sql, given))
    worth = None if asked.is_now else _worth_then(database, asked, begins[0], ends)
    found = []
    for place, monday in enumerate(mondays):
        here = closed.between(begins[place], ends[place], at)
        won, lost, archived = (sum(each.n for each in here if each.kind == kind) for kind in _KINDS)
        looked_back = closed.between(backs[place], ends[place], ends[place])
        found.append(
            Week(
                monday, begins[place], ends[place], created.get(place, 0), won, lost, archived,
                _won_values(here) if worth is None else of_sums(worth.get(place, ())),
                _velocity(asked, playing[place], looked_back, look),
            )
        )  # fmt: skip
    if not asked.is_now:  # by the values of then
        own = (each for each in velocity(database, asked) if each.currency == asked.currency)
        found[-1] = found[-1]._replace(velocity=next(own, found[-1].velocity))
    return tuple(found)


# A deal's value is that of the moment looked at.
_WORTH_THEN = "SELECT {week}, deal.currency, COUNT(deal.value), SUM(deal.value) FROM {deals} GROUP BY 1, 2"


def _worth_then(
    database: Database, asked: Asked, first: int, ends: Sequence[int]
) -> dict[int, list[tuple[str | None, int, int]]]:
    """What was won, by week, as (currency, deals with a value, their sum)."""
    in_window = asked._replace(since=first)
    sql = _WORTH_THEN.format(week=week_of("deal.at", ends), deals=deals.closed(in_window, deals.WON))
    found: dict[int, list[tuple[str | None, int, int]]] = {}
    for place, *row in database.rows(sql, in_window.given()):
        found.setdefault(place, []).append((row[0], row[1], row[2]))
    return found


def _calendar(database: Database, asked: Asked) -> tuple[list[date], list[int], list[int]]:
    """The Mondays, and after which moment and up to which each week counts."""
    since = asked.since
    if since == ALL:
        known = database.row(_FIRST.format(of=asked.of_leads), asked.given()) or ()
        since = min([asked.at, *(each for each in known if each is not None)]) - 1
    last = _monday(asked.at, asked.zone)
    first = _monday(min(since + 1, asked.at), asked.zone)
    n = min(MOST, (last - first).days // 7 + 1)
    if n == 1:  # one week says nothing of how things go: the one before stands beside it, whole
        n, since = 2, ALL
    mondays = [last - timedelta(days=7 * back) for back in reversed(range(n))]
    starts = [_start(monday, asked.zone) - 1 for monday in mondays]
    # What a clock set back put after now is now: where leads stand does not ask when.
    ends = [*starts[1:], FOREVER if asked.is_now else asked.at]
    return mondays, [max(since, starts[0]), *ends[:-1]], ends


def _monday(moment: int, zone: tzinfo) -> date:
    day = datetime.fromtimestamp(moment / 1000, zone).date()
    return day - timedelta(days=day.weekday())


def _start(day: date, zone: tzinfo) -> int:
    return int(datetime.combine(day, time.min, zone).timestamp() * 1000)


def _won_values(closings: Sequence[Closing]) -> tuple[Money, ...]:
    return of_sums((each.currency, each.valued, each.value) for each in closings if each.kind == "won")


def _velocity(asked: Asked, n_open: int, looked_back: Sequence[Closing], look: int) -> Velocity:
    """definitions.md, "Sales velocity"; as metrics/velocity.py works it out for one moment."""
    won = [each for each in looked_back if each.kind == "won"]
    n, lost = sum(each.n for each in won), sum(each.n for each in looked_back if each.kind == "lost")
    win = rate(n, n + lost)
    mean = next((each.mean for each in named(_won_values(won), asked) if each.currency == asked.currency), None)
    cycle = sum(each.cycle for each in won) / n / DAY_MS if n else None
    per_day = n_open * win.rate * mean / cycle if win.rate is not None and mean is not None and cycle else None
    window = None if asked.trailing.since == ALL else look / DAY_MS
    return Velocity(asked.currency, per_day, n_open, win, mean, cycle, window)


# -- the table -----------------------------------------------------------------------------------------------

_CREATED_IS = "Leads that were created in this week, as many of them as are still in the file."
_CAME_IS = "Leads that came to {label} in this week and stand there at the moment that is looked at."
_WORTH_IS = "The values of the deals won in this week that are won still."
_PAST = "As it was at the end of this week, by values and currencies as they are today: "
_ARCHIVED = "(SELECT stage.id FROM stage WHERE stage.kind = 'archived')"
_EACH_CREATED = """
SELECT lead.id, 1 FROM lead WHERE lead.created_at > :since AND lead.created_at <= :until{of} ORDER BY lead.created_at
"""
_CAME = "SELECT deal.lead_id, 1 FROM {deals} WHERE deal.at <= :until ORDER BY deal.at"


def weeks_table(database: Database, asked: Asked) -> Table:
    """A row a week; won value in a column for each currency that was won in, velocity in the rep's own."""
    found = weeks(database, asked)
    won_in = {str(money.currency) for week in found for money in named(week.won_values, asked)} or {asked.currency}
    currencies = sorted(won_in, key=lambda code: (code != asked.currency, code))
    own = asked.currency
    columns = (
        Column("Week of", "monday", is_number=False), Column("Created", "created"), Column("Won", "won"),
        Column("Lost", "lost"), Column("Archived", "archived"),
        *(Column(f"Won {code}", "won_value" if code == own else f"won_value_{code.casefold()}") for code in currencies),
        Column(f"{own} a day", "velocity"),
    )  # fmt: skip
    rows = tuple(_row(week, asked, currencies, is_last=week is found[-1]) for week in found)
    return Table("weeks", "Week by week", columns, rows, note=_note(found, asked))


def _note(found: Sequence[Week], asked: Asked) -> str:
    said = []
    if asked.since == ALL and len(found) == MOST:
        said.append(f"The last {MOST} weeks.")
    if found[1].since <= asked.since:
        said.append("The period lies within one week: that and the one before are shown whole.")
    if asked.since != ALL and found[0].since + 1 > _start(found[0].monday, asked.zone):
        said.append(f"The first week counts from {day_words(_day(found[0].since + 1, asked.zone))} on.")
    return " ".join(said)


def _day(moment: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(moment / 1000, zone).date()


def _row(week: Week, asked: Asked, currencies: Sequence[str], *, is_last: bool) -> tuple[Cell, ...]:
    then = asked._replace(since=week.since)
    given = then.given(until=week.until)

    def came(n: int, label: str, stages: str) -> Number:
        return counted(n, _CAME_IS.format(label=label), _CAME.format(deals=deals.closed(then, stages)), given)

    values = {str(money.currency): money for money in named(week.won_values, asked)}
    worth = (
        money_number(values.get(code, Money(code, 0, 0, 0.0)), then, deals.closed(then, deals.WON), _WORTH_IS,
                     such="deal.at <= :until", until=week.until)
        for code in currencies
    )  # fmt: skip
    return (
        week.monday.isoformat(),
        counted(week.created, _CREATED_IS, _EACH_CREATED.format(of=asked.of_leads), given),
        came(week.won, "Won", deals.WON),
        came(week.lost, "Lost", deals.LOST),
        came(week.archived, "Archived", _ARCHIVED),
        *worth,
        _velocity_number(week, asked, is_last),
    )


def _velocity_number(week: Week, asked: Asked, is_last: bool) -> Number:
    """Of the last week as the whole table is asked of; of one before, of its end."""
    if is_last:
        return per_day_number(week.velocity, asked)
    trailing = asked.trailing
    since = ALL if trailing.since == ALL else week.until - (asked.at - trailing.since)
    then = asked._replace(at=week.until, since=since, chosen=True, is_now=False)
    found, here = per_day_number(week.velocity, then), week.velocity
    share = here.per_day / here.open if here.per_day and here.open else 0.0
    behind = Behind(in_play(then, ":share"), then.given(own=asked.currency, share=share), "sum", "money", here.currency)
    return found._replace(definition=f"{_PAST}{found.definition}", behind=behind)
