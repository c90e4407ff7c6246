"""Leads as text for the rep's own editor, and what the edited text changes.

A lead is a block: a mark, a line a field, then `description:` and `notes:`, whose lines run to the next of these.
A line in them that looks like one of these carries a backslash, so that every text comes back as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from hermes_tui.actions.custom import CUSTOM, custom_values, own_texts
from hermes_tui.actions.fields import LEAD_ALIASES, LEAD_FIELDS, lead_values, nearest
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.stages import stage_named
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError
from storage.queries import lead as lead_queries
from storage.queries.custom_fields import custom_fields
from storage.queries.stages import stages

# In the order in which the text and the form show them; the description stands apart.
TEXT_FIELDS: tuple[str, ...] = (
    "title", "company", "stage", "value", "currency", "source", "tags", "email", "phone", "website", "deadline",
    "budget_min", "budget_max", "score", "source_url", "external_id", "author", "author_url",
)  # fmt: skip
NOTE = "note"

_HELP = """\
# Save and leave the editor; a field you leave empty is emptied, a line you take out is left as it was.
# What you write under notes: is added as a new note; #budget in it tags an objection.
"""
_WITH_CURRENCY = re.compile(r"(.*?)\s*(?<![A-Za-z])([A-Za-z]{3})")
_BETWEEN = re.compile(r"\s*(?:–|—|-|\bto\b)\s*")
_MARK = re.compile(r"=== lead #(\d+)\b")
_SPECIAL = re.compile(r"\\*(?:description:|notes:|=== lead #\d)")
_FIELD = re.compile(r"\s*([A-Za-z_]+)\s*:(.*)$")
_QUOTED, _ESCAPE, _ESCAPED = re.compile(r'["\\]'), r"\\\g<0>", re.compile(r"\\(.)")
_OWN = re.compile(r'\s*custom\.(?:("(?:[^"\\]|\\.)*")|([^:"][^:]*))\s*:(.*)$', re.I)


class _Line(NamedTuple):
    number: int
    text: str


def typed_money(minor: int | None) -> str:
    """An amount as a rep types it, to the last cent: `24000`, `1500.50`; the inverse of `fields.parse_money`."""
    if minor is None:
        return ""
    units, cents = divmod(abs(minor), 100)
    return ("-" if minor < 0 else "") + (f"{units}.{cents:02}" if cents else str(units))


def value_typed(text: str) -> dict[str, str]:
    """The fields that an amount typed with its currency sets: `24k EUR` → value and currency, `24k` the value only."""
    match = _WITH_CURRENCY.fullmatch(clean(text))
    if match is None:
        return {"value": text}
    return {"value": match[1], "currency": match[2]}


def budget_typed(text: str) -> dict[str, str]:
    """The fields that a budget sets: `10k - 24k` both ends, `24k` its upper end, nothing empties it."""
    lowest, dash, highest = _BETWEEN.sub("–", clean(text), count=1).partition("–")
    return {"budget_min": lowest if dash else "", "budget_max": highest if dash else lowest}


def typed_lead(database: Database, lead_id: int) -> dict[str, str]:
    """Every field of a lead as a rep would type it, by the names of TEXT_FIELDS, `description` and `custom.NAME`.

    Of the rep's own fields all that are declared, then what else the lead has. Raises NotFound.
    """
    detail = lead_queries.detail(database, lead_id)
    stage = next(stage.name for stage in stages(database) if stage.id == detail.stage_id)
    found = {name: getattr(detail, name, None) or "" for name in (*TEXT_FIELDS, "description")}
    found["stage"] = stage
    found["tags"] = ", ".join(lead_queries.tags(database, lead_id))
    found["deadline"] = detail.deadline_on or ""
    found["score"] = str(detail.score) if detail.score_manual and detail.score is not None else ""
    for name in ("value", "budget_min", "budget_max"):
        found[name] = typed_money(getattr(detail, name))
    own = own_texts(custom_fields(database), json.loads(detail.custom))
    return found | {name: clean(text) for name, text in own.items()}


# -- to text ---------------------------------------------------------------------------------------------


def leads_as_text(database: Database, lead_ids: Sequence[int]) -> str:
    """These leads as one text, a block each. Raises NotFound."""
    blocks = [_block(lead_id, typed_lead(database, lead_id)) for lead_id in lead_ids]
    return _HELP + "".join(blocks)


def _block(lead_id: int, typed: Mapping[str, str]) -> str:
    lines = [f"=== lead #{lead_id}", *(f"{name}: {typed[name]}".rstrip() for name in TEXT_FIELDS)]
    lines += [f"{_written(name)}: {text}".rstrip() for name, text in typed.items() if name.startswith(CUSTOM)]
    lines += ["", "description:"]
    description = typed["description"]
    lines += [f"\\{line}" if _SPECIAL.match(line) else line for line in description.split("\n") if description]
    return "\n".join([*lines, "", "notes:", "", ""])


def _written(name: str) -> str:
    """`custom.NAME` as a line begins with it; a name that a colon or a quote would cut stands in quotes."""
    own = name.removeprefix(CUSTOM)
    if not set(own) & set(':"\\'):
        return name
    return f'{CUSTOM}"{_QUOTED.sub(_ESCAPE, own)}"'


# -- from text -------------------------------------------------------------------------------------------


def edits_from_text(before: str, after: str) -> dict[int, dict[str, str]]:
    """What an edited text changes, by lead: fields as typed, `note` where one was written.

    A block that was taken out is left as it was. Raises UsageError naming the line that makes no sense.
    """
    known = _read(before)
    edits = {}
    for lead_id, typed in _read(after).items():
        if lead_id not in known:
            raise UsageError(f"Lead #{lead_id} was not in this text; put its number back as it was.")
        was = known[lead_id]
        changed = {name: text for name, text in typed.items() if text != was.get(name, "")}
        if not changed.get("stage", "-"):
            del changed["stage"]  # no lead is in no stage
        if changed:
            edits[lead_id] = changed
    return edits


def check_edits(database: Database, edits: Mapping[int, Mapping[str, str]], today: date) -> None:
    """Raises UsageError for the first value that its field cannot take."""
    for lead_id, given in edits.items():
        typed = {name: text for name, text in given.items() if name not in (NOTE, "stage")}
        try:
            lead_values(custom_values(database, typed, today)[1], today)
            if given.get("stage"):
                stage_named(stages(database), given["stage"])
        except UsageError as error:
            raise UsageError(f"Lead #{lead_id}: {error}") from None


def apply_edits(database: Database, edits: Mapping[int, Mapping[str, str]], now: int, today: date) -> Outcome:
    """Make these changes to these leads, notes included, as one action. Raises UsageError, NotFound."""
    from hermes_tui.actions.leads import edit_lead
    from hermes_tui.actions.notes import add_note

    check_edits(database, edits, today)
    with acting(database, "edit", list(edits), now) as doing:
        said: dict[str, None] = {}
        for lead_id, given in edits.items():
            fields = {name: text for name, text in given.items() if name != NOTE}
            if fields:
                edit_lead(database, [lead_id], fields, now, today)
                said.update(dict.fromkeys(name.replace("_", " ") for name in fields))
            if given.get(NOTE):
                add_note(database, [lead_id], given[NOTE], now)
                said["note added"] = None
        names = [name for name in said if name != "note added"]
        parts = [f"{', '.join(names)} changed"] if names else []
        doing.say(", ".join([*parts, *(["note added"] if "note added" in said else [])]) or "nothing changed")
    return doing.outcome


def _read(text: str) -> dict[int, dict[str, str]]:
    """The blocks of a text: lead → its fields as typed, cleaned, with `description` and `note`."""
    found: dict[int, dict[str, str]] = {}
    for lead_id, lines in _blocks(text):
        if lead_id in found:
            raise UsageError(f"Lead #{lead_id} stands in the text twice; take one of them out.")
        found[lead_id] = _fields(lines)
    return found


def _blocks(text: str) -> Iterator[tuple[int, list[_Line]]]:
    lead_id, lines = 0, list[_Line]()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        mark = _MARK.match(line)
        if mark is not None:
            if lead_id:
                yield lead_id, lines
            lead_id, lines = int(mark[1]), []
        elif lead_id:
            lines.append(_Line(number, line))
        elif line.strip() and not line.startswith("#"):
            raise UsageError(f"Line {number} stands before any lead: `{clean(line)[:60]}`.")
    if lead_id:
        yield lead_id, lines


def _fields(lines: Sequence[_Line]) -> dict[str, str]:
    found: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    section: list[str] | None = None
    for number, line in lines:
        name, colon, rest = line.partition(":")
        if colon and name in ("description", "notes"):
            if name in texts:
                raise UsageError(f"Line {number}: there is a `{name}:` above already; put a \\ before this one.")
            section = texts[name] = [rest]
        elif section is not None:
            section.append(line[1:] if line.startswith("\\") and _SPECIAL.match(line[1:]) else line)
        elif line.strip() and not line.startswith("#"):
            field, value = _field(number, line)
            if field in found:
                raise UsageError(f"Line {number}: `{field}` stands in a line above already.")
            found[field] = value
    for name, field in (("description", "description"), ("notes", NOTE)):
        if name in texts:
            found[field] = clean("\n".join(texts[name]), multiline=True)
    return found


def _field(number: int, line: str) -> tuple[str, str]:
    own = _OWN.match(line)
    if own is not None:
        quoted, plain, value = own.groups()
        name = _ESCAPED.sub(r"\1", quoted[1:-1]) if quoted else plain
        return CUSTOM + clean(name), clean(value)
    match = _FIELD.match(line)
    if match is None:
        raise UsageError(f"Line {number} is no `field: value`: `{clean(line)[:60]}`.")
    name = match[1].casefold()
    name = name if name in TEXT_FIELDS else LEAD_ALIASES.get(name, name)
    if name not in TEXT_FIELDS:
        known = {field: "" for field in TEXT_FIELDS if field in LEAD_FIELDS or field in ("stage", "deadline")}
        raise UsageError(f"Line {number}: {nearest(match[1], known, 'lead')}")
    return name, clean(match[2])
