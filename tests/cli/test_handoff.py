"""Handing a deal over with one command, and taking it in with another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Hermes


@pytest.fixture
def deal(hermes: Hermes, acme: int) -> int:
    """A lead with a person, a word of theirs, an objection and a task."""
    hermes("contact", "add", acme, "--name", "Ann Lee", "--email", "ann@acme.example", "--role", "CTO", "--champion")
    hermes("touch", acme, "--via", "email", "--in", "-m", "What would it cost?", "--at", "2026-06-20 10:00")
    hermes("note", acme, "-m", "[/] too dear #budget")
    hermes("task", "add", acme, "call Ann", "--due", "2026-06-26")
    return acme


@pytest.fixture
def packet(hermes: Hermes, deal: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert hermes("handoff", deal).code == 0
    return tmp_path / f"acme-corp-{deal}"


def test_a_lead_becomes_a_folder_under_its_name(hermes: Hermes, packet: Path):
    assert sorted(entry.name for entry in packet.iterdir()) == ["handoff.md", "lead.json", "people.vcf", "tasks.ics"]
    again = hermes("handoff", 1, packet)
    assert again.code == 0
    assert "complete, missing: an economic buyer" in again.err
    assert f"hermes import {packet}" in again.err


def test_the_document_goes_to_stdout(hermes: Hermes, deal: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    printed = hermes("handoff", deal, "-")
    assert printed.code == 0
    assert printed.out.startswith("# Acme Corp: ERP rollout\n")
    assert "\\[/] too dear #budget" in printed.out
    assert hermes("handoff", deal, "--stdout").out == printed.out
    assert set(tmp_path.iterdir()) == before


def test_json_names_the_files_and_what_is_missing(hermes: Hermes, deal: int, tmp_path: Path):
    told = hermes("handoff", deal, tmp_path / "out", "--json").json
    assert told["id"] == deal
    assert told["folder"] == str(tmp_path / "out")
    assert [Path(file).name for file in told["files"]] == ["handoff.md", "lead.json", "people.vcf", "tasks.ics"]
    assert told["completeness"]["missing"][0] == "an economic buyer"
    assert told["completeness"] == json.loads((tmp_path / "out" / "lead.json").read_text())["completeness"]


def test_another_hermes_takes_it_in_and_undoes_it(hermes: Hermes, packet: Path, tmp_path: Path):
    hers = ("--db", tmp_path / "hers.db")
    taken = hermes(*hers, "import", packet, "--json")
    assert taken.code == 0
    figures = ("read", "created", "updated", "unchanged", "duplicates", "rejected", "leads", "contacts", "import_id")
    assert [taken.json[key] for key in figures] == [1, 1, 0, 0, 0, [], 1, 1, 1]
    mine, come = hermes("show", 1, "--json").json, hermes(*hers, "show", taken.json["ids"][0], "--json").json
    for each in (mine, come):
        for row in (each, *each["contacts"], *each["objections"], *each["tasks"]):
            row.pop("id", None)
            row.pop("lead", None)
    assert come == mine
    assert hermes(*hers, "count", "import:1").out == "1\n"
    again = hermes(*hers, "import", packet / "lead.json")
    assert (again.code, again.err) == (0, "Acme Corp is already here as #1; nothing was imported.\n")
    assert hermes(*hers, "undo").code == 0
    assert hermes(*hers, "count").out == "0\n"
    assert hermes(*hers, "import", packet, "--json").json["created"] == 1


def test_a_newer_packet_of_a_lead_that_is_here_changes_nothing(hermes: Hermes, packet: Path, tmp_path: Path):
    hers = ("--db", tmp_path / "hers.db")
    hermes(*hers, "import", packet)
    hermes("note", 1, "-m", "they asked again")
    hermes("handoff", 1, packet)
    before = hermes(*hers, "show", 1, "--json").json
    newer = hermes(*hers, "import", packet, "--json")
    assert newer.code == 4
    assert newer.json["created"] == 0
    assert "already here as #1" in newer.json["rejected"][0]["reason"]
    assert hermes(*hers, "show", 1, "--json").json == before


def test_a_dry_run_says_what_would_be_and_makes_no_file(hermes: Hermes, packet: Path, tmp_path: Path):
    hers = tmp_path / "hers.db"
    told = hermes("--db", hers, "import", packet, "--dry-run")
    assert (told.code, told.err) == (
        0, "acme-corp-1 would make a lead with 1 person. Nothing was written (dry run).\n"
    )  # fmt: skip
    assert not hers.exists()
    assert "already here" in hermes("import", packet, "--dry-run").err


def test_half_a_packet_is_refused_and_nothing_is_made(hermes: Hermes, packet: Path, tmp_path: Path):
    hers = tmp_path / "hers.db"
    whole = (packet / "lead.json").read_bytes()
    (packet / "lead.json").write_bytes(whole[: len(whole) // 2])
    refused = hermes("--db", hers, "import", packet)
    assert refused.code == 1
    assert "is not whole" in refused.err
    assert refused.err.count("\n") == 1
    assert not hers.exists()


def test_of_two_packets_none_comes_where_one_is_wrong(hermes: Hermes, packet: Path, tmp_path: Path):
    from hermes_tui.exchange.handoff.packet import lead_text

    hers = tmp_path / "hers.db"
    wrong = tmp_path / "wrong.json"
    wrong.write_text(lead_text({"title": "No stage"}, "abc:1", 0, "test", [], {}))
    refused = hermes("--db", hers, "import", packet, wrong)
    assert refused.code == 2
    assert "says what no lead can be" in refused.err
    assert not hers.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "PACKET", "leads.csv"), "imported apart"),
        (("import", "PACKET", "--map", "title=x"), "--map is not for handoff packets"),
        (("handoff", "99"), "no lead #99"),
        (("handoff", "x"), "no id of a lead"),
        (("handoff", "1", "TMP"), "holds something else"),
        (("import", "TMP"), "folder without a lead.json"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence(
    hermes: Hermes, packet: Path, tmp_path: Path, words: tuple[str, ...], said: str
):
    places = {"PACKET": str(packet), "TMP": str(tmp_path)}
    refused = hermes(*(places.get(word, word) for word in words))
    assert refused.code in (1, 2, 3)
    assert said in refused.err
    assert refused.err.count("\n") == 1


def test_a_file_that_names_a_lead_taken_in_fills_what_is_empty_and_keeps_the_rest(
    hermes: Hermes, acme: int, tmp_path: Path
):
    hermes("edit", acme, "source_url=https://x.example/1")
    hermes("handoff", acme, tmp_path / "out")
    hers = ("--db", tmp_path / "hers.db")
    hermes(*hers, "import", tmp_path / "out")
    text = "title,company,source_url,website\nOther title,Acme Corp,https://x.example/1,https://acme.example\n"
    (tmp_path / "leads.csv").write_text(text)
    assert hermes(*hers, "import", tmp_path / "leads.csv").code == 0
    found = hermes(*hers, "show", 1, "--json").json
    assert (found["title"], found["website"]) == ("ERP rollout", "https://acme.example")
    assert hermes(*hers, "count").out == "1\n"
    assert "already here as #1" in hermes(*hers, "import", tmp_path / "out").err
