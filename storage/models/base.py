"""What all tables share: the dialect, and a row with a number."""

from __future__ import annotations

from peewee import AutoField, Model, SqliteDatabase

# Only the SQL dialect is taken from it: queries run on storage.database.Database.
DIALECT = SqliteDatabase(None)


class Row(Model):
    """What all tables share."""

    id = AutoField()

    class Meta:
        database = DIALECT
        legacy_table_names = False
