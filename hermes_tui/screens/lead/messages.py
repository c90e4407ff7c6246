"""The tab of a lead's messages, in and out, thread by thread: what became of each, and the keys that say it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from textual import events
from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.lead.pane import RowsPane
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.lead_reader import ReaderScreen
from hermes_tui.screens.styles import DIM
from storage.queries.messages import MessageRow, messages_of
from storage.queries.timeline import timeline_count
from widgets.columns import Column, ColumnLayout
from widgets.strip_prompt import Choice

_COLUMNS = ColumnLayout(
    (
        Column("day", 11, priority=9), Column("", 1, priority=9), Column("with", 16, priority=7),
        Column("words", None, min_width=14, priority=9), Column("template", 20, priority=4),
        Column("state", 22, priority=8),
    )
)  # fmt: skip
_MACHINES = {"out_of_office": "out of office", "auto_reply": "automatic", "bounce": "came back"}
_STATUSES = (
    ("s", "sent", "SENT"), ("d", "delivered", "DELIVERED"), ("v", "read", "READ"), ("r", "replied", "REPLIED"),
    ("b", "bounced", "BOUNCED"), ("f", "failed", "FAILED"), ("t", "draft", "DRAFT"),
)  # fmt: skip


class MessageLine(NamedTuple):
    """A message, and whether its thread begins with it: the newest of a thread is on top and bears its subject."""

    message: MessageRow
    heads: bool

    @property
    def id(self) -> int:
        """The message's."""
        return self.message.id


def by_thread(messages: Sequence[MessageRow]) -> list[MessageLine]:
    """Messages (the newest first) thread by thread, the thread of the newest on top, each newest first."""
    threads: dict[str, list[MessageRow]] = {}
    for row in messages:
        threads.setdefault(row.thread or f"{row.channel}:{row.contact_id}", []).append(row)
    return [MessageLine(row, place == 0) for rows in threads.values() for place, row in enumerate(rows)]


class MessagesPane(RowsPane[MessageLine]):
    """Every message, drafts too."""

    called = "messages"
    below = True
    scope = "messages"
    BINDINGS = bindings("messages")
    keys = (("list.open", "read"), ("verb.edit", "edit a draft"), ("lead.remove", "drop a draft"))
    nothing = Content.assemble("No message; ", ("r", "bold $accent"), " writes one")

    def on_show(self, _event: events.Show) -> None:
        """They are read when the rep looks here: whole bodies of years would be felt in each verb."""
        self.show_page(again=True)

    def rows(self, page: LeadPage) -> Sequence[MessageLine]:
        """All of them, while the tab is in sight."""
        return by_thread(messages_of(self.scene.session.database, page.detail.id)) if self.display else ()

    def count(self, page: LeadPage) -> int:
        """From the index."""
        return timeline_count(self.scene.session.database, page.detail.id, "message")

    # -- what it shows ---------------------------------------------------------------------------------

    def draw(self, row: MessageLine, width: int) -> Content:
        """A message in one line; what goes on from the line above has no subject of its own."""
        found = row.message
        inward = found.direction == "in"
        words = formats.one_line(found.body)
        said = (
            Content(words)
            if not (row.heads and found.subject)
            else Content.assemble(found.subject, (f"  {words}", DIM))
        )
        cells = [
            self.scene.day(found.at),
            Content.styled("←" if inward else "→", "bold $accent" if inward and found.automatic is None else DIM),
            Content(self.scene.short_name(found.contact_id, found.to_name) or found.address or "–"),
            said if row.heads else Content.assemble(("└ ", "dim"), said),
            Content.styled(found.template or "", DIM),
            self._state(found),
        ]
        return _COLUMNS.line(cells, width)

    def _state(self, row: MessageRow) -> Content:
        """What became of it; of theirs the mood, or which machine wrote it."""
        from hermes_tui.actions.message_status import state_words

        if row.direction == "in":
            if row.automatic is not None:
                back = f", back {self._back_on(row.return_on)}" if row.return_on else ""
                return Content.styled(f"{_MACHINES.get(row.automatic, row.automatic)}{back}", DIM)
            return Content(row.sentiment or "")
        if row.went_out and row.answered_at is not None:
            after = formats.age(row.at, row.answered_at)
            return Content.styled(f"replied {'at once' if after == 'now' else f'in {after}'}", "bold")
        warns = row.status in ("BOUNCED", "FAILED") or row.is_in_doubt
        return Content.styled(
            state_words(row), "$text-warning" if warns else "bold" if row.status == "REPLIED" else DIM
        )

    def _back_on(self, day: str) -> str:
        from datetime import date

        return formats.day_words(date.fromisoformat(day))

    # -- keys ------------------------------------------------------------------------------------------

    def open_row(self, row: MessageLine) -> None:
        """Read it whole."""
        found = row.message
        head = [("with", f"{found.to_name}  {found.address or ''}".strip()), ("subject", found.subject)]
        head += [
            ("template", found.template or ""),
            ("state", self._state(found).plain),
            ("because", found.failure or ""),
        ]
        facts = [Content.assemble((f"{name:10}", DIM), words) for name, words in head if words]
        arrow = "←" if found.direction == "in" else "→"
        title = Content.assemble(f"{arrow} ", self.scene.day(found.at), f"  {found.lead}")
        self.app.push_screen(ReaderScreen(title, Content("\n").join([*facts, Content(""), Content(found.body)])))

    def edit_row(self, row: MessageLine) -> bool:
        """A draft, what waits in the outbox, what failed: its review."""
        from hermes_tui.screens.letter.opening import review_stored

        if row.message.direction == "in" or row.message.status not in ("DRAFT", "SCHEDULED", "FAILED"):
            return False
        review_stored(self.host, row.id)
        return True

    def remove_row(self, row: MessageLine) -> bool:
        """A draft is dropped; what left stays."""
        from hermes_tui.actions.drafting import drop

        if row.message.direction == "in" or row.message.status not in ("DRAFT", "SCHEDULED", "FAILED"):
            return False
        session = self.scene.session
        self.do(lambda: drop(session.database, [row.id], session.now()))
        return True

    def add_row(self) -> bool:
        """Another message to the lead."""
        self.host.action_choose_template()
        return True

    def action_answer(self) -> None:
        """Answer the message under the cursor in one's own words, theirs below."""
        from hermes_tui.actions.composing import BLANK
        from hermes_tui.screens.letter.opening import follow_up

        row = self.chosen
        if row is None or row.message.direction == "out":
            self.host.action_follow_up()
            return
        follow_up(self.host, [self.host.lead_id], BLANK, row.message.contact_id)

    def action_status(self) -> None:
        """Say what became of a message of ours, by a letter."""
        row = self.chosen
        if row is None or row.message.direction == "in":
            self.host.say(" What they wrote has no status; = 0 - say how it feels")
            return
        from hermes_tui.actions.message_status import called

        choices = [Choice(key, label, status) for key, label, status in _STATUSES]
        label = Content.assemble(f" {called(row.message)} ", ("was:", "bold"))
        self.host.strip.ask_choice(label, choices, partial(self._marked, row.id))

    def _marked(self, message_id: int, status: str) -> None:
        from hermes_tui.actions.outbox import mark
        from hermes_tui.actions.rep import cadence_of

        session = self.scene.session
        cadence = cadence_of(session.settings)
        self.do(
            lambda: mark(
                session.database, [message_id], status, session.now(), cadence=cadence, zone=session.zone
            )
        )  # fmt: skip

    def action_mood(self, mood: str) -> None:
        """What they wrote feels so; again: no longer known."""
        row = self.chosen
        if row is None:
            return
        from hermes_tui.actions.message_moods import feel

        session = self.scene.session
        felt = "" if row.message.sentiment == mood else mood
        self.do(lambda: feel(session.database, row.id, felt, session.now()))
