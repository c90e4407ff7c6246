"""A rep reads the preview beside the list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region

from widgets.drawing import one_line
from widgets.text_pane import TextPane, hanging_lines

LONG = "19 Nov ← mail  Ann: what would it cost per year, and does that include the import of our old data?"


class PaneApp(App[None]):
    def compose(self) -> ComposeResult:
        yield TextPane(id="pane")

    @property
    def pane(self) -> TextPane:
        return self.screen.query_one(TextPane)


def pane_lines(pane: TextPane) -> list[str]:
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


def test_a_long_line_hangs_under_the_text_after_its_label():
    lines = [line.plain for line in hanging_lines(Content(LONG), 60)]
    assert lines[0].startswith("19 Nov ← mail  Ann:")
    assert len(lines) == 2
    assert lines[1].startswith(" " * 15)
    assert lines[1][15] != " "


def test_an_indented_line_keeps_its_indent():
    lines = hanging_lines(Content("  - " + "word " * 20), 40)
    assert all(line.plain.startswith("  ") for line in lines)


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.integers(2, 60))
@settings(max_examples=60, deadline=None)
def test_wrapping_loses_no_word_at_any_width_a_wide_character_fits(text: str, width: int):
    text = text.replace("\n", " ")
    joined = "".join(line.plain for line in hanging_lines(Content(text), width))
    assert "".join(joined.split()) == "".join(one_line(Content(text)).plain.split())


@given(st.text(st.characters(codec="ascii"), max_size=200), st.integers(4, 60))
@settings(max_examples=60, deadline=None)
def test_no_wrapped_line_is_wider_than_the_pane(text: str, width: int):
    assert all(line.rstrip().cell_length <= width for line in hanging_lines(Content(text), width))


async def test_the_pane_scrolls_by_lines_and_says_there_is_more():
    app = PaneApp()
    async with app.run_test(size=(40, 12)) as pilot:
        app.pane.show(Content("\n".join(f"line {n} [/] 漢字" for n in range(30))))
        await pilot.pause()
        lines = pane_lines(app.pane)
        assert lines[0] == "line 0 [/] 漢字"
        assert lines[-1].endswith("▼")
        app.pane.scroll_lines(500)
        await pilot.pause()
        lines = pane_lines(app.pane)
        assert lines[0].endswith("▲")
        assert lines[-1] == "line 29 [/] 漢字"
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert pane_lines(app.pane)[-1] == "line 29 [/] 漢字"
        app.pane.scroll_lines(-500)
        assert app.pane.top == 0


async def test_another_text_starts_at_its_top_and_costs_no_layout():
    app = PaneApp()
    async with app.run_test(size=(40, 12)) as pilot:
        app.pane.show(Content("\n".join(map(str, range(30)))))
        app.pane.scroll_lines(9)
        await pilot.pause()
        layouts: list[bool] = []
        refresh = app.pane.refresh
        app.pane.refresh = lambda *r, **k: layouts.append(k.get("layout", False)) or refresh(*r, **k)  # type: ignore
        app.pane.show(Content("other"))
        await pilot.pause()
        assert pane_lines(app.pane)[0] == "other"
        assert layouts
        assert not any(layouts)


async def test_lines_that_changed_are_painted_to_their_end_in_a_pane_wider_than_it_is_high():
    # The words beyond the pane's height in cells stayed as they were: "heat 10: seco" in every preview.
    app = PaneApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.pane.show(Content("\n".join(["before"] * 30)))
        await pilot.pause()
        painted: list[Region] = []
        app.pane.refresh = lambda *regions, **_: painted.extend(regions)  # type: ignore[method-assign]
        app.pane.show(Content("\n".join(["after"] * 30)))
        assert [region.y for region in painted] == list(range(12))
        assert {(region.x, region.width) for region in painted} == {(0, 60)}


async def test_showing_the_same_text_paints_no_more_than_the_edges():
    app = PaneApp()
    async with app.run_test(size=(40, 12)) as pilot:
        text = Content("\n".join(map(str, range(30))))
        app.pane.show(text)
        await pilot.pause()
        drawn: set[int] = set()
        render = app.pane.render_line
        app.pane.render_line = lambda y: drawn.add(y) or render(y)  # type: ignore[method-assign]
        app.pane.show(text)
        await pilot.pause()
        assert drawn <= {0, 11}


async def test_a_pane_painted_before_it_is_told_its_new_width_shows_whole_lines(monkeypatch: pytest.MonkeyPatch):
    app = PaneApp()
    monkeypatch.setattr(TextPane, "on_resize", lambda _self, _event: None)  # it comes late
    async with app.run_test(size=(60, 12)) as pilot:
        app.pane.show(Content("one word after the other until the line is full and must be wrapped " * 3))
        await pilot.pause()
        await pilot.resize_terminal(50, 12)
        await pilot.pause()
        assert not any(line.endswith("…") for line in pane_lines(app.pane))


async def test_hostile_text_stays_inside_the_pane():
    app = PaneApp()
    async with app.run_test(size=(10, 4)):
        app.pane.show(Content("[/] 漢字漢字漢字漢字\x1b[31m\u202e\ttab\n\n[@click=app.quit]x[/]"))
        for y in range(4):
            strip = app.pane.render_line(y)
            assert sum(segment.cell_length for segment in strip) == strip.cell_length == 10
            assert "\x1b" not in strip.text
