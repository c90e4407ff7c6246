"""Choosing the template of a message: those there are, the one that fits best first, each with its because."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import get_current_worker

from hermes_tui.actions.composing import BLANK
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries.performance import READ_AT_ONCE, messages_at_most
from widgets.columns import Column, ColumnLayout
from widgets.paged_list import PagedList

_FOOT = "a digit or Enter takes one   j k   esc back"
_COLUMNS = ColumnLayout(
    (
        Column("", 2, align="right", priority=9), Column("template", 26, min_width=14, priority=9),
        Column("because", None, min_width=20, priority=8),
    )
)  # fmt: skip


class Offer(NamedTuple):
    """A template to choose, the key that takes it, and what speaks for it."""

    key: str
    template_id: int
    name: str
    because: str


class Offered(NamedTuple):
    """What there is to choose from; `enough` says why none of it is urged, "" where the first is."""

    rows: Sequence[Offer]
    enough: str = ""


def offers(session: Session, lead_id: int, contact_id: int | None = None) -> Offered:
    """What a lead's next message may be written from: the suggestion, the others, one's own words. Raises NotFound."""
    from hermes_tui.metrics.next_template import next_template

    found = next_template(
        session.database, lead_id, contact_id, session.now(), followups_at_most=session.settings.followups_at_most
    )
    named = [] if found is None else [(each.template_id, each.name, each.because) for each in found.alternatives]
    if found is not None and found.template_id is not None:
        named.insert(0, (found.template_id, found.name, found.because))
    listed = [Offer(str(n) if n < 10 else "", *each) for n, each in enumerate(named, 1)]
    listed.append(Offer("0", BLANK, "your own words", "a blank message, their last words below"))
    return Offered(listed, found.because if found is not None and found.template_id is None else "")


def ask_template(
    screen: HermesScreen, lead_id: int, then: Callable[[int], None], *, contact_id: int | None = None,
    edited: bool = False,
) -> None:  # fmt: skip
    """Ask for a template by a digit or from the list; `edited` says that what was typed gives way to it.

    Among many messages they are counted in a thread while the list says so. Raises NotFound.
    """
    session = screen.session

    def chosen(template_id: int | None) -> None:
        if template_id is not None:
            then(template_id)

    def count() -> Offered:
        return offers(session, lead_id, contact_id)

    at_once = count() if messages_at_most(session.database) <= READ_AT_ONCE else None
    note = "  what you typed gives way to it" if edited else ""
    screen.app.push_screen(TemplateChoice(screen, count, at_once, note), chosen)


class TemplateChoice(ModalScreen["int | None"]):
    """The list; dismissed with a template's id, BLANK, or None."""

    DEFAULT_CSS = """
    TemplateChoice {
        align: center middle;
        background: $background 60%;
        & > #choice {
            width: 110; max-width: 100%; height: auto; max-height: 80%; background: $background;
            border: round $foreground 30%; padding: 0 1;
        }
        #choice--title { width: 1fr; margin-bottom: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #choice--foot { color: $text-muted; width: 1fr; margin-top: 1; }
        PagedList { height: auto; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "close", "Back", tooltip="Back without another template"),
        *(Binding(str(n), f"take('{n}')", f"Template {n}", show=False) for n in range(10)),
    ]

    def __init__(
        self, host: HermesScreen, count: Callable[[], Offered], at_once: Offered | None, note: str = ""
    ) -> None:  # fmt: skip
        super().__init__()
        self._host = host
        self._count = count
        self._offered = at_once
        self._note = note
        self._typed = ""  # a digit that was pressed before there was anything to take

    def compose(self) -> ComposeResult:
        """Title, list, keys."""
        with Vertical(id="choice"):
            yield Static(id="choice--title")
            yield FixedList(_draw, empty=Content.styled("Counting how each fares…", DIM), id="choice--list")
            yield Static(Content(_FOOT), id="choice--foot")

    def on_mount(self) -> None:
        """Show them, or count them first."""
        self.query_one(FixedList).focus()
        self.show(self._offered)
        if self._offered is None:
            self.run_worker(self._counting, thread=True, exit_on_error=False)

    def show(self, offered: Offered | None) -> None:
        """These, or that they are being counted; a digit pressed meanwhile takes its own."""
        self._offered = offered
        title = Content.assemble(("Which template?", "bold"), (self._note, "$text-warning"))
        if offered is not None and offered.enough:
            title = Content.assemble(title, (f"  {offered.enough}", DIM))
        self.query_one("#choice--title", Static).update(title)
        rows = self.query_one(FixedList)
        rows.styles.height = len(offered.rows) if offered is not None else 1
        rows.show_rows(offered.rows if offered is not None else ())
        if offered is not None and self._typed:
            self.action_take(self._typed)

    def _counting(self) -> None:
        """In a thread with its own connection."""
        worker = get_current_worker()
        try:
            found = self._count()
        except HermesError as error:
            self.app.call_from_thread(self._give_up, error)
            return
        finally:
            self._host.session.database.close_thread()
        if not worker.is_cancelled:
            self.app.call_from_thread(self.show, found)

    def _give_up(self, error: HermesError) -> None:
        self._host.hermes.say_error(error)
        self.dismiss(None)

    def on_paged_list_opened(self, event: PagedList.Opened) -> None:
        """Enter: the one under the cursor."""
        offer = self.query_one(FixedList).chosen
        if offer is not None:
            self.dismiss(offer.template_id)

    def action_take(self, key: str) -> None:
        """The one of this digit."""
        if self._offered is None:
            self._typed = key
            return
        offer = next((each for each in self._offered.rows if each.key == key), None)
        if offer is not None:
            self.dismiss(offer.template_id)

    def action_close(self) -> None:
        """None of them."""
        self.dismiss(None)


def _draw(offer: Offer, width: int) -> Content:
    cells = [Content.styled(offer.key, "bold $accent"), Content(offer.name), Content.styled(offer.because, DIM)]
    return _COLUMNS.line(cells, width)
