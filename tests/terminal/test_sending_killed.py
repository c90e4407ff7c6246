"""Killed again and again while it sends: every mail leaves once, or is still in the outbox; none leaves twice."""

from __future__ import annotations

import random
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import journal, records
from storage.database import Database
from tests.terminal.conftest import NOW_MS, ROOT, Desk

MAILS = 200
FEW = 40
_ID = re.compile(r"^Message-ID:\s*(<[^>]+>)", re.MULTILINE | re.IGNORECASE)

# What a mail server would do: it has the letter once the file is there under its name.
SENDMAIL = """#!/bin/sh
place="{sink}/$$-$(date +%s%N)"
cat > "$place.part" && mv "$place.part" "$place.eml"
"""


class PostOffice:
    """A rep's desk with mail in the outbox, and a sendmail that keeps what it got."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder)
        self.sink = folder / "sink"
        self.sink.mkdir()
        self.number = 0
        command = folder / "sendmail"
        command.write_text(SENDMAIL.format(sink=self.sink))
        command.chmod(0o755)
        (folder / "hermes.toml").write_text(
            f'email = "rep@north.example"\nname = "Rep Roe"\nsend_by = "sendmail"\nsendmail = "{command} -t"\n'
        )

    def fill(self, number: int) -> None:
        """So many leads with a mail each that is due."""
        self.number = number
        database = Database.open(self.desk.path, create=True)
        with journal.action(database, "test", "mail written", NOW_MS):
            stamp = {"created_at": NOW_MS, "updated_at": NOW_MS}
            for n in range(number):
                address = f"buyer{n}@firm{n}.example"
                lead = records.insert(
                    database, "lead", title=f"Deal {n}", email=address, stage_entered_at=NOW_MS, silent_since=NOW_MS,
                    **stamp,
                )  # fmt: skip
                records.insert(
                    database, "message", lead_id=lead, direction="out", status="SCHEDULED", send_at=NOW_MS - n,
                    at=NOW_MS, address=address, subject=f"Deal {n}", body="Shall we talk?", **stamp,
                )  # fmt: skip
        database.close()

    def sending(self) -> subprocess.Popen[str]:
        """`hermes send`, begun."""
        return subprocess.Popen(
            self.desk.command("send"), cwd=ROOT, env=self.desk.env, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip

    def arrived(self) -> int:
        """How many letters there are."""
        return len(list(self.sink.glob("*.eml")))

    def got(self) -> Counter[str]:
        """How often each Message-ID arrived."""
        found = Counter[str]()
        for file in self.sink.glob("*.eml"):
            match = _ID.search(file.read_text())
            assert match is not None, f"half a letter arrived: {file}"
            found[match[1]] += 1
        return found

    def rows(self) -> list[tuple[str, str | None, int | None, str | None]]:
        """(status, Message-ID, claimed_at, failure) of every message."""
        return self.desk.ask("SELECT status, rfc_message_id, claimed_at, failure FROM message")

    def check(self) -> Counter[str]:
        """Nothing arrived twice, and what each row says of its mail is so. Returns how many stand where."""
        got = self.got()
        assert set(got.values()) <= {1}, "a mail left twice"
        states = Counter[str]()
        for status, mark, claimed_at, failure in self.rows():
            if status == "SENT":
                assert mark in got
                states["sent"] += 1
                continue
            assert (status, claimed_at is None) in (("SCHEDULED", True), ("SCHEDULED", False))
            if claimed_at is None:
                assert mark is None, "what waits has never been tried"
                states["waiting"] += 1
            else:
                assert failure, "in doubt, and it says why"
                states["in doubt"] += 1
        assert states.total() == self.number
        assert len(got) <= states["sent"] + states["in doubt"]
        self.desk.check()
        return states


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PostOffice]:
    """A desk whose outbox is empty yet."""
    found = PostOffice(tmp_path)
    yield found
    found.desk.close()


def _finish(office: PostOffice) -> None:
    last = office.sending()
    _, said = last.communicate(timeout=60)
    assert last.returncode in (0, 1, 4), said
    time.sleep(0.2)  # a sendmail whose caller was killed may still be writing


def test_mail_leaves_once_however_often_the_program_is_killed(office: PostOffice) -> None:
    office.fill(MAILS)
    kills = 0
    chance = random.Random()
    while office.desk.ask("SELECT 1 FROM message WHERE status = 'SCHEDULED' AND claimed_at IS NULL LIMIT 1"):
        before = office.arrived()
        sender = office.sending()
        while office.arrived() == before and sender.poll() is None:  # however busy the machine: it begins to send
            time.sleep(0.01)
        time.sleep(chance.random() * 0.8)
        if sender.poll() is None:
            sender.kill()
            kills += 1
        sender.communicate()
    _finish(office)
    states = office.check()
    assert kills >= 2, "it was over before it could be killed"
    assert states["waiting"] == 0
    assert states["in doubt"] <= kills, "a kill leaves at most one mail in doubt"


def test_two_programs_that_send_at_once_send_each_mail_once(office: PostOffice) -> None:
    office.fill(FEW)
    senders = [office.sending() for _ in range(3)]
    time.sleep(0.6)
    senders[0].kill()
    for sender in senders:
        sender.communicate(timeout=60)
    _finish(office)
    states = office.check()
    assert states["waiting"] == 0
    assert states["in doubt"] <= 1


def test_the_app_killed_while_it_sends_leaves_nothing_to_be_sent_twice(office: PostOffice) -> None:
    office.fill(FEW // 2)
    kills = 0
    chance = random.Random()
    while office.desk.ask("SELECT 1 FROM message WHERE status = 'SCHEDULED' AND claimed_at IS NULL LIMIT 1"):
        before = office.arrived()
        app = office.desk.app()
        app.until(lambda _: office.arrived() > before, "mail that leaves")  # noqa: B023
        time.sleep(chance.random() * 0.5)
        app.kill()
        kills += 1
        assert kills < 40, "nothing gets on"
    _finish(office)
    states = office.check()
    assert states["waiting"] == 0
    assert states["in doubt"] <= kills


def test_whoever_leaves_while_mail_waits_is_told_so(office: PostOffice) -> None:
    office.fill(1)
    later = "UPDATE message SET send_at = send_at + 3600000"
    database = Database.open(office.desk.path)
    with database.transaction() as connection:
        connection.execute(later)
    database.close()
    app = office.desk.app()
    app.send("Q")
    app.until_shown("1 mail waits in the outbox")
    assert app.until_ended() == 0


def test_what_a_kill_left_in_doubt_is_settled_by_the_rep_and_by_nobody_else(office: PostOffice) -> None:
    office.fill(FEW)
    sender = office.sending()
    while not list(office.sink.glob("*.eml")):
        time.sleep(0.01)
    sender.kill()
    sender.communicate()
    _finish(office)
    _finish(office)
    before = office.check()
    doubts = [row[0] for row in office.desk.ask("SELECT id FROM message WHERE status = 'SCHEDULED' ORDER BY id")]
    assert len(doubts) == before["in doubt"] <= 1
    for number in doubts:
        office.desk.hermes("message", "status", number, "sent")
    assert {row[0] for row in office.rows()} == {"SENT"}
