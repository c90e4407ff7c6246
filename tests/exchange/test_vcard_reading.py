"""Broken, cut, oddly encoded and oddly folded cards: each is reported or read, and the rest come in."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.vcard import Card, holds_cards, read_cards
from storage.errors import HermesError


def only(text: str | bytes) -> Card:
    found = read_cards(text.encode() if isinstance(text, str) else text)
    assert not found.rejected
    (card,) = found.cards
    return card


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def test_a_card_that_names_nobody_is_reported_and_the_rest_come_in() -> None:
    text = card("FN:Ann Lee", "EMAIL:ann@acme.test") + card("CATEGORIES:Lost") + card("FN:Bob Ray")
    found = read_cards(text.encode())
    assert [each.name for each in found.cards] == ["Ann Lee", "Bob Ray"]
    assert [each.said for each in found.rejected] == ["card 2, line 6: it has neither name, e-mail nor phone"]
    assert found.read == 3


def test_a_card_cut_in_half_is_kept_but_for_the_line_that_was_cut() -> None:
    whole = card("FN:Ann Lee", "TEL:+49 30 5550101", "EMAIL:ann@acme.test")
    found = read_cards(whole[: whole.index("@acme.te") + 8].encode())
    (ann,) = found.cards
    assert (ann.name, [each.value for each in ann.phones], ann.emails) == ("Ann Lee", ["+49 30 5550101"], ())
    assert found.notes == (
        "card 1, line 1: the file ends within this card; what is there was kept, "
        "but for its last line (“EMAIL:ann@acme.te”)",
    )


def test_an_end_that_is_missing_ends_where_the_next_card_begins() -> None:
    text = card("FN:Ann Lee").replace("END:VCARD\r\n", "") + card("FN:Bob Ray")
    found = read_cards(text.encode())
    assert [each.name for each in found.cards] == ["Ann Lee", "Bob Ray"]
    assert found.notes == ("card 1, line 1: its END:VCARD is missing; what came before line 4 was kept",)


def test_a_card_in_latin_1_is_read_and_said() -> None:
    found = read_cards(card("FN:Jürgen Groß", "ORG:Société Générale").encode("latin-1"))
    assert (found.cards[0].name, found.cards[0].org) == ("Jürgen Groß", "Société Générale")
    assert found.notes == ("2 lines are not UTF-8 and read as Windows-1252 (first: line 3)",)


def test_a_charset_that_the_card_names_is_believed() -> None:
    text = card("FN;CHARSET=SHIFT_JIS:山田太郎", "ORG;CHARSET=WINDOWS-1251:Завод", version="2.1")
    lines = [
        line.encode("shift_jis" if "JIS" in line else "cp1251" if "1251" in line else "ascii")
        for line in text.split("\r\n")
    ]
    found = only(b"\r\n".join(lines))
    assert (found.name, found.org) == ("山田太郎", "Завод")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_is_told_by_its_bytes(encoding: str) -> None:
    assert only(card("FN:Zoë Łuć 李", "EMAIL:zoe@acme.test").encode(encoding)).name == "Zoë Łuć 李"


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\r\r\n", "\n\n", "\r\n\r\n"])
def test_lines_end_as_they_like(ending: str) -> None:
    found = only((card("FN:Ann Lee", "EMAIL:ann@acme.test", "TEL:123") * 1).replace("\r\n", ending))
    assert (found.name, found.emails[0].value, found.phones[0].value) == ("Ann Lee", "ann@acme.test", "123")


def test_line_ends_may_be_mixed_and_the_last_one_missing() -> None:
    text = "BEGIN:VCARD\nVERSION:3.0\r\nFN:Ann Lee\rEMAIL:ann@acme.test\r\nEND:VCARD"
    found = read_cards(text.encode())
    assert (found.cards[0].emails[0].value, found.notes) == ("ann@acme.test", ())


def test_a_character_that_a_fold_cut_in_two_is_whole_again() -> None:
    content = card("FN:Zoë Lee").encode().replace("ë".encode(), b"\xc3\r\n \xab")
    found = read_cards(content)
    assert (found.cards[0].name, found.notes) == ("Zoë Lee", ())


def test_quoted_printable_goes_on_over_soft_breaks() -> None:
    found = only(
        card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=\r\n=BCller;Eva",
            "NOTE;QUOTED-PRINTABLE:first=0D=0A=\r\nsecond: yes=\r\n, third",
            "TEL;CELL:123",
            version="2.1",
        )
    )
    assert (found.name, found.note, found.phones[0].value) == ("Eva Müller", "first\nsecond: yes, third", "123")


def test_a_soft_break_before_the_end_does_not_swallow_it() -> None:
    found = read_cards((card("FN:Ann", "NOTE;ENCODING=QUOTED-PRINTABLE:cut=") + card("FN:Bob")).encode())
    assert [(each.name, each.note) for each in found.cards] == [("Ann", "cut"), ("Bob", None)]


def test_parameters_of_every_version_say_what_an_address_is() -> None:
    found = only(
        card(
            "item1.EMAIL;type=INTERNET:second@acme.test",
            "EMAIL;INTERNET;PREF:first@acme.test",
            'TEL;TYPE="work,voice";PREF=2:222',
            "TEL;PREF=1;TYPE=home:111",
            "TEL;FAX;PREF:999",
            "item1.X-ABLabel:Newsletter",
        )
    )
    assert [(each.value, each.said) for each in found.emails] == [
        ("first@acme.test", ""), ("second@acme.test", "Newsletter"),
    ]  # fmt: skip
    assert [(each.value, each.said) for each in found.phones] == [("111", "home"), ("222", "work"), ("999", "fax")]


def test_files_put_one_behind_the_other_with_their_byte_order_marks_lose_nobody() -> None:
    one, two = (card(f"FN:{name}", "TEL:123").encode("utf-8-sig") for name in ("Ann", "Bob"))
    found = read_cards(one + two)
    assert ([each.name for each in found.cards], found.notes) == (["Ann", "Bob"], ())


@pytest.mark.parametrize("name", ["'Ann Lee'", '"Ann Lee"', "Ann Lee"])
def test_a_name_sheds_the_quotes_a_sender_stood_in(name: str) -> None:
    assert only(card(f"FN:{name}")).name == "Ann Lee"
    assert only(card("FN:Ann 'Bo' Lee", "N:x")).name == "Ann 'Bo' Lee"


def test_what_an_address_is_called_stays_on_its_line() -> None:
    (mail,) = only(card("FN:Ann", 'EMAIL;TYPE="of^nfice":ann@acme.test', version="4.0")).emails
    assert mail.said == "of fice"


def test_escapes_are_undone_and_stray_backslashes_stay() -> None:
    found = only(card(r"FN:Lee\, Ann", r"ORG:Smith\; Sons\, Inc.;Sales", r"NOTE:one\ntwo\Nthree \\ four \d"))
    assert (found.name, found.org, found.note) == ("Lee, Ann", "Smith; Sons, Inc.", "one\ntwo\nthree \\ four \\d")
    assert found.more == (("Department", "Sales"),)


def test_a_name_is_put_together_where_no_whole_one_is_there() -> None:
    assert only(card("N:Lee;Ann,Maria;;Dr.;Jr.")).name == "Dr. Ann Maria Lee Jr."
    assert only(card("N:;;;;", "NICKNAME:Annie")).name == "Annie"
    assert only(card("ORG:Acme")).name == "Acme"
    assert only(card("FN:", "N:Lee;Ann;;;")).name == "Ann Lee"


def test_the_agents_card_is_not_the_persons() -> None:
    agent = "AGENT:\r\n" + card("FN:Tiina", "EMAIL:tiina@acme.test").rstrip("\r\n")
    found = only(card("FN:Ann Lee", agent, "EMAIL:ann@acme.test"))
    assert (found.name, [each.value for each in found.emails]) == ("Ann Lee", ["ann@acme.test"])


def test_a_note_nobody_folded_keeps_its_lines() -> None:
    found = only(card("FN:Ann", "NOTE:Called twice", "Tel: ask for the new number", "no answer", "EMAIL:ann@acme.test"))
    assert found.note == "Called twice\nTel: ask for the new number\nno answer"
    assert (found.emails[0].value, found.phones) == ("ann@acme.test", ())


def test_a_line_that_is_nothing_is_said() -> None:
    found = read_cards(("junk\r\n" + card("FN:Ann", "EMAIL:ann@acme.test", "what is this")).encode(), "x.vcf")
    assert found.cards[0].emails[0].value == "ann@acme.test"
    assert found.notes == (
        "card 1, line 2: line 6 is no line of a vCard and was left out (“what is this”)",
        "1 line outside any card left out (first: line 1, “junk”)",
    )


def test_a_megabyte_of_photo_costs_nothing() -> None:
    blob = "/9j/" * 262_144
    photos = [f"PHOTO;ENCODING=b;TYPE=JPEG:{blob}", "PHOTO;ENCODING=BASE64;JPEG:" + "\r\n ".join([blob[:72]] * 14_000)]
    began = time.perf_counter()
    for photo in photos:
        found = only(card("FN:Ann", photo, "EMAIL:ann@acme.test"))
        assert (found.emails[0].value, found.more) == ("ann@acme.test", ())
    assert time.perf_counter() - began < 2


def test_unindented_base64_belongs_to_its_picture() -> None:
    found = read_cards(card("FN:Ann", "KEY;X509;ENCODING=BASE64:", "MIIDITCCAoqg", "gAwIBAgI=", "TEL:1").encode())
    assert (found.cards[0].phones[0].value, found.notes) == ("1", ())


def test_cards_set_in_with_spaces_are_read() -> None:
    text = "".join(f"    {line}\n" for line in card("FN:Ann Lee", "TEL:1").split("\r\n"))
    assert only(text).name == "Ann Lee"


def test_a_table_is_no_file_of_cards() -> None:
    content = b"name,email\nAnn,ann@acme.test\n"
    assert not holds_cards(content, "people.vcf")
    with pytest.raises(HermesError, match=r"people\.vcf holds no vCard"):
        read_cards(content, "people.vcf")
    assert not holds_cards(b"title,text\nx,BEGIN:VCARD\n", "cells.csv")
    assert holds_cards(card("FN:Ann").encode("utf-16"), "people.txt")


@given(st.text(), st.integers(0, 400))
def test_nothing_in_a_file_is_ever_a_traceback(dirt: str, place: int) -> None:
    text = card("FN:Ann Lee", "EMAIL;TYPE=WORK:ann@acme.test", "NOTE;QUOTED-PRINTABLE:a=", 'TEL;TYPE="x:1')
    found = read_cards((text + text[:place] + dirt + text[place:]).encode("utf-8", "replace"))
    assert found.cards[0].name.startswith("Ann")
    assert found.read >= 1


@given(st.binary(max_size=200))
def test_any_bytes_after_a_card_leave_the_card(dirt: bytes) -> None:
    found = read_cards(card("FN:Ann Lee", "TEL:1").encode() + dirt)
    assert found.cards[0].name == "Ann Lee"
