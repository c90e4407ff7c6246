"""A program in a pseudo-terminal of 120×40, and when it painted what: the clock and the counter of the benches.

A frame is what stands between the marks of synchronized output (mode 2026), which this terminal says it knows.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

COLUMNS, ROWS = 120, 40
QUIET = 0.06
"""Seconds without a byte after which a key's work counts as done: shorter than the rest that starts a preview."""
PATIENCE = 60.0
HERMES = (sys.executable, "-m", "hermes_tui")
MINIMAL = (sys.executable, "-c", "from minimal_app import MinimalApp; MinimalApp().run()")
FIRST_LEAD = "▌".encode()
"""The sign of the cursor: where it stands, leads are on the screen."""

_ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.", re.S)
_ENTERED, _FRAME_END = b"\x1b[?1049h", b"\x1b[?2026l"
_LEAST_TEXT = 40  # visible characters that make a frame a frame


class Start(NamedTuple):
    """A start: seconds to the end of the first frame, the processor's part of them, which other programs lengthen
    less, and the most memory it held (MiB) once it was quiet."""

    first_frame: float
    processor: float
    memory: float


class Painted(NamedTuple):
    """What a key did: seconds from the key to the last byte it caused, the processor's part of them, how many bytes."""

    seconds: float
    processor: float
    size: int


class Watched:
    """A program in its terminal."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.output = bytearray()
        self._began = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            env={**env, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def first_frame(self, sign: bytes = b"") -> float:
        """Seconds from the start to the end of the first frame with text, `sign` among it."""
        while True:
            self._read(PATIENCE)
            entered = self.output.find(_ENTERED)
            end = self.output.rfind(_FRAME_END)
            if entered < 0 or end < entered:
                continue
            shown = bytes(self.output[entered:end])
            if sign in shown and len(re.sub(rb"\s", b"", _ESCAPES.sub(b"", shown))) >= _LEAST_TEXT:
                return time.perf_counter() - self._began

    def until_quiet(self, quiet: float = 0.4) -> None:
        """Read on until nothing was painted for so many seconds."""
        deadline = time.monotonic() + PATIENCE
        while self._read(quiet, must=False) and time.monotonic() < deadline:
            pass

    def press(self, key: str) -> Painted:
        """Type a key and wait until what it caused is painted. Raises SystemExit where it painted nothing."""
        while self._read(0, must=False):
            pass
        used = self.processor()
        began = last = time.perf_counter()
        os.write(self._ours, key.encode())
        size = self._read(PATIENCE)
        while size:
            last = time.perf_counter()
            more = self._read(QUIET, must=False)
            if not more:
                break
            size += more
        return Painted(last - began, self.processor() - used, size)

    def press_for_frame(self, key: str) -> Painted:
        """Type a key and wait until the first frame that it caused is whole; what else it causes is not waited for."""
        while self._read(0, must=False):
            pass
        used, before = self.processor(), len(self.output)
        began = time.perf_counter()
        os.write(self._ours, key.encode())
        while self.output.find(_FRAME_END, before) < 0:
            self._read(PATIENCE)
        return Painted(time.perf_counter() - began, self.processor() - used, len(self.output) - before)

    def memory(self) -> float:
        """The most memory the program has held so far, MiB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))

    def processor(self) -> float:
        """Seconds that its threads have run so far."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9

    def close(self) -> None:
        """End the program."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self._ours)

    def _read(self, seconds: float, *, must: bool = True) -> int:
        readable, _, _ = select.select([self._ours], [], [], seconds)
        try:
            got = os.read(self._ours, 1 << 16) if readable else b""
        except OSError:
            got = b""
        if not got and must:
            said = _ESCAPES.sub(b"", bytes(self.output[-600:])).decode(errors="replace")
            raise SystemExit(f"it painted nothing: {self.process.args!r}\n{said}")
        self.output += got
        if b"\x1b[?2026$p" in got:
            os.write(self._ours, b"\x1b[?2026;2$y")
        return len(got)


def start(command: Sequence[str], env: Mapping[str, str], sign: bytes = b"") -> Start:
    """Start a program, wait for its first frame and for its rest, end it."""
    watched = Watched(command, env)
    try:
        first, processor = watched.first_frame(sign), watched.processor()
        watched.until_quiet()
        return Start(first, processor, watched.memory())
    finally:
        watched.close()


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 … 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of runs that took turns, so that a busy machine slows both alike."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


class Report:
    """Lines of JSON, one a measurement; remembers whether a limit was broken."""

    def __init__(self) -> None:
        self.broken = False

    def line(self, what: str, unit: str, value: float, limit: float | None = None, **more: float) -> None:
        """Print `{"what", unit: value, …, "limit", "ok"}`; without a limit it is only shown."""
        found: dict[str, object] = {"what": what, unit: round(value, 3)}
        found |= {name: round(other, 3) for name, other in more.items()}
        if limit is not None:
            found |= {"limit": limit, "ok": value <= limit}
            self.broken |= value > limit
        print(json.dumps(found), flush=True)
