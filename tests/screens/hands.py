"""A rep's hands on the keys of a screen, and the eyes that most tests need; a test file adds its own."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from hermes_tui.app import HermesApp
from hermes_tui.session import Session


async def press(pilot: Pilot[int | None], *keys: str) -> None:
    """Keys as typed, then all settles."""
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()
    await pilot.pause()


async def worked(app: HermesApp) -> None:
    """What threads do for a screen is done; the backup behind all screens, which rests while keys come, may not be."""
    found = [worker for worker in app.workers if worker._work != app._behind_the_screen]
    if found:
        await app.workers.wait_for_complete(found)


async def command(pilot: Pilot[int | None], words: str) -> None:
    """`:` and a command: the line is filled at once, as typing takes its time; then all that it set off is done."""
    app = pilot.app
    assert isinstance(app, HermesApp)
    await pilot.pause()
    await pilot.press("colon")
    app.screen.query_one(Input).value = words
    await press(pilot, "enter")
    await worked(app)
    await pilot.pause()


def text_of(widget: Widget) -> str:
    """What a widget shows, line by line."""
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


def painted(app: HermesApp) -> str:
    """The whole screen as it is painted, dialogs on top."""
    return "\n".join("".join(s.text for s in strip).rstrip() for strip in app.screen._compositor.render_strips())


def says(app: HermesApp) -> str:
    """What the strip says."""
    return " ".join(str(app.here.strip._says.content).split())


class Hands:
    """Hands on the app that a pilot flies."""

    def __init__(self, pilot: Pilot[int], session: Session) -> None:
        self.pilot = pilot
        self.session = session
        self.database = session.database
        app = pilot.app
        assert isinstance(app, HermesApp)
        self.app = app

    async def press(self, *keys: str) -> None:
        """Keys as typed, then all settles."""
        await self.pilot.pause()
        await self.pilot.press(*keys)
        await self.pilot.pause()
