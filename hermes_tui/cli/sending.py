"""`hermes send`: into the outbox with an id, out of it without one, each message told of."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from hermes_tui import clock
from hermes_tui.cli.main import FAILURE, OK, SOME_REJECTED
from hermes_tui.cli.output import as_json, data, say
from hermes_tui.cli.session import Session, all_ids
from storage.clean import clean
from storage.errors import HermesError, UsageError

if TYPE_CHECKING:
    from hermes_tui.actions.outbox import SendReckoning
    from hermes_tui.outreach.ways.way import Way
    from storage.database import Database

_BY_HAND = ("clipboard", "mailto")  # only the rep can paste, or send what a mail program shows


def send(session: Session) -> int:
    """`hermes send [MESSAGE…] [--now|--at WHEN] [--dry-run]`."""
    from hermes_tui.outreach.ways.choosing import way_of

    given = session.given
    if given.flag("--now") and given.value("--at") is not None:
        raise UsageError("--now or --at: when is it to leave?")
    way = way_of(session.settings, session.zone)
    if given.flag("--dry-run"):
        return _would(session, way)
    numbers = all_ids(given.words, "message")
    if not numbers:
        return _send_due(session, session.writing(), way)
    if way.hands_over and given.value("--at") is None:
        return _hand_over(session, way, numbers)
    return _schedule(session, way, numbers)


def _schedule(session: Session, way: Way, numbers: list[int]) -> int:
    """Into the outbox; each is an action of its own, as it would be with a key."""
    from hermes_tui.actions.outbox import schedule

    database, send_at = session.writing(), _send_at(session)
    found, code = list[dict[str, Any]](), OK
    for number in numbers:
        try:
            outcome = schedule(database, number, send_at, session.now)
        except HermesError as error:
            if len(numbers) == 1:
                raise
            found.append({"id": number, "action_id": None, "done": None, "refused": str(error)})
            say(f"{number}: {error}")
            code = SOME_REJECTED
            continue
        found.append({"id": number, "action_id": outcome.action_id or None, "done": outcome.words})
        if not session.json:
            say(f"{outcome.words}. Undo: hermes undo")
    if session.given.flag("--now"):
        return _send_due(session, database, way)
    if session.json:
        as_json(found)
    elif code == OK:
        by_hand = "When it is due you give it away yourself: `hermes send ID`, or & in the app."
        say(by_hand if way.name in _BY_HAND else "`hermes send` lets go what is due, and so does the open app.")
    return code


def _send_at(session: Session) -> int:
    typed = session.given.value("--at")
    if typed is not None:
        from hermes_tui.actions.due import parse_due

        moment = parse_due(typed, session.today).leaving(session.zone)
        if moment <= session.now:
            raise UsageError(f"`{clean(typed)}` is past; nothing leaves. Give a moment to come, or --now.")
        return moment
    return session.now if session.given.flag("--now") else session.now + session.settings.send_delay * 1000


def _hand_over(session: Session, way: Way, numbers: list[int]) -> int:
    """To the rep's own program; what it is to be given is printed."""
    from hermes_tui.actions.drafting import as_letter
    from hermes_tui.actions.outbox import hand_over
    from hermes_tui.actions.rep import me_of

    database, me, found = session.writing(), me_of(session.settings), []
    for number in numbers:
        outcome = hand_over(database, number, way, me, session.now)
        given = way.given(as_letter(database, number, me, session.now))
        found.append({
            "id": number, "way": way.name, "text": given.text if given else None,
            "action_id": outcome.action_id or None, "done": outcome.words,
        })  # fmt: skip
        if not session.json:
            if given is not None:
                data(given.text)
            say(f"{outcome.words}. Once it went: hermes message status {number} sent")
    if session.json:
        as_json(found)
    return OK


# -- what is due -------------------------------------------------------------------------------------------


def _send_due(session: Session, database: Database, way: Way) -> int:
    from hermes_tui.actions.outbox import postpone, send_due
    from hermes_tui.actions.rep import cadence_of, me_of
    from storage.queries.outbox import outbox

    if way.name in _BY_HAND:
        raise UsageError(
            "Mail cannot go by itself as the settings are: `hermes config set send_by sendmail` (or smtp), "
            "or hand one message over with `hermes send ID`."
        )
    hurried = session.given.flag("--now")
    for row in outbox(database) if hurried and not session.given.words else ():
        if row.claimed_at is None and (row.send_at or 0) > session.now:
            postpone(database, row.id, session.now, session.now)
    reckoning = send_due(
        database, way, me_of(session.settings), clock.now_ms, zone=session.zone, cadence=cadence_of(session.settings),
        anyway=hurried, progress=_progress if sys.stderr.isatty() else None,
    )  # fmt: skip
    return _told(session, reckoning)


def _progress(done: int, of: int) -> None:
    sys.stderr.write(f"\r{done:,} of {of:,} mails" + ("\n" if done >= of else ""))
    sys.stderr.flush()


def _told(session: Session, reckoning: SendReckoning) -> int:
    if session.json:
        as_json({
            "sent": reckoning.sent, "failed": reckoning.failed, "in_doubt": reckoning.in_doubt,
            "waiting": reckoning.waiting, "handed_over": reckoning.handed_over, "held": reckoning.held or None,
            "messages": [
                {"id": line.message_id, "lead": line.lead_id, "called": line.called, "fate": line.fate,
                 "words": line.words} for line in reckoning.lines
            ],
        })  # fmt: skip
    else:
        for line in reckoning.lines:
            data(f"{line.fate}: {line.called}, {line.lead} ({line.words})")
        say(reckoning.words + ("" if reckoning.words.endswith(".") else "."))
    went = reckoning.sent + reckoning.handed_over
    if reckoning.held or (reckoning.failed + reckoning.in_doubt and not went):
        return FAILURE
    return SOME_REJECTED if reckoning.failed + reckoning.in_doubt else OK


def _would(session: Session, way: Way) -> int:
    """What would be done, and what stands in the way; nothing is written."""
    from hermes_tui.actions.drafting import refuse_gone, refuse_unfit
    from hermes_tui.actions.waiting_mail import refuse_overtaken
    from storage.queries.messages import message
    from storage.queries.outbox import due_ids, outbox

    database, numbers = session.reading(), all_ids(session.given.words, "message")
    if not numbers:
        hurried = session.given.flag("--now")
        numbers = [row.id for row in outbox(database)] if hurried else due_ids(database, session.now)
    found = []
    for number in numbers:
        row = message(database, number)
        try:
            refuse_gone(row)
            refuse_unfit(database, row)
            if row.status == "SCHEDULED":
                refuse_overtaken(database, row)
            fault = None
        except UsageError as error:
            fault = str(error)
        found.append({"id": row.id, "lead": row.lead_id, "to": row.address, "subject": row.subject, "fault": fault})
        if not session.json:
            data(f"{row.id}  {row.address or row.to_name}  {row.subject}" + (f"  ({fault})" if fault else ""))
    if session.json:
        as_json({"way": way.name, "messages": found})
    say(f"Would go by {way.name}: {len(found)}; nothing was sent.")
    return SOME_REJECTED if any(each["fault"] for each in found) else OK
