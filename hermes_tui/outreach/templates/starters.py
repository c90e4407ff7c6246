"""The templates Hermes brings along: short, honest, and to be made one's own; at least one of each kind.

The first eight use plain `{{ fields }}` only, so that the demo can fill them in without the engine, and keep their
order: the demo's story names them by number.
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
        "Hi {{ contact.first_name }},\n\nI am writing about {{ lead.title }} at {{ lead.company }}. That is work we "
        "do, and two answers would tell us both quickly whether we can help: what has to work, and by when?\n\n"
        "Two lines are enough. You will get an honest yes or no, and a rough price.\n\n{{ me.name }}",
    ),
    Starter(
        "First mail, question", "INITIAL_OUTREACH", "email", "A question about {{ lead.title }}",
        "Hi {{ contact.first_name }},\n\nwho at {{ lead.company }} looks after {{ lead.title }}? If it is you, I "
        "would like to know one thing: what would have to change for you to call it a success?\n\nIf it is somebody "
        "else, a name is all I need.\n\n{{ me.name }}",
    ),
    Starter(
        "LinkedIn hello", "INITIAL_OUTREACH", "linkedin", "",
        "Hi {{ contact.first_name }}, I saw that {{ lead.company }} works on {{ lead.title }}, which is my field. "
        "May I ask what the hardest part of it is? A no is fine too. {{ me.first_name }}",
    ),
    Starter(
        "Gentle nudge", "FOLLOWUP_1", "email", "Re: {{ lead.title }}",
        "Hi {{ contact.first_name }},\n\njust so that this does not sink in your inbox: is {{ lead.title }} still a "
        "topic for you? Yes, no or later, one word is fine, and I will go by it.\n\n{{ me.name }}",
    ),
    Starter(
        "Second nudge, case", "FOLLOWUP_2", "email", "One page on {{ lead.title }}",
        "Hi {{ contact.first_name }},\n\nI can send you one page on {{ lead.title }}: how a job like yours went, what "
        "it took and what it cost. It is yours whether we work together or not.\n\nShall I send it?\n\n{{ me.name }}",
    ),
    Starter(
        "Last try", "FOLLOWUP_3", "email", "Shall I close the file?",
        "Hi {{ contact.first_name }},\n\nI have not heard from you, so I take it that {{ lead.title }} can wait. "
        "This is my last mail about it.\n\nIf I am wrong, a short reply keeps the file open.\n\n{{ me.name }}",
    ),
    Starter(
        "Proposal attached", "PROPOSAL", "email", "Proposal: {{ lead.title }}",
        "Hi {{ contact.first_name }},\n\nhere is the proposal for {{ lead.title }}, as we discussed it: the price, "
        "the plan, and who does what.\n\nWhen may I call you to go through it? Questions by mail are as welcome."
        "\n\n{{ me.name }}",
    ),
    Starter(
        "Thank you, next steps", "CLOSING", "email", "Thank you: {{ lead.title }}",
        "Hi {{ contact.first_name }},\n\nthank you for your trust. You will have the plan for {{ lead.title }} from "
        "me within two days. On your side one thing is needed first: the name of the person we may turn to with "
        "questions.\n\n{{ me.name }}",
    ),
    Starter(
        "Proposal in short", "PROPOSAL", "email", "{{ proposal.title }}: {{ proposal.amount }}",
        "Hi {{ contact.first_name }},\n\nthe proposal in three lines:\n\n- {{ proposal.title }}\n"
        "- {{ proposal.amount }}{% if proposal.terms %}, {{ proposal.terms }}{% endif %}\n"
        "- valid until {{ proposal.expires }}\n\nA yes by mail is enough to begin. If something is in the way, tell "
        "me what it is; most things can be changed.\n\n{{ me.name }}",
    ),
    Starter(
        "LinkedIn nudge", "FOLLOWUP_1", "linkedin", "",
        "Hi {{ contact.first_name }}, is {{ lead.title }} still a topic at {{ lead.company }}? If not, one word is "
        "enough and I will not ask again. {{ me.first_name }}",
    ),
    Starter(
        "Not the right one", "REJECTION", "email", "Re: {{ lead.title }}",
        "Hi {{ contact.first_name | default('there') }},\n\nthank you for asking us about {{ lead.title }}. We are "
        "not the right ones for it, and I would rather say so today than halfway through.\n\nI wish you well with it, "
        "and would be glad to hear of you when something else comes up.\n\n{{ me.name }}",
    ),
    Starter(
        "A no, taken well", "REJECTION", "email", "Re: {{ lead.title }}",
        "Hi {{ contact.first_name }},\n\nthank you for telling me; a clear no is worth more than silence. I will not "
        "write about {{ lead.title }} again.\n\nIf you have one more minute: what decided it? One line would help me "
        "to do better.\n\n{{ me.name }}",
    ),
    Starter(
        "Two days to choose from", "CUSTOM", "email", "Twenty minutes on {{ lead.title }}",
        "Hi {{ contact.first_name }},\n\nshall we talk about {{ lead.title }} for twenty minutes? I am free on\n\n"
        "- {{ today | plus_workdays(2) | weekday }}, {{ today | plus_workdays(2) | day_and_month }}\n"
        "- {{ today | plus_workdays(4) | weekday }}, {{ today | plus_workdays(4) | day_and_month }}\n\n"
        "Any hour between 9 and 5 suits me. Which one suits you?\n\n{{ me.name }}"
        "{% if me.phone %}\n{{ me.phone }}{% endif %}",
    ),
)  # fmt: skip
