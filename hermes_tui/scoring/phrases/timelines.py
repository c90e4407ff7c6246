"""How a buyer says by when they decide, start, or need it, and what only sounds so."""

from __future__ import annotations

from hermes_tui.scoring.phrases.pieces import SPAN, TIME

_BEGIN = (
    r"(?:start(?: (?:using|with|working with|the (?:project|rollout|pilot|trial|migration|implementation)))?"
    r"|go(?:ing)? live|be live"
    r"|roll (?:it |this |that )?out|decide|make (?:a|our|the|this) (?:final )?decision|have (?:a|our) decision|buy"
    r"|purchase|sign|kick (?:it |this |things )?off"
    r"|get started|be up and running|have (?:it|this|something|a solution|everything|a system|the system|one|the"
    r" tool) (?:live|running|in place|up|ready|working)"
    r"|implement (?:it|this|a|the|your)|switch (?:over|to you|to your|systems|vendors|providers)|move over|launch"
    r" with you|begin (?:with|using|the (?:project|rollout|pilot)))"
)
_AT = (
    r"(?: (?:at the latest|no later than|some ?time|ideally|preferably))*,? (?:by|in|before|on|at|within|until"
    r"|from|around|this|next|no later than|for|as of|during)"
)
_WE = (
    r"\b(?:we|our (?:team|company|board|management|cfo|ceo|cto|boss)|my (?:boss|team|company|manager))(?:'d|'re"
    r"|'ll| would| are| is| will| do| all| really| also| currently)*"
)
_AIM = (
    r"(?: (?:want|wants|need|needs|plan|plans|hope|hopes|like|intend|intends|aim|aims|planning|looking|hoping"
    r"|aiming|expect|expects|have|has|must|going|wish|supposed|able)(?: to)?)"
)
_WHEN = rf"{_AT} {TIME}|(?: (?:this|next) {SPAN})"
SAYS = (
    rf"{_WE}{_AIM}(?: be able to| only)? {_BEGIN}\b[^?.!;]{{0,40}}?(?:{_WHEN})\b",
    r"\b(?:we|our board|our management)(?:'ll| will) (?:be )?(?:decide|deciding|make (?:a|our|the) (?:final"
    r" )?decision|choose|sign|buy|purchase)\b"
    rf"[^?.!;]{{0,30}}?(?:{_WHEN})\b",
    r"\b(?:ideally|preferably),?(?: (?:we|it))?(?:'d| would)? (?:be able to"
    rf" )?{_BEGIN}\b[^?.!;]{{0,30}}?(?:{_WHEN})\b",
    r"\bour (?:\w+ ){0,2}(?:deadline|timeline|time ?frame|target date|target|go-?live(?: date)?|start date|launch"
    r" date|decision date|budget cycle|kick-?off)"
    rf"(?: for (?:this|that|the \w+))? (?:is|would be|will be|was set to|starts|ends)\b[^?.!;]{{0,25}}?{TIME}\b",
    r"\b(?:our|the|my) (?:\w+ ){0,3}?(?:contract|subscription|licen[cs]e|agreement)s?(?: with [\w ]{1,20})?"
    r" (?:ends|expires|runs out|runs until|is up|is up for renewal"
    rf"|will end|will expire|terminates|renews)\b[^?.!;]{{0,25}}?{TIME}\b",
    rf"{_WE}(?: (?:need|needs|require|want|wants|must have|have to have|'d need)) (?:it|this|a solution|something"
    r"|the tool|the system|everything|a system|that|a decision|an answer)"
    rf"\b[^?.!;]{{0,30}}?(?: by| before| within| no later than| until| in) {TIME}\b",
    r"\b(?:can|could|would) we (?:possibly |already |realistically"
    rf" )?{_BEGIN}\b[^?.!;]{{0,30}}?(?:{_WHEN})\b[^?.!]{{0,40}}\?",
    r"\b(?:a|the|our) (?:final |purchasing |buying )?decision (?:is|will be|should be|has to be|must be)"
    rf" (?:planned|made|due|expected|taken|scheduled)\b[^?.!;]{{0,20}}?{TIME}\b",
    r"\b(?:budget|funding|money) (?:is|will be|becomes|should be) (?:approved|released|available|allocated|there"
    rf"|signed off)\b[^?.!;]{{0,15}}?(?: by| in| from| before| on| this| next) (?:{TIME}|{SPAN})\b",
    rf"\b(?:budget|funding|money) (?:already |now |is )?approved (?:for|in|from|by) (?:{TIME}|(?:this|next) {SPAN})\b",
    rf"{_WE} (?:aiming|looking|planning|shooting) (?:for|at) (?:an? |the )?(?:\w+ )?(?:start|go-?live|launch"
    rf"|rollout|decision|kick-?off|implementation)\b[^?.!;]{{0,20}}?{TIME}\b",
    r"\bwir (?:wollen|möchten|planen|müssen|würden gerne) [^?.!;]{0,40}?(?:bis|im|ab|anfang|ende|noch in)"
    r" [^?.!;]{0,20}?"
    r"(?:quartal|q[1-4]|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|jahres?)\b[^?.!;]{0,30}?"
    r"(?:starten|beginnen|entscheiden|einführen|live gehen|umsteigen|kaufen)\b",
)
NOT = (
    r"\b(?:retire|cancel\w*|(?:contract|subscription) with you|vacation|holidays?|maternity|parental|on leave"
    r"|wedding|marathon|house|a baby|born|school"
    r"|university|semester abroad|in a hurry|no rush"
    r"|bug|patch|nda|non-disclosure|your company"
    r"|(?:our|the) (?:own )?(?:new )?(?:release|book|film|movie|concert)|hiring|hire)\b"
)
