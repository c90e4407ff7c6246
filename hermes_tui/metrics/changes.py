"""What changed in the pipeline in a window: deals that came, moved, slipped and went, and the value in and out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.metrics import flows
from hermes_tui.metrics.asked import ALL, Asked
from hermes_tui.metrics.money import Money, money_number, named, of_sums
from hermes_tui.metrics.standing import AT_MOST, gone_words, left_out, value_columns
from hermes_tui.metrics.tables import Cell, Column, Table
from hermes_tui.metrics.written import counted

if TYPE_CHECKING:
    from storage.database import Database


class Changed(NamedTuple):
    """So many leads, and their values by currency, as at the window's end; of raised and lowered the difference."""

    n: int
    values: tuple[Money, ...]


class Changes(NamedTuple):
    """Opened + value in − value out = left, in each currency; `opened` and `left` are the open deals at both ends.

    Value in is that of deals created, reopened, reclosed (closed before, and otherwise closed now: they go out again)
    and of those raised; value out that of deals won, lost, archived, and lowered. `revalued` is both together, its
    values the net. A deal that was created or reopened has no further revaluation: it comes in with its last value.
    """

    opened: Changed
    created: Changed
    reopened: Changed
    reclosed: Changed
    raised: Changed
    value_in: Changed
    won: Changed
    lost: Changed
    archived: Changed
    lowered: Changed
    value_out: Changed
    left: Changed
    moved: Changed
    back: Changed
    slipped: Changed
    revalued: Changed


# Those that moved back one by one: they slipped as well.
_MOVES = """
SELECT came_in, went, CASE WHEN went = 'back' THEN lead_id END, currency, COUNT(*), COUNT(value), SUM(value)
FROM ({moves}) GROUP BY 1, 2, 3, 4
"""
_REVALUED = "SELECT went, currency, lead_id, value, more FROM ({revalued})"
_SUMS = "SELECT currency, COUNT(*), COUNT(value), SUM(value) FROM ({deals}) GROUP BY 1"

_Sums = tuple[str | None, int, int, int]  # currency, leads, those with a value, their sum


def changes(database: Database, asked: Asked) -> Changes:
    """What changed after `asked.since` up to `asked.at`."""
    given = flows.given(asked)
    came: dict[str | None, list[_Sums]] = {}
    went: dict[str | None, list[_Sums]] = {}
    gone_back = []
    for into, out, back, *sums in database.rows(_MOVES.format(moves=flows.moves(asked)), given):
        row = (sums[0], sums[1], sums[2], sums[3] or 0)
        came.setdefault(into, []).append(row)
        went.setdefault(out, []).append(row)
        if back is not None:
            gone_back.append(back)
    given["gone_back"] = str(gone_back)
    worth = database.rows(_REVALUED.format(revalued=flows.revalued(asked)), given)
    more: dict[str, list[_Sums]] = {"raised": [], "lowered": []}
    for out, currency, _, value, _ in worth:
        more[out].append((currency, 1, 1, value))

    def of(deals: str) -> Changed:
        return _changed(tuple(database.rows(_SUMS.format(deals=deals), given)))

    everything_in = [row for into, rows in came.items() if into for row in rows]
    everything_out = [row for out in ("won", "lost", "archived") for row in went.get(out, ())]
    return Changes(
        opened=of(flows.open_at(asked, ":since")) if asked.since != ALL else Changed(0, ()),
        **{name: _changed(came.get(name, ())) for name in ("created", "reopened", "reclosed")},
        raised=_changed(more["raised"]),
        value_in=_changed(everything_in + more["raised"], len(more["raised"])),
        **{name: _changed(went.get(name, ())) for name in ("won", "lost", "archived")},
        lowered=_changed(more["lowered"]),
        value_out=_changed(everything_out + more["lowered"], len(more["lowered"])),
        left=of(flows.open_at(asked, ":at")),
        moved=_changed(went.get("moved", ())),
        back=_changed(went.get("back", ())),
        slipped=of(flows.slipped(asked, flows.GONE_BACK)),
        revalued=Changed(
            len({lead for _, _, lead, _, _ in worth}), of_sums((currency, 1, net) for _, currency, _, _, net in worth)
        ),
    )


def _changed(rows: Iterable[_Sums], uncounted: int = 0) -> Changed:
    """`uncounted`: rows that bring value and no lead."""
    rows = list(rows)
    return Changed(sum(row[1] for row in rows) - uncounted, of_sums((row[0], row[2], row[3] or 0) for row in rows))


# -- as a table --------------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """A row: its name in Changes, its label, what it is, and which rows of which query are behind it."""

    name: str
    label: str
    definition: str
    deals: str
    such: str = "1"


_THAN = "than when the period began or, if they came in later, than where they came in."
_NOW = "Values are those at the end of the period."


def lines(asked: Asked) -> tuple[_Line, ...]:
    """The rows in order: what was open, what came, what went, what is open; then what moved within."""
    moves, worth = flows.moves(asked), flows.revalued(asked)
    since, at = flows.open_at(asked, ":since"), flows.open_at(asked, ":at")
    return (
        _Line("opened", "Open at the start", "Deals that stood in an open stage when the period began, with the "
              "values they had then.", since),
        _Line("created", "+ created", f"Leads that came into the pipeline in the period, open or closed by now. {_NOW}",
              moves, "deal.came_in = 'created'"),
        _Line("reopened", "+ reopened", f"Deals that were closed when the period began and were opened in it. {_NOW}",
              moves, "deal.came_in = 'reopened'"),
        _Line("reclosed", "+ closed otherwise", "Deals closed before the period that went from one closed stage to "
              f"another in it. They stand under won, lost or archived too, so that nothing is left of them. {_NOW}",
              moves, "deal.came_in = 'reclosed'"),
        _Line("raised", "+ raised", "Deals open when the period began that are worth more at its end, or were when "
              "they closed: by how much. In another currency the new value counts whole.", worth,
              "deal.went = 'raised'"),
        _Line("value_in", "= in", "Created, reopened, closed otherwise and raised, together; those raised are not "
              "counted among the leads.", flows.came_in(asked)),
        _Line("won", "− won", f"Deals that came to WON in the period and stand there at its end. {_NOW}", moves,
              "deal.went = 'won'"),
        _Line("lost", "− lost", f"Deals that came to LOST in the period and stand there at its end. {_NOW}", moves,
              "deal.went = 'lost'"),
        _Line("archived", "− archived", f"Leads that came to ARCHIVED in the period and stand there at its end. {_NOW}",
              moves, "deal.went = 'archived'"),
        _Line("lowered", "− lowered", "Deals open when the period began that are worth less at its end, or were when "
              "they closed: by how much. In another currency the old value counts whole.", worth,
              "deal.went = 'lowered'"),
        _Line("value_out", "= out", "Won, lost, archived and lowered, together; those lowered are not counted among "
              "the leads.", flows.went_out(asked)),
        _Line("left", "Open at the end", "Deals that stand in an open stage at the end of the period: open at the "
              "start + in − out.", at),
        _Line("moved", "moved forward", f"Deals open at the end that stand in a later stage {_THAN} {_NOW}", moves,
              "deal.went = 'moved'"),
        _Line("back", "moved back", f"Deals open at the end that stand in an earlier stage {_THAN} {_NOW}", moves,
              "deal.went = 'back'"),
        _Line("slipped", "slipped", "Deals open at the end that moved back, or that went back in the period to where "
              "they had been (a follow-up counts as Contacted) and went on since, or whose deadline was moved later, "
              f"or passed, in the period; each once. {_NOW}", flows.slipped(asked)),
    )  # fmt: skip


_SELDOM = frozenset({"reopened", "reclosed", "raised", "lowered"})  # rows that are shown where there is something


def changes_table(database: Database, asked: Asked) -> Table:
    """A row a change; values have a column for each currency, as amounts of two are never one."""
    found = changes(database, asked)._asdict()
    monies = named(tuple(money for changed in found.values() for money in changed.values), asked)
    currencies = [str(money.currency) for money in monies[:AT_MOST]] or [asked.currency]
    columns = (Column("What", "what", is_number=False), Column("Leads", "leads"), *value_columns(currencies))
    shown = [line for line in lines(asked) if _is_shown(line, found[line.name], asked)]
    given = flows.given(asked)
    gone = "" if asked.since == ALL else gone_words(database, asked, asked.since)
    return Table(
        "changes", "What changed", columns,
        tuple(_row(line, found[line.name], asked, currencies, given) for line in shown),
        note=" ".join(filter(None, (gone, left_out(monies)))),
    )  # fmt: skip


def _is_shown(line: _Line, changed: Changed, asked: Asked) -> bool:
    if line.name == "opened":
        return asked.since != ALL
    return bool(changed.n or changed.values) or line.name not in _SELDOM


def _row(line: _Line, changed: Changed, asked: Asked, currencies: list[str], given: dict[str, Any]) -> tuple[Cell, ...]:
    deals, behind = f"({line.deals}) AS deal", line
    values = {money.currency: money for money in named(changed.values, asked)}
    extra = {name: given[name] for name in ("first_day", "last_day")}
    return (
        line.label,
        counted(changed.n, line.definition, _leads_of(behind, asked), given),
        *(
            money_number(
                values.get(code, Money(code, 0, 0, 0.0)), asked, deals, line.definition, such=line.such, **extra
            )
            for code in currencies
        ),
    )


def _leads_of(line: _Line, asked: Asked) -> str:
    """What counts as a lead of a row: of the sums in and out the deals only, not those worth another sum."""
    of_moves = {"value_in": "deal.came_in IS NOT NULL", "value_out": "deal.went IN ('won', 'lost', 'archived')"}
    if line.name in of_moves:
        return f"SELECT deal.lead_id, 1 FROM ({flows.moves(asked)}) AS deal WHERE {of_moves[line.name]} ORDER BY 1"
    return f"SELECT deal.lead_id, 1 FROM ({line.deals}) AS deal WHERE {line.such} ORDER BY 1"
