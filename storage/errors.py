"""The faults a person can cause or meet, each one plain sentence: what happened, what was kept, what to do."""

from __future__ import annotations


class HermesError(Exception):
    """A fault to be shown as its sentence (toast or stderr), never as a traceback."""


class UsageError(HermesError):
    """The words given do not make sense: an unknown field, a date that is none, a stage nobody knows."""


class NotFound(HermesError):
    """What was named does not exist."""


class DatabaseMissing(HermesError):
    """The settings name a file that is not there; an empty CRM must never be shown in its place."""


class DatabaseUnusable(HermesError):
    """The file is no database of ours, is damaged, or cannot be written."""


class DatabaseBusy(HermesError):
    """Another program holds the file longer than we wait."""


class DatabaseNewer(HermesError):
    """A later Hermes made this file; nothing was touched."""


class DiskFull(HermesError):
    """There was no room to commit; the transaction was rolled back whole."""


class NothingToUndo(HermesError):
    """The journal has no action left in that direction."""


class UndoRefused(HermesError):
    """A row has changed since the action; undoing it would overwrite the later change."""
