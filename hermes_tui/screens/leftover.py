"""What was typed and not saved, kept beside the database until it is: a closed terminal or a bug loses no words."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from storage.database import Database


class Leftover(NamedTuple):
    """A text as it was when the rep began, and as it was typed last."""

    began: str
    text: str


def place_of(database: Database, what: str) -> Path:
    """The file that keeps what is typed about `what` (`proposal-12`)."""
    return Path(f"{database.path}.unsaved-{what}")


def find(place: Path) -> Leftover | None:
    """What was left there; None for nothing, or nothing that can be read."""
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
        return Leftover(str(found["began"]), str(found["text"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(place: Path, left: Leftover) -> None:
    """Keep it, readable by its owner only, whole or as it was before; where the disk refuses, the screen still has it.

    What is as it began is nothing to keep.
    """
    if left.text == left.began:
        drop(place)
        return
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    with suppress(OSError):
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
            json.dump(left._asdict(), out)
        part.replace(place)


def drop(place: Path) -> None:
    """It is saved, or the rep let it go."""
    with suppress(OSError):
        place.unlink()
