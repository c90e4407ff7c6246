"""A rep types faster than a screen paints; the strip loses nothing, leaks nothing, and gives the place back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.content import Content
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from widgets.questions import ChoiceQuestion
from widgets.strip_prompt import Choice, StripPrompt

CHANNELS = [Choice("c", "call", "call"), Choice("e", "mail", "mail"), Choice("/", "other", "other")]


class Behind(Widget, can_focus=True):
    """What lies behind the strip and has the focus: its own keys must not move while the strip asks."""

    BINDINGS = [Binding("j", "note('j')"), Binding("c", "note('leaked c')"), Binding("q", "note('leaked q')")]

    def action_note(self, what: str) -> None:
        self.app.done.append(what)  # type: ignore[attr-defined]


class StripApp(App[None]):
    BINDINGS = [
        Binding("t", "touch"),
        Binding("i", "write"),
        Binding("s", "snooze"),
        Binding("e", "note('leaked e')"),
        Binding("x", "note('x')"),
    ]

    def __init__(self, deep: int = 1) -> None:
        super().__init__()
        self.deep = deep
        self.done: list[Any] = []

    def compose(self) -> ComposeResult:
        inner: Widget = Behind(id="behind")
        for _ in range(self.deep):
            inner = Container(inner)
        yield Vertical(inner)
        yield StripPrompt(Content("t touch [/]"), id="strip")

    def on_mount(self) -> None:
        self.screen.query_one("#behind").focus()

    @property
    def strip(self) -> StripPrompt:
        return self.screen.query_one(StripPrompt)

    def cancelled(self) -> None:
        self.done.append("cancelled")

    def action_note(self, what: str) -> None:
        self.done.append(what)

    def action_touch(self) -> None:
        self.strip.ask_choice(Content("touch:"), CHANNELS, self.done.append, self.cancelled)

    def action_write(self) -> None:
        self.strip.ask_text(
            Content("note:"),
            "",
            lambda text: self.done.append(text),
            ("budget", "timing"),
            lambda text: "too short" if len(text) < 2 else None,
            self.cancelled,
        )

    def action_snooze(self) -> None:
        self.strip.ask_choice(
            Content("snooze:"),
            [Choice("d", "a day", 1), Choice("/", "date", 0)],
            lambda days: self.done.append(days) if days else self.action_write(),
            self.cancelled,
        )


def keys_of(typed: str) -> list[events.Key]:
    named = {"\r": "enter", "\x1b": "escape", "\x7f": "backspace"}
    return [
        events.Key(named[c], None if c in "\x1b" else c) if c in named else events.Key(_character_to_key(c), c)
        for c in typed
    ]


async def burst(pilot: Pilot[None], typed: str, turns: Sequence[int], answers: int) -> None:
    """Type it with so many turns of the event loop after each key; back when so many answers came, or too late."""
    for number, key in enumerate(keys_of(typed)):
        pilot.app.post_message(key)
        for _ in range(turns[number % len(turns)]):
            await asyncio.sleep(0)
    for _ in range(200):
        if len(pilot.app.done) >= answers:  # type: ignore[attr-defined]
            break
        await asyncio.sleep(0.005)
    await pilot.pause()


BURSTS = {
    "tcte": ["call", "mail"],
    "tctetc": ["call", "mail", "call"],
    "jtcjjtej": ["j", "call", "j", "j", "mail", "j"],
    "ttcx": ["call", "x"],
    "tzzcj": ["call", "j"],
    "tqj": ["cancelled", "j"],
    "t\x1bjtcj": ["cancelled", "j", "call", "j"],
    "t/tcx": ["other", "call", "x"],
    "iabc\rj": ["abc", "j"],
    "iab\x7fc\rtcj": ["ac", "call", "j"],
    "ijcqe\rjx": ["jcqe", "j", "x"],
    "iéż„«漢»\rj": ["éż„«漢»", "j"],
    "iab\x1bjtc": ["cancelled", "j", "call"],
    "ia\rbc\rj": ["abc", "j"],
    "i/-@_+=\\ ~\rj": ["/-@_+=\\ ~", "j"],
    "s/ok\rsdj": ["ok", 1, "j"],
    "iok\riok\rtcj": ["ok", "ok", "call", "j"],
}


RHYTHMS = [(0,), (1,), (2,), (5,), (1, 7), (3, 0, 11)]
"""Turns of the event loop after each key; (0,) types everything at once."""


@pytest.mark.parametrize(("turns", "deep"), [((0,), 0), *((turns, 3) for turns in RHYTHMS)], ids=str)
async def test_fast_keys_are_all_handled_in_order_in_any_rhythm(turns: tuple[int, ...], deep: int):
    app = StripApp(deep)
    async with app.run_test(size=(80, 24)) as pilot:
        for typed, expected in BURSTS.items():
            app.done.clear()
            await burst(pilot, typed, turns, len(expected))
            assert app.done == expected, typed
            assert app.focused is app.screen.query_one("#behind")


def shown(app: StripApp) -> str:
    strip = app.strip
    return "\n".join(
        "".join(child.render_line(y).text for child in strip.children if child.display)
        for y in range(strip.size.height)
    )


async def test_the_strip_says_hint_question_outcome_and_hint_again():
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "t touch [/]" in shown(app)
        await pilot.press("t")
        assert "touch:  c call  e mail  / other" in shown(app)
        await pilot.press("z")
        assert "z is no choice" in shown(app)
        await pilot.press("c")
        app.strip.flash(Content("[/]: call logged. u undo"))
        await pilot.pause()
        assert "[/]: call logged. u undo" in shown(app)
        app.strip.settle()
        await pilot.pause()
        assert "t touch [/]" in shown(app)
        app.strip.flash(Content("gone soon"), seconds=0.05)
        await pilot.pause(0.2)
        assert "t touch [/]" in shown(app)


async def test_a_wrong_text_is_kept_with_the_reason_beside_it():
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "a", "enter")
        assert "too short" in shown(app)
        assert app.screen.query_one(Input).value == "a"
        await pilot.press("b")
        assert "too short" not in shown(app)
        await pilot.press("enter")
        assert app.done == ["ab"]


@pytest.mark.parametrize("turns", [(0,), (1,), (3,), (20,)])
async def test_the_reason_stays_where_text_and_enter_come_in_one_burst(turns: Sequence[int]):
    """A rep typed `:report week.html` and Enter without a pause: what was typed last took the reason away again."""
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, "ia\r", turns, answers=1)
        assert "too short" in shown(app)
        await burst(pilot, "b", turns, answers=1)
        assert "too short" not in shown(app)


async def test_tab_takes_the_suggestion():
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "b", "u")
        await pilot.pause(0.1)
        await pilot.press("tab", "enter", "j")
        assert app.done == ["budget", "j"]


async def test_tab_completes_a_hashtag_at_the_end_of_a_sentence():
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.strip.ask_text(Content("note:"), "", app.done.append, suggestions=["#budget", "#timing"])
        await pilot.press(*"Too Dear #BU")
        await pilot.pause(0.1)
        await pilot.press("tab", "enter")
        assert app.done == ["Too Dear #BUdget"]


async def test_a_bracketed_paste_lands_in_the_line_and_nowhere_else():
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        app.post_message(events.Paste("tcte [/] 漢字"))
        await pilot.pause()
        await pilot.press("enter", "t")
        app.post_message(events.Paste("ccc"))
        await pilot.pause()
        await pilot.press("escape")
        assert app.done == ["tcte [/] 漢字", "cancelled"]


async def test_no_line_of_what_is_pasted_is_lost():
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        app.post_message(events.Paste("Too dear,\r\nsays the board:\nhalf of it?\n"))
        await pilot.pause()
        await pilot.press("enter")
        assert app.done == ["Too dear, says the board: half of it?"]


async def test_choices_too_long_for_the_line_wrap_while_they_are_asked():
    app = StripApp()
    async with app.run_test(size=(40, 12)) as pilot:
        app.strip.ask_choice(Content("touch:"), [Choice(str(n), f"answer {n}", n) for n in range(6)], app.done.append)
        await pilot.pause()
        assert app.strip.size.height == 3
        assert "answer 5" in shown(app)
        await pilot.press("5")
        await pilot.pause()
        assert app.strip.size.height == 1
        assert app.done == [5]


async def test_a_question_longer_than_the_strip_can_be_keeps_its_keys():
    app = StripApp()
    async with app.run_test(size=(40, 12)) as pilot:
        app.strip.ask_choice(Content("what became of the cards " * 20), [Choice("y", "import", 1)], app.done.append)
        await pilot.pause()
        assert app.strip.size.height == 3
        assert "y import" in " ".join(shown(app).split())


async def test_a_sentence_too_long_for_the_line_is_said_whole_until_the_next_key():
    app = StripApp()
    async with app.run_test(size=(40, 12)) as pilot:
        app.strip.flash(Content("The packet is not whole; nothing was imported: ask for it again."))
        await pilot.pause()
        assert app.strip.size.height == 2
        assert "ask for it again." in shown(app)
        app.strip.settle()
        await pilot.pause()
        assert app.strip.size.height == 1


async def test_asking_and_answering_repaint_nothing_but_the_strip():
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t", "c")
        behind = app.screen.query_one("#behind")
        painted: list[int] = []
        render = behind.render_line
        behind.render_line = lambda y: painted.append(y) or render(y)  # type: ignore[method-assign]
        await pilot.press("t", "z", "c")
        assert painted == []
        assert behind.has_focus


async def test_a_click_elsewhere_takes_the_question_back():
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await pilot.click("#behind")
        await pilot.press("j")
        assert app.done == ["cancelled", "j"]


async def test_a_terminal_that_loses_the_focus_keeps_the_question():
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        app.post_message(events.AppBlur())
        await pilot.pause()
        app.post_message(events.AppFocus())
        await pilot.pause()
        await pilot.press("c")
        assert app.done == ["call"]


async def test_a_new_question_takes_the_place_of_an_open_one():
    app = StripApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        app.action_write()
        await pilot.press("o", "k", "enter", "j")
        assert app.done == ["cancelled", "ok", "j"]


async def test_remapped_keys_and_a_removed_widget_do_not_trouble_it():
    app = StripApp()
    app.set_keymap({"list.down": "c"})
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_touch()
        await app.screen.query_one("#behind").remove()
        await pilot.press("c")
        await pilot.pause(1.1)
        assert app.done == ["call"]
        assert not app.strip.asking


@pytest.mark.parametrize("width", [20, 30, 40, 78, 80])
def test_no_line_of_a_question_ends_between_a_key_and_its_label(width: int) -> None:
    labels = ("price", "timing", "competitor", "no need", "no reply", "no decision", "other")
    choices = [Choice(str(number), label) for number, label in enumerate(labels, 1)]
    content = ChoiceQuestion(Content(" lost:"), choices, print, None).content("", width)
    lines = [line.plain.rstrip() for line in content.wrap(width)]
    for choice in choices:
        assert any(f"{choice.key} {choice.label}" in line for line in lines), lines
    assert max(map(len, lines)) <= width
