"""Leads of a file are scored as they come in, before their rows are written: by the rules in force, as all others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, repeat
from typing import Any, NamedTuple

from hermes_tui.exchange.convert import Values
from hermes_tui.exchange.lead_rows import Batch, Columns, Events, currencies, customs, score_reasons
from hermes_tui.exchange.plan import Deals
from hermes_tui.scoring.basis import Basis, newest, weigh
from storage import scores
from storage.database import Database
from storage.queries.inquiries import NEW, PLAIN_COLUMNS, QUALIFIED, InquiryRow, Value, custom_columns, inquiries
from storage.queries.rule_sets import newest_first
from storage.usual_currency import usual_currency

_CHUNK = 5_000


class Scored(NamedTuple):
    """The scores of deals by place: points, ledger (JSON), key of the basis; and the deals that qualify by them."""

    points: list[int]
    reasons: list[str]
    key: int
    qualify: frozenset[int]


def basis_in_force(database: Database) -> Basis:
    """What scores are worked out from in this file."""
    return newest(newest_first(database), usual_currency(database))[0]


def score_deals(deals: Deals, basis: Basis, currency: str | None, step: Callable[[int, str], None]) -> Scored:
    """Score every deal by its own words; `currency` is that of amounts which name none.

    A score that the file gives stands, and so does a stage that it names: such a deal does not qualify.
    `step(rows, phase)` is told of each chunk and may raise to stop.
    """
    found = Scored([], [], basis.key, frozenset())
    qualify = []
    weighed = weigh(_rows(deals, basis, currency), basis)
    while chunk := list(islice(weighed, _CHUNK)):
        qualify += [len(found.points) + place for place, each in enumerate(chunk) if each.qualifies]
        found.points.extend(each.score.points for each in chunk)
        found.reasons.extend(each.reasons for each in chunk)
        step(len(chunk), "scoring")
    return found._replace(qualify=frozenset(qualify))


def _rows(deals: Deals, basis: Basis, currency: str | None) -> Iterator[InquiryRow]:
    """The deals as scoring reads leads."""

    def column(field: str) -> Values:
        return deals.values.get(field) or [None] * len(deals.keys)

    money: Values = currencies(deals, currency) or column("currency")
    may_qualify = [
        stage is None and score is None for stage, score in zip(column("stage"), column("score"), strict=True)
    ]
    more = _columns(deals) if basis.reads_columns else repeat({}, len(deals.keys))
    cells = (column(field) for field in ("title", "description", "budget_min", "budget_max", "tags"))
    for title, text, low, high, tags, unit, may, columns in zip(*cells, money, may_qualify, more, strict=True):
        names = tuple(sorted(set(tags))) if tags else ()
        yield InquiryRow(0, title, text or "", low, high, unit, names, None, "", None, may, columns)


def _columns(deals: Deals) -> Iterator[dict[str, Value]]:
    plain = {name: deals.values[name] for name in PLAIN_COLUMNS if name in deals.values}
    own: Iterable[Any] = customs(deals) or repeat("{}", len(deals.keys))
    for place, custom in enumerate(own):
        said = {name: values[place] for name, values in plain.items() if values[place] is not None}
        yield {**said, **custom_columns(custom)}


def fill_in(columns: Columns, events: Events, deals: Deals, scored: Scored, batch: Batch) -> None:
    """Put the scores, and the stage of those that qualify, into the columns of the lead table and the events."""
    own: Iterable[Any] = deals.values.get("score") or repeat(None)
    kept = [
        (points, reasons) if given is None else (given, score_reasons(given))
        for points, reasons, given in zip(scored.points, scored.reasons, own, strict=False)
    ]
    columns["score"] = [points for points, _ in kept]
    columns["score_reasons"] = [reasons for _, reasons in kept]
    columns["score_key"] = repeat(scored.key, len(kept))
    if scored.qualify:
        stages, entered = list(columns["stage_id"]), list(columns["stage_entered_at"])
        for deal in scored.qualify:
            stages[deal] = QUALIFIED
            entered[deal] = max(batch.now, entered[deal])
        columns["stage_id"], columns["stage_entered_at"] = stages, entered
        events.go_on(scored.qualify, NEW, QUALIFIED, entered)


def rescore(database: Database, lead_ids: Sequence[int], unnamed: frozenset[int], basis: Basis, now: int) -> int:
    """Score leads that a file has changed anew, inside its action; of those of which it names no stage (`unnamed`)
    some may qualify: returns how many."""
    found = list(weigh(inquiries(database, lead_ids, columns=basis.reads_columns), basis))
    kept = (scores.Kept(each.lead_id, each.score.points, each.reasons, basis.key) for each in found if each.writes)
    scores.keep(database.connection(), kept)
    gone_on = [each.lead_id for each in found if each.qualifies and each.lead_id in unnamed]
    scores.qualify(database.connection(), gone_on, now)
    return len(gone_on)
