"""The fields of a head: where it ends, its names and values, and the ids in them; bytes in, nothing decoded yet."""

from __future__ import annotations

import re

from storage.clean import clean

HEAD_CAP = 262_144
_FOLD = re.compile(r"\n[ \t]+")
_ID = re.compile(r"<([^<>]{1,2000})>")
_LONGEST_ID = 900
MOST_IDS = 100


def head_end(raw: bytes, start: int = 0) -> tuple[int, int]:
    """(where the head of the message at `start` ends, where its body begins); line ends of any kind.

    A head longer than HEAD_CAP ends there, and one without a blank line takes all there is.
    """
    most = min(len(raw), start + HEAD_CAP)
    if raw[start : start + 1] == b"\n" or raw[start : start + 2] == b"\r\n":
        return start, start + (1 if raw[start : start + 1] == b"\n" else 2)
    ends = [
        (place, place + len(blank))
        for blank in (b"\n\n", b"\n\r\n", b"\r\r")
        if (place := raw.find(blank, start, most)) >= 0
    ]
    return min(ends, default=(most, most))


def pairs(head: bytes) -> list[tuple[str, str]]:
    """(name in lower case, value unfolded, one character a byte) of each field, in order; lines that are none left out.

    A leading `From ` line of an mbox is no field. NUL bytes are left out.
    """
    text = head.decode("latin-1")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "")
    found = []
    for line in _FOLD.sub(" ", text).split("\n"):
        name, colon, value = line.partition(":")
        if colon and " " not in name:
            found.append((name.lower(), value.strip(" \t")))
        elif colon and name[-1:] in " \t" and " " not in name.rstrip():
            found.append((name.rstrip().lower(), value.strip(" \t")))
    return found


def ids(value: str) -> tuple[str, ...]:
    """The message ids of a value as `<left@right>`, in order, each once; the first and the last MOST_IDS of many.

    Ids without brackets are taken where there are none with; white space inside an id is a folding's.
    """
    written = _ID.findall(value) if "<" in value else [word.strip("<>,;\"'") for word in value.split() if "@" in word]
    found = dict.fromkeys(
        f"<{inner}>" for one in written if (inner := clean("".join(one.split()))) and len(inner) <= _LONGEST_ID
    )
    kept = tuple(found)
    return kept if len(kept) <= MOST_IDS else (kept[0], *kept[1 - MOST_IDS :])
