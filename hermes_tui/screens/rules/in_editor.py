"""The rules in the rep's own editor: what was written there comes back, and is not lost where it cannot."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.content import Content

from hermes_tui.screens.lead_editor import written_in_editor
from storage.errors import HermesError

if TYPE_CHECKING:
    from hermes_tui.screens.base import HermesScreen


def in_editor(screen: HermesScreen, text: str) -> str | None:
    """The text as $VISUAL, $EDITOR or vi left it; None where that could not be, which the screen says."""
    file = Path(tempfile.mkdtemp(prefix="hermes-")) / "rules.toml"
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
    try:
        written = written_in_editor(screen.app, file)
    except SuspendNotSupported:
        screen.say(Content.styled(" This terminal cannot be lent to an editor; write here.", "$text-error"))
        written = None
    except HermesError as error:
        screen.say(Content.styled(f" {error} What the editor wrote is in {file}.", "$text-error"))
        return None
    shutil.rmtree(file.parent, ignore_errors=True)
    return written
