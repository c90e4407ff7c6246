"""A program in a real pseudo-terminal, as a test drives it: send bytes, wait for the screen, read what stands on it.

Nothing here waits for a while and hopes: each wait names what must come to stand on the screen.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

PATIENCE = 20.0
"""Seconds after which what was waited for is not coming; generous, since other tests share the cores."""

# What Textual asks a terminal, and how one answers that brackets each frame (mode 2026).
_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62;22c", b"\x1b[6n": b"\x1b[1;1R"}
# pyte draws the end of this one (leave the kitty keyboard) as text.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[<[0-9;]*[a-z]")
_HALF_SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?\Z")


class NeverCame(AssertionError):
    """What was waited for did not come; the message holds the screen as it stood."""


class Terminal:
    """One program in a terminal of its own."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        columns: int = 120,
        rows: int = 40,
    ) -> None:
        self._ours, self._theirs = pty.openpty()
        _set_size(self._ours, columns, rows)
        self.settings_before = termios.tcgetattr(self._theirs)
        self.output = bytearray()
        self.frames = 0
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._held_back = b""
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**env, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"},
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
            start_new_session=True,
            preexec_fn=_take_the_terminal,
        )

    # -- the screen --------------------------------------------------------------------------------------

    def line(self, number: int) -> str:
        """One line of the screen, 0 the first, -1 the last, without the spaces at its end."""
        row = self._screen.buffer[number % self._screen.lines]
        return "".join(row[column].data for column in range(self._screen.columns)).rstrip()

    @property
    def lines(self) -> list[str]:
        """The screen's lines."""
        return [self.line(number) for number in range(self._screen.lines)]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def last_line(self) -> str:
        """The line at the bottom."""
        return self.line(-1)

    @property
    def cursor_shown(self) -> bool:
        """Whether the terminal's own cursor is to be seen."""
        return not self._screen.cursor.hidden

    @property
    def settings(self) -> list[object]:
        """The line discipline (echo, line mode …) as it is now."""
        return list(termios.tcgetattr(self._theirs))

    # -- keys and waiting --------------------------------------------------------------------------------

    def send(self, keys: str | bytes) -> None:
        """Type these keys in one write."""
        typed = keys.encode() if isinstance(keys, str) else keys
        while typed:
            # A terminal's input holds 4 KB: where the program does not keep up, it must be let speak.
            _, writable, _ = select.select([], [self._ours], [], 0.01)
            if writable:
                typed = typed[os.write(self._ours, typed[:1024]) :]
            self._take(0)

    def until(self, holds: Callable[[Terminal], bool], what: str, patience: float = PATIENCE) -> None:
        """Read on until this holds of the screen. Raises NeverCame."""
        deadline = time.monotonic() + patience
        while not holds(self):
            left = deadline - time.monotonic()
            if left <= 0 or (not self._take(min(left, 0.02)) and self.process.poll() is not None):
                if holds(self):
                    return
                raise NeverCame(f"{what} never came (exit code {self.process.poll()}). The screen:\n{self.text}")

    def until_shown(self, words: str, patience: float = PATIENCE) -> None:
        """Read on until these words stand somewhere on the screen."""
        self.until(lambda screen: words in screen.text, f"“{words}”", patience)

    def until_gone(self, words: str) -> None:
        """Read on until these words stand nowhere."""
        self.until(lambda screen: words not in screen.text, f"the end of “{words}”")

    def press(self, keys: str | bytes, shows: str) -> None:
        """Type these keys, and wait until the words stand on a screen painted after that."""
        before = self.frames
        self.send(keys)
        self.until(lambda screen: screen.frames > before and shows in screen.text, f"“{shows}” after {keys!r}")

    def until_quiet(self, quiet: float = 0.4) -> None:
        """Read on until nothing was written for so many seconds: longer than the program waits before it goes on.

        Raises NeverCame where something goes on for good: an Input's cursor blinks twice a second.
        """
        deadline = time.monotonic() + PATIENCE
        while self._take(quiet):
            if time.monotonic() > deadline:
                raise NeverCame(f"Quiet never came. The screen:\n{self.text}")

    def _take(self, seconds: float) -> bool:
        """Read what the program wrote, waiting at most so long; whether there was something."""
        readable, _, _ = select.select([self._ours], [], [], seconds)
        if not readable:
            return False
        try:
            got = os.read(self._ours, 1 << 16)
        except OSError:
            return False
        self.output += got
        for question, answer in _ANSWERS.items():
            for _ in range(got.count(question)):
                os.write(self._ours, answer)
        self.frames += got.count(b"\x1b[?2026l")
        whole = self._held_back + got
        half = _HALF_SEQUENCE.search(whole)
        cut = half.start() if half else len(whole)
        self._held_back = whole[cut:]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", whole[:cut]))
        return bool(got)

    # -- size and end ------------------------------------------------------------------------------------

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the program is told as a terminal tells it."""
        _set_size(self._ours, columns, rows)
        self._screen.resize(rows, columns)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def until_ended(self) -> int:
        """Read on until the program has ended; returns its exit code."""
        self.until(lambda screen: screen.process.poll() is not None, "the end of the program")
        while self._take(0):
            pass
        return int(self.process.returncode)

    def kill(self) -> None:
        """End the program as a power cut would: it cannot do anything any more."""
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """End the program, if it still runs, and give the terminal back."""
        if self.process.poll() is None:
            self.kill()
        for end in (self._ours, self._theirs):
            os.close(end)


def _set_size(end: int, columns: int, rows: int) -> None:
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _take_the_terminal() -> None:
    """In the child: make the pseudo-terminal its controlling one, so that signals and /dev/tty are its own."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
