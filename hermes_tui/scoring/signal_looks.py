"""Two looks at a text for buying signals: the cheap one before the patterns, and the one for denials after them."""

from __future__ import annotations

import re
from functools import cache

from hermes_tui.scoring.signal_patterns import ONLY_SOUNDS

# One of these words is in whatever the patterns of a kind find. A text is cut into words once, and asked for all of
# them at once; only sentences with one of them are looked at any closer.
_ANCHORS: dict[str, str] = {
    "pricing": """
        cost costs price prices pricing priced pricelist charge charges charged charging discount discounts rate park
        rates ratecard fees ballpark rebate billed tariff tariffs much rough kostet kosten preis preise preisliste
        preisinformationen viel wieviel teuer combien prix tarif tarifs coût coûts cuánto cuanto cuál cual
    """,
    "proposal_request": """
        proposal proposals quote quotes quotation quotations estimate estimates offer offers sow statement rfp rfq
        angebot devis presupuesto propuesta cotización cotizacion oferta
    """,
    "meeting": """
        meet meeting call ring phone talk chat speak catch connect together demo demonstration zoom session
        walkthrough appointment conversation presentation slot slots calendar calendly availability times dates minutes
        invite monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
        fridays saturdays sundays tomorrow works work suits suit free available catchup videocall termin telefonieren
        treffen sprechen vous visio appeler rencontrer reunirnos vernos llamada reunión reunion
    """,
    "referral": """
        colleague colleagues coworker coworkers worker workers boss manager director supervisor superior lead
        teamlead partner founder cofounder assistant counterpart cto ceo cfo cio cmo coo ctos ceos cpo ciso vp head
        procurement purchasing finance buyer buyers legal department project product office engineering operations
        person contact looping copying adding ccing cc bringing introducing connecting putting accounting security
        marketing hr it team talk speak write reach touch kollegen kollegin chef chefin einkauf
    """,
    "timeline": """
        january february march april may june july august september october november december jan feb mar apr jun
        jul aug sep sept oct nov dec q1 q2 q3 q4 h1 h2 quarter year month week summer autumn fall winter spring
        semester monday tuesday wednesday thursday friday saturday sunday tomorrow christmas easter days weeks
        months deadline januar februar märz mai juni juli oktober dezember quartal jahres 2026 2027 2028 2029 2030
        2031 2032 2033 2034 2035
    """,
}
_ASKS = (
    "?", "what", "please", "pls", "kindly", "could", "would", "can ", "will you", "need", "want", "let", "know",
    "interested", "question", "more info", "'d ", "looking", "send", "how much", "mind ", "may ", "wonder", "require",
    "give", "können", "könnten", "würden", "combien", "quel", "cuánto", "cuanto", "cuál", "cual",
)  # fmt: skip
# And one of these stands beside it.
_BESIDE: dict[str, tuple[str, ...]] = {
    "pricing": _ASKS,
    "proposal_request": (
        *_ASKS, "attached", "enclosed", "here is", "here's", "find", "issu", "invite", "sending", "await", "waiting",
        "when ", "give", "get", "make", "prepare", "draft", "submit", "mail", "require", "request", "appreciate",
        "ready for", "after ", "hätte", "brauchen", "bräuchten", "benötigen", "bitte", "wünschen", "vous", "nous",
        "souhait", "voudr", "aimer", "envoyez", "puede", "podr",
    ),
    "meeting": (
        "can we", "could we", "shall we", "should we", "may we", "might we", "can i", "could i", "may i", "possible",
        "any chance", "'d ", "would ", "are you", "will you", "you have", "let's", "when ", "what time", "which day",
        "please", "could you", "can you", "book ", "pick ", "grab ", "choose ", "does ", "could ", "how about",
        "what about", "send", "share", "propose", "suggest", " want", " need", "happy to", "glad to",
        "let me know", "let us know", "give me", "give us", "here is", "here's", "können wir", "könnten wir",
        "wollen wir", "sollen wir", "peut", "pourr", "pouvons", "podemos", "podr",
    ),
    "referral": (
        "contact", "talk", "speak", "reach", "touch", "write", "mail", " ask", "ask ", "call", "connect", "follow up",
        "handle", "responsible", "in charge", "take care", "takes care", "look after", "looks after", "deal with",
        "deals with", "decision", "get back", "take it", "take this", "leite", "wenden", "forward",
        "pass", "hand", "sent", "send", "cc'", "ccing", "ccd", "copied", "copying", "loop", "adding", "added",
        "bring", "brought", "introducing", "connecting", "putting", "right ", "best ", "correct ", "better ",
        "put you", "get you",
    ),
    "timeline": (
        "start", "live", "roll", "decide", "deciding", "decision", "buy", "purchase", "sign", "kick", "running",
        "in place", "implement", "switch", "move over", "launch", "begin", "deadline", "timeline", "time frame",
        "timeframe", "target", "budget", "funding", "money", " up ", "working", "contract", "subscription", "licen",
        "agreement", "need", "require", "want", "must have", "have to have", "choose", "ready", "einführen",
        "entscheiden", "umsteigen", "kaufen",
    ),
}  # fmt: skip
_NO_WORD = bytes.maketrans(b"!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'\r\n\t", b" " * 35)


# Words that are too common alone, with those before or behind them by which they count.
_ONLY_AS: dict[str, tuple[str, ...]] = {
    "much": ("how much",), "rough": ("rough idea",), "viel": ("wie viel",), "teuer": ("wie teuer",),
    "may": ("in may", "by may", "of may", "before may", "early may", "mid may", "mid-may", "late may", "until may",
            "may 2"),
    "free": ("you free", "be free", "you're free", "you are free"),
    "available": ("you available", "be available", "you're available", "you are available"),
    "catch": ("catch up", "catch-up"),
    "together": ("get together",), "times": ("some times", "few times", "two times", "three times"),
    "lead": ("our lead", "team lead"),
    "talk": ("talk to", "talk with", "we talk", "can talk", "to talk"),
    "speak": ("speak to", "speak with", "we speak", "to speak"),
    "write": ("write to",), "reach": ("reach out",), "rates": ("your rates",),
    "rate": ("rate card", "reduced rate", "your rate", "hourly rate", "daily rate", "day rate", "current rate"),
    "park": ("ball park",), "work": ("would work", "work for you", "work best"), "it": ("from it", "in it ", "our it "),
    "team": ("it team",), "cc": ("cc'ing", "cc'd"),
    "minutes": ("minutes this", "minutes next", "minutes today", "minutes tomorrow", "minutes on"),
    "call": (" call",),
}  # fmt: skip


@cache
def _anchors() -> dict[str, frozenset[bytes]]:
    return {kind: frozenset(words.encode().split()) for kind, words in _ANCHORS.items()}


@cache
def _any_anchor() -> frozenset[bytes]:
    return frozenset().union(*_anchors().values())


def places(folded: str) -> dict[str, list[int]]:
    """Kind → where in a text (in small letters) the words stand by which it may be said, in no order."""
    if not folded.isascii():
        for mark in "“”„«»¿¡…–—\xa0":
            folded = folded.replace(mark, " ")
    there = _any_anchor().intersection(folded.encode("utf-8", "replace").translate(_NO_WORD).split())
    found: dict[str, list[int]] = {}
    for kind, anchors in _anchors().items() if there else ():
        for word in there & anchors:
            text = word.decode()
            for needle in _ONLY_AS.get(text, (text,)):
                if needle in folded:
                    found.setdefault(kind, []).extend(_occurrences(folded, needle))
    return found


def _occurrences(folded: str, word: str) -> list[int]:
    found = []
    at = folded.find(word)
    while at >= 0:
        found.append(at)
        at = folded.find(word, at + len(word))
    return found


def may_say(kind: str, folded: str) -> bool:
    """Whether a sentence (in small letters) with one of a kind's words has one of those beside it, too."""
    return any(sign in folded for sign in _BESIDE[kind])


# -- denials ------------------------------------------------------------------------------------------------

# What looks like a denial and is none; taken out before one is looked for.
_NO_DENIAL = (
    r"why (?:don't|not)|(?:don't|do not) (?:hesitate|forget|know|see|find|understand|have a clue)|not only|if not"
    r"|whether or not|no problem"
    r"|no worries|(?:couldn't|can't|cannot|could not|can not) (?:you|find|see)|not sure(?: (?:if|whether|what"
    r"|how))?|can't wait|cannot wait"
    r"|no idea (?:what|how)|not clear|don't mind|do not mind|isn't clear|no later than"
)
_DENIAL = (
    r"\b(?:no|not|never|nobody|none|neither|nor|without|cannot|can't|cant|don't|dont|doesn't|didn't|won't|wouldn't"
    r"|shouldn't|couldn't"
    r"|isn't|aren't|wasn't|weren't|haven't|hasn't|needn't|stop|instead of|rather than|unless|kein\w*|nicht|hardly"
    r"|too (?:early|soon)"
    r"|already|unnecessary|pointless|yesterday|last (?:week|month|year|quarter)|pretend\w*|imagine|hypothetically)\b"
)
_DENIED_AFTER = (
    r"^[^,;:.!?]{0,40}?\b(?:isn't|aren't|wasn't|(?:is|are|was|be|am) (?:not|no longer|never)|not (?:needed"
    r"|necessary|required|yet|now|relevant"
    r"|important|today|this year|anymore)|can wait|any ?more|no longer)\b"
)
_CLAUSE = re.compile(r"[,;:()–—]| but | however | though | yet | so ")
_OTHERS = (
    r"\b(?:you|they|he|she|people|customers?|clients?|users?|everyone|everybody|somebody|someone|anyone|prospects?"
    r"|the (?:market|seller|vendor)"
    r"|(?:your|their|his|her) \w+)(?: have| had| has|'d|'ve| all| always| often| also| just| keep| keeps| usually|"
    r" never)*"
    r" (?:asked|asking|ask|asks|wondered|wonders|said|says|wrote|writes|told|tells|wanted|requested|requests"
    r"|mentioned|offered|promised|claims?)\b"
)
_YOU_MAY_TELL = r"\b(?:can|could|would|will|may|might|if|please) (?:you|they|he|she|someone|somebody|anyone)\b"
_IF_WE = (
    r"(?<!wonder )(?<!wondering )(?<!see )(?<!know )(?<!asking )(?<!check )\b(?:if|once|in case|whenever|until|as"
    r" soon as|in the event) +$"
)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


def is_denied(kind: str, folded: str, start: int, end: int) -> bool:
    """Whether what folded[start:end] seems to say is denied, told of others, past, conditional, or an idiom."""
    if _pattern(ONLY_SOUNDS[kind]).search(folded):
        return True
    before = folded[:start]
    if _pattern(_IF_WE).search(before):
        return True
    clause = _CLAUSE.split(before)[-1] + folded[start:end]
    if _pattern(_DENIAL).search(_pattern(_NO_DENIAL).sub(" ", clause)):
        return True
    if _pattern(_DENIED_AFTER).search(folded[end:]):
        return True
    return _pattern(_OTHERS).search(_pattern(_YOU_MAY_TELL).sub(" ", before)) is not None
