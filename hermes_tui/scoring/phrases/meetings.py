"""How a buyer asks to meet, to talk, to be shown it, and what only sounds so."""

from __future__ import annotations

from hermes_tui.scoring.phrases.pieces import DAY, ME, OPENING, SLOT

_CALL = (
    r"(?:calls?|meeting|demo|demonstration|chat|conversation|video ?call|zoom|teams call|session|walk-?through"
    r"|appointment"
    r"|get-together|catch-?up|presentation)\b"
)
_ARRANGE = (
    r"(?:have|do|schedule|set up|book|arrange|hop on|jump on|get on|organi[sz]e|plan|fix|find|set|agree on|make|get)"
)
_SOON = (
    rf"(?:today|tomorrow|{DAY}|(?:this|next|the) (?:week|month|morning|afternoon|evening)|on the phone|by phone"
    r"|over the phone|at \d"
    r"|for (?:\d+|ten|fifteen|twenty|thirty|half an|an) (?:min|hour)|sometime|in person|face to face|live|on (?:a"
    r" )?(?:zoom|teams|skype)"
    r"|(?:over|on) (?:a )?(?:video|call|coffee|lunch)|over (?:coffee|lunch))"
)
_TALK = rf"(?:meet(?: up)?|talk|chat|speak|catch up|connect|get together)\b[^?.!;]{{0,40}}?\b{_SOON}"
_MEET = (
    r"meet(?! (?:the|our|your|their|those|these|this|that|an?|all|any|his|her|my|its|every|requirements?"
    r"|expectations?|deadlines?|demand|criteria|half)\b)"
)
_A_CALL = rf"{_ARRANGE} (?:up )?(?:in )?(?:an?|another|some|your|that|our|the) {SLOT}{_CALL}"
_ASKS_IF = (
    r"\b(?:can|could|shall|should|may|might|would it be possible for us to|is it possible to|any chance (?:we|i)"
    r" (?:can|could))(?: we| i| you and i)?(?: please| maybe| perhaps| quickly| briefly| all| possibly)*"
)
SAYS = (
    rf"{_ASKS_IF} (?:{_A_CALL}|{_TALK}|{_MEET}\b)",
    r"\b(?:i|we|my \w+|our \w+)(?:'d| would)(?: really| also| all)* (?:like|love|be happy|be glad|prefer"
    r"|appreciate) "
    rf"(?:to (?:{_A_CALL}|{_TALK}|see an? {SLOT}{_CALL}|meet (?:you|with you)|(?:talk|speak) (?:to|with) you)|an?"
    rf" {SLOT}{_CALL})",
    r"\b(?:are you|would you be|will you be|are you guys) (?:free|available|around"
    rf"|up)\b[^?.!]{{0,40}}?(?:\b{_SOON}|for an? {SLOT}{_CALL}"
    rf"|\b{DAY})",
    rf"\blet's (?:please )?(?:{_A_CALL}|{_TALK}|meet\b(?! (?:the|our|your|halfway|half way|in the middle)\b))",
    r"\b(?:do|would|will) you have (?:time|\d+ min\w*|(?:half )?an hour|(?:a|some) (?:moment|time|few minutes"
    rf"|slot))[^?.!]{{0,25}}?\b(?:for an? {SLOT}{_CALL}|to (?:{_TALK}|{_MEET}\b))",
    rf"\b(?:would|is) it (?:be )?possible (?:for us )?to (?:{_A_CALL}|{_TALK}|{_MEET}\b|see an? {SLOT}{_CALL})",
    r"\b(?:when|what time|which day)(?: \w+)? (?:are you (?:free|available)|would you be (?:free|available)|could"
    r" we (?:meet|talk|speak|have)"
    r"|can we (?:meet|talk|speak|have)|(?:works|suits|would work|would suit)(?: best)?(?: for)? (?:you|your))\b",
    r"\b(?:please|could you|can you)(?: please)? (?:call|ring|phone) (?:me|us)(?: back)?\b(?! (?:an?|if|when|once"
    r"|as soon|crazy|old|should|whenever)\b)",
    rf"(?:\b(?:please|could you|can you)(?: please)?|{OPENING}(?:just )?) ?\bgive (?:me|us) a (?:call|ring)\b"
    r"(?= ?(?:[,.;!?]|$)| (?:back|on|at|to|any ?time|today|tomorrow|this|next|tonight|mon|tue|wed|thu|fri)\w*\b)",
    rf"\b(?:happy|glad) to (?:(?:hop on|jump on|get on|schedule|set up|book|arrange) (?:an?|another|your) {SLOT}{_CALL}"
    rf"|(?:talk|chat|speak)\b[^?.!;]{{0,40}}?\b{_SOON})",
    r"\blet (?:me|us) know (?:when|what time|which day) (?:you are|you're|you'd be|you would be|is|works|suits)"
    r"(?: (?:free|available|good|best|convenient)(?! of\b)|(?= for you\b))",
    rf"\bdo you have (?:\d+|ten|fifteen|twenty|thirty) min(?:ute)?s?\b[^?.!]{{0,15}}?\b{_SOON}",
    r"\b(?:here is|here's) my (?:calendly|calendar link|booking (?:link|page))\b",
    r"\b(?:book|pick|grab|choose) (?:yourself )?(?:an?|some|any|whatever|whichever) (?:\w+ )?(?:time|slot)"
    r"\b[^?.!]{0,25}\b(?:calendar|calendly)",
    rf"\b(?:does|would|could|is|how about|what about) (?:this |next |the )?(?:{DAY}"
    r"|tomorrow)\b[^?.!]{0,40}?\b(?:work|suit|okay|good|fine|possible|convenient)"
    r"\b[^?.!]{0,30}\?",
    rf"\b(?:how|what) about (?:this |next |on )?{DAY},? (?:at )?\d[^?.!]{{0,20}}\?",
    r"\b(?:send|share|propose|suggest)(?: (?:me|us|over))? (?:an?|some|a few|your|two|three) (?:\w+ ){0,2}(?:times"
    r"|time ?slots|slots|availability"
    r"|calendar invite|meeting invite|dates)\b",
    rf"{ME} (?:want|wants|need|needs) (?:to (?:see|book|schedule|arrange|set up|have)|an?) (?:an? )?{SLOT}(?:demo"
    r"|demonstration|call with you"
    r"|meeting with you)\b(?! (?:account|version|data|environment|mode|site|video|page|app))",
    # German, French, Spanish
    r"\b(?:können|könnten|wollen|sollen) wir [^?.!]{0,40}\b(?:telefonieren|treffen|sprechen|termin)\b[^?.!]{0,40}\?",
    r"\b(?:peut|pourrait|pourrions|pouvons)[- ](?:on|nous) [^?.!]{0,40}\b(?:rendez-vous|appeler|rencontrer|visio)\b",
    r"\b(?:podemos|podr[ií]amos) [^?.!]{0,30}\b(?:reunirnos|vernos|una llamada|una reuni[oó]n)\b",
)
NOT = (
    r"\b(?:the|today's|\w+day's) (?:build|release|patch|version)|(?:nice|great|good|pleasure|lovely) (?:to meet"
    r"|meeting|talking|speaking)|(?:show|tell) you how|how we can"
    r" help|our (?:product|solution|services)"
    r"|call (?:the|this|that|it) (?:function|method|api)|free of charge|demo (?:account|version|data|environment"
    r"|mode|site|video)"
    r"|(?:internal|team|board|stand-?up|weekly) (?:call|meeting)s?\b(?! with you)|call it (?:a day|quits)"
    r"|conference call bridge\b"
    r"|(?:call|meeting|appointment|session) with my (?:lawyer|attorney|doctor|therapist|dentist)\b"
)
