"""What a number is and how it came about: its definition, what went in, how sure it is, what it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from hermes_tui.screens.behind import BehindScreen, open_behind
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.figure import Ask, Figure
from hermes_tui.screens.styles import DIM
from storage.errors import HermesError
from widgets.interval_line import interval_line, scale_line, scale_to
from widgets.text_pane import hanging_lines

if TYPE_CHECKING:
    from hermes_tui.app import HermesApp
    from hermes_tui.metrics.intervals import Rate
    from hermes_tui.metrics.tables import Number, Table

_MOST_CELLS = 48  # of the line that shows how sure a rate is
_FRAME = 8  # lines of the dialog that are not about the number
_HEADS = 12  # cells before what is said


def explain(hermes: HermesApp, table: Table, number: Number, ask: Ask | None = None) -> None:
    """Say what this number of `table` is; with `ask` also what it was in the window before."""
    hermes.push_screen(ExplainScreen(hermes, Figure.of(table, number, ask)))


class ExplainScreen(ModalScreen[None]):
    """Read, then Enter for the leads behind it, or the keys' help."""

    CSS_PATH = "explain.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "Close", tooltip="Close"),
        Binding("enter", "leads", "Leads", tooltip="The leads behind the number"),
        Binding("f1", "keys", "Keys", tooltip="All keys that work on the screen below"),
        Binding("j,down", "scroll(1)", "Down", tooltip="Further down"),
        Binding("k,up", "scroll(-1)", "Up", tooltip="Further up"),
    ]

    def __init__(self, hermes: HermesApp, figure: Figure) -> None:
        super().__init__()
        self._hermes = hermes
        self.figure = figure
        self._before: Number | None = None

    def compose(self) -> ComposeResult:
        """The number, what is to be said of it, and the keys."""
        with Vertical(id="explain"):
            yield Static(title(self.figure), id="explain-title")
            yield Brief(id="explain-text")
            yield Static(self._keys(), id="explain-foot")

    def on_mount(self) -> None:
        """What is known at once; what it was before takes another reading."""
        self.call_after_refresh(self._show)
        if self.figure.ask is not None:
            self.run_worker(self._read_before, thread=True, exit_on_error=False)

    def on_resize(self, _event: events.Resize) -> None:
        """The interval is as wide as there is room."""
        self._show()

    def _show(self) -> None:
        if not self.query("#explain-text"):
            return
        pane = self.query_one("#explain-text", Brief)
        said = meaning(self.figure, self._before, pane.size.width)
        wrapped = sum(
            len(hanging_lines(line, max(1, pane.size.width - 1))) for line in said.split("\n", allow_blank=True)
        )
        box = self.query_one("#explain")
        if pane.size.width and (box.styles.height is None or box.styles.height.value != wrapped + _FRAME):
            box.styles.height = wrapped + _FRAME
        pane.show(said, keep_place=True)

    def _read_before(self) -> None:
        database = self._hermes.session.database
        try:
            database.keep_little()
            found = self.figure.before(database)
        except HermesError:  # what the filter names is gone: the screen below says so
            return
        finally:
            database.close_thread()
        if self.is_running:
            self.app.call_from_thread(self._came, found)

    def _came(self, before: Number | None) -> None:
        self._before = before
        self._show()

    def _keys(self) -> Content:
        keys = [("Enter", "the leads behind it")] if self.figure.number.behind is not None else []
        keys += [("F1", "all keys"), ("Esc", "closes")]
        parts = [Content.assemble((key, "bold $accent"), (f" {what}", DIM)) for key, what in keys]
        return Content("   ").join(parts)

    def action_scroll(self, by: int) -> None:
        """A line further, where it is longer than the pane."""
        self.query_one("#explain-text", Brief).scroll_lines(by)

    def action_leads(self) -> None:
        """The leads behind the number; where they stand below already, back to them."""
        self.dismiss()
        figure = self.figure
        if isinstance(self._hermes.here, BehindScreen):
            return
        self.app.call_later(open_behind, self._hermes, figure.table, figure.number, figure.ask)

    def action_keys(self) -> None:
        """The help of the keys, which `?` opens elsewhere."""
        self.dismiss()
        self.app.call_later(self._hermes.action_help)


def title(figure: Figure) -> Content:
    """`Funnel: Qualified · Went on   48 %`."""
    return Content.assemble(
        (f"{figure.table.title}: ", DIM), (figure.called, "bold"), "   ", (figure.number.shown, "bold $accent")
    )


def meaning(figure: Figure, before: Number | None, width: int) -> Content:
    """All that is to be said of a number, a fact a line, its name before it."""
    number = figure.number
    parts: list[Content] = [Content(number.definition or "No more is said of it than its name.")]
    if number.inputs:
        parts += [Content(""), *_inputs(number.inputs, width)]
    sure = _sure(number.rate, width)
    note = _note(number, bool(sure))
    facts = [("note", note)] if note else []
    then = _then(number, before)
    if then:
        facts.append(("before", then))
    if figure.table.note:
        facts.append(("table", figure.table.note))
    if sure or facts:
        parts.append(Content(""))
    parts += sure
    parts += [Content.assemble((f"{name:<{_HEADS}}", DIM), words) for name, words in facts]
    return Content("\n").join(parts)


def _note(number: Number, is_drawn: bool) -> str:
    """What must stand beside the number, without the interval where it is drawn anyway."""
    if number.rate is None or not is_drawn:
        return number.note
    from hermes_tui.metrics.written import certainty

    return number.note.removesuffix(certainty(number.rate)).rstrip(":, ")


def _inputs(inputs: tuple[tuple[str, str], ...], width: int) -> list[Content]:
    """What went in, the numbers below each other on the right."""
    names = min(max(len(name) for name, _ in inputs), max(12, width // 2))
    shown = min(max(len(value) for _, value in inputs), max(8, width - names - 4))
    return [Content.assemble((f"{name:<{names}}", DIM), "  ", (f"{value:>{shown}}", "")) for name, value in inputs]


def _sure(rate: Rate | None, width: int) -> list[Content]:
    """A rate on its scale with the interval around it, and in words."""
    if rate is None or rate.rate is None or rate.low is None or rate.high is None:
        return []
    cells = min(_MOST_CELLS, max(12, width - _HEADS - 2))
    top = scale_to(rate.high)
    words = (
        f"of {rate.n:,}; as sure as 95 %, the true rate lies between {100 * rate.low:.0f} and {100 * rate.high:.0f} %"
    )
    early = "; too early to conclude anything" if rate.is_early else ""
    line = interval_line(rate.low, rate.rate, rate.high, width=cells, top=top, style="bold $accent", faint=DIM)
    return [
        Content.assemble((f"{'interval':<{_HEADS}}", DIM), line),
        Content.assemble(" " * _HEADS, scale_line(width=cells, top=top, style=DIM)),
        Content.assemble(" " * _HEADS, words + early),
    ]


def _then(number: Number, before: Number | None) -> str:
    """What it was in the window of the same length before this one."""
    if before is None or before.value is None:
        return number.change
    beside = f" ({before.note})" if before.note else ""
    from hermes_tui.metrics.before import change

    return f"{before.shown}{beside} in the period before this one; {_since(change(number, before))}"


def _since(change: str) -> str:
    if change.startswith(("up", "down")):
        return f"{change.split()[0]} since"
    return "the same now" if change == "as before" else "chance alone may explain the difference"
