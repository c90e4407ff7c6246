"""Qualification of many descriptions with its ledger as JSON, against a loop that lower-cases and splits each."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hermes_tui.scoring.qualification import Inquiry, qualify
from hermes_tui.scoring.score import ledger

ROUNDS = 3
SECONDS = 10.0  # for 100,000 on one core
RATIO = 50.0  # of the loop, so that a slow machine is no excuse and a fast one hides nothing
TITLE_MICROSECONDS = 8.0  # a title in which there is nothing to find

_SAYS = (
    "Budget is 13,000 EUR, payable in two parts.", "Budget approved for this year.", "No budget yet.",
    "We can spend $5k–10k on it.", "Remote team across three time zones.", "They want a remote control for pumps.",
    "In-house team writes Python and PostgreSQL.", "Front end in React.js and TypeScript.", "[Hiring] again.",
    "They sent an RFP with a deadline.", "Equity only at first.", "We raised $3M last year.",
)  # fmt: skip
_FILLS = (
    "The team retypes every order by hand; a manager counted nine hours a week.", "Three sites, one spreadsheet.",
    "An audit found gaps in their records, so the migration moved up the list.", "Reads our newsletter.",
    "They compare two or three vendors and decide by committee.", "Prefers the phone to mail.",
    "New operations lead, first project, wants a quick visible win.", "IT is one person, part-time.",
)  # fmt: skip


def inquiries(leads: int) -> list[Inquiry]:
    """Made-up leads: a third only a title, most a few sentences, one in fifty a page, some with tags or a budget."""
    rng = Random(5)
    found = []
    for number in range(leads):
        sentences = rng.choice((0, 0, 2, 3, 4, 6)) if number % 50 else 40
        text = " ".join(rng.choice(_SAYS if rng.random() < 0.4 else _FILLS) for _ in range(sentences))
        tags = ("erp", "hiring") if number % 4 == 0 else ()
        most = rng.randrange(100_000, 5_000_000) if number % 3 == 0 else None
        found.append(Inquiry(f"Data migration, plant {number}", text, tags, None, most, "USD"))
    return found


def main(leads: int = 100_000) -> int:
    """Print seconds and ratios; 1 where one is above its limit."""
    made = inquiries(leads)
    ours: list[float] = []
    loop: list[float] = []
    for _ in range(ROUNDS):
        began = perf_counter()
        for each in made:
            len(f"{each.title}\n{each.description}".lower().split())
        loop.append(perf_counter() - began)
        began = perf_counter()
        for each in made:
            ledger(qualify(each))
        ours.append(perf_counter() - began)
    bare = Inquiry("Document archive for two plants", "")
    began = perf_counter()
    for _ in range(leads):
        ledger(qualify(bare))
    title = (perf_counter() - began) / leads * 1e6
    seconds, ratio = min(ours) * 100_000 / leads, median(o / b for o, b in zip(ours, loop, strict=True))
    letters = sum(len(each.description) for each in made) / leads
    print(f"{leads:,} descriptions of {letters:.0f} characters on average, with their ledgers")
    print(
        f"  {seconds:5.2f} s for 100,000 on one core (≤ {SECONDS:.0f}), {ratio:.1f} × lower and split (≤ {RATIO:.0f})"
    )
    print(f"  {title:5.2f} µs a title in which there is nothing (≤ {TITLE_MICROSECONDS:.0f})")
    return int(seconds > SECONDS or ratio > RATIO or title > TITLE_MICROSECONDS)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
