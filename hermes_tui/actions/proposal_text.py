"""A proposal as one text to edit: its facts a line each, a line `---`, then its words in Markdown.

    title: ERP rollout
    amount: 24000 USD
    expires: 2026-07-22
    terms: 50 % on signing
      50 % on delivery
    ---
    Hello Ann Lee, …

A fact that goes on begins its further lines with two spaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from hermes_tui.actions.edit_text import typed_money
from hermes_tui.actions.fields import nearest
from hermes_tui.actions.proposal_fields import ALIASES, FIELDS
from hermes_tui.exchange.proposal_words import plain, spelled
from hermes_tui.headed_text import NO_PARTING, PARTING, facts_in, headed
from hermes_tui.scoring.currency import CURRENCIES
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError
from storage.queries import lead as lead_queries
from storage.queries.lead import ContactRow, LeadDetail
from storage.queries.proposals import Offer

HEAD = ("title", "amount", "expires", "terms")
VALID_DAYS = 30  # of an offer whose rep names no last day
_QUOTED = 600  # characters of the buyer's own words that a first draft quotes


# -- to text ---------------------------------------------------------------------------------------------


def typed_offer(offer: Offer) -> dict[str, str]:
    """The fields of a version as a rep would type them, by the names of HEAD and `body`."""
    return {
        "title": offer.title,
        "amount": f"{typed_money(offer.amount)} {offer.currency or ''}".strip() if offer.amount is not None else "",
        "expires": offer.expires_on or "",
        "terms": offer.terms or "",
        "body": offer.body,
    }


def first_draft(database: Database, lead_id: int, today: date, currency: str) -> dict[str, str]:
    """What a new proposal for this lead says until the rep says otherwise. Raises NotFound."""
    detail = lead_queries.detail(database, lead_id)
    # In a currency that no offer can be made in (a lead may have any three letters) the amount is the rep's to say.
    code = detail.currency or currency
    amount = f"{typed_money(detail.value)} {code}" if detail.value is not None and code in CURRENCIES else ""
    last = today + timedelta(days=VALID_DAYS)
    return {
        "title": clean(detail.title)[:150],
        "amount": amount,
        "expires": last.isoformat(),
        "terms": "Payable within 30 days of the invoice, without tax.",
        "body": _first_words(detail, lead_queries.contacts(database, lead_id), last),
    }


def as_text(typed: Mapping[str, str]) -> str:
    """The fields as one text; `from_text` reads it back."""
    return headed(typed, HEAD)


# -- from text -------------------------------------------------------------------------------------------


def from_text(text: str) -> dict[str, str]:
    """The fields as typed: those named above the line `---`, and `body` below it; the inverse of `as_text`.

    A fact whose line was taken out is not in it. Raises UsageError naming the line that makes no sense.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    parting = next((place for place, line in enumerate(lines) if line.rstrip() == PARTING), None)
    if parting is None:
        raise UsageError(NO_PARTING)
    return {**facts_in(lines[:parting], _known), "body": "\n".join(lines[parting + 1 :])}


def _known(number: int, word: str) -> str:
    name = ALIASES.get(word.casefold(), word.casefold())
    if name not in FIELDS or name == "body":
        raise UsageError(f"Line {number}: {nearest(word, dict.fromkeys((*HEAD, 'currency')), 'proposal')}")
    return name


# -- the first words -------------------------------------------------------------------------------------


def _first_words(detail: LeadDetail, people: list[ContactRow], last: date) -> str:
    """A first draft from what is known of the lead; what only the rep knows is a gap in ‹ ›."""
    champion = next((person for person in people if person.is_primary), people[0] if len(people) == 1 else None)
    buyer = plain(detail.company or "you")
    parts = [
        f"Hello {plain(champion.name)}," if champion is not None else "Hello,",
        f"thank you for your time. This is our offer for {plain(detail.title)}.",
    ]
    if detail.description:
        words = " ".join(detail.description.split())
        cut = words if len(words) <= _QUOTED else words[:_QUOTED].rsplit(" ", 1)[0] + " …"
        parts += ["## What you asked for", f"> {plain(cut)}"]
    parts += [
        "## What you get",
        "- ‹what is delivered, a line each›",
        "## What it brings " + buyer,
        "‹what will be better for them, and by how much›",
        "## When",
        "Work begins ‹when›" + (f" and is done by {spelled(date.fromisoformat(detail.deadline_on))}." if
                                detail.deadline_on else " and takes ‹how long›."),
        "## What comes next",
        f"Tell us yes by {spelled(last)}, and we begin. Questions are welcome at any time.",
    ]  # fmt: skip
    return "\n\n".join(parts)
