"""Weights learned from the rep's own won and lost leads; all but weights.py needs numpy and is imported to learn."""
