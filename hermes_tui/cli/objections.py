"""Objections: list, resolve, reopen, take off; how each kind fares, and what answered it before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, say, table
from hermes_tui.cli.rates import rate_words
from hermes_tui.cli.session import Session, as_id
from hermes_tui.formats import DAY_MS, age, iso, one_line

if TYPE_CHECKING:
    from hermes_tui.metrics.intervals import Rate
    from hermes_tui.metrics.objections import Answer, KindStats
    from storage.queries.objections import ObjectionItem

SHOWN = 500  # of a list, to a person; JSON keeps everything
_MOST_ANSWERS = 50


def listing(session: Session) -> int:
    """`hermes objection list [LEAD|KIND]`: those that are open; of one lead, all."""
    from storage.queries import lead as lead_queries
    from storage.queries.objections import Objections

    word = session.given.words[0] if session.given.words else ""
    lead_id, kind = _lead_or_kind(word)
    database = session.reading()
    if lead_id is not None:
        lead_queries.detail(database, lead_id)
    only_open = lead_id is None and not session.given.flag("--all")
    found = Objections(database, lead_id=lead_id, kind=kind, only_open=only_open)
    total = found.total()
    rows = found.page(0, total if session.json else SHOWN)
    if session.json:
        as_json([item_json(row) for row in rows])
    elif rows:
        _print(rows, session.now)
        if len(rows) < total:
            say(f"{len(rows):,} of {total:,} objections; --json prints every one.")
    else:
        say("No objection stands in the way." if only_open else "No objection: `hermes note LEAD -m '… #budget'`.")
    return NOTHING if word and not rows else OK


def _lead_or_kind(word: str) -> tuple[int | None, str | None]:
    from hermes_tui.actions.objections import objection_named

    if not word:
        return None, None
    if word.removeprefix("#").isdigit():
        return as_id(word), None
    return None, objection_named(word)


def _print(rows: list[ObjectionItem], now: int) -> None:
    from hermes_tui.actions.objections import bare_words
    from storage.queries.objections import standing

    table(
        ("id", "lead", "kind", "state", "since", "who", "note", "answer"),
        [
            (
                str(row.id), f"#{row.lead_id} {row.company or row.title}", row.kind.lower(),
                standing(row.state, row.ending == "open"), age(row.raised_at, now), row.contact or "–",
                bare_words(row.note), one_line(row.resolution or ""),
            )
            for row in rows
        ],
        right=(0, 4), stretch=(1, 5, 6, 7),
    )  # fmt: skip


def resolve(session: Session) -> int:
    """`hermes objection resolve OBJECTION [TEXT…]`."""
    from hermes_tui.actions.objections import resolve_objection

    number, at = _number(session), session.at
    how = " ".join(session.given.words[1:])
    return session.wrote(resolve_objection(session.writing(), number, how, session.now, at=at), number)


def reopen(session: Session) -> int:
    """`hermes objection reopen OBJECTION`."""
    from hermes_tui.actions.objections import reopen_objection

    number = _number(session)
    return session.wrote(reopen_objection(session.writing(), number, session.now), number)


def remove(session: Session) -> int:
    """`hermes objection remove OBJECTION`: for a tag set by mistake."""
    from hermes_tui.actions.objections import remove_objection

    number = _number(session)
    return session.wrote(remove_objection(session.writing(), number, session.now), number)


def _number(session: Session) -> int:
    return as_id(session.given.words[0], "noted objection")


# -- how each kind fares ---------------------------------------------------------------------------------


def stats(session: Session) -> int:
    """`hermes objection stats [FILTER] [--since DAYS|all]`: of those raised in the window."""
    from hermes_tui.cli.statistics import window_days
    from hermes_tui.metrics.objections import objection_stats
    from storage.queries.stages import stages

    days = window_days(session.given.value("--since"))
    text = " ".join(session.given.words)
    database = session.reading()
    asked = session.compiled(text, stages(database)) if text.strip() else None
    found = objection_stats(
        database, session.now, since=None if days is None else session.now - days * DAY_MS,
        where=asked.where if asked else "1", params=asked.params if asked else None,
    )  # fmt: skip
    if session.json:
        as_json([kind_json(row) for row in found if row.kind is not None])
        return OK
    if not found[-1].raised and (asked is not None or days is not None):
        say("No objection was raised by the leads and in the days asked for; `hermes objection stats` counts all.")
        return NOTHING
    table(
        ("kind", "raised", "resolved", "open", "unresolved", "resolution rate", "days", "win rate"),
        [_kind_cells(row) for row in found],
        right=range(1, 5),
    )
    if not found[-1].raised:
        say("No objection was raised yet: `hermes note LEAD -m '… #budget'` or `--objection budget` notes one.")
    return OK


def _kind_cells(row: KindStats) -> tuple[str, ...]:
    days = row.days
    length = "–" if days.n == 0 else f"median {days.median:.1f}, mean {days.mean:.1f} ({days.n:,})"
    return (
        (row.kind or "all").lower(), f"{row.raised:,}", f"{row.resolved:,}", f"{row.open:,}", f"{row.unresolved:,}",
        rate_words(row.resolution, row.resolved), length, rate_words(row.win.of, row.win.won),
    )  # fmt: skip


# -- what answered it before -----------------------------------------------------------------------------


def answers(session: Session) -> int:
    """`hermes objection answers KIND`."""
    from hermes_tui.actions.objections import objection_named
    from hermes_tui.metrics.objections import past_answers

    kind = objection_named(session.given.words[0])
    found = past_answers(session.reading(), kind, limit=_MOST_ANSWERS)
    if session.json:
        as_json([_answer_json(row) for row in found])
    elif found:
        table(
            ("answer", "times", "won", "lead", "who", "when", "outcome"),
            [
                (
                    one_line(row.words), str(row.times), str(row.won), f"#{row.lead_id} {row.lead}",
                    row.contact or "–", (iso(row.resolved_at) or "–")[:10], row.ending,
                )
                for row in found
            ],
            right=(1, 2), stretch=(0, 3, 4),
        )  # fmt: skip
    else:
        say(f"Nothing has resolved a {kind.lower()} objection yet; `hermes objection resolve ID HOW` writes it down.")
    return OK if found else NOTHING


# -- JSON ------------------------------------------------------------------------------------------------


def item_json(row: ObjectionItem) -> dict[str, Any]:
    """An objection with its lead and the note that raised it."""
    return {
        "id": row.id, "lead": row.lead_id, "company": row.company, "title": row.title, "kind": row.kind,
        "state": row.state, "lead_state": row.ending, "raised_at": iso(row.raised_at),
        "resolved_at": iso(row.resolved_at), "resolution": row.resolution, "note": row.note, "contact": row.contact,
    }  # fmt: skip


def kind_json(row: KindStats) -> dict[str, Any]:
    """A kind's figures; `rate`, `low` and `high` are of its resolution rate, 0 … 1."""
    return {
        "kind": row.kind, "raised": row.raised, "resolved": row.resolved, "open": row.open,
        "unresolved_at_close": row.unresolved, **_shares(row.resolution), "too_early": row.resolution.is_early,
        "days_to_resolve": {
            "n": row.days.n, "mean": _rounded(row.days.mean, 3), "median": _rounded(row.days.median, 3),
        },
        "leads": row.leads,
        "win_rate": {"won": row.win.won, "lost": row.win.lost, **_shares(row.win.of)},
    }  # fmt: skip


def _shares(found: Rate) -> dict[str, float | None]:
    return {"rate": _rounded(found.rate, 4), "low": _rounded(found.low, 4), "high": _rounded(found.high, 4)}


def _rounded(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)


def _answer_json(row: Answer) -> dict[str, Any]:
    return {
        "answer": row.words, "times": row.times, "won": row.won, "lead": row.lead_id, "company": row.lead,
        "contact": row.contact, "resolved_at": iso(row.resolved_at), "outcome": row.ending,
    }  # fmt: skip
