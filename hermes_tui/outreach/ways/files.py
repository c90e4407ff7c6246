"""Ways that leave a file for the rep's mail program: a draft in a Maildir, an .eml file."""

from __future__ import annotations

import os
import re
from datetime import datetime, tzinfo
from hashlib import sha256
from pathlib import Path

from hermes_tui.outreach.finding import Finding
from hermes_tui.outreach.mail.composing import as_bytes
from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.ways.faults import SendRefused
from hermes_tui.outreach.ways.way import Plain

_UNFIT = re.compile(r"[^\w@.+-]+")  # in a file's name


class MaildirDraft(Plain):
    """A draft in a Maildir, which mutt, aerc and whatever mbsync feeds show among the drafts."""

    name = "maildir"
    hands_over = True

    def __init__(self, folder: str, zone: tzinfo, *, flowed: bool = True) -> None:
        self._named, self._zone, self._flowed = folder, zone, flowed
        self._folder = Path(folder).expanduser()

    def send(self, letter: Letter) -> str:
        """Put the draft into the folder; one of the same message that is there still is replaced."""
        content = as_bytes(letter, self._zone, flowed=self._flowed, utf8=True)
        fault = self._fault()
        if fault:
            raise SendRefused(f"{fault} Nothing was sent; the draft is kept in Hermes.", stop=True)
        name = _maildir_name(letter)
        try:
            # D draft, S seen (the suffix of cur/; a mail program may have changed it, and the place, meanwhile).
            place = self._found(letter) or self._folder / "cur" / f"{name}:2,DS"
            _put(place, content, self._folder / "tmp" / name)
        except OSError as error:
            raise _cannot(self._named, error) from None
        return f"a draft in {self._named}"

    def went(self, letter: Letter) -> bool | None:
        """Whether the draft is in the folder."""
        try:
            return self._found(letter) is not None
        except OSError:
            return None

    def check(self, *, connect: bool = False) -> list[Finding]:
        """Whether the folder is a Maildir that may be written."""
        fault = self._fault()
        said = fault.rstrip(".") if fault else f"drafts are put into {self._named}"
        return [Finding("sending (maildir)", not fault, said, "hermes config set drafts FOLDER" if fault else "")]

    def _fault(self) -> str:
        if not self._named:
            return "The setting `drafts` names no folder: `hermes config set drafts ~/Mail/Drafts`."
        parts = [self._folder / part for part in ("cur", "new", "tmp")]
        if not all(part.is_dir() for part in parts):
            return f"{self._named} is no Maildir, which has the folders cur, new and tmp: make them, or name another."
        if not all(os.access(part, os.W_OK | os.X_OK) for part in parts):
            return f"{self._named} may not be written: let it be yours, or name another."
        return ""

    def _found(self, letter: Letter) -> Path | None:
        for part in ("cur", "new"):
            place = _holding(self._folder / part, f".H{_mark(letter)}.")
            if place is not None:
                return place
        return None


class EmlFile(Plain):
    """An .eml file, which any mail program opens, Outlook and Apple Mail as a draft."""

    name = "eml"
    hands_over = True

    def __init__(self, folder: str, zone: tzinfo, *, flowed: bool = True) -> None:
        self._named, self._zone, self._flowed = folder, zone, flowed
        self._folder = Path(folder).expanduser()

    def send(self, letter: Letter) -> str:
        """Write the file; one of the same message is replaced."""
        content = as_bytes(letter, self._zone, flowed=self._flowed, utf8=True, unsent=True)
        if not self._named:
            raise SendRefused(
                "The setting `eml_folder` names no folder; nothing was sent. Name one: "
                "`hermes config set eml_folder ~/Mail/out`.",
                stop=True,
            )
        try:
            place = self._found(letter) or self._place(letter)
            _put(place, content, place.with_name(f".{place.name}.part"))
        except OSError as error:
            raise _cannot(self._named, error) from None
        return f"the file {place}"

    def went(self, letter: Letter) -> bool | None:
        """Whether the file is there."""
        return self._found(letter) is not None if self._named else None

    def check(self, *, connect: bool = False) -> list[Finding]:
        """Whether the folder may be written, or made."""
        nearest = next((place for place in (self._folder, *self._folder.parents) if place.exists()), None)
        good = bool(self._named) and nearest is not None and nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
        if good:
            return [Finding("sending (eml)", True, f"files are put into {self._named}")]
        said = f"{self._named} may not be written" if self._named else "the setting `eml_folder` names no folder"
        return [Finding("sending (eml)", False, said, "hermes config set eml_folder FOLDER")]

    def _found(self, letter: Letter) -> Path | None:
        return _holding(self._folder, f" {_mark(letter)}.eml") if self._folder.is_dir() else None

    def _place(self, letter: Letter) -> Path:
        day = datetime.fromtimestamp(letter.at // 1000, self._zone).date().isoformat()
        to = _UNFIT.sub("_", letter.to_address).strip("._")[:60]
        return self._folder / f"{day} {to} {_mark(letter)}.eml"


def _mark(letter: Letter) -> str:
    return sha256(letter.message_id.encode()).hexdigest()[:12]


def _holding(folder: Path, mark: str) -> Path | None:
    """The finished file that has this mark in its name: tried on another day, a letter has another date there."""
    with os.scandir(folder) as entries:
        return next((Path(each.path) for each in entries if mark in each.name and each.name[0] != "."), None)


def _maildir_name(letter: Letter) -> str:
    """The part of the name that mail programs leave alone: time, what makes it unlike others, host."""
    return f"{letter.at // 1000}.H{_mark(letter)}.hermes"


def _put(place: Path, content: bytes, unfinished: Path) -> None:
    """Write a file whole or not at all, readable by the rep only. Raises OSError."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    os.replace(unfinished, place)
    _settle(place.parent)


def _cannot(folder: str, error: OSError) -> SendRefused:
    return SendRefused(
        f"{folder} cannot be written ({error.strerror}); nothing was sent, and the draft is kept in Hermes.", stop=True
    )


def _settle(folder: Path) -> None:
    """Have the new name on the disk too, where the system can do that."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
