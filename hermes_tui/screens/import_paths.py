"""Completing a file's path as it is typed after `:import`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress

_IMPORTED = (".csv", ".tsv", ".txt", ".vcf", ".vcard", ".zip", ".json")  # tables, cards, packets
_MOST = 2_000  # entries of a folder looked at for each key; a larger one is not worth the wait


def paths_from(typed: str) -> Iterator[str]:
    """Folders (ending in `/`) and files to be imported whose path begins with `typed`; `~` is kept as it was typed."""
    before = typed[: len(typed) - len(typed.rpartition("/")[2])]
    begun = typed[len(before) :]
    names = []
    with suppress(OSError, ValueError), os.scandir(os.path.expanduser(before) or ".") as entries:
        for _, entry in zip(range(_MOST), entries, strict=False):
            hidden = entry.name.startswith(".") and not begun.startswith(".")
            if hidden or not entry.name.isprintable() or not entry.name.startswith(begun):
                continue
            if entry.is_dir():
                names.append(entry.name + "/")
            elif entry.name.casefold().endswith(_IMPORTED):
                names.append(entry.name)
    # Files before folders: a file is what is wanted in the end.
    return (before + name for name in sorted(names, key=lambda name: (name.endswith("/"), name)))
