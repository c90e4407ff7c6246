"""The people of a lead and how they feel."""

from __future__ import annotations

from peewee import BigIntegerField, ForeignKeyField, TextField

from storage.models.base import Row
from storage.models.deals import Import, Lead


class Contact(Row):
    """A person of a lead's buying committee."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    name = TextField()
    email = TextField(null=True)
    email_typed = TextField(null=True)
    phone = TextField(null=True)
    phone_typed = TextField(null=True)
    role = TextField(null=True)
    channel = TextField(null=True)
    sentiment = TextField(null=True)
    is_primary = BigIntegerField(default=0)
    bounced_at = BigIntegerField(null=True)
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
    last_touch_at = BigIntegerField(null=True)
    last_in_at = BigIntegerField(null=True)
    touch_count = BigIntegerField(default=0)
    last_out_at = BigIntegerField(null=True)
    buys = BigIntegerField(default=0)


class SentimentEvent(Row):
    """A change of a person's mood; append-only."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="CASCADE")
    sentiment = TextField(null=True)
    at = BigIntegerField()
