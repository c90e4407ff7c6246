"""The funnel: how many entered each group of stages, and what came of them (definitions.md, "Conversion per stage")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.intervals import Rate, rate
from hermes_tui.metrics.tables import Cell, Column, Table
from hermes_tui.metrics.written import counted, shared

if TYPE_CHECKING:
    from storage.database import Database


class Step(NamedTuple):
    """A funnel group, by its first stage: the leads that entered it in the window, each once, and what came first.

    `passed` of the `entered` skipped it and are filled in. `advanced` reached a later open group or WON, `dropped`
    came to LOST or ARCHIVED before that, `open` did neither until `at`; `rate` is of those that did. `is_won`: it is
    the end, and only `entered` is counted.
    """

    group_id: int
    stage: str
    label: str
    entered: int
    passed: int
    advanced: int
    dropped: int
    open: int
    rate: Rate
    is_won: bool = False


# A lead's first entry in the window: one row a lead. By index visit_entered, which covers it.
_ENTRY = """
visit.group_id = {group} AND visit.at > :since AND visit.at <= :at
    AND (visit.entered_before IS NULL OR visit.entered_before <= :since){of}
"""
_STEPS = f"""
SELECT step.id, step.name, step.label, step.kind, COUNT(visit.lead_id), COALESCE(SUM(visit.passed), 0),
    COUNT(CASE WHEN visit.outcome_at <= :at AND visit.outcome = 'advanced' THEN 1 END),
    COUNT(CASE WHEN visit.outcome_at <= :at AND visit.outcome = 'dropped' THEN 1 END)
FROM stage AS step LEFT JOIN visit ON {_ENTRY.format(group="step.id", of="{of}")}
WHERE step.kind IN ('open', 'won')
    AND step.id = (SELECT MIN(first.id) FROM stage AS first WHERE first.funnel_group = step.funnel_group)
GROUP BY step.id, step.name, step.label, step.kind ORDER BY step.id
"""


def funnel(database: Database, asked: Asked) -> tuple[Step, ...]:
    """The open groups in pipeline order, then WON."""
    found = []
    for group, stage, label, kind, entered, passed, advanced, dropped in database.rows(
        _STEPS.format(of=asked.of("visit.lead_id")), asked.given()
    ):
        still = entered - advanced - dropped if kind == "open" else 0
        found.append(Step(group, stage, label, entered, passed, advanced, dropped, still,
                          rate(advanced, advanced + dropped), kind == "won"))  # fmt: skip
    return tuple(found)


# -- the table -----------------------------------------------------------------------------------------------

_COLUMNS = (
    Column("Stage", "stage", is_number=False), Column("Entered", "entered"), Column("Skipped", "entered_skipped"),
    Column("Moved on", "advanced"), Column("Dropped", "dropped"), Column("Still there", "open"), Column("Rate", "rate"),
)  # fmt: skip
_ENTERED = 1  # the column that bars are drawn of

_EACH = f"SELECT visit.lead_id, {{amount}} FROM visit WHERE {_ENTRY.format(group=':group', of='{of}')}{{which}} "
_EACH += "ORDER BY visit.at DESC"
_CAME = " AND visit.outcome_at <= :at AND visit.outcome {of_what}"
_STAYED = " AND (visit.outcome_at IS NULL OR visit.outcome_at > :at)"

_WHO = "Leads that entered {label} in the period, each once, those that skipped it included."
_SKIPPED = "Leads that went past {label} without standing there; for the funnel they entered it when they went past."
_ADVANCED = "Of the leads that entered {label}: those that later reached a later open stage, or were won."
_DROPPED = "Of the leads that entered {label}: those that were lost or archived before they came any further."
_OPEN = "Of the leads that entered {label}: those that neither came further nor were lost or archived yet."
_RATE = (
    "Of the leads that entered {label} in the period, moved on ÷ (moved on + dropped). Those still there count on "
    "neither side; lost and archived are never progress."
)


def funnel_table(database: Database, asked: Asked) -> Table:
    """The funnel, the follow-ups counted as Contacted."""
    steps = funnel(database, asked)
    rows = tuple(_row(step, asked) for step in steps) if any(step.entered for step in steps) else ()
    return Table("funnel", "Funnel", _COLUMNS, rows, _ENTERED, "No lead entered a stage in the period.",
                 "Follow-ups count as Contacted.")  # fmt: skip


def _row(step: Step, asked: Asked) -> tuple[Cell, ...]:
    given: dict[str, Any] = asked.given(group=step.group_id)
    of = asked.of("visit.lead_id")

    def those(which: str, amount: str = "1") -> str:
        return _EACH.format(amount=amount, which=which, of=of)

    def said(definition: str) -> str:
        return definition.format(label=step.label)

    entered = counted(step.entered, said(_WHO), those(""), given)
    if step.is_won:
        return (step.label, entered, "", "", "", "", "")
    inputs = (("moved on", f"{step.advanced:,}"), ("lost or archived", f"{step.dropped:,}"),
              ("still there", f"{step.open:,}"))  # fmt: skip
    return (
        step.label,
        entered,
        counted(step.passed, said(_SKIPPED), those(" AND visit.passed = 1"), given),
        counted(step.advanced, said(_ADVANCED), those(_CAME.format(of_what="= 'advanced'")), given),
        counted(step.dropped, said(_DROPPED), those(_CAME.format(of_what="= 'dropped'")), given),
        counted(step.open, said(_OPEN), those(_STAYED), given),
        shared(step.rate, said(_RATE), those(_CAME.format(of_what="IS NOT NULL"),
               "CASE WHEN visit.outcome = 'advanced' THEN 1 ELSE 0 END"), given, inputs),
    )  # fmt: skip
