"""The tab of what speaks for a deal: buying signals that wait for a yes or no, and those that were decided."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from hermes_tui import formats
from hermes_tui.actions.signals import words_of_kind
from hermes_tui.screens.lead.pane import RowsPane
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.lead_reader import ReaderScreen
from hermes_tui.screens.styles import DIM
from storage.queries.signals import SignalItem
from widgets.columns import Column, ColumnLayout

_COLUMNS = ColumnLayout(
    (
        Column("signal", 22, priority=9), Column("state", 10, priority=8), Column("when", 11, priority=5),
        Column("who", 12, priority=4), Column("words", None, min_width=14, priority=7),
    )
)  # fmt: skip
_STATES = {"suggested": "waits", "confirmed": "confirmed", "refused": "refused"}


class SignalsPane(RowsPane[SignalItem]):
    """Signals, those that wait first; the words that gave one away stand out."""

    called = "signals"
    below = True
    keys = (
        ("verb.signal", "yes"), ("verb.refuse_signal", "no"), ("list.open", "read"), ("lead.add", "set one"),
        ("lead.remove", "remove"),
    )  # fmt: skip

    def rows(self, page: LeadPage) -> Sequence[SignalItem]:
        """All of them."""
        self.empty = Content(f"No buying signals; {self.host.keys_of('lead.add')} sets one")
        return page.signals

    def count(self, page: LeadPage) -> int:
        """Those that wait."""
        return sum(row.state == "suggested" for row in page.signals)

    def draw(self, row: SignalItem, width: int) -> Content:
        """What kind, whether it was decided, when, who, and in which words."""
        waits, refused = row.state == "suggested", row.state == "refused"
        cells = [
            Content.styled(words_of_kind(row.kind), "bold" if waits else DIM if refused else ""),
            Content.styled(_STATES[row.state], "$text-warning" if waits else DIM),
            self.scene.day(row.at),
            Content.styled(self.scene.short_name(row.contact_id, row.contact) or "–", DIM),
            Content.styled(formats.one_line(row.evidence), DIM) if refused else lit_words(row),
        ]
        return _COLUMNS.line(cells, width)

    def remark(self, row: SignalItem) -> Content:
        """The words, what becomes of them, and when it was decided."""
        if row.state == "suggested":
            yes, no = self.host.keys_of("verb.signal"), self.host.keys_of("verb.refuse_signal")
            stands = f"is it a {words_of_kind(row.kind)}? {yes} yes  {no} no"
        else:
            on = formats.day(row.decided_at, self.scene.session.zone, self.scene.now).strip() if row.decided_at else ""
            stands = f"{row.state} {on}".strip()
        words = Content.assemble("“", lit_words(row), "”\n") if row.evidence else Content("")
        return Content.assemble(words, (f"{stands}\n", DIM))

    # -- keys ------------------------------------------------------------------------------------------

    def open_row(self, row: SignalItem) -> None:
        """Read the whole text it was found in, its words lit."""
        from hermes_tui.actions.signal_texts import whole_text

        text = whole_text(self.scene.session.database, row.origin) or row.evidence
        if not text:
            self.host.say(" No words were kept of it")
            return
        title = Content(f"{words_of_kind(row.kind)}, {row.state}" + (f" · {row.contact}" if row.contact else ""))
        self.app.push_screen(ReaderScreen(title, lit_in(text, row.kind)))

    def takes(self, verb: str, row: SignalItem | None) -> bool:
        """Yes and no are to the row under the cursor."""
        from hermes_tui.actions.signals import confirm, refuse

        deeds = {"signal": confirm, "refuse_signal": refuse}
        if row is None or verb not in deeds:
            return False
        session = self.scene.session
        self.host.decide(lambda: deeds[verb](session.database, [row.id], session.now()))
        return True

    def remove_row(self, row: SignalItem) -> bool:
        """One set by hand goes; what a text or a file gave is refused, or it would come back."""
        from hermes_tui.actions.signals import remove

        session = self.scene.session
        self.host.decide(lambda: remove(session.database, [row.id], session.now()))
        return True

    def add_row(self) -> bool:
        """Ask for its kind."""
        self.host.ask_signal([self.host.lead_id])
        return True


def lit_words(row: SignalItem) -> Content:
    """The evidence on one line; of what was read from a text the words that gave it away stand out."""
    return lit_in(formats.one_line(row.evidence), row.kind)


def lit_in(text: str, kind: str) -> Content:
    """A text in which the words of this kind stand out."""
    from hermes_tui.scoring.signals import found_in

    found = next((each for each in found_in(text) if each.kind == kind), None)
    if found is None:
        return Content(text)
    before, after = text[: found.start], text[found.end :]
    return Content.assemble(before, (text[found.start : found.end], "bold $accent"), after)
