"""Regular expressions of the rep's own, `/…/` in the rules: read, tried against hostile text, searched within a time.

They run in the `regex` library, which stops at a time limit; it is imported only where a rule holds an expression.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

TIME_LIMIT = 0.05
"""Seconds that one expression may search one lead's text; whoever needs more gives no points and says so."""
LENGTH_CAP = 300
_TRIAL_EACH = 4 * TIME_LIMIT  # the library counts what other threads do meanwhile; what explodes needs far more still
_TRIAL_LIMIT = 1.0  # seconds of work for all the hostile texts of one expression together
_REPEAT_CAP = 1_000
_TRIAL_LENGTH = 1_000  # long enough that an exponential or cubic search runs out of time, and a quadratic one does not
_UNITS = ("a", "A", "1", " ", "-", ".", "a ", "a1", "ab", "a,", "1.", "\n")

_REPEAT = re.compile(r"(?<!\\)(?:\\\\)*(?<!\\[pPN])\{\s*(\d*)\s*(?:,\s*(\d*)\s*)?\}")
_FUZZY = re.compile(r"(?<!\\)(?<!\\[pPN])\{[^{}]*[<=][^{}]*\}|(?<!\\)(?<!\\[pPN])\{\s*[eids]")
_CALLS = re.compile(r"\(\?(?:R|[+-]?\d+|&|P>)")


class TooSlow(Exception):
    """The expression did not finish within TIME_LIMIT on this text."""


def is_expression(phrase: str) -> bool:
    """Whether a phrase of the rules is written as a regular expression: `/call (me|us) back/`."""
    return len(phrase) >= 2 and phrase[0] == phrase[-1] == "/"


@lru_cache(maxsize=256)
def check(phrase: str) -> None:
    """Raise ValueError in one sentence where an expression is none, matches nothing at all, or may explode.

    One that passed is not tried again in this process: the rules are read at every pause of the rep's typing.
    """
    source = phrase[1:-1]
    if not source.strip():
        raise ValueError("an expression must stand between the two slashes")
    if len(source) > LENGTH_CAP:
        raise ValueError(f"an expression may have {LENGTH_CAP} characters, and this one has {len(source):,}")
    if _CALLS.search(source) or _FUZZY.search(source):
        raise ValueError("an expression that calls itself or matches roughly may run for ever; write it plainly")
    _check_repeats(source)
    import regex

    try:
        found = _compiled(phrase)
    except (regex.error, ValueError, OverflowError, RecursionError, MemoryError) as error:
        raise ValueError(f"it is no regular expression ({_short(error)})") from None
    try:
        if found.search("", timeout=TIME_LIMIT):
            raise ValueError("it matches where nothing stands, so every lead would have it")
        _try_hostile(found, source)
    except (TimeoutError, MemoryError, RecursionError):
        raise ValueError(
            "the expression explodes: on some texts it would search for hours; repeats inside repeats do that"
        ) from None


def first_match(phrase: str, text: str) -> str:
    """The words that an expression finds first in a text, on one line, or an empty string. Raises TooSlow.

    One that this version of the library cannot read finds nothing.
    """
    import regex

    try:
        for found in _compiled(phrase).finditer(text, timeout=TIME_LIMIT):
            words = " ".join(found[0].split())
            if words:
                return words
    except (TimeoutError, MemoryError, RecursionError):
        raise TooSlow(phrase) from None
    except regex.error:
        return ""
    return ""


@lru_cache(maxsize=256)
def _compiled(phrase: str) -> regex.Pattern[str]:
    import regex

    return regex.compile(phrase[1:-1], regex.IGNORECASE | regex.MULTILINE)


def _check_repeats(source: str) -> None:
    """Repeats that are counted out grow the compiled expression: `((a{1000}){1000}){1000}` eats the memory."""
    least = 1
    for low, high in _REPEAT.findall(source):
        if max(len(low), len(high)) > 4 or max(int(low or 0), int(high or 0)) > _REPEAT_CAP:
            raise ValueError(f"a repeat may count to {_REPEAT_CAP:,} at most")
        least *= max(1, int(low or 0))
    if least > _REPEAT_CAP:
        raise ValueError(f"its repeats multiply to {least:,}, and {_REPEAT_CAP:,} is the most")


def _try_hostile(found: regex.Pattern[str], source: str) -> None:
    """Search texts that make a careless expression explode. Raises TimeoutError."""
    from time import thread_time  # this thread's own: on a busy machine a fine expression waits, and is not at fault

    began = thread_time()
    letters = "".join(dict.fromkeys(char for char in source if char.isalnum()))
    runs = [run for run in re.findall(r"\w+", source) if len(run) > 1]
    for unit in dict.fromkeys((*_UNITS, *letters[:40], *runs[:20])):
        long = unit * (_TRIAL_LENGTH // len(unit) + 1)
        short = "\n".join(f"{unit * times}!" for times in range(10, 31, 4))  # too few for what wants twenty
        # What the expression asks for stands behind a break, so that no quick look finds it missing.
        for text in (f"{long}!", f"{long}\n!\n{letters}", f"{letters}\n{long}\t!", f"{short}\n{letters}"):
            for _ in found.finditer(text, timeout=_TRIAL_EACH):
                pass
            if thread_time() - began > _TRIAL_LIMIT:
                raise TimeoutError


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
