"""Opening a file: ours, a newer one, somebody else's, none at all; each answered in one plain sentence."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage import database as database_module
from storage import migrations
from storage.database import PRAGMAS, Database, connect
from storage.errors import DatabaseMissing, DatabaseNewer, DatabaseUnusable, HermesError

ROOT = Path(__file__).resolve().parents[2]


def sentence(error: BaseException) -> str:
    """What a person reads: one line that ends as a sentence does and names no Python."""
    words = str(error)
    assert words
    assert "\n" not in words
    assert "Error" not in words
    assert words.rstrip().endswith((".", "there."))
    return words


# -- ours ------------------------------------------------------------------------------------------------


def test_a_new_file_says_whose_it_is_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "50% of #1?.db"
    Database.open(path, create=True).close()
    with sqlite3.connect(path) as plain:
        assert plain.execute("PRAGMA application_id").fetchone() == (0x4845524D,)
        assert plain.execute("PRAGMA user_version").fetchone() == (migrations.LATEST,)
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()
    assert {file.name for file in path.parent.iterdir()} <= {path.name, f"{path.name}-journal"}
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


def test_the_pragmas_are_in_force_on_every_connection(database: Database) -> None:
    def found() -> list[object]:
        return [database.value(f"PRAGMA {name}") for name, _, _ in PRAGMAS]

    expected = [value for _, _, value in PRAGMAS]
    database.close_thread()
    assert found() == expected
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(found).result() == expected
    assert database.value("PRAGMA foreign_keys") == 1
    assert database.value("PRAGMA synchronous") == 2


@pytest.mark.parametrize(
    "pragma",
    [
        ("jurnal_mode", "TRUNCATE", "truncate"),  # misspelt: SQLite says nothing at all
        ("synchronous", "OFF", 2),  # accepted, but not what we asked to be sure of
        ("journal_mode", "TRUNKATE", "truncate"),
    ],
)
def test_a_pragma_that_did_not_take_is_refused(
    database: Database, monkeypatch: pytest.MonkeyPatch, pragma: tuple[str, str, object]
) -> None:
    kept = tuple(known for known in PRAGMAS if known[0] != pragma[0])
    monkeypatch.setattr(database_module, "PRAGMAS", (*kept, pragma))
    with pytest.raises(HermesError, match="refused the setting") as refused:
        connect(database.path)
    sentence(refused.value)


def test_a_file_is_found_by_a_relative_path_and_one_with_two_slashes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(database.path).parent)
    for path in ("work.db", f"/{database.path}"):
        again = Database.open(path)
        assert again.value("SELECT COUNT(*) FROM stage") == 13
        again.close()


def test_what_was_written_by_a_program_that_died_is_rolled_back_on_opening(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    dead = tmp_path / "dead.db"
    Database.open(path, create=True).close()
    with sqlite3.connect(path, isolation_level=None) as plain:
        plain.execute("PRAGMA cache_size = 2")  # spills to the file before it is committed
        plain.execute("BEGIN")
        plain.execute("CREATE TABLE junk (text TEXT)")
        plain.executemany("INSERT INTO junk VALUES (?)", [("x" * 1000,)] * 200)
        dead.write_bytes(path.read_bytes())
        (tmp_path / "dead.db-journal").write_bytes((tmp_path / "work.db-journal").read_bytes())
        plain.execute("ROLLBACK")
    plain.close()
    survivor = Database.open(dead)
    assert survivor.value("SELECT COUNT(*) FROM sqlite_master WHERE name = 'junk'") == 0
    assert survivor.value("PRAGMA integrity_check") == "ok"
    survivor.close()


# -- not ours --------------------------------------------------------------------------------------------


def refused(path: Path, error: type[HermesError], *, create: bool = False) -> str:
    """Open `path`, which must be refused with every byte and file beside it as it was."""
    before = snapshot(path)
    with pytest.raises(error) as caught:
        Database.open(path, create=create)
    assert snapshot(path) == before
    return sentence(caught.value)


def snapshot(path: Path) -> dict[str, bytes | None]:
    folder = path.parent
    names = folder.iterdir() if folder.is_dir() else []
    return {file.name: file.read_bytes() if file.is_file() else None for file in names}


@pytest.mark.parametrize("create", [False, True])
def test_a_newer_file_is_left_alone_and_says_what_to_do(database: Database, create: bool) -> None:
    path = Path(database.path)
    database.connection().execute(f"PRAGMA user_version = {migrations.LATEST + 1}")
    database.close()
    assert "upgrade Hermes" in refused(path, DatabaseNewer, create=create)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_programs_file_is_left_alone(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute(f"PRAGMA journal_mode = {mode}")
        other.execute("CREATE TABLE lead (id INTEGER)")
    other.close()
    assert "another program" in refused(path, DatabaseUnusable)
    assert "another program" in refused(path, DatabaseUnusable, create=True)
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == (mode,)
    other.close()


def test_another_programs_empty_file_with_its_own_mark_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA application_id = 1234")
    other.close()
    assert "another program" in refused(path, DatabaseUnusable, create=True)


@pytest.mark.parametrize("content", [b"name,email\nAnn,ann@acme.test\n" * 40, b"SQLite format 3\x00" + b"\xff" * 2000])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(content)
    assert re.search("left as it was|nothing was touched", refused(path, DatabaseUnusable))
    refused(path, DatabaseUnusable, create=True)


@pytest.mark.parametrize("share", [0.2, 0.9], ids=["its schema", "its rows"])
def test_a_damaged_file_of_ours_is_said_to_be_damaged_and_left_for_a_restore(rep, share: float) -> None:
    for number in range(50):
        rep.add("note", lead_id=rep.lead(title=f"Deal {number}"), text="words " * 200)
    path = Path(rep.database.path)
    rep.database.close()
    content = bytearray(path.read_bytes())
    sound = int(share * len(content))
    content[sound:] = b"\x55" * (len(content) - sound)
    path.write_bytes(content)
    with pytest.raises(DatabaseUnusable, match="`hermes restore` brings back") as caught:
        Database.open(path).rows("SELECT * FROM note ORDER BY text")
    sentence(caught.value)
    assert path.read_bytes() == content


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path, DatabaseUnusable)


def test_an_empty_file_is_said_to_be_empty_and_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    path.touch()
    assert "empty file" in refused(path, DatabaseMissing)


def test_a_missing_file_is_said_to_be_missing_and_is_not_made(tmp_path: Path) -> None:
    assert "no database at" in refused(tmp_path / "work.db", DatabaseMissing)
    assert "no database at" in refused(tmp_path / "nowhere" / "work.db", DatabaseMissing)


def test_a_path_that_cannot_be_is_said_to_be_so(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("a file, not a folder")
    refused(file / "work.db", DatabaseMissing)
    refused(file / "work.db", DatabaseUnusable, create=True)
    refused(tmp_path / ("x" * 300), DatabaseUnusable)
    (tmp_path / "dangling").symlink_to(tmp_path / "gone" / "work.db")
    refused(tmp_path / "dangling", DatabaseUnusable, create=True)


# -- permissions, which root does not feel: the child gives up being root first ---------------------------


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user may enter (pytest's own may not be)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def as_somebody_else(program: str, path: Path) -> str:
    """Run `program` (Python, with `path` at hand) as a user who owns nothing; returns what it prints."""
    start = (  # everything is imported before, since somebody else may not read the library either
        "import os, sys, tempfile\nimport storage.migrations.m0001_first\nfrom storage.database import Database\n"
        "from storage.errors import HermesError\npath = sys.argv[1]\n"
        "if os.geteuid() == 0:\n    os.setgid(65534); os.setuid(65534)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", start + program, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=30,
        check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout


OPEN_AND_SAY = """
try:
    Database.open(path, create=True)
except HermesError as error:
    print(type(error).__name__, error)
"""


def test_nothing_can_be_made_in_a_read_only_folder(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    said = as_somebody_else(OPEN_AND_SAY, open_folder / "work.db")
    assert said.startswith("DatabaseUnusable")
    assert "cannot be created (Permission denied)" in said
    assert list(open_folder.iterdir()) == []


def test_a_folder_that_may_not_be_entered_is_said_to_be_so(open_folder: Path) -> None:
    inside = open_folder / "closed"
    inside.mkdir()
    inside.chmod(0o000)
    assert as_somebody_else(OPEN_AND_SAY, inside / "work.db").startswith("DatabaseUnusable")


READ_THEN_WRITE = """
database = Database.open(path)
print(database.value("SELECT COUNT(*) FROM stage"))
try:
    with database.transaction() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('price')")
except HermesError as error:
    print(type(error).__name__, error)
"""


def test_a_file_in_a_read_only_folder_is_read_but_not_written(open_folder: Path) -> None:
    path = open_folder / "work.db"
    Database.open(path, create=True).close()
    path.chmod(0o444)
    open_folder.chmod(0o555)
    before = path.read_bytes()
    said = as_somebody_else(READ_THEN_WRITE, path)
    assert said.startswith("13\nDatabaseUnusable")
    assert "cannot be written" in said or "cannot be opened" in said
    assert path.read_bytes() == before
