"""The first sync of a Maildir of 50,000 mails with 10,000 leads: mails a second; and a sync with nothing new.

Run: python bench/mail_sync.py [MAILS] [LEADS]. Mails and file are made in a temporary folder: one mail in twenty is a
reply of somebody on file (some in a thread of ours), one in a hundred the rep's own, one in two hundred a bounce, the
others are lists', shops' and strangers'. Limits: at least 1,000 mails a second, a repeated sync at most 1 s.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from email.utils import formatdate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hermes_tui.actions.mail_reckoning import Box
from hermes_tui.actions.mail_sync import sync
from hermes_tui.outreach.reading.maildir import Maildir
from storage.bulk import bulk_load
from storage.database import Database

NOW = 1_782_118_800_000
DAY = 86_400_000
ME = "sam@northbeam.example"
LEAST, MOST = 1_000, 1.0
_TEXT = "Hello,\n\n" + "this is a paragraph of a mail as people write them, of some length.\n" * 12
_QUOTED = "\nOn Monday Sam wrote:\n" + "> and these are the words that it answers, quoted below\n" * 10


def leads(database: Database, count: int) -> None:
    """Leads with two people each, and a mail of ours to the first, half a year ago."""
    with database.transaction() as connection, bulk_load(connection):
        began = NOW - 180 * DAY
        connection.executemany(
            "INSERT INTO lead (id, title, company, website, stage_id, created_at, updated_at, stage_entered_at, "
            "silent_since) VALUES (?, ?, ?, ?, 3, ?, ?, ?, ?)",
            [(n, f"Rollout {n}", f"Firm {n}", f"firm{n}.example", *[began] * 4) for n in range(1, count + 1)],
        )
        connection.executemany(
            "INSERT INTO stage_event (lead_id, to_stage_id, at) VALUES (?, 3, ?)",
            [(n, began) for n in range(1, count + 1)],
        )
        connection.executemany(
            "INSERT INTO contact (id, lead_id, name, email, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
            [(n, (n + 1) // 2, f"Ann Lee{n}", address(n), began, began) for n in range(1, 2 * count + 1)],
        )
        connection.executemany(
            "INSERT INTO message (lead_id, contact_id, direction, status, subject, at, rfc_message_id, thread, "
            "address, created_at, updated_at) VALUES (?, ?, 'out', 'SENT', 'Hello', ?, ?, ?, ?, ?, ?)",
            [
                (n, 2 * n, began, f"<{n}@northbeam.example>", f"<{n}@northbeam.example>", address(2 * n), began, began)
                for n in range(1, count + 1)
            ],
        )


def address(person: int) -> str:
    return f"ann{person}@firm{(person + 1) // 2}.example"


def mails(folder: Path, count: int, leads_there: int) -> None:
    """A Maildir of `count` mails over a year."""
    dice = random.Random(1)
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    for number in range(count):
        at = NOW - 360 * DAY + number * 350 * DAY // count
        (folder / "cur" / f"{at // 1000}.M{number}.desk:2,S").write_bytes(mail(dice, number, at, leads_there))


def mail(dice: random.Random, number: int, at: int, leads_there: int) -> bytes:
    lead, kind = dice.randint(1, leads_there), dice.random()
    heads = {"From": f"Shop {number} <news{number % 900}@shop{number % 300}.example>", "To": ME, "Subject": "News"}
    text = _TEXT
    if kind < 0.05:
        heads.update(From=f"Ann Lee <{address(2 * lead)}>", Subject="Re: Hello")
        text += "What would it cost?\n" + _QUOTED
        if dice.random() < 0.7:
            heads["In-Reply-To"] = heads["References"] = f"<{lead}@northbeam.example>"
    elif kind < 0.06:
        heads.update(From=ME, To=address(2 * lead), Subject="Once more")
    elif kind < 0.065:
        heads.update({"From": "MAILER-DAEMON@mx.example", "Return-Path": "<>", "Subject": "Undelivered Mail"})
        text = f"550 5.1.1 User unknown\n\n<{address(2 * lead)}>: does not exist\n"
    elif kind < 0.6:
        heads.update({"List-Id": "<all.lists.example>", "Precedence": "list"})
        heads["References"] = " ".join(
            f"<{number - back}.topic@lists.example>" for back in range(1, dice.randint(2, 6))
        )
    head = "".join(f"{name}: {value}\n" for name, value in heads.items())
    return f"{head}Date: {formatdate(at / 1000)}\nMessage-ID: <{number}@lists.example>\n\n{text}".encode()


def main(count: int, leads_there: int) -> int:
    with tempfile.TemporaryDirectory() as place:
        database = Database.open(Path(place) / "work.db", create=True)
        leads(database, leads_there)
        mails(Path(place) / "home", count, leads_there)
        box = Box("home", "maildir", f"{place}/home", Maildir("home", f"{place}/home"))
        began = time.perf_counter()
        found = sync(database, [box], frozenset({ME}), NOW)
        first = time.perf_counter() - began
        print(found.words)
        assert found.read == count
        assert found.unreadable == 0
        began = time.perf_counter()
        assert sync(database, [box], frozenset({ME}), NOW).read == 0
        second = time.perf_counter() - began
        database.close()
    rate = count / first
    print(f"mail_sync {count:,} mails, {leads_there:,} leads: {rate:,.0f} a second (at least {LEAST:,})")
    print(f"with nothing new: {second:.2f} s (at most {MOST:g})")
    return 0 if rate >= LEAST and second <= MOST else 1


if __name__ == "__main__":
    raise SystemExit(main(*(int(word) for word in sys.argv[1:3])) if sys.argv[2:] else main(50_000, 10_000))
