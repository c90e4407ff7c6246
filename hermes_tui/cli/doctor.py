"""`hermes doctor`: what is wrong with the file, each line with the command that mends it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hermes_tui.cli.main import FAILURE, OK
from hermes_tui.cli.output import as_json, data, say
from hermes_tui.cli.session import Session
from hermes_tui.formats import DAY_MS, age, iso
from hermes_tui.outreach.finding import Finding

if TYPE_CHECKING:
    import sqlite3

    from storage.database import Database

OLD_BACKUP_DAYS = 7


def doctor(session: Session) -> int:
    """`hermes doctor [--repair] [--mail]`: 0 where all is well, 1 where something is not."""
    from hermes_tui.cli.doctor_mail import outreach

    repair = session.given.flag("--repair")
    database = session.writing() if repair else session.reading()
    found = [
        *_settings(database),
        *_file(database),
        *_search(database, repair),
        *_copies(database, session.now, repair),
        *_scores(database),
        *_backups(database, session),
        *_leads(database, session),
        *outreach(session.settings, session.zone, connect=session.given.flag("--mail")),
    ]
    if session.json:
        as_json([{"check": line.what, "ok": line.ok, "said": line.said, "mend": line.mend} for line in found])
    else:
        for line in found:
            data(f"{'ok ' if line.ok else 'BAD'}  {line.what}: {line.said}" + (f"  → {line.mend}" if line.mend else ""))
    bad = sum(not line.ok for line in found)
    say("All is well." if not bad else f"{bad} of {len(found)} checks found something.")
    return FAILURE if bad else OK


def _settings(database: Database) -> Iterator[Finding]:
    from storage.database import PRAGMAS

    wrong = [
        f"{name} is {got}, not {wanted}"
        for name, _, wanted in PRAGMAS
        if (got := database.value(f"PRAGMA {name}")) != wanted
    ]
    yield Finding("settings of SQLite", not wrong, "; ".join(wrong) or "as they should be")


def _file(database: Database) -> Iterator[Finding]:
    broken = [str(row[0]) for row in database.rows("PRAGMA integrity_check(5)")]
    good = broken == ["ok"]
    mend = "" if good else "hermes restore"
    yield Finding("file", good, "whole" if good else "; ".join(broken), mend)
    loose = database.rows("PRAGMA foreign_key_check")
    said = "all rows belong somewhere" if not loose else f"{len(loose)} rows of {loose[0][0]} hang on nothing"
    yield Finding("references", not loose, said, "hermes restore" if loose else "")
    if os.name == "posix":
        mode = stat.S_IMODE(os.stat(database.path).st_mode)
        private = not mode & 0o077
        said = "readable by you only" if private else f"others may read it (mode {mode:03o})"
        yield Finding("privacy", private, said, "" if private else f"chmod 600 {database.path}")


def _search(database: Database, repair: bool) -> Iterator[Finding]:
    from storage.errors import HermesError
    from storage.migrations.m0001_first import FULL_TEXT

    wrong = []
    for place in FULL_TEXT:
        try:
            with database.transaction() as connection:
                connection.execute(f"INSERT INTO {place}_fts ({place}_fts, rank) VALUES ('integrity-check', 1)")
        except HermesError:
            wrong.append(place)
    if wrong and repair:
        with database.transaction() as connection:
            for place in wrong:
                connection.execute(f"INSERT INTO {place}_fts ({place}_fts) VALUES ('rebuild')")
        yield Finding("search index", True, f"was behind for {', '.join(wrong)}; made again")
    else:
        said = f"behind for {', '.join(wrong)}" if wrong else "up to date"
        yield Finding("search index", not wrong, said, "hermes doctor --repair" if wrong else "")


class _LookOnly(Exception):
    """Ends the transaction in which the copies were recomputed only to count what differs."""


def _copies(database: Database, now: int, repair: bool) -> Iterator[Finding]:
    from storage import derived

    rows, totals_wrong = 0, False

    def recompute(connection: sqlite3.Connection) -> None:
        nonlocal rows, totals_wrong
        rows = derived.rebuild(connection, now=now)
        totals_wrong = derived.rebuild_totals(connection)
        derived.refresh_pace(connection)

    try:
        with database.transaction() as connection:
            recompute(connection)
            if not repair:
                raise _LookOnly
    except _LookOnly:
        pass
    wrong = [f"{rows:,} rows"] * bool(rows) + ["the board's totals"] * totals_wrong
    if not wrong:
        yield Finding("kept copies", True, "all right (last touch, owed replies, next task, stage, heat, totals)")
    elif repair:
        yield Finding("kept copies", True, f"{' and '.join(wrong)} were wrong; put right")
    else:
        yield Finding("kept copies", False, f"{' and '.join(wrong)} are wrong", "hermes doctor --repair")


def _scores(database: Database) -> Iterator[Finding]:
    """No fault by itself: leads that other rules scored, or an older Hermes, say so until they are scored anew."""
    from hermes_tui.actions.rules import in_force
    from storage.queries.inquiries import standing

    now = in_force(database)
    if now.unread:
        yield Finding("rules", False, f"those in the file cannot be read: {now.unread}", "hermes rules edit")
    leads = standing(database, now.basis.key)
    stale = f"{leads.stale:,} of {leads.scored:,} are not by the rules in force"
    by_hand = f", {leads.manual:,} by hand" if leads.manual else ""
    right = f"{leads.scored:,} by the rules in force{by_hand}"
    yield Finding("scores", True, stale if leads.stale else right, "hermes rescore" if leads.stale else "")


def _backups(database: Database, session: Session) -> Iterator[Finding]:
    from storage import snapshots

    found = snapshots.listing(session.backups, session.path.stem)
    if not found:
        # A new file gets its first backup with the next change.
        begun = database.value("SELECT MIN(at) FROM action")
        fresh = begun is None or session.now - begun < DAY_MS
        yield Finding("backups", fresh, f"none in {session.backups} yet", "hermes backup")
        return
    newest = found[0]
    old = session.now - newest.at > OLD_BACKUP_DAYS * DAY_MS
    broken = snapshots.check(newest.path)
    said = f"{len(found)}, the newest {age(newest.at, session.now)} old ({iso(newest.at)})"
    if broken:
        said += f", which is broken: {broken}"
    yield Finding("backups", not old and broken is None, said, "hermes backup" if old or broken else "")


# Each is worth a look, and none is a fault of the file.
_WORTH_A_LOOK = (
    ("owed replies older than a week", "+owed touched.before:7d"),
    ("stuck deals", "+stuck"),
    ("open leads without a value, in play", "stage>=responded +open value:none"),
)


def _leads(database: Database, session: Session) -> Iterator[Finding]:
    from storage.queries.leads import Leads
    from storage.queries.stages import stages

    pipeline = stages(database)
    total = Leads(database, now=session.now).total()
    yield Finding("leads", True, f"{total:,}")
    for what, text in _WORTH_A_LOOK:
        compiled = session.compiled(text, pipeline)
        n = Leads(database, now=session.now, where=compiled.where, params=compiled.params).total()
        if n:
            yield Finding(what, True, f"{n:,}", f"hermes list {_in_shell(text)}")


def _in_shell(text: str) -> str:
    from shlex import join

    return join(text.split())
