"""What filed mail means for its leads: threads, whose answer it is, bounces, stage, cadence, snooze, buying signals.

Worked out of what is on file then, not of what came last, so that the order in which mail is read does not matter.
"""

from __future__ import annotations

from typing import NamedTuple

from hermes_tui.actions.cadence import RESPONDED, cancel_bounced, cancel_cadence
from hermes_tui.actions.signal_texts import suggest
from hermes_tui.actions.stages import enter
from hermes_tui.actions.strangers import BEFORE_DEAL_MS
from hermes_tui.formats import one_line
from hermes_tui.outreach.matching import Filed, bounced, threads, too_early
from hermes_tui.scoring.signals import found_in
from storage import derived, records
from storage.database import Database
from storage.queries.correspondence import answered, mail_of
from storage.queries.messages import GONE
from storage.queries.signals import text_of
from storage.queries.stages import StageRow, stages


class _Before(NamedTuple):
    """What held of a lead's messages before mail was filed."""

    answered: set[int]
    bounced: dict[int, int]


class Consequences:
    """Inside one action: `on` each lead before mail is filed on it, `heard` where a person wrote, then `settle`."""

    def __init__(self, database: Database, now: int) -> None:
        self._database = database
        self._now = now
        self._before: dict[int, _Before] = {}
        self._heard: dict[int, list[int]] = {}
        self._says: list[int] = []  # messages that give a buying signal away

    def on(self, lead_id: int) -> None:
        """Mail is about to be filed on this lead, or taken from it."""
        if lead_id not in self._before:
            self._before[lead_id] = _Before(answered(self._database, lead_id), bounced(_filed(self._database, lead_id)))

    def heard(self, lead_id: int, at: int) -> None:
        """A person of this lead wrote at that moment (UTC ms)."""
        self._heard.setdefault(lead_id, []).append(at)

    def wrote(self, message_id: int, words: str) -> None:
        """These are the words that a person wrote."""
        if found_in(words):
            self._says.append(message_id)

    def settle(self) -> tuple[str, ...]:
        """Do what follows; returns sentences for the rep about what does not follow by itself."""
        leads = sorted(self._before)
        for lead_id in leads:
            self._join_threads(lead_id)
            self._put_after_ours(lead_id)
            self._mark_bounced(lead_id)
        derived.keep(self._database.connection(), leads, self._now)
        said: list[str] = []
        pipeline = stages(self._database)
        for lead_id in leads:
            self._mark_answered(lead_id)
            if lead_id in self._heard:
                said += self._answer_moves(lead_id, pipeline)
        for message_id in self._says:
            text = text_of(self._database, f"message:{message_id}", BEFORE_DEAL_MS)
            if text is not None:
                suggest(self._database, text)
        self._before.clear()
        self._heard.clear()
        self._says.clear()
        return tuple(said)

    # -- messages ----------------------------------------------------------------------------------------

    def _join_threads(self, lead_id: int) -> None:
        mails = _filed(self._database, lead_id)
        wanted = threads(mails)
        for mail in mails:
            thread = wanted.get(mail.id)
            if thread and thread != mail.thread:
                records.update(self._database, "message", mail.id, thread=thread)

    def _put_after_ours(self, lead_id: int) -> None:
        """Nobody answers what was not written yet: a Date of whole seconds, or of a clock that is slow, says so."""
        for message_id, said, earliest in too_early(_filed(self._database, lead_id)):
            records.update(self._database, "message", message_id, at=earliest)
            times = self._heard.get(lead_id, [])
            if said in times:
                times[times.index(said)] = earliest

    def _mark_bounced(self, lead_id: int) -> None:
        mails = {mail.id: mail for mail in _filed(self._database, lead_id)}
        found = bounced(list(mails.values()))
        for message_id, bounce_id in found.items():
            if mails[message_id].status != "BOUNCED":
                self._status(message_id, "BOUNCED", failure=_failure(self._database, bounce_id))
                cancel_bounced(self._database, message_id, self._now)
        for message_id in self._before[lead_id].bounced.keys() - found.keys():
            if message_id in mails and mails[message_id].status == "BOUNCED":
                self._status(message_id, "SENT", failure=None)

    def _mark_answered(self, lead_id: int) -> None:
        """REPLIED is the message that the answer is credited to, and no longer one whose answer is another's now."""
        status = {mail.id: mail.status for mail in _filed(self._database, lead_id)}
        found = answered(self._database, lead_id)
        for message_id in sorted(found):
            if status[message_id] in GONE - {"REPLIED"}:
                self._status(message_id, "REPLIED")
        for message_id in sorted(self._before[lead_id].answered - found):
            if status.get(message_id) == "REPLIED":
                self._status(message_id, "SENT")

    def _status(self, message_id: int, status: str, **also: str | None) -> None:
        records.update(self._database, "message", message_id, status=status, updated_at=self._now, **also)

    # -- the lead ----------------------------------------------------------------------------------------

    def _answer_moves(self, lead_id: int, pipeline: list[StageRow]) -> list[str]:
        """Stage, snooze and cadence after a person wrote; returns what is to be said.

        What is older than our last word wakes nothing: the rep has answered it, from wherever.
        """
        lead = _Standing._make(self._database.row(_STANDING, (lead_id,)) or ())
        times = sorted(self._heard[lead_id])
        newest_is_theirs = lead.last_in_at == times[-1] and times[-1] > (lead.last_out_at or 0)
        if newest_is_theirs:
            if lead.snoozed_until is not None and lead.snoozed_until > self._now:
                records.update(self._database, "lead", lead_id, snoozed_until=None, updated_at=self._now)
            cancel_cadence(self._database, lead_id, self._now)
        if not lead.is_open:
            if times[-1] <= lead.stage_entered_at:
                return []
            stage = next(each.label for each in pipeline if each.id == lead.stage_id)
            return [f"{lead.who} is {stage.lower()} and wrote; it was not reopened: `hermes reopen {lead_id}` does."]
        of_deal = [at for at in times if at >= lead.created_at - BEFORE_DEAL_MS]
        if of_deal:
            self._respond(lead_id, lead, of_deal, next(each for each in pipeline if each.id == RESPONDED))
        return []

    def _respond(self, lead_id: int, lead: _Standing, times: list[int], responded: StageRow) -> None:
        """Move the lead forward to Responded when they wrote, unless it has been as far since; never back."""
        visit = self._database.row(_VISIT, (lead_id,))
        if lead.stage_id == RESPONDED and visit is not None and visit[2] == "message":
            self._began_earlier(lead_id, visit[0], visit[1], times[0])
        if lead.stage_id >= RESPONDED:
            return
        left_again = self._database.value(_WAS_AS_FAR, (RESPONDED, RESPONDED, lead_id))
        first = next((at for at in times if left_again is None or at > left_again), None)
        if first is not None:
            moment = min(max(first, visit[1] if visit is not None else 0), self._now)
            enter(self._database, lead_id, responded, self._now, at=moment, cause="message")

    def _began_earlier(self, lead_id: int, visit_id: int, began: int, first: int) -> None:
        """An answer older than the one that moved the lead was read later: it was that one that did."""
        before = self._database.row(_VISIT_BEFORE, (lead_id, visit_id))
        moment = max(first, before[1] if before is not None else first)
        if moment >= began:
            return
        records.update(self._database, "stage_event", visit_id, at=moment)
        if before is not None:
            records.update(self._database, "stage_event", before[0], left_at=moment)


class _Standing(NamedTuple):
    """Where a lead stands, its copies being kept."""

    who: str
    stage_id: int
    is_open: int
    created_at: int
    snoozed_until: int | None
    last_in_at: int | None
    last_out_at: int | None
    stage_entered_at: int


_STANDING = """
SELECT COALESCE(company, title), stage_id, is_open, created_at, snoozed_until, last_in_at, last_out_at, stage_entered_at
FROM lead WHERE id = ?
"""
_VISIT = "SELECT id, at, cause FROM stage_event WHERE lead_id = ? AND left_at IS NULL ORDER BY at DESC, id DESC LIMIT 1"
_VISIT_BEFORE = "SELECT id, at FROM stage_event WHERE lead_id = ? AND id <> ? ORDER BY at DESC, id DESC LIMIT 1"
_WAS_AS_FAR = """
SELECT MAX(event.at) FROM stage_event AS event
JOIN stage AS one ON one.id = event.to_stage_id LEFT JOIN stage AS other ON other.id = event.from_stage_id
WHERE ((one.kind = 'open' AND one.id >= ?) OR (other.kind = 'open' AND other.id >= ?)) AND event.lead_id = ?
"""
_FIRST_WORDS = "SELECT body FROM message WHERE id = ?"


def _filed(database: Database, lead_id: int) -> list[Filed]:
    return [
        Filed(
            row.id, row.rfc_message_id, row.in_reply_to, tuple((row.refs or "").split()), row.thread, row.direction,
            row.status, row.automatic, row.address, row.at, row.subject, row.contact_id,
        )
        for row in mail_of(database, lead_id)
    ]  # fmt: skip


def _failure(database: Database, bounce_id: int) -> str:
    words = str(database.value(_FIRST_WORDS, (bounce_id,)) or "").strip()
    return one_line(words.split("\n")[0], 200) or "came back"
