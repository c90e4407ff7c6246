"""A rep writes a template and sees with every key what a buyer will read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.segment import Segment
from textual import events
from textual.color import Color
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Static

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.templates import add_template, delete_template, edit_template
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.help import HelpScreen
from hermes_tui.screens.templates.colours import STYLES
from hermes_tui.screens.templates.draft import Draft, as_file, from_file
from hermes_tui.screens.templates.editor import TemplateEditor
from hermes_tui.screens.templates.reading import Reading
from hermes_tui.screens.templates.screen import TemplatesScreen
from hermes_tui.session import Session
from storage.database import Database
from storage.queries.templates import template, template_named, templates, versions
from tests.screens.hands import says, text_of
from widgets.pick_screen import PickScreen

BODY = "Hi {{ contact.first_name }},\n\nabout {{ lead.title }}."


@pytest.fixture
def session(database: Database) -> Session:
    return Session(database, Settings(name="Nora Fields"))


@pytest.fixture
def hello(session: Session, now: int) -> int:
    """The one template, and two leads to try it on."""
    for company, person, more in (("Acme", "Ann Lee", {}), ("Borealis", "Bob Ray", {"value": "5000"})):
        typed = {"title": f"ERP at {company}", "company": company, **more}
        lead_id = add_lead(session.database, typed, now, session.today()).made
        add_contact(session.database, lead_id, {"name": person}, now, session.today())
    return add_template(
        session.database, {"name": "Hello", "subject": "About {{ lead.title }}", "body": BODY}, now
    ).made


async def at_editor(pilot: Pilot[int], *keys: str) -> TemplateEditor:
    await pilot.pause()
    await pilot.pause()
    await pilot.press(*(keys or ("enter",)))
    await pilot.pause()
    await pilot.pause()
    return editor(pilot.app)


async def typed(pilot: Pilot[int], text: str) -> None:
    """Letters as quick fingers type them: pilot.press would wait after each."""
    for letter in text:
        pilot.app.post_message(events.Key(_character_to_key(letter), letter))
    await pilot.pause()
    await pilot.pause()


def editor(app: object) -> TemplateEditor:
    screen = app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, TemplateEditor)
    return screen


def letter(page: TemplateEditor) -> str:
    return text_of(page.query_one(Reading))


def state(page: TemplateEditor) -> str:
    return str(page.query_one("#editor-state", Static).content)


def faults(page: TemplateEditor) -> str:
    return str(page.query_one("#editor-faults", Static).content)


async def test_the_preview_follows_every_key_in_text_and_subject(session: Session, hello: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        assert "Hi Ann," in letter(page)
        for key, shown in (("x", "xHi Ann,"), ("y", "xyHi Ann,"), ("backspace", "xHi Ann,")):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
            await pilot.pause()
            assert shown in letter(page)
        await pilot.press("shift+tab", "end", "!")
        assert "subject  About ERP at Acme!" in letter(page)
        await pilot.press("enter", "z")
        assert page.area.text.startswith("xzHi")


async def test_the_preview_stands_still_while_what_is_written_is_in_sight_in_it(session: Session, hello: int, now: int):
    edit_template(session.database, hello, {"body": "\n".join(f"line {number}" for number in range(90))}, now)
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        tops = set()
        for row in range(89):
            page.area.move_cursor((row, 0))
            await pilot.pause()
            assert re.search(rf"line {row}\b", letter(page))
            tops.add(page.letter.top)
        assert page.letter.top > 50
        assert len(tops) < 10
        await typed(pilot, "\r")
        assert page.letter.top in tops


async def test_a_missing_value_is_a_gap_that_is_seen_and_listed(session: Session, hello: int, now: int):
    edit_template(session.database, hello, {"body": "By {{ lead.deadline }} or {{ lead.website }}?"}, now)
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        assert state(page) == " 2 gaps: lead.deadline, lead.website · sample 1 of 2: Acme"
        assert "By ‹lead.deadline› or ‹lead.website›?" in letter(page)
        marked = [part.text for part in page.query_one(Reading).render_line(3) if _reversed(part)]
        assert marked == ["‹lead.deadline›", "‹lead.website›"]


def _reversed(segment: Segment) -> bool:
    return bool(segment.style is not None and segment.style.reverse)


async def test_samples_are_stepped_through_both_ways(session: Session, hello: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        await pilot.press("ctrl+n")
        assert "Hi Bob," in letter(page)
        assert "sample 2 of 2: Borealis" in state(page)
        await pilot.press("ctrl+n", "f3", "f3")
        assert "sample 1 of 2: Acme" in state(page)


async def test_what_is_wrong_is_listed_with_its_place_and_underlined_while_the_last_good_preview_stays(
    session: Session, hello: int
):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        await pilot.press("down", "down", "end")
        await typed(pilot, " {{ lead.titel }}")
        assert "line 3, column 28: there is no field `lead.titel`" in faults(page)
        assert "1 fault" in state(page)
        assert "Hi Ann," in letter(page)
        under = "".join(part.text for part in page.area.render_line(2) if part.style and part.style.underline)
        assert under == "lead.titel"
        await pilot.press(*["backspace"] * 5)
        await typed(pilot, "le }}")
        assert faults(page).startswith("Fields are written")
        assert "about ERP at Acme. ERP at Acme" in letter(page)
        await pilot.press("shift+tab", "home")
        await typed(pilot, "{%")
        assert faults(page).startswith("subject, column 3:")


async def test_a_field_is_found_by_its_value_and_put_at_the_cursor(session: Session, hello: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        await pilot.press("ctrl+t")
        await pilot.pause()
        picker = app.screen
        assert isinstance(picker, PickScreen)
        await typed(pilot, "ann lee")
        assert text_of(picker.rows).split()[1:4] == ["contact.name", "Ann", "Lee"]
        await pilot.press("enter")
        await pilot.pause()
        assert page.area.text.startswith("{{ contact.name }}Hi")
        assert "Ann LeeHi Ann," in letter(page)
        await typed(pilot, "{{ ")
        await pilot.press("ctrl+t")
        await typed(pilot, "lead.company")
        await pilot.press("enter")
        await typed(pilot, " }}")
        assert page.area.text.startswith("{{ contact.name }}{{ lead.company }}Hi")
        await pilot.press("shift+tab", "ctrl+t")
        await pilot.pause()
        await pilot.press("escape")
        assert page.subject.has_focus


async def test_behind_a_bar_what_changes_the_field_is_listed_with_what_it_makes_of_it(session: Session, hello: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        await pilot.press("down", "down", "end")
        await typed(pilot, " {% if lead.title | up")
        await pilot.press("ctrl+t")
        await pilot.pause()
        picker = app.screen
        assert isinstance(picker, PickScreen)
        listed = text_of(picker.rows).split("\n")
        assert listed[1].split() == ["upper", "ERP", "AT", "ACME"]
        assert listed[-1].split()[0] == "iso"  # of no use behind a text
        await typed(pilot, "capitals")
        await pilot.press("enter")
        assert page.area.text.endswith("{% if lead.title | upper")
        await typed(pilot, " %}")
        await pilot.press("ctrl+t")  # these braces are closed
        await pilot.pause()
        assert "contact.first_name" in text_of(app.screen.rows)  # type: ignore[attr-defined]


async def test_a_gap_that_the_settings_fill_says_how(session: Session, hello: int, now: int):
    edit_template(session.database, hello, {"body": "Yours, {{ me.firm }}"}, now)
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        assert state(page).startswith(" 1 gap: me.firm: hermes config set firm … · sample 1")
        await typed(pilot, "{{ lead.deadline }}")
        assert state(page).startswith(" 2 gaps: lead.deadline, me.firm · sample 1")


async def test_saving_makes_the_next_version_and_u_takes_it_back(session: Session, hello: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        await at_editor(pilot)
        await pilot.press("x", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, TemplatesScreen)
        assert "template “Hello” v2 saved. u undo" in says(app)
        assert template(session.database, hello).body == f"x{BODY}"
        assert "xHi Ann," in text_of(app.screen.query_one(Reading))
        await pilot.press("u")
        assert template(session.database, hello).body == BODY


async def test_what_another_program_saved_meanwhile_is_kept_and_said(session: Session, hello: int, now: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        edit_template(session.database, hello, {"body": "Theirs"}, now)
        await typed(pilot, "Mine: ")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "“Hello” v3 saved; v2, saved meanwhile, is among its versions" in says(app)
        assert [each.body for each in versions(session.database, hello)] == [f"Mine: {BODY}", "Theirs", BODY]
        page = await at_editor(pilot)
        delete_template(session.database, hello, now)
        await typed(pilot, "And ")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "“Hello” was deleted meanwhile; saved again it becomes a new one." in says(app)
        assert editor(app) is page
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert [each.body for each in templates(session.database)] == [f"And Mine: {BODY}"]


async def test_a_faulty_text_is_kept_and_out_of_use_until_it_is_mended(session: Session, hello: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        await at_editor(pilot)
        await pilot.press(*"{{", "f2")
        await pilot.pause()
        assert "inactive until it is mended" in says(app)
        await at_editor(pilot, "e")
        await pilot.press("delete", "delete", "ctrl+s")
        await pilot.pause()
        assert template(session.database, hello).active == 1


async def test_leaving_asks_once_where_something_was_typed(session: Session, hello: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(80, 24)) as pilot:
        await at_editor(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, TemplatesScreen)
        await at_editor(pilot)
        await pilot.press("x", "escape")
        assert "Esc again drops what you typed" in says(app)
        await pilot.press("y", "escape")
        assert isinstance(app.screen, TemplateEditor)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, TemplatesScreen)
        assert template(session.database, hello).body == BODY
        page = await at_editor(pilot)
        assert page.area.text == BODY


async def test_what_was_typed_when_the_terminal_went_is_there_again_and_overwrites_nothing_else(
    session: Session, hello: int, now: int
):
    async with HermesApp(session, "templates").run_test(size=(80, 24)) as pilot:  # it ends without a word
        await at_editor(pilot)
        await pilot.press("x")
        await pilot.pause(0.4)
    folder = Path(session.database.path).parent
    (left,) = folder.glob("*.unsaved-*")
    assert left.stat().st_mode & 0o077 == 0
    edit_template(session.database, hello, {"subject": "Another"}, now)
    app = HermesApp(session, "templates")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_editor(pilot)
        assert "typed the last time and not saved" in says(app)
        assert page.area.text == f"x{BODY}"
        await pilot.press("ctrl+s")
        await pilot.pause()
    found = template(session.database, hello)
    assert (found.subject, found.body) == ("Another", f"x{BODY}")
    assert list(folder.glob("*.unsaved-*")) == []


async def test_plus_asks_for_a_name_and_stores_nothing_before_it_is_saved(session: Session, hello: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot, "plus", *"nudge", "tab", "right", "ctrl+s")
        assert "Hi Ann," in letter(page)
        assert "Nora Fields" in letter(page)
        assert text_of(page.query_one("#editor-list")).split("\n")[1].startswith("▏ nudge")  # above those there are
        assert len(templates(session.database)) == 1
        await pilot.press("x", "ctrl+s")
        await pilot.pause()
        row = template_named(session.database, "nudge")
        assert (row.kind, row.body[:3], row.active) == ("FOLLOWUP_1", "xHi", 1)
        assert isinstance(app.screen, TemplatesScreen)
        assert app.screen.line is not None
        assert app.screen.line.row.name == "nudge"
        await at_editor(pilot, "plus", *"other", "ctrl+s")
        await pilot.press("escape")
        await pilot.pause()
        assert len(templates(session.database)) == 2


async def test_a_new_one_that_was_not_saved_is_gone_on_with(session: Session, hello: int):
    async with HermesApp(session, "templates").run_test(size=(80, 24)) as pilot:
        await at_editor(pilot, "plus", *"nudge", "ctrl+s")
        await pilot.press("x")
        await pilot.pause(0.4)
    app = HermesApp(session, "templates")
    async with app.run_test(size=(80, 24)) as pilot:
        await at_editor(pilot, "plus")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert template_named(session.database, "nudge").body.startswith("xHi")


async def test_f5_shows_only_what_the_buyer_reads_and_q_there_leaves_as_esc_does(session: Session, hello: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_editor(pilot)
        await pilot.press("q", "f5")
        await pilot.pause()
        assert page.area.size.height == 0
        assert "qHi Ann," in letter(page)
        await pilot.press("f5")
        await pilot.pause()
        assert page.area.has_focus
        await pilot.press("f5")
        await pilot.pause()
        await pilot.press("q")
        await pilot.pause()
        assert app.screen is page
        assert "Esc again drops" in says(app)


async def test_f1_helps_where_one_writes_and_letters_are_letters(session: Session, hello: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        await pilot.press(*"u1?:", "ctrl+r")
        assert page.area.text.startswith("u1?:Hi")
        assert template(session.database, hello).version == 1
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        listed = {row.label: row.keys for row in app.screen._all}
        assert listed["insert field"] == ("^T",)
        assert listed["help"] == ("F1",)
        assert "undo" not in listed  # u is a letter here
        await pilot.press("escape", "f5", "f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert {row.label: row.keys for row in app.screen._all}["undo"] == ("u", "z")  # and there it is not


async def test_a_long_preview_alone_is_scrolled_by_keys(session: Session, hello: int, now: int):
    edit_template(session.database, hello, {"body": "\n".join(f"line {number}" for number in range(90))}, now)
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        await pilot.press("f5", *["j"] * 12, "down")
        assert page.letter.top > 50
        assert "line 89" in letter(page)
        await pilot.press(*["pageup"] * 3, "up", *["K"] * 10)
        assert page.letter.top == 0
        assert page.area.text.startswith("line 0")


async def test_a_template_that_is_opened_with_a_fault_says_why_nothing_can_be_read(
    session: Session, hello: int, now: int
):
    edit_template(session.database, hello, {"body": "Hi {{ titel }}"}, now)
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        assert "as soon as nothing is wrong" in " ".join(letter(page).split())
        await pilot.press("end", *["backspace"] * 5)
        await typed(pilot, "le }}")
        assert "Hi ERP at Acme" in letter(page)


async def test_a_channel_without_subjects_has_no_line_for_one(session: Session, hello: int, now: int):
    edit_template(session.database, hello, {"channel": "linkedin"}, now)
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        assert page.subject.size.height == 0
        assert "subject" not in letter(page)


async def test_the_reps_own_editor_gives_its_text_back_to_be_saved(
    session: Session, hello: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    script = tmp_path / "ed"
    script.write_text('#!/bin/sh\nsed -i -e "s/^name:.*/name: Hi there/" -e "s/^Hi/Dear/" "$1"\n', encoding="utf-8")
    script.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(script))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:

        @contextmanager
        def suspend() -> Iterator[None]:
            yield

        monkeypatch.setattr(app, "suspend", suspend)
        page = await at_editor(pilot, "E")
        await pilot.pause()
        assert "Dear Ann," in letter(page)
        assert [name for name in os.listdir(tmp_path) if name.startswith("hermes-")] == []
        script.write_text('#!/bin/sh\nsed -i "s/^---$/- -/" "$1"\n', encoding="utf-8")
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "is gone; put it back. What the editor wrote is in" in says(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert template(session.database, hello).name == "Hi there"
        assert template(session.database, hello).body.startswith("Dear {{")


async def test_all_of_it_is_in_sight_at_both_sizes(session: Session, hello: int):
    for size, listed in (((120, 40), True), ((80, 24), False)):
        app = HermesApp(session, "templates")
        async with app.run_test(size=size) as pilot:
            page = await at_editor(pilot)
            assert text_of(page.area).split("\n")[0].strip() == "Hi {{ contact.first_name }},"
            assert text_of(page.subject).strip() == "About {{ lead.title }}"
            assert "Hi Ann," in letter(page)
            assert bool(page.query_one("#editor-list").size.height) == listed


def test_a_draft_as_a_file_is_the_draft_again():
    draft = Draft("A name: of one", "FOLLOWUP_1", "email", "Re: {{ lead.title }}", "Hi\n---\nname: no fact\n\n")
    assert from_file(as_file(draft), Draft("", "", "", "", "")) == draft
    assert "active" not in as_file(draft)


@pytest.mark.parametrize("theme", ["hermes-dark", "hermes-light"])
async def test_every_colour_of_a_template_can_be_read(session: Session, hello: int, theme: str):
    app = HermesApp(Session(session.database, Settings(theme=theme)), "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_editor(pilot)
        for kind in (*STYLES, ""):
            style = page.area._style(kind)
            assert style is not None
            assert style.color is not None
            assert style.bgcolor is not None
            ink, paper = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            lighter, darker = sorted((_light(ink), _light(paper)), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, kind  # WCAG 2.2, 1.4.3


def _light(color: Color) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
