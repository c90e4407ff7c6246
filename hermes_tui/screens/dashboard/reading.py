"""One thread reads the figures with its own connection, the page in sight first; it talks back by messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from textual.message import Message

from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.before import NOT_COMPARED, with_before
from hermes_tui.metrics.sections import BY_KEY, SECTIONS
from hermes_tui.metrics.tables import Table
from hermes_tui.session import Session
from storage.database import Database
from storage.errors import HermesError
from storage.queries.touched import Mark, mark, touched
from storage.visits import VOID_MS

Post = Callable[[Message], object]
Stopped = Callable[[], bool]
_OF_NOW = frozenset({"contact", "task", "goal", "lead.stage_id", "lead.snoozed_until", "lead.risk_from"})
"""What figures of a window before are not made of: where a deal stood then its events tell, and who was stale or at
risk then nothing does."""


@dataclass
class Begun(Message):
    """Run `run` reads these sections anew, from the file as it stood at `mark`. `later` are others too, of pages out of
    sight: they are not read. What is known of the window before holds no more for those of `then`."""

    run: int
    keys: frozenset[str]
    later: frozenset[str]
    then: frozenset[str]
    mark: Mark


@dataclass
class Arrived(Message):
    """A section has been read. `is_whole`: as it stays, each number with what it was in the window before where there
    is one; otherwise it comes again. `then` is the section of that window, where it was read. `table` is None where
    `fault` says why there is none."""

    run: int
    key: str
    table: Table | None
    fault: str = ""
    is_whole: bool = False
    then: Table | None = None


class Step(NamedTuple):
    """A section to be read, or that of the window before to be compared with it."""

    key: str
    compare: bool = False


class Wanted:
    """What is still to be read; the screen says which page is in sight, the thread takes one step after the other."""

    def __init__(self, keys: Iterable[str], page: str) -> None:
        self._steps = {Step(key) for key in keys}
        self._lock = Lock()
        self.page = page

    def add(self, steps: Iterable[Step]) -> None:
        """These too."""
        with self._lock:
            self._steps.update(steps)

    def take(self) -> Step | None:
        """The next: of the page in sight, in the order it stands there, first figures, then what they were before;
        after that of the other pages."""
        with self._lock:
            left = [Step(key, compare) for compare in (False, True) for key in BY_KEY if (key, compare) in self._steps]
            if not left:
                return None
            first = min(left, key=lambda step: BY_KEY[step.key].page != self.page)
            self._steps.discard(first)
            return first


def made_of(written: frozenset[str]) -> frozenset[str]:
    """The sections that may be others after this was written."""
    leads = "lead.*" in written
    return frozenset(
        section.key
        for section in SECTIONS
        if section.reads & written or (leads and any(name.startswith("lead.") for name in section.reads))
    )


class Reading:
    """One run: reads what is `wanted`, posts Begun, then Arrived for each section. `then` holds the sections of the
    window before that are known; `told`: something was written, also where the journal names nothing."""

    def __init__(
        self, session: Session, run: int, asked: Asked, wanted: Wanted, then: Mapping[str, Table], post: Post,
        told: bool,
    ) -> None:  # fmt: skip
        self._database: Database = session.database
        self._run, self._asked, self._wanted, self._post, self._told = run, asked, wanted, post, told
        self._then = dict(then)
        self._read: dict[str, Table] = {}

    def read(self, since: Mark | None, stopped: Stopped) -> None:
        """What is wanted and, where the file was read before (`since`), what of the page in sight was touched in it
        meanwhile."""
        try:
            self._database.keep_little()
            self._begin(since)
            while not stopped() and (step := self._wanted.take()) is not None:
                try:
                    (self._compare if step.compare else self._figures)(step.key)
                except HermesError as error:
                    self._post(Arrived(self._run, step.key, None, str(error), is_whole=True))
        except Exception:
            if not stopped():  # whoever leaves closes the file under a query that runs
                raise
        finally:
            self._database.close_thread()

    def _begin(self, since: Mark | None) -> None:
        now = mark(self._database)
        again, older = (frozenset(), frozenset()) if since is None else self._changed(since, now)
        at_once = frozenset(key for key in again if BY_KEY[key].page == self._wanted.page)
        for key in older:
            self._then.pop(key, None)
        self._wanted.add(map(Step, at_once))
        self._post(Begun(self._run, at_once, again - at_once, older, now))

    def _changed(self, since: Mark, now: Mark) -> tuple[frozenset[str], frozenset[str]]:
        """The sections that are others now, and those that are others in the window before."""
        asked = self._asked
        written = touched(self._database, since, now)
        if written is not None and not written and not self._told:
            return frozenset(), frozenset()
        if not written or asked.where:  # with a filter any lead may have come under it or left it
            return frozenset(BY_KEY), frozenset(BY_KEY)
        if asked.before is None:
            return made_of(written), frozenset()
        # A move that was undone is void for some time: those just after the window count too.
        older = touched(self._database, since, now, asked.before.at + VOID_MS)
        return made_of(written), frozenset(BY_KEY) if older is None else made_of(older - _OF_NOW)

    def _figures(self, key: str) -> None:
        found = BY_KEY[key].read(self._database, self._asked)
        if self._asked.before is None or key in NOT_COMPARED:
            self._post(Arrived(self._run, key, found, is_whole=True))
        elif key in self._then:
            self._post(Arrived(self._run, key, with_before(found, self._then[key]), is_whole=True))
        else:
            self._read[key] = found
            self._wanted.add([Step(key, compare=True)])
            self._post(Arrived(self._run, key, found))

    def _compare(self, key: str) -> None:
        assert self._asked.before is not None
        then = BY_KEY[key].read(self._database, self._asked.before)
        self._post(Arrived(self._run, key, with_before(self._read[key], then), is_whole=True, then=then))
