"""The template that a lead's next message is best written from, gathered from storage for scoring to judge."""

from __future__ import annotations

from typing import NamedTuple

from hermes_tui.metrics.templates import Performance, performance
from hermes_tui.scoring.facts import whole_days
from hermes_tui.scoring.follow_up import Advice, Candidate, Choice, Place, advise, kinds_in_order
from storage.database import Database
from storage.queries import lead as lead_queries
from storage.queries.lead import ContactRow, LeadDetail
from storage.queries.messages import recipients, unanswered_run
from storage.queries.performance import templates_sent_to
from storage.queries.stages import stages
from storage.queries.templates import templates


class Suggested(NamedTuple):
    """`because` says why; `alternatives` are all other active templates, each with its own, in order.

    `template_id` is None where none is urged (enough went unanswered, or there is none for the purpose); `because`
    says which, and every template is among the alternatives.
    """

    template_id: int | None
    name: str
    because: str
    alternatives: tuple[Choice, ...]


def next_template(
    database: Database, lead_id: int, contact_id: int | None, now: int, *, followups_at_most: int = 2,
    alternatives: bool = True,
) -> Suggested | None:  # fmt: skip
    """Which template to write to this person from, `now` (UTC ms); None where no template is active.

    Without `contact_id` it is whom a mail would go to, and where nobody is known the lead's own address. Raises
    NotFound for a lead that is not there. Without `alternatives` only those of the kind asked for are counted, which
    is a quarter of the work: among 100,000 messages the rest would be felt in a key.
    """
    place = place_of(database, lead_id, contact_id, now)
    active = [row for row in templates(database) if row.active]
    if not alternatives:
        kind = next((kind for kind in kinds_in_order(place) if any(row.kind == kind for row in active)), None)
        active = [row for row in active if kind in (None, row.kind)]
    candidates = [_candidate(row) for row in performance(database, now, only=[row.id for row in active])]
    return _suggested(advise(place, candidates, followups_at_most)) if candidates else None


def place_of(database: Database, lead_id: int, contact_id: int | None, now: int) -> Place:
    """Where the deal stands with a person, or with whom a mail would go to. Raises NotFound."""
    detail = lead_queries.detail(database, lead_id)
    people = lead_queries.contacts(database, lead_id)
    bounced = {each.contact_id for each in recipients(database, lead_id) if each.bounced}
    person = _person(people, contact_id, bounced)
    whom = person.id if person is not None else None
    stage = next((each.name for each in stages(database) if each.id == detail.stage_id), "NEW")
    written_to_others = any(each.last_out_at is not None for each in people if each.id != whom)
    return Place(
        stage=stage,
        unanswered=unanswered_run(database, lead_id).number,
        days_silent=whole_days(detail.silent_since, now),
        channels=channels_of(detail, person, bounced=whom in bounced),
        got=frozenset(templates_sent_to(database, lead_id, whom)),
        newcomer=person is not None and person.last_out_at is None and written_to_others,
    )


def _person(people: list[ContactRow], contact_id: int | None, bounced: set[int | None]) -> ContactRow | None:
    """Who is meant; else the first who can be reached by mail, the champion before others; None where nobody is."""
    if contact_id is not None:
        return next((each for each in people if each.id == contact_id), None)
    reachable = [each for each in people if each.email and each.id not in bounced]
    return next(iter((*reachable, *people)), None)


def channels_of(detail: LeadDetail, person: ContactRow | None, *, bounced: bool = False) -> tuple[str, ...]:
    """The channels by which a person can be reached, as far as is known, the one they like best first."""
    liked = (person.channel or "").casefold() if person is not None else ""
    email = person.email if person is not None else detail.email
    phone = person.phone if person is not None else detail.phone
    found = [liked] if liked else []
    found += ["email"] if email else []
    # A lead found on a network can be written to there.
    found += [detail.source.casefold()] if detail.source and detail.author else []
    found += ["phone", "whatsapp", "sms"] if phone else []
    return tuple(each for each in dict.fromkeys(found) if not (bounced and each == "email"))


def _candidate(row: Performance) -> Candidate:
    return Candidate(
        row.template_id, row.name, row.kind, row.channel, row.usage, row.sent, row.replied, row.rate.low, row.rate.high
    )


def _suggested(advice: Advice) -> Suggested:
    if advice.choice is None:
        return Suggested(None, "", advice.because, advice.alternatives)
    return Suggested(advice.choice.template_id, advice.choice.name, advice.because, advice.alternatives)
