"""A lead that begins with a person: both in one action, so that one undo takes both away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.outcome import Outcome, acting
from storage.database import Database


def add_lead_with_person(
    database: Database, given: Mapping[str, str], person: Mapping[str, str], now: int, today: date, currency: str,
    region: str = "",
) -> Outcome:  # fmt: skip
    """Add a lead and, where `person` has a name, its first contact as the champion; `made` is the lead's id.

    A form begins with the first stage in it: one that was left so is no word of the rep's.

    Without a name the person's e-mail and phone are the lead's own. Raises UsageError; nothing was added then.
    """
    named = bool(person.get("name", "").strip())
    typed = dict(given) if named else {**given, **{name: text for name, text in person.items() if name != "name"}}
    if typed.get("stage") == "NEW":
        del typed["stage"]
    with acting(database, "add", [], now) as doing:
        added = add_lead(database, typed, now, today, currency=currency)
        if named:
            add_contact(database, added.made, {**person, "is_primary": "yes"}, now, today, region)
        doing.made = added.made
        doing.say(added.words)
    return doing.outcome
