"""Proposals: written, sent, read, decided. What went out is never edited: its next version is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hermes_tui.actions.leads import DEFAULT_CURRENCY
from hermes_tui.actions.outcome import Doing, Outcome, acting
from hermes_tui.actions.proposal_fields import proposal_values
from hermes_tui.actions.proposal_text import VALID_DAYS, first_draft
from hermes_tui.actions.stages import enter
from hermes_tui.exchange.proposal_words import amount_words
from hermes_tui.formats import iso
from storage import records
from storage.database import Database
from storage.errors import UsageError
from storage.queries import lead as lead_queries
from storage.queries.proposals import Offer, offer, versions, written_between
from storage.queries.stages import StageRow, stages

# In the order of a proposal's life; the last three decide it.
STATUSES = ("DRAFT", "SENT", "VIEWED", "ACCEPTED", "REJECTED", "EXPIRED")
DECIDED = frozenset({"ACCEPTED", "REJECTED", "EXPIRED"})
_STEP = {"DRAFT": 0, "SENT": 1, "VIEWED": 2}

# A mail or message of ours this near to the sending is the one that carried the proposal.
CARRIED_WITHIN = 3_600_000


def add_proposal(
    database: Database, lead_id: int, given: Mapping[str, str], now: int, today: date, *,
    currency: str = DEFAULT_CURRENCY,
) -> Outcome:  # fmt: skip
    """Draft a proposal for a lead; what is not given is as in `first_draft`. Raises UsageError, NotFound."""
    draft = first_draft(database, lead_id, today, currency)
    values = proposal_values(draft, today) | proposal_values(given, today)
    values["currency"] = values.get("currency") or (currency if values["amount"] is not None else None)
    with acting(database, "proposal", [lead_id], now) as doing:
        _refuse_known(database, lead_id, values["title"])
        doing.made = records.insert(
            database, "proposal", lead_id=lead_id, version=1, **values, created_at=now, updated_at=now
        )
        doing.say(f"proposal drafted{_priced(values['amount'], values['currency'])}")
    return doing.outcome


def edit_proposal(database: Database, proposal_id: int, given: Mapping[str, str], now: int, today: date) -> Outcome:
    """Set typed fields of a draft, or of the next version where this one has gone out; `made` is the row that has them.

    Raises UsageError, NotFound; what was sent is never changed.
    """
    values = proposal_values(given, today)
    row = offer(database, proposal_id)
    with acting(database, "proposal", [row.lead_id], now) as doing:
        row = offer(database, proposal_id)
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        doing.made = row.id
        if not changed:
            doing.say(f"proposal v{row.version} is as it was")
            return doing.outcome
        family = versions(database, row.lead_id, row.title)
        _refuse_rename(database, row, family, changed)
        if row.status == "DRAFT":
            records.update(database, "proposal", row.id, **changed, updated_at=now)
            doing.say(f"proposal v{row.version} changed")
        else:
            _next_version(database, doing, row, family, changed, now, today)
    return doing.outcome


def new_version(database: Database, proposal_id: int, now: int, today: date) -> Outcome:
    """Begin the next version from this one, which is kept as it is. Raises UsageError where a draft is open already."""
    row = offer(database, proposal_id)
    with acting(database, "proposal", [row.lead_id], now) as doing:
        row = offer(database, proposal_id)
        _next_version(database, doing, row, versions(database, row.lead_id, row.title), {}, now, today)
    return doing.outcome


def delete_draft(database: Database, proposal_id: int, now: int) -> Outcome:
    """Delete a draft. Raises UsageError for what has gone out, NotFound."""
    row = offer(database, proposal_id)
    with acting(database, "proposal", [row.lead_id], now) as doing:
        if offer(database, proposal_id).status != "DRAFT":
            raise UsageError(f"Version {row.version} has gone out and stays; only a draft can be deleted.")
        records.delete(database, "proposal", proposal_id)
        doing.say(f"draft v{row.version} of the proposal deleted")
    return doing.outcome


def mark(
    database: Database, proposal_id: int, status: str, now: int, *,
    at: int | None = None, win: bool = False, take_value: bool = False,
) -> Outcome:  # fmt: skip
    """Say what became of a proposal, at a moment (UTC ms, not after `now`): sent, viewed, accepted, rejected, expired.

    What was not marked sent before was sent at that moment too. Sending moves an open lead forward to Proposal sent
    and touches it; a view is evidence of heat. Accepted, the lead is won and its value becomes the amount only where
    `win` and `take_value` say so. Raises UsageError for a way back, NotFound.
    """
    target = status_named(status)
    row = offer(database, proposal_id)
    with acting(database, "proposal", [row.lead_id], now) as doing:
        row = offer(database, proposal_id)
        doing.made = row.id
        if row.status == target and not (win or take_value):
            doing.say(f"proposal v{row.version} is {target.lower()} already")
            return doing.outcome
        moment = row.decided_at or now
        if row.status != target:
            _refuse_way_back(row, target)
            moment = _moment(row, now, at)
            doing.say(_mark(database, row, target, moment, now))
        if win or take_value:
            doing.say(_close(database, row, target, moment, now, win=win, take_value=take_value))
    return doing.outcome


def status_named(word: str) -> str:
    """The status of this name. Raises UsageError naming those there are."""
    found = word.strip().upper()
    if found not in STATUSES:
        raise UsageError(f"A proposal is never `{word}`; it is {', '.join(STATUSES[1:]).lower()}.")
    return found


# -- versions --------------------------------------------------------------------------------------------


def _next_version(
    database: Database, doing: Doing, row: Offer, family: list[Offer], changed: Mapping[str, Any], now: int, today: date
) -> None:  # fmt: skip
    draft = next((each for each in family if each.status == "DRAFT"), None)
    if draft is not None:
        raise UsageError(f"Version {draft.version} is a draft already (proposal {draft.id}); edit that one.")
    values: dict[str, Any] = {
        name: getattr(row, name) for name in ("title", "body", "amount", "currency", "terms", "expires_on")
    }
    if row.expires_on is not None and row.expires_on < today.isoformat():
        values["expires_on"] = (today + timedelta(days=VALID_DAYS)).isoformat()  # no offer is born expired
    values |= changed
    version = family[0].version + 1
    doing.made = records.insert(
        database, "proposal", lead_id=row.lead_id, version=version, **values, created_at=now, updated_at=now
    )
    doing.say(f"proposal v{version} drafted from v{row.version}{_priced(values['amount'], values['currency'])}")


def _refuse_known(database: Database, lead_id: int, title: str) -> None:
    known = versions(database, lead_id, title)
    if known:
        raise UsageError(
            f"There is a proposal “{title}” on this lead already (proposal {known[0].id}, v{known[0].version}); "
            "edit that one, or give this one another title."
        )


def _refuse_rename(database: Database, row: Offer, family: list[Offer], changed: Mapping[str, Any]) -> None:
    """The title is what holds the versions of an offer together."""
    if "title" not in changed:
        return
    if len(family) > 1 or row.status != "DRAFT":
        raise UsageError(f"The title “{row.title}” holds its versions together and stays; add a proposal for another.")
    _refuse_known(database, row.lead_id, changed["title"])


def _priced(amount: int | None, currency: str | None) -> str:
    return f", {amount_words(amount, currency)}" if amount is not None else ""


# -- status ----------------------------------------------------------------------------------------------


def _refuse_way_back(row: Offer, target: str) -> None:
    """A proposal goes on, never back: what was marked by mistake is undone. An expired one may still be decided."""
    late = row.status == "EXPIRED" and target in ("ACCEPTED", "REJECTED")
    if row.status in DECIDED and not late:
        raise UsageError(f"Version {row.version} is {row.status.lower()}; undo that, or make its next version.")
    if _STEP.get(target, 3) < _STEP.get(row.status, 3):
        raise UsageError(f"Version {row.version} is {row.status.lower()} and cannot be {target.lower()} again.")
    if target == "EXPIRED" and row.status == "DRAFT":
        raise UsageError(f"Version {row.version} was never sent, so it cannot expire; delete the draft.")


def _moment(row: Offer, now: int, at: int | None) -> int:
    moment = now if at is None else at
    if moment > now:
        raise UsageError("What became of a proposal cannot be of the future; nothing was changed.")
    last = max((each for each in (row.sent_at, row.viewed_at) if each is not None), default=moment)
    if moment < last:
        raise UsageError(
            f"Version {row.version} was {row.status.lower()} at {iso(last)}, after that moment; nothing was changed."
        )
    return moment


def _mark(database: Database, row: Offer, target: str, moment: int, now: int) -> str:
    """Write the status and what follows from it; returns the words for it."""
    values: dict[str, Any] = {"status": target, "updated_at": now}
    went_out = row.sent_at is None and target != "DRAFT"
    if went_out:
        values["sent_at"] = moment
    if target == "VIEWED":
        values["viewed_at"] = moment
    elif target in DECIDED:
        values["decided_at"] = moment
    records.update(database, "proposal", row.id, **values)
    said = f"proposal v{row.version} {target.lower()}{_priced(row.amount, row.currency)}"
    if went_out:
        _touch(database, row, moment, now)
        said += _forward(database, row, moment, now)
    return said


def _touch(database: Database, row: Offer, moment: int, now: int) -> None:
    """A proposal that goes out is a message out, and so a touch (definitions.md), once.

    Where the mail or message that carried it is known already, from a logged touch or a mailbox, that one counts and
    no second is made: two for one sending would falsify touch counts and how many of ours are unanswered.
    """
    if written_between(database, row.lead_id, moment - CARRIED_WITHIN, moment + CARRIED_WITHIN):
        return
    people = lead_queries.contacts(database, row.lead_id)
    champion = next((person.id for person in people if person.is_primary), None)
    text = f"Proposal v{row.version}: {row.title}{_priced(row.amount, row.currency)}"
    records.insert(
        database, "touch", lead_id=row.lead_id, contact_id=people[0].id if len(people) == 1 else champion,
        kind="email", direction="out", text=text, at=moment, created_at=now,
    )  # fmt: skip


def _forward(database: Database, row: Offer, moment: int, now: int) -> str:
    """Move an open lead forward to Proposal sent, never back; returns the words for it."""
    target = next(stage for stage in stages(database) if stage.name == "PROPOSAL_SENT")
    detail = lead_queries.detail(database, row.lead_id)
    if not detail.is_open or detail.stage_id >= target.id:
        return ""
    _enter(database, row, target, moment, now, "sent")
    return f" → {target.label}"


def _close(
    database: Database, row: Offer, target: str, moment: int, now: int, *, win: bool, take_value: bool
) -> str:  # fmt: skip
    """What the rep says follows from an acceptance: the lead is won, its value is the amount. Returns the words."""
    if target != "ACCEPTED":
        raise UsageError("Only an accepted proposal wins a lead or gives it its value; nothing was changed.")
    said = f"proposal v{row.version} accepted{_priced(row.amount, row.currency)}"
    if take_value:
        if row.amount is None:
            raise UsageError(f"Version {row.version} has no amount that the lead could take; nothing was changed.")
        records.update(database, "lead", row.lead_id, value=row.amount, currency=row.currency, updated_at=now)
        said += ", the lead's value follows"
    if win:
        won = next(stage for stage in stages(database) if stage.kind == "won")
        if _enter(database, row, won, moment, now, "accepted"):
            said += f" → {won.label}"
    return said


def _enter(database: Database, row: Offer, target: StageRow, moment: int, now: int, what: str) -> bool:
    """Enter a stage when that happened; logged late, no earlier than the visit began that it ends.

    Returns False where the lead is in that stage already.
    """
    begun = database.value("SELECT MAX(at) FROM stage_event WHERE lead_id = ? AND left_at IS NULL", (row.lead_id,))
    moment = max(moment, begun or 0)
    return enter(database, row.lead_id, target, now, at=moment, reason=f"proposal v{row.version} {what}")
