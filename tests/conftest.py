"""What every test shares: a frozen clock and an empty Hermes file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database

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
