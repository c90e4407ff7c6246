"""What the file itself remembers: saved filters, settings, the rules of scoring, the rep's own fields."""

from __future__ import annotations

from peewee import BigIntegerField, Model, TextField

from storage.models.base import DIALECT, Row


class View(Row):
    """A saved filter."""

    name = TextField(unique=True)
    filter_ = TextField(column_name="filter")
    position = BigIntegerField(default=0)


class Setting(Model):
    """A word the file itself remembers."""

    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        database = DIALECT
        legacy_table_names = False


class Mailbox(Row):
    """Where mail is read from, and how far it was read; no part of the journal."""

    name = TextField(unique=True)
    kind = TextField()
    place = TextField()
    state = TextField(default="{}")
    synced_at = BigIntegerField(null=True)


class RuleSet(Row):
    """The rules of scoring as they were from a moment on; the newest are in force."""

    at = BigIntegerField()
    key = BigIntegerField()
    rules = TextField()
    learned = TextField(null=True)
    use_learned = BigIntegerField(default=0)


class CustomField(Row):
    """A field of the rep's own that has a kind."""

    name = TextField(unique=True)
    kind = TextField()
    choices = TextField(default="[]")
    position = BigIntegerField(default=0)
    created_at = BigIntegerField()


class Goal(Row):
    """What the rep wants of a month, and of those after it until another is set."""

    month = TextField()
    kind = TextField()
    amount = BigIntegerField()
    currency = TextField(null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
