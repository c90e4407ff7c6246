"""What a running program works with: the open file, the settings, and the clock at its edge."""

from __future__ import annotations

from datetime import date, tzinfo

from hermes_tui import clock, keymap
from hermes_tui.config import Settings
from storage.database import Database
from storage.thresholds import keep_thresholds
from storage.usual_currency import keep_usual_currency


class Session:
    """One rep at one file. Only this reads the clock for the app; everything below takes `now`."""

    def __init__(self, database: Database, settings: Settings, zone: tzinfo | None = None) -> None:
        self.database = database
        self.settings = settings
        self.zone = zone or clock.local_zone()
        keep_thresholds(database, settings.thresholds)
        keep_usual_currency(database, settings.currency)
        self.queue_total: int | None = None  # as last counted, for the title bars
        self.since: int | None = None  # when the rep was here before (UTC ms), of which the digest tells what is new

    def keys_of(self, commands: str) -> str:
        """The keys of these commands (ids, a space between), as a person writes them under the rep's own keymap."""
        changed = keymap.overrides(self.settings.preset, self.settings.keys)
        return " ".join(keymap.shown_key(keymap.keys_of(keymap.BY_ID[name], changed)) for name in commands.split())

    def now(self) -> int:
        """UTC milliseconds."""
        return clock.now_ms()

    def today(self) -> date:
        """The rep's own date."""
        return clock.day_of(self.now(), self.zone)
