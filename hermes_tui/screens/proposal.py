"""The editor of a proposal: its text, and beside it what the buyer will read."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from hermes_tui import keymap
from hermes_tui.actions.outcome import Outcome
from hermes_tui.actions.proposal_fields import proposal_values
from hermes_tui.actions.proposal_text import as_text, first_draft, from_text, typed_offer
from hermes_tui.exchange.proposal_words import amount_words, gaps, gaps_words, spelled
from hermes_tui.screens import leftover
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.forms import show_done
from hermes_tui.screens.markdown_view import markdown_content
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.errors import HermesError, UsageError
from storage.queries.proposals import offer, versions
from widgets.drawing import one_line

if TYPE_CHECKING:
    from hermes_tui.screens.base import HermesScreen

Save = Callable[[Mapping[str, str]], Outcome]

REST_SECONDS = 0.15  # without a key, after which the preview follows what was typed
_DROP = "Not saved. Esc again drops what you typed, any other key keeps it."
_BACK = "Here is what was typed the last time and not saved; Esc twice drops it."
_GAP = r"‹[^‹›\n]*›"


def write_proposal(host: HermesScreen, lead_id: int) -> None:
    """Draft a new proposal for a lead."""
    from hermes_tui.actions.outcome import called
    from hermes_tui.actions.proposals import add_proposal

    session = host.session
    currency = session.settings.currency
    typed = first_draft(session.database, lead_id, session.today(), currency)
    title = f"New proposal: {called(session.database, [lead_id])}"

    def save(given: Mapping[str, str]) -> Outcome:
        return add_proposal(session.database, lead_id, given, session.now(), session.today(), currency=currency)

    _open(host, lead_id, ProposalScreen(session, title, typed, save, f"proposal-of-{lead_id}", whole=True))


def edit_proposal(host: HermesScreen, proposal_id: int, *, in_editor: bool = False) -> None:
    """Edit a draft; of what was sent, write the next version. Raises UsageError where that is a draft already."""
    from hermes_tui.actions import proposals

    session = host.session
    row = offer(session.database, proposal_id)
    family = versions(session.database, row.lead_id, row.title)
    title = f"Draft of v{row.version}: {row.title}"
    if row.status != "DRAFT":
        later = next((each for each in family if each.status == "DRAFT"), None)
        if later is not None:
            raise UsageError(f"Version {later.version} is a draft already; edit that one.")
        title = f"Draft of v{family[0].version + 1} (v{row.version} was {row.status.lower()} and stays): {row.title}"

    def save(given: Mapping[str, str]) -> Outcome:
        return proposals.edit_proposal(session.database, proposal_id, given, session.now(), session.today())

    page = ProposalScreen(session, title, typed_offer(row), save, f"proposal-{row.id}", in_editor=in_editor)
    _open(host, row.lead_id, page)


def _open(host: HermesScreen, lead_id: int, page: ProposalScreen) -> None:
    def left(outcome: Outcome | None) -> None:
        if outcome is not None and host.attempt(lambda: outcome) is not None:
            show_done(host, [lead_id], outcome)

    host.app.push_screen(page, left)


class Preview(Brief):
    """What the buyer will read, at the place where the rep writes."""

    def follow(self, share: float) -> None:
        """Scroll to this share of the whole way down."""
        self.scroll_lines(round(share * self._last_top()) - self.top)


class ProposalScreen(ModalScreen["Outcome | None"]):
    """A text to write in, dismissed with what saving it did, or None. What cannot be saved stays, with the reason."""

    BINDINGS = bindings("proposal")
    DEFAULT_CSS = """
    ProposalScreen {
        background: $background;
        & #proposal--title {
            height: 1; width: 1fr; text-style: bold; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis;
        }
        & #proposal--both { height: 1fr; layout: horizontal; border-top: solid $panel; border-bottom: solid $panel; }
        & TextArea { width: 1fr; height: 1fr; padding: 0 1; background: $background; }
        & Preview { width: 1fr; height: 1fr; border-left: solid $panel; padding: 0 1; }
        & #proposal--says { height: auto; max-height: 3; width: 1fr; padding: 0 1; }
        & #proposal--keys { height: 1; width: 1fr; padding: 0 1; background: $panel; }
        &.-wrong #proposal--says { color: $text-error; }
        &.-dropping #proposal--says { color: $text-warning; text-style: bold; }
        &.-narrow #proposal--both { layout: vertical; }
        &.-narrow Preview { border-left: none; border-top: solid $panel; height: 2fr; }
        &.-narrow TextArea { height: 3fr; }
        &.-reading TextArea { display: none; }
        &.-reading Preview { border: none; }
    }
    """

    def __init__(
        self, session: Session, title: str, typed: Mapping[str, str], save: Save, what: str, *,
        whole: bool = False, in_editor: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.session = session
        self._heading = title
        self._place = leftover.place_of(session.database, what)
        self._left = leftover.find(self._place)
        self._began = self._left.began if self._left is not None else as_text(typed)
        self._save = save
        self._whole = whole  # a new one is saved whole, of another only what was changed
        self._in_editor = in_editor
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, text, preview, what is to be said, keys."""
        yield Static(one_line(Content(self._heading)), id="proposal--title")
        with Container(id="proposal--both"):
            yield TextArea(
                self._began if self._left is None else self._left.text, compact=True, soft_wrap=True,
                tab_behavior="focus", highlight_cursor_line=False, id="proposal--text",
            )  # fmt: skip
            yield Preview(id="proposal--preview")
        yield Static("", id="proposal--says")
        yield Static(self._keys(), id="proposal--keys")

    def on_mount(self) -> None:
        """Begin to write; in the rep's own editor where that was asked for."""
        self.editor.focus()
        self.call_after_refresh(self._show)
        if self._left is not None:
            self.call_after_refresh(self._say, _BACK)
        if self._in_editor:
            self.call_after_refresh(self.action_editor)

    @property
    def editor(self) -> TextArea:
        """Where the text is."""
        return self.query_one(TextArea)

    def _keys(self) -> Content:
        parts: list[tuple[str, str]] = []
        for command in keymap.in_scope("proposal"):
            parts += [(self.session.keys_of(command.id), "bold $accent"), (f" {command.label}   ", DIM)]
        return Content.assemble(*parts)

    # -- what is shown ---------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _typed_on(self) -> None:
        """The preview follows when the rep rests: to draw it at each key would be felt in a long text."""
        self._keep()
        self._stop_rest()
        self._rest = self.set_timer(REST_SECONDS, self._show)

    def _stop_rest(self) -> None:
        """What is said next stays until the rep types again."""
        if self._rest is not None:
            self._rest.stop()

    @on(TextArea.SelectionChanged)
    def _moved(self, event: TextArea.SelectionChanged) -> None:
        self._keep()
        last = max(1, event.text_area.document.line_count - 1)
        self.query_one(Preview).follow(event.selection.end[0] / last)

    def _show(self) -> None:
        """Draw the preview anew, and say what is wrong or still missing."""
        self._keep_typed()
        if self.has_class("-dropping"):
            return
        values: Mapping[str, object] = {}
        try:
            values = typed = from_text(self.editor.text)
            values = proposal_values(typed, self.session.today())
        except HermesError as error:
            self._say(str(error), "-wrong")
        else:
            self._say(gaps_words(gaps(typed["body"])))
        if values:  # a wrong fact is left out, the words are shown all the same
            self.query_one(Preview).show(as_read(values), keep_place=True)

    def _keep_typed(self) -> None:
        leftover.keep(self._place, leftover.Leftover(self._began, self.editor.text))

    def _say(self, words: str, how: str = "") -> None:
        self.set_class(how == "-wrong", "-wrong")
        self.set_class(how == "-dropping", "-dropping")
        self.query_one("#proposal--says", Static).update(Content(words))

    # -- keys ------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Save and leave; what cannot be saved stays here."""
        self._stop_rest()
        self._keep_typed()
        try:
            began, typed = from_text(self._began), from_text(self.editor.text)
            given = {name: text for name, text in typed.items() if self._whole or text != began.get(name)}
            outcome = self._save(given)
        except HermesError as error:
            self._say(f"{error} Your text is still here.", "-wrong")
        else:
            leftover.drop(self._place)
            self.dismiss(outcome)

    def action_leave(self) -> None:
        """Leave; ask once first where something was typed."""
        self._stop_rest()
        self._keep_typed()
        if self.editor.text == self._began or self.has_class("-dropping"):
            leftover.drop(self._place)
            self.dismiss(None)
        else:
            self._say(_DROP, "-dropping")

    def _keep(self) -> None:
        """The rep goes on: nothing is dropped."""
        if self.has_class("-dropping"):
            self._say("")

    def on_key(self, event: events.Key) -> None:
        """Any other key keeps what was typed."""
        if event.key != "escape":
            self._keep()

    def action_preview(self) -> None:
        """Only what the buyer will read, or both again."""
        self.toggle_class("-reading")
        if not self.has_class("-reading"):
            self.editor.focus()

    def action_editor(self) -> None:
        """Go on in $VISUAL, $EDITOR or vi; what was written there comes back here, to be saved or not."""
        from hermes_tui.screens.lead_editor import written_in_editor

        self._stop_rest()
        file = Path(tempfile.mkdtemp(prefix="hermes-")) / "proposal.md"
        file.touch(mode=0o600)
        file.write_text(self.editor.text, encoding="utf-8")
        try:
            self.editor.text = written_in_editor(self.app, file)
        except SuspendNotSupported:
            self._say("This terminal cannot be lent to an editor; write here.", "-wrong")
        except HermesError as error:
            self._say(f"{error} What the editor wrote is in {file}.", "-wrong")
            return
        shutil.rmtree(file.parent, ignore_errors=True)


def as_read(values: Mapping[str, object]) -> Content:
    """A proposal as the buyer will read it, from its column values."""
    amount, currency, expires = values.get("amount"), values.get("currency"), values.get("expires_on")
    facts = (
        ("amount", amount_words(amount, str(currency or "") or None) if isinstance(amount, int) else ""),
        ("valid until", spelled(date.fromisoformat(expires)) if isinstance(expires, str) else ""),
    )
    parts: list[Content | tuple[str, str]] = [(str(values.get("title", "")), "bold")]
    parts += [Content.assemble((f"\n{name:11}  ", DIM), words) for name, words in facts if words]
    parts += [("\n\n", ""), markdown_content(str(values.get("body", "")))]
    if values.get("terms"):
        parts += [("\n\nTerms\n", "bold underline"), Content(str(values["terms"]))]
    return Content.assemble(*parts).highlight_regex(_GAP, style="bold $text-warning")
