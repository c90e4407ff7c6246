"""Closed leads made up for the tests: what their columns are worth is known, and who was won is drawn from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hermes_tui.scoring.learning.columns import Case
from hermes_tui.scoring.qualification import Inquiry

REMOTE, PLAIN = "Remote work is fine", "Asks for an offer"


def cases(
    columns: Mapping[str, Sequence[Any]], odds: Any, seed: int, *, tags: Sequence[tuple[str, ...]] | None = None,
    texts: Sequence[str] | None = None,
) -> list[Case]:  # fmt: skip
    """Leads that have these columns, won with these log odds."""
    draw = np.random.default_rng(seed)
    chance = 1 / (1 + np.exp(-np.asarray(odds, dtype=float)))
    won = draw.random(len(chance)) < chance
    return [
        Case(at + 1, bool(won[at]), Inquiry(
            f"Lead {at}", texts[at] if texts else PLAIN, tags[at] if tags else (),
            columns={name: values[at] for name, values in columns.items() if values[at] is not None},
        ))
        for at in range(len(won))
    ]  # fmt: skip


def telling(n: int, seed: int) -> list[Case]:
    """Leads of which source, visits and a tag tell much, and the rules' one word nothing; some visits are blank."""
    draw = np.random.default_rng([seed, n])
    source = draw.choice(["referral", "web", "fair"], n, p=[0.3, 0.5, 0.2])
    visits = draw.poisson(5, n).astype(float)
    blank = draw.random(n) < 0.3
    tagged = draw.random(n) < 0.25
    odds = np.where(source == "referral", 1.4, -0.6) + np.where(blank, -0.5, 0.35 * (visits - 5)) + 1.1 * tagged
    columns = {
        "source": source.tolist(),
        "custom.visits": [None if gone else value for gone, value in zip(blank, visits.tolist(), strict=True)],
    }
    texts = [REMOTE if each else PLAIN for each in draw.random(n) < 0.4]
    return cases(columns, odds, seed + 1, tags=[("price",) if each else () for each in tagged], texts=texts)


def telling_nothing(n: int, seed: int) -> list[Case]:
    """Leads of which nothing tells whether they are won."""
    draw = np.random.default_rng([seed, n, 9])
    columns = {
        "source": draw.choice(list("abcdefgh"), n).tolist(),
        "company": draw.choice([f"firm {number}" for number in range(60)], n).tolist(),
        "custom.agent": draw.choice([f"agent {number}" for number in range(12)], n).tolist(),
        "custom.seats": draw.exponential(20, n).tolist(),
    }
    return cases(columns, np.zeros(n), seed + 1, texts=[REMOTE if each else PLAIN for each in draw.random(n) < 0.4])
