"""A packet on disk: written whole or not at all, for the owner's eyes only; read from a folder, a zip or lead.json."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from hermes_tui.exchange.handoff.packet import LEAD_FILE, MOST_BYTES, Packet, read_text
from storage.clean import clean
from storage.errors import HermesError

_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """A name for files made of a text: letters and digits of ASCII, at most 40; `lead` where none is left.

    >>> slug("Müller & Söhne: ../ERP")
    'muller-sohne-erp'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NO_LETTERS.sub("-", plain)[:60].strip("-")[:40].rstrip("-") or "lead"


# -- writing ---------------------------------------------------------------------------------------------


def write_folder(folder: Path, files: Mapping[str, str], key: str, *, force: bool = False) -> Path:
    """Write a packet's files (name → text) as a folder 0700 of files 0600, and return where.

    They are written aside and the folder renamed, so that half a packet never has its name. A folder that is there is
    replaced only if it is a packet of the same lead with nothing else in it; with `force` also a packet of another
    lead, or one with files of the rep's own. What is no packet is never replaced. Raises HermesError.
    """
    with _faults(folder):
        place = Path(os.path.realpath(folder.expanduser()))
        _refuse_unless_replaceable(place, folder, key, force)
        place.parent.mkdir(parents=True, exist_ok=True)
        part = _aside(place, "part")
        try:
            os.mkdir(part, 0o700)
            for name, text in files.items():
                _write(part / name, text)
            _put_in_place(part, place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return place


def _write(path: Path, text: str) -> None:
    with os.fdopen(
        os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8", newline=""
    ) as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _put_in_place(part: Path, place: Path) -> None:
    """Give the new folder its name; an old one goes only once the new one is there."""
    if not os.path.lexists(place):
        part.rename(place)
        return
    old = _aside(place, "old")
    place.rename(old)
    try:
        part.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _aside(place: Path, ending: str) -> Path:
    return place.with_name(f".{place.name[:100]}.{os.getpid()}.{ending}")


def _refuse_unless_replaceable(place: Path, said: Path, key: str, force: bool) -> None:
    if not os.path.lexists(place):
        return
    if not place.is_dir():
        raise HermesError(f"{said} is a file and was left as it is; name a folder for the packet.")
    there = {entry.name for entry in place.iterdir()}
    if not there:
        return
    try:
        packet = read_packet(place)
    except HermesError:
        packet = None
    if packet is None:
        raise HermesError(f"{said} holds something else and was left as it is; name a new folder, in it or elsewhere.")
    if force:
        return
    if packet.key != key:
        raise HermesError(
            f"{said} is the packet of another lead and was left as it is; name another folder, or replace it by "
            "`hermes handoff ID FOLDER --force`."
        )
    if own := sorted(there - set(packet.files)):
        raise HermesError(
            f"{said} holds {clean(own[0])} beside the packet and was left as it is; name another folder, or replace it "
            "by `hermes handoff ID FOLDER --force`."
        )


@contextmanager
def _faults(folder: Path) -> Iterator[None]:
    """What the system refuses, in a sentence."""
    try:
        yield
    except OSError as error:
        raise HermesError(f"{folder} cannot be written ({error.strerror}); no packet was made.") from error
    except (ValueError, RuntimeError) as error:  # a NUL in the name, the home of nobody
        raise HermesError("That is no name for a folder; no packet was made.") from error


# -- reading ---------------------------------------------------------------------------------------------


def may_be_packet(word: str) -> bool:
    """Whether a word given to `import` names a packet rather than a table: a folder, a .json or a .zip file."""
    try:
        path = Path(word).expanduser()
        return path.suffix.lower() in (".json", ".zip") or path.is_dir()
    except (OSError, ValueError, RuntimeError):
        return False


def read_packet(path: Path) -> Packet:
    """The packet in a folder, in a zip, or its lead.json alone. Raises HermesError with one sentence."""
    name = clean(path.name) or clean(str(path)) or "packet"
    try:
        if path.is_dir():
            return _of_folder(path, name)
        if not path.exists():
            raise HermesError(f"There is no file {clean(str(path))}; nothing was imported.")
        if not path.is_file():
            raise HermesError(f"{name} is no file that can be read; nothing was imported.")
        if path.suffix.lower() == ".zip":
            return _of_zip(path, name)
        with path.open("rb") as file:
            return read_text(_all_of(file, name), name)
    except OSError as error:
        raise HermesError(f"{name} cannot be read ({error.strerror}); nothing was imported.") from error
    except ValueError as error:  # a NUL in the name
        raise HermesError(f"{name} cannot be read; nothing was imported.") from error


def _of_folder(folder: Path, name: str) -> Packet:
    file = folder / LEAD_FILE
    if not file.is_file():
        raise HermesError(f"{name} is a folder without a {LEAD_FILE}, so no handoff packet; nothing was imported.")
    with file.open("rb") as opened:
        packet = read_text(_all_of(opened, f"{name}/{LEAD_FILE}"), name)
    return _whole(packet, {entry.name for entry in folder.iterdir()})


def _of_zip(path: Path, name: str) -> Packet:
    """A packet somebody sent as a zip: nothing is unpacked, lead.json is read and the rest looked for."""
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist()]
            if any(".." in member.split("/") or member.startswith("/") or "\\" in member for member in names):
                raise HermesError(f"{name} holds names that point outside of it; nothing was imported.")
            leads = [member for member in names if member == LEAD_FILE or member.endswith(f"/{LEAD_FILE}")]
            if len(leads) != 1:
                holds = "no" if not leads else "more than one"
                raise HermesError(f"{name} holds {holds} {LEAD_FILE}; nothing was imported.")
            with archive.open(leads[0]) as opened:
                packet = read_text(_all_of(opened, f"{name}/{LEAD_FILE}"), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise HermesError(f"{name} is a damaged zip or one with a password; nothing was imported.") from error
    folder = leads[0].removesuffix(LEAD_FILE)
    return _whole(packet, {member.removeprefix(folder) for member in names if member.startswith(folder)})


def _whole(packet: Packet, there: set[str]) -> Packet:
    missing = sorted(set(packet.files) - there)
    if missing:
        raise HermesError(
            f"The packet {packet.name} is not whole ({clean(missing[0])} is missing); nothing was imported: ask for it "
            f"again, or import its {LEAD_FILE} alone."
        )
    return packet


def _all_of(file: IO[bytes], name: str) -> bytes:
    """All of a file, but no more than a packet can be: a zip may say it is small and never end."""
    text = file.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise HermesError(
            f"{name} is larger than the {MOST_BYTES // 1_000_000} MB that a packet may have; nothing was imported."
        )
    return text
