"""`hermes digest`: what waits now, what came since the last time, and the filter behind each number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, say, table
from hermes_tui.cli.session import Session
from hermes_tui.formats import moment_words
from storage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hermes_tui.metrics.digest import Line


def digest(session: Session) -> int:
    """`hermes digest [--since WHEN] [--seen]`; since the end of the last session of the app unless told otherwise."""
    from hermes_tui.metrics import digest as metrics
    from storage.queries.seen import keep_seen, seen_at

    database = session.reading()
    since = _since(session)
    since = seen_at(database) if since is None else since
    lines = metrics.digest(
        database, session.now, session.today, since, stale_days=session.settings.stale_days, zone=session.zone
    )
    if session.json:
        as_json(
            {
                line.key: {
                    "count": line.n, "since": line.since, "filter": line.filter,
                    "since_filter": line.since_filter or None,
                }
                for line in lines
            }
        )  # fmt: skip
    else:
        words = "" if since is None else moment_words(since, session.zone, session.now)
        table(("leads", "", "to see them"), [row for line in lines for row in _rows(line, words)], right=(0,))
    if session.given.flag("--seen"):
        keep_seen(database, session.now)
        say("What comes from now on is new.")
    return OK


def _since(session: Session) -> int | None:
    text = session.given.value("--since")
    if text is None:
        return None
    from datetime import time

    from hermes_tui.actions.when import parse_moment

    # A day from its first minute: who asks what came since Friday means Friday morning too.
    since = parse_moment(text, session.now, session.zone, clock=time(0))
    if since > session.now:
        raise UsageError(f"`{text}` is still to come; --since takes a moment that was, such as 3d or monday.")
    return since


def _rows(line: Line, since: str) -> Iterator[tuple[str, str, str]]:
    """A line, and below it what of it came since."""
    yield f"{line.n:,}", line.words, f"hermes list {line.filter}"
    if line.since:
        yield f"{line.since:,}", f"  since {since}", f"hermes list {line.since_filter}"
