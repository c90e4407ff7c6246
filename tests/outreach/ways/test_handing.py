"""What the rep's own programs are given: a link, a text."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.ways.faults import SendRefused
from hermes_tui.outreach.ways.handing import LONGEST_LINK, Clipboard, Mailto, mailto_link
from storage.clean import clean

LETTER = Letter("<a@rep.example>", "", "reva@rep.example", "", "ann@acme.example", "Hi", "Hello", 1_782_118_800_000)


@given(st.text(max_size=60), st.text(max_size=120))
def test_a_link_holds_the_whole_text_and_no_field_of_its_own(subject: str, body: str) -> None:
    link = mailto_link(LETTER._replace(subject=subject, body=body))
    assert link.isascii()
    assert link.isprintable()
    parts = urlsplit(link)
    fields = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    assert parts.path == "ann@acme.example"
    assert fields == {
        name: [value]
        for name, value in {
            "subject": clean(subject),
            "body": clean(body, multiline=True).replace("\n", "\r\n"),
        }.items()
        if value
    }


def test_an_address_cannot_add_to_the_link() -> None:
    link = mailto_link(LETTER._replace(to_address="a?bcc=eve&x%41@müller.example"))
    parts = urlsplit(link)
    assert unquote(parts.path) == "a?bcc=eve&x%41@xn--mller-kva.example"
    assert set(parse_qs(parts.query)) == {"subject", "body"}


def test_an_answer_stays_in_its_thread() -> None:
    link = mailto_link(LETTER._replace(in_reply_to="<1@acme.example>"))
    assert "In-Reply-To=%3C1%40acme.example%3E&" in link


def test_a_letter_too_long_for_a_link_is_refused_and_not_cut() -> None:
    with pytest.raises(SendRefused, match="too long"):
        Mailto().send(LETTER._replace(body="x" * LONGEST_LINK))


def test_the_screen_opens_the_link_and_copies_the_text() -> None:
    given = Mailto().given(LETTER)
    assert given is not None
    assert (given.kind, given.text) == ("url", "mailto:ann@acme.example?subject=Hi&body=Hello")
    copied = Clipboard().given(LETTER._replace(to_address="", body="Hello\x1b]52;c;x\x07 Ann\n\nBye"))
    assert copied is not None
    assert (copied.kind, copied.text) == ("text", "Hello Ann\n\nBye")


def test_nothing_is_known_of_what_the_rep_sends() -> None:
    for way in (Mailto(), Clipboard()):
        assert way.hands_over
        assert way.went(LETTER) is None
        assert way.check()[0].ok
        assert way.send(LETTER)
