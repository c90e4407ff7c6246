"""What the import screen shows: the file, the figures, the mapping, what becomes of the rows, and the keys."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from threading import Event
from typing import Literal

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from hermes_tui import keymap
from hermes_tui.exchange.load import ImportResult
from hermes_tui.exchange.plan import Plan
from hermes_tui.exchange.rows import LeftEmpty
from hermes_tui.exchange.tables import Rejected, Table
from hermes_tui.screens import import_lines as lines
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.import_asks import ImportQuestions
from hermes_tui.screens.import_beside import BesideDeals
from hermes_tui.screens.import_draft import Draft
from hermes_tui.screens.import_keys import IMPORT_KEYS
from hermes_tui.screens.import_lines import MapRow
from hermes_tui.screens.import_results import ResultLines, ResultRow, deal_rows
from hermes_tui.screens.progress import bar
from hermes_tui.session import Session
from widgets.drawing import one_line

State = Literal["mapping", "running", "undoing", "over"]
Shown = Literal["deals", "updates", "rejected", "events", "cells"]

_SHOWN_TITLES: dict[Shown, str] = {
    "deals": "as they will be", "updates": "leads that change", "rejected": "rejected",
    "events": "stage events rejected", "cells": "cells left empty",
}  # fmt: skip
_KEYS_OVER = ("import.leave", "import.write", "import.undo", "import.save", "help")


class ImportView(BesideDeals, ImportQuestions):
    """Everything to be seen; a subclass says what the keys do."""

    def __init__(self, session: Session, path: Path, table: Table) -> None:
        super().__init__(session)
        self.path = path
        self.draft = Draft(table)
        self.plan: Plan | None = None
        self.result: ImportResult | None = None  # what would be, and once over what was done
        self.state: State = "mapping"
        self.fault = ""
        self.progress = (0, 1, "")
        self.shown: Shown = "deals"
        self.cancelling = Event()
        self._layout = lines.map_layout(())
        self._lines = ResultLines()

    def body(self) -> Iterable[Widget]:
        """The file and the figures, the mapping, and what becomes of the rows."""
        yield Static(id="import-head")
        yield FixedList(
            lambda row, width: lines.draw_map_row(row, self._layout, width),
            header=lambda width: self._layout.header(width),
            empty=Content("No columns"),
            id="import-map",
        )
        yield Static(id="import-below")
        yield FixedList(
            lambda row, width: self._lines.draw(row, width),
            header=lambda width: self._lines.header(width),
            empty=Content("No rows to show yet"),
            id="import-rows",
        )

    @property
    def mapped(self) -> FixedList[MapRow]:
        """The upper list."""
        return self.query_one("#import-map", FixedList)

    @property
    def rows(self) -> FixedList[ResultRow]:
        """The lower list."""
        return self.query_one("#import-rows", FixedList)

    @property
    def busy(self) -> bool:
        """A thread is writing: who reads the file meanwhile may have to wait for it."""
        return self.state in ("running", "undoing")

    @property
    def map_row(self) -> MapRow | None:
        """The line of the mapping under the cursor, while it is shown."""
        return self.mapped.chosen if self.state == "mapping" else None

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """Rejected rows, those that the database refuses included once they are known."""
        if self.result is not None:
            return self.result.rejected
        return () if self.plan is None else self.plan.rejected

    @property
    def events_rejected(self) -> tuple[Rejected, ...]:
        """The rows of the stage history beside the deals that are, or would be, rejected."""
        history = None if self.result is None else self.result.history
        return () if history is None else history.rejected

    @property
    def histories(self) -> int:
        """How many deals get another history than they have."""
        history = None if self.result is None else self.result.history
        return 0 if history is None else history.leads

    @property
    def left_empty(self) -> tuple[LeftEmpty, ...]:
        """Cells that a field of the rep's own cannot hold; their rows are imported without them."""
        return () if self.plan is None else self.plan.left_empty

    def show(self) -> None:
        """Show everything anew; the cursors stay."""
        self.set_class(self.state == "over", "-over")
        self.strip.set_hint(self.hint())
        self.show_head()
        rows = lines.map_rows(self.draft, self.plan, self._promise())
        self._layout = lines.map_layout(rows)
        self.mapped.show_rows(rows, self.mapped.index)
        self.show_rows()

    def show_head(self) -> None:
        """The file, what an import does, would do or did, and what had to be assumed."""
        notes = self.draft.table.notes if self.plan is None else self.plan.notes
        said = [note for note in notes if not note.startswith("not imported:")]
        if self.result is not None and self.state != "over":
            said.insert(0, lines.makes(self.result))
        if self.result is not None:
            said += lines.own_fields(self.result)
            said[:0] = lines.history(self.result)
        third = Content.styled(f" {'; '.join(said)}", lines.MUTED)
        if self.busy:
            second = bar(*self.progress, self.size.width)
            kept = " Esc cancels: nothing of it is kept then" if self.state == "running" else " All of it, or nothing"
            third = Content.styled(kept, lines.MUTED)
        elif self.fault:
            second = Content.styled(f" {lines.spoken(self.fault)}", "$text-error")
        elif self.state == "over" and self.result is not None:
            second = Content.styled(f" {self.result.sentence()}", "bold")
        elif self.plan is not None and self.plan.questions:
            asked = self.plan.questions[0]
            second = Content.styled(f" {asked.column}: {lines.ask_words(asked)}", "$text-warning")
        else:
            second = Content(" Reading the rows…") if self.result is None else lines.figures(self.result)
        head = [lines.file_line(self.draft.table), second, third]
        self.query_one("#import-head", Static).update(Content("\n").join(map(one_line, head)), layout=False)

    def _promise(self) -> str:
        if self.result is None:
            return "Import" if not self.fault else "Cannot be imported yet"
        new, changed = self.result.leads, len(self.result.updates)
        if not new and not changed and not self.histories:
            return "Nothing to import: every row is here already, or rejected"
        parts = [f"{new:,} new {'lead' if new == 1 else 'leads'}"] if new else []
        parts += [f"{changed:,} changed"] if changed else []
        parts += [f"{self.histories:,} stage {'history' if self.histories == 1 else 'histories'}"] * bool(
            self.histories
        )
        return f"Import: {', '.join(parts)}"

    def show_rows(self) -> None:
        """The lower list: the rows as they will be, those that change, or those rejected."""
        updates = () if self.result is None else self.result.updates
        cells = self.left_empty
        there: dict[Shown, int] = {
            "deals": 0, "updates": len(updates), "rejected": len(self.rejected), "cells": len(cells),
            "events": len(self.events_rejected),
        }  # fmt: skip
        if self.shown != "deals" and not there[self.shown]:
            self.shown = "deals"
        parts: list[tuple[str, str]] = [(" ", "")]
        for name, title in _SHOWN_TITLES.items():
            count = there[name]
            title = "as imported" if self.state == "over" and name == "deals" else title
            if name == "deals" or count:
                style = "bold $foreground" if name == self.shown else lines.MUTED
                style = "bold $text-warning" if name in ("rejected", "events", "cells") else style
                parts += [(f"{title} {count:,}   " if count else f"{title}   ", style)]
        self.query_one("#import-below", Static).update(Content.assemble(*parts), layout=False)
        rows: list[ResultRow] = []
        if self.shown == "rejected":
            rows = [*self.rejected]
        elif self.shown == "events":
            rows = [*self.events_rejected]
        elif self.shown == "cells":
            rows = [*cells]
        elif self.shown == "updates":
            rows = [*updates]
        elif self.plan is not None:
            history = self.result and self.result.history
            rows = [*deal_rows(self.plan, history.stands if history else {})]
        self._lines = ResultLines(rows)
        self.rows.show_rows(rows)

    def hint(self) -> Content:
        """The keys that matter now."""
        settings = self.session.settings
        changed = keymap.overrides(settings.preset, settings.keys)
        keys = {command.id: command for command in (*IMPORT_KEYS, keymap.BY_ID["help"])}
        if self.busy:
            running = self.state == "running"
            shown = [keys["import.leave"]._replace(keys="escape", label="cancel")] if running else []
        elif self.state == "over":
            shown = [keys[name] for name in _KEYS_OVER]
            shown[0] = shown[0]._replace(label="to the queue")
        else:
            shown = [keymap.BY_ID["list.open"]._replace(label="field"), *(each for each in keys.values() if each.shown)]
        parts: list[tuple[str, str]] = [(" ", "")]
        for command in shown:
            key = keymap.shown_key(keymap.keys_of(command, changed))
            parts += [(key, "bold $accent"), (f" {command.label}   ", "$text-muted")]
        return Content.assemble(*parts).rstrip()
