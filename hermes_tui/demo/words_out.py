"""What the rep writes: the eight starter templates, freehand answers, saved views; and how sums are spoken.

Templates use the plain form `{{ contact.first_name }}`, so that the template editor can open them.
"""

from __future__ import annotations

from typing import NamedTuple


class Starter(NamedTuple):
    """A template to begin with; `name` tells it apart in the list."""

    name: str
    kind: str
    channel: str
    subject: str
    body: str


STARTERS: tuple[Starter, ...] = (
    Starter(
        "First mail", "INITIAL_OUTREACH", "email", "{{ lead.title }} at {{ lead.company }}",
        "Hi {{ contact.first_name }},\n\nfirms like {{ lead.company }} tell us that {{ lead.title }} costs them "
        "about a day a week until somebody puts it in order. We do that in six weeks, at a fixed price.\n\n"
        "Would a look at how it could go for you be worth twenty minutes?\n\nSam",
    ),
    Starter(
        "First mail, question", "INITIAL_OUTREACH", "email", "A question about {{ lead.title }}",
        "Hi {{ contact.first_name }},\n\nwho at {{ lead.company }} loses sleep over {{ lead.title }}? If it is "
        "you, I have one idea that may save you the next three months.\n\nSam",
    ),
    Starter(
        "LinkedIn hello", "INITIAL_OUTREACH", "linkedin", "",
        "Hi {{ contact.first_name }}, I saw that {{ lead.company }} works on {{ lead.title }}. We helped a firm "
        "next door with the same. Shall I send the story?",
    ),
    Starter(
        "Gentle nudge", "FOLLOWUP_1", "email", "Re: {{ lead.title }}",
        "Hi {{ contact.first_name }},\n\njust so that this does not sink in your inbox: is {{ lead.title }} still "
        "a topic for you this quarter? A one-word answer is fine.\n\nSam",
    ),
    Starter(
        "Second nudge, case", "FOLLOWUP_2", "email", "How others did {{ lead.title }}",
        "Hi {{ contact.first_name }},\n\na customer of your size cut the retyping from nine hours to one. I wrote "
        "down on one page how they did it, shall I send it?\n\nSam",
    ),
    Starter(
        "Last try", "FOLLOWUP_3", "email", "Shall I close the file?",
        "Hi {{ contact.first_name }},\n\nI have not heard from you, so I take it that {{ lead.title }} can wait. "
        "If I am wrong, a short reply keeps the file open.\n\nSam",
    ),
    Starter(
        "Proposal attached", "PROPOSAL", "email", "Proposal: {{ lead.title }}",
        "Hi {{ contact.first_name }},\n\nhere is the proposal for {{ lead.title }} as discussed, with the price, "
        "the plan for the first six weeks and who does what. Page two answers the questions from our call."
        "\n\nWhen may I call you about it?\n\nSam",
    ),
    Starter(
        "Thank you, next steps", "CLOSING", "email", "Welcome aboard",
        "Hi {{ contact.first_name }},\n\nthank you for the trust. I will send the plan for {{ lead.title }} by "
        "tomorrow; your side only needs to name one person per site.\n\nSam",
    ),
)  # fmt: skip
FIRST, FIRST_QUESTION, LINKEDIN, NUDGE, SECOND_NUDGE, LAST_TRY, PROPOSAL, WELCOME = range(len(STARTERS))

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
    ("Hot", "+open heat>20 sort:-heat"),
    ("Big and stale", "+stale value>=20000 sort:-value"),
    ("Replies owed", "+open +owed"),
    ("Proposals out", "stage:proposal_sent sort:-value"),
    ("Gone quiet", "+open touched.before:30d"),
    ("From referrals", "+open source:referral"),
)


def sum_of(minor: int, currency: str) -> str:
    """An amount as a letter says it: `24,000 USD`."""
    return f"{minor // 100:,} {currency}"
