"""Styles by what they mean, for text inside a Content."""

from __future__ import annotations

# Not `$text-muted`: inside a Content its alpha is lost and it paints in full white (Textual 8.2).
DIM = "$foreground 60%"

MOOD_SIGNS = {"positive": "+", "neutral": "·", "negative": "−"}
"""A person's mood where there is no room for the word."""
