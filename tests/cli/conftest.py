"""The command line at a rep's desk: a frozen clock, a file of one's own, and each command's three answers."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hermes_tui.cli.main import run
from storage.database import PRAGMAS

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-06-22T09:00:00Z"  # a Monday


class Answer(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The data on stdout."""
        return json.loads(self.out)


Hermes = Callable[..., Answer]


def _environment(patch: pytest.MonkeyPatch, folder: Path) -> None:
    for name, value in {
        "HERMES_NOW": NOW,
        "HERMES_DB": str(folder / "work.db"),
        "HERMES_CONFIG": str(folder / "hermes.toml"),
        "HERMES_LOG": str(folder / "hermes.log"),
    }.items():
        patch.setenv(name, value)
    # Power cuts are storage's to test; here a thousand commits need not each wait for the disk.
    unsynced = tuple(("synchronous", "OFF", 0) if row[0] == "synchronous" else row for row in PRAGMAS)
    patch.setattr("storage.database.PRAGMAS", unsynced)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a rep's shell; returns where the database will be."""
    _environment(monkeypatch, tmp_path)
    return tmp_path / "work.db"


@pytest.fixture
def hermes(desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Hermes:
    """Run a command in this process through the real entry."""

    def call(*words: object, stdin: str | bytes | None = None) -> Answer:
        content = stdin.encode() if isinstance(stdin, str) else stdin or b""
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        capsys.readouterr()
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return call


@pytest.fixture
def shell(desk: Path) -> Hermes:
    """Run a command as a process of its own."""

    def call(*words: object, env: Mapping[str, str] | None = None, stdin: bytes = b"") -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "hermes_tui", *map(str, words)],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", **(env or {})},
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture(scope="session")
def acme_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of the file that `hermes add` makes of a first lead, ten days ago."""
    folder = tmp_path_factory.mktemp("acme")
    words = ("add", "title=ERP rollout", "company=Acme Corp", "value=24k", "source=reddit", "--at", "2026-06-12 09:00")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        _environment(patch, folder)
        assert run(words) == 0
    return (folder / "work.db").read_bytes()


@pytest.fixture
def acme(desk: Path, acme_file: bytes) -> int:
    """A lead to work on."""
    desk.touch(mode=0o600)
    desk.write_bytes(acme_file)
    return 1


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up year of 400 leads."""
    from hermes_tui.demo import generate

    path = tmp_path_factory.mktemp("demo") / "demo.db"
    generate(path)
    return path


@pytest.fixture
def demo(desk: Path, demo_file: Path) -> None:
    """The rep's file holds the made-up year."""
    desk.write_bytes(demo_file.read_bytes())
