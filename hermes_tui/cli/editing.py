"""`hermes edit`: fields of one lead or of many, shown first with --dry-run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hermes_tui.cli.main import NOTHING, OK, SOME_REJECTED
from hermes_tui.cli.output import as_json, say, table
from hermes_tui.cli.session import Session, ids_ahead, pairs
from hermes_tui.cli.tags import filtered, telling
from hermes_tui.formats import count
from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.actions.bulk_edit import Edit, LeadEdit
    from storage.database import Database

# What sets a field; `value>=5k` and `stage:new` are words of a filter.
_SETS = re.compile(r"[A-Za-z_]+(?:\.[^=]*)?=")


def edit(session: Session) -> int:
    """`hermes edit ID…|FILTER… field=value…`, or `hermes edit --filter FILTER field=value…`."""
    from hermes_tui.actions.bulk_edit import edit_leads, read_edit, tally

    which, given = _split(session.given.words)
    dry = session.given.flag("--dry-run")
    database = session.reading() if dry else session.writing()
    ids = _leads(session, database, which)
    if not ids:
        say("No lead matches.")
        return NOTHING
    wanted = read_edit(database, given, session.today, several=len(ids) > 1)
    if dry:
        return _show(session, database, wanted, ids)
    skipped = tally(database, wanted, ids).skipped if len(ids) > 1 else []
    session.wrote(edit_leads(database, ids, wanted, session.now, telling(len(ids))), ids[0], {"leads": ids})
    return SOME_REJECTED if skipped else OK


def _split(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """The words that say which leads, and the fields after them. Raises UsageError."""
    if words and words[0].removeprefix("#").isdigit():
        ids, rest = ids_ahead(words)
        which = [str(each) for each in ids]
    else:
        first = next((at for at, word in enumerate(words) if _SETS.match(word)), len(words))
        which, rest = words[:first], words[first:]
    if not rest:
        raise UsageError("What is to be set? End with field=value, such as source=fair.")
    return which, pairs(rest)


def _leads(session: Session, database: Database, which: list[str]) -> list[int]:
    narrowed = session.given.value("--filter")
    if which and narrowed is not None:
        raise UsageError(f"Say which leads once: by `{which[0]}`… or by --filter.")
    if not which and narrowed is None:
        raise UsageError("Which leads? Begin with their ids or a filter, or say --filter FILTER.")
    if which and which[0].isdigit():
        return [int(word) for word in which]
    return filtered(session, database, narrowed if narrowed is not None else " ".join(which))


def _show(session: Session, database: Database, wanted: Edit, ids: list[int]) -> int:
    """What would be done, lead by lead; nothing is written."""
    from hermes_tui.actions.bulk_edit import compared

    found = list(compared(database, wanted, ids, several=len(ids) > 1))
    skipped = [each for each in found if each.skipped]
    changed = [each for each in found if each.changes]
    kept = len(found) - len(skipped) - len(changed)
    if session.json:
        as_json(
            {"changed": len(changed), "kept": kept, "skipped": len(skipped), "leads": [_item(each) for each in found]}
        )
    else:
        table(("id", "lead", "field", "was", "becomes"), _rows(found), right=(0,), stretch=(1, 3, 4))
        say(f"Would change {count(len(changed), 'lead')}, keep {kept:,}, skip {len(skipped):,}; nothing was written.")
    return SOME_REJECTED if skipped else OK


def _rows(found: list[LeadEdit]) -> list[tuple[str, str, str, str, str]]:
    rows = []
    for each in found:
        if each.skipped:
            rows.append((str(each.lead_id), each.called, "", "skipped", each.skipped))
        for field in each.fields if not each.skipped else ():
            becomes = field.becomes if field.changes else "(kept)"
            rows.append((str(each.lead_id), each.called, field.field, field.was, becomes))
    return rows


def _item(each: LeadEdit) -> dict[str, object]:
    return {
        "id": each.lead_id,
        "lead": each.called,
        "skipped": each.skipped or None,
        "fields": [
            {"field": field.field, "was": field.was, "becomes": field.becomes, "changes": field.changes}
            for field in each.fields
        ],
    }
