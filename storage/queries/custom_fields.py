"""The rep's own fields: those declared with a kind, and what leads hold in them, declared or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from storage.database import Database

TEXT, NUMBER, DATE, CHOICE = "text", "number", "date", "choice"
KINDS = (TEXT, NUMBER, DATE, CHOICE)


class CustomField(NamedTuple):
    """A declared field. `kind` is one of KINDS; `choices` are those of a choice, in the order they are offered."""

    id: int
    name: str
    kind: str
    choices: tuple[str, ...] = ()
    position: int = 0


class Held(NamedTuple):
    """A name as leads spell it, and how many of them hold a value under it."""

    name: str
    leads: int


_FIELDS = "SELECT id, name, kind, choices, position FROM custom_field ORDER BY position, id"
_HELD = """
SELECT mine.key, COUNT(*) FROM lead, json_each(lead.custom) AS mine
WHERE lead.custom <> '{}' GROUP BY mine.key ORDER BY 2 DESC, 1
"""
_NAMES = "SELECT DISTINCT mine.key FROM lead, json_each(lead.custom) AS mine WHERE lead.custom <> '{}' ORDER BY 1"
_WORDS = """
SELECT mine.value, COUNT(*) FROM lead, json_each(lead.custom) AS mine
WHERE lead.custom <> '{}' AND mine.key IN (SELECT value FROM json_each(?)) AND mine.type = 'text'
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?
"""
_HOLDING = """
SELECT lead.id, lead.custom FROM lead
WHERE lead.custom <> '{}' AND EXISTS
    (SELECT 1 FROM json_each(lead.custom) AS mine WHERE mine.key IN (SELECT value FROM json_each(?)))
ORDER BY lead.id
"""


def custom_fields(database: Database) -> list[CustomField]:
    """The declared fields, in the order in which forms show them."""
    import json  # not at start: a list under a filter does without

    return [
        CustomField(number, name, kind, tuple(json.loads(choices)), position)
        for number, name, kind, choices, position in database.rows(_FIELDS)
    ]


def declared(fields: Sequence[CustomField], name: str) -> CustomField | None:
    """The field of this name, however its letters are cased."""
    folded = name.casefold()
    return next((field for field in fields if field.name.casefold() == folded), None)


def held(database: Database) -> list[Held]:
    """The names that leads hold values under, as they spell them, the most used first; reads every lead."""
    return [Held(*row) for row in database.rows(_HELD)]


def held_names(database: Database) -> list[str]:
    """The names that leads hold values under, as they spell them; reads every lead."""
    return [row[0] for row in database.rows(_NAMES)]


def words_held(database: Database, names: Sequence[str], most: int) -> list[str]:
    """The texts that leads hold under these spellings of a name, the most used first, at most so many."""
    import json

    return [row[0] for row in database.rows(_WORDS, (json.dumps(list(names)), most))]


def leads_holding(database: Database, names: Sequence[str]) -> list[tuple[int, dict[str, Any]]]:
    """Lead → its custom fields, of those that hold a value under one of these spellings; in order of ids."""
    import json

    rows = database.rows(_HOLDING, (json.dumps(list(names)),))
    return [(lead_id, json.loads(custom)) for lead_id, custom in rows]


_SPELT = """
SELECT mine.key FROM lead, json_each(lead.custom) AS mine WHERE lead.custom <> '{}' AND mine.key GLOB ? LIMIT 1
"""


class FieldsOf:
    """The fields of a file as filters ask for them (storage/filters): read when the first is named, and kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._declared: list[CustomField] | None = None
        self._held: list[str] | None = None

    def named(self, typed: str) -> CustomField | None:
        """The field of this name, also without its case, spaces and signs; an undeclared one has no kind."""
        from storage.filters.conditions import squeezed
        from storage.filters.words import folded

        if self._declared is None:
            self._declared = custom_fields(self._database)
        found = declared(self._declared, typed)
        plain = squeezed(typed)
        if found is None:
            found = next((field for field in self._declared if squeezed(field.name) == plain), None)
        if found is not None:
            return found
        # Where a lead has it, the first one with it tells; only a slip reads all of them.
        pattern = folded(typed).replace("_", "[_ -]")
        name = self._database.value(_SPELT, (pattern,))
        if name is None and plain:
            name = next((held for held in self._names() if squeezed(held) == plain), None)
        return None if name is None else CustomField(0, name, "")

    def all(self) -> list[CustomField]:
        """The declared fields in their order, then the others that leads hold values in, which have no kind."""
        fields = custom_fields(self._database) if self._declared is None else self._declared
        return [*fields, *(CustomField(0, name, "") for name in self._names() if not declared(fields, name))]

    def names(self) -> list[str]:
        """The names of all."""
        return [field.name for field in self.all()]

    def _names(self) -> list[str]:
        if self._held is None:
            self._held = held_names(self._database)
        return self._held
