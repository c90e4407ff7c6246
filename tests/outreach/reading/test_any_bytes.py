"""Whatever lies in a mailbox: reading it raises Unreadable or nothing, and every text is fit to be stored."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.outreach.reading.encoded_words import header_text
from hermes_tui.outreach.reading.faults import MailboxFault, Unreadable
from hermes_tui.outreach.reading.flowed import unflowed
from hermes_tui.outreach.reading.heads import read_head
from hermes_tui.outreach.reading.html_text import html_text
from hermes_tui.outreach.reading.letters import read_letter
from hermes_tui.outreach.reading.mbox import Mbox
from storage.clean import clean
from tests.outreach.reading.mails import mail

NAMES = st.sampled_from(
    ["From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Content-Type", "Received",
     "Content-Transfer-Encoding", "Content-Disposition", "Return-Path", "Auto-Submitted", "Precedence", "List-Id", "X"]
)  # fmt: skip
VALUES = st.sampled_from(
    [b"multipart/mixed; boundary=b", b'multipart/alternative; boundary="b"', b"multipart/report; boundary=b",
     b"text/html",
     b"text/plain; charset=utf-7; format=flowed", b"message/delivery-status", b"message/rfc822", b"base64",
     b"quoted-printable",
     b"x-uuencode", b"<>", b"<a@b.c>", b"ann@acme.example", b"MAILER-DAEMON@x.example", b"=?utf-8?Q?=C3?=",
     b"=?utf-16?B?AAA?=",
     b"Wed, 10 Jun 2026 09:30:00 +0200", b"Undelivered Mail", b"Automatic reply:",
     b"attachment; filename*0*=utf-8''%C3; filename*1=x",
     b"text/plain; charset=\"\x00\"", b"text/plain; charset=idna"]
)  # fmt: skip
PIECES = st.sampled_from(
    [b"--b\n", b"--b--\n", b"\n\n", b"\r\n", b"Action: failed\nStatus: 5.1.1\n", b"<p>x<br>", b"> q\n",
     b"From: a\nSent: b\nTo: c\n",
     b"On 3 Dec, x wrote:\n", b"-- \n", b"back on 3.12.\n", b"begin 644 x\n", b"=C3=", b"R3LD",
     b"550 5.1.1 <a@b.c>:\n", b"\x00\x1b[31m"]
)  # fmt: skip
FIELDS = st.lists(st.tuples(NAMES, VALUES | st.binary(max_size=30)), max_size=8)
BODIES = st.lists(PIECES | st.binary(max_size=30), max_size=12).map(b"".join)


def written(fields: list[tuple[str, bytes]], body: bytes) -> bytes:
    return b"".join(name.encode() + b": " + value + b"\n" for name, value in fields) + b"\n" + body


@given(st.builds(written, FIELDS, BODIES) | st.binary(max_size=200))
def test_any_bytes_are_a_letter_or_unreadable(raw: bytes) -> None:
    try:
        head = read_head(raw)
        letter = read_letter(raw)
    except Unreadable:
        return
    assert (head.message_id, head.subject, head.at) == (letter.message_id, letter.subject, letter.at)
    assert letter.message_id.startswith("<")
    for said in (letter.subject, letter.from_name, letter.from_address, letter.bounce_reason, *letter.references):
        assert clean(said) == said
    for said in (letter.text, letter.words):
        assert clean(said, multiline=True) == said
    left = iter(letter.text.split("\n"))
    assert all(any(line in one for one in left) for line in letter.words.split("\n") if line.strip())


@given(
    st.lists(
        st.sampled_from([b"From a@b.c Wed Jun 10 09:30:00 2026\n", b"\n", b"\r\n", mail(), b">From x\n"])
        | st.binary(max_size=40)
    ).map(b"".join)
)
def test_any_file_is_an_mbox_or_said_to_be_none_and_is_read_once(raw: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "inbox")
        path.write_bytes(raw)
        state: dict[str, object] = {}
        with suppress(MailboxFault):  # "no mbox"
            for piece in Mbox("work", path).pieces(state):
                assert piece.head or piece.fault
                piece.raw()
            assert list(Mbox("work", path).pieces(state)) == []


@given(st.text(max_size=200))
def test_no_text_breaks_what_undoes_its_wrapping(text: str) -> None:
    unflowed(text)
    html_text(text)
    header_text(text)
    assert unflowed(text.replace(" \n", "\n").rstrip(" ")).count("\n") == text.replace(" \n", "\n").rstrip(" ").count(
        "\n"
    )
