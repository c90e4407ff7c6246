"""Backups of the whole file: taken, checked, listed, rotated and restored."""

from __future__ import annotations

from storage.snapshots.folder import REASONS, Snapshot, check, copy, daily, listing, rotate, take
from storage.snapshots.restoring import Restored, restore

__all__ = ["REASONS", "Restored", "Snapshot", "check", "copy", "daily", "listing", "restore", "rotate", "take"]
