"""What every main screen shares: the title bar, the strip, and the manners of a list."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from hermes_tui.keymap import BY_ID, in_scope
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.title_bar import TitleBar
from hermes_tui.session import Session
from storage.errors import HermesError
from widgets.strip_prompt import StripPrompt

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.app import HermesApp

BETWEEN = "   "  # the keys of the hint
SETTLE_SECONDS = 0.002  # for the widgets' own tasks to run after a verb
USUAL_WIDTH = 120  # before the first layout


class HermesScreen(Screen[None]):
    """A main screen. Subclasses give `place`, `scopes` and `body`, and read again in `reload`."""

    place: ClassVar[str] = ""
    scopes: tuple[str, ...] = ()  # for footer and help, nearest first

    DEFAULT_CSS = """
    HermesScreen { layout: vertical; }
    HermesScreen StripPrompt { dock: bottom; background: $panel; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._seen = -1  # the generation of changes this screen shows

    @property
    def hermes(self) -> HermesApp:
        """The app, as what it is."""
        return cast("HermesApp", self.app)

    def compose(self) -> ComposeResult:
        """The title bar, the body, the strip."""
        yield TitleBar(self.session, self.place)
        yield from self.body()
        yield StripPrompt(self.hint(), id="strip")

    def body(self) -> Iterable[Widget]:
        """What stands between title bar and strip."""
        return ()

    def reload(self) -> None:
        """Read again what is shown; the cursor stays where it is."""

    def take_back(self, outcome: Outcome) -> None:
        """Something was undone or done again: read again, say so."""
        self.reload()
        self.say(f" {outcome.words}")

    @property
    def strip(self) -> StripPrompt:
        """The line at the bottom."""
        return self.query_one("#strip", StripPrompt)

    @property
    def is_up(self) -> bool:
        """Whether the screen has its widgets: not while it is being built, nor once it was left."""
        return bool(self.query(StripPrompt))

    @property
    def is_asking(self) -> bool:
        """Whether a question stands at the bottom, whose answer is about what is shown; or the screen is not up yet."""
        return not self.is_up or self.strip.asking

    @property
    def title_bar(self) -> TitleBar:
        """The line at the top."""
        return self.query_one(TitleBar)

    # -- the hint --------------------------------------------------------------------------------------

    def hint_keys(self) -> list[tuple[str, str]]:
        """The keys that matter here and what they do, help last."""
        shown = [c for scope in (*self.scopes, "everywhere") for c in in_scope(scope) if c.shown and c.id != "help"]
        both = {"verb.forward": "verb.forward verb.backward"}
        return [(self.keys_of(both.get(c.id, c.id)), c.label) for c in (*shown, BY_ID["help"])]

    def keys_of(self, commands: str) -> str:
        """The keys of these commands (ids, a space between), as a person writes them under the rep's own keymap."""
        return self.session.keys_of(commands)

    def hint(self) -> Content:
        """The footer: the keys that matter here, as many as fit, help always."""
        parts = [Content.assemble((key, "bold $accent"), (f" {label}", DIM)) for key, label in self.hint_keys()]
        room = (self.size.width or USUAL_WIDTH) - 1
        while len(parts) > 1 and sum(part.cell_length + len(BETWEEN) for part in parts) - len(BETWEEN) > room:
            del parts[-2]
        return Content.assemble(" ", Content(BETWEEN).join(parts))

    def on_resize(self, _event: events.Resize) -> None:
        """The line at the bottom holds what it can."""
        self.strip.set_hint(self.hint())

    def on_key(self, _event: events.Key) -> None:
        """What was said stays until the next key."""
        self.strip.settle()

    # -- outcomes --------------------------------------------------------------------------------------

    def attempt(self, deed: Callable[[], Outcome]) -> Outcome | None:
        """Do something that a person may have got wrong; its sentence is said, and nothing was changed then."""
        try:
            outcome = deed()
        except HermesError as error:
            self.say(Content.styled(f" {error}", "$text-error"))
            return None
        if outcome.action_id:
            self.hermes.changed()
            self._seen = self.hermes.generation
        return outcome

    def say(self, words: Content | str) -> None:
        """Say something on the strip, until the next key; where this screen was left meanwhile, on the one in sight."""
        if self.is_up:
            self.strip.flash(words if isinstance(words, Content) else Content(words))
        elif self.is_attached:  # what a thread or the clock has to say need not come when a screen is ready for it
            self.call_after_refresh(self.say, words)
        elif (here := self.hermes.here) is not self:
            here.say(words)

    def say_done(self, outcome: Outcome) -> None:
        """Say what was done, and how to take it back."""
        undo = self.keys_of("undo")
        if outcome.action_id:
            self.say(Content.assemble((" " + outcome.words, "$foreground"), (f".  {undo} undo", DIM)))
        else:
            self.say(Content(f" {outcome.words}"))

    def paint_as_one(self) -> None:
        """Hold the paint back until every widget has said what is new: one frame, not two 8 ms apart.

        After a long step the screen's timer is overdue and would fire at the first widget's word.
        """
        batch = self.app.batch_update()
        batch.__enter__()

        def paint() -> None:
            batch.__exit__(None, None, None)
            if self.is_attached:
                self.check_idle()

        get_running_loop().call_later(SETTLE_SECONDS, paint)

    def came_from(self, lead_id: int) -> None:
        """The rep closed this lead's page; a list puts its cursor there, since the page may have walked on."""

    # -- coming back -----------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Back in sight."""
        self.catch_up()

    def catch_up(self) -> None:
        """Read again if something was written while another screen was in sight."""
        if self._seen not in (-1, self.hermes.generation):
            self.reload()
        self._seen = self.hermes.generation
