"""A rep asks from the shell: lists, counts, the log; data on stdout, words on stderr."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Hermes

LIST_KEYS = [
    "id", "title", "company", "stage", "source", "score", "heat", "value", "currency", "last_touch_at", "days_silent",
    "stale", "stuck", "snoozed_until", "next_task",
]  # fmt: skip
SHOW_KEYS = [
    "score_reasons", "heat_reasons", "heat_now", "risk", "contacts", "objections", "tasks", "proposals", "tags",
    "timeline", "stages", "next_action",
]  # fmt: skip


def test_a_missing_file_is_said_and_never_shown_as_an_empty_crm(hermes: Hermes) -> None:
    answer = hermes("list")
    assert (answer.code, answer.out) == (1, "")
    assert "There is no database" in answer.err


def test_a_lead_in_the_list_has_its_fixed_keys(hermes: Hermes, acme: int) -> None:
    lead = hermes("list", "--json").json[0]
    assert list(lead)[: len(LIST_KEYS)] == LIST_KEYS
    assert (lead["title"], lead["value"], lead["currency"], lead["days_silent"]) == ("ERP rollout", 24000, "USD", 10)


def test_a_leads_page_has_its_fixed_keys(hermes: Hermes, acme: int) -> None:
    hermes("contact", "add", acme, "--name", "Ann", "--champion")
    hermes("touch", acme, "--via", "email", "--in", "-m", "How much? #budget")
    hermes("note", acme, "-m", "#trust")
    shown = hermes("show", acme, "--json").json
    assert set(LIST_KEYS + SHOW_KEYS) <= set(shown)
    assert {
        "id", "name", "email", "phone", "role", "channel", "sentiment", "is_primary", "touch_count", "last_touch_at",
        "engaged",
    } <= set(shown["contacts"][0])  # fmt: skip
    assert {"id", "kind", "state", "raised_at", "resolved_at"} <= set(shown["objections"][0])
    assert {"at", "kind", "direction", "contact", "text"} <= set(shown["timeline"][0])
    assert {"stage", "entered_at", "left_at", "days"} <= set(shown["stages"][0])
    assert {"action", "because"} <= set(shown["next_action"])
    assert shown["contacts"][0]["engaged"] is True


def test_a_lead_can_be_read_by_a_person(hermes: Hermes, acme: int) -> None:
    hermes("contact", "add", acme, "--name", "Ann Lee", "--role", "CTO")
    hermes("task", "add", acme, "call Ann", "--due", "fri")
    hermes("touch", acme, "--via", "call", "-m", "liked it")
    out = hermes("show", acme).out
    for words in ("Acme Corp: ERP rollout", "24,000 USD", "Ann Lee", "call Ann", "→ call", "liked it"):
        assert words in out


def test_the_list_is_a_table_whose_columns_stand_under_their_names(hermes: Hermes, acme: int) -> None:
    hermes("add", "title=倉庫の検査", "company=東京物流")
    header, *rows = hermes("list").out.splitlines()
    assert header.split()[:4] == ["id", "company", "title", "stage"]
    assert len(rows) == 2
    # Wide letters take two cells: the stage begins in the same cell of both rows.
    starts = {sum(2 if ord(letter) > 0x2E80 else 1 for letter in row[: row.index("New")]) for row in rows}
    assert starts == {header.index("stage")}


def test_the_table_and_the_json_agree_on_what_is_stale_stuck_snoozed_hot_and_at_risk(
    hermes: Hermes, demo: None
) -> None:
    leads = hermes("list", "--json").json
    rows = hermes("list", "--all").out.splitlines()[1:]
    assert len(leads) == len(rows) == 400
    for lead, row in zip(leads, rows, strict=True):
        words = set(row.split())
        said = {"stale": lead["stale"], "stuck": lead["stuck"], "at-risk": lead["at_risk"],
                "snoozed": lead["snoozed_until"] is not None, "hot": lead["heat"] >= 30}  # fmt: skip
        if lead["stage"] not in ("WON", "LOST", "ARCHIVED"):
            assert {name: name in words for name in said} == said, row


def test_what_is_left_out_of_a_table_is_said_and_json_leaves_nothing_out(hermes: Hermes, acme: int) -> None:
    for number in range(4):
        hermes("add", f"title=Deal {number}")
    short = hermes("list", "--limit", "2")
    assert len(short.out.splitlines()) == 3
    assert short.err == "2 of 5 leads; --all prints every one.\n"
    assert len(hermes("list", "--json").json) == 5


def test_a_filter_that_matches_nothing_ends_with_3(hermes: Hermes, acme: int) -> None:
    assert hermes("list", "stage:won").code == 3
    answer = hermes("list", "stage:won", "--json")
    assert (answer.code, answer.json) == (3, [])
    assert hermes("count", "stage:won").out == "0\n"
    assert hermes("count", "acme", "value>=5k").out == "1\n"


def test_stale_leads_come_longest_silent_first(hermes: Hermes) -> None:
    for days in (9, 30, 3, 20):
        hermes("add", f"title=silent for {days}", "--at", f"{days * 24}h")
    assert [lead["days_silent"] for lead in hermes("stale", "--json").json] == [30, 20, 9]


def test_the_stale_setting_counts_here_too(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    (tmp_path / "hermes.toml").write_text("stale_days = 11\n")
    assert hermes("stale").code == 3
    assert hermes("list", "--json").json[0]["stale"] is False


def test_the_log_tells_what_was_done_and_what_was_undone(hermes: Hermes, acme: int) -> None:
    hermes("touch", acme, "--via", "call")
    hermes("undo")
    lines = hermes("log", acme, "--json").json
    assert [(line["kind"], line["undone_at"] is None) for line in lines] == [("touch", False), ("add", True)]
    assert "(undone)" in hermes("log").out
    assert hermes("log", 99).code == 3
