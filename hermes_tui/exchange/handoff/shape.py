"""What of a lead goes into a packet: every column that is no copy and no number of one file, and how it is written.

A test holds this table equal to the schema: a new column is in the packet or is named as one that stays behind.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """A column and how a packet writes it.

    `kind`: text (`needed`: never absent), whole, flag, moment (UTC ms ↔ ISO with Z), date, money (minor units ↔ the
    number in major units and, beside it, `…_minor`), json; or what it points to: stage and template by name; contact
    and note by their place in the packet, from 1; origin, such as `touch:12`, likewise.
    """

    name: str
    column: str
    kind: str
    needed: bool = False


class Part(NamedTuple):
    """A table of what hangs on a lead, under its name in the packet, in the order of its rows' numbers."""

    name: str
    table: str
    fields: tuple[Field, ...]


def _fields(words: str) -> tuple[Field, ...]:
    """`name:kind` words; `!` behind a kind: needed; `name=column:kind` where the packet says it otherwise."""
    found = []
    for word in words.split():
        said, _, kind = word.partition(":")
        name, _, column = said.partition("=")
        found.append(Field(name, column or name, kind.rstrip("!"), kind.endswith("!")))
    return tuple(found)


LEAD = _fields(
    "title:text! company:text description:text source:text source_url:text external_id:text author:text "
    "author_url:text email:text email_source:text phone:text website:text budget_min:money budget_max:money "
    "value:money currency:text deadline=deadline_on:date stage=stage_id:stage! score:whole score_reasons:reasons! "
    "score_manual:flag! close_reason:text snoozed_until:moment dismissed_at:moment engaged_at:moment custom:custom! "
    "created_at:moment! updated_at:moment!"
)

# In the order in which they are written: what others point to comes before them.
PARTS: tuple[Part, ...] = (
    Part("contacts", "contact", _fields(
        "name:text! email:text email_typed:text phone:text phone_typed:text role:text channel:text sentiment:text "
        "is_primary:flag! bounced_at:moment created_at:moment! updated_at:moment!")),
    Part("moods", "sentiment_event", _fields("contact=contact_id:contact sentiment:text at:moment!")),
    Part("notes", "note", _fields(
        "contact=contact_id:contact kind:text! model:text text:words! at:moment! created_at:moment! "
        "updated_at:moment!")),
    Part("objections", "objection", _fields(
        "note=note_id:note! kind:text! state:text! raised_at:moment! resolved_at:moment resolution:text")),
    Part("messages", "message", _fields(
        "contact=contact_id:contact template=template_id:template channel:text! direction:text! status:text! "
        "automatic:text subject:words! body:words! quote:text at:moment! send_at:moment rfc_message_id:text "
        "in_reply_to:text refs:text thread:text address:text way:text failure:text sentiment:text return_on:date "
        "template_version:whole created_at:moment! updated_at:moment!")),
    Part("touches", "touch", _fields(
        "contact=contact_id:contact kind:text! channel:text direction:text! sentiment:text text:words! quote:text "
        "at:moment! automatic:text created_at:moment!")),
    Part("tasks", "task", _fields(
        "contact=contact_id:contact kind:text! title:text! priority:text! status:text! due=due_on:date due_at:moment "
        "done_at:moment origin:text created_at:moment! updated_at:moment!")),
    Part("proposals", "proposal", _fields(
        "version:whole! title:words! body:words! amount:money currency:text terms:text status:text! sent_at:moment "
        "viewed_at:moment decided_at:moment expires_on:date created_at:moment! updated_at:moment!")),
    Part("signals", "signal", _fields(
        "contact=contact_id:contact kind:text! state:text! evidence:words! origin:origin at:moment! "
        "decided_at:moment")),
    Part("stages", "stage_event", _fields(
        "from=from_stage_id:stage stage=to_stage_id:stage! entered_at=at:moment! left_at:moment cause:text! "
        "reason:text")),
    Part("suggestions", "suggestion", _fields("kind:text! verdict:text! at:moment! because:text")),
)  # fmt: skip

# What an origin may point to.
ORIGINS = {"touch": "touches", "message": "messages", "note": "notes"}
