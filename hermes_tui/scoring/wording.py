"""What a buyer's words want of us: an answer, or nothing (thanks, ok, out of office); text in, text out.

Precision comes first where nothing is wanted: only closed lists of phrases are read as asking nothing, and any
words outside them count as wanting an answer. Texts are capped, patterns are compiled on first use.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

TEXT_CAP = 20_000
QUOTE_CAP = 160
_BARE_CAP = 120

_AUTO_HEADER = (
    r"\A\W*(?:(?:subject|re|aw|fwd?):\s*){0,3}(?:automatic reply|auto[- ]?reply|auto[- ]?response|autoresponder"
    r"|automated (?:reply|response|message)|out of (?:the )?office\s*(?:reply|notice|message|:|-|\n|$)"
    r"|abwesenheitsnotiz|automatische antwort|réponse automatique|respuesta automática|risposta automatica"
    r"|delivery status notification|undeliver(?:able|ed)|mail delivery (?:failed|subsystem)"
    r"|delivery has failed|this is an auto(?:mated|matic|-?generated))"
)
_AWAY = (
    r"\A\W*out of (?:the )?office\b"
    r"|\b(?:i am|i'm|i will be|i'll be|we are) (?:currently |now |presently )?(?:out of (?:the )?office"
    r"|away from (?:the |my )?(?:office|desk|e-?mail)"
    r"|on (?:annual |parental |maternity |paternity |sick |medical )?(?:leave|vacation|holiday|pto))\b"
    r"|\blimited access to (?:my )?e-?mail|\bthis (?:mailbox|inbox) is (?:not|un) ?monitored"
    r"|\bich bin (?:derzeit |aktuell |momentan )?nicht im (?:büro|haus)\b|\bje suis (?:actuellement )?absente?\b"
    r"|\bestoy fuera de la oficina\b"
)
# One of these is in whatever _AWAY finds. To look for them costs a twentieth of looking for it, and a lead's page reads
# every word its people ever wrote.
_AWAY_SIGNS = (
    "out of ", "away from ", "leave", "vacation", "holiday", "pto", "limited access", "monitored", "nicht im ",
    "absent", "estoy fuera",
)  # fmt: skip
_RECEIVED_SIGN = "received your "
_RECEIVED = r"\breceived your (?:e-?mail|message|enquiry|inquiry|request)\b"
_WILL_RETURN = r"\b(?:will|shall) (?:get back|respond|reply|answer|be in touch)\b"
_URGENT = r"\b(?:urgent|immediate|emergency|assistance)"
_HUMAN_ASK = (
    r"\b(?:send|resend|share|let's|could you|can you|can we|would you|schedule|quote|proposal|price|pricing"
    r"|contract)\b"
)
_FOR = r"(?: for (?:letting me know|getting back(?: to me)?|(?:the|your|this|that|all)(?: (?!but\b)[\w']+){0,2}))?"
_MUCH = r"(?: a lot| so much| very much| again| a million)?"
_BARE_PHRASES = (
    rf"(?:many |much |big )?thanks{_MUCH}{_FOR}",
    rf"thank you{_MUCH}{_FOR}",
    r"thx|ty|cheers|danke(?: schön| sehr)?|vielen dank|merci(?: beaucoup)?|(?:muchas )?gracias|grazie(?: mille)?",
    r"obrigad[oa]|much appreciated|appreciate it|appreciated",
    r"ok|okay|k|alright|all right|great|perfect|cool|awesome|excellent|super|nice|wonderful|brilliant|lovely",
    r"got it|noted|(?:well )?received|understood|will do|acknowledged|no problem|no worries|np",
    r"you're welcome|you too|likewise|same to you",
    r"(?:hi|hello|hey|dear)(?: there| all| team)?",
    r"(?:(?:with )?(?:best|kind|warm) )?regards|best wishes|best|br|kr|sincerely|cordialement",
    r"mit freundlichen grüßen|viele grüße|(?:talk|speak) (?:to you )?soon|sent from my \w+",
    r"have a (?:nice|great|good|lovely) (?:day|week|weekend|evening|one)",
    r"(?:and )?(?:i |we )?(?:will|i'll|we'll) (?:take a look|have a look|look (?:at|into) (?:it|this)"
    r"|review(?: it| this)?|read (?:it|this)|check(?: it| this)?|be in touch|let you know"
    r"|(?:get|come) back to you)(?: soon| shortly| later| tomorrow| this week| next week| asap)?",
    r"and (?:get|come) back to you(?: soon| shortly| later| tomorrow| this week| next week| asap)?",
    r"@",
)
_HISTORY_LINE = r"^(?:-{2,} ?(?:original message|forwarded).*|-- ?|_{10,})$"
_WROTE = r"^(?:on|am|le|el) .{5,300}(?:wrote|schrieb.{0,80}|a écrit|escribió) ?:$"
_ANSWER_WORDS = frozenset(
    {
        "yes", "no", "sure", "agreed", "maybe", "never", "today", "tomorrow",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    }
)  # fmt: skip


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{'|'.join(_BARE_PHRASES)})(?: |$))+")


@lru_cache(maxsize=2048)  # several rules ask it of the same words, and again each time a page is read again
def is_auto_reply(text: str) -> bool:
    """Whether a machine wrote this: out of office, an automatic acknowledgement, a bounce.

    A person who says they are away and asks for something in the same breath is a person.
    """
    said = text[:TEXT_CAP].replace("’", "'").strip()
    if not said:
        return False
    if _pattern(_AUTO_HEADER).search(said):
        return True
    folded = said.casefold()
    away = any(sign in folded for sign in _AWAY_SIGNS) and _pattern(_AWAY).search(said) is not None
    acknowledged = _RECEIVED_SIGN in folded and all(_pattern(each).search(said) for each in (_RECEIVED, _WILL_RETURN))
    if not (away or acknowledged):
        return False
    asks = any(_is_question(s) and not _pattern(_URGENT).search(s) for s in _sentences(said))
    return not asks and _pattern(_HUMAN_ASK).search(said) is None


def wants_answer(text: str) -> str | None:
    """The buyer's words that ask or answer something, to quote; None where they ask for nothing.

    None for bare thanks, ok, greetings, promises to come back, automatic replies. Words that are not known count
    as wanting an answer. A message without any words (a touch logged in a hurry) gives "", which also wants one:
    test with `is not None`. Quotes a question if there is one, else a request, else the first sentence that says
    something, in at most 160 characters; quoted history and signatures are left out.

    >>> wants_answer("Hi Bob,\\nWhat would it cost per year? Thanks, Ann")
    'What would it cost per year?'
    >>> wants_answer("Great, thanks Bob!") is None
    True
    """
    if is_auto_reply(text):
        return None
    sentences = _sentences(_own_words(text[:TEXT_CAP].replace("’", "'")))
    if not sentences:
        return ""
    for sentence in sentences:
        if _is_question(sentence):
            return _cut(sentence)
    if len(sentences) > 1 and _is_name_only(sentences[-1]):
        sentences = sentences[:-1]
    telling = [sentence for sentence in sentences if not _is_bare(sentence)]
    asking = (sentence for sentence in telling if _pattern(_HUMAN_ASK).search(sentence))
    return _cut(next(asking, telling[0])) if telling else None


def _own_words(text: str) -> str:
    """The writer's own lines: no quoted history, no signature."""
    kept: list[str] = []
    lines = text.splitlines()
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        bare = line.strip()
        if _pattern(_HISTORY_LINE).match(line) or _pattern(_WROTE).match(bare[:400]):
            break
        if _pattern(_WROTE).match(f"{bare} {following.strip()}"[:400]) and following.rstrip().endswith(":"):
            break
        if bare.startswith("From: ") and following.strip().startswith(("Sent: ", "Date: ", "To: ")):
            break
        if not bare.startswith(">"):
            kept.append(bare)
    return "\n".join(kept)


def _sentences(text: str) -> list[str]:
    """Sentences in order, whitespace collapsed; lines broken by a mail program's wrapping are joined."""
    joined: list[str] = []
    previous_wraps = False
    for line in text.splitlines():
        if previous_wraps and line:
            joined[-1] += " " + line
        else:
            joined.append(line)
        # Mail programs wrap at 60 to 78 columns; a line this long that ends in a word goes on below.
        previous_wraps = len(line) >= 50 and line[-1] not in ".!?:。？！"
    parts = (part for line in joined for part in _pattern(r"(?<=[.!?。？！])\s+").split(line))
    return [collapsed for part in parts if (collapsed := " ".join(part.split()))]


def _is_question(sentence: str) -> bool:
    return sentence.rstrip("\"'”»)] ").endswith(("?", "？"))


def _is_name(word: str) -> bool:
    return word.istitle() and word.lower() not in _ANSWER_WORDS


def _is_name_only(sentence: str) -> bool:
    words = _pattern(r"[^\W\d_]+").findall(sentence)
    return 0 < len(words) <= 3 and all(_is_name(word) for word in words)


def _is_bare(sentence: str) -> bool:
    """Whether a sentence says thanks, ok, hello or goodbye and nothing else; up to two names may be addressed."""
    if len(sentence) > _BARE_CAP:
        return False
    words = _pattern(r"[\w']+").findall(sentence)
    if not words:
        return True
    lowered = " ".join(word.lower() for word in words)
    if _bare().fullmatch(lowered):
        return True
    named = [place > 0 and _is_name(word) and not _bare().fullmatch(word.lower()) for place, word in enumerate(words)]
    if sum(named) > 2:
        return False
    return bool(_bare().fullmatch(" ".join("@" if name else w.lower() for w, name in zip(words, named, strict=True))))


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= QUOTE_CAP else sentence[: QUOTE_CAP - 1].rstrip() + "…"
