"""Reading the mailboxes in a thread with its own connection: how far it is, stopping it, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.in_place import read_in_place
from hermes_tui.screens.progress import bar
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.verbs import LeadVerbs
from storage.errors import HermesError

if TYPE_CHECKING:
    from hermes_tui.actions.mail_reckoning import Away, Box, SyncReckoning
    from hermes_tui.app import HermesApp
    from hermes_tui.screens.base import HermesScreen

_TELL_SECONDS = 0.1
_LEAD_ROOM = 24
_BAR_ROOM = 24  # cells for the key behind the bar


def read_mail(here: HermesScreen, *, again: bool = False) -> None:
    """Begin to read the mailboxes of the settings, `again` all that is in them; while that goes on, stop it."""
    from hermes_tui.actions.mail_boxes import boxes_of

    if stop_reading(here.hermes):
        return
    settings = here.session.settings
    try:
        boxes = boxes_of(settings.mail, settings.mail_secret)
    except HermesError as error:
        here.hermes.say_error(error)
        return
    reading = _READING[here.hermes] = Reading(here.hermes)
    reading.begin(boxes, again=again)


def stop_reading(hermes: HermesApp) -> bool:
    """Stop after what is being filed now; False where nothing is read."""
    reading = _READING.get(hermes)
    if reading is None:
        return False
    reading.stop()
    return True


class Reading:
    """One reading of the mailboxes. The hint of the screen in sight tells how far it is; keys work meanwhile."""

    def __init__(self, hermes: HermesApp) -> None:
        self._hermes = hermes
        self._stopping = Event()
        self._told_at = 0.0
        self._shown_on: HermesScreen | None = None

    def begin(self, boxes: Sequence[Box], *, again: bool) -> None:
        """Read in a thread."""
        self._show(0, None)
        self._hermes.run_worker(partial(self._read, boxes, again), thread=True, group="mail", exit_on_error=False)

    def stop(self) -> None:
        """What was not decided upon is read the next time."""
        self._stopping.set()
        self._hermes.here.say(" Stopping; what is not read yet is read the next time")

    # -- in the thread -----------------------------------------------------------------------------------

    def _read(self, boxes: Sequence[Box], again: bool) -> None:
        from hermes_tui.actions.mail_sync import sync
        from hermes_tui.actions.rep import cadence_of
        from hermes_tui.actions.replies import own_addresses

        session = self._hermes.session
        settings = session.settings
        ended: SyncReckoning | HermesError | None = None
        try:
            ended = sync(
                session.database, boxes, own_addresses(settings.email, settings.aliases), session.now(),
                again=again, progress=self._tell, zone=session.zone, cadence=cadence_of(settings),
                cancelled=lambda: self._stopping.is_set() or not self._hermes.is_running,
            )  # fmt: skip
        except HermesError as error:
            ended = error
        finally:
            session.database.close_thread()
            self._hermes.call_later(self._ended, ended)

    def _tell(self, done: int, of: int | None) -> None:
        if monotonic() - self._told_at > _TELL_SECONDS:
            self._told_at = monotonic()
            self._hermes.call_later(self._show, done, of)  # posts, and waits for nobody: the rep may be leaving

    # -- on the screen -----------------------------------------------------------------------------------

    def _show(self, done: int, of: int | None) -> None:
        here = self._hermes.here
        if self._shown_on is not here:
            self._give_back()
            self._shown_on = here
        key = here.keys_of("mail.read")
        stops = Content.assemble(("   " + key, "bold $accent"), (" stops", DIM))
        if of:
            far = bar(done, max(of, done), "reading mail", max(20, (here.size.width or 80) - _BAR_ROOM))
        else:
            far = Content(f" Reading mail  {done:,}" if done else " Reading mail…")
        here.strip.set_hint(Content.assemble(far, stops))

    def _give_back(self) -> None:
        """The keys stand again where the progress was."""
        before, self._shown_on = self._shown_on, None
        if before is not None and before.is_attached:
            before.strip.set_hint(before.hint())

    def _ended(self, ended: SyncReckoning | HermesError | None) -> None:
        _READING.pop(self._hermes, None)
        self._give_back()
        if ended is None:
            return
        if isinstance(ended, HermesError):
            self._hermes.say_error(ended)
            return
        here = self._hermes.here
        if ended.changed:
            self._hermes.changed()
            if not here.is_asking:
                read_in_place(here)
        here.say(_words(here, ended))
        if ended.faults:
            more = f" ({len(ended.faults) - 1} more)" if len(ended.faults) > 1 else ""
            self._hermes.notify(f"{ended.faults[0]}{more}", severity="warning", timeout=8, markup=False)


def _words(here: HermesScreen, found: SyncReckoning) -> Content:
    """The reckoning; where somebody is away, the key that offers to wait for them; where mail asks, where it does."""
    parts: list[tuple[str, str]] = [(f" {found.words}", "$foreground")]
    if found.stopped:
        parts.append((" (stopped)", DIM))
    if found.questions:
        parts.append((f"; {here.keys_of('go.mail')} asks whose", DIM))
    if found.away:
        parts.append((_away(here, found.away), DIM))
    return Content.assemble(*parts)


def _away(here: HermesScreen, away: Sequence[Away]) -> str:
    """Who is back when, one of the lead under the cursor before others, and the key that waits for them."""
    from datetime import date

    from storage.queries.lead import titles

    there = here.targets() if isinstance(here, LeadVerbs) else []
    first = next((one for one in away if there == [one.lead_id]), away[0])
    key = f"{here.keys_of('verb.snooze')} b"
    back = f"is back {formats.day_words(date.fromisoformat(first.return_on))}"
    more = f"; {len(away) - 1} more {'is' if len(away) == 2 else 'are'} away" if len(away) > 1 else ""
    if there == [first.lead_id]:
        return f"; {first.who} {back}, {key} waits{more}"
    lead = titles(here.session.database, [first.lead_id]).get(first.lead_id, "")
    of = f" of {formats.one_line(lead, _LEAD_ROOM)}" if lead else ""
    return f"; {first.who}{of} {back}, {key} there waits{more}"


_READING: WeakKeyDictionary[HermesApp, Reading] = WeakKeyDictionary()
