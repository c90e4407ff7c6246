"""Data as Markdown that says just this: no word of a buyer becomes a heading, a link, a table cell or HTML."""

from __future__ import annotations

import re

from storage.clean import clean

# What means something within a line, in CommonMark, GitHub's tables and strikethrough, and HTML. Nothing more: who
# reads the document as it stands should not stumble over backslashes in every address.
_WITHIN = re.compile(r"([\\`*\[<|~]|&(?=#?\w+;)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
# What means something at the beginning of one: headings, lists, rules, quotes, setext lines.
_AT_BEGIN = re.compile(r"^(?:([#>=+-])|(\d{1,9})([.)]))")


def one(text: str | None) -> str:
    """A text for a place within a line, on one line."""
    return _inline(clean(text or ""))


def cell(text: str | None) -> str:
    """A text for a table's cell; an en dash where there is none."""
    return one(text) or "–"


def start(text: str | None) -> str:
    """A text for a line or heading of its own; a heading drops the `#` it ends in."""
    begun = _begun(one(text))
    return f"{begun[:-1]}\\#" if begun.endswith("#") and begun != "\\#" else begun


def quoted(text: str) -> str:
    """A text of several lines as a quote, line for line and whole; a line is broken where it was."""
    lines = clean(text, multiline=True).split("\n")
    shown = [_begun(_inline(line.strip())) for line in lines]
    found = []
    for number, line in enumerate(shown):
        more = line and number + 1 < len(shown) and shown[number + 1]
        found.append(f"> {line}\\" if more else f"> {line}".rstrip())
    return "\n".join(found)


def _inline(text: str) -> str:
    return _WITHIN.sub(r"\\\1", text)


def _begun(text: str) -> str:
    return _AT_BEGIN.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", text)
