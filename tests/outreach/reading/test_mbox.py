"""mbox files as they are: read on, rewritten, cut, growing, with lines in them that break other readers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hermes_tui.outreach.reading.faults import MailboxFault, Unreadable
from hermes_tui.outreach.reading.mbox import Mbox
from hermes_tui.outreach.reading.source import Piece, State
from tests.outreach.reading.mails import mail

FROM = b"From ann@acme.example Wed Jun 10 09:30:00 2026\n"


def message(number: int, body: str = "Hello.\n", **fields: str) -> bytes:
    return mail(body, Message_ID=f"<{number}@acme.example>", **fields)


def write(path: Path, *messages: bytes, mode: str = "wb", line: bytes = FROM) -> Path:
    with path.open(mode) as file:
        for each in messages:
            file.write(line + each + b"\n")
    return path


def ids(pieces: list[Piece]) -> list[str]:
    return [piece.key.strip("<>").split("@")[0] for piece in pieces]


def read(path: Path, state: State | None = None, known: frozenset[str] = frozenset()) -> list[Piece]:
    return list(Mbox("work", path).pieces(state if state is not None else {}, known))


def test_messages_are_read_once_and_the_next_reading_goes_on_after_them(tmp_path: Path) -> None:
    path = write(tmp_path / "inbox", message(1), message(2))
    state: State = {}
    assert ids(read(path, state)) == ["1", "2"]
    state = json.loads(json.dumps(state))
    assert read(path, state) == []
    write(path, message(3), mode="ab")
    assert ids(read(path, state)) == ["3"]


@pytest.mark.parametrize(
    "line", ["From Jörg@acme.example Wed Jun 10 09:30:00 2026\n".encode("latin-1"),
    b"From - Wed Jun 10 09:30:00 2026\r\n",
             b"From 1234@xxx Wed Jun 10 09:30:00 +0000 2026\n", b"From MAILER-DAEMON Wed Jun  3 09:30:00 2026 "
             b"remote from mx\n",
             "From ünï côdé Mi Jun 10 09:30:00 2026\n".encode()], ids=range(5),
)  # fmt: skip
def test_a_from_line_of_any_program_and_bytes_begins_a_message(tmp_path: Path, line: bytes) -> None:
    assert ids(read(write(tmp_path / "inbox", message(1), message(2), line=line))) == ["1", "2"]


@pytest.mark.parametrize(
    "line", [b"From \xff\xfe\n", "From jörg@acme.example\n".encode(), b"From - \r\n"], ids=range(3)
)
def test_a_from_line_without_a_time_hides_no_message_in_the_one_before(tmp_path: Path, line: bytes) -> None:
    assert ids(read(write(tmp_path / "inbox", message(1), message(2), line=line))) == ["1", "2"]
    path = write(tmp_path / "dated first", message(1))
    assert ids(read(write(path, message(2), message(3), mode="ab", line=line))) == ["1", "2", "3"]


def test_sentences_that_begin_with_from_begin_no_message_and_are_unquoted(tmp_path: Path) -> None:
    body = "We agreed.\n\nFrom now on it is 10:30, I think.\n\n>From there we go.\n>>From twice.\n"
    path = write(tmp_path / "inbox", message(1, body), message(2))
    first, _ = read(path)
    assert first.raw().endswith(b"From now on it is 10:30, I think.\n\nFrom there we go.\n>From twice.\n\n")


def test_a_sentence_that_one_field_seems_to_follow_begins_no_message(tmp_path: Path) -> None:
    body = "We agreed.\n\nFrom here on:\nDate: Monday\nat the usual place.\n"
    assert ids(read(write(tmp_path / "inbox", message(1, body), message(2)))) == ["1", "2"]


def test_a_patch_in_a_message_is_not_the_next_message(tmp_path: Path) -> None:
    patch = f"See the patch.\n\nFrom {'8a3f' * 10} Mon Sep 17 00:00:00 2001\nFrom: Ann <ann@acme.example>\nSubject: x\n"
    assert ids(read(write(tmp_path / "inbox", message(1, patch), message(2)))) == ["1", "2"]


def test_a_length_that_is_told_and_true_is_believed_and_a_wrong_one_is_not(tmp_path: Path) -> None:
    inner = "Look:\n\nFrom bob@acme.example Wed Jun 10 09:30:00 2026\nSubject: not a message\n\nend\n"
    true = write(tmp_path / "true", message(1, inner, Content_Length=str(len(inner))), message(2))
    assert ids(read(true)) == ["1", "2"]
    wrong = write(tmp_path / "wrong", message(1, Content_Length="7000"), message(2, Content_Length="1"), message(3))
    assert ids(read(wrong)) == ["1", "2", "3"]


def test_messages_without_a_blank_line_between_them_are_parted(tmp_path: Path) -> None:
    path = tmp_path / "inbox"
    path.write_bytes(FROM + message(1) + FROM + message(2))
    assert ids(read(path)) == ["1", "2"]


def test_a_message_larger_than_what_is_read_at_once_ends_where_it_ends(tmp_path: Path) -> None:
    large = ("x" * 76 + "\n") * 40_000
    path = write(tmp_path / "inbox", message(1, large), message(2), message(3, large))
    first, second, _ = read(path)
    assert len(first.raw()) > len(large)
    assert second.raw().endswith(b"Hello.\n\n")


def test_a_mailbox_rewritten_is_read_again_without_what_is_known(tmp_path: Path) -> None:
    path = write(tmp_path / "inbox", message(1), message(2), message(3))
    state: State = {}
    known = frozenset(piece.key for piece in read(path, state))
    write(path, message(2, Status="RO"), message(3), message(4))
    assert ids(read(path, state, known)) == ["4"]


def test_a_mailbox_cut_to_less_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path / "inbox", message(1), message(2), message(3))
    state: State = {}
    read(path, state)
    write(path, message(7))
    assert ids(read(path, state)) == ["7"]
    path.write_bytes(b"")
    assert read(path, state) == []


def test_a_mailbox_cut_while_it_is_read_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "inbox", *(message(n) for n in range(50)))
    state: State = {}
    pieces = Mbox("work", path).pieces(state)
    next(pieces)
    last = next(pieces)
    write(path, message(99))
    with pytest.raises(Unreadable, match="rewritten"):
        last.raw()
    assert ids(list(pieces)) == []
    assert ids(read(path, state)) == ["99"]


def test_mail_that_arrives_while_the_mailbox_is_read_is_read_too(tmp_path: Path) -> None:
    path = write(tmp_path / "inbox", message(1), message(2))
    state: State = {}
    pieces = Mbox("work", path).pieces(state)
    found = [next(pieces)]
    write(path, message(3), mode="ab")
    assert ids(found + list(pieces)) == ["1", "2", "3"]
    assert read(path, state) == []


def test_a_last_message_without_its_line_end_is_read_when_the_file_stands_still(tmp_path: Path) -> None:
    path = tmp_path / "inbox"
    path.write_bytes(FROM + message(1) + b"\n" + FROM + message(2).rstrip())
    assert ids(read(path)) == ["1", "2"]


def test_a_reading_stopped_in_the_middle_goes_on_there(tmp_path: Path) -> None:
    path = write(tmp_path / "inbox", message(1), message(2), message(3))
    state: State = {}
    pieces = Mbox("work", path).pieces(state)
    next(pieces)
    next(pieces)
    pieces.close()
    assert ids(read(path, state)) == ["2", "3"]  # the second was handed out, and nobody said that it was taken


def test_what_thunderbird_threw_away_and_keeps_in_the_file_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "Inbox", message(1, X_Mozilla_Status="0009"), message(2, X_Mozilla_Status="0001"))
    assert ids(read(path)) == ["2"]


def test_a_file_that_is_no_mailbox_or_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("Dear diary,\n")
    with pytest.raises(MailboxFault, match="no mbox"):
        read(tmp_path / "notes")
    with pytest.raises(MailboxFault, match="no mailbox at"):
        read(tmp_path / "inbx")
