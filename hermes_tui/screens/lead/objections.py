"""The tab of what stands in a lead's way: objections, how each was answered, and what answered its like before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.content import Content

from hermes_tui import formats
from hermes_tui.actions.objections import bare_words
from hermes_tui.screens.lead.pane import RowsPane
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.lead_reader import ReaderScreen
from hermes_tui.screens.objection_answers import ask_how, ask_words, ending_words, remove_tag
from hermes_tui.screens.styles import DIM
from storage.queries.lead import ObjectionRow
from storage.queries.objections import standing
from widgets.columns import Column, ColumnLayout
from widgets.drawing import fit
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.metrics.objections import Answer

_BEFORE_SHOWN = 3  # answers of other deals under an open objection
_COLUMNS = ColumnLayout(
    (
        Column("kind", 11, priority=9), Column("state", 10, priority=8), Column("raised", 11, priority=5),
        Column("words", None, min_width=14, priority=7),
    )
)  # fmt: skip


class Before(NamedTuple):
    """Under an open objection: words that resolved one of its kind in another deal."""

    of: ObjectionRow
    place: int
    answer: Answer

    @property
    def id(self) -> tuple[int, int]:
        """By which the cursor finds it again."""
        return self.of.id, self.place


Line = ObjectionRow | Before


class ObjectionsPane(RowsPane[Line]):
    """Objections, open ones first, under each of these what answered its like before."""

    called = "objections"
    below = True
    keys = (("list.open", "resolve"), ("lead.remove", "take off"))
    nothing = Content("No objections; O notes one")

    def on_show(self, _event: events.Show) -> None:
        """Other deals are only asked when the rep looks here."""
        self.show_page(again=True)

    def rows(self, page: LeadPage) -> Sequence[Line]:
        """Its objections, with answers to those still open while the tab is in sight."""
        found: list[Line] = []
        for row in page.objections:
            found.append(row)
            if standing(row.state, page.detail.is_open) == "open" and self.display:
                found += self._before(row, page.detail.id)
        return found

    def _before(self, row: ObjectionRow, lead_id: int) -> list[Before]:
        from hermes_tui.metrics.objections import past_answers

        database = self.scene.session.database
        answers = past_answers(database, row.kind, but_lead=lead_id, limit=_BEFORE_SHOWN)
        return [Before(row, place, answer) for place, answer in enumerate(answers, 1)]

    def count(self, page: LeadPage) -> int:
        """Those that are open."""
        return page.in_the_way

    def draw(self, row: Line, width: int) -> Content:
        """An objection and how it was answered; indented below it an answer of another deal."""
        if isinstance(row, Before):
            more = f"  {ending_words(row.answer)} · {self._whose(row.answer)}"
            return fit(Content.assemble(("   ↳ ", "$accent"), row.answer.words, (more, DIM)), width)
        stands = self._state(row)
        still = stands == "open"
        words = formats.one_line(row.resolution) if row.resolution else bare_words(row.note)
        cells = [
            Content.styled(row.kind.lower(), "bold" if still else DIM),
            Content.styled(stands, "$text-warning" if still else DIM),
            self.scene.day(row.raised_at),
            Content.styled(words, "" if still else DIM),
        ]
        return _COLUMNS.line(cells, width)

    def _state(self, row: ObjectionRow) -> str:
        page = self.scene.page
        return standing(row.state, page is None or page.detail.is_open)

    def _whose(self, answer: Answer) -> str:
        """`Ann Lee, Acme Corp, 12 Mar`."""
        scene = self.scene
        day = None
        if answer.resolved_at is not None:
            day = formats.day(answer.resolved_at, scene.session.zone, scene.now).strip()
        return ", ".join(part for part in (answer.contact, answer.lead, day) if part)

    def remark(self, row: Line) -> Content:
        """The whole words of the note; of another deal's answer whose it was."""
        if isinstance(row, Before):
            whose = f"\n{self._whose(row.answer)} ({ending_words(row.answer)})\n"
            return Content.assemble(f"“{row.answer.words}”", (whose, DIM), ("Enter takes these words\n", DIM))
        how = f"\n{self._state(row)}: {row.resolution}" if row.resolution else ""
        return Content.assemble(f"“{bare_words(row.note)}”", (f"{how}\n", DIM))

    # -- keys ------------------------------------------------------------------------------------------

    def open_row(self, row: Line) -> None:
        """Resolve what is open, by a digit or in words; of what is over ask what is to be done with it."""
        if isinstance(row, Before):
            self._words(row.of, row.answer.words)
        elif row.state == "open":
            ask_how(self.host, row.id, row.kind, self.host.lead_id)
        else:
            self._ask_of_settled(row)

    def _ask_of_settled(self, row: ObjectionRow) -> None:
        read = Choice("enter", "read it whole", partial(self._read, row))
        if row.state == "resolved":
            choices = [
                Choice("r", "reopen", partial(self._reopen, row.id)),
                Choice("e", "change the words", partial(self._words, row, row.resolution or "")), read,
            ]  # fmt: skip
        else:
            choices = [Choice("r", "resolve", partial(ask_how, self.host, row.id, row.kind, self.host.lead_id)), read]
        label = Content.styled(f" {row.kind.lower()}, {self._state(row)}:", "bold")
        self.host.strip.ask_choice(label, choices, lambda deed: deed())

    def _words(self, row: ObjectionRow, was: str) -> None:
        ask_words(self.host, row.id, row.kind, self.host.lead_id, formats.one_line(was))

    def _read(self, row: ObjectionRow) -> None:
        words = f"{row.note}\n\n{self._state(row)}: {row.resolution or 'nobody wrote how'}"
        self.app.push_screen(ReaderScreen(Content(f"{row.kind.lower()} objection"), Content(words)))

    def _reopen(self, objection_id: int) -> None:
        from hermes_tui.actions.objections import reopen_objection

        session = self.scene.session
        self.do(lambda: reopen_objection(session.database, objection_id, session.now()))

    def edit_row(self, row: Line) -> bool:
        """The words that resolved it, or may."""
        if isinstance(row, Before):
            self._words(row.of, row.answer.words)
            return True
        if row.state == "resolved":
            self._words(row, row.resolution or "")
            return True
        return False

    def remove_row(self, row: Line) -> bool:
        """A tag set by mistake goes; its note stays."""
        if isinstance(row, Before):
            self.host.say(" That is what another deal was answered with; it stays there")
        else:
            remove_tag(self.host, row.id, self.host.lead_id)
        return True

    def add_row(self) -> bool:
        """Ask for its kind."""
        self.host.action_objection()
        return True
