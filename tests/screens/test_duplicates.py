"""A rep goes through the leads that are likely one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from hermes_tui.actions.leads import add_lead
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.duplicates import DuplicatesScreen
from hermes_tui.session import Session
from storage.database import Database
from tests.screens.hands import worked

NOW = 1_782_118_800_000


@pytest.fixture
def work(tmp_path: Path, small_demo_bytes: bytes) -> Iterator[Database]:
    """A small demo file in which one deal was added twice, and another three times."""
    from datetime import date

    path = tmp_path / "work.db"
    path.write_bytes(small_demo_bytes)
    database = Database.open(path)
    for given in (
        {"title": "[/] rollout", "company": "Zeta & Sons", "email": "ann@zeta.example", "description": "first words"},
        {"title": "[/] roll-out", "company": "ZETA and Sons Ltd", "email": "ann@zeta.example",
         "phone": "+49 30 1234567", "description": "other words"},
        {"title": "Help desk", "company": "Quark", "email": "bo@quark.example"},
        {"title": "Help desk", "company": "Quark Inc.", "email": "bo@quark.example"},
        {"title": "Helpdesk", "company": "Quark", "email": "bo@quark.example"},
    ):  # fmt: skip
        add_lead(database, given, NOW, date(2026, 6, 22))
    yield database
    database.close()


@pytest.fixture
def hermes(work: Database) -> HermesApp:
    """Hermes on that file."""
    return HermesApp(Session(work, Settings()))


async def press(pilot: Pilot[int | None], *keys: str) -> None:
    """Keys as typed, then all settles."""
    for key in keys:
        await pilot.press(key)
    await worked(pilot.app)
    await pilot.pause()


async def opened(pilot: Pilot[int | None]) -> DuplicatesScreen:
    """The screen, its search done."""
    await pilot.pause()
    await press(pilot, "3", "D")
    await press(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, DuplicatesScreen)
    return screen


def under_cursor(screen: DuplicatesScreen) -> tuple[int, int]:
    assert screen.pair is not None
    return screen.pair.ids


def place_of(screen: DuplicatesScreen, company: str) -> int:
    return next(n for n, pair in enumerate(screen.pairs) if pair.one.company == company)


async def test_one_key_merges_the_pair_one_undo_parts_it_and_the_list_is_as_before(
    hermes: HermesApp, work: Database
) -> None:
    async with hermes.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        before = screen.pairs
        leads = work.value("SELECT COUNT(*) FROM lead")
        assert f"Leads {leads} " in str(screen.title_bar.render())
        screen.rows.move_to(place_of(screen, "Zeta & Sons"))
        await press(pilot)
        kept, dropped = under_cursor(screen)
        await press(pilot, "m")
        assert f"Leads {leads - 1} " in str(screen.title_bar.render())
        assert work.value("SELECT 1 FROM lead WHERE id = ?", (dropped,)) is None
        assert work.value("SELECT phone FROM lead WHERE id = ?", (kept,)) == "+49 30 1234567"
        assert work.value("SELECT description FROM lead WHERE id = ?", (kept,)) == "first words\n\nother words"
        assert len(screen.pairs) == len(before) - 1
        await press(pilot, "u")
        assert work.value("SELECT 1 FROM lead WHERE id = ?", (dropped,)) == 1
        assert screen.pairs == before


async def test_of_three_alike_the_third_is_still_a_pair_with_the_one_that_stayed(
    hermes: HermesApp, work: Database
) -> None:
    async with hermes.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        screen.rows.move_to(place_of(screen, "Quark"))
        await press(pilot)
        assert screen.pair is not None
        assert screen.pair.chain == 3
        kept, _ = under_cursor(screen)
        await press(pilot, "m")
        quarks = [pair for pair in screen.pairs if pair.one.company == "Quark"]
        assert [pair.ids[0] for pair in quarks] == [kept]
        screen.rows.move_to(place_of(screen, "Quark"))
        await press(pilot, "m")
        assert work.value("SELECT COUNT(*) FROM lead WHERE company LIKE 'Quark%'") == 1


async def test_said_to_be_two_they_never_come_back_even_after_another_search(hermes: HermesApp) -> None:
    async with hermes.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        screen.rows.move_to(place_of(screen, "Zeta & Sons"))
        await press(pilot)
        pair = under_cursor(screen)
        await press(pilot, "n")
        assert pair not in [each.ids for each in screen.pairs]
        await press(pilot, "r")
        assert pair not in [each.ids for each in screen.pairs]


async def test_field_by_field_the_word_of_either_side_is_taken_and_who_stays_can_be_swapped(
    hermes: HermesApp, work: Database
) -> None:
    async with hermes.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        screen.rows.move_to(place_of(screen, "Zeta & Sons"))
        await press(pilot)
        older, newer = under_cursor(screen)
        await press(pilot, "s", "tab")
        names = [screen.fields.row(n)[1].name for n in range(screen.fields.total)]  # type: ignore[index]
        screen.fields.move_to(names.index("company"))
        await press(pilot, "l")
        assert screen.fields.chosen is not None
        assert (screen.fields.chosen.name, screen.fields.chosen.choice) == ("company", "drop")
        screen.fields.move_to(names.index("description"))
        await press(pilot, "space")
        assert screen.fields.chosen.choice == "keep"
        await press(pilot, "m")
        row = work.row("SELECT company, title, description FROM lead WHERE id = ?", (newer,))
        assert row == ("Zeta & Sons", "[/] roll-out", "other words")
        assert work.value("SELECT 1 FROM lead WHERE id = ?", (older,)) is None


async def test_a_past_merge_is_parted_from_the_list_of_them_after_the_lead_was_edited(
    hermes: HermesApp, work: Database
) -> None:
    from datetime import date

    from hermes_tui.actions.leads import edit_lead
    from hermes_tui.actions.merging import merge_leads

    one, other = (row[0] for row in work.rows("SELECT id FROM lead WHERE email = 'ann@zeta.example' ORDER BY id"))
    merge_leads(work, one, other, {}, NOW)
    edit_lead(work, [one], {"company": "Zeta 2"}, NOW, date(2026, 6, 22))
    async with hermes.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await press(pilot, "U", "m")
        assert work.value("SELECT company FROM lead WHERE id = ?", (other,)) == "ZETA and Sons Ltd"
        assert work.row("SELECT company, phone FROM lead WHERE id = ?", (one,)) == ("Zeta 2", None)
        await press(pilot, "U")
        assert (one, other) in [pair.ids for pair in screen.pairs]


async def test_enter_opens_the_lead_that_stays_and_q_leads_back_to_the_pairs_then_out(hermes: HermesApp) -> None:
    async with hermes.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await press(pilot, "enter")
        assert type(pilot.app.screen).__name__ == "LeadScreen"
        await press(pilot, "q")
        assert pilot.app.screen is screen
        await press(pilot, "q")
        assert pilot.app.screen is not screen


async def test_a_file_without_duplicates_says_so_and_a_stopped_search_too(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "none.db", create=True)
    app = HermesApp(Session(database, Settings()))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert screen.pairs == ()
        assert "No likely duplicates" in screen.rows.empty.plain
        await press(pilot, "m", "n", "s", "space", "tab", "U", "m", "U")
        screen.searching = True
        await press(pilot, "q")
        assert screen.stopping.is_set()
    database.close()


async def test_the_command_opens_it_anywhere(hermes: HermesApp) -> None:
    async with hermes.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await press(pilot, "colon", *"dedupe", "enter")
        assert isinstance(pilot.app.screen, DuplicatesScreen)


async def test_among_past_merges_the_line_at_the_bottom_names_the_keys_that_part_them(hermes: HermesApp) -> None:
    async with hermes.run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot)
        assert "m merge" in screen.hint().plain
        await press(pilot, "U")
        assert screen.hint().plain == " m two again   U pairs   u undo   ? help"
        await press(pilot, "U")
        assert "m merge" in screen.hint().plain


async def test_a_search_that_was_stopped_does_not_say_that_there_are_none(hermes: HermesApp) -> None:
    async with hermes.run_test(size=(120, 30)) as pilot:
        await pilot.pause()
        screen = DuplicatesScreen(hermes.session)
        screen.stopping.clear = screen.stopping.set  # type: ignore[method-assign]
        await hermes.push_screen(screen)
        await press(pilot)
        assert not screen.searching
        assert "Nothing was compared" in screen.rows.empty.plain
        assert "No likely" not in screen.rows.empty.plain
