"""Buying signals: confirmed, refused, set by hand, taken away by the rep; each action one undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from hermes_tui.actions.outcome import Doing, Outcome, acting
from hermes_tui.actions.signal_texts import let_go_settled, look_again
from hermes_tui.actions.whom import one_of
from hermes_tui.formats import count, one_line
from hermes_tui.scoring.signals import KINDS, WORDS, kind_like, kind_named
from storage import records
from storage.database import Database
from storage.errors import UsageError
from storage.queries import signals as queries
from storage.queries.signals import SignalItem

_WORDS_SAID = 60  # of the evidence, in the line that tells what was done


def known_kind(word: str) -> str:
    """The kind of signal that a word names. Raises UsageError naming the nearest and all."""
    found = kind_named(word)
    if found is None:
        kinds = ", ".join(KINDS)
        raise UsageError(
            f"There is no signal `{one_line(word, 40)}`; did you mean `{kind_like(word)}`? The kinds are {kinds}."
        )
    return found


def words_of_kind(kind: str) -> str:
    """What a rep calls a kind, also one that an older file brought."""
    return WORDS.get(kind_named(kind) or "", kind.replace("_", " "))


# -- deciding ----------------------------------------------------------------------------------------------


def confirm(database: Database, signal_ids: Sequence[int], now: int) -> Outcome:
    """Say that these are signals: what counts for heat counts from now on. Raises NotFound."""
    return _decide(database, [queries.signal(database, each) for each in signal_ids], "confirmed", now)


def refuse(database: Database, signal_ids: Sequence[int], now: int) -> Outcome:
    """Say that these are none: neither they nor the same words are suggested again. Raises NotFound."""
    return _decide(database, [queries.signal(database, each) for each in signal_ids], "refused", now)


def confirm_newest(database: Database, lead_ids: Sequence[int], now: int) -> Outcome:
    """Confirm the newest signal that waits on each of these leads; leads without one are left as they are."""
    return _decide_newest(database, lead_ids, "confirmed", now)


def refuse_newest(database: Database, lead_ids: Sequence[int], now: int) -> Outcome:
    """Refuse the newest signal that waits on each of these leads; leads without one are left as they are."""
    return _decide_newest(database, lead_ids, "refused", now)


def _decide_newest(database: Database, lead_ids: Sequence[int], state: str, now: int) -> Outcome:
    waiting = queries.newest_waiting(database, lead_ids)
    if waiting:
        return _decide(database, [queries.signal(database, each) for each in waiting.values()], state, now)
    with acting(database, "signal", lead_ids, now) as doing:
        doing.say("no buying signal waits" if len(lead_ids) == 1 else "no buying signal waits on any of them")
    return doing.outcome


def _decide(database: Database, rows: Sequence[SignalItem], state: str, now: int) -> Outcome:
    leads = list(dict.fromkeys(row.lead_id for row in rows))
    with acting(database, "signal", leads, now) as doing:
        changed = [row for row in rows if row.state != state]
        for row in changed:
            records.update(database, "signal", row.id, state=state, decided_at=now)
            doing.made = row.id
        for lead_id in leads:
            turned = any(row.state != "suggested" for row in changed if row.lead_id == lead_id)
            (look_again if turned else let_go_settled)(database, lead_id)
        _say_decided(doing, rows, changed, state)
    return doing.outcome


def _say_decided(doing: Doing, rows: Sequence[SignalItem], changed: Sequence[SignalItem], state: str) -> None:
    if len(rows) != 1:
        doing.say(f"{count(len(changed), 'buying signal')} {state}")
        return
    row = rows[0]
    quoted = f": “{one_line(row.evidence, _WORDS_SAID)}”" if row.evidence else ""
    doing.say(f"{words_of_kind(row.kind)} {state}{quoted}" if changed else f"the {words_of_kind(row.kind)} is {state}")


class FoundAgain(NamedTuple):
    """What looking again through what was said brought: so many suggestions, on so many leads; `gone` are those
    that the words no longer give."""

    outcome: Outcome
    suggested: int
    leads: int
    gone: int


def find_signals(
    database: Database, now: int, *, where: str = "1", params: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None, cancelled: Callable[[], bool] | None = None,
) -> FoundAgain:  # fmt: skip
    """Look again through all that the people of these leads wrote, as after an update of Hermes; one action.

    `where` is a filter's condition over `lead`. What was decided before is not asked again.
    """
    ids = [row[0] for row in database.rows(f"SELECT id FROM lead WHERE {where} ORDER BY id", dict(params or {}))]
    suggested = leads = gone = 0
    with acting(database, "signal", [], now) as doing:
        for done, lead_id in enumerate(ids):
            if cancelled is not None and cancelled():
                break
            found = look_again(database, lead_id)
            suggested, leads, gone = suggested + found.new, leads + bool(found.new), gone + found.gone
            if progress is not None and done % 100 == 0:
                progress(done, len(ids))
        many = f"{count(suggested, 'buying signal')} suggested on {count(leads, 'lead')}"
        let_go = f"; {count(gone, 'suggestion')} let go that the words do not give" if gone else ""
        doing.say((many if suggested else "no further buying signal in what was said") + let_go)
    return FoundAgain(doing.outcome, suggested, leads, gone)


# -- by hand -----------------------------------------------------------------------------------------------


def set_signal(
    database: Database, lead_ids: Sequence[int], kind: str, now: int, *, words: str = "",
    contact_id: int | None = None, at: int | None = None,
) -> Outcome:  # fmt: skip
    """Say that these leads gave a signal of this kind at a moment (UTC ms, not after `now`; default now), confirmed.

    `words` are the evidence, `contact_id` who gave it. Raises UsageError, NotFound.
    """
    known = known_kind(kind)
    moment = now if at is None else at
    if moment > now:
        raise UsageError("A buying signal cannot have been given in the future; nothing was recorded.")
    with acting(database, "signal", lead_ids, now) as doing:
        for lead_id in lead_ids:
            who = one_of(database, lead_id, contact_id) if contact_id is not None else None
            doing.made = records.insert(
                database, "signal", lead_id=lead_id, contact_id=who, kind=known, state="confirmed", evidence=words,
                at=moment, decided_at=now,
            )  # fmt: skip
            let_go_settled(database, lead_id)
        doing.say(f"{WORDS[known]} recorded")
    return doing.outcome


def remove(database: Database, signal_ids: Sequence[int], now: int) -> Outcome:
    """Take away signals that the rep set; those that a text or a file gave are refused, or they would come back.

    Raises NotFound.
    """
    rows = [queries.signal(database, each) for each in signal_ids]
    leads = list(dict.fromkeys(row.lead_id for row in rows))
    with acting(database, "signal", leads, now) as doing:
        by_hand = [row for row in rows if row.origin is None]
        for row in rows:
            if row.origin is None:
                records.delete(database, "signal", row.id)
            elif row.state != "refused":
                records.update(database, "signal", row.id, state="refused", decided_at=now)
        for lead_id in leads:
            look_again(database, lead_id)
        kept = len(rows) - len(by_hand)
        said = [
            *([f"{_counted(by_hand)} removed"] if by_hand else []),
            *([f"{_counted([row for row in rows if row.origin])} refused, it is not suggested again"] if kept else []),
        ]
        doing.say("; ".join(said))
    return doing.outcome


def _counted(rows: Sequence[SignalItem]) -> str:
    return words_of_kind(rows[0].kind) if len(rows) == 1 else count(len(rows), "buying signal")
