"""What the file itself remembers: saved filters and settings."""

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
