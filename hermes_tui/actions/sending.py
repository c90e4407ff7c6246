"""Sending what is due, so that no message ever leaves twice, whatever is killed when.

Each message is taken in hand in a transaction of its own before it goes out, and what became of it is written in
another afterwards, as an action that cannot be taken back. Between the two it may have left: a program that dies
there leaves it in doubt, and only the way out or the rep can say whether it went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.actions.cadence import Cadence
from hermes_tui.actions.drafting import letter_of, refuse_unfit
from hermes_tui.actions.message_status import called
from hermes_tui.actions.outcome import acting
from hermes_tui.actions.send_results import Post, SendLine, again, doubted, failed, left, line_of
from hermes_tui.actions.waiting_mail import refuse_overtaken
from hermes_tui.outreach.ways.faults import SendInDoubt, SendRefused
from hermes_tui.outreach.ways.pretended import PRETENDED
from storage import claims, records
from storage.database import Database
from storage.errors import HermesError, UsageError
from storage.queries import messages as queries
from storage.queries import outbox as waiting
from storage.queries.messages import MessageRow
from storage.senders import if_nobody_sends, sending

if TYPE_CHECKING:
    from hermes_tui.outreach.templates.values import Me
    from hermes_tui.outreach.ways.way import Way

RETRY_MS = 300_000  # how long a way out that failed itself is left alone

Progress = Callable[[int, int], object]


class SendReckoning(NamedTuple):
    """How many were sent, failed, or may have left, and how many still wait; `held` says why none could go."""

    sent: int = 0
    failed: int = 0
    in_doubt: int = 0
    waiting: int = 0
    handed_over: int = 0
    lines: tuple[SendLine, ...] = ()
    held: str = ""

    @property
    def words(self) -> str:
        """One sentence: `3 sent, 1 failed, 2 waiting`."""
        said = [f"{self.sent} sent"] if self.sent or not self.handed_over else []
        said += [f"{n} {word}" for n, word in (
            (self.handed_over, "handed over"), (self.failed, "failed"), (self.in_doubt, "in doubt"),
            (self.waiting, "waiting"),
        ) if n]  # fmt: skip
        return ", ".join(said) + (f". {self.held}" if self.held else "")


def send_due(
    database: Database, way: Way, me: Me, now: Callable[[], int], *, zone: tzinfo = UTC,
    cadence: Cadence | None = None, anyway: bool = False, progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SendReckoning:  # fmt: skip
    """Send the mails whose time has come, one after another; `now` is asked for the moment (UTC ms) of each.

    Several programs may do so at once: each mail goes out by one of them. A way that failed itself is left alone for
    five minutes, unless `anyway`. Nothing leaves a demo file. `progress(done, of)` is told after each. Raises
    HermesError for a file that cannot be written.
    """
    held = _held(database, way, me, now(), anyway)
    if held:
        return _reckoned(database, [], held)
    post = Post(database, way, me, now, cadence or Cadence(), zone)
    lines: list[SendLine] = []
    with sending(database.path, lambda: lines.extend(_lost(post))):
        claims.hold_back_in_a_copy(database, now())
        ids = waiting.due_ids(database, now())
        if ids:
            held = _send_all(post, ids, lines, progress, cancelled)
    return _reckoned(database, lines, held)


def look_for_lost(database: Database, way: Way | None, me: Me, now: int) -> int:
    """Find the mails that a program had in hand when it died: the way knows whether they left, or they are in doubt.

    Returns how many there were. `way` None: nobody is asked.
    """
    if not waiting.in_hand_ids(database):
        return 0
    found: list[SendLine] = []
    post = None if way is None else Post(database, way, me, lambda: now, Cadence(), UTC)
    if_nobody_sends(database.path, lambda: found.extend(_lost(post) if post else _all_in_doubt(database, now)))
    return len(found)


def _held(database: Database, way: Way, me: Me, now: int, anyway: bool) -> str:
    """Why nothing can go out now, in a sentence; "" where it can."""
    if waiting.is_demo(database) and way.name != PRETENDED:
        return "This is a demo file: nothing is ever sent out of it."
    if not me.email and not way.hands_over:
        return "Your own address is not known; say it with `hermes config set email you@example.com`."
    found = waiting.rest_of(database)
    if found is not None and not anyway and found[0] == way.name and now < found[1] <= now + RETRY_MS:
        return found[2]
    return ""


def _reckoned(database: Database, lines: list[SendLine], held: str) -> SendReckoning:
    fates = [line.fate for line in lines]
    return SendReckoning(
        fates.count("sent"), fates.count("failed"), fates.count("in doubt"), waiting.waiting_count(database),
        fates.count("handed over"), tuple(lines), held,
    )  # fmt: skip


def _send_all(
    post: Post, ids: list[int], lines: list[SendLine], progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> str:  # fmt: skip
    """Send these one after another; returns why it stopped before the end, "" where it did not."""
    with post.way as way:
        post = post._replace(way=way)
        for done, message_id in enumerate(ids, 1):
            if cancelled is not None and cancelled():
                return "Stopped; what is left waits."
            line = _send(post, message_id)
            if line is not None:
                lines.append(line)
                if line.fate == "waiting":
                    return line.words
            if progress is not None:
                progress(done, len(ids))
    if waiting.rest_of(post.database) is not None:
        claims.end_rest(post.database)
    return ""


def _send(post: Post, message_id: int) -> SendLine | None:
    """Send one message; None where it is not to be had any more: taken back, put off, or sent by another program."""
    before = again(post.database, message_id)
    if before is None:
        return None
    try:
        with post.database.transaction():  # checked is what is taken in hand
            before = queries.message(post.database, message_id)
            refuse_unfit(post.database, before)
            refuse_overtaken(post.database, before)
            row = claims.claim(post.database, message_id, post.way.name, new_mark(before, post.me), post.now())
    except UsageError as error:  # the address came back since, they answered, or the text was changed
        return failed(post, before, str(error))
    if row is None:
        return None
    with _in_doubt_unless_known(post, row):
        try:
            said = post.way.send(letter_of(row, post.me, row.claimed_at or post.now()))
        except SendRefused as error:
            if not error.stop:
                return failed(post, row, str(error))
            claims.release(post.database, before)
            claims.rest(post.database, post.way.name, post.now() + RETRY_MS, str(error))
            return line_of(row, "waiting", str(error))
        except SendInDoubt as error:
            return doubted(post.database, row, str(error), post.now())
        return left(post, row, said, post.now())


@contextmanager
def _in_doubt_unless_known(post: Post, row: MessageRow) -> Iterator[None]:
    """Whatever else goes wrong between the claim and its end, ctrl+c too, the message may have left by then."""
    try:
        yield
    except BaseException:
        doubted(post.database, row, "Hermes broke off while it was being sent: it may have left.", post.now())
        raise


def new_mark(row: MessageRow, me: Me) -> str:
    """A Message-ID that no other message will ever have, not even of a file that this one was restored from."""
    import secrets

    from hermes_tui.outreach.mail.composing import new_message_id

    return new_message_id(me.email, f"{row.id} {row.lead_id} {row.created_at} {secrets.token_hex(16)}")


# -- what a program that died left behind --------------------------------------------------------------------


def _lost(post: Post) -> list[SendLine]:
    """What was taken in hand by programs that are gone; to be called while nobody sends."""
    return [_found_again(post, queries.message(post.database, each)) for each in waiting.in_hand_ids(post.database)]


def _found_again(post: Post, row: MessageRow) -> SendLine:
    went = None
    if row.way == post.way.name and row.claimed_at is not None:
        try:
            went = post.way.went(letter_of(row, post.me, row.claimed_at))
        except (HermesError, OSError):
            went = None
    if went:
        return left(post, row, f"left by {row.way} before Hermes ended", row.claimed_at or post.now())
    if went is None:
        return doubted(post.database, row, _died(row), post.now())
    with acting(post.database, "message", [row.lead_id], post.now(), final=True) as doing:
        records.update(
            post.database, "message", row.id, claimed_at=None, way=None, updated_at=row.changed_at(post.now())
        )
        doing.say(f"{called(row)} had not left and waits again")
    return line_of(row, "waiting again", doing.outcome.words)


def _all_in_doubt(database: Database, now: int) -> list[SendLine]:
    rows = [queries.message(database, each) for each in waiting.in_hand_ids(database)]
    return [doubted(database, row, _died(row), now) for row in rows]


def _died(row: MessageRow) -> str:
    return f"Hermes ended while the {called(row)} was being sent: it may have left."
