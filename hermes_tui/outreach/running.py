"""Running a command of the rep's settings to its end, or ending it and all that it started."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from shutil import which
from tempfile import TemporaryFile
from typing import NamedTuple

from storage.clean import clean

_GRACE = 2.0  # seconds to end by itself once asked
_OUT_OF_PATH = ("/usr/sbin", "/usr/lib", "/usr/local/sbin")  # where sendmail lives, and few have in their PATH
_MOST_SAID = 200


class Ran(NamedTuple):
    """How a command ended: `code` is None out of time, negative where a signal ended it; `said` its words on stderr.

    `output` may hold a secret: never to be shown.
    """

    code: int | None
    output: bytes
    said: str


def command_words(command: str) -> list[str]:
    """The words of a command line as a shell would part them; [] where it is empty or its quotes do not end."""
    try:
        return shlex.split(command)
    except ValueError:
        return []


def program(word: str) -> str | None:
    """The file that a command's first word names, None where there is none that may be run."""
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), *_OUT_OF_PATH])
    return which(os.path.expanduser(word), path=places)


def run(words: list[str], given: bytes, seconds: float) -> Ran:
    """Run a command with `given` on its stdin. Raises OSError where it cannot be started.

    Files and no pipes: a child that lives on, as a queue's runner does, then holds nobody up. Out of time, the command
    and its children are ended.
    """
    with TemporaryFile() as into, TemporaryFile() as output, TemporaryFile() as said:
        into.write(given)
        into.seek(0)
        process = subprocess.Popen(words, stdin=into, stdout=output, stderr=said, start_new_session=True)
        try:
            code: int | None = process.wait(seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            if process.returncode is None:
                _end(process)
        output.seek(0)
        said.seek(0)
        return Ran(code, output.read(), _last_words(said.read()))


def _last_words(said: bytes) -> str:
    """What a command said last, which is where it gives its reason."""
    lines = [line for line in map(clean, said.decode("utf-8", "replace").splitlines()) if line]
    return lines[-1][:_MOST_SAID].rstrip(".") if lines else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command and its children, first by asking."""
    for kind in ("SIGTERM", "SIGKILL"):
        try:
            os.killpg(process.pid, getattr(signal, kind))
        except (AttributeError, ProcessLookupError, PermissionError):  # no groups here, or all of it has ended
            process.kill()
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            continue
