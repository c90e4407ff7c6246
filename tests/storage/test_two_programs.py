"""The app and the command line on one file at once: nothing lost, nothing mixed, nothing half-done."""
# ruff: noqa: PT012  (what happens inside the transaction that is stopped is the test)

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from storage import journal
from storage.database import Database

ROOT = Path(__file__).resolve().parents[2]


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process with `sys.argv[1:]` as given, which has said that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"import sys\n{program}", *map(str, arguments)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


WRITE = """
import time
from storage import journal, records
from storage.database import Database
database, who, lead, number = Database.open(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
database.row("SELECT COUNT(*) FROM lead")
print("ready", flush=True)
sys.stdin.readline()
for n in range(number):
    with journal.action(database, who, f"{who} {n}", n):
        known = {"lead_id": lead, "text": f"{who} {n}", "at": n + 1, "created_at": n}
        records.insert(database, "touch", kind="call", direction="out", **known)
        records.insert(database, "note", updated_at=n, **known)
    if n % 10 == 9 and who == "app":
        journal.undo(database, n, database.value("SELECT MAX(id) FROM action WHERE kind = 'app'"))
    time.sleep(0.001)
database.close()
"""


def test_two_programs_writing_at_once_lose_nothing_and_mix_nothing(rep, check) -> None:
    leads = {"app": rep.lead(title="the app's"), "shell": rep.lead(title="the shell's")}
    seen = rep.database.data_version()
    number = 100
    writers = [start(WRITE, rep.database.path, who, lead, number) for who, lead in leads.items()]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert rep.database.data_version() != seen
    actions = [line for line in journal.history(rep.database, 1000) if line.kind in leads]
    assert len(actions) == 2 * number
    order = [line.kind for line in reversed(actions)]
    assert any(here != after for here, after in itertools.pairwise(order)), "they took turns"
    for line in actions:
        changes = journal.changes_of(rep.database, line.id)
        inserted = {change.after.get("text") for change in changes if change.op == "insert"}
        assert inserted == {line.label}
        assert {change.after.get("lead_id", leads[line.kind]) for change in changes} == {leads[line.kind]}
    undone = sum(line.undone_at is not None for line in actions)
    assert undone == number // 10
    for who, lead in leads.items():
        kept = number - (undone if who == "app" else 0)
        for table in ("touch", "note"):
            assert rep.one(f"SELECT COUNT(*) FROM {table} WHERE lead_id = ?", lead) == kept
    check(rep.database)


HANG = """
from storage import bulk, journal, records
from storage.database import Database
database = Database.open(sys.argv[1])
database.connection().execute("PRAGMA cache_size = 5")
def hang():
    print("ready", flush=True)
    sys.stdin.readline()
with journal.action(database, "work", "never finished", 1) as recording:
    lead = database.value("SELECT MAX(id) FROM lead")
    records.update(database, "lead", lead, title="half")
"""
IN_AN_ACTION = (
    HANG
    + """
    for n in range(200):
        records.insert(database, "note", lead_id=lead, text="half " * 100, at=1, created_at=1, updated_at=1)
    hang()
"""
)
IN_A_LOAD = (
    HANG
    + """
    with bulk.bulk_load(database.connection()) as load:
        database.connection().executemany(
            "INSERT INTO lead (title, created_at, updated_at, stage_entered_at, silent_since) VALUES (?, 1, 1, 1, 1)",
            [("half " * 100,)] * 500)
        hang()
"""
)


@pytest.mark.parametrize("program", [IN_AN_ACTION, IN_A_LOAD], ids=["in an action", "in an import"])
def test_what_a_killed_program_was_doing_is_not_there(rep, all_rows, check, program: str) -> None:
    rep.lead(title="whole")
    before, actions = all_rows(rep.database), rep.database.rows("SELECT * FROM action")
    path = Path(rep.database.path)
    on_disk = path.read_bytes()
    rep.database.close()
    doomed = start(program, path)
    assert path.read_bytes() != on_disk, "some of it had reached the file"
    doomed.kill()
    doomed.wait(30)
    survivor = rep.database = Database.open(path)
    assert all_rows(survivor) == before
    assert survivor.rows("SELECT * FROM action") == actions
    assert survivor.rows("PRAGMA integrity_check") == [("ok",)]
    check(survivor)
    assert journal.undo(survivor, rep.now).label == "lead added"
    survivor.close()


# -- threads ---------------------------------------------------------------------------------------------


def in_a_thread(work) -> object:
    """What `work` returns, or raises, run in a thread of its own."""
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(work())
        except Exception as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert outcome, "the thread did not end"
    if isinstance(outcome[0], Exception):
        raise outcome[0]
    return outcome[0]


def test_each_thread_has_its_own_connection_and_closes_it(database: Database) -> None:
    here = database.connection()
    assert database.connection() is here

    def work() -> tuple[bool, bool, int]:
        there = database.connection()
        same = database.connection() is there
        database.close_thread()
        database.close_thread()
        again = database.value("SELECT COUNT(*) FROM stage")
        database.close_thread()
        return there is here, same, again

    assert in_a_thread(work) == (False, True, 13)
    assert database.value("SELECT COUNT(*) FROM stage") == 13
    assert len(database._connections) == 1


def test_a_worker_writes_while_the_screen_reads(rep) -> None:
    seen = rep.database.data_version()
    in_a_thread(lambda: (rep.lead(title="from the worker"), rep.database.close_thread()))
    assert rep.one("SELECT title FROM lead") == "from the worker"
    assert rep.database.data_version() != seen


def test_closing_the_file_closes_what_a_thread_left_open(database: Database) -> None:
    in_a_thread(lambda: database.value("SELECT 1"))
    database.connection()
    assert len(database._connections) == 2
    database.close()
    assert database._connections == {}
    assert database.value("SELECT COUNT(*) FROM stage") == 13, "and it opens again when asked"


ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"


def test_a_long_query_of_a_worker_can_be_stopped(database: Database) -> None:
    begun = threading.Event()
    ended: list[BaseException] = []

    def work() -> None:
        database.connection().set_progress_handler(lambda: begun.set(), 1000)
        try:
            database.value(ENDLESS)
        except Exception as error:
            ended.append(error)
        ended.append(ValueError(str(database.value("SELECT COUNT(*) FROM stage"))))
        database.close_thread()

    worker = threading.Thread(target=work)
    worker.start()
    assert begun.wait(10)
    assert worker.ident is not None
    deadline = time.monotonic() + 10
    while not ended and time.monotonic() < deadline:
        database.interrupt(worker.ident)
        time.sleep(0.01)
    worker.join(10)
    assert [str(error) for error in ended] == ["interrupted", "13"]
    database.interrupt(worker.ident)  # it has ended: nothing happens


def test_a_stopped_write_leaves_nothing(rep, all_rows) -> None:
    before = all_rows(rep.database)
    connection = rep.database.connection()
    connection.set_progress_handler(lambda: 1, 10_000)
    with pytest.raises(Exception, match="interrupted"), rep.database.transaction():
        rep.insert("lead")
        rep.database.value(ENDLESS)
    connection.set_progress_handler(None, 0)
    assert all_rows(rep.database) == before
    assert not connection.in_transaction
    assert rep.lead() == 1
