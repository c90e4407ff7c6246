"""A rep's hands on the keys of a screen; each test file adds the eyes that it needs."""

from __future__ import annotations

from textual.pilot import Pilot

from hermes_tui.app import HermesApp
from hermes_tui.session import Session


async def press(pilot: Pilot[int | None], *keys: str) -> None:
    """Keys as typed, then all settles."""
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()
    await pilot.pause()


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
