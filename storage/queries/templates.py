"""Templates: one whole, those there are, what they said before, and which one a word means."""

from __future__ import annotations

from typing import NamedTuple

from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError

# In the order of a deal's life, as the schema names them.
KINDS = (
    "INITIAL_OUTREACH", "FOLLOWUP_1", "FOLLOWUP_2", "FOLLOWUP_3", "PROPOSAL", "CLOSING", "REJECTION", "CUSTOM",
)  # fmt: skip
CHANNELS = ("email", "linkedin", "reddit", "discord", "x", "whatsapp", "sms", "phone", "other")


class TemplateRow(NamedTuple):
    """A template as it is now. `active` is 0 or 1; moments UTC ms."""

    id: int
    name: str
    kind: str
    channel: str
    subject: str
    body: str
    active: int
    version: int
    created_at: int
    updated_at: int


class VersionRow(NamedTuple):
    """What a template said in one of its versions, and since when (UTC ms)."""

    version: int
    subject: str
    body: str
    at: int


_COLUMNS = ", ".join(TemplateRow._fields)
# By kind in the order of a deal's life, then by name without regard to case.
_PLACE = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(KINDS))
_ORDER = f"ORDER BY CASE kind {_PLACE} END, name COLLATE NOCASE, id"


def templates(database: Database, active_only: bool = False) -> list[TemplateRow]:
    """All templates, or the active ones, by kind and name."""
    where = "WHERE active = 1" if active_only else ""
    return [TemplateRow._make(row) for row in database.rows(f"SELECT {_COLUMNS} FROM template {where} {_ORDER}")]


def template(database: Database, template_id: int) -> TemplateRow:
    """One template. Raises NotFound."""
    row = database.row(f"SELECT {_COLUMNS} FROM template WHERE id = ?", (template_id,))
    if row is None:
        raise NotFound(f"There is no template {template_id}; `hermes template list` shows those there are.")
    return TemplateRow._make(row)


def template_named(database: Database, word: str) -> TemplateRow:
    """The template that a word means: its name in any case, its id, or a part of the name that only it has.

    Raises NotFound naming the nearest, UsageError where several are meant.
    """
    plain = clean(word).casefold()
    known = templates(database)
    exact = [row for row in known if row.name == clean(word)] or [row for row in known if row.name.casefold() == plain]
    if exact:
        return exact[0]
    digits = plain.removeprefix("#")
    if digits.isascii() and digits.isdigit() and len(digits) < 16:
        return template(database, int(digits))
    found = [row for row in known if plain and plain in row.name.casefold()]
    begin = [row for row in found if row.name.casefold().startswith(plain)]
    if len(found) == 1 or len(begin) == 1:
        return (begin if len(begin) == 1 else found)[0]
    if found:
        names = ", ".join(f"“{row.name}”" for row in found[:4]) + (" …" if len(found) > 4 else "")
        raise UsageError(f"Which template is “{clean(word)}”: {names}?")
    raise NotFound(f"There is no template “{clean(word)}”; {_nearest(plain, known)}")


def _nearest(plain: str, known: list[TemplateRow]) -> str:
    from difflib import get_close_matches

    names = {row.name.casefold(): row.name for row in known}
    near = get_close_matches(plain, list(names), n=1, cutoff=0.5)
    return f"did you mean “{names[near[0]]}”?" if near else "`hermes template list` shows those there are."


def name_taken(database: Database, name: str, but: int = 0) -> TemplateRow | None:
    """The other template that has this name in any case, if one has."""
    plain = name.casefold()
    return next((row for row in templates(database) if row.id != but and row.name.casefold() == plain), None)


# A kept version says when it was replaced; the one after it was written at that moment.
_KEPT = "SELECT version, subject, body, at FROM template_version WHERE template_id = ? ORDER BY version"


def versions(database: Database, template_id: int) -> list[VersionRow]:
    """All that the template said, the version in force first. Raises NotFound."""
    now = template(database, template_id)
    found, since = [], now.created_at
    for version, subject, body, replaced_at in database.rows(_KEPT, (template_id,)):
        found.append(VersionRow(version, subject, body, since))
        since = replaced_at
    return [VersionRow(now.version, now.subject, now.body, since), *reversed(found)]


def messages_from(database: Database, template_id: int) -> int:
    """How many messages, drafts included, were written from it."""
    return int(database.value("SELECT COUNT(*) FROM message WHERE template_id = ?", (template_id,)))


_EVER = """
SELECT EXISTS (SELECT 1 FROM template) OR EXISTS (SELECT 1 FROM setting WHERE key = 'starters')
    OR EXISTS (SELECT 1 FROM change WHERE table_name = 'template')
"""


def had_any(database: Database) -> bool:
    """Whether the file has or ever had a template, so that no starters are to be put into it."""
    return bool(database.value(_EVER))
