"""What every test shares: a frozen clock and an empty Hermes file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from storage.database import Database

# No deadline: what is slow on a busy machine is not wrong. CI draws the same examples each time, so that a change lands
# or fails by what it changed; at a desk each run looks further.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "desk"))

# Monday 22 June 2026, 09:00 UTC
NOW = 1_782_118_800_000
DAY = 86_400_000


@pytest.fixture(scope="session", autouse=True)
def _looking_often() -> None:
    """A pilot looks every 10 ms whether the app has come to rest, not every 20: that was half the time of a screen's
    test. What a test waits for longer it says (`until`, a pause of its own)."""
    wait: Any = sys.modules.get("textual._wait")  # where no screen is tested, nothing is loaded for it
    if wait is not None:
        wait.SLEEP_GRANULARITY, wait.SLEEP_IDLE = wait.SLEEP_GRANULARITY / 2, wait.SLEEP_IDLE / 2


@pytest.fixture
def now() -> int:
    """The frozen moment of the tests, UTC milliseconds."""
    return NOW


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a new Hermes file, to copy where a test needs one: making it takes ten times as long."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Database.open(path, create=True).close()
    return path.read_bytes()


@pytest.fixture
def database(tmp_path: Path, empty_file: bytes) -> Iterator[Database]:
    """A new, empty Hermes file."""
    path = tmp_path / "work.db"
    path.touch(mode=0o600)
    path.write_bytes(empty_file)
    found = Database.open(path)
    yield found
    found.close()


@pytest.fixture(scope="session")
def begin_file(tmp_path_factory: pytest.TempPathFactory, empty_file: bytes) -> Callable[[], Database]:
    """Makes empty Hermes files for as many examples as a test tries; none waits for the disk, as no power is cut."""
    folder, numbers = tmp_path_factory.mktemp("many"), count()

    def make() -> Database:
        path = folder / f"{next(numbers)}.db"
        path.write_bytes(empty_file)
        found = Database.open(path)
        found.connection().execute("PRAGMA synchronous = OFF")
        return found

    return make


@pytest.fixture
def shared_data() -> Path:
    """The folder of real inputs beside the checkout; skips where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real inputs of ../shared/data are not here")
    return folder
