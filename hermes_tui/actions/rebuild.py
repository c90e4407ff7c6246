"""Rebuilding a lead from a packet: every row of it in one action, or the lead that is here already."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from hermes_tui.actions.handoff import KEY_BEFORE, own_lead
from hermes_tui.actions.outcome import acting, called
from hermes_tui.actions.packet_fields import settled
from hermes_tui.exchange.handoff.gather import lead_content
from hermes_tui.exchange.handoff.packet import Packet, checksum
from hermes_tui.exchange.handoff.shape import LEAD, PARTS, Part
from hermes_tui.exchange.handoff.values import unpacked
from hermes_tui.formats import count
from storage import derived, journal, records
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError


class Taken(NamedTuple):
    """What became of a packet.

    `fate`: created; unchanged, the lead being here as the packet tells it; or kept, being here and told otherwise.
    `words` is the sentence for the rep; `notes` say what could not come along as it was.
    """

    fate: str
    lead_id: int
    words: str
    contacts: int = 0
    import_id: int | None = None
    action_id: int = 0
    notes: tuple[str, ...] = ()


class _Known(NamedTuple):
    lead_id: int
    alike: bool


def take_in(database: Database, packet: Packet, now: int) -> Taken:
    """Rebuild the packet's lead as one action, undone as one. A lead that is here already is left as it is.

    Raises UsageError, with nothing changed, where the packet says what no lead can be.
    """
    with database.transaction():
        known = _known(database, packet)
        if known is not None:
            return _left(database, packet, known)
        try:
            return _rebuilt(database, packet, now)
        except sqlite3.IntegrityError as error:
            raise _impossible(packet, _refused_by_schema(error)) from error
        except UsageError as error:
            raise _impossible(packet, str(error)) from error


def what_is_here(database: Database, packet: Packet) -> Taken | None:
    """What `take_in` would answer where the lead is here already; None where it would make one. Changes nothing."""
    known = _known(database, packet)
    return None if known is None else _left(database, packet, known)


def _refused_by_schema(error: sqlite3.IntegrityError) -> str:
    """What the schema said, in words; what the packet may not say twice is named by its table."""
    words = str(error)
    if words.startswith("UNIQUE"):
        return f"two of what there can be one of: {words.rpartition(': ')[2].partition('.')[0]}"
    return "a word that is none of those there are"


def _impossible(packet: Packet, why: str) -> UsageError:
    return UsageError(f"The packet {packet.name} says what no lead can be ({clean(why)}); nothing was imported.")


# -- here already ----------------------------------------------------------------------------------------

_BY_KEY = "SELECT lead_id, digest FROM import_row WHERE key = ?"
_BY_URL = "SELECT id FROM lead WHERE source_url = ?"
_BY_NUMBER = "SELECT id FROM lead WHERE external_id = ? ORDER BY id LIMIT 1"


def _known(database: Database, packet: Packet) -> _Known | None:
    """The packet's lead in this file: brought by a packet before, made here, or the same by URL or foreign number."""
    brought = database.row(_BY_KEY, (KEY_BEFORE + packet.key,))
    if brought is not None:
        told = json.loads(brought[1]).get("packet")
        return _Known(brought[0], told == packet.checksum or _told_now(database, packet, brought[0]))
    number = own_lead(database, packet.key)
    for sql, name in ((_BY_URL, "source_url"), (_BY_NUMBER, "external_id")):
        value = packet.content.get(name)
        if number is None and isinstance(value, str) and clean(value):
            number = database.value(sql, (clean(value),))
    return None if number is None else _Known(number, _told_now(database, packet, number))


def _told_now(database: Database, packet: Packet, lead_id: int) -> bool:
    return checksum(packet.key, lead_content(database, lead_id)) == packet.checksum


def _left(database: Database, packet: Packet, known: _Known) -> Taken:
    who = called(database, [known.lead_id])
    if known.alike:
        return Taken("unchanged", known.lead_id, f"{who} is already here as #{known.lead_id}; nothing was imported.")
    return Taken(
        "kept", known.lead_id,
        f"{who} is already here as #{known.lead_id}, and the packet {packet.name} tells something else of it; a packet "
        "rebuilds a lead and changes none, so nothing was imported: to have the packet's, delete the one here first "
        "(`:delete` on its page; undo brings it back).",
    )  # fmt: skip


# -- rebuilding ------------------------------------------------------------------------------------------


def _rebuilt(database: Database, packet: Packet, now: int) -> Taken:
    content, notes = packet.content, list[str]()
    with acting(database, "import", [], now) as doing, journal.action(database, "import", "", now) as loading:
        numbers: dict[str, dict[Any, Any]] = {
            "stage": {name: number for number, name in database.rows("SELECT id, name FROM stage")},
            "template": {name: number for number, name in database.rows("SELECT id, name FROM template")},
        }
        values = unpacked(LEAD, content, numbers, "the lead")
        if not clean(values["title"]):
            raise UsageError("`title` of the lead is empty")
        held = settled(database, json.loads(values["custom"]), packet.fields, now, notes)
        values["custom"] = json.dumps(held, ensure_ascii=False)
        loading.import_id = records.insert(
            database, "import", at=now, name=packet.name, sha256=packet.checksum.removeprefix("sha256:"), created=1
        )
        # The copies are worked out at the end of the action; these two may not be missing before.
        lead_id = records.insert(
            database, "lead", **values, import_id=loading.import_id, stage_entered_at=values["created_at"],
            silent_since=values["created_at"],
        )  # fmt: skip
        for part in PARTS:
            numbers[part.name] = _inserted(database, part, content, lead_id, numbers, notes)
        notes += _unknown_templates(content, numbers)
        _tag(database, lead_id, content.get("tags", []))
        digest = json.dumps({"packet": packet.checksum})
        records.insert(
            database, "import_row", lead_id=lead_id, import_id=loading.import_id, key=KEY_BEFORE + packet.key,
            digest=digest,
        )  # fmt: skip
        who, people = called(database, [lead_id]), len(numbers["contacts"])
        doing.made = lead_id
        doing.say(f"imported {who} from {packet.name}")
    derived.refresh_pace(database.connection())
    said = count(
        sum(len(numbers[name]) for name in ("notes", "touches", "messages")), "touch or note", "touches and notes"
    )
    words = f"{who} is here as #{lead_id}: {count(people, 'person', 'people')}, {said}"
    once = tuple(dict.fromkeys(notes))
    return Taken("created", lead_id, words, people, loading.import_id, doing.outcome.action_id, once)


def _inserted(
    database: Database, part: Part, content: dict[str, Any], lead_id: int, numbers: dict[str, dict[Any, Any]],
    notes: list[str],
) -> dict[Any, Any]:  # fmt: skip
    """The rows of a part, written; their new ids by place."""
    rows = content.get(part.name, [])
    if not isinstance(rows, list):
        raise UsageError(f"`{part.name}` is no list")
    found: dict[Any, Any] = {}
    for place, said in enumerate(rows, 1):
        values = unpacked(part.fields, said, numbers, f"number {place} of its {part.name}")
        if part.table == "message":
            _settle_message(database, values, notes)
        found[place] = records.insert(database, part.table, lead_id=lead_id, **values)
    return found


def _settle_message(database: Database, values: dict[str, Any], notes: list[str]) -> None:
    """What must not be twice: a sending that two Hermes would both do, a mail that is on file here already."""
    if values["status"] == "SCHEDULED":
        values |= {"status": "DRAFT", "way": None, "failure": None}  # nobody's hand is on it here
        notes.append("A scheduled message came as a draft, since the other Hermes may still send it.")
    known = "SELECT 1 FROM message WHERE rfc_message_id = ?"
    if values["rfc_message_id"] and database.value(known, (clean(values["rfc_message_id"]),)):
        values["rfc_message_id"] = None
        notes.append("A mail that another lead here has on file came without its mail number.")


def _unknown_templates(content: dict[str, Any], numbers: dict[str, dict[Any, Any]]) -> list[str]:
    """In one sentence, the templates of messages that this file has none of that name for."""
    names = dict.fromkeys(said["template"] for said in content.get("messages", []) if said.get("template"))
    unknown = [f"“{clean(name)}”" for name in names if name not in numbers["template"]]
    if not unknown:
        return []
    one = len(unknown) == 1
    which = unknown[0] if one else f"{', '.join(unknown[:-1])} and {unknown[-1]}"
    return [
        f"There {'is no template' if one else 'are no templates'} {which} here; what was written with "
        f"{'it came without it' if one else 'them came without'}."
    ]


def _tag(database: Database, lead_id: int, names: Any) -> None:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UsageError("`tags` is no list of words")
    for name in dict.fromkeys(filter(None, map(clean, names))):
        number = database.value("SELECT id FROM tag WHERE name = ?", (name,))
        number = records.insert(database, "tag", name=name) if number is None else number
        records.insert(database, "lead_tag", lead_id=lead_id, tag_id=number)
