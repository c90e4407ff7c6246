"""A rep looks through all leads: filter, sort, saved views, marks."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Static

from hermes_tui.app import HermesApp
from hermes_tui.screens.lead.head import head_lines
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.leads import LeadsScreen
from storage.database import Database
from tests.screens.hands import press


async def leads_of(pilot: Pilot[int | None]) -> LeadsScreen:
    """The list, gone to by its key."""
    await press(pilot, "3")
    assert isinstance(pilot.app.screen, LeadsScreen)
    return pilot.app.screen


def line_of(leads: LeadsScreen) -> str:
    """The line above the list."""
    return str(leads.query_one("#progress", Static).content)


async def test_marks_show_their_number_and_escape_lets_go_of_them_then_of_the_filter(
    app: HermesApp, demo: Database
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        leads = await leads_of(pilot)
        await press(pilot, "slash", *"stage:new", "enter", "V")
        number = demo.value("SELECT COUNT(*) FROM lead WHERE stage_id = 1")
        assert f"{number} marked" in line_of(leads)
        await press(pilot, "escape")
        assert "marked" not in line_of(leads)
        assert leads.rows.total == number
        await press(pilot, "escape")
        assert leads.filter_text == ""
        assert leads.rows.total == 400


async def test_no_lead_under_a_filter_says_the_key_that_shows_all(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        leads = await leads_of(pilot)
        await press(pilot, "slash", *"xyzzy", "enter")
        assert "Esc shows all" in str(leads.rows.empty)
        await press(pilot, "escape")
        assert leads.rows.total == 400


async def test_a_wrong_filter_is_said_and_the_typed_words_stay_to_be_mended(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        leads = await leads_of(pilot)
        await press(pilot, "slash", *"stge:new", "enter")
        assert leads.strip.asking
        assert "did you mean `stage`" in str(leads.strip._wrong.content)
        await press(pilot, "escape")
        assert leads.rows.total == 400


async def test_a_place_in_the_list_is_only_told_where_the_whole_list_is_known(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        leads = await leads_of(pilot)
        await press(pilot, "enter")
        page = app.screen
        assert isinstance(page, LeadScreen)
        assert page.page is not None
        assert " 1 of 400 " in str(head_lines(page.page, page.neighbours, 0)[0][1])
        many = [*page.neighbours, *range(1_000, 2_000)]
        assert str(head_lines(page.page, many, 0)[0][1]) == ""
        await press(pilot, "q")
        assert app.screen is leads


async def test_sorting_twice_by_the_same_turns_the_order_round(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        leads = await leads_of(pilot)
        await press(pilot, "S", "v")
        values = [leads.rows.row(at).value for at in range(5)]  # type: ignore[union-attr]
        assert values == sorted(values, reverse=True)
        await press(pilot, "S", "v")
        turned = [leads.rows.row(at).value for at in range(5)]  # type: ignore[union-attr]
        assert turned == sorted(turned)
        assert turned[0] < values[-1]


async def test_a_saved_view_is_found_again_with_its_keys(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        leads = await leads_of(pilot)
        await press(pilot, "slash", *"heat>30", "enter", "ctrl+s", *"Zz hot", "enter", "escape")
        assert leads.filter_text == ""
        await press(pilot, "left_square_bracket")
        assert leads.filter_text == "heat>30"
        await press(pilot, "right_square_bracket")
        assert leads.filter_text == ""
