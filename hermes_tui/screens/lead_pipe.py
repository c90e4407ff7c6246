"""The pipe: leads as JSON into a command of the rep's shell, and what it printed on a page."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from storage.clean import clean
from storage.errors import HermesError

if TYPE_CHECKING:
    from hermes_tui.screens.errands import Errands

LIMIT_SECONDS = 10.0
MOST_BYTES = 400_000  # of what is read; nobody reads such a page to its end


class Ran(NamedTuple):
    """What came of a command: what it printed, its exit code, and why it was stopped where it was (else empty)."""

    output: str
    code: int
    stopped: str = ""

    @property
    def verdict(self) -> str:
        """How it ended, in words; empty where it went well."""
        return self.stopped or (f"failed with exit code {self.code}" if self.code else "")


def pipe_to(screen: Errands, lead_ids: Sequence[int], command: str) -> None:
    """Read the leads here, run the command in a thread, show its output when it ends."""
    try:
        text = leads_as_json(screen, lead_ids)
    except HermesError as error:
        screen.hermes.say_error(error)
        return
    app = screen.app

    def work() -> None:
        ran = run(command, text)
        app.call_from_thread(_show, screen, command, ran)

    screen.say(f" Running {command} …")
    app.run_worker(work, thread=True, exit_on_error=False, group="pipe")


def leads_as_json(screen: Errands, lead_ids: Sequence[int]) -> str:
    """One lead as an object, several as a list, in the shape of `show --json`."""
    from hermes_tui.actions.lead_json import lead_json

    session = screen.session
    now, today = session.now(), session.today()
    found = [lead_json(session.database, lead_id, now, today, session.settings.stale_days) for lead_id in lead_ids]
    return json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False)


def run(command: str, text: str, limit: float = LIMIT_SECONDS) -> Ran:
    """Run a command line with `text` on its stdin; what it prints and complains is kept together.

    After `limit` seconds, or MOST_BYTES printed, it is stopped with all that it started.
    """
    with tempfile.TemporaryFile() as given:  # not a pipe: a command that reads nothing must not block us
        given.write(text.encode())
        given.seek(0)
        process = subprocess.Popen(
            command, shell=True, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        )
    deadline = time.monotonic() + limit
    printed, stopped = _printed(process, deadline, limit)
    if not stopped:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            stopped = _late(limit)
    if stopped:
        _end(process)
    process.wait()
    return Ran(printed.decode(errors="replace"), process.returncode, stopped)


def _printed(process: subprocess.Popen[bytes], deadline: float, limit: float) -> tuple[bytes, str]:
    """What the command prints, and why reading ended before it did ("" where it did not)."""
    assert process.stdout is not None
    output = bytearray()
    with process.stdout as stream:
        while len(output) < MOST_BYTES:
            ready, _, _ = select.select([stream], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                return bytes(output), _late(limit)
            chunk = os.read(stream.fileno(), 65_536)
            if not chunk:
                return bytes(output), ""
            output += chunk
    return bytes(output), "stopped: it printed more than can be shown"


def _late(limit: float) -> str:
    return f"stopped after {limit:g} seconds"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command with all that it started: they share a session of their own."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _show(screen: Errands, command: str, ran: Ran) -> None:
    from hermes_tui.screens.lead_reader import ReaderScreen

    printed = clean(ran.output, multiline=True)
    verdict = f"  {ran.verdict}" if ran.verdict else ""
    if not printed and not ran.verdict:
        screen.say(f" {command}: done, it printed nothing")
        return
    title = Content.assemble(f"| {command}", (verdict, "$text-error"))
    screen.app.push_screen(ReaderScreen(title, Content(printed or "It printed nothing.")))
    screen.strip.settle()
