"""People written as cards and read again, in each version; and lines as each version wants them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.vcard import VERSIONS, CardPerson, cards_text, read_cards
from storage.clean import clean
from storage.errors import UsageError

LINES = st.text(max_size=200).map(clean)
WORDS = LINES.filter(bool)


def plain(value: str) -> bool:
    """A reader takes `mailto:` off and an address out of angle brackets: those are not the value itself."""
    return not value.lower().startswith(("mailto:", "tel:", "fax:", "voip:", "sip:")) and "<" not in value


REACHES = st.lists(WORDS.filter(plain), max_size=3, unique_by=str.casefold).map(tuple)
PEOPLE = st.lists(
    st.builds(
        CardPerson,
        WORDS,
        REACHES,
        REACHES,
        st.none() | WORDS,
        st.none() | WORDS,
        st.text(max_size=300).map(lambda text: clean(text, multiline=True) or None),
        st.just("urn:hermes:contact:7"),
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize("version", VERSIONS)
@given(people=PEOPLE)
def test_whoever_is_written_is_read_again(version: str, people: list[CardPerson]) -> None:
    text = cards_text(people, version)
    found = read_cards(text.encode())
    assert (found.rejected, found.notes) == ((), ())
    assert [
        CardPerson(
            card.name,
            tuple(each.value for each in card.emails),
            tuple(each.value for each in card.phones),
            card.role,
            card.org,
            card.note,
            card.uid,
        )
        for card in found.cards
    ] == people
    assert max(len(line.encode()) for line in text.split("\r\n")) <= (76 if version == "2.1" else 75)
    assert "\n" not in text.replace("\r\n", "")


ANN = CardPerson(
    "Ann Lee", ("ann@acme.test", "lee@home.test"), ("+493012345",), "CTO; acting", "Acme, Inc.", "one\ntwo", "urn:x:1"
)


def test_each_version_prefers_and_escapes_in_its_own_way() -> None:
    four, three, two = (cards_text([ANN], version).split("\r\n") for version in VERSIONS)
    assert "EMAIL;PREF=1:ann@acme.test" in four
    assert r"TITLE:CTO\; acting" in four
    assert r"NOTE:one\ntwo" in four
    assert "EMAIL;TYPE=INTERNET;TYPE=PREF:ann@acme.test" in three
    assert r"ORG:Acme\, Inc." in three
    assert "EMAIL;INTERNET;PREF:ann@acme.test" in two
    assert "NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo" in two
    assert [line for line in four if line.startswith("N:")] == ["N:Lee;Ann;;;"]


def test_a_line_is_folded_at_75_octets_between_characters() -> None:
    lines = cards_text([CardPerson("é" * 100)], "3.0").encode().split(b"\r\n")
    folded = [line for line in lines if line.startswith((b"FN:", b" "))]
    assert all(len(line) <= 75 and line.decode() for line in folded)


def test_a_version_that_does_not_exist_is_refused_in_one_sentence() -> None:
    with pytest.raises(UsageError, match=r"There is no vCard 5\.0; the versions are 4\.0, 3\.0, 2\.1"):
        cards_text([ANN], "5.0")
