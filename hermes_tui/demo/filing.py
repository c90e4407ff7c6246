"""From a story to rows: moments fixed in the working week, ids given, copies computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hermes_tui.demo.clock import DAY, office
from hermes_tui.demo.copies import Said, contact_copies, lead_copies
from hermes_tui.demo.deck import Card, Ending
from hermes_tui.demo.draws import by_weight, one_of
from hermes_tui.demo.endings import Calendar, Closing
from hermes_tui.demo.filing_mail import file_mails
from hermes_tui.demo.filing_rest import file_chores, file_memos, file_offers, file_visits
from hermes_tui.demo.filing_signals import file_signals
from hermes_tui.demo.profile import origin, profile
from hermes_tui.demo.sheets import Sheets
from hermes_tui.demo.tale import Tale
from hermes_tui.demo.wares import TAGS
from hermes_tui.scoring.stages import STAGE_NAMES
from hermes_tui.scoring.staleness import wants_answer

_TAG_IDS = {name: number for number, name in enumerate(TAGS, 1)}
_STAGE_IDS = {name: number for number, name in enumerate(STAGE_NAMES, 1)}
_IN_PLAY = _STAGE_IDS["RESPONDED"]
_NOT_VALUED_YET = frozenset({"NEW", "QUALIFIED"})
_VERDICTS = (("find_stakeholder", "refused"), ("follow_up", "accepted"), ("address_objection", "accepted"))


def file_lead(sheets: Sheets, tale: Tale, card: Card, closing: Closing, calendar: Calendar) -> None:
    """Put all rows of one lead on the sheets."""
    latest = calendar.horizon - closing.base

    def moment(at: int) -> int:
        return office(closing.base + min(at, latest))

    lead_id = sheets.lead.last + 1
    contact_ids = [sheets.contact.last + 1 + place for place in range(len(tale.people))]
    said: list[Said] = []
    mail_ids = file_mails(sheets, tale, lead_id, contact_ids, moment, calendar, said)
    _file_meetings(sheets, tale, lead_id, contact_ids, moment, said)
    file_memos(sheets, tale, lead_id, contact_ids, moment, said)
    next_task = file_chores(sheets, tale, lead_id, contact_ids, moment, calendar)
    file_visits(sheets, tale, lead_id, moment)
    file_offers(sheets, tale, card, lead_id, moment)
    file_signals(
        sheets, tale, lead_id, contact_ids, mail_ids, moment, calendar, is_open=card.ending is not Ending.CLOSED
    )
    _file_people(sheets, tale, lead_id, contact_ids, moment, said)
    _file_lead_row(sheets, tale, card, closing, calendar, moment, said, next_task)


def _file_meetings(
    sheets: Sheets, tale: Tale, lead_id: int, contact_ids: list[int], moment: Callable[[int], int], said: list[Said]
) -> None:
    for meeting in tale.meetings:
        at = moment(meeting.at)
        who = contact_ids[meeting.who]
        quote = wants_answer(meeting.text) if meeting.direction == "in" else None
        channel = "linkedin" if meeting.kind == "message" else None
        sheets.touch.put(
            lead_id, who, meeting.kind, channel, meeting.direction, meeting.sentiment, meeting.text, quote, at, at
        )
        written = meeting.kind in ("email", "message")
        said.append(Said(at, meeting.kind, meeting.direction, who, meeting.sentiment, quote, written))


_MOOD_CHANGED = 4  # every so many people felt otherwise at first


def _file_people(
    sheets: Sheets,
    tale: Tale,
    lead_id: int,
    contact_ids: list[int],
    moment: Callable[[int], int],
    said: Sequence[Said],
) -> None:
    rng = tale.rng
    moods = (("positive", 5.0), ("neutral", 3.0), ("negative", 0.5)) if tale.warm else (
        ("positive", 1.5), ("neutral", 4.0), ("negative", 2.0)
    )  # fmt: skip
    for contact_id, person in zip(contact_ids, tale.people, strict=True):
        copies = contact_copies(said, contact_id)
        mood = person.sentiment
        if mood is None and copies.last_in_at is not None and rng.random() < 0.8:
            mood = by_weight(rng, moods)
        channel = one_of(rng, ("email", "phone", "linkedin", "email")) if rng.random() < 0.6 else None
        joined = moment(person.joined)
        bounced = None if person.bounced is None else moment(person.bounced)
        sheets.contact.put(
            lead_id, person.name, person.email, person.phone, person.role, channel, mood, int(person.is_primary),
            bounced, joined, joined, *copies,
        )  # fmt: skip
        if mood is not None and copies.last_in_at is not None and contact_id % _MOOD_CHANGED == 0:
            sheets.sentiment_event.put(lead_id, contact_id, "neutral" if mood != "neutral" else "positive", joined)
            sheets.sentiment_event.put(lead_id, contact_id, mood, copies.last_in_at)


def _file_lead_row(
    sheets: Sheets,
    tale: Tale,
    card: Card,
    closing: Closing,
    calendar: Calendar,
    moment: Callable[[int], int],
    said: Sequence[Said],
    next_task: tuple[int | None, str | None],
) -> None:
    account = tale.account
    lead_id = sheets.lead.last + 1
    told = profile(tale, card, calendar)
    source = origin(tale, lead_id)
    created, entered = moment(tale.visits[0].at), moment(tale.visits[-1].at)
    dismissed = None if closing.dismissed is None else moment(closing.dismissed)
    copies = lead_copies(said, dismissed)
    stage_id = _STAGE_IDS[card.stage]
    is_open = card.ending is not Ending.CLOSED
    value: int | None = account.value
    if card.stage in _NOT_VALUED_YET and tale.rng.random() < 0.3:
        value = None
    currency = account.currency if value is not None or told.budget_max is not None else None
    sheets.lead.put(
        account.title, account.company, told.description, account.source, *source, told.budget_min, told.budget_max,
        value, currency, told.deadline_on, stage_id, told.score, told.score_reasons, told.score_manual, told.score_key,
        tale.visits[-1].reason if card.stage == "LOST" else None,
        closing.snoozed_until, dismissed, told.custom, created, max(entered, copies.last_touch_at or 0, created),
        int(is_open), int(is_open and stage_id >= _IN_PLAY), entered, copies.last_touch_at, copies.last_in_at,
        copies.last_out_at, copies.last_touch_at or created, copies.unanswered_out, copies.owed_since,
        copies.owed_quote, *next_task,
    )  # fmt: skip
    for tag in told.tags:
        sheets.lead_tag.put(lead_id, _TAG_IDS[tag])
    if is_open and stage_id >= _IN_PLAY and tale.rng.random() < 0.06:
        kind, verdict = one_of(tale.rng, _VERDICTS)
        sheets.suggestion.put(lead_id, kind, verdict, min(calendar.now, entered + DAY))
