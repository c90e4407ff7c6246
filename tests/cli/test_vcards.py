"""vCards and calendars from the shell: people in, people and tasks out, every card accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar

from hermes_tui.exchange.vcard import read_cards
from tests.cli.conftest import Hermes

TWO = """BEGIN:VCARD
VERSION:3.0
FN:Ann Lee
EMAIL:ann@acme.test
TEL:+49 30 12345678
ORG:Acme Corp
END:VCARD
BEGIN:VCARD
VERSION:3.0
CATEGORIES:lost
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Eva Roth
EMAIL:eva@roth.test
END:VCARD
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Two people, and a card of nobody between them."""
    path = tmp_path / "people.vcf"
    path.write_text(TWO)
    return path


def test_every_address_of_a_person_goes_out_as_it_came(hermes: Hermes, tmp_path: Path) -> None:
    path = tmp_path / "ann.vcf"
    path.write_text("BEGIN:VCARD\nFN:Ann Lee\nEMAIL:ann@acme.test\nEMAIL;TYPE=home:lee@home.test\nEND:VCARD\n")
    hermes("import", path)
    hermes("handoff", 1, tmp_path / "packet")
    for text in (hermes("export", "--vcf").out, (tmp_path / "packet" / "people.vcf").read_text()):
        (card,) = read_cards(text.encode()).cards
        assert [reach.value for reach in card.emails] == ["ann@acme.test", "lee@home.test"]


def test_cards_are_imported_and_the_broken_one_is_reported(hermes: Hermes, acme: int, people: Path) -> None:
    answer = hermes("import", people)
    assert answer.code == 4
    assert "people.vcf: 3 cards" in answer.err
    assert "people.vcf line 8 rejected: card 2: it has neither name, e-mail nor phone" in answer.err
    assert "people.vcf: 3 read, 2 filed, 1 rejected" in answer.err
    assert "1 lead and 2 contacts made" in answer.err
    assert [row["name"] for row in hermes("show", acme, "--json").json["contacts"]] == ["Ann Lee"]
    assert hermes("count", "import:1").out == "1\n"
    assert "imported people.vcf" in hermes("undo").err
    assert hermes("count").out == "1\n"


def test_the_reckoning_has_the_keys_of_every_import(hermes: Hermes, people: Path) -> None:
    found = hermes("import", people, "--json").json
    figures = ("read", "created", "updated", "unchanged", "duplicates", "leads", "contacts")
    assert {key: found[key] for key in figures} == {
        "read": 3, "created": 2, "updated": 0, "unchanged": 0, "duplicates": 0, "leads": 2, "contacts": 2,
    }  # fmt: skip
    assert found["rejected"] == [
        {"file": "people.vcf", "line": 8, "reason": "card 2: it has neither name, e-mail nor phone"}
    ]
    assert found["import_id"] == 1
    again = hermes("import", people, "--json").json
    assert (again["unchanged"], again["import_id"]) == (2, None)


def test_a_dry_run_makes_no_file(hermes: Hermes, people: Path, desk: Path) -> None:
    answer = hermes("import", people, "--dry-run")
    assert "2 filed, 1 rejected" in answer.err
    assert "Nothing was written (dry run)" in answer.err
    assert not desk.exists()


def test_everybody_goes_to_the_lead_named(hermes: Hermes, acme: int, people: Path) -> None:
    hermes("import", people, "--lead", acme)
    assert {row["name"] for row in hermes("show", acme, "--json").json["contacts"]} == {"Ann Lee", "Eva Roth"}
    wrong = hermes("import", people, "--lead", 99)
    assert (wrong.code, "There is no lead #99" in wrong.err) == (3, True)


def test_cards_are_told_by_what_they_hold_and_come_through_a_pipe(hermes: Hermes, people: Path, tmp_path: Path) -> None:
    other = tmp_path / "people.txt"
    other.write_bytes(TWO.encode("utf-16"))
    assert hermes("import", other, "--json").json["created"] == 2
    assert hermes("import", "-", "--json", stdin=TWO).json["unchanged"] == 2


def test_a_vcf_that_is_a_table_is_read_as_one(hermes: Hermes, tmp_path: Path) -> None:
    path = tmp_path / "people.vcf"
    path.write_text("title,company\nERP rollout,Acme\n")
    answer = hermes("import", path)
    assert answer.code == 0
    assert "people.vcf holds no vCard; it is read as a table." in answer.err
    assert hermes("count").out == "1\n"


def test_a_table_and_cards_come_in_together(hermes: Hermes, people: Path, tmp_path: Path) -> None:
    table = tmp_path / "deals.csv"
    table.write_text("title,company\nERP rollout,Acme Corp\n")
    found = hermes("import", table, people, "--json").json
    assert (found["created"], found["leads"], found["import_ids"]) == (3, 2, [1, 2])
    assert [row["name"] for row in hermes("show", 1, "--json").json["contacts"]] == ["Ann Lee"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--map", "title=x"], "--map is for tables, and people.vcf holds vCards"),
        (["--rejects", "r.csv"], "--rejects is for tables"),
        (["--lead", "x"], "`x` is no id of a lead"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(
    hermes: Hermes, acme: int, people: Path, options: list[str], words: str
) -> None:
    answer = hermes("import", people, *options)
    assert (answer.code, words in answer.err) == (2, True)
    assert hermes("count").out == "1\n"


def test_a_lead_is_no_place_for_rows(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("title\nERP\n")
    assert hermes("import", tmp_path / "deals.csv", "--lead", acme).code == 2


@pytest.mark.parametrize("version", [None, "4.0", "3.0", "2.1"])
def test_people_go_out_and_another_program_reads_them(hermes: Hermes, acme: int, people: Path, version: str) -> None:
    hermes("import", people)
    answer = hermes("export", "--vcf", *(["--vcard-version", version] if version else []))
    assert answer.code == 0
    assert "2 contacts exported" in answer.err
    assert f"VERSION:{version or '4.0'}" in answer.out
    ann, eva = read_cards(answer.out.encode()).cards
    assert (ann.name, ann.emails[0].value, ann.phones[0].value) == ("Ann Lee", "ann@acme.test", "+493012345678")
    assert (ann.org, ann.note, ann.uid) == ("Acme Corp", "ERP rollout", "urn:hermes:contact:1")
    assert (eva.name, eva.org) == ("Eva Roth", None)


def test_what_goes_out_comes_in_again_and_changes_nothing(hermes: Hermes, demo: None, tmp_path: Path) -> None:
    out = tmp_path / "all.vcf"
    hermes("export", "--vcf", "--into", out)
    before = hermes("count").out
    again = hermes("import", out, "--json").json
    assert (again["created"], again["updated"], again["leads"], again["import_id"]) == (0, 0, 0, None)
    assert hermes("count").out == before


def test_a_version_that_is_none_is_refused(hermes: Hermes, acme: int) -> None:
    answer = hermes("export", "--vcf", "--vcard-version", "5")
    assert (answer.code, "There is no vCard 5" in answer.err) == (2, True)
    assert hermes("export", "--vcard-version", "3.0").code == 2
    assert hermes("export", "--vcf", "--ics").code == 2


def test_tasks_go_out_as_a_calendar(hermes: Hermes, acme: int) -> None:
    hermes("task", "add", acme, "call Ann", "--due", "2026-07-03", "--priority", "high")
    hermes("task", "add", "tidy the desk")
    hermes("task", "add", acme, "send deck", "--due", "2026-06-25")
    hermes("task", "done", 3)
    todos = Calendar.from_ical(hermes("export", "--ics").out).walk("VTODO")
    assert [str(todo["SUMMARY"]) for todo in todos] == ["call Ann", "tidy the desk"]
    assert (todos[0]["PRIORITY"], str(todos[0]["RELATED-TO"])) == (3, f"urn:hermes:lead:{acme}")
    assert str(todos[0]["DESCRIPTION"]) == "ERP rollout (Acme Corp)"
    assert len(Calendar.from_ical(hermes("export", "acme", "--ics", "--all").out).walk("VTODO")) == 2


def test_no_task_is_no_calendar(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    out = tmp_path / "tasks.ics"
    answer = hermes("export", "acme", "--ics", "--into", out)
    assert (answer.code, answer.out, out.exists()) == (3, "", False)
    assert "0 tasks exported" in answer.err
