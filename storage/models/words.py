"""What is said and written: notes and the objections in them, templates, messages, touches, signals."""

from __future__ import annotations

from peewee import BigIntegerField, ForeignKeyField, TextField

from storage.models.base import Row
from storage.models.deals import Import, Lead
from storage.models.people import Contact


class Note(Row):
    """Words about a lead: the rep's, a model's or the system's."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    kind = TextField(default="MANUAL")
    model = TextField(null=True)
    text = TextField()
    at = BigIntegerField()
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()


class Objection(Row):
    """What a note says stands in the way."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    note = ForeignKeyField(Note, on_delete="CASCADE")
    kind = TextField()
    state = TextField(default="open")
    raised_at = BigIntegerField()
    resolved_at = BigIntegerField(null=True)
    resolution = TextField(null=True)


class Template(Row):
    """A message to be written again and again."""

    name = TextField(unique=True)
    kind = TextField(default="CUSTOM")
    channel = TextField(default="email")
    subject = TextField(default="")
    body = TextField(default="")
    active = BigIntegerField(default=1)
    version = BigIntegerField(default=1)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()


class TemplateVersion(Row):
    """What a template said before it was changed."""

    template = ForeignKeyField(Template, on_delete="CASCADE")
    version = BigIntegerField()
    subject = TextField()
    body = TextField()
    at = BigIntegerField()


class Message(Row):
    """A written message, in or out, with its status."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    template = ForeignKeyField(Template, null=True, on_delete="SET NULL")
    channel = TextField(default="email")
    direction = TextField()
    status = TextField()
    automatic = TextField(null=True)
    subject = TextField(default="")
    body = TextField(default="")
    quote = TextField(null=True)
    at = BigIntegerField()
    send_at = BigIntegerField(null=True)
    rfc_message_id = TextField(null=True)
    in_reply_to = TextField(null=True)
    thread = TextField(null=True)
    address = TextField(null=True)
    failure = TextField(null=True)
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
    sentiment = TextField(null=True)
    refs = TextField(null=True)
    way = TextField(null=True)
    claimed_at = BigIntegerField(null=True)
    template_version = BigIntegerField(null=True)
    return_on = TextField(null=True)
    answered_at = BigIntegerField(null=True)
    answered_well = BigIntegerField(default=0)
    stage_id = BigIntegerField(null=True)


class MailQuestion(Row):
    """Mail that came in and waits for the rep to say whose it is."""

    at = BigIntegerField()
    rfc_message_id = TextField(null=True, unique=True)
    in_reply_to = TextField(null=True)
    refs = TextField(null=True)
    from_name = TextField(null=True)
    address = TextField()
    subject = TextField(default="")
    body = TextField(default="")
    words = TextField(default="")
    automatic = TextField(null=True)
    return_on = TextField(null=True)
    candidates = TextField(default="[]")
    why = TextField(default="")
    direction = TextField(default="in")
    message = ForeignKeyField(Message, null=True, on_delete="CASCADE")
    created_at = BigIntegerField()


class Touch(Row):
    """A call, e-mail, meeting, message or voicemail that took place, logged by the rep."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    kind = TextField()
    channel = TextField(null=True)
    direction = TextField()
    sentiment = TextField(null=True)
    text = TextField(default="")
    quote = TextField(null=True)
    at = BigIntegerField()
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
    created_at = BigIntegerField()
    automatic = TextField(null=True)


class Signal(Row):
    """A buying signal: suggested from a text, confirmed or refused by the rep."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    kind = TextField()
    state = TextField(default="suggested")
    evidence = TextField(default="")
    origin = TextField(null=True)
    at = BigIntegerField()
    decided_at = BigIntegerField(null=True)
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
