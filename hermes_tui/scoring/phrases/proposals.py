"""How a buyer asks for a proposal, a quote, an offer, and what only sounds so."""

from __future__ import annotations

from hermes_tui.scoring.phrases.pieces import ME, OPENING, SLOT, TO, YOU

_OFFER = (
    r"(?:proposals?|quotes?(?! (?:from|by(?! (?:eod|cob|today|tomorrow|next|end|the end|\w+day|\d))|of|attributed"
    r"|unquote|that says)\b)|quotations?"
    r"|estimates?(?! (?:of|on|for|as to) (?:when|how|the time|time|eta|the date)\b)|offers?|statement of work|sow)\b"
    r"(?! (?:to be|is|was|were|be|changed|looks?|has|had|they|he|she|letter|presentation|deadline)\b)"
)
SAYS = (
    rf"\b{YOU} (?:please )?(?:send(?:ing)?|shar(?:e|ing)|prepar(?:e|ing)|put(?:ting)? together|draft|draw up"
    r"|writ(?:e|ing)(?: up)?"
    rf"|giv(?:e|ing)|provid(?:e|ing)|get|mak(?:e|ing)|e?-?mail|submit|forward|issue|work (?:out|up)|resend){TO}"
    rf" {SLOT}{_OFFER}",
    rf"{ME} (?:need|needs|want|wants|require|requires|request|looking for|interested in|ready for|after)(?: to"
    r" (?:see|get|receive"
    rf"|have|obtain|order))? (?:an?|your|the|another|some|one|two|three|\d) {SLOT}{_OFFER}",
    r"\b(?:i|we|my \w+|our \w+)(?:'d| would)(?: really| also| very much| all| still)* (?:like|love|appreciate"
    r"|welcome|prefer)(?: to (?:see|get"
    r"|receive|have|request|obtain|order|ask (?:you )?for))? (?:an?|your|the|another|one|two|three|\d)"
    rf" {SLOT}{_OFFER}",
    r"\b(?:(?:can|could|may|might) (?:we|i)|(?:wonder|wondering|see|know|asking|possible) if (?:we|i) (?:can|could"
    r"|might))"
    rf" (?:please |also |maybe )?(?:get|have|see|request|receive|ask (?:you )?for|expect) {SLOT}{_OFFER}",
    rf"\b{YOU} (?:please )?quote (?:us|me|for|with and|\d+|your best|a price|on \d+)\b(?! (?:on that|happy"
    r"|(?:the|that|this) "
    r"(?:ticket|number|reference|order|case|id)))",
    rf"{OPENING}(?:please |pls |kindly |just |then )*(?:send|email|get|give|make|prepare|draft|submit)(?: (?:us|me"
    rf"|over))+ {SLOT}{_OFFER}",
    r"\b(?:looking forward to|await(?:ing)?|waiting for|when (?:can|could|will|would|may|should) (?:we|i)"
    r" (?:expect|get|have|receive|see)"
    r"|when (?:can|could|will|would) you send(?: us| me)?) (?:receiving |getting |seeing )?(?:an?|your|the)"
    rf" {SLOT}{_OFFER}",
    r"\b(?:attached|enclosed|here is|here's|find|issu(?:ed|ing)|sending you|invite you to)\b[^?.!]{0,40}?"
    r"\b(?:rfp|rfq|request for (?:a )?(?:proposals?|quotes?|quotations?))\b",
    # German, French, Spanish
    r"\b(?:können|könnten|würden) sie (?:uns|mir) [^?.!]{0,40}\bangebot\b|\bbitte (?:senden|schicken|machen"
    r"|erstellen) sie "
    r"(?:uns|mir) [^?.!]{0,30}\bangebot\b|\b(?:hätten|hätte|wünschen|bräuchten|brauchen|benötigen)(?: wir|"
    r" ich)?(?: gerne?)? "
    r"(?:noch )?ein(?:e)? (?:\w+ )?angebot\b",
    r"\b(?:pouvez|pourriez)[- ]vous [^?.!]{0,40}\bdevis\b|\benvoyez[- ](?:nous|moi) (?:un|votre) (?:\w+ )?devis\b"
    r"|\b(?:voudrais|voudrions|souhaite|souhaitons|aimerions|aimerais) (?:recevoir |avoir |obtenir )?(?:un|votre)"
    r" (?:\w+ )?devis\b",
    r"\b(?:puede|podr[ií]a)[ns]? (?:enviar|mandar|hacer|pasar|dar)(?:nos|me) (?:un|una|su) (?:\w+ )?"
    r"(?:presupuesto|propuesta|cotizaci[oó]n|oferta)\b",
)
NOT = (
    r"\b(?:(?:my|his|her|their|our|marriage|talk|conference|research|thesis|patch|rfc|grant|session|workshop"
    r"|budget) proposals?"
    r"|job offer|counter-?offer|(?:press|article|blog|journalist|testimonial|case study|newspaper|magazine"
    r"|newsletter|bug|patch|ticket"
    r"|speaker|insurance|movie|book)|proposals? for (?:the |an? |your |our )?(?:\w+ )?(?:conference|talk|session|paper"
    r"|workshop|panel|thesis)|time estimates?|(?:from|of) (?:other|another|different|several|three|two)"
    r" (?:vendors?|suppliers?)"
    r"|competit\w+)\b"
)
