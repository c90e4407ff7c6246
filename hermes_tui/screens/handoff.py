"""Handing a lead over from the screen, and taking one over: where to or from, and what came of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui import keymap
from hermes_tui.screens.styles import DIM
from storage.errors import HermesError

if TYPE_CHECKING:
    from hermes_tui.actions.rebuild import Taken
    from hermes_tui.screens.base import HermesScreen


def ask_folder(screen: HermesScreen, lead_id: int) -> None:
    """Ask for the folder, with the usual one to begin with."""
    from hermes_tui.actions.handoff import folder_name

    try:
        begin = str(Path.cwd() / folder_name(screen.session.database, lead_id))
    except (HermesError, OSError) as error:  # deleted by another program; a working folder that is gone
        screen.say(Content.styled(f" {error}", "$text-error"))
        return
    screen.strip.ask_text(
        Content.styled(" hand over to folder:", "bold"), begin, lambda text: hand_over(screen, lead_id, text),
        validate=lambda text: None if text.strip() else "which folder?",
    )  # fmt: skip


def hand_over(screen: HermesScreen, lead_id: int, folder: str) -> None:
    """Write the packet in a thread and say where it is; "" is the usual folder."""
    place = os.path.expanduser(folder.strip())
    screen.say(" Writing the packet …")
    screen.run_worker(lambda: _write(screen, lead_id, place), thread=True, exit_on_error=False, group="handoff")


def _write(screen: HermesScreen, lead_id: int, folder: str) -> None:
    from hermes_tui.actions.handoff import handoff, write_handoff

    session, app = screen.session, screen.app
    settings = session.settings
    try:
        made = handoff(session.database, lead_id, session.now(), session.zone, settings.stale_days, settings.name)
        written = write_handoff(made, folder)
    except HermesError as error:
        app.call_from_thread(screen.say, Content.styled(f" {error}", "$text-error"))
    else:
        found = written.completeness
        missing = f", missing {found.missing[0]}" if found.missing else ""
        app.call_from_thread(screen.say, f" Handed over in {written.folder}: {found.percent} % complete{missing}")
    finally:
        session.database.close_thread()


# -- taking over -----------------------------------------------------------------------------------------


def take_over(screen: HermesScreen, path: Path) -> None:
    """Rebuild the lead of a packet in a thread; a lead that is here already is said to be."""
    screen.say(f" Reading {path.name} …")
    screen.run_worker(lambda: _take_in(screen, path), thread=True, exit_on_error=False, group="import")


def _take_in(screen: HermesScreen, path: Path) -> None:
    from hermes_tui.actions.rebuild import take_in
    from hermes_tui.config import backup_folder
    from hermes_tui.exchange.handoff.folder import read_packet
    from storage import snapshots

    session, database, app = screen.session, screen.session.database, screen.app
    try:
        packet = read_packet(path)
        folder = backup_folder(session.settings, Path(database.path))
        snapshots.take(database, folder, "before-import", session.now())
        taken = take_in(database, packet, session.now())
    except HermesError as error:
        app.call_from_thread(screen.say, Content.styled(f" {error}", "$text-error"))
    else:
        app.call_from_thread(_taken, screen, taken)
    finally:
        database.close_thread()


def _taken(screen: HermesScreen, taken: Taken) -> None:
    if not taken.action_id:
        screen.say(f" {taken.words}")
        return
    hermes = screen.hermes
    hermes.changed()
    screen.catch_up()
    undo = keymap.shown_key(hermes.key_of("undo"))
    notes = "".join(f"  {note}" for note in taken.notes)  # behind the key, which may not be cut off
    screen.say(Content.assemble((f" {taken.words}.", "$foreground"), (f"  {undo} undo", DIM), (notes, "$foreground")))
