"""What the screen of rules shows: their text, what is wrong in it, what it would do, and what was learned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from hermes_tui.keymap import BY_ID, in_scope
from hermes_tui.screens import leftover
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.progress import bar
from hermes_tui.screens.rules import changes, said, toml_pieces
from hermes_tui.screens.rules.learned import LearnedPanel
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from widgets.code_area import CodeArea, Piece
from widgets.histogram import Histogram

if TYPE_CHECKING:
    from hermes_tui.actions.rules import InForce
    from hermes_tui.actions.what_if import Changed, WhatIf
    from hermes_tui.screens.rules.work import Tried

_LEARNED = ("rules.learn", "rules.use", "rules.learned", "rules.pane", "rules.leave")  # the keys that matter then
_USUAL = "One rule a line or table; what a change would do stands beside it before it is saved."


class RulesView(HermesScreen):
    """The parts of the screen and how they follow each other; an heir says what keys do."""

    scopes = ("rules",)
    CSS_PATH = "rules.tcss"

    def __init__(self, session: Session) -> None:
        from hermes_tui.actions.rules import in_force

        super().__init__(session)
        self.in_force: InForce = in_force(session.database)
        self.kept_in = leftover.place_of(session.database, "rules")
        self.found: WhatIf | None = None  # what the last right text would do
        self.fault = ""  # what is wrong in the text as it was read last
        self.progress: tuple[int, int] | None = None
        self.began, self._first = self._take_up()

    def _take_up(self) -> tuple[str, str]:
        """The text in force and what is in the editor: what was left unsaved the last time, if anything was."""
        left = leftover.find(self.kept_in)
        return (self.in_force.text, self.in_force.text) if left is None else (left.began, left.text)

    @property
    def came_back(self) -> bool:
        """Whether the editor began with what was typed the last time and not saved."""
        return self._first != self.began

    def body(self) -> Iterable[Widget]:
        """By which rules scores stand; their text beside what it would do, or what was learned."""
        yield Static(id="rules-head")
        with Horizontal(id="rules-all"):
            with Vertical(id="rules-left"):
                yield CodeArea(
                    self._first, pieces=toml_pieces.pieces, styles=toml_pieces.STYLES, wrong=toml_pieces.WRONG,
                    typed=self.typed, soft_wrap=True, id="rules-text",
                )  # fmt: skip
                yield Brief(id="rules-fault")
            with Vertical(id="rules-preview"):
                yield Static(id="rules-state")
                yield Brief(id="rules-figures")
                yield Histogram(marked="qualify", id="rules-bars")
                yield FixedList(changes.draw, header=changes.header, empty=Content(""), id="rules-changes")
                yield Brief(id="rules-why")
            yield LearnedPanel(id="rules-learned")

    # -- what stands where -----------------------------------------------------------------------------

    @property
    def area(self) -> CodeArea:
        """Where the rules are written."""
        return self.query_one("#rules-text", CodeArea)

    @property
    def changed(self) -> FixedList[Changed]:
        """The leads that would change most."""
        return self.query_one("#rules-changes", FixedList)

    @property
    def learned(self) -> LearnedPanel:
        """What was learned, in the place of what would change."""
        return self.query_one(LearnedPanel)

    @property
    def beside(self) -> Widget:
        """The list beside the text that takes keys."""
        return self.learned.rows if self.has_class("-learned") else self.changed

    def typed(self) -> None:
        """A key changed the text."""
        raise NotImplementedError

    def hint_keys(self) -> list[tuple[str, str]]:
        """Without what works everywhere: letters are text here."""
        kept = _LEARNED if self.has_class("-learned") else ()
        shown = [command for command in in_scope("rules") if command.id in kept or (command.shown and not kept)]
        return [(self.keys_of(command.id), command.label) for command in (*shown, BY_ID["help"])]

    def keys_of(self, commands: str) -> str:
        """As everywhere, but for the help the key that is no letter."""
        return "F1" if commands == "help" else super().keys_of(commands)

    # -- showing ---------------------------------------------------------------------------------------

    def show_head(self) -> None:
        """By which rules scores stand, how many were set by hand and how many are stale."""
        from storage.queries.inquiries import standing

        counted = standing(self.session.database, self.in_force.basis.key)
        words = said.standing_words(self.session, self.in_force, counted)
        self.query_one("#rules-head", Static).update(words, layout=False)

    def show_tried(self, event: Tried) -> None:
        """What the text would do; one that is wrong leaves what the last right one would, dimmed."""
        self.fault = event.fault
        if event.found is not None:
            self.found, self.progress = event.found, None
            self._show_found(event.found)
        self.show_fault(event.fault, event.line)
        self.show_state()
        for part in ("#rules-figures", "#rules-bars", "#rules-changes", "#rules-why"):
            self.query_one(part).set_class(bool(event.fault), "-old")

    def show_fault(self, fault: str, line: int | None) -> None:
        """One sentence below the text, its line underlined."""
        lines = [] if line is None else [line - 1]
        self.area.underline(Piece(number, 0, len(self.area.document.get_line(number)), "") for number in lines)
        words = Content.styled(_USUAL, DIM)
        if fault:
            words = Content.assemble((fault, "bold $text-error"), ("\nThe rules in force stay as they are.", DIM))
        self.query_one("#rules-fault", Brief).show(words)

    def show_writing(self, done: int, total: int, phase: str) -> None:
        """How far it is, where else a fault would stand, or how good what was learned is."""
        pane = self.query_one("#learned-words" if self.has_class("-learned") else "#rules-fault", Brief)
        line = bar(done, total, phase, pane.size.width)
        pane.show(Content.assemble(line, ("\n Esc stops: the rules in force stay then, and every score", DIM)))

    def _show_found(self, found: WhatIf) -> None:
        words = said.change_words(found, self.in_force, typed=self.area.text != self.in_force.text)
        self.query_one("#rules-figures", Brief).show(words)
        self.query_one(Histogram).show(dict(found.before), dict(found.after), found.threshold)
        rows = self.changed
        key = rows.chosen.lead_id if rows.chosen is not None else None
        ids = [row.lead_id for row in found.rows]
        rows.show_rows(found.rows, ids.index(key) if key in ids else 0)
        self.show_why()

    def show_state(self) -> None:
        """Of what the figures are."""
        alone = self.has_class("-reading")
        words = said.state_words(self.found, self.progress, self.fault, alone=alone)
        self.query_one("#rules-state", Static).update(Content.assemble((" ", ""), words), layout=False)

    def show_why(self) -> None:
        """The lead under the cursor and all its reasons."""
        row = self.changed.chosen
        words = Content("") if row is None else changes.in_full(row)
        self.query_one("#rules-why", Brief).show(words)
