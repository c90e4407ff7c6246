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
