"""How much of a deal is known to whoever takes it over: each thing has a weight, and what is missing has a name."""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """What is known of a deal, said yes or no.

    `is_open` is whether the deal still runs, `wants_proposal` whether it has come as far as a proposal; the items that
    only an open deal, or only such a one, must have are left out for the others.
    """

    company: bool
    description: bool
    value: bool
    budget: bool
    deadline: bool
    reachable: bool  # somebody's e-mail or phone
    champion: bool
    buyer: bool  # somebody whose role can say yes
    roles: bool  # there are people, and each has a role
    moods: bool  # there are people, and each has a mood
    is_open: bool
    next_task: bool  # with a day
    answered: bool  # no word of the buyer waits for ours
    objections_met: bool  # no objection is open
    wants_proposal: bool
    proposal: bool


class Item(NamedTuple):
    """One thing to know: its weight, whether it is known, what to call it where it is not, and what to ask then."""

    weight: int
    known: bool
    missing: str
    question: str


class Completeness(NamedTuple):
    """In whole percent, and what is missing, the heaviest first."""

    percent: int
    missing: tuple[str, ...]


FORMULA = "the weights of what is known ÷ the weights of all that this deal should have, rounded down"


def items(known: Known) -> tuple[Item, ...]:
    """What this deal should have, in the order in which it is told; the weights of an open one with a proposal are 100.

    Weights: the buyer 12, the champion 10, the next task 10; the words of what they want 8, value 8, deadline 8, a way
    to reach somebody 8; budget 7; the answer that is owed 6, objections 6, the proposal 6; roles 4, company 4, moods 3.
    Who takes over can ask for a company's name, but not for who says yes: what only the last rep knew weighs most.
    """
    wanted = [
        Item(4, known.company, "the company", "Which company is it?"),
        Item(8, known.description, "what they want, in words", "What do they want? Nobody wrote it down."),
        Item(8, known.value, "the value", "What is the deal worth?"),
        Item(7, known.budget, "their budget", "What is their budget?"),
        Item(8, known.deadline, "a deadline", "By when do they need it?"),
        Item(8, known.reachable, "an e-mail or phone of anybody", "How can they be reached?"),
        Item(10, known.champion, "a champion", "Who wants this deal as much as we do? There is no champion."),
        Item(12, known.buyer, "an economic buyer", "Who can say yes? Nobody with a buying role is known."),
        Item(4, known.roles, "everybody's role", "What is each person's role?"),
        Item(3, known.moods, "everybody's mood", "How does each person feel about it?"),
    ]
    if known.is_open:
        wanted += [
            Item(
                10, known.next_task, "a next task with a day", "What comes next, and on which day? Nothing is planned."
            ),
            Item(6, known.answered, "our answer to their last words", "What do we answer to their last words?"),
            Item(6, known.objections_met, "an answer to each objection", "What answers the open objections?"),
        ]
    if known.wants_proposal:
        wanted.append(Item(6, known.proposal, "a proposal", "What was offered? There is no proposal on file."))
    return tuple(wanted)


def completeness(known: Known) -> Completeness:
    """The weights of what is known as a share of all that this deal should have: FORMULA, `items`.

    100 only where nothing is missing.
    """
    wanted = items(known)
    held = sum(item.weight for item in wanted if item.known)
    missing = sorted((item for item in wanted if not item.known), key=lambda item: -item.weight)
    return Completeness(100 * held // sum(item.weight for item in wanted), tuple(item.missing for item in missing))
