"""How a buyer sends us on to a colleague, and what only sounds so."""

from __future__ import annotations

from hermes_tui.scoring.phrases.pieces import NAME, ROLE, SLOT

_TO_WHOM = (
    r"(?:contact|talk (?:to|with)|speak (?:to|with)|reach out to|get in touch with|write to|e?-?mail|ask|call"
    r"|connect with|follow up with)"
)
_ADVISES = (
    r"(?:^\W*(?:[\w ]{0,20}[,;:] ?)?(?:please |pls |kindly |best |maybe |perhaps |then )?|\b(?:please|you"
    r" (?:should|could|can|may(?: want to)?|might want to|need to"
    r"|will (?:have|need|want) to|'ll (?:have|need|want) to|had better|would have to)|(?:best|better|easiest)"
    r" (?:to|if you)"
    r"|(?:suggest|recommend)(?: that)?(?: you)?(?: to)?|feel free to|why don't you) )"
)
_WILL = (
    r"(?:handles?|(?:is|are) (?:responsible for|in charge of)|takes? care of|looks? after|deals? with|makes?"
    r" (?:the|these|those|such) decisions?"
    r"|(?:is|are|would be) the (?:right|best|correct) (?:person|contact|one|people)|(?:will|is going to) (?:be in"
    r" touch|contact you|reach out"
    r"|get (?:back to|in touch with) you|take (?:it|this|over)|write to you|call you|follow up with you|be your"
    r" contact))\b"
)
_PART = (
    r"(?:finance|procurement|purchasing|it|legal|operations|engineering|accounting|sales ops|security|marketing"
    r"|hr)"
)
SAYS = (
    rf"{_ADVISES}{_TO_WHOM} (?:with )?(?:my|our) {SLOT}{ROLE}\b",
    r"\b(?:please |you should |best |better |i suggest you |i'd suggest you )(?:contact|reach out to|get in touch"
    r" with|speak (?:to|with)|talk to|write to) "
    rf"{NAME} {NAME}\b",
    r"\byou (?:should|could|may want to|might want to|need to|'ll want to|will want to|had better) (?:talk|speak"
    rf"|reach out|write) (?:to|with) {NAME}\b",
    r"\b(?:(?:i|we|i've|i'm|we've|we're)(?: have| am| are| will|'ll)?(?: just| also| now)? )?"
    r"(?:cc'?d|cc'?ing|copied|copying|looped|looping|adding|added|bringing|brought|introducing you to|connecting"
    r" you (?:with|to)|putting you in touch with)"
    rf"(?: in)? (?:my|our) {SLOT}{ROLE}\b",
    r"\b(?:cc'?ing|copying in|looping in|adding|bringing in|introducing you to|connecting you with|putting you in"
    rf" touch with) {NAME}(?: {NAME})?"
    rf"(?:,? (?:from|in|of) (?:our |the )?{_PART}\b|,? (?:our|my|who (?:handles|is responsible|runs|leads)) )",
    r"\b(?:forwarded|forwarding|forward|passed|passing|pass|handed|handing|sent|send) (?:this|it|your \w+|that"
    r"|you)(?: \w+)?(?: on| over| along)? to (?:my|our) "
    rf"{SLOT}{ROLE}\b",
    r"\b(?:right|best|correct|better) (?:person|contact|one|people)\b[^?.!;]{0,40}?\b(?:is|would be|are)"
    rf" (?:(?:my|our) {SLOT}{ROLE}\b|{NAME})",
    rf"\b(?:my|our) {SLOT}{ROLE},?(?: {NAME}){{0,2}},?(?: \([^)]{{0,40}}\))? (?:\w+ly )?{_WILL}",
    rf"{NAME}(?: {NAME})?,? (?:in|from|of) (?:our |the )?{_PART}(?: team| department)?,? {_WILL}",
    # German
    r"\b(?:ich|wir) (?:leite|leiten|gebe|geben) [^?.!]{0,40}?\ban (?:meinen?|unseren?|die|den) (?:\w+ )?"
    r"(?:kolleg(?:e|en|in)|chef(?:in)?|einkauf|it-leiter(?:in)?)\b[^?.!]{0,20}?\bweiter\b"
    r"|\bwenden sie sich (?:bitte |gerne )?an (?:meinen?|unseren?) (?:\w+ )?"
    r"(?:kolleg(?:e|en|in)|chef(?:in)?|einkauf)\b",
    rf"\b(?:put|get) you in (?:touch|contact) with (?:(?:my|our) {SLOT}{ROLE}\b|{NAME})",
)
NOT = (
    r"\b(?:you (?:already )?(?:spoke|talked|met)|your (?:colleague|boss|manager|team)|intended recipient"
    r"|unsubscribe|on vacation|maternity|in my absence"
    r"|urgent (?:cases?|matters?|issues?|requests?|questions?)|emergenc\w+|(?:is|if it's) urgent|out of (?:the )?office"
    r"|out until"
    r"|(?:i|we) (?:need|have|had|want|must|should|will|would like|'ll|still) (?:to )?(?:first )?(?:ask|talk|speak"
    r"|check|contact|call|email|write))\b"
)
