"""The packet's `lead.json`: the lead's content in an envelope that says its format, its key and its checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from hermes_tui.exchange.handoff.values import moment
from hermes_tui.formats import exact_iso
from storage.clean import clean
from storage.errors import HermesError

FORMAT = 1
LEAD_FILE, DOCUMENT_FILE = "lead.json", "handoff.md"
FIELDS = "custom_fields"
MOST_BYTES = 50_000_000  # a lead of 20,000 long mails; more is no packet of ours


class Packet(NamedTuple):
    """A packet as read.

    `key` names the lead wherever it goes; `files` are all of the packet's; `checksum` is
    that of key and content, so that the same lead unchanged has the same one whenever it was packed. `fields` are the
    kinds of the rep's own fields, as the packet tells them.
    """

    name: str
    key: str
    made_at: int
    checksum: str
    files: tuple[str, ...]
    content: dict[str, Any]
    fields: tuple[dict[str, Any], ...] = ()


def lead_text(
    content: Mapping[str, Any], key: str, made_at: int, made_by: str, files: Sequence[str], beside: Mapping[str, Any]
) -> str:
    """The text of `lead.json`; of `beside` only FIELDS are read back, the rest is told to whoever reads it."""
    said = {
        "hermes_handoff": FORMAT,
        "made_at": exact_iso(made_at),
        "made_by": made_by,
        "key": key,
        "checksum": checksum(key, content),
        "files": sorted({*files, LEAD_FILE}),
        **beside,
        "lead": content,
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def checksum(key: str, content: Mapping[str, Any]) -> str:
    """SHA-256 over key and content, written in one way whatever the file's spacing and order."""
    whole = json.dumps({"key": key, "lead": content}, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(whole.encode('ascii')).hexdigest()}"


def read_text(text: bytes, name: str) -> Packet:
    """The packet that `lead.json` holds; `name` is what sentences call it. Raises HermesError where it is none."""
    said = _parsed(text, name)
    version = said.get("hermes_handoff") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(version, int) or isinstance(version, bool):
        raise HermesError(f"{name} is no handoff packet; nothing was imported.")
    if version != FORMAT:
        raise HermesError(
            f"{name} is a packet of a newer Hermes (format {version}, this one reads {FORMAT}); nothing was imported: "
            "upgrade Hermes to take it in."
            if version > FORMAT
            else f"{name} says format {version}, which no Hermes ever wrote; nothing was imported."
        )
    content, key, files = said.get("lead"), said.get("key", ""), said.get("files", [])
    if not isinstance(content, dict) or not isinstance(key, str) or not clean(key):
        _refuse(name, "it lacks parts that every packet has")
    if not _plain_names(files):
        _refuse(name, "its list of files is none, or points outside of it")
    if checksum(key, content) != said.get("checksum"):
        _refuse(name, "its checksum is not that of what it holds")
    try:
        made_at = moment(said.get("made_at"))
    except (ValueError, TypeError, OverflowError):
        _refuse(name, "it does not say when it was made")
    told = said.get(FIELDS, [])
    fields = tuple(each for each in told if isinstance(each, dict)) if isinstance(told, list) else ()
    return Packet(name, clean(key), made_at, said["checksum"], tuple(files), content, fields)


def _parsed(text: bytes, name: str) -> Any:
    try:
        return json.loads(text.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        if b'"hermes_handoff"' in text[:200]:
            _refuse(name, "it ends or breaks off in the middle")
        raise HermesError(f"{name} is no handoff packet; nothing was imported.") from None


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _plain_names(files: Any) -> bool:
    """Whether these are names of files beside this one: a packet must not point anywhere else."""
    return isinstance(files, list) and all(isinstance(name, str) and plain_name(name) for name in files)


def plain_name(name: str) -> bool:
    """Whether a name is that of a file in the same folder.

    >>> plain_name("people.vcf"), plain_name("../people.vcf"), plain_name(".ssh")
    (True, False, False)
    """
    return bool(name) and name[0] != "." and name == clean(name) and not set(name) & set("/\\:\0") and len(name) < 256


def _refuse(name: str, why: str) -> NoReturn:
    raise HermesError(f"The packet {name} is not whole ({why}); nothing was imported: ask for it again.") from None
