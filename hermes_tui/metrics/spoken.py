"""All that was said in a window as columns of numbers, read once and shared: touches a day, their outcomes, answers.

Who answered whom is a question about neighbours in time within each lead. A window function of SQL sorts every word by
lead for it, and for each of the sections anew; numpy does it over the columns in a tenth of the time. What opens behind
a number is SQL by the same rules (storage/queries/activity.py), and a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.metrics.asked import ALL, Asked
from hermes_tui.metrics.once import once
from storage.queries import activity as queries
from storage.queries.activity import ANSWER_MS, FORWARD_MS, KINDS, NOTE, OURS, TALK, THEIRS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from storage.database import Database

    Numbers = NDArray[np.int64]
    Truths = NDArray[np.bool_]

_LIMIT = 2**62  # of a whole number that SQLite and numpy both hold
_OLDEST_MS = 60 * 365 * 86_400_000  # what is dated before was dated by a clock that was wrong


class Spoken(NamedTuple):
    """Columns of one length, ordered by lead, then moment; of one moment a talk is first, ours last.

    `lead` ids, `at` UTC ms, `side` (TALK, THEIRS, OURS, NOTE), `kind` places in KINDS. A moment of a lead as one number
    is `lead * span + at - base`.
    """

    lead: Numbers
    at: Numbers
    side: Numbers
    kind: Numbers
    base: int
    span: int

    def moments(self, which: Truths, later: int = 0) -> Numbers:
        """Those of `which` as one number each, or as much `later` (ms)."""
        return self.lead[which] * self.span + (self.at[which] - self.base + later)


@once
def spoken(database: Database, asked: Asked) -> Spoken:
    """Everything that was said in the window."""
    import numpy as np

    of, base = asked.of("{lead}"), asked.since + 1
    if asked.since == ALL:
        base = min(queries.first_at(database) or asked.at, asked.at)
    base = max(base, asked.at - _OLDEST_MS)
    span = asked.at - base + 2
    given = asked.given(base=base, span=span)
    if (queries.last_lead(database) + 1) * span * 32 < _LIMIT:
        moments, code = np.divmod(_in_order(queries.packed(database, of, given)), 32)
    else:  # a clock that was wrong by decades: a word more than fits one number
        rows = np.array(queries.unpacked(database, of, given), dtype=np.int64).reshape(-1, 2)
        rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
        moments, code = rows[:, 0], rows[:, 1]
    lead, at = np.divmod(moments, span)
    return Spoken(lead, at + base, code // 8, code % 8, base, span)


def _in_order(texts: Sequence[str]) -> Numbers:
    """Whole numbers with commas between, the smallest first."""
    import numpy as np

    parts = [np.fromstring(text, dtype=np.int64, sep=",") for text in texts if text]
    found = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    found.sort()
    return found


def counts(found: Spoken, periods: Sequence[tuple[int, int]]) -> list[dict[tuple[str, str], int]]:
    """How often something was said in each period (after its first moment up to its second; one upon the other).

    By (kind, direction), as storage.queries.activity.said names them.
    """
    import numpy as np

    if not periods:
        return []
    place = np.searchsorted(np.array([high for _, high in periods]), found.at, side="left")
    inside = (found.at > periods[0][0]) & (place < len(periods))
    codes = (place * 4 + found.side) * 8 + found.kind
    n = np.bincount(codes[inside], minlength=len(periods) * 32).reshape(len(periods), 4, 8)
    return [
        {
            (KINDS[kind], _DIRECTIONS[side]): int(n[number, side, kind])
            for side, kind in zip(*np.nonzero(n[number]), strict=True)
        }
        for number in range(len(periods))
    ]


_DIRECTIONS = {TALK: "both", THEIRS: "in", OURS: "out", NOTE: ""}


class Asks(NamedTuple):
    """Our touches that went one way: the place of the kind of each, and what came of it (see queries.asks)."""

    kind: Numbers
    answered: Truths
    matured: Truths
    moved: Truths
    moved_matured: Truths


def asks(database: Database, asked: Asked) -> Asks:
    """What came of each of our touches: an answer within ANSWER_MS, a move forward within FORWARD_MS, both later."""
    found = spoken(database, asked)
    ours = found.side == OURS
    theirs = found.moments((found.side == THEIRS) | (found.side == TALK))
    given = asked.given(base=found.base, span=found.span)  # no word led to a move before the first of them
    when = _in_order([queries.moves(database, asked.of("{lead}"), given)] if ours.any() else [])
    mine, at = found.moments(ours), found.at[ours]
    return Asks(
        found.kind[ours], _within(mine, theirs, ANSWER_MS, found.span), asked.at - at > ANSWER_MS,
        _within(mine, when, FORWARD_MS, found.span), asked.at - at > FORWARD_MS,
    )  # fmt: skip


def _within(mine: Numbers, theirs: Numbers, most: int, span: int) -> Truths:
    """Whether the next of `theirs` after each of `mine` is of the same lead and came no later than `most` after it."""
    import numpy as np

    if not len(theirs):
        return np.zeros(len(mine), dtype=np.bool_)
    place = np.searchsorted(theirs, mine, side="right")
    following = theirs[np.minimum(place, len(theirs) - 1)]
    is_one: Any = (place < len(theirs)) & (following // span == mine // span) & (following - mine <= most)
    return np.asarray(is_one, dtype=np.bool_)


class Turns(NamedTuple):
    """Of one side: how long each answer to its last words took (ms, in order), and since when leads wait (UTC ms)."""

    lengths: Numbers
    waiting: Numbers


def turns(database: Database, asked: Asked) -> tuple[Turns, Turns]:
    """Answers of theirs to our last words, and of ours to theirs (see queries.turns)."""
    import numpy as np

    whole = spoken(database, asked)
    said = whole.side != NOTE
    lead, at, side = whole.lead[said], whole.at[said], whole.side[said]
    last = np.append(lead[1:] != lead[:-1], True) if len(lead) else np.zeros(0, dtype=np.bool_)
    next_side, next_at = np.append(side[1:], -1)[: len(side)], np.append(at[1:], 0)[: len(at)]
    still_open = np.isin(lead[last], _in_order([queries.open_leads(database, asked.is_now, asked.at)]))
    found = []
    for mine in (OURS, THEIRS):
        spoke = side == mine
        answered = spoke & ~last & (next_side != mine)
        waiting = at[last][spoke[last] & still_open]
        found.append(Turns(np.sort(next_at[answered] - at[answered]), waiting))
    return found[0], found[1]
