"""Textual widgets for lists, boards and prompts driven by keys; they know rows, and nothing of what a row means."""
