"""Lists, counts and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, data, is_terminal, say, table
from hermes_tui.cli.session import Session, as_id
from hermes_tui.formats import DAY_MS, age, iso, money_with
from storage.queries.leads import LeadRow, Leads
from storage.queries.stages import StageRow, stages

if TYPE_CHECKING:
    from storage.database import Database

# What a table prints unless told otherwise; what is left out is always said. JSON leaves nothing out.
SHOWN_ON_TERMINAL = 50
SHOWN_IN_PIPE = 500
LONGEST_SILENT_FIRST = (("lead.silent_since", True), ("lead.id", True))

_HEADER = ("id", "company", "title", "stage", "value", "heat", "silent", "state", "next task")


def list_leads(session: Session) -> int:
    """`hermes list [FILTER]`."""
    return _list(session, " ".join(session.given.words), ())


def stale(session: Session) -> int:
    """`hermes stale [FILTER]`: those left alone longest first."""
    return _list(session, " ".join(["+stale", *session.given.words]), LONGEST_SILENT_FIRST)


def count(session: Session) -> int:
    """`hermes count [FILTER]`."""
    database = session.reading()
    found = _leads(session, database, " ".join(session.given.words), (), stages(database)).total()
    if session.json:
        as_json({"count": found})
    else:
        data(str(found))
    return OK


def _leads(
    session: Session, database: Database, text: str, order: tuple[tuple[str, bool], ...], pipeline: list[StageRow]
) -> Leads:
    if not text.strip():
        return Leads(database, now=session.now, order=order)
    compiled = session.compiled(text, pipeline)
    return Leads(database, now=session.now, where=compiled.where, params=compiled.params, order=compiled.sort or order)


def _list(session: Session, text: str, order: tuple[tuple[str, bool], ...]) -> int:
    database = session.reading()
    pipeline = stages(database)
    leads = _leads(session, database, text, order, pipeline)
    total = leads.total()
    rows = leads.page(0, min(total, _limit(session, total)))
    by_id = {stage.id: stage for stage in pipeline}
    stale_days = session.settings.stale_days
    if session.json:
        from hermes_tui.actions.lead_json import lead_item

        as_json([lead_item(row, by_id[row.stage_id], session.now, stale_days) for row in rows])
    elif rows:
        _print(rows, by_id, session)
        if len(rows) < total:
            say(f"{len(rows):,} of {total:,} leads; --all prints every one.")
    if not rows:
        say("No lead matches." if text.strip() else "No leads yet: `hermes import FILE.csv` or `hermes add title=…`.")
    return NOTHING if text.strip() and not rows else OK


def _limit(session: Session, total: int) -> int:
    wanted = session.given.whole("--limit")
    if wanted is not None:
        return wanted
    if session.json or session.given.flag("--all"):
        return total
    return SHOWN_ON_TERMINAL if is_terminal() else SHOWN_IN_PIPE


def _print(rows: list[LeadRow], by_id: dict[int, StageRow], session: Session) -> None:
    now, settings = session.now, session.settings
    table(
        _HEADER,
        [
            (
                str(row.id),
                row.company or "–",
                row.title,
                by_id[row.stage_id].label,
                money_with(row.value, row.currency),
                str(row.heat),
                age(row.silent_since, now),
                _state(row, by_id[row.stage_id], now, settings.stale_days, settings.hot_from),
                f"{row.next_task_on or ''} {row.task_title}".strip() if row.task_title else "",
            )
            for row in rows
        ],
        right=(0, 4, 5, 6),
        stretch=(1, 2, 8),
    )


def _state(row: LeadRow, stage: StageRow, now: int, stale_days: int, hot_from: int) -> str:
    """What holds of an open lead, in words; closed ones have nothing left to do.

    The definitions are lead_json's, whose import costs a third of an empty Python; a test holds the two equal.
    """
    if not row.is_open:
        return ""
    marks = []
    if row.owed_since is not None:
        marks.append("owed")
    if row.heat >= hot_from:
        marks.append("hot")
    if row.snoozed_until is not None and row.snoozed_until > now:
        marks.append("snoozed")
    elif (now - row.silent_since) // DAY_MS >= stale_days:
        marks.append("stale")
    if stage.threshold_days is not None and (now - row.stage_entered_at) // DAY_MS > stage.threshold_days:
        marks.append("stuck")
    if row.risk:
        marks.append("at-risk")
    return " ".join(marks)


# -- what was done ----------------------------------------------------------------------------------------


def log(session: Session) -> int:
    """`hermes log [ID]`: the latest actions, undone ones marked."""
    from storage.journal import history
    from storage.queries.lead import detail

    database = session.reading()
    lead_id = as_id(session.given.words[0]) if session.given.words else None
    if lead_id is not None:
        detail(database, lead_id)
    lines = history(database, session.given.whole("--limit") or 20, lead_id)
    if session.json:
        as_json(
            [
                {"action_id": line.id, "at": iso(line.at), "kind": line.kind, "done": line.label,
                 "undone_at": iso(line.undone_at)}
                for line in lines
            ]
        )  # fmt: skip
    elif lines:
        rows = [
            (str(line.id), f"{iso(line.at)}", line.kind, line.label + (" (undone)" if line.undone_at else ""))
            for line in lines
        ]
        table(("id", "at", "kind", "done"), rows, right=(0,), stretch=(3,))
    else:
        say("Nothing was done yet.")
    return OK
