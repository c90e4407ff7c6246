"""The verbs of triage, for every screen that shows leads: key → strip → one action → the next lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.formats import day_words, one_line
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.next_verbs import NextVerbs
from hermes_tui.screens.rescore_verbs import RescoreVerbs
from hermes_tui.screens.signal_verbs import SignalVerbs
from storage.errors import HermesError
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.actions.tasks import Plan
    from hermes_tui.screens.base import HermesScreen

Deed = Callable[[Sequence[int]], "Outcome"]

_LEAST_TITLE = 8  # cells of a task's title in a narrow strip; half of the line is left to type in
_THEN = " · then (Enter: none):"
_WAYS = (("c", "call"), ("e", "email"), ("m", "meeting"), ("l", "linkedin"), ("v", "voicemail"))
_FROM_THEM = (("C", "call"), ("E", "email"), ("L", "linkedin"), ("V", "voicemail"))  # a meeting is both
_ROOM_FOR_CAPITALS = 100


def ways_to_touch(screen: HermesScreen) -> list[Choice]:
    """The answers to `t`, each (way, from them?): a letter is a way, its capital the same from them, `t` as last."""
    last, said = screen.hermes.last_via, screen.size.width >= _ROOM_FOR_CAPITALS
    *others, (key, via) = _FROM_THEM
    return [
        *(Choice(key, {"email": "mail"}.get(via, via), (via, False)) for key, via in _WAYS),
        *(Choice(key, "", (via, True), said) for key, via in others),
        Choice(key, "from them", (via, True), said),
        Choice("t", f"again: {last}", (last, False)),
    ]


class LeadVerbs(NextVerbs, RescoreVerbs, SignalVerbs):
    """A screen with leads under a cursor or marked. Subclasses give `targets` and `acted`."""

    BINDINGS = bindings("verbs")

    def targets(self) -> list[int]:
        """Ids the next verb acts on: the marked leads, else the one under the cursor."""
        raise NotImplementedError

    def acted(self, outcome: Outcome, lead_ids: Sequence[int]) -> None:
        """Something was done to these leads: read again and go to the next."""
        raise NotImplementedError

    def undone(self, outcome: Outcome) -> None:
        """An action on these leads was taken back or done again: read again, the cursor to them."""
        raise NotImplementedError

    def perform(self, deed: Deed, *, lead_ids: Sequence[int] | None = None, repeatable: bool = True) -> None:
        """Do one thing to the targets, say so, and go on; `.` can do it again to others."""
        ids = list(lead_ids) if lead_ids is not None else self.targets()
        if not ids:
            self.say(" No lead here: c adds one, :import FILE.csv brings many")
            return
        outcome = self.attempt(lambda: deed(ids))
        if outcome is None:
            return
        if repeatable:
            self.hermes.last_deed = deed
        self.paint_as_one()
        self.acted(outcome, ids)
        self.say_done(outcome)

    def _label(self, verb: str) -> Content:
        ids = self.targets()
        count = f" {len(ids)} leads" if len(ids) > 1 else ""
        return Content.assemble((f" {verb}{count}:", "bold"))

    def _ready(self) -> bool:
        if self.targets():
            return True
        self.say(" No lead here: c adds one, :import FILE.csv brings many")
        return False

    # -- touch, stage ----------------------------------------------------------------------------------

    def action_touch(self) -> None:
        """Log a touch; the key names how, `t` again as last time."""
        if not self._ready():
            return
        self.strip.ask_choice(self._label("touch"), ways_to_touch(self), lambda way: self._touched(*way))

    def _touched(self, via: str, inbound: bool) -> None:
        from hermes_tui.actions.rep import cadence_of
        from hermes_tui.actions.touches import log_touch

        session, self.hermes.last_via = self.session, via
        self.perform(
            lambda ids: log_touch(
                session.database, ids, via, session.now(), inbound=inbound, cadence=cadence_of(session.settings),
                zone=session.zone,
            )
        )  # fmt: skip

    def action_step(self, by: int) -> None:
        """One stage forward or back."""
        from hermes_tui.actions.stages import step

        self.perform(lambda ids: step(self.session.database, ids, by, self.session.now()))

    def action_lose(self) -> None:
        """Lost; the digit says why."""
        if not self._ready():
            return
        from hermes_tui.actions.stages import LOST_REASONS, lose

        choices = [Choice(str(n), reason, reason) for n, reason in enumerate(LOST_REASONS, 1)]
        self.strip.ask_choice(
            self._label("lost"),
            choices,
            lambda why: self.perform(lambda ids: lose(self.session.database, ids, why, self.session.now())),
        )

    def action_archive(self) -> None:
        """Put away."""
        from hermes_tui.actions.stages import archive

        self.perform(lambda ids: archive(self.session.database, ids, self.session.now()))

    def action_reopen(self) -> None:
        """Bring a closed lead back."""
        from hermes_tui.actions.stages import reopen

        self.perform(lambda ids: reopen(self.session.database, ids, self.session.now()))

    # -- snooze ----------------------------------------------------------------------------------------

    def action_snooze(self) -> None:
        """Hide until a day."""
        if not self._ready():
            return
        usual = self.session.settings.snooze_days
        digits = [Choice(str(n), "" if n < 9 else "days", str(n)) for n in range(1, 10)]
        choices = [*digits, Choice("w", "week", "week"), Choice("m", "month", "month"), Choice("/", "date", "/")]
        choices = [Choice("s", f"{usual}d", str(usual)), *self._back(), *choices]
        self.strip.ask_choice(self._label("snooze"), choices, self._snoozed)

    def _back(self) -> list[Choice]:
        """Until they are back, where one of theirs said to be away."""
        from storage.queries.absences import back_on

        ids = self.targets()
        day = back_on(self.session.database, ids[0], self.session.today().isoformat()) if len(ids) == 1 else None
        return [] if day is None else [Choice("b", f"back {day_words(date.fromisoformat(day))}", day)]

    def _snoozed(self, answer: str) -> None:
        if answer == "/":
            self.strip.ask_text(self._label("snooze until"), "", self._snoozed_till, validate=self._wrong_day)
        elif answer.isdigit():
            self._snooze(self.session.today() + timedelta(days=int(answer)))
        else:
            self._snoozed_till(answer)

    def _snoozed_till(self, text: str) -> None:
        from hermes_tui.actions.when import parse_day

        self._snooze(parse_day(text, self.session.today()))

    def _snooze(self, until: date) -> None:
        from hermes_tui.actions.snoozes import snooze
        from hermes_tui.actions.when import start_of

        moment = start_of(until, self.session.zone)
        self.perform(lambda ids: snooze(self.session.database, ids, moment, self.session.now(), day_words(until)))

    def _wrong_day(self, text: str) -> str | None:
        from hermes_tui.actions.when import parse_day

        try:
            day = parse_day(text, self.session.today())
        except HermesError as error:
            return str(error)
        return None if day > self.session.today() else "that day is not to come"

    def action_wake(self) -> None:
        """Back from snooze."""
        from hermes_tui.actions.snoozes import wake

        self.perform(lambda ids: wake(self.session.database, ids, self.session.now()))

    def action_no_answer(self) -> None:
        """The buyer's last words need no answer."""
        from hermes_tui.actions.touches import no_answer_needed

        self.perform(lambda ids: no_answer_needed(self.session.database, ids, self.session.now()))

    # -- notes -----------------------------------------------------------------------------------------

    def action_note(self) -> None:
        """A note; hashtags tag objections."""
        if not self._ready():
            return
        from hermes_tui.actions.objections import OBJECTIONS

        tags = [f"#{kind.lower()}" for kind in OBJECTIONS]
        self.strip.ask_text(self._label("note"), "", self._noted, suggestions=tags, validate=_wanted("a note"))

    def _noted(self, text: str) -> None:
        from hermes_tui.actions.notes import add_note

        self.perform(lambda ids: add_note(self.session.database, ids, text, self.session.now()))

    def action_objection(self) -> None:
        """An objection by its digit."""
        if not self._ready():
            return
        from hermes_tui.actions.objections import OBJECTIONS, raise_objection

        choices = [Choice(str(n), kind.lower(), kind) for n, kind in enumerate(OBJECTIONS, 1)]
        self.strip.ask_choice(
            self._label("objection"),
            choices,
            lambda kind: self.perform(
                lambda ids: raise_objection(self.session.database, ids, kind, self.session.now())
            ),
        )

    # -- tasks -----------------------------------------------------------------------------------------

    def action_task_done(self) -> None:
        """The next task is done; the line asks for the one that follows (Enter alone: none)."""
        if not self._ready():
            return
        ids = self.targets()
        if len(ids) == 1:
            from storage.queries.tasks import next_task

            found = next_task(self.session.database, ids[0])
            if found is None:
                self.action_next_task("no task here yet · next task (fri call Ann)")
                return
            self.ask_what_follows(found[1], self._task_done)
        else:
            self._ask_plan(self._label("done · then (fri call Ann; Enter: none)"), self._task_done)

    def ask_what_follows(self, title: str, then: Callable[[Plan | None], None]) -> None:
        """Of a task that is done, ask for the one that follows: `3d call Ann`, or nothing."""
        room = (self.size.width or 120) // 2 - len(f" done: {_THEN} ")
        words = one_line(title, max(_LEAST_TITLE, room))
        self._ask_plan(Content.assemble((" done: ", "bold"), words, (_THEN, "bold")), then)

    def _ask_plan(self, label: Content, then: Callable[[Plan | None], None]) -> None:
        self.strip.ask_text(label, "", lambda text: then(self._plan(text)), validate=self._wrong_plan)

    def _task_done(self, following: Plan | None) -> None:
        from hermes_tui.actions.tasks import next_done

        self.perform(lambda ids: next_done(self.session.database, ids, self.session.now(), following))

    def action_next_task(self, asks: str = "next task (fri call Ann)") -> None:
        """Plan a task: `fri call Ann`."""
        if self._ready():
            self.strip.ask_text(self._label(asks), "", self._task_planned, validate=self._wrong_new_plan)

    def _task_planned(self, text: str) -> None:
        from hermes_tui.actions.tasks import add_task

        plan = self._plan(text)
        if plan is not None:
            self.perform(lambda ids: add_task(self.session.database, ids, plan, self.session.now()))

    def _plan(self, text: str) -> Plan | None:
        from hermes_tui.actions.task_text import plan_from

        return plan_from(text, self.session.today(), self.session.zone) if text.strip() else None

    def _wrong_plan(self, text: str) -> str | None:
        try:
            self._plan(text)
        except HermesError as error:
            return str(error)
        return None

    def _wrong_new_plan(self, text: str) -> str | None:
        return self._wrong_plan(text) if text.strip() else "what is to be done?"

    # -- again, back, forth ------------------------------------------------------------------------------

    def action_repeat(self) -> None:
        """The last verb again, here."""
        deed = self.hermes.last_deed
        if deed is None:
            self.say(" Nothing to repeat yet")
        else:
            self.perform(deed)

    def take_back(self, outcome: Outcome) -> None:
        """Show the leads again that an undo or redo touched, and say so."""
        self.undone(outcome)
        self.say(f" {outcome.words}")


def _wanted(what: str) -> Callable[[str], str | None]:
    return lambda text: None if text.strip() else f"{what} needs words"
