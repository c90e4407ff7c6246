"""Two leads again out of one, at any later time: what belonged to the other goes back, what came since stays."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

from hermes_tui.actions.contact_merge import NAMING
from hermes_tui.actions.merging import CALLED, KIND, told
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.scores import keep_score
from hermes_tui.formats import count
from storage import records
from storage.database import Database
from storage.errors import NotFound, UndoRefused
from storage.queries.duplicates import MergeLine, columns_of, merge_of, merges, merges_of_lead
from storage.settling import settle_objections
from storage.taking_back import TakenBack, take_back

_TEXTS = frozenset({"title", "description", "budget_min", "budget_max", "score", "score_reasons", "score_manual"})


def unmerge(database: Database, action_id: int, now: int) -> Outcome:
    """Take a merge of leads, or of two rows of a person, back, whatever was done since; undo merges them again.

    The dropped lead comes back with all that was moved from it, also where its words were edited since. A field of
    the kept lead is put back only where it still holds what the merge wrote; what was added since stays with it, what
    was deleted stays deleted. A person of the dropped lead with whom something was done since is in both then.
    Raises NotFound where the action is no merge, UndoRefused where there is nothing to part.
    """
    with database.transaction():
        line = _parted(database, action_id)
        kept = _home(database, line)
        if line.of == "contact":
            return _part_person(database, line, kept, now)
        _refuse_if_history_went_on(database, line)
        with acting(database, "unmerge", [kept], now) as doing:
            since = _added_since(database, line, kept)
            back = take_back(database.connection(), action_id)
            copied = _sort_people(database, kept, line.dropped_id)
            _mend_history(database, back, (kept, line.dropped_id))
            for lead in (kept, line.dropped_id):
                settle_objections(database.connection(), lead)
            if _TEXTS.intersection(*[back.kept.get(("lead", kept), ())]):
                keep_score(database, kept, now, moves=False)
            doing.made = line.dropped_id
            doing.say(_words(line, back, _belonging(database, line.dropped_id), since, copied, doing.who))
    return doing.outcome


def _part_person(database: Database, line: MergeLine, kept: int, now: int) -> Outcome:
    if kept != line.kept_id:
        raise UndoRefused(f"“{line.label}” was left as it is, because its lead was merged since: un-merge that first.")
    with acting(database, "unmerge", [kept], now) as doing:
        back = take_back(database.connection(), line.action_id)
        went = told({**back.reverted, "contact": 0})
        stays = told(back.gone)
        doing.say(
            f"{line.dropped} is a person of their own again"
            + (f"; {went} went back" if went else "")
            + (f"; deleted since, and still: {stays}" if stays else "")
        )
    return doing.outcome


def mergers(database: Database, number: int | None, *, of_lead: bool = False) -> list[MergeLine]:
    """The merges that may be meant, the latest first: action `number`, else those of lead `number`; None: all.

    With `of_lead` those of the lead only, whatever action has that number.
    """
    if number is None:
        return [line for line in merges(database) if not line.apart_again]
    line = None if of_lead else merge_of(database, number)
    return [line] if line is not None else merges_of_lead(database, number)


# -- what may be parted ----------------------------------------------------------------------------------


def _parted(database: Database, action_id: int) -> MergeLine:
    line = merge_of(database, action_id)
    if line is None:
        undone = database.row("SELECT label, undone_at FROM action WHERE id = ? AND kind = ?", (action_id, KIND))
        if undone is not None:
            raise UndoRefused(f"“{undone[0]}” was undone already; there is nothing to un-merge.")
        raise NotFound(f"Action {action_id} is no merge; `hermes dedupe --merged` lists those there are.")
    if line.apart_again:
        who = f"#{line.dropped_id} {line.dropped} is a lead" if line.of == "lead" else f"{line.dropped} is a person"
        raise UndoRefused(f"{who} of its own again already; nothing was changed.")
    return line


def _home(database: Database, line: MergeLine) -> int:
    """The lead where the merged rows are now: the kept one, or the one into which that went by a later merge."""
    lead, name = line.kept_id, line.kept
    after = line.action_id
    while lead is not None and database.row("SELECT 1 FROM lead WHERE id = ?", (lead,)) is None:
        later = next(
            (each for each in merges_of_lead(database, lead) if (each.of, each.dropped_id) == ("lead", lead)), None
        )
        lead = later.kept_id if later is not None and later.action_id > after and not later.apart_again else None
    if lead is None:
        gone = name or "the lead it went into"
        raise UndoRefused(f"“{line.label}” was left as it is, because {gone} has been deleted since: undo that first.")
    return lead


# Visits that the merge moved and a later one took away; by index change_row.
_WENT_ON = """
SELECT later.label FROM change AS mine
    JOIN change AS gone ON gone.table_name = 'stage_event' AND gone.row_id = mine.row_id AND gone.op = 'delete'
        AND gone.action_id > mine.action_id
    JOIN action AS later ON later.id = gone.action_id AND later.undone_at IS NULL
WHERE mine.action_id = ? AND mine.table_name = 'stage_event' AND mine.op = 'update'
    AND NOT EXISTS (SELECT 1 FROM stage_event WHERE id = mine.row_id) LIMIT 1
"""


def _refuse_if_history_went_on(database: Database, line: MergeLine) -> None:
    """The stages taken over went with another merge: only in turn do both leads get their own back."""
    later = database.value(_WENT_ON, (line.action_id,))
    if later is not None:
        raise UndoRefused(f"“{line.label}” was left as it is, because “{later}” came after it: un-merge that first.")


# -- what came since -------------------------------------------------------------------------------------

_SINCE = """
SELECT change.table_name, change.row_id FROM change JOIN action ON action.id = change.action_id
WHERE change.lead_id = ? AND change.op = 'insert' AND change.action_id > ? AND action.undone_at IS NULL
"""


def _added_since(database: Database, line: MergeLine, kept: int) -> Counter[str]:
    """Rows that were added to the kept lead after the merge and are still there, by table."""
    found: Counter[str] = Counter()
    for table, row in set(database.rows(_SINCE, (kept, line.action_id))):
        if table != "lead" and database.row(f"SELECT 1 FROM {table} WHERE id = ? AND lead_id = ?", (row, kept)):
            found[table] += 1
    return found


def _sort_people(database: Database, kept: int, dropped: int) -> int:
    """See that every row names one of its own lead's people; how many people are in both leads for it.

    What came since stays with the kept lead, and so does a copy of the person it names. A row that was moved by the
    merge and given since to one of the kept lead's people stays with that person.
    """
    copies: dict[int, int] = {}
    for table in NAMING:
        strange = f"""SELECT {table}.id, {table}.lead_id, contact.id
                      FROM {table} JOIN contact ON contact.id = contact_id
                      WHERE {table}.lead_id IN (?, ?) AND contact.lead_id <> {table}.lead_id"""
        for row, lead, person in database.rows(strange, (kept, dropped)):
            if lead == kept:
                copies[person] = copies.get(person) or _copy(database, person, kept)
                records.update(database, table, row, contact_id=copies[person])
            else:
                records.update(database, table, row, lead_id=kept)
    follow = """SELECT objection.id, note.lead_id FROM objection JOIN note ON note.id = note_id
                WHERE objection.lead_id IN (?, ?) AND note.lead_id <> objection.lead_id"""
    for row, lead in database.rows(follow, (kept, dropped)):
        records.update(database, "objection", row, lead_id=lead)
    return len(copies)


def _copy(database: Database, person: int, lead_id: int) -> int:
    names = [name for name in columns_of(database, "contact") if name != "id"]
    values: dict[str, Any] = dict(
        zip(names, database.row(f"SELECT {', '.join(names)} FROM contact WHERE id = ?", (person,)) or (), strict=True)
    )
    return records.insert(database, "contact", **{**values, "lead_id": lead_id, "is_primary": 0})


_VISITS = "SELECT id, at, left_at, to_stage_id FROM stage_event WHERE lead_id = ? ORDER BY at, id"


def _mend_history(database: Database, back: TakenBack, lead_ids: tuple[int, int]) -> None:
    """Where the dropped lead's stages had been taken over and the deal moved since: one open visit each, the last."""
    if not back.reverted["stage_event"]:
        return
    for lead_id in lead_ids:
        visits = database.rows(_VISITS, (lead_id,))
        stage = database.value("SELECT stage_id FROM lead WHERE id = ?", (lead_id,))
        for (row, _, left, _), following in pairwise(visits):
            if left is None:
                records.update(database, "stage_event", row, left_at=following[1])
        if visits and visits[-1][2] is not None and visits[-1][3] == stage:
            records.update(database, "stage_event", visits[-1][0], left_at=None)


# -- in words --------------------------------------------------------------------------------------------


def _belonging(database: Database, lead_id: int) -> dict[str, int]:
    """What a lead has, by table."""
    return {table: database.value(f"SELECT COUNT(*) FROM {table} WHERE lead_id = ?", (lead_id,)) for table in CALLED}


def _words(line: MergeLine, back: TakenBack, has: dict[str, int], since: Counter[str], copied: int, who: str) -> str:
    went = told(has)
    parts = [f"#{line.dropped_id} {line.dropped} is a lead of its own again" + (f" with {went}" if went else "")]
    edited = [column for (table, _), columns in back.kept.items() if table == "lead" for column in columns]
    shown = [name.removesuffix("_id").removesuffix("_on").replace("_", " ") for name in edited if name != "updated_at"]
    if shown:
        parts.append(f"changed since and kept: {', '.join(dict.fromkeys(shown))}")
    if stayed := told(since):
        parts.append(f"added since and kept by {who}: {stayed}")
    if copied:
        parts.append(f"{count(copied, 'person', 'people')} {'is' if copied == 1 else 'are'} in both now")
    if gone := told(back.gone):
        parts.append(f"deleted since, and still: {gone}")
    return "; ".join(parts)
