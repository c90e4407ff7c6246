"""Maildirs as mbsync, offlineimap, notmuch, Dovecot and mail programs leave them, folders within them too."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple

from hermes_tui.outreach.reading.faults import MailboxFault, Unreadable
from hermes_tui.outreach.reading.fields import HEAD_CAP, head_end
from hermes_tui.outreach.reading.heads import Head, read_head
from hermes_tui.outreach.reading.source import RAW_CAP, Piece, State, opener

# What follows the name: its flags (`:2,S`, written with `;` or `!` where a colon cannot be), and what Dovecot, mbsync
# and offlineimap put before them. Both change while the message stays the same.
_FLAGS = re.compile(r"[:;!]2,([^/]*)\Z")
_NOTES = re.compile(r",(?:U|S|W|FMD5)=[^,]*")
_NOT_READ = re.compile(
    r"\.?(?:.*[./])?(?:drafts?|entwürfe|brouillons|borradores|bozze|concepten|rascunhos|spam|junk(?: e-?mail)?)\Z", re.I
)
_DRAFT = "D"
_FIRST_READ = 16_384
_DEEPEST = 30
_SETTLING = 3600.0  # seconds in which a message whose head does not end may still be growing
_ARRIVED = re.compile(r"\d{6,}")


class _Entry(NamedTuple):
    order: int  # the second at which it arrived, as most names begin; 0 where the name does not say
    key: str
    path: str


class Maildir:
    """A Maildir and the folders in it.

    A message's key is its folder and its name without flags: a change of flags, or being moved from `new` to `cur`,
    leaves it as it is. `tmp` is not looked at; drafts and what lies in folders for drafts and spam is not mail that
    came. Messages beside `cur` and `new` are read where their names carry flags, as archives keep them.
    """

    def __init__(self, name: str, place: str | Path) -> None:
        self.name = name
        self._root = os.path.expanduser(place)

    def pieces(self, state: State, known: AbstractSet[str] = frozenset()) -> Iterator[Piece]:
        """The messages whose keys are not `known`, those that arrived first before others; `state` is not used.

        Raises MailboxFault where the folder is not there, holds no Maildir, or goes away meanwhile. A file that
        vanishes after it was listed is looked for under other flags, then told as a fault of its own.
        """
        fresh = sorted(entry for entry in self._listed() if entry.key not in known)
        for number, entry in enumerate(fresh, 1):
            yield self._piece(entry, number / len(fresh))

    def _listed(self) -> list[_Entry]:
        found: list[_Entry] = []
        folders = 0
        for folder, within in self._folders():
            folders += 1
            found += _messages(os.path.join(self._root, folder), folder, within)
        if not folders:
            raise MailboxFault(f"{self._root} holds no Maildir: neither cur nor new is in it or below it.")
        return found

    def _folders(self) -> Iterator[tuple[str, frozenset[str]]]:
        """(path within the root, which of cur and new it has) of each Maildir, the root's first."""
        waiting = [("", 0)]
        met: set[tuple[int, int]] = set()
        while waiting:
            folder, depth = waiting.pop()
            path = os.path.join(self._root, folder)
            try:
                about = os.stat(path)
                with os.scandir(path) as entries:
                    names = [entry.name for entry in entries if entry.is_dir() and entry.name != "tmp"]
            except OSError as error:
                if not folder:
                    raise self._gone(error) from error
                continue  # a folder without leave to read, or gone since: the others are read
            if (about.st_dev, about.st_ino) in met:
                continue
            met.add((about.st_dev, about.st_ino))
            within = frozenset(names) & {"cur", "new"}
            if within and not _NOT_READ.match(folder):
                yield folder, within
            if depth < _DEEPEST:
                waiting += [(os.path.join(folder, name), depth + 1) for name in names if name not in ("cur", "new")]

    def _piece(self, entry: _Entry, share: float) -> Piece:
        path = entry.path
        for attempt in (path, None):
            try:
                path = attempt or self._renamed(entry)
                head = _head(path)
                return Piece(entry.key, head, _reader(path, lambda: self._renamed(entry)), "", share)
            except FileNotFoundError:
                continue
            except Unreadable as error:
                fault = f"{path}: {error}"
                return Piece(entry.key, None, _reader(path, lambda: self._renamed(entry)), fault, share)
            except OSError as error:
                fault = f"{path} cannot be read ({error.strerror})."
                return Piece(entry.key, None, _refusing(fault), fault, share)
        fault = f"{entry.path} went away while the mailbox was read."
        return Piece(entry.key, None, _refusing(fault), fault, share)

    def _renamed(self, entry: _Entry) -> str:
        """Where the message lies now: another program has changed its flags or moved it to `cur`."""
        if not os.path.isdir(self._root):
            raise MailboxFault(f"The mailbox {self._root} went away while it was read; what was read before is kept.")
        folder = os.path.dirname(entry.path)
        beside = os.path.dirname(folder) if os.path.basename(folder) in ("cur", "new") else ""
        for place in dict.fromkeys(
            (os.path.join(beside, "cur"), os.path.join(beside, "new"), folder) if beside else (folder,)
        ):
            try:
                with os.scandir(place) as entries:
                    for one in entries:
                        if _bare(one.name) == entry.key.rpartition("/")[2]:
                            return one.path
            except OSError:
                continue
        raise FileNotFoundError(entry.path)

    def _gone(self, error: OSError) -> MailboxFault:
        if isinstance(error, FileNotFoundError):
            return MailboxFault(f"There is no mailbox at {self._root}; mend its path in the settings.")
        return MailboxFault(f"The mailbox {self._root} cannot be read ({error.strerror}).")


def _messages(path: str, folder: str, within: frozenset[str]) -> list[_Entry]:
    """The messages of one Maildir, by its listing alone: no file is opened, none is asked for its kind."""
    found: list[_Entry] = []
    for place in ("cur", "new", ""):
        if place and place not in within:
            continue
        try:
            with os.scandir(os.path.join(path, place)) as entries:
                names = [entry.name for entry in entries if place or (_FLAGS.search(entry.name) and entry.is_file())]
        except OSError:
            continue
        for name in names:
            flags = _FLAGS.search(name)
            if name[0] == "." or (flags and _DRAFT in flags[1]):
                continue
            arrived = _ARRIVED.match(name)
            key = f"{folder}/{_bare(name)}" if folder else _bare(name)
            found.append(_Entry(int(arrived[0]) if arrived else 0, key, os.path.join(path, place, name)))
    return found


def _bare(name: str) -> str:
    bare = _FLAGS.sub("", name)
    return _NOTES.sub("", bare) if "," in bare else bare


def _head(path: str) -> Head:
    """The head of a message in a file, of which no more is read than holds it.

    Raises Unreadable where the file is being written: filed now, the rest of it would never be read.
    """
    with open(path, "rb", buffering=0, opener=opener) as file:
        raw = file.read(_FIRST_READ)
        end, body = head_end(raw)
        if len(raw) == _FIRST_READ and end == len(raw):
            raw += file.read(HEAD_CAP - _FIRST_READ)
        elif end == body and time.time() - os.fstat(file.fileno()).st_mtime < _SETTLING:
            raise Unreadable("It is not whole yet, its head has no end; the next sync looks again.")
    return read_head(raw)


def _reader(path: str, renamed: Callable[[], str]) -> Callable[[], bytes]:
    def raw() -> bytes:
        try:
            try:
                return _whole(path)
            except FileNotFoundError:
                return _whole(renamed())
        except FileNotFoundError:
            raise Unreadable(f"{path} went away while the mailbox was read.") from None
        except OSError as error:
            raise Unreadable(f"{path} cannot be read ({error.strerror}).") from error

    return raw


def _whole(path: str) -> bytes:
    with open(path, "rb", buffering=0, opener=opener) as file:
        return file.read(RAW_CAP)


def _refusing(fault: str) -> Callable[[], bytes]:
    def raw() -> bytes:
        raise Unreadable(fault)

    return raw
