"""A lead's own words, made ready for reading: what others wrote, addresses and other signs for the same taken out."""

from __future__ import annotations

import re
from typing import NamedTuple

TEXT_CAP = 20_000
"""Characters of a description that are read: a lead says what it wants in its first pages, and 1 MB stays cheap."""
TITLE_CAP = 500
TAGS_CAP = 100

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_ADDRESSES = re.compile(r"(?:https?://|www\.)\S+|[^\s@]{1,80}@[^\s@]{1,200}\.\w+")
# A line that mail wrapped goes on in the next one.
_WRAPPED = re.compile(r"(?<=[^\n]{50})\n(?=[a-z])")


class OwnWords(NamedTuple):
    """Title and description, a line apart, then the tags, each on its line; `lowered` has the same places as `shown`.

    The prose ends at `prose_end`; behind it stand the tags.
    """

    shown: str
    lowered: str
    prose_end: int


def own_words(title: str, description: str, tags: tuple[str, ...]) -> OwnWords:
    """The words that count: not what stands behind `>` (someone else's), nor web and mail addresses."""
    text = description[:TEXT_CAP]
    if ">" in text:
        text = _QUOTED.sub("", text)
    if "\n" in text:
        text = _WRAPPED.sub(" ", text)
    prose = f"{title[:TITLE_CAP]}\n{text}"
    if "://" in prose or "www." in prose or "@" in prose:
        prose = _ADDRESSES.sub(" ", prose)
    prose = _plain(prose)
    shown = prose
    if tags:
        shown = f"{prose}\n" + _plain("\n".join(tag[:TITLE_CAP] for tag in tags[:TAGS_CAP])).replace("_", " ")
    lowered = shown.lower()
    if len(lowered) != len(shown):  # a few letters grow when lowered: "İ"
        prose = prose.lower()
        shown = lowered
    return OwnWords(shown, lowered, len(prose))


def _plain(text: str) -> str:
    """One sign for what is written in several: apostrophes, spaces and hyphens."""
    if text.isascii():
        return text
    text = text.replace("’", "'").replace("‘", "'").replace("\u00a0", " ").replace("\u202f", " ")
    return text.replace("\u2011", "-").replace("\u2010", "-").replace("\u00ad", "")
