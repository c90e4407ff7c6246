"""A rep finds a field among forty by a few letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.content import Content
from textual.widgets import Static

from widgets.pick_screen import Pick, PickScreen

FIELDS = [
    Pick("lead.title", "lead.title", "ERP rollout", "what the lead is about"),
    Pick("contact.first_name", "contact.first_name", "nothing here", "the first name", faint=True),
    Pick("lead.company", "lead.company", "[/] Acme \x1b]0;x\x07", "the firm"),
]


class Desk(App[None]):
    took: list[str | None]

    def on_mount(self) -> None:
        self.took = []
        self.push_screen(PickScreen(Content("Insert a field"), FIELDS, takes="inserts it"), self.took.append)

    def painted(self) -> str:
        rows = self.screen.query_one("#pick--rows")
        return "\n".join(rows.render_line(y).text.rstrip() for y in range(rows.size.height))


async def test_letters_narrow_the_list_and_enter_takes_the_row(press: Callable[..., Any]):
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "lead.title" in app.painted()
        await press(pilot, *"firm")
        assert app.painted().split()[1] == "lead.company"
        assert "the firm" in str(app.screen.query_one("#pick--foot", Static).content)
        await press(pilot, "enter")
        assert app.took == ["lead.company"]


async def test_a_value_is_found_too_and_never_read_as_markup(press: Callable[..., Any]):
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *"acme")
        assert "[/] Acme" in app.painted()
        assert "\x1b" not in app.painted()
        await press(pilot, "escape")
        assert app.took == [None]


async def test_arrows_move_while_one_types_and_letters_that_nothing_has_say_so(press: Callable[..., Any]):
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "up", "down", *"zz")
        assert "Nothing has these letters" in app.painted()
        await press(pilot, "enter")
        assert app.took == []
        await press(pilot, "backspace", "backspace")
        await press(pilot, "down")
        await press(pilot, "enter")
        assert app.took == ["contact.first_name"]


async def test_q_on_an_empty_line_closes(press: Callable[..., Any]):
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "q")
        assert app.took == [None]
