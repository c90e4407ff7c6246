"""A rep writes in an editor that colours what it knows and underlines what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region

from widgets.code_area import CodeArea, Piece

_MARK = re.compile(r"<[^>\n]*>")


def marks(text: str) -> list[Piece]:
    """`<anything>` is a mark."""
    return [
        Piece(number, found.start(), found.end(), "mark")
        for number, line in enumerate(text.split("\n"))
        for found in _MARK.finditer(line)
    ]


class Desk(App[None]):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.area = CodeArea(text, pieces=marks, styles={"mark": "bold"}, typed=self._heard)

    def _heard(self) -> None:
        self.heard.append(self.area.text)

    def compose(self) -> ComposeResult:
        yield self.area

    def on_mount(self) -> None:
        self.area.focus()
        self.area.cursor_blink = False


def letters(area: CodeArea, y: int, wanted: Callable[[Segment], object]) -> str:
    """The letters of a painted line whose segment is as wanted."""
    return "".join(each.text for each in area.render_line(y) if wanted(each)).strip()


def bold(segment: Segment) -> object:
    return segment.style is not None and segment.style.bold


def underlined(segment: Segment) -> object:
    return segment.style is not None and segment.style.underline


async def test_what_is_known_is_coloured_also_after_wide_letters():
    app = Desk("漢字 <ä> b\nplain <two>")
    async with app.run_test(size=(40, 6)):
        assert letters(app.area, 0, bold) == "<ä>"
        assert letters(app.area, 1, bold) == "<two>"


async def test_colours_follow_each_key_and_who_listens_hears_it_at_once(press: Callable[..., Any]):
    app = Desk("see <a> b")
    async with app.run_test(size=(40, 6)) as pilot:
        app.area.move_cursor((0, 9))
        await press(pilot, "<", "x", ">")
        assert letters(app.area, 0, bold) == "<a><x>"
        assert app.heard == ["see <a> b<", "see <a> b<x", "see <a> b<x>"]
        await press(pilot, "ctrl+z")
        assert letters(app.area, 0, bold) == "<a>"
        await press(pilot, "ctrl+r")
        assert app.area.text == "see <a> b<x>"


async def test_what_is_wrong_is_underlined_at_its_place_and_at_a_lines_end_on_its_last_letter():
    app = Desk("one two\nthree")
    async with app.run_test(size=(40, 6)):
        app.area.underline([Piece(0, 4, 7, ""), Piece(1, 5, 6, ""), Piece(9, 0, 1, "")])
        assert letters(app.area, 0, underlined) == "two"
        assert letters(app.area, 1, underlined) == "e"
        app.area.underline([])
        assert letters(app.area, 0, underlined) == ""


async def test_a_key_paints_its_line_and_no_other(press: Callable[..., Any], monkeypatch: pytest.MonkeyPatch):
    app = Desk("\n".join(f"line {number}" for number in range(30)))
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "a")
        painted: list[Region] = []

        def refresh(*regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> CodeArea:
            painted.extend(regions or [Region(0, 0, 40, 20)])
            assert not layout
            return app.area

        monkeypatch.setattr(app.area, "refresh", refresh)
        await press(pilot, "b")
        assert {(region.y, region.height) for region in painted} == {(0, 1)}


async def test_a_text_that_outgrows_the_window_can_be_scrolled(press: Callable[..., Any]):
    app = Desk("")
    async with app.run_test(size=(40, 6)) as pilot:
        await press(pilot, *["enter"] * 12, "x")
        assert app.area.virtual_size.height == 13
        assert app.area.scroll_y == 7
        await press(pilot, *["backspace"] * 13)
        assert (app.area.virtual_size.height, app.area.scroll_y) == (1, 0)


@given(st.lists(st.sampled_from("a<>漢\n é"), min_size=1, max_size=30), st.data())
@settings(max_examples=15)
async def test_what_is_on_the_screen_is_what_is_in_the_text(keys: list[str], data: st.DataObject):
    app = Desk("begin\nhere <x>")
    async with app.run_test(size=(12, 5)) as pilot:
        for key in keys:
            name = "enter" if key == "\n" else key
            app.post_message(events.Key(name, None if key == "\n" else key))
            if data.draw(st.booleans()):
                app.post_message(events.Key("left", None))
        await pilot.pause()
        await pilot.pause()
        painted = [[segment.text for segment in app.area.render_line(y)] for y in range(5)]
        app.area._line_cache.clear()
        assert painted == [[segment.text for segment in app.area.render_line(y)] for y in range(5)]
        shown = [app.area._look(y) for y in range(round(app.area.scroll_y), round(app.area.scroll_y) + 5)]
        assert app.area._shown == shown


@pytest.mark.parametrize("keys", [["enter"] * 30, ["x", "enter", "backspace", "backspace"] * 5, ["ctrl+k"] * 40])
async def test_the_scrollbar_painted_by_its_ends_is_the_one_painted_whole(press: Callable[..., Any], keys: list[str]):
    app = Desk("\n".join(f"line {number}" for number in range(60)))
    async with app.run_test(size=(40, 20)) as pilot:
        app.area.move_cursor((9, 3))
        bar = app.area.vertical_scrollbar
        for key in keys:
            await press(pilot, key)
            by_its_ends = [bar._styles_cache._cache[y] for y in range(20)]
            bar.refresh()
            await pilot.pause()
            assert [bar._styles_cache._cache[y] for y in range(20)] == by_its_ends
