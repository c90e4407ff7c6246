"""The tables as the file has them and as the models say: one shape, strict, with the stages in their order."""

from __future__ import annotations

import sqlite3

import pytest
from peewee import AutoField, BigIntegerField, FloatField, ForeignKeyField, TextField

from storage import journal_triggers
from storage.database import Database
from storage.models import BY_TABLE, MODELS

# Written by storage itself, never by a model.
ITS_OWN = {"action", "change", "journal_now", "stage_total", "mail_seen", "visit"}
TYPES = {AutoField: "INTEGER", BigIntegerField: "INTEGER", FloatField: "REAL", TextField: "TEXT"}


def tables(database: Database) -> dict[str, str]:
    """The SQL of every table but SQLite's own and the full-text tables' storage."""
    rows = database.rows("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return {name: sql for name, sql in rows if "_fts" not in name}


def test_every_table_has_a_model_and_every_model_a_table(database: Database) -> None:
    assert set(tables(database)) == set(BY_TABLE) | ITS_OWN


def test_every_table_is_strict(database: Database) -> None:
    strict = {row[1]: row[5] for row in database.rows("PRAGMA table_list")}
    assert [name for name in tables(database) if not strict[name]] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.table_name)
def test_a_model_is_its_table_column_by_column(database: Database, model) -> None:
    name = model._meta.table_name
    by_model = []
    for field in model._meta.sorted_fields:
        kind = "INTEGER" if isinstance(field, ForeignKeyField) else TYPES[type(field)]
        default = field.default
        written = None if default is None else (str(default) if isinstance(default, int) else f"'{default}'")
        by_model.append((field.column_name, kind, not field.null, written, bool(field.primary_key)))
    by_table = []
    for _, column, kind, not_null, default, key in database.rows(f"PRAGMA table_info({name})"):
        by_table.append((column, kind, bool(not_null) or bool(key), default, bool(key)))
    assert by_model == by_table


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.table_name)
def test_a_models_references_are_its_tables(database: Database, model) -> None:
    by_model = {
        (field.column_name, field.rel_model._meta.table_name, field.on_delete or "NO ACTION")
        for field in model._meta.sorted_fields
        if isinstance(field, ForeignKeyField)
    }
    rows = database.rows(f"PRAGMA foreign_key_list({model._meta.table_name})")
    assert by_model == {(column, parent, on_delete) for _, _, parent, column, _, _, on_delete, _ in rows}


def test_a_word_where_a_number_belongs_is_refused(rep) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="TEXT value in INTEGER column"):
        rep.database.connection().execute("UPDATE stage SET stuck_days = 'soon'")


def test_the_stages_are_those_that_scoring_knows(database: Database) -> None:
    scoring = pytest.importorskip("hermes_tui.scoring.stages")
    rows = database.rows("SELECT name, kind, funnel_group FROM stage ORDER BY id")
    assert rows == [tuple(stage) for stage in scoring.STAGES]
    assert [row[0] for row in database.rows("SELECT id FROM stage ORDER BY id")] == list(range(1, 14))
    assert database.value("SELECT COUNT(*) FROM stage WHERE kind = 'open' AND stuck_days IS NULL") == 0


def test_a_deal_is_in_play_from_responded_on(database: Database) -> None:
    from storage.derived import IN_PLAY_FROM

    assert database.value("SELECT name FROM stage WHERE id = ?", (IN_PLAY_FROM,)) == "RESPONDED"


def test_every_row_a_rep_can_make_is_journaled_column_by_column(database: Database) -> None:
    assert set(journal_triggers.JOURNALED) == set(BY_TABLE) - {"setting", "stage_pace", "mailbox"}
    triggers = dict(database.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for table in journal_triggers.JOURNALED:
        columns = [row[1] for row in database.rows(f"PRAGMA table_info({table})")]
        for name, sql in journal_triggers.triggers_of(table, columns):
            assert triggers[name] == sql


def test_every_reference_that_a_delete_follows_is_indexed(database: Database) -> None:
    """Deleting one lead must not read whole tables: the column is the first of an index."""
    missing = []
    for table in tables(database):
        indexed = set()
        for _, index, *_ in database.rows(f"PRAGMA index_list({table})"):
            indexed.add(database.rows(f"PRAGMA index_info({index})")[0][2])
        indexed |= {row[1] for row in database.rows(f"PRAGMA table_info({table})") if row[5] == 1}
        for _, _, parent, column, _, _, on_delete, _ in database.rows(f"PRAGMA foreign_key_list({table})"):
            if on_delete != "NO ACTION" and column not in indexed:
                missing.append(f"{table}.{column} → {parent}")
    assert missing == []
