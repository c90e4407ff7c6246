"""`hermes show $(hermes pick)`: the app is drawn for the window, and only the chosen id goes down the pipe."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from tests.cli.conftest import ROOT, Hermes
from tests.terminal.terminal import Terminal


def test_a_pick_into_a_pipe_fills_the_window_and_prints_the_id(
    hermes: Hermes, acme: int, desk: Path, tmp_path: Path
) -> None:
    picked = tmp_path / "picked"
    words = f"{shlex.quote(sys.executable)} -m hermes_tui pick > {shlex.quote(str(picked))}"
    # pytest-xdist sets COLUMNS and LINES, which would be believed over the window's own size.
    env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    terminal = Terminal(["sh", "-c", words], cwd=ROOT, env=env, columns=120, rows=40)
    try:
        terminal.until_shown("Acme Corp")
        # The title bar ends at the edge of the window, not at the 80 columns of a pipe.
        terminal.until(lambda screen: screen.lines[0].rstrip().endswith("work.db"), "the title bar")
        assert len(terminal.lines[0].rstrip()) > 100
        assert terminal.lines[0].count("work.db") == 1
        terminal.send("\r")
        assert terminal.until_ended() == 0
    finally:
        terminal.close()
    assert picked.read_text() == f"{acme}\n"
