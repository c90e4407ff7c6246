"""Cards as other programs write them: name, e-mails and phones of every one, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from hermes_tui.exchange.vcard import Card, Reading, read_cards

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "vcards"

Got = tuple[str, tuple[str, ...], tuple[str, ...]]


def got(card: Card) -> Got:
    return card.name, tuple(reach.value for reach in card.emails), tuple(reach.value for reach in card.phones)


def ours(name: str) -> Reading:
    return read_cards((FIXTURES / name).read_bytes(), name)


def test_google_writes_a_blank_line_into_a_name_and_cards_without_one() -> None:
    found = ours("google.vcf")
    assert [got(card) for card in found.cards] == [
        (
            "Zsófia Kovács-Nagy",
            ("zsofia@kalyan.test", "zsofi@posta.test"),
            ("+36 30 555 0101", "+36 1 555 0102", "+36 1 555 0103"),
        ),
        ("Gábor Béla Szabó", (), ("+36 30 555 0199",)),
        ("4*", (), ("4*",)),
        ("Rp: Store no", (), ("+91 99999 99999",)),
    ]
    first = found.cards[0]
    assert (first.org, first.role) == ("Kályán Kft.", "Beszerzési vezető")
    assert first.note == "Met at the fair, wants a demo\nin July"
    assert first.phones[2].said == "Reception"


def test_icloud_groups_its_properties_and_lists_people_as_cards() -> None:
    found = ours("icloud.vcf")
    assert [got(card) for card in found.cards] == [
        (
            "Dr. Siobhán O'Neill",
            ("siobhan@lough.test", "s.oneill@home.test"),
            ("+353 87 555 0111", "+353 1 555 0110"),
        ),
        ("Lough & Sons", (), ("+353 1 555 0100",)),
    ]
    assert (found.cards[0].org, found.cards[0].phones[1].said) == ("Lough & Sons", "work, fax")
    assert [card.said for card in found.rejected] == ["card 3, line 40: it is a list of people, not a person"]


@pytest.mark.parametrize(
    ("name", "person", "org", "role"),
    [
        ("samsung.vcf", ("김민지", ("minji@hanok.test",), ("+82-10-5550-120", "02-555-0121")), "한옥", "부장"),
        (
            "outlook_365.vcf",
            ("Chloé Lefèvre", ("chloe@ete.test",), ("+33 1 55 50 01 30", "+33 6 55 50 01 31")),
            "Société Générale d'Été",
            "Directrice générale",
        ),
        (
            "nextcloud.vcf",
            ("Jürgen Groß", ("j.gross@weber.test", "juergen@zuhause.test"), ("+49-30-5550140", "+49-30-5550149")),
            "Weber, Groß & Partner",
            "Einkaufsleiter",
        ),
        (
            "kaddressbook.vcf",
            ("Eva Dvořáková", ("eva@dvorak.test", "eva.dvorakova@posta.test"), ("+420 555 550 150",)),
            "Dvořák s.r.o.",
            "CFO",
        ),
        (
            "exchange.vcf",  # UTF-16, and the address where the name should be
            ("Mario Rossi", ("Mario@Rossi.test",), ("+39 011 555 0160", "+39 011 555 0161")),
            "Rossi S.p.A.",
            "Responsabile acquisti",
        ),
        (
            "davx5.vcf",
            (
                "Ana María Núñez de la Torre y del Campo Redondo con un nombre que no cabe en una línea",
                ("ana@nunez.test",),
                ("+34 655 550 170", "+34 91 555 01 71"),
            ),
            "Núñez Hermanos",
            "Gerente",
        ),
        ("nokia.vcf", ("Aino Virtanen", ("aino@virta.test",), ("+358405550180",)), "Virta Oy", None),
    ],
)
def test_each_program_names_its_person(name: str, person: Got, org: str, role: str | None) -> None:
    found = ours(name)
    assert (found.read, found.rejected, found.notes) == (1, (), ())
    (card,) = found.cards
    assert got(card) == person
    assert (card.org, card.role) == (org, role)


JOHN = "Mr. John Richter James Doe Sr."
# Counted by eye from the files, which nobody of this project wrote.
SHARED: dict[str, list[Got]] = {
    "John_Doe_ANDROID.vcf": [
        ("john.doe@company.com", ("john.doe@company.com",), ()),
        ("jane.doe@company.com", ("jane.doe@company.com",), ()),
        ("Ñ Ñ Ñ Ñ Ñ", (), ("123456789",)),
        ("Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ", (), ("123456", "234567", "3456789", "45678901")),
        ("Ñ Ñ Ñ Ñ", ("bob@company.com", "ÑÑÑÑÑÑÑÑÑÑÑÑÑÑ"), ("123456",)),
        ("ÑÑÑÑ", ("henry@company.com",), ("55556666",)),
    ],
    "John_Doe_BLACK_BERRY.vcf": [("John Doe", (), ("+96123456789",))],
    "John_Doe_EVOLUTION.vcf": [
        ("Mr. John Richter, James Doe Sr.", ("john.doe@ibm.com",), ("905-666-1234", "905-555-1234"))
    ],
    "John_Doe_GMAIL.vcf": [
        ("Mr. John Richter, James Doe Sr.", ("john.doe@ibm.com",), ("905-555-1234", "905-666-1234"))
    ],
    "John_Doe_IPHONE.vcf": [
        (
            JOHN,
            ("john.doe@ibm.com",),
            (
                "905-555-1234", "905-666-1234", "905-777-1234", "905-222-1234",
                "905-888-1234", "905-999-1234", "905-111-1234",
            ),
        )
    ],
    "John_Doe_LOTUS_NOTES.vcf": [
        (
            "Mr. Doe John I Johny",
            ("john.doe@ibm.com", "billy_bob@gmail.com"),
            ("+1 (212) 204-34456", "00-1-212-555-7777"),
        )
    ],
    "John_Doe_MAC_ADDRESS_BOOK.vcf": [
        (
            "Mr. John Richter,James Doe Sr.",
            ("john.doe@ibm.com",),
            (
                "905-777-1234", "905-666-1234", "905-555-1234", "905-222-1234",
                "905-888-1234", "905-999-1234", "905-111-1234",
            ),
        )
    ],
    "John_Doe_MS_OUTLOOK.vcf": [(JOHN, ("john.doe@ibm.cm",), ("(905) 555-1234", "(905) 666-1234"))],
    "fullcontact.vcf": [
        (
            "Prefix FirstName MiddleName LastName Suffix",
            ("home@example.com", "work@example.com", "school@example.com", "other@example.com", "custom@example.com"),
            (
                "555-555-1111", "555-555-1112", "555-555-1113", "555-555-1114", "555-555-1115",
                "555-555-1118", "555-555-1119", "555-555-1116", "555-555-1117",
            ),
        )
    ],
    "gmail-list.vcf": [
        ("Arnold Smith", ("asmithk@gmail.com",), ()),
        ("Chris Beatle", ("chrisy55d@yahoo.com",), ()),
        ("Doug White", ("dwhite@gmail.com",), ()),
    ],
    "gmail-single.vcf": [("Greg Dartmouth", ("gdartmouth@hotmail.com",), ("555 555 1111", "555 555 2222"))],
    "gmail-single2.vcf": [
        (
            "VCard Test",
            (
                "email@example.com", "homeemail@example.com", "workemail@example.com", "otheremail@example.com",
                "customcategory@example.com",
            ),
            (
                "5555551111", "5555551112", "5555551113", "5555551114", "5555551115", "5555551116",
                "5555551119", "5555551121", "5555551117", "5555551118", "5555551120",
            ),
        )
    ],
    "outlook-2003.vcf": [
        ("John Doe III", ("jdoe@hotmail.com",), ("BusinessPhone", "HomePhone", "MobilePhone", "BusinessFaxPhone"))
    ],
    "outlook-2007.vcf": [
        (
            "Mr. Michael Angstadt Jr.",
            ("mike.angstadt@gmail.com",),
            ("(111) 555-1111", "(111) 555-2222", "(111) 555-4444", "(111) 555-3333"),
        )
    ],
    "rfc2426-example.vcf": [
        ("Frank Dawson", ("Frank_Dawson@Lotus.com", "fdawson@earthlink.net"), ("+1-919-676-9515", "+1-919-676-9564")),
        ("Tim Howes", ("howes@netscape.com",), ("+1-415-937-3419", "+1-415-528-4164")),
    ],
    "rfc6350-example.vcf": [
        ("Simon Perreault", ("simon.perreault@viagenie.ca",), ("+1-418-656-9254 ext. 102", "+1-418-262-6501"))
    ],
    "thunderbird-MoreFunctionsForAddressBook-extension.vcf": [
        (
            "John Doe",
            (
                "doe.john@hotmail.com", "additional-email@company.com", "additional-email1@company.com",
                "additional-email2@company.com", "additional-email3@company.com",
            ),
            ("555-555-1111", "555-555-2222", "555-555-5555", "555-555-3333", "555-555-4444"),
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", SHARED)
def test_every_card_in_the_wild_gives_its_name_mails_and_phones(shared_data: Path, name: str) -> None:
    found = read_cards((shared_data / "vcards" / name).read_bytes(), name)
    assert [got(card) for card in found.cards] == SHARED[name]
    assert found.rejected == ()


def test_no_file_in_the_wild_is_left_out_of_the_table(shared_data: Path) -> None:
    assert {path.name for path in (shared_data / "vcards").glob("*.vcf")} == set(SHARED)


def test_companies_roles_and_long_notes_come_in_too(shared_data: Path) -> None:
    (card,) = read_cards((shared_data / "vcards" / "outlook-2007.vcf").read_bytes()).cards
    assert (card.org, card.role) == ("TheCompany", "TheJobTitle")
    assert card.note is not None
    assert card.note.endswith("It does not preserve the formatting")
    assert ("Department", "TheDepartment") in card.more
    assert ("Role", "TheProfession") in card.more
