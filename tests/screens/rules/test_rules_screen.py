"""A rep changes the rules of scoring and sees what that would do to the pipeline before it is saved."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Static

from hermes_tui.actions import what_if
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.rules import adopt, in_force
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.scoring.rules import DEFAULT_RULES
from hermes_tui.scoring.rules_text import as_text
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.rules.screen import RulesScreen
from hermes_tui.session import Session
from storage.database import Database
from tests.screens.hands import says, text_of
from tests.screens.rules.waiting import until
from widgets.histogram import Histogram

HOSTILE = "[/] <b> \x1b[31m 漢字 [bold]"


@pytest.fixture
def session(database: Database, now: int) -> Session:
    """Three leads: one for its budget and remoteness, one for its stack, and one of which nothing speaks."""
    found = Session(database, Settings())
    for title, company, text in (
        ("Shop", "Acme", "Our budget is 20,000 USD and the team is remote."),
        ("Portal", HOSTILE, "We build in Django."),
        ("Roof", "Cobalt", "A new roof."),
    ):
        add_lead(database, {"title": title, "company": company, "description": text}, now, found.today())
    return found


async def opened(pilot: Pilot[Any], key: str = "percent_sign") -> RulesScreen:
    await pilot.pause()
    await pilot.press(key)
    await pilot.pause()
    page = pilot.app.screen
    assert isinstance(page, RulesScreen)
    await until(pilot, lambda: page.found is not None)
    return page


def typed(page: RulesScreen, old: str, new: str) -> None:
    """The rep writes something else in the place of `old`."""
    text = page.area.text
    assert old in text
    page.area.load_text(text.replace(old, new, 1))


def shown(page: RulesScreen, part: str) -> str:
    widget = page.query_one(part)
    return str(widget.content) if isinstance(widget, Static) else text_of(widget)


def stage_and_score(session: Session, lead_id: int) -> tuple[str, int | None]:
    row = session.database.row(
        "SELECT stage.name, lead.score FROM lead JOIN stage ON stage.id = lead.stage_id WHERE lead.id = ?", (lead_id,)
    )
    assert row is not None
    return row


async def test_what_a_rule_would_do_is_seen_before_it_is_saved(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        assert "built-in · 15 points qualify · none set by hand · none stale" in shown(page, "#rules-head")
        assert "Every score is up to date" in shown(page, "#rules-figures")
        typed(page, "threshold = 15", "threshold = 5")
        await until(pilot, lambda: page.found is not None and page.found.threshold == 5)
        assert "1 newly qualified" in shown(page, "#rules-figures")
        assert "2 reach 5, 1 reach 15 now" in shown(page, "#rules-figures")
        assert "→ Qualified" in shown(page, "#rules-changes")
        typed(page, '"django"', '"elixir"')
        await until(pilot, lambda: page.found is not None and page.found.down == 1)
        assert "↓ 1 down" in shown(page, "#rules-figures")
        assert "Of all 3" in shown(page, "#rules-state")
        [row] = page.found.rows if page.found else []
        assert (row.was, row.now_) == (5, 0)
        assert "漢字" in shown(page, "#rules-changes")
        assert "below · no more ideal" in shown(page, "#rules-changes")
        assert "gone   +5 ideal-customer stack: Django" in shown(page, "#rules-why")
        assert "5 ─ qualify" in text_of(page.query_one(Histogram))
        assert stage_and_score(session, 2) == ("NEW", 5)
        assert in_force(session.database).at is None


async def test_saving_puts_the_rules_in_force_and_scores_by_them_and_one_undo_takes_both_back(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        typed(page, "threshold = 15", "threshold = 5")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is not page)
        assert "1 qualified" in says(app)
        assert says(app).endswith("u undo")
        assert stage_and_score(session, 2) == ("QUALIFIED", 5)
        assert in_force(session.database).rules.threshold == 5
        page = await opened(pilot)
        assert "changed 22 Jun · 5 points qualify" in shown(page, "#rules-head")
        await pilot.press("escape", "u")
        await pilot.pause()
        assert stage_and_score(session, 2) == ("NEW", 5)
        assert in_force(session.database).rules.threshold == 15


async def test_rules_of_another_program_are_put_away_only_by_who_has_read_of_them(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot)
        typed(page, "threshold = 15", "threshold = 5")
        adopt(session.database, as_text(DEFAULT_RULES._replace(threshold=40)), session.now())
        await pilot.press("ctrl+s")
        assert "Other rules came in force since you began; ^S once more puts yours in their place" in says(app)
        assert in_force(session.database).rules.threshold == 40
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is not page)
        assert in_force(session.database).rules.threshold == 5


async def test_a_fault_names_its_line_and_leaves_the_last_right_preview_and_the_rules_in_force(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        typed(page, '"django"', '"elixir"')
        await until(pilot, lambda: bool(page.found and page.found.rows))
        typed(page, "threshold = 15", "treshold = 15")
        await until(pilot, lambda: bool(page.fault))
        line = next(n for n, said in enumerate(page.area.text.split("\n"), 1) if said.startswith("treshold"))
        assert f"ine {line}" in shown(page, "#rules-fault")
        assert "threshold" in shown(page, "#rules-fault").replace("treshold", "")
        assert page.area._wrong
        assert "Of the last text that was right" in shown(page, "#rules-state")
        assert "↓ 1 down" in shown(page, "#rules-figures")
        assert page.query_one("#rules-figures").has_class("-old")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.screen is page
        assert in_force(session.database).at is None
        assert "old rules stay in force" in says(app)
        typed(page, "treshold = 15", "threshold = 15")
        await until(pilot, lambda: not page.fault)
        assert not page.query_one("#rules-figures").has_class("-old")
        assert not page.area._wrong


async def test_leaving_asks_once_and_what_a_closed_terminal_left_is_there_again(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is not page
        page = await opened(pilot)
        typed(page, "threshold = 15", "threshold = 7")
        await pilot.press("escape")
        assert app.screen is page
        assert "Not saved" in says(app)
        await until(pilot, lambda: page.kept_in.exists())
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        assert "threshold = 7" in page.area.text
        assert "typed the last time" in says(app)
        assert page.found is not None
        assert page.found.threshold == 7
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.screen is not page
        assert not page.kept_in.exists()
    assert in_force(session.database).at is None


async def test_a_key_stops_the_run_for_the_text_before(session: Session, monkeypatch: pytest.MonkeyPatch):
    begun, ended, runs = Event(), Event(), []
    real = what_if.what_if

    def slow(*args: Any, **more: Any) -> what_if.WhatIf:
        runs.append(args[1].rules.threshold)
        if runs[-1] == 16:
            begun.set()
            while not more["cancelled"]():
                sleep(0.01)
            ended.set()
            raise what_if.Stopped("Stopped.")
        return real(*args, **more)

    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        monkeypatch.setattr(what_if, "what_if", slow)
        typed(page, "threshold = 15", "threshold = 16")
        await until(pilot, begun.is_set)
        typed(page, "threshold = 16", "threshold = 17")
        await until(pilot, ended.is_set)
        await until(pilot, lambda: page.found is not None and page.found.threshold == 17)
        assert runs == [16, 17]
        assert not page.fault


async def test_a_sample_is_shown_first_and_all_of_them_after_it(session: Session, monkeypatch: pytest.MonkeyPatch):
    from hermes_tui.screens.rules import work

    monkeypatch.setattr(work, "SAMPLE", 2)
    seen = []
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        show = page.show_tried

        def noted(event: work.Tried) -> None:
            show(event)
            seen.append(shown(page, "#rules-state"))

        monkeypatch.setattr(page, "show_tried", noted)
        typed(page, "threshold = 15", "threshold = 5")
        await until(pilot, lambda: len(seen) == 2)
    assert "Of 2 among 3; all of them follow" in seen[0]
    assert "Of all 3" in seen[1]


async def test_enter_on_a_lead_opens_its_page_and_q_comes_back_to_the_text(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        typed(page, '"django"', '"elixir"')
        await until(pilot, lambda: bool(page.found and page.found.rows))
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert isinstance(app.screen, LeadScreen)
        assert app.screen.lead_id == 2
        await pilot.press("q")
        await pilot.pause()
        assert app.screen is page
        assert '"elixir"' in page.area.text


async def test_f8_writes_the_built_in_rules_and_ctrl_z_takes_that_back(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        typed(page, "threshold = 15", "threshold = 5")
        await pilot.press("f8")
        assert "threshold = 15" in page.area.text
        await pilot.press("ctrl+z")
        assert "threshold = 5" in page.area.text


async def test_in_a_small_window_f5_shows_what_would_change(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot)
        await until(pilot, lambda: "Every score" in shown(page, "#rules-figures"))
        assert page.area.size.height > 8
        assert not page.query_one("#rules-bars").size
        await pilot.press("f5")
        await pilot.pause()
        assert page.query_one("#rules-bars").size.height > 4
        assert page.changed.has_focus
        await pilot.press("f5", "x")
        await pilot.pause()
        assert page.area.text.startswith("x")


async def test_a_key_costs_no_pass_over_the_layout(session: Session, monkeypatch: pytest.MonkeyPatch):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        await pilot.pause()
        passes = []
        monkeypatch.setattr(RulesScreen, "_refresh_layout", lambda *_a, **_k: passes.append(1))
        for letter in "# my own words":
            app.post_message(events.Key(_character_to_key(letter), letter))
        await pilot.pause()
        assert page.area.text.startswith("# my own words")
        await until(pilot, lambda: page._rest is None and not page.fault)
        await pilot.pause()
        assert not passes


async def test_while_scores_are_written_esc_stops_and_nothing_is_kept(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    from hermes_tui.actions import rules

    begun = Event()

    def endless(_database: Database, _text: str, _now: int, progress: Any, cancelled: Any) -> None:
        progress(1, 3)
        begun.set()
        while not cancelled():
            sleep(0.01)
        raise what_if.Stopped("The rescore was stopped; nothing was changed.")

    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        typed(page, "threshold = 15", "threshold = 5")
        monkeypatch.setattr(rules, "adopt", endless)
        await pilot.press("ctrl+s")
        await until(pilot, begun.is_set)
        await until(pilot, lambda: "33%" in shown(page, "#rules-fault"))
        await pilot.press("x", "f8", "escape")
        await until(pilot, lambda: not page.saving)
        assert "Stopped; nothing was changed" in says(app)
        assert "threshold = 5" in page.area.text
        assert app.screen is page
        await pilot.press("x")
        assert page.area.text.startswith("x")


async def test_the_reps_own_editor_gives_its_text_back_to_be_tried_and_saved(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    script = tmp_path / "ed"
    script.write_text('#!/bin/sh\nsed -i "s/^threshold = 15/threshold = 5/" "$1"\n', encoding="utf-8")
    script.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(script))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        monkeypatch.setattr(app, "suspend", nullcontext)
        page = await opened(pilot)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: page.found is not None and page.found.threshold == 5)
        assert page.is_typed
        assert [each.name for each in tmp_path.glob("hermes-*")] == []
        script.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "exit code 3" in says(app)
        assert "threshold = 5" in page.area.text
