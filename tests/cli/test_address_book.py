"""The people of the leads as the address book of a mail program."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Hermes


@pytest.fixture
def people(hermes: Hermes) -> None:
    """Two firms; Ann is on both leads of hers by one address."""
    for title, company in (("ERP rollout", "Acme Corp"), ("Web shop", "Acme Corp"), ("CRM", "Borealis")):
        hermes("add", f"title={title}", f"company={company}")
    hermes("contact", "add", 1, "--name", "Ann Lee", "--email", "ann@acme.example")
    hermes("contact", "add", 2, "--name", "Ann Lee", "--email", "Ann@acme.example")
    hermes("contact", "add", 3, "--name", "Émile Ray", "--email", "emile@borealis.example")
    hermes("contact", "add", 3, "--name", "Bob Ray")


@pytest.mark.usefixtures("people")
def test_a_mail_program_gets_address_tab_name_each_address_once(hermes: Hermes) -> None:
    assert hermes("abook", "ann").out.casefold() == "ann@acme.example\tann lee\n"
    assert hermes("abook", "emil").out == "emile@borealis.example\tÉmile Ray\n", "accents are no hindrance"
    assert hermes("abook", "acme", "lee").out.count("\n") == 1, "words of the firm and of the name together"


@pytest.mark.usefixtures("people")
def test_mutt_gets_its_first_line_and_the_firm(hermes: Hermes) -> None:
    assert hermes("abook", "--mutt", "borealis").out == "1 found\nemile@borealis.example\tÉmile Ray\tBorealis\n"


@pytest.mark.usefixtures("people")
def test_whoever_has_no_address_or_lost_it_is_not_in_the_book(hermes: Hermes) -> None:
    assert hermes("abook", "bob").code == 3
    assert hermes("abook", "bob").out == ""
    everybody = hermes("abook", "--json").json
    assert {entry["email"].casefold() for entry in everybody} == {"ann@acme.example", "emile@borealis.example"}
    assert set(everybody[0]) == {"email", "name", "about", "lead_id", "contact_id"}
