"""`hermes` and `python -m hermes_tui`."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the words of the shell; returns the exit code."""
    # A command is over before a collection would free anything; the app turns it on after its first frame.
    gc.disable()
    from hermes_tui.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
