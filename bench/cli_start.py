"""How long a command takes from the shell, as a ratio to `python -c pass` in the same run.

    python bench/cli_start.py [--leads 10000] [--rounds 15]

Limits (issue 2): `hermes --help` ≤ 3 ×, `hermes list` at 10,000 leads ≤ 5 ×.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOW = "2026-06-22T09:00:00Z"
LIMITS = {"--help": 3.0, "list": 5.0}


def main() -> int:
    """Print a line a command; exit 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        environment = {
            **os.environ,
            "HERMES_NOW": NOW,
            "HERMES_DB": str(path),
            "HERMES_CONFIG": str(Path(folder) / "none.toml"),
            "PYTHONPATH": str(ROOT),
            # As installed: pip writes the bytecode, so that no run compiles.
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        python = [sys.executable]
        hermes = [*python, "-c", "import sys; from hermes_tui.__main__ import main; sys.exit(main())"]
        made = subprocess.run(
            [*hermes, "demo", "--leads", str(wanted.leads), "--into", str(path)],
            env=environment,
            stderr=subprocess.PIPE,
            check=False,
        )
        if made.returncode:
            print(made.stderr.decode())
            return 1
        commands = {
            "pass": [*python, "-c", "pass"],
            "--help": [*hermes, "--help"],
            "list": [*hermes, "list"],
            "list +stale": [*hermes, "list", "+stale"],
            "list --all": [*hermes, "list", "--all"],
            "list --json": [*hermes, "list", "--json"],
            "count": [*hermes, "count"],
            "show 1": [*hermes, "show", "1"],
            "stats": [*hermes, "stats"],
        }
        return _report(_measure(commands, environment, wanted.rounds))


def _measure(commands: dict[str, list[str]], environment: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Seconds of each command, the commands taking turns so that a busy machine slows all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            began = time.perf_counter()
            subprocess.run(command, env=environment, capture_output=True, check=False)
            seconds[name].append(time.perf_counter() - began)
    return {name: found[1:] for name, found in seconds.items()}


def _report(seconds: dict[str, list[float]]) -> int:
    base = statistics.median(seconds["pass"])
    failed = 0
    for name, found in seconds.items():
        ratio = statistics.median(found) / base
        limit = LIMITS.get(name)
        verdict = "" if limit is None else f"  limit {limit:g} × {'ok' if ratio <= limit else 'BROKEN'}"
        failed |= int(limit is not None and ratio > limit)
        print(f"{name:12} {statistics.median(found) * 1000:7.1f} ms  {ratio:5.2f} ×{verdict}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
