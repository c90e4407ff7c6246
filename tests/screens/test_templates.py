"""A rep sees which template works, reads it as a buyer would, and keeps the list in order."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.templates import add_template
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.templates import figures
from hermes_tui.screens.templates.lines import Line
from hermes_tui.screens.templates.reading import Reading
from hermes_tui.screens.templates.screen import TemplatesScreen
from hermes_tui.screens.templates.versions import VersionsScreen
from hermes_tui.session import Session
from storage import records
from storage.database import Database
from storage.journal import action
from storage.queries.templates import template, template_named, templates
from tests.screens.hands import says, text_of, worked
from widgets.form import FormScreen

DAY = 86_400_000
HOSTILE = "[/] [b]x[/b] \x1b]52;c;AAAA\x07漢字 [@click=app.quit]y"


@pytest.fixture
def session(database: Database) -> Session:
    return Session(database, Settings(name="Nora Fields"))


def lead_of(session: Session, now: int, company: str, person: str, **more: str) -> int:
    given = {"title": f"ERP at {company}", "company": company, **more}
    lead_id = add_lead(session.database, given, now, session.today()).made
    add_contact(session.database, lead_id, {"name": person, "email": "a@b.example"}, now, session.today())
    return lead_id


@pytest.fixture
def written(session: Session, now: int) -> Session:
    """Two leads; a template that was answered often, one seldom, and one that went to three people."""
    ann = lead_of(session, now, "Acme", "Ann Lee")
    lead_of(session, now, "Borealis", "Bob Ray", value="5000")
    body = "Hi {{ contact.first_name }}, about {{ lead.title }} by {{ lead.deadline }}."
    for name, kind, sent, replied in (
        ("Seldom", "FOLLOWUP_1", 40, 3), ("Often", "INITIAL_OUTREACH", 40, 12), ("Lucky", "CLOSING", 3, 2),
    ):  # fmt: skip
        given = {"name": name, "kind": kind, "subject": f"{name}: {{{{ lead.title }}}}", "body": body}
        number = add_template(session.database, given, now - 100 * DAY).made
        send(session.database, number, ann, sent, replied, now - 30 * DAY)
    return session


def send(database: Database, template_id: int, lead_id: int, sent: int, replied: int, at: int) -> None:
    """Messages to as many people, the first of them answered kindly a day later."""
    stamps = {"channel": "email", "lead_id": lead_id, "created_at": at, "updated_at": at}
    with action(database, "test", "test", at):
        for n in range(sent):
            thread = {"thread": f"<{template_id}-{n}-{at}>", "address": f"p{n}@x.example", **stamps}
            records.insert(
                database, "message", template_id=template_id, direction="out", status="SENT", at=at, **thread
            )  # fmt: skip
            if n < replied:
                said = {"sentiment": "positive", "status": "DELIVERED", "body": "Yes, please"}
                records.insert(database, "message", direction="in", at=at + DAY, **said, **thread)


async def at_templates(pilot: Pilot[int]) -> TemplatesScreen:
    await pilot.pause()
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, TemplatesScreen)
    return screen


def names(screen: TemplatesScreen) -> list[str]:
    return [line.row.name for line in screen.lines.lines]


async def test_the_list_is_sorted_by_what_surely_works_and_says_where_that_is_too_early(written: Session):
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        assert names(screen) == ["Lucky", "Often", "Seldom"]
        shown = text_of(screen.rows)
        assert "too few   21–94      3" in shown
        assert "30%   18–45     40" in shown
        assert "83 sent, 17 replied · the surely best first" in str(screen.query_one("#templates-head", Static).content)


async def test_beside_it_is_what_a_buyer_reads_with_its_gaps_and_how_it_fares(written: Session):
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        await pilot.press("j")
        letter = text_of(screen.query_one(Reading))
        assert "Ann Lee <a@b.example>" in letter
        assert "Often: ERP at Acme" in letter
        assert "Hi Ann, about ERP at Acme by ‹lead.deadline›." in letter
        state = str(screen.query_one("#templates-state", Static).content)
        assert state == " 1 gap: lead.deadline · sample 1 of 2: Acme"
        told = text_of(screen.query_one("#templates-figures", Brief))
        for words in ("30% [18–45] of 40", "12 · 12 positive (100%)", "after 1.0 d (median)"):
            assert words in told
        await pilot.press("right_square_bracket")
        assert "Hi Bob," in text_of(screen.query_one(Reading))


async def test_the_chart_shows_at_once_which_overlap(written: Session):
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        chart = [line for line in text_of(screen.query_one("#templates-figures", Brief)).split("\n") if "├" in line]
        places = {line.split()[0]: (line.index("├"), line.index("┤")) for line in chart}
        assert places["Often"][0] > places["Seldom"][0]
        assert places["Lucky"][1] > places["Often"][1]


async def test_two_that_are_marked_are_compared_in_words(written: Session):
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        await pilot.press("j", "space", "space")
        told = " ".join(text_of(screen.query_one("#templates-figures", Brief)).split())
        assert "“Often” against “Seldom”: clearly better, +22.5 points [+5.3, +38.7]" in told
        await pilot.press("escape")
        assert "against" not in text_of(screen.query_one("#templates-figures", Brief))


async def test_b_breaks_the_figures_down(written: Session):
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        await pilot.press("j", "b")
        assert "By channel" in text_of(screen.query_one("#templates-figures", Brief))
        await pilot.press("b", "b")
        told = text_of(screen.query_one("#templates-figures", Brief))
        assert "By month" in told
        assert "2026-05" in told
        await pilot.press("b")
        assert "Reply rates" in text_of(screen.query_one("#templates-figures", Brief))


async def test_sorting_asks_by_what_and_turns_round(written: Session):
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        await pilot.press("S", "k")
        assert names(screen) == ["Often", "Seldom", "Lucky"]
        await pilot.press("S", "k")
        assert names(screen) == ["Lucky", "Seldom", "Often"]


async def test_each_key_is_one_action_and_one_undo(written: Session):
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        await pilot.press("a")
        assert template_named(written.database, "Lucky").active == 0
        assert "Lucky · out of use" in text_of(screen.rows)
        assert "template “Lucky” inactive. u undo" in says(app)
        await pilot.press("u")
        assert template_named(written.database, "Lucky").active == 1
        await pilot.press("D")
        assert names(screen)[-1] == "Lucky 2"
        assert screen.line is not None
        assert screen.line.row.name == "Lucky 2"
        await pilot.press("delete")
        assert "Lucky 2" not in names(screen)
        await pilot.press("u", "u")
        assert len(templates(written.database)) == 3
        assert screen.line.row.name == "Lucky"  # back to where it was asked for
        await pilot.press("G")
        last = screen.line.row.name
        await pilot.press("delete", "k", "u")
        assert screen.line.row.name == last
        await pilot.press("g", "delete")
        assert "stays, inactive: 3 messages were written from it" in says(app)


async def test_marked_ones_go_out_of_use_together(written: Session):
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        await at_templates(pilot)
        await pilot.press("space", "space", "a")
        assert [row.active for row in templates(written.database)] == [0, 1, 0]
        await pilot.press("u")
        assert all(row.active for row in templates(written.database))


async def test_name_and_kind_are_changed_by_a_form_and_a_taken_name_is_said(written: Session):
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        await pilot.press("r", *["backspace"] * 5, *"often", "ctrl+s")
        assert isinstance(app.screen, FormScreen)
        assert "there is a template “Often” already" in "\n".join(
            str(each.content) for each in app.screen.query(".form--note").results(Static)
        )
        await pilot.press("2", "tab", "right", "ctrl+s")
        await pilot.pause()
        row = template_named(written.database, "often2")
        assert row.kind == "REJECTION"
        assert "often2" in names(screen)


async def test_what_it_said_before_is_brought_back(written: Session, now: int):
    from hermes_tui.actions.templates import edit_template

    number = template_named(written.database, "Lucky").id
    edit_template(written.database, number, {"body": "Another one\n\nBye"}, now - DAY)
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        await at_templates(pilot)
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.screen, VersionsScreen)
        changed = text_of(app.screen.query_one(Brief))
        assert "- Hi {{ contact.first_name }}" in changed
        assert "+ Another one" in changed
        await pilot.press("j", "enter")
        await pilot.pause()
        assert template(written.database, number).body.startswith("Hi {{")
        assert template(written.database, number).version == 3
        await pilot.press("u")
        assert template(written.database, number).body.startswith("Another")


async def test_a_new_file_has_templates_to_begin_with_and_none_come_back(session: Session, now: int):
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        assert len(names(screen)) >= 8
        assert "no lead to try it on yet" in str(screen.query_one("#templates-state", Static).content)
        assert "No message was sent from it yet" in text_of(screen.query_one("#templates-figures", Brief))
        for _ in names(screen):
            await pilot.press("delete")
        assert "There is no template" in text_of(screen.rows)
        assert "+ writes one" in text_of(screen.rows)
        await pilot.press("e", "D", "a", "h", "r", "b", "tab")
        assert app.screen is screen
    again = HermesApp(session, "templates")
    async with again.run_test(size=(120, 40)) as pilot:
        assert names(await at_templates(pilot)) == []


async def test_in_a_small_window_tab_turns_to_the_figures(written: Session):
    app = HermesApp(written, "templates")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_templates(pilot)
        assert "Hi Ann," in text_of(screen.query_one(Reading))
        assert screen.query_one("#templates-figures", Brief).size.height or screen.query_one(Reading).size.height
        await pilot.press("tab")
        await pilot.pause()
        figures_pane = screen.query_one("#templates-figures", Brief)
        assert "Reply rates" in text_of(figures_pane)
        assert screen.query_one(Reading).size.height == 0
        await pilot.press("tab")
        await pilot.pause()
        assert "Hi Ann," in text_of(screen.query_one(Reading))


async def test_hostile_words_are_shown_as_they_are(session: Session, now: int):
    lead_of(session, now, HOSTILE, HOSTILE)
    given = {"name": HOSTILE, "subject": HOSTILE, "body": f"{HOSTILE} {{{{ lead.company }}}} {{{{ contact.name }}}}"}
    add_template(session.database, given, now)
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        await pilot.press("h")
        await pilot.pause()
        await pilot.press("q", "e")
        await pilot.pause()
        await pilot.press("ctrl+t")
        await pilot.pause()
        await pilot.press("escape", "escape")
        await pilot.pause()
        shown = "\n".join(text_of(widget) for widget in (screen.rows, screen.query_one(Reading)))
        assert "[@click=app.quit]y" in shown
        assert "\x1b" not in shown


async def test_a_template_that_cannot_be_read_says_why_where_it_would_be_read(session: Session, now: int):
    add_template(session.database, {"name": "Broken", "subject": "x", "body": "Hi\n{{ lead.titel }}"}, now)
    app = HermesApp(session, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        letter = " ".join(text_of(screen.query_one(Reading)).split())
        assert "It cannot be read as it is: body, line 2:" in letter
        await pilot.press("a")
        assert "“Broken” stays inactive" in says(app)


async def test_many_messages_are_counted_beside_the_list(written: Session, monkeypatch: pytest.MonkeyPatch):
    from hermes_tui.screens.templates import view

    monkeypatch.setattr(view, "READ_AT_ONCE", 0)
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        await worked(app)
        await pilot.pause()
        assert names(screen) == ["Lucky", "Often", "Seldom"]


async def test_what_another_program_wrote_is_shown_and_the_cursor_stays_with_its_template(written: Session, now: int):
    app = HermesApp(written, "templates")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_templates(pilot)
        await pilot.press("j")
        send(written.database, template_named(written.database, "Seldom").id, 1, 200, 190, now - 20 * DAY)
        screen.reload()
        assert names(screen)[0] == "Seldom"
        assert screen.line is not None
        assert screen.line.row.name == "Often"


def test_a_template_never_sent_is_told_from_one_nobody_answered(written: Session, now: int):
    from hermes_tui.metrics.templates import performance

    number = add_template(written.database, {"name": "Fresh", "body": "x"}, now).made
    found = {each.name: each for each in performance(written.database, now)}
    assert str(figures.in_words(found["Fresh"])) == "No message was sent from it yet"
    send(written.database, number, 1, 3, 0, now - DAY)
    found = {each.name: each for each in performance(written.database, now)}
    assert "too early: nobody had it for a week yet" in str(figures.in_words(found["Fresh"]))
    assert "3 more within the last 7 days" in str(figures.in_words(found["Fresh"]))
    line = Line(template(written.database, number), found["Fresh"])
    assert str(figures.chart([line], number, 40, 5)).count("\n") == 1
