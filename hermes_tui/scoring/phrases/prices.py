"""How a buyer asks what it costs, and what only sounds so."""

from __future__ import annotations

from hermes_tui.scoring.phrases.pieces import IT, ME, OPENING, SLOT, TO, YOU

_PRICE = (
    r"(?:pricing(?: (?:info(?:rmation)?|details?|sheet|model|structure|options?|plans?|table|overview|tiers?"
    r"|scheme))?"
    r"|price ?(?:lists?|range|points?|estimate|quote|indication|breakdown|sheet|tiers?)|prices?"
    r"|costs?(?: estimate| breakdown| structure| overview| indication)?|rate ?card|tariffs?"
    r"|ballpark(?: figure| price| number| estimate)?)\b"
)
_THING = (
    r"(?:seats?|users?|licen[cs]es?|months?|year|annum|plan|tier|package|version|edition|subscription|modules?"
    r"|add-?on"
    r"|support|training|onboarding|set-?up|implementation|installation|hosting|contract|rollout|unit|piece|enterprise"
    r"|pro|premium|service|offer|thing|product|software|system|solution|integration|migration)"
)
_FOLLOWS = (
    r"(?= ?(?:[?,.;!)]|$)| (?:per|for|a (?:month|year|seat|user)|if|when|and|or|including|incl|excluding|with|without"
    r"|monthly|annually|yearly|each|please|look|like|on|in (?:the )?(?:eu|us|uk|euros?|dollars|total|first)"
    r"|to (?:get|add|use|have|upgrade|licen[cs]e|buy|purchase|implement|roll|start|run)"
    rf"|of (?:your|this|that|it|such|\d+|(?:the|an?|one) (?:[\w-]+ ){{0,3}}{_THING})|we're|i'm|are we)\b)"
)
_DO = r"(?:do|does|would|will|might|could|can|should)"
SAYS = (
    rf"\bhow much (?:roughly |approximately |exactly )?{_DO} {IT}\b[^?.;!]{{0,60}}?\b(?:costs?|charge|run us|set"
    r" us back|come to|be)"
    r"\b(?! (?:you|them|him|her)\b)",
    rf"\bhow much (?:is|are|would be) {IT}\b(?: (?:{SLOT})?{_THING})?{_FOLLOWS}",
    r"\bhow much (?:(?:per|a|for (?:a|an|one|each|\d+)) )(?:extra |additional |named )?" + _THING + r"\b",
    rf"\bwhat(?:'s|s| is| are| would be| will be) (?:the|your|its) {SLOT}{_PRICE}{_FOLLOWS}",
    rf"\bwhat(?:'s|s| is| are| would be| will be) your {SLOT}(?:rates|fees){_FOLLOWS}",
    rf"\bwhat {_DO} {IT}\b[^?.;!]{{0,60}}?\b(?:costs?|set us back|run us)\b(?! (?:you|them|him|her)\b)",
    r"\bwhat (?:do|would|will) you (?:usually |normally |typically |currently )?charge\b",
    rf"\b{YOU} (?:please )?(?:send|shar(?:e|ing)|giv(?:e|ing)|provid(?:e|ing)|forward|e?-?mail|tell|show|supply|get"
    rf"|let (?:me|us) (?:know|have)|attach|include|confirm|clarify|outline|break down|sending|telling){TO}"
    rf"(?: (?:about|on|regarding|of|what|with))?(?: (?:the|your|some|any|an?))? {SLOT}{_PRICE}(?! (?:of|from)"
    r" (?!the\b|your\b|a\b))",
    r"\b(?:(?:want|wants|like|need|needs|love|curious|interested|keen|trying) to (?:know|see|understand|find out"
    r"|learn)"
    r"|let (?:me|us) know|tell (?:me|us)|wondering|any idea|curious|the question is)(?: about)?(?: roughly| exactly"
    rf"| approximately)? (?:how much|what) {IT}\b[^?.;!]{{0,50}}?\b(?:costs?|charge|priced)\b(?! (?:you|them|him"
    r"|her)\b)",
    rf"{ME} (?:(?:like|love|need|needs|want|wants) to (?:know|see|get|understand|learn|receive|discuss|hear|talk"
    r" about|go over)"
    r"(?: more)?(?: about| on)?(?: some| an?| the| your)?|(?:need|needs|want|require)(?: some| an?| the| your|"
    rf" more)) {SLOT}{_PRICE}"
    r"(?! (?:to|is|was|be|reduced|lowered|down|cut|of)\b)",
    r"\b(?:do you (?:have|offer|give|do)|is there|are there|(?:can|could) (?:we|i) (?:get|have)|would there be|any"
    r" chance (?:of|for)"
    rf"|what|any) (?:an? |any |some |the )?{SLOT}(?:discounts?(?! (?:store|shop|market))|price ?list|price break"
    r"|rebate|reduced rate|special pric(?:e|ing)"
    r"|volume pricing|\w+ pricing|price sheet|rate card)\b[^?]{0,60}\?",
    rf"{OPENING}(?:what about |how about |and |your |the )*(?:the |your )?(?:price|prices|pricing|costs?|price list)"
    r"(?: (?:per|for|of|in) [\w ]{1,30}?)? ?\?",
    r"\bhow (?:does|do|is|are|would) (?:your |the |it |this |that )?(?:pricing|price|priced)\b(?= ?\?| (?:work"
    r"|look|structured|calculated|determined|set|for|per)\b)[^?]{0,40}\?",
    r"\bhow do you (?:price (?:it|this|that)|charge(?= ?[,?]| for\b| per\b| by\b))[^?]{0,50}\?",
    rf"\b(?:is|are) {IT}(?: {_THING})? (?:priced|charged|billed) (?:per|by|monthly|annually|yearly"
    r"|on)\b[^?]{0,60}\?",
    r"\b(?:(?:a|some|one|two|few|quick) (?:more |quick )*questions?|more (?:info|information|details?)|(?:talk"
    r"|discuss|speak))"
    r"(?: about| on| regarding| around)? (?:the |your )?(?:pricing|prices|price list|costs)\b",
    r"\b(?:like|need|want|love|appreciate|have|get) (?:some |more |any |further )(?:information|info|details)"
    rf" (?:about|on|regarding) (?:the |your )?{_PRICE}",
    r"^\W*would (?:love|like) to (?:know|understand|see|learn|get)(?: more)?(?: about)?(?: the| your)?"
    rf" {SLOT}{_PRICE}",
    r"\bwhat (?:happens|would happen|will happen) (?:to|with) the (?:price|pricing|costs?)\b[^?]{0,60}\?",
    r"\binterested in (?:the |your )(?:pricing|prices|price list)\b",
    rf"\b{YOU} give (?:us|me) (?:an?|some)(?: rough| better| first)? (?:idea|sense|indication|feel) (?:of|for|about|on)"
    rf" (?:the |your )?{SLOT}{_PRICE}",
    r"\bwhat(?:'s|s| is) your (?:hourly |daily |day |current )?rate(?= ?(?:[?,;.]|$)| for\b| per\b)",
    r"\bwhat (?:are we|would we be) looking at (?:in terms of|for) (?:the )?(?:costs?|price|pricing)\b"
    r"|\bhow much (?:are we|would we be) looking at\b",
    r"\b(?:ball ?park (?:figure|price|number|estimate)|rough idea of (?:the )?(?:costs?|pricing"
    r"|price))\b[^?]{0,60}\?",
    # German, French, Spanish
    r"\bwas (?:kostet|kosten|würde|würden)\b(?! die welt| uns das)[^?.!]{0,50}?(?:(?<=kostet)|(?<=kosten)"
    r"|\bkosten)\b[^?.!]{0,50}\?",
    r"\b(?:wie viel|wieviel|wie teuer) (?:kostet|kosten|ist|wäre|würde)\b[^?.!]{0,50}\?",
    r"\b(?:können|könnten|würden) sie (?:mir|uns) [^?.!]{0,40}\b(?:preis(?:e|liste|informationen)?|kosten)\b",
    r"\bcombien (?:ça |cela |est-ce que (?:ça |cela ))?(?:coûter?ait|coûte|coutera?it|coute)\b"
    r"|\bquels? (?:est|serait|sont|seraient) (?:le|les|vos|votre) (?:prix|tarifs?|coûts?)\b",
    r"\bcu[aá]nto (?:cuesta|costar[ií]a|vale|cuestan|sale)\b(?! la vida)|\bcu[aá]l (?:es|ser[ií]a) el (?:precio"
    r"|coste|costo)\b",
)
NOT = (
    r"\b(?:at any price|(?:price|cost) to pay|cost (?:me|him|her|them)|cost of (?:doing nothing|living|inaction"
    r"|delay|failure|waiting|war"
    r"|being)|costs? and benefits?|cost[- ]benefit|cost (?:function|model|matrix|cent(?:er|re))"
    r"|(?:performance|runtime|memory|maintenance|opportunity|sunk|transaction|switching) costs?"
    r"|at all costs|(?:share|stock|oil|gas|house|energy|fuel|bitcoin|asking) prices?"
    r"|(?:their|his|her|our|my) (?:own |current |new |old )?(?:pricing|prices|price list|rate card|customers)"
    r"|competit\w+|rivals?"
    r"|price (?:of|for) (?:freedom|success|fame|failure|peace|progress|glory|love|admission|oil|gas|gold)"
    r"|cost (?:us|you) (?:if|to do nothing|when)|cost to (?:the )?(?:environment|planet|society)"
    r"|(?:did|used to) (?:it |this |that |you )?(?:cost|charge)|what a price|(?:your|their|last|previous|old)"
    r" (?:\w+ )?(?:vendor|supplier|provider)s?'?s?)\b"
)
