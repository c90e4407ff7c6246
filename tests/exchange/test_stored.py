"""A file's addresses and numbers are stored one way whatever it calls them, so that one person is one person."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hermes_tui.actions.fields import contact_values
from hermes_tui.exchange import digests
from hermes_tui.exchange.addresses import normal_email
from hermes_tui.exchange.convert import email_address
from hermes_tui.exchange.load import ImportResult, load
from hermes_tui.exchange.mapping import from_options
from hermes_tui.exchange.plan import Plan, plan
from hermes_tui.exchange.stored import stored_email
from hermes_tui.exchange.tables import read_bytes
from storage import journal
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError
from tests.conftest import DAY

FILE = """id,Deal,Contact Name,Email,Phone
A-1,ERP,Ann Lee,Ann Lee <ANN@Acme.co>,(415) 555-2671
A-2,CRM,,Jörg@XN--MLLER-KVA.de,+49 (0)30 1234567
A-3,Web,,,415.555.2671
"""
# What the release before this one kept of that file, and the people it made of it: phones as they are typed.
FORMER_DIGESTS = (
    '{"title":1794570267,"person 3879400739":[2534201114,3879400739,4005760093,0,0]}',
    '{"title":226355312,"person 3888145534":[3888145534,3888145534,2570527439,0,0]}',
    '{"title":763657905,"person 3889862164":[3889862164,0,3889862164,0,0]}',
)
FORMER_PEOPLE = (
    ("ann@acme.co", "(415) 555-2671"),
    ("jörg@xn--mller-kva.de", "+49 (0)30 1234567"),
    (None, "415.555.2671"),
)
PEOPLE = "SELECT email, email_typed, phone, phone_typed FROM contact ORDER BY id"


def planned(text: str, region: str = "US") -> Plan:
    return plan(read_bytes(text.encode(), "deals.csv"), from_options(), region=region)


def bring(database: Database, text: str, now: int, region: str = "US") -> ImportResult:
    return load(database, planned(text, region), now=now)


def everything(database: Database) -> list[list[tuple[Any, ...]]]:
    return [
        database.rows(f"SELECT * FROM {table} ORDER BY id") for table in ("lead", "contact", "import_row", "import")
    ]


def test_an_email_that_is_none_stays_as_typed_and_is_said(database: Database, now: int) -> None:
    people = 'Deal,Contact Name,Email\nERP,Ann,"ann@ac\nme.co"\nCRM,Bob,no mail\nWeb,Eva,"""E R""@roth.co"\n'
    assert planned(people).notes == ("2 e-mails are no address and stayed as typed (first: line 2, 'ann@ac me.co')",)
    bring(database, people, now)
    assert [row[0] for row in database.rows(PEOPLE)] == ["ann@ac me.co", "no mail", '"e r"@roth.co']
    leads = "Deal,Email\nERP,ann@acme.co\nCRM,bob@acme.co\nWeb,ask Eva @ Roth\n"
    assert planned(leads).notes == ("1 e-mail is no address and stayed as typed (first: line 4, 'ask Eva @ Roth')",)


def test_what_is_typed_is_kept_beside_what_it_is_stored_as(database: Database, now: int) -> None:
    bring(database, FILE, now)
    assert database.rows(PEOPLE) == [
        ("ann@acme.co", "Ann Lee <ANN@Acme.co>", "+14155552671", "(415) 555-2671"),
        ("jörg@müller.de", "Jörg@XN--MLLER-KVA.de", "+49301234567", "+49 (0)30 1234567"),
        (None, None, "+14155552671", "415.555.2671"),
    ]


def test_nothing_is_kept_beside_where_nothing_differs(database: Database, now: int) -> None:
    bring(database, "Deal,Contact Name,Email,Phone\nERP,Ann, ann@acme.co ,+14155552671\nCRM,Bob,n/a,the desk\n", now)
    assert database.rows(PEOPLE) == [("ann@acme.co", None, "+14155552671", None), ("n/a", None, "the desk", None)]


@given(
    st.sampled_from(["Ann@Acme.CO", "ann@acme.co", "Jörg@Müller.DE", "x@xn--mller-kva.de"]),
    st.sampled_from(["(415) 555-2671", "+1 415 555 2671", "415-555-2671 x9", "030 1234567", "+49 30 1234567", "desk"]),
    st.sampled_from(["", "US", "DE"]),
)
def test_a_file_and_a_hand_store_the_same(email: str, phone: str, region: str) -> None:
    people = planned(f"Deal,Contact Name,Email,Phone\nERP,Ann,{email},{phone}\n", region).deals.people
    by_hand = contact_values({"email": email, "phone": phone}, None, region)  # type: ignore[arg-type]
    assert {name: getattr(people, name)[0] for name in by_hand} == by_hand


def test_two_spellings_of_one_number_are_one_person() -> None:
    rows = "A-1,ERP,,(415) 555-2671,\nA-1,ERP,,+1 415 555 2671,\nA-1,ERP,Ann Lee,415.555.2671,CTO\n"
    found = planned("id,Deal,Contact Name,Phone,Role\n" + rows)
    assert list(found.deals.people.of(bool)) == []
    assert found.deals.people.name == ["Ann Lee"]
    assert (found.deals.people.phone, found.deals.people.role) == (["+14155552671"], ["CTO"])
    assert list(found.adds) == [True, False, True]


def test_two_people_at_one_number_are_two() -> None:
    found = planned("id,Deal,Contact Name,Phone\nA,ERP,Ann,+1 415 555 2671\nA,ERP,Bob,(415) 555-2671\n")
    assert found.deals.people.name == ["Ann", "Bob"]
    assert found.deals.people.phone == ["+14155552671"] * 2


def test_two_spellings_of_one_address_are_one_person_of_one_deal() -> None:
    rows = "ERP,Acme,Jörg,Jorg@Müller.de\nERP,Acme,Jörg M.,jorg@xn--mller-kva.de\n"
    found = planned("Deal,Company,Contact Name,Email\n" + rows)
    assert list(found.deal_of) == [0, 0]
    assert (found.deals.people.name, found.deals.people.email) == (["Jörg"], ["jorg@müller.de"])


def test_the_typed_number_stays_with_its_own(database: Database, now: int) -> None:
    rows = "A,ERP,Ann,ANN@a.co,+14155552671\nA,ERP,Ann,Ann@A.co,(415) 555-9999\nA,ERP,Bob,,\n"
    rows += "A,ERP,Bob,Bob@a.co,1 415 555 1234\n"
    bring(database, "id,Deal,Contact Name,Email,Phone\n" + rows, now)
    assert database.rows(PEOPLE) == [
        ("ann@a.co", "ANN@a.co", "+14155552671", None), ("bob@a.co", "Bob@a.co", "+14155551234", "1 415 555 1234"),
    ]  # fmt: skip


def test_addresses_of_one_cell_keep_what_was_typed_each() -> None:
    people = planned('Deal,Contact Email\nERP,"Ann <ANN@a.co>; bob@a.co; C@xn--mller-kva.de"\n').deals.people
    assert people.email == ["ann@a.co", "bob@a.co", "c@müller.de"]
    assert people.email_typed == ["Ann <ANN@a.co>", None, "C@xn--mller-kva.de"]


def test_numbers_nobody_can_read_come_in_as_typed_and_are_counted(database: Database, now: int) -> None:
    text = "Deal,Contact Name,Phone\nERP,Ann,the front desk\nCRM,Bob,030 1234567\nWeb,Cy,030 1234567\n"
    assert bring(database, text, now, "DE").notes == (
        "1 phone number could not be read and stayed as typed (first: line 2, 'the front desk')",
    )
    assert planned(text, "").notes == (
        "3 phone numbers could not be read and stayed as typed (first: line 2, 'the front desk'); "
        "the setting `region` says where numbers without a country code are dialled",
    )
    assert database.value("SELECT phone FROM contact WHERE name = 'Ann'") == "the front desk"


@pytest.mark.parametrize("region", ["", "US", "DE"])
def test_the_same_file_again_changes_nothing_wherever_numbers_are_dialled_by_then(
    database: Database, now: int, region: str
) -> None:
    bring(database, FILE, now)
    before = everything(database)
    again = bring(database, FILE, now + DAY, region)
    assert (again.unchanged, again.updated, again.import_id) == (3, 0, None)
    assert everything(database) == before


@pytest.mark.parametrize("region", ["", "US"])
def test_a_file_that_the_former_release_imported_is_unchanged(database: Database, now: int, region: str) -> None:
    bring(database, FILE, now)
    assert tuple(digests.of_deals(planned(FILE, region).deals)) == FORMER_DIGESTS
    with database.transaction() as connection:
        for number, people in enumerate(FORMER_PEOPLE, 1):
            connection.execute(
                "UPDATE contact SET email = ?, phone = ?, phone_typed = NULL WHERE id = ?", (*people, number)
            )
    before = everything(database)
    assert bring(database, FILE, now + DAY, region).unchanged == 3
    assert everything(database) == before
    changed = bring(database, FILE.replace("Ann Lee,", "Ann B. Lee,"), now + DAY, region)
    assert [(each.lead_id, each.fields) for each in changed.updates] == [(1, ("contact name",))]
    assert database.value("SELECT COUNT(*) FROM contact") == 3


def test_another_spelling_is_no_change_and_another_number_is_one_that_can_be_undone(
    database: Database, now: int
) -> None:
    bring(database, FILE, now)
    before = everything(database)
    spelt = FILE.replace("(415) 555-2671", "+1 415 555-2671").replace("Jörg@XN--MLLER-KVA.de", "jörg@müller.de")
    spelt = spelt.replace("415.555.2671", "415 555 2671")
    assert bring(database, spelt, now + DAY).import_id is None
    result = bring(database, FILE.replace("(415) 555-2671", "(415) 555-9999"), now + DAY)
    assert [each.fields for each in result.updates] == [("contact phone",)]
    assert database.row("SELECT phone, phone_typed FROM contact WHERE id = 1") == ("+14155559999", "(415) 555-9999")
    bring(database, FILE.replace("(415) 555-2671", "+14155552671"), now + 2 * DAY)
    assert database.row("SELECT phone, phone_typed FROM contact WHERE id = 1") == ("+14155552671", None)
    journal.undo(database, now + 2 * DAY)
    journal.undo(database, now + 2 * DAY)
    assert everything(database) == before
    journal.undo(database, now + 3 * DAY)
    assert database.value("SELECT COUNT(*) FROM contact") == 0
    journal.redo(database, now + 3 * DAY)
    assert everything(database) == before


def test_whom_the_rep_has_named_keeps_that_name(database: Database, now: int) -> None:
    bring(database, FILE, now)
    with database.transaction() as connection:
        connection.execute("UPDATE contact SET name = 'Eva' WHERE id = 3")
    for text in (FILE.replace("415.555.2671", "415 555 2671"), FILE.replace("Web,,,", "Shop,,,")):
        bring(database, text, now + DAY)
    assert database.rows("SELECT name FROM contact WHERE lead_id = 3") == [("Eva",)]


LETTERS = st.characters(codec="utf-8") | st.sampled_from("abzAZ09!#$%&'*+/=?^_`{|}~.-\"İßſﬁé")


@given(
    st.text(LETTERS, min_size=1, max_size=6),
    st.text("abxn-.09zÄß。ａ", min_size=1, max_size=6),
    st.sampled_from([".co", ""]),
)
@example("a", "xn--mller-kva", ".de")
def test_an_address_is_stored_as_a_hand_would_store_it(local: str, domain: str, ending: str) -> None:
    words = email_address(clean(f"{local}@{domain}{ending}"))
    try:
        stored = normal_email(words)
    except UsageError:
        stored = words
    assert stored_email(words) == stored
