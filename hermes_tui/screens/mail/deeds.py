"""What the keys of the Mail screen do to a message of ours, by the section it stands in; each is one action."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from hermes_tui.actions.rep import cadence_of
from hermes_tui.screens.letter.handing import hand_over, sent_by_hand
from hermes_tui.screens.letter.making import hands_over
from hermes_tui.screens.mail.sections import Section

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.mail.screen import MailScreen
    from storage.queries.messages import MessageRow

Deed = Callable[["MailScreen", "MessageRow"], None]


def yes(here: MailScreen, section: Section, row: MessageRow) -> None:
    """`y`: a draft is sent, what was handed over or is in doubt went."""
    deeds: dict[Section, Deed] = {
        Section.OUTBOX: _send, Section.IN_DOUBT: _it_went, Section.FAILED: _send, Section.HANDED_OVER: _was_sent,
        Section.DRAFTS: _send,
    }  # fmt: skip
    deeds[section](here, row)


def no(here: MailScreen, section: Section, row: MessageRow) -> None:
    """`n`: back to the drafts, or dropped."""
    deeds: dict[Section, Deed] = {
        Section.OUTBOX: _take_back, Section.IN_DOUBT: _did_not_go, Section.FAILED: _drop,
        Section.HANDED_OVER: _was_not_sent, Section.DRAFTS: _drop,
    }  # fmt: skip
    deeds[section](here, row)


def again(here: MailScreen, section: Section, row: MessageRow) -> None:
    """`s`: send again what failed or may not have gone; what waits in the outbox leaves now."""
    if section is Section.IN_DOUBT:
        _go_again(here, row)
    else:
        _send(here, row)


def edit(here: MailScreen, section: Section, row: MessageRow) -> None:
    """`e`: its review."""
    from hermes_tui.screens.letter.opening import review_stored

    if section is Section.IN_DOUBT:
        _read(here, row)
    else:
        review_stored(here, row.id)


def later(here: MailScreen, section: Section, row: MessageRow, at: int) -> None:
    """It leaves at this moment (UTC ms)."""
    from hermes_tui.actions import outbox

    session = here.session
    put_off = outbox.postpone if section is Section.OUTBOX else outbox.schedule
    here.do(lambda: put_off(session.database, row.id, at, session.now()))


# -- one by one --------------------------------------------------------------------------------------------


def _send(here: MailScreen, row: MessageRow) -> None:
    """Into the outbox, or to the rep's own program; what is in the outbox already need not wait any longer."""
    from hermes_tui.actions.outbox import schedule

    session = here.session
    if hands_over(session, row.channel):
        hand_over(here, row.id, row.channel, here.show_outcome)
        return
    delay = 0 if row.status == "SCHEDULED" else session.settings.send_delay * 1000
    here.do(lambda: schedule(session.database, row.id, session.now() + delay, session.now()))


def _it_went(here: MailScreen, row: MessageRow) -> None:
    here.do(partial(_settled, here, row, went=True))


def _did_not_go(here: MailScreen, row: MessageRow) -> None:
    here.do(partial(_settled, here, row, went=False))


def _go_again(here: MailScreen, row: MessageRow) -> None:
    send_at = here.session.now() + here.session.settings.send_delay * 1000
    here.do(partial(_settled, here, row, went=False, again_at=send_at))


def _settled(here: MailScreen, row: MessageRow, *, went: bool, again_at: int | None = None) -> Outcome:
    from hermes_tui.actions.outbox import settle

    session = here.session
    return settle(
        session.database, row.id, went, session.now(), again_at=again_at, cadence=cadence_of(session.settings),
        zone=session.zone,
    )  # fmt: skip


def _was_sent(here: MailScreen, row: MessageRow) -> None:
    here.do(lambda: sent_by_hand(here, row))


def _was_not_sent(here: MailScreen, row: MessageRow) -> None:
    """It is a plain draft again."""
    from hermes_tui.actions.outbox import mark

    session = here.session
    here.do(lambda: mark(session.database, [row.id], "DRAFT", session.now()))


def _take_back(here: MailScreen, row: MessageRow) -> None:
    from hermes_tui.actions.outbox import unschedule

    session = here.session
    here.do(lambda: unschedule(session.database, row.id, session.now()))


def _drop(here: MailScreen, row: MessageRow) -> None:
    from hermes_tui.actions.drafting import drop

    session = here.session
    here.do(lambda: drop(session.database, [row.id], session.now()))


def _read(here: MailScreen, row: MessageRow) -> None:
    """What may have gone out is read, not changed."""
    from textual.content import Content

    from hermes_tui.screens.lead_reader import ReaderScreen

    why = Content.styled(row.failure or "", "$text-warning")
    here.app.push_screen(ReaderScreen(Content(f"{row.lead}: {row.subject}"), Content.assemble(why, "\n\n", row.body)))
