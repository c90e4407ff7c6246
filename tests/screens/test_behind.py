"""A number is opened: its leads with what each counts for, worked on in place, and the number follows."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from hermes_tui.app import HermesApp
from hermes_tui.metrics.sections import BY_KEY
from hermes_tui.metrics.tables import Behind, Column, Number, Table, behind_rows, made_of
from hermes_tui.screens import behind as behind_module
from hermes_tui.screens.behind import BehindScreen, open_behind
from hermes_tui.screens.dashboard.period import Question
from hermes_tui.screens.explain import ExplainScreen, explain
from hermes_tui.screens.figure import written
from hermes_tui.screens.help import HelpScreen
from hermes_tui.screens.lead.page import LeadScreen
from storage.database import Database
from tests.screens.hands import painted, press, says, text_of, worked

HOSTILE = "[/] <b>\u202e漢字"


@pytest.fixture(scope="session")
def demo_bytes(small_demo_bytes: bytes) -> bytes:
    """A small year of work is enough here."""
    return small_demo_bytes


def made(rows: tuple[tuple[str, str, Behind], ...], name: str = "kpis") -> Table:
    """A table of one column of numbers, counted by SQL of the test's own."""
    numbers = tuple((row, Number(1, shown, f"What {row} means.", behind)) for row, shown, behind in rows)
    return Table(name, "Figures", (Column("", "name", False), Column("Now", "now")), numbers)


async def opened(pilot: Pilot[Any], key: str, row: str, column: str = "", **asked: Any) -> BehindScreen:
    """The leads behind the number of this section, row and column (else the first that has any)."""
    app = pilot.app
    assert isinstance(app, HermesApp)
    await pilot.pause()
    ask = partial(Question(**asked).asked, app.session)
    table = BY_KEY[key].read(app.session.database, ask())
    found = next(
        cell
        for line in table.rows
        for head, cell in zip(table.columns, line, strict=True)
        if isinstance(cell, Number) and row in (str(line[0]), "") and column in (head.head, "") and cell.behind
    )
    open_behind(app, table, found, ask)
    return await shown(pilot)


async def shown(pilot: Pilot[Any]) -> BehindScreen:
    await pilot.pause()
    await pilot.pause()
    page = pilot.app.screen
    assert isinstance(page, BehindScreen)
    return page


def line(page: BehindScreen, name: str) -> str:
    return str(page.query_one(f"#behind-{name}", Static).content)


@pytest.mark.parametrize(("key", "row"), [("kpis", "Open value"), ("funnel", ""), ("stage_times", ""), ("sources", "")])
async def test_the_list_holds_just_the_leads_that_make_the_number(app: HermesApp, key: str, row: str) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, key, row, period="365d")
        number = page.figure.number
        assert number.behind is not None
        amounts = behind_rows(app.session.database, number.behind)
        listed = [page.rows.row(at) for at in range(page.rows.total)]
        assert [(each.id, each.amount) for each in listed if each] == amounts
        assert made_of([amount for _, amount in amounts], number.behind.how) == pytest.approx(number.value)
        assert number.shown in line(page, "head")
        assert f"{len({lead for lead, _ in amounts}):,} lead" in line(page, "foot")
        assert number.definition[:40] in text_of(page.query_one("#behind-meaning"))


async def test_a_lost_deal_leaves_the_open_value_and_undo_brings_it_back(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, "kpis", "Open value")
        before, number = page.rows.total, page.figure.number
        first, second = page.rows.row(0), page.rows.row(1)
        assert first is not None
        assert second is not None
        await press(pilot, "x", "1")
        assert page.rows.total == before - 1
        assert page.rows.current is not None
        assert page.rows.current.id == second.id  # the next lead comes under the cursor
        assert page.figure.number.value == (number.value or 0) - first.amount
        assert page.figure.number.shown in line(page, "head")
        await press(pilot, "u")
        assert page.rows.total == before
        assert page.rows.current is not None
        assert page.rows.current.id == first.id
        assert page.figure.number.shown == number.shown


async def test_enter_opens_the_lead_and_the_way_back_lands_on_it(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, "kpis", "Open value")
        await press(pilot, "j", "j", "enter")
        there = app.screen
        assert isinstance(there, LeadScreen)
        assert page.rows.current is not None
        assert there.lead_id == page.rows.current.id
        await press(pilot, "right_square_bracket", "q")
        assert app.screen is page
        assert page.rows.index == 3  # the lead that the page had walked on to


async def test_a_lead_that_counts_twice_stands_there_twice_and_is_done_once(app: HermesApp, demo: Database) -> None:
    sql = "SELECT id, 2 FROM lead WHERE id <= 3 UNION ALL SELECT id, 5 FROM lead WHERE id = 1 AND :at = :at"
    table = made((("touches", "11", Behind(sql, {"at": 0}, "sum", "touches")),))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        open_behind(app, table, table.rows[0][1])  # type: ignore[arg-type]
        page = await shown(pilot)
        assert [page.rows.row(at).id for at in range(4)] == [1, 2, 3, 1]  # type: ignore[union-attr]
        assert "3 leads, counted 4 times · together 11 touches" in line(page, "foot")
        await press(pilot, "space")
        assert "1 marked" in line(page, "head")
        notes = demo.value("SELECT COUNT(*) FROM note")
        await press(pilot, "i", "h", "i", "enter")
        assert demo.value("SELECT COUNT(*) FROM note") == notes + 1


async def test_a_lead_that_is_gone_is_told_and_nothing_is_done_to_it(app: HermesApp) -> None:
    table = made((("then", "2", Behind("SELECT 9999, 1 UNION ALL SELECT 1, 1", {})),))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        open_behind(app, table, table.rows[0][1])  # type: ignore[arg-type]
        page = await shown(pilot)
        assert "#9999 is no longer" in painted(app)
        await press(pilot, "enter", "x")
        assert app.screen is page
        assert "No lead here" in says(app)


async def test_a_filter_lists_some_of_them_and_the_foot_says_of_how_many(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, "kpis", "Open value")
        of = page.rows.total
        page.set_filter("value>20000")
        await pilot.pause()
        assert 0 < page.rows.total < of
        assert f"of {of} lines" in line(page, "foot")
        assert "value>20000" in line(page, "head")
        page.set_filter("nobody-is-called-so")
        await pilot.pause()
        assert "None of them is like that" in painted(app)
        await press(pilot, "escape")
        assert page.rows.total == of


async def test_a_day_in_the_past_is_said_loudly(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, "kpis", "Open value", as_of="2026-05-01", period="90d")
        assert "AS IT WAS ON Fri 1 May 2026" in line(page, "head")


async def test_a_number_that_is_no_more_says_so(app: HermesApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, "kpis", "Open value")
        monkeypatch.setattr(type(BY_KEY["kpis"]), "read", lambda *_: Table("kpis", "Figures", (), ()))
        page.reload()
        await pilot.pause()
        assert "no longer there" in painted(app)
        await press(pilot, "enter", "j", "t")
        assert app.is_running


async def test_many_leads_are_read_in_a_thread_and_the_frame_stands(
    app: HermesApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind_module, "READ_AT_ONCE", 0)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot, "kpis", "Open value")
        await worked(app)
        await pilot.pause()
        total = page.rows.total
        assert total
        await press(pilot, "x", "1")
        await worked(app)
        await pilot.pause()
        assert page.rows.total == total - 1
        await press(pilot, "q")  # nothing is painted on a screen that was left
        await worked(app)
        assert app.is_running


async def test_hostile_names_are_shown_as_they_are(app: HermesApp, demo: Database) -> None:
    demo.connection().execute("UPDATE lead SET company = ?, title = ? WHERE id = 1", (HOSTILE, HOSTILE))
    table = made(((HOSTILE, HOSTILE, Behind("SELECT 1, 3.25", {}, "mean", "days")),))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        open_behind(app, table, table.rows[0][1])  # type: ignore[arg-type]
        await shown(pilot)
        text = painted(app)
        assert "[/] <b>" in text
        assert "\u202e" not in text
        await press(pilot, "question_mark")
        assert isinstance(app.screen, ExplainScreen)
        assert "[/] <b>" in painted(app)


async def test_a_number_that_counts_no_leads_says_so_and_stays(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        here = app.screen
        number = Number(None, "–", "There is none.")
        open_behind(app, Table("kpis", "", (Column("", "now"),), ((number,),)), number)
        await pilot.pause()
        assert app.screen is here
        assert "No leads are counted in –" in says(app)


@pytest.mark.parametrize(
    ("amount", "behind", "says"),
    [
        (400_000, Behind("", {}, "sum", "money", "EUR"), "4,000 EUR"), (None, Behind("", {}), "–"),
        (1, Behind("", {}, "mean", "share"), "yes"), (0, Behind("", {}, "mean", "share"), "no"),
        (0.405, Behind("", {}, "mean", "share"), "40.5 %"), (12.5, Behind("", {}, "median", "days"), "12.5"),
        (1200, Behind("", {}, "sum", "touches"), "1,200"),
    ],
)  # fmt: skip
def test_amounts_are_written_in_their_unit(amount: float | None, behind: Behind, says: str) -> None:
    assert written(amount, behind) == says


# -- what it is ------------------------------------------------------------------------------------------


async def test_what_a_number_is_its_inputs_its_interval_and_what_it_was(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, "kpis", "Win rate", period="180d")
        number = page.figure.number
        await press(pilot, "question_mark")
        await worked(app)
        await pilot.pause()
        text = " ".join(painted(app).split())
        assert isinstance(app.screen, ExplainScreen)
        assert number.definition in text
        for name, value in number.inputs:
            assert f"{name} {value}" in text
        assert "●" in text
        assert f"of {number.rate.n}; as sure as 95 %" in text  # type: ignore[union-attr]
        assert number.note not in text  # it says the same
        assert "in the period before this one" in text
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, "escape")
        assert app.screen is page


async def test_from_what_it_is_enter_goes_to_the_leads(app: HermesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        table = made((("A", "3", Behind("SELECT id, 1 FROM lead WHERE id <= 3", {})),))
        explain(app, table, table.rows[0][1])  # type: ignore[arg-type]
        await press(pilot, "enter")
        page = await shown(pilot)
        assert page.rows.total == 3
        await press(pilot, "question_mark", "enter")
        assert app.screen is page  # they stood there already: not once more on top of themselves
        await press(pilot, "question_mark", "q", "q")
        assert app.screen is app.here
        assert not isinstance(app.screen, BehindScreen)
