"""The pipeline board: every stage a column, the same verbs as the queue, cards moved by keys or by mouse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from hermes_tui import formats
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.lead_lines import NO_LEADS, NOT_FOUND, Pipeline, card
from hermes_tui.screens.listing import Listing
from hermes_tui.screens.sources import QuerySource
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.queries import leads as lead_queries
from storage.queries.leads import LeadRow, Leads
from storage.queries.stages import StageTotal, stages, totals
from widgets.kanban import Kanban, KanbanColumn

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome

MARK_ALL_LIMIT = 10_000


class BoardScreen(Listing):
    """All stages side by side."""

    place = "board"
    scopes = ("verbs", "board", "list")
    BINDINGS = bindings("list", "board")

    def __init__(self, session: Session, filter_text: str = "") -> None:
        super().__init__(session, filter_text)
        self.pipeline: Pipeline = {}
        self._counted: dict[int, StageTotal] = {}

    def body(self) -> Iterable[Widget]:
        """A line that says what is shown, and the board."""
        yield Static(id="progress")
        yield Kanban(
            self._draw,
            empty=NO_LEADS,
            id="board",
        )

    def on_mount(self) -> None:
        """Show the board, its closed columns folded."""
        self.pipeline = {stage.id: stage for stage in stages(self.session.database)}
        self.kanban.folded.update(stage.id for stage in self.pipeline.values() if stage.kind != "open")
        self._show()

    @property
    def kanban(self) -> Kanban[LeadRow]:
        """The board itself."""
        return self.query_one("#board", Kanban)

    def _draw(self, row: LeadRow, width: int) -> list[Content]:
        return card(row, self.pipeline, self._now, width, self.session.settings.hot_from)

    def _show(self, focus: tuple[int, int] | None = None) -> None:
        self._now = self.session.now()
        self.pipeline = {stage.id: stage for stage in stages(self.session.database)}
        counted = self._totals()
        columns = [
            KanbanColumn(
                stage.id, stage.label.upper(), _note(counted.get(stage.id)), _count(counted.get(stage.id)),
                QuerySource(self._column(stage.id)),
            )
            for stage in self.pipeline.values()
        ]  # fmt: skip
        self.kanban.empty = NOT_FOUND if self.filter_text else NO_LEADS
        if focus is None:
            self.kanban.show(columns)
        else:
            self.kanban.show(columns, focus[0], focus[1])
        self._say_what(counted)

    def _column(self, stage_id: int) -> Leads:
        where, params = self.condition()
        closed = self.pipeline[stage_id].kind != "open"
        return lead_queries.column(
            self.session.database, stage_id, now=self._now, newest_first=closed, where=where, params=params
        )

    def _totals(self) -> dict[int, StageTotal]:
        where, params = self.condition()
        if where == "1":
            return totals(self.session.database)
        found: dict[int, StageTotal] = {}
        for stage_id, currency, n, value in lead_queries.column_totals(self.session.database, where, params):
            before = found.get(stage_id, StageTotal(stage_id, 0, ()))
            values = (*before.values, (currency, value)) if value else before.values
            found[stage_id] = StageTotal(stage_id, before.n + n, values)
        return found

    def _say_what(self, counted: dict[int, StageTotal]) -> None:
        self._counted = counted
        self._show_line()
        self.title_bar.show_counts()

    def _show_line(self) -> None:
        of = [total for key, total in self._counted.items() if self.pipeline[key].kind == "open"]
        n = sum(total.n for total in of)
        left = Content.assemble((f" {n:,} open", "bold"), (f" · {_worth(of)}" if n else "", DIM), self.marked())
        right = Content.styled(self.filter_text or "whole pipeline", DIM)
        gap = max(2, self.size.width - left.cell_length - right.cell_length - 1)
        self.query_one("#progress", Static).update(Content.assemble(left, " " * gap, right), layout=False)

    # -- Listing and verbs -----------------------------------------------------------------------------

    def marking(self) -> Kanban[LeadRow]:
        """The board itself."""
        return self.kanban

    def on_kanban_marks_changed(self) -> None:
        """Marks show their number."""
        self._show_line()

    def reload(self) -> None:
        """Read the board again; every column's cursor stays."""
        self._show()

    def refilter(self) -> None:
        """Show the board under the new filter; an emptied column hands the cursor to the first that is not."""
        self._show()
        if self.kanban.current_key is None:
            filled = next((key for key in self.pipeline if _count(self._counted.get(key))), None)
            if filled is not None:
                self._show((filled, 0))

    def ids_in_order(self, around: int) -> Sequence[int]:
        """The column in which the lead stands."""
        column = self.kanban.column
        return [around] if column is None else [row.id for row in self._column(column).page(0, 1_000)]

    def targets(self) -> list[int]:
        """The marked cards, else the one under the cursor."""
        key = self.kanban.current_key
        return sorted(self.kanban.marks) or ([] if key is None else [key])

    def acted(self, outcome: Outcome, lead_ids: Sequence[int]) -> None:
        """A moved card keeps the cursor on it, so that it can be moved on; otherwise the next card comes under it."""
        if not outcome.action_id:
            return
        self.kanban.clear_marks()
        if len(lead_ids) == 1 and outcome.kind in ("stage", "reopen"):
            self.land_on(lead_ids[0])
        else:
            self._show()

    def undone(self, outcome: Outcome) -> None:
        """Put the cursor on the card that was undone."""
        if outcome.lead_ids:
            self.land_on(outcome.lead_ids[0])
        else:
            self._show()

    def land_on(self, lead_id: int) -> None:
        """Put the cursor on this lead's card."""
        self._now = self.session.now()
        stage_id = self.session.database.value("SELECT stage_id FROM lead WHERE id = ?", (lead_id,))
        index = None if stage_id is None else self._column(stage_id).index_of(lead_id)
        self._show(None if index is None else (stage_id, index))

    def action_mark_all(self) -> None:
        """Mark every card of the column, or none at all."""
        board = self.kanban
        if board.marks:
            board.clear_marks()
        elif board.column is not None:
            board.mark_keys(self._column(board.column).ids()[:MARK_ALL_LIMIT])

    def action_fold(self) -> None:
        """Fold the column to a strip, or keep it open; the cursor goes on to the next one."""
        column = self.kanban.column
        if column is None:
            return
        folded, label = column not in self.kanban.folded, self.pipeline[column].label
        self.kanban.fold(column, folded)
        if folded:
            self.kanban.action_column(1)
        # A folded column is open while the cursor is in it: without words nothing would seem to have happened.
        if self.kanban.column == column:
            self.say(f" {label}: {'folds when you leave it' if folded else 'stays open'}")

    def on_kanban_opened(self, event: Kanban.Opened) -> None:
        """Enter: the lead's page."""
        if event.row is not None:
            self.open_lead(event.row.id)

    def on_kanban_card_dropped(self, event: Kanban.CardDropped) -> None:
        """The mouse dropped cards on a column: move them there."""
        from hermes_tui.actions.stages import move

        name = self.pipeline[event.to_column].name
        deed = partial(move, self.session.database, stage=name, now=self.session.now())
        self.perform(deed, lead_ids=event.keys, repeatable=False)


def _count(total: StageTotal | None) -> int:
    return 0 if total is None else total.n


def _note(total: StageTotal | None) -> str:
    """`4 · 61k`; several currencies are never summed, the largest is shown and marked `+`."""
    if total is None:
        return ""
    if not total.values:
        return f"{total.n:,}"
    more = "+" if len(total.values) > 1 else ""
    return f"{total.n:,} · {formats.short_money(total.values[0][1])}{more}"


def _worth(of: Iterable[StageTotal]) -> str:
    """Value by currency: `310k USD, 44k EUR`."""
    sums: dict[str, int] = {}
    for total in of:
        for currency, value in total.values:
            sums[currency] = sums.get(currency, 0) + value
    ranked = sorted(sums.items(), key=lambda item: -item[1])
    return ", ".join(f"{formats.short_money(value)} {currency}".strip() for currency, value in ranked) or "no value yet"
