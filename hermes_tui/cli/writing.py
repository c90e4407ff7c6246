"""Commands that change leads: each calls one action, which is one transaction and one undo."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hermes_tui.actions.outcome import Outcome
from hermes_tui.cli.main import NOTHING
from hermes_tui.cli.output import as_json, say
from hermes_tui.cli.session import Session, all_ids, ids_ahead, pairs
from storage.errors import UsageError

if TYPE_CHECKING:
    from storage.database import Database

MAX_MESSAGE_BYTES = 4_000_000


def add(session: Session) -> int:
    """`hermes add field=value…`: prints the id of the new lead."""
    from hermes_tui.actions.leads import add_lead

    given = pairs(session.given.words)
    at = session.at
    outcome = add_lead(
        session.writing(create=True), given, session.now, session.today, currency=session.settings.currency, at=at
    )
    return made(session, outcome, outcome.made, {})


def touch(session: Session) -> int:
    """`hermes touch ID… --via call`, and `hermes touch --from-mail -`."""
    from hermes_tui.actions.rep import cadence_of
    from hermes_tui.actions.touches import log_touch

    given = session.given
    if given.flag("--from-mail"):
        from hermes_tui.cli.mail import from_mail

        return from_mail(session)
    if not given.words or given.flag("--lead"):
        raise UsageError("`hermes touch` wants ID…, the lead; or --from-mail -, and a mail piped in.")
    ids, text, at = all_ids(given.words), message(session), session.at
    database = session.writing()
    outcome = log_touch(
        database, ids, given.value("--via") or "email", session.now,
        inbound=given.flag("--in"), contact_id=whom(session, database, ids), text=text or "",
        sentiment=given.value("--sentiment"), at=at, cadence=cadence_of(session.settings), zone=session.zone,
    )  # fmt: skip
    return on_leads(session, outcome, outcome.made)


def note(session: Session) -> int:
    """`hermes note ID… -m TEXT`."""
    from hermes_tui.actions.notes import add_note

    ids, at = all_ids(session.given.words), session.at
    typed = message(session)
    text = read_stdin() if typed is None else typed
    database = session.writing()
    outcome = add_note(
        database, ids, text, session.now,
        objections=session.given.values("--objection"), contact_id=whom(session, database, ids), at=at,
    )  # fmt: skip
    return on_leads(session, outcome, outcome.made)


def stage(session: Session) -> int:
    """`hermes stage ID… NAME`."""
    from hermes_tui.actions.stages import move

    ids, rest = ids_ahead(session.given.words, leave=1)
    reason, at = session.given.value("--reason"), session.at
    return on_leads(session, move(session.writing(), ids, " ".join(rest), session.now, reason=reason, at=at))


def lose(session: Session) -> int:
    """`hermes lose ID… --reason TEXT`."""
    from hermes_tui.actions.stages import LOST_REASONS
    from hermes_tui.actions.stages import lose as mark_lost

    reason, at = session.given.value("--reason"), session.at
    if not (reason or "").strip():
        raise UsageError(f"Why was it lost? Say --reason {'|'.join(LOST_REASONS)}, or your own words.")
    ids = all_ids(session.given.words)
    return on_leads(session, mark_lost(session.writing(), ids, reason or "", session.now, at=at))


def archive(session: Session) -> int:
    """`hermes archive ID…`."""
    from hermes_tui.actions.stages import archive as put_away

    ids, at = all_ids(session.given.words), session.at
    return on_leads(session, put_away(session.writing(), ids, session.now, at=at))


def reopen(session: Session) -> int:
    """`hermes reopen ID…`."""
    from hermes_tui.actions.stages import reopen as bring_back

    ids, at = all_ids(session.given.words), session.at
    return on_leads(session, bring_back(session.writing(), ids, session.now, at=at))


def snooze(session: Session) -> int:
    """`hermes snooze ID… [WHEN]`."""
    from datetime import timedelta

    from hermes_tui.actions import snoozes
    from hermes_tui.actions.when import parse_day, start_of
    from hermes_tui.formats import day_words

    words = session.given.words
    ids, rest = ids_ahead(words, leave=1) if len(words) > 1 else (all_ids(words), [])
    day = parse_day(" ".join(rest), session.today) if rest else None
    if day is None:
        day = session.today + timedelta(days=session.settings.snooze_days)
    until = start_of(day, session.zone)
    return on_leads(session, snoozes.snooze(session.writing(), ids, until, session.now, day_words(day)))


def wake(session: Session) -> int:
    """`hermes wake ID…`."""
    from hermes_tui.actions import snoozes

    ids = all_ids(session.given.words)
    return on_leads(session, snoozes.wake(session.writing(), ids, session.now))


# -- undo ------------------------------------------------------------------------------------------------


def undo(session: Session) -> int:
    """`hermes undo [COUNT]`: says each action it takes back; with -n alone only which it would be."""
    from hermes_tui.actions import history
    from storage.errors import NothingToUndo

    given = session.given
    text = given.words[0] if given.words else "1"
    if not (text.isascii() and text.isdigit() and text.strip("0") and len(text) < 7):
        raise UsageError(f"`{text}` is no number of actions; `hermes undo 3` takes back three.")
    if given.flag("--dry-run") or (given.flag("-n") and not given.words):
        return _would_undo(session, int(text))
    database = session.writing()
    done: list[Outcome] = []
    for _ in range(int(text)):
        try:
            done.append(history.undo(database, session.now))
        except NothingToUndo:
            if not done:
                raise
            break
    return _said(session, done)


def _would_undo(session: Session, count: int) -> int:
    from storage.journal import history

    # Undone actions lie between those still to be undone, as many as there are.
    lines = [line for line in history(session.reading(), 1_000 + count) if line.undone_at is None and not line.final]
    lines = lines[:count]
    if session.json:
        as_json([{"action_id": line.id, "done": line.label} for line in lines])
    for line in lines:
        say(f"Would undo: {line.label}")
    if not lines:
        say("There is nothing to undo.")
    return 0 if lines else NOTHING


def redo(session: Session) -> int:
    """`hermes redo`."""
    from hermes_tui.actions import history

    return _said(session, [history.redo(session.writing(), session.now)])


def _said(session: Session, outcomes: list[Outcome]) -> int:
    """One `{action_id, done}`, or the list of them where several were asked for."""
    if session.json:
        found = [{"action_id": outcome.action_id, "done": outcome.words} for outcome in outcomes]
        as_json(found[0] if not session.given.words else found)
    else:
        for outcome in outcomes:
            say(outcome.words)
    return 0


# -- shared ----------------------------------------------------------------------------------------------


def whom(session: Session, database: Database, lead_ids: list[int]) -> int | None:
    """The person of --contact, by id or part of a name; None where there is no --contact. Raises UsageError."""
    typed = session.given.value("--contact")
    if typed is None:
        return None
    from hermes_tui.actions.whom import named

    return named(database, lead_ids, typed)


def message(session: Session) -> str | None:
    """The text of -m, from stdin where it is `-`; None where there is no -m."""
    text = session.given.value("--message")
    return read_stdin() if text == "-" else text


def read_stdin() -> str:
    """What is piped in. Raises UsageError where a person sits there instead, or where it is no text."""
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("There are no words; give them with -m TEXT, or pipe them in.")
    content = sys.stdin.buffer.read(MAX_MESSAGE_BYTES + 1)
    if len(content) > MAX_MESSAGE_BYTES or b"\x00" in content:
        raise UsageError("What was piped in is no note of a rep's length; nothing was written.")
    return content.decode("utf-8", "replace")


def made(session: Session, outcome: Outcome, number: int, extra: dict[str, object]) -> int:
    """Report a row that was made: its id on stdout, the words on stderr."""
    from hermes_tui.cli.output import data

    if not session.json:
        data(str(number))
    return session.wrote(outcome, number, extra)


def on_leads(session: Session, outcome: Outcome, row: int = 0) -> int:
    """Report what was done to leads; `row` is what was made on them (a touch, a note), else the lead is meant."""
    return session.wrote(outcome, row or outcome.lead_ids[0], {"leads": list(outcome.lead_ids)})
