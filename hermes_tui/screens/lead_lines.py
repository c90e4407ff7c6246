"""How a lead is drawn in a line or on a card; data text passes through Content, never as a bare string."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui import formats
from hermes_tui.scoring.phrase import RISK_WORDS, phrase_from_row
from storage.queries.queue import QueueRow, Section
from storage.queries.stages import StageRow

if TYPE_CHECKING:
    from storage.queries.leads import LeadRow

DAY_MS = formats.DAY_MS
HOT = "▲"  # the badge of a hot lead: it stands out without colour
NO_LEADS = Content.assemble(
    ("No leads yet\n\n", "bold"), ("c", "bold $accent"), " adds one    ",
    (":import FILE.csv", "bold $accent"), " brings yours in",
)  # fmt: skip
NOT_FOUND = Content.assemble(("No lead is like that\n\n", "bold"), ("Esc", "bold $accent"), " shows all")
Pipeline = Mapping[int, StageRow]


def name_of(company: str | None, title: str) -> str:
    """What to call a lead where there is room for one name."""
    return company or title


def queue_phrase(row: QueueRow, pipeline: Pipeline, now: int, today: date) -> str:
    """The reason for a lead's place in the queue, in the words that the preview uses too."""
    stage = pipeline[row.stage_id]
    due = None if row.next_task_on is None else (date.fromisoformat(row.next_task_on) - today).days
    return phrase_from_row(
        row.section,
        stage=stage.name,
        days_silent=(now - row.silent_since) // DAY_MS,
        days_in_stage=(now - row.stage_entered_at) // DAY_MS,
        threshold=stage.threshold_days if stage.threshold_days is not None else float("inf"),
        median=stage.median_days,
        owed_days=None if row.owed_since is None else (now - row.owed_since) // DAY_MS,
        unanswered_out=row.unanswered_out,
        task_title=row.task_title,
        task_due_days=due,
        parked_until=row.next_task_on,
        risk=row.risk,
        never_touched=row.last_touch_at is None,
    )


_SECTION_STYLE: dict[int, str] = {
    Section.OWED: "bold $accent",
    Section.DUE: "$foreground",
    Section.PARKED: "$text-muted",
}


def queue_cells(row: QueueRow, pipeline: Pipeline, now: int, today: date, hot_from: int) -> list[Content]:
    """Cells of a queue line: age, name, stage, value, heat, the badges of risk and heat, and the reason."""
    style = _SECTION_STYLE.get(row.section, "")
    dim = "$text-muted" if row.section != Section.OWED else ""
    hot = row.heat >= hot_from
    return [
        Content.styled(formats.age(row.silent_since, now), dim),
        Content.styled(name_of(row.company, row.title), "bold" if row.section == Section.OWED else ""),
        Content.styled(pipeline[row.stage_id].label, "$text-muted"),
        Content("–" if row.value is None else formats.short_money(row.value)),
        Content.styled(str(row.heat), "bold" if hot else "" if row.heat else "dim"),
        Content.assemble(
            ("!" if row.risk else " ", "bold $text-warning"),
            (HOT if hot else " ", "bold $text-warning"),
            " ",
            (queue_phrase(row, pipeline, now, today), style),
        ),
    ]


def departure_cell(send_at: int, now: int, zone: tzinfo) -> Content:
    """In the place of the reason: a mail waits in the outbox. Not how many seconds: the line is not drawn anew."""
    when = "" if send_at - now < DAY_MS else f" {formats.day(send_at, zone, now).strip()}"
    return Content.assemble("   ", ("→", "bold $accent"), f" mail goes out{when}")


def heat_cell(heat: int, *, hot: bool) -> Content:
    """Heat as a number, with its badge where the lead is hot."""
    if hot:
        return Content.assemble((HOT, "$text-warning"), (str(heat), "bold"))
    return Content.styled(str(heat), "" if heat else "dim")


def lead_cells(row: LeadRow, pipeline: Pipeline, now: int, hot_from: int) -> list[Content]:
    """Cells of a line in the list of leads: id, company, title, stage, value, score, heat, silence, source, next."""
    stage = pipeline[row.stage_id]
    flags = lead_flags(row, pipeline, now)
    return [
        Content.styled(f"{row.id}", "dim"),
        Content.styled(row.company or "", "bold" if row.is_open else ""),
        Content(row.title),
        Content.styled(stage.label, "$text-muted" if row.is_open else "dim"),
        Content(formats.money(row.value)),
        Content("–" if row.score is None else str(row.score)),
        heat_cell(row.heat, hot=bool(row.is_open) and row.heat >= hot_from),
        Content.styled(formats.age(row.silent_since, now), "" if row.is_open else "dim"),
        Content.styled(flags, "$text-warning"),
        Content.styled(row.source or "", "$text-muted"),
        Content.styled(row.task_title or "", "$text-muted"),
    ]


def lead_flags(row: LeadRow, pipeline: Pipeline, now: int) -> str:
    """What decides, in words: `owed`, `stuck`, `snoozed`, `single-threaded`, at most two; empty where nothing does."""
    if not row.is_open:
        return ""
    found = []
    if row.owed_since is not None:
        found.append("owed")
    if row.snoozed_until is not None and row.snoozed_until > now:
        found.append("snoozed")
    threshold = pipeline[row.stage_id].threshold_days
    if threshold is not None and (now - row.stage_entered_at) // DAY_MS > threshold:
        found.append("stuck")
    if row.risk:
        found.append(f"! {RISK_WORDS[row.risk]}")
    return " ".join(found[:2])


def card(row: LeadRow, pipeline: Pipeline, now: int, width: int, hot_from: int) -> list[Content]:
    """A card of two lines: name and value, then silence, heat and what decides."""
    value = formats.short_money(row.value) if row.value is not None else ""
    name = name_of(row.company, row.title)
    first = Content.styled(name, "bold" if row.owed_since is not None else "")
    room = max(1, width - len(value) - 1)
    first = first.truncate(room, ellipsis=True) if first.cell_length > room else first
    gap = " " * max(1, width - first.cell_length - len(value))
    hot = bool(row.is_open) and row.heat >= hot_from
    heat = Content.styled(f"{HOT} heat {row.heat}" if hot else f"heat {row.heat}", "bold" if hot else "")
    second = [Content(formats.age(row.silent_since, now)), heat if row.heat else "", lead_flags(row, pipeline, now)]
    said = [part if isinstance(part, Content) else Content(part) for part in second if part]
    return [Content.assemble(first, gap, (value, "")), Content("  ").join(said).stylize_before("$text-muted")]
