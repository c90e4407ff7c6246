"""Maildirs as other programs leave them, read while those programs are at work."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from hermes_tui.outreach.reading.faults import MailboxFault, Unreadable
from hermes_tui.outreach.reading.letters import read_letter
from hermes_tui.outreach.reading.maildir import Maildir
from hermes_tui.outreach.reading.mbox import Mbox
from tests.outreach.reading.mails import mail


def put(root: Path, place: str, raw: bytes | None = None) -> Path:
    """A message at `folder/cur/name`, its Maildir made around it."""
    path = root / place
    for name in ("cur", "new", "tmp"):
        (path.parent.parent / name).mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw if raw is not None else mail(Message_ID=f"<{path.name.split(':')[0]}@acme.example>"))
    return path


def test_new_and_old_mail_of_all_folders_is_read_and_what_is_half_written_is_not(tmp_path: Path) -> None:
    put(tmp_path, "cur/1700000002.a.host:2,S")
    put(tmp_path, "new/1700000001.b.host")
    put(tmp_path, "tmp/1700000003.c.host")
    put(tmp_path, ".INBOX.Customers/cur/1700000004.d.host:2,RS")  # Maildir++, as offlineimap and Dovecot
    put(tmp_path, "Customers/Acme/new/1700000005.e.host,U=7:2,")  # as mbsync
    (tmp_path / ".notmuch" / "xapian").mkdir(parents=True)
    (tmp_path / ".notmuch" / "xapian" / "flintlock").write_bytes(b"no mail")
    pieces = list(Maildir("work", tmp_path).pieces({}))
    assert [piece.key for piece in pieces] == [
        "1700000001.b.host", "1700000002.a.host", ".INBOX.Customers/1700000004.d.host",
        "Customers/Acme/1700000005.e.host",
    ]  # fmt: skip
    assert pieces[-1].share == 1
    assert all(piece.head and not piece.fault for piece in pieces)
    assert read_letter(pieces[0].raw()).from_address == "ann@acme.example"


def test_a_message_read_flagged_or_moved_out_of_new_is_the_same_one(tmp_path: Path) -> None:
    place = put(tmp_path, "new/1700000001.b.host,S=120,W=125")
    known = {piece.key for piece in Maildir("work", tmp_path).pieces({})}
    place.rename(tmp_path / "cur" / "1700000001.b.host,S=120,W=125,U=9:2,FS")
    assert list(Maildir("work", tmp_path).pieces({}, known)) == []


def test_drafts_and_spam_are_not_mail_that_came(tmp_path: Path) -> None:
    put(tmp_path, "cur/1700000001.a.host:2,D")
    put(tmp_path, ".Drafts/cur/1700000002.b.host:2,S")
    put(tmp_path, "[Gmail]/Spam/cur/1700000003.c.host:2,S")
    put(tmp_path, ".INBOX.Entwürfe/new/1700000004.d.host")
    put(tmp_path, "Spam offers of ours/new/1700000005.e.host")
    assert [piece.key for piece in Maildir("work", tmp_path).pieces({})] == ["Spam offers of ours/1700000005.e.host"]


def test_a_message_that_gets_flags_while_the_mailbox_is_read_is_found_under_them(tmp_path: Path) -> None:
    first, second = put(tmp_path, "new/1700000001.a.host"), put(tmp_path, "cur/1700000002.b.host:2,")
    pieces = Maildir("work", tmp_path).pieces({})
    next(pieces)
    first.rename(tmp_path / "cur" / "1700000001.a.host:2,S")
    second.rename(tmp_path / "cur" / "1700000002.b.host:2,S")
    piece = next(pieces)
    assert (piece.key, piece.fault) == ("1700000002.b.host", "")
    assert piece.head
    assert piece.head.message_id == "<1700000002.b.host@acme.example>"
    assert read_letter(piece.raw()).message_id == "<1700000002.b.host@acme.example>"


def test_a_file_that_vanishes_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    put(tmp_path, "cur/1700000001.a.host:2,S")
    gone = put(tmp_path, "cur/1700000002.b.host:2,S")
    put(tmp_path, "cur/1700000003.c.host:2,S")
    pieces = Maildir("work", tmp_path).pieces({})
    first = next(pieces)
    gone.unlink()
    second, third = pieces
    assert (first.fault, third.fault) == ("", "")
    assert second.head is None
    assert "went away" in second.fault
    with pytest.raises(Unreadable, match="went away"):
        second.raw()


def test_a_mailbox_that_vanishes_in_the_middle_is_said_and_what_was_read_is_kept(tmp_path: Path) -> None:
    root = tmp_path / "Mail"
    for number in range(3):
        put(root, f"cur/170000000{number}.a.host:2,S")
    pieces = Maildir("work", root).pieces({})
    assert next(pieces).head
    shutil.rmtree(root)
    with pytest.raises(MailboxFault, match="went away while it was read; what was read before is kept"):
        next(pieces)


def test_a_path_that_is_no_mailbox_is_said(tmp_path: Path) -> None:
    with pytest.raises(MailboxFault, match="no mailbox at"):
        list(Maildir("work", tmp_path / "Mial").pieces({}))
    (tmp_path / "Photos").mkdir()
    with pytest.raises(MailboxFault, match="holds no Maildir"):
        list(Maildir("work", tmp_path).pieces({}))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_leave_to_read_is_said(tmp_path: Path) -> None:
    put(tmp_path, "cur/1700000001.a.host:2,S").chmod(0)
    (piece,) = Maildir("work", tmp_path).pieces({})
    assert "cannot be read" in piece.fault


def test_rubbish_in_a_mailbox_is_one_fault_of_its_own(tmp_path: Path) -> None:
    put(tmp_path, "cur/1700000001.a.host:2,S", b"\x00\xff rubbish")
    put(tmp_path, "cur/1700000002.b.host:2,S")
    rubbish, fine = Maildir("work", tmp_path).pieces({})
    assert (rubbish.head, fine.fault) == (None, "")
    assert rubbish.fault


def test_a_head_longer_than_the_first_look_is_read_whole(tmp_path: Path) -> None:
    long = "".join(f"Received: from mx{n}.example by mx.example; Wed, 10 Jun 2026 07:30:00 +0000\n" for n in range(400))
    put(tmp_path, "cur/1700000001.a.host:2,S", long.encode() + mail(Message_ID="<late@acme.example>"))
    (piece,) = Maildir("work", tmp_path).pieces({})
    assert piece.head
    assert piece.head.message_id == "<late@acme.example>"


def test_a_folder_linked_into_itself_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, "cur/1700000001.a.host:2,S")
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(list(Maildir("work", tmp_path).pieces({}))) == 1


def test_the_real_mail_of_notmuch_is_52_messages_in_24_threads(shared_data: Path) -> None:
    place = shared_data / "mail" / "notmuch_default"
    expected = shared_data / "mail" / "expected_default_threads.txt"
    if not place.is_dir():
        pytest.skip("the real mail of ../shared/data/mail is not here")
    pieces = list(Maildir("work", place).pieces({}))
    assert len(pieces) == 53
    threads: dict[str, set[str]] = {}
    for piece in pieces:
        assert piece.head is not None, piece.fault
        joined = {piece.head.message_id, *piece.head.references, *filter(None, [piece.head.in_reply_to])}
        joined.update(*(threads[one] for one in tuple(joined) if one in threads))
        threads.update(dict.fromkeys(joined, joined))
    own = {piece.head.message_id for piece in pieces if piece.head}
    assert len(own) == 52
    sizes = sorted(len(own & thread) for thread in {id(each): each for each in threads.values()}.values())
    told = sorted(int(line.split("[")[1].split("/")[0]) for line in expected.read_text().splitlines())
    assert len(sizes) == 24
    assert sizes == told


def test_a_message_still_being_written_is_left_for_the_next_reading(tmp_path: Path) -> None:
    box = tmp_path / "box"
    for name in ("cur", "new", "tmp"):
        (box / name).mkdir(parents=True)
    file = box / "new" / "1782120001.M1.host"
    file.write_bytes(b"From: Ann Lee <ann@acme.example>\nTo: re")
    (piece,) = Maildir("home", box).pieces({})
    assert piece.head is None
    assert piece.fault == f"{file}: It is not whole yet, its head has no end; the next sync looks again."
    file.write_bytes(mail("Yes."))
    (piece,) = Maildir("home", box).pieces({})
    assert piece.head is not None
    file.write_bytes(b"From: Ann Lee <ann@acme.example>\nSubject: no body\n")
    os.utime(file, (1_782_120_001, 1_782_120_001))
    (piece,) = Maildir("home", box).pieces({})
    assert piece.head is not None


def test_a_named_pipe_in_a_mailbox_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "cur").mkdir()
    os.mkfifo(tmp_path / "cur" / "1782120001.M1.host:2,S")
    (piece,) = Maildir("home", tmp_path).pieces({})
    assert piece.head is None
    assert list(Mbox("box", tmp_path / "cur" / "1782120001.M1.host:2,S").pieces({})) == []
