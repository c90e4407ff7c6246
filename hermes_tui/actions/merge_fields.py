"""What a lead made of two will say, field by field: the kept lead's word, the dropped one's, or both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from hermes_tui.actions.custom import CUSTOM, own_name
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
    """One field of both leads: in words, whose word holds, and whether the rep said so.

    `together`: the fields that are kept or taken over only along with it.
    """

    name: str
    label: str
    kept: str
    dropped: str
    choice: str
    chosen: bool = False
    together: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.kept != self.dropped

    @property
    def lost(self) -> bool:
        """Whether the dropped lead's word is not in the result."""
        return bool(self.dropped) and self.differs and self.choice == KEEP

    @property
    def replaced(self) -> bool:
        """Whether the kept lead's word is not in the result, because the rep chose the other."""
        return self.chosen and bool(self.kept) and self.differs and self.choice == DROP


def fields(database: Database, kept: LeadDetail, dropped: LeadDetail, choices: Mapping[str, str]) -> list[Field]:
    """Every field that either lead says something of. Raises UsageError for a choice that is none.

    What the rep did not choose is the kept lead's, or the dropped one's where the kept has nothing; two descriptions
    are joined. Amounts in two currencies cannot be mixed: there they all follow the first that was chosen.
    """
    own = _own_fields(kept, dropped)
    asked = _understood(choices, own)
    labels = {stage.id: stage.label for stage in stages(database)}
    found = []
    for name, (label, _) in _FIELDS.items():
        mine, theirs = _in_words(name, kept, labels), _in_words(name, dropped, labels)
        if mine or theirs:
            choice = asked.get(name, BOTH)
            if choice == BOTH:
                choice = _of_itself(name, mine, theirs)
            found.append(Field(name, label, mine, theirs, choice, name in asked))
    for name, (mine, theirs) in own.items():
        choice = asked.get(name) or _of_itself(name, mine, theirs)
        found.append(Field(name, name.removeprefix(CUSTOM), mine, theirs, choice, name in asked))
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
        if field.name.startswith(CUSTOM):
            continue
        if field.choice == DROP:
            wanted.update({column: getattr(dropped, column) for column in _FIELDS[field.name][1]})
        elif field.choice == BOTH:
            wanted["description"] = f"{kept.description}\n\n{dropped.description}"
    if any(field.choice == DROP for field in found if field.name in _MONEY):
        wanted["currency"] = dropped.currency or kept.currency
    if any(field.name == "stage" and field.choice == DROP for field in found):
        # The dropped lead's history comes along with its stage, and a history begins when its lead does.
        wanted |= {"created_at": dropped.created_at, "engaged_at": dropped.engaged_at}
    taken = [field.name.removeprefix(CUSTOM) for field in found if field.choice == DROP and CUSTOM in field.name]
    if taken:
        wanted["custom"] = _with_taken(json.loads(kept.custom), json.loads(dropped.custom), taken)
    wanted["dismissed_at"] = _dismissed(kept, dropped)
    wanted["snoozed_until"] = _asleep(kept, dropped)
    return {column: value for column, value in wanted.items() if getattr(kept, column) != value}


def _own_fields(kept: LeadDetail, dropped: LeadDetail) -> dict[str, tuple[str, str]]:
    """The custom fields of both in words, by `custom.NAME` as the kept lead writes it, else the dropped one."""
    mine, theirs = json.loads(kept.custom), json.loads(dropped.custom)
    found = {name: (_plain(value), "") for name, value in mine.items()}
    for name, value in theirs.items():
        own = own_name(mine, name)
        found[own] = (found.get(own, ("", ""))[0], _plain(value))
    return {f"{CUSTOM}{name}": both for name, both in found.items()}


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _with_taken(mine: dict[str, Any], theirs: dict[str, Any], taken: list[str]) -> str:
    for name in taken:
        other = own_name(theirs, name)
        if other in theirs:
            mine[name] = theirs[other]
        else:
            mine.pop(name, None)
    return json.dumps(mine, ensure_ascii=False)


def _understood(choices: Mapping[str, str], own: Mapping[str, object]) -> dict[str, str]:
    """The choices by the names of fields, those of the rep's own making among them. Raises UsageError."""
    asked = {}
    for typed, side in choices.items():
        name = _ALIASES.get(typed.casefold(), typed.casefold())
        name = next((each for each in own if each.casefold() == name), name)
        if name not in _FIELDS and name not in own:
            if name.startswith(CUSTOM):
                raise UsageError(f"Neither lead has a field `{typed}`; nothing was merged.")
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
    """Whose word holds where the rep said nothing, or said `both` of a description that only one has."""
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
    return [field._replace(choice=choice, together=_MONEY) if field.name in _MONEY else field for field in found]


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


def _asleep(kept: LeadDetail, dropped: LeadDetail) -> int | None:
    """How long the kept lead sleeps on: no longer than the other would have, where that owes a reply."""
    if kept.snoozed_until is None or dropped.owed_since is None:
        return kept.snoozed_until
    return None if dropped.snoozed_until is None else min(kept.snoozed_until, dropped.snoozed_until)


def both(database: Database, keep_id: int, drop_id: int) -> tuple[LeadDetail, LeadDetail]:
    """The two leads of a merge. Raises UsageError where they are one, NotFound."""
    if keep_id == drop_id:
        raise UsageError(f"Lead #{keep_id} cannot be merged with itself; nothing was changed.")
    return detail(database, keep_id), detail(database, drop_id)
