"""Fields of a rep's own are filled, shown and changed on screen like any other, each by its kind."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from hermes_tui.actions.custom_fields import add_field
from hermes_tui.actions.leads import add_lead
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.fields import open_fields
from hermes_tui.screens.filter_words import FilterSuggester
from hermes_tui.screens.import_file import ImportScreen
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.lead_form import create_lead, edit_leads
from hermes_tui.session import Session
from storage.database import Database
from storage.queries.custom_fields import custom_fields
from tests.screens.hands import painted, press, says
from widgets.form import FormScreen
from widgets.pick_line import PickLine
from widgets.pick_screen import PickScreen


@pytest.fixture
def session(database: Database, monkeypatch: pytest.MonkeyPatch, now: int) -> Session:
    """Two leads; seats, renewal and plan are declared, zip is not."""
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    session = Session(database, Settings())
    for name, kind, choices in (("seats", "number", ""), ("renewal", "date", ""), ("plan", "", "Gold, silver, [/]")):
        add_field(database, name, now, kind=kind, choices=choices)
    typed = {"title": "ERP", "company": "Acme", "custom.seats": "40", "custom.zip": "0815"}
    add_lead(database, typed, now, session.today())
    add_lead(database, {"title": "CRM", "custom.plan": "silver"}, now, session.today())
    return session


@pytest.fixture
async def pilot(session: Session) -> AsyncIterator[Pilot[int]]:
    app = HermesApp(session)
    async with app.run_test(size=(120, 50)) as pilot:
        yield pilot


def hermes(pilot: Pilot[int]) -> HermesApp:
    assert isinstance(pilot.app, HermesApp)
    return pilot.app


def custom(session: Session, lead: int) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        str(session.database.value("SELECT custom FROM lead WHERE id = ?", (lead,)))
    )  # fmt: skip
    return found


async def fill(pilot: Pilot[int], **typed: str) -> None:
    form = pilot.app.screen
    assert isinstance(form, FormScreen)
    rows = {row.field.label: row for row in form._rows}
    for label, text in typed.items():
        editor = rows[label].editor
        assert isinstance(editor, Input | PickLine)
        editor.value = text
    await press(pilot, "ctrl+s")


def labels(pilot: Pilot[int]) -> list[str]:
    form = pilot.app.screen
    assert isinstance(form, FormScreen)
    return [row.field.label for row in form._rows]


# -- forms -------------------------------------------------------------------------------------------------


async def test_the_form_of_a_lead_has_declared_fields_in_order_then_its_own(
    pilot: Pilot[int], session: Session
) -> None:
    edit_leads(hermes(pilot).here, [1])  # type: ignore[arg-type]
    await pilot.pause()
    assert labels(pilot)[-5:] == ["seats", "renewal", "plan", "zip", "description"]
    await fill(pilot, seats="lots")
    assert "custom.seats is a number, and `lots` is none" in painted(hermes(pilot))
    await fill(pilot, seats="1,200", renewal="fri", plan="Gold", zip="")
    assert custom(session, 1) == {"seats": 1200, "renewal": "2026-06-26", "plan": "Gold"}
    await press(pilot, "u")
    assert custom(session, 1) == {"seats": 40, "zip": "0815"}


async def test_a_new_lead_is_given_them_at_once(pilot: Pilot[int], session: Session) -> None:
    create_lead(hermes(pilot).here)
    await pilot.pause()
    await fill(pilot, title="New", plan="silver", seats="7")
    assert custom(session, 3) == {"seats": 7, "plan": "silver"}


async def test_several_leads_are_given_a_choice_together(pilot: Pilot[int], session: Session) -> None:
    edit_leads(hermes(pilot).here, [1, 2])  # type: ignore[arg-type]
    await pilot.pause()
    await fill(pilot, plan="Gold", zip="-")
    await press(pilot, "enter")
    assert custom(session, 1) == {"seats": 40, "plan": "Gold"}
    assert custom(session, 2) == {"plan": "Gold"}


# -- the facts of a lead -----------------------------------------------------------------------------------


async def at_fact(pilot: Pilot[int], label: str) -> LeadScreen:
    hermes(pilot).open_lead(1, ())
    await pilot.pause()
    page = hermes(pilot).here
    assert isinstance(page, LeadScreen)
    pane = page.panes["facts"]
    shown = [getattr(pane.row(number), "label", "") for number in range(pane.total)]
    page.go_to("facts")
    pane.move_to(shown.index(label))
    await press(pilot, "enter")
    return page


async def test_a_number_is_edited_where_it_stands(pilot: Pilot[int], session: Session) -> None:
    page = await at_fact(pilot, "seats")
    for text, seats in (("lots", 40), ("1.234,50", 1234.5)):
        line = pilot.app.focused
        assert isinstance(line, Input)
        line.value = text
        await press(pilot, "enter")
        assert custom(session, 1)["seats"] == seats
    assert not page.strip.asking


async def test_a_choice_is_one_key(pilot: Pilot[int], session: Session) -> None:
    page = await at_fact(pilot, "plan")
    assert "Gold" in painted(hermes(pilot))
    await press(pilot, "3")
    assert custom(session, 1)["plan"] == "[/]"
    await press(pilot, "enter", "0")
    assert "plan" not in custom(session, 1)
    assert not page.strip.asking


async def test_a_field_without_a_kind_is_edited_too(pilot: Pilot[int], session: Session) -> None:
    await at_fact(pilot, "zip")
    line = pilot.app.focused
    assert isinstance(line, Input)
    assert line.value == "0815"
    line.value = "0816"
    await press(pilot, "enter")
    assert custom(session, 1)["zip"] == "0816"


# -- filters -----------------------------------------------------------------------------------------------


async def test_a_filter_is_completed_with_names_and_choices(session: Session) -> None:
    suggester = FilterSuggester(session.database)
    assert await suggester.get_suggestion("+stale custom.se") == "+stale custom.seats:"
    assert await suggester.get_suggestion("custom.plan:go") == "custom.plan:gold"
    assert await suggester.get_suggestion("custom.plan:G") == "custom.plan:Gold"
    assert await suggester.get_suggestion("custom.renewal.be") == "custom.renewal.before:"
    assert await suggester.get_suggestion("sort:-custom.se") == "sort:-custom.seats"
    assert await suggester.get_suggestion("sta") == "stage:"
    assert await suggester.get_suggestion("+stale ") is None
    assert await suggester.get_suggestion("acme") is None


async def test_a_filter_by_an_unknown_field_says_so(pilot: Pilot[int]) -> None:
    await press(pilot, "3", "slash")
    line = pilot.app.focused
    assert isinstance(line, Input)
    line.value = "custom.seets>4"
    await press(pilot, "enter")
    assert "There is no field `custom.seets`; did you mean" in painted(hermes(pilot))


# -- managing them -----------------------------------------------------------------------------------------


async def test_fields_are_declared_renamed_and_removed_in_a_form(pilot: Pilot[int], session: Session) -> None:
    here = hermes(pilot).here
    open_fields(here)
    await pilot.pause()
    assert isinstance(pilot.app.screen, PickScreen)
    assert "not declared, 1 lead" in painted(hermes(pilot))
    await press(pilot, "enter")
    await fill(pilot, name="tier", choices="a, b", kind="choice")
    assert "field tier added: choice of a, b" in says(hermes(pilot))
    open_fields(here, "tier")
    await pilot.pause()
    await fill(pilot, name="level", **{"place in forms": "1"})
    assert "field tier is now level; field level is number 1 of 4" in says(hermes(pilot))
    assert [field.name for field in custom_fields(session.database)] == ["level", "seats", "renewal", "plan"]
    await press(pilot, "u")
    assert [field.name for field in custom_fields(session.database)][-1] == "tier"
    open_fields(here, "seats")
    await pilot.pause()
    await fill(pilot, remove="values")
    assert custom(session, 1) == {"zip": "0815"}


async def test_what_cannot_be_done_to_a_field_is_said_and_the_form_comes_back(
    pilot: Pilot[int], session: Session
) -> None:
    open_fields(hermes(pilot).here, "plan")
    await pilot.pause()
    await fill(pilot, kind="number")
    assert isinstance(pilot.app.screen, FormScreen)
    assert "1 value is no number (#2 “silver”)" in painted(hermes(pilot))
    label = next(label for label in labels(pilot) if label.startswith("values that do not fit"))
    await fill(pilot, **{label: "force"})
    assert custom(session, 2) == {}


# -- the import screen -------------------------------------------------------------------------------------


async def until(pilot: Pilot[int], screen: ImportScreen, state: str = "mapping") -> None:
    for _ in range(400):
        if screen.state == state and screen.result is not None:
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError("it never came")


async def test_an_import_keeps_all_columns_and_says_which_cells_it_leaves_empty(
    pilot: Pilot[int], session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "wide.csv"
    file.write_text("Deal,Seats,Total Visits,City\nA,many,5,Select\nB,7,6,Pune\n", "utf-8")
    hermes(pilot).here.strip.cancel()
    from hermes_tui.screens.import_file import start_import

    start_import(hermes(pilot).here, file)
    await pilot.pause()
    screen = hermes(pilot).here
    assert isinstance(screen, ImportScreen)
    await until(pilot, screen)
    await press(pilot, "asterisk")
    await until(pilot, screen)
    await press(pilot, "b")
    line = pilot.app.focused
    assert isinstance(line, Input)
    line.value = "Select"
    await press(pilot, "enter")
    await pilot.pause(0.3)
    await until(pilot, screen)
    shown = painted(hermes(pilot))
    assert "custom.total_visits" in shown
    assert "2 new fields of your own; 1 cell left empty" in shown
    assert "blank: Select 1" in shown
    await press(pilot, "r")
    assert "no number" in painted(hermes(pilot))
    await press(pilot, "i")
    await until(pilot, screen, "over")
    assert [custom(session, lead) for lead in (3, 4)] == [
        {"total_visits": 5}, {"seats": 7, "total_visits": 6, "city": "Pune"},
    ]  # fmt: skip
