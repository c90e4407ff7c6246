"""The scoring floor stays pure and cheap: nothing heavy, no clock, no storage behind it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCORING = Path(__file__).parents[2] / "hermes_tui" / "scoring"
MODULES = sorted(f"hermes_tui.scoring.{path.stem}" for path in SCORING.glob("*.py") if path.stem != "__init__")


def test_scoring_loads_nothing_heavy() -> None:
    unwanted = (
        "{'textual', 'peewee', 'storage', 'widgets', 'dataclasses', 'click', 'time_machine', 'sqlite3', 'statistics'}"
    )
    program = f"import sys; import {', '.join(MODULES)}; print(sorted(set(sys.modules) & {unwanted}))"
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=SCORING.parents[1], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


def test_scoring_never_reads_the_clock() -> None:
    for path in SCORING.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not any(call in source for call in ("time.time", ".now(", ".today(", "utcnow")), path.name
