"""The lead rows and stage events that new deals become, made column by column, the kept copies included."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from hermes_tui.exchange import history
from hermes_tui.exchange.convert import Values
from hermes_tui.exchange.plan import CLOSED, Deals
from storage.derived import IN_PLAY_FROM
from storage.queries.inquiries import UNNAMED

Columns = dict[str, Iterable[Any]]


class Batch(NamedTuple):
    """What every new row shares: the import it belongs to, its moment, the file's name, stage name → id,
    and the currency of amounts that name none."""

    import_id: int
    now: int
    file: str
    stages: dict[str, int]
    currency: str | None = None


# Fields stored as they are read, under the same name but for these.
_OTHER_NAMES = {"deadline": "deadline_on", "lost_reason": "close_reason"}
STORED: dict[str, str] = {
    field: _OTHER_NAMES.get(field, field)
    for field in (
        *("title", "company", "description", "source", "source_url", "external_id", "author", "author_url"),
        *("email", "phone", "website", "budget_min", "budget_max", "value", "currency", "deadline"),
        *("lost_reason", "engaged_at", "score"),
    )
}


def lead_columns(deals: Deals, batch: Batch, created: list[int], entered: list[int]) -> Columns:
    """The columns of the lead table that a file fills, and the copies; ids, tasks and scores are the caller's."""
    number = len(deals.keys)
    columns: Columns = {
        **{column: deals.values[field] for field, column in STORED.items() if field in deals.values},
        **_kept_copies(deals, batch, created, entered),
        **{name: column for name, column in _worked_out(deals, batch) if column is not None},
        "import_id": repeat(batch.import_id, number),
        "created_at": created,
        "updated_at": repeat(batch.now, number),
    }
    if "email" in deals.values:
        columns["email_source"] = [email and batch.file for email in deals.values["email"]]
    return columns


class Events:
    """The stage events of all deals, kept by place of the deal until the leads' ids are known."""

    def __init__(self) -> None:
        self.deal: list[int] = []
        self.source: list[int | None] = []
        self.target: list[int] = []
        self.at: list[int] = []
        self.left_at: list[int | None] = []
        self.cause: list[str] = []
        self.reason: list[str | None] = []

    def add(
        self, deal: int, source: int | None, target: int, at: int, left_at: int | None, cause: str = "import"
    ) -> None:
        """A visit that the file tells of."""
        self.deal.append(deal)
        self.source.append(source)
        self.target.append(target)
        self.at.append(at)
        self.left_at.append(left_at)
        self.cause.append(cause)
        self.reason.append(None)

    def go_on(self, deals: Collection[int], source: int, target: int, at: Sequence[int]) -> None:
        """End the visits that these deals are on at `at[deal]`, and begin one to `target`, caused by the rules."""
        for place, deal in enumerate(self.deal):
            if deal in deals and self.left_at[place] is None:
                self.left_at[place] = at[deal]
        for deal in sorted(deals):
            self.add(deal, source, target, at[deal], None, "rule")

    def columns(self, first: int) -> Columns:
        """The columns of the stage_event table, `first` being the id of the first deal's lead."""
        return {
            "lead_id": [first + deal for deal in self.deal],
            "from_stage_id": self.source,
            "to_stage_id": self.target,
            "at": self.at,
            "left_at": self.left_at,
            "cause": self.cause,
            "reason": self.reason,
        }


def stages_of(deals: Deals) -> Values:
    """The stage of every deal; one that a file says nothing of begins at the beginning."""
    found = deals.values.get("stage")
    return ["NEW"] * len(deals.keys) if found is None else [stage or "NEW" for stage in found]


def histories(deals: Deals, batch: Batch) -> tuple[tuple[list[int], list[int]], Events]:
    """When each deal began and entered its stage, and the events of all."""
    nothing: Values = [None] * len(deals.keys)
    columns = [deals.values.get(field, nothing) for field in ("created_at", "engaged_at", "closed_at", "last_touch_at")]
    memo: dict[Any, history.History] = {}
    unnamed = deals.values.get("stage")
    created, entered, events = [], [], Events()
    for deal, facts in enumerate(zip(stages_of(deals), *columns, strict=True)):
        told = deals.told.get(deal) or memo.get(facts)
        if told is None:
            told = memo[facts] = history.tell(facts[0], facts[0] in CLOSED, batch.now, *facts[1:])
        created.append(told.created_at)
        before = None
        for stage, at, left_at, cause, reason in told.visits:
            number = batch.stages[stage]
            events.add(deal, before, number, at, left_at, cause)
            events.reason[-1] = reason
            before = number
        if unnamed is not None and unnamed[deal] is None:
            events.reason[-1] = UNNAMED
        entered.append(told.visits[-1].at)
    return (created, entered), events


def _kept_copies(deals: Deals, batch: Batch, created: list[int], entered: list[int]) -> Columns:
    """The lead's copies, as storage.derived would rebuild them."""
    stages = stages_of(deals)
    is_open = {name: int(name not in CLOSED) for name in batch.stages}
    in_play = {name: int(is_open[name] and number >= IN_PLAY_FROM) for name, number in batch.stages.items()}
    copies: Columns = {
        "stage_id": [batch.stages[name] for name in stages],
        "is_open": [is_open[name] for name in stages],
        "in_play": [in_play[name] for name in stages],
        "stage_entered_at": entered,
        "silent_since": created,
    }
    touched = deals.values.get("last_touch_at")
    if touched is not None:
        copies["last_touch_at"] = copies["last_out_at"] = touched
        copies["unanswered_out"] = [int(moment is not None) for moment in touched]
        copies["silent_since"] = [moment or begun for moment, begun in zip(touched, created, strict=True)]
    return copies


def _worked_out(deals: Deals, batch: Batch) -> Iterator[tuple[str, Values | None]]:
    yield "currency", currencies(deals, batch.currency)
    yield "custom", customs(deals)
    scores = deals.values.get("score")
    yield "score_manual", None if scores is None else [int(score is not None) for score in scores]


def currencies(deals: Deals, usual: str | None) -> Values | None:
    """The currency of every deal, that of amounts which name none being `usual`; None where the file's own hold."""
    amounts = [deals.values[field] for field in ("value", "budget_min", "budget_max") if field in deals.values]
    if not amounts or usual is None:
        return None
    own: Values = deals.values.get("currency", [None] * len(deals.keys))
    return [
        said or (usual if any(amount is not None for amount in row) else None)
        for said, row in zip(own, zip(*amounts, strict=True), strict=True)
    ]


def score_reasons(score: int | None) -> str:
    """The ledger of a score that a file gave."""
    return "[]" if score is None else json.dumps([{"reason": "imported", "points": score, "evidence": ""}])


def _custom_of(deals: Deals) -> list[tuple[str, Values]]:
    """Custom fields by name; the owner, whom a CRM of one rep has no place for, is one of them."""
    found = [(field.partition(".")[2], values) for field, values in deals.values.items() if field.startswith("custom.")]
    if "owner" in deals.values:
        found.append(("owner", deals.values["owner"]))
    return found


def customs(deals: Deals) -> Values | None:
    """The custom fields of every deal as JSON; None where the file has none."""
    fields = _custom_of(deals)
    if not fields:
        return None
    names = [name for name, _ in fields]
    memo: dict[tuple[Any, ...], str] = {}
    column = []
    for values in zip(*(values for _, values in fields), strict=True):
        text = memo.get(values)
        if text is None:
            said = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            text = memo[values] = json.dumps(said, ensure_ascii=False)
        column.append(text)
    return column
