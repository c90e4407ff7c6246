"""The finished program, opened on a Friday and again on a Monday: what came meanwhile is said at the start, once."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Desk


@pytest.mark.parametrize("columns", [120, 80])
def test_what_came_since_friday_is_said_on_monday_until_the_first_key(desk: Desk, columns: int) -> None:
    desk.env["HERMES_NOW"] = "2026-06-19T17:00:00Z"
    friday = desk.app(columns=columns)
    friday.until(lambda screen: "digest   ? help" in screen.last_line, "how things stand")
    assert "Since" not in friday.last_line
    friday.send("Q")
    friday.until_ended()
    assert desk.ask("SELECT value FROM setting WHERE key = 'seen_at'") == [("1781888400000",)]

    desk.env["HERMES_NOW"] = "2026-06-22T09:00:00Z"
    for _ in range(3):
        desk.hermes("add", "title=fresh", env={"HERMES_NOW": "2026-06-20T12:00:00Z"})
    new = desk.hermes("count", "created.after:2026-06-19T17:00:00").stdout.strip()
    monday = desk.app(columns=columns)
    monday.until(lambda screen: "Since " in screen.last_line, "the start line")
    assert f"19 Jun: {new} new" in monday.last_line
    monday.send(";")
    monday.until(
        lambda screen: "Digest · since Fri 19 Jun 17:00" in screen.text and "Since" not in screen.last_line,
        "the digest",
    )
    monday.send("q")
    monday.until(
        lambda screen: "stale, due and owed" in screen.text and "Since" not in screen.last_line, "the queue at rest"
    )
