"""What every test shares: a frozen clock and an empty Hermes file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

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


@pytest.fixture
def now() -> int:
    """The frozen moment of the tests, UTC milliseconds."""
    return NOW


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new, empty Hermes file."""
    found = Database.open(tmp_path / "work.db", create=True)
    yield found
    found.close()


@pytest.fixture
def shared_data() -> Path:
    """The folder of real inputs beside the checkout; skips where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real inputs of ../shared/data are not here")
    return folder
