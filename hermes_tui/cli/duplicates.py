"""Likely duplicates: list them, say that a pair is two, merge, and un-merge at any later time."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, progress, say, table
from hermes_tui.cli.session import Session, as_id, pairs
from hermes_tui.formats import count, iso
from storage.errors import NotFound, UsageError

if TYPE_CHECKING:
    from hermes_tui.actions.merge_fields import Field
    from hermes_tui.metrics.duplicates.blocks import Crowd
    from hermes_tui.metrics.duplicates.pairs import Pair
    from storage.queries.duplicates import MergeLine

_SHOWN = 50  # pairs on a terminal
_NAMED = 3  # crowds named


def dedupe(session: Session) -> int:
    """`hermes dedupe [FILTER…]`: pairs of leads that are likely one; of a filter those with a lead that it leaves."""
    if session.given.flag("--not"):
        return _not(session)
    if session.given.flag("--merged"):
        return _merged(session)
    from hermes_tui.metrics.duplicates.alike import LIKELY
    from hermes_tui.metrics.duplicates.pairs import find

    least = session.given.whole("--min") or LIKELY
    if least > 100:
        raise UsageError("--min is a score from 1 to 100.")
    database = session.reading()
    wanted = _wanted(session)
    found = find(database, least=least, progress=progress if sys.stderr.isatty() else None)
    likely = [pair for pair in found.pairs if wanted is None or not wanted.isdisjoint(pair.ids)]
    limit = session.given.whole("--limit") or (len(likely) if session.json else _SHOWN)
    if session.json:
        as_json([_item(pair) for pair in likely[:limit]])
    elif likely:
        _print(likely[:limit])
        if len(likely) > limit:
            say(f"{limit:,} of {len(likely):,} pairs; --limit N prints more.")
        say("hermes merge KEEP DROP makes one of two; hermes dedupe --not A B says that they are two.")
    if found.crowds:
        say(crowds_in_words(found.crowds))
    if not likely and wanted is not None:
        say(f"The filter leaves {count(len(wanted), 'lead')}; none has a likely duplicate.")
    elif not likely:
        say(f"No likely duplicates among {count(found.leads, 'lead')}.")
    return OK if likely else NOTHING


def _wanted(session: Session) -> set[int] | None:
    """The leads of the filter; None where there is none."""
    from storage.queries.leads import Leads
    from storage.queries.stages import stages

    text = " ".join(session.given.words)
    if not text.strip():
        return None
    database = session.reading()
    found = session.compiled(text, stages(database))
    return set(Leads(database, now=session.now, where=found.where, params=found.params).ids())


def crowds_in_words(crowds: Sequence[Crowd]) -> str:
    """What many leads share, and that of these only the nearest were compared."""
    named = [f"{crowd.key.partition(':')[2].replace('|', ' ')} ({crowd.leads:,})" for crowd in crowds[:_NAMED]]
    more = f" and {len(crowds) - _NAMED:,} more" if len(crowds) > _NAMED else ""
    return f"Shared by many, so only the nearest by title were compared: {', '.join(named)}{more}."


def _item(pair: Pair) -> dict[str, Any]:
    from hermes_tui.scoring.score import Score, to_rows

    return {
        "score": pair.score,
        "leads": list(pair.ids),
        "reasons": to_rows(Score(pair.score, pair.reasons)),
        "chain": pair.chain,
        **{
            name: {"id": card.id, "title": card.title, "company": card.company or None}
            for name, card in (("one", pair.one), ("other", pair.other))
        },
    }


def _print(likely: Sequence[Pair]) -> None:
    from hermes_tui.metrics.duplicates.alike import in_words

    rows = []
    for pair in likely:
        why = ", ".join(in_words(reason) for reason in pair.reasons if reason.points > 0)
        against = ", ".join(in_words(reason) for reason in pair.reasons if reason.points < 0)
        rows.append(
            (
                str(pair.score), str(pair.one.id), pair.one.company or pair.one.title, str(pair.other.id),
                pair.other.company or pair.other.title, why + (f"; but {against}" if against else ""),
            )
        )  # fmt: skip
    table(("score", "id", "lead", "id", "and", "because"), rows, right=(0, 1, 3), stretch=(2, 4, 5))


def _not(session: Session) -> int:
    from hermes_tui.actions.merging import not_a_duplicate

    words = session.given.words
    if len(words) != 2:
        raise UsageError("Which two leads are no duplicates? Write hermes dedupe --not 12 57.")
    one, other = as_id(words[0]), as_id(words[1])
    return session.wrote(not_a_duplicate(session.writing(), one, other, session.now), one, {"leads": [one, other]})


def _merged(session: Session) -> int:
    from storage.queries.duplicates import merges

    found = merges(session.reading(), session.given.whole("--limit") or 500)
    if session.json:
        as_json([_merge_item(line) for line in found])
    elif found:
        rows = [
            (str(line.action_id), iso(line.at) or "", line.label + (" (apart again)" if line.apart_again else ""))
            for line in found
        ]
        table(("action", "at", "merge"), rows, right=(0,), stretch=(2,))
        say("hermes unmerge ACTION makes two of one again.")
    else:
        say("Nothing was merged yet.")
    return OK if found else NOTHING


def _merge_item(line: MergeLine) -> dict[str, Any]:
    return {
        "action_id": line.action_id, "at": iso(line.at), "of": line.of, "done": line.label, "lead": line.kept_id,
        "drop": line.dropped_id, "dropped": line.dropped, "apart_again": bool(line.apart_again),
    }  # fmt: skip


# -- merge and un-merge ----------------------------------------------------------------------------------


def merge(session: Session) -> int:
    """`hermes merge KEEP DROP [field=drop…]`."""
    from hermes_tui.actions.merge_fields import both, fields
    from hermes_tui.actions.merging import merge_leads

    keep, drop = (as_id(word) for word in session.given.words[:2])
    choices = pairs(session.given.words[2:])
    dry_run = session.given.flag("--dry-run")
    database = session.reading() if dry_run else session.writing()
    found = fields(database, *both(database, keep, drop), choices)
    extra = {"dropped": drop, "fields": [_field_item(field) for field in found]}
    if not dry_run:
        return session.wrote(merge_leads(database, keep, drop, choices, session.now), keep, extra)
    if session.json:
        as_json({"id": keep, **extra, "action_id": None})
        return OK
    rows = [(field.label, field.kept, field.dropped, field.choice if field.differs else "") for field in found]
    table(("field", f"#{keep} stays", f"#{drop} goes", "takes"), rows, stretch=(1, 2))
    say("Nothing was merged (dry run); field=drop takes the other's word.")
    return OK


def _field_item(field: Field) -> dict[str, Any]:
    return {"field": field.name, "keep": field.kept or None, "drop": field.dropped or None, "choice": field.choice}


def unmerge(session: Session) -> int:
    """`hermes unmerge [ACTION|LEAD]`: the latest merge, that of the action, or the latest of the lead (`#142`)."""
    from hermes_tui.actions.unmerging import mergers
    from hermes_tui.actions.unmerging import unmerge as part

    words = session.given.words
    database = session.writing()
    number = as_id(words[0], "merge") if words else None
    found = mergers(database, number, of_lead=bool(words) and words[0].startswith("#"))
    open_still = [line for line in found if not line.apart_again] or found
    if not open_still:
        if number is None:
            raise NotFound("There is nothing to un-merge; `hermes dedupe --merged` lists the merges there were.")
        raise NotFound(f"{words[0]} is neither a merge nor a merged lead; `hermes dedupe --merged` lists the merges.")
    outcome = part(database, open_still[0].action_id, session.now)
    return session.wrote(outcome, outcome.made, {"leads": list(outcome.lead_ids)})
