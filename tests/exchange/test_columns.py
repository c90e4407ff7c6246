"""The field of each column is guessed from its name and its values, and never given twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.exchange.columns import guess, title_columns, words_of
from hermes_tui.exchange.tables import read_bytes


def guessed(text: str) -> dict[str, str]:
    return {each.column: each.field for each in guess(read_bytes(text.encode()))}


def test_a_deal_export_is_understood() -> None:
    assert guessed("Record ID,Deal Name,Deal Stage,Close Date,Amount,Deal owner\n17,ERP,Won,2021-01-05,$5,Ann\n") == {
        "Record ID": "external_id",
        "Deal Name": "title",
        "Deal Stage": "stage",
        "Close Date": "closed_at",
        "Amount": "value",
        "Deal owner": "owner",
    }


def test_a_contact_export_is_people_at_companies_and_their_title_is_a_job() -> None:
    assert guessed("First Name,Last Name,Title,Company,Email\nAnn,Lee,CTO,Acme,a@b.co\n") == {
        "First Name": "contact.first_name",
        "Last Name": "contact.last_name",
        "Title": "contact.role",
        "Company": "company",
        "Email": "contact.email",
    }


def test_several_people_in_a_row_are_told_apart() -> None:
    found = guessed("Company,Contact 1 Name,Contact 1 Email,Contact2Name,contact_2_phone\nA,B,b@b.co,C,+1 555 12 34\n")
    assert list(found.values()) == ["company", "contact.name", "contact.email", "contact2.name", "contact2.phone"]


def test_a_german_file_is_understood() -> None:
    found = guessed("Firma;Ansprechpartner;E-Mail;Betrag;Erstellt am\nA;B;b@b.co;1.234,50 €;15.04.2021\n")
    assert list(found.values()) == ["company", "contact.name", "contact.email", "value", "created_at"]


def test_values_speak_where_a_name_does_not() -> None:
    assert guessed("a,b,c\nx,ann@b.co,$5.00\ny,bob@b.co,$7\n") == {"b": "email", "c": "value"}


def test_a_name_is_not_believed_against_its_values() -> None:
    assert "value" not in guessed("Company,Amount\nA,three barrels\nB,two crates\n").values()


@pytest.mark.parametrize("cell", ["2025-13-45", "31.02.2025", "0001-01-01"])
def test_a_column_of_impossible_dates_is_still_one_of_dates_and_its_rows_are_rejected(cell: str) -> None:
    """The column was passed over and the rows came in without their dates, with exit code 0."""
    assert guessed(f"title,Close Date\nERP,{cell}\n")["Close Date"] == "closed_at"


@pytest.mark.parametrize("cell", ["50%", "1e5", "99999999999999999999"])
def test_a_column_of_impossible_amounts_is_still_one_of_amounts(cell: str) -> None:
    assert guessed(f"title,Amount\nERP,{cell}\n")["Amount"] == "value"


def test_first_and_last_are_names() -> None:
    assert list(guessed("First,Last,Company\nAnn,Lee,Acme\n").values())[:2] == [
        "contact.first_name", "contact.last_name",
    ]  # fmt: skip


def test_our_own_names_win() -> None:
    found = guessed("title,custom.region,contact3.email,source_url\nx,north,a@b.co,https://x.org/1\n")
    assert list(found.values()) == ["title", "custom.region", "contact3.email", "source_url"]


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("Account,Product\nA,B\n", "{Account} {Product}"),
        ("Company,City\nA,B\n", "{Company}"),
        ("First Name,Last Name\nA,B\n", "{First Name} {Last Name}"),
    ],
)
def test_a_file_without_a_title_gets_one_from_what_it_has(text: str, template: str) -> None:
    table = read_bytes(text.encode())
    assert title_columns(table, guess(table)) == template


def test_names_are_compared_without_case_marks_and_accents() -> None:
    assert words_of("dealName") == words_of("DEAL_NAME*") == words_of("Deal-Name") == "deal name"
    assert words_of("Téléphone") == "telephone"


NAMES = [
    "Email",
    "email",
    "E-Mail",
    "Mail",
    "Company",
    "Account",
    "Amount",
    "Value",
    "Name",
    "Title",
    "URL",
    "x",
    "Date",
]


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8), st.data())
def test_no_field_is_given_to_two_columns(names: list[str], data: st.DataObject) -> None:
    cells = st.sampled_from(["a@b.co", "5", "$5", "2021-01-05", "Acme", "https://x.org"])
    row = [data.draw(cells) for _ in names]
    fields = [each.field for each in guess(read_bytes(f"{';'.join(names)}\n{';'.join(row)}\n".encode()))]
    assert len(fields) == len(set(fields))
