"""A transaction is whole or nothing; what SQLite says in between comes out as one plain sentence."""

# ruff: noqa: PT012  (what happens inside the transaction that fails is the test)

from __future__ import annotations

import sqlite3
import threading

import pytest

from storage.database import Database
from storage.errors import DatabaseBusy, DiskFull, UsageError


def tags(database: Database) -> list[str]:
    return [row[0] for row in database.rows("SELECT name FROM tag ORDER BY name")]


def add(database: Database, name: str) -> None:
    database.connection().execute("INSERT INTO tag (name) VALUES (?)", (name,))


def test_what_was_written_before_an_exception_is_not_kept(database: Database) -> None:
    with pytest.raises(KeyboardInterrupt), database.transaction():
        add(database, "price")
        raise KeyboardInterrupt
    assert tags(database) == []
    assert not database.connection().in_transaction


def test_a_transaction_inside_one_is_part_of_it(database: Database) -> None:
    with pytest.raises(UsageError), database.transaction():
        add(database, "outer")
        with database.transaction():
            add(database, "inner")
        raise UsageError("The rep thought again.")
    assert tags(database) == []
    with database.transaction():
        add(database, "outer")
        with database.transaction():
            add(database, "inner")
            with database.transaction():
                add(database, "innermost")
        add(database, "after")
    assert tags(database) == ["after", "inner", "innermost", "outer"]


def test_the_failed_part_of_a_transaction_leaves_nothing_though_the_rest_goes_on(database: Database) -> None:
    with database.transaction():
        add(database, "outer")
        with pytest.raises(UsageError), database.transaction():
            add(database, "inner")
            with database.transaction():
                add(database, "innermost")
            raise UsageError("One of the marked leads would not go.")
        add(database, "after")
    assert tags(database) == ["after", "outer"]


def test_a_broken_rule_of_the_schema_is_a_bug_and_keeps_its_name(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError) as caught, database.transaction():
        add(database, "twice")
        add(database, "twice")
    assert caught.value.__cause__ is None
    assert tags(database) == []


def test_another_program_writing_too_long_is_said_and_nothing_changes(database: Database) -> None:
    database.connection().execute("PRAGMA busy_timeout = 30")
    other = Database.open(database.path)
    with other.transaction():
        add(other, "theirs")
        assert tags(database) == [], "reading goes on beside a writer"
        with pytest.raises(DatabaseBusy, match="nothing was changed: try again"), database.transaction():
            add(database, "ours")
        with pytest.raises(DatabaseBusy):
            database.run(_insert("ours"))
    with database.transaction():
        add(database, "ours")
    assert tags(database) == ["ours", "theirs"]
    other.close()


def test_a_reader_in_the_way_of_a_commit_is_said_and_nothing_changes(database: Database) -> None:
    database.connection().execute("PRAGMA busy_timeout = 30")
    other = Database.open(database.path)
    other.connection().execute("BEGIN")
    other.rows("SELECT * FROM tag")
    with pytest.raises(DatabaseBusy), database.transaction():
        add(database, "ours")
    assert not database.connection().in_transaction
    other.connection().execute("COMMIT")
    other.close()
    assert tags(database) == []


def test_a_new_thread_meets_a_locked_file_with_the_same_sentence(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_MS", 30)
    monkeypatch.setattr("storage.database.PRAGMAS", (("journal_mode", "TRUNCATE", "truncate"),))
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    met: list[BaseException] = []

    def work() -> None:
        try:
            with database.transaction():
                add(database, "ours")
        except Exception as error:
            met.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    other.execute("ROLLBACK")
    other.close()
    assert [type(error) for error in met] == [DatabaseBusy]


def test_a_full_disk_is_said_and_nothing_changes(database: Database) -> None:
    connection = database.connection()
    pages = database.value("PRAGMA page_count")
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match="make room and try again"), database.transaction():
        for number in range(10_000):
            add(database, f"tag number {number}")
    assert tags(database) == []
    assert not connection.in_transaction
    with pytest.raises(DiskFull), database.transaction(), database.transaction():
        for number in range(10_000):
            add(database, f"tag number {number}")
    connection.execute("PRAGMA max_page_count = 1000000")
    with database.transaction():
        add(database, "price")
    assert tags(database) == ["price"]
    assert database.value("PRAGMA integrity_check") == "ok"


def test_a_commit_of_another_program_is_noticed_and_ones_own_is_not(database: Database) -> None:
    before = database.data_version()
    with database.transaction():
        add(database, "ours")
    assert database.data_version() == before
    other = Database.open(database.path)
    with other.transaction():
        add(other, "theirs")
    other.close()
    assert database.data_version() != before


def _insert(name: str):  # type: ignore[no-untyped-def]
    from storage.models import Tag

    return Tag.insert(name=name)
