"""A rep asks from the shell what is new since they were last here."""

from __future__ import annotations

from pathlib import Path

from storage.database import Database
from storage.queries.seen import keep_seen, seen_at
from tests.cli.conftest import Hermes

NOW = 1_782_118_800_000  # 2026-06-22T09:00:00Z
DAY = 86_400_000
LINES = {"new", "replied", "due", "hot", "at_risk", "stuck", "owed", "stale", "waiting", "snoozed"}


def was_here(desk: Path, moment: int) -> None:
    database = Database.open(desk)
    keep_seen(database, moment)
    database.close()


def test_the_digest_names_the_filter_behind_each_number(hermes: Hermes, acme: int) -> None:
    found = hermes("digest", "--json").json
    assert set(found) == LINES
    assert found["stale"] == {"count": 1, "since": None, "filter": "+stale", "since_filter": None}
    assert found["new"]["since"] is None, "the app was never left yet"
    assert hermes("count", found["stale"]["filter"]).out == "1\n"
    shown = hermes("digest").out
    assert shown.splitlines()[0].split() == ["leads", "to", "see", "them"]
    assert "hermes list +stale" in shown


def test_since_the_app_was_left_is_counted_by_a_filter_too(hermes: Hermes, acme: int, desk: Path) -> None:
    was_here(desk, NOW - 2 * DAY)
    fresh = hermes("add", "title=fresh", "--at", "1d").out.strip()
    hermes("touch", acme, "--via", "email", "--in", "-m", "What would it cost?", "--at", "2h")
    found = hermes("digest", "--json").json
    assert {key: line["since"] for key, line in found.items() if line["since"]} == {"new": 1, "replied": 1, "owed": 1}
    assert hermes("list", found["new"]["since_filter"], "--json").json[0]["id"] == int(fresh)
    for line in found.values():
        for number, text in (("count", "filter"), ("since", "since_filter")):
            if line[number] is not None:
                assert hermes("count", line[text]).out == f"{line[number]}\n"
    shown = hermes("digest").out
    below = shown.splitlines()[shown.splitlines().index(next(x for x in shown.splitlines() if "new since" in x)) + 1]
    assert below.split() == [
        "1", "since", "Sat", "20", "Jun", "09:00", "hermes", "list", "created.after:2026-06-20T09:00:00",
    ]  # fmt: skip


def test_the_rep_may_say_since_when_and_that_it_was_seen(hermes: Hermes, acme: int, desk: Path) -> None:
    assert hermes("digest", "--since", "2026-06-01", "--json").json["new"]["since"] == 1
    assert hermes("digest", "--since", "2d", "--json").json["new"]["since"] == 0
    assert hermes("digest", "--since", "whenever").code == 2
    wrong = hermes("digest", "--since", "tomorrow")
    assert (wrong.code, wrong.err) == (
        2, "`tomorrow` is still to come; --since takes a moment that was, such as 3d or monday.\n",
    )  # fmt: skip
    database = Database.open(desk)
    assert seen_at(database) is None, "to look is not to have seen"
    assert hermes("digest", "--seen").err.endswith("What comes from now on is new.\n")
    assert seen_at(database) == NOW
    database.close()
    assert hermes("log", "--json").json[0]["kind"] == "add", "it is a setting, and no action"


def test_since_a_day_is_since_its_first_minute(hermes: Hermes, acme: int) -> None:
    hermes("add", "title=fresh", "--at", "2026-06-19 08:15")
    for said in ("friday", "3d", "2026-06-19"):
        found = hermes("digest", "--since", said, "--json").json["new"]
        assert (found["since"], found["since_filter"]) == (1, "created.after:2026-06-19T00:00:00"), said
