"""The one registry of keys: what it says is what the screens and widgets do."""

from __future__ import annotations

import pytest
from textual.binding import Binding

from hermes_tui import keymap
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.board import BoardScreen
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.lead.timeline import TimelinePane
from hermes_tui.screens.leads import LeadsScreen
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.screens.tasks import TasksScreen
from hermes_tui.session import Session
from storage.database import Database
from storage.errors import UsageError
from widgets.kanban import Kanban
from widgets.number_view import NumberView
from widgets.paged_list import PagedList

SCREENS = (QueueScreen, BoardScreen, LeadsScreen, LeadScreen, TasksScreen)
SWALLOWED = {"ctrl+h", "ctrl+m", "ctrl+i", "ctrl+a", "ctrl+b", "ctrl+j"}


def bound(owner: type) -> dict[str, Binding]:
    """Every binding of a class and its bases, by id."""
    found: dict[str, Binding] = {}
    for base in reversed(owner.__mro__):
        for binding in getattr(base, "__dict__", {}).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                found[binding.id] = binding
    return found


def test_ids_are_unique_and_every_scope_is_named() -> None:
    ids = [command.id for command in keymap.COMMANDS]
    assert len(ids) == len(set(ids))
    assert {command.where for command in keymap.COMMANDS} <= set(keymap.SCOPES)


def test_each_command_has_words_for_footer_and_help() -> None:
    for command in keymap.COMMANDS:
        assert command.label
        assert command.help
        assert command.keys


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_no_key_means_two_things_on_one_screen(screen: type) -> None:
    taken: dict[str, str] = {}
    for scope in (*screen.scopes, "everywhere"):  # type: ignore[attr-defined]
        for command in keymap.in_scope(scope):
            if scope == "list" and "lead" in screen.scopes:  # type: ignore[attr-defined]
                continue  # the lead page's own [ and ] walk the leads, its lists have no views
            for key in command.keys.split(","):
                assert taken.setdefault(key, command.id) == command.id, f"{key}: {taken[key]} and {command.id}"


def test_the_widgets_bind_what_the_registry_says_of_them() -> None:
    own = {**bound(PagedList), **bound(Kanban), **bound(TimelinePane), **bound(NumberView)}
    for command in keymap.COMMANDS:
        if not command.own:
            assert command.id in own, command.id
            assert own[command.id].key.replace(" ", "") == command.keys, command.id


@pytest.mark.parametrize("owner", [*SCREENS, HermesApp], ids=lambda owner: owner.__name__)
def test_every_binding_leads_to_an_action_that_exists(owner: type) -> None:
    for binding in bound(owner).values():
        name = "action_" + binding.action.split("(")[0]
        assert hasattr(owner, name), f"{owner.__name__} has no {name} for {binding.id}"


def test_no_verb_lives_only_on_a_key_that_terminals_swallow() -> None:
    for command in keymap.COMMANDS:
        assert set(command.keys.split(",")) - SWALLOWED, command.id


def test_the_gmail_preset_and_the_reps_own_keys_take_the_place_of_ours() -> None:
    changed = keymap.overrides("gmail", {"verb.note": "N"})
    assert keymap.keys_of(keymap.BY_ID["verb.archive"], changed) == "e"
    assert keymap.keys_of(keymap.BY_ID["verb.snooze"], changed) == "b"
    assert keymap.keys_of(keymap.BY_ID["verb.note"], changed) == "N"
    assert keymap.keys_of(keymap.BY_ID["verb.touch"], changed) == "t"


def test_a_key_given_to_two_actions_of_one_screen_is_said() -> None:
    assert keymap.clash({}) == ""
    assert keymap.clash(keymap.overrides("gmail", {})) == ""
    assert keymap.clash({"verb.archive": "t"}).startswith("The key `t` is given to both verb.touch and verb.archive")
    assert keymap.clash({"verb.archive": "t", "verb.touch": "a"}) == ""
    for name, key in (("letter.write", "y"), ("mail.postpone", "n"), ("template.save", "f5"), ("templates.copy", "j")):
        assert f"The key `{key}` is given to both" in keymap.clash({name: key}), name


async def test_settings_that_cannot_be_had_are_said_at_the_start(database: Database) -> None:
    app = HermesApp(Session(database, Settings(theme="nosuch", keys={"verb.archive": "t"})))
    async with app.run_test() as pilot:
        for _ in range(50):  # said after the first frame, when that may be on a busy machine
            if len(app._notifications) == 2:
                break
            await pilot.pause(0.1)
        said = " ".join(str(notice.message) for notice in app._notifications)
    assert "no theme `nosuch`" in said
    assert "verb.touch and verb.archive" in said


def test_a_key_for_an_action_nobody_knows_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"verb\.archive"):
        keymap.overrides("hermes", {"verb.archiv": "A"})
