"""Errands with a lead: the rep's own editor, the clipboard, links, and a command at the end of a pipe."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.lead_links import lead_as_line, links_of, web_url
from hermes_tui.screens.lead_pipe import MOST_BYTES, run
from hermes_tui.screens.lead_reader import ReaderScreen
from hermes_tui.session import Session
from storage.database import Database
from storage.queries import lead as lead_queries
from tests.screens.hands import worked

HOSTILE = "[/] \x1b]52;c;AAAA\x07漢字"


@pytest.fixture
def session(database: Database, monkeypatch: pytest.MonkeyPatch, now: int) -> Session:
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    session = Session(database, Settings())
    today, then = session.today(), now - 20 * 86_400_000
    add_lead(database, {"title": "ERP", "company": f"Acme {HOSTILE}", "value": "24000"}, then, today, at=then)
    add_lead(database, {"title": "CRM", "website": "crm.example"}, then + 1, today, at=then + 1)
    return session


class Rep:
    """Hands on the queue, with an editor that does what a script says."""

    def __init__(self, pilot: Pilot[int], session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pilot = pilot
        self.database = session.database
        self.folder = folder
        self.monkeypatch = monkeypatch
        app = pilot.app
        assert isinstance(app, HermesApp)
        self.app = app
        self.opened: list[str] = []
        self.lent = 0
        monkeypatch.setattr(app, "suspend", self.suspend)
        monkeypatch.setattr(app, "open_url", lambda url, **_: self.opened.append(url))
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr("tempfile.tempdir", None)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lend the terminal as Textual does: it is not taken back where an error leaves."""
        self.lent += 1
        yield
        self.lent -= 1

    def editor(self, script: str) -> None:
        """The next editor is this shell script; `$1` is the file."""
        file = self.folder / "editor.sh"
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        self.monkeypatch.setenv("VISUAL", str(file))

    def left(self) -> list[Path]:
        """Files that an editor's text was kept in."""
        return sorted(self.folder.glob("hermes-*/*"))

    def said(self) -> str:
        return str(self.app.here.strip._says.content)

    def errors(self) -> list[str]:
        return [str(note.message) for note in self.app._notifications]


@pytest.fixture
async def rep(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rep]:
    app = HermesApp(session)
    folder = tmp_path / "temporary"
    folder.mkdir()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        found = Rep(pilot, session, folder, monkeypatch)
        yield found
        assert found.lent == 0, "the screen stays black"


# -- the editor ------------------------------------------------------------------------------------------


async def test_a_lead_is_edited_as_text_and_one_undo_takes_it_back(rep: Rep):
    before = lead_queries.detail(rep.database, 1)
    rep.editor("""ls -l "$1" | cut -c1-10 > "$TMPDIR/mode"
        sed -i 's/^title: .*/title: ERP, [b]new[\\/]/; s/^value: .*/value: 30k/' "$1"
        echo 'too dear #budget' >> "$1" """)
    await rep.pilot.press("E")
    found = lead_queries.detail(rep.database, 1)
    assert (found.title, found.value) == ("ERP, [b]new[/]", 3_000_000)
    assert [note.text for note in lead_queries.notes(rep.database, 1)] == ["too dear #budget"]
    assert "title, value changed, note added" in rep.said()
    assert rep.left() == []
    assert (rep.folder / "mode").read_text().strip() == "-rw-------"
    await rep.pilot.press("u")
    assert lead_queries.detail(rep.database, 1) == before
    assert lead_queries.notes(rep.database, 1) == []


async def test_an_untouched_text_changes_nothing(rep: Rep):
    rep.editor("true")
    await rep.pilot.press("E")
    assert "Nothing was changed" in rep.said()
    assert rep.left() == []


async def test_a_wrong_line_keeps_the_text_and_offers_it_again(rep: Rep):
    rep.editor("""sed -i 's/^value: .*/value: much/' "$1"; echo 'a long thought' >> "$1" """)
    await rep.pilot.press("E")
    (kept,) = rep.left()
    assert "`much` is no amount" in rep.errors()[0]
    assert str(kept) in rep.errors()[0]
    assert "a long thought" in kept.read_text()
    assert lead_queries.detail(rep.database, 1).value == 2_400_000
    rep.editor("""sed -i 's/^value: .*/value: 7/' "$1" """)
    await rep.pilot.press("e")
    assert lead_queries.detail(rep.database, 1).value == 700
    assert [note.text for note in lead_queries.notes(rep.database, 1)] == ["a long thought"]
    assert rep.left() == []


async def test_what_was_typed_is_left_in_its_file_where_the_rep_goes_on_without_it(rep: Rep):
    rep.editor("""sed -i 's/^title/titel/' "$1" """)
    await rep.pilot.press("E", "k")
    assert "did you mean `title`" in rep.errors()[0]
    assert len(rep.left()) == 1
    await rep.pilot.press("E", "d")
    assert len(rep.left()) == 1


@pytest.mark.parametrize(("script", "says"), [("exit 3", "ended with exit code 3"), (None, "cannot be run")])
async def test_an_editor_that_fails_changes_nothing(rep: Rep, script: str | None, says: str):
    rep.monkeypatch.setenv("VISUAL", "/nowhere/at-all")
    if script is not None:
        rep.editor(script)
    await rep.pilot.press("E", "d")
    assert says in rep.errors()[0]
    assert rep.left() == []


async def test_marked_leads_are_one_text(rep: Rep):
    rep.editor("""sed -i 's/^source:.*/source: fair/' "$1" """)
    await rep.pilot.press("space", "space", "E")
    assert rep.database.rows("SELECT source FROM lead") == [("fair",), ("fair",)]
    await rep.pilot.press("u")
    assert rep.database.rows("SELECT source FROM lead") == [(None,), (None,)]


# -- clipboard and links -----------------------------------------------------------------------------------


async def test_a_lead_is_copied_as_one_clean_line(rep: Rep):
    await rep.pilot.press("y")
    assert rep.app.clipboard == "#1 Acme [/] 漢字: ERP · New · 24,000 USD"
    await rep.pilot.press("space", "space", "y")
    assert rep.app.clipboard.split("\n") == ["#1 Acme [/] 漢字: ERP · New · 24,000 USD", "#2 CRM · New"]


async def test_one_link_opens_at_once_and_of_several_one_is_chosen(rep: Rep, now: int, session: Session):
    await rep.pilot.press("o")
    assert (rep.opened, "No link" in rep.said()) == ([], True)
    await rep.pilot.press("j", "o")
    assert rep.opened == ["https://crm.example"]
    add_contact(rep.database, 2, {"name": "Ann", "email": "a?b=c@x.example"}, now, session.today())
    await rep.pilot.press("o", "m")
    assert rep.opened[1:] == ["mailto:a%3Fb%3Dc@x.example"]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://a.example/x y", "https://a.example/x%20y"), ("acme.example/path", "https://acme.example/path"),
        ("acme.example:8080/x", "https://acme.example:8080/x"), ("HTTP://a.example", "http://a.example"),
        ("javascript:alert(1)", None), ("file:///etc/passwd", None), ("data:text/html,x", None), ("", None),
        ("vscode://a.example/x", None), ("https://", None), ("http://[", None), ("no link at all", None),
        ("\x1b]52;c;AAAA\x07https://a.example", "https://a.example"),
    ],
)  # fmt: skip
def test_only_web_links_are_opened_as_such(text: str, url: str | None):
    assert web_url(text) == url


def test_the_champion_is_who_is_written_to(session: Session, now: int):
    database, today = session.database, session.today()
    add_contact(database, 2, {"name": "Bob", "email": "bob@x.example"}, now, today)
    ann = {"name": "Ann", "email": "ann@x.example", "phone": "+1 (5) 5", "champion": "yes"}
    add_contact(database, 2, ann, now, today)
    assert lead_as_line(database, 2) == "#2 CRM · New · ann@x.example"
    assert [(link.key, link.url) for link in links_of(database, 2)] == [
        ("w", "https://crm.example"), ("m", "mailto:ann@x.example"), ("p", "tel:+155"),
    ]  # fmt: skip


# -- the pipe --------------------------------------------------------------------------------------------


async def piped(rep: Rep, command: str) -> str:
    """Pipe the lead to a command; what the page then shows, title first."""
    await rep.pilot.press("vertical_line")
    line = rep.app.here.strip._line
    line.value = command
    await rep.pilot.press("enter")
    await worked(rep.app)
    await rep.pilot.pause()
    if not isinstance(rep.app.screen, ReaderScreen):
        return rep.said()
    title, text = rep.app.screen._heading.plain, rep.app.screen._text.plain
    await rep.pilot.press("q")
    return f"{title}\n{text}"


async def test_a_command_reads_the_lead_as_json_and_its_output_is_shown(rep: Rep):
    title, text = (await piped(rep, "cat")).split("\n", 1)
    assert title == "| cat"
    found = json.loads(text)
    assert (found["id"], found["company"], found["stages"][0]["stage"]) == (1, "Acme [/] 漢字", "NEW")
    assert "\x1b" not in await piped(rep, "printf '\\033[31mred[/]\\033]52;c;AAAA\\007'")
    assert "failed with exit code 3" in await piped(rep, "echo no; exit 3")
    assert "not found" in await piped(rep, "hermes-has-no-such-command")
    assert "done, it printed nothing" in await piped(rep, "true")
    await rep.pilot.press("space", "space")
    count = "import json, sys; print(len(json.load(sys.stdin)))"
    assert (await piped(rep, f"{sys.executable} -c '{count}'")).endswith("\n2")


def test_a_command_that_does_not_end_is_stopped_with_all_it_started():
    ran = run("echo begun; sleep 60 & sleep 60", "{}", limit=0.3)
    assert (ran.output, ran.verdict) == ("begun\n", "stopped after 0.3 seconds")


def test_a_command_that_prints_without_end_is_stopped():
    ran = run("yes", "{}", limit=5)
    assert "more than can be shown" in ran.verdict
    assert len(ran.output) < 2 * MOST_BYTES


def test_a_command_that_reads_nothing_does_not_block():
    assert run("echo done", "x" * 1_000_000).output == "done\n"
