"""Leads in the rep's own editor: the program steps aside, and what was typed is never lost to a wrong line."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, SuspendNotSupported
from textual.content import Content

from hermes_tui.editor import run_editor
from storage.errors import HermesError, UsageError
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.screens.errands import Errands


def edit_as_text(screen: Errands, lead_ids: Sequence[int]) -> None:
    """Write the leads to a private file, open it in $VISUAL, $EDITOR or vi, and do what its text says."""
    from hermes_tui.actions.edit_text import leads_as_text

    try:
        before = leads_as_text(screen.session.database, lead_ids)
        file = _write(lead_ids, before)
    except (HermesError, OSError) as error:
        screen.hermes.say_error(error)
        return
    _edit(screen, file, before)


def _write(lead_ids: Sequence[int], text: str) -> Path:
    """The text in a file and a folder that only their owner may read; editors put their copies beside it."""
    name = f"lead-{lead_ids[0]}.txt" if len(lead_ids) == 1 else f"{len(lead_ids)}-leads.txt"
    file = Path(tempfile.mkdtemp(prefix="hermes-")) / name
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
    return file


def _edit(screen: Errands, file: Path, before: str) -> None:
    try:
        _apply(screen, before, written_in_editor(screen.app, file))
    except SuspendNotSupported:
        screen.hermes.say_error(UsageError("This terminal cannot be lent to an editor; e edits in a form."))
        _drop(file)
    except HermesError as error:
        _ask_again(screen, file, before, str(error))
    else:
        _drop(file)


def written_in_editor(app: App[object], file: Path) -> str:
    """Lend the terminal to the rep's editor, and read what it wrote. Raises HermesError, SuspendNotSupported.

    An error waits until the terminal is ours again: `suspend` does not take it back where one leaves it (Textual 8.2),
    and the screen would stay black for good.
    """
    wrong: HermesError | None = None
    with app.suspend():
        try:
            run_editor(file)
        except HermesError as error:
            wrong = error
    if wrong is not None:
        raise wrong
    return _read(file)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError("What the editor wrote is no text in UTF-8; nothing was changed.") from None
    except OSError as error:
        raise UsageError(f"What the editor wrote cannot be read ({error.strerror}); nothing was changed.") from None


def _apply(screen: Errands, before: str, after: str) -> None:
    """Do what the text says. Raises UsageError where a line makes no sense."""
    from hermes_tui.actions.edit_text import apply_edits, edits_from_text

    session = screen.session
    edits = edits_from_text(before, after)
    if not edits:
        screen.say(" Nothing was changed")
        return
    outcome = apply_edits(session.database, edits, session.now(), session.today())
    screen.perform(lambda _ids: outcome, lead_ids=list(edits), repeatable=False)


def _ask_again(screen: Errands, file: Path, before: str, wrong: str) -> None:
    """Nothing was changed: say why and where the text is, and offer to go on with it."""
    kept = f"Your text is kept in {file}"
    screen.hermes.say_error(UsageError(f"{wrong} {kept}"))
    screen.strip.ask_choice(
        Content.assemble((" Nothing changed.", "bold"), f" {kept}:"),
        [Choice("e", "edit it again", "again"), Choice("k", "keep the file", "keep"), Choice("d", "drop it", "drop")],
        partial(_answered, screen, file, before),
    )


def _answered(screen: Errands, file: Path, before: str, answer: str) -> None:
    if answer == "again":
        _edit(screen, file, before)
    elif answer == "drop":
        _drop(file)
    else:
        screen.say(f" Kept in {file}")


def _drop(file: Path) -> None:
    shutil.rmtree(file.parent, ignore_errors=True)
