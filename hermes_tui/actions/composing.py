"""Composing a message from a template, or as a blank reply: to whom, in which thread, in which words."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hermes_tui.actions.cadence import Cadence
from hermes_tui.actions.draft import Draft
from hermes_tui.actions.outcome import called
from hermes_tui.actions.whom import one_of
from hermes_tui.formats import day_words
from hermes_tui.outreach.subjects import bare_subject
from storage.database import Database
from storage.errors import UsageError
from storage.queries import messages as queries
from storage.queries.messages import Heard, Letterhead, Recipient

if TYPE_CHECKING:
    from hermes_tui.outreach.templates.rendering import Rendered
    from hermes_tui.outreach.templates.values import Me
    from storage.queries.templates import TemplateRow

BLANK = 0
"""In place of a template's id: no template, the rep's own words."""

_SIGNS = re.compile(r"\bme\s*(?:\.\s*signature\b|\[\s*['\"]signature['\"]\s*\])")
_MOST_QUOTED = 120  # lines; what is longer is in their mailbox anyway
_MOST_REFERENCES = 20  # ids of a thread that its next mail names: the first and the latest


def compose(
    database: Database, lead_id: int, me: Me, now: int, zone: tzinfo, *,
    template_id: int | None = None, contact_id: int | None = None, cadence: Cadence | None = None,
) -> Draft:  # fmt: skip
    """The message that the suggested template makes for a lead, or the one given (BLANK: a reply); nothing is written.

    It goes to the person given, else to the champion, or whom we were last in touch with; for mail to one whose
    address has not come back, if there is one. A follow-up goes on in the thread of our last mail to that address.
    Raises UsageError where a template has faults, NotFound.
    """
    who = called(database, [lead_id])
    because = ""
    if template_id is None:
        template_id, because = _suggested(database, lead_id, contact_id, now, cadence or Cadence())
    if template_id == BLANK:
        return _blank(database, lead_id, me, zone, contact_id)._replace(suggestion=because)
    from storage.queries.templates import template

    row = template(database, template_id)
    to = recipient(database, lead_id, contact_id, row.channel)
    rendered = _rendered(database, row, lead_id, to, me, now, zone, who)
    subject, body = (rendered.subject if row.channel == "email" else ""), rendered.body
    draft = Draft(
        lead_id, to.contact_id, to.name, _address(to, row.channel), row.channel, row.id, row.version, subject,
        _signed(body, me, row.channel, used=_SIGNS.search(row.body) is not None), rendered.missing, suggestion=because,
    )  # fmt: skip
    return _threaded(database, draft, goes_on=row.kind.startswith("FOLLOWUP") or not subject)


def previewed(
    database: Database, template_id: int, lead_id: int, contact_id: int | None, me: Me, now: int, zone: tzinfo
) -> Rendered:
    """What a template says to the person it would go to, without thread and signature; nothing is written.

    Raises UsageError where it has faults, NotFound.
    """
    from storage.queries.templates import template

    who, row = called(database, [lead_id]), template(database, template_id)
    return _rendered(database, row, lead_id, recipient(database, lead_id, contact_id, row.channel), me, now, zone, who)


def recipient(database: Database, lead_id: int, contact_id: int | None, channel: str) -> Recipient:
    """Whom a message by this channel goes to. Raises UsageError for a person who is not of the lead."""
    people = queries.recipients(database, lead_id)
    if contact_id is not None:
        one_of(database, lead_id, contact_id)
        return next(each for each in people if each.contact_id == contact_id)
    lead = queries.own_address(database, lead_id)
    if not people:
        return lead
    first = people[0]
    if channel != "email" or (first.address and not first.bounced):
        return first
    reachable = [each for each in people if each.address and not each.bounced]
    if reachable:
        return reachable[0]
    alone = len(people) == 1 and first.address is None
    return first._replace(address=lead.address) if alone and lead.address else first


def _suggested(database: Database, lead_id: int, contact_id: int | None, now: int, cadence: Cadence) -> tuple[int, str]:
    """The template that fits now and because of what; where none does, BLANK."""
    from hermes_tui.metrics.next_template import next_template

    to = recipient(database, lead_id, contact_id, "email").contact_id
    found = next_template(database, lead_id, to, now, followups_at_most=cadence.at_most, alternatives=False)
    if found is None:
        return BLANK, "no template is active"
    return (BLANK if found.template_id is None else found.template_id), found.because


def _rendered(
    database: Database, row: TemplateRow, lead_id: int, to: Recipient, me: Me, now: int, zone: tzinfo, who: str
) -> Rendered:
    from hermes_tui.outreach.templates.rendering import render
    from hermes_tui.outreach.templates.values import template_values

    found = render(row.subject, row.body, template_values(database, lead_id, to.contact_id, me, now, zone))
    if found.faults:
        first = found.faults[0]
        raise UsageError(
            f"The template “{row.name}” cannot be used for {who}: {first.words} ({first.part}, line {first.line}, "
            f"column {first.column}); mend it with `hermes template edit`."
        )
    return found


def _address(to: Recipient, channel: str) -> str | None:
    return to.address if channel == "email" else None


def _signed(body: str, me: Me, channel: str, *, used: bool) -> str:
    """The body with the rep's signature behind the mark by which mail programs know one (RFC 3676, 4.3)."""
    signature = me.signature.strip()
    if channel != "email" or not signature or used:
        return body
    return f"{body.rstrip()}\n\n-- \n{signature}"


# -- threads -----------------------------------------------------------------------------------------------


def _threaded(database: Database, draft: Draft, *, goes_on: bool) -> Draft:
    """The draft in the thread of our last mail to its address, if it goes on from one."""
    if draft.channel != "email" or draft.address is None or not goes_on:
        return draft
    last = queries.last_mail_to(database, draft.lead_id, draft.address)
    return draft if last is None else _behind(database, draft, last)


def _behind(database: Database, draft: Draft, last: Letterhead) -> Draft:
    parent = queries.newest_of_thread(database, draft.lead_id, last.thread) or last
    known = [*parent.refs.split(), parent.rfc_message_id]
    ids = list(dict.fromkeys(known))
    if len(ids) > _MOST_REFERENCES:
        ids = [ids[0], *ids[1 - _MOST_REFERENCES :]]
    return draft._replace(
        in_reply_to=parent.rfc_message_id, refs=" ".join(ids), thread=parent.thread,
        subject=draft.subject or answer_to(parent.subject),
    )  # fmt: skip


def answer_to(subject: str) -> str:
    """The subject of an answer.

    >>> answer_to("AW: Re: ERP rollout"), answer_to("")
    ('Re: ERP rollout', '')
    """
    bare = bare_subject(subject)
    return f"Re: {bare}" if bare else ""


# -- a reply in the rep's own words ------------------------------------------------------------------------


def _blank(database: Database, lead_id: int, me: Me, zone: tzinfo, contact_id: int | None) -> Draft:
    """An empty message: in answer to what they last wrote, with their words below, else going on from our last one."""
    heard = queries.last_heard(database, lead_id, contact_id)
    channel = "email" if heard is None else heard.channel
    to = recipient(database, lead_id, contact_id if heard is None else heard.contact_id, channel)
    if heard is not None and heard.address and channel == "email":
        to = to._replace(address=heard.address)
    body = _signed("" if heard is None else _quoted(heard, to.name, zone), me, channel, used=False)
    draft = Draft(lead_id, to.contact_id, to.name, _address(to, channel), channel, None, None, "", body)
    if heard is not None and heard.thread is not None:
        last = queries.newest_of_thread(database, lead_id, heard.thread)
        if last is not None:
            return _behind(database, draft, last)
    draft = _threaded(database, draft, goes_on=True)
    return draft if draft.subject or heard is None else draft._replace(subject=answer_to(heard.subject))


def _quoted(heard: Heard, name: str, zone: tzinfo) -> str:
    """Room for the answer, and below it their words, each line behind `>`.

    The deeper marks of what they quoted themselves stand together (`>>`), as format=flowed wants them.
    """
    lines = heard.text.strip().split("\n")
    kept = [*lines[:_MOST_QUOTED], "[…]"] if len(lines) > _MOST_QUOTED else lines
    quoted = [f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in kept]
    day = day_words(datetime.fromtimestamp(heard.at / 1000, zone).date())
    return "\n".join(["", "", f"On {day} {name or 'they'} wrote:", *quoted])
