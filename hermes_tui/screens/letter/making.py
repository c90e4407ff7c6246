"""What a review is made of: the draft for a lead, what is said above it, and its way into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hermes_tui import formats
from hermes_tui.actions.composing import BLANK, compose
from hermes_tui.actions.draft import Draft, edited, is_unwritten
from hermes_tui.actions.drafting import load, save_draft
from hermes_tui.actions.message_status import called
from hermes_tui.actions.rep import cadence_of, me_of
from hermes_tui.config import Settings
from hermes_tui.outreach.ways.pretended import PRETENDED
from hermes_tui.screens.letter.lines import Facts, goes_in
from hermes_tui.screens.letter.review import Review
from hermes_tui.session import Session
from storage.errors import UsageError
from storage.queries import lead as lead_queries
from storage.queries import messages as queries
from storage.queries.outbox import is_demo

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome

CLIPBOARD = "clipboard"
_HANDED = {
    "clipboard": "copied for you to paste", "mailto": "opened in your mail program", "maildir": "put among your drafts",
    "eml": "written as a file",
}  # fmt: skip


def way_name(settings: Settings, channel: str) -> str:
    """The way by which a message of this channel goes out: mail as the settings say, others by the clipboard."""
    return (settings.send_by or CLIPBOARD) if channel == "email" else CLIPBOARD


def hands_over(session: Session, channel: str) -> bool:
    """Whether the rep's own program sends it, so that only the rep knows whether it went."""
    return way_name(session.settings, channel) in _HANDED


# -- drafts ------------------------------------------------------------------------------------------------


def review_for(
    session: Session, lead_id: int, template_id: int | None = None, contact_id: int | None = None
) -> Review:  # fmt: skip
    """The message to review for a lead: a draft begun before, unless a template is named, else a new one.

    A draft older than words of theirs that want an answer stays where it is: the answer comes first. Raises UsageError
    where one waits in the outbox already: nobody is to get two for one key pressed twice.
    """
    database = session.database
    if template_id is None:
        ours = [row for row in queries.messages_of(database, lead_id) if row.direction == "out"]
        for row in ours:
            if row.status == "SCHEDULED":
                when = goes_in(row.send_at or 0, session.now(), session.zone)
                state = "may have gone out" if row.is_in_doubt else f"goes out {when} already"
                raise UsageError(f"{row.lead}: {called(row)} {state}; {session.keys_of('go.mail')} shows it.")
        detail = lead_queries.detail(database, lead_id)
        owed = detail.owed_since if detail.owed_since is not None and detail.is_open else 0
        drafts = (row for row in ours if row.status == "DRAFT" and not row.is_handed_over)
        begun = next((row for row in drafts if row.updated_at >= owed), None)
        if begun is not None:
            return Review(database, load(database, begun.id))
    return Review(database, draft_for(session, lead_id, template_id, contact_id))


def draft_for(
    session: Session, lead_id: int, template_id: int | None = None, contact_id: int | None = None
) -> Draft:  # fmt: skip
    """The message for a lead: the reply that is owed, else what is suggested, unless a template is named.

    Raises UsageError, NotFound.
    """
    database = session.database
    if template_id is None:
        detail = lead_queries.detail(database, lead_id)
        owed = bool(detail.owed_since is not None and detail.is_open)
        template_id = BLANK if owed else None
    return compose(
        database, lead_id, me_of(session.settings), session.now(), session.zone, template_id=template_id,
        contact_id=contact_id, cadence=cadence_of(session.settings),
    )  # fmt: skip


def other_recipient(session: Session, draft: Draft) -> Draft | None:
    """The same message to the next person of the lead; None where there is nobody else."""
    people = [person.id for person in lead_queries.contacts(session.database, draft.lead_id)]
    if not set(people) - {draft.contact_id}:
        return None
    here = people.index(draft.contact_id) if draft.contact_id in people else -1
    template_id = BLANK if draft.template_id is None else draft.template_id
    found = draft_for(session, draft.lead_id, template_id, people[(here + 1) % len(people)])
    found = found._replace(message_id=draft.message_id, suggestion=draft.suggestion)
    return found if found.template_id is not None else edited(found, draft.subject, draft.body)


# -- what is said above it ---------------------------------------------------------------------------------


def facts_of(session: Session, draft: Draft) -> Facts:
    """Who gets it, by what, and why this."""
    database = session.database
    detail = lead_queries.detail(database, draft.lead_id)
    return Facts(
        title=f"{detail.company}: {detail.title}" if detail.company else detail.title,
        to_name=draft.to_name,
        address=draft.address or "",
        bounced=_bounced(session, draft),
        channel=draft.channel,
        out_by=_out_by(session, draft.channel),
        thread=_thread(session, draft),
        template=_template_name(session, draft),
        because=draft.suggestion or _record(session, draft.template_id),
        kept=_kept(session, draft.message_id),
    )


def _kept(session: Session, message_id: int) -> str:
    """What is to be said of a stored message: that it is one, of when, and why it did not leave before."""
    if not message_id:
        return ""
    row = queries.message(session.database, message_id)
    if row.failure:
        return f"Not sent before: {row.failure}"
    day = formats.day(row.updated_at, session.zone, session.now()).strip()
    return f"A draft of {day}; {session.keys_of('letter.template')} begins anew."


def _record(session: Session, template_id: int | None) -> str:
    """What became of a template so far, where the rep chose it and no suggestion says so."""
    if not template_id:
        return ""
    from hermes_tui.metrics.templates import performance
    from hermes_tui.scoring.follow_up import Candidate, record_words

    (found,) = performance(session.database, session.now(), only=[template_id])
    how = (found.usage, found.sent, found.replied, found.rate.low, found.rate.high)
    return record_words(Candidate(template_id, found.name, found.kind, found.channel, *how))


def _template_name(session: Session, draft: Draft) -> str:
    from storage.queries.templates import template

    return template(session.database, draft.template_id).name if draft.template_id else ""


def _out_by(session: Session, channel: str) -> str:
    name = way_name(session.settings, channel)
    waits = f"{session.settings.send_delay} s in the outbox, then"
    if name == PRETENDED:
        return f"{waits} as if sent: in the demo nothing leaves"
    if is_demo(session.database) and name not in _HANDED:
        return "which stays in the outbox: out of a demo file nothing is sent"
    return _HANDED.get(name, f"{waits} {name}")


def _bounced(session: Session, draft: Draft) -> str:
    """Whether mail to this address came back."""
    people = queries.recipients(session.database, draft.lead_id)
    to = (draft.address or "").casefold()
    back = any(person.bounced and (person.address or "").casefold() == to for person in people)
    return "mail to this address came back" if back and draft.channel == "email" else ""


def _thread(session: Session, draft: Draft) -> str:
    """What it goes on from: `answers “Re: ERP rollout” of 12 Nov`."""
    if not draft.in_reply_to:
        return ""
    said = queries.messages_of(session.database, draft.lead_id)
    parent = next((row for row in said if row.rfc_message_id == draft.in_reply_to), None)
    if parent is None:
        return "goes on in its thread"
    day = formats.day(parent.at, session.zone, session.now()).strip()
    verb = "answers" if parent.direction == "in" else "goes on from"
    return f"{verb} “{formats.one_line(parent.subject, 40)}” of {day}"


# -- out ---------------------------------------------------------------------------------------------------


def can_go(session: Session, review: Review) -> bool:
    """Whether nothing is missing that the outbox would refuse it for."""
    draft = review.draft
    whole = bool(draft.address and draft.subject) and not is_unwritten(draft.body) and not review.gaps
    return whole and not _bounced(session, draft) and not hands_over(session, draft.channel)


def put_in_outbox(session: Session, review: Review, send_at: int) -> Outcome:
    """Let it wait in the outbox until that moment (UTC ms). Raises UsageError where it must not go out."""
    from hermes_tui.actions.outbox import schedule

    keep_words(session, review)
    return schedule(session.database, review.draft.message_id or review.draft, send_at, session.now())


def put_all_in_outbox(session: Session, reviews: Sequence[Review]) -> Outcome:
    """All of them as one action; those that must not go out are left. Raises UsageError where that is all."""
    from hermes_tui.actions.outbox import schedule_all

    for review in reviews:
        keep_words(session, review)
    send_at = session.now() + session.settings.send_delay * 1000
    return schedule_all(session.database, [review.draft for review in reviews], send_at, session.now())


def keep_words(session: Session, review: Review) -> None:
    """What the rep wrote is a draft before it goes anywhere: undo takes it back to that, and no words are lost."""
    if review.edited or review.draft.message_id:
        review.kept_as(save_draft(session.database, review.draft, session.now()).made)
