"""What a bug leaves: a traceback without variables (they hold contact data) in the log, one line on screen."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path


def log_path() -> Path:
    """Where tracebacks go: HERMES_LOG, or the platform's own place for logs."""
    named = os.environ.get("HERMES_LOG")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_log_path

    return user_log_path("hermes") / "hermes.log"


def write_down(error: BaseException | None = None) -> str:
    """Append the traceback of `error` (or of the one being handled) to the log; returns the sentence to show.

    Only frames and the error's kind are kept: messages and variables may quote a contact.
    """
    found = error or sys.exc_info()[1]
    path = log_path()
    frames = traceback.format_tb(found.__traceback__) if found is not None else traceback.format_stack()
    kind = type(found).__name__ if found is not None else "unknown fault"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600), "a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {kind}\n{''.join(frames)}\n")
    except OSError:
        return f"Hermes met a bug ({kind}) and ended; every finished action is kept, and no log could be written."
    return f"Hermes met a bug ({kind}) and ended; every finished action is kept. The traceback is in {path}."
