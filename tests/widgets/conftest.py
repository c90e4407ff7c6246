"""Quick typing for the widgets' tests: pilot.press waits ~65 ms after each key, this once after all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

Press = Callable[..., Awaitable[None]]


@pytest.fixture
def press() -> Press:
    async def press_all(pilot: Pilot[Any], *keys: str) -> None:
        for key in keys:
            single = len(key) == 1
            pilot.app.post_message(events.Key(_character_to_key(key) if single else key, key if single else None))
        await pilot.pause()
        await pilot.pause()

    return press_all
