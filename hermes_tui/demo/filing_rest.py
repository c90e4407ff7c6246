"""Filing notes with their objections, tasks, visits to stages and proposals."""

from __future__ import annotations

from collections.abc import Callable

from hermes_tui.demo.clock import DAY, iso_date
from hermes_tui.demo.copies import Said
from hermes_tui.demo.deck import CLOSED_STAGES, Card
from hermes_tui.demo.endings import Calendar
from hermes_tui.demo.happenings import Chore
from hermes_tui.demo.sheets import Sheets
from hermes_tui.demo.tale import Tale
from hermes_tui.scoring.stages import STAGE_NAMES

_STAGE_IDS = {name: number for number, name in enumerate(STAGE_NAMES, 1)}
_MODEL = "demo-model"
_VALID_DAYS = 30


def file_memos(
    sheets: Sheets, tale: Tale, lead_id: int, contact_ids: list[int], moment: Callable[[int], int], said: list[Said]
) -> None:
    """Notes, and the objections they raise."""
    for memo in tale.memos:
        at = moment(memo.at)
        who = None if memo.who is None else contact_ids[memo.who]
        model = _MODEL if memo.kind.startswith("AI_") else None
        note_id = sheets.note.put(lead_id, who, memo.kind, model, memo.text, at, at, at)
        if memo.kind == "MANUAL":
            said.append(Said(at, "note", "none", who, None, None, False))
        if memo.objection is not None:
            settled = moment(memo.settled) if memo.settled is not None and memo.state == "resolved" else None
            sheets.objection.put(lead_id, note_id, memo.objection, memo.state, at, settled, memo.resolution)


def file_chores(
    sheets: Sheets,
    tale: Tale,
    lead_id: int,
    contact_ids: list[int],
    moment: Callable[[int], int],
    calendar: Calendar,
) -> tuple[int | None, str | None]:
    """Tasks done and to do; returns the next one's id and date."""
    soonest: tuple[str, int] | None = None
    for chore in tale.chores:
        made = moment(chore.made)
        done = None if chore.done is None else moment(chore.done)
        if chore.due_days is not None:
            due_on = calendar.day(chore.due_days)
        else:
            due_on = iso_date(moment(chore.due or chore.made))
        who = contact_ids[0] if contact_ids else None
        task_id = sheets.task.put(
            lead_id, who, chore.kind, chore.title, chore.priority, "DONE" if done is not None else "PENDING", due_on,
            _due_at(chore, due_on), done, made, done or made,
        )  # fmt: skip
        if done is None and (soonest is None or due_on < soonest[0]):
            soonest = (due_on, task_id)
    return (None, None) if soonest is None else (soonest[1], soonest[0])


def _due_at(chore: Chore, due_on: str) -> int | None:
    """A call has its hour as well as its day."""
    if chore.kind != "CALL":
        return None
    from datetime import UTC, datetime

    hour = 9 + len(chore.title) % 8
    return int(datetime.fromisoformat(f"{due_on}T{hour:02d}:00:00").replace(tzinfo=UTC).timestamp()) * 1000


def file_visits(sheets: Sheets, tale: Tale, lead_id: int, moment: Callable[[int], int]) -> None:
    """The stage history: each visit ends when the next begins, the last one is not over."""
    before = None
    for place, visit in enumerate(tale.visits):
        stage_id = _STAGE_IDS[visit.stage]
        following = tale.visits[place + 1] if place + 1 < len(tale.visits) else None
        left = None if following is None else moment(following.at)
        cause = "message" if visit.stage == "RESPONDED" else visit.cause
        sheets.stage_event.put(lead_id, before, stage_id, moment(visit.at), left, cause, visit.reason)
        before = stage_id


def file_offers(sheets: Sheets, tale: Tale, card: Card, lead_id: int, moment: Callable[[int], int]) -> None:
    """The versions of the proposal with what became of each."""
    account = tale.account
    for place, offer in enumerate(tale.offers):
        sent = None if offer.sent is None else moment(offer.sent)
        viewed = None if offer.viewed is None else moment(offer.viewed)
        made = sent if sent is not None else moment(tale.at)
        last = place == len(tale.offers) - 1
        status = _status(card.stage, last, sent, viewed)
        decided = moment(tale.visits[-1].at) if status in ("ACCEPTED", "REJECTED") else None
        expires = None if sent is None else iso_date(sent + _VALID_DAYS * DAY)
        sheets.proposal.put(
            lead_id, place + 1, f"{account.title} for {account.company}", offer.body, offer.amount, account.currency,
            offer.terms, status, sent, viewed, decided, expires, made, decided or viewed or made,
        )  # fmt: skip


def _status(stage: str, last: bool, sent: int | None, viewed: int | None) -> str:
    if sent is None:
        return "DRAFT"
    if not last:
        return "EXPIRED"
    if stage in CLOSED_STAGES:
        return {"WON": "ACCEPTED", "LOST": "REJECTED"}.get(stage, "EXPIRED")
    return "SENT" if viewed is None else "VIEWED"
