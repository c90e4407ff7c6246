"""Buying signals from the shell: heard, decided, set, brought in from a file of clicks."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Hermes

SENDGRID = """email,timestamp,event,url
ANN@Acme.example,2026-06-20 10:00:00,click,https://north.example/proposal
ann@acme.example,2026-06-20 10:00:05,open,
ann@acme.example,2026-06-20 10:00:00,click,https://north.example/proposal
nobody@else.example,2026-06-20 10:00:00,click,https://north.example/
ann@acme.example,2027-01-01 10:00:00,click,https://north.example/
ann@acme.example,soon,click,https://north.example/
ann@acme.example,2026-06-21 08:30:00,click,https://north.example/prices
"""


@pytest.fixture
def ann(hermes: Hermes, acme: int) -> int:
    """Ann Lee of Acme, its champion."""
    return int(
        hermes("contact", "add", acme, "--name", "Ann Lee", "--email", "ann@acme.example", "--champion", "--json").json[
            "id"
        ]
    )


def test_a_signal_heard_is_listed_confirmed_filtered_and_undone(hermes: Hermes, acme: int, ann: int) -> None:
    said = hermes("touch", acme, "--in", "-m", "Hi Bob, what would it cost per year?")
    assert "pricing question suggested" in said.err
    (row,) = hermes("signal", "list", "--suggested", "--json").json
    assert row == {
        "id": 1, "kind": "pricing", "state": "suggested", "evidence": "Hi Bob, what would it cost per year?",
        "contact": "Ann Lee", "at": "2026-06-22T09:00:00Z", "decided_at": None, "origin": "touch:1", "lead": acme,
        "company": "Acme Corp", "title": "ERP rollout",
    }  # fmt: skip
    assert hermes("count", "+signal").out == "1\n"
    assert hermes("count", "signal:pricing").out == "0\n"
    done = hermes("signal", "confirm", 1)
    assert done.err.startswith("Acme Corp: pricing question confirmed: “Hi Bob, what would it cost per year?”. Undo")
    assert (hermes("count", "+signal").out, hermes("count", "signal:pricing").out) == ("0\n", "1\n")
    shown = hermes("show", acme, "--json").json["signals"]
    assert [(each["kind"], each["state"], each["decided_at"]) for each in shown] == [
        ("pricing", "confirmed", "2026-06-22T09:00:00Z")
    ]
    assert hermes("undo").code == 0
    assert "suggested" in hermes("signal", "list").out


def test_heat_counts_what_was_confirmed(hermes: Hermes, acme: int) -> None:
    hermes("touch", acme, "--in", "-m", "Could you send us a quote for 50 seats?")
    assert hermes("show", acme, "--json").json["heat"] == 0
    hermes("signal", "confirm", 1)
    assert hermes("show", acme, "--json").json["heat"] == 10
    hermes("signal", "add", acme, "click", "-m", "said so on the phone")
    assert hermes("show", acme, "--json").json["heat"] == 20
    hermes("signal", "refuse", 1, 2)
    assert hermes("show", acme, "--json").json["heat"] == 0


def test_a_signal_is_set_by_hand_with_who_and_when_and_removed(hermes: Hermes, acme: int, ann: int) -> None:
    made = hermes(
        "signal", "add", acme, "proposal", "--contact", "ann", "--at", "2026-06-20 09:00", "-m", "by phone",
        "--json",
    ).json["id"]  # fmt: skip
    (row,) = hermes("signal", "list", acme, "--json").json
    assert (row["kind"], row["state"], row["contact"], row["at"]) == (
        "proposal_request", "confirmed", "Ann Lee", "2026-06-20T09:00:00Z",
    )  # fmt: skip
    assert hermes("signal", "remove", made).err == "Acme Corp: proposal requested removed. Undo: hermes undo\n"
    assert hermes("signal", "list", acme).code == 3


def test_what_is_no_signal_is_said_in_one_sentence(hermes: Hermes, acme: int) -> None:
    wrong = hermes("signal", "add", acme, "pricng")
    assert (wrong.code, wrong.out) == (2, "")
    assert "did you mean `pricing`?" in wrong.err
    assert hermes("signal", "confirm", 7).err.count("\n") == 1
    assert hermes("signal", "list", 7).code == 3
    assert hermes("signal", "list").err == "No buying signal yet. `hermes signal add LEAD KIND` sets one.\n"


def test_a_file_of_clicks_is_recorded_once_and_every_row_accounted_for(
    hermes: Hermes, acme: int, ann: int, tmp_path: Path
) -> None:
    file = tmp_path / "clicks.csv"
    file.write_text(SENDGRID)
    dry = hermes("signal", "import", file, "--dry-run")
    assert dry.code == 4
    assert dry.err.endswith("Nothing was written (dry run).\n")
    assert hermes("signal", "list").out == ""
    first = hermes("signal", "import", file)
    assert first.code == 4
    assert (
        "clicks.csv: 7 read, 2 recorded, 1 already there, 1 of another kind, 3 rejected "
        "(line 5: nobody here has the address nobody@else.example). On 1 lead in"
    ) in first.err
    rows = hermes("signal", "list", "--json").json
    assert [(row["kind"], row["state"], row["contact"], row["at"], row["evidence"]) for row in rows] == [
        ("click", "confirmed", "Ann Lee", "2026-06-21T08:30:00Z", "https://north.example/prices"),
        ("click", "confirmed", "Ann Lee", "2026-06-20T10:00:00Z", "https://north.example/proposal"),
    ]
    page = hermes("show", acme, "--json").json
    assert page["heat"] == 10
    told = [(each["detail"], each["contact"], each["text"]) for each in page["timeline"] if each["kind"] == "signal"]
    assert told == [(row["kind"], "Ann Lee", row["evidence"]) for row in rows]
    shown = hermes("show", acme).out
    assert "link clicked            confirmed  Ann Lee: https://north.example/prices" in shown
    hermes("signal", "refuse", rows[0]["id"])
    again = hermes("signal", "import", file, "--json").json
    assert {key: again[key] for key in ("read", "recorded", "already", "others", "import_id")} == {
        "read": 7, "recorded": 0, "already": 3, "others": 1, "import_id": None,
    }  # fmt: skip
    assert [(each["line"], each["reason"]) for each in again["rejected"]] == [
        (5, "nobody here has the address nobody@else.example"), (6, "it is in the future"), (7, "“soon” is no date"),
    ]  # fmt: skip
    assert hermes("undo", 2).code == 0
    assert hermes("signal", "list").out == ""
    assert hermes("redo").code == 0
    assert len(hermes("signal", "list", "--json").json) == 2


def test_columns_can_be_named_and_a_lead_found_by_its_id(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    hermes("edit", acme, "external_id=D-9")
    file = tmp_path / "c.csv"
    file.write_text("Deal,When it was,Where to\nD-9,20/06/2026 10:00,https://x.example\n77,21/06/2026 10:00,y\n")
    assert "say --map at=COLUMN" in hermes("signal", "import", file).err
    found = hermes("signal", "import", file, "--map", "at=When it was", "--map", "url=Where to", "--json")
    assert (found.code, found.json["recorded"], found.json["rejected"][0]["reason"]) == (4, 1, "there is no lead 77")
    assert hermes("signal", "list", "--json").json[0]["evidence"] == "https://x.example"
    assert "no field `mail`" in hermes("signal", "import", file, "--map", "mail=Deal").err
    assert "has no column `Dael`" in hermes("signal", "import", file, "--map", "lead=Dael").err


def test_a_click_of_an_address_of_two_deals_is_of_the_open_one(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    hermes("contact", "add", acme, "--name", "Ann", "--email", "ann@acme.example")
    other = int(hermes("add", "title=Second", "company=Acme Corp").out)
    hermes("contact", "add", other, "--name", "Ann", "--email", "ann@acme.example")
    hermes("lose", acme, "--reason", "budget")
    file = tmp_path / "c.csv"
    file.write_text("Email Address,Last Clicked\nann@acme.example,2026-06-20 10:00\n")
    assert hermes("signal", "import", file, "--json").json["leads"] == [other]
    hermes("reopen", acme)
    hermes("touch", acme, "--via", "call")
    hermes("lose", other, "--reason", "budget")
    assert hermes("signal", "import", file, "--json").json["already"] == 1


def test_looking_again_finds_what_was_said_before_hermes_could_hear_it(hermes: Hermes, acme: int) -> None:
    hermes("touch", acme, "--in", "-m", "What would it cost?")
    with sqlite3.connect(os.environ["HERMES_DB"]) as raw:
        raw.execute("DELETE FROM signal")
    found = hermes("signal", "find", "--json").json
    assert (found["suggested"], found["leads"], found["gone"]) == (1, 1, 0)
    assert hermes("signal", "find").err == "no further buying signal in what was said\n"
    assert hermes("undo").code == 0
    assert hermes("signal", "list").out == ""
    hermes("redo")
    with sqlite3.connect(os.environ["HERMES_DB"]) as raw:  # as an earlier Hermes took it for a signal
        raw.execute("UPDATE signal SET kind = 'referral'")
    said = hermes("signal", "find").err
    assert said.startswith("1 buying signal suggested on 1 lead; 1 suggestion let go that the words do not give")
