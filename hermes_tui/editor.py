"""The rep's own editor: $VISUAL, $EDITOR or vi, run on a file."""

from __future__ import annotations

import os
from pathlib import Path

from storage.errors import HermesError

DEFAULT = "vi"


class NoEditor(HermesError):
    """There is none that can be run; nothing was written."""


class EditorFailed(HermesError):
    """It ended as if something went wrong; what was written stands in the file."""


def run_editor(file: Path) -> None:
    """Open a file in the rep's editor, and wait for it. Raises NoEditor, EditorFailed."""
    import shlex
    import subprocess

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or DEFAULT
    try:
        code = subprocess.run([*shlex.split(named), str(file)], check=False).returncode
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise NoEditor(f"The editor `{named}` cannot be run ({why}); set $EDITOR to one that can.") from None
    if code:
        raise EditorFailed(f"The editor `{named}` ended with exit code {code}; nothing was changed.")
