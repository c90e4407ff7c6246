"""A file of cards at a rep's desk: whom it brings, where each goes, what is filled, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hermes_tui.actions.contact_merge import merge_contacts
from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.history import redo, undo
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.stages import move
from hermes_tui.actions.vcards import file_cards, sentence
from hermes_tui.exchange.addresses import normal_email, normal_phone
from hermes_tui.exchange.load import ImportResult
from hermes_tui.exchange.vcard import CardPerson, cards_text, read_cards
from storage import derived
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound
from tests.storage.conftest import Rows, everything

TODAY = date(2026, 6, 22)


def cards(*people: CardPerson | str) -> bytes:
    return "".join(each if isinstance(each, str) else cards_text([each], "3.0") for each in people).encode()


def bring(database: Database, content: bytes, now: int, **asked: Any) -> ImportResult:
    return file_cards(database, read_cards(content, "people.vcf"), name="people.vcf", now=now, **asked)


def people(database: Database) -> list[tuple[Any, ...]]:
    return database.rows(
        """SELECT lead.title, lead.company, contact.name, contact.email, contact.phone, contact.role
           FROM contact JOIN lead ON lead.id = lead_id ORDER BY contact.id"""
    )


ANN = CardPerson("Ann Lee", ("ann@acme.test",), ("+493012345678",), "CTO", "Acme Corp")
BOB = CardPerson("Bob Ray", ("bob@acme.test",), (), "Finance", "Acme Corp")
EVA = CardPerson("Eva Roth", ("eva@roth.test",))


@pytest.fixture
def acme(database: Database, now: int) -> int:
    """An open deal with Acme."""
    return add_lead(database, {"title": "ERP rollout", "company": "Acme Corp"}, now, TODAY).made


def test_people_of_one_company_become_one_lead_and_others_their_own(database: Database, now: int) -> None:
    result = bring(database, cards(ANN, BOB, EVA), now)
    assert people(database) == [
        ("Acme Corp", "Acme Corp", "Ann Lee", "ann@acme.test", "+493012345678", "CTO"),
        ("Acme Corp", "Acme Corp", "Bob Ray", "bob@acme.test", None, "Finance"),
        ("Eva Roth", None, "Eva Roth", "eva@roth.test", None, None),
    ]
    assert (result.read, result.created, result.leads, result.contacts) == (3, 3, 2, 3)
    assert sentence(result) == "3 read, 3 filed"
    assert database.rows("SELECT DISTINCT source, import_id FROM lead") == [("vcard", result.import_id)]


def test_the_same_file_again_changes_nothing(database: Database, now: int) -> None:
    rich = CardPerson("Ann Lee", ("ann@acme.test", "lee@home.test"), ("123", "+493012345678"), "CTO", "Acme", "A note")
    bring(database, cards(rich, BOB, EVA), now)
    before = everything(database)
    again = bring(database, cards(rich, BOB, EVA), now + 1)
    assert (again.unchanged, again.import_id, sentence(again)) == (3, None, "3 read, 3 known")
    assert everything(database) == before


def test_the_only_open_deal_of_a_company_is_joined(database: Database, acme: int, now: int) -> None:
    result = bring(database, cards(ANN), now)
    assert result.leads == 0
    assert people(database)[0][:3] == ("ERP rollout", "Acme Corp", "Ann Lee")


def test_of_two_open_deals_neither_is_guessed(database: Database, acme: int, now: int) -> None:
    add_lead(database, {"title": "Scanners", "company": "ACME corp"}, now, TODAY)
    assert bring(database, cards(ANN, BOB), now).leads == 1
    assert {row[0] for row in people(database)} == {"Acme Corp"}


def test_a_closed_deal_is_not_joined(database: Database, acme: int, now: int) -> None:
    move(database, [acme], "WON", now)
    assert bring(database, cards(ANN), now).leads == 1


def test_a_known_person_is_filled_where_blank_and_not_overwritten(database: Database, acme: int, now: int) -> None:
    add_contact(database, acme, {"name": "Ann Lee-Ray", "email": "ANN@acme.test", "role": "CEO"}, now, TODAY)
    result = bring(database, cards(ANN), now)
    assert people(database) == [("ERP rollout", "Acme Corp", "Ann Lee-Ray", "ann@acme.test", "+493012345678", "CEO")]
    assert (result.updated, result.created, sentence(result)) == (1, 0, "1 read, 1 filled")
    assert result.updates[0].fields == ("phone", "note")
    assert database.rows("SELECT kind, contact_id, text FROM note") == [
        ("SYSTEM", 1, "Ann Lee-Ray, from people.vcf:\nName: Ann Lee\nRole: CTO")
    ]


def test_a_person_without_mail_is_known_by_name_and_company(database: Database, acme: int, now: int) -> None:
    add_contact(database, acme, {"name": "ann lee"}, now, TODAY)
    assert sentence(bring(database, cards(ANN), now)) == "1 read, 1 filled"
    assert people(database)[0][2:4] == ("ann lee", "ann@acme.test")


def test_a_person_is_known_by_each_of_their_addresses_those_in_notes_too(
    database: Database, acme: int, now: int
) -> None:
    both, private = ("ann@acme.test", "lee@home.test"), ("lee@home.test",)
    bring(database, cards(ANN._replace(emails=both)), now)
    assert bring(database, cards(ANN._replace(emails=private)), now + 1).unchanged == 1
    assert bring(database, cards(ANN._replace(emails=private, org=None)), now + 2).unchanged == 1
    result = bring(database, cards(EVA._replace(emails=both), EVA._replace(emails=private)), now + 3)
    assert (result.created, result.duplicates) == (1, 1)  # of one name, but not of Ann's


def test_two_people_merged_are_known_by_the_address_of_either(database: Database, acme: int, now: int) -> None:
    one = add_contact(database, acme, {"name": "Ann Lee", "email": "ann@acme.test"}, now, TODAY).made
    two = add_contact(database, acme, {"name": "A. Lee", "email": "lee@home.test"}, now, TODAY).made
    merge_contacts(database, one, two, now)
    other = CardPerson("Ann Lee", ("lee@home.test",), org="Acme Corp")
    assert bring(database, cards(other), now).unchanged == 1


def test_every_address_that_one_line_lists_is_an_address(database: Database, now: int) -> None:
    bring(database, b"BEGIN:VCARD\nFN:Ann\nEMAIL:Ann@acme.test; lee@home.test\nEND:VCARD\n", now)
    assert people(database)[0][3] == "ann@acme.test"
    assert "E-mail: lee@home.test" in database.value("SELECT text FROM note")


def test_an_address_with_a_line_break_is_said_and_kept(database: Database, now: int) -> None:
    found = bring(database, b"BEGIN:VCARD\nFN:Ann\nEMAIL:ann@ac\\nme.test\nEND:VCARD\n", now)
    assert found.notes == ("card 1, line 1: 'ann@ac me.test' is no e-mail address; it is kept in a note",)
    assert "E-mail as written: ann@ac me.test" in database.value("SELECT text FROM note")


def test_two_people_of_one_name_with_other_addresses_stay_two(database: Database, acme: int, now: int) -> None:
    add_contact(database, acme, {"name": "Ann Lee", "email": "other@acme.test"}, now, TODAY)
    assert bring(database, cards(ANN), now).created == 1


def test_a_shared_mailbox_is_not_one_person(database: Database, now: int) -> None:
    desk = [CardPerson(name, ("info@acme.test",), (), None, None) for name in ("Ann Lee", "Bob Ray")]
    result = bring(database, cards(*desk), now)
    assert (result.created, result.leads) == (2, 1)
    assert bring(database, cards(*desk), now).unchanged == 2


def test_a_lead_known_by_its_own_address_gets_its_person(database: Database, now: int) -> None:
    add_lead(database, {"title": "Inquiry", "email": "eva@roth.test"}, now, TODAY)
    assert bring(database, cards(EVA), now).leads == 0
    assert people(database)[0][0] == "Inquiry"


def test_what_has_no_column_is_in_a_note_that_is_no_touch(database: Database, now: int) -> None:
    text = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nORG:Acme;Sales\r\nTITLE:CTO\r\nROLE:Buyer\r\n"
        "EMAIL;TYPE=PREF:ann@acme.test\r\nEMAIL;TYPE=HOME:lee@home.test\r\nEMAIL:not an address\r\n"
        "TEL;TYPE=WORK:+49 30 12345678\r\nTEL;TYPE=FAX:the front desk\r\nURL:https://acme.test\r\n"
        "PHOTO;ENCODING=b:aGVsbG8=\r\nNOTE:Met in May\\nlikes tea\r\nEND:VCARD\r\n"
    )
    bring(database, cards(text), now)
    assert database.rows("SELECT kind, text FROM note") == [
        (
            "SYSTEM",
            "Ann Lee, from people.vcf:\nE-mail (home): lee@home.test\nE-mail as written: not an address\n"
            "Phone (fax): the front desk\nDepartment: Sales\nRole: Buyer\nWeb: https://acme.test\n"
            "Met in May\nlikes tea",
        )
    ]
    assert database.rows("SELECT last_touch_at FROM lead") == [(None,)]
    assert database.rows("SELECT phone, phone_typed FROM contact") == [("+493012345678", "+49 30 12345678")]


def test_everybody_goes_to_the_lead_that_is_named(database: Database, acme: int, now: int) -> None:
    result = bring(database, cards(ANN, EVA), now, lead_id=acme)
    assert [row[:3] for row in people(database)] == [
        ("ERP rollout", "Acme Corp", "Ann Lee"), ("ERP rollout", "Acme Corp", "Eva Roth"),
    ]  # fmt: skip
    assert result.leads == 0
    assert bring(database, cards(ANN, EVA), now, lead_id=acme).unchanged == 2


def test_a_lead_that_is_not_there_is_said_and_nothing_written(database: Database, now: int) -> None:
    before = everything(database)
    with pytest.raises(NotFound, match="There is no lead #99"):
        bring(database, cards(ANN), now, lead_id=99)
    assert everything(database) == before


def test_a_card_that_comes_twice_is_one_person(database: Database, now: int) -> None:
    more = CardPerson("Ann Lee", ("ann@acme.test",), ("+493012345678",), "CTO", "Acme Corp")
    result = bring(database, cards(ANN._replace(phones=()), more), now)
    assert (result.created, result.duplicates, sentence(result)) == (1, 1, "2 read, 1 filed, 1 repeated")
    assert people(database)[0][4] == "+493012345678"


def test_a_number_within_another_number_is_still_noted(database: Database, now: int) -> None:
    bring(
        database,
        cards(CardPerson("Ann Lee", (), ("desk", "+49 30 12345678")), CardPerson("Ann Lee", (), ("123",))),
        now,
    )
    noted = "\n".join(text for (text,) in database.rows("SELECT text FROM note"))
    assert "Phone: +493012345678" in noted
    assert "Phone: 123" in noted


def test_who_has_a_namesake_is_not_noted_twice(database: Database, now: int) -> None:
    """A card without an address fits two people: the second import must choose whom the first one chose."""
    one = CardPerson("Ann Lee", ("b@x.test",), ("desk", "123"))
    file = cards(one, CardPerson("Ann Lee", (), ("123",)), CardPerson("Ann Lee", ("a@x.test",), ("desk",)))
    bring(database, file, now)
    assert bring(database, file, now).import_id is None


def test_a_dry_run_says_the_same_and_writes_nothing(database: Database, acme: int, now: int) -> None:
    before = everything(database)
    dry = bring(database, cards(ANN, EVA, "BEGIN:VCARD\r\nEND:VCARD\r\n"), now, dry_run=True)
    assert everything(database) == before
    real = bring(database, cards(ANN, EVA, "BEGIN:VCARD\r\nEND:VCARD\r\n"), now)
    assert dry._replace(seconds=0, import_id=None) == real._replace(seconds=0, import_id=None)
    assert sentence(real) == ("3 read, 2 filed, 1 rejected (line 16: card 3: it has neither name, e-mail nor phone)")


def test_one_undo_takes_all_of_it_back_and_redo_brings_it_again(database: Database, acme: int, now: int) -> None:
    add_contact(database, acme, {"name": "Ann Lee"}, now, TODAY)
    before = everything(database)
    noted = EVA._replace(emails=("eva@roth.test", "e@home.test"))
    bring(database, cards(ANN, BOB, noted), now + 1)
    after = everything(database)
    assert undo(database, now + 2).words.startswith("Undone: imported people.vcf: 1 lead, 2 contacts, 1 filled")
    assert everything(database) == before
    redo(database, now + 3)
    assert everything(database) == after


def test_copies_and_search_are_kept(database: Database, acme: int, now: int) -> None:
    bring(database, cards(ANN, BOB, EVA), now)
    with database.transaction() as connection:
        assert derived.rebuild(connection) == 0
        assert not derived.rebuild_totals(connection)


NAMES = st.sampled_from(["Ann Lee", "ann lee", "Bob", "Ñ Ñ", "Lee, Ann"]) | st.text(max_size=20).map(clean).filter(bool)
MAILS = st.lists(st.sampled_from(["a@x.test", "B@x.test", "b@x.test", "straße@x.test", "no address"]), max_size=2)
FIRMS = st.none() | st.sampled_from(["Acme", "ACME", "École", "ÉCOLE"])
PHONES = st.lists(st.sampled_from(["123", "+49 30 12345678", "+493012345678", "desk"]), max_size=3)
CARDS = st.builds(
    CardPerson,
    NAMES,
    MAILS.map(tuple),
    PHONES.map(tuple),
    st.none() | st.just("CTO"),
    FIRMS,
    st.none() | st.just("x\ny"),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """One file for many examples, each of which takes its import back."""
    found = Database.open(tmp_path_factory.mktemp("shelf") / "work.db", create=True)
    found.connection().execute("PRAGMA synchronous = OFF")
    add_lead(found, {"title": "ERP", "company": "Acme"}, 1, TODAY)
    return found


@settings(max_examples=20)
@given(people=st.lists(CARDS, min_size=1, max_size=6))
def test_any_file_imported_twice_changes_nothing_and_is_undone_whole(shelf: Database, people: list[CardPerson]) -> None:
    before = everything(shelf)
    content = cards(*people)
    first = bring(shelf, content, 2)
    after = everything(shelf)
    again = bring(shelf, content, 3)
    assert everything(shelf) == after
    undo(shelf, 4)
    assert everything(shelf) == before
    assert first.created + first.updated + first.unchanged + first.duplicates == first.read == len(people)
    assert (again.unchanged, again.import_id) == (len(people), None)
    assert not set(map(str.casefold, said_by(people))) - set(held_in(after))


def said_by(people: list[CardPerson]) -> Iterator[str]:
    """Every word of the cards, addresses and numbers as they are stored."""
    for person in people:
        yield person.name
        yield from (mail if " " in mail else normal_email(mail) for mail in person.emails)
        yield from map(normal_phone, person.phones)
        yield from filter(None, (person.org, person.role, *(person.note or "").split()))


def held_in(rows: Rows) -> Iterator[str]:
    """Every cell of the file and every line of a note, with and without what it is called."""
    for table in ("lead", "contact", "note"):
        for row in rows[table]:
            for cell in row:
                for line in str(cell).casefold().split("\n"):
                    yield from (line, line.partition(": ")[2])
