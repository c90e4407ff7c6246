"""`hermes changes`: what came, moved, slipped and went since a day, and the value in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hermes_tui.cli.figures import asked as asked_for
from hermes_tui.cli.figures import nobody_matches
from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, data, say, table
from hermes_tui.cli.session import Session
from hermes_tui.formats import iso, major, moment_words, money_with
from hermes_tui.metrics.asked import ALL

if TYPE_CHECKING:
    from hermes_tui.metrics.asked import Asked
    from hermes_tui.metrics.changed_leads import Mover, Revalued, Slip
    from hermes_tui.metrics.changes import Changes
    from storage.database import Database

USUAL = "7d"
SHOWN = 50  # deals by name, to a person; JSON names all


def changes(session: Session) -> int:
    """`hermes changes [--since monday|DAYS|DATE] [--as-of DATE] [FILTER…]`; the last week unless told otherwise."""
    from hermes_tui.metrics import changed_leads
    from hermes_tui.metrics.changes import changes as read

    asked = asked_for(session, " ".join(session.given.words), usual=USUAL)
    database = session.reading()
    if nobody_matches(database, asked):
        say("No lead matches.")
        return NOTHING
    if session.json:
        movers = changed_leads.movers(database, asked)
        slips = changed_leads.slips(database, asked)
        worth = changed_leads.revalued(database, asked)
        as_json(_json(database, asked, read(database, asked), movers, slips, worth))
        return OK
    _print_sums(database, asked, session)
    rows = _rows(database, asked)
    if rows:
        data("")
        table(("lead", "who", "what", "", "value"), rows[:SHOWN], right=(0, 4), stretch=(1, 3))
    if len(rows) > SHOWN:
        say(f"{SHOWN} of {len(rows):,} changes by name; --json prints every one.")
    return OK


def _print_sums(database: Database, asked: Asked, session: Session) -> None:
    from hermes_tui.metrics.changes import changes_table
    from hermes_tui.metrics.tables import Number

    found = changes_table(database, asked)
    begun = "ever" if asked.since == ALL else f"since {moment_words(asked.since + 1, session.zone, session.now)}"
    until = "" if asked.is_now else f", up to {moment_words(asked.at, session.zone, session.now)}"
    say(f"What changed {begun}{until}.")
    rows = [[cell.shown if isinstance(cell, Number) else cell for cell in row] for row in found.rows]
    heads = [column.head if place else "" for place, column in enumerate(found.columns)]
    table(heads, rows, right=range(1, len(heads)))
    if found.note:
        say(found.note)


def _rows(database: Database, asked: Asked) -> list[tuple[str, str, str, str, str]]:
    """A line for each thing that happened to a deal, by the numbers of the leads."""
    from hermes_tui.metrics.changed_deals import told
    from storage.queries.lead import titles

    found = sorted(told(database, asked), key=lambda each: each.lead_id)
    names = titles(database, [each.lead_id for each in found[:SHOWN]])
    return [
        (str(each.lead_id), names.get(each.lead_id, ""), each.what, each.way, money_with(each.value, each.currency))
        for each in found
    ]


# -- JSON ------------------------------------------------------------------------------------------------


def _json(
    database: Database, asked: Asked, found: Changes, movers: list[Mover], slips: list[Slip], worth: list[Revalued]
) -> dict[str, Any]:
    """Each change with how many leads, their values by currency, and (where there are such) the leads."""
    from storage.queries.as_of import gone

    shown: dict[str, Any] = {
        "since": None if asked.since == ALL else iso(asked.since + 1), "as_of": iso(asked.at), "filter": asked.text,
    }  # fmt: skip
    leads: dict[str, list[dict[str, Any]]] = {}
    for each in movers:
        told = {"id": each.lead_id, "from": each.was, "to": each.became, **_worth(each.value, each.currency)}
        for what in filter(None, (each.came_in, each.went)):
            leads.setdefault(what, []).append(told)
    for slip in slips:
        leads.setdefault("slipped", []).append({"id": slip.lead_id, "because": slip.because, "words": slip.words()})
    for row in worth:
        what = "raised" if row.more > 0 else "lowered"
        leads.setdefault(what, []).append({"id": row.lead_id, **_worth(abs(row.more), row.currency)})
    for name, changed in found._asdict().items():
        values = [{"currency": each.currency, "sum": major(each.sum), "n": each.n} for each in changed.values]
        shown[name] = {"n": changed.n, "values": values}
        if name not in ("opened", "left", "value_in", "value_out", "revalued"):
            shown[name]["leads"] = leads.get(name, [])
    missing = [] if asked.since == ALL else gone(database, asked.since)
    shown["gone"] = [
        {"id": lead.lead_id, "title": lead.title, "company": lead.company, "gone_at": iso(lead.gone_at),
         "because": lead.label, **_worth(lead.value, lead.currency)}
        for lead in missing if lead.kind == "open"
    ]  # fmt: skip
    return shown


def _worth(value: int | None, currency: str | None) -> dict[str, Any]:
    return {"value": major(value), "currency": currency}
