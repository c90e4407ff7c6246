"""What came of what we said: which of our touches were answered, and which led a deal on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.metrics import spoken
from hermes_tui.metrics.activity import DIRECTION_TEXTS, LABELS, narrowed
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.intervals import Rate, rate
from hermes_tui.metrics.tables import Cell, Column, Number, Table
from hermes_tui.metrics.written import counted, shared
from storage.queries import activity as queries
from storage.queries.activity import KINDS

if TYPE_CHECKING:
    from storage.database import Database


class Outcome(NamedTuple):
    """Our touches of a kind (None: of any) that went one way, out, and what came of them.

    Of those older than 14 days, `answered`: they wrote or spoke within 14 days, `unanswered`: they did not; `answers`
    is answered ÷ (answered + unanswered). The younger ones are `maturing`, of which `so_far` are answered: a rate that
    counted these would be too high, as an answer is known sooner than the lack of one. `moved`: the deal went forward
    within 7 days; `moves` is the share of those older than 7 days. `came_in` and `talked` are the touches of that kind
    from them, and with them.
    """

    kind: str | None
    out: int
    answered: int
    unanswered: int
    maturing: int
    so_far: int
    answers: Rate
    moved: int
    moves: Rate
    came_in: int
    talked: int


_SUMS = 7  # of each kind


def _sums(database: Database, asked: Asked) -> dict[str, list[int]]:
    """Of our touches, by kind: all; of the older ones answered and not; of the younger answered; moved; of the older
    ones moved and not."""
    ask = spoken.asks(database, asked)
    which = (
        ask.answered | True, ask.matured & ask.answered, ask.matured & ~ask.answered, ~ask.matured & ask.answered,
        ask.moved, ask.moved_matured & ask.moved, ask.moved_matured & ~ask.moved,
    )  # fmt: skip
    found: dict[str, list[int]] = {}
    for place, kind in enumerate(KINDS):
        of_kind = ask.kind == place
        if of_kind.any():
            found[kind] = [int((of_kind & such).sum()) for such in which]
    return found


def outcomes(database: Database, asked: Asked) -> tuple[Outcome, ...]:
    """Each kind that there was in the window, then all of them together; a note is said to nobody, and is left out."""
    ours = _sums(database, asked)
    (said,) = spoken.counts(spoken.spoken(database, asked), [(asked.since, asked.at)])
    found = []
    for kind in KINDS[:-1]:
        theirs, talked = said.get((kind, "in"), 0), said.get((kind, "both"), 0)
        if kind in ours or theirs or talked:
            found.append(_outcome(kind, ours.get(kind, [0] * _SUMS), theirs, talked))
    if found:
        sums = [sum(row[place] for row in ours.values()) for place in range(_SUMS)]
        found.append(_outcome(None, sums, sum(row.came_in for row in found), sum(row.talked for row in found)))
    return tuple(found)


def _outcome(kind: str | None, sums: Sequence[int], came_in: int, talked: int) -> Outcome:
    out, answered, unanswered, so_far, moved, moved_then, stayed = sums
    return Outcome(
        kind, out, answered, unanswered, out - answered - unanswered, so_far, rate(answered, answered + unanswered),
        moved, rate(moved_then, moved_then + stayed), came_in, talked,
    )  # fmt: skip


_COLUMNS = (
    Column("Kind", "kind", False), Column("Out", "out"), Column("Answered", "answered"),
    Column("Unanswered", "unanswered"), Column("Maturing", "maturing"), Column("Answer rate", "rate"),
    Column("Led on", "moved"), Column("Led-on rate", "moved_rate"), Column("In", "in"), Column("Talks", "both"),
)  # fmt: skip
_OUT = "Touches of ours in the period that went one way: messages that left, calls, voicemails."
_OLDER = f"{_OUT} Of those, older than 14 days"
_TEXTS: tuple[tuple[str, str, str], ...] = (
    # column, condition over the touch, definition
    ("out", "1 = 1", _OUT),
    (
        "answered",
        "matured AND answered",
        f"{_OLDER}: anybody of that lead wrote or spoke within 14 days after it. A machine's answer is none.",
    ),
    (
        "unanswered",
        "matured AND NOT answered",
        f"{_OLDER}: nobody of that lead wrote or spoke within 14 days after it.",
    ),
    (
        "maturing",
        "NOT matured",
        f"{_OUT} Of those, younger than 14 days. Answered or not, they are in no rate yet: an answer is known sooner "
        "than the lack of one.",
    ),
    (
        "moved",
        "moved",
        f"{_OUT} Of those, the deal went forward (to a later stage, or was won) within 7 days after it.",
    ),
)
_RATE = (
    "Answered ÷ (answered + unanswered): of our one-way touches older than 14 days, those after which they wrote or "
    "spoke within 14 days."
)
_MOVE_RATE = "Of our one-way touches older than 7 days: those after which the deal went forward within 7 days."


def outcomes_table(database: Database, asked: Asked) -> Table:
    """What came of our touches, kind by kind."""
    rows = tuple(_row(row, asked) for row in outcomes(database, asked))
    return Table(
        "outcomes", "Touches by outcome", _COLUMNS, rows, 5, empty="No touch took place in this period.",
        note="Younger than 14 days is maturing. One answer may answer several touches." if rows else "",
    )  # fmt: skip


def _row(row: Outcome, asked: Asked) -> tuple[Cell, ...]:
    given = asked.given(kind=row.kind, code=None if row.kind is None else KINDS.index(row.kind))
    kind = "" if row.kind is None else " AND code = :code"
    asks = queries.asks(narrowed(asked))

    def such(condition: str, amount: str = "1") -> str:
        return f"SELECT lead_id, {amount} FROM ({asks}) AS ask WHERE {condition}{kind} ORDER BY at DESC, lead_id"

    numbers: dict[str, Number] = {
        name: counted(getattr(row, name), text, such(condition), given, unit="touches")
        for name, condition, text in _TEXTS
    }
    if row.so_far:
        numbers["maturing"] = numbers["maturing"]._replace(note=f"{row.so_far:,} of them answered so far")
    split = (("answered", f"{row.answered:,}"), ("unanswered", f"{row.unanswered:,}"))
    answers = shared(row.answers, _RATE, such("matured", "answered"), given, split)
    moves = shared(row.moves, _MOVE_RATE, such("moved_matured", "moved"), given)
    others = [_said_number(row, asked, direction, given) for direction in ("in", "both")]
    return (
        "All" if row.kind is None else LABELS[row.kind], numbers["out"], numbers["answered"], numbers["unanswered"],
        numbers["maturing"], answers, numbers["moved"], moves, *others,
    )  # fmt: skip


def _said_number(row: Outcome, asked: Asked, direction: str, given: Mapping[str, Any]) -> Number:
    """What came from them in this kind, or was said with them."""
    n, text = (row.came_in if direction == "in" else row.talked), DIRECTION_TEXTS[direction]
    kind = "" if row.kind is None else " AND kind = :kind"
    sql = f"""SELECT lead_id, 1 FROM ({queries.said(narrowed(asked))}) AS spoken
    WHERE direction = '{direction}'{kind} ORDER BY at DESC, lead_id"""
    return counted(n, text, sql, given, unit="touches")
