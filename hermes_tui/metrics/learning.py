"""What closed leads teach about winning: gathered from the file, learned, kept as JSON, and told in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.formats import count
from hermes_tui.scoring.learning.columns import Case, LeftOut, filled
from hermes_tui.scoring.learning.weights import Weights, as_rows, reasons_of, weights_of
from hermes_tui.scoring.qualification import TEXT_CAP, Inquiry
from hermes_tui.scoring.score import Reason
from storage.queries import closed_leads as queries
from storage.queries.custom_fields import custom_fields
from storage.queries.rule_sets import newest_first

if TYPE_CHECKING:
    from hermes_tui.scoring.rules import Rules
    from storage.database import Database

MOST_CLOSED = 20_000
"""Closed leads that are learned from, the newest: more teach hardly anything, and the oldest were another market."""
_MOST_OPEN = 2_000
_OLD_FROM, _OLD_SHARE = 20, 0.1
_LEAST_ERROR = 0.005  # what ± 0.00 would hide

Tick = Callable[[int, int], None]


class Learned(NamedTuple):
    """What a learning found. `won` and `lost` are the closed leads it saw, of `closed` there were.

    AUC is the chance that a won lead scores above a lost one, of leads that the weights had not seen: `auc` with its
    standard error and 95 % interval, and `auc_rules` of the rules alone; None where there was too little to learn from.
    `weights` is None unless they `passed`: better than the rules, and than chance, by more than noise. `too_few` says
    what is missing, `without` which columns the rep left out. `at` is UTC ms.
    """

    at: int
    won: int
    lost: int
    closed: int
    auc: float | None = None
    auc_se: float | None = None
    low: float | None = None
    high: float | None = None
    auc_rules: float | None = None
    over_chance: bool = False
    too_few: str = ""
    left_out: tuple[LeftOut, ...] = ()
    without: tuple[str, ...] = ()
    weights: Weights | None = None

    @property
    def passed(self) -> bool:
        """Whether the weights may be used."""
        return self.weights is not None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What each rule and each level of a column is worth, the largest first; none where they may not be used."""
        return reasons_of(self.weights) if self.weights is not None else ()

    @property
    def words(self) -> str:
        """One sentence: what was learned and how good it is, or why nothing was."""
        from_them = f"{self.won:,} won / {self.lost:,} lost"
        if self.too_few:
            return f"Too few closed leads to learn from ({from_them}): {self.too_few}."
        if self.auc is None or self.auc_se is None or self.auc_rules is None or self.low is None or self.high is None:
            return "Nothing was learned yet: `hermes learn`."
        figures = f"AUC {self.auc:.2f} ± {max(_LEAST_ERROR, (self.high - self.low) / 2):.2f}"
        against = f"against rules {self.auc_rules:.2f}"
        newest = f", the newest of {self.closed:,}" if self.closed > self.won + self.lost else ""
        if self.passed:
            return f"Learned from {from_them}{newest}, {figures} {against}."
        if not self.over_chance:
            return (
                f"Nothing in these columns tells won from lost ({from_them}{newest}: {figures}, "
                f"where 0.50 is chance, {against}): the rules' points stay."
            )
        return (
            f"The columns tell no more than the rules do ({from_them}{newest}: {figures} {against}): "
            "the rules' points stay."
        )


class Panel(NamedTuple):
    """All that a screen shows of learning: what was learned last (None: nothing), whether it is used, how many leads
    were closed since, and whether that is enough to learn anew, in words (empty: it is not)."""

    learned: Learned | None
    used: bool
    closed_since: int
    advice: str


def learn_from(
    database: Database, rules: Rules, now: int, *, without: Sequence[str] = (), tick: Tick = lambda done, of: None
) -> Learned:
    """Learn from the closed leads of the file; writes nothing. `tick(done, of)` is told, and may raise to stop."""
    won, lost = queries.closed_counts(database)
    found = Learned(now, won, lost, won + lost, without=tuple(without))
    from hermes_tui.scoring.learning.judging import TWO_SIDED_95, too_few
    from hermes_tui.scoring.learning.lesson import learn

    missing = too_few(won, lost)
    if missing:
        return found._replace(too_few=missing)
    cases = [
        Case(row.id, bool(row.won), _inquiry(row)) for row in queries.closed_leads(database, MOST_CLOSED, TEXT_CAP)
    ]
    cases.sort(key=lambda case: case.lead_id)
    found = found._replace(won=sum(case.won for case in cases), lost=sum(not case.won for case in cases))
    missing = too_few(found.won, found.lost)
    if missing:  # among the newest
        return found._replace(too_few=missing)
    kinds = {f"custom.{field.name}".casefold(): field.kind for field in custom_fields(database)}
    opens = filled([_inquiry(row) for row in queries.open_leads(database, _MOST_OPEN)])
    lesson = learn(cases, rules, kinds=kinds, opens=opens, without=without, tick=tick)
    judged = lesson.compared
    half = TWO_SIDED_95 * judged.auc_se
    return found._replace(
        auc=judged.auc, auc_se=judged.auc_se, low=max(0.0, judged.auc - half), high=min(1.0, judged.auc + half),
        auc_rules=judged.auc_rules, over_chance=judged.over_chance, left_out=lesson.left_out,
        weights=lesson.weights if judged.beats else None,
    )  # fmt: skip


def _inquiry(row: queries.ClosedRow) -> Inquiry:
    return Inquiry(
        row.title, row.description, row.tags, row.budget_min, row.budget_max, row.currency, row.columns
    )  # fmt: skip


# -- kept beside the rules -------------------------------------------------------------------------------


def as_text(learned: Learned) -> str:
    """What was learned as JSON, for the file; `learned_of` reads it back."""
    rows = learned._asdict()
    rows["left_out"] = [list(each) for each in learned.left_out]
    rows["weights"] = None if learned.weights is None else as_rows(learned.weights)
    return json.dumps(rows, ensure_ascii=False)


def learned_of(text: str) -> Learned:
    """What `as_text` wrote. Raises ValueError where it cannot be read, such as what a newer Hermes wrote."""
    try:
        rows = json.loads(text)
        known = {name: rows[name] for name in Learned._fields if name in rows}
        known["left_out"] = tuple(LeftOut(str(column), str(why)) for column, why in rows["left_out"])
        known["without"] = tuple(map(str, rows["without"]))
        known["weights"] = None if rows["weights"] is None else weights_of(text)
        return Learned(**known)
    except (TypeError, KeyError, json.JSONDecodeError) as fault:
        raise ValueError("what was learned cannot be read") from fault


def panel(database: Database) -> Panel:
    """What was learned last, whether it is used, and whether learning anew is worth it."""
    row = next(newest_first(database), None)
    try:
        learned = learned_of(row.learned) if row is not None and row.learned else None
    except ValueError:
        learned = None
    if learned is None:
        return Panel(None, False, 0, "")
    since = max(0, sum(queries.closed_counts(database)) - learned.closed)
    old = since >= max(_OLD_FROM, _OLD_SHARE * learned.closed)
    advice = f"{count(since, 'lead')} closed since: `hermes learn` learns anew." if old else ""
    return Panel(learned, bool(row is not None and row.use_learned), since, advice)
