"""Whose the stage events of a file are: new deals of the file beside it, or leads that are here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hermes_tui.exchange.plan import Plan
from hermes_tui.exchange.stage_events import EventFile
from hermes_tui.exchange.stage_order import Told, by_deal
from hermes_tui.exchange.tables import Rejected
from storage.database import Database


class Owners(NamedTuple):
    """Whose events the rows are: deals that are not here yet by their place, leads by id; and rows of nobody."""

    new: dict[int, tuple[str, list[Told]]]
    leads: dict[int, tuple[str, list[Told]]]
    refused: tuple[Rejected, ...]


_BY_KEY = """SELECT substr(key, 4), lead_id FROM import_row
    WHERE key IN (SELECT 'id:' || value FROM json_each(?)) ORDER BY id"""
_BY_NUMBER = """SELECT external_id, MIN(id), MAX(id) FROM lead
    WHERE external_id IN (SELECT value FROM json_each(?)) GROUP BY external_id"""  # by index lead_external_id


def owners(database: Database, files: Sequence[EventFile], plan: Plan | None = None, new: Iterable[int] = ()) -> Owners:
    """Find the deal of every event: among the `new` deals of the plan that comes with it, else among the leads.

    A lead is found by the id that an import knew it by, else by its external id.
    """
    numbers = [] if plan is None else plan.deals.values.get("external_id", [])
    fresh = {numbers[deal]: deal for deal in new if numbers and numbers[deal]}
    told = by_deal(files)
    wanted = json.dumps([key for key in told if key not in fresh])
    leads: dict[str, int] = dict(database.rows(_BY_KEY, (wanted,)))
    twice: dict[str, tuple[int, int]] = {}
    for key, first, last in database.rows(_BY_NUMBER, (wanted,)):
        if key not in leads:
            leads[key] = first
            twice |= {key: (first, last)} if first != last else {}
    found = Owners({}, {}, ())
    refused: list[Rejected] = []
    lost = {} if plan is None else _rejected_deals(plan)
    for key, events in told.items():
        if key in fresh:
            found.new[fresh[key]] = (key, events)
        elif key in twice:
            reason = "leads #{} and #{} both have the id {}".format(*twice[key], key[:60])
            refused += _refused(files, events, reason)
        elif key in leads:
            _, before = found.leads.setdefault(leads[key], (key, []))
            before += events
            before.sort(key=lambda event: event.at)
        else:
            refused += _refused(files, events, lost.get(key, f"there is no deal with the id {key[:60]!r}"))
    return found._replace(refused=tuple(refused))


def _rejected_deals(plan: Plan) -> dict[str, str]:
    """Id → why no deal has it, of the rows of the file of deals that were rejected."""
    source = plan.sources.get("external_id")
    if source is None or source.column is None:
        return {}
    return {
        row.fields[source.column].strip(): f"its deal was rejected (line {row.line} of {row.file})"
        for row in plan.rejected
        if source.column < len(row.fields)
    }


def _refused(files: Sequence[EventFile], events: Iterable[Told], reason: str) -> list[Rejected]:
    return [files[number].refuse(row, reason) for event in events for number, row in event.rows]
