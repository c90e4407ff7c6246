"""How objections fare, kind by kind, and what answered them before (definitions.md, "Objections")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from hermes_tui.metrics.asked import DAY_MS
from hermes_tui.metrics.closings import Days
from hermes_tui.metrics.intervals import Rate, rate
from storage.database import Database
from storage.queries import objections as queries
from storage.queries.objections import KINDS, AnswerRow, KindCounts

SAME_WORDS = 88.0  # from this likeness on (0 … 100, rapidfuzz) two answers are one, written twice


class WinRate(NamedTuple):
    """Deals won and lost, and won ÷ (won + lost) with its interval."""

    won: int
    lost: int
    of: Rate


class KindStats(NamedTuple):
    """One kind of objection (None: any kind).

    `raised` = `resolved` + `open` + `unresolved`; `resolution` is resolved ÷ (resolved + unresolved). `days` is the
    time to resolve; `leads` raised it, and `win` is the win rate of those of them that are closed.
    """

    kind: str | None
    raised: int
    resolved: int
    open: int
    unresolved: int
    resolution: Rate
    days: Days
    leads: int
    win: WinRate


class Answer(NamedTuple):
    """Words that resolved an objection: the best instance of them, and how often they did, in how many won deals.

    `ending` is the kind of stage of that instance's lead: won, lost, archived, or open while it goes on.
    """

    words: str
    lead_id: int
    lead: str
    contact: str | None
    resolved_at: int | None
    ending: str
    times: int
    won: int


def objection_stats(
    database: Database, now: int, *, since: int | None = None, where: str = "1", params: dict[str, Any] | None = None
) -> tuple[KindStats, ...]:
    """The six kinds in the order of their digits, then all of them together.

    Only objections raised up to `now` count, and after `since` where it is given (UTC ms), as they stood at `now`;
    one reopened since then counts as unresolved. `where` and `params` are a filter's (storage/filters).
    """
    after = -1 if since is None else since
    counted = {row.kind: row for row in queries.counts(database, now, after, where, params)}
    lengths = queries.lengths(database, now, after, where, params)
    everything = [length for found in lengths.values() for length in found]
    none = KindCounts(None, 0, 0, 0, 0, 0, 0, 0)
    return (
        *(_of(counted.get(kind, none._replace(kind=kind)), lengths.get(kind, ())) for kind in KINDS),
        _of(counted.get(None, none), everything),
    )


def _of(counts: KindCounts, lengths: Sequence[int]) -> KindStats:
    return KindStats(
        counts.kind,
        counts.raised,
        counts.resolved,
        counts.open,
        counts.unresolved,
        rate(counts.resolved, counts.resolved + counts.unresolved),
        _days(lengths),
        counts.leads,
        WinRate(counts.won, counts.lost, rate(counts.won, counts.won + counts.lost)),
    )


def _days(lengths: Sequence[int]) -> Days:
    """The days that lengths in ms are, how many, on average and in the middle."""
    from statistics import fmean, median

    if not lengths:
        return Days(0, None, None)
    return Days(len(lengths), fmean(lengths) / DAY_MS, median(lengths) / DAY_MS)


# -- what answered it before -----------------------------------------------------------------------------


def past_answers(database: Database, kind: str, *, but_lead: int = 0, limit: int = 9) -> list[Answer]:
    """What resolved objections of this kind in other leads: those of won deals first, then the newest.

    Answers in nearly the same words are one; its `times` counts them all, its words are those of the first. Where
    there are very many only the newest thousand are asked.
    """
    groups: dict[str, list[AnswerRow]] = {}
    known: dict[tuple[str, ...], list[str]] = {}  # 10 % off is another answer than 20 % off, however alike
    for row in queries.answers(database, kind, but_lead):
        plain = _plain(row.words)
        if plain not in groups:
            alike = known.setdefault(_numbers(plain), [])
            same = _like(plain, alike)
            if same is None:
                alike.append(plain)
            plain = same or plain
        groups.setdefault(plain, []).append(row)
    found = [
        Answer(
            " ".join(first.words.split()), first.lead_id, first.lead, first.contact, first.resolved_at, first.ending,
            len(rows), sum(row.ending == "won" for row in rows),
        )
        for rows in groups.values() for first in rows[:1]
    ]  # fmt: skip
    return found[:limit]


def _plain(words: str) -> str:
    """Words without case, signs and order, by which two answers are compared."""
    kept = "".join(character if character.isalnum() else " " for character in words.casefold())
    return " ".join(sorted(kept.split()))


def _numbers(plain: str) -> tuple[str, ...]:
    return tuple(word for word in plain.split() if any(character.isdigit() for character in word))


def _like(plain: str, known: list[str]) -> str | None:
    """The one of the known answers that says the same in nearly the same words."""
    if not known:
        return None
    from rapidfuzz import fuzz, process  # not at import: few who start the program come here

    best = process.extractOne(plain, known, scorer=fuzz.ratio, score_cutoff=SAME_WORDS)
    return None if best is None else str(best[0])
