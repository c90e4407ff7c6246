"""The writer's own words: a mail's text without what it quotes, its signature, and what its program adds.

Where it is not sure that lines are quoted they stay: a line too many is read over, an answer lost is a deal.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hermes_tui.outreach.reading.quote_marks import (
    ATTRIBUTION,
    BELOW,
    DISCLAIMER,
    FORWARDED,
    HEAD_FROM,
    HEAD_MORE,
    INTRODUCTION,
    LEGAL,
    ORIGINAL,
    RULE,
    SENT_FROM,
    TELLS_WHEN_OR_WHO,
)

_QUOTED = re.compile(r" {0,3}(?:>|\|\s?>)")
_OWN_ARROW = re.compile(r" {0,3}>\d")  # ">50 seats", not a quote of it
_LONGEST_ATTRIBUTION = 4  # lines
_LONGEST_LINE = 400
_LONGEST_SIGNATURE = 15  # lines under a `--` that has lost its space
_HEAD_WITHIN = 8


@lru_cache(maxsize=64)
def own_words(text: str) -> str:
    """Lines of `text` in their order: those that its writer wrote for this mail. "" where there are none.

    Lines with `>` go, with what introduces them; answers between them stay. From a copied head ("From: … Sent: …"),
    a line such as `-----Original Message-----`, or "On … wrote:" over unmarked text, everything goes, unless nothing
    was written before it or the answers are said to stand below. A mail that forwards and says nothing is kept whole.

    >>> own_words("Yes.\\n\\nOn Mon, 1 Jun 2026, Bob wrote:\\n> Shall we?")
    'Yes.'
    """
    lines = text.split("\n")
    kept = [True] * len(lines)
    end = _history(lines)
    before = "\n".join(lines[:end])
    _leave_quotes(lines, kept, end)
    _leave_signatures(lines, kept, end)
    own = [line for line, keep in zip(lines[:end], kept, strict=False) if keep and line.strip()]
    if end < len(lines) and (not own or BELOW.search(before)):
        end = len(lines)
        _leave_quotes(lines, kept, end)
        _leave_signatures(lines, kept, end)
    return _joined([line for line, keep in zip(lines[:end], kept, strict=False) if keep])


def _joined(lines: list[str]) -> str:
    """The lines, of several blank ones in a row only the first."""
    pairs = zip(["", *lines], lines, strict=False)
    return "\n".join(line for above, line in pairs if line.strip() or above.strip()).strip("\n")


def _history(lines: list[str]) -> int:
    """Where the unmarked copy of an earlier mail begins; the number of lines where there is none."""
    for place, line in enumerate(lines):
        if len(line) > _LONGEST_LINE or not line.strip():
            continue
        if ORIGINAL.fullmatch(line) or FORWARDED.fullmatch(line):
            return place
        if HEAD_FROM.fullmatch(line) and _is_head(lines, place):
            return _before_rule(lines, place)
        height = _attribution(lines, place)
        if height and not _quoted_follows(lines, place + height):
            return place
    return len(lines)


def _is_head(lines: list[str], place: int) -> bool:
    following = [line for line in lines[place + 1 : place + 1 + _HEAD_WITHIN] if line.strip()]
    fields = sum(1 for line in following if len(line) <= 600 and HEAD_MORE.fullmatch(line))
    return fields >= 2 and any(HEAD_MORE.fullmatch(line) for line in following[:2] if len(line) <= 600)


def _before_rule(lines: list[str], place: int) -> int:
    above = place - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and RULE.fullmatch(lines[above]) else place


def _attribution(lines: list[str], place: int) -> int:
    """How many lines from `place` are an attribution; 0: it is none."""
    joined = ""
    for height, line in enumerate(lines[place : place + _LONGEST_ATTRIBUTION], 1):
        if not line.strip() or len(line) > _LONGEST_LINE or _QUOTED.match(line):
            return 0
        joined = f"{joined} {line.strip()}" if joined else line
        if line.rstrip().endswith((":", "：")):
            found = len(joined) <= _LONGEST_LINE and ATTRIBUTION.fullmatch(joined) and TELLS_WHEN_OR_WHO.search(joined)
            return height if found else 0
    return 0


def _quoted_follows(lines: list[str], place: int) -> bool:
    following = (line for line in lines[place : place + 3] if line.strip())
    return _QUOTED.match(next(following, "")) is not None


def _leave_quotes(lines: list[str], kept: list[bool], end: int) -> None:
    """Unmarks the lines with `>` before `end`, and what introduces them."""
    for place in range(end):
        if not _is_quoted(lines, place):
            continue
        kept[place] = False
        if place == 0 or not _is_quoted(lines, place - 1):
            _leave_introduction(lines, kept, place)


def _is_quoted(lines: list[str], place: int) -> bool:
    if not _QUOTED.match(lines[place]):
        return False
    if not _OWN_ARROW.match(lines[place]):
        return True
    beside = (lines[place - 1] if place else "", lines[place + 1] if place + 1 < len(lines) else "")
    return any(_QUOTED.match(line) and not _OWN_ARROW.match(line) for line in beside)


def _leave_introduction(lines: list[str], kept: list[bool], place: int) -> None:
    above = place - 1
    while above >= 0 and place - above <= 2 and not lines[above].strip():
        above -= 1
    for height in range(_LONGEST_ATTRIBUTION, 0, -1):
        begin = above - height + 1
        if begin >= 0 and _attribution(lines, begin) == height:
            kept[begin:place] = [False] * (place - begin)
            return
    if above >= 0 and len(lines[above]) <= _LONGEST_LINE and INTRODUCTION.fullmatch(lines[above]):
        kept[above:place] = [False] * (place - above)


def _leave_signatures(lines: list[str], kept: list[bool], end: int) -> None:
    """Unmarks signatures up to the next quote, what telephones add, and legal notices at the end."""
    for place in range(end):
        line = lines[place]
        if not kept[place] or len(line) > _LONGEST_LINE or not line.strip():
            continue
        if line.rstrip() in ("--", "—") and (stop := _end_of_own(kept, place, end)):
            if line == "-- " or stop - place <= _LONGEST_SIGNATURE:
                kept[place:stop] = [False] * (stop - place)
        elif SENT_FROM.fullmatch(line):
            kept[place] = False
    for place in range(end):
        if kept[place] and DISCLAIMER.match(lines[place][:_LONGEST_LINE]) and _is_legal(lines, kept, place, end):
            stop = _end_of_own(kept, place, end)
            kept[place:stop] = [False] * (stop - place)


def _end_of_own(kept: list[bool], place: int, end: int) -> int:
    """Where the run of unquoted lines that `place` stands in ends."""
    stop = place + 1
    while stop < end and kept[stop]:
        stop += 1
    return stop


def _is_legal(lines: list[str], kept: list[bool], place: int, end: int) -> bool:
    if place and lines[place - 1].strip() and not RULE.fullmatch(lines[place - 1][:_LONGEST_LINE]):
        return False  # the middle of a paragraph
    paragraph = []
    for line in lines[place : min(end, place + 30)]:
        if not line.strip():
            break
        paragraph.append(line[:2000])
    return len({found.lower() for found in LEGAL.findall(" ".join(paragraph))}) >= 2
