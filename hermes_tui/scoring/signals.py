"""Buying signals in a buyer's words: which kinds there are, and which of them a text gives away, in which words.

Precision comes before recall (facts.md: keyword rules are right in 92 of 100 cases, and find few): what is found is
only ever suggested, and the rep decides. The phrases are in phrases/.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

KINDS: tuple[str, ...] = ("pricing", "proposal_request", "click", "meeting", "referral", "timeline")
WORDS: dict[str, str] = {
    "pricing": "pricing question",
    "proposal_request": "proposal requested",
    "click": "link clicked",
    "meeting": "meeting asked for",
    "referral": "referral to a colleague",
    "timeline": "timeline named",
}
"""Kind → what a rep calls it."""

_ALSO: dict[str, str] = {
    "price": "pricing", "prices": "pricing", "pricing_question": "pricing", "cost": "pricing",
    "proposal": "proposal_request", "proposal_requested": "proposal_request", "quote": "proposal_request",
    "quote_request": "proposal_request", "offer": "proposal_request",
    "clicked": "click", "clicks": "click", "link": "click", "link_click": "click", "link_clicked": "click",
    "proposal_click": "click", "clicked_link": "click",
    "meet": "meeting", "meeting_asked_for": "meeting", "meeting_request": "meeting", "demo": "meeting",
    "call": "meeting",
    "referred": "referral", "colleague": "referral", "referral_to_a_colleague": "referral",
    "timing": "timeline", "timeline_named": "timeline", "deadline": "timeline",
}  # fmt: skip

TEXT_CAP = 20_000  # characters that are looked at
SENTENCE_CAP = 400
EVIDENCE_CAP = 160


class Found(NamedTuple):
    """A signal in a text: `words` are text[start:end], which gave it away, `sentence` the evidence to keep."""

    kind: str
    words: str
    start: int
    end: int
    sentence: str


def kind_named(word: str) -> str | None:
    """The kind of this name, or of another name for it; None for none.

    >>> kind_named("Link click")
    'click'
    """
    found = re.sub(r"[\s_-]+", "_", word.strip().casefold())
    return found if found in KINDS else _ALSO.get(found)


def kind_like(word: str) -> str:
    """The known kind whose name is most like a word that is none."""
    folded = word.strip().casefold()
    near = get_close_matches(folded, [*KINDS, *_ALSO], 1, 0.0)
    return _ALSO.get(near[0], near[0]) if near else KINDS[0]


def found_in(text: str) -> tuple[Found, ...]:
    """The signals in a text that a buyer wrote, the first of each kind, in the order of KINDS.

    Quoted lines, earlier mails and signatures below say nothing, nor does what stands beyond TEXT_CAP. A text without
    the words that a kind needs costs microseconds.

    >>> [(found.kind, found.words) for found in found_in("Hi Bob, what would it cost per year?")]
    [('pricing', 'what would it cost')]
    """
    from hermes_tui.scoring.signal_looks import places

    head = text[:TEXT_CAP].replace("İ", "I").replace("’", "'")  # the first is the one letter that is two in lower case
    possible = places(head.lower())
    if not possible:
        return ()
    own = ""
    found: dict[str, Found] = {}
    for kind, at in possible.items():
        end = 0
        for place in sorted(at):
            if place < end:  # of the sentence looked at just now
                continue
            start, end = _sentence_around(head, place)
            match = _in_sentence(kind, head[start:end])
            if match is None:
                continue
            first, last = start + match[0], start + match[1]
            own = own or _own_part(head)
            if own[first:last] == head[first:last]:
                found[kind] = Found(kind, text[first:last], first, last, _evidence(text, start, end, first, last))
                break
    return tuple(found[kind] for kind in KINDS if kind in found)


def same_words(evidence: str) -> str:
    """Evidence as two of them are compared: without case, signs and spaces."""
    return " ".join(re.findall(r"\w+", evidence.casefold()))


# -- whose words --------------------------------------------------------------------------------------------

_MAY_BE_HISTORY = (">", "--", "__", ":\n", "from:", "forwarded")
_ENDS_OWN = (
    r"(?im)^(?:-- ?$|-{2,} ?(?:original message|forwarded)|begin forwarded message|_{10,} *$"
    r"|(?:on|am|le|el) .{5,200}(?:\n.{0,100})?(?:wrote|schrieb.{0,80}|a écrit|escribió) ?: *$"
    r"|from: .{1,200}\n(?:sent|date|to): )"
)
_QUOTED = r"(?m)^[ \t]{0,3}[>|].*$"


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _own_part(text: str) -> str:
    """The text with blanks where words are not the writer's own; as long as before, so that places stay."""
    folded = text.lower()
    if not any(mark in folded for mark in _MAY_BE_HISTORY):
        return text
    end = _pattern(_ENDS_OWN).search(text)
    own = text if end is None else text[: end.start()] + " " * (len(text) - end.start())
    return _pattern(_QUOTED).sub(lambda match: " " * len(match[0]), own)


# -- sentences ----------------------------------------------------------------------------------------------

_WRAPS_FROM = 50  # a line as long as that which ends in a word goes on below (as in wording.py)
_ENDS = r"[.!?。？！…]+[\"'”’)\]]*(?=\s|$)|\n"


def _sentence_around(text: str, place: int) -> tuple[int, int]:
    """Where the sentence begins and ends in which a place is; no more than SENTENCE_CAP characters each way."""
    begin = max(0, place - SENTENCE_CAP)
    for mark in _pattern(_ENDS).finditer(text, begin, place):
        if not _goes_on(text, mark):
            begin = mark.end()
    end = min(len(text), place + SENTENCE_CAP)
    for mark in _pattern(_ENDS).finditer(text, place, end):
        if not _goes_on(text, mark):
            end = mark.end()
            break
    while begin < place and text[begin].isspace():
        begin += 1
    return begin, begin + len(text[begin:end].rstrip())


def _goes_on(text: str, mark: re.Match[str]) -> bool:
    """Whether a line's end is only where a mail program wrapped it."""
    at = mark.start()
    if text[at] != "\n":
        return False
    line = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
    return (
        len(line) >= _WRAPS_FROM
        and line[-1] not in ".!?:。？！"
        and text[at + 1 : at + 2].strip() not in ("", "-", "*", "•")
    )


def _in_sentence(kind: str, sentence: str) -> tuple[int, int] | None:
    """Where in a sentence the words of this kind stand; None where it is not said, or is denied, or another's."""
    from hermes_tui.scoring.signal_looks import is_denied, may_say
    from hermes_tui.scoring.signal_patterns import PATTERNS

    plain = sentence.replace("’", "'").replace("\n", " ").replace("\r", " ").replace("\t", " ").replace("\xa0", " ")
    folded = plain.lower()
    if not may_say(kind, folded):
        return None
    for source in PATTERNS[kind]:
        match = _pattern(source).search(plain)
        if match is not None and not is_denied(kind, folded, match.start(), match.end()):
            return match.span()
    return None


def _evidence(text: str, start: int, end: int, first: int, last: int) -> str:
    """The sentence on one line, of a long one the part around the words."""
    if end - start > EVIDENCE_CAP:
        room = max(0, EVIDENCE_CAP - (last - first)) // 2
        begin, stop = max(start, first - room), min(end, last + room)
        cut = ("…" if begin > start else "") + text[begin:stop].strip() + ("…" if stop < end else "")
        return " ".join(cut.split())
    return " ".join(text[start:end].split())
