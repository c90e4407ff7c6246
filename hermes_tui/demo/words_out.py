"""What the rep writes: which of the starter templates, freehand answers, saved views; and how sums are spoken."""

from __future__ import annotations

REP = "Sam Field"
REP_EMAIL = "sam@northbeam.example"

# Places in outreach/templates/starters.py.
FIRST, FIRST_QUESTION, LINKEDIN, NUDGE, SECOND_NUDGE, LAST_TRY, PROPOSAL, WELCOME = range(8)

INVITES: tuple[str, ...] = (
    "Then let us talk: {day} at ten? I will send an invitation.",
    "Shall we take half an hour on {day}? I will show the part with the reports first.",
    "I am near you on {day} and could come by.",
    "{day} works. I invited {other} too, so that we need only one round.",
)
NUDGES: tuple[str, ...] = (
    "Did you get a chance to talk with {other}?",
    "Is anything missing from our side?",
    "Any news from the board?",
    "I would like to keep the slot in {month} for you. Shall I?",
    "How did the discussion go?",
    "Shall we drop the second part and start smaller?",
    "Just checking that my last mail reached you.",
)
GOODBYES: tuple[str, ...] = (
    "Thank you for telling me. May I ask again in {month}?",
    "A pity, but thank you for the honest word.",
    "I understand. The door stays open on our side.",
)
TERMS: tuple[str, ...] = ("30 days net", "half on signature, half on go-live", "quarterly in advance", "14 days net")
PROPOSAL_BODIES: tuple[str, ...] = (
    "1. What we understood\n2. What we do in six weeks\n3. What we need from you\n4. Price and terms",
    "Fixed price for set-up, import and training of your key people; support by the year.",
    "Phase one: head office. Phase two: the other sites, priced now, ordered later.",
)

VIEWS: tuple[tuple[str, str], ...] = (
    ("Hot", "+hot sort:-heat"),
    ("Big and stale", "+stale value>=20000 sort:-value"),
    ("Replies owed", "+open +owed"),
    ("Proposals out", "stage:proposal_sent sort:-value"),
    ("Gone quiet", "+open touched.before:30d"),
    ("From referrals", "+open source:referral"),
)


def sum_of(minor: int, currency: str) -> str:
    """An amount as a letter says it: `24,000 USD`."""
    return f"{minor // 100:,} {currency}"
