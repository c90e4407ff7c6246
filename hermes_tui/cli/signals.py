"""Buying signals: list, set by hand, confirm, refuse, remove; clicks brought in from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import NOTHING, OK, SOME_REJECTED
from hermes_tui.cli.output import as_json, say, table
from hermes_tui.cli.session import Session, all_ids, as_id
from hermes_tui.formats import age, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from hermes_tui.actions.clicks import ClickResult
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.exchange.clicks import Clicks
    from storage.queries.signals import SignalItem

SHOWN = 500  # of a list, to a person; JSON keeps everything
_REJECTED_SHOWN = 10
_SIGNAL = "buying signal"


def listing(session: Session) -> int:
    """`hermes signal list [LEAD] [--suggested|--all]`: what waits and what was confirmed; of one lead, all."""
    from storage.queries import lead as lead_queries
    from storage.queries.signals import Signals

    given, database = session.given, session.reading()
    lead_id = as_id(given.words[0]) if given.words else None
    if lead_id is not None:
        lead_queries.detail(database, lead_id)
    states: tuple[str, ...] = ("suggested", "confirmed")
    if given.flag("--suggested"):
        states = ("suggested",)
    elif given.flag("--all") or lead_id is not None:
        states = ()
    found = Signals(database, lead_id=lead_id, states=states)
    total = found.total()
    rows = found.page(0, total if session.json else SHOWN)
    if session.json:
        from hermes_tui.actions.lead_json import signal_item

        as_json([{**signal_item(row), "lead": row.lead_id, "company": row.company, "title": row.title} for row in rows])
    elif rows:
        _print(rows, session.now)
        if len(rows) < total:
            say(f"{len(rows):,} of {total:,} signals; --json prints every one.")
    else:
        none = "No buying signal waits." if given.flag("--suggested") else "No buying signal yet."
        say(f"{none} `hermes signal add LEAD KIND` sets one.")
    return NOTHING if lead_id is not None and not rows else OK


def _print(rows: list[SignalItem], now: int) -> None:
    from hermes_tui.actions.signals import words_of_kind

    table(
        ("id", "lead", "signal", "state", "age", "who", "words"),
        [
            (
                str(row.id), f"#{row.lead_id} {row.company or row.title}", words_of_kind(row.kind), row.state,
                age(row.at, now), row.contact or "–", one_line(row.evidence),
            )
            for row in rows
        ],
        right=(0, 4), stretch=(1, 5, 6),
    )  # fmt: skip


def add(session: Session) -> int:
    """`hermes signal add LEAD KIND [-m WORDS] [--contact C] [--at WHEN]`."""
    from hermes_tui.actions.signals import set_signal
    from hermes_tui.actions.whom import named

    given = session.given
    lead_id, kind = as_id(given.words[0]), " ".join(given.words[1:])
    database = session.writing()
    whom = given.value("--contact")
    outcome = set_signal(
        database, [lead_id], kind, session.now, words=given.value("--message") or "",
        contact_id=named(database, [lead_id], whom) if whom is not None else None, at=session.at,
    )  # fmt: skip
    return session.wrote(outcome, outcome.made)


def confirm(session: Session) -> int:
    """`hermes signal confirm SIGNAL…`."""
    from hermes_tui.actions.signals import confirm as deed

    return _decided(session, lambda ids: deed(session.writing(), ids, session.now))


def refuse(session: Session) -> int:
    """`hermes signal refuse SIGNAL…`."""
    from hermes_tui.actions.signals import refuse as deed

    return _decided(session, lambda ids: deed(session.writing(), ids, session.now))


def remove(session: Session) -> int:
    """`hermes signal remove SIGNAL…`: those set by hand; what a text or a file gave is refused."""
    from hermes_tui.actions.signals import remove as deed

    return _decided(session, lambda ids: deed(session.writing(), ids, session.now))


def _decided(session: Session, deed: Callable[[list[int]], Outcome]) -> int:
    ids = all_ids(session.given.words, _SIGNAL)
    return session.wrote(deed(ids), ids[0], {"ids": ids} if len(ids) > 1 else None)


def find(session: Session) -> int:
    """`hermes signal find [FILTER]`: look again through what was said before."""
    from hermes_tui.actions.signals import find_signals
    from storage.queries.stages import stages

    database = session.writing()
    text = " ".join(session.given.words)
    asked = session.compiled(text, stages(database)) if text.strip() else None
    found = find_signals(
        database, session.now, where=asked.where if asked else "1", params=asked.params if asked else None
    )
    if session.json:
        said = {"suggested": found.suggested, "leads": found.leads, "gone": found.gone}
        as_json({**said, "action_id": found.outcome.action_id or None})
    else:
        say(found.outcome.words + (". Undo: hermes undo" if found.outcome.action_id else ""))
    return OK


# -- clicks ------------------------------------------------------------------------------------------------


def import_file(session: Session) -> int:
    """`hermes signal import FILE [--map field=COLUMN]… [--date FORMAT] [--at WHEN] [--dry-run]`."""
    import sys

    from hermes_tui.actions.clicks import import_clicks
    from hermes_tui.exchange.clicks import clicks_of, mapped_columns
    from hermes_tui.exchange.dates import FORMATS
    from hermes_tui.exchange.tables import read_bytes, read_file
    from storage.errors import UsageError

    given = session.given
    mapped = mapped_columns(given.values("--map"))
    asked = given.value("--date")
    if asked is not None and asked not in FORMATS:
        raise UsageError(f"There is no date format `{asked}`; known are {', '.join(FORMATS)}. Nothing was recorded.")
    found = read_bytes(sys.stdin.buffer.read()) if given.words[0] == "-" else read_file(given.words[0])
    clicks = clicks_of(found, mapped, zone=session.zone, at=session.at, date_format=asked)
    if not session.json:
        _say_columns(found.name, clicks)
    dry_run = given.flag("--dry-run")
    database = session.reading() if dry_run else session.writing()
    if not dry_run:
        session.snapshot("before-import")
    result = import_clicks(database, clicks, name=found.name, now=session.now, sha256=found.sha256, dry_run=dry_run)
    if session.json:
        as_json(_reckoning(result))
    else:
        _say_result(found.name, result, dry_run)
    return SOME_REJECTED if result.rejected else OK


def _say_columns(name: str, clicks: Clicks) -> None:
    say(f"{name}: {clicks.read:,} {'row' if clicks.read == 1 else 'rows'}")
    for field, column in clicks.columns.items():
        say(f"  {field} ← {column}")
    for note in clicks.notes:
        say(f"  {note}")


def _say_result(name: str, result: ClickResult, dry_run: bool) -> None:
    for row in result.rejected[:_REJECTED_SHOWN]:
        say(f"  {row.file} line {row.line} rejected: {row.reason}")
    if len(result.rejected) > _REJECTED_SHOWN:
        say(f"  … and {len(result.rejected) - _REJECTED_SHOWN:,} more; --json has all")
    ending = " Nothing was written (dry run)." if dry_run else ""
    if result.import_id is not None:
        leads = f"{len(result.leads):,} {'lead' if len(result.leads) == 1 else 'leads'}"
        ending = f" On {leads} in {result.seconds:.1f} s. Undo: hermes undo"
    say(f"{name}: {result.sentence()}.{ending}")


def _reckoning(result: ClickResult) -> dict[str, Any]:
    return {
        "read": result.read, "recorded": result.recorded, "already": result.already, "others": result.others,
        "rejected": [{"file": row.file, "line": row.line, "reason": row.reason} for row in result.rejected],
        "leads": list(result.leads), "seconds": round(result.seconds, 3), "import_id": result.import_id,
        "notes": list(result.notes),
    }  # fmt: skip
