"""`hermes import --stage-events` at a rep's desk: the history of another CRM beside its deals, or after them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Hermes

DEALS = "Deal ID,Deal Name,Stage,Created\nD-1,ERP,Open,2026-01-02\nD-2,CRM,Open,2026-01-05\n"
EVENTS = "Id of deal,Stage,Moment\nD-1,Qualified,2026-01-03\nD-1,Proposal,2026-02-01\nD-9,Won,2026-02-01\n"
NAMED = ("--map", "lead=Id of deal", "--map", "at=Moment")


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    """Two deals of another CRM."""
    path = tmp_path / "deals.csv"
    path.write_text(DEALS)
    return path


@pytest.fixture
def events(tmp_path: Path) -> Path:
    """Three moves, one of a deal that nobody knows."""
    path = tmp_path / "moves.csv"
    path.write_text(EVENTS)
    return path


def stages_of(desk: Path) -> list[str]:
    with sqlite3.connect(desk) as connection:
        return [row[0] for row in connection.execute(
            "SELECT name FROM stage_event JOIN stage ON stage.id = to_stage_id ORDER BY lead_id, at, stage_event.id"
        )]  # fmt: skip


def test_deals_and_their_history_come_in_together_and_are_taken_back_together(
    hermes: Hermes, deals: Path, events: Path, desk: Path
) -> None:
    answer = hermes("import", deals, "--stage-events", events, *NAMED)
    assert answer.code == 4
    assert "moves.csv: 3 stage events\n  lead ← Id of deal\n  stage ← Stage (guessed from its name)\n" in answer.err
    assert "moves.csv line 4 rejected: there is no deal with the id 'D-9'" in answer.err
    assert "1 deal stands where the last event says (first: D-1, PROPOSAL_SENT and not NEW)" in answer.err
    assert "moves.csv: 3 stage events read: 2 filed, 1 rejected (line 4: " in answer.err
    assert stages_of(desk) == ["NEW", "QUALIFIED", "PROPOSAL_SENT", "NEW"]
    assert hermes("undo").code == 0
    assert stages_of(desk) == []


def test_for_deals_imported_before_the_history_comes_alone(
    hermes: Hermes, deals: Path, events: Path, desk: Path
) -> None:
    hermes("import", deals)
    before = stages_of(desk)
    dry = hermes("import", "--stage-events", events, *NAMED, "--dry-run")
    assert "Nothing was written (dry run)." in dry.err
    assert stages_of(desk) == before == ["NEW", "NEW"]
    answer = hermes("import", "--stage-events", events, *NAMED, "--json")
    assert (answer.code, answer.err) == (4, "")
    assert answer.json["stage_events"] == {
        "read": 3, "filed": 2, "unchanged": 0, "repeated": 0, "leads": 1, "moved": 1, "closed": 0,
        "rejected": [{"file": "moves.csv", "line": 4, "reason": "there is no deal with the id 'D-9'"}],
        "notes": ["1 deal stands where the last event says (first: D-1, PROPOSAL_SENT and not NEW)"],
    }  # fmt: skip
    assert stages_of(desk) == ["NEW", "QUALIFIED", "PROPOSAL_SENT", "NEW"]
    again = hermes("import", "--stage-events", events, *NAMED)
    assert "Nothing was written: every event was here already, or rejected." in again.err
    assert "imported the stage history of 1 lead from moves.csv" in hermes("undo").err
    assert stages_of(desk) == before


def test_each_map_goes_to_the_file_that_has_its_column(hermes: Hermes, tmp_path: Path, desk: Path) -> None:
    deals, events = tmp_path / "d.csv", tmp_path / "e.csv"
    deals.write_text("ref,name,now\nD-1,ERP,won\n")
    events.write_text("ref,now,then,day\nD-1,won,new,01.02.2026\nD-1,lost,won,13.02.2026\n")
    answer = hermes(
        "import", deals, "--stage-events", events, "--map", "external_id=ref", "--map", "title=name",
        "--map", "stage=now", "--map", "event.stage=then", "--map", "lead=ref", "--map", "at=day", "--json",
    )  # fmt: skip
    assert (answer.code, answer.json["created"], answer.json["stage_events"]["filed"]) == (0, 1, 2)
    assert stages_of(desk) == ["NEW", "WON"]


def test_stage_words_dates_and_rejects_are_said_as_for_deals(
    hermes: Hermes, deals: Path, tmp_path: Path, desk: Path
) -> None:
    hermes("import", deals)
    events = tmp_path / "odd.csv"
    events.write_text("deal,stage,at\nD-1,Hm,02/03/2026\nD-2,Ha,02/03/2026\n")
    asked = hermes("import", "--stage-events", events)
    assert (asked.code, stages_of(desk)) == (2, ["NEW", "NEW"])
    assert "--date at=mdy or --date at=dmy" in asked.err
    rest = tmp_path / "rest.csv"
    answer = hermes(
        "import", "--stage-events", events, "--date", "at=dmy", "--stage-map", "Hm=NEGOTIATING", "--rejects", rest
    )
    assert answer.code == 4
    assert stages_of(desk) == ["NEW", "NEGOTIATING", "NEW"]
    assert rest.read_text().splitlines()[1].startswith("line 3: nobody mapped the stage 'Ha'")
    mended = rest.read_text().replace(",Ha,", ",Won,")
    rest.write_text(mended)
    assert hermes("import", "--stage-events", rest, "--date", "at=dmy").code == 0
    assert stages_of(desk) == ["NEW", "NEGOTIATING", "NEW", "WON"]


def test_what_cannot_be_is_refused_in_a_sentence_before_anything_is_written(
    hermes: Hermes, deals: Path, events: Path, tmp_path: Path, desk: Path
) -> None:
    nameless = tmp_path / "nameless.csv"
    nameless.write_text("Deal Name,Stage\nERP,Won\n")
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEND:VCARD\n")
    for words, said in (
        ((), "`hermes import` wants FILE…"),
        ((deals, deals, "--stage-events", events), "--stage-events goes with one CSV file of deals"),
        ((cards, "--stage-events", events), "--stage-events goes with one CSV file of deals"),
        ((deals, "--stage-events", cards), "is no table of stage events"),
        ((deals, "--stage-events", events), "No column of moves.csv says which deal"),
        ((nameless, "--stage-events", events, *NAMED), "No column of nameless.csv says which deal the stage events"),
        (("--stage-events", events, *NAMED, "--map", "title=x"), "Stage events have no field 'title'"),
    ):
        answer = hermes("import", *words)
        assert answer.code == 2, words
        assert said in answer.err
        assert not desk.exists()
    missing = hermes("import", deals, "--stage-events", tmp_path / "none.csv")
    assert (missing.code, "There is no file" in missing.err) == (1, True)
    assert "There is no database" in hermes("import", "--stage-events", events, *NAMED).err


def test_where_rejected_events_beside_deals_can_be_had_is_said(
    hermes: Hermes, deals: Path, events: Path, tmp_path: Path
) -> None:
    answer = hermes("import", deals, "--stage-events", events, *NAMED, "--rejects", tmp_path / "r.csv")
    assert "1 rejected stage event is in no file; `hermes import --stage-events FILE --rejects FILE`" in answer.err
    hermes("import", "--stage-events", events, *NAMED, "--rejects", tmp_path / "r.csv")
    assert "D-9,Won,2026-02-01" in (tmp_path / "r.csv").read_text()


def test_a_kept_mapping_knows_the_columns_of_both_files_and_of_the_history_alone(
    hermes: Hermes, deals: Path, events: Path, desk: Path, tmp_path: Path
) -> None:
    both, alone = tmp_path / "both.toml", tmp_path / "alone.toml"
    hermes("import", deals, "--stage-events", events, *NAMED, "--stage-map", "Open=QUALIFIED", "--save-mapping", both)
    assert '[events]\nlead = "Id of deal"\nstage = "Stage"\nat = "Moment"' in both.read_text()
    assert 'stage = "Stage"' in both.read_text().partition("[events]")[0], "and those of the deals as before"
    hermes("undo")
    again = hermes("import", deals, "--stage-events", events, "--mapping", both)
    assert (again.code, "2 filed, 1 rejected (line 4:" in again.err) == (4, True)
    hermes("undo")
    hermes("import", deals)
    hermes("import", "--stage-events", events, *NAMED, "--save-mapping", alone)
    answer = hermes("import", "--stage-events", events, "--mapping", alone)
    assert "2 unchanged, 1 rejected" in answer.err
    assert hermes("import", deals, "--mapping", alone).code == 0, "the deals themselves are guessed"
    wrong = hermes("import", "--stage-events", events, "--mapping", alone, "--map", "at=Whenever")
    assert (wrong.code, "has no column 'Whenever'" in wrong.err) == (2, True)
