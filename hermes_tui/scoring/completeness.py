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
    """One thing to know: its weight, whether it is known, and what to call it where it is not."""

    weight: int
    known: bool
    missing: str


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
        Item(4, known.company, "the company"),
        Item(8, known.description, "what they want, in words"),
        Item(8, known.value, "the value"),
        Item(7, known.budget, "their budget"),
        Item(8, known.deadline, "a deadline"),
        Item(8, known.reachable, "an e-mail or phone of anybody"),
        Item(10, known.champion, "a champion"),
        Item(12, known.buyer, "an economic buyer"),
        Item(4, known.roles, "everybody's role"),
        Item(3, known.moods, "everybody's mood"),
    ]
    if known.is_open:
        wanted += [
            Item(10, known.next_task, "a next task with a day"),
            Item(6, known.answered, "our answer to their last words"),
            Item(6, known.objections_met, "an answer to each objection"),
        ]
    if known.wants_proposal:
        wanted.append(Item(6, known.proposal, "a proposal"))
    return tuple(wanted)


def completeness(known: Known) -> Completeness:
    """The weights of what is known as a share of all that this deal should have: FORMULA, `items`.

    100 only where nothing is missing.
    """
    wanted = items(known)
    held = sum(item.weight for item in wanted if item.known)
    missing = sorted((item for item in wanted if not item.known), key=lambda item: -item.weight)
    return Completeness(100 * held // sum(item.weight for item in wanted), tuple(item.missing for item in missing))
