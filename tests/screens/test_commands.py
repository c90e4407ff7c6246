"""`:` and a few words do what a rep means, or say what is wrong before anything is done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from hermes_tui.actions.leads import add_lead
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.commands import LINES, completions, run, wrong
from hermes_tui.screens.import_paths import paths_from
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.session import Session
from storage.database import Database
from storage.journal import history
from tests.screens.hands import worked


@pytest.fixture(scope="session")
def demo_bytes(small_demo_bytes: bytes) -> bytes:
    """A small year of work is enough here."""
    return small_demo_bytes


def queue(app: HermesApp) -> QueueScreen:
    assert isinstance(app.here, QueueScreen)
    return app.here


async def typed(pilot: Pilot[int], words: str) -> None:
    """Type a command: the line is filled at once, as `press` takes its time."""
    app = pilot.app
    assert isinstance(app, HermesApp)
    await pilot.press("colon")
    app.here.strip.query_one(Input).value = words
    await pilot.press("enter")
    await pilot.pause()


def lead(database: Database, lead_id: int, column: str) -> object:
    return database.value(f"SELECT {column} FROM lead WHERE id = ?", (lead_id,))


async def test_a_stage_is_named_by_its_beginning_and_undone_by_one_key(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        target = queue(app).targets()[0]
        before = lead(demo, target, "stage_id")
        await typed(pilot, "stage nego")
        assert demo.value("SELECT name FROM stage WHERE id = ?", (lead(demo, target, "stage_id"),)) == "NEGOTIATING"
        await pilot.press("u")
        assert lead(demo, target, "stage_id") == before


async def test_verbs_act_on_the_marked_leads_as_one_action(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        queue(app).rows.mark_keys([1, 2, 3])
        last = max((line.id for line in history(demo, 1)), default=0)
        await typed(pilot, "tag urgent, -nothing")
        named = "SELECT COUNT(*) FROM lead_tag JOIN tag ON tag.id = tag_id WHERE tag.name = 'urgent'"
        assert demo.value(named) >= 3
        assert len([line for line in history(demo, 10) if line.id > last]) == 1


async def test_a_tag_is_added_to_those_there_are_and_taken_away_by_a_minus(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)):
        here = queue(app)
        target = here.targets()[0]
        run(here, "tag one, two")
        here.perform(lambda ids: _no_change(demo, ids))
        names = "SELECT name FROM tag JOIN lead_tag ON tag.id = tag_id WHERE lead_id = ?"
        first = {name for (name,) in demo.rows(names, (target,))}
        here.rows.mark_keys([target])
        run(here, "tag -one, three")
        second = {name for (name,) in demo.rows(names, (target,))}
    assert {"one", "two"} <= first
    assert second == first - {"one"} | {"three"}


def _no_change(database: Database, lead_ids: object) -> object:
    from hermes_tui.actions.outcome import Outcome

    return Outcome(0, (), "nothing")


SETS = [
    ("set value=24k", "value", 2_400_000),
    ("set company=Ünï [/] & Söhne = Co", "company", "Ünï [/] & Söhne = Co"),
    ("set deadline=2026-12-03", "deadline_on", "2026-12-03"),
    ("set stage=won", "is_open", 0),
    ("lose no budget this year", "close_reason", "no budget this year"),
    ("snooze 2026-06-29", "snoozed_until", 1_782_691_200_000),
    ("snooze", "snoozed_until", 1_782_345_600_000),
    ("task fri call Ann", "next_task_on", "2026-06-26"),
]


async def test_what_a_command_sets_stands_on_the_lead(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)):
        here = queue(app)
        demo.connection().execute("DELETE FROM task")
        still_open = demo.rows("SELECT id FROM lead WHERE is_open = 1")
        for (words, column, value), (target,) in zip(SETS, still_open, strict=False):
            here.rows.clear_marks()
            here.rows.mark_keys([target])
            run(here, words)
            assert lead(demo, target, column) == value, words


async def test_a_touch_keeps_its_words_and_a_note_its_objection(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        target = queue(app).targets()[0]
        queue(app).rows.mark_keys([target])
        await typed(pilot, "touch mail sent the deck")
        queue(app).rows.mark_keys([target])
        await typed(pilot, "note too dear #budget")
        newest = demo.row("SELECT kind, text FROM touch WHERE lead_id = ? ORDER BY id DESC LIMIT 1", (target,))
        kind = demo.value("SELECT kind FROM objection WHERE lead_id = ? ORDER BY id DESC LIMIT 1", (target,))
    assert newest == ("email", "sent the deck")
    assert kind == "BUDGET"


async def test_deleting_needs_no_confirmation_because_undo_brings_it_back(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        target = queue(app).targets()[0]
        people = demo.value("SELECT COUNT(*) FROM contact WHERE lead_id = ?", (target,))
        await typed(pilot, "delete")
        assert demo.value("SELECT COUNT(*) FROM lead WHERE id = ?", (target,)) == 0
        await typed(pilot, "undo")
        assert demo.value("SELECT COUNT(*) FROM contact WHERE lead_id = ?", (target,)) == people
        await typed(pilot, "redo")
        assert demo.value("SELECT COUNT(*) FROM lead WHERE id = ?", (target,)) == 0


async def test_a_view_is_saved_gone_to_by_its_beginning_and_removed(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "filter +stale value>1k")
        await typed(pilot, "view save [/] dear ones")
        await typed(pilot, "filter")
        assert queue(app).filter_text == ""
        await typed(pilot, "view [/] d")
        assert queue(app).filter_text == "+stale value>1k"
        await typed(pilot, "view rm [/] dear ones")
        assert demo.value("SELECT COUNT(*) FROM view WHERE name LIKE '%dear%'") == 0


async def test_a_filter_typed_where_there_is_no_list_goes_to_the_leads(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("6")
        await pilot.pause()
        await typed(pilot, "filter +won")
        await pilot.pause(0.2)
        assert app.current_mode == "leads"
        assert getattr(app.here, "filter_text", None) == "+won"


async def test_a_backup_is_written_where_it_was_asked_for(app: HermesApp, tmp_path: Path) -> None:
    place = tmp_path / "copy [b].db"
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, f"backup {place}")
        await worked(app)
        with Database.open(place).transaction() as connection:
            assert connection.execute("SELECT COUNT(*) FROM lead").fetchone()[0] == 40
        await typed(pilot, f"backup {place}")
        await worked(app)
        assert app.is_running


async def test_the_theme_changes_at_once(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "theme hermes-light")
        assert app.theme == "hermes-light"


async def test_q_leaves(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "q")
    assert not app.is_running


REFUSED = [
    ("stagee won", "did you mean :stage?"),
    ("xyzzy", "? lists them"),
    ("stage wom", "did you mean WON?"),
    ("99999", "no lead #99999"),
    ("show twelve", "no lead's number"),
    ("filter heatt>3", "heat"),
    ("view nothing", "no view “nothing”"),
    ("snooze yesterday", "not to come"),
    ("snooze whenever", "no day I know"),
    ("touch telepathy", "the ways are call, email"),
    ("set valu=3", "did you mean `value`?"),
    ("set value", "field=value"),
    ("lose", "say why"),
    ("note", "say the words"),
    ("undo twice", "takes nothing"),
    ("theme hermes-drak", "did you mean `hermes-dark`?"),
    ("import", "say which file"),
    ("import /no/such/file.csv", "There is no file"),
    ("import /dev/null", "no ordinary file"),
    ("import ~nobody-of-that-name/x.csv", "There is no file"),
    ("import " + "x" * 5000, "cannot be read"),
]


async def test_what_cannot_be_done_is_said_on_the_line_and_the_words_stay(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        last = history(demo, 1)
        await typed(pilot, "stagee won")
        for words, says in REFUSED:
            app.here.strip.query_one(Input).value = words
            await pilot.press("enter")
            assert app.here.strip.asking, words
            assert app.here.strip.query_one(Input).value == words
            assert says in (wrong(app.here, words) or ""), words
        assert history(demo, 1) == last


async def test_every_command_refuses_the_naughtiest_strings_or_takes_them_without_falling_over(
    app: HermesApp, shared_data: Path
) -> None:
    strings = json.loads((shared_data / "naughty" / "blns.json").read_text("utf-8"))
    async with app.run_test(size=(120, 40)) as pilot:
        for text in strings:
            for line in LINES:
                if line.name != "import":
                    wrong(app.here, f"{line.name} {text}")
            list(completions(app.here, f"filter {text}"))
            list(completions(app.here, f"import {text}"))
        for text in strings[::90]:
            await typed(pilot, f"note {text}")
            await pilot.press("escape")
        assert app.is_running


async def test_a_number_alone_opens_that_lead(app: HermesApp, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    monkeypatch.setattr(HermesApp, "open_lead", lambda _self, lead_id, _neighbours=(): opened.append(lead_id))
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "12")
        await typed(pilot, "show #7")
    assert opened == [12, 7]


async def test_a_rep_who_is_to_pick_a_lead_picks_by_number(demo: Database) -> None:
    app = HermesApp(Session(demo, Settings()), pick=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "7")
    assert app.return_value == 7


async def test_tab_takes_what_stands_dim_behind_the_cursor(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("colon", *"stage", "space", *"nego")
        await pilot.pause()
        await pilot.press("tab")
        assert app.here.strip.query_one(Input).value == "stage Negotiating"


async def test_what_was_typed_before_is_suggested_first_newest_first(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)):
        here = app.here
        run(here, "filter +won")
        run(here, "filter +lost")
        run(here, "filter +won")
        assert [*completions(here, "filter +")][:2] == ["filter +won", "filter +lost"]


async def test_completions_know_stages_views_tags_fields_and_filters(app: HermesApp, demo: Database) -> None:
    add_lead(demo, {"title": "x", "tags": "zebra"}, 1, Session(demo, Settings()).today())
    async with app.run_test(size=(120, 40)):
        begun = ("sta", "stage n", "tag a, ze", "set val", "filter +sta")
        found = {text: [*completions(app.here, text)] for text in begun}
    assert found["sta"] == ["stage ", "stats "]
    assert found["stage n"] == ["stage New", "stage Negotiating", "stage NEW", "stage NEGOTIATING"]
    assert found["tag a, ze"] == ["tag a, zebra"]
    assert found["set val"] == ["set value="]
    assert found["filter +sta"] == ["filter +stale"]


def test_paths_complete_to_tables_then_folders(tmp_path: Path) -> None:
    for name in ("sales.csv", "sales.xlsx", "Salary.csv", ".sales.csv", "sal\x1b[31m.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / "sales 2026").mkdir()
    assert [*paths_from(f"{tmp_path}/sal")] == [f"{tmp_path}/sales.csv", f"{tmp_path}/sales 2026/"]
    assert [*paths_from(f"{tmp_path}/none/of/it")] == []
    assert [*paths_from("\x00")] == []


async def test_a_buying_signal_is_recorded_with_its_words(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        target = queue(app).targets()[0]
        assert (wrong(queue(app), "signal pricng") or "").startswith(
            "There is no signal `pricng`; did you mean `pricing`?"
        )
        assert "signal pricing" in completions(queue(app), "signal p")
        await typed(pilot, "signal quote sent by phone")
    newest = demo.row("SELECT lead_id, kind, state, evidence FROM signal ORDER BY id DESC LIMIT 1")
    assert newest == (target, "proposal_request", "confirmed", "sent by phone")
