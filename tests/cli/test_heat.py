"""A lead's heat from the shell: warmed factor by factor, gone cold by the clock, the same wherever it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Hermes

START = datetime.fromisoformat("2026-06-01T09:00:00+00:00")
Clock = Callable[[float], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the clock to so many days after the first of June."""

    def to(days: float) -> None:
        monkeypatch.setenv("HERMES_NOW", (START + timedelta(days=days)).isoformat())

    to(0)
    return to


def seen(hermes: Hermes, lead: int) -> int:
    """The lead's heat, asked for in every way there is."""
    page = hermes("show", lead, "--json").json
    heat = int(page["heat"])
    assert sum(reason["points"] for reason in page["heat_reasons"]) == heat
    assert all(reason["evidence"] for reason in page["heat_reasons"])
    assert {row["id"]: row["heat"] for row in hermes("list", "--json").json}[lead] == heat
    for text in (f"heat>{heat}", f"heat<{heat}"):
        assert hermes("count", text, f"id:{lead}").out.strip() == "0"
    assert hermes("count", f"heat:{heat}", f"id:{lead}").out.strip() == "1"
    hot = [row["id"] for row in hermes("list", "+hot", "sort:-heat", "--json").json]
    assert (lead in hot) is (heat >= 30)
    return heat


def test_a_lead_is_taken_through_all_six_factors(hermes: Hermes, clock: Clock) -> None:
    lead = int(hermes("add", "title=ERP rollout", "company=Acme", "stage=contacted").out)
    other = int(hermes("add", "title=Help desk", "stage=contacted").out)
    ann, bob = (int(hermes("contact", "add", lead, "--name", name).out) for name in ("Ann Lee", "Bob Ray"))
    assert seen(hermes, lead) == 0

    hermes("touch", lead, "--via", "call", "--contact", ann, "--in", "--sentiment", "positive", "-m", "likes it")
    hermes("touch", lead, "--via", "call", "--contact", bob, "--in")
    assert seen(hermes, lead) == 20

    clock(1)
    hermes("touch", lead, "--via", "email", "--contact", ann, "-m", "Our notes")
    clock(2)
    hermes("touch", lead, "--via", "email", "--contact", ann, "--in", "-m", "What would it cost per year?")
    assert seen(hermes, lead) == 35

    assert hermes("signal", "add", lead, "pricing").code == 0
    assert seen(hermes, lead) == 45

    draft = int(hermes("proposal", "add", lead, "title=ERP in steps", "amount=24000").out)
    hermes("proposal", "status", draft, "sent")
    assert seen(hermes, lead) == 45
    clock(2.5)
    hermes("proposal", "status", draft, "viewed")
    assert seen(hermes, lead) == 55

    hermes("touch", lead, "--via", "email", "--contact", bob, "--in", "-m", "Could we start in July?")
    assert seen(hermes, lead) == 65
    assert [row["id"] for row in hermes("list", "heat>60", "--json").json] == [lead]
    assert [row["id"] for row in hermes("list", "sort:-heat", "--json").json] == [lead, other]

    clock(4)
    hermes("touch", lead, "--via", "email", "--contact", ann, "-m", "July it is")
    clock(16.4999)
    assert seen(hermes, lead) == 65
    clock(16.5)
    assert seen(hermes, lead) == 50
    page = hermes("show", lead, "--json").json
    assert [reason["points"] for reason in page["heat_reasons"]] == [20, 15, 10, 10, 10, -15]
    assert {reason["points_now"] for reason in page["heat_reasons"]} <= {14, 11, 7, 8, -11, 15, 10, 12, -12}
    assert page["heat_now"] == sum(reason["points_now"] for reason in page["heat_reasons"]) < 50
    assert page["heat_reasons"][0]["newest_at"] == "2026-06-03T21:00:00Z"
    assert "heat −15 went cold after interest" in hermes("show", lead).out

    clock(10)  # a clock set back is believed
    assert seen(hermes, lead) == 65
    clock(16.5)
    hermes("touch", lead, "--via", "call", "--contact", bob, "--in")
    assert seen(hermes, lead) == 65
    hermes("undo")
    assert seen(hermes, lead) == 50


def test_hot_begins_where_the_rep_says(hermes: Hermes, clock: Clock) -> None:
    lead = int(hermes("add", "title=ERP", "stage=contacted").out)
    hermes("signal", "add", lead, "pricing")
    assert hermes("count", "+hot").out.strip() == "0"
    assert hermes("config", "set", "hot_from", "10").code == 0
    assert hermes("count", "+hot").out.strip() == "1"
    assert "hot" in hermes("list").out.splitlines()[1].split()
    hermes("lose", lead, "--reason", "price")
    assert hermes("count", "+hot").out.strip() == "0"
    assert hermes("config", "set", "hot_from", "0").code == 2


def test_the_doctor_finds_a_heat_that_another_program_wrote_and_mends_it(
    hermes: Hermes, desk: Path, clock: Clock
) -> None:
    import sqlite3

    lead = int(hermes("add", "title=ERP", "stage=contacted").out)
    hermes("signal", "add", lead, "pricing")
    with sqlite3.connect(desk) as other:
        other.execute("UPDATE lead SET heat = 65, second_at = 5")
    other.close()
    [found] = [line for line in hermes("doctor", "--json").json if line["check"] == "kept copies"]
    assert (found["ok"], found["mend"]) == (False, "hermes doctor --repair")
    assert hermes("doctor", "--repair").code == 0
    assert seen(hermes, lead) == 10


def test_what_is_removed_cools_and_what_a_machine_answered_never_warmed(hermes: Hermes, clock: Clock) -> None:
    lead = int(hermes("add", "title=ERP", "stage=contacted").out)
    clock(1)
    hermes("touch", lead, "--via", "email", "-m", "Hello")
    clock(1.1)
    answered = hermes("touch", lead, "--via", "email", "--in", "-m", "Automatic reply: I am out of office")
    assert "email from them logged, a machine's answer" in answered.err
    assert seen(hermes, lead) == 0
    touches = [row["id"] for row in hermes("show", lead, "--json").json["timeline"] if row["kind"] == "touch"]
    assert hermes("touch", "edit", touches[0], "text=Yes, gladly").code == 0
    assert seen(hermes, lead) == 15
    hermes("touch", "rm", touches[0])
    assert seen(hermes, lead) == 0


def test_a_file_that_another_program_writes_to_is_not_waited_for(hermes: Hermes, desk: Path, clock: Clock) -> None:
    import sqlite3
    from time import monotonic

    lead = int(hermes("add", "title=ERP", "stage=contacted").out)
    hermes("touch", lead, "--via", "email", "--in", "--sentiment", "positive", "-m", "Sounds good")
    clock(1)
    hermes("touch", lead, "--via", "email", "-m", "So?")
    clock(30)
    other = sqlite3.connect(desk, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = monotonic()
    assert hermes("show", lead, "--json").json["heat"] == 0
    assert monotonic() - began < 2
    other.execute("ROLLBACK")
    other.close()
    assert hermes("show", lead, "--json").json["heat"] == -15
