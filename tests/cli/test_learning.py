"""A rep brings a file of leads with a yes/no column, and asks what it teaches."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Hermes
from tests.scoring.learning.made_up import telling, telling_nothing

FIXED = {"won", "lost", "auc", "auc_rules", "used", "reasons"}


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A file in the shape of public ones: a source, visits, `Select` where nothing was chosen, 1 for converted."""
    path = tmp_path / "leads.csv"
    with path.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["Lead Number", "Lead Source", "TotalVisits", "Magazine", "Converted"])
        for case in telling(500, 7):
            source, visits = case.inquiry.columns["source"], case.inquiry.columns.get("custom.visits", "Select")
            rows.writerow([9000 - case.lead_id, source, visits, "No", int(case.won)])
    return path


@pytest.fixture
def brought(hermes: Hermes, told: Path) -> Hermes:
    answer = hermes(
        "import", told, "--map", "title=Lead Number", "--map", "source=Lead Source", "--map",
        "custom.visits=TotalVisits", "--map", "custom.magazine=Magazine", "--map", "stage=Converted",
        "--stage-map", "1=WON", "--stage-map", "0=LOST", "--blank", "Select",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    return hermes


def test_learning_says_what_tells_won_from_lost(brought: Hermes) -> None:
    found = brought("learn", "--json").json
    assert found.keys() >= FIXED
    assert found["won"] + found["lost"] == 500
    assert found["used"] is True
    assert found["low"] < found["auc"] < found["high"]
    assert found["auc"] > 0.7 > found["auc_rules"]
    assert [set(each) for each in found["reasons"]] == [{"reason", "points", "evidence"}] * len(found["reasons"])
    points = [abs(each["points"]) for each in found["reasons"]]
    assert points == sorted(points, reverse=True)
    assert found["left_out"] == [{"column": "custom.magazine", "reason": "it is the same in nearly all leads"}]


def test_every_point_of_a_lead_is_explained_and_undo_takes_all_back(brought: Hermes) -> None:
    before = brought("show", 1, "--json").json
    answer = brought("learn")
    assert answer.out.startswith("Learned from ")
    assert "source: referral" in answer.out
    assert "It is used: 500 leads scored" in answer.err
    lead = brought("show", 1, "--json").json
    assert lead["score"] == sum(reason["points"] for reason in lead["score_reasons"]) != 0
    brought("undo")
    assert brought("show", 1, "--json").json["score"] == before["score"]


def test_it_is_looked_at_switched_off_and_on(brought: Hermes) -> None:
    assert brought("learn", "--show").code == 3
    assert brought("learn", "--dry-run", "--json").json["used"] is True
    assert brought("learn", "--show", "--json").json is None
    brought("learn")
    assert brought("learn", "--no-use", "--json").json["used"] is False
    assert "not used" in brought("learn", "--show").err
    assert "by the rules alone already" in brought("learn", "--no-use").err
    assert brought("learn", "--use").code == 0
    assert brought("learn", "--show", "--json").json["used"] is True


def test_ctrl_c_says_that_nothing_was_changed(brought: Hermes, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hermes_tui.actions.rescore.weigh", interrupted)
    answer = brought("learn")
    assert (answer.code, answer.out) == (130, "")
    assert "Stopped; nothing was changed." in answer.err
    assert brought("learn", "--show").code == 3


@pytest.mark.parametrize("words", [("--use", "--no-use"), ("--dry-run", "--use"), ("--show", "--without", "source")])
def test_options_that_say_two_things_are_refused(brought: Hermes, words: tuple[str, ...]) -> None:
    answer = brought("learn", *words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1


def test_too_few_and_nothing_told_are_answers_and_no_errors(hermes: Hermes, tmp_path: Path) -> None:
    hermes("add", "title=One", "stage=WON")
    found = hermes("learn", "--json")
    assert found.code == 0
    assert (found.json["auc"], found.json["used"], found.json["reasons"]) == (None, False, [])
    assert "79 more are needed" in hermes("learn").out
    noise = tmp_path / "noise.csv"
    rows = [
        f"{case.lead_id},{case.inquiry.columns['source']},{'WON' if case.won else 'LOST'}"
        for case in telling_nothing(300, 1)
    ]
    noise.write_text("title,source,stage\n" + "\n".join(rows))
    hermes("import", noise)
    refused = hermes("learn", "--json").json
    assert (refused["used"], refused["reasons"]) == (False, [])
    assert "Nothing in these columns tells won from lost" in refused["words"]
