"""Every screen at 120×40 on the demo data with a frozen clock, dark and light: the README's pictures and golden files.

`python -m tests.screenshots.scenes` draws `screenshots/*.svg` anew; test_screenshots.py compares them.
"""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

FOLDER = Path(__file__).resolve().parents[2] / "screenshots"
# Monday 22 June 2026, 09:00 UTC
NOW = 1_782_118_800_000
FROZEN = {"HERMES_NOW": "2026-06-22T09:00:00Z", "TEXTUAL_ANIMATIONS": "none", "COLORTERM": "truecolor"}
LEADS = 400
SIZE = (120, 40)
THEMES = ("dark", "light")


class Scene(NamedTuple):
    """A picture: the main screen to start on and the keys that lead to it."""

    name: str
    start: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = SIZE


KEYS = {
    "{": "left_curly_bracket",
    "}": "right_curly_bracket",
    " ": "space",
    ".": "full_stop",
    ":": "colon",
    "#": "number_sign",
    "+": "plus",
    "-": "minus",
    "=": "equals_sign",
    "\n": "enter",
}


def typed(text: str) -> tuple[str, ...]:
    """The keys that write a text."""
    return tuple(KEYS.get(key, key) for key in text)


WAIT = "…"  # no key: until what a thread reads has arrived
RULE = '\n[[words]]\nname = "rollout"\nphrases = ["rollout"]\npoints = 10'
DEAL = (*typed(":333"), "enter")  # five people, two proposals, an open objection
SCENES: tuple[Scene, ...] = (
    Scene("queue", "queue"),
    Scene("queue-touch", "queue", ("j", "j", "t")),
    Scene("queue-narrow", "queue", (), (80, 24)),
    Scene("board", "board", ("l", "l")),
    Scene("leads", "leads"),
    Scene("lead", "queue", (*DEAL, "tab")),
    Scene("lead-narrow", "queue", (*DEAL, "tab"), (80, 24)),
    Scene("proposal", "queue", (*DEAL, "shift+tab", "shift+tab", "e")),
    Scene("objections", "queue", ("I",)),
    Scene("duplicates", "leads", ("D",)),
    Scene("tasks", "tasks"),
    Scene("templates", "templates", ("j", "j")),
    Scene("template-editor", "templates", (
        "j", "j", "e", "down", "down", *typed("{{ contact.phone }} {{ lead.titel }}: "),
    )),
    Scene("template-editor-narrow", "templates", ("j", "j", "e"), (80, 24)),
    Scene("template-fields", "templates", ("j", "j", "e", "ctrl+t")),
    Scene("letter", "queue", ("G", "r")),
    Scene("letter-choice", "queue", ("G", "R")),
    Scene("mail", "queue", ("ampersand", "j", "j")),
    Scene("mail-narrow", "queue", ("ampersand",), (80, 24)),
    Scene("rules", "queue", ("percent_sign", *("pagedown",) * 14, *typed(RULE), "tab", "j")),
    Scene("rules-narrow", "queue", ("percent_sign", *("pagedown",) * 14, *typed(RULE), "f5"), (80, 24)),
    Scene("rescore", "leads", ("C",)),
    Scene("learned", "queue", ("percent_sign", "f9", "l")),
    Scene("digest", "queue", ("semicolon", "j", "j")),
    Scene("lead-signals", "queue", ("enter", *("tab",) * 7)),
    Scene("dashboard", "queue", ("5",)),
    Scene("dashboard-narrow", "queue", ("5",), (80, 24)),
    Scene("dashboard-activity", "queue", ("5", "tab")),
    Scene("dashboard-words", "queue", ("5", *("tab",) * 2)),
    Scene("dashboard-forecast", "queue", ("5", *("tab",) * 3)),
    Scene("dashboard-changes", "queue", ("5", *("tab",) * 4)),
    Scene("behind", "queue", ("5", WAIT, "l", "enter")),
    Scene("explained", "queue", ("5", WAIT, "l", "question_mark")),
    Scene("bulk-edit", "leads", (
        *("space", "j") * 3, "e", *("tab",) * 4, *typed("fair"), "tab", *typed("+renewal -rfp"), "ctrl+s",
    )),
    Scene("help", "queue", ("question_mark",)),
    Scene("new-lead", "queue", ("c",)),
    Scene("import", "queue", (*typed(":import people.csv"), "enter")),
)  # fmt: skip

PEOPLE = """Deal ID,Company,Deal,Contact Name,Email,Stage,Amount,Created
D-1,Acme Ltd,ERP rollout,Ann Lee,ann@acme.example,Qualified,"$24,000.00",2026-05-02
D-1,Acme Ltd,ERP rollout,Bob Ray,bob@acme.example,Qualified,"$24,000.00",2026-05-02
D-2,Borealis AB,Time tracking,Cleo Day,cleo@borealis.example,Won,"$8,500.00",2026-04-11
D-3,Cobalt & Sons,Web shop relaunch,Dan Fox,dan@cobalt.example,Proposal,"$12,000.00",2026-05-20
D-4,Dune Logistics,Route planning,Eva Orr,eva@dune.example,Lost,n/a,2026-03-30
D-5,Elm Street Clinics,Help desk,Flo Kay,flo@elm.example,Negotiation,"$5,200.00",2026-06-31
"""


def make_demo(folder: Path) -> Path:
    """The demo file that all scenes start from."""
    from hermes_tui.demo import generate

    path = folder / "demo.db"
    generate(path, LEADS, NOW)
    with sqlite3.connect(path) as connection:  # it is to look like a rep's own, out of which mail can be sent
        connection.execute("DELETE FROM setting WHERE key = 'demo'")
    connection.close()
    return path


@contextmanager
def frozen(folder: Path) -> Iterator[None]:
    """The environment of a scene: frozen clock, no animation, a folder with a file to import."""
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    before, here = dict(os.environ), Path.cwd()
    os.environ.update(FROZEN)
    os.environ.pop("NO_COLOR", None)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)


async def draw(scene: Scene, path: Path) -> dict[str, str]:
    """The SVG of a scene on the file at `path`, in `frozen`, by theme: the second is put on under the rep's eyes."""
    from hermes_tui.app import HermesApp
    from hermes_tui.config import Settings
    from hermes_tui.session import Session
    from storage.database import Database

    database = Database.open(path)
    try:
        settings = Settings(
            theme=f"hermes-{THEMES[0]}", name="Sam Field", email="sam@northbeam.example", send_by="smtp"
        )
        app = HermesApp(Session(database, settings), scene.start)
        async with app.run_test(size=scene.size) as pilot:
            await pilot.pause()
            for key in scene.keys:
                if key == WAIT:
                    await settled(app, pilot)
                else:
                    await pilot.press(key)
            found = {}
            for theme in THEMES:
                app.theme = f"hermes-{theme}"
                await settled(app, pilot)
                found[theme] = without_web_fonts(app.export_screenshot(title="Hermes"))
            return found
    finally:
        database.close()


async def settled(app: App[int], pilot: Pilot[int]) -> None:
    """Wait until nothing more is painted: two looks a moment apart show the same. No cursor blinks meanwhile."""
    from textual.widgets import Input, TextArea

    before = ""
    for _ in range(40):
        for kind in (Input, TextArea):
            for field in app.screen.query(kind):
                field.cursor_blink = False
        await pilot.pause(0.05)
        await app.workers.wait_for_complete()
        now = app.export_screenshot(title="Hermes")
        if now == before:
            return
        before = now
    raise AssertionError("the screen never came to rest")


def without_web_fonts(svg: str) -> str:
    """The picture without the fonts it would fetch from the network, and with names that do not depend on the run."""
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.S)
    svg = svg.replace("Fira Code, monospace", "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace")
    svg = svg.replace("Fira Code", "DejaVu Sans Mono")
    return re.sub(r"terminal-\d+", "terminal", svg)


def file_of(scene: Scene, theme: str) -> Path:
    """Where a scene's picture is kept."""
    return FOLDER / f"{scene.name}-{theme}.svg"


def main() -> None:
    """Draw every scene anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = make_demo(folder).read_bytes()
        with frozen(folder):
            for scene in SCENES:
                path = folder / scene.name / "work.db"  # what one scene typed and left must not be the next one's
                path.parent.mkdir()
                path.write_bytes(demo)
                for theme, svg in asyncio.run(draw(scene, path)).items():
                    file_of(scene, theme).write_text(svg, encoding="utf-8")
                    print(file_of(scene, theme).name)


if __name__ == "__main__":
    main()
