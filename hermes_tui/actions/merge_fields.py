"""What a lead made of two will say, field by field: the kept lead's word, the dropped one's, or both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from hermes_tui.actions.fields import nearest
from hermes_tui.formats import money_with
from storage.database import Database
from storage.errors import UsageError
from storage.queries.lead import LeadDetail, detail
from storage.queries.stages import stages

KEEP, DROP, BOTH = "keep", "drop", "both"
SIDES = (KEEP, DROP, BOTH)

# name → what it is called, and the columns that go together.
_FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "title": ("title", ("title",)),
    "company": ("company", ("company",)),
    "stage": ("stage", ("stage_id", "close_reason")),
    "value": ("value", ("value",)),
    "budget_min": ("budget from", ("budget_min",)),
    "budget_max": ("budget to", ("budget_max",)),
    "deadline": ("deadline", ("deadline_on",)),
    "source": ("source", ("source",)),
    "source_url": ("source link", ("source_url",)),
    "external_id": ("id there", ("external_id",)),
    "author": ("author", ("author",)),
    "author_url": ("author's page", ("author_url",)),
    "email": ("e-mail", ("email", "email_source")),
    "phone": ("phone", ("phone",)),
    "website": ("website", ("website",)),
    "score": ("score", ("score", "score_reasons", "score_manual")),
    "description": ("description", ("description",)),
}
_MONEY = ("value", "budget_min", "budget_max")
_ALIASES = {"deadline_on": "deadline", "url": "source_url", "name": "title", "budget": "budget_max", "tags": "tags"}
_NEVER_EMPTY = ("title", "stage")


class Field(NamedTuple):
    """One field of both leads: in words, whose word holds, and whether the rep said so."""

    name: str
    label: str
    kept: str
    dropped: str
    choice: str
    chosen: bool = False

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.kept != self.dropped

    @property
    def lost(self) -> bool:
        """Whether the dropped lead's word is not in the result."""
        return bool(self.dropped) and self.differs and self.choice == KEEP


def fields(database: Database, kept: LeadDetail, dropped: LeadDetail, choices: Mapping[str, str]) -> list[Field]:
    """Every field that either lead says something of. Raises UsageError for a choice that is none.

    What the rep did not choose is the kept lead's, or the dropped one's where the kept has nothing; two descriptions
    are joined. Amounts in two currencies cannot be mixed: there they all follow `value`.
    """
    asked = _understood(choices)
    labels = {stage.id: stage.label for stage in stages(database)}
    found = []
    for name, (label, _) in _FIELDS.items():
        mine, theirs = _in_words(name, kept, labels), _in_words(name, dropped, labels)
        if mine or theirs:
            choice = asked.get(name) or _of_itself(name, mine, theirs)
            found.append(Field(name, label, mine, theirs, choice, name in asked))
    if _currencies_differ(kept, dropped):
        found = _as_one_amount(found, asked)
    for field in found:
        if field.choice == DROP and not field.dropped and field.name in _NEVER_EMPTY:
            raise UsageError(f"A lead needs a {field.name}; nothing was merged.")
    return found


def values(found: list[Field], kept: LeadDetail, dropped: LeadDetail) -> dict[str, Any]:
    """The columns of the kept lead that change."""
    wanted: dict[str, Any] = {}
    for field in found:
        if field.choice == DROP:
            wanted.update({column: getattr(dropped, column) for column in _FIELDS[field.name][1]})
        elif field.choice == BOTH:
            wanted["description"] = f"{kept.description}\n\n{dropped.description}"
    if any(field.choice == DROP for field in found if field.name in _MONEY):
        wanted["currency"] = dropped.currency or kept.currency
    if any(field.name == "stage" and field.choice == DROP for field in found):
        # The dropped lead's history comes along with its stage, and a history begins when its lead does.
        wanted |= {"created_at": dropped.created_at, "engaged_at": dropped.engaged_at}
    mine, theirs = json.loads(kept.custom), json.loads(dropped.custom)
    if not theirs.keys() <= mine.keys():
        wanted["custom"] = json.dumps({**theirs, **mine}, ensure_ascii=False)
    wanted["dismissed_at"] = _dismissed(kept, dropped)
    return {column: value for column, value in wanted.items() if getattr(kept, column) != value}


def _understood(choices: Mapping[str, str]) -> dict[str, str]:
    asked = {}
    for typed, side in choices.items():
        name = _ALIASES.get(typed.casefold(), typed.casefold())
        if name not in _FIELDS:
            if name == "tags":
                raise UsageError("Tags need no choice: a merged lead has those of both; nothing was merged.")
            raise nearest(typed, _FIELDS, "merge")
        plain = side.strip().casefold()
        if plain not in SIDES:
            raise UsageError(f"`{typed}={side}` is no choice; say {typed}=keep or {typed}=drop, nothing was merged.")
        if plain == BOTH and name != "description":
            raise UsageError(f"Two descriptions can be joined, a {name} is one; say {name}=keep or {name}=drop.")
        asked[name] = plain
    return asked


def _of_itself(name: str, mine: str, theirs: str) -> str:
    if not mine:
        return DROP
    if name == "description" and theirs:
        if mine in theirs:
            return KEEP if mine == theirs else DROP
        return KEEP if theirs in mine else BOTH
    return KEEP


def _currencies_differ(kept: LeadDetail, dropped: LeadDetail) -> bool:
    with_amounts = [any(getattr(lead, name) is not None for name in _MONEY) for lead in (kept, dropped)]
    return all(with_amounts) and kept.currency != dropped.currency


def _as_one_amount(found: list[Field], asked: Mapping[str, str]) -> list[Field]:
    choice = next((asked[name] for name in _MONEY if name in asked), KEEP)
    if any(asked.get(name, choice) != choice for name in _MONEY):
        raise UsageError("The amounts are in two currencies; they are all kept or all taken over, nothing was merged.")
    return [field._replace(choice=choice) if field.name in _MONEY else field for field in found]


def _in_words(name: str, lead: LeadDetail, labels: Mapping[int, str]) -> str:
    if name == "stage":
        return labels[lead.stage_id] + (f" ({lead.close_reason})" if lead.close_reason else "")
    if name == "score":
        return "" if lead.score is None else f"{lead.score}{' set by hand' if lead.score_manual else ''}"
    value = getattr(lead, _FIELDS[name][1][0])
    if value is None:
        return ""
    return money_with(value, lead.currency) if name in _MONEY else str(value)


def _dismissed(kept: LeadDetail, dropped: LeadDetail) -> int | None:
    """Until when "no answer needed" holds: a reply that either lead still owes must stay owed."""
    owing = [lead.dismissed_at for lead in (kept, dropped) if lead.owed_since is not None]
    if owing:
        return None if None in owing else min(moment for moment in owing if moment is not None)
    return max((lead.dismissed_at for lead in (kept, dropped) if lead.dismissed_at is not None), default=None)


def both(database: Database, keep_id: int, drop_id: int) -> tuple[LeadDetail, LeadDetail]:
    """The two leads of a merge. Raises UsageError where they are one, NotFound."""
    if keep_id == drop_id:
        raise UsageError(f"Lead #{keep_id} cannot be merged with itself; nothing was changed.")
    return detail(database, keep_id), detail(database, drop_id)
