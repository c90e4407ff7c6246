"""Words and phrases of the rules, found whole in a lead's text where its own clause does not take them back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from hermes_tui.scoring.doubts import Doubt, doubt_of

LOOK = 60
"""Characters before and after a word that may take it back."""
MATCHES_CAP = 40
"""Places of one phrase that are looked at: who says a word forty times and takes it back each time is believed."""

# Runs of Latin letters: every phrase has one that must stand in the text, so that most rules need not be looked for.
LETTERS = re.compile(r"[a-z]+")

# What ends a clause; what is taken back before it is not taken back behind it.
_CLAUSE = (
    r"[,;:!?()\[\]\n]|\.(?=\s|$)|\s[-–—]\s"
    r"|\b(?:but|so|because|since|however|though|although|therefore|otherwise|whereas|while)\b"
)
# A look that is cheap, as most words stand alone.
_MAY_DENY = (
    r"n(?:o|'t|e)|without|zero|lack|hate|dislike|avoid|ex|against|unlike|instead|rather|away|free"
    r"|kein|ohne|pas d|sans|sin "
)
# "no budget", "we don't have a budget", "not remote", "instead of React"; but "not only remote" is remote.
_DENIED = (
    r"(?:\b(?:no|not|non|without|zero|never|nor|neither|cannot|lacking|lacks?|hates?|dislikes?|avoid|avoids|avoiding|excluding|except"
    r"|kein|keine|keinen|keinerlei|ohne|pas\s+de|sans|sin|against|unlike|instead\s+of|rather\s+than|away\s+from|lack\s+of|free\s+of)|n't)"
    r"[\s-]+(?!(?:only|just|merely|solely|problems?|issues?|doubt|matter|later|longer\s+than|to\s+mention)\b)"
    r"(?:[\w'+#./&-]+\s+){0,4}$"
)
# "no Python, Django or Flask"; but "no remote, Python and Django" is Python.
_LISTED = r"(?:\b(?:no|not|without)|n't)\s+(?:[\w.+#-]+\s?(?:,|/|\bor\b|\bnor\b)\s*)+$"
_LIST_GOES_ON = r"(?:\s?,\s?[\w.+#-]+)*\s?,?\s(?:or|nor)\s"
_FINE = (
    r"(?:be\s+|been\s+)?(?:only|just|an?\s+(?:problem|issue|concern|obstacle|blocker|constraint|question)"
    r"|the\s+(?:problem|issue|concern)|limited|on-?\s?site|in[\s-](?:the\s+)?office|office|local|hybrid)"
)
# "remote is not possible", "budget: none", "remote? no"; but "budget is not a problem" is a budget.
_DENIED_AFTER = (
    r"(?:\s+(?:work(?:ing|ers)?|positions?|roles?|options?|candidates?|applicants?|applications?|arrangements?|contractors?"
    r"|employees|developers|teams?))?"
    r"(?:\s+(?:is|are|was|were|has|have|had|will|would|can|could|does|did|do|be|been|should|may|might|must|wo|ca|sha"
    r"|currently|presently|generally|unfortunately|simply|really))*"
    rf"(?:n't|\s+not|not|\s+never)\b(?!\s+{_FINE}\b)"
    r"|(?:\s+(?:is|are|was|seems))?\s+(?:impossible|forbidden|excluded|ruled\s+out|out\s+of\s+the\s+question|unavailable"
    r"|unnecessary|irrelevant|no\s+longer)\b"
    r"|(?:\s+\w+)?\s+(?:is|are|will\s+be|get)\s+(?:rejected|declined|disregarded|ignored|discouraged|excluded)\b"
    r"|\s?(?:is|[:=?–—-])\s?(?:none|no\b(?!\s+(?:problem|issue|object|concern))|n/?a\b|nil\b|zero\b|tb[acd]\b|unknown\b"
    r"|never\b|unclear\b)"
    rf"|\s?[:=?–—-]\s?not\b(?!\s+{_FINE}\b)"
    r"|\s\(?(?:none|nil|zero|tb[acd]|unknown|n/a)\b"
)


class _Looks(NamedTuple):
    """The expressions above, compiled once a word is first found: who only writes a title down pays nothing."""

    clause: re.Pattern[str]
    may_deny: re.Pattern[str]
    denied: re.Pattern[str]
    listed: re.Pattern[str]
    list_goes_on: re.Pattern[str]
    denied_after: re.Pattern[str]


@cache
def _looks() -> _Looks:
    return _Looks(*map(re.compile, (_CLAUSE, _MAY_DENY, _DENIED, _LISTED, _LIST_GOES_ON, _DENIED_AFTER)))


class Said(NamedTuple):
    """Words that stand in the text, and where; as they were written, on one line."""

    start: int
    end: int
    words: str


class Phrase(NamedTuple):
    """A phrase to look for: `anchor` is a run of letters that must stand in the text, "" where it has none."""

    anchor: str
    pattern: re.Pattern[str]
    doubt: Doubt | None


def phrase(text: str, *, technology: bool = False, doubted: bool = True) -> Phrase:
    """Compile a phrase: whole words, and a space or hyphen in it stands for either.

    A technology may need software beside it; what is not `doubted` is believed whatever stands beside it, as are the
    words of the rep's own rules: who sells rust protection means rust.
    """
    plain = " ".join(text.lower().replace("’", "'").split())
    runs = LETTERS.findall(plain)
    words = [re.escape(part) for part in re.split(r"[\s-]+", plain) if part]
    # Chinese and Japanese write no spaces: their words have no ends that could be looked for.
    ends = "" if plain and ord(plain[-1]) >= 0x2E80 else r"(?![\w+#])"
    doubt = doubt_of(plain, technology=technology) if doubted else None
    return Phrase(max(runs, key=len, default=""), re.compile(r"[\s-]{1,3}".join(words) + ends), doubt)


def first_said(phrases: Iterable[Phrase], shown: str, lowered: str) -> Said | None:
    """The first place where one of these is said and not taken back; of two at one place the longer."""
    best: Said | None = None
    for each in phrases:
        found = next(_places(each, shown, lowered), None)
        if found and (best is None or (found.start, -found.end) < (best.start, -best.end)):
            best = found
    return best


def _places(wanted: Phrase, shown: str, lowered: str) -> Iterator[Said]:
    for match in islice(wanted.pattern.finditer(lowered), MATCHES_CAP):
        start, end = match.span()
        if (start and _is_inside_word(lowered, start)) or _is_address(lowered, end):
            continue
        if not taken_back(lowered, start, end) and _is_meant(wanted.doubt, lowered, start, end):
            yield Said(start, end, " ".join(shown[start:end].split()))


def _is_inside_word(lowered: str, start: int) -> bool:
    before = lowered[start - 1]
    if ord(lowered[start]) >= 0x2E80:
        return False
    return before.isalnum() or before in "_@"


def _is_address(lowered: str, end: int) -> bool:
    """Whether the word is the beginning of a host's name, as in remote.com; one that ends a sentence is not."""
    return lowered[end : end + 4] in (".com", ".org", ".net", ".dev", ".io ", ".co.", ".ai ")


def taken_back(lowered: str, start: int, end: int) -> bool:
    """Whether the clause that a word stands in says that it is not so."""
    before = lowered[max(0, start - LOOK) : start]
    after = lowered[end : end + LOOK].split("\n", 1)[0]
    looks = _looks()
    if looks.denied_after.match(after):
        return True
    if looks.may_deny.search(before) and looks.denied.search(looks.clause.split(before)[-1]):
        return True
    listed = looks.listed.search(before) if "no" in before or "n't" in before or "without" in before else None
    return bool(listed and (listed[0].rstrip().endswith(("or", "nor")) or looks.list_goes_on.match(after)))


def _is_meant(doubt: Doubt | None, lowered: str, start: int, end: int) -> bool:
    if doubt is None:
        return True
    before = lowered[max(0, start - LOOK) : start].rsplit("\n", 1)[-1]
    return not doubt.spoils(before, lowered[end : end + LOOK].split("\n", 1)[0])
