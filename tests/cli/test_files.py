"""Files in and out from the shell: import, export, backup, restore; nothing lost, nothing doubled, nothing unsaid."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Hermes

CSV = """Company,Deal,Stage,Amount,E-mail
Acme,ERP rollout,New,"24,000.00",ann@acme.test
Borealis,Scanners,Won,"8,500.00",bo@borealis.test
Cobalt,Portal,Somewhere,"1,000.00",co@cobalt.test
"""


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    """A file of three deals, one in a stage nobody mapped."""
    path = tmp_path / "deals.csv"
    path.write_text(CSV)
    return path


def test_a_file_is_imported_and_every_row_accounted_for(hermes: Hermes, deals: Path, desk: Path) -> None:
    answer = hermes("import", deals, "--json")
    found = answer.json
    assert answer.code == 4
    assert {
        "created",
        "updated",
        "unchanged",
        "duplicates",
        "rejected",
        "leads",
        "contacts",
        "seconds",
        "import_id",
    } <= set(found)
    assert (found["created"], found["leads"], found["import_id"]) == (2, 2, 1)
    assert [(row["file"], row["line"]) for row in found["rejected"]] == [("deals.csv", 4)]
    assert "Somewhere" in found["rejected"][0]["reason"]


def test_a_stage_can_be_mapped_and_a_second_import_changes_nothing(hermes: Hermes, deals: Path) -> None:
    assert hermes("import", deals, "--stage-map", "Somewhere=NEGOTIATING").code == 0
    again = hermes("import", deals, "--stage-map", "Somewhere=NEGOTIATING", "--json")
    assert (again.code, again.json["unchanged"], again.json["leads"], again.json["import_id"]) == (0, 3, 0, None)
    assert hermes("count").out == "3\n"


def test_what_is_guessed_is_said_before_anything_is_written(hermes: Hermes, deals: Path, desk: Path) -> None:
    answer = hermes("import", deals, "--dry-run")
    assert answer.code == 4
    for words in ("company ← Company", "value ← Amount", "stage Won → WON", "line 4 rejected", "dry run"):
        assert words in answer.err
    assert not desk.exists()


def test_a_dry_run_on_a_file_in_use_writes_nothing(hermes: Hermes, acme: int, deals: Path, desk: Path) -> None:
    before = desk.read_bytes()
    assert hermes("import", deals, "--dry-run", "--json").json["created"] == 2
    assert desk.read_bytes() == before


def test_an_import_is_undone_whole(hermes: Hermes, acme: int, deals: Path) -> None:
    hermes("import", deals)
    assert hermes("count").out == "3\n"
    assert "imported deals.csv" in hermes("undo").err
    assert hermes("count").out == "1\n"


def test_a_file_comes_through_a_pipe(hermes: Hermes) -> None:
    answer = hermes("import", "-", "--map", "title=Deal", stdin="Deal;Company\nERP;Acme\n")
    assert answer.code == 0
    assert hermes("list", "--json").json[0]["company"] == "Acme"


def test_by_file_by_card_and_by_hand_an_address_and_a_number_are_stored_alike(hermes: Hermes, tmp_path: Path) -> None:
    assert hermes("config", "set", "region", "US").code == 0
    table, card = tmp_path / "deals.csv", tmp_path / "ann.vcf"
    table.write_text("Deal,Company,Contact Name,Email,Phone\nERP,Acme,Ann Lee,Ann@Acme.test,(415) 555-2671\n")
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEMAIL:ANN@acme.test\nTEL:415.555.2671\nEND:VCARD\n")
    assert hermes("import", table).code == 0
    assert hermes("import", card, "--json").json["contacts"] == 0
    hermes("contact", "add", 1, "--name", "Ann at home", "--email", "ANN@Acme.test", "--phone", "1-415-555-2671")
    found = hermes("show", 1, "--json").json["contacts"]
    assert [(each["email"], each["phone"]) for each in found] == [("ann@acme.test", "+14155552671")] * 2
    assert hermes("import", table, "--json").json["unchanged"] == 1


@pytest.mark.parametrize("option", ["--rejects", "--save-mapping"])
def test_a_file_that_could_not_be_written_is_said_before_the_import_and_not_after(
    hermes: Hermes, deals: Path, tmp_path: Path, option: str
) -> None:
    there = tmp_path / "there"
    there.write_text("mine")
    refused = hermes("import", deals, option, there)
    assert (refused.code, there.read_text()) == (1, "mine")
    assert "Nothing was imported" in refused.err
    assert hermes("count").code == 1  # there is not even a database


def test_rejected_rows_are_written_out_to_be_mended(hermes: Hermes, deals: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    hermes("import", deals, "--rejects", rejects)
    text = rejects.read_text()
    assert "line 4" in text
    rejects.write_text(text.replace("Somewhere", "Lost"))
    assert hermes("import", rejects).code == 0
    assert hermes("count", "stage:lost").out == "1\n"


def test_a_mapping_is_kept_for_the_next_time(hermes: Hermes, deals: Path, tmp_path: Path) -> None:
    saved = tmp_path / "map.toml"
    hermes("import", deals, "--map", "title={Company} {Deal}", "--stage-map", "Somewhere=NEW", "--save-mapping", saved)
    hermes("undo")
    assert hermes("import", deals, "--mapping", saved).code == 0
    assert hermes("list", "--json").json[0]["title"].startswith(("Acme", "Borealis", "Cobalt"))


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.csv", b""), ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00"), ("gone.csv", None)],
)
def test_what_is_no_table_is_refused_in_a_sentence_and_leaves_no_file(
    hermes: Hermes, tmp_path: Path, desk: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    answer = hermes("import", tmp_path / name)
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert not desk.exists()


def test_dates_that_can_be_read_two_ways_are_asked_about(hermes: Hermes, tmp_path: Path, desk: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text("title,created\nERP,01/02/2026\nCRM,03/04/2026\n")
    answer = hermes("import", path)
    assert answer.code == 2
    assert "--date" in answer.err
    assert not desk.exists()
    assert hermes("import", path, "--date", "created=dmy").code == 0


def test_adding_what_is_wrong_to_a_file_that_is_not_there_makes_none(hermes: Hermes, desk: Path) -> None:
    assert hermes("add", "company=Acme").code == 2
    assert not desk.exists()


def test_the_maven_pipeline_gives_the_known_figures(hermes: Hermes, shared_data: Path) -> None:
    pipeline = shared_data / "maven" / "sales_pipeline.csv"
    found = hermes("import", pipeline, "--map", "title={account} {product}", "--json").json
    assert (found["leads"], found["read"], found["created"], found["rejected"]) == (8800, 8800, 8800, [])
    stats = hermes("stats", "--json").json
    assert (stats["win_rate"]["won"], stats["win_rate"]["lost"], stats["win_rate"]["rate"]) == (4238, 2473, 0.6315)
    assert stats["won_value"]["sum"] == 10_005_534
    assert stats["cycle_days"] == {"n": 4238, "mean": 51.782, "median": 57}
    assert {"stage", "now", "value", "entered", "completed_n", "mean_days", "median_days"} <= set(stats["stages"][0])
    assert {"source", "leads", "won", "lost", "rate", "low", "high", "mean_won_value"} <= set(stats["sources"][0])
    assert "63 %" in hermes("stats").out
    assert len(hermes("list", "--json").json) == 8800
    assert hermes("export", "--csv").out.count("\r\n") == 8801


def test_stats_look_back_and_refuse_the_future(hermes: Hermes, acme: int) -> None:
    assert hermes("stats", "--as-of", "2026-06-01", "--json").json["stages"][0]["now"] == 0
    assert hermes("stats", "--as-of", "2026-06-12", "--since", "30", "--json").json["stages"][0]["now"] == 1
    assert hermes("stats", "--as-of", "2027-01-01").code == 2
    assert hermes("stats", "--since", "ever").code == 2


# -- out -------------------------------------------------------------------------------------------------


def test_an_export_can_be_imported_again_as_it_was(hermes: Hermes, deals: Path, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    hermes("import", deals, "--stage-map", "Somewhere=NEW")
    before = {lead["title"]: lead for lead in hermes("list", "--json").json}
    out = tmp_path / "out.csv"
    assert hermes("export", "--csv", "--exact", "--into", out).code == 0
    monkeypatch.setenv("HERMES_DB", str(tmp_path / "second.db"))
    assert hermes("import", out).code == 0
    after = {lead["title"]: lead for lead in hermes("list", "--json").json}
    for title, lead in before.items():
        for key in ("company", "stage", "value", "currency", "created_at"):
            assert after[title][key] == lead[key], (title, key)


def test_an_export_holds_what_the_filter_leaves_and_nothing_is_written_over(
    hermes: Hermes, acme: int, tmp_path: Path
) -> None:
    hermes("add", "title=Other", "company==cmd|calc")
    rows = list(csv.DictReader(io.StringIO(hermes("export").out)))
    assert [row["title"] for row in rows] == ["ERP rollout", "Other"]
    assert rows[1]["company"].startswith("'=")
    lines = hermes("export", "acme", "--jsonl").out.splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["ERP rollout"]
    assert hermes("export", "stage:won").code == 3
    (tmp_path / "there.csv").write_text("mine")
    assert hermes("export", "--into", tmp_path / "there.csv").code == 1
    assert (tmp_path / "there.csv").read_text() == "mine"


# -- backups ---------------------------------------------------------------------------------------------


def test_a_backup_brings_back_what_was_there_and_keeps_what_is(hermes: Hermes, acme: int, desk: Path) -> None:
    path = Path(hermes("backup").out.strip())
    hermes("add", "title=Later")
    answer = hermes("restore", path, "--json").json
    assert (answer["leads"], hermes("count").out) == (1, "1\n")
    assert hermes("restore", answer["saved_as"]).code == 0
    assert hermes("count").out == "2\n"


def test_a_backup_can_be_named_and_is_never_written_over(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert hermes("backup", copy).code == 0
    assert copy.stat().st_mode & 0o077 == 0
    assert hermes("backup", copy).code == 1
    assert hermes("backup", tmp_path).code == 0


def test_the_backups_are_listed(hermes: Hermes, acme: int) -> None:
    assert "no backups" in hermes("restore").err
    hermes("backup")
    assert "manual" in hermes("restore").out
    assert hermes("restore", "--json").json[0]["leads"] == 1


def test_a_broken_backup_is_refused_and_the_file_stays(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"no database")
    assert hermes("restore", tmp_path / "broken.db").code == 1
    assert hermes("restore", tmp_path / "nowhere.db").code == 1
    assert hermes("count").out == "1\n"


# -- health ----------------------------------------------------------------------------------------------


def test_a_healthy_file_is_said_to_be(hermes: Hermes, acme: int) -> None:
    hermes("backup")
    answer = hermes("doctor")
    assert (answer.code, answer.err) == (0, "All is well.\n")


def test_wrong_copies_and_a_search_that_is_behind_are_found_and_mended(hermes: Hermes, acme: int, desk: Path) -> None:
    hermes("backup")
    with sqlite3.connect(desk) as broken:
        broken.execute("UPDATE lead SET silent_since = 5, unanswered_out = 9")
        broken.execute("UPDATE stage_total SET n = 77")
        broken.execute("DROP TRIGGER lead_fts_update")
        broken.execute("UPDATE lead SET title = 'changed behind our back'")
    found = {line["check"]: line for line in hermes("doctor", "--json").json}
    assert not found["kept copies"]["ok"]
    assert not found["search index"]["ok"]
    assert found["kept copies"]["mend"] == "hermes doctor --repair"
    assert hermes("doctor").code == 1
    assert hermes("doctor", "--repair").code == 0
    assert hermes("doctor").code == 0
    assert hermes("count", "behind", "our").out == "1\n"
