"""A rep sets the goals of the month where they look at them."""

from __future__ import annotations

import pytest

from hermes_tui.app import HermesApp
from hermes_tui.screens.commands import completions, wrong
from storage.queries.goals import in_force
from tests.screens.hands import command, press, says


@pytest.fixture(scope="session")
def demo_bytes(small_demo_bytes: bytes) -> bytes:
    """A small year of work is enough here."""
    return small_demo_bytes


async def test_a_goal_is_set_taken_away_and_given_back(app: HermesApp) -> None:
    def held() -> dict[str, int]:
        return {goal.kind: goal.amount for goal in in_force(app.session.database, "2026-06")}

    async with app.run_test(size=(120, 40)) as pilot:
        await command(pilot, "goal won 30k")
        assert "goal from 2026-06 on: 30,000 USD won a month" in says(app)
        assert held()["won_value"] == 3_000_000
        await command(pilot, "goal touches none")
        assert "no goal of touches from 2026-06 on" in says(app)
        assert held()["touches"] == 0
        await press(pilot, "u")
        assert held()["touches"] > 0


async def test_slips_are_said_before_anything_runs(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "which goal and how much" in (wrong(app.here, "goal") or "")
        assert "did you mean touches" in (wrong(app.here, "goal tuches 3") or "")
        assert "whole number" in (wrong(app.here, "goal meetings many") or "")
        assert wrong(app.here, "goal meetings 8") is None
        assert next(iter(completions(app.here, "goal m"))).startswith("goal meetings")
