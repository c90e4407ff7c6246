"""Texts that come from outside: a file, stdin, or the rep's editor."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from storage.errors import HermesError, UsageError

MOST_BYTES = 4_000_000

Used = TypeVar("Used")


def text_of(name: str, what: str) -> str:
    """The text of a file, or of stdin where it is `-`; `what` is what it is to become, such as "template".

    Raises HermesError where it cannot be read, UsageError where it is no text.
    """
    try:
        if name == "-":
            if sys.stdin is None or sys.stdin.isatty():
                raise UsageError("- reads what is piped in, and nothing is.")
            found = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).expanduser().open("rb") as file:
                found = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise HermesError(f"{name} cannot be read ({error.strerror}); nothing was changed.") from error
    if len(found) > MOST_BYTES:
        raise UsageError(f"{name} is larger than any {what}; nothing was changed.")
    return _decoded(found, name)


def _decoded(found: bytes, name: str) -> str:
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{name} is no text in UTF-8; nothing was changed.") from None


def from_editor(text: str, name: str, use: Callable[[str], Used]) -> Used:
    """What `use` makes of what the rep made of a text in $VISUAL, $EDITOR or vi.

    The file is called `name` and for the rep's eyes only; it is taken away once its text was used. Where the editor
    fails, or `use` refuses the text, it is kept and said where. Raises HermesError.
    """
    import tempfile

    from hermes_tui.editor import NoEditor, run_editor

    file = Path(tempfile.mkdtemp(prefix="hermes-")) / name  # the folder is 0700
    file.write_text(text, encoding="utf-8")
    try:
        run_editor(file)
        found = use(_decoded(file.read_bytes(), "What the editor wrote"))
    except NoEditor:
        _take_away(file.parent)
        raise
    except HermesError as refused:
        raise type(refused)(f"{refused} What you wrote is in {file}.") from refused
    _take_away(file.parent)
    return found


def _take_away(folder: Path) -> None:
    from shutil import rmtree

    rmtree(folder, ignore_errors=True)  # with the copies that some editors leave beside the file
