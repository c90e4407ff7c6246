"""Mailboxes of one file (mbox), read from where the last reading ended; our own reader, for files as they are.

Python's `mailbox.mbox` fails on a `From ` line that is not ASCII and reads the whole file at each opening.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from hermes_tui.outreach.reading.faults import MailboxFault, Unreadable
from hermes_tui.outreach.reading.fields import head_end
from hermes_tui.outreach.reading.heads import Head, head_of
from hermes_tui.outreach.reading.source import RAW_CAP, Piece, State, opener

# A line `From sender date` begins a message if a field of a head follows. After a blank line any bytes with a time
# will do, without one (some programs forget it) only a whole date. A patch by git begins with an id and one date.
# A line without any time does so after a blank line where two fields follow that stand in the heads of mails: taken
# for a sentence, it would hide a message in the one before. The file's first line is no sentence: one field will do.
_NOT_A_PATCH = rb"From (?![0-9a-f]{40} Mon Sep 17 00:00:00 2001)"
_FIELD_FOLLOWS = rb"[^\r\n]{0,80}(?:\r?\n|\r)(?=>?From |[!-9;-~]{1,80}[ \t]*:)"
_LOOSE = re.compile(_NOT_A_PATCH + rb"[^\r\n]{0,300}\d:\d\d" + _FIELD_FOLLOWS)
_STRICT = re.compile(
    _NOT_A_PATCH + rb"[^\s]{1,300} +[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d(?::\d\d)? " + _FIELD_FOLLOWS
)
_KNOWN_FIELD = (
    rb"(?i:return-path|delivered-to|received|message-id|from|to|subject|date|mime-version|status|x-[!-9;-~]{1,60})"
    rb"[ \t]*:[^\r\n]{0,120}(?:\r?\n|\r)"
)
_TIMELESS = re.compile(
    _NOT_A_PATCH + rb"[^\r\n]{0,200}(?:\r?\n|\r)(?=" + _KNOWN_FIELD + rb"(?:[ \t]+[^\s]|" + _KNOWN_FIELD + rb"))"
)
_FIRST = re.compile(rb"From [^\r\n]{0,300}(?:\r?\n|\r)(?=>?From |[!-9;-~]{1,80}[ \t]*:)")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_EXPUNGED = re.compile(rb"^x-mozilla-status:[ \t]*[0-9a-f]{3}[89a-f]", re.IGNORECASE | re.MULTILINE)
_BLANK = (b"\n\n", b"\n\r\n")
_CHUNK = 16_384
_LARGE_CHUNK = 1_048_576
_OVERLAP = 600  # longer than a line that begins a message, with what must follow it
_HEAD = 262_144
_TAIL = 2_048
_SETTLING = 0.2  # seconds in which a message without its last line end may still be growing


class Mbox:
    """An mbox file, `>From ` unquoted, with Content-Length or without.

    A message's key is its id. `state` holds the offset where reading ended and a digest of what stands before it:
    where that differs the file was rewritten or cut, and it is read from its start again.
    """

    def __init__(self, name: str, place: str | Path) -> None:
        self.name = name
        self._path = os.path.expanduser(place)

    def pieces(self, state: State, known: AbstractSet[str] = frozenset()) -> Iterator[Piece]:
        """The messages after the last reading's end that are not `known`, in the file's order, each id once.

        Raises MailboxFault where the file is not there, is no mbox, or is cut while it is read.
        """
        try:
            with open(self._path, "rb", buffering=0, opener=opener) as file:
                yield from self._read(file.fileno(), state, known)
        except FileNotFoundError as error:
            raise MailboxFault(f"There is no mailbox at {self._path}; mend its path in the settings.") from error
        except OSError as error:
            raise MailboxFault(f"The mailbox {self._path} cannot be read ({error.strerror}).") from error

    def _read(self, file: int, state: State, known: AbstractSet[str]) -> Iterator[Piece]:
        begin = self._resumed(file, state)
        met: set[str] = set()
        while (end := os.fstat(file).st_size) > begin:
            bounds = next_bounds(file, begin, end)
            if bounds is None:
                if begin == 0 and os.pread(file, 64, 0).strip():
                    raise MailboxFault(f"{self._path} is no mbox: it does not begin with a line `From …`.")
                return
            start, body, stop = bounds
            if stop == end and not _is_settled(file, end):
                return  # still being written: the next reading takes it
            piece = self._piece(file, start, body, stop, end)
            if piece is not None and piece.key not in known and piece.key not in met:
                met.add(piece.key)
                yield piece
            begin = stop
            state.update(offset=stop, digest=_digest(file, stop))

    def _resumed(self, file: int, state: State) -> int:
        offset = state.get("offset", 0)
        if (
            isinstance(offset, int)
            and 0 < offset <= os.fstat(file).st_size
            and state.get("digest") == _digest(file, offset)
        ):
            return offset
        state.clear()
        return 0

    def _piece(self, file: int, start: int, body: int, stop: int, end: int) -> Piece | None:
        head = os.pread(file, min(body, stop) - start, start)
        if os.fstat(file).st_size < stop:
            raise MailboxFault(f"The mailbox {self._path} was cut while it was read; what was read before is kept.")
        if _EXPUNGED.search(head):
            return None  # thrown away in Thunderbird, which keeps it in the file until it compacts
        raw = self._reader(start, stop, head[:_TAIL])
        read: Head | None = None
        fault = ""
        try:
            read = head_of(head[head_start(head) :])
        except Unreadable as error:
            fault = str(error)
        key = read.message_id if read else hashlib.blake2b(head, digest_size=16).hexdigest()
        return Piece(key, read, raw, fault, stop / end)

    def _reader(self, start: int, stop: int, begins: bytes) -> Callable[[], bytes]:
        def raw() -> bytes:
            try:
                with open(self._path, "rb", buffering=0, opener=opener) as file:
                    found = os.pread(file.fileno(), min(stop - start, RAW_CAP), start)
            except OSError as error:
                raise Unreadable(f"{self._path} cannot be read ({error.strerror}).") from error
            if not found.startswith(begins):
                raise Unreadable(f"{self._path} was rewritten while it was read; read it once more.")
            return _ESCAPED.sub(rb"\1", found[head_start(found) :])

        return raw


def next_bounds(file: int, begin: int, end: int) -> tuple[int, int, int] | None:
    """(start, where its body begins, stop) of the next message at or after `begin`; None where none begins."""
    start = _next_from(file, begin, end)
    if start is None:
        return None
    head = os.pread(file, min(_CHUNK, end - start), start)
    after, body = head_end(head, head_start(head))
    if body == len(head) and len(head) == _CHUNK:
        head = os.pread(file, min(_HEAD, end - start), start)
        after, body = head_end(head, head_start(head))
    said = _LENGTH.search(head[:after])
    if said and (stop := _stop_by_length(file, start + body + int(said[1]), end)):
        return start, start + body, stop
    found = _next_from(file, start + head_start(head), end)
    return start, start + body, end if found is None else found


def head_start(raw: bytes) -> int:
    """Where the head of a message begins after its `From ` line, and one more quoted `>From ` that some servers add."""
    found = re.match(rb"(?:>?From [^\r\n]*(?:\r?\n|\r))+", raw)
    return found.end() if found else 0


def _stop_by_length(file: int, stop: int, end: int) -> int:
    """The end that a Content-Length tells, if a message or the end of the file comes there; else 0."""
    if stop > end:
        return 0
    following = os.pread(file, 16, stop)
    bare = following.lstrip(b"\r\n")
    if bare.startswith(b"From ") or (not bare and stop + len(following) >= end):
        return stop + len(following) - len(bare)
    return 0


def _next_from(file: int, begin: int, end: int) -> int | None:
    """The offset of the next line that begins a message, at or after `begin`."""
    here = os.pread(file, _OVERLAP, begin)
    if _LOOSE.match(here) or (_FIRST if begin == 0 else _TIMELESS).match(here):
        return begin  # where the last message is known to end, no blank line is wanted
    place = begin
    size = _CHUNK
    while place < end:
        chunk = os.pread(file, min(size + _OVERLAP, end - place), place)
        at = chunk.find(b"\nFrom ") + 1
        while at:
            if chunk[max(0, at - 3) : at].endswith(_BLANK):
                begins = _LOOSE.match(chunk, at) or _TIMELESS.match(chunk, at)
            else:
                begins = _STRICT.match(chunk, at)
            if begins:
                return place + at
            at = chunk.find(b"\nFrom ", at) + 1
        if len(chunk) <= size:
            return None
        place += size
        size = _LARGE_CHUNK
    return None


def _is_settled(file: int, size: int) -> bool:
    """Whether the last message of the file is whole: it ends a line, or the file has stopped growing."""
    if os.pread(file, 1, size - 1) in (b"\n", b"\r"):
        return True
    time.sleep(_SETTLING)
    return os.fstat(file).st_size == size


def _digest(file: int, offset: int) -> str:
    begin = max(0, offset - _TAIL)
    return hashlib.blake2b(os.pread(file, offset - begin, begin), digest_size=16).hexdigest()
