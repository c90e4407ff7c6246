"""A rep fills a form without the mouse, and loses nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from widgets.form import Field, FormScreen
from widgets.pick_line import PickLine

Press = Callable[..., Awaitable[None]]

FIELDS = [
    Field("company", "Company [/]", "[b]Acme[/b] 漢字", check=lambda text: None if text.strip() else "needs a name"),
    Field("mood", "Mood", "neutral", "choice", choices=["positive", "neutral", ("negative", "not amused")]),
    Field("due", "Due", "", "date", help="YYYY-MM-DD [/]"),
    Field("value", "Value", "1,200", "number"),
    Field("role", "Role", "", suggestions=["Champion", "Decision maker"]),
    Field("notes", "Notes", "first\nsecond", "multiline"),
    Field("source", "Source", "web"),
]


class FormApp(App[None]):
    def __init__(self, fields: list[Field] = FIELDS) -> None:
        super().__init__()
        self.fields = fields
        self.results: list[dict[str, str] | None] = []

    def compose(self) -> ComposeResult:
        yield Static(Content("behind"))

    def on_mount(self) -> None:
        self.push_screen(FormScreen(Content("Edit [/]"), self.fields), self.results.append)

    def screen_text(self) -> str:
        return "\n".join(str(each.content) for each in self.screen.query(Static) if each.display)


async def test_saving_gives_only_what_was_changed(press: Press):
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("!", "enter", "n", "enter")
        await press(pilot, *"2026-01-31")
        await pilot.press("ctrl+s")
        assert app.results == [{"company": "[b]Acme[/b] 漢字!", "mood": "negative", "due": "2026-01-31"}]


async def test_enter_walks_the_fields_and_saves_on_the_last():
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["enter"] * 5)
        assert isinstance(app.focused, TextArea)
        await pilot.press("enter", "x", "tab", "!", "enter")
        assert app.results == [{"notes": "first\nsecond\nx", "source": "web!"}]


async def test_what_is_wrong_is_said_under_its_field_and_the_text_stays(press: Press):
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "tab")
        await press(pilot, *"31 Jan")
        await pilot.press("enter")
        assert "✗ not a date: YYYY-MM-DD" in app.screen_text()
        assert isinstance(app.focused, Input)
        assert app.focused.value == "31 Jan"
        await pilot.press("tab", "x", "ctrl+s")
        assert "✗ not a number" in app.screen_text()
        assert app.focused.value == "31 Jan"
        app.focused.value = "2026-01-31"
        await pilot.pause()
        assert "not a date" not in app.screen_text()
        assert app.results == []


async def test_escape_leaves_at_once_where_nothing_was_typed():
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        assert app.results == [None]


@pytest.mark.parametrize("cancel", ["escape", "ctrl+c"])
async def test_escape_asks_once_where_something_was_typed(cancel: str):
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", cancel)
        assert "Esc again drops" in app.screen_text()
        await pilot.press("y")
        assert "Esc again drops" not in app.screen_text()
        assert app.screen.query(Input).first().value.endswith("xy")
        await pilot.press(cancel, cancel)
        assert app.results == [None]


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_every_field_can_be_reached_in_a_small_window(size: tuple[int, int]):
    app = FormApp()
    async with app.run_test(size=size) as pilot:
        for _ in FIELDS:
            focused = app.focused
            assert focused is not None
            assert app.screen.find_widget(focused).visible_region.height > 0, focused
            await pilot.press("tab")
            await pilot.pause()
        assert "save" in app.screen_text()
        assert app.screen.find_widget(app.screen.query_one("#form--foot")).visible_region.height > 0


async def test_a_choice_turns_by_arrows_and_jumps_by_letter():
    app = FormApp([Field("stage", "Stage", "odd one", "choice", choices=["new", "won", "lost"])])
    async with app.run_test(size=(80, 24)) as pilot:
        pick = app.screen.query_one(PickLine)
        seen = [pick.value]
        for key in ("right", "right", "left", "l", "space", "z"):
            await pilot.press(key)
            seen.append(pick.value)
        assert seen == ["odd one", "new", "won", "new", "lost", "new", "new"]
        await pilot.press("enter")
        assert app.results == [{"stage": "new"}]


async def test_a_paste_of_several_lines_stays_whole_in_a_multiline_field():
    app = FormApp([Field("notes", "Notes", "", "multiline")])
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("[/]\n漢字\n"))
        await pilot.pause()
        await pilot.press("ctrl+s")
        assert app.results == [{"notes": "[/]\n漢字\n"}]
