"""`?` shows a rep every key that works where they stand, and does what they choose."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.help import HelpRow, HelpScreen, headed, matching, rows_for
from hermes_tui.screens.mail.screen import MailScreen
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.session import Session
from storage.database import Database
from widgets.pick_screen import PickScreen


@pytest.fixture(scope="session")
def demo_bytes(small_demo_bytes: bytes) -> bytes:
    """A small year of work is enough here."""
    return small_demo_bytes


def app_on(database: Database, **settings: object) -> HermesApp:
    return HermesApp(Session(database, Settings(**settings)))  # type: ignore[arg-type]


def row_of(rows: list[HelpRow], label: str) -> HelpRow:
    return next(row for row in rows if row.label == label)


async def test_the_help_lists_the_verbs_first_and_what_works_everywhere_too(demo: Database) -> None:
    app = app_on(demo)
    async with app.run_test(size=(120, 40)):
        groups = list(dict.fromkeys(row.group for row in rows_for(app.here)))
    assert groups == ["On a lead", "Queue", "Lists", "Everywhere", "Commands", "In a filter"]


async def test_the_help_shows_the_keys_of_the_reps_own_keymap(demo: Database) -> None:
    app = app_on(demo, preset="gmail", keys={"verb.touch": "T"})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        rows = rows_for(app.here)
    assert row_of(rows, "archive").keys == ("e",)
    assert row_of(rows, "touch").keys == ("T",)


async def test_a_screen_that_has_no_list_of_views_does_not_promise_them(demo: Database) -> None:
    app = app_on(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("6")
        await pilot.pause()
        labels = {row.label for row in rows_for(app.here)}
    assert "queue" in {label.casefold() for label in labels}
    assert "preview down" not in labels


async def test_typing_narrows_and_enter_does_the_verb_on_the_lead_below(demo: Database) -> None:
    app = app_on(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        lead_id = app.here.targets()[0]  # type: ignore[attr-defined]
        await pilot.press("question_mark", *"arch", "enter")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen)
        stage = demo.value("SELECT name FROM stage JOIN lead ON lead.stage_id = stage.id WHERE lead.id = ?", (lead_id,))
    assert stage == "ARCHIVED"


async def test_enter_on_a_verb_that_asks_opens_its_question(demo: Database) -> None:
    app = app_on(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark", *"objection", "enter")
        await pilot.pause()
        assert app.here.strip.asking


async def test_arrows_choose_another_row_while_one_types(demo: Database) -> None:
    app = app_on(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        before = demo.value("SELECT COUNT(*) FROM objection WHERE kind = 'BUDGET'")
        await pilot.press("question_mark", *"note", "down", "enter")  # past "note" to "objection"
        await pilot.pause()
        await pilot.press("1")
        assert demo.value("SELECT COUNT(*) FROM objection WHERE kind = 'BUDGET'") == before + 1


async def test_q_closes_an_empty_search_and_is_typed_into_another(demo: Database) -> None:
    app = app_on(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark", "q")
        assert isinstance(app.screen, QueueScreen)
        await pilot.press("question_mark", *"eq")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert app.screen._search.value == "eq"
        await pilot.press("escape")
        assert isinstance(app.screen, QueueScreen)


async def test_global_keys_sleep_under_the_help(demo: Database) -> None:
    app = app_on(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark", "2")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert app.current_mode == "queue"


async def test_a_filter_word_begins_a_filter(demo: Database) -> None:
    app = app_on(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark", *"+stale", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.here, QueueScreen)
        assert app.here.filter_text == "+stale"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_the_whole_help_of_a_row_can_be_read_at_any_size(demo: Database, size: tuple[int, int]) -> None:
    app = app_on(demo)
    async with app.run_test(size=size) as pilot:
        await pilot.press("question_mark", *"voicemail")
        await pilot.pause()
        foot = app.screen.query_one("#help-foot", Static)
        assert "Log a call, mail, meeting" in str(foot.content)
        assert app.screen.query_one("#help-rows").size.height >= 1


def row(keys: tuple[str, ...], label: str, text: str = "", group: str = "Lists") -> HelpRow:
    return HelpRow(group, keys, label, text, lambda: None)


def test_the_key_itself_comes_first_capital_or_not() -> None:
    rows = [row(("n",), "next"), row(("G",), "last"), row(("g",), "first", "go"), row(("x",), "g is in it")]
    assert [found.label for found in matching(rows, "g")][:2] == ["first", "g is in it"]
    assert matching(rows, "G")[0].label == "last"


def test_every_word_must_be_there() -> None:
    rows = [row(("t",), "touch", "Log a call"), row(("c",), "create", "Add a lead")]
    assert [found.label for found in matching(rows, "log call")] == ["touch"]
    assert matching(rows, "log lead") == []


def test_a_group_is_named_where_it_begins() -> None:
    rows = [row(("a",), "one"), row(("b",), "two"), row(("c",), "three", group="Queue")]
    assert [found.heads for found in headed(rows)] == [True, False, True]


async def test_hints_help_and_sentences_of_mail_and_templates_follow_the_reps_own_keys(demo: Database) -> None:
    own = {
        "verb.template": "T", "letter.write": "w", "letter.drop": "x", "templates.new": "N", "template.insert": "f8",
        "mail.edit": "W", "go.mail": "M",
    }  # fmt: skip
    app = app_on(demo, preset="gmail", keys=own, name="Sam", email="sam@northbeam.example")

    async def here_says(label: str, key: str) -> None:
        await pilot.pause()
        assert row_of(rows_for(app.here), label).keys == (key,)
        assert f"{key} {label}" in app.here.hint().plain

    async with app.run_test(size=(150, 40)) as pilot:
        await pilot.press("T", "0")
        await here_says("edit", "w")
        await here_says("drop", "x")
        assert "yet: w writes" in str(app.here.query_one("#letter--says", Static).content)
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("4")
        await here_says("new", "N")
        await pilot.press("e")
        await pilot.pause()
        assert "F8 lists them" in str(app.here.query_one("#editor-faults", Static).content)
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, PickScreen)
        await pilot.press("escape", "escape", "M")
        await pilot.pause()
        assert isinstance(app.here, MailScreen)
        assert row_of(rows_for(app.here), "edit").keys == ("W",)
