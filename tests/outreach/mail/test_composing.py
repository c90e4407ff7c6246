"""A letter becomes an e-mail that any program reads back as it was meant, whatever stands in it."""

from __future__ import annotations

import time
from datetime import UTC
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.outreach.mail.composing import as_bytes, new_message_id
from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.ways.faults import SendRefused
from storage.clean import clean
from tests.outreach.mail.read_back import as_email

LETTER = Letter(
    "<hermes.abc@rep.example>", "Reva Park", "reva@rep.example", "Ann Lee", "ann@acme.example",
    "Your rollout", "Hello", 1_782_118_800_000,
)  # fmt: skip
HEADERS = [
    "Date", "From", "To", "Subject", "Message-ID", "User-Agent", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
]  # fmt: skip
# What has broken mail programs: headers of their own, encoded words that were not meant, quotes, controls, bidi.
NASTY = st.sampled_from([
    "\r\nBcc: eve@evil.example", "\n\n", "=?utf-8?q?=0d=0aBcc:_eve=40evil.example?=", "=?utf-8?b?DQpCY2M6IHg=?=",
    "\x00", "\x1b[31m",
    "\u202e", "\u2028", "\x85", ",", ";", '"', "\\", "<eve@evil.example>", "(", ")", ":", "Ünï", "李", "🎉",
    "=", "?=", "=?", " ", "\t", "_", "[", "From ", "'", "x" * 90, "ß" * 40, "a@b.example,", "\ud800", "\xa0",
])  # fmt: skip
ANY_LINE = st.lists(st.one_of(NASTY, st.text(max_size=30)), max_size=6).map("".join)


def told(value: object) -> str:
    """A header's words as the older reader of the library has them: the newer parts long names by spaces of its own."""
    parts = decode_header(str(value))
    return "".join(text if isinstance(text, str) else text.decode(charset or "ascii") for text, charset in parts)


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


@given(ANY_LINE, ANY_LINE, ANY_LINE)
def test_no_name_and_no_subject_makes_a_header_or_a_recipient(name: str, own: str, subject: str) -> None:
    raw = as_bytes(LETTER._replace(to_name=name, from_name=own, subject=subject), UTC)
    message = read(raw)
    assert message.keys() == HEADERS
    assert [person.addr_spec for person in message["To"].addresses] == ["ann@acme.example"]
    assert [person.addr_spec for person in message["From"].addresses] == ["reva@rep.example"]
    head = raw.partition(b"\n\n")[0]
    assert head.isascii()
    assert b"\r" not in raw
    assert all(32 <= byte < 127 or byte == 10 for byte in head)
    assert max(map(len, head.split(b"\n"))) <= 78


@given(ANY_LINE, ANY_LINE)
def test_the_name_and_the_subject_are_read_as_they_were_written(name: str, subject: str) -> None:
    raw = as_bytes(LETTER._replace(to_name=name, subject=subject), UTC)
    message = read(raw)
    assert message["Subject"] == clean(subject)
    to = message["To"].addresses[0]
    if raw.count(b"=?utf-8?", raw.index(b"\nTo:"), raw.index(b"\nSubject:")) <= 1:
        assert to.display_name == clean(name)
    else:
        phrase, _, address = message_from_bytes(raw)["To"].rpartition(" ")
        assert (told(phrase), address) == (clean(name), "<ann@acme.example>")


def test_a_comma_in_a_name_does_not_make_two_recipients() -> None:
    message = as_email(LETTER._replace(to_name="Ann, Lee"), UTC)
    assert str(message["To"]) == '"Ann, Lee" <ann@acme.example>'
    assert len(message["To"].addresses) == 1


def test_the_date_is_in_the_zone_of_the_rep() -> None:
    berlin = as_email(LETTER, ZoneInfo("Europe/Berlin"))
    assert berlin["Date"] == "Mon, 22 Jun 2026 11:00:00 +0200"
    assert as_email(LETTER, UTC)["Date"] == "Mon, 22 Jun 2026 09:00:00 +0000"


def test_a_message_tried_again_has_the_same_id_and_another_has_another() -> None:
    first = new_message_id("reva@müller.example", "file 7, message 12")
    assert first == new_message_id("reva@müller.example", "file 7, message 12")
    assert first != new_message_id("reva@müller.example", "file 7, message 13")
    assert first.endswith("@xn--mller-kva.example>")
    assert as_email(LETTER._replace(message_id=first), UTC)["Message-ID"] == first


def test_a_rep_without_an_address_still_gets_an_id() -> None:
    assert new_message_id("", "12").endswith("@hermes.invalid>")


def test_an_answer_names_the_message_answered_and_its_thread() -> None:
    answer = LETTER._replace(in_reply_to="<3@acme.example>", refs="<1@rep.example> <3@acme.example> <2@acme.example>")
    message = as_email(answer, UTC)
    assert message["In-Reply-To"] == "<3@acme.example>"
    assert message["References"] == "<1@rep.example> <2@acme.example> <3@acme.example>"


def test_a_long_thread_keeps_its_first_id_and_its_newest() -> None:
    ids = [f"<{n}.{'x' * 60}@acme.example>" for n in range(200)]
    raw = as_bytes(LETTER._replace(in_reply_to=ids[-1], refs=" ".join(ids)), UTC)
    kept = read(raw)["References"].split()
    assert (kept[0], kept[-1], len(kept)) == (ids[0], ids[-1], 21)
    assert max(map(len, raw.split(b"\n"))) <= 100


@given(ANY_LINE, ANY_LINE)
def test_ids_out_of_foreign_mail_make_no_header(answered: str, refs: str) -> None:
    message = read(as_bytes(LETTER._replace(in_reply_to=answered, refs=refs), UTC))
    assert set(message.keys()) <= {*HEADERS, "In-Reply-To", "References"}


def test_a_thread_as_a_hostile_mail_may_have_it_costs_no_time() -> None:
    began = time.perf_counter()
    for refs in ("a" * 200_000, "<" * 200_000, "<a" * 100_000, "x@" * 100_000, "@" * 200_000, "<a@b>" * 40_000):
        as_bytes(LETTER._replace(refs=refs, to_address="ann@acme.example"), UTC)
    with pytest.raises(SendRefused):
        as_bytes(LETTER._replace(to_address="a@" + "a" * 200_000 + "!"), UTC)
    assert time.perf_counter() - began < 1


def test_a_message_without_an_id_is_not_sent() -> None:
    for mark in ("", "abc", "<a b@c>", "<a@b>\n<c@d>", "<a@b> "):
        with pytest.raises(SendRefused, match="no id of its own"):
            as_bytes(LETTER._replace(message_id=mark), UTC)


def test_a_rep_who_has_not_told_an_address_is_asked_for_it() -> None:
    with pytest.raises(SendRefused, match="config set email") as caught:
        as_bytes(LETTER._replace(from_address=""), UTC)
    assert caught.value.stop, "no other letter could go either"
    with pytest.raises(SendRefused, match="Your own address") as caught:
        as_bytes(LETTER._replace(from_address="reva"), UTC)
    assert caught.value.stop


@pytest.mark.parametrize(
    "address",
    ["", "ann", "@acme.example", "ann@", "ann@acme example", "ann lee@acme.example", "ann@a@b", "a@-b.example",
     "a@b..c", "ann@acme.example, eve@evil.example", "<ann@acme.example>", "a@b.example\nBcc: eve@evil.example",
     "a..b@c.example",
     "ann@" + "x" * 400, "ann@mü ller.example", "a;b@c.example", "ann@☃\u202e.example,x"],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_nothing_is_sent(address: str) -> None:
    with pytest.raises(SendRefused, match="nothing was sent"):
        as_bytes(LETTER._replace(to_address=address), UTC)


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("ann@müller.example", "ann@xn--mller-kva.example"),
        ("ann@faß.example", "ann@xn--fa-hia.example"),
        ('"ann lee"@acme.example', '"ann lee"@acme.example'),
        ("ann+x@acme.example", "ann+x@acme.example"),
        ("root@localhost", "root@localhost"),
        ("ann@[192.0.2.1]", "ann@[192.0.2.1]"),
    ],
)
def test_an_address_goes_over_the_wire_in_ascii(address: str, wire: str) -> None:
    assert [found.addr_spec for found in as_email(LETTER._replace(to_address=address), UTC)["To"].addresses] == [wire]


def test_letters_outside_ascii_before_the_at_need_a_way_that_takes_them() -> None:
    letter = LETTER._replace(to_address="änn@acme.example")
    with pytest.raises(SendRefused, match="outside ASCII"):
        as_bytes(letter, UTC)
    assert "To: Ann Lee <änn@acme.example>\n".encode() in as_bytes(letter, UTC, utf8=True)


def test_what_is_sent_ends_its_lines_as_smtp_wants_it() -> None:
    raw = as_bytes(LETTER._replace(body="one\n\ntwo"), UTC, newline="\r\n")
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    assert raw.endswith(b"\r\n\r\none\r\n\r\ntwo\r\n")


def test_a_draft_says_that_it_was_not_sent() -> None:
    assert b"\nX-Unsent: 1\n" in as_bytes(LETTER, UTC, unsent=True)
    assert b"X-Unsent" not in as_bytes(LETTER, UTC)
