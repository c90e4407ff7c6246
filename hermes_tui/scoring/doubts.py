"""Words of the rules that have a second meaning, and what beside them tells: a budget airline, a remote control.

Each row is data for patterns.py: regular expressions over lower-case text, `before` ending at the word and `after`
beginning behind it, both within its own line. Where either matches, the word is not what the rule means.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from hermes_tui.scoring.spellings import DOUBTFUL, TECHNOLOGIES


class Doubt(NamedTuple):
    """What spoils a word, before it or after it; or that it is spoilt unless software stands beside it."""

    before: str = ""
    after: str = ""
    needs_software: bool = False

    def spoils(self, before: str, after: str) -> bool:
        """Whether what stands around the word in its line says that something else is meant."""
        if self.needs_software:
            if not (before.strip() or after.strip()):
                return False  # alone on its line, as a tag is
            beside = _beside_software()
            return not (beside[0].search(before) or beside[1].match(after))
        if self.before and _compiled(self.before).search(before):
            return True
        return bool(self.after and _compiled(self.after).match(after))


_DETERMINERS = r"(?:(?:the|an?|any|our|my|their|his|her|its|this|that|some|more|enough|approved|new)\s+)*"
# Who asks for a budget, waits for one or handles budgets for a living names none.
_BUDGET_BEFORE = (
    r"\b(?:your|train|federal|government|national|state|household|family|personal|error|performance|carbon|crawl|latency"
    r"|what|which|whose|whatever)\s+$"
    r"|[a-z]-$|(?<![\d.,])0\s?[$€£]?\s?$"
    r"|\b(?:low|limited|small|tiny|tight|shoestring|minimal|restricted|meagre|meager|student)\s+$"
    r"|\b(?:should|must|to)\s+(?:(?:i|we|you|one)\s+)?$"
    r"|\b(?:on|over|under|within)\s+$|\bon\s+an?\s+(?:[\w-]+\s+)?$"
    rf"|\b(?:over|beyond|outside|exceed(?:s|ed|ing)?|out\s+of|not\s+in|blew|above)\s+{_DETERMINERS}$"
    r"|\b(?:manag(?:e|es|ing)|track(?:s|ing)?|plan(?:s|ning)?|forecast(?:s|ing)?|monitor(?:s|ing)?|controls?"
    r"|controlling|cut(?:s|ting)?|slash(?:es|ed|ing)?|reduc(?:e|es|ed|ing)|await(?:s|ing)?|wait(?:s|ing)?\s+(?:for|on)"
    r"|request(?:s|ing)?|seek(?:s|ing)?|secur(?:e|ing)|get(?:ting)?|find(?:ing)?|needs?|lost|los(?:e|es|ing)|pending"
    r"|hop(?:e|es|ing)\s+for|depend(?:s|ing)\s+(?:on|upon)|subject\s+to|ask(?:s|ed|ing)?\s+(?:for|about)"
    r"|appl(?:y|ied|ying)\s+for|fight(?:s|ing)?\s+for|justify(?:ing)?|if|once|when|until|unless|whether)"
    rf"\s+(?:(?:we|they|i|you|there|it|have|has|had|get|gets|got|is|are|be|of|for)\s+)*{_DETERMINERS}$"
)
_BUDGET_AFTER = (
    r"[\s-]+(?:airlines?|airways|flights?|hotels?|hostels?|travel\w*|trips?|holidays?|cars?|rentals?|friendly|conscious"
    r"|minded|sensitive|constraints?|cuts?|cutting|freezes?|shortfalls?|deficits?|gaps?|crisis|squeeze|crunch|overruns?"
    r"|season|cycles?|planning|planners?|plans?|meetings?|reviews?|process(?:es)?|committees?|software|tools?|apps?"
    r"|track(?:er|ers|ing)|spreadsheets?|sheets?|reports?|reporting|forecasts?|forecasting|management|managers?"
    r"|controlling|controls?|templates?|speech|phones?|laptops?|brands?|stores?|retailers?|segment|version|edition"
    r"|dashboards?|module|data|figures|bills?|votes?|years?)\b"
    r"|(?:'s)?(?:\s+for\s+(?:\w+\s+){0,3}?\w+)?\s+(?:(?:is|was|were|are|has|have|had|got|gets|getting|being|been|will|be|looks|seems|just)\s+)+"
    r"(?:\w+ly\s+|all\s+|already\s+|still\s+|being\s+|too\s+|now\s+){0,2}"
    r"(?:cut|slashed|frozen|reduced|rejected|declined|denied|gone|spent|used|exhausted|refused|cancel+ed|pulled|halved"
    r"|withdrawn|blown|zero|nil|none|tb[acd]|unknown|unclear|undecided|undefined|undetermined|pending|uncertain|missing"
    r"|an?\s+(?:problem|issue|concern|question)|the\s+problem|small|tiny)\b"
    r"|\s+(?:is|are)\s+(?:(?:very|rather|quite|pretty|fairly|too|really|a\s+bit)\s+)?(?:limited|tight|low)\b"
    r"|\s+(?:(?:still|yet|not\s+yet|remains?)\s+)?(?:cut|slashed|frozen|rejected|declined|denied|tb[acd]|none|unknown|unclear|undecided|undefined|pending"
    r"|(?:is\s+)?(?:yet\s+)?to\s+be\s+\w+|yet\s+to\b|needed|required)\b"
    r"|\s+(?:codes?|numbers?|lines?|items?|heads?|offices?|departments?|impact|accounts?|owners?|holders?)\b"
    r"|\s+(?:(?:is|will|to)\s+)?follows?\b|\s+(?:(?:is|of)\s+)?[$€£]?\s?0(?![\d.,])"
    r"|\s?\?|\s?(?:[:=–—-]|\()\s?(?:tb[acd]|pending|open|undecided|undefined|to be \w+|\?|-+\s*$|[$€£]?\s?0(?![\d.,]))"
)
_REMOTE_AFTER = (
    r"[\s-]+(?:control(?:s|led|ler|lers)?|desktops?|access(?:ing|ed)?|monitor(?:ing|ed|s)?|sens(?:ing|ors?)|servers?"
    r"|hosts?|machines?|start(?:er)?|backups?|islands?|villages?|areas?|regions?|locations?|sites?|mines?|farms?"
    r"|communit(?:y|ies)|corners?|places?|support|assistance|patients?|diagnos(?:is|tics?)|management|procedure"
    r"|repositor(?:y|ies)|repos?|branch(?:es)?|origin|possibilit(?:y|ies)|chances?|wipe|lock(?:ing)?|units?|cameras?"
    r"|devices?|terminals?|connections?|connectivity|maintenance|operat(?:ion|ed)|valves?|keyless|deposits?|voting"
    r"|viewing|inspections?|code\s+execution|shutters?|surveillance|install(?:ation|s)?|print(?:ing|ers?)|plants?"
    r"|warehouses?|wells?|stations?|depots?"
    r"|offices|learning|teaching|proctoring|exams?|classrooms?|healthcare|medicine|clinics?|consultations?|hospitals?"
    r"|mining|drilling|driving|meters?|drones?|robots?)\b"
)
_REMOTELY_BEFORE = (
    r"\b(?:even|anything|something|nothing|if|ever)\s+$"
    r"|\b(?:access|control|monitor|manag|operat|configur|updat|unlock|lock|support|diagnos|maintain|steer)\w*"
    r"(?:\s+[\w-]+){0,3}\s+$"
)
_REMOTELY_AFTER = (
    r"[\s-]+(?:interest\w*|close|similar|related|possible|likely|control\w*|operat\w*|monitor\w*|managed?|located"
    r"|resembl\w+|useful|relevant|funny|access\w*|hosted|start\w*|lock\w*|wip\w+)\b"
)
_REACT_BEFORE = (
    r"\b(?:must|can|could|will|would|should|may|might|cannot|we|they|you|i|people|users|customers|markets?|buyers"
    r"|clients|never|always|better|and\s+then)\s+$|n't\s+$"
    r"|\b(?:able|needs?|ha(?:ve|s|d)|ready|how|slow|quick|fast|time|chance|ability|wants?|failed|going|order)\s+to\s+$"
)
_REACT_AFTER = (
    r"\s+(?:to|quickly|fast(?:er)?|quicker|slowly|immediately|when|if|within|in\s+time|sooner|differently|accordingly"
    r"|well|badly|upon|positively|negatively|properly|swiftly|instantly|appropriately)\b"
)
_SPOILS: dict[tuple[str, ...], tuple[str, str]] = {
    ("budget", "budgets"): (_BUDGET_BEFORE, _BUDGET_AFTER),
    ("remote",): (r"\b(?:tv|television|garage|universal|infrared|git|very|most|how)\s+$", _REMOTE_AFTER),
    ("remotely",): (_REMOTELY_BEFORE, _REMOTELY_AFTER),
    ("hiring", "buying"): (
        r"\b(?:group|panic)[\s-]+$", r"[\s-]+(?:freezes?|frozen|paused|pause|ban|stop|cycles?|guide)\b",
    ),
    ("python",): (
        r"\b(?:monty|ball|burmese|reticulated|carpet)\s+$",
        r"[\s-]+(?:snakes?|skins?|leather|bags?|boots|belts?|eggs|hunters?|enclosures?|bites?)\b",
    ),
    ("flask",): (
        r"\b(?:thermos|hip|vacuum|erlenmeyer|glass|conical|water|drinking|steel|insulated)\s+$", r"\s+(?:of|for)\b",
    ),
    ("react",): (_REACT_BEFORE, _REACT_AFTER + r"|[\s-]+native\b"),
    ("react.js", "reactjs", "react js"): ("", r"[\s-]+native\b"),
    ("django",): ("", r"\s+(?:unchained|reinhardt)\b"),
    ("ruby",): ("", r"[\s-]+(?:rings?|red|wedding|anniversary|necklaces?|gem\w*|tuesday|jewel\w*)\b"),
    ("java",): (r"\b(?:west|east|central)\s+$", r"\s+(?:island|coffee|beans?|sea)\b"),
    ("kafka",): (r"\bfranz\s+$", r"'s\b"),
    ("equity only", "only equity"): (r"\b(?:private|brand|home)\s+$", r"\s+(?:research|funds?|trad\w+)\b"),
    ("for equity",): (
        "",
        r"[\s,-]+(?:research|trad\w+|funds?|invest\w+|partners?|analysts?|markets?|firms?|capital|management|holders?"
        r"|portfolios?|derivatives|desks?|crowdfunding|plans?|and\s+inclusion|diversity|reasons)\b",
    ),
    ("free test", "free sample", "free trial project"): (
        r"\w-$",
        r"[\s-]+(?:drives?|environments?|accounts?|systems?|data|instances?|version|kits?|devices?|units?|cop(?:y|ies)"
        r"|users?|suites?|flights?|servers?|rigs?)\b",
    ),
    ("spec work",): (r"\b(?:per|to|on|by)\s+$", ""),
    ("deadline",): (r"\b(?:missed|past|after)\s+(?:(?:the|a|our|my)\s+)?$", ""),
}  # fmt: skip

_SOFTWARE = (
    r"dev(?:s|eloper|elopers|elopment)?|engineers?|programm(?:ers?|ing)|coders?|code|codebase|back-?end|front-?end"
    r"|services?|microservices?|apis?|apps?|applications?|servers?|stack|scripts?|sdk|runtime|frameworks?|librar(?:y|ies)"
    r"|experts?|language|skills?"
)


@cache
def _beside_software() -> tuple[re.Pattern[str], re.Pattern[str]]:
    plain = {each for row in TECHNOLOGIES for each in row if each not in DOUBTFUL}
    known = "|".join(re.escape(each) for each in sorted(plain, key=len, reverse=True))
    joint = r"\s*(?:[/+,&]|\band\b|\bor\b|\bwith\b)\s*"
    before = re.compile(
        rf"(?<!\w)(?:{known})(?:{joint}|\s+)$"
        r"|\b(?:written|built|coded|developed|programmed|write|writes|writing|code|coding|runs|stack|language|backend)"
        r"(?:\s+it)?(?:\s+(?:in|on|with|is)|:)\s+$"
    )
    after = re.compile(rf"(?:[\s-]+|/)(?:{_SOFTWARE})\b|\s+v?\d+(?:\.\d+)*\b|{joint}(?:{known})(?!\w)")
    return before, after


@cache
def doubt_of(phrase: str, *, technology: bool = False) -> Doubt | None:
    """What to look for beside a lower-case phrase before it is believed; None where it means but one thing."""
    if technology and phrase in DOUBTFUL:
        return Doubt(needs_software=True)
    for words, (before, after) in _SPOILS.items():
        if phrase in words:
            return Doubt(before, after)
    return None


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)
