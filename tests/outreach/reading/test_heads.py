"""The head of a mail, as it is met in the wild."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hermes_tui.outreach.reading.addresses import addresses
from hermes_tui.outreach.reading.dates import moment
from hermes_tui.outreach.reading.encoded_words import header_text
from hermes_tui.outreach.reading.faults import Unreadable
from hermes_tui.outreach.reading.heads import read_head
from tests.outreach.reading.mails import mail


def test_the_ids_by_which_a_reply_is_matched_are_read_in_brackets() -> None:
    head = read_head(mail(In_Reply_To="<r2@firm.example>", References="<r1@firm.example>\n\t<r2@firm.example>"))
    assert head.message_id == "<a1@acme.example>"
    assert head.in_reply_to == "<r2@firm.example>"
    assert head.references == ("<r1@firm.example>", "<r2@firm.example>")


def test_an_id_without_brackets_gets_them_and_a_folded_one_is_whole_again() -> None:
    head = read_head(mail(Message_ID="a1@acme.example", In_Reply_To="<a-very-long-left-side\n @firm.example>"))
    assert head.message_id == "<a1@acme.example>"
    assert head.in_reply_to == "<a-very-long-left-side@firm.example>"


def test_words_around_the_id_answered_are_no_ids() -> None:
    head = read_head(mail(In_Reply_To='Message from "Rep" of "Tue, 9 Jun 2026" <r1@firm.example>'))
    assert head.in_reply_to == "<r1@firm.example>"


def test_a_mail_without_an_id_has_the_same_made_one_at_each_reading_and_in_each_mailbox() -> None:
    first = read_head(mail(Message_ID=""))
    again = read_head(mail("Another body, cut elsewhere", Message_ID="", Status="RO", end="\r\n"))
    other = read_head(mail(Message_ID="", Date="Wed, 10 Jun 2026 09:30:01 +0200"))
    assert first.message_id == again.message_id != other.message_id
    assert first.message_id.endswith("@made.invalid>")
    assert read_head(mail(Message_ID="<>")).message_id == first.message_id


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_kind_part_head_and_body(end: str) -> None:
    head = read_head(mail("Subject: of the body\n", end=end))
    assert head.subject == "Re: Rollout"


def test_line_ends_mixed_in_one_head_are_each_an_end() -> None:
    raw = b"From: ann@acme.example\r\nSubject: One\nDate: Wed, 10 Jun 2026 09:30:00 +0200\r\n\nSubject: body"
    assert read_head(raw).subject == "One"


def test_a_subject_in_another_tongue_is_read_however_it_was_encoded() -> None:
    assert header_text("=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe_aus_K=C3=B6ln?=") == "Grüße aus Köln"
    assert header_text("Re: =?ISO-8859-1?Q?=DCbersicht?= =?utf-8?b?4oKs?=!") == "Re: Übersicht€!"
    assert header_text("=?utf-8?b?R3LDvMOfZQ?=") == "Grüße"  # the padding forgotten
    assert header_text("=?nobody-knows?Q?caf=E9?=") == "café"
    assert header_text("=?utf-8?Q?not closed") == "=?utf-8?Q?not closed"
    assert header_text("Gr\xc3\xbc\xc3\x9fe") == "Grüße"  # raw UTF-8
    assert header_text("Gr\xfc\xdfe") == "Grüße"  # raw latin-1


def test_what_drives_a_terminal_is_gone_from_a_subject_and_a_name() -> None:
    head = read_head(
        mail(Subject="=?utf-8?Q?=1B]52;c;eA=3D=07Hi=E2=80=AE?=", From="=?utf-8?Q?A=00n=1B[31mn?= <ann@acme.example>")
    )
    assert head.subject == "Hi"
    assert head.from_name == "Ann"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ann Lee <Ann@Acme.Example>", (("Ann Lee", "ann@acme.example"),)),
        ('"Lee, Ann" <ann@acme.example>, bob@acme.example', (("Lee, Ann", "ann@acme.example"), ("",
         "bob@acme.example"))),
        ("ann@acme.example (Ann (the boss) Lee)", (("Ann (the boss) Lee", "ann@acme.example"),)),
        ("=?utf-8?q?Lee=2C_evil=40x=2Eexample=2C?= <ann@acme.example>", (("Lee, evil@x.example,", "ann@acme.example"),
         )),
        ("Buyers: ann@acme.example, Bob <bob@acme.example>;", (("", "ann@acme.example"), ("Bob", "bob@acme.example"))),
        ("ann at acme.example (Ann Lee)", (("Ann Lee", "ann@acme.example"),)),
        ("<ann@acme.example", (("", "ann@acme.example"),)),
        ("'ann@acme.example' <ann@acme.example>", (("ann@acme.example", "ann@acme.example"),)),
        ("undisclosed-recipients:;", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_addresses_are_parted_before_anything_in_them_is_decoded(written: str, read: object) -> None:
    assert addresses(written) == read


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Wed, 10 Jun 2026 09:30:00 +0200", "2026-06-10T07:30:00"),
        ("10 Jun 26 09:30 GMT", "2026-06-10T09:30:00"),
        ("Wed Jun 10 09:30:00 2026", "2026-06-10T09:30:00"),
        ("Wed, 10 Jun 2026 09:30:60 -0500 (EST)", "2026-06-10T14:30:59"),
        ("2026-06-10T09:30:00Z", "2026-06-10T09:30:00"),
        ("Wed, 10-Jun-2026 09:30:00 EST", "2026-06-10T14:30:00"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Mon, 31 Feb 2026 09:30:00 +0000", None),
        ("Fri, 10 Jun 9999 09:30:00 +0000", None),
        ("Wed, 10 Jun 2026 09:30:00 +9999", None),
        ("yesterday", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_date_is_a_moment_or_none(written: str, iso: str | None) -> None:
    wanted = int(datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp() * 1000) if iso else None
    assert moment(written) == wanted


def test_where_the_date_is_missing_or_ahead_of_its_arrival_the_arrival_counts() -> None:
    arrival = "by mx.firm.example; Wed, 10 Jun 2026 08:00:00 +0000"
    at = moment("Wed, 10 Jun 2026 08:00:00 +0000")
    assert read_head(mail(Date="", Received=arrival)).at == at
    assert read_head(mail(Date="Wed, 10 Jun 2027 08:00:00 +0000", Received=arrival)).at == at
    assert read_head(mail(Date="")).at is None


def test_the_way_back_of_a_bounce_is_told_from_none() -> None:
    assert read_head(mail(Return_Path="<>")).return_path == ""
    assert read_head(mail(Return_Path="<Ann@acme.example>")).return_path == "ann@acme.example"
    assert read_head(mail()).return_path is None


def test_what_is_no_mail_is_said_to_be_none() -> None:
    for raw in (b"", b"\n\n\n", b"no head at all\n", b"\x00\x01\x02"):
        with pytest.raises(Unreadable):
            read_head(raw)


def test_a_colleague_who_sends_a_mail_on_does_not_become_its_writer() -> None:
    assert read_head(mail(Resent_From="Bob <bob@firm.example>")).from_address == "ann@acme.example"


def test_a_hostile_head_is_read_in_no_time() -> None:
    hostile = mail(
        To="(" * 20_000, Cc="<" * 20_000, Subject="=?utf-8?Q?" * 5_000, References="<" * 50_000 + "@" * 50_000
    )
    assert read_head(hostile).from_address == "ann@acme.example"
