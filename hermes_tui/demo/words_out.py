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

ANSWERS: dict[str, tuple[str, ...]] = {
    "interest": (
        "Thank you for the quick word. In short: it runs beside what you have, and people learn it in a morning.",
        "Happy to. The overview is attached, two pages, no slides.",
        "A firm of your size did it last spring; their story is attached and they agreed to take a call.",
        "A pilot at one site is how most begin. Six weeks, fixed price.",
        "To begin we need one export of your data and one person who knows it.",
        "Fair question. Since last year the import does most of the work that stopped you then.",
    ),
    "pricing": (
        "For {n} people it comes to about {money} in the first year, a third of that every year after.",
        "I put the figures for {n} people in the attached sheet, set-up and yearly apart.",
        "The price is per site, not per seat, so growing costs nothing extra.",
        "Training and the first import are included; support is a separate line that you can leave out.",
        "Quarterly payment is fine with us.",
        "For two years we take a tenth off. The sheet shows both.",
    ),
    "timing": (
        "From signature to first use it takes five to seven weeks, most of it waiting for data.",
        "A start in {month} works. I keep two weeks free for you until you decide.",
        "Your people need about three days each, spread over a month.",
        "We can prepare everything now and switch over after your season.",
    ),
    "competitor": (
        "The honest difference: {rival} is stronger on the phone app, we are on reporting and import.",
        "Yes, two customers came from {rival}, their numbers are below.",
        "Their price leaves out the migration. I put both offers side by side in the attached sheet.",
        "Finish the trial, and ask them for one report across two sites.",
    ),
    "security": (
        "The data stays in your country, and you can take all of it with you at any time.",
        "The questionnaire is filled in and attached. Tell {other} to call me with any doubt.",
        "Sign-on with your directory is included. Backups are restored for a test every month, the log is attached.",
        "The agreement and the last test report are attached, both under NDA.",
    ),
    "scope": (
        "I asked our engineers: yes, they tested exactly that last year.",
        "Yes, and the attached page shows how two others set it up.",
        "It is possible but not in the standard. I would do it in a second step, priced apart.",
        "Rights are per role, with exceptions per person; half an hour to set up.",
        "Ten years of records took us two nights at the last customer.",
    ),
    "scheduling": (
        "{day} is fine, the invitation is on its way.",
        "Gladly. I moved it and added {other}.",
        "Then {day} at ten. I will show the reports first.",
    ),
    "after_call": (
        "Gladly, shall we say {day}? The summary of today is attached.",
        "The first four weeks are on the attached page: who, what, and when you see something work.",
        "Slides and recording are in the folder. The proposal follows by {day}.",
        "Others let two people approve above {money}; below that it goes through.",
        "Tell {other} that a copy stays with you every night. I can explain it on the phone.",
    ),
    "proposal": (
        "You are right, I corrected it. The new version is attached.",
        "Yes, phase one alone is possible; then the sum is {money}.",
        "I took option B out and sent it again.",
        "45 days are fine. The offer stays valid until the end of {month}.",
        "Three of the four remarks are no problem; on the last one our lawyer suggests the wording below.",
    ),
    "negotiation": (
        "I talked to my boss: {money} if you sign before the end of {month}.",
        "The cap is fine with us, the way out after the pilot too. Final version attached.",
        "The first payment can be a quarter instead of half. Does that settle it?",
        "Start in {month} at the same price: agreed.",
        "Two invoices are no problem; send me both addresses.",
    ),
}
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
