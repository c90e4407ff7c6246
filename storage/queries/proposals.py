"""Proposals: one version whole, the versions of an offer, and lists of them over all leads."""

from __future__ import annotations

from typing import NamedTuple

from storage.answers import WENT_OUT
from storage.database import Database
from storage.errors import NotFound


class Offer(NamedTuple):
    """One version of a proposal, whole. Moments UTC ms, dates ISO, money minor units."""

    id: int
    lead_id: int
    version: int
    title: str
    body: str
    amount: int | None
    currency: str | None
    terms: str | None
    status: str
    sent_at: int | None
    viewed_at: int | None
    decided_at: int | None
    expires_on: str | None
    created_at: int
    updated_at: int


class OfferLine(NamedTuple):
    """A version in a list. `replaced_by`: the newest version of the same offer that went out after it."""

    id: int
    lead_id: int
    lead_title: str
    company: str | None
    version: int
    title: str
    amount: int | None
    currency: str | None
    status: str
    sent_at: int | None
    viewed_at: int | None
    decided_at: int | None
    expires_on: str | None
    replaced_by: int | None


_COLUMNS = ", ".join(Offer._fields)


def offer(database: Database, proposal_id: int) -> Offer:
    """One version. Raises NotFound."""
    row = database.row(f"SELECT {_COLUMNS} FROM proposal WHERE id = ?", (proposal_id,))
    if row is None:
        raise NotFound(f"There is no proposal {proposal_id}; `hermes proposal list` shows those there are.")
    return Offer._make(row)


def versions(database: Database, lead_id: int, title: str) -> list[Offer]:
    """All versions of an offer, which are those of one title on one lead (its unique index), the newest first."""
    sql = f"SELECT {_COLUMNS} FROM proposal WHERE lead_id = ? AND title = ? ORDER BY version DESC"
    return [Offer._make(row) for row in database.rows(sql, (lead_id, title))]


# The inner query walks the unique index (lead_id, title, version) from the newest.
_REPLACED_BY = """(SELECT MAX(later.version) FROM proposal AS later
        WHERE later.lead_id = proposal.lead_id AND later.title = proposal.title
          AND later.version > proposal.version AND later.status <> 'DRAFT')"""
_LINES = f"""
SELECT proposal.id, proposal.lead_id, lead.title, lead.company, proposal.version, proposal.title, proposal.amount,
       proposal.currency, proposal.status, proposal.sent_at, proposal.viewed_at, proposal.decided_at,
       proposal.expires_on, {_REPLACED_BY} AS replaced_by
FROM proposal JOIN lead ON lead.id = proposal.lead_id WHERE {{where}}
"""
_WAITING = f"""
SELECT * FROM ({_LINES.format(where="proposal.status IN ('DRAFT', 'SENT', 'VIEWED')")}) AS waiting
WHERE replaced_by IS NULL ORDER BY expires_on IS NULL, expires_on, id
"""
_ALL = f"{_LINES.format(where='1')} ORDER BY proposal.id DESC"
_OF_LEAD = f"{_LINES.format(where='proposal.lead_id = ?')} ORDER BY proposal.id DESC"


def lead_lines(database: Database, lead_id: int) -> list[OfferLine]:
    """All versions of a lead's proposals, the newest first."""
    return [OfferLine._make(row) for row in database.rows(_OF_LEAD, (lead_id,))]


def waiting_lines(database: Database) -> list[OfferLine]:
    """Drafts and what is out and undecided on any lead, first to expire first; what a later version replaced is not."""
    return [OfferLine._make(row) for row in database.rows(_WAITING)]


def all_lines(database: Database) -> list[OfferLine]:
    """Every version there is, the newest first."""
    return [OfferLine._make(row) for row in database.rows(_ALL)]


_WRITTEN = f"""
SELECT EXISTS (SELECT 1 FROM touch WHERE lead_id = :lead AND at BETWEEN :first AND :last
                 AND direction = 'out' AND kind IN ('email', 'message'))
    OR EXISTS (SELECT 1 FROM message WHERE lead_id = :lead AND at BETWEEN :first AND :last
                 AND direction = 'out' AND {WENT_OUT})
"""


def written_between(database: Database, lead_id: int, first: int, last: int) -> bool:
    """Whether a written word of ours went out to a lead between these moments, both ends included.

    By the indexes (lead_id, at) of touch and message.
    """
    return bool(database.value(_WRITTEN, {"lead": lead_id, "first": first, "last": last}))
