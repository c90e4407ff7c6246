"""Templates: written, mended, put away. What one said before is kept, and a faulty one is never offered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hermes_tui.actions.outcome import Doing, Outcome, acting
from hermes_tui.actions.template_fields import MOST_NAME, template_values
from storage import records
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import templates as queries
from storage.queries.templates import CHANNELS, KINDS, TemplateRow

if TYPE_CHECKING:
    from hermes_tui.outreach.templates.checking import Fault

__all__ = [
    "CHANNELS", "KINDS", "add_starters", "add_template", "bring_back", "delete_template", "duplicate_template",
    "edit_template", "ensure_starters", "fault_words", "set_active",
]  # fmt: skip


def add_template(database: Database, given: Mapping[str, str], now: int) -> Outcome:
    """Add a template from typed fields (`name` needed; kind CUSTOM, channel email, active unless said otherwise).

    One whose text has faults is kept, inactive, and that is said. Raises UsageError.
    """
    usual: dict[str, Any] = {"kind": "CUSTOM", "channel": "email", "subject": "", "body": "", "active": 1}
    values = usual | template_values(given)
    if not values.get("name"):
        raise UsageError("A template needs a name; nothing was added.")
    with acting(database, "template", [], now) as doing:
        _refuse_taken(database, values["name"])
        faults = _faults(values["subject"], values["body"])
        values["active"] = 0 if faults else values["active"]
        doing.made = records.insert(database, "template", **values, version=1, created_at=now, updated_at=now)
        doing.say(f"template “{values['name']}” added{_inactive_words(faults)}")
    return doing.outcome


def edit_template(database: Database, template_id: int, given: Mapping[str, str], now: int) -> Outcome:
    """Set typed fields; a changed subject or body is the next version, and what it said before is kept.

    A text with faults is kept too, but the template is made inactive, and that is said; one that is mended is active
    again, unless `active` was given. Raises UsageError, NotFound.
    """
    values = template_values(given)
    with acting(database, "template", [], now) as doing:
        row = queries.template(database, template_id)
        if "name" in values:
            _refuse_taken(database, values["name"], template_id)
        _write(database, doing, row, values, now)
    return doing.outcome


def bring_back(database: Database, template_id: int, version: int, now: int) -> Outcome:
    """Let the template say again what it said in an old version, as its next one. Raises NotFound."""
    known = queries.versions(database, template_id)
    old = next((each for each in known if each.version == version), None)
    if old is None:
        there = ", ".join(f"v{each.version}" for each in reversed(known))
        raise NotFound(f"The template has no version {version}; it has {there}.")
    with acting(database, "template", [], now) as doing:
        row = queries.template(database, template_id)
        said = _write(database, doing, row, {"subject": old.subject, "body": old.body}, now)
        if (old.subject, old.body) != (row.subject, row.body):
            doing.say(f"template “{row.name}” says again what v{version} did (v{row.version + 1}){said}")
    return doing.outcome


def duplicate_template(database: Database, template_id: int, now: int) -> Outcome:
    """Add a template that says the same under a name of its own, to try another wording of it. Raises NotFound."""
    with acting(database, "template", [], now) as doing:
        row = queries.template(database, template_id)
        name = _free_name(database, row.name)
        doing.made = records.insert(
            database, "template", name=name, kind=row.kind, channel=row.channel, subject=row.subject, body=row.body,
            active=row.active, version=1, created_at=now, updated_at=now,
        )  # fmt: skip
        doing.say(f"template “{name}” made from “{row.name}”")
    return doing.outcome


def set_active(database: Database, template_ids: Sequence[int], active: bool, now: int) -> Outcome:
    """Offer templates, or offer them no more; what was written from them stays. Raises NotFound.

    Raises UsageError, and changes none, where one to be offered has faults.
    """
    with acting(database, "template", [], now) as doing:
        rows = [queries.template(database, number) for number in dict.fromkeys(template_ids)]
        for row in rows:
            if active and (faults := _faults(row.subject, row.body)):
                raise UsageError(f"“{row.name}” stays inactive: {fault_words(faults)}")
            records.update(database, "template", row.id, active=int(active), updated_at=now)
        names = f"template “{rows[0].name}”" if len(rows) == 1 else f"{len(rows)} templates"
        doing.say(f"{names} {'active' if active else 'inactive'}")
        doing.made = rows[0].id if len(rows) == 1 else 0
    return doing.outcome


def delete_template(database: Database, template_id: int, now: int) -> Outcome:
    """Delete a template that no message was written from; any other is made inactive instead, and that is said.

    A message without its template would be taken out of the rates. Raises NotFound.
    """
    with acting(database, "template", [], now) as doing:
        row = queries.template(database, template_id)
        used = queries.messages_from(database, template_id)
        doing.made = row.id
        if used:
            messages = "1 message was" if used == 1 else f"{used:,} messages were"
            records.update(database, "template", row.id, active=0, updated_at=now)
            doing.say(f"template “{row.name}” stays, inactive: {messages} written from it")
        else:
            records.delete(database, "template", row.id)
            doing.say(f"template “{row.name}” deleted")
    return doing.outcome


# -- starters --------------------------------------------------------------------------------------------


def ensure_starters(database: Database, now: int) -> int:
    """Put the starter templates into a file that has and had none; returns how many were.

    They are the file's own and no action of the rep's: undo leaves them. Cheap where there is nothing to do.
    """
    if queries.had_any(database):
        return 0
    with database.transaction() as connection:
        if queries.had_any(database):  # the other program came first
            return 0
        added = _add_starters(database, now)
        connection.execute("INSERT INTO setting (key, value) VALUES ('starters', ?)", (str(now),))
    return len(added)


def add_starters(database: Database, now: int) -> Outcome:
    """Add those starters whose name no template has; asked for, so that undo takes them away again."""
    with acting(database, "template", [], now) as doing:
        added = _add_starters(database, now)
        one = "1 starter template added" if len(added) == 1 else f"{len(added)} starter templates added"
        doing.say(one if added else "every starter template is there already")
    return doing.outcome


def _add_starters(database: Database, now: int) -> list[int]:
    from hermes_tui.outreach.templates.starters import STARTERS

    return [
        records.insert(
            database, "template", name=starter.name, kind=starter.kind, channel=starter.channel,
            subject=starter.subject, body=starter.body, active=1, version=1, created_at=now, updated_at=now,
        )
        for starter in STARTERS if queries.name_taken(database, starter.name) is None
    ]  # fmt: skip


# -- one template ----------------------------------------------------------------------------------------


def _write(database: Database, doing: Doing, row: TemplateRow, values: dict[str, Any], now: int) -> str:
    """Write what differs, keep what it said before, and say what was done; returns the words about being active."""
    subject, body = values.get("subject", row.subject), values.get("body", row.body)
    faults, said = _faults(subject, body), ""
    if faults:
        values, said = values | {"active": 0}, _inactive_words(faults)
    elif "active" not in values and not row.active and _faults(row.subject, row.body):
        values, said = values | {"active": 1}, ", active again"
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    doing.made = row.id
    name = changed.get("name", row.name)
    if not changed:
        doing.say(f"template “{name}” is so already{said}")
        return said
    if "subject" in changed or "body" in changed:
        records.insert(
            database, "template_version", template_id=row.id, version=row.version, subject=row.subject,
            body=row.body, at=now,
        )  # fmt: skip
        changed["version"] = row.version + 1
    records.update(database, "template", row.id, **changed, updated_at=now)
    doing.say(f"template {_what(row, changed)}{said}")
    return said


def _what(row: TemplateRow, changed: Mapping[str, Any]) -> str:
    """What was changed, in the words of the strip."""
    if "version" in changed:
        return f"“{changed.get('name', row.name)}” v{changed['version']} saved"
    if set(changed) == {"name"}:
        return f"“{row.name}” is now “{changed['name']}”"
    if set(changed) == {"active"}:
        return f"“{row.name}” {'active' if changed['active'] else 'inactive'}"
    return f"“{changed.get('name', row.name)}” edited"


def _faults(subject: str, body: str) -> tuple[Fault, ...]:
    from hermes_tui.outreach.templates.checking import check

    return check(subject, body)


def fault_words(faults: Sequence[Fault]) -> str:
    """The first of the faults with its place, and how many more there are, in a sentence."""
    first = faults[0]
    more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
    where = f"line {first.line}" if first.part == "body" else "the subject"
    words = first.words.rstrip(".")
    return f"{where}: {words}{more}" + ("" if words.endswith("?") and not more else ".")


def _inactive_words(faults: Sequence[Fault]) -> str:
    return f", inactive until it is mended ({fault_words(faults).rstrip('.')})" if faults else ""


def _refuse_taken(database: Database, name: str, but: int = 0) -> None:
    other = queries.name_taken(database, name, but)
    if other is not None:
        raise UsageError(f"There is a template “{other.name}” already; give this one another name.")


def _free_name(database: Database, name: str) -> str:
    """The name with the next number that no template has: `Nudge 2`."""
    stem = re.sub(r" \d+$", "", name)[: MOST_NAME - 5]
    number = 2
    while queries.name_taken(database, f"{stem} {number}") is not None:
        number += 1
    return f"{stem} {number}"
