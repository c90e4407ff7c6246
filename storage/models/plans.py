"""What is to be done and what was offered: tasks, proposals, suggestions."""

from __future__ import annotations

from peewee import BigIntegerField, ForeignKeyField, TextField

from storage.models.base import Row
from storage.models.deals import Import, Lead
from storage.models.people import Contact


class Task(Row):
    """Something to do, about a lead or not."""

    lead = ForeignKeyField(Lead, null=True, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    kind = TextField(default="FOLLOWUP")
    title = TextField()
    priority = TextField(default="MEDIUM")
    status = TextField(default="PENDING")
    due_on = TextField(null=True)
    due_at = BigIntegerField(null=True)
    done_at = BigIntegerField(null=True)
    import_ = ForeignKeyField(Import, column_name="import_id", null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
    origin = TextField(null=True)


class Proposal(Row):
    """An offer, one row a version."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    version = BigIntegerField(default=1)
    title = TextField()
    body = TextField(default="")
    amount = BigIntegerField(null=True)
    currency = TextField(null=True)
    terms = TextField(null=True)
    status = TextField(default="DRAFT")
    sent_at = BigIntegerField(null=True)
    viewed_at = BigIntegerField(null=True)
    decided_at = BigIntegerField(null=True)
    expires_on = TextField(null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()


class Suggestion(Row):
    """A next best action that the rep accepted or refused."""

    lead = ForeignKeyField(Lead, on_delete="CASCADE")
    kind = TextField()
    verdict = TextField()
    at = BigIntegerField()
    because = TextField(null=True)
