"""The start line: what came since the rep was last here, said once when the first frame stands.

It is counted in a thread while no key came, and gone with the first one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, tzinfo
from time import monotonic
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.formats import day_with_year, day_words
from hermes_tui.screens.styles import DIM
from storage.errors import HermesError

if TYPE_CHECKING:
    from hermes_tui.app import HermesApp
    from hermes_tui.metrics.digest import Line
    from hermes_tui.session import Session

AFTER_SECONDS = 0.2  # the first frame stands, and what was typed ahead has come
STAYS_SECONDS = 600.0  # if no key comes
LOOK_SECONDS = 60.0  # how often the date is asked for

_SHORT = {"new": "new", "replied": "replied", "hot": "hot", "at_risk": "at risk", "stuck": "stuck"}
_OF_THE_LAST_DAY = ("new", "replied")  # without a last time they would only say what the last day brought


def greet(hermes: HermesApp) -> None:
    """Count what is new behind the first frame and say it; and watch for the day to end."""
    began = hermes.keyed_at
    hermes.set_interval(LOOK_SECONDS, DayWatch(hermes).look)
    hermes.set_timer(
        AFTER_SECONDS, lambda: hermes.run_worker(lambda: _count(hermes, began), thread=True, exit_on_error=False)
    )


def _count(hermes: HermesApp, began: float) -> None:
    """In the thread; where a key came meanwhile nobody wants to know any more, and no read keeps a verb waiting."""
    from hermes_tui.metrics.digest import NEWS, digest

    session = hermes.session
    try:
        session.database.keep_little()
        lines = digest(
            session.database, session.now(), session.today(), session.since, stale_days=session.settings.stale_days,
            zone=session.zone, keys=NEWS, between=lambda: hermes.is_running and hermes.keyed_at == began,
        )  # fmt: skip
    except HermesError:  # a busy file: the digest can be asked for by its key
        return
    finally:
        session.database.close_thread()
    hermes.call_later(_say, hermes, lines, began)  # posts, and waits for nobody: the rep may be leaving


def _say(hermes: HermesApp, lines: Sequence[Line], began: float) -> None:
    here = hermes.here
    if hermes.keyed_at != began or not here.is_up or here.is_asking:
        return
    keys = here.keys_of("go.digest"), here.keys_of("help")
    words = start_words(lines, since_words(hermes.session), keys, here.size.width - 1)
    if words is not None:
        here.strip.flash(words, STAYS_SECONDS)


def since_words(session: Session) -> str:
    """The last time as the start line says it: `09:12` of today, else its day; "" where there was none."""
    return "" if session.since is None else _moment(session.since, session.now(), session.zone)


def _moment(since: int, now: int, zone: tzinfo) -> str:
    there, here = (datetime.fromtimestamp(value / 1000, zone) for value in (since, now))
    if there.date() == here.date():
        return f"{there:%H:%M}"
    return day_words(there) if there.year == here.year else day_with_year(there)


def start_words(lines: Sequence[Line], since: str, keys: tuple[str, str], room: int) -> Content | None:
    """`Since Fri 19 Jun: 4 new, 2 replied, 1 hot · 5 due now   ; digest   ? help` in so many cells, zeros left out.

    `keys`: of the digest and of the help, which the line stands in the place of. None where nothing is to be told.
    Without a last time it is how things stand now.
    """
    told = [line for line in lines if line.key in _SHORT and (since or line.key not in _OF_THE_LAST_DAY)]
    counted = [(line.since if since else line.n, _SHORT[line.key]) for line in told]
    news = [(n, word) for n, word in counted if n]
    due = next((line.n for line in lines if line.key == "due"), 0)
    if not news and not due:
        return None
    long, short = _ending(keys, ("digest", "help"), "   "), _ending(keys, ("", "help"), "  ")
    day = since.partition(" ")[2] if since[:1].isalpha() else since  # without the weekday
    for said, due_words, ending in ((since, "due now", long), (day, "due now", long), (day, "due", short)):
        words = _words(news, due, said, due_words)
        if words.cell_length + ending.cell_length <= room:
            return words + ending
    return _words(news, due, "", "due").truncate(max(0, room - short.cell_length), ellipsis=True) + short


def _words(news: Sequence[tuple[int, str]], due: int, day: str, due_words: str) -> Content:
    parts: list[tuple[str, str]] = [(f" Since {day}: " if day and news else " ", DIM)]
    for place, (n, word) in enumerate(news):
        parts += [(", " if place else "", DIM), (f"{n:,}", "bold $foreground"), (f" {word}", DIM)]
    if due:
        parts += [(" · " if news else "", DIM), (f"{due:,}", "bold $foreground"), (f" {due_words}", DIM)]
    return Content.assemble(*parts)


def _ending(keys: tuple[str, str], labels: tuple[str, str], between: str) -> Content:
    parts: list[tuple[str, str]] = []
    for key, label in zip(keys, labels, strict=True):
        parts += [(between, ""), (key, "bold $accent"), (f" {label}" if label else "", DIM)]
    return Content.assemble(*parts)


class DayWatch:
    """Whoever leaves Hermes open over night was last here when they pressed their last key, not when they quit."""

    def __init__(self, hermes: HermesApp) -> None:
        self._hermes = hermes
        self._day = hermes.session.today()

    def look(self) -> None:
        """At the first look of a new day: the day before ended with its last key."""
        from storage.queries.seen import keep_seen

        hermes, session = self._hermes, self._hermes.session
        if session.today() == self._day:
            return
        self._day = session.today()
        session.since = session.now() - int((monotonic() - hermes.keyed_at) * 1_000)
        with suppress(HermesError):  # a locked file: it is written when the rep leaves
            keep_seen(session.database, session.since)
