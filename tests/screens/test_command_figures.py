"""`:` and a word go to figures: a period, a table, a report on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from hermes_tui.app import HermesApp
from hermes_tui.screens.commands import completions, wrong
from hermes_tui.screens.dashboard.screen import DashboardScreen
from tests.screens.hands import command, says


@pytest.fixture(scope="session")
def demo_bytes(small_demo_bytes: bytes) -> bytes:
    """A small year of work is enough here."""
    return small_demo_bytes


async def test_the_dashboard_is_gone_to_with_a_period(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await command(pilot, "dashboard 30")
        here = app.here
        assert isinstance(here, DashboardScreen)
        assert here.asked is not None
        assert here.asked.days == 30
        await command(pilot, "dashboard")
        assert here.asked.days == 30


async def test_a_table_is_gone_to_by_the_beginning_of_its_name(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await command(pilot, "stats forec")
        here = app.here
        assert isinstance(here, DashboardScreen)
        assert here.page.page == "forecast"
        assert here.page.in_hand is not None
        assert here.page.in_hand.id == "forecast"
        await command(pilot, "stats days in stage")
        assert here.page.in_hand.id == "stage_times"


async def test_the_report_is_written_once_and_no_file_is_written_over(app: HermesApp, tmp_path: Path) -> None:
    path = tmp_path / "week.html"
    async with app.run_test(size=(120, 40)) as pilot:
        await command(pilot, f"report {path}")
        assert f"The report is in {path}" in says(app)
        text = path.read_text("utf-8")
        assert text.startswith("<!DOCTYPE html>")
        assert path.stat().st_mode & 0o077 == 0
        assert "there already" in (wrong(app.here, f"report {path}") or "")
        assert path.read_text("utf-8") == text


async def test_what_makes_no_sense_is_said(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for words, sentence in (
            ("stats funnle", "did you mean `funnel`?"),
            ("dashboard 2030-01-01", "in the future"),
            ("dashboard whenever", "no day"),
            ("report", "say which file"),
            ("report /no/such/folder/x.html", "there is no folder"),
            ("report " + "x" * 5000, ""),
        ):
            assert sentence in (wrong(app.here, words) or "nothing"), words
        assert "stats stage_times" in [*completions(app.here, "stats st")]
        assert "dashboard monday" in [*completions(app.here, "dashboard m")]
