"""What the screens of rules and rescoring do in threads, each with its own connection: they talk back by messages."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.message import Message

from hermes_tui.session import Session
from storage.errors import HermesError

if TYPE_CHECKING:
    from hermes_tui.actions.what_if import WhatIf
    from hermes_tui.scoring.basis import Basis
    from hermes_tui.screens.rules.learned import Standing

SAMPLE = 1_000
"""Leads that a changed rule is tried on first, so that something is seen at once."""

WRITING = 0
"""The run of what writes; what only looks has a number of its own each time."""

_TELL_SECONDS = 0.05
# Scoring is Python without a pause: with the usual slices a key waits for the interpreter several times, 34 ms where
# it is 12 with these.
_SLICE_SECONDS, _USUAL_SLICE_SECONDS = 0.0005, 0.005

Post = Callable[[Message], object]
Stopped = Callable[[], bool]
Progress = Callable[..., None]
"""called with how much is done, of how much, and where it is said of what"""


class Done(NamedTuple):
    """What was written, in words; `action_id` 0: there is nothing to undo."""

    words: str
    action_id: int


Deed = Callable[[Progress, Stopped], Done]
"""(progress, whether to stop) → what was done, as one action"""


@dataclass
class Tried(Message):
    """What the rules of run `run` would do: to some of the leads first, then (`whole`) to all; or what is wrong in
    their text: `fault` says it, at `line` (1-based, None where it is about no line)."""

    run: int
    found: WhatIf | None
    whole: bool = False
    fault: str = ""
    line: int | None = None


@dataclass
class Progressed(Message):
    """So many leads of run `run` are scored, or whatever `phase` says."""

    run: int
    done: int
    total: int
    phase: str = "scoring"

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Progressed)


@dataclass
class Written(Message):
    """Scores were written, with new rules or without; or `fault` says why not, and nothing was."""

    done: Done | None
    fault: str = ""


@dataclass
class Learnt(Message):
    """How learning stands."""

    found: Standing


def telling(post: Post, run: int) -> Progress:
    """Posts Progressed, not more often than is seen."""
    told = 0.0

    def progress(done: int, total: int, phase: str = "scoring") -> None:
        nonlocal told
        if time.monotonic() - told > _TELL_SECONDS:
            told = time.monotonic()
            post(Progressed(run, done, total, phase))

    return progress


_slices = Lock()
_running = 0


@contextmanager
def own_connection(session: Session) -> Iterator[None]:
    """This thread's connection is closed when it is done; until then it runs in small slices."""
    global _running
    with _slices:
        _running += 1
        sys.setswitchinterval(_SLICE_SECONDS)
    try:
        yield
    finally:
        session.database.close_thread()
        with _slices:
            _running -= 1
            if not _running:
                sys.setswitchinterval(_USUAL_SLICE_SECONDS)


def try_text(session: Session, run: int, text: str, post: Post, stopped: Stopped) -> None:
    """What the rules of `text` would do to all leads, with what was learned where that is used; posts Tried twice."""
    from hermes_tui.actions.rules import in_force
    from hermes_tui.scoring.basis import Basis
    from hermes_tui.scoring.rules_text import RuleFault, parse

    with own_connection(session):
        try:
            rules = parse(text, session.settings.currency)
        except RuleFault as fault:
            post(Tried(run, None, fault=str(fault), line=fault.line))
            return
        try:
            basis = Basis(rules, in_force(session.database).basis.weights)
        except HermesError as error:
            post(Tried(run, None, fault=str(error)))
            return
        try_on(session, run, basis, "1", {}, post, stopped, first=SAMPLE)


def try_on(
    session: Session, run: int, basis: Basis, where: str, params: dict[str, Any], post: Post, stopped: Stopped, *,
    first: int | None = None,
) -> None:  # fmt: skip
    """What this basis would do to the leads under a condition: to so many of them first, where `first` says so, then
    to all; posts Tried. Nothing is posted once it was stopped."""
    from hermes_tui.actions.what_if import what_if

    with own_connection(session):
        try:
            for sample in (None,) if first is None else (first, None):
                found = what_if(
                    session.database, basis, where=where, params=params, sample=sample,
                    progress=telling(post, run), cancelled=stopped,
                )  # fmt: skip
                whole = sample is None or found.leads >= found.of
                post(Tried(run, found, whole))
                if whole:
                    return
        except HermesError as error:
            if not stopped():
                post(Tried(run, None, fault=str(error)))


def write(session: Session, deed: Deed, post: Post, stopped: Stopped) -> None:
    """Do what writes scores, `deed(progress, cancelled)`; posts Written, Progressed on the way."""
    with own_connection(session):
        try:
            post(Written(deed(telling(post, WRITING), stopped)))
        except HermesError as error:
            post(Written(None, str(error)))


def look_at_learning(session: Session, post: Post) -> None:
    """How learning stands; posts Learnt. In a thread: what learns takes a tenth of a second to import."""
    from hermes_tui.metrics.learning import panel
    from hermes_tui.scoring.learning.judging import too_few
    from hermes_tui.screens.rules.learned import standing
    from storage.queries.closed_leads import closed_counts

    with own_connection(session):
        closed = closed_counts(session.database)
        post(Learnt(standing(panel(session.database), closed, too_few(*closed))))
