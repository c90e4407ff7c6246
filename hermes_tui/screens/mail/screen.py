"""The Mail screen: what is on its way out, what only the rep can settle, and mail that asks whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from hermes_tui.formats import count
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.letter.later import ask_later
from hermes_tui.screens.letter.lines import goes_in
from hermes_tui.screens.mail import deeds, questions
from hermes_tui.screens.mail.rows import draw, header
from hermes_tui.screens.mail.sections import MailLine, MailList, Section, read
from hermes_tui.screens.mail.whole import whole
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from widgets.text_pane import TextPane

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.app import HermesApp
    from storage.queries.mailboxes import Question
    from storage.queries.messages import MessageRow
    from widgets.paged_list import PagedList

TICK_SECONDS = 1.0  # how often the seconds of the outbox count down
_EMPTY = Content.assemble(
    ("No mail waits\n\n", "bold"), ("r", "bold $accent"), (" on a lead writes one   ", DIM),
    ("@", "bold $accent"), (" reads the mailboxes", DIM),
)  # fmt: skip
# What the keys do in each section, for the footer.
_HINTS: dict[Section, tuple[tuple[str, str], ...]] = {
    Section.OUTBOX: (
        ("mail.no", "take back"), ("mail.again", "send now"), ("mail.edit", "edit"), ("mail.postpone", "later"),
    ),
    Section.IN_DOUBT: (("mail.yes", "it went"), ("mail.again", "send again"), ("mail.no", "it did not: draft")),
    Section.FAILED: (("mail.again", "send again"), ("mail.edit", "edit"), ("mail.no", "drop")),
    Section.QUESTIONS: (
        ("list.open", "whose is it?"), ("mail.find", "find its lead"), ("mail.new", "new lead"),
        ("mail.no", "not ours"),
    ),
    Section.HANDED_OVER: (("mail.yes", "it was sent"), ("mail.no", "it was not: draft"), ("mail.edit", "edit")),
    Section.DRAFTS: (("mail.yes", "send"), ("mail.edit", "edit"), ("mail.postpone", "later"), ("mail.no", "drop")),
}  # fmt: skip


class MailScreen(HermesScreen):
    """One list in sections; a key means what the section of its row makes of it."""

    place = "mail"
    scopes: tuple[str, ...] = ("mail",)
    BINDINGS = bindings("mail")
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]
    DEFAULT_CSS = """
    MailScreen #progress { height: 2; border-bottom: solid $panel; }
    MailScreen #whole { display: none; height: 15; border-top: solid $panel; padding: 0 1 0 2; }
    MailScreen.-tall #whole { display: block; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._tick: Timer | None = None
        self._section: Section | None = None

    def body(self) -> Iterable[Widget]:
        """A line that counts, the list, and where there is room all of the mail under the cursor."""
        yield Static(id="progress")
        yield MailList(self._draw, header=header, empty=_EMPTY, id="mails")
        yield TextPane(id="whole")

    def on_mount(self) -> None:
        """Show what there is; the seconds of the outbox count down."""
        self._look_for_lost()
        self._show(0)
        self._tick = self.set_interval(TICK_SECONDS, self._count_down, pause=not self._counts_down)

    def _look_for_lost(self) -> None:
        """What a program had in hand when it died went out, or is in doubt, not "leaving" for good."""
        from storage.queries.outbox import in_hand_ids

        session = self.session
        if in_hand_ids(session.database):
            from hermes_tui.actions.outbox import look_for_lost
            from hermes_tui.actions.rep import me_of
            from hermes_tui.outreach.ways.choosing import way_of

            way = way_of(session.settings, session.zone)
            look_for_lost(session.database, way, me_of(session.settings), session.now())

    @property
    def rows(self) -> MailList:
        """The list."""
        return self.query_one(MailList)

    # -- what is shown ---------------------------------------------------------------------------------

    def _draw(self, line: MailLine, width: int) -> list[Content]:
        return draw(line, width, self.session.now(), self.session.zone)

    def _show(self, cursor: int) -> None:
        self.rows.show_lines(read(self.session.database), cursor)
        self._show_line()
        self.title_bar.show_counts()
        self._follow_cursor()
        if self._tick is not None:
            self._tick.resume() if self._counts_down else self._tick.pause()

    def _show_line(self) -> None:
        n = {line.section: line.n for line in self.rows.lines if line.n}
        waits = n.get(Section.OUTBOX, 0)
        asks = sum(n.get(section, 0) for section in (Section.IN_DOUBT, Section.FAILED, Section.QUESTIONS))
        parts = [(f" {waits:,} going out", "bold" if waits else DIM), (" · ", DIM)]
        parts += [(f"{asks:,} want a word of yours", "bold $text-warning" if asks else DIM)]
        parts += [(f" · {count(n.get(Section.DRAFTS, 0), 'draft')}", DIM)]
        held = self._held() if waits else ""
        parts += [(f" · {held}", "$text-warning")] if held else []
        self.query_one("#progress", Static).update(Content.assemble(*parts), layout=False)

    def _held(self) -> str:
        """Why what is due does not leave: the way out failed lately and is left alone for a while."""
        from storage.queries.outbox import rest_of

        session, found = self.session, rest_of(self.session.database)
        if found is None or found[0] != session.settings.send_by or found[1] <= session.now():
            return ""
        return f"held, next try {goes_in(found[1], session.now(), session.zone)}: {found[2]}"

    @property
    def _counts_down(self) -> bool:
        """Whether something is about to leave; nothing is painted each second for what waits for days."""
        now = self.session.now()
        return any(
            line.section is Section.OUTBOX
            and line.message is not None
            and (line.message.send_at or 0) - now < 3_600_000
            for line in self.rows.lines
        )

    def _count_down(self) -> None:
        if self.is_current and self._counts_down:
            self.rows.draw_anew()

    def reload(self) -> None:
        """Read again; the cursor stays with its row, or near where it was."""
        was, index = self.rows.chosen, self.rows.index
        self._show(index)
        place = self.rows.place_of(was) if was is not None else None
        if place is not None:
            self.rows.move_to(place)

    def take_back(self, outcome: Outcome) -> None:
        """Read again; the cursor goes to what stands where it stood before it was done."""
        before = {line.key: line.section for line in self.rows.lines if not line.n}
        super().take_back(outcome)
        back = (at for at, line in enumerate(self.rows.lines) if not line.n and before.get(line.key) != line.section)
        place = next(back, None)
        if place is not None:
            self.rows.move_to(place)

    def on_paged_list_cursor_moved(self, _event: PagedList.CursorMoved) -> None:
        """Below stands the mail under the cursor; in another section the keys mean something else."""
        self._follow_cursor()

    def _follow_cursor(self) -> None:
        here = self.rows.chosen
        self.query_one("#whole", TextPane).show(whole(here))
        section = None if here is None else here.section
        if section is not self._section:
            self._section = section
            self.strip.set_hint(self.hint())

    def hint_keys(self) -> list[tuple[str, str]]:
        """What can be done with the row under the cursor."""
        own = _HINTS.get(self._section, ()) if self._section is not None else ()
        rest = (("mail.read", "read mail"), ("mail.lead", "lead"), ("undo", "undo"), ("help", "help"))
        return [(self.keys_of(name), label) for name, label in (*own, *rest)]

    # -- what is done ----------------------------------------------------------------------------------

    def do(self, deed: Callable[[], Outcome]) -> None:
        """Do one thing to the row under the cursor, and say so; the next row comes under it."""
        outcome = self.attempt(deed)
        if outcome is not None:
            self.show_outcome(outcome)

    def show_outcome(self, outcome: Outcome) -> None:
        """Read again, the cursor at its place, and say what was done."""
        self._show(self.rows.index)
        self.say_done(outcome)

    def _chosen(self) -> MailLine | None:
        line = self.rows.chosen
        if line is None:
            self.say(f" No mail here; {self.keys_of('verb.follow_up')} on a lead writes one")
        return line

    def _of_message(self, deed: Callable[[MailScreen, Section, MessageRow], None]) -> None:
        line = self._chosen()
        if line is not None and line.message is not None:
            deed(self, line.section, line.message)
        elif line is not None:
            self.say(f" This mail came in: {self.keys_of('list.open')} says whose it is")

    def _of_question(self, deed: Callable[[MailScreen, Question], None]) -> None:
        line = self._chosen()
        if line is not None and line.question is not None:
            deed(self, line.question)
        elif line is not None:
            self.say(" This is a message of yours; only mail that came in asks whose it is")

    def action_yes(self) -> None:
        """Send a draft; it went, of what was handed over or is in doubt."""
        self._of_message(deeds.yes)

    def action_no(self) -> None:
        """Take back, not sent, drop; of mail that came in: not ours."""
        line = self._chosen()
        if line is None:
            return
        if line.question is not None:
            questions.not_ours(self, line.question)
        elif line.message is not None:
            deeds.no(self, line.section, line.message)

    def action_again(self) -> None:
        """Send again, or now."""
        self._of_message(deeds.again)

    def action_edit(self) -> None:
        """The review of this message."""
        self._of_message(deeds.edit)

    def action_postpone(self) -> None:
        """On a day to come."""
        self._of_message(
            lambda here, section, row: ask_later(here, "goes out in", lambda at: deeds.later(here, section, row, at))
        )

    def action_new_lead(self) -> None:
        """Of mail that came in, a new lead."""
        self._of_question(questions.new_lead)

    def action_find(self) -> None:
        """Look for the lead of mail that came in."""
        self._of_question(questions.find_lead)

    def action_lead(self) -> None:
        """The lead's page."""
        self._of_message(lambda here, _section, row: here.hermes.open_lead(row.lead_id, [row.lead_id]))

    def action_section(self, by: int) -> None:
        """To the next part of the list."""
        self.rows.go_section(by)

    def action_leave(self) -> None:
        """Stop reading the mailboxes; else leave."""
        from hermes_tui.screens.mail.reading import stop_reading

        if not stop_reading(self.hermes):
            self.dismiss()

    def on_paged_list_opened(self, _event: PagedList.Opened) -> None:
        """Enter: whose is it? Of a message of ours its review."""
        line = self.rows.chosen
        if line is not None and line.question is not None:
            questions.ask_whose(self, line.question)
        elif line is not None:
            self.action_edit()


def open_mail(hermes: HermesApp) -> None:
    """Put the screen on top; where it is in sight already it stays."""
    if isinstance(hermes.screen, MailScreen):
        hermes.here.say(f" Here it is; {hermes.session.keys_of('mail.leave')} goes back")
    else:
        hermes.push_screen(MailScreen(hermes.session))
