"""`hermes handoff`: a lead as a folder for its next owner; and `hermes import` of such a folder."""

from __future__ import annotations

import time
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.arguments import spellings
from hermes_tui.cli.main import OK, SOME_REJECTED
from hermes_tui.cli.output import as_json, data, say
from hermes_tui.cli.session import Session, as_id
from hermes_tui.formats import count
from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.actions.rebuild import Taken
    from hermes_tui.exchange.handoff.packet import Packet


def handoff(session: Session) -> int:
    """`hermes handoff ID [FOLDER]`; `-` or --stdout prints the document and writes nothing."""
    from hermes_tui.actions.handoff import handoff as gather
    from hermes_tui.actions.handoff import write_handoff

    given = session.given
    lead_id, folder = as_id(given.words[0]), given.words[1] if len(given.words) > 1 else ""
    settings = session.settings
    made = gather(session.reading(), lead_id, session.now, session.zone, settings.stale_days, settings.name)
    told = {"id": lead_id, "completeness": made.completeness._asdict()}
    if folder == "-" or given.flag("--stdout"):
        if session.json:
            as_json({**told, "folder": None, "files": sorted(made.files), "document": made.document})
        else:
            data(made.document.rstrip("\n"))
        return OK
    written = write_handoff(made, folder, force=given.flag("--force"))
    if session.json:
        as_json(
            {**told, "folder": str(written.folder), "files": [str(written.folder / each) for each in written.files]}
        )
    else:
        missing = ", ".join(made.completeness.missing)
        say(f"{written.folder}: {', '.join(written.files)}; {made.completeness.percent} % complete"
            + (f", missing: {missing}" if missing else ""))  # fmt: skip
        say(f"The next owner takes it in with: hermes import {quote(str(written.folder))}")
    return OK


def import_packets(session: Session) -> int:
    """`hermes import FOLDER…`: all packets or none; one whose lead is here already changes nothing."""
    from hermes_tui.exchange.handoff.folder import may_be_packet, read_packet

    given = session.given
    if not all(may_be_packet(word) for word in given.words):
        raise UsageError("Packets and other files are imported apart; nothing was imported.")
    for option in spellings(given.command.options).values():
        if option.name != "--dry-run" and given.flag(option.name):
            raise UsageError(f"{option.name} is not for handoff packets; nothing was imported.")
    packets = [read_packet(Path(word).expanduser()) for word in given.words]
    began = time.perf_counter()
    takings = _dry(session, packets) if given.flag("--dry-run") else _take_in(session, packets)
    if session.json:
        as_json(_reckoning(packets, takings, time.perf_counter() - began))
    else:
        for taken in takings:
            for line in (*taken.notes, taken.words + (". Undo: hermes undo" if taken.action_id else "")):
                say(line)
    return SOME_REJECTED if any(taken.fate == "kept" for taken in takings) else OK


def _take_in(session: Session, packets: list[Packet]) -> list[Taken]:
    from hermes_tui.actions.rebuild import take_in

    database = session.writing(create=True)
    session.snapshot("before-import")
    with database.transaction():
        return [take_in(database, packet, session.now) for packet in packets]


def _dry(session: Session, packets: list[Packet]) -> list[Taken]:
    """What would become of the packets: rebuilt in a file aside, so that what is wrong in them is said."""
    from tempfile import TemporaryDirectory

    from hermes_tui.actions.rebuild import take_in, what_is_here
    from storage.database import Database

    mine = session.reading() if session.path.exists() else None
    takings = []
    with TemporaryDirectory(prefix="hermes-dry-run-") as folder:
        aside = Database.open(Path(folder) / "dry.db", create=True)
        try:
            for packet in packets:
                here = what_is_here(mine, packet) if mine is not None else None
                takings.append(here or _would(packet, take_in(aside, packet, session.now)))
        finally:
            aside.close()
    return takings


def _would(packet: Packet, taken: Taken) -> Taken:
    """What was tried aside, told as what would be done; its numbers are of no file of the rep's."""
    people = count(taken.contacts, "person", "people")
    words = f"{packet.name} would make a lead with {people}. Nothing was written (dry run)."
    return taken._replace(words=words, lead_id=0, import_id=None, action_id=0, notes=())


def _reckoning(packets: list[Packet], takings: list[Taken], seconds: float) -> dict[str, Any]:
    """The keys of interface.md; a packet counts as one row."""
    fates = [taken.fate for taken in takings]
    numbers = [taken.import_id for taken in takings if taken.import_id is not None]
    return {
        "read": len(packets),
        "created": fates.count("created"),
        "updated": 0,
        "unchanged": fates.count("unchanged"),
        "duplicates": 0,
        "rejected": [
            {"file": packet.name, "line": 1, "reason": taken.words}
            for packet, taken in zip(packets, takings, strict=True) if taken.fate == "kept"
        ],
        "leads": fates.count("created"),
        "contacts": sum(taken.contacts for taken in takings if taken.fate == "created"),
        "seconds": round(seconds, 3),
        "import_id": numbers[-1] if numbers else None,
        "import_ids": numbers,
        "ids": [taken.lead_id or None for taken in takings],
        "notes": [note for taken in takings for note in taken.notes],
    }  # fmt: skip
