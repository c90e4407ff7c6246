"""Weights learned from the rep's own won and lost leads; all but weights.py needs numpy and is imported to learn."""

import os

# Before numpy is imported: its threads wait by turning round, and where another program has a core, learning takes ten
# times as long with two as with one; the rep's keys want the other core besides.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
