"""Backups: taking one, listing them, putting one back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, data, say, table
from hermes_tui.cli.session import Session
from hermes_tui.formats import iso
from storage import snapshots

if TYPE_CHECKING:
    from storage.snapshots import Snapshot


def backup(session: Session) -> int:
    """`hermes backup [PATH]`: prints where the copy is; PATH may be a folder."""
    database = session.reading()
    named = Path(session.given.words[0]).expanduser() if session.given.words else None
    if named is None or named.is_dir():
        path = snapshots.take(database, named or session.backups, "manual", session.now)
    else:
        path = snapshots.copy(database, named)
    if session.json:
        as_json({"path": str(path), "leads": database.value("SELECT COUNT(*) FROM lead")})
    else:
        data(str(path))
        say(f"Checked and whole. To put it back: hermes restore {path}")
    return OK


def restore(session: Session) -> int:
    """`hermes restore [PATH]`: without a path the backups there are."""
    if not session.given.words:
        return _list(session)
    path = Path(session.given.words[0]).expanduser()
    if not path.exists() and (session.backups / path.name).exists():
        path = session.backups / path.name
    restored = snapshots.restore(path, session.path, session.backups, session.now)
    if session.json:
        saved = None if restored.saved_as is None else str(restored.saved_as)
        as_json({"path": str(restored.path), "leads": restored.leads, "saved_as": saved})
    else:
        kept = f" What was there before is in {restored.saved_as}" if restored.saved_as else ""
        say(f"{restored.leads:,} {'lead is' if restored.leads == 1 else 'leads are'} back in {restored.path}.{kept}")
    return OK


def _list(session: Session) -> int:
    found = snapshots.listing(session.backups, session.path.stem)
    if session.json:
        as_json([_item(snapshot) for snapshot in found])
    elif found:
        rows = [
            (
                f"{datetime.fromtimestamp(snapshot.at / 1000, UTC):%Y-%m-%d %H:%M}", snapshot.reason,
                "unreadable" if snapshot.leads is None else f"{snapshot.leads:,}", f"{snapshot.size / 1e6:.1f} MB",
                str(snapshot.path),
            )
            for snapshot in found
        ]  # fmt: skip
        table(("taken (UTC)", "why", "leads", "size", "path"), rows, right=(2, 3))
        say("To put one back: hermes restore PATH. What is there now is kept first.")
    else:
        say(f"There are no backups in {session.backups} yet: `hermes backup` makes one.")
    return OK


def _item(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "path": str(snapshot.path), "at": iso(snapshot.at), "reason": snapshot.reason, "size": snapshot.size,
        "leads": snapshot.leads,
    }  # fmt: skip
