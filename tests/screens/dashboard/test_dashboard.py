"""A rep looks at figures: pages, periods, a filter, a day in the past; every number is reached by keys and opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from hermes_tui.actions.fields import lead_values
from hermes_tui.actions.history import undo
from hermes_tui.actions.stages import move
from hermes_tui.actions.touches import log_touch
from hermes_tui.actions.views import save_view
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.metrics import sections
from hermes_tui.metrics.sections import SECTIONS, Section
from hermes_tui.screens.behind import BehindScreen
from hermes_tui.screens.dashboard.screen import DashboardScreen
from hermes_tui.screens.explain import ExplainScreen
from hermes_tui.screens.help import HelpScreen
from hermes_tui.session import Session
from storage import journal, records
from storage.database import Database
from storage.errors import HermesError
from storage.queries.figures_period import keep_period, kept_period
from tests.screens.hands import painted, press, says, worked
from widgets.number_grid import NumberGrid

NOW = 1_782_118_800_000  # Monday 22 June 2026, 09:00 UTC
DAY = 86_400_000
OVERVIEW = {section.key for section in SECTIONS if section.page == "overview"}


@pytest.fixture
def demo(tmp_path: Path, small_demo_bytes: bytes) -> Iterator[Database]:
    """A fresh copy of a small demo file: what is looked at here does not depend on how many leads there are."""
    path = tmp_path / "work.db"
    path.write_bytes(small_demo_bytes)
    database = Database.open(path)
    yield database
    database.close()


async def arrived(pilot: Pilot[int | None]) -> DashboardScreen:
    """The dashboard once every section of every page has come."""
    app = pilot.app
    assert isinstance(app, HermesApp)
    await worked(app)
    await pilot.pause()
    here = app.here
    assert isinstance(here, DashboardScreen)
    return here


@asynccontextmanager
async def opened(app: HermesApp, size: tuple[int, int] = (120, 40)) -> Any:
    """The dashboard as a rep finds it after pressing 5."""
    async with app.run_test(size=size) as pilot:
        await press(pilot, "5")
        yield pilot, await arrived(pilot)


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, before: bool = False) -> Iterator[list[str]]:
    """The keys of the sections that are read, in order; or those of the window `before`."""
    found: list[str] = []
    real = Section.read

    def read(self: Section, database: Database, asked: Any) -> Any:
        if (asked.at < NOW) == before:
            found.append(self.key)
        return real(self, database, asked)

    with monkeypatch.context() as patch:
        patch.setattr(sections.Section, "read", read)
        yield found


def where(here: DashboardScreen) -> tuple[str | None, Any]:
    """The section and place of the number in hand."""
    view = here.page.in_hand
    return (None, None) if view is None else (view.id, view.cursor)


# -- the frame and its figures ---------------------------------------------------------------------------


async def test_the_frame_stands_before_the_first_figure_and_each_section_fills_in(
    app: HermesApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    go = Event()
    real = Section.read
    monkeypatch.setattr(
        sections.Section, "read", lambda self, database, asked: go.wait(5) and real(self, database, asked)
    )
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "5")
        frame = painted(app)
        for title in ("Overview", "Funnel", "Days in stage", "Week by week", "Sources", "Stuck deals", "last 90 days"):
            assert title in frame
        assert "reading…" in frame
        go.set()
        here = await arrived(pilot)
        assert set(here.tables) == {section.key for section in SECTIONS}
        shown = painted(app)
        assert "reading…" not in shown
        assert "Win rate" in shown
        assert "Negotiating" in shown
        assert "referral" in shown


async def test_what_is_in_sight_is_read_first(app: HermesApp, monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch) as read:
        async with opened(app):
            assert set(read[: len(OVERVIEW)]) == OVERVIEW
            assert len(read) == len(set(read)) == len(SECTIONS)


async def test_an_empty_file_says_so_everywhere_and_nothing_is_not_a_number(database: Database) -> None:
    async with opened(HermesApp(Session(database, Settings()))) as (pilot, here):
        for _ in range(5):
            shown = painted(here.hermes).casefold()
            assert "nan" not in shown.split()
            assert "inf" not in shown.split()
            assert "none" not in shown.split()
            await press(pilot, "tab")


async def test_a_source_named_like_markup_is_shown_as_it_is(database: Database) -> None:
    with journal.action(database, "add", "added", NOW):
        values = lead_values({"title": "[/] [red]", "company": "[/b] \x1b[31m", "source": "[/][link=x]"}, None)  # type: ignore[arg-type]
        lead = records.insert(
            database, "lead", **values, stage_id=1, created_at=NOW - 400 * DAY, updated_at=NOW,
            stage_entered_at=NOW - 400 * DAY, silent_since=NOW - 400 * DAY,
        )  # fmt: skip
        records.insert(database, "stage_event", lead_id=lead, to_stage_id=1, at=NOW - 400 * DAY)
    async with opened(HermesApp(Session(database, Settings()))) as (_, here):
        assert "[/][link=x]" in painted(here.hermes)
        assert "\x1b" not in painted(here.hermes)


async def test_a_section_that_cannot_be_read_says_why_and_the_others_stand(
    app: HermesApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Section.read

    def read(self: Section, database: Database, asked: Any) -> Any:
        if self.key == "sources":
            raise HermesError("The disk went away.")
        return real(self, database, asked)

    monkeypatch.setattr(sections.Section, "read", read)
    async with opened(app) as (_, here):
        shown = painted(here.hermes)
        assert "The disk went away." in shown
        assert "Negotiating" in shown


# -- keys ------------------------------------------------------------------------------------------------


async def test_arrows_walk_over_the_tiles_into_the_panes_and_from_one_to_the_next(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        assert where(here) == ("kpis", (0, 1))
        await press(pilot, "l", "l")
        assert where(here) == ("kpis", (2, 1))
        await press(pilot, "j")
        assert where(here)[0] == "funnel"
        await press(pilot, "l", "l")
        assert where(here)[0] == "stage_times"
        await press(pilot, "G", "down")
        assert where(here)[0] == "sources"
        await press(pilot, "G", "j")
        assert where(here)[0] == "stuck"
        await press(pilot, *"h" * 4)
        assert where(here)[0] == "weeks"
        await press(pilot, *"k" * 5)
        assert where(here)[0] == "funnel"
        await press(pilot, "g", "k")
        assert where(here)[0] == "kpis"
        await press(pilot, "up", "left")
        assert where(here)[0] == "kpis"


@pytest.mark.parametrize("keys", ["jjllj", "jlllljjjjjjjjjjjlkh", "jlllGjlGjlkkkh"])
async def test_a_burst_of_keys_lands_where_they_do_typed_slowly(app: HermesApp, keys: str) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, *keys)
        slowly = where(here)
    again = HermesApp(app.session)
    async with opened(again) as (pilot, here):
        for key in keys:
            again.post_message(events.Key(key, key))
        await press(pilot)
        assert where(here) == slowly


async def test_every_number_of_a_page_is_reached_by_walking(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        for key in ("funnel", "stage_times", "sources", "stuck"):
            view = here.page.views[key]
            assert isinstance(view, NumberGrid)
            view.focus()
            seen = set()
            await press(pilot, "g")
            for row in range(len(view.rows)):
                view.move_to(row, 1)
                for _ in view.columns:
                    seen.add(view.cursor)
                    view.action_go("right")
            numbers = {(r, c) for r, row in enumerate(view.rows) for c, cell in enumerate(row) if cell.opens}
            assert seen == numbers, key


async def test_the_line_below_says_what_the_number_is_how_sure_and_how_it_was(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "l")
        line = painted(here.hermes).splitlines()[-2]
        table = here.tables["kpis"]
        number = next(row[1] for row in table.rows if row[0] == "Win rate")
        assert "Win rate" in line
        assert number.shown in line
        assert number.note in line
        assert "before" in line


async def test_enter_opens_the_leads_behind_and_back_is_the_same_number(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "j", "j", "enter")
        behind = app.screen
        assert isinstance(behind, BehindScreen)
        assert "Qualified" in behind.figure.called
        await press(pilot, "q")
        assert app.screen is here
        assert where(here)[0] == "funnel"


async def test_what_is_said_of_an_opened_number_is_the_same_after_a_verb_that_changes_nothing_of_it(
    app: HermesApp,
) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "j", "j", "enter")
        assert here.tables["funnel"].rows[1][1].change  # type: ignore[union-attr]
        head = painted(app).splitlines()[1]
        await press(pilot, "t", "c")
        await worked(app)
        await pilot.pause()
        assert painted(app).splitlines()[1] == head


async def test_question_mark_explains_the_number_and_f1_lists_the_keys(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "question_mark")
        assert isinstance(app.screen, ExplainScreen)
        await press(pilot, "f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        shown = painted(app)
        assert "Figures of the last 7" in shown
        await press(pilot, "escape")
        assert app.screen is here


async def test_tab_goes_through_the_pages_and_each_keeps_its_place(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "j", "j", "tab")
        assert where(here)[0] == "activity"
        assert "Response times" in painted(app)
        await press(pilot, "tab", "tab", "tab")
        assert where(here)[0] == "changes"
        await press(pilot, "tab")
        assert where(here) == ("funnel", (1, 1))
        await press(pilot, "shift+tab")
        assert where(here)[0] == "changes"


async def test_y_copies_the_whole_table_with_tabs_between(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "j", "y")
        head, first, *_ = app.clipboard.splitlines()
        assert head.split("\t")[:2] == ["Stage", "Entered"]
        assert len(head.split("\t")) == len(here.tables["funnel"].columns)
        assert first.split("\t")[0] == "New"
        assert "Copied Funnel" in says(app)


async def test_space_gives_a_table_the_page_with_all_its_columns_and_takes_it_back(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "j", "j", "l", "space")
        shown = painted(app)
        assert "Still there" in shown
        assert "Skipped" in shown
        assert "Sources" not in shown
        table, number = here.page.number or (None, None)
        assert table is not None
        assert number is not None
        assert "Rate" in painted(app).splitlines()[-2]  # the same number, in its new place
        await press(pilot, "space")
        assert "Sources" in painted(app)
        assert "Skipped" not in painted(app)
        assert where(here)[0] == "funnel"


async def test_a_page_of_one_column_shows_all_of_its_tables_where_they_have_room(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "tab", "tab", "tab")
        shown = painted(app)
        names = [str(row[0]) for row in here.tables["forecast"].rows]
        assert names[0].endswith(", USD")
        assert "Open leads at or past Qualified" in shown
        assert shown.index("In all, USD") < shown.index(names[0].removesuffix(", USD"))
        assert "High" in shown
        others = [name for name in names if not name.endswith(", USD") and not name.startswith("In all")]
        assert others
        assert not any(name in shown for name in others)
        await press(pilot, "j", "space")
        assert all(name in painted(app) for name in others)
        place = where(here)
        assert names[place[1].row].startswith("In all")  # the same number, where it stands now
        await press(pilot, "space")
        assert where(here) == ("forecast", (1, 1))
        await pilot.resize_terminal(80, 24)
        await press(pilot)
        assert "High" not in painted(app)


async def test_no_key_within_a_page_costs_a_pass_over_the_layout(
    app: HermesApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(app) as (pilot, here):
        passes = []
        real = type(here)._refresh_layout
        monkeypatch.setattr(
            type(here), "_refresh_layout", lambda *args, **more: passes.append(1) or real(*args, **more)
        )
        await press(pilot, *"lljjlljjhk")
        assert not passes
        await press(pilot, "tab")
        assert passes


async def test_the_way_to_the_pane_beside_paints_the_numbers_in_hand_and_no_whole_pane(
    app: HermesApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "j", "l")
        assert where(here)[0] == "funnel"
        whole = []
        real = NumberGrid.refresh

        def refresh(self: NumberGrid, *regions: Any, **more: Any) -> Any:
            whole.extend([] if regions else [self.id])
            return real(self, *regions, **more)

        monkeypatch.setattr(NumberGrid, "refresh", refresh)
        await press(pilot, "l")
        assert where(here)[0] == "stage_times"
        assert not whole


# -- what is looked at -----------------------------------------------------------------------------------


async def test_p_changes_the_period_and_the_file_remembers_it(app: HermesApp, demo: Database) -> None:
    async with opened(app) as (pilot, here):
        before = here.tables["funnel"].rows
        await press(pilot, "p", "7")
        await arrived(pilot)
        assert "last 7 days" in painted(app)
        assert here.tables["funnel"].rows != before
        assert here.asked is not None
        assert here.asked.chosen
    assert kept_period(demo) == "7d"
    async with opened(HermesApp(Session(demo, Settings()))) as (_, again):
        assert "last 7 days" in painted(again.hermes)


async def test_a_period_of_ones_own_is_typed_and_a_wrong_one_is_refused_in_a_sentence(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "p", "slash", *"soon", "enter")
        assert "is no day" in painted(app)
        await press(pilot, "escape", "p", "slash", *"april", "escape")
        assert here.period is None
        here.set_period("2026-04-01..2026-04-30")
        await arrived(pilot)
        assert "1 Apr to 30 Apr 2026" in painted(app)
        here.set_period("2026-09-01..")
        assert "is in the future" in says(app)
        assert here.period == "2026-04-01..2026-04-30"


async def test_a_looks_back_from_a_day_and_the_screen_says_so_loudly_until_escape(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "a", *"yesterday", "enter")
        await arrived(pilot)
        assert "AS IT WAS ON Sun 21 Jun 2026" in painted(app)
        assert here.asked is not None
        assert not here.asked.is_now
        await press(pilot, "escape")
        await arrived(pilot)
        assert "AS IT WAS" not in painted(app)
        assert here.asked.is_now


async def test_a_kept_period_that_a_clock_set_back_puts_in_the_future_is_let_go(app: HermesApp, demo: Database) -> None:
    keep_period(demo, "2027-01-01")
    async with opened(app) as (_, here):
        assert here.period is None
        assert here.tables["kpis"].rows
        assert "last 90 days" in painted(app).splitlines()[1]


async def test_a_day_to_come_is_no_day_that_was(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "a", *"2027", "minus", *"01", "minus", *"01", "enter")
        assert "is in the future" in painted(app)
        await press(pilot, "escape")
        assert here.as_of is None


async def test_a_filter_narrows_every_figure_and_escape_lets_go_of_it(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        everything = here.tables["sources"].rows
        await press(pilot, "slash", *"source", "colon", *"referral", "enter")
        await arrived(pilot)
        assert [row[0] for row in here.tables["sources"].rows] == ["referral"]
        assert "source:referral" in painted(app).splitlines()[1]
        await press(pilot, "escape")
        await arrived(pilot)
        assert here.tables["sources"].rows == everything


async def test_brackets_go_through_the_saved_views(app: HermesApp, demo: Database) -> None:
    save_view(demo, "Referrals", "source:referral", NOW)
    async with opened(app) as (pilot, here):
        await press(pilot, "left_square_bracket")
        await arrived(pilot)
        assert here.filter_text == "source:referral"
        assert "View: Referrals" in says(app)


# -- what changes ----------------------------------------------------------------------------------------


async def test_only_what_an_action_touched_is_read_again(app: HermesApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(app) as (pilot, here):
        with counted(monkeypatch) as read:
            here.attempt(lambda: log_touch(here.session.database, [1], "call", NOW))
            here.reload()
            await arrived(pilot)
            assert read == ["kpis"]
            await press(pilot, "tab")  # of other pages when they are turned to
            await arrived(pilot)
            assert read[1:] == ["activity", "outcomes", "response"]
            await press(pilot, "shift+tab", "tab")
            await arrived(pilot)
            assert len(read) == 4


async def test_the_window_before_is_not_read_again_for_what_was_written_after_it(
    app: HermesApp, demo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(app) as (pilot, here):
        change = here.tables["kpis"].rows[1][1].change  # type: ignore[union-attr]
        assert change
        with counted(monkeypatch, before=True) as read:
            here.attempt(lambda: log_touch(demo, [1], "call", NOW))
            here.reload()
            await arrived(pilot)
            assert not read
            assert here.tables["kpis"].rows[1][1].change == change  # type: ignore[union-attr]
            assert here.asked is not None
            log_touch(demo, [1], "call", here.asked.since - DAY)
            here.reload()
            await arrived(pilot)
            await press(pilot, "tab")
            await arrived(pilot)
            assert set(read) == {"kpis", "outcomes", "response"}


async def test_a_move_reads_the_figures_of_now_again_and_none_of_before(
    app: HermesApp, demo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(app) as (pilot, here):
        with counted(monkeypatch) as read, counted(monkeypatch, before=True) as before:
            here.attempt(lambda: move(demo, [1], "CONTACTED", NOW))
            here.reload()
            await arrived(pilot)
            assert {"kpis", "funnel", "stage_times", "weeks", "sources", "stuck"} == set(read)
            assert not before


async def test_what_is_known_of_before_is_what_reading_it_again_would_give(app: HermesApp, demo: Database) -> None:
    async with opened(app) as (pilot, here):
        for act in (
            lambda: log_touch(demo, [1, 2], "call", NOW),
            lambda: move(demo, [1, 3], "CONTACTED", NOW),
            lambda: log_touch(demo, [4], "meeting", NOW - 120 * DAY),
            lambda: undo(demo, NOW),
            lambda: move(demo, [3], "QUALIFIED", NOW),
        ):
            here.attempt(act)
            here.reload()
            for _ in range(5):
                await press(pilot, "tab")
                await arrived(pilot)
            kept = dict(here.tables)
            here.refilter()
            await arrived(pilot)
            for key, table in here.tables.items():
                assert kept[key] == table, key


async def test_undo_here_is_seen_here(app: HermesApp, demo: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    log_touch(demo, [1], "call", NOW)
    async with opened(app) as (pilot, here):
        await press(pilot, "tab")
        before = here.tables["activity"].rows[-1][1]
        with counted(monkeypatch) as read:
            await press(pilot, "u")
            await arrived(pilot)
            assert "activity" in read
            assert "funnel" not in read
        after = here.tables["activity"].rows[-1][1]
        assert after.value == before.value - 1  # type: ignore[union-attr,operator]


async def test_with_a_filter_everything_is_read_again_as_anything_may_hold_now(
    app: HermesApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(app) as (pilot, here):
        here.set_filter("value>1k")
        await arrived(pilot)
        with counted(monkeypatch) as read:
            here.attempt(lambda: log_touch(here.session.database, [1], "call", NOW))
            here.reload()
            await arrived(pilot)
            assert set(read) == OVERVIEW
            for _ in range(4):
                await press(pilot, "tab")
                await arrived(pilot)
            assert len(set(read)) == len(SECTIONS)


async def test_what_another_program_wrote_is_seen_within_a_second(app: HermesApp, demo: Database) -> None:
    async with opened(app) as (pilot, here):
        await press(pilot, "tab")
        other = Database.open(demo.path)
        log_touch(other, [1], "call", NOW)
        other.close()
        before = here.tables["activity"].rows[-1][1]
        app._look()
        await arrived(pilot)
        assert here.tables["activity"].rows[-1][1].value == before.value + 1  # type: ignore[union-attr,operator]


async def test_out_of_sight_nothing_is_read_and_what_was_missing_comes_on_return(
    app: HermesApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    go, real = Event(), Section.read
    monkeypatch.setattr(
        sections.Section, "read", lambda self, database, asked: go.wait(5) and real(self, database, asked)
    )
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "5", "1")
        go.set()
        await worked(app)
        await press(pilot, "5")
        here = await arrived(pilot)
        assert set(here.tables) == {section.key for section in SECTIONS}


async def test_what_was_before_does_not_flicker_while_it_is_read_again(app: HermesApp) -> None:
    async with opened(app) as (pilot, here):
        win = here.tables["funnel"].rows[1][1]
        assert win.change  # type: ignore[union-attr]
        changes = []
        real = here.page.show

        def show(key: str, table: Any) -> None:
            changes.append(table.rows[1][1].change if key == "funnel" else "x")
            real(key, table)

        here.page.show = show  # type: ignore[method-assign]
        here.reload()
        await arrived(pilot)
        assert changes
        assert all(changes)


def test_thin_lines_are_seen_where_a_terminal_has_sixteen_colours(
    app: HermesApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = app.get_css_variables()["panel"]
    monkeypatch.setattr("rich.console.Console.color_system", "truecolor")
    assert app.get_css_variables()["rule"] == panel
    monkeypatch.setattr("rich.console.Console.color_system", "standard")
    assert app.get_css_variables()["rule"] == "ansi_bright_black"


# -- small windows ---------------------------------------------------------------------------------------


async def test_in_a_small_window_the_page_scrolls_to_the_number_in_hand(app: HermesApp) -> None:
    async with opened(app, (80, 24)) as (pilot, here):
        for key in ("funnel", "weeks", "stage_times", "sources", "stuck"):
            here.page.views[key].enter("down")
            await press(pilot, "j", "k")
            view = here.page.views[key]
            assert here.page.region.overlaps(view.region), key
            assert "▌" in painted(app), key
        await press(pilot, "G")
        assert "▌" in painted(app)


async def test_at_80_columns_the_title_line_still_names_every_place_and_no_line_is_cut(app: HermesApp) -> None:
    async with opened(app, (80, 24)) as (_, here):
        lines = painted(here.hermes).splitlines()
        assert "5 Dashboard" in lines[0]
        assert "6 Tasks" in lines[0]
        assert "last 90 days" in lines[1]
