"""A rep looks at what stands in the way of deals, and takes it out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from hermes_tui import keymap
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.metrics.objections import past_answers
from hermes_tui.screens import objections as screens
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.leads import LeadsScreen
from hermes_tui.screens.objections import ObjectionsScreen
from hermes_tui.session import Session
from storage.database import Database
from tests.screens.hands import worked

NOW = 1_782_118_800_000


async def press(pilot: Pilot[int | None], *keys: str) -> None:
    """Keys as typed, then all settles."""
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()


def here(app: HermesApp) -> ObjectionsScreen:
    """The screen, which is on top."""
    assert isinstance(app.screen, ObjectionsScreen)
    return app.screen


def lines(app: HermesApp) -> list[str]:
    """What is painted, line by line."""
    return ["".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()]


def test_no_key_means_two_things_here() -> None:
    taken: dict[str, str] = {}
    for preset in ("", "gmail"):
        changed = keymap.overrides(preset, {})
        for scope in (*ObjectionsScreen.scopes, "everywhere"):
            for command in keymap.in_scope(scope):
                for key in keymap.keys_of(command, changed).split(","):
                    assert taken.setdefault(preset + key, command.id) == command.id


async def test_one_key_shows_how_each_kind_fares_and_all_that_is_open(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "I")
        still = demo.value("SELECT COUNT(*) FROM objection WHERE state = 'open'")
        assert here(app).rows.total == still
        painted = lines(app)
        assert f" Objections · {still} open · " in painted[1]
        assert painted[3].split()[:5] == ["kind", "raised", "resolved", "open", "at"]
        kinds = [line.split()[0].strip("▌▏") or line.split()[1] for line in painted[4:11]]
        assert kinds == ["all", "budget", "timing", "competition", "internal", "trust", "scope"]
        assert any(" won: " in line for line in painted[12:])  # what answered it before stands beside what is open
        await press(pilot, "I")
        assert len(app.screen_stack) == 2


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_numbers_stand_to_the_right_and_none_is_cut(app: HermesApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "I")
        table = lines(app)[3:11]
        ends = [line.index("open") + 4 for line in table[:1]]
        assert all(line[ends[0] - 1].isdigit() and line[ends[0] : ends[0] + 1].strip() == "" for line in table[1:])
        assert "…" not in "".join(table)
        assert "at close" in table[0]
        assert "win rate" in table[0]


async def test_enter_opens_the_leads_behind_the_number(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "I", "j", "enter")
        assert isinstance(app.screen, LeadsScreen)
        assert app.screen.filter_text == "objection.open:budget"
        await press(pilot, "q", "l", "enter")
        assert isinstance(app.screen, LeadsScreen)
        assert app.screen.filter_text == "objection.unresolved:budget"
        counted = demo.value(
            "SELECT COUNT(DISTINCT lead_id) FROM objection WHERE kind = 'BUDGET' AND state = 'lost_with'"
        )
        assert app.screen.rows.total == counted
        await press(pilot, "q", "k", "h", "h", "h", "enter")
        assert isinstance(app.screen, LeadsScreen)
        assert app.screen.rows.total == demo.value("SELECT COUNT(DISTINCT lead_id) FROM objection")
        await press(pilot, "q")
        assert here(app).kinds.index == 0


async def test_the_list_below_follows_the_kind_and_opens_the_lead(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "I", "j", "j", "j", "tab")
        row = here(app).rows.current
        assert row is not None
        assert {here(app).rows.row(at).item.kind for at in range(here(app).rows.total)} == {"COMPETITION"}
        await press(pilot, "enter")
        assert isinstance(app.screen, LeadScreen)
        assert app.screen.lead_id == row.item.lead_id


async def test_an_objection_is_resolved_by_the_digit_of_what_did_it_before(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "I", "tab")
        first, total = here(app).rows.current, here(app).rows.total
        assert first is not None
        best = past_answers(demo, first.item.kind, but_lead=first.item.lead_id)[0]
        await press(pilot, "A", "1")
        found = demo.row("SELECT state, resolution, resolved_at FROM objection WHERE id = ?", (first.item.id,))
        assert found == ("resolved", best.words, NOW)
        assert here(app).rows.total == total - 1
        assert f"resolved: {best.words[:39]}" in lines(app)[-1]
        await press(pilot, "u")
        assert here(app).rows.current == first
        await press(pilot, "A", "enter", *"so", "enter")
        assert demo.value("SELECT resolution FROM objection WHERE id = ?", (first.item.id,)) == "so"


async def test_a_tag_set_by_mistake_is_taken_off_and_verbs_act_on_the_lead(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "I", "delete")
        assert "Tab goes to the open objections below" in lines(app)[-1]
        await press(pilot, "tab", "delete")
        before = demo.value("SELECT COUNT(*) FROM objection")
        await press(pilot, "u")
        assert demo.value("SELECT COUNT(*) FROM objection") == before + 1
        row = here(app).rows.current
        assert row is not None
        await press(pilot, "x", "1")
        assert demo.value("SELECT state FROM objection WHERE id = ?", (row.item.id,)) == "lost_with"


async def test_the_command_goes_to_a_kind_and_an_unknown_one_is_said(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "colon", *"objections trust", "enter")
        chosen = here(app).kinds.chosen
        assert chosen is not None
        assert chosen.stats.kind == "TRUST"
        await press(pilot, "q", "colon", *"objections price", "enter")
        assert not isinstance(app.screen, ObjectionsScreen)


async def test_an_empty_file_says_what_to_press(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "new.db", create=True)
    app = HermesApp(Session(database, Settings()))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "I")
        assert any("No objection was raised yet" in line for line in lines(app))
        assert any("O on a lead notes one, #budget in a note tags one" in line for line in lines(app))
        await press(pilot, "j", "l", "enter", "tab", "A", "enter", "q")
        assert not isinstance(app.screen, ObjectionsScreen)
    database.close()


async def test_many_objections_are_reckoned_beside_the_screen(app: HermesApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "READ_AT_ONCE", 0)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "I")
        await worked(app)
        await press(pilot, "j")
        assert here(app).kinds.total == 7
        assert "Objections · " in str(here(app).query_one("#progress", Static).content)


async def test_text_that_looks_like_markup_is_shown_as_it_is(app: HermesApp, demo: Database) -> None:
    from hermes_tui.actions.objections import raise_objection

    raise_objection(demo, [1], "scope", NOW - 10**11, "[/] [@click=app.quit]x[/]")
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "I")
        assert any("[/] [@click=app.quit]x[/]" in line for line in lines(app))
